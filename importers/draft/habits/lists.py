"""Lines that begin with one sign, or count up from 1 → a list; the label lines inside one paragraph → paragraphs.

The look-alikes are in the conditions: one mark alone is a mark, numbers that do not begin at 1 go on from elsewhere,
and a ○ beside a × says more than that an item begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.draft.context import Context
from importers.draft.habits.marks import HEADS, LABELS, TICKS, Mark, bracketed, is_label, is_note, mark_of
from importers.draft.habits.options import split_label
from importers.draft.habits.stream import Entry
from importers.draft.lines import Line, joined, line_text, pieces, seen_text
from importers.records import Node

_CROSS = re.compile(r"\s*[×✕✖✗✘❌△▲]")
_CROSS_INSIDE = re.compile(r"[\s　][×✕✖✗✘❌△▲]")
_GAP = re.compile(r"(?<=\S)[\s　]+(?=\S)")


def with_lists(context: Context, stream: Sequence[Entry]) -> list[Entry]:
    """The lines with every list among them made one."""
    stream = [part for entry in stream for part in _points(entry)]
    out: list[Entry] = []
    index = 0
    while index < len(stream):
        run = _run(stream, index)
        if run is None:
            out.append(stream[index])
            index += 1
            continue
        if run.is_list(stream):
            if out and _is_box_line(out[-1]):
                out[-1].begins = True  # a box below other lines of its paragraph
            out.append(Entry(run.node(context, stream)))
        else:
            out += stream[index : run.end]
        index = run.end
    return out


def with_labels(stream: Sequence[Entry]) -> list[Entry]:
    """The lines, with a new paragraph at each of several labels in one paragraph: `◼︎A`, its text, `◼︎B`, its text."""
    out: list[Entry] = []
    index = 0
    while index < len(stream):
        end = index + stream[index].of - stream[index].number
        own = stream[index:end] if stream[index].line is not None else stream[index : index + 1]
        for place in _labels(own):
            own[place].begins = True
        out += own
        index += len(own)
    return out


def _labels(own: Sequence[Entry]) -> list[int]:
    """Where in a paragraph its labels stand, if it holds several with text of their own each."""
    marks = [entry.mark for entry in own]
    first = next((mark for mark in marks if mark and (mark.family in HEADS or mark.number)), None)
    if first is None:
        return []
    places = [place for place, mark in enumerate(marks) if mark and mark.family == first.family]
    numbers = [mark.number for mark in marks if mark and mark.family == first.family]
    if len(places) < 2 or (first.number and numbers != list(range(1, len(numbers) + 1))):
        return []
    ends = [*places[1:], len(own)]
    if all(_is_labelled(own[place], end - place > 1) for place, end in zip(places, ends, strict=True)):
        return places
    return []


def _own_text(entry: Entry) -> str:
    mark = entry.mark
    return entry.text[mark.end :] if mark else entry.text


def _is_labelled(entry: Entry, lines_below: bool) -> bool:
    """Whether a line is a label with text to it, below it or on the same line."""
    mark = entry.mark
    if mark is None:
        return False
    label = entry.text if mark.word else entry.text[mark.end :]
    return (lines_below and is_label(label)) or split_label(entry.line or (), mark) is not None


class _Run:
    """Neighbouring lines of one family, with the notes and inner lines that belong to them.

    Args:
        family: of the signs.
        items: for each item the entries that make it: its line, then notes and inner lines.
        end: the first entry that is none of them.
    """

    def __init__(self, family: str, first: Mark, start: int) -> None:
        self.family = family
        self.first = first
        self.start = self.end = start
        self.items: list[list[Entry]] = []

    @property
    def ordered(self) -> bool:
        return self.first.number > 0

    def is_list(self, stream: Sequence[Entry]) -> bool:
        """Whether the lines are a list rather than a mark or two."""
        if self.first.speaks or self.first.number > 1:
            return False
        before = stream[self.start - 1] if self.start else None
        after = stream[self.end] if self.end < len(stream) else None
        if self.family == "ring" and any(_CROSS.match(other.text) for other in (before, after) if other):
            return False
        if self.family in LABELS and all(_is_labelled(parts[0], False) for parts in self.items):
            return False
        if self.first.word and not all(_own_text(parts[0]).strip() for parts in self.items):
            return False
        below_box = before is not None and _is_box_line(before)
        return len(self.items) >= (1 if below_box and not self.ordered else 3 if self.family in LABELS else 2)

    def node(self, context: Context, stream: Sequence[Entry]) -> Node:
        """The list."""
        first = stream[self.start]
        items = tuple(self._item(context, parts) for parts in self.items)
        subkind = TICKS if self.family == TICKS else ""
        return Node(
            kind="list", id=first.id, where=first.node.where, ordered=self.ordered, children=items, subkind=subkind
        )

    def _item(self, context: Context, parts: Sequence[Entry]) -> Node:
        own = [unmarked(context, parts[0])]
        inner: list[Node] = []
        for part in parts[1:]:
            if is_note(part.text) or part.mark is None:
                own.append(part.line or ())
            else:
                inner.append(Node(kind="item", id=part.node.id, runs=unmarked(context, part)))
        nested = (Node(kind="list", children=tuple(inner)),) if inner else ()
        return Node(kind="item", id=parts[0].node.id, runs=joined(own), children=nested)


def unmarked(context: Context, entry: Entry) -> Line:
    """A line without the sign it begins with."""
    mark = entry.mark
    if mark is None:
        return entry.line or ()
    rule = "list-mark.number" if mark.number else "list-mark.bullet"
    context.drop(rule, seen_text(entry.line or (), 0, mark.end), entry.node.where)
    return entry.after(mark.end)


def _run(stream: Sequence[Entry], start: int) -> _Run | None:
    """The lines from `start` on that go on as the first one begins."""
    first = stream[start].mark
    if first is None:
        return None
    run = _Run(first.family, first, start)
    index = start
    while index < len(stream) and _goes_on(run, stream[index]):
        parts = [stream[index]]
        index += 1
        while index < len(stream) and _belongs(stream[index], parts[0]):
            parts.append(stream[index])
            index += 1
        # Notes below the last item are notes to the whole list.
        run.items.append(parts)
        run.end = index
    last = run.items[-1]
    while len(last) > 1 and is_note(last[-1].text):
        last.pop()
        run.end -= 1
    return run


def _goes_on(run: _Run, entry: Entry) -> bool:
    mark = entry.mark
    if mark is None or mark.family != run.family:
        return False
    return not run.ordered or mark.number == run.first.number + len(run.items)


def _belongs(entry: Entry, item: Entry) -> bool:
    """Whether a line is a note to the item above it, its second line, or an item of an indented list below it."""
    if entry.line is None:
        return False
    if is_note(entry.text):
        return True
    indented = entry.text.startswith("　") and entry.node is item.node
    if not indented or item.text.startswith("　"):
        return False
    mark = entry.mark
    return mark is None or (item.mark is not None and mark.family != item.mark.family and not mark.number)


# Lines that hold more than one thing ----------------------------------------------------------------------------------


def _points(entry: Entry) -> list[Entry]:
    """A line, or its parts if it holds a box's heading and the first point, or several points."""
    box = bracketed(entry.text)
    first = mark_of(entry.text, box[2]) if box else None
    start = box[2] if box and first and not first.number else 0
    places = [*([start] if start else []), *_inner(entry.text, start)]
    if not places:
        return [entry]
    parts = pieces(entry.line or (), places)
    of = entry.of + len(parts) - 1
    return [
        Entry(entry.node, part, line_text(part), entry.number + number, of if number == 0 else 0)
        for number, part in enumerate(parts)
    ]


def _inner(text: str, start: int) -> list[int]:
    """Where further points begin on the line of a first one: ・腫れ ・熱, or ①座る ②伸ばす."""
    first = mark_of(text, start)
    if first is None or first.family in LABELS | {"dash"} or first.word or _CROSS_INSIDE.search(text):
        return []
    places: list[int] = []
    for gap in _GAP.finditer(text, start):
        mark = mark_of(text, gap.end())
        if mark and mark.family == first.family and (not first.number or mark.number == len(places) + 2):
            places.append(gap.end())
    return places if not first.number or first.family.startswith("sign") else []


def _is_box_line(entry: Entry) -> bool:
    box = bracketed(entry.text) if entry.line is not None else None
    return box is not None and box[2] == len(entry.text)
