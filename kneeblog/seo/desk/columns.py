"""Columns that other apps add to the grid: the importer adds the old addresses, and takes them along when it goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """A name, a heading, and a function from ids of pages to what is shown for them."""

    name: str
    label: Any
    values: Callable[[Collection[int]], Mapping[int, str]]


_added: dict[str, AddedColumn] = {}


def add_column(name: str, label: Any, values: Callable[[Collection[int]], Mapping[int, str]]) -> None:
    """Adds a column to the grid; called from an app's `ready`.

    Args:
        name: of the column; adding it again replaces it.
        label: its heading.
        values: is called once for each page of the grid, with the ids of the pages it shows.
    """
    _added[name] = AddedColumn(name, label, values)


def added_columns() -> list[AddedColumn]:
    """In the order they were added."""
    return list(_added.values())
