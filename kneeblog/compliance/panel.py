"""The editor's two lists: a tab with everything, and a side panel that stays open while the text is mended.

The side panel is our own.  Wagtail's checks panel runs axe over the preview: its messages are fixed when the editor
opens, it knows nothing of what no preview shows (descriptions, entries that are missing), and its button leads into the
preview, not to the field.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

MEDIA = forms.Media(js=["kneeblog/admin/findings.js"], css={"all": ["kneeblog/admin/findings.css"]})


def lists_address(page: Any) -> str:
    """Where the script fetches the lists; a page that has not been saved yet has the number 0."""
    return reverse("kneeblog_compliance_findings", args=[page.pk or 0])


class AdvertisingRulesPanel(Panel):
    """Lists what the advertising rules find in the latest draft; there is nothing to fill in."""

    @property
    def clean_name(self) -> str:
        """A name of its own, for the panel's anchor."""
        return super().clean_name or "advertising_rules"

    class BoundPanel(Panel.BoundPanel):
        """The panel beside one page."""

        template_name = "kneeblog/admin/findings_panel.html"

        @property
        def media(self) -> forms.Media:
            """The script and the style of both lists."""
            return MEDIA

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds where the list comes from."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "lists_address": lists_address(self.instance)}


class FindingsSidePanel(BaseSidePanel):
    """The same findings in brief, with a badge that counts open errors and warnings."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Its button."""

        aria_label = _("Toggle advertising rules")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

    name = "advertising-rules"
    title = _("Advertising rules")
    template_name = "kneeblog/admin/findings_side.html"
    order = 360

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Adds where the list comes from."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "lists_address": lists_address(self.object)}


class WithFindings:
    """Mixin: Wagtail's view of the page editor with our side panel."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's own and ours; the script keeps ours up to date, so what saving sends back has none."""
        panels: MediaContainer = super().get_side_panels()  # type: ignore[misc]
        if self.expects_json_response or getattr(self, "hydrate_create_view", False):  # type: ignore[attr-defined]
            return panels
        return MediaContainer([*panels, FindingsSidePanel(self.page, self.request)])  # type: ignore[attr-defined]
