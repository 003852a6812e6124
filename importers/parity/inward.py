"""Links that lead to a page: from how many other pages, on the old site and on the new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from importers.parity.compare import Difference


@dataclass(frozen=True, slots=True)
class Outward:
    """Where the links of one page lead.

    Args:
        key: of the page.
        address: the new page's, in full.
        old: keys of pages that the old page's links led to, those aside that are explained.
        new: addresses in the links of the new page.
    """

    key: str
    address: str
    old: frozenset[str]
    new: frozenset[str]


def fewer(pages: Iterable[Outward]) -> Iterator[tuple[str, Difference]]:
    """The key of each page to which fewer pages link than before, with the difference.

    Args:
        pages: all that were compared: what leads to others, or comes from them, counts on neither side.
    """
    pages = list(pages)
    keys = {_place(page.address): page.key for page in pages}
    before = Counter(key for page in pages for key in page.old - {page.key})
    after = Counter(key for page in pages for key in _arriving(page, keys) - {page.key})
    for key in keys.values():
        if after[key] < before[key]:
            yield key, Difference(fact="inlinks", old=str(before[key]), new=str(after[key]))


def _arriving(page: Outward, keys: dict[tuple[str, str], str]) -> set[str]:
    host = urlsplit(page.address).netloc
    places = (_place(address, host) for address in page.new)
    return {keys[place] for place in places if place in keys}


def _place(address: str, host: str = "") -> tuple[str, str]:
    """Host and path, as they are compared."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.netloc or host, unquote(parts.path)
