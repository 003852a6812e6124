"""A site that is still there: what is asked, how politely, and what the archive holds afterwards."""

from __future__ import annotations

import gzip
import io
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as PillowImage
from wagtail.images import get_image_model

from importers import pipeline, warc
from importers.crawl import Crawler, Tally, archive_name
from importers.crawl import manners as manners_module
from importers.crawl.lists import named_in_xml
from importers.errors import ImportFailure
from importers.fetch import Client, Limits
from importers.management.commands import import_posts as command
from importers.models import ImportedPage
from importers.plan import make_plan

from .rawserver import Server, response, serving
from .test_import import import_posts
from .wixpages import heading, page, paragraph

LIMITS = Limits(size=1_000_000, seconds=0.6, silence=0.4)


@pytest.fixture
def site() -> Iterator[Server]:
    with serving({}) as server:
        yield server


def article(site: Server, name: str, text: str = "本文です。") -> bytes:
    blocks = paragraph(f"{name} の前書き。"), heading("原因"), paragraph(text, "p2")
    return page(*blocks, title=f"膝の記事 {name}", url=site.url(f"/post/{name}")).encode()


def sitemap(*urls: str) -> bytes:
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def fill(site: Server, *names: str, robots: str = "") -> None:
    """A small blog with a sitemap."""
    if robots:
        site.answers["/robots.txt"] = response(robots.encode(), "200 OK", "Content-Type: text/plain")
    site.answers["/sitemap.xml"] = xml(sitemap(*(site.url(f"/post/{name}") for name in names)))
    for name in names:
        site.answers[f"/post/{name}"] = shown(article(site, name))


def shown(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return response(body, status, "Content-Type: text/html; charset=utf-8", *headers)


def xml(body: bytes) -> bytes:
    return response(body, "200 OK", "Content-Type: application/xml")


def crawler(site: Server, path: Path, start: str = "/", **options: Any) -> Crawler:
    return Crawler(
        site.url(start), path, **{"delay": 0, "loopback": True, "limits": LIMITS, "sleep": lambda _: None, **options}
    )


def crawl(site: Server, path: Path, start: str = "/", **options: Any) -> Tally:
    return crawler(site, path, start, **options).run()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "site.warc.gz"


def outcomes(path: Path) -> dict[str, str]:
    """The last word on each address, by its path."""
    captures = warc.look(path).captures
    return {"/" + url.split("/", 3)[3]: found[-1].outcome for url, found in captures.items()}


def keys(path: Path) -> list[str]:
    return sorted(draft.key for draft in pipeline.read([path]) if draft.data["body"])


class TestWhatIsAsked:
    def test_the_pages_of_a_sitemap_and_nothing_forbidden(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", "secret", robots="User-agent: *\nDisallow: /post/sec*\n")
        tally = crawl(site, path)
        assert (tally.read, tally.forbidden) == (2, 1)
        assert "/post/secret" not in site.paths()
        assert keys(path) == ["post/a", "post/b"]
        assert outcomes(path)["/post/secret"] == "failed"

    def test_sitemaps_that_robots_names_their_indexes_and_packed_ones(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", "c", robots=f"Sitemap: {site.url('/maps/index.xml')}\n")
        del site.answers["/sitemap.xml"]
        index = "".join(
            f"<sitemap><loc>{site.url(f'/maps/{n}')}</loc></sitemap>" for n in ("1.xml", "2.xml.gz", "index.xml")
        )
        site.answers["/maps/index.xml"] = xml(f"<sitemapindex>{index}</sitemapindex>".encode())
        site.answers["/maps/1.xml"] = xml(
            sitemap(site.url("/post/a"), site.url("/x.png"), "https://elsewhere.example/post/z")
        )
        site.answers["/maps/2.xml.gz"] = response(gzip.compress(sitemap(site.url("/post/b"), "/post/c")), "200 OK")
        assert crawl(site, path) == Tally(read=3)  # what is no page or another site's is not even a failure
        assert keys(path) == ["post/a", "post/b", "post/c"]
        assert "/x.png" not in site.paths()
        assert site.paths().count("/maps/index.xml") == 1

    @pytest.mark.parametrize("form", ["rss", "atom"])
    @pytest.mark.parametrize("linked", [True, False])
    def test_a_feed_where_there_is_no_sitemap(self, site: Server, path: Path, form: str, linked: bool) -> None:
        fill(site, "a", "b")
        del site.answers["/sitemap.xml"]
        urls = [site.url("/post/a"), site.url("/post/b")]
        feed = (
            "<rss><channel><link>/</link>" + "".join(f"<item><link>{url}</link></item>" for url in urls) + "</channel></rss>"
            if form == "rss"
            else '<feed xmlns="http://www.w3.org/2005/Atom">'
            + "".join(f'<entry><link rel="self" href="/no"/><link href="{url}"/></entry>' for url in urls) + "</feed>"
        )  # fmt: skip
        name = "/news/latest" if linked else "/blog-feed.xml"
        link = f'<link rel="alternate" type="application/{form}+xml" href="{name}">' if linked else ""
        site.answers["/"] = shown(f"<html><head>{link}</head><body><p>ようこそ</p></body></html>".encode())
        site.answers[name] = xml(feed.encode())
        assert crawl(site, path).read == 2
        assert keys(path)[1:] == ["post/a", "post/b"]  # after the page that led there

    def test_list_pages_and_those_that_follow_them(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", "c")
        del site.answers["/sitemap.xml"]
        site.answers["/blog"] = shown(
            b'<html><body><a href="/post/a">a</a><a href="/blog/page/2">2</a><a href="/pic.jpg">p</a></body></html>'
        )
        site.answers["/blog/page/2"] = shown(
            b'<html><body><a href="../../post/b#x">b</a><a rel="next" href="/more?n=3">3</a></body></html>'
        )
        site.answers["/more?n=3"] = shown(
            b'<html><body><a href="/post/c">c</a><a href="https://elsewhere.example/">e</a></body></html>'
        )
        crawl(site, path, "/blog")
        assert {"post/a", "post/b", "post/c"} <= set(keys(path))
        assert len(site.paths()) == len(set(site.paths()))  # nothing is asked twice
        assert "/pic.jpg" not in site.paths()

    def test_redirects_are_followed_on_the_site_only(self, site: Server, path: Path) -> None:
        fill(site, "a", "new")
        site.answers["/sitemap.xml"] = xml(
            sitemap(*(site.url(f"/{name}") for name in ("post/a", "old", "away", "loop")))
        )
        site.answers["/old"] = response(b"", "301 Moved", "Location: /post/new")
        site.answers["/away"] = response(b"", "302 Found", "Location: http://127.0.0.1:9/x")
        site.answers["/loop"] = response(b"", "302 Found", "Location: /loop")
        tally = crawl(site, path)
        assert (tally.read, tally.elsewhere, tally.failed) == (2, 1, 1)
        assert keys(path) == ["post/a", "post/new"]

    @pytest.mark.parametrize("status", ["401 No", "403 No", "404 Not Found", "410 Gone"])
    def test_without_robots_everything_may_be_asked(self, site: Server, path: Path, status: str) -> None:
        fill(site, "a")
        site.answers["/robots.txt"] = response(b"User-agent: *\nDisallow: /", status)
        assert crawl(site, path).read == 1

    @pytest.mark.parametrize("broken", ["/robots.txt", "/sitemap.xml"])
    def test_if_nobody_can_say_which_pages_there_are_nothing_is_concluded(
        self, site: Server, path: Path, broken: str
    ) -> None:
        fill(site, "a")
        site.answers[broken] = response(b"", "503 Busy")
        with pytest.raises(ImportFailure, match=r"which pages.*same command"):
            crawl(site, path)
        assert not path.exists()
        assert "/post/a" not in site.paths()

    def test_what_is_inside_is_not_asked(self, site: Server, path: Path) -> None:
        fill(site, "a")
        with pytest.raises(ImportFailure, match="no host of the public internet"):
            crawl(site, path, loopback=False)
        assert not site.asked


class TestLists:
    @pytest.mark.parametrize(
        "data",
        [
            b"", b"<", b"\x00\xff", b"<html><body>no</body></html>", b"\x1f\x8bbroken", gzip.compress(b"\0" * 30_000_000),
            b'<!DOCTYPE u [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://a/&e;</loc></url></urlset>',
            b'<!DOCTYPE u [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE u [<!ENTITY b "x">]><urlset><url><loc>&b;</loc></url></urlset>'.encode("utf-16"),
            b"<urlset><url><loc></loc></url><url/></urlset>",
        ],
    )  # fmt: skip
    def test_what_is_no_list_names_nothing(self, data: bytes) -> None:
        assert named_in_xml(data, "http://a/") == ([], [])


class TestManners:
    def test_one_at_a_time_with_a_delay_and_a_name(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", "c")
        started = time.monotonic()
        crawl(site, path, delay=0.1, sleep=time.sleep)
        assert time.monotonic() - started >= 0.1 * (len(site.asked) - 1)
        assert site.most_open == 1
        assert all("user-agent: kneeblog-importer" in head.lower() for head in site.asked)

    def test_the_delay_that_robots_asks_for(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", robots="User-agent: *\nCrawl-delay: 7\n")
        slept: list[float] = []
        crawl(site, path, delay=0.001, sleep=slept.append)
        assert len(slept) >= 3 and all(6 < seconds <= 7 for seconds in slept[-3:])

    def test_retry_after_is_honoured(self, site: Server, path: Path) -> None:
        fill(site, "a")
        good = site.answers["/post/a"]

        def busy_first(connection: socket.socket) -> None:
            site.answers["/post/a"] = good
            connection.sendall(response(b"", "429 Slow", "Retry-After: 33"))

        site.answers["/post/a"] = busy_first
        slept: list[float] = []
        assert crawl(site, path, sleep=slept.append).read == 1
        assert 33.0 in slept

    def test_a_host_that_wants_to_be_left_alone_for_long_is(self, site: Server, path: Path) -> None:
        fill(site, "a", "b")
        site.answers["/post/a"] = response(b"", "503 Busy", "Retry-After: 3600")
        with pytest.raises(ImportFailure, match="60 minutes"):
            crawl(site, path)
        assert site.paths().count("/post/a") == 1 and "/post/b" not in site.paths()

    def test_a_dead_site_is_left_after_a_while(self, site: Server, path: Path) -> None:
        names = [f"n{number}" for number in range(40)]
        fill(site, *names)
        for name in names:
            site.answers[f"/post/{name}"] = response(b"", "500 Oh")
        with pytest.raises(ImportFailure, match="in a row"):
            crawl(site, path)
        assert len(site.asked) < 3 + 3 * (manners_module.PATIENCE + 1)

    def test_slow_and_broken_answers_are_not_read_this_time(self, site: Server, path: Path) -> None:
        fill(site, "a", "slow", "half")
        site.answers["/post/slow"] = lambda connection: time.sleep(1)
        site.answers["/post/half"] = shown(b"<html>")[:-3]
        tally = crawl(site, path)
        assert (tally.read, tally.failed) == (1, 2)
        assert {outcomes(path)[f"/post/{name}"] for name in ("slow", "half")} == {"failed"}


class TestAgain:
    def test_what_has_not_changed_is_not_sent_again(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", "c")

        def conditional(name: str, header: str, value: str) -> Callable[[socket.socket], None]:
            def answer(connection: socket.socket) -> None:
                same = (
                    f"{'If-None-Match' if header == 'ETag' else 'If-Modified-Since'}: {value}".lower()
                    in site.asked[-1].lower()
                )
                connection.sendall(
                    response(b"", "304 Not Modified", length=0)
                    if same
                    else shown(article(site, name), f"{header}: {value}")
                )

            return answer

        site.answers["/post/a"] = conditional("a", "ETag", '"v1"')
        site.answers["/post/b"] = conditional("b", "Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT")
        assert crawl(site, path).read == 3
        before = [draft.data for draft in pipeline.read([path])]
        again = crawl(site, path)
        assert (again.read, again.unchanged) == (1, 2)
        assert [draft.data for draft in pipeline.read([path])] == before
        assert crawl(site, path).unchanged == 2  # the archive that was kept says the same

    def test_404_is_gone_and_500_is_not(self, site: Server, path: Path) -> None:
        fill(site, "a", "b", "c", "d")
        crawl(site, path)
        site.answers["/sitemap.xml"] = xml(sitemap(site.url("/post/a")))  # it names the others no longer
        site.answers["/post/b"] = response(b"", "500 Oh")
        site.answers["/post/c"] = response(b"", "404 Not Found")
        site.answers["/post/d"] = response(b"", "410 Gone")
        tally = crawl(site, path)
        assert (tally.read, tally.failed, tally.gone) == (1, 1, 2)
        drafts = {draft.key: draft for draft in pipeline.read([path])}
        assert sorted(drafts) == ["post/a", "post/b"]
        (said,) = [one for one in drafts["post/b"].findings if one["id"] == "source.several"]
        assert "status 500" in said["message"]

    def test_an_interrupted_crawl_goes_on_where_it_was(self, site: Server, path: Path) -> None:
        names = [f"n{number}" for number in range(6)]
        fill(site, *names)
        whole = path.with_name("whole.warc.gz")
        crawl(site, whole)

        def stop(done: int, total: int) -> None:
            if done == 3:
                raise KeyboardInterrupt

        site.asked.clear()
        with pytest.raises(ImportFailure, match="same command"):
            crawler(site, path).run(stop)
        assert not path.exists()
        part = path.with_name("site.warc.gz.part")
        part.write_bytes(part.read_bytes()[:-50])  # as if killed while writing
        asked = len(site.asked)
        going_on = crawler(site, path)
        assert going_on.taken_up == 4  # robots.txt, which is not there, the sitemap and two pages
        going_on.run()
        assert not part.exists()
        assert not {"/post/n0", "/post/n1", "/sitemap.xml"} & set(site.paths()[asked:])
        assert [draft.data for draft in pipeline.read([path])] == [draft.data for draft in pipeline.read([whole])]

    def test_two_crawls_into_one_archive(self, site: Server, path: Path) -> None:
        first = crawler(site, path)
        with pytest.raises(ImportFailure, match="another run"):
            crawler(site, path)
        del first

    def test_an_archive_that_no_crawl_made_is_left_alone(self, site: Server, path: Path) -> None:
        for content in (b"precious", gzip.compress(b"WARC/1.0\r\n")):
            path.write_bytes(content)
            with pytest.raises(ImportFailure, match="no crawl made it"):
                crawler(site, path)
            assert path.read_bytes() == content

    def test_a_folder_that_cannot_be_written_to(self, site: Server, tmp_path: Path) -> None:
        with pytest.raises(ImportFailure, match="cannot be written"):
            crawler(site, tmp_path / "none" / "site.warc.gz")


@pytest.mark.parametrize(
    ("start", "name"),
    [("https://www.example.jp/blog", "www.example.jp.warc.gz"), ("http://[2606:4700::1]/", "2606-4700--1.warc.gz")],
)
def test_the_archives_name(start: str, name: str) -> None:
    assert archive_name(start) == name


def test_the_archive_gives_what_the_live_pages_give(site: Server, path: Path, tmp_path: Path) -> None:
    fill(site, "a", "b")
    crawl(site, path)
    folder = tmp_path / "saved"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.html").write_bytes(article(site, name))

    def told(source: Path) -> list[Any]:
        return [{**draft.data, "source": draft.data["source"]["url"]} for draft in pipeline.read([source])]

    assert told(path) == told(folder)


@pytest.mark.django_db
class TestCommand:
    @pytest.fixture(autouse=True)
    def _site(self, site_tree: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(command, "Crawler", partial(Crawler, loopback=True, limits=LIMITS, sleep=lambda _: None))
        monkeypatch.chdir(tmp_path)

    def test_a_live_site_and_again_from_its_archive(self, site: Server) -> None:
        fill(site, "a", "b")
        code, _said = import_posts(site.url("/"), apply=True, delay=0, no_media=True)
        assert code == 0
        assert set(ImportedPage.objects.values_list("key", flat=True)) == {"post/a", "post/b"}
        site.stop()
        code, said = import_posts("127.0.0.1.warc.gz", no_media=True)
        assert code == 0 and "2 unchanged" in said

    def test_pictures_are_kept_for_a_run_without_the_site(
        self, site: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(command, "Client", partial(Client, loopback=True, limits=LIMITS))
        fill(site, "a")
        shown_picture = f'<figure><img src="{site.url("/media/knee")}" alt="膝の模型"></figure>'
        text = (
            "<p>膝の曲げ伸ばしは毎日続けることが大切です。痛みが出たら休み、翌日の様子を見てから再開してください。</p>"
        )
        whole = f"<title>体操</title><article><h1>体操</h1>{text}{shown_picture}{text}</article>"
        site.answers["/post/a"] = shown(f'<!doctype html><html lang="ja">{whole}</html>'.encode())
        picture = io.BytesIO()
        PillowImage.new("RGB", (640, 400), "teal").save(picture, "PNG")
        site.answers["/media/knee"] = response(picture.getvalue(), "200 OK", "Content-Type: image/png")
        import_posts(site.url("/"), apply=True, delay=0, no_fetch=False)
        assert get_image_model().objects.count() == 1
        with (tmp_path / "127.0.0.1.media.warc.gz").open("ab") as archive:
            archive.write(picture.getvalue()[:20])  # where a crash left off
        site.stop()
        call_command("import_rollback", "last", stdout=io.StringIO())
        assert get_image_model().objects.count() == 0
        import_posts("127.0.0.1.warc.gz", apply=True)
        assert get_image_model().objects.count() == 1

    def test_what_answered_500_is_not_proposed_as_gone(self, site: Server, tmp_path: Path) -> None:
        names = ["a", "b", "c", "d", "e"]
        fill(site, *names)
        import_posts(site.url("/"), apply=True, delay=0, no_media=True, archive="first.warc.gz")
        site.answers["/post/b"] = response(b"", "500 Oh")
        site.answers["/post/c"] = response(b"", "404 Not Found")
        code, said = import_posts(site.url("/"), delay=0, no_media=True, archive="second.warc.gz")
        assert code == 1  # something was not read
        from importers.media import Shelf

        plan = make_plan(list(pipeline.read([tmp_path / "second.warc.gz"])), Shelf(closed=True))
        assert [row.key for row in plan.gone] == ["post/c"]
        assert "status 500" in said

    def test_bad_arguments(self, site: Server) -> None:
        for arguments, options in [
            (["http://[broken"], {}),
            ([site.url("/")], {"archive": "site.zip"}),
            ([site.url("/"), site.url("/b")], {"archive": "a.warc.gz"}),
            (["https://user@www.example.jp/"], {}),
        ]:
            with pytest.raises(CommandError) as caught:
                import_posts(*arguments, **options)
            assert caught.value.returncode == 2
