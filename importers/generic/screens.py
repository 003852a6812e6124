"""Copies of a text or picture for another screen: pages draw one of them and hide the other by their style sheet."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import islice

from importers.generic.outline import Outline, Part
from importers.markup.cutting import Cut
from importers.text import visible

_SHOWN_ON = r"(^| )({0}|(only|is|for|show|view|disp|u)-({0})|({0})-(only|show|view|block|item|on)|{1})( |$)"
_PHONE = re.compile(_SHOWN_ON.format("sp|smp|mobile", "visible-xs"))
_DESK = re.compile(_SHOWN_ON.format("pc|desktop", "hidden-xs"))
_LONGEST = 2000
_NEAR = 3  # levels up to what holds both


def drop_copies(outline: Outline, cut: Cut) -> None:
    """Drop what is called a phone's copy if the desktop's copy, with the same text or a picture too, stands near."""
    phone = [part for part in outline.parts if _is_called(part, _PHONE)]
    if not phone:
        return
    desk: dict[str, list[Part]] = {}
    for part in outline.parts:
        if _is_called(part, _DESK):
            desk.setdefault(_shows(part), []).append(part)
    for part in phone:
        if not part.gone and _has_original(part, desk.get(_shows(part), ())):
            outline.drop(cut, "twin.phone", part)


def _is_called(part: Part, names: re.Pattern[str]) -> bool:
    return (part.tag == "img" or 0 < part.chars <= _LONGEST) and bool(part.names and names.search(part.names))


def _shows(part: Part) -> str:
    return visible(part.node.text()) or "a picture"


def _has_original(part: Part, originals: Sequence[Part]) -> bool:
    """Whether the one just before or just after it stands under the same roof."""
    at = bisect(originals, part.index, key=lambda other: other.index)
    roofs = {roof.index for roof in islice(part.above(), 1, 1 + _NEAR)}
    return any(
        roofs & {roof.index for roof in islice(other.above(), 1, 1 + _NEAR)}
        for other in originals[max(0, at - 1) : at + 1]
    )
