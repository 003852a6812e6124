"""What a page does not show: left out of every count, unless a reader can unfold it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.generic.names import names_of
from importers.markup import folded
from importers.markup.cutting import NOT_DRAWN
from importers.text import one_line

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAY_HIDE = '[hidden], [style*="none"], [style*="hidden" i], [style*="NONE"], dialog'
# Words for what opens when a reader asks for it.
_FOLDED = re.compile(
    r"accordion|acd|collaps|toggle|(^| |-)tabs?( |$|-)|faq|(^| |-)qa( |$|-)|answer|spoiler|expand|more|slide|carousel"
)
_PHONE_ONLY = re.compile(r"(^| |-)(sp|smp|mobile|visible-xs)(-?(only|on|show|br))?( |$)")
_OPENERS = {"dt", "summary", "button"}
_PRESSED = {"onclick", "aria-expanded", "tabindex", "data-toggle"}
_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text that the page hides, and the element it was in."""

    text: str
    parent: int  # its `mem_id`


def remove_hidden(tree: LexborHTMLParser) -> list[Hidden]:
    """Take out what no reader sees; texts hidden by their style are given back, for a person to know of."""
    tree.strip_tags([*NOT_DRAWN, "annotation"], recursive=True)
    for line_break in tree.css("br[class]"):
        if _PHONE_ONLY.search(names_of(line_break)):
            line_break.decompose()
    body = tree.body
    if body is None or tree.css_first(_MAY_HIDE) is None:
        return []
    controlled = folded.unfolding(tree)
    gone: set[int] = set()
    outermost: list[LexborNode] = []
    for node in body.traverse():
        if node.parent is not None and node.parent.mem_id in gone:
            gone.add(node.mem_id)
        elif node is not body and _is_hidden(node) and not _unfolds(node, controlled):
            gone.add(node.mem_id)
            outermost.append(node)
    return [_take_out(node) for node in outermost]


def _take_out(node: LexborNode) -> Hidden:
    hidden = Hidden(one_line(node.text(separator=" ")), node.parent.mem_id if node.parent else 0)
    node.decompose(recursive=True)
    return hidden


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or (node.tag == "dialog" and "open" not in attributes):
        return True
    return bool(_HIDING.search(attributes.get("style") or ""))


def _unfolds(node: LexborNode, controlled: set[str]) -> bool:
    """Whether something on the page opens it: a control that names it, its name, or the title it hangs below."""
    if node.tag == "dd" or folded.unfolds(node, controlled):
        return True
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is not None and (before.tag in _OPENERS or _PRESSED & before.attributes.keys()):
        return True
    around: LexborNode | None = node
    for _ in range(_LEVELS):
        if around is None:
            break
        if _FOLDED.search(names_of(around)):
            return True
        around = around.parent
    return False
