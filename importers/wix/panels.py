"""Tabs and accordions: one panel is drawn at a time, all are content, and what opens a panel is its heading.

Only what opens a panel is written anew; the panels stay where they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.markup.cutting import Cut, place_of
from importers.records import Finding
from importers.text import one_line, shows

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PICTURES = "img, video, iframe, wow-image, wix-image"
_UNFOLDING = '[aria-expanded][aria-controls], [data-hook="accordion-item-header"]'
_OPENERS = f'[role="tablist"], {_UNFOLDING}'
_QUESTION = re.compile(r"^\s*(?:[QＱ]\s*\d*\s*[.．:：、。)）]|質問)|[?？]\s*$|か。\s*$")

_REST = re.compile(
    r"^(続きを(読む|見る)|もっと(見る|読む)|すべて(見る|表示)|閉じる|(read|show|see|view) (more|less|all))[\s.…]*$",
    re.I,
)


class _Opener(NamedTuple):
    node: LexborNode
    level: int  # of a heading below the one that stands above it


def spell_out(tree: LexborHTMLParser, cut: Cut) -> None:
    """Make every label of a tab or accordion the heading of its panel, a question the first half of a pair."""
    main = tree.css_first("main") or tree.body
    if main is None or main.css_first(_OPENERS) is None:
        return
    openers = list(_openers(main))
    headers = [opener.node for opener in openers if opener.node.attrs.get("role") != "tablist"]
    held = Counter(parent.mem_id for header in headers for parent in _above(header))
    panels = {panel.id: panel for panel in main.css("[id]") if panel.id}
    # A tab's own panel says whose it is; the id that the tab names may be that of something inside it.
    named = {panel.attrs.get("aria-labelledby"): panel for panel in main.css('[role="tabpanel"]')}
    for node, level in openers:
        if node.attrs.get("role") == "tablist":
            for tab in node.css('[role="tab"]'):
                panel = named.get(tab.id) if tab.id else None
                _tab(tree, tab, panel or panels.get(tab.attrs.get("aria-controls") or ""), level, cut)
        else:
            _fold(tree, node, panels.get(node.attrs.get("aria-controls") or ""), level, held)


def _openers(main: LexborNode) -> Iterator[_Opener]:
    level = 1
    for node in _found(main, f"{', '.join(sorted(_HEADINGS))}, {_OPENERS}"):
        if node.tag in _HEADINGS:
            level = _level(node)
        elif node.attrs.get("role") == "tablist" or (shows(node.text()) and not _opens_no_panel(node)):
            yield _Opener(node, min(level + 1, 6))


def _found(node: LexborNode, selector: str) -> list[LexborNode]:
    """What a list of selectors finds, once: the parser names what two of them match twice."""
    return list({found.mem_id: found for found in node.css(selector)}.values())


def _opens_no_panel(node: LexborNode) -> bool:
    """Whether it unfolds a menu, or the rest of a text that has begun."""
    attributes = node.attrs
    opens = "aria-haspopup" in attributes or attributes.get("role") in {"tab", "combobox", "menuitem"}
    return opens or bool(_REST.search(one_line(node.text())))


def _tab(tree: LexborHTMLParser, tab: LexborNode, panel: LexborNode | None, level: int, cut: Cut) -> None:
    label = one_line(tab.text())
    if not shows(label):
        return
    heading, where, attributes = _written(tree, tab, f"h{level}"), place_of(tab), dict(tab.attributes)
    holds = panel is not None and (shows(panel.text()) or panel.css_first(_PICTURES) is not None)
    if panel is None:
        tab.replace_with(heading)
    else:
        _demote(tree, panel, level)
        _put_first(heading, panel)
        tab.decompose()
    chosen = "true" in (attributes.get("aria-selected"), attributes.get("aria-current"))
    if not (chosen or holds):  # what a chosen tab shows may stand below the whole row
        cut.findings.append(
            Finding(
                level="warning",
                id="tab.lost",
                message=f"The saved page holds nothing of what stood under the tab “{label[:80]}”.",
                hint="Open the old page, choose the tab and copy what it shows.",
                where=where,
            )
        )


def _put_first(heading: LexborNode, panel: LexborNode) -> None:
    if panel.child is None:
        panel.insert_child(heading)
    else:
        panel.child.insert_before(heading)


def _demote(tree: LexborHTMLParser, panel: LexborNode, level: int) -> None:
    """Put a panel's own headings below its label."""
    headings = panel.css(", ".join(sorted(_HEADINGS)))
    shift = level + 1 - min(map(_level, headings), default=7)
    for node in headings if shift > 0 else ():
        node.replace_with(_written(tree, node, f"h{min(_level(node) + shift, 6)}"))


def _level(heading: LexborNode) -> int:
    return int((heading.tag or "h6")[1])


def _fold(
    tree: LexborHTMLParser, header: LexborNode, panel: LexborNode | None, level: int, held: Mapping[int, int]
) -> None:
    """A header that unfolds something: with its answer a pair if it asks, else a heading."""
    item = _item(header, panel, held) if panel is not None and _asks(header) else None
    if item is None:
        header.replace_with(_written(tree, header, f"h{level}"))
        return
    listed = next((parent for parent in _above(item) if parent.tag in {"ul", "ol"}), None)
    if listed is not None:
        listed.unwrap()  # a list of questions is no list
    item.attrs["index"] = "0"
    head = _written(tree, header, "div")
    mark = tree.create_node("div")
    mark.attrs["data-hook"] = "ExpandCollapseButton"
    head.insert_child(mark)
    header.replace_with(head)


def _asks(header: LexborNode) -> bool:
    in_faq = any(parent.attrs.get("data-hook") == "faq-root" for parent in _above(header))
    return in_faq or bool(_QUESTION.search(header.text()))


def _item(header: LexborNode, panel: LexborNode, held: Mapping[int, int]) -> LexborNode | None:
    """The `div` that holds a header and its panel, and no second header.

    Args:
        held: how many headers an element holds, by its address in memory.
    """
    around = {parent.mem_id for parent in _above(panel)}
    parent = next((parent for parent in _above(header) if parent.mem_id in around), None)
    return parent if parent is not None and parent.tag == "div" and held[parent.mem_id] == 1 else None


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
