"""What would go wrong in writing a page or in its editor: block names, `clean()`, rich text that would be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import StreamField

from importers.actions import MODELS, Action, field_values
from importers.fields import References
from importers.records import Json
from importers.richtext import is_clean
from kneeblog.richtext import FEATURES

_PAGE_LINK = re.compile(r'<a linktype="page" id="\d+">')


def problems(action: Action, references: References) -> Iterator[str]:
    """What would go wrong in writing or in the editor."""
    if not action.data["title"]:
        yield "The page has no title."
    values = field_values(action, references)
    for field_ in MODELS[action.page_type]._meta.get_fields():
        if field_.name not in values:
            continue
        if isinstance(field_, StreamField):
            yield from _stream_problems(field_, values[field_.name])
        elif isinstance(values[field_.name], str) and isinstance(field_, models.TextField):
            yield from _rich_text_problems(values[field_.name], field_.name)


def _stream_problems(field_: StreamField, raw: list[Json]) -> Iterator[str]:
    try:
        check_names(field_.stream_block, raw, field_.name)
        field_.stream_block.clean_deferred(field_.stream_block.to_python(raw))
    except (ValidationError, LookupError) as error:
        yield f"{field_.name}: {error}"
    yield from _each_rich_text(field_.stream_block, raw, field_.name)


def check_names(block: blocks.Block, raw: Any, where: str) -> None:
    """Every block name and struct key against the real block: Wagtail drops unknown ones without a word.

    Raises:
        LookupError: naming the place and the unknown name.
    """
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            if item["type"] not in block.child_blocks:
                raise LookupError(f"{where}: there is no block {item['type']}.")
            check_names(block.child_blocks[item["type"]], item["value"], f"{where}.{item['type']}")
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        if unknown := raw.keys() ^ block.child_blocks.keys():
            raise LookupError(f"{where}: {', '.join(sorted(unknown))} do not match the block's fields.")
        for name, value in raw.items():
            check_names(block.child_blocks[name], value, f"{where}.{name}")
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            check_names(block.child_block, item["value"], where)


def _each_rich_text(block: blocks.Block, raw: Any, where: str) -> Iterator[str]:
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            yield from _each_rich_text(block.child_blocks[item["type"]], item["value"], where)
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        for name, value in raw.items():
            yield from _each_rich_text(block.child_blocks[name], value, where)
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            yield from _each_rich_text(block.child_block, item["value"], where)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _rich_text_problems(raw, where)


def _rich_text_problems(html: str, where: str) -> Iterator[str]:
    """Rich text that the editor would change, or cannot open at all."""
    if not html.startswith("<"):
        return
    if not is_clean(_PAGE_LINK.sub('<a href="/">', html)):
        yield f"{where}: the sanitiser would change this text: {html[:80]}"
    converter = ContentstateConverter(FEATURES)
    try:
        same = converter.to_database_format(converter.from_database_format(html)) == html
    except (AssertionError, KeyError, ValueError) as error:
        yield f"{where}: the editor cannot open this text ({error}): {html[:80]}"
        return
    if not same:
        yield f"{where}: the editor would change this text: {html[:80]}"
