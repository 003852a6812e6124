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
    """What has been saved since the indexes were filled last."""

    def __init__(self) -> None:
        self._objects: dict[tuple[type[Model], Any], Model] = {}

    def note(self, instance: Model) -> None:
        """Remember a saved object; the latest state of it counts."""
        self._objects[type(instance), instance.pk] = instance

    def fill(self) -> None:
        """Put everything into the indexes, and forget it."""
        for instance in self._objects.values():
            if ReferenceIndex.is_indexed(type(instance)):
                ReferenceIndex.create_or_update_for_object(instance)
        searchable: dict[type[Model], list[Model]] = {}
        for instance in self._objects.values():
            if isinstance(instance, Indexed) and (found := instance.get_indexed_instance()):
                searchable.setdefault(type(found), []).append(found)
        for _, backend in get_search_backends_with_name(with_auto_update=True):
            for model, instances in searchable.items():
                backend.add_bulk(model, instances)
        self._objects.clear()


@contextmanager
def filled_at_the_end() -> Iterator[Saved]:
    """Within, saving fills no index; at the end, everything that was saved is put into them.

    Must stand inside the transaction that the saving is in, so that both are there or neither is.
    """
    _take_the_place_of_the_search_handler()
    _here.saved = saved = Saved()
    try:
        with disable_reference_index_auto_update():
            yield saved
    finally:
        _here.saved = None
    saved.fill()


def _note(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Stands in the search index's own signal handler's place."""
    saved = getattr(_here, "saved", None)
    if saved is None:
        post_save_signal_handler(instance, raw=raw, **kwargs)
    elif not raw:
        saved.note(instance)


def _note_references(instance: Model, raw: bool = False, **_: Any) -> None:
    """For models that refer to others and are not searched."""
    saved = getattr(_here, "saved", None)
    if saved is not None and not raw and ReferenceIndex.is_indexed(type(instance)):
        saved.note(instance)


def _take_the_place_of_the_search_handler() -> None:
    """Once a process: the handler cannot be told to wait, so it is called by one that can."""
    for model in get_indexed_models():
        if post_save.disconnect(post_save_signal_handler, sender=model):
            post_save.connect(_note, sender=model)
    post_save.connect(_note_references, dispatch_uid="importers.indexing")
