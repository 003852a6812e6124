"""What a habit makes of neighbouring nodes, for `leaves` to shape a block from."""

from __future__ import annotations

from dataclasses import dataclass

from importers.draft.lines import Line
from importers.records import Dropped, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One block written as text.

    Args:
        kind: readers, checklist, callout, options.
        used: how many nodes it is made of.
        items: each with its label, or its only text, and the nodes that belong to it.
        tone: of a callout.
    """

    kind: str
    used: int
    heading: Line = ()
    tone: str = ""
    items: tuple[tuple[Line, tuple[Node, ...]], ...] = ()
    dropped: tuple[Dropped, ...] = ()
