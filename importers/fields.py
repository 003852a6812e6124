"""A draft's document → the values of a page's fields: StreamField JSON by the blocks' own names, references resolved.

Used by `plan`, to check what would be written, and by `write`, to write it; so both see the same values.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from importers.records import Json, Run
from importers.richtext import paragraph, with_keys

Stream = list[Json]


class References(Protocol):
    """Where ids of other things come from; `None` for what does not exist (yet)."""

    def image(self, picture: Json) -> int | None:
        """A picture of the library."""

    def term(self, key: str) -> int | None:
        """A glossary term."""

    def fee_table(self, fees: list[Json], heading: str) -> int | None:
        """A fee table with these fees."""

    def treatment(self, card: Json) -> int | None:
        """A treatment's page."""

    def physician(self, record: Json) -> int | None:
        """A physician's page."""

    def linked(self, html: str) -> str:
        """Rich text with its links to pages of the old site turned to the new ones."""

    def moved(self, href: str) -> str:
        """An address, the new one if it was a page's of the old site."""


class Fields:
    """Builds the field values of one page.

    Args:
        key: the page's source key, from which ids are made.
        data: the draft's document.
        references: resolves pictures, terms, fee tables, treatments and physicians.
    """

    def __init__(self, key: str, data: Json, references: References) -> None:
        self._key = key
        self._data = data
        self._references = references

    def content(self) -> Json:
        """What articles, conditions and treatments share."""
        data = self._data
        readers = data["target_readers"]
        return {
            "hero_image": self.picture_stream(data["hero_image"], "hero_image"),
            "introduction": self._text(data["introduction"], f"{self._key}#introduction"),
            "target_readers": [_block("checklist", self._id("target_readers"), self._checklist(readers))]
            if readers
            else [],
            "body": [self._stream_block(block) for block in data["body"]],
            "treatments": [
                _block("treatment", self._id("treatment", card["name"]), self._references.treatment(card))
                for card in data["treatments"]
                if card["name"]
            ],
        }

    def picture_stream(self, picture: Json | None, name: str) -> Stream:
        """A field that holds one picture at most."""
        if not picture:
            return []
        if not picture:
            return []
        value = {**self._picture(picture), "link": self._references.moved(picture.get("link", ""))}
        return [_block("image", self._id(name, picture["url"]), value)]

    def paragraphs(self, lines: Iterable[str], name: str) -> str:
        """Rich text of plain lines."""
        return self._text("".join(paragraph([Run(line)]) for line in lines), f"{self._key}#{name}")

    # Blocks ----------------------------------------------------------------------------------------------------------

    def _stream_block(self, block: Json) -> Json:
        make = getattr(self, f"_{block['type']}", None)
        value = make(block["value"], block["id"]) if make else block["value"]
        return _block(block["type"], block["id"], value)

    def _section(self, value: Json, _id: str) -> Json:
        return {**value, "content": [self._stream_block(block) for block in value["content"]]}

    def _topic(self, value: Json, _id: str) -> Json:
        condition = self._references.term(value["condition"]) if value["condition"] else None
        # The document has no anchor for a sub-heading; the block has a field for one.
        return {"anchor": "", **self._section(value, _id), "condition": condition}

    def _paragraph(self, value: str, block_id: str) -> str:
        return self._text(value, block_id)

    def _options(self, value: Json, block_id: str) -> Json:
        items = [{**item, "text": self._text(item["text"], f"{block_id}{n}")} for n, item in enumerate(value["items"])]
        return {**value, "items": _items(items, block_id, "label")}

    def _faq(self, value: Json, block_id: str) -> Json:
        items = [
            {**item, "answer": self._text(item["answer"], f"{block_id}{n}")} for n, item in enumerate(value["items"])
        ]
        return {**value, "items": _items(items, block_id, "question")}

    def _checklist(self, value: Json, block_id: str = "") -> Json:
        return {**value, "items": _items(value["items"], block_id or self._id("readers"))}

    def _table(self, value: Json, block_id: str) -> Json:
        rows = []
        for number, row in enumerate(value["rows"]):
            cells = [
                {**cell, "text": self._text(cell["text"], f"{block_id}-{number}-{position}")}
                for position, cell in enumerate(row["cells"])
            ]
            words = "|".join(cell["text"] for cell in row["cells"])
            rows.append({"words": words, "cells": _items(cells, f"{block_id}/{words}", "text")})
        keyed = _items(rows, block_id, "words")
        for item in keyed:
            del item["value"]["words"]
        return {**value, "rows": keyed}

    def _image(self, value: Json, _id: str) -> Json:
        return {**self._picture(value), "link": self._references.moved(value["link"])}

    def _button(self, value: Json, _id: str) -> Json:
        return {**value, "href": self._references.moved(value["href"])}

    def _gallery(self, value: Json, block_id: str) -> Json:
        return {"items": _items([self._picture(item) for item in value["items"]], block_id, "original_url")}

    def _fee_table(self, value: Json, _id: str) -> int | None:
        return self._references.fee_table(value["items"], value["heading"])

    def _treatment(self, value: Json, _id: str) -> int | None:
        return self._references.treatment(value)

    def _quote(self, value: Json, block_id: str) -> Json:
        return {**value, "text": self._text(value["text"], block_id)}

    def _callout(self, value: Json, block_id: str) -> Json:
        return {**value, "text": self._text(value["text"], block_id)}

    def _file(self, value: Json, _id: str) -> Json:
        return {**value, "document": None}

    def _picture(self, picture: Json) -> Json:
        return {
            "image": {"image": self._references.image(picture), "alt_text": picture["alt"], "decorative": False},
            "caption": picture["caption"],
            "original_url": picture["url"],
            "original_alt": picture["alt"],
            "original_width": picture["width"],
            "original_height": picture["height"],
        }

    def _text(self, html: str, seed: str) -> str:
        return with_keys(self._references.linked(html), seed)

    def _id(self, *parts: str) -> str:
        return _uuid("/".join((self._key, *parts)))


def fee_rows(fees: Iterable[Json], seed: str) -> Stream:
    """Fees as the rows of a `FeeTable`; what the old page does not say is left for the clinic to say."""
    rows = [
        {
            **{
                name: fee[name]
                for name in ("kind", "label", "side", "unit", "count", "amount_min", "amount_max", "currency", "tax")
            },
            **{name: fee[name] for name in ("is_from", "is_to", "approx", "raw")},
            "currency": fee["currency"] or "JPY",
            "flags": ",".join(fee["flags"]),
            "insurance": "unknown",
            "note": "",
            "valid_from": None,
            "valid_until": None,
        }
        for fee in fees
    ]
    return [_block("row", _uuid(f"{seed}/{number}/{row['raw']}"), row) for number, row in enumerate(rows)]


def _items(values: Iterable[Any], parent: str, text_key: str = "") -> Stream:
    """List items with ids that stay: from the parent's id, the item's text and its place among equals."""
    seen: dict[str, int] = {}
    out = []
    for value in values:
        text = str(value[text_key]) if text_key else str(value)
        seen[text] = seen.get(text, 0) + 1
        out.append({"type": "item", "id": _uuid(f"{parent}/{text}/{seen[text]}"), "value": value})
    return out


def _block(kind: str, block_id: str, value: Any) -> Json:
    return {"type": kind, "id": block_id, "value": value}


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"kneeblog:{name}"))
