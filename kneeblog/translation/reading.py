"""The translation editor in a number of queries that does not grow with the page.

wagtail-localize's editor asks for the text and the place of each segment, and for the row and the author of each
translation, one by one.  Here they come along with the segments; what the editor shows is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from wagtail_localize.models import OverridableSegment, StringSegment, StringSegmentQuerySet
from wagtail_localize.views.edit_translation import SegmentOverrideSerializer, StringTranslationSerializer

_AUTHOR = "last_translated_by__wagtail_userprofile"  # whose picture stands beside the translation


def read_segments_together() -> None:
    """Puts managers and methods that fetch in one go in the place of wagtail-localize's."""
    _fetch_along(StringSegment, "string", "context")
    _fetch_along(OverridableSegment, "context")
    StringSegmentQuerySet.get_translations = _with_authors(StringSegmentQuerySet.get_translations)
    StringTranslationSerializer.get_segment_id = _segment_id(StringSegment, "translation_of_id", "string_id")
    SegmentOverrideSerializer.get_segment_id = _segment_id(OverridableSegment)


def _fetch_along(model: Any, *relations: str) -> None:
    class Together(type(model.objects)):  # type: ignore[misc]  # the class is known at run time only
        def get_queryset(self) -> models.QuerySet[Any]:
            found: models.QuerySet[Any] = super().get_queryset().select_related(*relations)
            return found

    model._meta.local_managers.clear()
    model.add_to_class("objects", Together())


def _with_authors(get: Callable[..., models.QuerySet[Any]]) -> Any:
    def get_translations(segments: StringSegmentQuerySet, locale: Any) -> models.QuerySet[Any]:
        return get(segments, locale).select_related(_AUTHOR, "translation_of", "context")

    return get_translations


def _segment_id(model: Any, own: str = "", of_segment: str = "") -> Any:
    """The row of the segment that a translation belongs to, looked up once for all of a page."""
    columns = ("context_id", of_segment) if of_segment else ("context_id",)

    def get_segment_id(serializer: Any, translation: Any) -> int | None:
        source = serializer.context.get("translation_source")
        if source is None:
            return None
        rows = serializer.context.get(model)
        if rows is None:
            found = model.objects.filter(source=source).order_by("-pk").values_list("pk", *columns)
            rows = serializer.context[model] = {tuple(key): pk for pk, *key in found}
        key = (translation.context_id, getattr(translation, own)) if own else (translation.context_id,)
        segment: int | None = rows.get(key)
        return segment

    return get_segment_id
