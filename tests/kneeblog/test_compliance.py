"""The advertising rules on pages and snippets: what is read, where it is found, what is waived."""

from __future__ import annotations

from typing import Any

import pytest

from kneeblog.compliance.checking import check_page, publishing_problems
from kneeblog.models import SymptomArticlePage


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": "11111111-1111-4111-8111-111111111111"}


def section(*content: dict[str, Any], heading: str = "原因", kind: str = "causes") -> dict[str, Any]:
    value = {"heading": heading, "kind": kind, "anchor": "", "content": list(content)}
    return {"type": "section", "value": value, "id": "22222222-2222-4222-8222-222222222222"}


@pytest.fixture
def article(site_tree: Any) -> SymptomArticlePage:
    page = SymptomArticlePage(title="膝の裏の痛み", slug="back-knee", live=False)
    page.body = [section(paragraph("膝は曲がります。この治療で<b>必ず</b>治ります。"))]
    return site_tree.blog.add_child(instance=page)


def test_a_finding_names_block_place_and_words(article: SymptomArticlePage) -> None:
    finding = next(finding for finding in check_page(article) if finding.rule == "FALSE-002")
    assert finding.sentence == "この治療で必ず治ります。"
    assert finding.words == "必ず治り"
    assert finding.block_id == "11111111-1111-4111-8111-111111111111"
    assert finding.place == "本文 › セクション「原因」 › テキスト"
    assert finding in publishing_problems(article)
