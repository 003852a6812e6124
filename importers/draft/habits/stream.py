"""Nodes seen line by line: what habits that care for lines read and rewrite, and the way back to nodes.

A paragraph is its lines, everything else one entry.  Lines that no habit took come together again as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importers.draft.habits.marks import Mark, mark_of
from importers.draft.lines import Line, cut, joined, line_text, lines
from importers.records import Node


@dataclass(slots=True)
class Entry:
    """A line of a paragraph, or a node that is no paragraph.

    Args:
        node: the paragraph the line stands in, or the node itself.
        line: `None` for a node.
        number, of: which line of its paragraph, out of how many.
        begins: whether a new paragraph begins here, although the old page went on in the same one.
    """

    node: Node
    line: Line | None = None
    text: str = ""
    number: int = 0
    of: int = 1
    begins: bool = False

    @property
    def mark(self) -> Mark | None:
        """The sign the line begins with."""
        return mark_of(self.text) if self.line is not None else None

    @property
    def id(self) -> str:
        """The source's id of the paragraph, for what is made from its first line."""
        return "" if self.number else self.node.id

    def after(self, position: int) -> Line:
        """The line from a position on."""
        return cut(self.line or (), position)


def entries(nodes: Iterable[Node]) -> list[Entry]:
    """The lines of the nodes, in order."""
    out: list[Entry] = []
    for node in nodes:
        if node.kind == "paragraph":
            found = lines(node.runs)
            out += [Entry(node, line, line_text(line), number, len(found)) for number, line in enumerate(found)]
        else:
            out.append(Entry(node))
    return out


def nodes_of(stream: Iterable[Entry]) -> list[Node]:
    """The way back: neighbouring lines of one paragraph are a paragraph again."""
    groups: list[list[Entry]] = []
    for entry in stream:
        last = groups[-1][-1] if groups else None
        if last is None or entry.line is None or entry.begins or entry.node is not last.node:
            groups.append([entry])
        else:
            groups[-1].append(entry)
    return [_paragraph(group) for group in groups]


def _paragraph(group: Sequence[Entry]) -> Node:
    first = group[0]
    if first.line is None or len(group) == first.of:
        return first.node
    return replace(first.node, id=first.id, runs=joined([entry.line or () for entry in group]))
