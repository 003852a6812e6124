"""Room 6: `Plan` → pages as drafts, with revisions.  Nothing goes live here.

Pages are written in batches, a transaction each: a page is there whole or not at all, and what was written before a
crash stays.  If a page fails, its batch is taken back and written page by page, so that the others are there.  A run
that was interrupted goes on under its own number when the same command is given again.  What a page refers to may come
later in the same run; such a page is written once more at the end, into the revision it has.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, transaction
from wagtail.models import Page, PageLogEntry, Revision

from importers import sitewide
from importers.actions import MODELS, Action, Plan, picture_urls
from importers.contents import Meeting, meet, wanted_values
from importers.creation import NewPages
from importers.errors import ImportFailure
from importers.fields import fee_rows
from importers.fill import Filler
from importers.indexing import filled_at_the_end
from importers.lease import heartbeat, lease, unfinished
from importers.lengths import fitting
from importers.media import Shelf
from importers.merge import Conflict, changes
from importers.models import ImportedPage, ImportRun, MadeObject, Outcome, PageReview, RunEntry
from importers.plan import held_meanwhile
from importers.records import Finding, Json
from importers.redirects import Redirects, list_paths
from importers.references import Lookup
from importers.snapshot import page_state, row_state
from importers.text import one_line
from importers.tree import SHELVES, Place, Slugs, free_slug
from kneeblog.models import FeeTable
from kneeblog.models.slugs import suggest_slug

_TABLE_NAME = 200
_BATCH = 25  # an editor who adds a page below the same parent waits as long as a batch takes
_LONGEST_URL = 2000
_OUTCOMES = {
    "create": Outcome.CREATED, "update": Outcome.UPDATED, "unchanged": Outcome.UNCHANGED,
    "held back": Outcome.HELD_BACK, "adopted": Outcome.ADOPTED, "failed": Outcome.FAILED,
}  # fmt: skip


class ImportStopped(ImportFailure):
    """The database or the disk gave out; what was written before stays."""


class Writer:
    """Carries one plan out.

    Args:
        plan: what to do.
        place: where new pages go.
        shelf: the pictures at hand.
        source: the paths that were read, for the run's record.
        user: who runs the import, for the page history; `None` from the command line.
    """

    def __init__(self, plan: Plan, place: Place, shelf: Shelf, source: str, user: Any = None) -> None:
        self._plan = plan
        self._place = place
        self._shelf = shelf
        self._source = source
        self._user = user
        self._made: list[Any] = []  # in the batch at hand, besides pages of the old site
        # Of the batch at hand, with the page if it was created.
        self._records: list[tuple[ImportedPage, RunEntry, Page | None]] = []
        self._open: dict[str, set[str]] = {}  # by page, the pages it refers to that were not there when it was written
        self._look_around()

    def _look_around(self) -> None:
        """Learn what is there, at the start and after a failure took something back."""
        made = self._made.append
        self._filler = Filler(self._place.home.locale, made)
        self._references = _Written(self._plan.site, self._place, self._shelf, made)
        self._redirects = Redirects(self._place.site, made)

    def carry_out(self, progress: Callable[[Action], None] = lambda action: None) -> ImportRun | None:
        """Write every page of the plan; `None` if there is nothing to write.

        A page that cannot be written becomes "failed", with a finding, and the others are written.

        Args:
            progress: told of each action once it is done.

        Raises:
            AnotherImport: another import is writing; nothing was written.
            ImportStopped: the database or the disk gave out.
        """
        todo = self._plan.to_write
        if not todo and not unfinished(self._source) and not self._shelf.unclaimed:
            return None
        with lease(self._source) as run:
            self._shelf.claim(run)
            self._write_all(todo, run, progress)
            # Pages that refer to each other, or to themselves: now that all exist, what was left open is filled in.
            self._write_all([action for action in todo if self._is_open(action)], run)
            self._lead_to_the_blog(run)
            self._note_the_rest(run)
        return run

    def _is_open(self, action: Action) -> bool:
        needs = self._open.get(action.key, ())
        return action.outcome != "failed" and any(self._references.page(key) for key in needs)

    def _lead_to_the_blog(self, run: ImportRun) -> None:
        """The old blog's lists and feeds."""
        blog = self._place.shelf("article")
        if blog is None:
            return
        with _stopping_clearly(run), transaction.atomic():
            for path in list_paths(action.data for action in self._plan.actions):
                self._redirects.lead(path, blog)
            self._keep_made(run)

    # Batches ----------------------------------------------------------------------------------------------------------

    def _write_all(
        self, todo: Sequence[Action], run: ImportRun, progress: Callable[[Action], None] = lambda action: None
    ) -> None:
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            with _stopping_clearly(run):
                self._write_batch(batch, run)
                heartbeat(run)
            for action in batch:
                progress(action)

    def _write_batch(self, batch: Sequence[Action], run: ImportRun) -> None:
        """All pages of a batch in one transaction; if one of them fails, each in a transaction of its own."""
        rows = [action.imported for action in batch]
        try:
            with transaction.atomic(), filled_at_the_end():
                self._begin(batch, run)
                for action in batch:
                    self._write(action, run)
                self._finish(run)
        except (OperationalError, InterfaceError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 whatever it is, it must not keep the other pages from being written
            for action, row in zip(batch, rows, strict=True):
                action.imported = row
            self._place.refresh()
            self._look_around()
            if len(batch) == 1:
                _fail(batch[0], error)
                return
            for action in batch:
                self._write_batch([action], run)

    def _begin(self, batch: Sequence[Action], run: ImportRun) -> None:
        self._made.clear()
        self._records.clear()
        self._pages = NewPages(self._user)
        self._slugs = Slugs()  # editors are at work between batches
        self._entries = {entry.key: entry for entry in run.entries.filter(key__in=[action.key for action in batch])}

    def _finish(self, run: ImportRun) -> None:
        """Write what is written for all pages of the batch together."""
        self._pages.finish()
        for row, entry, created in self._records:
            if created:
                row.revision = entry.revision = created.latest_revision
        _save_all(ImportedPage, [row for row, *_ in self._records])
        _save_all(RunEntry, [entry for _, entry, _ in self._records])
        self._keep_made(run)

    def _keep_made(self, run: ImportRun) -> None:
        self._redirects.finish()
        MadeObject.objects.bulk_create(
            MadeObject(
                run=run, content_type=ContentType.objects.get_for_model(made), object_id=made.pk,
                revision=getattr(made, "latest_revision_id", None),
            )
            for made in self._made
        )  # fmt: skip
        self._made.clear()

    def _note_the_rest(self, run: ImportRun) -> None:
        """The run's record of pages that it did not write."""
        noted = set(run.entries.values_list("key", flat=True))
        rest = [action for action in self._plan.actions if action.key not in noted and action.outcome != "unchanged"]
        entries = {action.key: self._entry(action, run) for action in reversed(rest)}
        for row in self._plan.gone:
            entries[row.key] = RunEntry(
                run=run, key=row.key, title=row.title, page_id=row.page_id, outcome=Outcome.GONE
            )
        RunEntry.objects.bulk_create(entries.values())

    def _entry(self, action: Action, run: ImportRun) -> RunEntry:
        page_id = action.imported.page_id if action.imported else None
        return RunEntry(
            run=run, key=action.key, title=fitting(action.data["title"], 255), page_id=page_id,
            outcome=_OUTCOMES[action.outcome], reasons=action.reasons,
        )  # fmt: skip

    # One page ---------------------------------------------------------------------------------------------------------

    def _write(self, action: Action, run: ImportRun) -> None:
        if reason := held_meanwhile(action):
            action.outcome, action.reasons = "held back", [reason]
            return
        self._references.begin(action)
        known_then = {key: self._references.page(key) for key in action.needs}
        row = copy(action.imported)  # should the batch be taken back, the action still has what the database has
        entry = self._entries.get(action.key) or self._entry(action, run)
        if entry._state.adding and row is not None:
            entry.before = {"row": row_state(row)}
            if row.page:
                entry.before["page"] = page_state(row.page)
                entry.revision_before_id = row.page.latest_revision_id
        if row is not None and action.outcome == "adopted":
            row.adopted = True
            row.save(update_fields=["adopted"])
            entry.page_id, entry.outcome = row.page_id, Outcome.ADOPTED
            entry.save()
        else:
            row = self._carried_out(action, row, entry, run)
        action.imported = row
        if row.page_id:
            self._references.note(action, row.page_id)
        self._open[action.key] = {key for key in action.needs if not known_then.get(key)}

    def _carried_out(self, action: Action, row: ImportedPage | None, entry: RunEntry, run: ImportRun) -> ImportedPage:
        """The page's row, once the page is created or brought up to date."""
        wanted = wanted_values(action, self._references)
        if row is None or row.page_id is None:
            page, created = self._create(action, wanted), True
            row = self._noted(action, row, run)
            row.conflicts = []
        else:
            page, revision, wanted, action.conflicts = self._update(action, row, wanted, run)
            if action.changes:
                PageReview.ask_again(row)
            row, created = self._noted(action, row, run), False
            row.conflicts = [] if action.decision == "keep" else [conflict.as_json() for conflict in action.conflicts]
            row.revision = entry.revision = revision
        row.page_id, row.imported = page.pk, wanted
        entry.page_id, entry.outcome = page.pk, row.outcome
        self._records.append((row, entry, page if created else None))
        self._redirects.lead(row.url, page)
        return row

    def _noted(self, action: Action, row: ImportedPage | None, run: ImportRun) -> ImportedPage:
        """The page's row with what is known of its source now."""
        urls = picture_urls(action)
        action.findings += [found for found in self._shelf.refusals(urls) if found not in action.findings]
        earlier = {url: digest for url, digest in (row.pictures if row else {}).items() if url in urls}
        names = {*action.aliases, *(row.aliases if row else ()), *([row.key] if row else ())} - {action.key}
        created = row is None or row.page_id is None or (row.run_id == run.pk and row.outcome == Outcome.CREATED)
        row = row or ImportedPage()
        row.outcome = Outcome.CREATED if created else _OUTCOMES[action.outcome]
        row.key, row.run = action.key, run
        row.page_type, row.title = action.page_type, fitting(action.data["title"], 255)
        row.url = _fitting_url(action.data["source"]["url"])
        row.source_digest = action.data["source"]["sha256"]
        row.draft_digest = action.digest
        row.chars = action.data["ledger"]["placed_chars"]
        row.origin = ImportedPage.Origin.MENTION if action.from_card else ImportedPage.Origin.PAGE
        row.adopted = False
        row.aliases = sorted(names)
        row.mention = action.mention
        row.trail = [crumb["label"] for crumb in action.data["breadcrumbs"]]
        row.references = self._references.seen
        row.pictures = {**earlier, **action.pictures}
        row.note_findings([*action.data["findings"], *(finding.as_json() for finding in action.findings)])
        return row

    def _create(self, action: Action, wanted: Json) -> Page:
        parent = self._place.page(action.parent) if action.parent else self._parent(action.page_type)
        model = MODELS[action.page_type]
        page = model(
            title=wanted["title"],
            slug=self._slugs.free(parent, _slug(action)),
            live=False,
            locale=parent.locale,
            owner=self._user,
            first_published_at=_moment(action.data["published_at"]),
        )
        self._filler.fill(page, wanted, action.key)
        self._slugs.add(parent, page.slug)
        self._pages.add(parent, page)
        return page

    def _update(
        self, action: Action, row: ImportedPage, wanted: Json, run: ImportRun
    ) -> tuple[Page, Revision | None, Json, list[Conflict]]:
        """The page, its revision, the source's values under the page's block ids, and the conflicts that are open.

        The page is merged as it is now: an editor may have worked on it since the plan was made.
        """
        stored = Page.objects.select_for_update().get(pk=row.page_id)
        row.page = stored
        moved = self._move(action, stored)
        page = stored.specific.get_latest_revision_as_object()
        if moved:
            page.slug = stored.slug
        meeting = meet(page, row.imported, wanted, self._references.edited_tables)
        if row.run_id != run.pk:  # what this run has made itself is no change
            action.changes = changes(meeting.here, meeting.merged.values)
        revision = row.revision
        if meeting.changes_page or moved:
            own = row.revision if row.run_id == run.pk and _is_untouched(row, stored) else None
            self._filler.fill(page, meeting.merged.values, action.key)
            revision = page.save_revision(user=self._user, changed=True, clean=False, overwrite_revision=own)
            if own and row.outcome == Outcome.CREATED and not stored.live:
                page.save(clean=False)  # as it would be had all it refers to been there
        return page, revision, meeting.wanted, _open_conflicts(row, meeting)

    def _move(self, action: Action, existing: Page) -> bool:
        """The slug that a person wants, or that a page of its own brings; only of a page nobody has seen yet."""
        mention = action.imported is not None and action.imported.origin == ImportedPage.Origin.MENTION
        arrived = mention and not action.from_card
        wanted = action.slug or (_slug(action) if arrived else "")
        if not wanted or existing.live or existing.last_published_at:
            return False
        page = existing.specific
        slug = free_slug(existing.get_parent(), wanted, existing)
        moment = _moment(action.data["published_at"]) if arrived else None
        if slug == page.slug and not moment:
            return False
        page.slug = existing.slug = slug
        page.first_published_at = page.first_published_at or moment
        page.save(clean=False)
        return True

    def _parent(self, page_type: str) -> Page:
        existing = self._place.shelf(page_type)
        if existing is not None:
            return existing
        model, title, slug = SHELVES[page_type]
        slug = self._place.blog_slug if slug == "blog" else slug
        page = model(title=title, slug=free_slug(self._place.home, slug), live=False, locale=self._place.home.locale)
        self._place.home.add_child(instance=page)
        page.save_revision(user=self._user)
        self._made.append(page)
        return page


class _Written(Lookup):
    """References by what this run has written so far; fee tables and pictures that are missing are made, once."""

    def __init__(self, site: sitewide.Site, place: Place, shelf: Shelf, made: Callable[[Any], None]) -> None:
        super().__init__(site, place.home.locale, place.standing)
        self._shelf = shelf
        self._home_locale = place.home.locale
        self._made = made

    def note(self, action: Action, page: int) -> None:
        """From now on, references to this page resolve."""
        self._pages[action.key] = page
        term = action.imported and action.imported.imported.get("term_id")
        if action.page_type == "condition" and term:
            self._conditions.setdefault(term, page)

    def image(self, picture: Json) -> int | None:
        """The library's picture, else the one that the page has already."""
        image = self._shelf.image(picture["url"])
        return image.pk if image else super().image(picture)

    def document(self, file: Json) -> int | None:
        """The library's document, else the one that the page has already."""
        document = self._shelf.document(file["url"])
        return document.pk if document else super().document(file)

    def _make_table(self, key: uuid.UUID, fees: list[Json], heading: str) -> int:
        title = heading or (self._action.data["title"] if self._action else "")
        made = FeeTable(name=fitting(title, _TABLE_NAME), locale=self._home_locale, translation_key=key)
        made.rows = json.dumps(fee_rows(fees, str(key)))
        made.save()
        made.save_revision()
        self._tables[key] = made.pk
        self._made(made)
        return made.pk


# Small matters --------------------------------------------------------------------------------------------------------


def _fail(action: Action, error: Exception) -> None:
    reason = f"{type(error).__name__}: {one_line(str(error))[:300]}"
    action.outcome = "failed"
    action.reasons = [reason]
    finding = Finding(
        level="error",
        id="write.failed",
        message=f"“{action.data['title']}” ({action.key}) could not be written: {reason}",
        hint="The other pages were written. Import again once the cause is mended.",
        where=action.key,
    )
    action.findings.append(finding)


def _save_all(model: type[ImportedPage] | type[RunEntry], records: Sequence[Any]) -> None:
    new = [record for record in records if record._state.adding]
    for record in records:
        if not record._state.adding:
            record.save()
    model.objects.bulk_create(new)


def _is_untouched(row: ImportedPage, page: Page) -> bool:
    """Whether the revision written last is the latest, and nobody has published or signed it since."""
    if row.revision_id != page.latest_revision_id or row.revision_id == page.live_revision_id:
        return False
    return not PageLogEntry.objects.filter(page_id=page.pk, revision_id=row.revision_id).exists()


def _open_conflicts(row: ImportedPage, meeting: Meeting) -> list[Conflict]:
    """Those of this merge, and those of earlier ones that nobody has settled."""
    found = {conflict.place: conflict for conflict in meeting.merged.conflicts}
    earlier = [Conflict(**conflict) for conflict in row.conflicts]
    values = meeting.merged.values
    return [*found.values(), *(one for one in earlier if one.place not in found and not one.is_settled(values))]


@contextmanager
def _stopping_clearly(run: ImportRun) -> Iterator[None]:
    """A database or a disk that gives out stops the run; the batch at hand is taken back, the ones before it stay.

    Raises:
        ImportStopped: with the way on.
    """
    try:
        yield
    except (OperationalError, InterfaceError, OSError) as error:
        raise ImportStopped(
            f"The import stopped: {one_line(str(error))[:300]}. What was written before stays, and is whole. "
            f"Give the same command again once the cause is mended: run {run.pk} goes on."
        ) from error


def _slug(action: Action) -> str:
    """The draft's slug, else one from the words and terms of the title, else one that says nothing but stays."""
    if action.data["slug"] and re.fullmatch(r"[-a-zA-Z0-9_]+", action.data["slug"]):
        return action.data["slug"][:255]
    kind = action.page_type.replace("_", "-")
    found = "" if action.page_type == "physician" else suggest_slug(action.data["title"], "")
    return found or f"{kind}-{hashlib.sha256(action.key.encode()).hexdigest()[:8]}"


def _fitting_url(url: str) -> str:
    """An address that fits its column; a Japanese one is a third as long when it is decoded."""
    return url if len(url) <= _LONGEST_URL else unquote(url)[:_LONGEST_URL]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
