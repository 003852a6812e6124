"""The glossary: loading from a file, which codes leave, and links at the first mention of a disease."""

from __future__ import annotations

import importlib
import re
import time
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from kneeblog.models import ClinicSettings, ConditionPage, GlossaryTerm, SymptomArticlePage
from kneeblog.translation.glossary import COLUMNS, Term, load_glossary
from kneeblog.translation.mentions import Mentions

# --- Mentions, as a pure function -----------------------------------------------------------------------------------


def gout() -> Mentions:
    """A fresh page on which gout, a torn meniscus and a cyst have pages and pseudogout has none."""
    names = {
        "痛風": "/g/",
        "半月板損傷": "/m/",
        "半月板の傷": "/m/",
        "cyst": "/c/",
        "Baker's cyst": "/b/",
        "リウマチ": "/r/",
    }
    return Mentions(names, ["偽痛風", ""])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>痛風と痛風</p>", '<p><a href="/g/">痛風</a>と痛風</p>'),
        ("<p>偽痛風ではなく痛風</p>", '<p>偽痛風ではなく<a href="/g/">痛風</a></p>'),
        ("<p>半月板の傷、半月板損傷</p>", '<p><a href="/m/">半月板の傷</a>、半月板損傷</p>'),
        ("<p><b>痛風</b></p>", '<p><b><a href="/g/">痛風</a></b></p>'),
        ('<p><a href="/x/">痛風</a>、痛風</p>', '<p><a href="/x/">痛風</a>、<a href="/g/">痛風</a></p>'),
        ('<p><a href="/x/"><b>痛風</b> 痛風</a></p>', '<p><a href="/x/"><b>痛風</b> 痛風</a></p>'),
        ("<h4>痛風</h4><p>x</p>", "<h4>痛風</h4><p>x</p>"),
        ("<ruby>足<rt>痛風</rt></ruby>", "<ruby>足<rt>痛風</rt></ruby>"),
        (
            "<ruby>痛風<rp>（</rp><rt>つうふう</rt></ruby>",
            '<ruby><a href="/g/">痛風</a><rp>（</rp><rt>つうふう</rt></ruby>',
        ),
        ("<figcaption>痛風</figcaption>", "<figcaption>痛風</figcaption>"),
        ("<p>cystic Cyst</p>", '<p>cystic <a href="/c/">Cyst</a></p>'),
        ("<p>Baker's cyst</p>", '<p><a href="/b/">Baker\'s cyst</a></p>'),
        ("<p>リウマチックス、関節リウマチ</p>", '<p>リウマチックス、関節<a href="/r/">リウマチ</a></p>'),
        ('<p title="痛風">x</p><br/>', '<p title="痛風">x</p><br/>'),
        ("<p>半月<b>板損傷</b></p>", "<p>半月<b>板損傷</b></p>"),
        ("痛風", '<a href="/g/">痛風</a>'),
        ("", ""),
    ],
)
def test_first_mentions(html: str, expected: str) -> None:
    assert gout().link(html) == expected


def test_once_on_a_page_however_many_texts_it_has() -> None:
    page = gout()
    assert "<a" in page.link("<p>痛風</p>")
    assert "<a" not in page.link("<p>痛風</p>")


def test_names_and_addresses_are_escaped() -> None:
    page = Mentions({"A&B <x>": '/a?x="1"&y=<2>'})
    assert page.link("<p>A&amp;B &lt;x&gt; &amp;</p>") == (
        '<p><a href="/a?x=&quot;1&quot;&amp;y=&lt;2&gt;">A&amp;B &lt;x&gt;</a> &amp;</p>'
    )
    assert Mentions({"amp": "/a/", "lt": "/l/"}).link("<p>&amp;&lt;</p>") == "<p>&amp;&lt;</p>"


PIECES = ["<p>", "</p>", "<b>", "</b>", "<a href='/x/'>", "</a>", "<h4>", "</h4>", "<rt>", "</rt>", "痛風", "偽痛風",
          "cyst", "リウマチ", "&amp;", "&lt;", "<", ">", " ", "x", "<!-- 痛風 -->", "</x"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_the_same_without_the_links(html: str) -> None:
    linked = gout().link(html)
    assert re.sub(r'<a href="/[gmcbr]/">(.*?)</a>', r"\1", linked) == html


@pytest.mark.parametrize(
    "unit", ["<", "<a>", "<a ", "</a>", "偽痛", "痛風", "&amp;", "&", "半月板の", "cyst", "<p>痛風</p>"]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.perf_counter()
        gout().link(text)
        return time.perf_counter() - started

    assert seconds(400_000) < 2


# --- Mentions on pages ----------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition(site_tree: Any, rules_off: None) -> Any:
    """A function that publishes a page about a term."""

    def make(key: str, parent: Any = None, **fields: Any) -> ConditionPage:
        term = GlossaryTerm.objects.get(key=key)
        parent = parent or site_tree.conditions
        parent.refresh_from_db()
        page = ConditionPage(title=term.ja, slug=key.replace("_", "-"), locale=parent.locale, term=term, **fields)
        parent.add_child(instance=page)
        return page

    return make


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> Any:
    """A function that publishes an article with these blocks."""

    def make(*content: Any, slug: str = "a", heading: str = "見出し", **fields: Any) -> SymptomArticlePage:
        section = {"heading": heading, "kind": "causes", "anchor": "", "content": list(content)}
        page = SymptomArticlePage(
            title="膝が痛い", slug=slug, locale=site_tree.home.locale, body=[("section", section)], **fields
        )
        site_tree.blog.add_child(instance=page)
        return page

    return make


def paragraph(text: str) -> tuple[str, RichText]:
    return ("paragraph", RichText(f"<p>{text}</p>"))


def links(client: Any, page: Any, to: Any) -> list[str]:
    soup = BeautifulSoup(client.get(page.get_url()).content, "lxml")
    return [link.get_text() for link in soup.select(f'main a[href="{to.get_url()}"]')]


def test_the_first_mention_leads_to_the_page_about_it(client: Any, article: Any, condition: Any) -> None:
    about = condition("meniscus_injury")
    page = article(
        paragraph("膝の半月板損傷とは。"),
        paragraph("半月板損傷の治療"),
        introduction="<p>はじめに、半月板断裂について。</p>",
        heading="半月板損傷",
    )
    assert links(client, page, about) == ["半月板断裂"], "a variant in the introduction comes first"
    page.refresh_from_db()
    assert "<a" not in str(page.introduction), "nothing of it is stored"
    about.unpublish()
    assert links(client, page, about) == []


def test_never_in_headings_captions_and_cells_that_head_a_table(client: Any, article: Any, condition: Any) -> None:
    about = condition("gout")
    cells = [{"text": RichText(f"<p>{text}</p>"), "colspan": 1, "rowspan": 1} for text in ("痛風", "なし")]
    table = {"caption": "痛風", "header_row": True, "header_column": False, "rows": [{"cells": cells}]}
    blocks = [
        ("table", table),
        ("checklist", {"heading": "痛風", "items": ["痛風の方"]}),
        ("paragraph", RichText("<h4>痛風</h4>")),
        ("quote", {"text": RichText("<p>引用</p>"), "source": "痛風の本"}),
    ]
    assert links(client, article(*blocks, heading="痛風"), about) == []
    assert links(client, article(*blocks, paragraph("痛風です"), slug="b"), about) == ["痛風"]


def test_not_to_itself_and_not_across_languages(
    client: Any, article: Any, condition: Any, site_tree: Any, locales: Any
) -> None:
    gout_page, pseudogout = condition("gout", introduction="<p>痛風は偽痛風と違います。</p>"), condition("pseudogout")
    assert links(client, gout_page, gout_page) == []
    assert links(client, gout_page, pseudogout) == ["偽痛風"]
    for ancestor in (site_tree.home, site_tree.conditions):
        ancestor.copy_for_translation(locales["en"]).save_revision().publish()
    english = condition("meniscus_injury", site_tree.conditions.get_translation(locales["en"]))
    assert links(client, article(paragraph("半月板損傷とmeniscus tear")), english) == []


def test_a_clinic_can_switch_it_off(client: Any, article: Any, condition: Any, site_tree: Any) -> None:
    about, page = condition("gout"), article(paragraph("痛風です"))
    assert links(client, page, about) == ["痛風"]
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.link_terms = False
    clinic.save()
    assert links(client, page, about) == []


def test_one_query_however_many_diseases(client: Any, article: Any, condition: Any) -> None:
    def queries(page: Any) -> int:
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url())
        return len(captured)

    few, many = article(paragraph("痛風です"), slug="few"), article(*[paragraph("痛風、偽痛風")] * 20, slug="many")
    condition("gout")
    before = queries(few)
    for key in ("pseudogout", "meniscus_injury", "knee_oa"):
        condition(key)
    assert queries(few) == queries(many) == before


# --- Codes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "public"),
    [
        ({"icd10": "M10", "icd10_check": "V"}, {"ICD-10": "M10"}),
        ({"mesh": "D006073", "mesh_check": "V"}, {"MeSH": "D006073"}),
        ({"icd10": "M10", "icd10_check": "M", "mesh": "D006073", "mesh_check": ""}, {}),
        ({"icd10": "", "icd10_check": "V"}, {}),
        ({"snomed": "90560007", "snomed_check": "V", "hpo": "HP:0001997"}, {}),
    ],
)  # fmt: skip
def test_only_verified_codes_leave(codes: dict[str, str], public: dict[str, str]) -> None:
    assert GlossaryTerm(key="x", ja="x", **codes).public_codes == public


# --- Loading --------------------------------------------------------------------------------------------------------


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """A function that writes terms into a file."""

    def make(*terms: Term) -> str:
        path = tmp_path / "terms.tsv"
        rows = [COLUMNS, *(asdict(term).values() for term in terms)]
        path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    return make


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_glossary", *arguments, stdout=out)
    return out.getvalue()


GOUT = next(term for term in load_glossary() if term.key == "gout")


def test_the_packaged_file_is_what_is_there() -> None:
    assert load() == f"{len(load_glossary())} unchanged\nNothing was written; add --apply to write.\n"


def test_a_new_file_changes_what_staff_have_not(write: Any) -> None:
    term = GlossaryTerm.objects.get(key="gout")
    term.en, term.note = "gouty arthritis", "院内の覚え書き"
    term.save()
    newer = replace(GOUT, en="gout (disease)", ko="통풍 (新)", icd10="M10.9x")
    file = write(newer, replace(GOUT, key="new_term", ja="新しい病名"))
    assert load(file).splitlines() == [
        "changed: gout 痛風 (ko, icd10)",
        "kept as edited: gout 痛風 (en, note)",
        "new: new_term 新しい病名",
        "1 new, 1 changed",
        "Nothing was written; add --apply to write.",
    ]
    term.refresh_from_db()
    assert term.icd10 == GOUT.icd10
    assert not GlossaryTerm.objects.filter(key="new_term").exists()
    load(file, "--apply")
    term.refresh_from_db()
    assert (term.en, term.note, term.ko, term.icd10) == ("gouty arthritis", "院内の覚え書き", "통풍 (新)", "M10.9x")
    assert GlossaryTerm.objects.get(key="new_term").ja == "新しい病名"
    assert "1 kept, 1 unchanged" in load(file), "what is the staff's stays theirs"
    load(file, "--apply", "--force")
    term.refresh_from_db()
    assert (term.en, term.note) == ("gout (disease)", GOUT.note)


def test_a_term_of_the_staffs_own_keeps_its_words(write: Any) -> None:
    GlossaryTerm.objects.create(key="own", category="condition", ja="当院の呼び名")
    load(write(replace(GOUT, key="own", ja="別の呼び名", en="other")), "--apply")
    own = GlossaryTerm.objects.get(key="own")
    assert (own.ja, own.en) == ("当院の呼び名", "other")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"category": "illness"}, "line 2, column category"),
        ({"slug": "痛風"}, "line 2, column slug"),
        ({"icd10_check": "X"}, "line 2, column icd10_check"),
        ({"ja": ""}, "line 2, column ja"),
        ({"en": "x" * 201}, "line 2, column en"),
        ({"key": "new_term"}, "line 3, column key"),
        ({"note": "a\tb"}, "line 2: 20 columns, expected 19"),
    ],
)
def test_an_error_names_line_and_column(write: Any, change: dict[str, str], place: str) -> None:
    file = write(replace(GOUT, **change), replace(GOUT, key="new_term"))
    with pytest.raises(CommandError, match=re.escape(f"terms.tsv {place}")):
        load(file, "--apply")
    assert not GlossaryTerm.objects.filter(key="new_term").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("key\tja\n", "line 1, column 2: ja, expected category"),
        ("\t".join((*COLUMNS, "more")) + "\n", "line 1, column 20: more, expected nothing"),
    ],
)
def test_a_file_that_is_no_glossary(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "other.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        load(str(path))
    with pytest.raises(CommandError):
        load(str(tmp_path / "missing.tsv"))


def test_terms_from_before_learn_what_they_were_loaded_with() -> None:
    GlossaryTerm.objects.update(loaded={})
    importlib.import_module("kneeblog.migrations.0007_care_data").remember_loaded(apps, None)
    assert GlossaryTerm.objects.get(key="gout").loaded == asdict(GOUT)
