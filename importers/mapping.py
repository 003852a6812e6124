"""The mapping file: a person's word on single pages, which stands above every rule.

A CSV with a heading row; `key` names the page, the other columns may be empty:

    key,page_type,parent,slug,skip,bold_lines,decision
    post/back-knee,symptom_article,/blog/,back-knee,,,
    post/test,,,,yes,,
    post/old-style,,,,,headings,
    post/rewritten,,,,,,adopt

The CSV that `--report` writes is one, with more columns for the person who edits it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from importers.errors import SourceError

COLUMNS = ("key", "page_type", "parent", "slug", "skip", "bold_lines", "decision")
REPORT_COLUMNS = ("outcome", "title", "url", "reasons", "findings", "lost")  # to read, not to decide
PAGE_TYPES = ("symptom_article", "condition", "treatment", "physician", "article")
BOLD_LINES = ("headings", "text")
# What a later import does with a page that is there: leave it to the editors from now on, or no longer; make it again
# though it was deleted; take the source though most of its text is gone; keep the editors' version where both differ.
DECISIONS = ("adopt", "release", "again", "accept", "keep")
_YES = {"yes", "1", "true", "x", "skip", "はい"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # Excel's “Unicode text”
_NO_TEXT = re.compile("[\x00\x80-\x9f\uf8f0-\uf8f3]")  # what Shift_JIS makes of bytes it has no character for
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a person decided about one page; `""` leaves it to the rules."""

    page_type: str = ""
    parent: str = ""
    slug: str = ""
    skip: bool = False
    bold_lines: str = ""
    decision: str = ""
    where: str = ""  # file and line


def read_mapping(path: str | Path) -> dict[str, Override]:
    """The overrides by source key.

    Raises:
        SourceError: naming file, line and what is wrong there.
    """
    found: dict[str, Override] = {}
    for key, row, where in _rows(path):
        override = _override(row, where)
        earlier = found.setdefault(key, override)
        # Two copies of one page are two lines of a report.
        if replace(earlier, where="") != replace(override, where=""):
            raise SourceError(f"{where}: {key} stands in this file already, with other decisions ({earlier.where}).")
    return found


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _live(text: str) -> str:
    """What a cell said before it was made inert."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _rows(path: str | Path) -> Iterator[tuple[str, Row, str]]:
    """Key, cells and place of every line that says something."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        names = [(name or "").strip() for name in rows.fieldnames or ()]
        rows.fieldnames = names
        if "key" not in names:
            raise SourceError(
                f"{path}: the first line must name the columns, `key` among them, with commas between them."
            )
        if unknown := set(names) - {*COLUMNS, *REPORT_COLUMNS, ""}:
            raise SourceError(f"{path}: unknown columns {', '.join(sorted(unknown))}; known are {', '.join(COLUMNS)}.")
        for row in rows:
            where = f"{path}, line {rows.line_num}"
            if any(row.pop(None, ())):  # cells beyond the heading
                raise SourceError(f"{where}: this line has more cells than the heading.")
            cells = {name: _live((cell or "").strip()) for name, cell in row.items()}
            if any(cells.values()):
                yield cells["key"].strip("/ "), cells, where
    except csv.Error as error:
        raise SourceError(f"{path}, line {rows.line_num}: this is no CSV ({error}).") from error


def _text(path: str | Path) -> str:
    """The file's text: UTF-8, or what Excel in Japan writes."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}.") from error
    for encoding in () if data.startswith(_UTF_16) else ("utf-8-sig", "cp932"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not _NO_TEXT.search(text):
                return text
    raise SourceError(f"{path}: this file is neither UTF-8 nor Shift_JIS; save it as “CSV UTF-8”.")


def _override(row: Row, where: str) -> Override:
    page_type, slug, bold_lines, decision = (
        row.get(name, "") for name in ("page_type", "slug", "bold_lines", "decision")
    )
    if page_type and page_type not in PAGE_TYPES:
        raise SourceError(f"{where}: {page_type} is no page type; there are {', '.join(PAGE_TYPES)}.")
    if slug and not (slug.isascii() and slug.replace("-", "").replace("_", "").isalnum()):
        raise SourceError(f"{where}: the slug {slug} may hold only ASCII letters, digits and hyphens.")
    if bold_lines and bold_lines not in BOLD_LINES:
        raise SourceError(f"{where}: bold_lines is {' or '.join(BOLD_LINES)}, or empty; not {bold_lines}.")
    if decision and decision not in DECISIONS:
        raise SourceError(f"{where}: {decision} is no decision; there are {', '.join(DECISIONS)}.")
    return Override(
        page_type=page_type, parent=row.get("parent", ""), slug=slug, skip=row.get("skip", "").lower() in _YES,
        bold_lines=bold_lines, decision=decision, where=where,
    )  # fmt: skip
