"""The SEO desk's spreadsheets: out, through Excel, and back; what is refused, and what is taken back."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from wagtail.models import Page

from kneeblog.models import ArticlePage, SheetImport
from kneeblog.reports.formulas import guard, unguard
from kneeblog.seo.desk import imports
from kneeblog.seo.desk.rows import all_rows
from kneeblog.seo.desk.sheet import COLUMNS
from kneeblog.seo.desk.sheet.reading import SheetError, read
from kneeblog.seo.desk.sheet.writing import csv_lines, xlsx
from tests.kneeblog.manypages import multiply

FORMULA = '=HYPERLINK("https://evil.example","休診")'


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> ArticlePage:
    page = ArticlePage(title="年末年始の休診", slug="year-end", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(rows: list[dict[str, str]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    output = io.StringIO()
    writer = csv.DictWriter(output, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue().encode(encoding, "replace")


def exported(desk: Any, file_format: str = "csv", **query: str) -> bytes:
    response = desk.get(reverse("kneeblog_seo_desk"), {"export": file_format, **query})
    return response.getvalue()


def hand_back(desk: Any, data: bytes, name: str = "seo.csv") -> Any:
    file = SimpleUploadedFile(name, data)
    return desk.post(reverse("kneeblog_seo_sheets"), {"file": file}, follow=True)


def act(desk: Any, action: str) -> SheetImport:
    sheet = SheetImport.objects.first()
    desk.post(reverse("kneeblog_seo_sheet", args=[sheet.pk]), {"action": action})
    sheet.refresh_from_db()
    return sheet


def draft(page: Any) -> dict[str, Any]:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object().serializable_data()


# --- Out -------------------------------------------------------------------------------------------------------------


def test_a_csv_file_is_made_for_japanese_excel(desk: Any, article: Any):
    data = exported(desk)
    assert data.startswith(b"\xef\xbb\xbfpage_id,locale,type,url,live,title,slug,seo_title,search_description,")
    assert data.count(b"\n") == data.count(b"\r\n") == 7
    row = next(row for row in table(data) if row["page_id"] == str(article.pk))
    assert (row["title"], row["live"], row["revision_id"]) == ("年末年始の休診", "1", str(article.latest_revision_id))
    assert row["url"].endswith("/blog/year-end/") and row["locale"] == "ja"


def test_what_is_filtered_is_what_is_downloaded(desk: Any, article: Any):
    assert [row["slug"] for row in table(exported(desk, q="休診"))] == ["year-end"]


def test_formulas_are_inert_in_both_formats_and_come_back_as_they_were(desk: Any, article: Any):
    article.title, article.seo_title = FORMULA, "＋１"
    article.save_revision()
    (row,) = [row for row in table(exported(desk)) if row["page_id"] == str(article.pk)]
    assert row["title"] == f"'{FORMULA}" and row["seo_title"] == "'＋１"
    cells = [cell for line in load_workbook(io.BytesIO(exported(desk, "xlsx"))).active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert FORMULA in {cell.value for cell in cells}
    for data in (exported(desk), exported(desk, "xlsx")):
        hand_back(desk, data)
        sheet = SheetImport.objects.first()
        assert (sheet.rows, sheet.unchanged) == ([], 6)


@given(st.text())
def test_every_text_survives_the_guard(text: str):
    assert unguard(guard(text)) == text
    assert not guard(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


# --- Back ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp932", ","), ("utf-16-le-bom", ",")],
)
def test_every_encoding_of_excel_is_read(desk: Any, article: Any, encoding: str, delimiter: str):
    rows = table(exported(desk))
    rows[2]["seo_title"] = "年末年始の休診日〜膝、①、﨑"
    data = (
        b"\xff\xfe" + written(rows, "utf-16-le") if encoding == "utf-16-le-bom" else written(rows, encoding, delimiter)
    )
    if encoding == "cp932":
        data = data.replace(b"?", "～".encode("cp932"))  # as Windows writes the wave dash
    hand_back(desk, data)
    (record,) = SheetImport.objects.get().rows
    assert record["new"] == {"seo_title": rows[2]["seo_title"].replace("〜", "～" if encoding == "cp932" else "〜")}
    assert act(desk, "apply").rows[0]["outcome"] == "written"
    assert "年末年始の休診日" in draft(article)["seo_title"]


def test_what_cp932_lacks_is_not_lost(desk: Any, article: Any):
    article.title = "膝の話😀〜한국어"
    article.save_revision()
    rows = table(exported(desk))
    assert b"?" in written(rows, "cp932")
    hand_back(desk, written(rows, "cp932"))
    assert SheetImport.objects.get().rows == []
    (row,) = [row for row in rows if row["page_id"] == str(article.pk)]
    row["title"] = "膝の新しい話😀"
    hand_back(desk, written(rows, "cp932"))
    (record,) = SheetImport.objects.get().rows
    assert record["outcome"] == "refused" and "文字コード" in record["problems"][0]


def test_a_workbook_comes_back_with_what_a_spreadsheet_makes_of_it(desk: Any, article: Any):
    book = load_workbook(io.BytesIO(exported(desk, "xlsx")))
    sheet = book.active
    place = {cell.value: cell.column for cell in sheet[1]}
    for number, (name, value) in enumerate(
        [
            ("title", 2026),
            ("title", datetime.date(2026, 1, 2)),
            ("seo_title", "=1+1"),
            ("title", "　新しい題　"),
            ("page_id", 12.5),
        ],
        2,
    ):
        sheet.cell(number, place[name]).value = value
    sheet.cell(2, place["page_id"]).value = int(sheet.cell(2, place["page_id"]).value)
    output = io.BytesIO()
    book.save(output)
    hand_back(desk, output.getvalue(), "seo.xlsx")
    by_line = {record["line"]: record for record in SheetImport.objects.get().rows}
    assert (by_line[2]["outcome"], by_line[2]["new"]) == ("ready", {"title": "2026"})
    assert "title" in by_line[3]["problems"][0] and "日付" in by_line[3]["problems"][0]
    assert "seo_title" in by_line[4]["problems"][0] and "数式" in by_line[4]["problems"][0]
    assert by_line[5]["new"] == {"title": "新しい題"}
    assert "page_id" in by_line[6]["problems"][0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"title,slug\r\n", "page_id"),
        (b"page_id,revision_id,titel\r\n", "titel"),
        (b"page_id,revision_id,title,title\r\n", "title"),
        (b"\x81\xff\x00", "Shift_JIS"),
        (b"PK\x03\x04 broken", "ブック"),
        (b"", "page_id"),
    ],
    ids=["no-lock", "unknown", "twice", "bytes", "zip", "empty"],
)
def test_a_file_that_is_no_sheet_is_refused_with_the_reason(desk: Any, db: None, data: bytes, words: str):
    response = hand_back(desk, data or b"\n")
    assert words in str(response.context["form"].errors)
    assert not SheetImport.objects.exists()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes):
    for start in (b"", b"page_id,revision_id,title\r\n", b"PK\x03\x04", b"\xff\xfe"):
        try:
            read(start + data)
        except SheetError:
            continue


def test_a_workbook_that_claims_a_million_columns_costs_nothing():
    book = Workbook()
    book.active.append(["page_id", "revision_id", "title"])
    book.active.cell(1, 16384).value = None
    output = io.BytesIO()
    book.save(output)
    assert read(output.getvalue()).lines == []


def test_bad_values_are_named_with_row_and_column(desk: Any, article: Any, site_tree: Any):
    other = ArticlePage(title="他", slug="taken", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=other)
    rows = {row["slug"]: row for row in table(exported(desk))}
    rows["blog"]["robots"] = "never"
    rows["year-end"]["slug"] = "taken"
    rows["taken"]["slug"] = "休診"
    rows["treatments"]["slug"] = rows["physicians"]["slug"] = "same"
    rows["x"] = {**rows["home"], "page_id": "999999", "title": "ない"}
    rows["y"] = {**rows["home"], "title": "二度目"}
    hand_back(desk, written(list(rows.values())))
    problems = {record["line"]: record["problems"] for record in SheetImport.objects.get().rows}
    lines = {slug: number for number, slug in enumerate(rows, 2)}
    for slug, words in {
        "blog": "robots:",
        "year-end": "slug:",
        "taken": "slug:",
        "physicians": "slug:",
        "x": "page_id:",
        "y": "2回",
    }.items():
        assert problems[lines[slug]] and words in problems[lines[slug]][0], slug
    text = desk.get(reverse("kneeblog_seo_sheet", args=[SheetImport.objects.get().pk])).content.decode()
    assert "変更しません" in text and "never" in text
    act(desk, "apply")
    assert draft(article)["slug"] == "year-end"
    assert {row.slug for row in all_rows()} >= {"same", "physicians"}


def test_nothing_is_written_before_it_is_applied_and_nothing_twice(desk: Any, article: Any):
    rows = table(exported(desk))
    rows[2]["title"] = "年末のお知らせ"
    hand_back(desk, written(rows))
    assert not Page.objects.get(pk=article.pk).has_unpublished_changes
    text = desk.get(reverse("kneeblog_seo_sheet", args=[SheetImport.objects.get().pk])).content.decode()
    assert "年末年始の休診" in text and "年末のお知らせ" in text
    act(desk, "apply")
    count = article.revisions.count()
    assert act(desk, "apply").state == "applied"
    assert article.revisions.count() == count
    assert Page.objects.get(pk=article.pk).live_revision != Page.objects.get(pk=article.pk).latest_revision


def test_a_page_that_changes_between_the_check_and_the_click_is_left(desk: Any, article: Any):
    rows = table(exported(desk))
    rows[2]["title"] = "年末のお知らせ"
    hand_back(desk, written(rows))
    article.title = "編集者の題"
    article.save_revision()
    assert act(desk, "apply").rows[0]["outcome"] == "conflict"
    assert draft(article)["title"] == "編集者の題"


def test_a_sheet_that_is_thrown_away_is_gone(desk: Any, article: Any):
    hand_back(desk, exported(desk))
    hand_back(desk, exported(desk))
    sheet = SheetImport.objects.get()
    assert desk.post(reverse("kneeblog_seo_sheet", args=[sheet.pk]), {"action": "discard"}).status_code == 302
    assert not SheetImport.objects.exists()


def test_five_hundred_rows_with_twenty_conflicts_and_back(desk: Any, article: Any, staff: Any):
    multiply(article, 499)
    editor = get_user_model().objects.create_user("suzuki")
    pages = list(ArticlePage.objects.order_by("path"))
    assert len(pages) == 500
    rows = table(exported(desk, type="kneeblog.articlepage"))
    assert len(rows) == 500
    for number, row in enumerate(rows):
        row["seo_title"], row["search_description"] = f"休診のご案内 {number}", f"{number}番目の説明"
    theirs = pages[100:120]
    for page in theirs:
        page.title = "編集者が先に直した題"
        page.save_revision(user=editor)

    response = hand_back(desk, written(rows, "utf-16", "\t"))
    sheet = SheetImport.objects.get()
    assert Counter(record["outcome"] for record in sheet.rows) == {"ready": 480, "conflict": 20}
    named = [record for record in sheet.rows if record["outcome"] == "conflict"]
    assert {record["page"] for record in named} == {page.pk for page in theirs}
    assert all("suzuki" in record["problems"][0] for record in named)
    assert response.content.decode().count("suzuki") == 20  # conflicts come first

    act(desk, "apply")
    mine = [page for page in pages if page not in theirs]
    assert all(draft(page)["seo_title"] == "" and draft(page)["title"] == "編集者が先に直した題" for page in theirs)
    after = {row.pk: row for row in all_rows()}
    assert all(after[page.pk].values["seo_title"].startswith("休診のご案内") for page in mine)
    assert not ArticlePage.objects.exclude(seo_title="").exists()  # nothing is live
    assert set(
        Page.objects.filter(pk__in=[page.pk for page in mine]).values_list("latest_revision__user", flat=True)
    ) == {staff.pk}

    again = ArticlePage.objects.get(pk=mine[0].pk).get_latest_revision_as_object()
    again.seo_title = "編集者があとで直した題"
    again.save_revision(user=editor)
    deleted = ArticlePage.objects.get(pk=mine[1].pk)
    deleted.delete()
    sheet = act(desk, "undo")
    assert Counter(record["outcome"] for record in sheet.rows) == {"undone": 478, "left": 2, "conflict": 20}
    left = {record["page"]: record["problems"][-1] for record in sheet.rows if record["outcome"] == "left"}
    assert "suzuki" in left[mine[0].pk] and left.keys() == {mine[0].pk, mine[1].pk}
    after = {row.pk: row for row in all_rows()}
    assert after[mine[0].pk].values["seo_title"] == "編集者があとで直した題"
    assert all(after[page.pk].values["seo_title"] == "" for page in mine[2:])
    with pytest.raises(imports.NotNowError):
        imports.undo(sheet.pk, staff)


def test_the_sheet_has_the_columns_it_is_known_for():
    assert COLUMNS[:14] == (
        *("page_id", "locale", "type", "url", "live", "title", "slug", "seo_title", "search_description"),
        *("canonical_url", "robots", "breadcrumb_label", "revision_id", "last_published_at"),
    )
    assert b"".join(csv_lines([])).startswith(b"\xef\xbb\xbf") and xlsx([])[:2] == b"PK"
