"""The SEO tab of the page editor: what its script is told of a form that nobody has saved."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from kneeblog.models import ArticlePage, BlogIndexPage, ClinicSettings
from tests.kneeblog.manypages import multiply

from .samples import page_form

INTRODUCTION = "<p>膝の裏が痛くなる原因はいくつかあります。くわしくは診察でご説明します。</p>"


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> ArticlePage:
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.clinic_name = "さくら膝クリニック"
    clinic.save()
    page = ArticlePage(
        title="膝の裏が痛い", slug="back-knee", introduction=INTRODUCTION, locale=site_tree.home.locale, live=False
    )
    site_tree.blog.add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def told(admin_client: Any, settings: Any) -> Any:
    """What the script is told of a page's form with other values, in Japanese."""
    admin_client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})

    def ask(page: Any, **values: Any) -> dict[str, Any]:
        data = {**page_form(page), **values}
        response = admin_client.post(reverse("kneeblog_seo_preview", args=[page.pk]), data)
        assert response.status_code == 200
        return response.json()

    return ask


def test_what_stands_in_comes_with_its_source_and_nothing_is_saved(told: Any, article: Any, make_image: Any):
    answer = told(article)
    assert answer["brand"] == answer["site"] == "さくら膝クリニック"
    assert answer["address"] == "localhost › blog › back-knee"
    assert answer["fallback"] == {
        "text": "膝の裏が痛くなる原因はいくつかあります。くわしくは診察でご説明します。",
        "source": "導入文から",
    }
    assert answer["picture"] == {"url": "", "source": "なし"}
    answer = told(article, title="別の題", slug="other", og_image=make_image(size=(1600, 900)).pk)
    assert answer["address"].endswith("› other")
    assert answer["picture"]["url"].endswith(".jpg") and answer["picture"]["source"] == "共有用に選択した画像"
    assert "別の題" in answer["graph"]
    article.refresh_from_db()
    assert (article.title, article.slug, article.revisions.count()) == ("膝の裏が痛い", "back-knee", 1)


def test_a_title_used_twice_is_found_while_typing_and_the_other_page_is_named(told: Any, article: Any, site_tree: Any):
    other = ArticlePage(title="膝の痛みと受診の目安", slug="pain", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=other)
    assert "重複" not in told(article)["findings"]
    markup = BeautifulSoup(told(article, seo_title="膝の痛みと 受診の目安")["findings"], "lxml")
    link = markup.select_one("li:-soup-contains('タイトルの重複') a")
    assert link.text == "膝の痛みと受診の目安" and f"/pages/{other.pk}/" in link["href"]
    assert "重複" not in told(article, seo_title="膝の痛みと 受診の目安", robots="noindex")["findings"]


def test_the_graph_is_shown_with_what_it_lacks(told: Any, article: Any, make_image: Any):
    markup = BeautifulSoup(told(article)["graph"], "lxml")
    problems = markup.select_one("ul").get_text()
    assert "エラー：記事の画像がありません" in problems and "公開日がありません" in problems
    nodes = {node.code.text: node.get_text(" ", strip=True) for node in markup.select("details > summary")}
    assert nodes["BlogPosting"] == "記事 BlogPosting #article" and "BreadcrumbList" in nodes
    answer = told(article, og_image=make_image(size=(1600, 900)).pk)
    assert "記事の画像がありません" not in answer["graph"]


def test_a_form_that_cannot_be_read_is_said_to_be_so(told: Any, article: Any):
    assert told(article, canonical_url="https://elsewhere.example/") == {"is_valid": False}


def test_a_canonical_address_elsewhere_or_of_the_page_itself_is_refused(admin_client: Any, article: Any, settings: Any):
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    settings.KNEEBLOG = {"CANONICAL_HOSTS": ["www.sakura.example"]}

    def errors(**values: Any) -> Any:
        response = admin_client.post(url, {**page_form(article), **values})
        return response.context["form"].errors if response.status_code == 200 else {}

    foreign = errors(canonical_url="https://elsewhere.example/a")["canonical_url"][0]
    assert "elsewhere.example" in foreign and "localhost, www.sakura.example" in foreign
    assert "canonical_url" in errors(canonical_url="https://localhost/blog/back-knee")
    assert errors(canonical_url="http://localhost/blog/") == errors(canonical_url="https://www.sakura.example/a") == {}


def test_a_trail_in_a_circle_is_refused(admin_client: Any, site_tree: Any, article: Any, locales: Any):
    blog = BlogIndexPage.objects.get(pk=site_tree.blog.pk)
    url = reverse("wagtailadmin_pages:edit", args=[blog.pk])
    response = admin_client.post(url, {**page_form(blog), "primary_parent": article.pk})
    assert "primary_parent" in response.context["form"].errors
    english = site_tree.conditions.copy_for_translation(locales["en"], copy_parents=True)
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = admin_client.post(url, {**page_form(article), "primary_parent": english.pk})
    assert "primary_parent" in response.context["form"].errors
    response = admin_client.post(url, {**page_form(article), "primary_parent": site_tree.conditions.pk})
    assert response.status_code == 302


def test_a_new_page_is_previewed_before_it_is_saved(admin_client: Any, site_tree: Any, article: Any):
    address = reverse("kneeblog_seo_preview_new", args=["kneeblog", "articlepage", site_tree.blog.pk])
    html = admin_client.get(reverse("wagtailadmin_pages:add", args=["kneeblog", "articlepage", site_tree.blog.pk]))
    panel = BeautifulSoup(html.content, "lxml").select_one("[data-kneeblog-preview]")
    assert panel["data-address-new"] == address
    data = {**page_form(article), "title": "変形性膝関節症のお話", "slug": ""}
    answer = admin_client.post(address, data).json()
    assert answer["address"] == "localhost › blog › knee-osteoarthritis"
    assert Page.objects.child_of(site_tree.blog).count() == 1


def test_who_may_not_edit_is_told_nothing(client: Any, article: Any, staff: Any):
    client.force_login(staff)
    response = client.post(reverse("kneeblog_seo_preview", args=[article.pk]), page_form(article))
    assert response.status_code in {302, 403} and b"fallback" not in response.content


def test_many_pages_take_as_many_queries_as_few(told: Any, article: Any, site_tree: Any):
    sister = ArticlePage(title="お知らせ", slug="news", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=sister)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert told(article)["is_valid"]
        return len(captured)

    queries()
    few = queries()
    multiply(sister, 300)
    assert queries() == few


def test_lengths_are_those_of_the_shared_table():
    from pathlib import Path

    from kneeblog.seo.desk.text import width

    for text, expected in json.loads((Path(__file__).parent / "widths.json").read_text(encoding="utf-8")):
        assert width(text) == expected, text
