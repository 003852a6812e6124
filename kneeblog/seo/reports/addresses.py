"""Which address of the site belongs to which page, redirect or view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from kneeblog.seo.redirects import folded_path

SERVE = "wagtail_serve"  # the view that finds no page at an address, or one
_NEEDED = (
    *("title", "draft_title", "url_path", "path", "depth", "live", "alias_of", "locale", "content_type"),
    *("translation_key", "show_in_menus", "locale__language_code"),
    *("content_type__app_label", "content_type__model"),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where an address leads.

    Args:
        is_own: it is one of this site; of others nothing is known.
        is_there: somebody answers.
        page: the page that stands there, by its id.
        redirected: a redirect leads there.
        anchor: behind `#`.
    """

    is_own: bool = True
    is_there: bool = True
    page: int | None = None
    redirected: bool = False
    anchor: str = ""


def all_pages() -> dict[int, Page]:
    """Every page of the tree by its id, without what its type adds; one query, however many there are."""
    pages = Page.objects.filter(depth__gt=1).select_related("locale", "content_type").only(*_NEEDED)
    return {page.pk: page for page in pages.order_by("path")}


class Addresses:
    """All pages, with their addresses.  Four queries."""

    def __init__(self) -> None:
        self.pages = all_pages()
        self._roots = sorted(Site.get_site_root_paths(), key=lambda root: -len(root.root_path))
        self._prefixes = {root.root_path: _prefix(root) for root in self._roots}
        sites = list(Site.objects.order_by("-is_default_site"))
        self._hosts = {site.hostname: site.pk for site in sites}
        self._default_site = sites[0].pk if sites else 0

    @cached_property
    def _at(self) -> dict[tuple[int, str], int]:
        found = {}
        for pk, page in self.pages.items():
            for site, path in self._places(page):
                found[site, folded_path(path)] = pk
        return found

    @cached_property
    def _redirects(self) -> dict[str, Any]:
        rows = Redirect.objects.values_list("old_path", "redirect_page_id", "redirect_link")
        return {folded_path(old): (page, link) for old, page, link in rows}

    @cached_property
    def translations(self) -> dict[tuple[Any, int], int]:
        """The live page of each translation key and locale."""
        return {(page.translation_key, page.locale_id): pk for pk, page in self.pages.items() if page.live}

    def path(self, pk: int) -> str:
        """A page's address on its site, `""` if it stands below no site's root."""
        return next((path for _site, path in self._places(self.pages[pk])), "")

    def localised(self, pk: int, locale_id: int) -> int:
        """The live translation of a page into a language, else the page itself."""
        page = self.pages[pk]
        return pk if page.locale_id == locale_id else self.translations.get((page.translation_key, locale_id), pk)

    def page_at(self, site: int, path: str) -> Page | None:
        """The live page at a folded path of a site."""
        page = self.pages.get(self._at.get((site, path), 0))
        return page if page is not None and page.live else None

    def folded(self, address: str) -> str:
        """The path of an address of this site, as redirects are kept."""
        return folded_path(urlsplit(address).path or "/")

    def arrive(self, address: str, source: Page | None = None) -> Arrival:
        """Where a link leads.

        Args:
            address: as it is stored: in full, from the site's root, or from the page's own address.
            source: the page with the link, if it stands on one.
        """
        try:
            parts = urlsplit(address.strip())
            host = parts.hostname
        except ValueError:
            return Arrival(is_there=False)
        if parts.scheme not in {"", "http", "https"} or (host and host not in self._hosts):
            return Arrival(is_own=False)
        anchor = unquote(parts.fragment)
        if source is not None and not (parts.path or host or parts.query):
            return Arrival(page=source.pk, anchor=anchor)
        places = self._places(source) if source is not None else iter(())
        site, own = next(places, (self._default_site, "/"))
        path = unquote(urljoin(own, parts.path or "/"))
        return self._at_path(self._hosts.get(host or "", site), path, anchor)

    def _at_path(self, site: int, path: str, anchor: str) -> Arrival:
        folded = folded_path(path)
        page = self._at.get((site, folded))
        if page is not None and self.pages[page].live:
            return Arrival(page=page, anchor=anchor)
        if self._is_served(site, path):
            return Arrival()
        if folded in self._redirects:
            target, link = self._redirects[folded]
            is_there = self.pages[target].live if target in self.pages else bool(link)
            return Arrival(is_there=is_there, page=target, redirected=True, anchor=anchor)
        return Arrival(is_there=False, page=page, anchor=anchor)

    def _is_served(self, site: int, path: str) -> bool:
        """Whether something else than a page answers: a view, a file, a page's own view such as a feed."""
        if any(path.startswith(folder) for folder in (settings.MEDIA_URL, settings.STATIC_URL)):
            return True
        try:
            if resolve(path).url_name != SERVE:
                return True
        except Resolver404:
            return False
        above, _slash, rest = folded_path(path).rpartition("/")
        while above:
            page = self._at.get((site, above))
            if page is not None:
                return self._is_routed(self.pages[page], f"/{rest}/")
            above, _slash, more = above.rpartition("/")
            rest = f"{more}/{rest}"
        return False

    def _is_routed(self, page: Page, path: str) -> bool:
        model: Any = page.content_type.model_class()
        if not (page.live and model and issubclass(model, RoutablePageMixin)):
            return False
        try:
            return bool(model(content_type=page.content_type).resolve_subpage(path))
        except Resolver404:
            return False

    def _places(self, page: Page) -> Any:
        """The sites on which a page stands, with its path on each."""
        for root in self._roots:
            if page.url_path.startswith(root.root_path):
                yield root.site_id, self._prefixes[root.root_path] + page.url_path[len(root.root_path) :]


def _prefix(root: Any) -> str:
    """What stands before the pages of a language in their addresses."""
    with translation.override(root.language_code):
        return reverse(SERVE, args=[""])
