"""What the old page said, from its draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from importers.addresses import source_key
from importers.parity.facts import Facts, said
from importers.records import Json

# Blocks that visitors never see, or that stand on the new site's own pages.
_ELSEWHERE = {"legacy", "lost_embed", "treatment"}
_READ = {"", "heading", "text", "label", "question", "answer", "caption", "source", "items"}
_HEADED = {"section", "topic", "options", "checklist", "faq", "callout", "fee_table"}


def old_facts(data: Json, zone: ZoneInfo) -> Facts:
    """Facts of a draft.

    Args:
        data: as the contract has it.
        zone: of the clinic; dates are compared on its calendar.
    """
    blocks = list(_blocks(data["body"]))
    pictures = [*([data["hero_image"]] if data["hero_image"] else []), *_pictures(blocks)]
    links = [link for link in data["links"] if _is_shown(link, blocks)]
    meta, og = data["meta"], data["meta"]["og"]
    return Facts(
        title=said(meta["title"] or data["title"]),
        description=said(meta["description"]),
        h1=said(data["title"]),
        canonical=meta["canonical"],
        og={
            "title": said(og.get("og:title")),
            "description": said(og.get("og:description")),
            "image": "yes" if og.get("og:image") else "",
        },
        headings=tuple(
            filter(None, (said(block["value"].get("heading")) for block in blocks if block["type"] in _HEADED))
        ),
        chars=sum(len("".join(text.split())) for text in _texts(data, blocks)),
        links=tuple(filter(None, (said(link["text"]) for link in links))),
        targets=tuple((said(link["text"]), source_key(link["href"])) for link in links if link["kind"] == "internal"),
        images=len(pictures),
        alts=tuple(filter(None, (said(picture["alt"]) for picture in pictures))),
        published=datetime.fromisoformat(data["published_at"]).astimezone(zone).date()
        if data["published_at"]
        else None,
        trail=tuple(said(crumb["label"]) for crumb in data["breadcrumbs"]),
    )


def _blocks(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] not in _ELSEWHERE:
            yield block
            yield from _blocks(block["value"].get("content", []) if isinstance(block["value"], dict) else [])


def _pictures(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "image":
            yield block["value"]
        elif block["type"] == "gallery":
            yield from block["value"]["items"]


def _texts(data: Json, blocks: list[Json]) -> Iterator[str]:
    """What readers read of the article, cards and supervisor aside."""
    yield _plain(data["introduction"])
    readers = data["target_readers"] or {}
    yield from (readers.get("heading", ""), *readers.get("items", []))
    for block in blocks:
        value = block["value"]
        yield from (_plain(text) for text in (_strings(value) if block["type"] != "image" else [value["caption"]]))


def _strings(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in {"content", "kind", "anchor", "condition", "url", "href", "link", "tone", "flags", "raw"}:
                yield from _strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
    elif isinstance(value, str) and key in _READ:
        yield value


def _is_shown(link: Json, blocks: list[Json]) -> bool:
    return link["kind"] in {"internal", "external", "tel", "mailto"} and (
        link["block"] in {"introduction"} or link["block"] in {block["id"] for block in blocks}
    )


def _plain(html: str) -> str:
    return BeautifulSoup(html, "lxml").get_text() if "<" in html or "&" in html else html
