"""Across pages: the same physician, treatment and fee list is one thing, met on many pages.

Pure, like rooms 1–4: drafts in, one `Site` out.  A page whose copy differs (an old price, a shorter biography) is a
finding, not silently merged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from importers.identity import Earlier, Identity, physician_alias, treatment_aliases
from importers.records import Draft, Finding, Json
from importers.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A treatment that cards name.  `page` is the draft of its own page, if the source has one."""

    key: str
    card: Json
    locale: str = ""
    page: Draft | None = None
    aliases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Physician:
    """A physician whom pages name.  `page` is the draft of the physician's own page, if the source has one."""

    key: str
    record: Json
    locale: str = ""
    page: Draft | None = None
    aliases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Site:
    """What the drafts of one run say together."""

    drafts: tuple[Draft, ...]
    identity: Identity
    treatments: dict[str, Treatment] = field(default_factory=dict)
    physicians: dict[str, Physician] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)  # by draft key

    def fee_owner(self, key: str, data: Json, fees: Sequence[Json], heading: str) -> str:
        """Whose fees a list states: the key of a treatment, or of the page that has the list.

        A list that stands on several pages is one, if it is that of the same treatment; two treatments that happen to
        cost the same are two.
        """
        if data["page_type"] == "treatment":
            return key
        shown = {self.identity.treatment_key(card, data["source"]["url"]) for card in data["treatments"]}
        same = fees_key(fees)
        for one in self.treatments.values():
            named = fold(one.card["name"]) in fold(heading) if heading else False
            if (named or one.key in shown) and fees_key(one.card["fees"]) == same:
                return one.key
        return key


def gather(drafts: Iterable[Draft], earlier: Iterable[Earlier] = ()) -> Site:
    """Recognise what is the same across pages.

    The copy that is kept is the one an earlier run kept, else that of the first page in order.
    """
    ordered = tuple(drafts)
    site = Site(ordered, Identity(ordered, earlier))
    for draft in ordered:
        record = draft.data["supervisor"]
        if draft.data["page_type"] == "physician" and record and record["name"]:
            key = site.identity.physician_key(record)
            site.physicians.setdefault(
                key, Physician(key=key, record=record, page=draft, aliases={physician_alias(record)})
            )
    for draft in ordered:
        for card in draft.data["treatments"]:
            _note_treatment(site, card, draft)
        record = draft.data["supervisor"]
        if record and record["name"]:
            _note_physician(site, record, draft)
    return site


def fees_key(fees: Sequence[Json], owner: str = "") -> str:
    """One key for lists of the same fees of the same owner."""
    words = "\n".join(
        f"{fee['raw']}|{fee['amount_min']}|{fee['amount_max']}|{fee['side']}|{fee['tax']}" for fee in fees
    )
    return hashlib.sha256(f"{owner}\n{words}".encode()).hexdigest()[:16]


def _note_treatment(site: Site, card: Json, draft: Draft) -> None:
    if not card["name"]:
        return
    page_url = draft.data["source"]["url"]
    key = site.identity.treatment_key(card, page_url)
    known = site.treatments.get(key)
    if known is None:
        earlier = site.identity.earlier(key)
        kept = (earlier.mention if earlier else None) or card
        page = site.identity.page(key, "treatment")
        known = Treatment(key=key, card=kept, locale=draft.data["locale"], page=page)
        site.treatments[key] = known
    known.aliases.update(treatment_aliases(card, page_url))
    _compare(site, draft, "treatment.differs", f"treatment {card['name']}", card_words(known.card), card_words(card))


def _note_physician(site: Site, record: Json, draft: Draft) -> None:
    key = site.identity.physician_key(record)
    known = site.physicians.get(key)
    if known is None:
        earlier = site.identity.earlier(key)
        kept = (earlier.mention if earlier else None) or record
        known = Physician(key=key, record=kept, locale=draft.data["locale"], aliases={physician_alias(record)})
        site.physicians[key] = known
    if known.page is not draft:
        kept_words, words = record_words(known.record), record_words(record)
        _compare(site, draft, "physician.differs", f"physician {record['name']}", kept_words, words)


def card_words(card: Json) -> dict[str, str]:
    """What a card says of its treatment."""
    fees = " / ".join(fee["raw"] for fee in card["fees"])
    return {"summary": card["summary"], "fees": fees}


def record_words(record: Json) -> dict[str, str]:
    """What an introduction says of its physician."""
    return {name: "\n".join(record[name]) for name in ("biography", "career", "credentials")}


def differing(kept: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """In which fields a copy says something else than the one that is kept."""
    return [name for name, words in here.items() if words and fold(words) != fold(kept[name])]


def _compare(site: Site, draft: Draft, finding_id: str, what: str, kept: dict[str, str], here: dict[str, str]) -> None:
    for name in differing(kept, here):
        site.findings.setdefault(draft.key, []).append(
            Finding(
                level="warning",
                id=finding_id,
                message=f"The {what} differs in its {name} here: “{here[name][:120]}”; kept: “{kept[name][:120]}”.",
                hint="The copy that came first is used everywhere; correct its page if this one is right.",
                where=name,
            )
        )
