"""The reports for SEO staff in a real browser, in Japanese: an address that was not found, a redirect, an arrival."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from kneeblog.models import SymptomArticlePage
from kneeblog.seo.desk.permissions import ensure_group

from .test_seo_desk import check

REPORTS = (
    *("kneeblog_seo_images", "kneeblog_seo_links", "kneeblog_seo_graph", "kneeblog_seo_redirects"),
    *("kneeblog_seo_languages", "kneeblog_seo_structured_data", "kneeblog_seo_trails", "kneeblog_missing_addresses"),
    "importers_parity",
)


@pytest.fixture
def article(live_server: Any, site_tree: Any, rules_off: None) -> SymptomArticlePage:
    page = SymptomArticlePage(title="膝の裏が痛い", slug="back-knee", locale=site_tree.home.locale)
    page.introduction = '<p><a href="/blog/nowhere/">なくなった記事</a></p>'
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def cookies(live_server: Any, client: Any, article: Any) -> list[dict[str, str]]:
    """The session of a member of the SEO group."""
    user = get_user_model().objects.create_user("seo", password="hiza")
    user.groups.add(ensure_group())
    client.force_login(user)
    return [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]


def test_an_address_that_was_not_found_gets_a_redirect_and_arrives(
    open_page: Any, live_server: Any, client: Any, article: Any, cookies: Any
):
    assert client.get("/post/Back-Knee/").status_code == 404
    page = open_page(reverse("kneeblog_missing_addresses"), 1280, cookies=cookies)
    check(page, "missing")
    assert "/post/Back-Knee/" in page.locator("main").inner_text()
    page.get_by_role("link", name="リダイレクトを作成").click()
    page.get_by_text("1回要求されました").wait_for()
    check(page, "make")
    assert "膝の裏が痛い" in page.locator("form[method=post]").last.inner_text()  # proposed, for its slug is the same
    page.locator("[name=redirect_link]").fill(f"{live_server.url}/blog/nowhere/")
    page.get_by_role("button", name="リダイレクトを作成").click()
    page.get_by_text("どちらか一方を指定してください").wait_for()
    check(page, "refused")
    page.locator("[name=redirect_link]").fill("")
    page.get_by_role("button", name="リダイレクトを作成").click()
    page.get_by_text("からのリダイレクトを作成しました").wait_for()
    assert Redirect.objects.get().redirect_page_id == article.pk
    visitor = open_page("/post/Back-Knee/", 1280)
    assert visitor.url == f"{live_server.url}/blog/back-knee/"
    assert visitor.locator("h1").inner_text() == "膝の裏が痛い"


def test_every_report_is_within_reach(open_page: Any, article: Any, cookies: Any):
    for name in REPORTS:
        check(open_page(reverse(name), 1280, cookies=cookies), name)
    for name in ("kneeblog_seo_links", "kneeblog_seo_structured_data"):  # the others are built alike
        check(open_page(reverse(name), 390, cookies=cookies), f"{name} on a phone")
    page = open_page(reverse("kneeblog_seo_links"), 1280, cookies=cookies)
    assert "なくなった記事" in page.locator("main").inner_text()
    page.locator("#filters-drilldown [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="種類", exact=True).click()
    page.get_by_label("孤立ページ（どこからもリンクされていません）").check()
    page.wait_for_function("!document.querySelector('main').innerText.includes('なくなった記事')")
    check(page, "filtered")
    page = open_page(reverse("kneeblog_seo_page_links", args=[article.pk]), 1280, cookies=cookies)
    check(page, "links of a page")
