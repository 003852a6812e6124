"""Where headings may break, and that nobody but the browser knows."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from kneeblog.models import SymptomArticlePage
from kneeblog.phrases import phrases

TITLES = [
    "膝の内側が痛むときに考えられる原因と受診の目安",
    "変形性膝関節症とは：症状、進み方、治療の選択肢",
    "PRP注射（自由診療）の治療内容・費用・リスク",
    "膝に水がたまるのはどうして？しくみと検査、受診の目安",
]


@pytest.mark.parametrize("title", TITLES)
def test_phrases_are_the_title_and_no_line_begins_or_ends_where_it_may_not(title: str) -> None:
    found = phrases(title, "ja")
    assert "".join(found) == title
    assert len(found) > 2
    assert all(part[0] not in "：、。？！）」ー・々っ" and part[-1] not in "（「" for part in found)


def test_what_stands_in_brackets_stays_together() -> None:
    assert "（自由診療）の" in phrases(TITLES[2], "ja")


def test_each_language_has_its_own_way() -> None:
    assert len(phrases("膝盖后侧疼痛的原因和治疗方法", "zh-hans")) > 2
    assert len(phrases("膝蓋後側疼痛的原因與治療方法", "zh-hant")) > 2
    assert phrases("Pain behind the knee", "en") == ("Pain behind the knee",)
    assert phrases("무릎 뒤쪽 통증의 원인", "ko") == ("무릎 뒤쪽 통증의 원인",)
    assert len(phrases("膝の痛みの原因", "en")) > 1  # Japanese in an English page


def test_a_heading_is_escaped() -> None:
    with translation.override("ja"):
        shown = Template("{% load kneeblog_tags %}{{ title|phrases }}").render(Context({"title": "<b>膝の痛みとは"}))
    assert "<b>" not in shown and "&lt;b&gt;" in shown and "<wbr>" in shown


@pytest.mark.django_db
def test_only_the_heading_is_marked(client: Any, site_tree: Any, rules_off: None) -> None:
    title = TITLES[0]
    page = SymptomArticlePage(
        title=title,
        slug="inner",
        locale=site_tree.home.locale,
        body=[("section", {"heading": TITLES[1], "kind": "other", "anchor": "", "content": []})],
    )
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    for heading, text in (("h1", title), ("h2", TITLES[1])):
        marked = re.search(rf"<{heading}[^>]*>(.*?)</{heading}>", html)
        assert marked is not None and "<wbr>" in marked[1]
        assert unescape(re.sub(r"<[^>]+>", "", marked[1])) == text
    assert title in re.search(r"<title>(.*?)</title>", html)[1]  # type: ignore[index]
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])  # type: ignore[index]
    assert title in [node.get("headline") for node in graph["@graph"]]
    assert "\u200b" not in html
    assert title in client.get("/blog/feed/").content.decode()
