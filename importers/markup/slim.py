"""The same markup with fewer elements: without the wrappers and attributes that tell the reader nothing.

A saved page wraps every paragraph in half a dozen elements, and a tree's cost is the number of its elements.  Works on
the parser's own output, in which every tag is written one way, and writes tags the same way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
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
_TELLING = {
    "class": re.compile("wixui-box"),
    "data-testid": re.compile("^columns$"),
    "style": re.compile(r"font-weight|font-style|underline|line-through|vertical-align|ytimg"),
}
_BLOCKS = _names(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul"
)
_BORDER = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})[ >]")
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
# Elements whose text the parser writes as it stands; one of them never ends.
_VERBATIM = re.compile(
    rf"<(?:!--.*?-->|((iframe|noembed|noframes|xmp){ATTRIBUTES}>)(.*?)(?=</\2>|\Z)"
    rf"|(plaintext{ATTRIBUTES}>)(.*)(?=</plaintext>))",
    re.DOTALL,
)


class _Tag(NamedTuple):
    """What becomes of a start tag."""

    text: str  # "" for one that goes
    block: bool = False
    void: bool = False
    bare: bool = False  # a `div` that tells nothing but perhaps its id
    row: bool = False  # each child is a group of its own
    unfolds: bool = False  # what a button unfolds is found by where the button stands


class _Open:
    """An element that has not ended."""

    __slots__ = ("at", "bare", "blocks", "loose", "row")

    def __init__(self, at: int, *, bare: bool, row: bool) -> None:
        self.at = at  # where its tag stands in the output, -1 if it went
        self.bare = bare
        self.row = row
        self.blocks = False  # it holds blocks
        self.loose = False  # it holds text or inline elements of its own


def slim(markup: str, *, whole: bool = False) -> str:
    """Leave out what the reader does not need; text and order stay, and so does every border between blocks.

    Args:
        markup: as the parser writes it.
        whole: whether every element and attribute stays, and only the way they are written becomes one.
    """
    out: list[str] = []
    stack = [_Open(-1, bare=False, row=False)]
    for close, name, attributes, text in _TOKEN.findall(_VERBATIM.sub(_written_out, markup)):
        if close:
            if len(stack) > 1:
                _end(name, stack.pop(), out)
        elif name:
            _start(_whole_tag(name, attributes) if whole else _tag(name, attributes), stack, out)
        if text:
            # A break in a text of its own is one; between other texts it might be an indentation.
            out.append(f"<span>{text}</span>" if "\n" in text and stack[-1].at < 0 < len(stack) - 1 else text)
            if not stack[-1].loose and not text.isspace():
                stack[-1].loose = True
    return "".join(out)


def _written_out(found: re.Match[str]) -> str:
    tag, text = (found[1], found[3]) if found[1] else (found[4], found[5])
    return f"<{tag}{escape(text, quote=False)}" if tag else found[0]


def _start(tag: _Tag, stack: list[_Open], out: list[str]) -> None:
    text, block, void, bare, row, unfolds = tag
    parent = stack[-1]
    if block:
        parent.blocks = True
    elif text or not void:
        parent.loose = True
    if unfolds:
        parent.bare = False
    if not void:
        stack.append(_Open(len(out) if text else -1, bare=bare and not parent.row, row=row))
    if text:
        out.append(text)


def _end(name: str, element: _Open, out: list[str]) -> None:
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


@lru_cache(maxsize=2048)
def _tag(name: str, attributes: str) -> _Tag:
    kept = [(key, value) for key, value in _ATTRIBUTE.findall(attributes) if key in KEPT and _tells(key, value)]
    if name == "span":
        kept = [(key, value) for key, value in kept if key != "id"]
    if name == "br" and ("role", "presentation") in kept:
        return _Tag("", void=True)  # a blank line
    if not kept and name in {"span", "font"}:
        return _Tag("")
    text = "".join([f' {key}="{value}"' for key, value in kept])
    if name in _VOID:
        return _Tag(f"<{name}{text}/>", block=name in _BLOCKS, void=True)
    return _Tag(
        f"<{name}{text}>",
        block=name in _BLOCKS,
        bare=name == "div" and all(key == "id" for key, _ in kept),
        row=("data-testid", "columns") in kept,
        unfolds="ExpandCollapse" in text,
    )


def _whole_tag(name: str, attributes: str) -> _Tag:
    kept = "".join([f' {key}="{value}"' for key, value in _ATTRIBUTE.findall(attributes)])
    if name in _VOID:
        return _Tag(f"<{name}{kept}/>", void=True)
    return _Tag(f"<{name}{kept}>")


def _tells(key: str, value: str) -> bool:
    if key == "data-hook":
        return is_telling_hook(value)
    telling = _TELLING.get(key)
    return bool(value) if telling is None else bool(telling.search(value))
