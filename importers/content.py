"""Looking into nodes and boxes: what they hold, as text, in order.  Used by several rooms; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from importers.records import Box, Node, Run
from importers.text import one_line, shows

_TAG = re.compile(r"<[^>]*>")
_TEXT_ALONE = frozenset({"paragraph", "heading"})  # kinds of nodes that hold no others


def box_nodes(box: Box) -> Iterator[Node]:
    """Every node of a group, in order."""
    for child in box.children:
        if isinstance(child, Box):
            yield from box_nodes(child)
        else:
            yield child


def box_text(box: Box) -> str:
    """A group's text on one line."""
    return one_line(" ".join(node_text(node) for node in box_nodes(box)))


def node_text(node: Node) -> str:
    """A node's text on one line, everything inside it included."""
    own = "".join([run.text + run.ruby for run in node.runs])
    if node.kind in _TEXT_ALONE:
        return one_line(own)
    parts = [own, node.title if node.kind == "file" else ""]
    parts += [node_text(child) for child in node.children]
    parts += [node_text(inner) for row in node.rows for cell in row for inner in cell.nodes]
    if node.kind == "legacy":
        parts.append(unescape(_TAG.sub(" ", node.html)))
    return one_line(" ".join(part for part in parts if part))


def with_inside(node: Node) -> Iterator[Node]:
    """A node and every node inside it."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        yield inner
        waiting += reversed((*inner.children, *(held for row in inner.rows for cell in row for held in cell.nodes)))


def has_text(runs: Iterable[Run]) -> bool:
    """Whether any run shows something."""
    return any(shows(run.text) for run in runs)
