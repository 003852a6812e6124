"""A page's facts from its head and its JSON-LD: address, dates, author, metadata."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from importers.addresses import source_key
from importers.markup.media import on_the_web, original
from importers.records import Json, LegacyPage
from importers.text import clean_text, one_line

# Wix sites of a Japanese clinic show dates in this zone; machine dates carry their own.
LOCAL_ZONE = ZoneInfo("Asia/Tokyo")

_MIRRORED = re.compile(r"<!-- Mirrored from ([^\s]+) by HTTrack")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_FULL_DATE = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})")
_OG_ADDRESS = re.compile(r"og:(?:url|image|video|audio)(?::(?:secure_)?url)?")
_POSTINGS = {"BlogPosting", "Article", "NewsArticle"}
_MIRROR_SUFFIX = re.compile(r"(?:/index)?\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page states about itself."""

    url: str = ""
    key: str = ""
    slug: str = ""
    locale: str = ""
    title: str = ""
    published_at: str | None = None
    updated_at: str | None = None
    author: str = ""
    meta: Json = field(default_factory=dict)
    headline: str = ""


def read_facts(tree: LexborHTMLParser, page: LegacyPage) -> Facts:
    """The facts the page states about itself; what it does not state is empty."""
    metas = _metas(tree)
    article = next(_articles(page), {})
    canonical = _attribute(tree, 'link[rel="canonical"]', "href")
    url = _address(page, canonical, metas, article)
    path = source_key(url)
    key = path or _MIRROR_SUFFIX.sub("", unicodedata.normalize("NFC", page.path))
    author = article.get("author")
    author = author[0] if isinstance(author, list) and author else author
    published, updated = said(article, "datePublished"), said(article, "dateModified")
    return Facts(
        url=url,
        key=key,
        slug=key.rsplit("/", 1)[-1],
        locale=language(_attribute(tree, "html", "lang")),
        title=_text(tree, "title"),
        published_at=utc(published or metas.get("article:published_time", "")),
        updated_at=utc(updated or metas.get("article:modified_time", "")),
        author=one_line(said(author, "name")) if isinstance(author, dict) else "",
        headline=one_line(said(article, "headline")),
        meta={
            "title": _text(tree, "title"),
            "description": metas.get("description", ""),
            "canonical": on_the_web(canonical),
            "robots": metas.get("robots", ""),
            "og": {name: _og(name, value) for name, value in metas.items() if name.startswith("og:")},
        },
    )


def _og(name: str, value: str) -> str:
    if name == "og:image":
        return original(value)
    return on_the_web(value) if _OG_ADDRESS.fullmatch(name) else value


def said(item: Json, name: str) -> str:
    """The text that an object of the JSON-LD has under a name; what is no text says nothing."""
    value = item.get(name)
    return clean_text(value)[0] if isinstance(value, str) else ""


def language(lang: str) -> str:
    """`ja` for `ja-JP`; Chinese keeps its script."""
    code = clean_text(lang.strip().lower())[0]
    return code if code.startswith("zh") else code.split("-")[0]


def visible_date(text: str) -> str | None:
    """A date as the page shows it, with its year, as UTC; `None` for `1月19日` and "6 days ago", which name no year."""
    match = _FULL_DATE.search(text)
    if not match:
        return None
    try:
        local = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=LOCAL_ZONE)
    except ValueError:
        return None
    return local.astimezone(UTC).isoformat(timespec="seconds")


def is_posting(page: LegacyPage) -> bool:
    """Whether the JSON-LD says that this page is a blog posting."""
    return next(_articles(page), None) is not None


def _articles(page: LegacyPage) -> Iterator[Json]:
    for item in linked_data(page):
        if _POSTINGS & types_of(item):
            yield item


def types_of(item: Json) -> set[str]:
    """The types that an object of the JSON-LD says it is of."""
    types = item.get("@type")
    return {name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)}


def linked_data(page: LegacyPage) -> Iterator[Json]:
    """The objects of the page's JSON-LD."""
    for script in page.data:
        try:
            data = json.loads(script) if '"@type"' in script else None
        except (ValueError, RecursionError):
            continue
        yield from _items(data)


def _items(data: object) -> Iterator[Json]:
    """The objects of a JSON-LD document: one, a list, or those of its `@graph`."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.css("meta"):
        name = meta.attrs.get("property") or meta.attrs.get("name")
        if name:
            found.setdefault(name.lower(), meta.attrs.get("content") or "")
    return found


def _address(page: LegacyPage, canonical: str, metas: dict[str, str], article: Json) -> str:
    mirrored = _MIRRORED.search(page.html[:4096])
    saved = _SAVED_FROM.search(page.html[:4096])
    entity = article.get("mainEntityOfPage")
    candidates = (
        canonical,
        metas.get("og:url", ""),
        str(entity.get("url") or "") if isinstance(entity, dict) else "",
        str(article.get("url") or ""),
        f"https://{mirrored[1]}" if mirrored else "",
        saved[1] if saved else "",
    )
    for address in candidates:
        if re.match(r"https?://[^/\s]+", address):
            return address
    if page.url:
        return page.url
    if page.base_url:
        return urljoin(page.base_url.rstrip("/") + "/", _MIRROR_SUFFIX.sub("", page.path))
    return ""


def utc(text: str) -> str | None:
    """A machine's date as UTC; without a zone of its own it is Japan's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LOCAL_ZONE)
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except OverflowError:
        return None


def _text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return one_line(node.text()) if node else ""


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attrs.get(name) or "") if node else ""
