"""Links of the old site's pages to each other, as the new pages carry them: in every spelling, page links.

Text links become Wagtail's page links, which follow a page wherever it moves.  Wagtail's page links carry no anchor,
so one that leads to a place within a page, like the address of a button or a picture, becomes the page's new address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from importers.identity import internal_path
from importers.records import Json

_LINK = re.compile(r'<a href="([^"]*)">')


class Target(NamedTuple):
    """Where a link leads: a page of the new site, and a place on it or `""`."""

    page: int
    place: str


class Targets(Protocol):
    """Knows where the pages of the old site are now."""

    def target(self, href: str) -> Target | None:
        """Where an address leads, `None` for one outside, or to a page that is not there."""

    def address(self, target: Target) -> str:
        """The new address of a place."""


def linked(html: str, targets: Targets) -> str:
    """Rich text with its links to imported pages turned to where those are now."""

    def link(match: re.Match[str]) -> str:
        target = targets.target(unescape(match[1]))
        if target is None:
            return match[0]
        if target.place:
            return f'<a href="{escape(targets.address(target))}">'
        return f'<a linktype="page" id="{target.page}">'

    return _LINK.sub(link, html) if "<a " in html else html


def page_and_place(href: str, page_url: str) -> tuple[str, str] | None:
    """The source key and the place that an address on the old site names, `None` for any other address.

    Args:
        href: as it stands in the link.
        page_url: of the page with the link; its host is the old site's.
    """
    try:
        target, own = urlsplit(href), urlsplit(page_url)
    except ValueError:
        return None
    if target.scheme not in {"", "http", "https"} or not href or href.startswith("#"):
        return None
    if target.netloc and _host(target.netloc) != _host(own.netloc):
        return None
    return internal_path(target._replace(scheme=own.scheme, netloc=own.netloc).geturl(), page_url), unquote(
        target.fragment
    )


def places(blocks: Iterable[Mapping[str, Any]]) -> set[str]:
    """The anchors that a page's body offers, and its blocks' ids."""
    found: set[str] = set()
    for block in blocks:
        value: Json | Any = block["value"]
        found.add(str(block["id"]))
        if isinstance(value, Mapping):
            found |= {value["anchor"]} if value.get("anchor") else set()
            found |= places(value.get("content") or ())
    return found


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.").removesuffix(":443").removesuffix(":80")
