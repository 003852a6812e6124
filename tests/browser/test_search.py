"""The search in a real browser: suggestions while somebody types, results, and all of it without a script."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.kneeblog.searches import PAGES
from tests.kneeblog.test_search import write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rules_off")]


def test_a_visitor_searches_and_finds(site_tree: Any, open_page: Any) -> None:
    for slug in ("meniscus", "acl", "water"):
        write(site_tree.blog, slug, PAGES[slug])
    page = open_page("/")
    field = page.get_by_role("combobox", name="検索する言葉")
    field.press_sequentially("半月")
    option = page.locator("datalist option").first
    option.wait_for(state="attached")
    assert option.get_attribute("value") == "半月板損傷の症状と治療"
    field.fill("半月板")
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".result mark").first.inner_text() == "半月板"
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="半月板損傷の症状と治療").click()
    assert page.locator("h1").inner_text() == "半月板損傷の症状と治療"


def test_it_works_without_a_script(site_tree: Any, browser: Any, live_server: Any) -> None:
    write(site_tree.blog, "water", PAGES["water"])
    context = browser.new_context(java_script_enabled=False, locale="ja")
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("検索する言葉").fill("関節水腫")
    page.get_by_role("button", name="検索").click()
    assert "膝に水がたまるのはなぜ？" in page.locator(".result").inner_text()
    context.close()
