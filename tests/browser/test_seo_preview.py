"""The SEO tab of the page editor in a real browser, in Japanese: previews that follow the keys, and the graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from kneeblog.models import ArticlePage, ClinicSettings

WIDTHS = Path(__file__).parents[1] / "kneeblog" / "widths.json"
TITLE = "膝の裏が痛い"
LONG = "膝の裏が痛くて曲げられない原因とは？MRI検査と治療の選択肢を専門医が解説"


@pytest.fixture
def page(open_page: Any, admin_client: Any, live_server: Any, site_tree: Any, rules_off: None, make_image: Any) -> Any:
    """The tab of an article whose introduction stands in for a description."""
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.clinic_name = "さくら膝クリニック"
    clinic.save()
    article = ArticlePage(title=TITLE, slug="back-knee", locale=site_tree.home.locale, live=False)
    article.introduction = "<p>膝の裏が痛くなる原因と、受診の目安をまとめました。</p>"
    article.og_image = make_image("膝", size=(1600, 900))
    site_tree.blog.add_child(instance=article)
    article.save_revision()
    other = ArticlePage(title="膝の水", slug="knee-fluid", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=other)
    cookies = [{"name": name, "value": one.value, "url": live_server.url} for name, one in admin_client.cookies.items()]
    page = open_page(reverse("wagtailadmin_pages:edit", args=[article.pk]), 1280, cookies=cookies)
    page.get_by_role("tab", name="SEO").click()
    return page


def test_previews_follow_the_keys(page: Any):
    preview = page.locator("[data-kneeblog-preview]")
    desktop, phone = (preview.locator("[data-title-most]").nth(number) for number in (0, 1))
    preview.get_by_text("導入文から").wait_for()
    assert f"{TITLE} | さくら膝クリニック" in desktop.inner_text()
    assert "localhost › blog › back-knee" in desktop.inner_text()
    assert "受診の目安をまとめました。" in phone.inner_text()
    assert "16.5 / 32 文字 ページタイトルから" in preview.inner_text()
    preview.locator("img[src$='.jpg']").wait_for()
    assert preview.locator("img").evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1200, 630]

    page.get_by_label("タイトルにクリニック名を付けない").check()
    assert "さくら膝クリニック" not in desktop.locator("[data-slot=title]").inner_text()
    page.get_by_label("検索結果のタイトル").press_sequentially(LONG)
    assert desktop.locator("[data-slot=title]").inner_text().endswith("専…")
    assert phone.locator("[data-slot=title]").inner_text() == LONG
    assert "35.5 / 32 文字 (長すぎます) 検索結果用に入力した文" in preview.inner_text()
    preview.get_by_text("タイトルが長すぎます").wait_for()  # the desk's own finding, from the server
    page.get_by_label("検索結果のタイトル").fill("膝の水")
    preview.get_by_role("link", name="膝の水").wait_for()  # who else has it
    page.get_by_label("検索結果の説明文").fill("膝に水がたまるしくみを説明します。")
    assert "膝に水がたまるしくみを説明します。" in phone.inner_text()

    page.locator("[data-panel]:has([data-kneeblog-graph]) [data-panel-toggle]").last.press("Enter")
    graph = page.locator("[data-kneeblog-graph]")
    graph.get_by_text("公開日がありません").wait_for()
    graph.locator("summary", has_text="BlogPosting").press("Enter")
    assert TITLE in graph.locator("details[open]").inner_text()
    found = Axe().run(page, context={"include": [["#tab-seo"]]} if page.locator("#tab-seo").count() else None)
    assert found.violations_count == 0, found.generate_report()

    cases = json.loads(WIDTHS.read_text(encoding="utf-8"))
    measured = page.evaluate("texts => texts.map(window.kneeblogText.width)", [text for text, _width in cases])
    assert measured == [width for _text, width in cases]

    # Nothing is left to be saved, and leaving asks no question.
    page.get_by_text("保存済み").first.wait_for()
    page.get_by_role("link", name="SEO", exact=True).click()
    page.wait_for_url("**/admin/seo/")
