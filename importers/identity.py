"""Which thing is meant: the key of the treatment a card names, of the physician a page introduces.

Pure.  A thing is known by its own page, by what it was imported as before, and only then by its name, so that a run
over part of a source, or a page added to it, changes nothing that has been decided.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from importers.records import Draft, Json
from importers.text import clean_text, fold

_KEY_CHARACTERS = 1000
_KEY_BYTES = 2400  # PostgreSQL's indexes hold no more than 2704


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier run imported: under which key, from where, and how pages spoke of it."""

    key: str
    page_type: str
    title: str
    from_page: bool  # the source had a page of its own for it
    aliases: frozenset[str] = frozenset()
    mention: Json | None = None  # the card or the record that was kept


def short_key(key: str) -> str:
    """A source key as the database can hold it: a long one ends in a digest of the whole."""
    key = clean_text(key)[0]
    if len(key) <= _KEY_CHARACTERS and len(key.encode()) <= _KEY_BYTES:
        return key
    return f"{key[:500]}#{hashlib.sha256(key.encode()).hexdigest()}"


def physician_alias(record: Json) -> str:
    """One name for every spelling of a name's spaces."""
    return f"physician:{fold(record['name'])}"


def treatment_aliases(card: Json, page_url: str) -> set[str]:
    """How a card speaks of its treatment: by name, and by name and address together."""
    name = _name_alias(card)
    return {name, f"{name}@{internal_path(card['url'], page_url)}"}


def internal_path(url: str, page_url: str) -> str:
    """The source key of a page of the same site, `""` for any other address."""
    try:
        target, page = urlsplit(url), urlsplit(page_url)
    except ValueError:
        return ""
    if not url or (target.netloc and target.netloc != page.netloc):
        return ""
    return short_key(unicodedata.normalize("NFC", unquote(target.path)).strip("/"))


class Identity:
    """Resolves treatments and physicians for one run.

    Args:
        drafts: of this run, in order.
        earlier: what was imported before, the oldest first.
    """

    def __init__(self, drafts: Sequence[Draft], earlier: Iterable[Earlier] = ()) -> None:
        self._drafts = drafts
        self._pages: dict[str, Draft] = {}
        for draft in drafts:
            self._pages.setdefault(draft.key, draft)
        self._earlier = {one.key: one for one in earlier}
        self._by_alias: dict[str, str] = {}
        for one in self._earlier.values():
            for alias in sorted(one.aliases):
                self._by_alias.setdefault(alias, one.key)
        self._by_alias |= {key: key for key in self._earlier}
        of_treatments = [one for one in self._earlier.values() if one.from_page and one.page_type == "treatment"]
        self._titles_before = [(one.key, fold(one.title)) for one in of_treatments]
        self._titles_now = [(d.key, fold(d.data["title"])) for d in drafts if d.data["page_type"] == "treatment"]
        self._physicians: dict[str, str] = {}  # the keys of their own pages in this run
        for draft in drafts:
            if alias := _own_alias(draft):
                self._physicians.setdefault(alias, draft.key)
        self._names_at: dict[str, set[str]] = {}  # the names on cards, by the address they lead to
        self._addresses: dict[str, set[str]] = {}  # and the other way round
        self._note_links()
        self._claimed_by: dict[str, str] = {}  # the key of what was known by mention → that of the page now at hand
        self._claims: dict[str, str] = {}
        for draft in drafts:
            self._claim(draft)

    def earlier(self, key: str) -> Earlier | None:
        """What was imported before of the thing with this key."""
        return self._earlier.get(self._claims.get(key, key))

    def page(self, key: str, page_type: str) -> Draft | None:
        """The draft of the thing's own page."""
        draft = self._pages.get(key)
        return draft if draft and draft.data["page_type"] == page_type else None

    def physician_key(self, record: Json) -> str:
        """The key of the physician that a record introduces."""
        alias = physician_alias(record)
        return self._physicians.get(alias) or self._current(self._by_alias.get(alias, alias))

    def treatment_key(self, card: Json, page_url: str) -> str:
        """The key of the treatment that a card names.

        Its address counts if a treatment's page is there, or if no card of another name leads there: several cards
        may well lead to one price list.
        """
        address = internal_path(card["url"], page_url)
        if address and self._is_treatment_page(address):
            return address
        alias, name = _name_alias(card), fold(card["name"])
        for known in (f"{alias}@{address}", alias):
            if known in self._by_alias and self._is_treatment(self._by_alias[known]):
                return self._current(self._by_alias[known])
        if found := next((key for key, title in self._titles_before if name and name in title), None):
            return found
        if address and self._stands_for_one(address):
            return address
        if titled := next((key for key, title in self._titles_now if name and name in title), None):
            return titled
        linked = [other for other in sorted(self._addresses.get(name, ())) if self._stands_for_one(other)]
        return linked[0] if len(linked) == 1 and not address else short_key(alias)

    def _is_treatment_page(self, address: str) -> bool:
        if address in self._pages:
            return self._pages[address].data["page_type"] == "treatment"
        one = self._earlier.get(address)
        return bool(one and one.from_page and one.page_type == "treatment")

    def _is_treatment(self, key: str) -> bool:
        return self._earlier[key].page_type == "treatment"

    def _stands_for_one(self, address: str) -> bool:
        taken = address in self._pages or address in self._earlier
        return not taken and len(self._names_at.get(address, ())) == 1

    def _current(self, key: str) -> str:
        return self._claimed_by.get(key, key)

    def _note_links(self) -> None:
        for draft in self._drafts:
            for card in draft.data["treatments"]:
                address = internal_path(card["url"], draft.data["source"]["url"])
                if address and card["name"]:
                    self._names_at.setdefault(address, set()).add(fold(card["name"]))
                    self._addresses.setdefault(fold(card["name"]), set()).add(address)

    # A page that comes to hand for what was known by mention only -----------------------------------------------------

    def _claim(self, draft: Draft) -> None:
        if draft.key in self._earlier or draft.data["page_type"] not in {"physician", "treatment"}:
            return
        mentioned = [
            one
            for one in self._earlier.values()
            if not one.from_page
            and one.page_type == draft.data["page_type"]
            and one.key not in self._claimed_by
            and one.key not in self._pages
        ]
        found = _its_mention(draft, mentioned)
        if found:
            self._claimed_by[found.key] = draft.key
            self._claims[draft.key] = found.key


def _its_mention(draft: Draft, mentioned: Sequence[Earlier]) -> Earlier | None:
    if draft.data["page_type"] == "physician":
        own = _own_alias(draft)
        return next((one for one in mentioned if own and own in (one.key, *one.aliases)), None)
    linked = [one for one in mentioned if any(alias.endswith(f"@{draft.key}") for alias in one.aliases)]
    if len(linked) == 1:
        return linked[0]
    title = fold(draft.data["title"])
    named = [(len(name), one) for one in mentioned for name in _names(one) if name in title]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _names(one: Earlier) -> list[str]:
    names = [alias.removeprefix("treatment:") for alias in (one.key, *sorted(one.aliases)) if "@" not in alias]
    return [name for name in names if name and name != one.key]


def _own_alias(draft: Draft) -> str:
    """The alias of the physician whose own page this is."""
    record = draft.data["supervisor"]
    own = draft.data["page_type"] == "physician" and record and record["name"]
    return physician_alias(record) if own else ""


def _name_alias(card: Json) -> str:
    return f"treatment:{fold(card['name'])}"
