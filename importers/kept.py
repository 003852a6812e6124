"""The old pages as they were imported, kept in the database: what a person compares the new ones with.

The archive they came from may be gone by then, or may never have been on this machine.  Only pages are kept, each once,
compressed: a twentieth or so of what a saved page takes on the disk.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from importers import sources
from importers.actions import Action
from importers.errors import PageRefused
from importers.models import ImportedPage, KeptSource
from importers.records import LegacyPage


def keep(paths: Iterable[str | Path], actions: Iterable[Action]) -> None:
    """Keep the pages that were imported, as far as they are not kept yet.

    Args:
        paths: what was read.
        actions: what was done.
    """
    read = [(action.imported, action.data["source"]) for action in actions]
    # Not what was held back: another page was imported in its place.
    wanted = {it["sha256"]: it["path"] for row, it in read if row and row.source_digest == it["sha256"]}
    known = set(KeptSource.objects.values_list("sha256", flat=True))
    missing = {path: sha256 for sha256, path in wanted.items() if sha256 and sha256 not in known}
    for entry in sources.entries(paths) if missing else ():
        if entry.path in missing:
            with suppress(OSError, PageRefused):  # it was there a moment ago; then it is not kept
                _keep(entry, missing[entry.path])


def bytes_of(imported: ImportedPage) -> bytes | None:
    """The old page as it was, `None` if it is not kept."""
    kept = KeptSource.objects.filter(sha256=imported.source_digest).first() if imported.source_digest else None
    return zlib.decompress(kept.data) if kept else None


def old_page(imported: ImportedPage) -> LegacyPage | None:
    """The old page as the readers get it: in Unicode, without scripts and styles; `None` if it is not kept."""
    data = bytes_of(imported)
    return sources.page_of(imported.key, data, imported.source_digest) if data else None


def forget_unused() -> None:
    """Once rows of imported pages are gone, what only they named goes too."""
    used = ImportedPage.objects.exclude(source_digest="").values("source_digest")
    KeptSource.objects.exclude(sha256__in=used).delete()


def _keep(entry: sources.Entry, sha256: str) -> None:
    data = entry.load()
    KeptSource.objects.get_or_create(
        sha256=sha256, defaults={"path": entry.path, "data": zlib.compress(data, 9), "size": len(data)}
    )
