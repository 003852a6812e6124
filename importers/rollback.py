"""Room 6: takes one run back.  Pages it created go, pages it updated return to the revision before, and so does what it
made beside them.

What an editor has touched since is held back, with the reason, and so is what others refer to by now.  The rest of the
database is as it was before the run, log entries of what never came to be included: the run's own record says what
was done and taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ManyToOneRel, Model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision

from importers.errors import ImportFailure
from importers.lease import nobody_writes
from importers.models import ImportedPage, ImportRun, MadeObject, Outcome, RunEntry
from importers.snapshot import restored

_WROTE = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.HELD_BACK, Outcome.ADOPTED)


class UnknownRun(ImportFailure):
    """There is no such run, or it has been taken back."""


@dataclass(slots=True)
class Result:
    """What was taken back and what was not."""

    run: ImportRun
    removed: list[str] = field(default_factory=list)  # titles or names
    returned: list[str] = field(default_factory=list)
    held_back: list[tuple[str, str]] = field(default_factory=list)  # with the reason


def find_run(name: str) -> ImportRun:
    """The run of a number, or the last one that has not been taken back.

    Raises:
        UnknownRun: naming the runs there are.
    """
    runs = ImportRun.objects.exclude(state=ImportRun.State.ROLLED_BACK)
    if name == "last":
        run = runs.first()
    else:
        run = runs.filter(pk=int(name)).first() if name.isascii() and name.isdigit() else None
    if run is None:
        known = ", ".join(str(pk) for pk in runs.values_list("pk", flat=True)[:10])
        raise UnknownRun(f"There is no run {name} to take back; there are: {known or 'none'}.")
    return run


@transaction.atomic
def roll_back(run: ImportRun) -> Result:
    """Take a run back.

    Raises:
        AnotherImport: an import is writing.
    """
    with nobody_writes():
        result = Result(run)
        entries = list(run.entries.filter(taken_back=False, outcome__in=_WROTE).select_related("page").order_by("-pk"))
        rows = {row.key: row for row in ImportedPage.objects.filter(key__in={entry.key for entry in entries})}
        todo = list(_free(entries, rows, result))
        for entry in _unreferenced(todo, result):
            _take_back(entry, rows[entry.key], result)
        _remove_made(run, result)
        if not result.held_back:
            run.state = ImportRun.State.ROLLED_BACK
            run.save(update_fields=["state"])
        return result


# What can be taken back -----------------------------------------------------------------------------------------------


def _free(entries: Iterable[RunEntry], rows: dict[str, ImportedPage], result: Result) -> Iterator[RunEntry]:
    """The entries that nothing stands in the way of; the others are told."""
    for entry in entries:
        row = rows.get(entry.key)
        if row is None or (entry.before is None and entry.outcome != Outcome.CREATED):
            continue  # nothing was written
        if reason := _obstacle(entry, row):
            result.held_back.append((entry.title or entry.key, reason))
        else:
            yield entry


def _obstacle(entry: RunEntry, row: ImportedPage) -> str:
    """Why an entry cannot be taken back, `""` if it can."""
    page = entry.page
    if row.run_id != entry.run_id and entry.revision_id:
        return f"run {row.run_id} has written this page since; take that back first"
    if page is None:
        return ""
    if entry.outcome in {Outcome.CREATED, Outcome.UPDATED} and page.latest_revision_id != entry.revision_id:
        return "an editor has worked on it since"
    if entry.outcome == Outcome.UPDATED and page.live_revision_id == entry.revision_id:
        return "it has been published since"
    if entry.outcome == Outcome.CREATED:
        return _grown(page)
    return ""


def _grown(page: Page) -> str:
    """What has come to a page since it was created."""
    if page.live or page.last_published_at:
        return "it has been published since"
    if page.get_children().exists():
        return "pages stand below it"
    if page.get_translations().exists():
        return "it has been translated since"
    if page.specific.workflow_in_progress:
        return "it is in a workflow"
    return ""


def _unreferenced(entries: list[RunEntry], result: Result) -> list[RunEntry]:
    """Without created pages that something which stays refers to."""
    while True:
        going = {str(entry.page_id) for entry in entries if entry.outcome == Outcome.CREATED and entry.page_id}
        users = {entry.pk: _used_by(entry.page, going) for entry in entries if str(entry.page_id) in going}
        if not any(users.values()):
            return entries
        for entry in entries:
            if user := users.get(entry.pk):
                result.held_back.append((entry.title or entry.key, f"{user} refers to it"))
        entries = [entry for entry in entries if not users.get(entry.pk)]


def _used_by(thing: Model | None, going: Collection[str] = ()) -> str:
    """Something that refers to a thing and stays, `""` if there is nothing."""
    if thing is None:
        return ""
    for reference in ReferenceIndex.get_references_to(thing).select_related("content_type"):
        is_page = issubclass(reference.content_type.model_class() or Model, Page)
        if not (is_page and reference.object_id in going):
            return f"{reference.model_name} {reference.object_id}"
    return ""


# Taking back ----------------------------------------------------------------------------------------------------------


def _take_back(entry: RunEntry, row: ImportedPage, result: Result) -> None:
    before = entry.before or {}
    if entry.outcome == Outcome.CREATED:
        result.removed.append(entry.title or entry.key)
        _delete_page(entry.page)
    elif "page" in before and entry.page is not None and entry.revision_id is not None:
        changed = entry.revision_id != entry.revision_before_id
        if changed:
            result.returned.append(entry.title or entry.key)
        _return_page(entry, before["page"], revision_is_new=changed)
    if "row" in before:
        state = restored(before["row"], ImportedPage)
        ImportedPage.objects.filter(pk=row.pk).update(**{name: value for name, value in state.items() if name != "id"})
    else:
        row.delete()
    entry.taken_back = True
    entry.save(update_fields=["taken_back"])


def _return_page(entry: RunEntry, state: Any, *, revision_is_new: bool) -> None:
    page_id = entry.page_id
    Page.objects.filter(pk=page_id).update(**restored(state, Page))
    if revision_is_new:
        Revision.objects.filter(pk=entry.revision_id).delete()


def _delete_page(page: Page | None) -> None:
    if page is None:
        return
    page_id = page.pk
    page.specific.delete()
    PageLogEntry.objects.filter(page_id=page_id).delete()


def _remove_made(run: ImportRun, result: Result) -> None:
    """What the run made beside pages, the last first: what was made later may refer to it."""
    for record in MadeObject.objects.filter(run=run).order_by("-pk"):
        made = record.made
        if made is not None:
            if reason := _made_obstacle(record, made):
                result.held_back.append((str(made), reason))
                continue
            _delete_made(made)
        record.delete()


def _made_obstacle(record: MadeObject, made: Any) -> str:
    if getattr(made, "latest_revision_id", None) != record.revision:
        return "an editor has worked on it since"
    if isinstance(made, Page):
        return _grown(made)
    if user := _used_by(made) or _related_to(made):
        return f"{user} refers to it"
    return ""


def _related_to(made: Model) -> str:
    """A row of another table that a thing has, such as the page that carries a tag."""
    for relation in made._meta.related_objects:
        if isinstance(relation, ManyToOneRel):
            found = relation.related_model._base_manager.filter(**{relation.field.name: made.pk}).first()
            if found is not None:
                return str(found)
    return ""


def _delete_made(made: Model) -> None:
    if isinstance(made, Page):
        _delete_page(made)
        return
    content_type, object_id = ContentType.objects.get_for_model(made), str(made.pk)
    made.delete()
    ModelLogEntry.objects.filter(content_type=content_type, object_id=object_id).delete()
