"""The audit of breadcrumbs, and what a site decides about them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from importers.models import ImportedPage, ImportRun
from kneeblog.models import ArticlePage, BlogIndexPage, ClinicSettings
from kneeblog.seo.breadcrumbs import breadcrumb_trail
from tests.kneeblog.manypages import multiply

AUDIT = "kneeblog_seo_trails"


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> ArticlePage:
    page = ArticlePage(title="膝の裏が痛い", slug="back-knee", locale=site_tree.home.locale)
    return site_tree.blog.add_child(instance=page)


def visible(client: Any, page: Page) -> list[str]:
    shown = BeautifulSoup(client.get(page.get_url()).content, "lxml")
    return [step.get_text(strip=True) for step in shown.select(".breadcrumbs li")]


def listed(client: Any, **query: Any) -> list[tuple[str, str, str, str]]:
    rows = client.get(reverse(AUDIT), query).context["object_list"]
    return [(row.title, row.kind, row.what, row.more) for row in rows]


def imported(page: Page, *trail: str) -> None:
    run, _made = ImportRun.objects.get_or_create(source="old")
    ImportedPage.objects.create(key=page.slug, run=run, page=page, outcome="created", trail=list(trail))


def test_home_and_blog_may_be_left_out_and_have_a_name_in_each_language(
    client: Any, site_tree: Any, article: Any, locales: Any
):
    assert visible(client, article) == ["ホーム", "ブログ", "膝の裏が痛い"]
    english = article.copy_for_translation(locales["en"], copy_parents=True)
    for page, name in ((english.get_parent().get_parent(), "Top"), (english.get_parent(), "Knee news")):
        page = page.specific
        page.alias_of, page.breadcrumb_label = None, name
        page.save_revision().publish()
    english.save_revision().publish()
    assert visible(client, english) == ["Top", "Knee news", "膝の裏が痛い"]
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.breadcrumb_blog = False
    clinic.save()
    assert visible(client, article) == ["ホーム", "膝の裏が痛い"]
    clinic.breadcrumb_home = False
    clinic.save()
    assert visible(client, article) == []
    assert visible(client, english) == []


def test_the_trail_begins_at_the_home_of_the_site(site_tree: Any, article: Any):
    site_tree.site.root_page = site_tree.blog
    site_tree.site.save()
    with translation.override("ja"):
        assert [crumb.label for crumb in breadcrumb_trail(article)] == ["ホーム", "膝の裏が痛い"]


def test_a_site_in_order_has_nothing_to_check(desk: Any, article: Any):
    imported(article, "ホーム", "ブログ", "膝の裏が 痛い")
    assert listed(desk) == []


def test_what_is_wrong_is_listed_in_every_language(desk: Any, site_tree: Any, article: Any, locales: Any):
    def add(title: str, slug: str, parent: Any = site_tree.blog, **fields: Any) -> Any:
        return parent.add_child(instance=ArticlePage(title=title, slug=slug, locale=parent.locale, **fields))

    imported(article, "トップ", "コラム", "膝の裏が痛い")
    english = article.copy_for_translation(locales["en"], copy_parents=True)
    english.save_revision().publish()
    Page.objects.filter(pk=english.get_parent().pk).update(live=False)
    Page.objects.filter(pk=english.get_parent().get_parent().pk).update(live=True)
    abroad = add("行き先違い", "abroad", primary_parent=english.get_parent().get_parent())
    BlogIndexPage.objects.filter(pk=site_tree.blog.pk).update(primary_parent=article)
    root = Page.get_first_root_node()
    lost = root.add_child(instance=BlogIndexPage(title="迷子", slug="lost", locale=site_tree.home.locale))
    Page.objects.filter(pk=site_tree.conditions.pk).update(live=False)
    below = add("休診", "closed", parent=site_tree.conditions)
    found = listed(desk)
    assert (article.title, "differs", "ホーム › ブログ › 膝の裏が痛い", "トップ › コラム › 膝の裏が痛い") in found
    assert (abroad.title, "language", "ホーム › 行き先違い", "さくら膝クリニック") in found
    assert ("ブログ", "circle", "ホーム › 膝の裏が痛い › ブログ", "膝の裏が痛い") in found
    assert (lost.title, "missing", "迷子", "") in found
    assert (below.title, "unpublished", "ホーム › 休診", "病気を知る") in found
    in_english = listed(desk, locale=locales["en"].pk)
    assert in_english == [(english.title, "unpublished", "Home › 膝の裏が痛い", "ブログ")]
    assert {title for title, *_ in listed(desk, kind="missing")} == {"迷子"}


def test_the_table_is_the_one_that_visitors_see(client: Any, desk: Any, article: Any):
    imported(article, "別")
    ((_title, _kind, trail, _old),) = listed(desk)
    assert trail.split(" › ") == visible(client, article)


def test_it_can_be_taken_to_a_spreadsheet(desk: Any, article: Any):
    imported(article, "=1+1", "膝の裏が痛い")
    response = desk.get(reverse(AUDIT), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["ページ"] == "膝の裏が痛い" and "旧サイトと異なります" in row.values()
    assert not any(value.startswith("=") for value in row.values())


def test_a_thousand_pages_take_as_many_queries_as_one(desk: Any, article: Any):
    imported(article, "別")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse(AUDIT)).status_code == 200
        return len(captured)

    queries()
    few = queries()
    multiply(article, 1000)
    assert queries() == few
