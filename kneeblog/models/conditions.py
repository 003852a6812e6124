"""Diseases and conditions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TabbedInterface
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from .base import IndexPage
from .content import ArticleContent
from .panels import tabs


class ConditionIndexPage(IndexPage, Page):
    """Lists the conditions."""

    template = "kneeblog/pages/condition_index_page.html"
    page_description = _("Lists diseases and conditions")
    subpage_types: ClassVar[list[str]] = ["kneeblog.ConditionPage"]
    slug_fallback = "conditions"
    search_fields = IndexPage.index_search_fields

    class Meta:
        verbose_name = _("list of conditions")
        verbose_name_plural = _("lists of conditions")


class ConditionPage(ArticleContent, Page):
    """One disease: names and codes from the glossary, the text in sections, possible treatments."""

    term = models.ForeignKey(
        "kneeblog.GlossaryTerm",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="condition_pages",
        verbose_name=_("medical term"),
        help_text=_("The disease this page is about; its names and codes come from there."),
    )

    template = "kneeblog/pages/condition_page.html"
    page_description = _("A disease: causes, symptoms, diagnosis, treatment")
    parent_page_types: ClassVar[list[str]] = ["kneeblog.ConditionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_fallback = "condition"
    search_fields = ArticleContent.content_search_fields
    translatable_fields: ClassVar[list[Any]] = [
        *ArticleContent.content_translatable_fields,
        SynchronizedField("term"),
    ]
    edit_handler: ClassVar[TabbedInterface] = tabs(
        ArticleContent.article_panels, facts=[FieldPanel("term")], facts_heading=_("Medical facts")
    )

    shown_with: ClassVar[tuple[str, ...]] = (*ArticleContent.shown_with, "term")

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    @classmethod
    def about_diseases(cls, locale_id: int) -> models.QuerySet[ConditionPage]:
        """The live pages in a language that have a term, each with it."""
        pages = cls.objects.live().filter(locale_id=locale_id, term__isnull=False).order_by("pk")
        return pages.select_related("term").defer_streamfields()
