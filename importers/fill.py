"""Room 6: writes plain values onto a page, with the rows, authors, categories and tags they need.  Saves no page."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from taggit.models import Tag
from wagtail.models import Orderable, Page, TranslatableMixin

from importers.contents import ROWS
from importers.merge import texts_of
from importers.records import Json
from kneeblog.models import Author, Category, PageCategory, RelatedCondition
from kneeblog.models.slugs import suggest_slug


class Filler:
    """Writes values onto pages; authors and categories that are missing are made.

    Args:
        locale: of the pages.
        made: told of everything that was made.
    """

    def __init__(self, locale: Any, made: Callable[[Any], None]) -> None:
        self._locale = locale
        self._made = made
        self._named_before: dict[tuple[type, str], Any] = {}
        self._tags: dict[str, Tag] = {}

    def fill(self, page: Page, values: Json, key: str) -> None:
        """Write the values; the page is not saved.

        Args:
            page: a new one, or one as its latest revision has it.
            values: of `wanted_values`, merged or not.
            key: the page's source key, from which the keys of new rows are made.
        """
        for name, value in values.items():
            if name == "author":
                page.author = self._named(Author, value) if value else None
            elif name == "categories":
                found = {text: self._named(Category, text) for text in texts_of(value)}
                page.page_categories = _rows(page, "page_categories", PageCategory, "category", found, key)
            elif name == "tags":
                self._tag(page, texts_of(value))
            elif name == "related_conditions":
                ids = {text: int(text) for text in texts_of(value)}
                page.related_conditions = _rows(page, name, RelatedCondition, "condition_id", ids, key)
            elif name in ROWS:
                model, attribute = ROWS[name]
                setattr(page, name, _rows(page, name, model, attribute, texts_of(value), key))
            else:
                setattr(page, name, json.dumps(value) if isinstance(value, list) else value)

    def _tag(self, page: Page, names: list[str]) -> None:
        if unknown := set(names) - self._tags.keys():
            self._tags |= {tag.name: tag for tag in Tag.objects.filter(name__in=unknown)}
        new = unknown - self._tags.keys()
        page.tags.set([self._tags.get(name, name) for name in names])
        for tag in page.tags.all() if new else ():
            if tag.name in new:
                self._tags[tag.name] = tag
                self._made(tag)

    def _named(self, model: type[TranslatableMixin], name: str) -> Any:
        """The author or category of that name, made if it is new."""
        if (model, name) not in self._named_before:
            found = model.objects.filter(name=name, locale=self._locale).first()
            if found is None:
                extra = {"slug": _category_slug(name)} if model is Category else {}
                found = model.objects.create(name=name, locale=self._locale, **extra)
                self._made(found)
            self._named_before[model, name] = found
        return self._named_before[model, name]


def _rows(
    page: Page, relation: str, model: type[Orderable], name: str, values: Mapping[str, Any] | list[str], key: str
) -> list[Any]:
    """Inline rows in order.  One whose text stays keeps its row and its translation key, and so its translations."""
    there: dict[tuple[str, int], Any] = {}
    for row in getattr(page, relation).all() if page.pk else ():
        there[_occurrence(str(getattr(row, name)), there)] = row
    rows: dict[tuple[str, int], Any] = {}
    for number, text in enumerate(values):
        place = _occurrence(text, rows)
        row = there.get(place) or _new_row(page, model, f"kneeblog:{key}#{relation}/{place[0]}/{place[1]}")
        setattr(row, name, values[text] if isinstance(values, Mapping) else text)
        row.sort_order = number
        rows[place] = row
    return list(rows.values())


def _new_row(page: Page, model: type[Orderable], seed: str) -> Orderable:
    if issubclass(model, TranslatableMixin):
        return model(locale=page.locale, translation_key=uuid.uuid5(uuid.NAMESPACE_URL, seed))
    return model()


def _occurrence(text: str, seen: Mapping[tuple[str, int], Any]) -> tuple[str, int]:
    """The text and its number among its equals."""
    return text, next(number for number in range(len(seen) + 1) if (text, number) not in seen)


def _category_slug(name: str) -> str:
    found = suggest_slug(name, "") or f"category-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    taken = set(Category.objects.values_list("slug", flat=True))
    return found if found not in taken else f"{found}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
