"""Fees and treatments in a real browser: what the law wants said is as large as the rest, amounts stay whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from kneeblog.models import FeeTable, SymptomArticlePage, TreatmentPage, TreatmentRisk

# Of every text that is shown inside an element: its size and whether the eye can see it.
TEXTS = """card => {
  const walk = document.createTreeWalker(card, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("thead")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    found.push([node.data.trim(), parseFloat(getComputedStyle(parent).fontSize), box.width * box.height > 0]);
  }
  return found;
}"""
# In how many lines an amount with its tax stands.
LINES = """cells => cells.map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
})"""


@pytest.fixture
def table(live_server: Any, site_tree: Any) -> FeeTable:
    labels = {"片ひざ": 165_000, "両ひざ": 297_000, "診察・採血・注射・経過観察を含む3回セット": 891_000}
    rows = [
        ("row", {"label": label, "amount_min": Decimal(amount), "tax": "incl", "currency": "JPY", "note": "初回のみ"})
        for label, amount in labels.items()
    ]
    return FeeTable.objects.create(
        name="PRP治療の費用", locale=site_tree.home.locale, rows=rows, note="初診料は別です。"
    )


@pytest.fixture
def article(site_tree: Any, table: FeeTable, rules_off: None) -> SymptomArticlePage:
    locale = site_tree.home.locale
    treatment = TreatmentPage(
        title="PRP治療", slug="prp", locale=locale, summary="血小板を関節に注射します。", fee_table=table,
        insurance_status="self_pay", treatment_content="<p>採血して注射します。</p>", course_visits="2〜3回",
        approval_status="unapproved", overseas_safety="報告は限られます。", plan_number="PB1234567",
    )  # fmt: skip
    site_tree.treatments.add_child(instance=treatment)
    treatment.risks.add(TreatmentRisk(name="感染", frequency="まれ", serious=True, locale=locale))
    treatment.save_revision().publish()
    content = [("treatment", TreatmentPage.objects.get(pk=treatment.pk)), ("fee_table", table)]
    section = ("section", {"heading": "治療", "kind": "treatment", "anchor": "", "content": content})
    article = SymptomArticlePage(title="膝の痛み", slug="a", locale=locale, body=[section])
    site_tree.blog.add_child(instance=article)
    return article


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_in_a_treatments_card_is_smaller_than_its_benefits(open_page: Any, article: Any, width: int) -> None:
    texts = open_page(article.get_url(), width).locator("article.treatment").first.evaluate(TEXTS)
    sizes = {text: size for text, size, _seen in texts}
    benefits = sizes["血小板を関節に注射します。"]
    smaller = {text: size for text, size in sizes.items() if size < benefits}
    assert smaller == {}
    assert [text for text, _size, seen in texts if not seen] == []
    for words in ("165,000円（税込）", "感染", "2〜3回", "本治療は自由診療であり", "PB1234567", "救済制度"):
        assert any(words in text for text in sizes)


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_an_amount_and_its_tax_stand_in_one_line(open_page: Any, article: Any, width: int) -> None:
    page = open_page(article.get_url(), width)
    assert page.locator("td.fee-amount").evaluate_all(LINES) == [1] * 6
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("table.fees").first.evaluate("table => getComputedStyle(table).display") == "table"


def test_the_editor_sees_the_table_while_typing(
    open_page: Any, table: FeeTable, admin_client: Any, live_server: Any
) -> None:
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in admin_client.cookies.items()
    ]
    url = reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[table.pk])
    page = open_page(url, 1280, cookies=cookies)
    page.locator("[data-contentpath=amount_min] input").first.wait_for()
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("iframe[data-w-preview-target=iframe], #w-preview-iframe").first
    frame.locator("text=165,000円（税込）").wait_for()
    page.wait_for_timeout(1500)  # Wagtail's form takes its time before it minds changes
    page.locator("[data-contentpath=amount_min] input").first.fill("187000")
    frame.locator("text=187,000円（税込）").wait_for()
    assert FeeTable.objects.get(pk=table.pk).fees[0]["amount_min"] == 165_000
