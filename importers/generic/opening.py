"""The first and last lines of an article that are no text of it: the title again, a line of dates."""

from __future__ import annotations

from collections.abc import Sequence

from importers.content import node_text
from importers.generic import dates
from importers.generic.header import Header
from importers.markup.cutting import Cut
from importers.records import Box, Dropped, Node
from importers.text import count, fold

_LINES = {"paragraph", "heading"}


def without_lines(content: Sequence[Node | Box], header: Header, cut: Cut) -> tuple[Node | Box, ...]:
    """The content without such lines; what they say goes into the header."""
    start, end = 0, len(content)
    pictures: list[Node | Box] = []  # above the title, they stay
    while start < end and _is_line(content[start], header, cut):
        part = content[start]
        pictures += [part] if isinstance(part, Node) and part.kind in {"image", "divider"} else []
        start += 1
    while end > start and _is_dates(content[end - 1], header, cut):
        end -= 1
    return (*pictures, *content[start:end])


def _is_line(part: Node | Box, header: Header, cut: Cut) -> bool:
    if isinstance(part, Box):
        return False
    if part.kind in {"image", "divider"} and not part.runs:
        return "title" not in header.seen
    return _is_title(part, header, cut) or _is_dates(part, header, cut)


def _is_title(node: Node, header: Header, cut: Cut) -> bool:
    text = node_text(node)
    if (
        node.kind not in _LINES
        or not count(text)
        or fold(text) != fold(header.title)
        or any(run.ruby for run in node.runs)
    ):
        return False
    if "title" in header.seen:
        cut.dropped.append(Dropped(rule="fact.repeated", text=text, where=node.where))
    else:
        header.title = text
        header.seen.add("title")
    return True


def _is_dates(part: Node | Box, header: Header, cut: Cut) -> bool:
    text = node_text(part) if isinstance(part, Node) and part.kind == "paragraph" else ""
    if not dates.is_only_dates(text):
        return False
    header.note_dates(dates.dates_in(text), text)
    cut.dropped.append(Dropped(rule="fact.date", text=text, where=part.id))
    return True
