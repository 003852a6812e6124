"""Across pages: the same physician, treatment and fee list is one thing, met on many pages.

Pure, like rooms 1–4: drafts in, one `Site` out.  A page whose copy differs (an old price, a shorter biography) is a
finding, not silently merged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from importers.records import Draft, Finding, Json
from importers.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A treatment that cards name.  `page` is the draft of its own page, if the source has one."""

    key: str
    card: Json
    locale: str = ""
    page: Draft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Physician:
    """A physician whom pages name.  `page` is the draft of the physician's own page, if the source has one."""

    key: str
    record: Json
    locale: str = ""
    page: Draft | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What the drafts of one run say together."""

    drafts: tuple[Draft, ...]
    treatments: dict[str, Treatment] = field(default_factory=dict)
    physicians: dict[str, Physician] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)  # by draft key

    def treatment_key(self, card: Json, draft: Draft) -> str:
        """The key of the treatment that a card of a page names."""
        return _treatment_key(card, draft, self.drafts)


def gather(drafts: Iterable[Draft]) -> Site:
    """Recognise what is the same across pages; the first page in order gives the copy that is kept."""
    ordered = tuple(drafts)
    site = Site(ordered)
    pages = {draft.key: draft for draft in ordered}
    for draft in ordered:
        if draft.data["page_type"] == "physician" and draft.data["supervisor"]:
            key = physician_key(draft.data["supervisor"])
            site.physicians[key] = Physician(key=key, record=draft.data["supervisor"], page=draft)
    for draft in ordered:
        for card in draft.data["treatments"]:
            _note_treatment(site, pages, card, draft)
        record = draft.data["supervisor"]
        if record and record["name"]:
            _note_physician(site, record, draft)
    return site


def physician_key(record: Json) -> str:
    """One key for every spelling of a name's spaces."""
    return f"physician:{fold(record['name'])}"


def fees_key(fees: Sequence[Json]) -> str:
    """One key for lists of the same fees, whatever page they stand on."""
    words = "\n".join(
        f"{fee['raw']}|{fee['amount_min']}|{fee['amount_max']}|{fee['side']}|{fee['tax']}" for fee in fees
    )
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _treatment_key(card: Json, draft: Draft, drafts: Sequence[Draft]) -> str:
    """The key of the treatment's page: its address on the old site, else a page of that title, else its name."""
    address = _internal_path(card["url"], draft.data["source"]["url"])
    if address:
        owner = next((other for other in drafts if other.key == address), None)
        if owner is None or owner.data["page_type"] == "treatment":
            return address
    name = fold(card["name"])
    titled = next(
        (
            other
            for other in drafts
            if other.data["page_type"] == "treatment" and name and name in fold(other.data["title"])
        ),
        None,
    )
    return titled.key if titled else f"treatment:{name}"


def _internal_path(url: str, page_url: str) -> str:
    try:
        target, page = urlsplit(url), urlsplit(page_url)
    except ValueError:
        return ""
    if not url or (target.netloc and target.netloc != page.netloc):
        return ""
    return unquote(target.path).strip("/")


def _note_treatment(site: Site, pages: dict[str, Draft], card: Json, draft: Draft) -> None:
    if not card["name"]:
        return
    key = site.treatment_key(card, draft)
    known = site.treatments.get(key)
    if known is None:
        page = pages.get(key)
        if page and page.data["page_type"] != "treatment":
            page = None
        site.treatments[key] = Treatment(key=key, card=card, locale=draft.data["locale"], page=page)
        return
    _compare(site, draft, "treatment.differs", f"treatment {card['name']}", _card_words(known.card), _card_words(card))


def _note_physician(site: Site, record: Json, draft: Draft) -> None:
    key = physician_key(record)
    known = site.physicians.get(key)
    if known is None:
        site.physicians[key] = Physician(key=key, record=record, locale=draft.data["locale"])
        return
    if known.page is not draft:
        _compare(
            site,
            draft,
            "physician.differs",
            f"physician {record['name']}",
            _record_words(known.record),
            _record_words(record),
        )


def _card_words(card: Json) -> dict[str, str]:
    fees = " / ".join(fee["raw"] for fee in card["fees"])
    return {"summary": card["summary"], "fees": fees}


def _record_words(record: Json) -> dict[str, str]:
    return {name: "\n".join(record[name]) for name in ("biography", "career", "credentials")}


def _compare(site: Site, draft: Draft, finding_id: str, what: str, kept: dict[str, str], here: dict[str, str]) -> None:
    for name, words in here.items():
        if fold(words) != fold(kept[name]) and words:
            site.findings.setdefault(draft.key, []).append(
                Finding(
                    level="warning",
                    id=finding_id,
                    message=f"The {what} differs in its {name} here: “{words[:120]}”; kept: “{kept[name][:120]}”.",
                    hint="The first page's copy is used everywhere; correct it there if this one is right.",
                    where=name,
                )
            )
