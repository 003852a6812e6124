"""Old against new: the sample as published says what it said, and damage is found."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from importers.models import ParityResult
from importers.parity import compare
from importers.parity.facts import Facts
from importers.parity.inward import Outward, fewer
from importers.parity.served import served_facts
from kneeblog.models import SymptomArticlePage
from kneeblog.seo.desk.permissions import ensure_group

from .test_demo import run_demo

__all__ = ["run_demo"]

SAMPLE = "kneeblog/site/sample"
ADDRESS = "http://localhost/blog/a/"
OLD = Facts(
    title="膝の痛み | 医院", description="説明", h1="膝の痛み", og={"title": "膝の痛み", "description": "説明", "image": "yes"},
    headings=("原因", "まとめ"), chars=1000, links=("予約", "予約"), images=2, alts=("膝",), published=date(2025, 1, 2),
)  # fmt: skip
NEW = Facts(
    title="膝の痛み | 医院", description="説明", h1="膝の痛み", canonical=ADDRESS, og=OLD.og,
    headings=("目次", "原因", "まとめ"), chars=1400, links=("ホーム", "予約", "予約"), images=3, alts=("膝", "医師"),
    published=date(2025, 1, 2),
)  # fmt: skip


def changed(**facts: Any) -> Facts:
    return Facts(**{name: facts.get(name, getattr(NEW, name)) for name in Facts.__slots__})


def parity(*arguments: str, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("parity", *arguments, stdout=out, **options)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
class TestSample:
    def test_nothing_differs_that_is_not_explained_and_damage_is_found(
        self, run_demo: Callable[[], str], tmp_path: Path
    ) -> None:
        run_demo()
        report = tmp_path / "parity.html"
        code, said = parity(SAMPLE, report=str(report))
        assert (code, "12 pages compared, 12 say the same, 0 do not; 1 are not live" in said) == (0, True), said
        assert len(BeautifulSoup(report.read_text("utf-8"), "lxml").select("details")) == 13

        page = SymptomArticlePage.objects.get(slug="stairs-knee-pain")
        body = json.loads(json.dumps(list(page.body.raw_data)))
        before = body[0]["value"]["heading"]
        body[0]["value"]["heading"] = "別の見出し"
        page.body, page.search_description = json.dumps(body), ""
        page.save_revision().publish()
        table = tmp_path / "parity.csv"
        code, said = parity(SAMPLE, report=str(table))
        assert code == 1 and "11 say the same, 1 do not" in said and f"heading: “{before}” → “”" in said
        with table.open(encoding="utf-8-sig", newline="") as stream:
            rows = [
                row for row in csv.DictReader(stream) if row["key"] == "post/stairs-knee-pain" and row["weight"] != "0"
            ]
        assert {row["fact"] for row in rows} == {"description", "heading", "og"}
        assert rows[0]["risk"] == said.splitlines()[0].split()[0]  # the riskiest page stands first

    def test_bad_arguments(self, site_tree: Any) -> None:
        for arguments, options in (
            (["/no/such"], {}),
            ([SAMPLE], {"report": "x.txt"}),
            ([SAMPLE], {"report": "/no/x.csv"}),
        ):
            with pytest.raises(CommandError) as caught:
                parity(*arguments, **options)
            assert caught.value.returncode == 2


def test_a_link_that_leads_elsewhere_is_missed_where_it_led() -> None:
    def page(key: str, old: str = "", new: str = "") -> Outward:
        return Outward(f"post/{key}", f"http://localhost/blog/{key}/", frozenset(old.split()), frozenset(new.split()))

    assert not list(fewer([page("a", "post/b post/a away", "/blog/b/#x http://localhost/blog/b/"), page("b")]))
    found = dict(fewer([page("a", "post/b", "/blog/a/"), page("b"), page("c", "post/b", "/blog/b/?x=1")]))
    assert [(key, one.old, one.new) for key, one in found.items()] == [("post/b", "2", "1")]
    others = "http://[ https://elsewhere.example/blog/b/ mailto:a@b.example"
    assert [key for key, _one in fewer([page("a", "post/b", others), page("b")])] == ["post/b"]


def test_more_is_no_difference() -> None:
    assert compare(OLD, NEW, ADDRESS) == []


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"title": "膝"}, ["title"]),
        ({"h1": ""}, ["h1"]),
        ({"description": ""}, ["description"]),
        ({"canonical": "http://localhost/blog/b/"}, ["canonical"]),
        ({"canonical": ""}, ["canonical"]),
        ({"headings": ("原因",)}, ["heading"]),
        ({"chars": 960}, ["text"]),
        ({"links": ("予約",)}, ["link"]),
        ({"images": 1}, ["images"]),
        ({"alts": ("医師",)}, ["alt"]),
        ({"published": None}, ["published"]),
        ({"og": {**OLD.og, "image": ""}}, ["og"]),
        ({"chars": 0, "alts": (), "h1": "x"}, ["h1", "text", "alt"]),
    ],
)
def test_each_difference_is_found_the_heaviest_first(facts: dict[str, Any], found: list[str]) -> None:
    assert [one.fact for one in compare(OLD, changed(**facts), ADDRESS)] == found


def test_what_the_new_site_means_so_weighs_nothing() -> None:
    new = changed(h1="朝比奈 湊 医師", published=None, og={**OLD.og, "title": OLD.title}, links=())
    found = compare(OLD, new, ADDRESS, page_type="physician", unlinked={"予約": "it leads to a page that is not live"})
    assert {one.fact for one in found} == {"h1", "published", "og", "link"} and not any(one.weight for one in found)


def test_what_a_page_serves() -> None:
    facts = served_facts(
        '<html><head><title>膝 | 医院</title><meta name="description" content=" a\n b "><meta property="og:image" content="x">'
        '<link rel="canonical" href="/a/"></head><body><nav><a href="/">外</a></nav><main><h1>膝</h1>'
        '<time datetime="2025-01-02">2日</time><h2>嚢<ruby>腫<rt>しゅ</rt></ruby></h2><a href="/x"><img alt="図" src="y"></a>'
        '<a href="/z">次</a><script>var x</script></main></body></html>'
    )
    assert (facts.title, facts.description, facts.h1, facts.canonical) == ("膝 | 医院", "a b", "膝", "/a/")
    assert (facts.headings, facts.links, facts.images, facts.alts) == (("嚢腫",), ("図", "次"), 1, ("図",))
    assert facts.published == date(2025, 1, 2) and facts.og["image"] == "yes"
    assert facts.chars == len("膝2日嚢腫次")  # a reading is no second text


@pytest.mark.django_db
def test_the_admin_shows_the_last_comparison(run_demo: Callable[[], str], client: Any, settings: Any) -> None:
    run_demo()
    page = SymptomArticlePage.objects.get(slug="stairs-knee-pain")
    page.search_description = ""
    page.save_revision().publish()
    user = get_user_model().objects.create_user("search", password="hiza")
    user.groups.add(ensure_group())
    client.force_login(user)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    where = reverse("importers_parity")
    assert "まだ比較していません" in client.get(where).content.decode()
    parity(SAMPLE)
    response = client.get(where)
    rows = response.context["object_list"]
    assert rows[0].title == page.title and rows[0].risk == max(row.risk for row in rows) > 0
    assert {(row.kind, row.page.pk) for row in rows if row.kind != "explained"} == {
        ("description", page.pk),
        ("og", page.pk),
    }
    text = response.content.decode()
    assert "公開中のページ12件。未公開の1件" in text and "説明済み" in text and "まだ公開されていません" in text
    assert [row.kind for row in client.get(where, {"kind": "description"}).context["object_list"]] == ["description"]
    csv_file = b"".join(client.get(where, {"kind": "description", "export": "csv"}).streaming_content).decode()
    assert len(csv_file.splitlines()) == 2 and "/post/stairs-knee-pain" in csv_file
    html = client.get(reverse("importers_parity_document"))
    assert len(BeautifulSoup(html.content, "lxml").select("details")) == 13
    parity(SAMPLE)  # again: one result a page
    assert ParityResult.objects.count() == 13
    client.force_login(get_user_model().objects.create_user("somebody", password="hiza"))
    assert client.get(where).status_code == client.get(reverse("importers_parity_document")).status_code == 302
