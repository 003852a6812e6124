"""A spreadsheet checked against the pages, applied as drafts, and taken back.

Each row stands for itself: what somebody else has changed since the export, what is locked and what the page's own
checks refuse is named and left alone; the rest is written in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.signal_handlers import disable_reference_index_auto_update

from kneeblog.models import SheetImport

from .edits import ConflictError, RefusedError, Version, differs, messages_of, prepare, tidy, write
from .rows import Row, all_rows
from .sheet.reading import Line, Sheet

State = SheetImport.State
Record = dict[str, Any]
OUTCOMES: dict[str, Any] = {
    "conflict": _("Conflict: not changed"),
    "refused": _("Not changed"),
    "ready": _("Would be changed"),
    "written": _("Saved as a draft"),
    "left": _("Not taken back"),
    "undone": _("Taken back"),
}


class NotNowError(Exception):
    """Somebody has applied the import, or taken it back, in the meantime."""


def check(sheet: Sheet, filename: str, user: Any) -> SheetImport:
    """Compares a sheet with the pages, and keeps what it would change.  Writes to no page.

    Earlier sheets of the same person that were checked and not applied are forgotten.
    """
    rows = {row.pk: row for row in all_rows()}
    seen: set[Any] = set()
    records, unchanged = [], 0
    for line in sheet.lines:
        record = _record(line, rows.get(line.page_id or 0), sheet)
        if record["new"] or record["problems"]:
            _check(record, seen, rows, user)
            records.append(record)
        else:
            unchanged += 1
        seen.add(line.page_id)
    with transaction.atomic():
        SheetImport.objects.filter(user=user, state=State.CHECKED).delete()
        return SheetImport.objects.create(filename=filename[-255:], user=user, rows=records, unchanged=unchanged)


def apply(pk: int, user: Any) -> SheetImport:
    """Writes every row that can be written as a draft revision; all of them, or none if something breaks.

    Raises:
        NotNowError: it was applied already.
    """

    def save(record: Record) -> None:
        version = Version.parse(record["version"])
        try:
            done = write(record["page"], record["new"], user=user, version=version)
        except (RefusedError, ValidationError) as error:
            _refuse(record, error)
            return
        record["outcome"] = "written"
        record["before"] = version.revision
        if done is not None:
            change, revision = done
            record.update(old=change.old, new=change.new, after=revision.pk, written=str(Version.of(change.draft)))

    return _step(pk, State.CHECKED, State.APPLIED, "ready", save, applied_at=timezone.now())


def undo(pk: int, user: Any) -> SheetImport:
    """Gives the pages the former values, as new draft revisions; what was changed since stays, and is named.

    Raises:
        NotNowError: it was not applied, or was taken back already.
    """

    def restore(record: Record) -> None:
        try:
            if record["after"]:
                write(record["page"], record["old"], user=user, version=Version.parse(record["written"]))
        except (RefusedError, ValidationError) as error:
            _refuse(record, error)
            record["outcome"] = "left"
        else:
            record["outcome"] = "undone"

    return _step(pk, State.APPLIED, State.UNDONE, "written", restore, undone_at=timezone.now())


@transaction.atomic
def _step(
    pk: int, state: Any, following: Any, outcome: str, act: Callable[[Record], None], **fields: Any
) -> SheetImport:
    """Does something to every record with an outcome, and moves the import on."""
    sheet_import = SheetImport.objects.select_for_update().filter(pk=pk, state=state).first()
    if sheet_import is None:
        raise NotNowError
    with disable_reference_index_auto_update():  # it says what live pages refer to, which no draft changes
        for record in sheet_import.rows:
            if record["outcome"] == outcome:
                act(record)
    sheet_import.state = following
    for name, value in fields.items():
        setattr(sheet_import, name, value)
    sheet_import.save()
    return sheet_import


def _record(line: Line, row: Row | None, sheet: Sheet) -> Record:
    """What the line asks of the page."""
    problems = list(line.problems)
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    if row is None and line.page_id is not None:
        problems.append(f"page_id: {gettext('There is no such page.')}")
    for name, value in line.values.items() if row else ():
        stored, came = tidy(name, row.values[name]), tidy(name, value)  # type: ignore[union-attr]
        if differs(name, stored, came) and not sheet.same(stored, came):
            old[name], new[name] = stored, came
            if not sheet.can_hold(stored):
                problems.append(f"{name}: {gettext('The encoding of the file lacks characters of this text.')}")
    return {
        "line": line.number,
        "page": line.page_id,
        "title": row.title if row else line.values.get("title", ""),
        "version": str(line.version),
        "old": old,
        "new": new,
        "outcome": "refused" if problems else "ready",
        "problems": problems,
        "before": None,
        "after": None,
    }


def _check(record: Record, seen: set[Any], rows: dict[int, Row], user: Any) -> None:
    """Tries the record out, and what no page can know: whether the sheet says the same thing twice."""
    if record["page"] is not None and record["page"] in seen:
        _refuse(record, RefusedError(gettext("The page stands in the sheet twice.")))
    row = rows.get(record["page"] or 0)
    if row is not None and "slug" in record["new"]:
        place = (row.page.path[: -row.page.steplen], record["new"]["slug"])
        if place in seen:
            _refuse(record, RefusedError(f"slug: {gettext('Another row gives its page the same address.')}"))
        seen.add(place)
    if record["outcome"] == "ready":
        try:
            prepare(record["page"], record["new"], user=user, version=Version.parse(record["version"]))
        except (RefusedError, ValidationError) as error:
            _refuse(record, error)


def _refuse(record: Record, error: RefusedError | ValidationError) -> None:
    record["outcome"] = "conflict" if isinstance(error, ConflictError) else "refused"
    record["problems"] += _said(error) if isinstance(error, ValidationError) else [str(error)]


def _said(error: ValidationError) -> Iterator[str]:
    for name, messages in messages_of(error).items():
        for message in messages:
            yield message if name == NON_FIELD_ERRORS else f"{name}: {message}"
