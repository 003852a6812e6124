"""Which elements a page draws as one thing: sections, asides, and what themes call a box, a card or a profile."""

from __future__ import annotations

import re

from bs4 import Tag

from importers.generic.names import words_of

GROUP = "data-kneeblog-group"  # what the page's own structure shows to be a group
_ELEMENTS = frozenset({"section", "aside"})
_BOXES = re.compile(
    r"(^| |-)(box|card|panel|profile|doctor|dr|physician|author|supervis\w*|kanshu|kansyu|review(er|ed)|staff|person"
    r"|media-text|bread-?crumbs?|topic-?path|pankuzu)( |$|-)"
)
_ROWS = re.compile(r"(^| |-)(list|cards|columns|row|grid|group|groups|wrap|wrapper|container|inner)( |$)")


class Groups:
    """The groups of one stretch of markup.  A card is one thing: what is called `card-body` inside it is no group."""

    def __init__(self) -> None:
        self._found: set[int] = set()

    def __call__(self, tag: Tag) -> bool:
        """Whether an element is a group."""
        return id(tag) in self._found

    def mark(self, root: Tag) -> None:
        """Find the groups below an element, from the outside in."""
        inside: set[int] = set()
        for tag in root.find_all(True):
            within = id(tag.parent) in inside
            is_box = not within and tag.name in {"div", "aside", "section", "article", "li", "table"} and _is_box(tag)
            if is_box or (tag.name in _ELEMENTS and not within) or tag.has_attr(GROUP):
                self._found.add(id(tag))
            if is_box or within:
                inside.add(id(tag))


def _is_box(tag: Tag) -> bool:
    names = words_of(str(tag.get("id") or ""), " ".join(tag.get("class") or []))
    return bool(_BOXES.search(names)) and not _ROWS.search(names)
