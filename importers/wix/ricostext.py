"""What every Ricos node has: type, id, a place to name; and its text with decorations → `Run`s."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from importers.records import Json, Run
from importers.wix.loose import look, number, objects, text

_MARKS = {
    "ITALIC": ("i", "italicData"),
    "UNDERLINE": ("u", "underlineData"),
    "STRIKETHROUGH": ("s", "strikethroughData"),
    "SUPERSCRIPT": ("sup", "superscriptData"),
    "SUBSCRIPT": ("sub", "subscriptData"),
}
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[a-zA-Z]{2,}(?:[:/?#]|$)")
_BARE_MAIL = re.compile(r"[^@\s/:]+@(?:[\w-]+\.)+[a-zA-Z]{2,}$")


def type_of(node: Json) -> str:
    """A node's type; the viewer takes one without a type for a paragraph."""
    return text(node, "type") or "PARAGRAPH"


def id_of(node: Json) -> str:
    """A node's id, as in the markup without the viewer's prefix."""
    return text(node, "id").removeprefix("viewer-")


def where_of(node: Json) -> str:
    """Where a node is, for a person with the data open."""
    return f"richContent #{id_of(node)}" if id_of(node) else f"richContent {type_of(node)[:40]}"


def runs_of(nodes: Iterable[Json]) -> tuple[Run, ...]:
    """The runs of text nodes, neighbours of one kind joined."""
    groups: list[tuple[Run, list[str]]] = []
    for run in (_run(below) for node in nodes for below in _texts(node)):
        first = groups[-1][0] if groups else None
        if first and (first.marks, first.href) == (run.marks, run.href):
            groups[-1][1].append(run.text)
        elif run.text:
            groups.append((run, [run.text]))
    return tuple(replace(run, text="".join(texts)) if len(texts) > 1 else run for run, texts in groups)


def text_below(node: Json) -> tuple[Run, ...]:
    """All text below a node however deep, each block on a line of its own."""
    runs: list[Run] = []
    for block in flat(node):
        found = runs_of(objects(block, "nodes"))
        runs.extend([Run("\n"), *found] if runs and found else found)
    return tuple(runs)


def flat(node: Json) -> Iterator[Json]:
    """Everything below a node in order, none of it inside another: its texts as paragraphs, the rest by itself."""
    waiting = [node]
    while waiting:
        below = waiting.pop()
        inner = objects(below, "nodes")
        texts = [child for child in inner if type_of(child) == "TEXT"]
        if below is not node:
            yield {**below, "nodes": []}
        if texts:
            yield {"type": "PARAGRAPH", "id": id_of(below), "nodes": texts}
        waiting.extend(child for child in reversed(inner) if type_of(child) != "TEXT")


def link_of(link: object) -> str:
    """The address of a link as the viewer writes it: a node of the page by its anchor, a bare host with its scheme."""
    url = text(link, "url").strip()
    if _BARE_HOST.match(url):
        return f"http://{url}"
    if _BARE_MAIL.match(url):
        return f"mailto:{url}"
    anchor = text(link, "anchor")
    return url or (f"#viewer-{anchor}" if anchor else "")


def _texts(node: Json) -> Iterator[Json]:
    """A text node, and text that stands inside it though it should not."""
    waiting = [node]
    while waiting:
        below = waiting.pop()
        if type_of(below) == "TEXT":
            yield below
        waiting.extend(reversed(objects(below, "nodes")))


def _run(node: Json) -> Run:
    words = text(node, "textData", "text")
    marks: set[str] = set()
    href = ""
    for decoration in objects(node, "textData", "decorations"):
        kind = text(decoration, "type")
        if kind == "BOLD":
            weight = number(decoration, "fontWeightValue")
            marks |= {"b"} if weight is None or weight >= 600 else set()
        elif kind in _MARKS and look(decoration, _MARKS[kind][1]) is not False:
            marks.add(_MARKS[kind][0])
        elif kind == "LINK":
            href = link_of(look(decoration, "linkData", "link"))
        elif kind == "ANCHOR":
            href = link_of(look(decoration, "anchorData")) or href
        elif kind == "MENTION" and not words:
            words = f"@{text(decoration, 'mentionData', 'name')}".rstrip("@")
    # A link is underlined anyway; there the mark says nothing.
    return Run(words, frozenset(marks - {"u"} if href else marks), href)
