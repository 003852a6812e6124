"""The search index and the index of references, filled once for many pages instead of on every save.

Saving a page as a draft writes it three times, and each time Wagtail reads all its text for the search index and all
its blocks for the index of references.  Here what is saved is remembered and put into both at the end, so that what is
in them is the same.  Other threads, such as an editor's request, are not touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import Indexed, get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

_here = local()


class Saved:
    """What has been saved and is not in the indexes yet."""

    def __init__(self) -> None:
        self._created: dict[tuple[type[Model], Any], Model] = {}
        self._changed: dict[type[Model], set[Any]] = {}

    def note(self, instance: Model, *, created: bool) -> None:
        """Remember a saved object."""
        if created:
            self._created[type(instance), instance.pk] = instance
        else:
            # Of what was there before a part may have been saved, as of a page with a new draft, whose instance has
            # the draft's text: it is read again.
            self._created.pop((type(instance), instance.pk), None)
            self._changed.setdefault(type(instance), set()).add(instance.pk)

    def fill(self) -> None:
        """Put everything into the indexes."""
        saved = list(self._created.values())
        for model, keys in self._changed.items():
            saved += model._default_manager.in_bulk(keys).values()
        for instance in saved:
            if ReferenceIndex.is_indexed(type(instance)):
                ReferenceIndex.create_or_update_for_object(instance)
        searchable: dict[type[Model], list[Model]] = {}
        for instance in saved:
            if isinstance(instance, Indexed) and (found := instance.get_indexed_instance()):
                searchable.setdefault(type(found), []).append(found)
        for _, backend in get_search_backends_with_name(with_auto_update=True):
            for model, instances in searchable.items():
                backend.add_bulk(model, instances)


@contextmanager
def filled_at_the_end() -> Iterator[None]:
    """Within, saving fills no index; at the end, everything that was saved is put into them.

    Must stand inside the transaction that the saving is in, so that both are there or neither is.
    """
    _take_the_place_of_the_search_handler()
    _here.saved = saved = Saved()
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        _here.saved = None
    saved.fill()


def _note(instance: Model, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    """Stands in the search index's own signal handler's place."""
    saved = getattr(_here, "saved", None)
    if saved is None:
        post_save_signal_handler(instance, raw=raw, created=created, **kwargs)
    elif not raw:
        saved.note(instance, created=created)


def _note_references(instance: Model, raw: bool = False, created: bool = False, **_: Any) -> None:
    """For models that refer to others and are not searched."""
    saved = getattr(_here, "saved", None)
    if saved is not None and not raw and ReferenceIndex.is_indexed(type(instance)):
        saved.note(instance, created=created)


def _take_the_place_of_the_search_handler() -> None:
    """Once a process: the handler cannot be told to wait, so it is called by one that can."""
    for model in get_indexed_models():
        if post_save.disconnect(post_save_signal_handler, sender=model):
            post_save.connect(_note, sender=model)
    post_save.connect(_note_references, dispatch_uid="importers.indexing")
