"""The page that leads from a place and an occasion to what may be behind the pain."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import Page

from kneeblog.finder.matching import KINDS, Answer, answer

from .base import IndexPage
from .glossary import GlossaryTerm, NamedInLanguages


class FinderChoice(NamedInLanguages, models.Model):
    """One answer to “where” or “when”, in all languages, with the medical terms that belong to it."""

    kind = models.CharField(
        _("question"), max_length=10, choices=[("place", _("Where does it hurt?")), ("time", _("When does it hurt?"))]
    )
    key = models.SlugField(
        _("key"), max_length=50, unique=True, help_text=_("Stands in the address of the results; the same everywhere.")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("The lowest number stands first."))
    ja = models.CharField(_("Japanese"), max_length=100)
    en = models.CharField(_("English"), max_length=100, blank=True)
    zh_hans = models.CharField(_("Simplified Chinese"), max_length=100, blank=True)
    zh_hant = models.CharField(_("Traditional Chinese"), max_length=100, blank=True)
    ko = models.CharField(_("Korean"), max_length=100, blank=True)
    terms = models.ManyToManyField(
        GlossaryTerm,
        blank=True,
        related_name="+",
        limit_choices_to={"category__in": ("symptom", "condition")},
        verbose_name=_("symptoms and conditions"),
        help_text=_("Whoever chooses this answer is shown the articles and conditions about these."),
    )

    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("key"), FieldPanel("sort_order")]),
        MultiFieldPanel(
            [
                FieldPanel("ja"),
                FieldRowPanel([FieldPanel("en"), FieldPanel("ko")]),
                FieldRowPanel([FieldPanel("zh_hans"), FieldPanel("zh_hant")]),
            ],
            heading=_("What visitors read"),
        ),
        FieldPanel("terms", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("answer in the symptom finder")
        verbose_name_plural = _("answers in the symptom finder")
        ordering = ("kind", "sort_order", "pk")

    def __str__(self) -> str:
        return self.ja


class SymptomFinderPage(IndexPage, Page):
    """Where does it hurt × when → articles and conditions; a form that needs no script."""

    template = "kneeblog/pages/symptom_finder_page.html"
    page_description = _("Leads from where and when it hurts to articles and conditions")
    subpage_types: ClassVar[list[str]] = []
    slug_fallback = "symptom-finder"
    asked_by = KINDS
    search_fields = IndexPage.index_search_fields

    class Meta:
        verbose_name = _("symptom finder")
        verbose_name_plural = _("symptom finders")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `found`; `children` are the articles among it, and `parameters` the answers in the address."""
        self._found = answer(self.locale_id, request.GET, _site_of(self))
        context = super().get_context(request, *args, **kwargs)
        return {**context, "found": self._found, "parameters": self._found.parameters}

    def children_page(self, number: str | int | None) -> PaginatorPage:
        """One page of the articles that were found, the fittest first."""
        found: Answer = getattr(self, "_found", None) or answer(self.locale_id, {})
        return found.articles_page(number)


def _site_of(page: Page) -> str:
    """The path in the tree of the home page above it: another clinic's articles are not found."""
    return (page.path or "")[: 2 * Page.steplen]
