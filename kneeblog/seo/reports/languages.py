"""Canonical addresses and language versions that contradict each other.

A page names its other languages (`hreflang`) only if search engines may list them under their own address, and only if
that holds for itself.  Both sides are read from the same fields, so what can go wrong are those fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from kneeblog import conf
from kneeblog.neighbours import named_pages

from .addresses import Addresses
from .listing import Row, SeoReportView
from .stored import Place

_CANONICAL, _ROBOTS = Place("canonical_url"), Place("robots")


class LanguagesView(SeoReportView):
    """What search engines would be told two ways."""

    page_title = _("Canonical addresses and languages")
    header_icon = "wagtail-localize-language"
    index_url_name = "kneeblog_seo_languages"
    index_results_url_name = "kneeblog_seo_languages_results"
    export_filename = "canonical-and-languages"
    explanation = _(
        "A canonical address says where search engines should look for a text; language versions of a page name each "
        "other. Where the two contradict each other, search engines ignore both."
    )
    kinds: ClassVar[dict[str, Any]] = {
        "dead": _("Canonical: nothing is at this address"),
        "hidden": _("Canonical: the page is not live"),
        "redirected": _("Canonical: arrives by a redirect only"),
        "noindex": _("Canonical: that page must not be listed"),
        "chain": _("Canonical: that page names another address itself"),
        "language": _("Canonical: that page is in another language"),
        "both": _("Must not be listed, and names a canonical address"),
        "left-out": _("Languages: this version is not named by the others"),
        "alias": _("Languages: a copy that nobody has translated is live"),
        "default": _("Languages: there is no version for readers of other languages"),
    }
    what_label = _("Concerns")
    more_label = _("Address")

    def rows(self) -> Iterator[Row]:
        """Page by page, in the order of the tree."""
        addresses = Addresses()
        pages = list(named_pages().filter(live=True, depth__gt=1).order_by("path"))
        by_id = {page.pk: page for page in pages}
        families: dict[Any, list[Page]] = defaultdict(list)
        for page in pages:
            families[page.translation_key].append(page)
        for page in pages:
            yield from _canonical(page, addresses, by_id)
            yield from _languages(page, families[page.translation_key])


def _canonical(page: Any, addresses: Addresses, by_id: dict[int, Any]) -> Iterator[Row]:
    address = page.canonical_url
    if not address:
        return
    if page.robots.startswith("noindex"):
        yield Row(page=page, kind="both", more=address, place=_ROBOTS)
    found = addresses.arrive(address, page)
    if not found.is_own or found.page == page.pk:
        return
    target = by_id.get(found.page or 0)
    kind = ""
    if not found.is_there:
        kind = "dead" if found.page is None else "hidden"
    elif found.redirected:
        kind = "redirected"
    elif target is not None and target.robots.startswith("noindex"):
        kind = "noindex"
    elif target is not None and target.canonical_url:
        kind = "chain"
    elif target is not None and target.locale_id != page.locale_id:
        kind = "language"
    if kind:
        yield Row(page=page, kind=kind, what=target.title if target else "", more=address, place=_CANONICAL)


def _languages(page: Any, family: list[Any]) -> Iterator[Row]:
    if page.alias_of_id is not None:
        yield Row(page=page, kind="alias")
        return
    versions = [other for other in family if other.alias_of_id is None and not other.restricted]
    listed = [other for other in versions if not (other.robots.startswith("noindex") or other.canonical_url)]
    others = [other for other in listed if other.pk != page.pk]
    if page in versions and page not in listed and others:
        names = "・".join(str(other.locale.get_display_name()) for other in others)
        place = _ROBOTS if page.robots.startswith("noindex") else _CANONICAL
        yield Row(page=page, kind="left-out", what=names, more=page.canonical_url, place=place)
    default = conf.get("X_DEFAULT_LANGUAGE")
    codes = {other.locale.language_code for other in listed}
    if default and len(listed) > 1 and default not in codes and page == listed[0]:
        yield Row(page=page, kind="default", what=default)
