"""The order of rooms 1–4, and nothing else: paths in, drafts out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from importers import generic, sources, wix
from importers.classify import classify
from importers.draft import draft, refused
from importers.mapping import Override
from importers.processes import in_processes
from importers.records import Document, Draft, Finding, LegacyPage, Verdict

Finished = TypeVar("Finished")
_FRAMES = 4000
READERS = {
    "wix-blog-json": (wix.is_blog_json, wix.read_blog_json),
    "wix-blog": (wix.is_blog, wix.read_blog),
    "wix-page": (wix.is_page, wix.read_page),
    "generic": (generic.is_readable, generic.read),
}


def read(
    paths: Iterable[str | Path],
    base_url: str = "",
    *,
    reader: str = "",
    overrides: Mapping[str, Override] | None = None,
) -> Iterator[Draft]:
    """One draft for every page below the given files, folders and zips, in path order.

    Args:
        paths: what to read.
        base_url: the old site's address, for pages that do not name it.
        reader: a name of `READERS` to read every page with; `""` lets the evidence in each page decide.
        overrides: a person's decisions by source key.

    Raises:
        SourceError: a path does not exist or cannot be opened at all.
    """
    work = partial(_read_entry, base_url=base_url, reader=reader, overrides=overrides or {})
    return (draft for draft in map(work, sources.entries(paths)) if draft is not None)


def read_and_finish(
    paths: Iterable[str | Path], finish: Callable[[Draft], Finished], base_url: str = "", *, jobs: int
) -> Iterator[Finished]:
    """What `finish` makes of each page's draft, in path order, whatever the number of processes.

    Args:
        paths: what to read.
        finish: is called where the page was read, so that no draft has to cross from there; its results do.
        base_url: the old site's address, for pages that do not name it.
        jobs: how many processes read.

    Raises:
        SourceError: a path does not exist or cannot be opened at all.
    """
    work = partial(_finished, finish=finish, base_url=base_url)
    found = sources.entries(paths)
    results = map(work, found) if jobs <= 1 else in_processes(work, (entry.carried() for entry in found), jobs)
    return (result for result in results if result is not None)


def read_with_pages(paths: Iterable[str | Path]) -> Iterator[tuple[LegacyPage | sources.Refused, Draft]]:
    """Each page as it lay in the source, and its draft, for whoever wants to look into both.

    Raises:
        SourceError: a path does not exist or cannot be opened at all.
    """
    for entry in sources.entries(paths):
        page = sources.read_entry(entry)
        if isinstance(page, sources.Refused):
            yield page, refused(page.path, page.sha256, page.finding, page.url)
        elif draft := _guarded(page, "", {}):
            yield page, draft


def _finished(entry: sources.Entry, *, finish: Callable[[Draft], Finished], base_url: str) -> Finished | None:
    draft = _read_entry(entry, base_url=base_url, reader="", overrides={})
    return None if draft is None else finish(draft)


def _read_entry(entry: sources.Entry, *, base_url: str, reader: str, overrides: Mapping[str, Override]) -> Draft | None:
    page = sources.read_entry(entry, base_url)
    if isinstance(page, sources.Refused):
        return refused(page.path, page.sha256, page.finding, page.url)
    return _guarded(page, reader, overrides)


def _guarded(page: LegacyPage, reader: str, overrides: Mapping[str, Override]) -> Draft | None:
    """One page's failure never hides the others."""
    try:
        return read_page(page, reader=reader, overrides=overrides)
    except RecursionError:
        message = "elements are nested too deeply to be read."
    except Exception as error:  # noqa: BLE001 a bug shows on the page it met, the run goes on and ends with 1
        message = f"reading this page failed ({type(error).__name__}: {str(error)[:200]})."
    finding = Finding(
        level="error",
        id="reader.failed",
        message=f"{page.path}: {message}",
        hint="Please report it together with the page; the other pages are read.",
        where=page.path,
    )
    return refused(page.path, page.sha256, finding, page.url)


@contextmanager
def _deep_enough() -> Iterator[None]:
    """The limits let through what is nested 500 deep, however deep in a server this is called."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


@_deep_enough()
def read_page(page: LegacyPage, *, reader: str = "", overrides: Mapping[str, Override] | None = None) -> Draft | None:
    """The draft of one page, `None` if a person said to skip it; a page no reader knows is empty but for a finding."""
    document = _document(page, reader)
    if document is None:
        finding = Finding(
            level="error",
            id="reader.none",
            message=f"{page.path}: no reader knows this kind of page.",
            hint="It shows neither text nor pictures; save the page again after it has loaded fully.",
            where=page.path,
        )
        return refused(page.path, page.sha256, finding, page.url)
    override = (overrides or {}).get(document.key, Override())
    if override.skip:
        return None
    labelled = classify(document)
    settled: set[str] = set()
    if override.page_type:
        settled.add("page-type.tie")
        if override.page_type != labelled.page_type.value:
            labelled = replace(labelled, page_type=Verdict(value=override.page_type, reason="the mapping file says so"))
    result = draft(labelled, override.bold_lines)
    if override.slug:
        settled |= {"slug.missing", "slug.from-glossary"}
        result.data["slug"] = override.slug
    result.data["findings"] = [finding for finding in result.findings if finding["id"] not in settled]
    return result


def _document(page: LegacyPage, reader: str) -> Document | None:
    if reader:
        return READERS[reader][1](page)
    return next((read_with(page) for applies, read_with in READERS.values() if applies(page)), None)
