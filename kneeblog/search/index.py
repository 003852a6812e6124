"""The index in the database: a full-text table of SQLite or PostgreSQL, one row a passage.

A row's key says whose it is: page × 4096 + tier × 1024 + number.  So hits are read from the index alone, and a page's
rows lie beside each other.  Whether a page may be shown is asked of the pages themselves at each search: a page that
was moved or locked away since needs no new row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from wagtail.models import Locale, Page, PageViewRestriction

from .passages import TITLE, passages
from .terms import Phrase, fold, terms

TABLE = "kneeblog_site_search"
_PAGE, _TIER = 4096, 1024
_KEYS = {"sqlite": "rowid", "postgresql": "key"}
_MATCHES = {"sqlite": "words MATCH %s", "postgresql": "words @@ %s::tsquery"}
_INSERTS = {"sqlite": "(%s, %s, %s)", "postgresql": "(%s, %s::tsvector, %s)"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A page in which one of the phrases stands, and the best of the tiers where it does."""

    page: int
    tier: int
    published_at: datetime | str | None


def is_available() -> bool:
    """Whether this database has such an index."""
    return connection.vendor in _KEYS


def find(phrases: Sequence[Phrase], root: Page, locale: Locale) -> list[Hit]:
    """All live pages that anybody may read and that have one of the phrases; one query.

    Args:
        phrases: of which one is enough.
        root: of the site that is searched.
        locale: of the pages.
    """
    key = _KEYS[connection.vendor]
    restricted = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    query = (
        f"SELECT p.id, MAX(s.{key} %% {_PAGE}), p.first_published_at"
        f" FROM {TABLE} s JOIN wagtailcore_page p ON p.id = s.{key} / {_PAGE}"
        f" WHERE s.{_MATCHES[connection.vendor]} AND p.live AND p.locale_id = %s AND p.path LIKE %s"
        f"{' AND p.path NOT LIKE %s' * len(restricted)} GROUP BY p.id, p.first_published_at"
    )
    values = [_written(phrases), locale.pk, *(f"{path}%" for path in (root.path, *restricted))]
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Hit(page, place // _TIER, published) for page, place, published in cursor.fetchall()]


def texts(pages: Iterable[int]) -> dict[int, list[str]]:
    """The passages of some pages below their titles, as they were written, the weightiest first."""
    key = _KEYS[connection.vendor]
    found: dict[int, list[str]] = {page: [] for page in pages}
    if not found:
        return found
    # Not by OR: SQLite would read the whole table.
    query = " UNION ALL ".join([f"SELECT {key}, text FROM {TABLE} WHERE {key} BETWEEN %s AND %s"] * len(found))
    bounds = [bound for page in found for bound in _range(page)]
    with connection.cursor() as cursor:
        cursor.execute(query, bounds)
        rows = cursor.fetchall()
    for row, text in sorted(rows, key=lambda row: (-(row[0] % _PAGE // _TIER), row[0])):
        if row % _PAGE // _TIER < TITLE:
            found[row // _PAGE].append(text)
    return found


@transaction.atomic
def put(page: Page) -> None:
    """Write a live page's rows anew.

    Args:
        page: of its own type.
    """
    remove(page.pk)
    first, _last = _range(page.pk)
    rows = [
        (first + tier * _TIER + number, _row(terms(fold(text).text)), text)
        for number, (tier, text) in enumerate(islice(passages(page), _TIER))
    ]
    columns = f"{_KEYS[connection.vendor]}, words, text"
    statement = f"INSERT INTO {TABLE} ({columns}) VALUES {_INSERTS[connection.vendor]}"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def remove(page: int) -> None:
    """Take a page's rows out."""
    key = _KEYS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE {key} BETWEEN %s AND %s", _range(page))


def clear() -> None:
    """Take all rows out."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")


def _range(page: int) -> tuple[int, int]:
    return page * _PAGE, page * _PAGE + _PAGE - 1


# Terms are letters and digits, so that quoting them is all there is to escaping. --------------------------------------


def _row(found: Sequence[str]) -> str:
    if connection.vendor == "sqlite":
        return " ".join(found)
    return " ".join(f"'{term}':{place}" for place, term in enumerate(found, start=1))


def _written(phrases: Sequence[Phrase]) -> str:
    if connection.vendor == "sqlite":
        return " OR ".join(f'"{" ".join(phrase.terms)}"{" *" if phrase.open else ""}' for phrase in phrases)
    return " | ".join(
        " <-> ".join([*(f"'{term}'" for term in phrase.terms[:-1]), f"'{phrase.terms[-1]}'{':*' * phrase.open}"])
        for phrase in phrases
    )
