"""目次 and the list below it: the new page makes its own, so an old one is dropped by name.

It is one only if every entry is a link into the page, or says what a heading of the page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from importers.content import node_text
from importers.draft.context import Context
from importers.draft.habits.marks import bracketed, is_label, mark_of
from importers.draft.habits.stream import Entry
from importers.draft.lines import line_text
from importers.records import Node, Run
from importers.text import fold, shows

_TITLE = re.compile(
    r"(記事の|ページの|本記事の|この記事の)?(目次|もくじ|(table of )?contents|index)(一覧)?"
    r"|(この|本|当)?記事(の内容|の流れ|の構成|でわかること|で分かること|で解説すること)",
    re.IGNORECASE,
)
_AROUND = re.compile(r"^[\s\-―—–〜~=・●○◆◇■□◼▼▽▲△▶★☆]+|[\s\-―—–〜~=：:▼▽▲△]+$|[（(][^（()）]{0,15}[）)]\s*$")


def without_contents(context: Context, stream: Sequence[Entry]) -> list[Entry]:
    """The lines without the tables of contents among them."""
    if not any(map(_is_title, stream)):
        return list(stream)
    headings = _headings(stream)
    out: list[Entry] = []
    index = 0
    while index < len(stream):
        end = _end(stream, index, headings) if _is_title(stream[index]) else index
        if end > index:
            text = " ".join(_text(entry) for entry in stream[index:end])
            context.drop("generated.contents", text, stream[index].node.where)
            index = end
        else:
            out.append(stream[index])
            index += 1
    return out


def _is_title(entry: Entry) -> bool:
    text = line_text(entry.node.runs) if entry.node.kind == "heading" else entry.text if entry.number == 0 else ""
    if not 0 < len(text) <= 60:
        return False
    inner = bracketed(text.strip())
    bare = text.strip()[inner[0] : inner[1]] if inner else text
    return bool(_TITLE.fullmatch(_AROUND.sub("", _AROUND.sub("", bare)).strip()))


def _headings(stream: Sequence[Entry]) -> dict[str, int]:
    """What the page's headings say, and the lines that may be meant as some, with the last place of each."""
    found: dict[str, int] = {}
    for place, entry in enumerate(stream):
        if entry.node.kind == "heading":
            found |= dict.fromkeys(_spellings(line_text(entry.node.runs)), place)
        elif entry.line is not None and entry.of == 1 and is_label(entry.text) and _stands_out(entry):
            found |= dict.fromkeys(_spellings(entry.text), place)
    return found


def _stands_out(entry: Entry) -> bool:
    return entry.mark is not None or all("b" in run.marks for run in entry.line or () if shows(run.text))


def _spellings(text: str) -> set[str]:
    """A heading's text, with and without the mark or number it begins with."""
    mark = mark_of(text)
    return {fold(text), fold(text[mark.end :])} if mark else {fold(text)}


def _end(stream: Sequence[Entry], start: int, headings: dict[str, int]) -> int:
    """Where the entries below a title end; `start` if they are none."""
    index = start + 1
    linked = named = 0
    while index < len(stream):
        kinds = [_entry(item, index, headings) for item in _items(stream[index])]
        if not all(kinds) or not kinds:
            break
        linked += "link" in kinds
        named += len(kinds)
        index += 1
    return index if linked or named >= 2 else start


def _items(entry: Entry) -> Iterable[Sequence[Run]]:
    """The texts of a line, or of all items of a list; nothing for what is no list of contents."""
    if entry.line is not None:
        yield entry.line
    elif entry.node.kind == "list":
        yield from _list_items(entry.node)


def _list_items(node: Node) -> Iterable[Sequence[Run]]:
    for item in node.children:
        if shows(line_text(item.runs)):
            yield item.runs
        for child in item.children:
            yield from _list_items(child)


def _entry(runs: Sequence[Run], place: int, headings: dict[str, int]) -> str:
    """`link` for a link into the page, `name` for what a heading further down says, `""` for anything else."""
    texts = [run for run in runs if shows(run.text)]
    if texts and all("#" in run.href for run in texts):
        return "link"
    text = line_text(runs)
    if mark := mark_of(text):
        own = [run for run in texts if run.href]
        if own and all("#" in run.href for run in own) and fold(text[mark.end :]) == fold(line_text(own)):
            return "link"  # 1. 原因, where only 原因 is the link
    named = any(headings.get(spelling, -1) > place for spelling in _spellings(text))
    return "name" if named and not any(run.href for run in runs) else ""


def _text(entry: Entry) -> str:
    return "".join(run.text + run.ruby for run in entry.line) if entry.line is not None else node_text(entry.node)
