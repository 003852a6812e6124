"""Advertising rules as an editor meets them, in Japanese: read, jump, mend, publish with a reason."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from kneeblog.models import PhysicianPage, SymptomArticlePage, Waiver

PROMISE = "この治療で必ず治ります。"
SECTION, PARAGRAPH = "22222222-2222-4222-8222-222222222222", "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def article(site_tree: Any) -> SymptomArticlePage:
    """A draft with an error deep in the body, and warnings."""
    locale = site_tree.home.locale
    physician = PhysicianPage(title="朝比奈 湊", slug="asahina", name="朝比奈 湊", locale=locale)
    site_tree.physicians.add_child(instance=physician)
    paragraph = {"type": "paragraph", "value": f"<p>膝は曲がります。{PROMISE}</p>", "id": PARAGRAPH}
    value = {"heading": "治療", "kind": "treatment", "anchor": "", "content": [paragraph]}
    page = SymptomArticlePage(title="膝の裏の痛み", slug="back-knee", live=False, locale=locale, supervisor=physician)
    page.introduction = "<p>画期的な注射です。</p>"
    page.body = [{"type": "section", "value": value, "id": SECTION}]
    site_tree.blog.add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def visit(open_page: Any, admin_client: Any, live_server: Any) -> Any:
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in admin_client.cookies.items()
    ]
    return lambda path, width=1280: open_page(path, width, cookies=cookies)


def violations(page: Any, *inside: str) -> list[str]:
    """What axe finds wrong with our part of the page."""
    found = Axe().run(page, context={"include": [[selector] for selector in inside]} if inside else None)
    return [f"{item['id']}: {node['html'][:200]}" for item in found.response["violations"] for node in item["nodes"]]


def test_read_jump_mend_and_publish_with_a_reason(visit: Any, article: SymptomArticlePage) -> None:
    page = visit(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    toggle = page.locator("[data-side-panel-toggle=advertising-rules]")
    badge = toggle.locator("[data-side-panel-toggle-counter]")
    badge.wait_for()
    before = int(badge.inner_text())
    page.get_by_role("tab", name="医療広告ルール").click()
    tab = page.locator("[data-kneeblog-findings=panel]")
    error = tab.locator(".kneeblog-finding--error")
    assert "必ず治り" in error.locator("mark").inner_text() and "効果を保証する断定表現です" in error.inner_text()
    assert violations(page, "[data-kneeblog-findings=panel]") == []
    toggle.click()
    side = page.locator("[data-kneeblog-findings=side]")
    side.locator(".kneeblog-finding--error").wait_for()
    assert violations(page, "[data-kneeblog-findings=side]") == []

    # By keyboard to the place: the tab opens, the paragraph has the cursor.
    error.get_by_role("link", name=re.compile("この箇所へ移動")).press("Enter")
    page.wait_for_function(
        "id => document.activeElement.closest(`[data-contentpath='${id}']`)?.contains(document.activeElement)"
        " && document.activeElement.isContentEditable",
        arg=PARAGRAPH,
    )
    assert page.get_by_role("tab", name="コンテンツ").get_attribute("aria-selected") == "true"

    # Mended: the finding goes after the editor has saved by itself, without a reload.
    page.keyboard.press("Control+A")
    page.keyboard.type("痛みの軽減が期待できる場合があります。")
    side.locator(".kneeblog-finding--error").wait_for(state="detached", timeout=15000)
    assert int(badge.inner_text()) == before - 1

    # One warning is answered for in the dialog, the others when publishing.
    page.get_by_role("tab", name="医療広告ルール").click()
    warning = tab.locator(".kneeblog-finding--warning", has_text="画期的")
    warning.get_by_role("button", name=re.compile("この箇所を承認する")).click()
    dialog = page.get_by_role("dialog", name="この箇所を承認する")
    dialog.get_by_role("button", name="この箇所を承認する").click()
    dialog.locator(".error-message").wait_for()
    assert violations(page, "#kneeblog-waiver") == []
    dialog.get_by_label("理由").fill("添付文書の記載による")
    dialog.get_by_role("button", name="この箇所を承認する").click()
    tab.get_by_text("添付文書の記載による").wait_for()
    assert Waiver.objects.count() == 1 and int(badge.inner_text()) == before - 2

    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.get_by_role("button", name="理由を記録して公開する").wait_for()
    assert violations(page, "main") == []
    page.get_by_label("理由").fill("院長が確認した")
    page.get_by_role("button", name="理由を記録して公開する").click()
    page.get_by_text("「膝の裏の痛み」を公開しました").wait_for()
    published = SymptomArticlePage.objects.get(pk=article.pk)
    assert published.live and "期待できる場合があります" in str(published.body) and PROMISE not in str(published.body)


def test_from_the_report_to_the_place(visit: Any, article: SymptomArticlePage) -> None:
    page = visit(reverse("kneeblog_compliance_report"))
    assert violations(page, "main") == []
    row = page.get_by_role("row", name=re.compile("必ず治り"))
    row.get_by_role("link", name="膝の裏の痛み").click()
    page.wait_for_function("id => document.activeElement.closest(`[data-contentpath='${id}']`) !== null", arg=PARAGRAPH)
    assert page.locator(f"[data-contentpath='{PARAGRAPH}']").first.is_visible()
