"""Where a finding leads in the admin, and how its sentence is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Page

if TYPE_CHECKING:
    from kneeblog.models import RecordedFinding

    from .findings import Finding

AROUND = 80
IN_EDITOR = "kneeblog-findings-panel"  # the id of the list in the editor, at which Wagtail opens its tab


def pieces(found: Finding | RecordedFinding) -> tuple[str, str, str]:
    """What stands before the words that were hit, the words, and what follows; long text is cut around them.

    Where all of the sentence is meant there are no words: it is the first piece.
    """
    sentence = found.sentence
    if not found.end:
        text = sentence.strip()
        return (f"{text[: 2 * AROUND]}…" if len(text) > 2 * AROUND else text), "", ""
    before, after = sentence[: found.start].lstrip(), sentence[found.end :].rstrip()
    if len(before) > AROUND:
        before = f"…{before[-AROUND:]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND]}…"
    return before, sentence[found.start : found.end], after


def fragment(field: str, block_id: str) -> str:
    """The end of an address at which Wagtail's editor opens the tab and scrolls to the field or block, if any."""
    return "#:w:contentpath=" + ".".join(filter(None, (field, block_id))) if field else ""


def address_of(instance: Any) -> str:
    """The form in which a page, a snippet or a site's settings are edited; `""` if there is none."""
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    if isinstance(instance, BaseSiteSetting | BaseGenericSetting):
        names = [instance._meta.app_label, instance._meta.model_name]
        site = [instance.site_id] if isinstance(instance, BaseSiteSetting) else []
        return reverse("wagtailsettings:edit", args=[*names, *site])
    viewset = getattr(instance, "snippet_viewset", None)
    return reverse(viewset.get_url_name("edit"), args=[instance.pk]) if viewset is not None else ""
