"""Five languages with gaps, over HTTP: whatever a page says about languages follows the page's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from kneeblog.models import ArticlePage
from tests.kneeblog.translations import TEXTS, article, submit, translate

# Which page is live in which language; the article's list is not translated into Korean, nor the home page.
LIVE = {
    "home": ("en", "zh-hans"),
    "blog": ("en", "zh-hans"),
    "news": ("en", "zh-hans", "ko"),
    "other": ("en",),
}
PREFIX = {"ja": "/", **{code: f"/{code}/" for code in TEXTS}}
BELOW = {"home": "", "blog": "blog/", "news": "blog/news/", "other": "blog/other/"}


@pytest.fixture
def tree(site_tree: Any, locales: dict[str, Any], rules_off: None, django_capture_on_commit_callbacks: Any) -> Any:
    pages = {
        "home": site_tree.home,
        "blog": site_tree.blog,
        "news": article(site_tree),
        "other": article(site_tree, "other", title="べつの話"),
    }
    for name, page in pages.items():
        page.save_revision().publish()
        for code in LIVE[name]:
            work = submit(type(page).objects.get(pk=page.pk), locales[code])
            translate(work)
            with django_capture_on_commit_callbacks(execute=True):
                work.save_target(publish=True)
    submit(ArticlePage.objects.get(pk=pages["other"].pk), locales["zh-hant"])  # begun, not live
    Site.clear_site_root_paths_cache()
    call_command("update_site_search", verbosity=0)
    return pages


def get(client: Client, name: str, code: str) -> tuple[int, BeautifulSoup]:
    answer = client.get(PREFIX[code] + BELOW[name], headers={"accept-language": "ja"})
    return answer.status_code, BeautifulSoup(answer.content, "lxml")


def path(address: str) -> str:
    return address.removeprefix("http://localhost").removeprefix("http://testserver")


def test_every_page_follows_its_language(tree: Any, client: Client) -> None:
    for name, codes in LIVE.items():
        there = {"ja", *codes}
        for code, prefix in PREFIX.items():
            status, shown = get(client, name, code)
            assert status == (200 if code in there else 404), (name, code)
            assert shown.html["lang"] == code
            links = {
                link["hreflang"]: path(link["href"]) for link in shown.select("head link[rel=alternate][hreflang]")
            }
            if code not in there:
                assert links == {}
                offered = {path(link["href"]) for link in shown.select("main li a[hreflang]")}
                assert offered == {PREFIX[other] + BELOW[name] for other in there}, (name, code)
                continue
            expected = {other.replace("hans", "Hans"): PREFIX[other] + BELOW[name] for other in there}
            assert {key: value for key, value in links.items() if key != "x-default"} == expected, (name, code)
            switcher = {path(link["href"]) for link in shown.select("nav a[hreflang], .languages a[hreflang]")}
            assert switcher <= set(expected.values())
            graph = json.dumps([json.loads(one.string) for one in shown.select("script[type='application/ld+json']")])
            trail = [path(link["href"]) for link in shown.select("nav.breadcrumbs a, [aria-label] ol li a")]
            menu = [path(link["href"]) for link in shown.select("header nav a:not([hreflang])")]
            for address in [*trail, *menu]:
                own = address.startswith(prefix) and not (
                    code == "ja" and any(address.startswith(f"/{other}/") for other in TEXTS)
                )
                assert own or code == "ko", (name, code, address)
            assert trail or name == "home" or code == "ko", (name, code)
            if code != "ja":
                assert "お知らせ" not in shown.find("main").get_text() and "お知らせ" not in graph, (name, code)
                assert f'"inLanguage": "{code.replace("hans", "Hans")}"' in graph, (name, code)


def test_search_finds_the_pages_of_the_language_alone(tree: Any, client: Client) -> None:
    def found(code: str, words: str) -> set[str]:
        shown = BeautifulSoup(client.get(f"{PREFIX[code]}search/", {"q": words}).content, "lxml")
        return {path(link["href"]) for link in shown.select("main ol li a, main .search-result a, main li a")}

    assert "/blog/news/" in found("ja", "お知らせ")
    assert found("en", "お知らせ") & {"/blog/news/", "/en/blog/news/"} == set()
    assert {"/en/blog/news/", "/en/blog/other/"} <= found("en", "English")
    assert "/ko/blog/news/" in found("ko", "한국어")
    assert found("zh-hant", "中文") & {"/zh-hans/blog/news/", "/zh-hant/blog/other/"} == set()


def test_copies_made_along_the_way_are_never_live(tree: Any, site_tree: Any, client: Client) -> None:
    copies = Page.objects.filter(alias_of__isnull=False)
    assert {page.locale.language_code for page in copies} >= {"ko", "zh-hant"}
    assert not copies.filter(live=True).exists()
    blog = type(site_tree.blog).objects.get(pk=site_tree.blog.pk)
    blog.title = "ブログ（新）"
    blog.save_revision().publish()  # Wagtail would publish the copies along
    assert not Page.objects.filter(alias_of__isnull=False, live=True).exists()
    assert client.get("/ko/blog/").status_code == 404
    # Even one that somebody has made live by other means shows nothing.
    Page.objects.filter(alias_of=blog).update(live=True)
    assert client.get("/ko/blog/").status_code == 404


def test_wagtails_own_view_shows_no_other_language_either(tree: Any, client: Client, settings: Any) -> None:
    """A project may not have `kneeblog.serving`: Wagtail then looks among the Japanese pages."""
    settings.ROOT_URLCONF = "tests.kneeblog.urls_of_wagtail"
    for name, codes in LIVE.items():
        for code in TEXTS:
            answer = client.get(PREFIX[code] + BELOW[name])
            if answer.status_code == 200:
                assert code in codes and "お知らせ" not in answer.content.decode().partition("<main")[2], (name, code)
            else:
                assert answer.status_code == 404 and (code not in codes or code == "ko"), (name, code)
