"""Pages × languages, each with its state: a number of queries that does not grow with either."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, F, Max
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from kneeblog.seo.desk.rows import medical_models
from kneeblog.seo.desk.text import fold
from kneeblog.supervision.states import State as Supervision
from kneeblog.supervision.states import supervised_pages
from kneeblog.translation.drafts import is_behind

_NEEDED = (
    *("translation_key", "locale", "live", "has_unpublished_changes", "title", "draft_title", "content_type", "path"),
    *("latest_revision_created_at", "last_published_at"),
)


class State(models.TextChoices):
    """From nothing done to nothing to do."""

    MISSING = "missing", _("Missing")
    PROGRESS = "progress", _("In progress")
    OUTDATED = "outdated", _("Out of date")
    REVIEW = "review", _("Awaiting medical review")
    READY = "ready", _("Ready to publish")
    LIVE = "live", _("Live")


@dataclass(frozen=True, slots=True)
class Cell:
    """How it stands with one page in one language; `done` of `total` segments, both 0 where nobody counts."""

    state: State
    page: int | None = None
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 is all; `None` where nobody counts."""
        return self.done * 100 // self.total if self.total else None

    @property
    def label(self) -> str:
        """In words, with how far it is where that matters."""
        if self.state not in (State.PROGRESS, State.OUTDATED) or self.percent is None:
            return str(self.state.label)
        return f"{self.state.label} {self.percent}%"

    @property
    def url(self) -> str:
        """The translation's editor."""
        return reverse("wagtailadmin_pages:edit", args=[self.page]) if self.page else ""


@dataclass(slots=True)
class Family:
    """One page in all its languages; `page` is the one that is translated."""

    page: Page
    versions: dict[int, Page]  # by locale, the source and untranslated copies aside
    source: TranslationSource | None = None
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        """The source page's id."""
        return int(self.page.pk)

    @property
    def title(self) -> str:
        """As the next editor sees it."""
        return str(self.page.draft_title or self.page.title)

    @property
    def model(self) -> type[Page] | None:
        """The page's type."""
        return self.page.content_type.model_class()

    @property
    def type_label(self) -> str:
        """The page's type, as the admin names it."""
        return str(capfirst(str(self.model._meta.verbose_name))) if self.model else ""

    @property
    def language(self) -> str:
        """Of the source, in words."""
        return str(self.page.locale.get_display_name())

    @property
    def url(self) -> str:
        """The source page's editor."""
        return reverse("wagtailadmin_pages:edit", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether visitors do not read it yet."""
        return not self.page.live

    @property
    def folded(self) -> str:
        """What the search looks at."""
        return fold("\n".join([self.title, *(page.draft_title or page.title for page in self.versions.values())]))


def families() -> list[Family]:
    """Every page that can be translated, in the order of the tree; two queries.

    A page's source is the language it was submitted in; of pages that nobody has submitted, the one made first.
    """
    sources = {row.object_id: row for row in TranslationSource.objects.defer("content_json").order_by("-pk")}
    pages = Page.objects.type(*medical_models()).filter(alias_of=None).select_related("locale", "content_type")
    by_key: dict[Any, list[Page]] = defaultdict(list)
    for page in pages.only(*_NEEDED, "locale__language_code", "content_type__app_label", "content_type__model"):
        by_key[page.translation_key].append(page)
    found = []
    for key, versions in by_key.items():
        source = sources.get(key)
        first = min(versions, key=lambda page: page.pk)
        own = next((page for page in versions if source and page.locale_id == source.locale_id), None)
        page = own or first
        others = {other.locale_id: other for other in versions if other is not page}
        found.append(Family(page, others, source if own else None))
    return sorted(found, key=lambda family: str(family.page.path))


def fill(rows: Sequence[Family], locales: Iterable[Locale]) -> None:
    """Adds the cells of some families; four queries."""
    ids = [row.source.pk for row in rows if row.source]
    enabled = Translation.objects.filter(source_id__in=ids, enabled=True).values_list("source_id", "target_locale_id")
    works = set(enabled)
    segments = StringSegment.objects.filter(source_id__in=ids).order_by()
    totals = dict(segments.values_list("source_id").annotate(Count("pk")))
    translated = segments.filter(
        string__translations__context_id=F("context_id"), string__translations__has_error=False
    ).values_list("source_id", "string__translations__locale_id")
    done = {
        (source, locale): (count, newest)
        for source, locale, count, newest in translated.annotate(Count("pk"), Max("string__translations__updated_at"))
    }
    pages = [page.pk for row in rows for page in row.versions.values()]
    signed = dict(supervised_pages().filter(pk__in=pages).values_list("pk", "supervision_state"))
    for row in rows:
        for locale in locales:
            if locale.pk == row.page.locale_id:
                continue
            page, source = row.versions.get(locale.pk), row.source
            if page is None:
                row.cells[locale.pk] = Cell(State.MISSING)
            elif source is None or (source.pk, locale.pk) not in works:
                row.cells[locale.pk] = Cell(State.LIVE if page.live else State.PROGRESS, page.pk)
            else:
                total = totals.get(source.pk, 0)
                count, newest = done.get((source.pk, locale.pk), (0, None))
                is_whole = count == total and not is_behind(source, row.page)
                state = _state(page, is_whole, newest, signed.get(page.pk))
                row.cells[locale.pk] = Cell(state, page.pk, count, total)


def _state(page: Page, is_whole: bool, newest: datetime.datetime | None, signed: str | None) -> State:
    """Of a translation that wagtail-localize keeps in step.

    Args:
        page: the translation.
        is_whole: every segment of the present source is translated.
        newest: when a segment was translated last.
        signed: how it stands with the page's supervision, `None` of a page that no physician is to check.
    """
    if not is_whole:
        return State.OUTDATED if page.live else State.PROGRESS
    if page.live and not page.has_unpublished_changes and not _after(newest, page.last_published_at):
        return State.LIVE
    is_signed = signed == Supervision.CURRENT and not _after(newest, page.latest_revision_created_at)
    return State.READY if signed is None or is_signed else State.REVIEW


def _after(one: datetime.datetime | None, other: datetime.datetime | None) -> bool:
    return one is not None and (other is None or one > other)
