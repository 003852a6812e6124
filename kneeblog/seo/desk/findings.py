"""What SEO staff would want to mend: titles and descriptions that are missing, used twice, too long or too short.

Lengths are in full-width units.  The budgets are what result pages of 2016–2026 were seen to show of Japanese text:
about 32 of a title on a desktop, 50 of a description on a phone and 120 on a desktop; no search engine promises any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .rows import Row
from .text import fold, width

TITLE_MOST = 32
DESCRIPTION_LEAST, DESCRIPTION_MOST = 50, 120

LABELS: dict[str, Any] = {
    "title-twice": _("Title used twice"),
    "title-long": _("Title too long"),
    "description-missing": _("No description"),
    "description-twice": _("Description used twice"),
    "description-long": _("Description too long"),
    "description-short": _("Description too short"),
    "title-missing": _("No title of its own for search results"),
}
HINTS = frozenset({"title-missing"})  # no mistake: the page's title is shown


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one page."""

    kind: str  # a key of LABELS

    @property
    def label(self) -> str:
        """In words."""
        return str(LABELS[self.kind])

    @property
    def is_hint(self) -> bool:
        """Whether it may well stay as it is."""
        return self.kind in HINTS


def title_fits(text: str) -> bool:
    """Whether a result page shows all of it."""
    return width(text) <= TITLE_MOST


def description_fits(text: str) -> bool:
    """Whether it fills its place and does not run over."""
    return DESCRIPTION_LEAST <= width(text) <= DESCRIPTION_MOST


def findings(rows: Iterable[Row]) -> dict[int, list[Finding]]:
    """The findings of each page, by its id.

    Args:
        rows: all pages; whether a title is used twice depends on the others of its language.  Pages that search
            engines must not list, and copies of other pages, compete with none.
    """
    rows = list(rows)
    titles, descriptions = Counter[Any](), Counter[Any]()
    for row in rows:
        if _competes(row):
            titles[_key(row, row.search_title)] += 1
            descriptions[_key(row, row.description)] += 1
    return {row.pk: [Finding(kind) for kind in _kinds(row, titles, descriptions)] for row in rows}


def _kinds(row: Row, titles: Counter[Any], descriptions: Counter[Any]) -> Iterator[str]:
    listed = _competes(row)
    if listed and titles[_key(row, row.search_title)] > 1:
        yield "title-twice"
    if not title_fits(row.search_title):
        yield "title-long"
    if not row.description:
        yield "description-missing"
    else:
        length = width(row.description)
        if listed and descriptions[_key(row, row.description)] > 1:
            yield "description-twice"
        if length > DESCRIPTION_MOST:
            yield "description-long"
        elif length < DESCRIPTION_LEAST:
            yield "description-short"
    if not row.values["seo_title"]:
        yield "title-missing"


def _competes(row: Row) -> bool:
    return not (row.is_alias or row.robots.startswith("noindex"))


def _key(row: Row, text: str) -> tuple[int, str]:
    return row.page.locale_id, "".join(fold(text).split())
