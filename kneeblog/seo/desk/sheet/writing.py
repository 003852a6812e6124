"""Rows of the desk as a spreadsheet that Japanese Excel opens as it should."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from kneeblog.reports.formulas import guard
from kneeblog.seo.desk.rows import EDITABLE, Row

from . import COLUMNS

_WIDTHS = {"title": 44, "seo_title": 44, "search_description": 80, "url": 40, "slug": 24, "canonical_url": 24}


def cells(row: Row) -> list[str]:
    """The row's values in the order of `COLUMNS`."""
    page = row.page
    known = {
        "page_id": str(row.pk),
        "locale": row.language,
        "type": row.type_label,
        "url": (page.get_full_url() or "") if page.live else "",
        "live": "1" if page.live else "0",
        "revision_id": str(page.latest_revision_id or ""),
        "last_published_at": _moment(page.last_published_at),
        "revision_saved_at": _moment(row.saved_at),
        **row.values,
    }
    return [known[name] for name in COLUMNS]


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """A CSV file, line by line: UTF-8 with byte order mark and CRLF, without which Excel takes it for Shift_JIS."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for line in (list(COLUMNS), *map(cells, rows)):
        writer.writerow([guard(cell) for cell in line])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def xlsx(rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet; every cell is text, so that no number, date or formula is made of it."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("SEO")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = _WIDTHS.get(name, 12)
    sheet.append([_text(sheet, name, bold=name in EDITABLE) for name in COLUMNS])
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in cells(row)])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _text(sheet: Worksheet, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type, cell.number_format = "s", "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _moment(moment: datetime.datetime | None) -> str:
    return moment.isoformat() if moment else ""
