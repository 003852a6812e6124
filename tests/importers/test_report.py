"""The report as a page to look at: what is in it, in Japanese, and nothing of the old site that acts."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from importers.merge import Change, changes

from . import wixpages as wix
from .test_reimport import Source, page, source
from .test_situations import latest

__all__ = ["source"]

HOSTILE = "<b>膝</b>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"


@pytest.mark.django_db
class TestHtml:
    def test_what_changes_what_meets_and_what_was_left_out(self, source: Source, tmp_path: Path) -> None:
        from kneeblog.models import SymptomArticlePage

        source.save(
            a=page("post/a", "膝の痛みA", wix.paragraph("一。"), wix.paragraph("二。", "p2")),
            b=page("post/b", "膝の痛みB"),
        )
        source()
        edited = latest(SymptomArticlePage.objects.get(slug="a"))
        edited.title = "編集者の題"
        edited.save_revision()
        source.save(
            a=page("post/a", "膝の裏の痛みA", wix.paragraph("直した一。"), wix.paragraph("二。", "p2")),
            c=page("post/c", HOSTILE),
        )
        (source.folder / "b.html").unlink()
        report = tmp_path / "report.html"
        source(report=str(report))
        text = report.read_text(encoding="utf-8")
        shown = BeautifulSoup(text, "html.parser")
        assert shown.html["lang"] == "ja" and "取り込み" in shown.h1.text
        assert not shown.find_all(["script", "img", "iframe"]) and "<img" not in text
        rows = {row.select_one(".quiet").text.split(" ")[0]: row for row in shown.select("details.page")}
        assert "直した一。" in rows["post/a"].ins.text and "一。" in rows["post/a"].find("del").text
        assert "merge.conflict" in rows["post/a"].text and "膝の裏の痛みA" in rows["post/a"].text
        assert "top of page" in rows["post/a"].text
        assert "更新" in rows["post/a"].summary.text and "作成" in rows["post/c"].summary.text
        assert "元のサイトから消えた" in shown.text and "膝の痛みB" in shown.text

    def test_a_spreadsheet_takes_nothing_for_a_formula(self, source: Source, tmp_path: Path) -> None:
        source.save(
            a=page("post/a", '=HYPERLINK("http://x.example")'),
            b=page("post/b", "＋1の膝"),
            c=page("post/c", "@SUM(A1)"),
        )
        report = tmp_path / "report.csv"
        source(report=str(report))
        with report.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())

    def test_changes_are_in_the_json_too(self, source: Source, tmp_path: Path) -> None:
        source.save(a=page("post/a", "膝の痛みA"))
        source()
        source.save(a=page("post/a", "膝の裏の痛みA"))
        report = tmp_path / "report.json"
        source(report=str(report))
        row: Any = json.loads(report.read_text(encoding="utf-8"))["pages"][0]
        assert {"where": "title", "before": "膝の痛みA", "after": "膝の裏の痛みA"} in row["changes"]

    def test_what_a_block_refers_to_is_named(self, source: Source, tmp_path: Path) -> None:
        source.save(a=page("post/a", "膝の痛みA", wix.paragraph("一。")))
        source()
        table = wix.table(("部位", "費用"), ("片ひざ", "3,000円"), ("両ひざ", "5,000円"))
        source.save(a=page("post/a", "膝の痛みA", wix.paragraph("一。"), table))
        report = tmp_path / "report.json"
        source(report=str(report))
        row: Any = json.loads(report.read_text(encoding="utf-8"))["pages"][0]
        assert {"where": "body fee_table", "before": "", "after": "膝の痛みA"} in row["changes"]


def test_changes_between_two_versions() -> None:
    def block(name: str, value: Any, kind: str = "paragraph") -> dict[str, Any]:
        return {"type": kind, "id": name, "value": value}

    before = {
        "title": "a",
        "body": [block("s", {"heading": "h", "content": [block("x", "one"), block("y", "two")]}, "section")],
    }
    after = {
        "title": "b",
        "body": [block("s", {"heading": "i", "content": [block("x", "ONE"), block("z", "new")]}, "section")],
    }
    assert changes(before, before) == []
    assert changes(before, after) == [
        Change(field="title", before="a", after="b"),
        Change(field="body", kind="section", part="heading", before="h", after="i"),
        Change(field="body", kind="paragraph", before="one", after="ONE"),
        Change(field="body", kind="paragraph", before="two", after=None),
        Change(field="body", kind="paragraph", before=None, after="new"),
    ]
