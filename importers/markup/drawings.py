"""Words inside drawings: the new page has no drawings, so what they say is dropped by name and told."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.markup.cutting import Cut, place_of
from importers.records import Dropped, Finding
from importers.text import count, one_line

# The parts of a drawing whose text is drawn; the second holds HTML.
_LETTERED = frozenset({"text", "foreignObject"})
_MAY_SAY = "svg text, svg foreignObject"
# Drawn nowhere unless a `use` names it or something in it; what describes a drawing never is.
_STOCK = frozenset({"defs", "symbol", "clipPath", "mask", "marker", "pattern"})
_DESCRIBES = frozenset({"desc", "title", "metadata"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FRAME, _CONTENT = frozenset({"header", "footer", "nav"}), frozenset({"main", "article"})


def drop_drawings(tree: LexborHTMLParser, cut: Cut) -> int:
    """Take all drawings out of a page.

    Returns:
        how many visible characters were in them: a part of what the page shows, and in `cut.dropped`.
    """
    dropped: list[Dropped] = []
    if tree.css_first(_MAY_SAY) is not None:
        used = {_reference(use) for use in tree.css("svg use")}
        told: set[str] = set()
        for drawing in tree.css("svg"):
            ancestors = _ancestors(drawing)
            if any(node.tag == "svg" for node in ancestors) or not count(text := _text(drawing, used)):
                continue
            where = _place(drawing, ancestors)
            dropped.append(Dropped(rule="drawing.text", text=text, where=where))
            if text not in told and not _is_frame(ancestors):
                told.add(text)
                cut.findings.append(finding(text, where))
    tree.strip_tags(["svg"], recursive=True)
    cut.dropped += dropped
    return sum(count(each.text) for each in dropped)


def finding(text: str, where: str) -> Finding:
    """What a person is told of a drawing's words."""
    return Finding(
        level="warning",
        id="drawing.text",
        message=f"A drawing holds text, which was left out: {text[:200]}",
        hint="Write it anew if readers need it.",
        where=where,
    )


def _text(drawing: LexborNode, used: set[str]) -> str:
    """What a reader sees written in a drawing."""
    texts: list[str] = []
    lettered: set[int] = set()  # elements in which text is drawn, and those in which nothing is, by address in memory
    gone: set[int] = set()
    for node in drawing.traverse(include_text=True):
        above = node.parent.mem_id if node.parent is not None else 0
        if node.is_text_node:
            if above in lettered and above not in gone:
                texts.append(node.text_content or "")
            continue
        if not node.is_element_node:
            continue
        if above in lettered or node.tag in _LETTERED:
            lettered.add(node.mem_id)
        if _is_hidden(node) or (node.id not in used and (above in gone or node.tag in _STOCK)):
            gone.add(node.mem_id)
    return one_line(" ".join(texts))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag in _DESCRIBES or "hidden" in attributes or attributes.get("display") == "none":
        return True
    return attributes.get("visibility") == "hidden" or bool(_HIDING.search(attributes.get("style") or ""))


def _reference(use: LexborNode) -> str:
    return (use.attributes.get("href") or use.attributes.get("xlink:href") or "").removeprefix("#")


def _ancestors(node: LexborNode) -> list[LexborNode]:
    """The elements around one, from the inside out."""
    found: list[LexborNode] = []
    parent = node.parent
    while parent is not None and parent.is_element_node:
        found.append(parent)
        parent = parent.parent
    return found


def _is_frame(ancestors: list[LexborNode]) -> bool:
    """Whether a drawing is the site's, not the article's: a logo above every page is not worth a warning on each."""
    tags = {node.tag for node in ancestors}
    return bool(tags & _FRAME) and not tags & _CONTENT


def _place(drawing: LexborNode, ancestors: list[LexborNode]) -> str:
    """The drawing by its own id, or by the nearest element around it that has one."""
    near = next((node for node in (drawing, *ancestors) if node.id), drawing)
    return place_of(near) if near is drawing else f"{place_of(near)} svg"
