"""What keeps a page from going live: pictures that have not been brought over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import ngettext
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField

from kneeblog.blocks import PictureBlock


class PendingPicturesError(ValidationError):
    """A page cannot be published because of pending pictures: `pictures` are their old addresses, `text` says so."""

    def __init__(self, title: str, pictures: list[str]) -> None:
        self.pictures = pictures
        self.text = ngettext(
            "“%(title)s” cannot be published: %(count)d picture has not been brought over yet (%(pictures)s).",
            "“%(title)s” cannot be published: %(count)d pictures have not been brought over yet (%(pictures)s).",
            len(pictures),
        ) % {"title": title, "count": len(pictures), "pictures": ", ".join(pictures)}
        # By field, because wagtail-localize takes errors apart by field.
        super().__init__({NON_FIELD_ERRORS: [ValidationError(self.text, code="pending_pictures")]})


def pending_pictures(instance: models.Model) -> list[str]:
    """Old addresses of the instance's pending pictures, in reading order; `"?"` for one without an address."""
    found: list[str] = []
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            value = field.value_from_object(instance)
            pictures = _pictures(field.stream_block, value)
            found += [picture.get("original_url") or "?" for picture in pictures if picture.get("image") is None]
    return found


def _pictures(block: Any, value: Any) -> Iterator[Any]:
    """The values of all picture blocks at any depth."""
    if isinstance(block, PictureBlock):
        yield value
    elif isinstance(block, StreamBlock):
        for child in value:
            yield from _pictures(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _pictures(block.child_block, item)
    elif isinstance(block, StructBlock) and hasattr(value, "items"):
        for name, child_block in block.child_blocks.items():
            yield from _pictures(child_block, value.get(name))
