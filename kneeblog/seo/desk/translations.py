"""Pages that wagtail-localize keeps in step with their source.

It makes each new version of such a page from the translated sentences, and would set back what the desk wrote: so the
desk tells it too.  Robots and canonical address are each language's own, and never set back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue


def keep_in_translation(page: Page, values: Mapping[str, str], user: Any) -> None:
    """Makes new values of a page the translation of the sentences they stand for, if the page is kept in step.

    A field that is empty in the source has no sentence; there the page keeps its own value anyway.
    """
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return
    segments = {"source_id": translation.source_id, "context__path__in": list(values)}
    for segment in StringSegment.objects.filter(**segments).select_related("context"):
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            locale_id=page.locale_id,
            context_id=segment.context_id,
            defaults={
                "data": StringValue.from_plaintext(values[segment.context.path]).data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": user,
                "has_error": False,
                "field_error": "",
            },
        )
    for segment in OverridableSegment.objects.filter(**segments).select_related("context"):
        SegmentOverride.objects.update_or_create(
            locale_id=page.locale_id,
            context_id=segment.context_id,
            defaults={"data_json": json.dumps(values[segment.context.path]), "last_translated_by": user},
        )
