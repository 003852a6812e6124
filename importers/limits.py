"""Refuses pages that would take a parser too long, in one linear pass over the text.

HTML parsers are quadratic in nesting depth and in attributes a tag, so both are counted before any of them sees the
page.  The count is a tokeniser's, not a tree's: it may take a sloppy page for deeper than it is, never for flatter.
"""

from __future__ import annotations

import re

from importers.errors import PageRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 500
MAX_TAGS = 200_000
MAX_ATTRIBUTES = 200

# Possessive throughout (Python 3.11+): a quote that never closes is scanned once, not once a tag.
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<attributes>(?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[=\"'])*+)(?P<end>>?))"
)
_ATTRIBUTE = re.compile(r"[^\s=/\"'>]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]++))?+")
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "noframes", "iframe"})
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "image",
        "path",
        "line",
        "rect",
        "circle",
    ]
)
# Their end tags may be left out: the next one closes them, so they do not nest by themselves.
_SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "rp",
        "rt",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
        "html",
        "head",
        "body",
    ]
)


def check(html: str) -> None:
    """Raise `PageRefused` when the page is beyond a limit."""
    if len(html) > MAX_BYTES:
        raise too_big(len(html))
    depth = tags = position = 0
    while match := _TAG.search(html, position):
        position = match.end()
        if match["comment"]:
            position = _after(html, "-->", position)
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise _refused("tags", f"The page has more than {MAX_TAGS:,} tags.")
        name = match["name"].lower()
        if match["close"]:
            depth = max(0, depth - (name not in _SELF_CLOSING))
            continue
        _check_attributes(match["attributes"], name)
        if name in _RAW_TEXT:
            position = _after(html, f"</{name}", position)
        elif name not in _VOID and name not in _SELF_CLOSING and not match["attributes"].endswith("/"):
            depth += 1
            if depth > MAX_DEPTH:
                raise _refused("depth", f"Elements are nested more than {MAX_DEPTH} levels deep at <{name}>.")


def too_big(size: int) -> PageRefused:
    """The refusal of a page of `size` bytes."""
    return _refused("size", f"The page has {size / 1024 / 1024:.0f} MB; the limit is {MAX_BYTES // 1024 // 1024} MB.")


def _check_attributes(attributes: str, name: str) -> None:
    if len(attributes) <= MAX_ATTRIBUTES:
        return  # each takes at least a name and a space
    for number, _ in enumerate(_ATTRIBUTE.finditer(attributes), start=1):
        if number > MAX_ATTRIBUTES:
            raise _refused("attributes", f"A <{name}> has more than {MAX_ATTRIBUTES} attributes.")


def _after(html: str, needle: str, position: int) -> int:
    found = _find_ignoring_case(html, needle, position)
    return len(html) if found < 0 else found + len(needle)


def _find_ignoring_case(html: str, needle: str, position: int) -> int:
    match = re.compile(re.escape(needle), re.IGNORECASE).search(html, position)
    return match.start() if match else -1


def _refused(limit: str, message: str) -> PageRefused:
    return PageRefused(
        f"limits.{limit}", message, "Save the page again from the browser, or leave it out of the source."
    )
