"""Finding a page by its whole path, and the pages around it: the same answers as Wagtail's own way gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import PageViewRestriction

from kneeblog import serving
from kneeblog.models import ArticlePage
from kneeblog.neighbours import neighbours_of


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> ArticlePage:
    page = ArticlePage(title="膝の痛み", slug="pain", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=page)
    return ArticlePage.objects.get(pk=page.pk)


def found(path: str, language: str = "ja") -> Any:
    with translation.override(language):
        return serving.find(RequestFactory().get(f"/{path}"), path)


def test_pages_are_found_in_the_language_of_the_address(article: Any, locales: Any, client: Any):
    english = article.copy_for_translation(locales["en"], copy_parents=True)
    english.save_revision().publish()
    assert found("blog/pain/")[0] == article and found("blog/pain/", "en")[0] == english
    assert client.get("/en/blog/pain/").status_code == client.get("/blog/pain/").status_code == 200
    home = english.get_ancestors().get(depth=2)
    home.live = True
    home.alias_of = None
    home.save()
    assert found("", "en")[0].pk == home.pk


def test_what_wagtail_answers_otherwise_is_left_to_it(article: Any, locales: Any, client: Any):
    for path, language in (("blog/nowhere/", "ja"), ("blog/feed/", "ja"), ("blog/pain/", "ko")):
        assert found(path, language) is None, path
    assert client.get("/blog/nowhere/").status_code == 404
    assert client.get("/blog/feed/").headers["Content-Type"].startswith("application/rss+xml")
    article.unpublish()
    assert client.get("/blog/pain/").status_code == 404


def test_who_may_not_read_a_page_does_not(article: Any, site_tree: Any, locales: Any, client: Any):
    english = article.copy_for_translation(locales["en"], copy_parents=True)
    english.save_revision().publish()
    alias = article.create_alias(parent=site_tree.blog, update_slug="copy")
    assert client.get(article.get_url()).status_code == 200
    restriction = PageViewRestriction.objects.create(
        page=site_tree.blog, restriction_type=PageViewRestriction.PASSWORD, password="hiza"
    )
    for page in (site_tree.blog, article, alias, english):  # the English blog is an alias: it goes with its source
        assert "password" in client.get(page.get_url()).content.decode(), page.slug
    assert neighbours_of(english).translations == []
    assert "ブログ" not in client.get("/").content.decode().split("<main")[1]
    # An alias outside goes with its source.
    restriction.page = article
    restriction.save()
    elsewhere = article.create_alias(parent=site_tree.home, update_slug="elsewhere")
    assert "password" in client.get(elsewhere.get_url()).content.decode()
    restriction.delete()
    assert "膝の痛み" in client.get(article.get_url()).content.decode()


def test_the_pages_around_a_page(article: Any, site_tree: Any, locales: Any):
    around = neighbours_of(article)
    assert [page.pk for page in around.above] == [site_tree.home.pk, site_tree.blog.pk]
    assert around.home is not None and around.home.pk == site_tree.home.pk
    assert [page.title for page in around.menu] == ["ブログ", "病気を知る", "治療", "医師紹介"]
    site_tree.conditions.unpublish()
    article.primary_parent = site_tree.treatments
    around = neighbours_of(article)
    assert [page.pk for page in around.above] == [site_tree.home.pk, site_tree.treatments.pk]
    assert [page.title for page in around.menu] == ["ブログ", "治療", "医師紹介"]
