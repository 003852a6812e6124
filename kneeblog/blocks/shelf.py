"""What all blocks of a page refer to, fetched for them together.

Wagtail asks the database once for each kind of block and each level of nesting.  A page that is about to be shown
fetches everything at once (`kneeblog.models.prefetch`) and puts it on the shelf while its blocks are read; anywhere
else the blocks fetch for themselves.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Shelf = Mapping[type[Any], Mapping[int, Any]]  # for each model, objects by the ids that blocks know them by
_shelf: ContextVar[Shelf | None] = ContextVar("kneeblog_shelf", default=None)


@contextmanager
def on_shelf(shelf: Shelf) -> Iterator[None]:
    """Blocks that are read meanwhile find these objects."""
    token = _shelf.set(shelf)
    try:
        yield
    finally:
        _shelf.reset(token)


class FromShelf:
    """Mixin for chooser blocks."""

    model_class: type[Any]

    def bulk_to_python(self, values: Any) -> list[Any]:
        """An object of its own for every value: the same picture may have several alternative texts."""
        objects = (_shelf.get() or {}).get(self.model_class)
        if objects is None:
            found: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]
            return found
        return [copy.copy(objects.get(value)) for value in values]
