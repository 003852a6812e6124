"""Feeds, and telling search engines at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.checks import run_checks
from django.utils import timezone
from lxml import etree

from kneeblog.models import ArticlePage
from kneeblog.seo import indexnow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def add(site_tree: Any, slug: str, **fields: Any) -> ArticlePage:
    page = site_tree.blog.add_child(instance=ArticlePage(title=f"お知らせ {slug}", slug=slug, **fields))
    page.save_revision().publish()
    return page


def read(client: Any, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return etree.fromstring(response.content)


def test_the_newest_articles_as_rss_and_atom(client: Any, site_tree: Any) -> None:
    for number in range(35):
        page = add(site_tree, f"n{number}", introduction="<p>12月29日から<b>休診</b>です。</p>")
        ArticlePage.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timedelta(days=40 - number))
    add(site_tree, "hidden", robots="noindex")
    add(site_tree, "hostile", search_description=']]></description><script>alert("膝 & 腰")</script>')
    rss = read(client, "/blog/feed/")
    titles = rss.xpath("//item/title/text()")
    assert len(titles) == 30 and titles[:2] == ["お知らせ hostile", "お知らせ n34"]
    assert rss.xpath("string(//item[1]/description)") == ']]></description><script>alert("膝 & 腰")</script>'
    assert rss.xpath("string(//item[2]/description)") == "12月29日から休診です。"
    assert rss.xpath("string(//channel/language)") == "ja"
    assert rss.xpath("string(//item[2]/link)") == rss.xpath("string(//item[2]/guid)") == "http://localhost/blog/n34/"
    atom = read(client, "/blog/feed/atom/")
    assert atom.xpath("//a:entry/a:title/text()", namespaces=ATOM) == titles
    assert atom.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) == "http://testserver/blog/feed/atom/"


def test_an_empty_blog_has_a_feed_that_does_not_change(client: Any, site_tree: Any) -> None:
    assert client.get("/blog/feed/").content == client.get("/blog/feed/").content
    assert client.get("/blog/feed/xml/").status_code == 404


def test_the_blog_names_its_feeds_and_keeps_its_pages(client: Any, site_tree: Any) -> None:
    add(site_tree, "feeds")
    shown = BeautifulSoup(client.get("/blog/").content, "lxml")
    kinds = ("application/rss+xml", "application/atom+xml")
    links = [shown.find("link", rel="alternate", type=kind)["href"] for kind in kinds]
    assert links == ["http://localhost/blog/feed/", "http://localhost/blog/feed/atom/"]
    assert client.get("/blog/feeds/").status_code == 200


# IndexNow -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def engine(monkeypatch: Any) -> Iterator[list[Any]]:
    """A search engine on this machine, and what it has been told."""
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(indexnow, "ENDPOINT", f"http://127.0.0.1:{server.server_port}/indexnow")
    yield told
    server.shutdown()


def test_search_engines_are_told_what_has_changed(
    client: Any, site_tree: Any, engine: list[Any], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = add(site_tree, "news")
    assert engine == []
    settings.KNEEBLOG = {"INDEXNOW_KEY": "0123abcd-knee"}
    page = ArticlePage.objects.get(pk=page.pk)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
        assert engine == []  # the transaction may still be taken back
    page.slug = "moved"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        ArticlePage.objects.get(pk=page.pk).unpublish()
    told = [sorted(one["urlList"]) for one in engine]
    news, moved = "http://localhost/blog/news/", "http://localhost/blog/moved/"
    assert told[0] == [news] and [news, moved][::-1] in told and told[-1] == [moved]
    assert {(one["host"], one["key"], one["keyLocation"]) for one in engine} == {
        ("localhost", "0123abcd-knee", "http://localhost/0123abcd-knee.txt")
    }
    response = client.get("/0123abcd-knee.txt")
    assert response.content == b"0123abcd-knee" and response["Content-Type"].startswith("text/plain")
    assert client.get("/other.txt").status_code == 404


def test_nobody_waits_for_an_engine_that_is_not_there(
    site_tree: Any, settings: Any, monkeypatch: Any, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.KNEEBLOG = {"INDEXNOW_KEY": "0123abcd-knee"}
    monkeypatch.setattr(indexnow, "ENDPOINT", "http://127.0.0.1:9/indexnow")
    with django_capture_on_commit_callbacks(execute=True):
        add(site_tree, "news")
    assert "http://localhost/blog/news/" in caplog.text
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        add(site_tree, "hidden", robots="noindex")
    assert not [one for one in callbacks if "indexnow" in str(one)]


@pytest.mark.parametrize("key", ["short", "has space in it", 12345678])
def test_a_key_that_is_none_is_named(settings: Any, key: Any) -> None:
    settings.KNEEBLOG = {"INDEXNOW_KEY": key}
    assert [message.id for message in run_checks(tags=["kneeblog"])] == ["kneeblog.E001"]
