"""Slim markup → Beautiful Soup's tree, linked by hand.

Beautiful Soup's builders mend markup and know every kind of document; here the parser has mended it already and writes
every tag one way, so all that is left is to hang tags and strings into each other, in a twentieth of the time.  A test
compares the tree with Beautiful Soup's own.
"""

from __future__ import annotations

from functools import cache
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from bs4.element import AttributeValueList

from importers.markup.slim import slim


def soup(markup: str, *, whole: bool = False) -> Tag:
    """The tree of some markup, below a `body`.

    Args:
        markup: as the parser writes it.
        whole: whether wrappers and attributes that tell the shared rules nothing stay, `class` as a list.
    """
    root = _new("body", {})
    open_tags = [root]
    last: PageElement = root
    texts: list[str] = []  # neighbours, of which the tags between them went
    for piece in [piece for piece in (*slim(markup, whole=whole), "</body>") if piece]:
        if isinstance(piece, str) and piece[0] != "<":
            texts.append(piece)
            continue
        if texts:
            text = "".join(texts)
            texts.clear()
            last = _hang(NavigableString(unescape(text) if "&" in text else text), open_tags[-1], last)
        if isinstance(piece, str):
            open_tags.pop()
            continue
        tag = _new(piece.name, dict(piece.attributes))
        if whole and "class" in tag.attrs:
            tag.attrs["class"] = AttributeValueList(str(tag.attrs["class"]).split())
        last = _hang(tag, open_tags[-1], last)
        if not piece.void:
            open_tags.append(tag)
    return root


def _hang(element: PageElement, parent: Tag, last: PageElement) -> PageElement:
    siblings = parent.contents
    element.parent = parent
    element.previous_element, last.next_element = last, element
    if siblings:
        element.previous_sibling, siblings[-1].next_sibling = siblings[-1], element
    siblings.append(element)
    return element


def _new(name: str, attributes: dict[str, str]) -> Tag:
    tag = Tag.__new__(Tag)
    tag.__dict__ = {**_blank(name), "attrs": attributes, "contents": []}
    return tag


@cache
def _blank(name: str) -> dict[str, Any]:
    """What Beautiful Soup notes on every new tag of a name."""
    return dict(BeautifulSoup("", "html.parser").new_tag(name).__dict__)
