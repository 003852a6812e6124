"""Room 6: `Plan` → pages as drafts, with revisions, one transaction a page.  Nothing goes live here."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TranslatableMixin

from importers import sitewide
from importers.classify import first_term
from importers.fields import fee_rows
from importers.media import Shelf
from importers.models import ImportedPage, ImportRun
from importers.plan import MODELS, Action, Plan, field_values
from importers.records import Json
from importers.tree import SHELVES, Place
from kneeblog.models import (
    Author,
    CareerEntry,
    Category,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    PageCategory,
    PhysicianCredential,
    PhysicianPage,
    RelatedCondition,
    SymptomArticlePage,
    TreatmentPage,
)
from kneeblog.models.slugs import suggest_slug

_MONEY_TABLE_NAME = 200


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

    def carry_out(self, progress: Callable[[Action], None] = lambda action: None) -> ImportRun | None:
        """Write every page of the plan; `None` if there is nothing to write.

        Args:
            progress: told of each action once it is done.
        """
        todo = self._plan.to_write
        if not todo:
            return None
        run = ImportRun.objects.create(source=self._source)
        for action in todo:
            with transaction.atomic():
                self._write(action, run)
            progress(action)
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
        return run

    def _write(self, action: Action, run: ImportRun) -> None:
        self._references.current = action
        page = self._update(action, action.imported.page) if action.imported else self._create(action)
        revision = page.save_revision(user=self._user, changed=True)
        findings = [*action.data["findings"], *(finding.as_json() for finding in action.findings)]
        ImportedPage.objects.update_or_create(
            key=action.key,
            defaults={
                "run": run,
                "url": action.data["source"]["url"][:2000],
                "source_digest": action.data["source"]["sha256"],
                "draft_digest": action.digest,
                "page": page.page_ptr,
                "revision": revision,
                "outcome": ImportedPage.Outcome.UPDATED if action.imported else ImportedPage.Outcome.CREATED,
                "findings": findings,
            },
        )
        self._references.note(action, page)

    def _create(self, action: Action) -> Page:
        parent = self._place.page(action.parent) if action.parent else self._parent(action.page_type)
        model = MODELS[action.page_type]
        page = model(
            title=_fitting(action.data["title"], 255),
            slug=_free_slug(parent, _slug(action)),
            live=False,
            locale=parent.locale,
            owner=self._user,
            first_published_at=_moment(action.data["published_at"]),
        )
        self._fill(page, action)
        self._fill_children(page, action)
        return parent.add_child(instance=page)

    def _update(self, action: Action, existing: Page) -> Page:
        page = existing.specific.get_latest_revision_as_object()
        page.title = _fitting(action.data["title"], 255)
        self._fill(page, action)
        self._fill_children(page, action)
        return page

    def _fill(self, page: Page, action: Action) -> None:
        data = action.data
        meta = data["meta"]
        page.seo_title = _fitting(meta["title"], 255) if meta["title"] != data["title"] else ""
        page.search_description = meta["description"]
        page.robots = _robots(meta["robots"])
        if data["breadcrumbs"] and data["breadcrumbs"][-1]["label"] != data["title"]:
            page.breadcrumb_label = _fitting(data["breadcrumbs"][-1]["label"], 100)
        for name, value in field_values(action, self._references).items():
            setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
        if data["supervisor"] and action.page_type != "physician":
            page.supervisor_id = self._references.physician(data["supervisor"])
        if data["author"]:
            page.author = self._named(Author, data["author"])
        if isinstance(page, TreatmentPage):
            page.fee_table_id = self._fees(action)
        if isinstance(page, SymptomArticlePage):
            page.symptom_id = self._references.term_of(data["title"], "symptom")
        if action.page_type == "condition":
            page.term_id = self._references.term_of(data["title"], "condition")

    def _fill_children(self, page: Page, action: Action) -> None:
        """Inline rows and tags; they are saved together with the page."""
        page.page_categories = [
            PageCategory(category=self._named(Category, name), sort_order=number, locale=page.locale)
            for number, name in enumerate(action.data["categories"])
        ]
        if action.data["tags"]:
            page.tags.set(action.data["tags"])
        if isinstance(page, SymptomArticlePage):
            page.related_conditions = self._references.conditions_of(action.data["body"])  # type: ignore[misc]
        if isinstance(page, PhysicianPage) and action.record:
            page.career = [  # type: ignore[misc]
                CareerEntry(text=_fitting(text, 500), sort_order=number, locale=page.locale)
                for number, text in enumerate(action.record["career"])
            ]
            page.credentials = [  # type: ignore[misc]
                PhysicianCredential(title=_fitting(text, 300), sort_order=number, locale=page.locale)
                for number, text in enumerate(action.record["credentials"])
            ]

    def _fees(self, action: Action) -> int | None:
        """A treatment's fees: those on its own page, else those on its card."""
        own = next((block for block in _walk(action.data["body"]) if block["type"] == "fee_table"), None)
        fees = own["value"]["items"] if own else (action.card or {}).get("fees") or []
        return self._references.fee_table(fees, action.data["title"]) if fees else None

    def _parent(self, page_type: str) -> Page:
        existing = self._place.shelf(page_type)
        if existing is not None:
            return existing
        model, title, slug = SHELVES[page_type]
        slug = self._place.blog_slug if slug == "blog" else slug
        page = model(title=title, slug=_free_slug(self._place.home, slug), live=False, locale=self._place.home.locale)
        self._place.home.add_child(instance=page)
        page.save_revision(user=self._user)
        return page

    def _named(self, model: type[TranslatableMixin], name: str) -> Any:
        """The author or category of that name, made if it is new."""
        locale = self._place.home.locale
        name = _fitting(name, 100)
        found = model.objects.filter(name=name, locale=locale).first()
        if found is None:
            extra = {"slug": _category_slug(name)} if model is Category else {}
            found = model.objects.create(name=name, locale=locale, **extra)
        return found


class _Written:
    """References by what this run has written so far; whatever is missing is made, once."""

    def __init__(self, site: sitewide.Site, place: Place, shelf: Shelf) -> None:
        self._site = site
        self._place = place
        self._shelf = shelf
        self._terms = {term.key: term.pk for term in GlossaryTerm.objects.all()}
        self._pages: dict[str, int] = dict(ImportedPage.objects.values_list("key", "page_id"))
        self.current: Action | None = None

    def note(self, action: Action, page: Page) -> None:
        self._pages[action.key] = page.pk

    def image(self, picture: Json) -> int | None:
        title = self.current.data["title"] if self.current else ""
        image = self._shelf.image(picture["url"], title, picture["alt"])
        return image.pk if image else None

    def term(self, key: str) -> int | None:
        return self._terms.get(key)

    def term_of(self, title: str, category: str) -> int | None:
        """The first term of a category that a title names."""
        key = first_term(title, category)
        return self._terms.get(key) if key else None

    def conditions_of(self, body: list[Json]) -> list[RelatedCondition]:
        """The condition pages of the diseases that an article's topics are about, in their order."""
        keys = dict.fromkeys(block["value"]["condition"] for block in _walk(body) if block["type"] == "topic")
        terms = [self._terms[key] for key in keys if key in self._terms]
        pages = ConditionPage.objects.filter(term_id__in=terms, locale=self._place.home.locale).order_by("pk")
        by_term = {page.term_id: page for page in reversed(pages)}
        found = [by_term[term] for term in terms if term in by_term]
        return [RelatedCondition(condition=page, sort_order=number) for number, page in enumerate(found)]

    def fee_table(self, fees: list[Json], heading: str) -> int | None:
        """The fee table with these fees, whichever page they stand on, made if it is new."""
        key = sitewide.fees_key(fees)
        translation_key = _table_key(key)
        locale = self._place.home.locale
        found = FeeTable.objects.filter(translation_key=translation_key, locale=locale).first()
        if found is None:
            title = heading or (self.current.data["title"] if self.current else "")
            found = FeeTable(name=_fitting(title, _MONEY_TABLE_NAME), locale=locale, translation_key=translation_key)
            found.rows = json.dumps(fee_rows(fees, key))
            found.save()
            found.save_revision()
        return found.pk

    def treatment(self, card: Json) -> int | None:
        draft = next((d for d in self._site.drafts if self.current and d.key == self.current.key), None)
        return self._pages.get(self._site.treatment_key(card, draft)) if draft else None

    def physician(self, record: Json) -> int | None:
        physician = self._site.physicians.get(sitewide.physician_key(record))
        if physician is None:
            return None
        return self._pages.get(physician.page.key if physician.page else physician.key)


# Small matters --------------------------------------------------------------------------------------------------------


def _slug(action: Action) -> str:
    """The draft's slug, else one from the words and terms of the title, else one that says nothing but stays."""
    if action.data["slug"] and re.fullmatch(r"[-a-zA-Z0-9_]+", action.data["slug"]):
        return action.data["slug"][:255]
    kind = action.page_type.replace("_", "-")
    found = "" if action.page_type == "physician" else suggest_slug(action.data["title"], "")
    return found or f"{kind}-{hashlib.sha256(action.key.encode()).hexdigest()[:8]}"


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(candidate for number in range(2, len(taken) + 3) if (candidate := f"{slug}-{number}") not in taken)


def _category_slug(name: str) -> str:
    found = suggest_slug(name, "") or f"category-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    taken = set(Category.objects.values_list("slug", flat=True))
    return found if found not in taken else f"{found}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _table_key(key: str) -> Any:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kneeblog:fee-table:{key}")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _robots(text: str) -> str:
    words = {word.strip().lower() for word in text.split(",")}
    if "noindex" not in words:
        return ""
    return "noindex,nofollow" if "nofollow" in words else "noindex"


def _fitting(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _walk(blocks: list[Json]) -> Any:
    for block in blocks:
        yield block
        if isinstance(block["value"], dict):
            yield from _walk(block["value"].get("content") or [])
