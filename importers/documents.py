"""Documents for what the source has no page of: a treatment known by its card, a physician introduced by others."""

from __future__ import annotations

from importers import sitewide
from importers.records import Json


def card_document(treatment: sitewide.Treatment) -> Json:
    """A document for a treatment that the source knows only by its card."""
    slug = treatment.key.rsplit("/", 1)[-1] if not treatment.key.startswith("treatment:") else ""
    card = treatment.card
    return _empty(
        treatment.key, "treatment", card["name"], "named by a card", slug=slug, url=card["url"], locale=treatment.locale
    )


def record_document(physician: sitewide.Physician) -> Json:
    """A document for a physician whom the source knows only from other pages."""
    title = f"{physician.record['name']} {physician.record['honorific']}".strip()
    return _empty(physician.key, "physician", title, "introduced on other pages", locale=physician.locale)


def _empty(key: str, page_type: str, title: str, reason: str, *, locale: str, slug: str = "", url: str = "") -> Json:
    return {
        "schema": 1,
        "source": {"path": key, "url": url, "sha256": "", "encoding": "", "reader": ""},
        "page_type": page_type, "page_type_reason": reason, "locale": locale, "title": title, "slug": slug,
        "published_at": None, "updated_at": None, "author": None, "categories": [], "tags": [],
        "meta": {"title": "", "description": "", "canonical": "", "robots": "", "og": {}},
        "breadcrumbs": [], "hero_image": None, "introduction": "", "target_readers": None, "body": [],
        "treatments": [], "supervisor": None, "images": [], "links": [], "findings": [],
        "ledger": {"source_chars": 0, "placed_chars": 0, "dropped": [], "lost": []},
    }  # fmt: skip
