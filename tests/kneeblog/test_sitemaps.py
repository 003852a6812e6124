"""Sitemaps as a crawler reads them: an index, its files, and what is in them."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import Page, PageViewRestriction, Site

from kneeblog.models import ArticlePage, HomePage, LiveText, PhysicianPage, SupervisionRecord
from kneeblog.seo import sitemaps

from .manypages import multiply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def document(client: Any, address: str) -> Any:
    """One file, as the protocol wants it."""
    response = client.get(address.removeprefix("http://testserver"))
    assert response.status_code == 200 and response["Content-Type"] == "application/xml; charset=utf-8"
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>') and len(content) <= 50 * 1024 * 1024
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    entries = tree.xpath("/s:urlset/s:url | /s:sitemapindex/s:sitemap", namespaces=NAMES)
    assert 1 <= len(entries) <= 50_000 and len(entries) == len(tree)
    for entry in entries:
        (loc,) = entry.xpath("s:loc/text()", namespaces=NAMES)
        assert loc.startswith("http://") and loc.isascii() and len(loc) < 2048
        for moment in entry.xpath("s:lastmod/text()", namespaces=NAMES):
            assert datetime.fromisoformat(moment).tzinfo is not None
    return tree


def files(client: Any) -> list[str]:
    return document(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NAMES)


def listed(client: Any) -> list[str]:
    """Every page of every file."""
    found = [url for file in files(client) for url in document(client, file).xpath("//s:loc/text()", namespaces=NAMES)]
    assert len(found) == len(set(found))
    return found


def test_a_file_for_each_type_and_language(client: Any, site_tree: Any, locales: Any) -> None:
    site_tree.home.copy_for_translation(locales["zh-hant"]).save_revision().publish()
    found = [file.removeprefix("http://testserver/sitemap-").removesuffix(".xml") for file in files(client)]
    assert sorted(found) == [
        "ja-blogindexpage", "ja-conditionindexpage", "ja-homepage", "ja-physicianindexpage", "ja-treatmentindexpage",
        "zh-hant-homepage",
    ]  # fmt: skip
    assert "http://localhost/zh-hant/" in listed(client)


def test_what_search_engines_may_not_list_is_in_none(client: Any, site_tree: Any, locales: Any) -> None:
    def add(slug: str, **fields: Any) -> ArticlePage:
        return site_tree.blog.add_child(instance=ArticlePage(title=slug, slug=slug, **fields))

    add("shown")
    add("draft", live=False)
    add("hidden", robots="noindex,nofollow")
    add("elsewhere", canonical_url="https://elsewhere.example/")
    PageViewRestriction.objects.create(page=add("private"), restriction_type="login")
    site_tree.home.copy_for_translation(locales["ko"], alias=True).save()
    other = Page.get_first_root_node().add_child(instance=HomePage(title="他院", slug="other"))
    Site.objects.create(hostname="other.example", root_page=other)
    found = listed(client)
    assert {url for url in found if "/blog/" in url} == {"http://localhost/blog/", "http://localhost/blog/shown/"}
    assert not any("ko" in url or "other" in url for url in found)
    assert files(client) == files(client)


def test_pages_of_no_type_of_ours(client: Any, site_tree: Any) -> None:
    site_tree.home.add_child(instance=Page(title="他", slug="膝"))
    assert "http://localhost/%E8%86%9D/" in listed(client)
    assert any(file.endswith("sitemap-ja-page.xml") for file in files(client))


def test_the_time_is_of_the_text_or_of_the_signature(client: Any, site_tree: Any) -> None:
    page = site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug="news"))
    page.save_revision().publish()
    long_ago = timezone.now() - timedelta(days=400)
    LiveText.objects.filter(page=page).update(changed_at=long_ago)

    def lastmod() -> datetime:
        tree = document(client, "/sitemap-ja-articlepage.xml")
        return datetime.fromisoformat(tree.xpath("string(//s:lastmod)", namespaces=NAMES))

    assert lastmod() == long_ago.replace(microsecond=0)
    page = ArticlePage.objects.get(pk=page.pk)
    page.save_revision().publish()  # the same once more
    assert lastmod() == long_ago.replace(microsecond=0)
    physician = site_tree.physicians.add_child(instance=PhysicianPage(title="医師", slug="a", name="朝比奈 湊"))
    SupervisionRecord.sign(page, physician, signed_on=date.today())
    assert timezone.localtime(lastmod()) == timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    page.introduction = "<p>新しい文。</p>"
    before = timezone.now()
    page.save_revision().publish()
    assert before - timedelta(seconds=1) <= lastmod() <= timezone.now()


def test_pictures_and_other_languages(
    client: Any, site_tree: Any, locales: Any, make_image: Any, settings: Any
) -> None:
    picture = [("image", {"image": make_image("膝", size=(1600, 900)), "caption": "", "original_url": ""})]
    page = site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug="news", hero_image=picture))
    page.copy_for_translation(locales["en"], copy_parents=True).save_revision().publish()
    client.get("/blog/news/")  # the first visitor makes the picture's sizes, an import beforehand

    tree = document(client, "/sitemap-ja-articlepage.xml")
    (image,) = tree.xpath("//i:image/i:loc/text()", namespaces=NAMES)
    assert image.startswith("http://localhost/media/") and "fill-1200x630" in image
    assert not tree.xpath("//x:link", namespaces=NAMES)  # they stand in the page's head
    settings.KNEEBLOG = {"HREFLANG_IN": "sitemap", "X_DEFAULT_LANGUAGE": "ja"}
    for address in ("/sitemap-ja-articlepage.xml", "/sitemap-en-articlepage.xml"):
        links = document(client, address).xpath("//x:link", namespaces=NAMES)
        assert [(link.get("hreflang"), link.get("href")) for link in links] == [
            ("ja", "http://localhost/blog/news/"),
            ("en", "http://localhost/en/blog/news/"),
            ("x-default", "http://localhost/blog/news/"),
        ]
    assert "hreflang" not in client.get("/blog/news/").content.decode().partition("</head>")[0]


@pytest.mark.parametrize(
    "address",
    ["/sitemap-ja-x.xml", "/sitemap-xx-homepage.xml", "/sitemap-ja-homepage.xml?p=2", "/sitemap-ja-homepage.xml?p=²",
     "/sitemap-ja-homepage.xml?p=0", "/sitemap-ja-articlepage.xml"],
)  # fmt: skip
def test_files_that_are_not_there(client: Any, site_tree: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_five_thousand_pages_cost_six_queries(
    client: Any, site_tree: Any, locales: Any, settings: Any, monkeypatch: Any, record_property: Any
) -> None:
    settings.KNEEBLOG = {"HREFLANG_IN": "sitemap"}
    page = site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug="news"))
    english = page.copy_for_translation(locales["en"], copy_parents=True)
    english.save_revision().publish()
    keys = multiply(page, 2499)
    multiply(ArticlePage.objects.get(pk=english.pk), 2499, keys)
    client.get("/sitemap-ja-articlepage.xml")  # sites and locales are in their caches, as on any running server
    tracemalloc.start()
    try:
        for language in ("ja", "en"):
            with CaptureQueriesContext(connection) as captured:
                tree = document(client, f"/sitemap-{language}-articlepage.xml")
            assert len(tree) == 2500 and len(tree.xpath("//x:link", namespaces=NAMES)) == 7500
            assert len(captured) <= 6
        record_property("peak MiB", tracemalloc.get_traced_memory()[1] / 2**20)
    finally:
        tracemalloc.stop()
    assert len(listed(client)) == 5000 + 5  # the English parents are copies that nobody has translated
    monkeypatch.setattr(sitemaps, "PER_FILE", 1000)
    assert sum("articlepage" in file for file in files(client)) == 6
    assert len(listed(client)) == 5000 + 5
