"""Old addresses arrive: in every spelling, by one permanent redirect; and what does not arrive is told."""

from __future__ import annotations

import io
import unicodedata
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from importers.redirects import list_paths, old_path, redirect_paths, spellings
from kneeblog.models import MissingAddress, SymptomArticlePage
from kneeblog.seo.redirects import folded_path

from . import wixpages as wix
from .test_reimport import Source, source

__all__ = ["source"]

LONG = "膝の裏が痛くて曲げられないときに考えられる原因と対処法をくわしく説明します" * 9
SLUGS = {
    "latin": "back-knee", "capitals": "Back-Knee-PAIN", "kana": "ひざがいたい", "voiced": "膝が痛いバネ指", "long": LONG,
    "spaced": "膝 の 裏", "percent": "100%", "dotted": "knee.html",
}  # fmt: skip


def verify(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_redirects", *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def publish_all() -> None:
    for page in Page.objects.filter(live=False).specific():
        page.get_latest_revision().publish()


@pytest.fixture
def imported(source: Source) -> Source:
    """Posts at addresses of every sort."""
    for name, slug in SLUGS.items():
        html = wix.page(
            wix.paragraph("本文。"), title=f"膝の痛み {name}", url=f"https://www.knee.example/post/{quote(slug)}"
        )
        source.save(**{name: html})
    source()
    assert SymptomArticlePage.objects.count() == len(SLUGS)
    return source


@pytest.mark.django_db
def test_an_address_that_is_the_home_pages_but_for_its_query_is_told(source: Source) -> None:
    for number in "12":
        url = f"https://www.knee.example/?p={number}"
        source.save(**{number: wix.page(wix.paragraph("本文。"), title=f"膝の痛み{number}", url=url)})
    said = source()
    assert "2 create" in said and "redirect.none" in said
    assert not Redirect.objects.filter(redirect_page__in=SymptomArticlePage.objects.all()).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("rules_off")
class TestArriving:
    def test_every_address_in_every_spelling(self, imported: Source) -> None:
        publish_all()
        code, said = verify()
        assert code == 0, said
        assert "wrong" not in said and "0 do not" in said
        assert all(f"/post/{slug}" in said for slug in SLUGS.values())
        assert "/blog-feed.xml" in said and "/blog/categories/膝の症状" in said and "301 → 200" in said

    def test_an_address_at_which_another_page_stands_is_not_taken_from_it(
        self, source: Source, site_tree: Any, client: Any
    ) -> None:
        site_tree.blog.add_child(
            instance=SymptomArticlePage(title="編集者の記事", slug="x", locale=site_tree.home.locale)
        )
        source.save(x=wix.page(wix.paragraph("本文。"), title="膝の痛み", url="https://www.knee.example/blog/x"))
        source()
        publish_all()
        assert client.get("/blog/x", follow=True).redirect_chain[-1][0] == "/blog/x/"
        code, said = verify()
        assert code == 1 and "wrong /blog/x " in said and "1 do not" in said

    @pytest.mark.parametrize("first", ["Back", "back"])
    def test_addresses_that_differ_in_capitals_only(self, source: Source, client: Any, first: str) -> None:
        for name, slug in (("a", first), ("b", first.swapcase().capitalize() if first == "back" else "back")):
            url = f"https://www.knee.example/post/{slug}"
            source.save(**{name: wix.page(wix.paragraph("本文。"), title=f"膝の痛み {slug}", url=url)})
        source()
        publish_all()
        for slug in ("Back", "back"):
            shown = client.get(f"/post/{slug}", follow=True)
            html = shown.content.decode().replace("<wbr>", "")  # where a heading may break
            assert f"<h1>膝の痛み {slug}</h1>" in html, slug
        code, said = verify()
        assert code == 0, said

    def test_drafts_do_not_arrive_and_are_told(self, imported: Source, client: Any) -> None:
        code, said = verify("last")
        assert code == 1 and f"{len(SLUGS)} do not" in said and "wrong /post/back-knee  301 → 404" in said
        assert client.get("/post/back-knee/").status_code == 404  # browsers would remember a 301

    def test_a_page_that_was_unpublished_or_moved(self, imported: Source, client: Any) -> None:
        publish_all()
        page = SymptomArticlePage.objects.get(title="膝の痛み latin")
        page.slug = "new-name"
        page.save_revision().publish()
        assert client.get("/post/back-knee").headers["Location"].endswith("/blog/new-name/")
        page.unpublish()
        assert client.get("/post/back-knee/").status_code == 404

    def test_what_people_made_themselves_stays(self, source: Source, site_tree: Any) -> None:
        own = Redirect.add_redirect("/post/back-knee", site_tree.home, site=site_tree.site)
        source.save(
            a=wix.page(wix.paragraph("本文。"), title="膝の痛み", url="https://www.knee.example/post/back-knee")
        )
        source()
        own.refresh_from_db()
        assert own.redirect_page_id == site_tree.home.pk
        assert Redirect.objects.filter(old_path="/post/back-knee").count() == 1
        assert source.unchanged()

    def test_a_page_that_keeps_its_address_needs_none(self, source: Source) -> None:
        source.save(
            a=wix.page(wix.paragraph("本文。"), title="膝の痛み", url="https://www.knee.example/blog/back-knee")
        )
        source()
        publish_all()
        assert not Redirect.objects.filter(old_path__contains="back-knee").exists()
        assert "ok    /blog/back-knee  301 → 200 /blog/back-knee/" in verify("last")[1]

    def test_a_run_that_is_not_there(self, site_tree: Any) -> None:
        with pytest.raises(CommandError, match="no run 7"):
            verify("7")


@pytest.mark.django_db
class TestMissing:
    def test_old_addresses_that_lead_nowhere_are_counted(self, site_tree: Any, client: Any) -> None:
        for _ in range(3):
            assert client.get("/post/gone/", headers={"Referer": "https://links.example/"}).status_code == 404
        client.get("/post/gone", follow=True)
        client.get("/wp-login.php")
        client.get("/favicon.ico")
        client.post("/post/posted")
        found = {one.path: one for one in MissingAddress.objects.all()}
        assert found.keys() == {"/post/gone/", "/wp-login.php"}
        assert (found["/post/gone/"].times, found["/post/gone/"].referrer) == (4, "https://links.example/")

    def test_seo_staff_see_them_in_the_reports(self, site_tree: Any, admin_client: Any, client: Any) -> None:
        for _ in range(2):
            MissingAddress.count("/post/gone", "https://links.example/")
        MissingAddress.count("/post/膝")
        shown = admin_client.get("/admin/reports/missing-addresses/").content.decode()
        assert shown.index("/post/gone") < shown.index("/post/膝") and "見つからない" in shown
        table = admin_client.get("/admin/reports/missing-addresses/?export=csv").getvalue().decode("utf-8-sig")
        assert "/post/gone,2," in table
        assert "missing-addresses" in admin_client.get("/admin/").content.decode()
        assert client.get("/admin/reports/missing-addresses/").status_code == 302

    def test_made_up_addresses_fill_no_disk(self, site_tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kneeblog.models.missing._MOST", 2)
        for number in range(5):
            MissingAddress.count(f"/post/{number}")
        MissingAddress.count("/post/0")
        assert list(MissingAddress.objects.values_list("path", "times")) == [("/post/0", 2), ("/post/1", 1)]

    def test_a_path_with_a_nul_or_a_very_long_one(self, site_tree: Any, client: Any) -> None:
        assert client.get("/post/%00x").status_code == 404
        assert client.get(f"/post/{'x' * 3000}/").status_code == 404


class TestPaths:
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
    def test_all_spellings_of_a_path_fold_alike_and_fit(self, text: str) -> None:
        path = old_path(f"https://x.example/post/{quote(text)}")
        folded = folded_path(path)
        assert len(folded) <= 255 and folded_path(f"{path}/?utm_source=x") == folded_path(path)
        assert folded_path(unicodedata.normalize("NFD", path)) == folded_path(unicodedata.normalize("NFC", path))

    def test_long_paths_stay_different(self) -> None:
        assert folded_path(f"/post/{LONG}a") != folded_path(f"/post/{LONG}b")

    def test_never_to_itself(self) -> None:
        assert redirect_paths("/blog/a", "/blog/a/") == []
        assert redirect_paths("/", "/blog/a/") == []
        assert redirect_paths("/Blog/A", "/blog/a/") == ["/Blog/A"]

    def test_lists_of_the_old_blog(self) -> None:
        data = {
            "categories": ["膝の症状"], "tags": ["半月板 損傷"],
            "links": [{"href": "https://x.example/blog/categories/b", "kind": "internal"}],
        }  # fmt: skip
        found = set(list_paths([data]))
        assert {"/blog/categories/膝の症状", "/blog/tags/半月板-損傷", "/blog/categories/b", "/blog-feed.xml"} <= found

    def test_spellings_are_many(self) -> None:
        assert len(spellings("/post/膝がいたい")) >= 7
