"""What a page's head states, beyond the facts that every reader wants: other JSON-LD types, other spellings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from importers.generic import titles
from importers.markup.facts import Facts, language, linked_data, read_facts, utc
from importers.records import Json, LegacyPage
from importers.text import one_line

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")
_SUFFIX = re.compile(r"(?:(?:^|/)(?:index|default))?\.(?:s?html?|php|aspx?|jsp|cgi)$", re.IGNORECASE)
_DATES = {
    "datePublished": ("article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate"),
    "dateModified": ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The head's statements."""

    facts: Facts
    title: str  # without the site's name
    slug: str  # without the suffix of a file
    sites: tuple[str, ...]
    locale: str
    published_at: str | None
    updated_at: str | None
    author: str
    sections: tuple[str, ...]


def read_stated(tree: LexborHTMLParser, page: LegacyPage) -> Stated:
    """The head's statements, before anything is cut."""
    facts = read_facts(tree, page)
    data = list(linked_data(page))
    metas = _metas(tree)
    sites = titles.site_names(tree, facts, data)
    return Stated(
        facts=facts,
        title=titles.head_title(facts, sites),
        slug=_SUFFIX.sub("", facts.key).rsplit("/", 1)[-1],
        sites=sites,
        locale=facts.locale or _locale(tree, metas),
        published_at=facts.published_at or _date(data, metas, "datePublished"),
        updated_at=facts.updated_at or _date(data, metas, "dateModified"),
        author=facts.author or _author(data, metas),
        sections=_sections(data, metas),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        for name in ("property", "name", "itemprop", "http-equiv"):
            if key := meta.attributes.get(name):
                found.setdefault(key.lower(), meta.attributes.get("content") or "")
    return found


def _locale(tree: LexborHTMLParser, metas: dict[str, str]) -> str:
    """The language by other statements; kana are written in Japanese only."""
    said = language(metas.get("content-language", "").split(",")[0]) or language(
        metas.get("og:locale", "").replace("_", "-")
    )
    return said or ("ja" if tree.body and _JAPANESE.search(tree.body.text()) else "")


def _date(data: Sequence[Json], metas: dict[str, str], name: str) -> str | None:
    written = [str(item[name]) for item in data if isinstance(item.get(name), str)]
    written += [metas[key] for key in _DATES[name] if key in metas]
    return next((moment for text in written if (moment := utc(text.strip()))), None)


def _author(data: Sequence[Json], metas: dict[str, str]) -> str:
    for item in data:
        author = item.get("author")
        author = author[0] if isinstance(author, list) and author else author
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and one_line(name):
            return one_line(name)
    return one_line(metas.get("author", ""))


def _sections(data: Sequence[Json], metas: dict[str, str]) -> tuple[str, ...]:
    for item in data:
        section = item.get("articleSection")
        names = section if isinstance(section, list) else [section]
        if found := tuple(one_line(name) for name in names if isinstance(name, str) and one_line(name)):
            return found
    return tuple(filter(None, [one_line(metas.get("article:section", ""))]))
