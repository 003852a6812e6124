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


def _anchors(left: Sequence[Item], right: Sequence[Item], key: Key[Item]) -> list[tuple[int, int]]:
    """Places of things with the same key on both sides: the longest run of them that is in order on both."""
    places = _unique(right, key)
    pairs = [(place, places[name]) for name, place in _unique(left, key).items() if name in places]
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
