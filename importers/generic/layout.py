"""Tables that place things on the page instead of stating facts: they are taken apart, each cell a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bs4 import Tag

from importers.markup.hooks import HEADINGS
from importers.text import count

_SECTIONS = ("thead", "tbody", "tfoot")
_PARAGRAPHS, _SEVERAL_PARAGRAPHS, _A_PAGE = 3, 300, 600

Rows = list[list[Tag]]

# Why a table is no table of facts; the first that speaks is enough.
SIGNS: tuple[tuple[str, Callable[[Tag, Rows], bool]], ...] = (
    ("tables stand in it", lambda table, rows: table.find("table") is not None),
    ("its text has headings", lambda table, rows: table.find(HEADINGS) is not None),
    ("it is a frame around one cell", lambda table, rows: sum(map(len, rows)) == 1),
    ("one row places pictures beside text", lambda table, rows: len(rows) == 1 and table.find("img") is not None),
    (
        "a cell holds several paragraphs",
        lambda table, rows: any(_holds_paragraphs(cell) for row in rows for cell in row),
    ),
    (
        "without a border, a cell holds a page's worth of text",
        lambda table, rows: (
            not table.get("border") and any(count(cell.get_text()) > _A_PAGE for row in rows for cell in row)
        ),
    ),
)


def settle(tables: Iterable[Tag]) -> None:
    """Take apart the tables that only place things, and give the others' head rows heading cells."""
    for table in list(tables):
        parts, rows = _parts(table)
        if is_layout(table, rows):
            for part in (table, *parts, *(cell for row in rows for cell in row)):
                part.name = "div"
            continue
        for part in parts:
            if part.parent is not None and part.parent.name == "thead":
                for cell in part.find_all("td", recursive=False):
                    cell.name = "th"


def is_layout(table: Tag, rows: Rows) -> bool:
    """Whether a table only places things; it has no caption and no heading cells then."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(cell.name == "th" for row in rows for cell in row) or table.find("caption", recursive=False):
        return False
    return any(speaks(table, rows) for _, speaks in SIGNS)


def _parts(table: Tag) -> tuple[list[Tag], Rows]:
    """The table's own sections and rows, without those of tables in it; and the cells of each row."""
    sections = [child for child in table.children if isinstance(child, Tag) and child.name in (*_SECTIONS, "caption")]
    rows = [
        child for part in (table, *sections) for child in part.children if isinstance(child, Tag) and child.name == "tr"
    ]
    cells = [[cell for cell in row.children if isinstance(cell, Tag) and cell.name in {"td", "th"}] for row in rows]
    return [*sections, *rows], cells


def _holds_paragraphs(cell: Tag) -> bool:
    return len(cell.find_all("p", recursive=False)) > _PARAGRAPHS and count(cell.get_text()) > _SEVERAL_PARAGRAPHS
