"""A post whose page carries its data beside its markup: both are read and compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import unquote

from importers.markup.facts import utc
from importers.records import Document, Json, LegacyPage
from importers.text import count, one_line
from importers.wix.crosscheck import Reading, crosscheck
from importers.wix.loose import objects, text
from importers.wix.page import read_blog
from importers.wix.ricos import RicosReader
from importers.wix.warmup import embedded_post

_SITE = re.compile(r"https?://[^/\s?#]+")


def is_blog_json(page: LegacyPage) -> bool:
    """Whether the page carries its own post's tree as data."""
    return embedded_post(page) is not None


def read_blog_json(page: LegacyPage) -> Document:
    """Read one post from its markup and from its data.

    Args:
        page: a page for which `is_blog_json` holds; without a post in its data it is read as `read_blog` does.

    Returns:
        the document of `read_blog`, its nodes merged with those of the data, facts that the page does not state filled
        in.  What only the data says counts as text of the page, so that its account still balances.
    """
    document = read_blog(page)
    post = embedded_post(page)
    if post is None or not (document.nodes or _is_own(post, document)):
        return document
    site = _SITE.match(document.url) or _SITE.match(text(post, "url", "base"))
    reader = RicosReader(site[0] if site else "")
    nodes = reader.read(post["richContent"])
    shown = Reading(nodes=document.nodes, findings=document.findings)
    merged = crosscheck(shown, Reading(nodes=nodes, findings=tuple(reader.findings)))
    whole = replace(
        document,
        reader="wix-blog-json",
        nodes=merged.nodes,
        source_chars=document.source_chars + count(merged.only_held),
        findings=merged.findings,
    )
    return _with_facts(whole, post)


def _is_own(post: Json, document: Document) -> bool:
    """Whether a post is the page's by its address, to which a mirror may have added; without one there is no saying."""
    slug = unicodedata.normalize("NFC", unquote(text(post, "slug")))
    return not document.slug or slug in document.slug or document.slug in slug


def _with_facts(document: Document, post: Json) -> Document:
    """The document with what its page does not state, or states only in words."""
    shown = document.shown
    in_words = any(finding.id == "date.uncertain" for finding in document.findings)
    published, updated = (utc(text(post, name)) for name in ("firstPublishedDate", "lastPublishedDate"))
    if not published or (document.published_at and not in_words):
        published, updated, in_words = document.published_at, document.updated_at, False
    categories, tags = document.categories or _labels(post, "categories"), document.tags or _labels(post, "tags")
    title = "" if "title" in shown else one_line(text(post, "title"))
    return replace(
        document,
        title=title or document.title,
        author=document.author or one_line(text(post, "owner", "name")) or None,
        published_at=published,
        updated_at=updated,
        categories=categories,
        tags=tags,
        shown=shown - {name for name in ("categories", "tags") if not getattr(document, name)},
        findings=tuple(found for found in document.findings if not (in_words and found.id == "date.uncertain")),
    )


def _labels(post: Json, name: str) -> tuple[str, ...]:
    found = (text(label, "label") or text(label, "title") or text(label, "menuLabel") for label in objects(post, name))
    return tuple(dict.fromkeys(filter(None, map(one_line, found))))
