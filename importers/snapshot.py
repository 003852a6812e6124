"""The state of a page before a run touched it, as it is kept for taking the run back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wagtail.models import Page

from importers.models import ImportedPage
from importers.records import Json

# What writing a draft changes on the page's own row; everything else of it is in the revision.
_PAGE = (
    "title", "draft_title", "slug", "url_path", "has_unpublished_changes", "latest_revision_id",
    "latest_revision_created_at", "first_published_at",
)  # fmt: skip


def page_state(page: Page) -> Json:
    """What taking a run back restores on a page's row."""
    return {name: _plain(getattr(page, name)) for name in _PAGE}


def row_state(row: ImportedPage) -> Json:
    """All fields of a page's row."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def restored(state: Json, model: type[Page] | type[ImportedPage]) -> Json:
    """A state's values by attribute name, as the model holds them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: value if value is None else fields[name].to_python(value) for name, value in state.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
