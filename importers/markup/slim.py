"""The same markup with fewer elements: without the wrappers and attributes that tell the reader nothing.

A saved page wraps every paragraph in half a dozen elements, and a tree's cost is the number of its elements.  Works on
the parser's own output, in which every tag is written one way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bs4 import BeautifulSoup, Tag
from bs4.builder import LXMLTreeBuilder

from importers.lean import ATTRIBUTES, NAME
from importers.markup.hooks import is_telling_hook

# What the rules of `body`, `embeds`, `hooks` and `inline` ask for.
KEPT = frozenset(
    "alt cite class colspan data-anchor data-hook data-id data-image-info data-node-id data-original data-pin-media"
    " data-lazy-src data-src data-testid height href id index role rowspan scope src srcset start style title"
    " width".split()
)
_TOKEN = re.compile(rf"<(?:!--.*?-->|(/?)({NAME})({ATTRIBUTES})>)([^<]*+)", re.DOTALL)
_ATTRIBUTE = re.compile(r' ([^\s=>"]+)="([^"]*)"')
_TELLING = {
    "class": re.compile("wixui-box"),
    "data-testid": re.compile("^columns$"),
    "style": re.compile(r"font-weight|font-style|underline|line-through|vertical-align|ytimg"),
}
_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table ul".split()
)
_BORDER = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})[ >]")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_VERBATIM = frozenset({"iframe", "noembed", "noframes", "plaintext", "xmp"})  # their text is written as it stands


@dataclass(slots=True)
class _Open:
    """An element that has not ended: where its tag stands in the output, and what it holds so far."""

    name: str
    at: int
    bare: bool  # a `div` that tells nothing but perhaps its id
    blocks: int = 0  # inside it
    loose: bool = False  # it holds text or inline elements of its own


def soup(markup: str) -> Tag | None:
    """The slim markup as a tree of Beautiful Soup, `None` if nothing is left."""
    # Beautiful Soup would make every blank between tags a bare newline, which is a break in the viewer.
    builder = LXMLTreeBuilder(
        preserve_whitespace_tags={"body"}, multi_valued_attributes=None, store_line_numbers=False
    )
    return BeautifulSoup(slim(markup), builder=builder).body


def slim(markup: str) -> str:
    """Leave out what the reader does not need; text and order stay, and so does every border between blocks.

    Args:
        markup: as the parser writes it.
    """
    first = markup.find("<")
    if first < 0:
        return markup
    out = [markup[:first]]
    stack = [_Open("", -1, bare=False)]
    position = first
    while token := _TOKEN.match(markup, position):
        position = token.end()
        close, name, attributes, text = token.groups()
        if close:
            _end(name, stack, out)
        elif name:
            _start(name, attributes, stack, out)
            if name in _VERBATIM:
                end = markup.find(f"</{name}>", token.start(4))
                position = end if end >= 0 else len(markup)
                text = markup[token.start(4) : position]
        if text:
            out.append(text)
            if not text.isspace():
                stack[-1].loose = True
    out.append(markup[position:])
    return "".join(out)


def _start(name: str, attributes: str, stack: list[_Open], out: list[str]) -> None:
    kept = _kept(name, attributes) if attributes else ""
    if name == "br" and "presentation" in kept:
        return  # a blank line
    parent = stack[-1]
    if name in _BLOCKS:
        parent.blocks += 1
    else:
        parent.loose = True
        if not kept and name in {"span", "font"}:
            stack.append(_Open(name, -1, bare=False))
            return
    if "ExpandCollapse" in kept:
        parent.bare = False  # what a button unfolds is found by where the button stands
    if name in _VOID:
        out.append(f"<{name}{kept}/>")
        return
    stack.append(_Open(name, len(out), bare=name == "div" and _only_named(kept) and not _is_row(out, parent)))
    out.append(f"<{name}{kept}>")


def _only_named(kept: str) -> bool:
    return not kept or (kept.startswith(' id="') and kept.count('="') == 1)


def _is_row(out: list[str], parent: _Open) -> bool:
    """Whether each child of an element is a group of its own."""
    return parent.at >= 0 and 'data-testid="columns"' in out[parent.at]


def _end(name: str, stack: list[_Open], out: list[str]) -> None:
    if len(stack) == 1:
        return
    element = stack.pop()
    if element.at < 0:
        return
    if element.bare and not element.loose and _needs_no_border(element, out):
        out[element.at] = ""
    else:
        out.append(f"</{name}>")


def _needs_no_border(element: _Open, out: list[str]) -> bool:
    """Whether blocks stand around what a `div` holds: those inside it, or, if it is empty, the one before it."""
    if element.blocks:
        return ' id="viewer-' not in out[element.at]
    before = next((out[number] for number in range(element.at - 1, max(element.at - 6, -1), -1) if out[number]), "")
    return bool(_BORDER.match(before))


@lru_cache(maxsize=1024)
def _kept(name: str, attributes: str) -> str:
    found = [(key, value) for key, value in _ATTRIBUTE.findall(attributes) if key in KEPT and value and _tells(key, value)]
    if name == "span":
        found = [(key, value) for key, value in found if key != "id"]
    return "".join([f' {key}="{value}"' for key, value in found])


def _tells(key: str, value: str) -> bool:
    if key == "data-hook":
        return is_telling_hook(value)
    telling = _TELLING.get(key)
    return telling is None or bool(telling.search(value))
