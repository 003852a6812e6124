"""How Japanese blogs write structure as text, and the look-alikes that must be left alone.

`rewritten` makes nodes of what the text only shows (`lists`, `questions`, `headings`), and leaves out by name what the
new page makes itself (`contents`) or what stands twice (`twins`).  `recognise` sees what becomes one block out of
several nodes: `boxes`, `options`.  `marks` knows the signs, `stream` the lines.  Text is cut and moved, never changed;
whatever a rule drops is noted with its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importers.draft.context import Context
from importers.draft.habits.boxes import box, is_plain, speaks_to_readers, warning
from importers.draft.habits.contents import without_contents
from importers.draft.habits.found import Found
from importers.draft.habits.headings import is_bold_line, tell_bold_line, with_headings
from importers.draft.habits.lists import with_labels, with_lists
from importers.draft.habits.marks import begins_plainly
from importers.draft.habits.options import options
from importers.draft.habits.questions import with_asking_headings, with_questions
from importers.draft.habits.stream import entries, nodes_of
from importers.draft.habits.twins import without_twins
from importers.draft.lines import line_text
from importers.records import Node


def rewritten(context: Context, nodes: Sequence[Node]) -> list[Node]:
    """The nodes with every list, question and heading that was written as text made one."""
    stream = entries(_with_lists_inside(context, node) for node in without_twins(context, nodes))
    stream = without_contents(context, stream)
    stream = with_questions(context, stream)
    stream = with_lists(context, with_labels(stream))
    return with_asking_headings(context, with_headings(context, nodes_of(stream)))


def _with_lists_inside(context: Context, node: Node) -> Node:
    """A node, the answers in it with their lists."""
    if node.kind != "faq":
        return node
    pairs = (
        replace(pair, children=tuple(nodes_of(with_lists(context, entries(pair.children))))) for pair in node.children
    )
    return replace(node, children=tuple(pairs))


def recognise(nodes: Sequence[Node], start: int) -> Found | None:
    """The block that begins at `nodes[start]` and is written as text."""
    node = nodes[start]
    if node.kind not in {"paragraph", "list"} or (node.kind == "paragraph" and begins_plainly(line_text(node.runs))):
        return None
    return next((found for habit in (box, warning, options) if (found := habit(nodes, start))), None)


__all__ = ["Found", "box", "is_bold_line", "is_plain", "recognise", "rewritten", "speaks_to_readers", "tell_bold_line"]
