"""Links that lead nowhere, and pages that no link leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from .linkmap import Edge, LinkMap
from .listing import Row, SeoReportView

PROBLEMS: dict[str, Any] = {
    "gone": _("The page was deleted"),
    "hidden": _("The page is not live"),
    "dead": _("Nothing is at this address"),
    "anchor": _("The place on the page does not exist"),
    "document": _("The file was deleted"),
    "redirected": _("Arrives by a redirect only"),
}


class LinksView(SeoReportView):
    """Broken links and orphans."""

    page_title = _("Broken links and orphans")
    header_icon = "link"
    index_url_name = "kneeblog_seo_links"
    index_results_url_name = "kneeblog_seo_links_results"
    export_filename = "broken-links"
    explanation = _(
        "Links within the site, as visitors have them now. An orphan is a page that no text, card or button of another "
        "page leads to; lists, menus and the links that mentions of a disease get by themselves do not count."
    )
    kinds: ClassVar[dict[str, Any]] = {"orphan": _("Orphan: no page links to it"), **PROBLEMS}
    what_label = _("Link text")
    more_label = _("Target")

    def rows(self) -> Iterator[Row]:
        """Links first, in the order of the tree."""
        links = LinkMap()
        pages = links.addresses.pages
        broken = [edge for edge in links.edges if edge.problem]
        for edge in sorted(broken, key=lambda edge: pages[edge.source].path):
            yield Row(
                page=pages[edge.source],
                kind=edge.problem,
                what=edge.words,
                more=target_of(edge, links),
                place=edge.place,
            )
        for page in links.orphans():
            yield Row(page=page, kind="orphan")


def target_of(edge: Edge, links: LinkMap) -> str:
    """Where a link leads, in words: the address as somebody typed it, or the page that was chosen."""
    page = links.addresses.pages.get(edge.target or 0)
    return edge.address or (page.title if page else "")
