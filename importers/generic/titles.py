"""Which heading is the page's title, and how a title is freed from the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from importers.generic.outline import Part
from importers.markup.facts import Facts, said, types_of
from importers.records import Json
from importers.text import count, fold, one_line

_SEPARATOR = re.compile(r"\s*[|｜»«›‹]\s*|\s+[-–—:：/／・~〜]\s+|\s*[–—]\s*")
_SURE_SEPARATOR = re.compile(r"\s*[|｜]\s*")
_TITLED = re.compile(r"(^| |-)(entry|post|article|page|single|content)-?(title|headline|heading)( |$)|^headline( |$)")
_SITES = {"WebSite", "Organization", "MedicalClinic", "MedicalBusiness", "LocalBusiness", "MedicalOrganization"}
_HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+)?$")
_LINES = {"td", "p", "div", "b", "strong", "font", "center"}
_LONGEST, _SHORT = 200, 60


def find_title(facts: Facts, sites: Iterable[str], candidates: Iterable[Part], begin: int) -> Part | None:
    """The heading that shows the title.

    The one that says what the page's head says; else, above the text, the one that is called a title; else the last
    `h1`, which a site's own name comes before.

    Args:
        begin: the index from which on there is text.
    """
    own = {fold(site) for site in sites}
    shown = [(part, fold(part.node.text())) for part in candidates if _may_be(part) and not _leads_home(part)]
    shown = [(part, text) for part, text in shown if text and len(text) <= _LONGEST and text not in own]
    for title in _spellings(facts):
        for tag in ("h1", "", "h2", "h3"):
            for part, text in shown:
                if text == fold(title) and (part.tag == tag or (not tag and _TITLED.search(part.names))):
                    return part
    shown = [(part, text) for part, text in shown if part.index < begin]
    line = next((part for part, text in shown if text == fold(facts.title) and part.tag[0] != "h"), None)
    titled = [part for part, _ in shown if _TITLED.search(part.names) and part.tag in {"h1", "h2"}]
    first = [part for part, _ in shown if part.tag == "h1"]
    return next(iter(titled), None) or next(iter(first[-1:]), line)


def _spellings(facts: Facts) -> list[str]:
    """What the title may be, the likely first: a site's name mostly comes after it."""
    whole = list(_titles(facts))
    parts = [_SEPARATOR.split(title) for title in whole]
    return list(dict.fromkeys([*whole, *(some[0] for some in parts), *(part for some in parts for part in some[1:])]))


def _leads_home(part: Part) -> bool:
    link = part.node.css_first("a[href]")
    return link is not None and bool(_HOME.search(link.attributes.get("href") or ""))


def _may_be(part: Part) -> bool:
    """A heading, what is called one, or a short line in a table or in bold."""
    if part.tag in {"h1", "h2", "h3"} or _TITLED.search(part.names):
        return part.chars > 0
    return part.tag in _LINES and 0 < part.chars <= _SHORT


def _titles(facts: Facts) -> Iterator[str]:
    yield from filter(None, (one_line(str(facts.meta["og"].get("og:title", ""))), facts.headline, facts.title))


def head_title(facts: Facts, sites: Iterable[str]) -> str:
    """The title by the page's head, without the name of the site."""
    names = {fold(site) for site in sites}
    for title in _titles(facts):
        if title != facts.headline or len(title) < _LONGEST:
            return without_site(title, names)
    return ""


def without_site(title: str, sites: set[str]) -> str:
    """A title without the site's name before or after it; where no name is known, what follows the last bar is one."""
    parts = list(_SEPARATOR.finditer(title))
    if parts and fold(title[parts[-1].end() :]) in sites:
        return one_line(title[: parts[-1].start()])
    if parts and fold(title[: parts[0].start()]) in sites:
        return one_line(title[parts[0].end() :])
    bars = [] if sites else list(_SURE_SEPARATOR.finditer(title))
    if bars and count(title[: bars[-1].start()]) > count(title[bars[-1].end() :]):
        return one_line(title[: bars[-1].start()])
    return title


def site_names(tree: LexborHTMLParser, facts: Facts, data: Iterable[Json]) -> tuple[str, ...]:
    """What the site calls itself."""
    found = [str(facts.meta["og"].get("og:site_name", ""))]
    found += [meta.attributes.get("content") or "" for meta in tree.css('meta[name="application-name"]')]
    for item in data:
        publisher = item.get("publisher")
        if _SITES & types_of(item):
            found.append(said(item, "name"))
        if isinstance(publisher, dict):
            found.append(said(publisher, "name"))
    found += [one_line(node.text()) for node in tree.css(".site-title, .site-name, #site-title, #logo, .logo")[:3]]
    return tuple(dict.fromkeys(name for name in map(one_line, found) if count(name)))
