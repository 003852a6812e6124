"""Room 6: `Plan` → pages as drafts, with revisions, one transaction a page.  Nothing goes live here."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Orderable, Page, TranslatableMixin

from importers import sitewide
from importers.actions import MODELS, Action, Plan, field_values, linked_values, picture_urls
from importers.fields import fee_rows
from importers.lengths import fitting
from importers.media import Shelf
from importers.models import ImportedPage, ImportRun
from importers.records import Finding, Json
from importers.references import Lookup
from importers.text import one_line
from importers.tree import SHELVES, Place, free_slug
from kneeblog.models import (
    Author,
    CareerEntry,
    Category,
    ConditionPage,
    FeeTable,
    PageCategory,
    PhysicianCredential,
    PhysicianPage,
    RelatedCondition,
    SymptomArticlePage,
)
from kneeblog.models.slugs import suggest_slug

_TABLE_NAME = 200


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
        self._references = _Written(plan.site, place, shelf)
        self._known_then: dict[str, int | None] = {}
        self._open: dict[str, set[str]] = {}  # by page, the pages it refers to that were not there when it was written

    def carry_out(self, progress: Callable[[Action], None] = lambda action: None) -> ImportRun | None:
        """Write every page of the plan; `None` if there is nothing to write.

        A page that cannot be written becomes "failed", with a finding, and the others are written.

        Args:
            progress: told of each action once it is done.
        """
        todo = self._plan.to_write
        if not todo and not self._shelf.unclaimed:
            return None
        run = ImportRun.objects.create(source=self._source)
        self._shelf.claim(run)
        for action in todo:
            self._attempt(action, run)
            progress(action)
        for action in todo:
            # Pages that refer to each other, or to themselves: now that all exist, what was left open is filled in.
            if action.outcome != "failed" and any(self._references.page(key) for key in self._open.get(action.key, ())):
                self._attempt(action, run)
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
        return run

    def _attempt(self, action: Action, run: ImportRun) -> None:
        try:
            with transaction.atomic():
                row, page = self._write(action, run)
        except Exception as error:  # noqa: BLE001 whatever it is, it must not keep the other pages from being written
            self._failed(action, error)
            return
        action.imported = row
        self._references.note(action, page)
        self._open[action.key] = {key for key in action.needs if not self._known_then.get(key)}

    def _failed(self, action: Action, error: Exception) -> None:
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
        # What the transaction took back must not be remembered.
        self._place.refresh()
        self._references.reload()

    def _write(self, action: Action, run: ImportRun) -> tuple[ImportedPage, Page]:
        self._references.begin(action)
        self._known_then = {key: self._references.page(key) for key in action.needs}
        row = action.imported
        page = self._update(action, row.page) if row else self._create(action)
        revision = page.save_revision(user=self._user, changed=True)
        urls = picture_urls(action)
        action.findings += [found for found in self._shelf.refusals(urls) if found not in action.findings]
        earlier = {url: digest for url, digest in (row.pictures if row else {}).items() if url in urls}
        names = {*action.aliases, *(row.aliases if row else ()), *([row.key] if row else ())} - {action.key}
        created = row is None or (row.run_id == run.pk and row.outcome == ImportedPage.Outcome.CREATED)
        row = row or ImportedPage()
        row.key, row.run, row.page, row.revision = action.key, run, page.page_ptr, revision
        row.url = action.data["source"]["url"][:2000]
        row.source_digest = action.data["source"]["sha256"]
        row.draft_digest = action.digest
        row.outcome = ImportedPage.Outcome.CREATED if created else ImportedPage.Outcome.UPDATED
        row.origin = ImportedPage.Origin.MENTION if action.from_card else ImportedPage.Origin.PAGE
        row.aliases = sorted(names)
        row.mention = action.mention
        row.references = self._references.seen
        row.pictures = {**earlier, **action.pictures}
        row.findings = [*action.data["findings"], *(finding.as_json() for finding in action.findings)]
        row.save()
        return row, page

    def _create(self, action: Action) -> Page:
        parent = self._place.page(action.parent) if action.parent else self._parent(action.page_type)
        model = MODELS[action.page_type]
        page = model(
            title=action.data["title"],
            slug=free_slug(parent, _slug(action)),
            live=False,
            locale=parent.locale,
            owner=self._user,
            first_published_at=_moment(action.data["published_at"]),
        )
        self._fill(page, action)
        return parent.add_child(instance=page)

    def _update(self, action: Action, existing: Page) -> Page:
        self._move(action, existing)
        page = existing.specific.get_latest_revision_as_object()
        page.title, page.slug = action.data["title"], existing.slug
        self._references.keep_pictures(page)
        self._fill(page, action)
        return page

    def _move(self, action: Action, existing: Page) -> None:
        """The slug that a person wants, or that a page of its own brings; only of a page nobody has seen yet."""
        mention = action.imported is not None and action.imported.origin == ImportedPage.Origin.MENTION
        arrived = mention and not action.from_card
        wanted = action.slug or (_slug(action) if arrived else "")
        if not wanted or existing.live or existing.last_published_at:
            return
        page = existing.specific
        slug = free_slug(existing.get_parent(), wanted, existing)
        moment = _moment(action.data["published_at"]) if arrived else None
        if slug != page.slug or moment:
            page.slug = existing.slug = slug
            page.first_published_at = page.first_published_at or moment
            page.save(clean=False)

    def _fill(self, page: Page, action: Action) -> None:
        """Everything that came from the source, and takes with it what has gone from there: nobody edited the page."""
        data = action.data
        meta = data["meta"]
        page.seo_title = meta["title"] if meta["title"] != data["title"] else ""
        page.search_description = meta["description"]
        page.robots = _robots(meta["robots"])
        crumb = data["breadcrumbs"][-1]["label"] if data["breadcrumbs"] else ""
        page.breadcrumb_label = crumb if crumb != data["title"] else ""
        for name, value in field_values(action, self._references).items():
            setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
        for name, value in linked_values(action, self._references).items():
            setattr(page, name, value)
        page.author = self._named(Author, data["author"]) if data["author"] else None
        self._fill_children(page, action)

    def _fill_children(self, page: Page, action: Action) -> None:
        """Inline rows and tags; they are saved together with the page."""
        categories = [self._named(Category, name) for name in action.data["categories"]]
        shelves = [{"category": category} for category in categories]
        page.page_categories = _rows(page, "page_categories", PageCategory, "category", shelves, action.key)
        page.tags.set(action.data["tags"])
        if isinstance(page, SymptomArticlePage):
            found = self._references.conditions_of(action.data["body"])
            page.related_conditions = [  # type: ignore[misc]
                RelatedCondition(condition_id=pk, sort_order=number) for number, pk in enumerate(found)
            ]
        if isinstance(page, PhysicianPage) and action.record:
            career = [{"text": text} for text in action.record["career"]]
            credentials = [{"title": text} for text in action.record["credentials"]]
            page.career = _rows(page, "career", CareerEntry, "text", career, action.key)  # type: ignore[misc]
            rows = _rows(page, "credentials", PhysicianCredential, "title", credentials, action.key)
            page.credentials = rows  # type: ignore[misc]

    def _parent(self, page_type: str) -> Page:
        existing = self._place.shelf(page_type)
        if existing is not None:
            return existing
        model, title, slug = SHELVES[page_type]
        slug = self._place.blog_slug if slug == "blog" else slug
        page = model(title=title, slug=free_slug(self._place.home, slug), live=False, locale=self._place.home.locale)
        self._place.home.add_child(instance=page)
        page.save_revision(user=self._user)
        return page

    def _named(self, model: type[TranslatableMixin], name: str) -> Any:
        """The author or category of that name, made if it is new."""
        locale = self._place.home.locale
        found = model.objects.filter(name=name, locale=locale).first()
        if found is None:
            extra = {"slug": _category_slug(name)} if model is Category else {}
            found = model.objects.create(name=name, locale=locale, **extra)
        return found


class _Written(Lookup):
    """References by what this run has written so far; fee tables and pictures that are missing are made, once."""

    def __init__(self, site: sitewide.Site, place: Place, shelf: Shelf) -> None:
        super().__init__(site, place.home.locale)
        self._shelf = shelf
        self._home_locale = place.home.locale
        self._kept: dict[str, int] = {}
        self._kept_documents: dict[str, int] = {}

    def keep_pictures(self, page: Page) -> None:
        """Pictures and files the page has already: one that is not at hand now stays where it is."""
        fields = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
        raw = [list(getattr(page, name).raw_data) for name in fields]
        self._kept = _there(get_image_model(), _pictures_in(raw))
        self._kept_documents = _there(get_document_model(), _documents_in(raw))

    def reload(self) -> None:
        """Forget the fee tables that a failure took back."""
        self._tables = self._stored_tables()

    def begin(self, action: Action) -> None:
        """The references that follow are those of this page."""
        super().begin(action)
        self._kept, self._kept_documents = {}, {}

    def note(self, action: Action, page: Page) -> None:
        """From now on, references to this page resolve."""
        self._pages[action.key] = page.pk
        if isinstance(page, ConditionPage) and page.term_id:
            self._conditions.setdefault(page.term_id, page.pk)

    def image(self, picture: Json) -> int | None:
        """The library's picture, else the one that the page has already."""
        image = self._shelf.image(picture["url"])
        return image.pk if image else self._kept.get(picture["url"])

    def document(self, file: Json) -> int | None:
        """The library's document, else the one that the page has already."""
        document = self._shelf.document(file["url"])
        return document.pk if document else self._kept_documents.get(file["url"])

    def _make_table(self, key: uuid.UUID, fees: list[Json], heading: str) -> int:
        title = heading or (self._action.data["title"] if self._action else "")
        made = FeeTable(name=fitting(title, _TABLE_NAME), locale=self._home_locale, translation_key=key)
        made.rows = json.dumps(fee_rows(fees, str(key)))
        made.save()
        made.save_revision()
        self._tables[key] = made.pk
        return made.pk


# Small matters --------------------------------------------------------------------------------------------------------


def _rows(page: Page, relation: str, model: type[Orderable], name: str, values: list[Json], key: str) -> list[Any]:
    """Inline rows in order.  One whose text stays keeps its row and its translation key, and so its translations."""
    there: dict[tuple[str, int], Any] = {}
    for row in getattr(page, relation).all() if page.pk else ():
        there[_occurrence(str(getattr(row, name)), there)] = row
    rows: dict[tuple[str, int], Any] = {}
    for number, value in enumerate(values):
        place = _occurrence(str(value[name]), rows)
        seed = f"kneeblog:{key}#{relation}/{place[0]}/{place[1]}"
        row = there.get(place) or model(locale=page.locale, translation_key=uuid.uuid5(uuid.NAMESPACE_URL, seed))
        setattr(row, name, value[name])
        row.sort_order = number
        rows[place] = row
    return list(rows.values())


def _occurrence(text: str, seen: Mapping[tuple[str, int], Any]) -> tuple[str, int]:
    """The text and its number among its equals."""
    return text, next(number for number in range(len(seen) + 1) if (text, number) not in seen)


def _slug(action: Action) -> str:
    """The draft's slug, else one from the words and terms of the title, else one that says nothing but stays."""
    if action.data["slug"] and re.fullmatch(r"[-a-zA-Z0-9_]+", action.data["slug"]):
        return action.data["slug"][:255]
    kind = action.page_type.replace("_", "-")
    found = "" if action.page_type == "physician" else suggest_slug(action.data["title"], "")
    return found or f"{kind}-{hashlib.sha256(action.key.encode()).hexdigest()[:8]}"


def _category_slug(name: str) -> str:
    found = suggest_slug(name, "") or f"category-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    taken = set(Category.objects.values_list("slug", flat=True))
    return found if found not in taken else f"{found}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _robots(text: str) -> str:
    words = {word.strip().lower() for word in text.split(",")}
    if "noindex" not in words:
        return ""
    return "noindex,nofollow" if "nofollow" in words else "noindex"


def _there(model: type[Any], found: dict[str, int]) -> dict[str, int]:
    there = set(model.objects.filter(pk__in=found.values()).values_list("pk", flat=True))
    return {url: pk for url, pk in found.items() if pk in there}


def _documents_in(raw: Any) -> dict[str, int]:
    """The library's documents in a stream's raw data, by their old addresses."""
    found: dict[str, int] = {}
    if isinstance(raw, list | tuple):
        for item in raw:
            found |= _documents_in(item)
    elif isinstance(raw, Mapping):
        if raw.get("url") and isinstance(raw.get("document"), int):
            found[raw["url"]] = raw["document"]
        for value in raw.values():
            found |= _documents_in(value)
    return found


def _pictures_in(raw: Any) -> dict[str, int]:
    """The library's pictures in a stream's raw data, by their old addresses."""
    found: dict[str, int] = {}
    if isinstance(raw, list | tuple):
        for item in raw:
            found |= _pictures_in(item)
    elif isinstance(raw, Mapping):
        image = raw.get("image")
        if raw.get("original_url") and isinstance(image, Mapping) and image.get("image"):
            found[raw["original_url"]] = image["image"]
        for value in raw.values():
            found |= _pictures_in(value)
    return found
