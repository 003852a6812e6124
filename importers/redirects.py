"""Room 6: redirects from the old addresses, and the spellings in which those may be asked for.

A redirect is kept under the folded path (`kneeblog.seo.redirects`), and under the address as it was where that differs:
a site whose middleware is Wagtail's own then still answers the usual spellings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from importers.records import Json
from kneeblog.seo.redirects import folded_path

_LONGEST = 255
_FEEDS = ("/blog-feed.xml", "/feed", "/rss", "/blog/feed")


def old_path(url: str) -> str:
    """The path of an old address, decoded and composed; `""` for an address that has none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    plain = unicodedata.normalize("NFC", unquote(path)).replace("\0", "").rstrip("/")
    return plain if plain.startswith("/") else f"/{plain}" if plain else ""


def redirect_paths(path: str, new_path: str) -> list[str]:
    """Under which paths redirects are kept; none where the page has the address it had.

    Args:
        path: the old one, of `old_path`.
        new_path: of the new page.
    """
    if not path or path == "/" or unquote(new_path).rstrip("/") == path:
        return []
    folded = folded_path(path)
    plain = [path] if path != folded and len(path) <= _LONGEST else []
    return [*plain, *([folded] if folded != folded_path(new_path) else [])]


def list_paths(documents: Iterable[Json]) -> Iterator[str]:
    """Paths of the old blog's lists: its start, categories, tags and feeds.  They lead to the new blog."""
    yield from ("/blog", *_FEEDS)
    seen: set[str] = set()
    for data in documents:
        for kind, names in (("categories", data["categories"]), ("tags", data["tags"])):
            seen |= {f"/blog/{kind}/{form}" for name in names for form in (name, name.replace(" ", "-")) if name}
        for link in data["links"]:
            path = old_path(link["href"]) if link["kind"] == "internal" else ""
            if path.startswith(("/blog/categories/", "/blog/tags/", "/blog/page/", "/category/", "/tag/")):
                seen.add(path)
    yield from sorted(seen)


def spellings(path: str) -> list[str]:
    """A path as browsers, feeds, other people's links and advertisements spell it, each as it goes over the wire."""
    composed, decomposed = unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path)
    encoded = quote(composed)
    forms = [
        encoded, encoded.lower(), f"{encoded}/", quote(decomposed), quote(composed.upper()), quote(quote(composed)),
        f"{encoded}?utm_source=mail", f"{encoded}/?fbclid=x&utm_medium=social",
    ]  # fmt: skip
    return list(dict.fromkeys(forms))


class Redirects:
    """The redirects of a site.  One that is there already is somebody's own, and stays; an address at which another
    page stands is that page's.

    Args:
        site: that answers at the old addresses.
        made: told of every redirect that was made.
    """

    def __init__(self, site: Site, made: Callable[[Any], None]) -> None:
        self._site = site
        self._made = made
        here = Redirect.objects.filter(Q(site=site) | Q(site=None))
        self._there = {redirect.old_path: redirect for redirect in here}
        root = site.root_page.url_path.rstrip("/")
        pages = Page.objects.filter(url_path__startswith=f"{root}/").values_list("url_path", "pk")
        self._standing = {folded_path(path.removeprefix(root)): pk for path, pk in pages}
        self._new: list[Redirect] = []
        self._turned: list[Redirect] = []

    def lead(self, url: str, page: Page) -> None:
        """Lead an old address to a page, in all its spellings."""
        path = old_path(url)
        if self._standing.get(folded_path(path), page.pk) != page.pk:
            return
        for kept in redirect_paths(path, _path_of(page)):
            there = self._there.get(kept)
            if there is None:
                self._there[kept] = Redirect(
                    old_path=kept, site=self._site, redirect_page_id=page.pk, automatically_created=True
                )
                self._new.append(self._there[kept])
            elif kept == path and there.redirect_page_id != page.pk and self._is_a_spelling(there):
                there.redirect_page_id = page.pk
                self._turned += [there] if there.pk else []

    def _is_a_spelling(self, redirect: Redirect) -> bool:
        """Whether it is another page's address in small letters, and no page's own: /post/back of /post/Back."""
        return redirect.automatically_created and any(
            path != redirect.old_path
            and other.redirect_page_id == redirect.redirect_page_id
            and folded_path(path) == redirect.old_path
            for path, other in self._there.items()
        )

    def finish(self) -> None:
        """Write them."""
        for made in Redirect.objects.bulk_create(self._new):
            self._made(made)
        Redirect.objects.bulk_update(self._turned, ["redirect_page"])
        self._new.clear()
        self._turned.clear()


def _path_of(page: Page) -> str:
    parts = page.get_url_parts()
    return parts[2] if parts else ""
