"""Writes translations of segments: one by hand, many from memory or by machine; takes those of memory back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from kneeblog.translation.memory import Memory
from kneeblog.translation.placeholders import problems

from . import meeting
from .rows import MEMORY
from .writing import stored

MACHINE, MANUAL = StringTranslation.TRANSLATION_TYPE_MACHINE, StringTranslation.TRANSLATION_TYPE_MANUAL


@transaction.atomic
def save(translation: Translation, segment: StringSegment, text: str, user: Any, seen: str) -> list[str]:
    """Saves what a person wrote for one segment; nothing written takes the translation away.

    Args:
        text: as in the field of the editor.
        seen: `meeting.digest` of the translation that the field was shown with.

    Returns:
        why it cannot be saved, in the active language; empty if it was.

    Raises:
        ChangedMeanwhileError: somebody else saved another one since.
    """
    Translation.objects.select_for_update().get(pk=translation.pk)  # one after the other, also where nothing is yet
    place = {
        "translation_of": segment.string,
        "locale": translation.target_locale,
        "context": segment.context,
    }
    said = stored(text)
    there = StringTranslation.objects.filter(**place).select_related("last_translated_by").first()
    meeting.compare(there, said, seen)
    if not said:
        if there:
            there.delete()
        return []
    if refused := [str(problem) for problem in problems(segment.string.data, said)]:
        return refused
    try:
        StringValue.from_translated_html(said)
    except ValueError as error:
        return [str(error.args[0])]
    values = {"data": said, "translation_type": MANUAL, "tool_name": "", "last_translated_by": user}
    StringTranslation.objects.update_or_create(**place, defaults={**values, "has_error": False, "field_error": ""})
    return []


def from_memory(translation: Translation, user: Any) -> int:
    """Takes over what memory knows of the same text, the newest, for all segments without a translation.

    Returns:
        how many.
    """
    among = StringSegment.objects.filter(source=translation.source)
    memory = Memory(translation.source.locale, translation.target_locale, among)
    found = []
    for segment in missing(translation):
        if exact := memory.exact(segment.string.data):
            said = _translation(translation, segment, exact[0].translation, user)
            said.translation_type, said.tool_name = exact[0].type, MEMORY
            found.append(said)
    return _add(found)


def take_back(translation: Translation) -> int:
    """Removes what was taken from memory and nobody has saved since.

    Returns:
        how many.
    """
    places = StringSegment.objects.filter(source=translation.source).values("context")
    rows = StringTranslation.objects.filter(
        context__in=places, locale=translation.target_locale, tool_name=MEMORY
    ).select_related("context")
    return sum(1 for one in rows if one.delete())


def by_machine(translation: Translation, user: Any) -> int:
    """Asks the machine translator of the site for all segments without a translation.

    Returns:
        how many it could translate.
    """
    translator = machine(translation)
    if translator is None:
        return 0
    segments = missing(translation)
    strings = list(dict.fromkeys(segment.string.as_value() for segment in segments))
    answers = translator.translate(translation.source.locale, translation.target_locale, strings) if strings else {}
    found = []
    for segment in segments:
        answer = answers.get(segment.string.as_value())
        if answer is not None and answer.data:
            said = _translation(translation, segment, answer.data, user)
            said.translation_type, said.tool_name = MACHINE, str(translator.display_name)
            found.append(said)
    return _add(found)


def machine(translation: Translation) -> Any:
    """The site's machine translator, if there is one for the two languages."""
    translator = get_machine_translator()
    if translator and translator.can_translate(translation.source.locale, translation.target_locale):
        return translator
    return None


def missing(translation: Translation) -> list[StringSegment]:
    """The segments without a translation, each text at one place once."""
    said = set(
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale
        ).values_list("context_id", "translation_of_id")
    )
    segments = {
        (segment.context_id, segment.string_id): segment
        for segment in StringSegment.objects.filter(source=translation.source).order_by("order")
    }
    return [segment for key, segment in segments.items() if key not in said]


def _translation(translation: Translation, segment: StringSegment, said: str, user: Any) -> StringTranslation:
    found = problems(segment.string.data, said)
    return StringTranslation(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data=said,
        last_translated_by=user,
        has_error=bool(found),
        field_error=" ".join(map(str, found)),
    )


@transaction.atomic
def _add(found: Iterable[StringTranslation]) -> int:
    """Together, but for the title, which the explorer follows when it is saved."""
    titles = [one for one in found if one.context.path == "title"]
    others = [one for one in found if one.context.path != "title"]
    for one in titles:
        one.save()
    StringTranslation.objects.bulk_create(others, ignore_conflicts=True)
    return len(titles) + len(others)
