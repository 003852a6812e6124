"""Old against new: each difference with its weight, and with the reason where the new site means it so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from importers.parity.facts import Facts

# How much a difference may cost, by what search engines rank by.
WEIGHTS = {
    "not served": 100, "canonical": 40, "title": 30, "h1": 30, "text": 30, "description": 10, "heading": 10,
    "inlinks": 5, "images": 5, "published": 5, "link": 3, "alt": 3, "og": 3,
}  # fmt: skip
LABELS: dict[str, Any] = {
    "not served": _("The page is not served"),
    "canonical": _("Canonical address"),
    "title": _("Title"),
    "h1": _("Heading of the page"),
    "text": _("Characters of the text"),
    "description": _("Description"),
    "heading": _("Heading in the text"),
    "inlinks": _("Pages that link to it"),
    "images": _("Number of pictures"),
    "published": _("Date"),
    "link": _("Link"),
    "alt": _("Alternative text"),
    "og": _("Shared links"),
}
_SHORTER = 0.97  # of the old text; the new page has more, for it shows what treatments must disclose


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact that the new page has not, or has in another form.

    Args:
        fact: a key of `WEIGHTS`.
        reason: why the new site means it so, `""` where somebody should look.
    """

    fact: str
    old: str
    new: str
    reason: str = ""

    @property
    def weight(self) -> int:
        """0 for what is explained."""
        return 0 if self.reason else WEIGHTS[self.fact]

    @property
    def label(self) -> str:
        """The fact in the reader's language."""
        return str(LABELS[self.fact])

    @property
    def said(self) -> str:
        """The reason in the reader's language; the catalogue has the sentences that this module and `pages` give."""
        return gettext(self.reason) if self.reason else ""


def compare(
    old: Facts, new: Facts, address: str, *, page_type: str = "", unlinked: Mapping[str, str] | None = None
) -> list[Difference]:
    """What differs, the heaviest first.

    Args:
        old: of the old page.
        new: of the page as it is served.
        address: the new page's own, in full.
        page_type: of the new page.
        unlinked: why links are gone that have these words.
    """
    found = [
        *_heads(old, new, page_type),
        *_canonical(new, address),
        *_body(old, new, unlinked or {}),
        *_pictures(old, new),
    ]
    return sorted(found, key=lambda difference: -difference.weight)


def _heads(old: Facts, new: Facts, page_type: str) -> Iterator[Difference]:
    if old.title != new.title:
        yield Difference(fact="title", old=old.title, new=new.title)
    if old.description != new.description:
        reason = "" if old.description else "the old page had none; the new one says its first words"
        yield Difference(fact="description", old=old.description, new=new.description, reason=reason)
    if old.h1 != new.h1:
        reason = "a physician's page is headed by the name" if page_type == "physician" else ""
        yield Difference(fact="h1", old=old.h1, new=new.h1, reason=reason)
    for name, value in old.og.items():
        if value and new.og.get(name, "") != value:
            usual = name == "title" and new.og.get(name) in {old.h1, old.title}
            usual = usual or (name == "description" and new.og.get(name) == old.description != "")
            reason = "as the page's own head has it" if usual else ""
            yield Difference(fact="og", old=f"{name}: {value}", new=new.og.get(name, ""), reason=reason)
    if old.published and old.published != new.published:
        shown = page_type not in {"physician"}
        reason = "" if shown else "a physician's page shows no date"
        yield Difference(fact="published", old=str(old.published), new=str(new.published or ""), reason=reason)


def _canonical(new: Facts, address: str) -> Iterator[Difference]:
    if _place(new.canonical) != _place(address):
        yield Difference(fact="canonical", old=address, new=new.canonical)


def _body(old: Facts, new: Facts, unlinked: Mapping[str, str]) -> Iterator[Difference]:
    if new.chars < old.chars * _SHORTER:
        yield Difference(fact="text", old=str(old.chars), new=str(new.chars))
    for heading in _missing(old.headings, new.headings):
        yield Difference(fact="heading", old=heading, new="")
    for words in _missing(old.links, new.links):
        yield Difference(fact="link", old=words, new="", reason=unlinked.get(words, ""))


def _pictures(old: Facts, new: Facts) -> Iterator[Difference]:
    if new.images < old.images:
        yield Difference(fact="images", old=str(old.images), new=str(new.images))
    for alt in _missing(old.alts, new.alts):
        yield Difference(fact="alt", old=alt, new="")


def _missing(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """What the old page has more often than the new one, in its order."""
    left = Counter(new)
    missing = []
    for text in old:
        if left[text]:
            left[text] -= 1
        else:
            missing.append(text)
    return missing


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path
