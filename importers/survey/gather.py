"""Goes over a source once and counts; of each page only what is compared at the end is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from importers import ledger, pipeline, sources
from importers.athand import AtHand
from importers.markup.facts import LOCAL_ZONE
from importers.records import Draft, Json, LegacyPage
from importers.survey.across import across, fee_lists
from importers.survey.duplicates import Print, duplicates, print_of
from importers.text import fold
from importers.wix import shapes

# How a file begins that is no page.
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
# What wrote the file, by the comment it leaves.
_SAVED_BY = (
    ("HTTrack", re.compile(r"Mirrored from [^>]* by HTTrack")),
    ("SingleFile", re.compile(r"Page saved with SingleFile")),
    ("a browser", re.compile(r"saved from url=")),
    ("the Wayback Machine", re.compile(r"FILE ARCHIVED ON|web\.archive\.org/web/\d")),
)
_NO_PAGE = ("reader.", "limits.", "source.empty", "source.not-html", "source.unreadable", "page.no-body")
_KEPT = ("source", "page_type", "locale", "title", "treatments", "supervisor")  # what pages are compared by


@dataclass(slots=True)
class _Named:
    """How often something was met, on how many pages, and the first time."""

    page: str
    example: str
    count: int = 0
    pages: int = 0
    _last: str = ""

    def met(self, page: str, number: int = 1) -> None:
        """It was met on a page."""
        self.count += number
        self.pages += page != self._last
        self._last = page


@dataclass(slots=True)
class _Counts:
    """What is counted, page by page."""

    files: Counter[str] = field(default_factory=Counter)
    unread: list[Json] = field(default_factory=list)
    by: dict[str, Counter[str]] = field(default_factory=dict)
    unknown: dict[tuple[str, str], _Named] = field(default_factory=dict)
    findings: dict[tuple[str, str], _Named] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    prints: list[Print] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    fees: dict[int, Sequence[Json]] = field(default_factory=dict)

    def count(self, what: str, value: str, number: int = 1) -> None:
        """One more of a kind."""
        self.by.setdefault(what, Counter())[value] += number


def survey(paths: Iterable[str | Path], progress: Callable[[int], None] = lambda number: None) -> Json:
    """What some files, folders and zips hold.

    Args:
        paths: what to look into.
        progress: told how many pages have been read.

    Raises:
        SourceError: a path does not exist or cannot be opened at all.
    """
    paths = list(paths)
    counts = _Counts()
    for number, (page, draft) in enumerate(pipeline.read_with_pages(paths), start=1):
        _note(counts, page, draft)
        progress(number)
    for name, beginning in sources.other_files(paths):
        counts.files[_kind_of_file(name, beginning)] += 1
    at_hand = AtHand(paths)
    missing = [url for url in counts.pictures if at_hand.file(url) is None]
    return {
        "schema": 1,
        "files": {kind: counts.files[kind] for kind in KINDS},
        "unread": counts.unread,
        **{what: _ranked(counts.by.get(what, Counter())) for what in COUNTED},
        "unknown": [{"kind": kind, "name": name, **rest} for kind, name, rest in _listed(counts.unknown)],
        "pictures": {"named": len(counts.pictures), "at_hand": len(counts.pictures) - len(missing), "missing": missing},
        "findings": [{"level": level, "id": name, **rest} for level, name, rest in _listed(counts.findings)],
        "duplicates": duplicates(counts.prints),
        **across(counts.drafts, counts.fees),
    }


# The kinds of files, and what else is counted: the keys of the result.
KINDS = ("post", "page", "list", "unread", "feed", "sitemap", "picture", "other")
COUNTED = (
    *("readers", "generations", "saved_by", "languages", "encodings", "years", "page_types"),
    *("blocks", "embeds", "lost_embeds"),
)


def _ranked(counter: Counter[str]) -> dict[str, int]:
    """The most common first, equals by name: the same source gives the same bytes."""
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def _listed(named: dict[tuple[str, str], _Named]) -> Iterator[tuple[str, str, Json]]:
    for (kind, name), one in sorted(named.items(), key=lambda pair: (-pair[1].count, pair[0])):
        yield kind, name, {"count": one.count, "pages": one.pages, "page": one.page, "example": one.example}


def _kind_of_file(name: str, beginning: bytes) -> str:
    if PurePosixPath(name).suffix.lower() in sources.IMAGE_SUFFIXES:
        return "picture"
    if _SITEMAP.search(beginning):
        return "sitemap"
    return "feed" if _FEED.search(beginning) else "other"


def _note(counts: _Counts, page: LegacyPage | sources.Refused, draft: Draft) -> None:
    data = draft.data
    _note_findings(counts, data)
    html = page.html if isinstance(page, LegacyPage) else ""
    kind = _kind_of_page(html, data)
    counts.files[kind] += 1
    if kind == "unread":
        reason = next(finding for finding in data["findings"] if finding["id"].startswith(_NO_PAGE))
        counts.unread.append({"path": page.path, "id": reason["id"], "message": reason["message"]})
        return
    counts.count("readers", data["source"]["reader"])
    counts.count("encodings", data["source"]["encoding"])
    counts.count("saved_by", next((tool for tool, mark in _SAVED_BY if mark.search(html)), "unknown"))
    counts.count("languages", data["locale"] or "unknown")
    counts.count("years", _year(data["published_at"]))
    counts.count("page_types", data["page_type"])
    if generation := shapes.generation(html):
        counts.count("generations", generation)
    _note_blocks(counts, data)
    for (name, word), (number, where) in shapes.unknown_names(html).items():
        _met(counts.unknown, (name, word), page.path, where, number)
    counts.pictures.update(dict.fromkeys(data["images"]))
    text = fold("".join(ledger.output_texts({**data, **_NOTHING_AROUND}, frozenset())))
    counts.prints.append(print_of(page.path, draft.key, data["source"]["url"], text))
    counts.fees[len(counts.drafts)] = tuple(fee_lists(data["body"]))
    counts.drafts.append(Draft(key=draft.key, data={name: data[name] for name in _KEPT}))


# A page's text is its article: what stands around it is the same on many pages.
_NOTHING_AROUND: Json = {"breadcrumbs": [], "treatments": [], "supervisor": None, "hero_image": None}


def _kind_of_page(html: str, data: Json) -> str:
    empty = not (data["body"] or data["introduction"] or data["supervisor"] or data["treatments"])
    ids = {finding["id"] for finding in data["findings"]}
    if not data["source"]["reader"] or (empty and any(name.startswith(_NO_PAGE) for name in ids)):
        return "unread"
    if shapes.is_feed(html) or "page.list" in ids:
        return "list"
    return "post" if data["source"]["reader"].startswith("wix-blog") or data["published_at"] else "page"


def _year(moment: str | None) -> str:
    return str(datetime.fromisoformat(moment).astimezone(LOCAL_ZONE).year) if moment else "unknown"


def _note_blocks(counts: _Counts, data: Json) -> None:
    for block in _blocks(data["body"]):
        counts.count("blocks", block["type"])
        if block["type"] == "embed":
            counts.count("embeds", block["value"]["kind"])
        elif block["type"] == "lost_embed":
            counts.count("lost_embeds", block["value"]["kind"])
        elif block["type"] == "legacy":
            _met(counts.unknown, ("block", block["value"]["reason"]), data["source"]["path"], block["id"])


def _blocks(blocks: Iterable[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        if block["type"] in {"section", "topic"}:
            yield from _blocks(block["value"]["content"])


def _note_findings(counts: _Counts, data: Json) -> None:
    for finding in data["findings"]:
        named = (finding["level"], finding["id"])
        _met(counts.findings, named, data["source"]["path"], finding["message"])


def _met(named: dict[tuple[str, str], _Named], name: tuple[str, str], page: str, example: str, number: int = 1) -> None:
    named.setdefault(name, _Named(page, example)).met(page, number)
