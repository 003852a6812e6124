"""What a visitor looks for → pages in order, and the words by which they were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from . import index
from .excerpt import Piece, excerpt, marked
from .passages import WEIGHTS
from .spellings import of_glossary
from .terms import phrase

LONGEST = 100  # characters of a query; what is beyond is not read
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The pages by their keys, best first, and the spellings to mark in them."""

    pages: list[int] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    loosely: bool = False  # not as it was written, but by the words in it


@dataclass(frozen=True, slots=True)
class Result:
    """One page of the results, as it is shown."""

    page: Page
    title: list[Piece]
    excerpt: list[Piece]


def search(text: str, root: Page, locale: Locale) -> Found:
    """All pages in which every word of a query stands, in one of its spellings.

    Better is a page that has more of the words in its title, then in headings and introduction; of equals the newer.
    Where a longer query stands nowhere as it is, the words in it that carry meaning are looked for.

    Args:
        text: as a visitor typed it.
        root: of the site that is searched.
        locale: of the pages.
    """
    spellings = of_glossary(locale.language_code)
    text = text[:LONGEST]
    find = _in_index if _uses_index() else _in_backend
    found = find(spellings.queries(text), root, locale)
    if not found.pages and len(looser := spellings.looser(text)) > 1:
        again = find(looser, root, locale)
        return Found(again.pages, again.spellings, loosely=True)
    return found


def shown(found: Found, keys: Sequence[int]) -> list[Result]:
    """The results for some of the pages, with the words marked; three queries at most, whatever their number."""
    pages = Page.objects.in_bulk(keys)
    texts = index.texts(keys) if index.is_available() else {}
    results = []
    for key in keys:
        if (page := pages.get(key)) is not None:
            others = texts.get(key) or [page.search_description]
            results.append(Result(page, marked(page.title, found.spellings), excerpt(others, found.spellings)))
    return results


def _in_index(queries: list[list[str]], root: Page, locale: Locale) -> Found:
    scores: dict[int, int] | None = None
    newest: dict[int, Any] = {}
    for spellings in queries[:MOST_WORDS]:
        phrases = [found for word in spellings if (found := phrase(word))]
        if not phrases:
            continue
        hits = index.find(phrases, root, locale)
        newest |= {hit.page: str(hit.published_at or "") for hit in hits}
        weights = {hit.page: WEIGHTS[hit.tier] for hit in hits}
        scores = weights if scores is None else {key: scores[key] + weights[key] for key in scores.keys() & weights}
    best = scores or {}
    order = sorted(best, key=lambda key: (best[key], newest[key], key), reverse=True)
    return Found(order, [word for words in queries for word in words])


def _uses_index() -> bool:
    """Not where the site has a search server, which does better."""
    return index.is_available() and type(get_search_backend()).__module__.startswith("modelsearch.backends.database")


def _in_backend(queries: list[list[str]], root: Page, locale: Locale) -> Found:
    """By Wagtail's own search, in the order its backend gives."""
    words = " ".join(spellings[0] for spellings in queries[:MOST_WORDS])
    pages = Page.objects.live().public().descendant_of(root, inclusive=True).filter(locale=locale)
    keys = [page.pk for page in pages.search(words)[:1000]] if words else []
    return Found(keys, [word for spellings in queries for word in spellings])
