"""Links between pages of the old site: page links, whatever the order of import and the spelling."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from importers.links import page_and_place
from kneeblog.models import SymptomArticlePage

from . import wixpages as wix
from .test_reimport import Source, latest, page, source

__all__ = ["source"]

HERE = "https://www.knee.example/post/a"


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("https://www.knee.example/post/b", ("post/b", "")),
        ("http://www.knee.example/post/b/", ("post/b", "")),
        ("https://knee.example/post/b", ("post/b", "")),
        ("HTTPS://WWW.KNEE.EXAMPLE/post/b", ("post/b", "")),
        ("https://www.knee.example:443/post/b", ("post/b", "")),
        ("//www.knee.example/post/b", ("post/b", "")),
        ("/post/b", ("post/b", "")),
        ("/post/b?utm_source=x#viewer-1", ("post/b", "viewer-1")),
        ("/post/%E8%86%9D", ("post/膝", "")),
        ("/post/膝", ("post/膝", "")),
        ("/post/%E3%81%B2%E3%81%95%E3%82%99#%E7%97%9B", ("post/ひざ", "痛")),
        ("/", ("", "")),
        ("https://www.other.example/post/b", None),
        ("mailto:a@knee.example", None),
        ("tel:0312345678", None),
        ("#viewer-1", None),
        ("", None),
        ("https://[broken", None),
    ],
)
def test_which_page_of_the_old_site_an_address_names(href: str, found: tuple[str, str] | None) -> None:
    assert page_and_place(href, HERE) == found


def link(href: str, text: str = "こちら") -> str:
    return wix.paragraph(f'くわしくは<a href="{href}">{text}</a>へ。', "p9")


def body(slug: str) -> str:
    return str(list(latest(SymptomArticlePage.objects.get(slug=slug)).body.raw_data))


@pytest.mark.django_db
class TestLinks:
    def test_pages_that_lead_to_each_other(self, source: Source) -> None:
        source.save(
            a=page("post/a", "膝の痛みA", link("https://www.knee.example/post/b")),
            b=page("post/b", "膝の痛みB", link("/post/a/?x=1"), link("/post/c")),
            c=page("post/c", "膝の痛みC", link("https://www.knee.example/post/b")),
        )
        source()
        ids = {slug: SymptomArticlePage.objects.get(slug=slug).pk for slug in "abc"}
        assert f'<a linktype="page" id="{ids["b"]}">こちら</a>' in body("a")
        assert f'id="{ids["a"]}"' in body("b") and f'id="{ids["c"]}"' in body("b")
        for slug in "abc":  # each has one revision, whatever came first, and its row says the same
            found = SymptomArticlePage.objects.get(slug=slug)
            assert found.revisions.count() == 1
            assert list(found.body.raw_data) == list(latest(found).body.raw_data)
        assert source.unchanged()

    def test_a_page_that_comes_later_is_linked_then(self, source: Source, tmp_path: Path) -> None:
        source.save(a=page("post/a", "膝の痛みA", link("/post/later")))
        report = tmp_path / "report.json"
        source(report=str(report))
        findings = json.loads(report.read_text(encoding="utf-8"))["pages"][0]["findings"]
        assert [f["message"] for f in findings if f["id"] == "link.unresolved"] == [
            "The link to https://www.knee.example/post/later leads nowhere: no page was imported from there."
        ]
        assert "knee.example/post/later" in body("a")
        source.save(later=page("post/later", "膝の痛みB"))
        assert "1 create, 1 update" in source()
        assert f'id="{SymptomArticlePage.objects.get(slug="later").pk}"' in body("a")
        assert source.unchanged()

    def test_places_home_and_other_sites(self, source: Source, site_tree: Any) -> None:
        source.save(
            a=page(
                "post/a", "膝の痛みA", link("/post/b#viewer-h7"), link("/post/b#nowhere"), link("https://www.knee.example/"),
                link("/blog"), link("https://www.other.example/post/b"),
            ),
            b=page("post/b", "膝の痛みB", wix.heading("原因", 2, "h7"), wix.paragraph("本文。", "p2")),
        )  # fmt: skip
        source()
        found, target = body("a"), SymptomArticlePage.objects.get(slug="b")
        assert f'<a href="{target.url}#viewer-h7">' in found
        assert found.count(f'linktype="page" id="{target.pk}"') == 1
        assert f'id="{site_tree.home.pk}"' in found and f'id="{site_tree.blog.pk}"' in found
        assert "https://www.other.example/post/b" in found
