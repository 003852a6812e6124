"""Where a segment stands, in the words of the admin: 本文 › セクション › 見出し."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

SEPARATOR = " › "


def place(model: type[models.Model], field_path: str) -> str:
    """The labels of a field and of the blocks in it.

    Args:
        model: of the page or snippet.
        field_path: as wagtail-localize keeps it, such as `body.section.heading`; a part that is unknown, because the
            model has changed since, ends the answer.
    """
    return SEPARATOR.join(capfirst(label) for label in _labels(model, field_path.split(".")))


def _labels(model: type[models.Model], path: list[str]) -> Iterator[str]:
    try:
        field: Any = model._meta.get_field(path[0])
    except FieldDoesNotExist:
        return
    if isinstance(field, models.ManyToOneRel):
        yield str(field.related_model._meta.verbose_name)
        yield from _labels(field.related_model, path[1:]) if path[1:] else ()
        return
    yield str(field.verbose_name)
    if isinstance(field, StreamField):
        yield from _block_labels(field.stream_block, path[1:])


def _block_labels(block: Any, path: list[str]) -> Iterator[str]:
    if not path:
        return
    if isinstance(block, ListBlock):
        yield from _block_labels(block.child_block, path[1:])
        return
    child = block.child_blocks.get(path[0]) if isinstance(block, StreamBlock | StructBlock) else None
    if child is None:
        return
    if not isinstance(child, StreamBlock):  # 本文 › セクション › 段落, without the コンテンツ in between
        yield str(child.label)
    if not isinstance(child, ImageBlock):
        yield from _block_labels(child, path[1:])
