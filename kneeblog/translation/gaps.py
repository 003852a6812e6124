"""What a translation lacks: segments nobody has translated, whose source has changed, that are wrong or unused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock
from wagtail.fields import StreamField
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .quality import is_left_over, words

Kind = Literal["missing", "outdated", "wrong", "unused"]
LABELS: dict[str, Any] = {
    "missing": _("Not translated"),
    "outdated": _("Changed in the source since it was translated"),
    "wrong": _("The translation cannot be used"),
    "unused": _("Translated, but not in this draft"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One segment.  `before` is the earlier source text of an outdated one, `why` what is wrong with a wrong one."""

    kind: Kind
    path: str
    place: str
    source: str
    before: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        """The source text without placeholders."""
        return words(self.source)

    @property
    def label(self) -> str:
        """Its kind in words."""
        return str(LABELS[self.kind])


def gaps(translation: Translation, draft: Any = None) -> list[Gap]:
    """The segments that keep a translation from being whole, in the order of the page; three queries at most.

    Args:
        translation: with its source.
        draft: the page or snippet as it would be published; what it still has in the source's words is named too.
    """
    source = translation.source
    model = source.specific_content_type.model_class()
    rows = StringTranslation.objects.filter(locale_id=translation.target_locale_id, context__object_id=source.object_id)
    made: dict[int, dict[int, StringTranslation]] = defaultdict(dict)
    for row in rows.select_related("translation_of").order_by("updated_at", "pk"):
        made[row.context_id][row.translation_of_id] = row
    said = _texts(draft) if draft is not None else set()
    current = list(StringSegment.objects.filter(source=source).order_by("order"))
    still_there = {(segment.context_id, segment.string_id) for segment in current}
    found: dict[tuple[int, int], Gap] = {}
    for segment in current:
        place = place_of(model, segment.context.field_path or segment.context.path)
        known, text, path = made.get(segment.context_id, {}), segment.string.data, segment.context.path
        row = known.get(segment.string_id)
        key = (segment.context_id, segment.string_id)
        if row is None:
            earlier = [old for string, old in known.items() if (segment.context_id, string) not in still_there]
            if earlier:
                found[key] = Gap("outdated", path, place, text, before=earlier[-1].translation_of.data)
            else:
                found[key] = Gap("missing", path, place, text)
        elif row.has_error:
            found[key] = Gap("wrong", path, place, text, why=row.field_error)
        elif row.data != text and (path, text) in said and (path, row.data) not in said:
            found[key] = Gap("unused", path, place, text)
    return list(found.values())


def copied_gaps(copy: Any, source: Any) -> list[Gap]:
    """The segments of a page that wagtail-localize does not keep in step which still are in the source's words.

    A copy may well say the same: a name, a code, a number.  Words of the source's language it may not.
    """
    of_source, model = _texts(source), type(copy)
    language = copy.locale.language_code
    found = [pair for pair in _texts(copy) if pair in of_source and is_left_over(words(pair[1]), language)]
    return [Gap("missing", path, place_of(model, path), text) for path, text in sorted(found)]


def orphaned_gaps(copy: Any) -> list[Gap]:
    """The same for a page whose source has been deleted: texts that translators were given in another language.

    wagtail-localize deletes all that it knows of such a page but the texts themselves; one query at most.
    """
    model, language = type(copy), copy.locale.language_code
    texts = [pair for pair in _texts(copy) if is_left_over(words(pair[1]), language)]
    hashes = {String._get_data_hash(text) for _path, text in texts}
    known = String.objects.exclude(locale_id=copy.locale_id).filter(data_hash__in=hashes)
    foreign = set(known.values_list("data", flat=True)) if texts else set()
    return [Gap("missing", path, place_of(model, path), text) for path, text in sorted(texts) if text in foreign]


def _texts(instance: Any) -> set[tuple[str, str]]:
    values: Iterable[Any] = extract_segments(instance)
    return {(value.path, value.string.data) for value in values if isinstance(value, StringSegmentValue)}


def place_of(model: type[models.Model] | None, field_path: str) -> str:
    """Where a segment stands, as the editor names it: 本文 › 見出し.

    Args:
        model: whose field it is.
        field_path: as wagtail-localize keeps it: names of a field and of blocks or of a field of a row.
    """
    first, *rest = field_path.split(".")
    try:
        field: Any = model._meta.get_field(first) if model else None
    except FieldDoesNotExist:
        field = None
    if field is None:
        return field_path
    if isinstance(field, StreamField):
        return " › ".join([str(capfirst(field.verbose_name)), *_block_labels(field.stream_block, rest)])
    if field.auto_created and not field.concrete:
        return _place_in_row(field.related_model, rest)
    return str(capfirst(field.verbose_name))


def _place_in_row(model: Any, rest: list[str]) -> str:
    names = [str(capfirst(model._meta.verbose_name))]
    if rest:
        names.append(str(capfirst(model._meta.get_field(rest[-1]).verbose_name)))
    return " › ".join(names)


def _block_labels(block: Any, names: list[str]) -> list[str]:
    labels = []
    for name in names:
        if isinstance(block, ListBlock):
            block = block.child_block
            continue
        if not isinstance(block, BaseStreamBlock | BaseStructBlock) or name not in block.child_blocks:
            break
        block = block.child_blocks[name]
        labels.append(str(block.label or name))
    return labels
