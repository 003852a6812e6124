"""A stretch of text that stands twice in a row, as a page for phones and one for desks leave it: taken once.

A refrain or a short line that comes again is left alone: what repeats must be several long paragraphs, all of them, one
after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from importers.content import node_text, with_inside
from importers.draft.context import Context
from importers.draft.lines import line_text
from importers.records import Node
from importers.text import count, shows

_SHORTEST = 100  # characters of a stretch
_FEWEST = 2  # nodes with text
_COMMON = 8  # how many nodes that also stand elsewhere, such as rules, a copy may begin with

Sign = tuple[object, ...]


def without_twins(context: Context, nodes: Sequence[Node]) -> list[Node]:
    """The nodes without the second of two equal stretches."""
    twins = _twins([_sign(node) for node in nodes], nodes) if _any_twice(nodes) else set()
    for place in sorted(twins):
        context.drop("twin.repeated", node_text(nodes[place]), nodes[place].where)
    if twins:
        first = next(node_text(nodes[place]) for place in sorted(twins) if shows(node_text(nodes[place])))
        context.find(
            "info", "twin.repeated", f"The same text stood twice in a row and was taken once: {first[:80]} …",
            "Compare with the old page.", nodes[min(twins)].where,
        )  # fmt: skip
    return [node for place, node in enumerate(nodes) if place not in twins]


def _any_twice(nodes: Sequence[Node]) -> bool:
    """Whether it is worth looking: most pages say everything once."""
    texts = [line_text(node.runs or (node.children[0].runs if node.children else ())) for node in nodes]
    spoken = [text for text in texts if text]
    return len(set(spoken)) < len(spoken)


def _twins(signs: Sequence[Sign], nodes: Sequence[Node]) -> set[int]:
    """The places of the second copies.

    Goes through the nodes once: `shift` is how far back the same stood, `run` for how many nodes that has held.  When
    it has held for `shift` nodes, those are the twin of the ones before them.
    """
    twins: set[int] = set()
    last: dict[Sign, int] = {}
    shift = run = 0
    for place, sign in enumerate(signs):
        if shift and signs[place - shift] == sign:
            run += 1
        else:
            shift = place - last[sign] if sign in last else 0
            run = _held(signs, place, shift) if shift else 0
        last[sign] = place
        if shift and run == shift and _is_long(nodes[place - shift + 1 : place + 1]):
            twins.update(range(place - shift + 1, place + 1))
            run = 0
    return twins


def _held(signs: Sequence[Sign], place: int, shift: int) -> int:
    """For how many nodes up to this one the same has stood `shift` before: copies may begin with what is common."""
    run = 1
    while run < min(shift, _COMMON) and place - run >= shift and signs[place - run] == signs[place - run - shift]:
        run += 1
    return run


def _sign(node: Node) -> Sign:
    """What a node says and shows; equal for equal ones, whatever their ids."""
    inside = tuple(
        (part.kind, line_text(part.runs), part.url, part.image.url if part.image else "") for part in with_inside(node)
    )
    return (node.level, node_text(node), *inside)


def _is_long(nodes: Sequence[Node]) -> bool:
    texts = [node_text(node) for node in nodes]
    return sum(1 for text in texts if shows(text)) >= _FEWEST and sum(map(count, texts)) >= _SHORTEST
