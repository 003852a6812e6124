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
        self._objects: dict[tuple[type[Model], Any], Model | None] = {}

    def note(self, instance: Model, *, whole: bool) -> None:
        """Remember a saved object; the latest state of it counts.

        Args:
            instance: that was saved.
            whole: whether all its fields were.  A page with a new draft has the draft's content in memory and that of
                its own row in the database, and only the latter belongs into the indexes.
        """
        self._objects[type(instance), instance.pk] = instance if whole else None

    def mark(self) -> dict[tuple[type[Model], Any], Model | None]:
        """What is remembered now, for `forget_since`."""
        return dict(self._objects)

    def forget_since(self, mark: dict[tuple[type[Model], Any], Model | None]) -> None:
        """Forget what was saved since, after a failure took it back."""
        self._objects = mark

    def fill(self) -> None:
        """Put everything into the indexes, and forget it."""
        instances = [instance or model._base_manager.get(pk=pk) for (model, pk), instance in self._objects.items()]
        for instance in instances:
            if ReferenceIndex.is_indexed(type(instance)):
                ReferenceIndex.create_or_update_for_object(instance)
        searchable: dict[type[Model], list[Model]] = {}
        for instance in instances:
            if isinstance(instance, Indexed) and (indexed := instance.get_indexed_instance()):
                searchable.setdefault(type(indexed), []).append(indexed)
        for _, backend in get_search_backends_with_name(with_auto_update=True):
            for model, found in searchable.items():
                backend.add_bulk(model, found)
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
        saved.note(instance, whole=kwargs.get("update_fields") is None)


def _note_references(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """For models that refer to others and are not searched."""
    saved = getattr(_here, "saved", None)
    if saved is not None and not raw and ReferenceIndex.is_indexed(type(instance)):
        saved.note(instance, whole=kwargs.get("update_fields") is None)


def _take_the_place_of_the_search_handler() -> None:
    """Once a process: the handler cannot be told to wait, so it is called by one that can."""
    for model in get_indexed_models():
        if post_save.disconnect(post_save_signal_handler, sender=model):
            post_save.connect(_note, sender=model)
    post_save.connect(_note_references, dispatch_uid="importers.indexing")
