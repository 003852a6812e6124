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
from django.db.models import ManyToOneRel, Model, Q, QuerySet
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision

from importers.errors import ImportFailure
from importers.kept import forget_unused
from importers.lease import nobody_writes
from importers.media.removal import referred_to_by_drafts
from importers.models import ImportedPage, ImportRun, MadeObject, Outcome, RunEntry
from importers.snapshot import restored
from kneeblog.pagecache.changes import touch_page

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
    """Take a run back, apart from its media; once those are gone too, `close` says so.

    Raises:
        AnotherImport: an import is writing.
    """
    with nobody_writes():
        result = Result(run)
        entries = list(run.entries.filter(taken_back=False, outcome__in=_WROTE).select_related("page").order_by("-pk"))
        rows = _rows(entries)
        todo = list(_free(entries, rows, result))
        for entry in _unreferenced(todo, result):
            _take_back(entry, rows[entry.pk], result)
        _remove_made(run, result)
        return result


def close(result: Result) -> None:
    """Note that a run has been taken back; one of which something was held back may be taken back again."""
    run = result.run
    run.state = ImportRun.State.INTERRUPTED if run.state == ImportRun.State.RUNNING else run.state
    run.state = run.state if result.held_back else ImportRun.State.ROLLED_BACK
    run.save(update_fields=["state"])
    forget_unused()


def _rows(entries: Iterable[RunEntry]) -> dict[int, ImportedPage]:
    """The row of each entry's page, by entry; a thing known by mention gets another key once its own page comes."""
    keys, pages = {entry.key for entry in entries}, {entry.page_id for entry in entries} - {None}
    found = list(ImportedPage.objects.filter(Q(key__in=keys) | Q(page_id__in=pages)))
    by_page, by_key = {row.page_id: row for row in found}, {row.key: row for row in found}
    rows = {entry.pk: by_key.get(entry.key) or by_page.get(entry.page_id) for entry in entries}
    return {pk: row for pk, row in rows.items() if row}


# What can be taken back -----------------------------------------------------------------------------------------------


def _free(entries: Iterable[RunEntry], rows: dict[int, ImportedPage], result: Result) -> Iterator[RunEntry]:
    """The entries that nothing stands in the way of; the others are told."""
    later = _later(result.run)
    for entry in entries:
        row = rows.get(entry.pk)
        if row is None or (entry.before is None and entry.outcome != Outcome.CREATED):
            continue  # nothing was written
        if reason := _obstacle(entry, later.get(row.key)):
            result.held_back.append((entry.title or entry.key, reason))
        else:
            yield entry


def _later(run: ImportRun) -> dict[str, int]:
    """The pages that later runs have worked on, by source key, with the last of those runs."""
    entries = RunEntry.objects.filter(run_id__gt=run.pk, taken_back=False, outcome__in=_WROTE)
    wrote = entries.filter(Q(before__isnull=False) | Q(outcome=Outcome.CREATED)).order_by("run_id")
    return dict(wrote.values_list("key", "run_id"))


def _obstacle(entry: RunEntry, later: int | None) -> str:
    """Why an entry cannot be taken back, `""` if it can."""
    page = entry.page
    if later:
        return f"run {later} has written this page since; take that back first"
    if page is None or not _wrote_revision(entry):
        return ""
    if page.latest_revision_id != entry.revision_id:
        return "an editor has worked on it since"
    if entry.outcome == Outcome.CREATED:
        return _grown(page)
    return _used(entry, page)


def _wrote_revision(entry: RunEntry) -> bool:
    """Whether the run made a revision of the page, rather than only noting what is known of its source."""
    row = (entry.before or {}).get("row") or {}
    return entry.outcome != Outcome.ADOPTED and entry.revision_id != row.get("revision_id")


def _used(entry: RunEntry, page: Page) -> str:
    """What has become of the revision that a page was updated with."""
    if page.live_revision_id == entry.revision_id:
        return "it has been published since"
    if page.specific.workflow_in_progress:
        return "it is in a workflow"
    if PageLogEntry.objects.filter(page_id=page.pk, revision_id=entry.revision_id).exists():
        return "an editor has worked on it since"  # signed it, for example
    before = (entry.before or {})["page"]
    if before["latest_revision_id"] and entry.revision_before_id is None:
        return "the revision before is no longer there"
    if before["slug"] != page.slug and page.get_siblings(inclusive=False).filter(slug=before["slug"]).exists():
        return "another page has the address that it had"
    return ""


def _grown(page: Page) -> str:
    """What has come to a page since it was created."""
    if page.live or page.last_published_at:
        return "it has been published since"
    if page.get_children().exists():
        return "pages stand below it"
    if page.get_translations().exists():
        return "it has been translated since"
    if page.aliases.exists():
        return "another page is an alias of it"
    if page.specific.workflow_in_progress:
        return "it is in a workflow"
    if PageLogEntry.objects.filter(page_id=page.pk).exclude(action="wagtail.create").exists():
        return "an editor has worked on it since"  # moved, locked or signed it, for example
    return ""


def _unreferenced(entries: list[RunEntry], result: Result) -> list[RunEntry]:
    """Without created pages that something which stays refers to."""
    staying = referred_to_by_drafts(apart_from={entry.page_id for entry in entries if entry.page_id})
    while True:
        going = {str(entry.page_id) for entry in entries if entry.outcome == Outcome.CREATED and entry.page_id}
        users = {entry.pk: _used_by(entry.page, staying, going) for entry in entries if str(entry.page_id) in going}
        if not any(users.values()):
            return entries
        for entry in entries:
            if user := users.get(entry.pk):
                result.held_back.append((entry.title or entry.key, f"{user} refers to it"))
        entries = [entry for entry in entries if not users.get(entry.pk)]


def _used_by(thing: Model | None, drafts: Collection[tuple[int, str]], going: Collection[str] = ()) -> str:
    """Something that refers to a thing and stays, `""` if there is nothing.

    Args:
        thing: a page or what was made beside pages.
        drafts: what drafts that stay refer to.
        going: the ids of pages that do not stay.
    """
    if thing is None:
        return ""
    for reference in ReferenceIndex.get_references_to(thing).select_related("content_type"):
        is_page = issubclass(reference.content_type.model_class() or Model, Page)
        if not (is_page and reference.object_id in going):
            return f"{reference.model_name} {reference.object_id}"
    key = ReferenceIndex._get_base_content_type(thing).pk, str(thing.pk)
    return "a draft" if key in drafts else ""


# Taking back ----------------------------------------------------------------------------------------------------------


def _take_back(entry: RunEntry, row: ImportedPage, result: Result) -> None:
    before = entry.before or {}
    if entry.outcome == Outcome.CREATED:
        result.removed.append(entry.title or entry.key)
        _delete_page(entry.page)
    elif "page" in before and entry.page is not None and _wrote_revision(entry):
        result.returned.append(entry.title or entry.key)
        _return_page(entry, entry.page, before["page"])
    if "row" in before:
        state = restored(before["row"], ImportedPage)
        for name, model in (("page_id", Page), ("revision_id", Revision)):
            if not model.objects.filter(pk=state[name]).exists():  # deleted or purged since
                state[name] = None
        ImportedPage.objects.filter(pk=row.pk).update(**{name: value for name, value in state.items() if name != "id"})
    else:
        row.delete()
    entry.taken_back = True
    entry.save(update_fields=["taken_back"])


def _return_page(entry: RunEntry, page: Page, state: Any) -> None:
    old_path, page.slug = page.url_path, state["slug"]
    # It may stand elsewhere by now, or what it stands below may have another address.
    here = page.set_url_path(page.get_parent())
    Page.objects.filter(pk=page.pk).update(**{**restored(state, Page), "url_path": here})
    if here != old_path:
        page._update_descendant_url_paths(old_path, here)
    touch_page(page)
    Revision.objects.filter(pk=entry.revision_id).delete()


def _delete_page(page: Page | None) -> None:
    if page is None:
        return
    page_id = page.pk
    page.specific.delete()
    PageLogEntry.objects.filter(page_id=page_id).delete()


def _remove_made(run: ImportRun, result: Result) -> None:
    """What the run made beside pages, the last first: what was made later may refer to it."""
    drafts = referred_to_by_drafts()
    for record in MadeObject.objects.filter(run=run).order_by("-pk"):
        made = record.made
        if made is not None:
            if reason := _made_obstacle(record, made, drafts):
                result.held_back.append((str(made), reason))
                continue
            _delete_made(made)
        record.delete()


def _made_obstacle(record: MadeObject, made: Any, drafts: Collection[tuple[int, str]]) -> str:
    if getattr(made, "latest_revision_id", None) != record.revision:
        return "an editor has worked on it since"
    if isinstance(made, Page):
        return _grown(made)
    if _history(made).exclude(action="wagtail.create").exists():
        return "an editor has worked on it since"
    if user := _used_by(made, drafts) or _related_to(made):
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
    history = _history(made)
    made.delete()
    history.delete()


def _history(made: Model) -> QuerySet[ModelLogEntry]:
    return ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(made), object_id=str(made.pk))
