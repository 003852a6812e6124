"""The mapping file: what it may look like, and that a run's report is one."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from importers.errors import SourceError
from importers.mapping import COLUMNS, Override, read_mapping
from importers.models import ImportedPage

from . import wixpages as wix
from .test_import import import_posts, rows

HEAD = "key,page_type,parent,slug,skip,bold_lines\n"


@pytest.fixture
def saved(tmp_path: Path) -> Any:
    def save(text: str | bytes) -> Path:
        path = tmp_path / "map.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return save


def decided(path: Path) -> dict[str, tuple[str, str, str, bool, str]]:
    return {
        key: (found.page_type, found.parent, found.slug, found.skip, found.bold_lines)
        for key, found in read_mapping(path).items()
    }


def test_every_column(saved: Any) -> None:
    text = HEAD + "/post/a/,condition,/conditions/,knee-oa,,headings\npost/b,,,,はい,text\n"
    assert decided(saved(text)) == {
        "post/a": ("condition", "/conditions/", "knee-oa", False, "headings"),
        "post/b": ("", "", "", True, "text"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_as_excel_writes_them(saved: Any, encoding: str, end: str) -> None:
    text = f"key,title,skip,,{end}post/膝の裏,膝の裏〜①,x,,{end},,,,{end}"
    assert decided(saved(text.encode(encoding))) == {"post/膝の裏": ("", "", "", True, "")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.encode("utf-16"), "neither UTF-8 nor Shift_JIS"),
        (b"key,slug\n\x80\xff\xa0,a\n", "neither UTF-8 nor Shift_JIS"),
        ("key;slug\npost/a;b\n", "commas"),
        ("", "`key`"),
        ("page_type\narticle\n", "`key`"),
        ("key,colour\na,red\n", "unknown columns colour"),
        (HEAD + "a,poem,,,,\n", "line 2: poem is no page type"),
        (HEAD + "a,,,膝,,\n", "line 2: the slug 膝"),
        (HEAD + "a,,,,,yes\n", "line 2: bold_lines is headings or text"),
        (HEAD + "a,,,,,,,more\n", "line 2: this line has more cells"),
        (HEAD + "a,,,x,,\n/a/,,,y,,\n", "line 3: a stands in this file already"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(saved: Any, text: str | bytes, said: str) -> None:
    with pytest.raises(SourceError, match=r"map\.csv") as refused:
        read_mapping(saved(text))
    assert said in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_mapping(tmp_path / "none.csv")


def test_two_equal_lines_are_one_decision(saved: Any) -> None:
    assert read_mapping(saved("key,slug\na,x\na,x\n"))["a"] == Override(slug="x", where=f"{saved('key,slug')}, line 2")


# Through the command --------------------------------------------------------------------------------------------------


def bold(text: str) -> str:
    return wix.paragraph(f"<strong>{text}</strong>", f"b{text}")


PAGES = {
    "knee": ("膝の痛みと半月板損傷", wix.paragraph("前書き。"), wix.heading("原因"), bold("筋肉の疲れ"), wix.paragraph("本文。", "p2")),
    "春": ("春の話", wix.paragraph("前書き。"), wix.heading("話題"), bold("一つ"), wix.paragraph("本文。", "p2"), bold("二つ"), wix.paragraph("本文。", "p3")),
    "=sum": ("表計算", wix.paragraph("本文。")),
    "old": ("古い話", wix.paragraph("本文。")),
}  # fmt: skip


@pytest.fixture
def legacy(tmp_path: Path, site_tree: Any) -> Path:
    folder = tmp_path / "site" / "post"
    folder.mkdir(parents=True)
    for number, (name, (title, *blocks)) in enumerate(PAGES.items()):
        html = wix.page(*blocks, title=title, url=f"https://www.knee.example/post/{name}")
        (folder / f"{number}.html").write_text(html, encoding="utf-8")
    return folder.parent


def report(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["key"].removeprefix("'"): row for row in csv.DictReader(stream)}


def edited(path: Path, **cells: dict[str, str]) -> Path:
    """The report with a person's changes in it, saved as Excel would."""
    found = report(path)
    for key, changes in cells.items():
        found[f"post/{key}"] |= changes
    with path.open("w", encoding="cp932", newline="") as stream:
        writer = csv.DictWriter(stream, list(next(iter(found.values()))))
        writer.writeheader()
        writer.writerows(found.values())
    return path


def types_below(slug: str) -> list[str]:
    page = Page.objects.get(slug=slug).specific.get_latest_revision_as_object()
    return [block.block_type for section in page.body for block in section.value["content"]]


def test_a_report_is_edited_handed_back_and_has_the_last_word(legacy: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    import_posts(str(legacy), report=str(plan))
    first = report(plan)
    assert set(COLUMNS) < set(next(iter(first.values())))
    assert (first["post/knee"]["page_type"], first["post/春"]["slug"]) == ("symptom_article", "")
    edited(
        plan,
        knee={"page_type": "condition", "slug": "meniscus", "bold_lines": "headings"},
        春={"slug": "spring", "bold_lines": "text", "parent": "/blog/"},
        old={"skip": "yes"},
        **{"=sum": {"slug": "table"}},
    )
    again = tmp_path / "again.csv"
    import_posts(str(legacy), apply=True, map=str(plan), report=str(again))
    assert Page.objects.get(slug="meniscus").specific_class.__name__ == "ConditionPage"
    assert types_below("meniscus") == ["topic"] and types_below("spring") == ["paragraph"] * 4
    assert Page.objects.filter(slug="table").exists() and not Page.objects.filter(title="古い話").exists()
    said = report(again)
    settled = {"page-type.tie", "slug.missing", "heading.bold-line"}
    assert not any(name in row["findings"] for row in said.values() for name in settled)
    # The report of that run still holds every decision.
    assert (said["post/春"]["parent"], said["post/春"]["bold_lines"], said["post/old"]["skip"]) == (
        "/blog/",
        "text",
        "yes",
    )
    before = rows()
    _, printed = import_posts(str(legacy), apply=True, map=str(again))
    assert rows() == before and "unchanged" in printed.splitlines()[-1]


def test_a_report_handed_back_unedited_changes_nothing(legacy: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    import_posts(str(legacy), apply=True, report=str(plan))
    before = rows()
    import_posts(str(legacy), apply=True, map=str(plan))
    assert rows() == before and ImportedPage.objects.count() == 4


def test_bold_lines_page_by_page(legacy: Path, tmp_path: Path) -> None:
    import_posts(str(legacy), apply=True, no_media=True)
    found = {page.title: page for page in Page.objects.all()}
    assert types_below(found["膝の痛みと半月板損傷"].slug) == ["paragraph"] * 2  # one alone is not sure
    assert types_below(found["春の話"].slug) == ["topic"] * 2
