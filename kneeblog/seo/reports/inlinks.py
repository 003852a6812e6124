"""Who links to a page, and where its own links lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from kneeblog.seo.desk.permissions import may_use

from .linkmap import LinkMap
from .links import PROBLEMS, target_of
from .listing import Row, SeoReportView, TitleCell


class _CountedCell(TitleCell):
    """With a way to the links of the page."""

    def get_cell_context_data(self, instance: Row, parent_context: Any) -> dict[str, Any]:
        """Adds the address."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "inlinks": reverse("kneeblog_seo_page_links", args=[instance.page.pk])}


class LinkGraphView(SeoReportView):
    """How many links lead to each live page and from it, the least linked first."""

    page_title = _("Links between pages")
    header_icon = "site"
    index_url_name = "kneeblog_seo_graph"
    index_results_url_name = "kneeblog_seo_graph_results"
    export_filename = "links-between-pages"
    verbose_name_plural = _("pages")
    explanation = _("Links in texts, cards and buttons of live pages. Lists, menus and breadcrumbs do not count.")
    what_label = _("Links to it")
    more_label = _("Links from it")

    def rows(self) -> Iterator[Row]:
        """One for each live page."""
        links = LinkMap()
        arriving = Counter(edge.target for edge in links.edges if edge.target != edge.source)
        leaving = Counter(edge.source for edge in links.edges)
        live = [page for page in links.addresses.pages.values() if page.live and not page.alias_of_id]
        for page in sorted(live, key=lambda page: (arriving[page.pk], page.path)):
            yield Row(page=page, what=str(arriving[page.pk]), more=str(leaving[page.pk]))

    @cached_property
    def columns(self) -> list[Column]:
        """The title leads on to the page's own links."""
        return [_CountedCell("title", label=_("Page"), width="40%"), *super().columns[1:]]


class PageLinksView(SeoReportView):
    """The links to one page and from it."""

    page_title = _("Links of a page")
    header_icon = "link"
    index_url_name = "kneeblog_seo_graph"
    export_filename = "links-of-a-page"
    verbose_name_plural = _("links")
    explanation = _("Links in texts, cards and buttons of live pages. Lists, menus and breadcrumbs do not count.")
    kinds: ClassVar[dict[str, Any]] = {"to": _("Leads to this page"), "from": _("Stands on this page")}
    what_label = _("Link text")
    more_label = _("Target")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the page."""
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(Page, pk=kwargs["pk"], depth__gt=1)

    def rows(self) -> Iterator[Row]:
        """Links to it first."""
        links = LinkMap()
        pages = links.addresses.pages
        for edge in links.edges:
            if edge.target == self.subject.pk and edge.source != edge.target:
                yield Row(
                    page=pages[edge.source], kind="to", what=edge.words, more=self.subject.title, place=edge.place
                )
        for edge in links.edges:
            if edge.source == self.subject.pk:
                problem = f" ({PROBLEMS[edge.problem]})" if edge.problem else ""
                more = f"{target_of(edge, links)}{problem}"
                yield Row(page=pages[edge.source], kind="from", what=edge.words, more=more, place=edge.place)

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return str(self.subject.title)

    def get_index_url(self) -> str:
        """This view's own address, for its further pages."""
        return reverse("kneeblog_seo_page_links", args=[self.kwargs["pk"]])

    def get_index_results_url(self) -> str:
        """The same for its filters."""
        return reverse("kneeblog_seo_page_links_results", args=[self.kwargs["pk"]])


def urls() -> list[Any]:
    """The addresses of the links of one page."""
    where = "reports/links-between-pages/<int:pk>/"
    return [
        path(where, PageLinksView.as_view(), name="kneeblog_seo_page_links"),
        path(f"{where}results/", PageLinksView.as_view(results_only=True), name="kneeblog_seo_page_links_results"),
    ]


def page_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """In the “…” menu of a page, in the editor and in the list of pages."""
    if may_use(user) and not page.is_root():
        yield Button(
            _("Links to this page"), reverse("kneeblog_seo_page_links", args=[page.pk]), icon_name="link", priority=80
        )
