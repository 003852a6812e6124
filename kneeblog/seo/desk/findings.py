"""What SEO staff would want to mend: titles and descriptions that are missing, used twice, too long or too short.

Lengths are in full-width units.  The budgets are what result pages of 2016–2026 were seen to show of Japanese text:
about 32 of a title on a desktop, 50 of a description on a phone and 120 on a desktop; no search engine promises any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
    rows: list[Row] = field(default_factory=list, compare=False)  # the pages that say the same, this one among them

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
    titles, descriptions = _alike(rows)
    return {row.pk: list(_of_row(row, titles, descriptions)) for row in rows}


def findings_of(row: Row, others: Iterable[Row]) -> list[Finding]:
    """Those of one page among all others."""
    return list(_of_row(row, *_alike([*others, row])))


def _alike(rows: Iterable[Row]) -> tuple[dict[Any, list[Row]], dict[Any, list[Row]]]:
    """The pages by title and by description, as far as they compete."""
    titles, descriptions = defaultdict[Any, list[Row]](list), defaultdict[Any, list[Row]](list)
    for row in rows:
        if _competes(row):
            titles[_key(row, row.search_title)].append(row)
            descriptions[_key(row, row.description)].append(row)
    return titles, descriptions


def _of_row(row: Row, titles: dict[Any, list[Row]], descriptions: dict[Any, list[Row]]) -> Iterator[Finding]:
    listed = _competes(row)
    if listed and len(alike := titles[_key(row, row.search_title)]) > 1:
        yield Finding("title-twice", alike)
    if not title_fits(row.search_title):
        yield Finding("title-long")
    if not row.description:
        yield Finding("description-missing")
    else:
        length = width(row.description)
        if listed and len(alike := descriptions[_key(row, row.description)]) > 1:
            yield Finding("description-twice", alike)
        if length > DESCRIPTION_MOST:
            yield Finding("description-long")
        elif length < DESCRIPTION_LEAST:
            yield Finding("description-short")
    if not row.values["seo_title"]:
        yield Finding("title-missing")


def _competes(row: Row) -> bool:
    return not (row.is_alias or row.robots.startswith("noindex"))


def _key(row: Row, text: str) -> tuple[int, str]:
    return row.page.locale_id, "".join(fold(text).split())
