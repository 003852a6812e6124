"""Fetches in a constant number of queries what blocks refer to, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from wagtail.blocks import ListBlock, StreamBlock, StreamValue, StructBlock
from wagtail.models import Page

if TYPE_CHECKING:
    from .treatments import TreatmentPage


def stream_children(value: StreamValue | None, block_type: str) -> Iterator[StreamValue.StreamChild]:
    """All children of that type at any depth, in reading order."""
    for child in value or ():
        if child.block_type == block_type:
            yield child
        yield from _inside(child.block, child.value, block_type)


def _inside(block: Any, value: Any, block_type: str) -> Iterator[StreamValue.StreamChild]:
    if isinstance(block, StreamBlock):
        yield from stream_children(value, block_type)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _inside(block.child_block, item, block_type)
    elif isinstance(block, StructBlock) and isinstance(value, dict):
        for name, child_block in block.child_blocks.items():
            yield from _inside(child_block, value.get(name), block_type)


def fill_streams(pages: Iterable[Any], field_name: str) -> None:
    """Reads one StreamField of several pages at once, so that their pictures come in one query."""
    pages = list(pages)
    if not pages:
        return
    block = pages[0]._meta.get_field(field_name).stream_block
    raw = [list(getattr(page, field_name).raw_data) for page in pages]
    for page, value in zip(pages, block.bulk_to_python(raw), strict=True):
        setattr(page, field_name, value)


def treatments(pages: Iterable[TreatmentPage]) -> None:
    """Gives treatment pages their fee table, risks and card image."""
    pages = [page for page in pages if page is not None]
    if not pages:
        return
    prefetch_related_objects(pages, "fee_table", "risks")
    fill_streams(pages, "card_image")


def localised(pages: Iterable[Page], locale_id: int) -> dict[int, Page]:
    """For each page its translation into that locale, if there is a live one, else the page itself; by page id."""
    pages = [page for page in pages if page is not None]
    foreign = [page for page in pages if page.locale_id != locale_id]
    found: dict[Any, Page] = {}
    if foreign:
        keys = {page.translation_key for page in foreign}
        translations = type(foreign[0]).objects.filter(locale_id=locale_id, translation_key__in=keys, live=True)
        found = {page.translation_key: page for page in translations}
    return {page.pk: found.get(page.translation_key, page) for page in pages}


def treatment_blocks(page: Any, streams: Iterable[StreamValue]) -> None:
    """Points the treatment blocks of these streams at pages in the page's own language, everything fetched."""
    children = [child for stream in streams for child in stream_children(stream, "treatment")]
    by_id = localised([child.value for child in children], page.locale_id)
    for child in children:
        if child.value is not None:
            child.value = by_id[child.value.pk]
    treatments({id(child.value): child.value for child in children}.values())


def topic_conditions(page: Any, stream: StreamValue, find: Callable[[set[int]], dict[int, Page]]) -> None:
    """Sets `term.condition_page` on the term of each topic: the live condition page about it, or None."""
    topics = [child.value for child in stream_children(stream, "topic")]
    terms = [topic["condition"] for topic in topics if topic.get("condition") is not None]
    pages = find({term.pk for term in terms}) if terms else {}
    for term in terms:
        term.condition_page = pages.get(term.pk)
