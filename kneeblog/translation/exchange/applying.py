"""What came back from translators → the site: all files are looked at first, and only if none is refused, written.

- A file is refused, with every line that is wrong, if it cannot be read, belongs to no translation here, to another
  language, or has a translation with wrong placeholders.  Then no file of that upload is taken.
- A segment that is not in the source any more, because that has changed since, is named and left out; so is one that
  never was.  Those that are still there are taken.
- What somebody wrote in the meantime gives way to the file; what it said is shown, so that it is not lost unseen.
- What is empty, fuzzy or marked as needing translation changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext
from wagtail_localize.models import StringSegment, StringTranslation, Translation, get_edit_url
from wagtail_localize.views.edit_translation import user_can_edit_instance

from kneeblog.translation.placeholders import problems
from kneeblog.translation.quality import words

from .files import Upload, documents, unpacked
from .units import Document, FileRefusedError, Unit, canonical

_EXAMPLE = 60


@dataclass(slots=True)
class Change:
    """A translation to be written, by the ids of its place and its source text; `replaces` says what gives way."""

    context: int
    string: int
    text: str
    replaces: str = ""


@dataclass(slots=True)
class Outcome:
    """What became of one document, or what would: `refused` and `skipped` are messages with their lines."""

    name: str
    title: str = ""
    language: str = ""
    url: str = ""
    changes: list[Change] = field(default_factory=list)
    translation: Translation | None = None
    unchanged: int = 0
    open: int = 0
    skipped: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def replaced(self) -> list[str]:
        """What other translations give way, with their lines."""
        return [change.replaces for change in self.changes if change.replaces]


@dataclass(slots=True)
class Result:
    """Of an upload; `is_taken` says whether anything was written."""

    outcomes: list[Outcome]

    @property
    def is_taken(self) -> bool:
        """Whether no file was refused."""
        return bool(self.outcomes) and not any(outcome.refused for outcome in self.outcomes)


def take(uploads: Iterable[Upload], user: Any, only: Translation | None = None) -> Result:
    """Writes the translations of some files, if none of them is refused; nothing is published.

    Args:
        uploads: files and zips.
        user: who hands them in; must be allowed to edit each page.
        only: files of any other translation are refused.
    """
    result = Result([outcome for upload in uploads for outcome in _looked_at(upload, user)])
    for outcome in result.outcomes:
        if only and outcome.translation and outcome.translation != only:
            outcome.refused.append(gettext("The file belongs to another page or language."))
    if result.is_taken:
        with transaction.atomic():
            for outcome in result.outcomes:
                _write(outcome, user)
    return result


def _looked_at(upload: Upload, user: Any) -> list[Outcome]:
    try:
        files = list(unpacked(upload))
    except FileRefusedError as refused:
        return [Outcome(upload.name, refused=[str(refused)])]
    found = []
    for file in files:
        try:
            found += [_compared(document, file.name, user) for document in documents(file)]
        except FileRefusedError as refused:
            found.append(Outcome(file.name, refused=[str(refused)]))
    return found or [Outcome(upload.name, refused=[gettext("There is no file in the zip.")])]


def _compared(document: Document, name: str, user: Any) -> Outcome:
    outcome = Outcome(name)
    try:
        translation = outcome.translation = _translation(document, user)
    except FileRefusedError as refused:
        outcome.refused.append(str(refused))
        return outcome
    outcome.title, outcome.language = translation.source.object_repr, translation.target_locale.get_display_name()
    outcome.url = get_edit_url(translation.get_target_instance())
    there: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for segment in StringSegment.objects.filter(source=translation.source):
        there[segment.context.path][canonical(segment.string.data)] = (segment.context_id, segment.string_id)
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id, has_error=False
    )
    made = {(row.context_id, row.translation_of_id): row.data for row in rows}
    seen: dict[str, Unit] = {}
    for unit in document.units:
        if unit.id in seen:
            outcome.refused.append(_message(unit, gettext("This segment is in the file twice.")))
            continue
        seen[unit.id] = unit
        if unit.path not in there:
            outcome.skipped.append(_message(unit, gettext("There is no such place on the page (any more).")))
        elif (key := there[unit.path].get(canonical(unit.source))) is None:
            outcome.skipped.append(_message(unit, gettext("The source text has changed since the file was made.")))
        elif unit.state == "needs-translation" or not unit.target.strip():
            outcome.open += 1
        elif found := problems(unit.source, unit.target):
            outcome.refused += [_message(unit, str(problem)) for problem in found]
        elif canonical(made.get(key, "")) == canonical(unit.target):
            outcome.unchanged += 1
        else:
            outcome.changes.append(Change(*key, unit.target, _replaced(unit, made.get(key, ""))))
    return outcome


def _translation(document: Document, user: Any) -> Translation:
    try:
        found = Translation.objects.select_related("source__locale", "target_locale").get(uuid=UUID(document.key))
        target = found.get_target_instance()
    except (ValueError, ObjectDoesNotExist) as error:
        raise FileRefusedError(gettext("The file belongs to no page that is being translated here.")) from error
    wanted = (found.source.locale.language_code.lower(), found.target_locale.language_code.lower())
    said = (document.source_language, document.target_language)
    if any(one and one != other for one, other in zip(said, wanted, strict=True)):
        reason = gettext(
            "The file is from “%(source)s” into “%(target)s”; this translation is from %(from)s into %(to)s."
        )
        raise FileRefusedError(
            reason
            % {
                "source": document.source_language,
                "target": document.target_language,
                "from": wanted[0],
                "to": wanted[1],
            }
        )
    if not found.enabled:
        raise FileRefusedError(gettext("This translation is no longer kept in step with its source."))
    if not user_can_edit_instance(user, target):
        raise FileRefusedError(gettext("You may not edit what this file belongs to."))
    return found


def _message(unit: Unit, reason: str) -> str:
    text = Truncator(words(unit.source)).chars(_EXAMPLE)
    return str(FileRefusedError(gettext("“%(words)s”: %(reason)s") % {"words": text, "reason": reason}, unit.line))


def _replaced(unit: Unit, before: str) -> str:
    return _message(unit, gettext("until now “%(text)s”") % {"text": before}) if before else ""


def _write(outcome: Outcome, user: Any) -> None:
    assert outcome.translation is not None  # noqa: S101  else it would have been refused
    for change in outcome.changes:
        StringTranslation.objects.update_or_create(
            translation_of_id=change.string,
            context_id=change.context,
            locale=outcome.translation.target_locale,
            defaults={
                "data": change.text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": outcome.name[:255],
                "last_translated_by": user,
                "has_error": False,
                "field_error": "",
            },
        )
