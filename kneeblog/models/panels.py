"""The editor's tabs, in the order an editor thinks: content, facts, signature, rules, search engines, settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from kneeblog.compliance.panel import AdvertisingRulesPanel
from kneeblog.seo.editor.panels import SearchPreviewPanel, StructuredDataPanel
from kneeblog.supervision.panel import SupervisionStatusPanel


class TranslatedAmountsPanel(HelpPanel):
    """Says above a translated fee table which of its fields count."""

    def __init__(self, content: Any = "", **kwargs: Any) -> None:
        text = _("This is a translation: only its words count. Amounts, dates and units are those of the original.")
        super().__init__(content=content or format_lazy("<p>{}</p>", text), **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel in one form."""

        def is_shown(self) -> bool:
            """Only for a translation."""
            return bool(super().is_shown() and self.instance.source_id)


def tabs(
    content: Sequence[Panel],
    *,
    facts: Sequence[Panel] = (),
    facts_heading: object = None,
    supervised: bool = True,
) -> TabbedInterface:
    """The complete edit handler of a page type."""
    # A plain field, not TitleFieldPanel: that one fills in the slug, which cannot be made of a Japanese title.
    title = FieldPanel("title", classname="title")
    lists = [ObjectList([title, *content], heading=_("Content"))]
    if facts:
        lists.append(ObjectList(list(facts), heading=facts_heading or _("Facts")))
    if supervised:
        lists.append(ObjectList(_supervision(), heading=_("Supervision")))
    lists.append(ObjectList([AdvertisingRulesPanel(heading=_("Findings"))], heading=_("Advertising rules")))
    lists.append(ObjectList(_search_engines(), heading=_("SEO")))
    lists.append(ObjectList(_settings(), heading=_("Settings")))
    return TabbedInterface(lists)


def _supervision() -> list[Panel]:
    return [
        SupervisionStatusPanel(heading=_("Signature")),
        PageChooserPanel("supervisor", page_type="kneeblog.PhysicianPage"),
        FieldPanel("next_review_on"),
        FieldPanel("author"),
    ]


def _search_engines() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    heading=_("Last part of the address"),
                    help_text=_(
                        "Letters a–z, digits and hyphens, the same in every language. Empty: made from the title."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    heading=_("Title in search results"),
                    help_text=_("Empty: the page's title and the clinic's name."),
                ),
                FieldPanel("without_brand"),
                FieldPanel(
                    "search_description",
                    heading=_("Description in search results"),
                    help_text=_("About 80 to 120 characters. Empty: the first words of the page."),
                ),
                FieldPanel("og_image"),
            ],
            heading=_("Search results and shared links"),
        ),
        SearchPreviewPanel(heading=_("Preview")),
        MultiFieldPanel(
            [FieldPanel("breadcrumb_label"), PageChooserPanel("primary_parent")],
            heading=_("Breadcrumbs"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("robots"), FieldPanel("canonical_url")])],
            heading=_("Indexing"),
        ),
        StructuredDataPanel(heading=_("Structured data"), classname="collapsed"),
    ]


def _settings() -> list[Panel]:
    return [
        PublishingPanel(),
        InlinePanel("page_categories", heading=_("Categories"), label=_("Category")),
        FieldPanel("tags"),
        FieldPanel("show_in_menus", heading=_("Show in menus"), help_text=_("Of the pages below the home page.")),
    ]
