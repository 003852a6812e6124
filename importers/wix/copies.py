"""Groups that the page draws twice, and lines that separate nothing: what a page's reader would not miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from importers.content import box_nodes, box_text, node_text, with_inside
from importers.markup.cutting import Cut
from importers.records import Box, Dropped, Finding, Node
from importers.text import count, shows

_SHORTEST = 100  # characters of a group that is no refrain
_FEWEST = 2  # nodes with text

Part = Node | Box


def taken_once(content: Iterable[Part], cut: Cut) -> tuple[Part, ...]:
    """The content without the second of two equal groups, as a copy for phones leaves it beside the desktop's.

    Equal are groups with the same long text, pictures and links in the same order; an alternative text may stand on
    either.  A short text that comes again, such as a call to book below every section, stays.
    """
    copies = _Copies(cut)
    kept = tuple(copies.without(content))
    return tuple(map(copies.with_alts, kept)) if copies.alts else kept


@dataclass(slots=True)
class _Copies:
    cut: Cut
    alts: dict[str, str] = field(default_factory=dict)  # of the pictures in what was left out
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _seen: set[tuple[int, ...]] = field(default_factory=set)

    def without(self, parts: Iterable[Part]) -> Iterator[Part]:
        for part in parts:
            if isinstance(part, Node):
                yield part
                continue
            nodes = list(box_nodes(part))
            sign = tuple(self._numbers.setdefault(_sign(node), len(self._numbers)) for node in nodes)
            if sign in self._seen and _is_long(nodes):
                self._leave_out(part, nodes)
                continue
            self._seen.add(sign)
            if inner := tuple(self.without(part.children)):
                yield replace(part, children=inner)

    def _leave_out(self, box: Box, nodes: list[Node]) -> None:
        text = " ".join(filter(None, map(node_text, nodes)))
        where = f"#{box.id}" if box.id else next((node.where for node in nodes if node.where), "")
        self.cut.dropped.append(Dropped(rule="twin.repeated", text=text, where=where))
        self.cut.findings.append(
            Finding(
                level="info",
                id="twin.repeated",
                message=f"The same group stood twice on the page and was taken once: {box_text(box)[:80]} …",
                hint="Compare with the old page.",
                where=where,
            )
        )
        for image in (inner.image for node in nodes for inner in with_inside(node) if inner.image):
            if image.alt:
                self.alts.setdefault(image.url, image.alt)

    def with_alts(self, part: Part) -> Part:
        """A part, its pictures with the alternative texts that only their copies had."""
        children = tuple(map(self.with_alts, part.children))
        if isinstance(part, Box):
            return replace(part, children=children)
        image = part.image
        if image and not image.alt and image.url in self.alts:
            return replace(part, children=children, image=replace(image, alt=self.alts[image.url]))  # type: ignore[arg-type]
        return replace(part, children=children) if children != part.children else part  # type: ignore[arg-type]


def _sign(node: Node) -> tuple[object, ...]:
    """What a node says and shows; equal for equal ones, whatever their ids."""
    inside = tuple(
        (part.kind, part.url, part.image.url if part.image else "", *(run.href for run in part.runs))
        for part in with_inside(node)
    )
    return (node.level, node_text(node), *inside)


def _is_long(nodes: Iterable[Node]) -> bool:
    texts = [text for text in map(node_text, nodes) if shows(text)]
    return len(texts) >= _FEWEST and sum(map(count, texts)) >= _SHORTEST


def separated(content: Iterable[Part]) -> tuple[Part, ...]:
    """The content, with a line only between two pieces of text; beside a heading, picture or group it is decoration."""
    parts = tuple(content)
    kept: list[Part] = []
    for place, part in enumerate(parts):
        if isinstance(part, Box):
            kept.append(replace(part, children=separated(part.children)))
        elif part.kind != "divider" or (_is_text(kept[-1:]) and _is_text(parts[place + 1 : place + 2])):
            kept.append(part)
    return tuple(kept)


def _is_text(parts: Iterable[Part]) -> bool:
    return any(isinstance(part, Node) and part.kind in {"paragraph", "list", "quote"} for part in parts)
