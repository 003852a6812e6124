"""The SEO desk in a real browser, in Japanese: filter, edit in the table, spreadsheet out and back, undo."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from kneeblog.models import SymptomArticlePage
from kneeblog.seo.desk.permissions import ensure_group

SETTLED = """() => Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().iterations !== Infinity).map(one => one.finished.catch(() => 0)))"""
LONG = "膝の裏が痛くて曲げられないときに考えられる病気と受診の目安をくわしく解説"
DESCRIPTION = "膝の裏が痛くなる原因と、受診の目安、ご自宅でできる対処を説明します。" * 2


@pytest.fixture
def cookies(live_server: Any, client: Any, site_tree: Any, rules_off: None, settings: Any) -> list[dict[str, str]]:
    """The session of a member of the SEO group; two articles are there."""
    for title, slug in ((LONG, "back-knee"), ("膝の内側が痛い", "inner-knee")):
        page = SymptomArticlePage(title=title, slug=slug, locale=site_tree.home.locale)
        site_tree.blog.add_child(instance=page)
        page.save_revision().publish()
    user = get_user_model().objects.create_user("seo", password="hiza")
    user.groups.add(ensure_group())
    client.force_login(user)
    return [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]


def check(page: Any, name: str) -> None:
    """axe finds nothing; the view is no wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(SETTLED)  # Wagtail's messages fade in
    results = Axe().run(page)
    assert results.violations_count == 0, f"{name}\n{results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name


def test_filter_and_edit_in_the_table(open_page: Any, cookies: Any):
    page = open_page(reverse("kneeblog_seo_desk"), 1280, cookies=cookies)
    check(page, "desk")
    rows = page.locator("[data-seo-row]")
    page.locator("#filters-drilldown [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="確認事項").click()
    page.get_by_label("タイトルが長すぎます").check()
    page.wait_for_function("document.querySelectorAll('[data-seo-row]').length === 1")
    check(page, "filtered")
    page.keyboard.press("Escape")
    page.locator("[name=q]").fill("曲げられない")
    assert "タイトルが長すぎます" in rows.inner_text() and "36文字" in rows.inner_text()

    # By keyboard alone: open, type, watch the meter, save.
    rows.get_by_role("link", name="のSEO項目を編集").focus()
    page.keyboard.press("Enter")
    editor = page.locator("[data-seo-editor]")
    editor.wait_for()
    page.wait_for_function("document.activeElement.name?.endsWith('-title')")
    check(page, "editing")
    title = editor.get_by_label("検索結果のタイトル")
    title.fill("膝の裏が痛くて曲げられない原因")
    assert "15 / 32" in editor.inner_text()
    editor.get_by_label("アドレスの末尾").fill("膝の裏")
    page.keyboard.press("Enter")
    editor.get_by_text("半角英小文字").wait_for()
    check(page, "refused")
    editor.get_by_label("アドレスの末尾").fill("back-of-knee")
    page.keyboard.press("Enter")
    editor.wait_for(state="detached")
    page.get_by_text("下書きとして保存しました").wait_for()
    assert "膝の裏が痛くて曲げられない原因" in rows.inner_text() and "back-of-knee" in rows.inner_text()
    assert "新しい下書きあり" in rows.inner_text() and "タイトルが長すぎます" not in rows.inner_text()
    article = SymptomArticlePage.objects.get(slug="back-knee")  # what is live is as it was
    assert article.get_latest_revision_as_object().seo_title == "膝の裏が痛くて曲げられない原因"

    # Escape gives up, and the focus is where it was.
    page.keyboard.press("Enter")
    editor.wait_for()
    page.keyboard.press("Escape")
    editor.wait_for(state="detached")
    assert "SEO項目を編集" in page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_a_spreadsheet_goes_out_and_comes_back(open_page: Any, cookies: Any, tmp_path: Path):
    page = open_page(reverse("kneeblog_seo_desk"), 1280, cookies=cookies)
    page.locator("#w-slim-header-buttons [data-w-dropdown-target=toggle]").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"), newline="")))
    rows[2]["search_description"] = DESCRIPTION
    rows[3]["slug"] = "内側"
    edited = tmp_path / "編集済み.csv"
    with edited.open("w", encoding="cp932", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    page.get_by_role("link", name="表の取り込み").click()
    page.wait_for_url("**/seo/sheets/")
    page.locator("[type=file]").set_input_files(edited)
    check(page, "sheets")
    page.get_by_role("button", name="ページと比較する").click()
    page.wait_for_url("**/seo/sheets/*/")
    check(page, "compared")
    text = page.locator("main").inner_text()
    assert "変更しません" in text and "slug" in text and DESCRIPTION in text
    page.get_by_role("button", name="1ページを下書きとして保存する").click()
    page.get_by_text("1ページを下書きとして保存しました").wait_for()
    check(page, "applied")
    article = SymptomArticlePage.objects.get(slug="back-knee")
    assert article.get_latest_revision_as_object().search_description == DESCRIPTION
    page.get_by_role("button", name="すべて取り消す").click()
    page.get_by_text("1ページを元に戻しました").wait_for()
    check(page, "undone")
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().search_description == ""


def test_on_a_phone(open_page: Any, cookies: Any):
    for name in ("kneeblog_seo_desk", "kneeblog_seo_sheets"):
        page = open_page(reverse(name), 390, cookies=cookies)
        check(page, name)
    page = open_page(reverse("kneeblog_seo_desk"), 390, cookies=cookies)
    page.get_by_role("link", name="のSEO項目を編集").last.click()
    page.locator("[data-seo-editor]").wait_for()
    check(page, "editing")
    article = SymptomArticlePage.objects.get(slug="back-knee")
    check(open_page(reverse("kneeblog_seo_edit", args=[article.pk]), 390, cookies=cookies), "alone")
