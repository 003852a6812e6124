"""The panels of the SEO tab.  There is nothing to fill in; the script fills them from the form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.panels import Panel

MEDIA = forms.Media(
    js=["kneeblog/admin/text-width.js", "kneeblog/admin/seo-preview.js"],
    css={"all": ["kneeblog/admin/seo-preview.css"]},
)
# Two lines of a result page on a phone that is 360 pixels wide: reckoned, not measured.
PHONE_TITLE_MOST, PHONE_DESCRIPTION_MOST = 36, 50


class SearchPreviewPanel(Panel):
    """The search result on a phone and a desktop, the card of a shared link, and what is wrong with them."""

    @property
    def clean_name(self) -> str:
        """A name of its own, for the panel's anchor: the same in every language."""
        return "seo_preview"

    class BoundPanel(Panel.BoundPanel):
        """The panel in one form."""

        template_name = "kneeblog/admin/seo/preview_panel.html"

        @property
        def media(self) -> forms.Media:
            """The script and the style."""
            return MEDIA

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds what the script asks, and where result pages cut a text."""
            from kneeblog.seo.desk.findings import DESCRIPTION_LEAST, DESCRIPTION_MOST, TITLE_MOST  # models
            from kneeblog.seo.metadata import SOURCES

            page = self.instance
            created = [page._meta.app_label, page._meta.model_name, getattr(self.form.parent_page, "pk", 0)]
            limits = {
                "title": TITLE_MOST,
                "description": DESCRIPTION_MOST,
                "least": DESCRIPTION_LEAST,
                "phone_title": PHONE_TITLE_MOST,
                "phone_description": PHONE_DESCRIPTION_MOST,
            }
            return {
                **super().get_context_data(parent_context),
                "address": reverse("kneeblog_seo_preview", args=[page.pk or 0]),
                "address_new": "" if page.pk else reverse("kneeblog_seo_preview_new", args=created),
                "limits": limits,
                "sources": SOURCES,
            }


class StructuredDataPanel(Panel):
    """The page's graph and what it lacks; filled by the script of the previews."""

    @property
    def clean_name(self) -> str:
        """A name of its own, for the panel's anchor: the same in every language."""
        return "structured_data"

    class BoundPanel(Panel.BoundPanel):
        """The panel in one form."""

        template_name = "kneeblog/admin/seo/graph_panel.html"
