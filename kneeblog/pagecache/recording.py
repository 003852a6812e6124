"""What a page depends on, noted while it is rendered.

A tag names a thing: a row (`kneeblog.feetable:7`), a page's name and place (`name:12`), all translations of something
(`key:…`), what stands below a page (`below:3`), all pages of a type in a language (`type:kneeblog.conditionpage:1`).
Rows are noted when they are read from the database; lists must say what would be a new entry of theirs (`depends_on`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_init
from wagtail.models import Page

EVERYTHING = "everything"  # what every page depends on: the site, its languages, the clinic, who may read what
_noted: ContextVar[set[str] | None] = ContextVar("kneeblog_noted", default=None)
_names_only: ContextVar[bool] = ContextVar("kneeblog_names_only", default=False)


@contextmanager
def recording() -> Iterator[set[str]]:
    """Notes what is read in between; within another recording, the outer one gets it as well."""
    outer = _noted.get()
    noted: set[str] = set()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
        if outer is not None:
            outer |= noted


@contextmanager
def names_only() -> Iterator[None]:
    """Of pages read in between, no more is shown than their names and addresses."""
    token = _names_only.set(True)
    try:
        yield
    finally:
        _names_only.reset(token)


def depends_on(*tags: str) -> None:
    """Notes what no row tells: that a list would have another entry."""
    noted = _noted.get()
    if noted is not None:
        noted.update(tags)


def row(model: type[Model], pk: Any) -> str:
    """The tag of a row, or of all of a page, whichever of its models is meant."""
    return f"page:{pk}" if issubclass(model, Page) else f"{model._meta.label_lower}:{pk}"


def name(pk: Any) -> str:
    """The tag of a page's name and place."""
    return f"name:{pk}"


def key(translation_key: Any) -> str:
    """The tag of all translations of something."""
    return f"key:{translation_key}"


def below(pk: Any) -> str:
    """The tag of what stands directly below a page."""
    return f"below:{pk}"


def of_type(model: type[Model], locale_id: int) -> str:
    """The tag of which pages of a type there are in a language, and where."""
    return f"type:{model._meta.label_lower}:{locale_id}"


def note(instance: Model, **kwargs: Any) -> None:
    """Receives every row that is made; those that are new have no id yet."""
    noted = _noted.get()
    if noted is None or instance.pk is None:
        return
    model = type(instance)
    is_page = issubclass(model, Page)
    if is_page:
        noted.add(name(instance.pk))
    if model is not Page and not (is_page and _names_only.get()):  # a bare `Page` has no content
        noted.add(row(model, instance.pk))
    if (of := instance.__dict__.get("translation_key")) is not None:
        noted.add(key(of))


def listen(models: list[type[Model]]) -> None:
    """Notes rows of these models."""
    for model in models:
        post_init.connect(note, sender=model, dispatch_uid=f"kneeblog.pagecache.{model._meta.label_lower}")
