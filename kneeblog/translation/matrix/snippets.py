"""Snippets by languages, like pages: fee tables, categories, authors and whatever else a project registers.

A snippet without drafts is read by visitors as it is saved: it is `LIVE` once its translations are in it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Count, F, Max
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import DraftStateMixin, Locale, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog, TranslationSource

from kneeblog.seo.desk.text import fold

from .rows import Cell, State

Key = tuple[int, int]  # a source and a language


def models() -> list[type[Any]]:
    """The types of snippets that can be translated, by name."""
    found = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
    return sorted(found, key=label)


def label(model: type[Any]) -> str:
    """The type, as the admin names it."""
    return str(capfirst(str(model._meta.verbose_name)))


@dataclass(slots=True)
class Family:
    """One snippet in all its languages; `snippet` is the one that is translated, `is_open` leads to its editor."""

    snippet: Any
    versions: dict[int, Any]  # by locale, the source aside
    locale: Locale
    source: TranslationSource | None = None
    is_open: bool = False
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def pk(self) -> str:
        """Type and id, for the form that begins work."""
        return f"{self.model._meta.label_lower}-{self.snippet.pk}"

    @property
    def title(self) -> str:
        """As lists of snippets show it."""
        return str(self.snippet)

    @property
    def model(self) -> type[Any]:
        """Its type."""
        return type(self.snippet)

    @property
    def type_label(self) -> str:
        """In words."""
        return label(self.model)

    @property
    def language(self) -> str:
        """Of the source, in words."""
        return str(self.locale.get_display_name())

    @property
    def is_draft(self) -> bool:
        """Whether visitors do not read it yet."""
        return not _is_live(self.snippet)

    @property
    def url(self) -> str:
        """The source's editor; none for those who may not edit it."""
        return self.address_of(self.snippet) if self.is_open else ""

    def address_of(self, snippet: Any) -> str:
        """A snippet's editor, which for a translation leads to ours."""
        return reverse(self.model.snippet_viewset.get_url_name("edit"), args=[quote(snippet.pk)])

    @property
    def folded(self) -> str:
        """What the search looks at."""
        return fold("\n".join([self.title, *map(str, self.versions.values())]))


@dataclass(frozen=True, slots=True)
class SnippetCell(Cell):
    """With the way to the editor, for those who may edit it."""

    address: str = ""

    @property
    def url(self) -> str:
        """The translation's editor."""
        return self.address


def families(user: Any) -> list[Family]:
    """Every snippet that can be translated, by type and name; a query a type, and two."""
    sources = {row.object_id: row for row in TranslationSource.objects.defer("content_json").order_by("-pk")}
    locales = {locale.pk: locale for locale in Locale.all_objects.all()}  # with those the site has no more
    found = []
    for model in models():
        is_open = user_can_edit_snippet_type(user, model)
        by_key: dict[Any, list[Any]] = defaultdict(list)
        for snippet in model._default_manager.order_by("pk"):
            by_key[snippet.translation_key].append(snippet)
        rows = [_family(versions, sources.get(key), locales) for key, versions in by_key.items()]
        for row in rows:
            row.is_open = is_open
        found += sorted(rows, key=lambda row: row.title)
    return found


def _family(versions: list[Any], source: TranslationSource | None, locales: dict[int, Locale]) -> Family:
    own = next((one for one in versions if source and one.locale_id == source.locale_id), None)
    snippet = own or versions[0]
    others = {one.locale_id: one for one in versions if one is not snippet}
    return Family(snippet, others, locales[snippet.locale_id], source if own else None)


def fill(rows: Sequence[Family], locales: Iterable[Locale]) -> None:
    """Adds the cells of some families; five queries."""
    counts = _Counts([row.source for row in rows if row.source])
    for row in rows:
        for locale in locales:
            if locale.pk != row.locale.pk:
                row.cells[locale.pk] = _cell(row, locale, counts)


def _cell(row: Family, locale: Locale, counts: _Counts) -> Cell:
    there = row.versions.get(locale.pk)
    if there is None:
        return Cell(State.MISSING)
    address = row.address_of(there) if row.is_open else ""
    key = (row.source.pk if row.source else 0, locale.pk)
    if key not in counts.works:  # nobody keeps it in step
        return SnippetCell(State.LIVE if _is_live(there) else State.PROGRESS, address=address)
    total, (done, newest) = counts.totals.get(key[0], 0), counts.done.get(key, (0, None))
    state = State.LIVE
    if done < total:
        state = State.OUTDATED if counts.made.get(key, 0) > done else State.PROGRESS
    elif not _is_live(there) or _is_after(newest, counts.saved.get(key)):
        state = State.READY
    return SnippetCell(state, done=done, total=total, address=address)


class _Counts:
    """How far the translations of some sources are."""

    def __init__(self, sources: Sequence[TranslationSource]) -> None:
        ids, by_key = [source.pk for source in sources], {source.object_id: source.pk for source in sources}
        enabled = Translation.objects.filter(source_id__in=ids, enabled=True)
        self.works: set[Key] = set(enabled.values_list("source_id", "target_locale_id"))
        segments = StringSegment.objects.filter(source_id__in=ids).order_by()
        self.totals: dict[int, int] = dict(segments.values_list("source_id").annotate(Count("pk")))
        translated = segments.filter(
            string__translations__context_id=F("context_id"), string__translations__has_error=False
        ).values_list("source_id", "string__translations__locale_id")
        self.done: dict[Key, tuple[int, datetime.datetime | None]] = {
            (source, locale): (count, newest)
            for source, locale, count, newest in translated.annotate(
                Count("pk"), Max("string__translations__updated_at")
            )
        }
        # More than fits the present text: some of it was translated as it said before.
        made = StringTranslation.objects.filter(context__object_id__in=by_key).order_by()
        self.made: dict[Key, int] = {
            (by_key[key], locale): count
            for key, locale, count in made.values_list("context__object_id", "locale_id").annotate(Count("pk"))
        }
        logs = TranslationLog.objects.filter(source_id__in=ids).order_by()
        self.saved: dict[Key, datetime.datetime] = {
            (source, locale): at
            for source, locale, at in logs.values_list("source_id", "locale_id").annotate(Max("created_at"))
        }


def _is_live(snippet: Any) -> bool:
    return bool(snippet.live) if isinstance(snippet, DraftStateMixin) else True


def _is_after(one: datetime.datetime | None, other: datetime.datetime | None) -> bool:
    return one is not None and (other is None or one > other)
