"""Which originals the pages name, and what editors find them by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import unquote, urlsplit

from importers.actions import walk
from importers.errors import NotFetched
from importers.fetch import parse
from importers.records import Draft, Json

Kind = Literal["picture", "file"]

# Where Wix keeps what its sites show.
WIX_HOSTS = ("static.wixstatic.com", "video.wixstatic.com", "docs.wixstatic.com", "*.usrfiles.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An original that pages name.

    The title is for editors, who look for pictures in the library: the caption, else the alternative text, else the
    page's title and a number.  The alternative text is for readers and only what the old page says; where that is
    nothing, it stays empty and is work for a person.
    """

    url: str
    kind: Kind
    title: str
    alt: str = ""
    site: str = ""  # the old site's host
    sharing: bool = False  # it stands for its page where other sites link to it


def wanted(drafts: Iterable[Draft]) -> list[Wanted]:
    """The originals of pages that can be written, once each, in the order in which they are named first."""
    found: dict[str, Wanted] = {}
    for draft in drafts:
        if any(finding["level"] == "error" for finding in draft.findings):
            continue  # held back until a person has settled it
        for number, (use, sharing) in enumerate(uses(draft.data), 1):
            one = _wanted(draft.data, use, number, sharing=sharing)
            known = found.setdefault(one.url, one)
            found[one.url] = replace(known, alt=known.alt or one.alt, sharing=known.sharing or one.sharing)
    return list(found.values())


def old_hosts(drafts: Iterable[Draft], base_url: str = "") -> list[str]:
    """The hosts that originals may be fetched from without anyone saying so: the old site's own and Wix's."""
    addresses = dict.fromkeys([base_url, *(draft.data["source"]["url"] for draft in drafts)])
    found = dict.fromkeys(host for address in addresses if (host := _host(address)))
    return [*found, *WIX_HOSTS]


def _host(address: str) -> str:
    try:
        return parse(address).authority
    except NotFetched:
        return ""  # a page that does not say where it was


def uses(data: Json) -> Iterator[tuple[Json, bool]]:
    """Every picture and file of a page that has an address, and whether it may stand for a page elsewhere."""
    leading = [data["hero_image"], *(card["image"] for card in data["treatments"])]
    leading.append((data["supervisor"] or {}).get("photo"))
    yield from ((picture, True) for picture in leading if picture and picture["url"])
    stands_for_it = not data["hero_image"]  # the first picture of the text, where there is no other
    for block in walk(data["body"]):
        value = block["value"]
        if block["type"] in {"image", "file"} and value["url"]:
            yield value, stands_for_it and block["type"] == "image"
            stands_for_it = stands_for_it and block["type"] != "image"
        elif block["type"] == "gallery":
            yield from ((item, False) for item in value["items"] if item["url"])
        elif block["type"] == "treatment" and value.get("image"):
            yield value["image"], True


def _wanted(data: Json, use: Json, number: int, *, sharing: bool) -> Wanted:
    site = urlsplit(data["source"]["url"]).hostname or ""
    if "alt" not in use:  # a file
        name = use["name"] or unquote(urlsplit(use["url"]).path.rpartition("/")[2])
        return Wanted(url=use["url"], kind="file", title=name or f"{data['title']} ({number})", site=site)
    title = use["caption"] or use["alt"] or f"{data['title']} ({number})"
    return Wanted(url=use["url"], kind="picture", title=title, alt=use["alt"], site=site, sharing=sharing)
