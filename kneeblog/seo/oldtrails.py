"""Where the trails of an old site come from: the importer knows them, and takes them along when it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Trails = Mapping[int, tuple[str, ...]]
_sources: list[Callable[[], Trails]] = []


def add_old_trails(source: Callable[[], Trails]) -> None:
    """Lets the audit of breadcrumbs compare; called from an app's `ready`.

    Args:
        source: is called once a report; gives the labels of the old page's trail, its own the last, by id of the page.
    """
    if source not in _sources:
        _sources.append(source)


def old_trails() -> dict[int, tuple[str, ...]]:
    """What all sources know, by id of the page."""
    return {page: trail for source in _sources for page, trail in source().items() if trail}
