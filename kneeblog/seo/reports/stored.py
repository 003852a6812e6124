"""Pictures, links and anchors of a page, from its fields as they are stored: nothing is loaded for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text.rewriters import extract_attrs

from kneeblog.blocks import (
    ButtonBlock,
    EmbedBlock,
    FigureBlock,
    FileBlock,
    LegacyBlock,
    LostEmbedBlock,
    PictureBlock,
    TreatmentBlock,
    VideoBlock,
)
from kneeblog.blocks.fields import TermChooserBlock
from kneeblog.compliance.engine import plain
from kneeblog.compliance.texts import read_fields

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
# Blocks that visitors see as a link: the names of its address and of its words.
_LINKS: dict[type[Any], tuple[str, str]] = {
    ButtonBlock: ("href", "label"),
    FigureBlock: ("link", "caption"),
    EmbedBlock: ("url", "title"),
    VideoBlock: ("url", "title"),
}

BATCH = 100  # pages in memory at a time


@dataclass(frozen=True, slots=True)
class Place:
    """A field, and the block in it that an editor would look for."""

    field: str = ""
    block_id: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is stored.

    Args:
        kind: `page`, `document`, `term` (the page about a disease), or `address`.
        target: an id, or the address.
        words: what readers see of it.
    """

    kind: str
    target: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the library, as a page shows it."""

    image_id: int
    alt: str
    decorative: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Anchor:
    """An id at which a link inside the page may end."""

    name: str


Part = Link | Picture | Anchor


def parts(page: models.Model) -> Iterator[Part]:
    """Everything of the kinds above, in the order of the page's fields."""
    for field in held_fields(type(page)):
        value, place = field.value_from_object(page), Place(field.name)
        if isinstance(field, StreamField):
            yield from _stream(field.stream_block, value.raw_data if value else (), place)
        else:
            yield from _rich_text(value or "", place)


def held_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that may hold any of it."""
    return [field for field in read_fields(model) if isinstance(field, StreamField | RichTextField)]


def drafts(pages: models.QuerySet[Any]) -> Iterator[Any]:
    """Those of the pages that are not live, each holding what its latest draft has."""
    for page in pages.filter(live=False).select_related("latest_revision").iterator(chunk_size=BATCH):
        content = page.latest_revision.content if page.latest_revision else {}
        for field in held_fields(type(page)):
            if field.name in content:
                setattr(page, field.name, content[field.name])
        yield page


def _stream(stream: blocks.StreamBlock, raw: Any, place: Place) -> Iterator[Part]:
    for child in raw or ():
        if (block := stream.child_blocks.get(child["type"])) is not None:
            inside = Place(place.field, child.get("id") or place.block_id)
            if child.get("id"):
                yield Anchor(child["id"])
            yield from _block(block, child["value"], inside)


def _block(block: Any, raw: Any, place: Place) -> Iterator[Part]:
    match block:
        case LegacyBlock() | LostEmbedBlock():
            return
        case TreatmentBlock() | blocks.PageChooserBlock():
            yield from [Link("page", str(raw), "", place)] if raw else ()
        case TermChooserBlock():
            yield from [Link("term", str(raw), "", place)] if raw else ()
        case FileBlock():
            document = (raw or {}).get("document")
            yield from [Link("document", str(document), raw.get("name") or "", place)] if document else ()
        case blocks.RichTextBlock():
            yield from _rich_text(str(raw or ""), place)
        case blocks.StreamBlock():
            yield from _stream(block, raw, place)
        case blocks.ListBlock():
            for item in raw or ():
                is_item = isinstance(item, dict) and item.keys() >= {"type", "value"}
                yield from _block(block.child_block, item["value"] if is_item else item, place)
        case blocks.StructBlock():
            yield from _struct(block, raw if isinstance(raw, dict) else {}, place)


def _struct(block: Any, raw: dict[str, Any], place: Place) -> Iterator[Part]:
    if raw.get("anchor"):
        yield Anchor(raw["anchor"])
    if isinstance(block, PictureBlock):
        yield from _picture(raw, place)
    names = next((names for kind, names in _LINKS.items() if isinstance(block, kind)), None)
    if names and raw.get(names[0]):
        yield Link("address", raw[names[0]].strip(), raw.get(names[1]) or "", place)
    for name, child in block.child_blocks.items():
        if not (isinstance(block, PictureBlock) and name == "image"):
            yield from _block(child, raw.get(name), place)


def _picture(raw: dict[str, Any], place: Place) -> Iterator[Part]:
    image = raw.get("image")
    image = image if isinstance(image, dict) else {"image": image}
    if image.get("image"):
        yield Picture(image["image"], (image.get("alt_text") or "").strip(), bool(image.get("decorative")), place)


def _rich_text(html: str, place: Place) -> Iterator[Part]:
    for found in _LINK.finditer(html) if "<a" in html else ():
        attributes = extract_attrs(found[1])
        kind = attributes.get("linktype", "")
        target = attributes.get("id" if kind else "href", "")
        if target and (not kind or (kind in {"page", "document"} and target.isdecimal())):
            yield Link(kind or "address", target, " ".join(plain(found[2]).split()), place)
