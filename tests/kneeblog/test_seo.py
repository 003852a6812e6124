"""Breadcrumbs and the head of pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import RequestFactory
from wagtail.models import Page

from kneeblog.models import ArticlePage, ClinicSettings
from kneeblog.seo.breadcrumbs import Crumb, breadcrumb_trail
from kneeblog.seo.desk.text import shorten, width
from kneeblog.seo.metadata import excerpt, page_metadata
from kneeblog.seo.structured_data.records import live_graph
from kneeblog.templatetags.kneeblog_tags import phone_href, safe_href, video_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


@pytest.fixture
def news(site_tree: Any) -> ArticlePage:
    return site_tree.blog.add_child(
        instance=ArticlePage(
            title="年末年始のお知らせ", slug="news", introduction="<p>12月29日から<b>休診</b>です。</p><p>次の文。</p>"
        )
    )


def test_the_trail_leads_from_home_to_the_page(site_tree: Any, news: Any):
    assert breadcrumb_trail(news) == [
        Crumb("さくら膝クリニック" if site_tree.home.breadcrumb_label else "ホーム", "/"),
        Crumb("ブログ", "/blog/"),
        Crumb("年末年始のお知らせ", None),
    ]


def test_short_names_and_a_primary_parent(site_tree: Any, news: Any):
    site_tree.conditions.breadcrumb_label = "病気"
    site_tree.conditions.save()
    news.breadcrumb_label, news.primary_parent = "お知らせ", site_tree.conditions
    assert [crumb.label for crumb in breadcrumb_trail(news)][1:] == ["病気", "お知らせ"]
    assert breadcrumb_trail(news)[1].url == "/conditions/"


def test_the_visible_trail_is_the_same(client: Any, news: Any):
    html = client.get("/blog/news/").content.decode()
    assert '<a href="/blog/">ブログ</a>' in html
    assert '<span aria-current="page">年末年始のお知らせ</span>' in html


def test_fallbacks_of_the_head(news: Any):
    meta = page_metadata(news, RequestFactory().get("/"), ClinicSettings(clinic_name="さくら膝クリニック"))
    assert meta.title == "年末年始のお知らせ | さくら膝クリニック"
    assert meta.description == "12月29日から休診です。 次の文。"
    assert meta.canonical == "http://localhost/blog/news/"
    assert meta.og_image == ""
    assert [alternate.language_code for alternate in meta.alternates] == ["ja"]


def test_editors_words_come_first(news: Any, make_image: Any):
    news.seo_title, news.search_description = "休診日", "年末年始の休診日です。"
    news.canonical_url, news.robots, news.og_image = "https://clinic.example/news", "noindex", make_image()
    meta = page_metadata(news, RequestFactory().get("/"), ClinicSettings(clinic_name="さくら膝クリニック"))
    assert (meta.title, meta.description) == ("休診日", "年末年始の休診日です。")
    assert (meta.canonical, meta.robots) == ("https://clinic.example/news", "noindex")
    assert meta.og_image.startswith("http://localhost/media/")


def test_the_clinics_name_in_titles_can_be_another_one_and_left_out(news: Any):
    clinic = ClinicSettings(clinic_name="医療法人さくら会 さくら膝クリニック", title_brand="さくら膝")
    assert page_metadata(news, clinic=clinic).title == "年末年始のお知らせ | さくら膝"
    news.without_brand = True
    assert page_metadata(news, clinic=clinic).title == "年末年始のお知らせ"


def test_every_value_says_where_it_comes_from(news: Any, make_image: Any, client: Any, site_tree: Any):
    clinic = ClinicSettings.for_site(site_tree.site)
    assert page_metadata(news, clinic=clinic).sources == {
        "title": "title", "description": "introduction", "picture": ""
    }  # fmt: skip
    clinic.clinic_name, clinic.sharing_image = "さくら膝クリニック", make_image("clinic", size=(1600, 900))
    clinic.save()
    picture, paragraph = ("image", {"image": make_image("膝"), "caption": "", "original_url": ""}), "<p>本文です。</p>"
    section = {"heading": "原因", "kind": "causes", "anchor": "", "content": [("paragraph", paragraph)]}
    news.introduction, news.body = "", [("section", section)]
    meta = page_metadata(news, clinic=clinic)
    assert (meta.description, meta.sources["description"], meta.sources["picture"]) == ("本文です。", "body", "site")
    # What stands in for a picture is no part of the page: shared links have it, the page's data have not.
    news.save()
    html = client.get("/blog/news/").content.decode()
    assert "og:image" in html and "ImageObject" not in html
    news.body = [("section", {**section, "content": [picture, ("paragraph", paragraph)]})]
    assert page_metadata(news, clinic=clinic).sources["picture"] == "picture"
    news.seo_title, news.search_description, news.og_image = "休診日", "年末年始の休診日です。", make_image()
    assert page_metadata(news, clinic=clinic).sources == {
        "title": "seo_title", "description": "search_description", "picture": "og_image"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("膝が痛い。受診の目安です。", 20, "膝が痛い。受診の目安です。"),
        ("膝の裏が痛い。受診の目安を、説明します。", 12, "膝の裏が痛い。"),
        ("膝の裏が痛いときの受診の目安を、わかりやすく説明します。", 18, "膝の裏が痛いときの受診の目安を…"),
        ("膝" * 30, 10, "膝" * 9 + "…"),
        ("Knee pain has causes. See a doctor when it stays.", 12, "Knee pain has causes."),
        ("Knee pain that stays for weeks wants a doctor", 12, "Knee pain that stays…"),
    ],
)
def test_a_description_ends_with_a_sentence_or_a_phrase(text: str, most: int, expected: str):
    assert shorten(text, most) == expected
    assert width(shorten(text, most)) <= most


def test_the_head_in_the_page(client: Any, site_tree: Any, news: Any):
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.clinic_name = '"><script>'
    clinic.save()
    html = client.get("/blog/news/").content.decode()
    assert '<link rel="canonical" href="http://localhost/blog/news/">' in html
    assert "<script>" not in html


@pytest.mark.parametrize("kind", ["gone", "drawing"])
def test_a_picture_that_cannot_be_shared_costs_visitors_no_page(client: Any, news: Any, make_image: Any, kind: str):
    picture = make_image("膝")
    cache.clear()  # Wagtail remembers sizes by the picture's number, which another test's picture had
    if kind == "gone":
        Path(picture.file.path).unlink()
    else:
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="9" height="9"/></svg>'
        picture.file = ContentFile(svg, "knee.svg")
        picture.width, picture.height = 40, 30
        picture.save()
    news.hero_image = [("image", {"image": picture, "caption": "", "original_url": ""})]
    news.save()
    response = client.get(news.get_url())
    assert response.status_code == 200 and "og:image" not in response.content.decode()
    (article,) = [node for node in live_graph(news)["@graph"] if node["@type"] == "BlogPosting"]
    assert "image" not in article


def test_an_excerpt_is_plain_text_and_short(news: Any):
    news.introduction = "<p>A &amp; B<br/>C</p>" + "<p>あ</p>" * 200
    text = excerpt(news)
    assert text.startswith("A & B C あ")
    assert width(text) <= 120


def test_alternates_name_published_languages_only(site_tree: Any, news: Any, locales: Any):
    english = news.copy_for_translation(locales["en"], copy_parents=True)
    request = RequestFactory().get("/")
    assert [alternate.language_code for alternate in page_metadata(news, request).alternates] == ["ja"]
    english.save_revision().publish()
    alternates = page_metadata(news, request).alternates
    assert [(alternate.language_code, alternate.path) for alternate in alternates] == [
        ("ja", "/blog/news/"),
        ("en", "/en/blog/news/"),
    ]


def test_hreflang_names_what_search_engines_may_list(site_tree: Any, news: Any, locales: Any, client: Any):
    made = {code: news.copy_for_translation(locales[code], copy_parents=True) for code in ("en", "zh-hans", "ko")}
    made["ko"].robots, made["zh-hans"].canonical_url = "noindex", ""
    for page in made.values():
        page.save_revision().publish()
    expected = {"ja": "/blog/news/", "en": "/en/blog/news/", "zh-Hans": "/zh-hans/blog/news/"}
    for page in (news, made["en"], made["zh-hans"]):
        links = hreflang_of(client, page)
        assert links.pop("x-default") == links["en"]
        assert links == {code: f"http://localhost{path}" for code, path in expected.items()}
    assert hreflang_of(client, made["ko"]) == {}  # whoever names others must be named by them
    made["zh-hans"].canonical_url = "https://elsewhere.example/news"
    made["zh-hans"].save_revision().publish()
    Page.objects.get(pk=made["en"].pk).unpublish()
    assert hreflang_of(client, news) == {}


# For each article what it is in each language: live, or what keeps search engines from listing it; "" is a gap.
STATES = {
    "a": {"ja": "live", "en": "live", "zh-hans": "alias", "zh-hant": "draft", "ko": "noindex"},
    "b": {"ja": "live", "en": "noindex", "zh-hans": "", "zh-hant": "live", "ko": "live"},
    "c": {"ja": "noindex", "en": "live", "zh-hans": "live", "zh-hant": "alias", "ko": "draft"},
    "d": {"ja": "live", "en": "canonical", "zh-hans": "draft", "zh-hant": "", "ko": ""},
}


def test_whoever_names_a_language_is_named_by_it(site_tree: Any, locales: Any, client: Any):
    wanted: dict[str, set[str]] = {}
    for slug, states in STATES.items():
        source = site_tree.blog.add_child(instance=ArticlePage(title=slug, slug=slug))
        for code, state in states.items():
            if not state:
                continue
            alias = state == "alias"
            page = source if code == "ja" else source.copy_for_translation(locales[code], True, alias)
            if not alias:
                page.robots = "noindex" if state == "noindex" else ""
                page.canonical_url = f"http://localhost{source.url}" if state == "canonical" else ""
                page.save_revision().publish()
            if state == "draft":
                Page.objects.get(pk=page.pk).unpublish()
            if state == "live":
                wanted.setdefault(slug, set()).add(f"http://localhost{page.url}")
    told = {f"http://localhost{page.url}": hreflang_of(client, page) for page in ArticlePage.objects.live()}
    assert len(told) == 12  # untranslated copies are never live
    for links in told.values():
        links.pop("x-default", None)
    meshes = {slug: addresses for slug, addresses in wanted.items() if len(addresses) > 1}
    assert meshes.keys() == {"a", "b", "c"}
    for address, links in told.items():
        slug = address.rstrip("/").rpartition("/")[2]
        mesh = meshes.get(slug, set())
        assert set(links.values()) == (mesh if address in mesh else set()), address


def hreflang_of(client: Any, page: Any) -> dict[str, str]:
    shown = BeautifulSoup(client.get(page.get_url()).content, "lxml")
    return {link["hreflang"]: link["href"] for link in shown.find_all("link", rel="alternate")}


@pytest.mark.parametrize(
    "url", ["https://a.example/", "/path", "#anchor", "tel:0300", "mailto:a@b.example", "page.html"]
)
def test_addresses_a_visitor_may_follow(url: str):
    assert safe_href(url) == url


@pytest.mark.parametrize(
    "url", ["javascript:x", " JAVASCRIPT:x", "java\tscript:x", "data:text/html,x", "http://[bad", None]
)
def test_addresses_a_visitor_may_not_follow(url: str | None):
    assert safe_href(url) == ""


def test_hosts_and_telephones():
    assert video_host("https://www.youtube.com/watch?v=1") == "YouTube"
    assert video_host("https://player.vimeo.com/video/1") == "Vimeo"
    assert video_host("https://videos.example/1") == "videos.example"
    assert phone_href("03（0000）0000") == "tel:0300000000"
    assert phone_href("+81 3-0000-0000") == "tel:+81300000000"
