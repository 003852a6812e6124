"""Pages that are there more than once: under one key or address, with one text, or with nearly the same.

Nearly the same is found by shingles: of all stretches of a few characters of a text the ones with the smallest digests
are kept, and pages that share most of these share most of their text.  Every page is compared with few others, so the
whole takes time in proportion to the source.
"""

from __future__ import annotations

import hashlib
import heapq
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import unquote, urlsplit

from importers.records import Json

_SHINGLE = 12  # characters
_KEPT = 64  # shingles of a page
_MOST_PAGES = 24  # a shingle on more pages than this is the site's own phrase
_ALIKE = 0.7
_SHORTEST, _SHORTEST_NEARLY = 40, 200  # characters; below that pages are alike by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is kept of a page to compare it by."""

    path: str
    key: str
    address: str
    digest: str
    sketch: frozenset[int]


def print_of(path: str, key: str, url: str, text: str) -> Print:
    """The print of a page.

    Args:
        path: of the page in the source.
        key: its source key.
        url: its own address.
        text: of its article, folded.
    """
    return Print(
        path=path,
        key=key,
        address=_address(url),
        digest=hashlib.sha256(text.encode()).hexdigest() if len(text) >= _SHORTEST else "",
        sketch=_sketch(text) if len(text) >= _SHORTEST_NEARLY else frozenset(),
    )


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.netloc.lower().removeprefix('www.')}/{unquote(parts.path).strip('/')}" if parts.netloc else ""


def _sketch(text: str) -> frozenset[int]:
    data = text.encode("utf-32-le", "replace")
    size = 4 * _SHINGLE
    digests = {zlib.crc32(data[at : at + size]) for at in range(0, len(data) - size + 1, 4)}
    return frozenset(heapq.nsmallest(_KEPT, digests))


# By what pages are the same, the surest sign first.
SIGNS: tuple[tuple[str, Callable[[Print], str]], ...] = (
    ("key", lambda one: one.key),
    ("address", lambda one: one.address),
    ("text", lambda one: one.digest),
)


def duplicates(prints: Sequence[Print]) -> list[Json]:
    """Groups of pages that are the same; what a surer sign has named is not named again."""
    found: list[Json] = []
    groups_of: dict[int, set[int]] = {}  # page → the groups it is in
    for by, sign in SIGNS:
        groups: dict[str, list[int]] = {}
        for number, one in enumerate(prints):
            if value := sign(one):
                groups.setdefault(value, []).append(number)
        for value, pages in groups.items():
            if len(pages) > 1 and not _named(pages, groups_of):
                for page in pages:
                    groups_of.setdefault(page, set()).add(len(found))
                found.append(_group(by, "" if by == "text" else value, [prints[page] for page in pages]))
    nearly = (pair for pair in _alike(prints) if not _named(pair, groups_of))
    return found + [_group("nearly", "", [prints[page] for page in pair]) for pair in nearly]


def _named(pages: Sequence[int], groups_of: dict[int, set[int]]) -> bool:
    return bool(set.intersection(*(groups_of.get(page, set()) for page in pages)))


def _group(by: str, what: str, prints: Sequence[Print]) -> Json:
    likeness = [_likeness(prints[0], other) for other in prints[1:]]
    known = [value for value in likeness if value is not None]
    return {
        "by": by,
        "what": what,
        "pages": [one.path for one in prints],
        "likeness": min(known) if len(known) == len(likeness) else None,
    }


def _likeness(one: Print, other: Print) -> float | None:
    """How much of their texts two pages share, `None` for texts too short to tell."""
    if one.digest and one.digest == other.digest:
        return 1.0
    if not one.sketch or not other.sketch:
        return None
    return round(len(one.sketch & other.sketch) / min(len(one.sketch), len(other.sketch)), 2)


def _alike(prints: Sequence[Print]) -> list[tuple[int, int]]:
    pages: dict[int, list[int]] = {}
    for number, one in enumerate(prints):
        for shingle in sorted(one.sketch):
            pages.setdefault(shingle, []).append(number)
    shared = Counter(
        pair for numbers in pages.values() if 1 < len(numbers) <= _MOST_PAGES for pair in combinations(numbers, 2)
    )
    return [pair for pair in sorted(shared) if (_likeness(prints[pair[0]], prints[pair[1]]) or 0) >= _ALIKE]
