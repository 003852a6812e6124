"""Groups that the page draws twice, and lines that separate nothing: what a page's reader would not miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from importers.content import box_nodes, box_text, node_text, with_inside
from importers.markup.cutting import Cut
from importers.records import Box, Dropped, Finding, Node
from importers.text import count, shows

_SHORTEST = 100  # characters of a group that is no refrain
_FEWEST = 2  # nodes with text
_PRIME, _BASE = 2**61 - 1, 1_000_003

Part = Node | Box


def taken_once(content: Iterable[Part], cut: Cut) -> tuple[Part, ...]:
    """The content without the second of two equal groups, as a copy for phones leaves it beside the desktop's.

    Equal are groups with the same long text, pictures and links in the same order; an alternative text may stand on
    either.  A short text that comes again, such as a call to book below every section, stays.
    """
    copies = _Copies(cut)
    kept = tuple(copies.without(content))
    return tuple(map(copies.with_alts, kept)) if copies.alts else kept


class _Sum(NamedTuple):
    """What a stretch says, in a number that is put together from those of its parts, and how long it is."""

    value: int
    power: int
    texts: int
    chars: int

    @property
    def is_long(self) -> bool:
        """Whether it is more than a refrain."""
        return self.texts >= _FEWEST and self.chars >= _SHORTEST


@dataclass(slots=True)
class _Copies:
    cut: Cut
    alts: dict[str, str] = field(default_factory=dict)  # of the pictures in what was left out
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _sums: dict[int, _Sum] = field(default_factory=dict)  # by the address of the group
    _first: dict[_Sum, Box] = field(default_factory=dict)

    def without(self, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts, in order, but for the groups that were there before."""
        for part in parts:
            if isinstance(part, Node):
                yield part
                continue
            own = self._sums.get(id(part)) or self._sum(part)
            first = self._first.setdefault(own, part)
            if first is not part and own.is_long and self._signs(first) == self._signs(part):
                self._leave_out(part, list(box_nodes(part)))
            elif inner := tuple(self.without(part.children)):
                yield replace(part, children=inner)

    def _sum(self, part: Part) -> _Sum:
        if isinstance(part, Node):
            text = node_text(part)
            number = self._numbers.setdefault(_sign(part), len(self._numbers) + 1)
            return _Sum(number, _BASE, int(shows(text)), count(text))
        total = _Sum(0, 1, 0, 0)
        for child in map(self._sum, part.children):
            value, power = total.value * child.power + child.value, total.power * child.power
            total = _Sum(value % _PRIME, power % _PRIME, total.texts + child.texts, total.chars + child.chars)
        self._sums[id(part)] = total
        return total

    def _signs(self, box: Box) -> list[tuple[object, ...]]:
        return list(map(_sign, box_nodes(box)))

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
