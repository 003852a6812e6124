"""Slim markup → Beautiful Soup's tree, linked by hand.

Beautiful Soup's builders mend markup and know every kind of document; here the parser has mended it already and writes
every tag one way, so all that is left is to hang tags and strings into each other, in a twentieth of the time.  A test
compares the tree with Beautiful Soup's own.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from bs4.element import AttributeValueList

from importers.markup.slim import slim

_TOKEN = re.compile(r'<(/?)([^ />]+)((?: [^=]+="[^"]*")*)(/?)>|([^<]+)|<')
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')


def soup(markup: str, *, whole: bool = False) -> Tag:
    """The tree of some markup, below a `body`.

    Args:
        markup: as the parser writes it.
        whole: whether wrappers and attributes that tell the shared rules nothing stay, `class` as a list.
    """
    root = _new("body", {})
    open_tags = [root]
    last: PageElement = root
    for close, name, attributes, empty, text in _TOKEN.findall(slim(markup, whole=whole)):
        if close:
            if len(open_tags) > 1 and open_tags[-1].name == name:
                open_tags.pop()
            continue
        element = (
            _new(name, _read(attributes)) if name else NavigableString(unescape(text) if "&" in text else text or "<")
        )
        if whole and isinstance(element, Tag) and "class" in element.attrs:
            element.attrs["class"] = AttributeValueList(str(element.attrs["class"]).split())
        _hang(element, open_tags[-1], last)
        last = element
        if name and not empty:
            open_tags.append(element)  # type: ignore[arg-type]  # it is a tag
    return root


def _hang(element: PageElement, parent: Tag, last: PageElement) -> None:
    siblings = parent.contents
    element.parent = parent
    element.previous_element, last.next_element = last, element
    if siblings:
        element.previous_sibling, siblings[-1].next_sibling = siblings[-1], element
    siblings.append(element)


def _read(attributes: str) -> dict[str, str]:
    if "&" in attributes:
        return {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    return dict(_ATTRIBUTE.findall(attributes))


def _new(name: str, attributes: dict[str, str]) -> Tag:
    tag = Tag.__new__(Tag)
    tag.__dict__ = {**_blank(name), "attrs": attributes, "contents": []}
    return tag


@cache
def _blank(name: str) -> dict[str, Any]:
    """What Beautiful Soup notes on every new tag of a name."""
    return dict(BeautifulSoup("", "html.parser").new_tag(name).__dict__)
