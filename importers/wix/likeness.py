"""What nodes say and show, for comparing two readings of one post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from importers.content import node_text, with_inside
from importers.records import Node, Run
from importers.text import one_line, visible

MEDIA = frozenset({"image", "gallery", "video", "file", "embed", "lost_embed", "button"})

_LONG = 120
_VIDEO_ID = re.compile(
    r"(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]{0,200}&)?v=|embed/|shorts/)|vimeo\.com/(?:video/)?"
    r"|video\.wixstatic\.com/video/)([\w-]+)"
)


def text_of(nodes: Iterable[Node]) -> str:
    """The visible text of nodes; `node_text` for counting, without its care for spaces."""
    return visible("".join(part for node in nodes for inner in with_inside(node) for part in _parts(inner)))


def _parts(node: Node) -> Iterable[str]:
    """What `node_text` would say of a node without what stands in it."""
    for run in node.runs:
        yield run.text
        yield run.ruby
    if node.kind in {"file", "legacy"}:
        yield node_text(replace(node, runs=(), children=(), rows=()))


def words_of(runs: Iterable[Run]) -> str:
    """The visible text of runs."""
    return visible("".join(run.text + run.ruby for run in runs))


def essence(unit: Sequence[Node]) -> str:
    """What a unit is known by where it has no id: its text, or the file it shows."""
    text = text_of(unit)
    return text or next((address(node) for node in unit if address(node)), "")


def address(node: Node) -> str:
    """What file or place a node shows."""
    return node.image.url if node.image else node.url


def is_media(nodes: Iterable[Node]) -> bool:
    """Whether any of the nodes is no text."""
    return any(node.kind in MEDIA for node in nodes)


def has_media(node: Node) -> bool:
    """Whether a node is no text, or holds what is none."""
    return is_media(with_inside(node))


def says_all(one: Iterable[Run], other: Iterable[Run]) -> bool:
    """Whether `one` has every mark and link that `other` has on the same text."""
    pairs = zip(_letters(one), _letters(other), strict=True)
    return all(
        there.marks <= here.marks and there.ruby == here.ruby and _leads_alike(here.href, there.href)
        for here, there in pairs
    )


def _leads_alike(href: str, other: str) -> bool:
    """Whether a link leads where another does; a relative one is what a mirror made of it."""
    return not other or bool(href and (not is_absolute(other) or target(href) == target(other)))


def _letters(runs: Iterable[Run]) -> Iterable[Run]:
    """For every visible character the run it stands in."""
    return (run for run in runs for _ in visible(run.text + run.ruby))


def is_absolute(href: str) -> bool:
    """Whether an address says by itself where it leads."""
    return bool(re.match(r"[a-zA-Z][\w+.-]*:|//|#", href))


def target(href: str) -> str:
    """Where an address leads, for comparing: which film, or host and path without what makes no difference."""
    film = _VIDEO_ID.search(href)
    return film[1] if film else re.sub(r"^(?:https?:)?//(?:www\.)?|/(?=$|[?#])", "", unquote(href.strip()))


def quoted(nodes: Sequence[Node]) -> str:
    """What nodes say, short enough for a message, and what file they show."""
    said = _said(nodes)
    return f"“{said}”" if len(said) <= _LONG else f"“{said[:80]} … {said[-30:]}”"


def contrasted(one: Node, other: Node) -> tuple[str, str]:
    """What two nodes say, long texts from shortly before the place where they part."""
    texts = [_said([one]), _said([other])]
    alike = next((place for place, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, alike - 30) if max(map(len, texts)) > _LONG else 0
    first, second = (
        f"“{'… ' if start else ''}{text[start : start + _LONG]}{' …' if len(text) > start + _LONG else ''}”"
        for text in texts
    )
    return first, second


def shape(node: Node) -> str:
    """What a node is, for a message on two that say the same."""
    level = f" of level {node.level}" if node.level else ""
    return (
        ("numbered " if node.ordered else "") + node.kind + level + (f" from {node.start}" if node.start != 1 else "")
    )


def _said(nodes: Sequence[Node]) -> str:
    parts = [part for node in nodes for part in (node_text(node), address(node)) if part]
    return one_line(" ".join(parts)) or ", ".join(dict.fromkeys(node.kind for node in nodes))


def linked(node: Node) -> Node:
    """A node that says where its links lead and which marks it has, for a message."""
    parts = (
        f"{run.text}[{' '.join(filter(None, (*sorted(run.marks), run.href)))}]" if run.marks or run.href else run.text
        for run in node.runs
    )
    return replace(node, runs=(Run("".join(parts)),))
