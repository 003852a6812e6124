"""What a signature covers: saving alone changes nothing of it, every word does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kneeblog.supervision.content import changed_fields

SECTION = {"type": "section", "id": "a", "value": {"heading": "原因", "amount": 0, "content": []}}
CONTENT: dict[str, Any] = {
    "pk": 7,
    "title": "膝の裏が痛い",
    "introduction": "<p>安静にします。</p>",
    "body": json.dumps([SECTION]),
    "supervisor": 3,
    "live": False,
    "latest_revision": None,
    "page_tags": [],
    "risks": [{"pk": None, "sort_order": None, "page": 7, "name": "出血"}, {"pk": None, "page": 7, "name": "感染"}],
}


def with_section(**values: Any) -> str:
    return json.dumps([{**SECTION, "value": {**SECTION["value"], **values}}])  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "saved",
    [
        {"live": True, "latest_revision": 9, "last_published_at": "2026-11-28", "url_path": "/b/", "slug": "b"},
        {"supervisor": 4, "next_review_on": "2027-01-01", "robots": "noindex", "page_tags": [{"tag": 1}]},
        {"introduction": '<p data-block-key="x1y2z">安静にします。</p>'},
        {"seo_title": "", "og_image": None, "biography": '<p data-block-key="x1y2z"></p>'},
        {"body": with_section(kind="", items=[], wide=False)},
        {"body": json.dumps([{**SECTION, "id": "b"}])},
        {"risks": [{"pk": 2, "sort_order": 1, "name": "感染"}, {"pk": 1, "sort_order": 0, "name": "出血"}]},
    ],
    ids=["bookkeeping", "settings", "paragraph numbers", "empty fields", "empty values", "ids", "rows"],
)
def test_saving_alone_changes_nothing(saved: dict[str, Any]) -> None:
    assert changed_fields(CONTENT, {**CONTENT, **saved}) == []


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "膝の裏が痛む"},
        {"introduction": "<p>安静にします。 </p>"},
        {"introduction": ""},
        {"body": with_section(heading="治療")},
        {"body": with_section(amount=1)},
        {"body": with_section(content=[{"type": "paragraph", "value": "<p>新</p>", "id": "c"}])},
        {"body": json.dumps([SECTION, SECTION])},
        {"risks": [{"name": "出血"}]},
        {"risks": [{"name": "感染", "sort_order": 0}, {"name": "出血", "sort_order": 1}]},
        {"search_description": "必ず治る"},
        {"og_image": 5},
    ],
    ids=str,
)
def test_every_edit_is_named(edit: dict[str, Any]) -> None:
    assert changed_fields(CONTENT, {**CONTENT, **edit}) == list(edit)
    assert changed_fields({**CONTENT, **edit}, CONTENT) == list(edit)


def test_zero_is_not_nothing() -> None:
    assert changed_fields(CONTENT, {**CONTENT, "body": with_section(amount=None)}) == ["body"]
