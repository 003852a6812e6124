"""Tabs and accordions: one panel is drawn at a time, all are content, and what opens a panel is its heading.

Only what opens a panel is written anew; the panels stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.markup.cutting import Cut, place_of
from importers.records import Finding
from importers.text import one_line, shows

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNFOLDING = '[aria-expanded][aria-controls], [data-hook="accordion-item-header"]'
_OPENERS = f'[role="tablist"], {_UNFOLDING}'
_QUESTION = re.compile(r"^\s*(?:[QＱ]\s*\d*\s*[.．:：、。)）]|質問)|[?？]\s*$|か。\s*$")


@dataclass(frozen=True, slots=True)
class _Opener:
    node: LexborNode
    level: int  # of a heading below the one that stands above it


def spell_out(tree: LexborHTMLParser, cut: Cut) -> None:
    """Make every label of a tab or accordion the heading of its panel, a question the first half of a pair."""
    main = tree.css_first("main") or tree.body
    if main is None or main.css_first(_OPENERS) is None:
        return
    panels = {panel.id: panel for panel in main.css("[id]") if panel.id}
    labelled = {panel.attributes.get("aria-labelledby"): panel for panel in main.css("[aria-labelledby]")}
    for opener in list(_openers(main)):
        if opener.node.attributes.get("role") == "tablist":
            for tab in opener.node.css('[role="tab"]'):
                panel = labelled.get(tab.id) if tab.id else None
                _tab(tree, tab, panel or panels.get(tab.attributes.get("aria-controls")), opener.level, cut)
        else:
            panel = panels.get(opener.node.attributes.get("aria-controls"))
            _fold(tree, opener.node, panel, opener.level)


def _openers(main: LexborNode) -> Iterator[_Opener]:
    level = 1
    for node in main.css(f"{', '.join(sorted(_HEADINGS))}, {_OPENERS}"):
        if node.tag in _HEADINGS:
            level = int(node.tag[1])
        elif node.attributes.get("role") == "tablist" or (shows(node.text()) and not _is_menu(node)):
            yield _Opener(node, min(level + 1, 6))


def _is_menu(node: LexborNode) -> bool:
    return "aria-haspopup" in node.attributes or node.attributes.get("role") in {"tab", "combobox", "menuitem"}


def _tab(tree: LexborHTMLParser, tab: LexborNode, panel: LexborNode | None, level: int, cut: Cut) -> None:
    label = one_line(tab.text())
    if not shows(label):
        return
    if panel is not None and (shows(panel.text()) or panel.css_first("img, video, iframe, wow-image, wix-image")):
        _demote(tree, panel, level)
        heading = _written(tree, tab, f"h{level}")
        first = panel.child
        if first is None:
            panel.insert_child(heading)
        else:
            first.insert_before(heading)
        tab.decompose()
    elif "true" in (tab.attributes.get("aria-selected"), tab.attributes.get("aria-current")):
        tab.replace_with(_written(tree, tab, f"h{level}"))  # its content stands below the row of tabs
    else:
        cut.findings.append(
            Finding(
                level="warning",
                id="tab.lost",
                message=f"The saved page holds nothing of what stood under the tab “{label[:80]}”.",
                hint="Open the old page, choose the tab and copy what it shows.",
                where=place_of(tab),
            )
        )


def _demote(tree: LexborHTMLParser, panel: LexborNode, level: int) -> None:
    """Put a panel's own headings below its label."""
    headings = panel.css(", ".join(sorted(_HEADINGS)))
    shift = level + 1 - min((int(node.tag[1]) for node in headings), default=7)
    for node in headings if shift > 0 else ():
        node.replace_with(_written(tree, node, f"h{min(int(node.tag[1]) + shift, 6)}"))


def _fold(tree: LexborHTMLParser, header: LexborNode, panel: LexborNode | None, level: int) -> None:
    """A header that unfolds something: with its answer a pair if it asks, else a heading."""
    asks = bool(_QUESTION.search(header.text())) or _is_faq(header)
    item = _holder(header, panel) if asks else None
    if item is None:
        header.replace_with(_written(tree, header, f"h{level}"))
        return
    for parent in _above(item):  # a list of questions is no list
        if parent.tag in {"ul", "ol"}:
            parent.unwrap()
            break
    item.attrs["index"] = "0"
    head = _written(tree, header, "div")
    mark = tree.create_node("div")
    mark.attrs["data-hook"] = "ExpandCollapseButton"
    head.insert_child(mark)
    header.replace_with(head)


def _is_faq(header: LexborNode) -> bool:
    return any(parent.attributes.get("data-hook") == "faq-root" for parent in _above(header))


def _holder(header: LexborNode, panel: LexborNode | None) -> LexborNode | None:
    """The `div` that holds a header and its panel, and no second header."""
    for parent in _above(header):
        if panel is not None and not _holds(parent, panel):
            continue
        if panel is None and parent.css_first('[data-hook="accordion-item-content"]') is None:
            continue
        return parent if parent.tag == "div" and len(parent.css(_UNFOLDING)) == 1 else None
    return None


def _holds(parent: LexborNode, inner: LexborNode) -> bool:
    return any(above.mem_id == parent.mem_id for above in _above(inner))


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag not in {"main", "body"}:
        yield parent
        parent = parent.parent


def _written(tree: LexborHTMLParser, node: LexborNode, tag: str) -> LexborNode:
    """A new element with what stands in a node; of headings in it only the text."""
    new = tree.create_node(tag)
    child = node.child
    while child is not None:
        new.insert_child(child)
        child = child.next
    for inner in new.css(", ".join([*sorted(_HEADINGS), "p", "button"])) if tag != "div" else ():
        inner.unwrap()
    return new
