"""What a page is found by: its title, its headings and introduction, its text, each with what it weighs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from kneeblog.compliance.texts import Text, contents_of

TITLE, LEAD, BODY = 3, 2, 1
WEIGHTS = {TITLE: 9, LEAD: 3, BODY: 1}
"""How much a word counts where it stands; of several places the best one counts."""

_TITLE_FIELDS = frozenset({"title", "breadcrumb_label", "name", "name_kana", "romaji"})
_LEAD_FIELDS = frozenset({"introduction", "seo_title", "search_description", "summary"})
_HEADINGS = frozenset({"heading", "question", "title"})
_LENGTH = 4_000  # characters; PostgreSQL keeps no more than 16,383 places and 256 of one term
_OVERLAP = 60  # so that words are found across a cut


def passages(page: Page) -> Iterator[tuple[int, str]]:
    """The page's own texts with their tiers, in pieces of bounded length; what it shows of others is found there.

    Args:
        page: of its own type, as it is live.
    """
    texts: dict[int, list[str]] = {TITLE: [], LEAD: [], BODY: []}
    for text in contents_of(page).texts:
        if text.spot.owner is None and text.text.strip():
            texts[_tier(text)].append(text.text.strip())
    for tier, found in texts.items():
        whole = "\n".join(dict.fromkeys(found))
        for start in range(0, len(whole), _LENGTH):
            yield tier, whole[start : start + _LENGTH + _OVERLAP]


def _tier(text: Text) -> int:
    if not text.spot.way:
        return TITLE if text.spot.field in _TITLE_FIELDS else LEAD if text.spot.field in _LEAD_FIELDS else BODY
    block: Any = text.spot.way[-1][0]
    return LEAD if block.name in _HEADINGS else BODY
