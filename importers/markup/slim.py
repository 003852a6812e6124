"""The same markup with fewer elements: without the wrappers and attributes that tell the reader nothing.

A saved page wraps every paragraph in half a dozen elements, and a tree's cost is the number of its elements.  Works on
the parser's own output, in which every tag is written one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from importers.lean import ATTRIBUTES, NAME
from importers.markup.hooks import is_telling_hook


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What the rules of `body`, `embeds`, `hooks` and `inline` ask for.
KEPT = _names(
    "alt cite class colspan data-hook data-id data-image-info data-node-id data-original "
    "data-pin-media data-lazy-src data-src data-testid height href id index role rowspan src srcset start "
    "style title width"
)
_TOKEN = re.compile(rf"(?:<(?:!--.*?-->|\?[^>]*+>|(/?)({NAME})({ATTRIBUTES})>)|(?=[^<]))([^<]*+)", re.DOTALL)
_ATTRIBUTE = re.compile(r' ([^\s=>"]+)="([^"]*)"')
# Some tell something only by certain values.
_TELLING: dict[str, Callable[[str], object]] = {
    "class": re.compile("wixui-box").search,
    "data-hook": is_telling_hook,
    "data-testid": "columns".__eq__,
    "style": re.compile(r"font-weight|font-style|underline|line-through|vertical-align|ytimg").search,
}
_BLOCKS = _names(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul"
)
_BLOCK_ENDS = frozenset(f"</{name}>" for name in _BLOCKS)
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
# Elements whose text the parser writes as it stands; one of them never ends.
_VERBATIM = re.compile(
    rf"<(?:!--.*?-->|((iframe|noembed|noframes|xmp){ATTRIBUTES}>)(.*?)(?=</\2>|\Z)"
    rf"|(plaintext{ATTRIBUTES}>)(.*)(?=</plaintext>))",
    re.DOTALL,
)


class StartTag(NamedTuple):
    """What becomes of a start tag."""

    name: str  # "" for one that goes
    attributes: tuple[tuple[str, str], ...] = ()
    block: bool = False
    void: bool = False
    bare: bool = False  # a `div` that tells nothing but perhaps its id
    row: bool = False  # each child is a group of its own
    unfolds: bool = False  # what a button unfolds is found by where the button stands


Piece = StartTag | str  # a string is text with its entities, or an end tag: `</p>`
_SPAN = StartTag("span")


class _Open:
    """An element that has not ended.  Only of a `div` that may yet go it matters which, and what it holds."""

    __slots__ = ("at", "blocks", "loose", "stays")

    def __init__(self, at: int = -1) -> None:
        self.at = at  # where its tag stands in the output
        self.blocks = False  # it holds blocks
        self.loose = False  # it holds text or inline elements of its own
        self.stays = at < 0


# All the others share these; what is noted on them nobody reads.
_KEPT, _ROW, _GONE = _Open(), _Open(), _Open()


def slim(markup: str, *, whole: bool = False) -> list[Piece]:
    """Leave out what the reader does not need; text and order stay, and so does every border between blocks.

    Args:
        markup: as the parser writes it.
        whole: whether every element and attribute stays.

    Returns:
        tags and texts in order, with `""` where something went.
    """
    out: list[Piece] = []
    stack = [_KEPT]
    read = _whole_tag if whole else _tag
    for close, name, attributes, text in _TOKEN.findall(_VERBATIM.sub(_written_out, markup)):
        if close:
            if len(stack) > 1:
                _end(name, stack.pop(), out)
        elif name:
            _start(read(name, attributes), stack, out)
        if text:
            parent = stack[-1]
            # A break in a text of its own is one; between other texts it might be an indentation.
            out += (_SPAN, text, "</span>") if parent is _GONE and "\n" in text else (text,)
            parent.loose = parent.loose or not text.isspace()
    return out


def _written_out(found: re.Match[str]) -> str:
    tag, text = (found[1], found[3]) if found[1] else (found[4], found[5])
    return f"<{tag}{escape(text, quote=False)}" if tag else found[0]


def _start(tag: StartTag, stack: list[_Open], out: list[Piece]) -> None:
    name, _, block, void, bare, row, unfolds = tag
    parent = stack[-1]
    if block:
        parent.blocks = True
    elif name or not void:
        parent.loose = True
    if unfolds:
        parent.stays = True
    if not void:
        may_go = bare and parent is not _ROW
        stack.append(_Open(len(out)) if may_go else _ROW if row else _KEPT if name else _GONE)
    if name:
        out.append(tag)


def _end(name: str, element: _Open, out: list[Piece]) -> None:
    if element is _GONE:
        return
    if element.stays or element.loose or not _needs_no_border(element, out):
        out.append(f"</{name}>")
    else:
        out[element.at] = ""


def _needs_no_border(element: _Open, out: list[Piece]) -> bool:
    """Whether blocks stand around what a `div` holds: those inside it, or, if it is empty, the one before it."""
    tag = out[element.at]
    if element.blocks:
        return isinstance(tag, StartTag) and not any(value.startswith("viewer-") for _, value in tag.attributes)
    before = next((out[number] for number in range(element.at - 1, max(element.at - 6, -1), -1) if out[number]), "")
    return before.block if isinstance(before, StartTag) else before in _BLOCK_ENDS


@lru_cache(maxsize=2048)
def _tag(name: str, attributes: str) -> StartTag:
    kept = tuple(
        [
            (key, unescape(value) if "&" in value else value)
            for key, value in _ATTRIBUTE.findall(attributes)
            if value and key in KEPT and (key not in _TELLING or _TELLING[key](value))
            if key != "id" or name != "span"
        ]
    )
    if name == "br" and ("role", "presentation") in kept:
        return StartTag("", void=True)  # a blank line
    if not kept and name in {"span", "font"}:
        return StartTag("")
    if name in _VOID:
        return StartTag(name, kept, block=name in _BLOCKS, void=True)
    return StartTag(
        name,
        kept,
        block=name in _BLOCKS,
        bare=name == "div" and all(key == "id" for key, _ in kept),
        row=("data-testid", "columns") in kept,
        unfolds="ExpandCollapse" in attributes and any("ExpandCollapse" in value for _, value in kept),
    )


def _whole_tag(name: str, attributes: str) -> StartTag:
    kept = tuple((key, unescape(value)) for key, value in _ATTRIBUTE.findall(attributes))
    return StartTag(name, kept, void=name in _VOID)
