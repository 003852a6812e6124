"""What of a page a physician signs, and whether two versions say the same to a reader."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from wagtail.models import Page

# Wagtail's own columns are bookkeeping, except for these.
_READ_BY_VISITORS = {"title", "seo_title", "search_description"}
# Ours that order the work or speak to search engines only.
_NOT_SIGNED = {"supervisor", "next_review_on", "tags", "robots", "canonical_url", "primary_parent", "without_brand"}
_ROW_KEEPING = {"pk", "page", "sort_order", "locale", "translation_key"}
# Draftail numbers paragraphs; text that did not come from it gets its numbers when the page is first saved there.
_PARAGRAPH_NUMBER = re.compile(r' data-block-key="[^"]*"')


def signed_content(content: dict[str, Any]) -> dict[str, Any]:
    """What a signature covers of a revision's content, free of everything that saving alone changes.

    Left out: the page's place, address and dates, its shelves and tags, who is to check it and when; ids of rows and
    blocks; values that are empty, for the editor writes them where code leaves them away.
    """
    fields = {name: _field(value) for name, value in content.items() if name not in _unsigned_names()}
    return {name: value for name, value in fields.items() if not _is_empty(value)}


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Names of the signed fields in which two revisions' contents differ, in the order of the later one."""
    if before == after:
        return []
    old, new = signed_content(before), signed_content(after)
    return [name for name in {**new, **old} if old.get(name) != new.get(name)]


@cache
def _unsigned_names() -> frozenset[str]:
    wagtails_own = {field.name for field in Page._meta.get_fields()} - _READ_BY_VISITORS
    return frozenset(wagtails_own | _NOT_SIGNED | {"pk", "page_ptr"})


def _field(value: Any) -> Any:
    if isinstance(value, list):  # rows of a table beside the page's, such as a treatment's risks
        rows = sorted(value, key=lambda row: (row.get("sort_order") or 0) if isinstance(row, dict) else 0)
        return [_without(row, _ROW_KEEPING) if isinstance(row, dict) else row for row in rows]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        if value.startswith("["):  # a stream is kept as JSON
            try:
                return _plain(json.loads(value))
            except ValueError:
                pass
        text = _PARAGRAPH_NUMBER.sub("", value)
        return "" if text == "<p></p>" else text  # what the editor makes of an empty text
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return _without(value, {"id"} if {"type", "value"} <= value.keys() else set())
    return value


def _without(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    plain = {name: _plain(value) for name, value in row.items() if name not in names}
    return {name: value for name, value in plain.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)
