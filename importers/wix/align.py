"""Two sequences of the same things, each with gaps → what stands where in both; in n log n steps."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Key = Callable[[Item], str]
Pairs = list[tuple[Item | None, Item | None]]


def aligned(
    left: Sequence[Item], right: Sequence[Item], keys: Sequence[Key[Item]], alike: Callable[[Item, Item], bool]
) -> Pairs[Item]:
    """Pairs of `left` and `right` in order; what only one side has is paired with `None`.

    Args:
        left: one side.
        right: the other.
        keys: by what things are known again, the surest first; `""` says nothing.  Only a key that each side has once
            is trusted, and only as many of them as stand in one order; between those the next key is asked.
        alike: whether two things without any such key may be the same because they stand at the same place.
    """
    if not (keys and left and right):
        return _in_step(left, right, alike)
    out: Pairs[Item] = []
    done_left = done_right = 0
    for place_left, place_right in [*_anchors(left, right, keys[0]), (len(left), len(right))]:
        between = aligned(left[done_left:place_left], right[done_right:place_right], keys[1:], alike)
        out.extend(between)
        if place_left < len(left):
            out.append((left[place_left], right[place_right]))
        done_left, done_right = place_left + 1, place_right + 1
    return out


def in_order_of(
    left: Sequence[Item], right: Sequence[Item], keys: Sequence[Key[Item]]
) -> tuple[list[Item], list[Item]]:
    """`right` in the order of `left`, and what was moved for it.

    What only `right` has goes with the thing before it.

    Args:
        left: one side.
        right: the other.
        keys: as for `aligned`.
    """
    pairs = _partners(left, right, keys)
    places = sorted(place for _, place in pairs)
    if [place for _, place in pairs] == places:
        return list(right), []
    ends = dict(zip(places, [*places[1:], len(right)], strict=True))
    stay = set(_longest_run(pairs))
    moved = [right[place] for at, place in pairs if (at, place) not in stay]
    return [*right[: places[0]], *(item for _, place in pairs for item in right[place : ends[place]])], moved


def _partners(left: Sequence[Item], right: Sequence[Item], keys: Sequence[Key[Item]]) -> list[tuple[int, int]]:
    """Places of what both sides have once, in the order of `left`; a thing known by its surest key has no other."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        if len(found) == min(len(left), len(right)):
            break  # nobody is left without a partner
        places = _unique(right, key)
        for name, place in _unique(left, key).items():
            if name in places and place not in found and places[name] not in taken:
                found[place] = places[name]
                taken.add(places[name])
    return sorted(found.items())


def _anchors(left: Sequence[Item], right: Sequence[Item], key: Key[Item]) -> list[tuple[int, int]]:
    """Places of things with the same key on both sides: the longest run of them that is in order on both."""
    places = _unique(right, key)
    return _longest_run([(place, places[name]) for name, place in _unique(left, key).items() if name in places])


def _longest_run(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of some pairs, which are in order on the left, as are in order on the right too."""
    ends: list[int] = []  # the last right place of the best run of each length
    runs: list[int] = []  # which pair that is
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(runs[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        runs[length : length + 1] = [number]
    chain: list[tuple[int, int]] = []
    at = runs[-1] if runs else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _unique(items: Sequence[Item], key: Key[Item]) -> dict[str, int]:
    names = [key(item) for item in items]
    seen = Counter(names)
    return {name: place for place, name in enumerate(names) if name and seen[name] == 1}


def _in_step(left: Sequence[Item], right: Sequence[Item], alike: Callable[[Item, Item], bool]) -> Pairs[Item]:
    """Pairs by place; where they are not alike, the longer side goes ahead alone."""
    out: Pairs[Item] = []
    one, other = 0, 0
    while one < len(left) and other < len(right):
        if alike(left[one], right[other]):
            out.append((left[one], right[other]))
            one, other = one + 1, other + 1
        elif len(left) - one > len(right) - other:
            out.append((left[one], None))
            one += 1
        else:
            out.append((None, right[other]))
            other += 1
    out += [(item, None) for item in left[one:]]
    out += [(None, item) for item in right[other:]]
    return out
