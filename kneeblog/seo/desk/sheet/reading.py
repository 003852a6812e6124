"""A spreadsheet that came back: CSV in whatever encoding Excel chose, or a workbook."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from openpyxl import load_workbook

from kneeblog.reports.formulas import unguard
from kneeblog.seo.desk.edits import Version
from kneeblog.seo.desk.rows import EDITABLE

from . import COLUMNS, LOCK

MOST_ROWS = 20_000
MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
# What Windows makes of characters that its code page 932 has only in another form.
_LOOKALIKES = str.maketrans({"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "¥": "\\"})


class SheetError(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `problem` says why it cannot be taken as it stands."""

    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet.  `problems` name their column; with any of them the row cannot be applied."""

    number: int  # as the spreadsheet counts, the headings being 1
    page_id: int | None
    version: Version
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows.  `is_cp932`: characters that this encoding lacks came back as `?`."""

    lines: list[Line]
    is_cp932: bool = False

    def same(self, stored: str, came: str) -> bool:
        """Whether a cell holds what was stored, as far as its encoding could say it."""
        return stored == came or (self.is_cp932 and _in_cp932(stored) == _in_cp932(came))

    def can_hold(self, stored: str) -> bool:
        """Whether the encoding has all characters of what was stored."""
        return not self.is_cp932 or _in_cp932(stored).count(b"?") == stored.count("?")


def read(data: bytes) -> Sheet:
    """The rows of a CSV file or workbook.

    Args:
        data: CSV in UTF-8 with or without byte order mark, UTF-16 or CP932, separated by commas, semicolons or tabs;
            or XLSX, of which the first sheet is read.

    Raises:
        SheetError: it is neither, too large, or its headings are not those of the desk.
    """
    if len(data) > MOST_BYTES:
        raise SheetError(gettext("The file is too large."))
    if data.startswith(b"PK\x03\x04"):
        return Sheet(_lines(_xlsx(data)))
    text, encoding = _decode(data)
    return Sheet(_lines(_csv(text)), is_cp932=encoding == "cp932")


def _decode(data: bytes) -> tuple[str, str]:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SheetError(gettext("The file is neither a workbook (.xlsx) nor text in UTF-8, UTF-16 or Shift_JIS."))


def _csv(text: str) -> Iterator[list[Cell]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [Cell(unguard(cell)) for cell in row]
    except csv.Error as error:
        raise SheetError(gettext("The file is no table: %(why)s") % {"why": error}) from error


def _xlsx(data: bytes) -> Iterator[list[Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            too_large = sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED
        sheet = None if too_large else load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        if sheet is not None:
            sheet.reset_dimensions()  # what the file claims to be as wide and long as
            for row in sheet.iter_rows():
                yield [_cell(cell) for cell in row]
    except Exception as error:  # openpyxl promises no kind of error for a broken file
        raise SheetError(gettext("The workbook cannot be opened.")) from error
    if too_large:
        raise SheetError(gettext("The file is too large."))


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        return Cell(str(value), gettext("is a formula"))
    if cell.data_type == "e":
        return Cell(str(value), gettext("is an error of the spreadsheet"))
    if isinstance(value, datetime.date | datetime.time):
        return Cell(str(value), gettext("was made a date by the spreadsheet"))
    if isinstance(value, bool):
        return Cell("1" if value else "0")
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return Cell(str(value))


def _lines(rows: Iterable[list[Cell]]) -> list[Line]:
    rows = iter(rows)
    names = [cell.text.strip().lower() for cell in next(rows, [])]
    while names and not names[-1]:
        names.pop()
    _check_headings(names)
    lines = []
    for number, row in enumerate(rows, 2):
        if any(cell.text.strip() for cell in row):
            lines.append(_line(number, names, row))
        if len(lines) > MOST_ROWS:
            raise SheetError(gettext("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
    return lines


def _check_headings(names: list[str]) -> None:
    unknown = [name or "?" for name in names if name not in COLUMNS]
    twice = sorted({name for name in names if names.count(name) > 1} - {""})
    missing = [name for name in LOCK if name not in names]
    for problem, found in (
        (gettext("These columns are missing: %(names)s"), missing),
        (gettext("These columns are unknown: %(names)s"), unknown),
        (gettext("These columns stand there twice: %(names)s"), twice),
    ):
        if found:
            raise SheetError(problem % {"names": ", ".join(found)})


def _line(number: int, names: list[str], row: list[Cell]) -> Line:
    given = dict(zip(names, [*row, *[Cell("")] * (len(names) - len(row))], strict=False))
    problems = [
        f"{name}: {cell.problem}" for name, cell in given.items() if cell.problem and name in {*EDITABLE, *LOCK}
    ]
    if any(cell.text.strip() for cell in row[len(names) :]):
        problems.append(gettext("There are more cells than headings."))
    page_id = _number(given["page_id"].text)
    if page_id is None:
        problems.append(f"page_id: {gettext('is no number')}")
    try:
        version = _version(given)
    except ValueError:
        version = Version(None)
        problems.append(f"revision_id: {gettext('is no number')}")
    values = {name: given[name].text for name in EDITABLE if name in given}
    return Line(number, page_id, version, values, problems)


def _version(given: dict[str, Cell]) -> Version:
    revision = _number(given["revision_id"].text)
    if revision is None and given["revision_id"].text.strip():
        raise ValueError
    saved_at = given.get("revision_saved_at", Cell(""))
    return Version.parse(f"{revision or ''}@{'' if saved_at.problem else saved_at.text.strip()}")


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _in_cp932(text: str) -> bytes:
    return text.translate(_LOOKALIKES).encode("cp932", "replace")
