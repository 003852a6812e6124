"""Accounts for every visible character of a page: placed in a field or block, dropped by a named rule, or lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape

from importers.records import Dropped, Json, Lost
from importers.text import count, one_line, visible

_TAG = re.compile(r"<[^>]*>")
# Keys of a block's value that hold no text a reader sees on the old page.
_NO_TEXT = frozenset(
    [
        "kind",
        "anchor",
        "condition",
        "link",
        "href",
        "url",
        "tone",
        "alt",
        "width",
        "height",
        "colspan",
        "rowspan",
        "header_row",
        "header_column",
        "bytes",
        "hint",
        "reason",
        "id",
        "type",
    ]
)
# In `shown`: a physician's name was taken from the page's title, which is counted already.
NAME_FROM_TITLE = "name from title"
_HTML = frozenset({"text", "answer", "html"})
_PLAIN_TEXT_BLOCKS = frozenset({"code", "embed"})  # their `text` is no HTML; an embed's title was an attribute


def balance(placed: Iterable[str], source_chars: int, dropped: Iterable[Dropped], lost: Iterable[Lost]) -> Json:
    """The ledger of one page.

    Args:
        placed: what `output_texts` finds in the draft's document.
        source_chars: visible characters of the old page.
        dropped: text left out by rules, from all rooms.
        lost: text that the reader could not place.

    Returns:
        the contract's `ledger`; `placed_chars` is counted from the output, never computed from the rest, and what
        then is missing from `source_chars` is lost.
    """
    account: Json = {
        "source_chars": source_chars,
        "placed_chars": count("".join(placed)),
        "dropped": [
            {"rule": item.rule, "text": item.text, "chars": count(item.text), "where": item.where} for item in dropped
        ],
        "lost": [{"text": item.text, "chars": count(item.text), "where": item.where} for item in lost],
    }
    missing = source_chars - _accounted(account)
    if missing > 0:
        account["lost"].append({"text": "", "chars": missing, "where": "between reading and writing"})
    return account


def surplus(account: Json) -> int:
    """How many characters more were placed, dropped and lost than the page shows."""
    return max(0, _accounted(account) - account["source_chars"])


def _accounted(account: Json) -> int:
    return account["placed_chars"] + sum(item["chars"] for item in (*account["dropped"], *account["lost"]))


def missing_text(read: Iterable[str], written: Iterable[str]) -> tuple[str, str]:
    """Characters that were read but not written, and the other way round; both `""` when all is well.

    Texts that are on both sides as a whole, which most are, cancel each other out before characters are counted.
    """
    before, after = Counter(read), Counter(written)
    left, new = (Counter(visible("".join(texts.elements()))) for texts in (before - after, after - before))
    return "".join((left - new).elements()), "".join((new - left).elements())


def output_texts(data: Json, shown: frozenset[str]) -> Iterator[str]:
    """Every text of a draft that came from the visible page, each once."""
    yield from (data[name] for name in ("title", "author") if name in shown and data[name])
    for name in ("categories", "tags"):
        if name in shown:
            yield from data[name]
    yield from (crumb["label"] for crumb in data["breadcrumbs"])
    yield _plain(data["introduction"])
    if data["hero_image"]:
        yield data["hero_image"]["caption"]
    if data["target_readers"]:
        yield from _texts(data["target_readers"])
    for block in data["body"]:
        yield from _block_texts(block)
    for treatment in data["treatments"]:
        yield from (treatment["name"], treatment["summary"])
        yield from expressions(treatment["fees"])
        if treatment["image"]:
            yield treatment["image"]["caption"]
    if data["supervisor"]:
        twice = {"name", "honorific"} if NAME_FROM_TITLE in shown else set()
        yield from _texts({name: value for name, value in data["supervisor"].items() if name not in twice})


def _block_texts(block: Json) -> Iterator[str]:
    value = block["value"]
    if block["type"] == "paragraph":
        yield _plain(value)
    elif block["type"] == "fee_table":
        yield value["heading"]
        yield from expressions(value["items"])
    elif block["type"] in _PLAIN_TEXT_BLOCKS:
        yield value["text"]
    elif block["type"] == "video":
        yield value["caption"]  # the title was an attribute
    else:
        yield from _texts(value)


def _texts(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        if {"type", "id", "value"} <= value.keys():
            yield from _block_texts(value)
            return
        for name, inner in value.items():
            if name not in _NO_TEXT:
                yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str):
        yield _plain(value) if key in _HTML else value


def expressions(fees: Iterable[Json]) -> Iterator[str]:
    """Each fee's own words once: fees out of one expression share theirs.

    No expression says the same twice, so a fee that is wholly equal to its expression's first begins another one.
    """
    first: Json = {}
    for fee in fees:
        if not first or fee["raw"] != first["raw"] or fee == first:
            first = fee
            yield fee["raw"]


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html)) if "<" in html or "&" in html else html


def shorten(text: str, length: int = 200) -> str:
    """A text short enough for a message."""
    text = one_line(text)
    return text if len(text) <= length else text[: length - 1] + "…"
