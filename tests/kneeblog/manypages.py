"""Thousands of pages in seconds: copies of one page, as rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection
from wagtail.models import Page


def multiply(page: Page, number: int, keys: Sequence[uuid.UUID] = ()) -> list[uuid.UUID]:
    """Sisters of a live page, alike but for slug and title; without revisions, relations and index entries.

    Args:
        page: as its own type; the last child of its parent.
        number: how many.
        keys: their translation keys, for pages that translate others.

    Returns:
        their translation keys.
    """
    parent, base = page.get_parent(), Page.objects.get(pk=page.pk)
    keys = list(keys) or [uuid.uuid4() for _ in range(number)]
    copies, path = [], base.path
    for count, key in zip(range(number), keys, strict=True):
        copy = Page(**{field.attname: getattr(base, field.attname) for field in Page._meta.concrete_fields})
        path = Page._get_path(path[: -Page.steplen], base.depth, Page._str2int(path[-Page.steplen :]) + 1)
        copy.pk, copy.path, copy.numchild = None, path, 0
        copy.slug, copy.title = f"{base.slug}-{count}", f"{base.title} {count}"
        copy.draft_title, copy.url_path = copy.title, f"{parent.url_path}{copy.slug}/"
        copy.translation_key, copy.latest_revision_id, copy.live_revision_id = key, None, None
        copies.append(copy)
    made = Page.objects.bulk_create(copies, batch_size=200)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + number)
    _add_rows(type(page), page.pk, made)
    return keys


def _add_rows(model: type[Any], source: int, made: Sequence[Page]) -> None:
    columns = ", ".join(
        connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields if not field.primary_key
    )
    table, first, last = model._meta.db_table, made[0].pk, made[-1].pk
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (page_ptr_id, {columns}) SELECT p.id, {columns} FROM {table}, wagtailcore_page p "
            "WHERE page_ptr_id = %s AND p.id BETWEEN %s AND %s",
            [source, first, last],
        )
