"""What a page that is no post is called: by the heading that says what the browser's tab says, else by the tab."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from importers.generic.titles import site_names, without_site
from importers.markup.cutting import Cut, drop, take
from importers.markup.facts import Facts, linked_data
from importers.records import LegacyPage
from importers.text import fold, one_line

_BAR = re.compile(r"\s*[|｜]\s*")


def take_title(tree: LexborHTMLParser, page: LegacyPage, facts: Facts, cut: Cut) -> tuple[str, frozenset[str]]:
    """The title, and whether the page shows it: then its heading is taken out of the tree."""
    names = {fold(name) for name in site_names(tree, facts, linked_data(page))}
    stated = [facts.title, str(facts.meta["og"].get("og:title", ""))]
    called = [_called(title, names) for title in stated]
    main = tree.css_first("main") or tree.body
    wanted = set(map(fold, (*stated, *called))) - {""}
    shown = [node for node in (main.css("h1") if main else ()) if fold(node.text()) in wanted]
    shown = [node for node in shown if node.css_first("img, a") is None]
    if not shown:
        return next(filter(None, called), ""), frozenset()
    for again in shown[1:]:
        cut.dropped += drop("fact.repeated", again)
    return take(shown[0]), frozenset({"title"})


def _called(title: str, sites: Iterable[str]) -> str:
    """A title up to the bar behind which the site's name stands, whatever follows that."""
    names = tuple(sites)
    for bar in _BAR.finditer(title):
        if bar.start() and fold(title[bar.end() :]).startswith(names or ("\0",)):
            return one_line(title[: bar.start()])
    return one_line(without_site(title, set(names)))
