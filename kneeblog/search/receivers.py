"""The index follows what is published."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from . import index


@receiver(page_published)
def put(instance: Page, **kwargs: Any) -> None:
    """A page went live, or went live again with another text."""
    if index.is_available():
        index.put(instance)


@receiver(page_unpublished)
def take_out(instance: Page, **kwargs: Any) -> None:
    """A page is no longer live."""
    if index.is_available():
        index.remove(instance.pk)


@receiver(post_delete)
def forget(instance: Any, **kwargs: Any) -> None:
    """A page is no more."""
    if isinstance(instance, Page) and type(instance) is Page and index.is_available():
        index.remove(instance.pk)
