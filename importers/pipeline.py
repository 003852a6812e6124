"""The order of rooms 1–4, and nothing else: paths in, drafts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from importers import sources, wix
from importers.classify import classify
from importers.draft import draft, refused
from importers.records import Document, Draft, Finding, LegacyPage


def read(paths: Iterable[str | Path], base_url: str = "") -> Iterator[Draft]:
    """One draft for every page below the given files, folders and zips.

    Raises:
        SourceError: a path does not exist or cannot be opened at all.
    """
    for page in sources.read_pages(paths, base_url):
        yield refused(page.path, page.sha256, page.finding) if isinstance(page, sources.Refused) else read_page(page)


def read_page(page: LegacyPage) -> Draft:
    """The draft of one page; a page that no reader knows becomes an empty one with a finding."""
    document = _document(page)
    if document is None:
        finding = Finding(
            level="error",
            id="reader.none",
            message=f"{page.path}: no reader knows this kind of page.",
            hint="Saved pages of a Wix site are read; this one shows no sign of being one.",
            where=page.path,
        )
        return refused(page.path, page.sha256, finding)
    return draft(classify(document))


def _document(page: LegacyPage) -> Document | None:
    if wix.is_blog(page):
        return wix.read_blog(page)
    return wix.read_page(page) if wix.is_page(page) else None
