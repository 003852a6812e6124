"""What a file for translators holds: one document a page and language, one unit a segment."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from kneeblog.translation.gaps import place_of
from kneeblog.translation.placeholders import Tag, read
from kneeblog.translation.quality import LIMITS, words
from kneeblog.translation.terms import Terms

State = Literal["needs-translation", "translated", "final"]
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FileRefusedError(ValueError):
    """A file cannot be taken: where it is wrong and why."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.line = line
        self.reason = reason
        super().__init__(gettext("Line %(line)d: %(reason)s") % {"line": line, "reason": reason} if line else reason)


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment.  `source` and `target` are written as in `placeholders`; `line` is where a file has it."""

    path: str
    source: str
    target: str = ""
    state: State = "needs-translation"
    place: str = ""
    notes: tuple[str, ...] = ()
    line: int | None = None

    @property
    def id(self) -> str:
        """The same in every file until the source text changes; of characters that every format takes."""
        return f"{self.path}:{hashlib.sha256(canonical(self.source).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Document:
    """The units of one page in one language; `key` is wagtail-localize's id of that translation."""

    key: str
    source_language: str
    target_language: str
    title: str
    units: tuple[Unit, ...]

    @property
    def name(self) -> str:
        """For a file: letters, digits and hyphens."""
        return f"{self.target_language}-{self.key}"


def canonical(segment: str) -> str:
    """A segment in the one spelling that all formats give back: entities as characters, no control characters."""
    pieces = [str(piece) if isinstance(piece, Tag) else escape(text_of(piece), quote=False) for piece in read(segment)]
    return "".join(pieces)


def text_of(piece: str) -> str:
    """A text between placeholders as characters that XML can hold."""
    return _NOT_XML.sub("", unescape(piece))


def document(translation: Translation) -> Document:
    """What is to be translated, and what has been; three queries and the glossary's.

    Args:
        translation: with its source, its target locale and the source's locale.
    """
    from kneeblog.models import GlossaryTerm

    source, target = translation.source, translation.target_locale
    codes = source.locale.language_code, target.language_code
    terms = Terms(GlossaryTerm.objects.all(), *codes)
    rows = StringTranslation.objects.filter(locale=target, context__object_id=source.object_id)
    made = {(row.context_id, row.translation_of_id): row for row in rows}
    is_live = _is_live(translation)
    model = source.specific_content_type.model_class()
    units: dict[tuple[int, int], Unit] = {}
    for segment in StringSegment.objects.filter(source=source).order_by("order"):
        key = (segment.context_id, segment.string_id)
        row, text, path = made.get(key), segment.string.data, segment.context.path
        state: State = "needs-translation" if row is None or row.has_error else "final" if is_live else "translated"
        notes = [f"{mention.written} = {' / '.join(mention.approved)}" for mention in terms.mentions(words(text))]
        if path in LIMITS:
            most = gettext("At most %(limit)s full-width characters; two letters count as one.")
            notes.append(most % {"limit": LIMITS[path]})
        if row is not None and row.has_error:
            notes.append(row.field_error)
        place = place_of(model, segment.context.field_path or path)
        units[key] = Unit(path, text, row.data if row else "", state, place, tuple(filter(None, notes)))
    return Document(str(translation.uuid), *codes, source.object_repr, tuple(units.values()))


def _is_live(translation: Translation) -> bool:
    try:
        return bool(getattr(translation.get_target_instance(), "live", True))
    except ObjectDoesNotExist:
        return False
