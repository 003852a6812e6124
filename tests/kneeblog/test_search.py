"""The site's search: what is found, in which order, and how it is shown; the same on SQLite and PostgreSQL."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from kneeblog.models import ArticlePage, BlogIndexPage, HomePage
from kneeblog.search import index
from kneeblog.search.excerpt import excerpt, marked
from kneeblog.search.results import search
from kneeblog.search.terms import fold, phrase, stem, terms

from .searches import PAGES, SEARCHES, Search, Text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


def write(blog: Any, slug: str, text: Text) -> ArticlePage:
    """Publish a page as an editor would."""
    section = [{"type": "paragraph", "value": f"<p>{html.escape(text.body)}</p>"}]
    body = [{"type": "section", "value": {"heading": text.heading, "content": section}}]
    page = ArticlePage(
        title=text.title,
        slug=slug,
        locale=blog.locale,
        introduction=f"<p>{html.escape(text.introduction)}</p>",
        body=json.dumps(body),
        live=False,
    )
    blog.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def clinic(site_tree: Any, locales: dict[str, Any]) -> dict[str, Any]:
    """Blogs in three languages with the pages of the table."""
    blogs = {"ja": site_tree.blog}
    for code in ("en", "ko"):
        home = site_tree.home.copy_for_translation(locales[code])
        home.save_revision().publish()
        blogs[code] = home.add_child(instance=BlogIndexPage(title="Blog", slug="blog", locale=locales[code]))
    for slug, text in PAGES.items():
        write(blogs[text.language], slug, text)
    return blogs


def found(blog: Any, query: str) -> list[str]:
    root = HomePage.objects.get(pk=blog.get_parent().pk)
    keys = search(query, root, blog.locale).pages
    slugs = dict(Page.objects.filter(pk__in=keys).values_list("pk", "slug"))
    return [slugs[key] for key in keys]


def fault(blog: Any, row: Search) -> str:
    """What is wrong with what was found, as a sentence."""
    slugs = found(blog, row.query)
    wanted = row.found.replace(">", " ").split()
    missing, wrong = set(wanted) - set(slugs), set(row.hidden.split()) & set(slugs)
    first = ">" in row.found and slugs[: len(wanted)] != wanted
    return f"{row.query}: {slugs}, missing {missing}, wrong {wrong}" if missing or wrong or first else ""


def test_every_search_of_the_table(clinic: dict[str, Any]) -> None:
    assert len(SEARCHES) >= 60
    assert [fault for row in SEARCHES if (fault := _fault(clinic, row))] == []


def _fault(clinic: dict[str, Any], row: Search) -> str:
    return fault(clinic[row.language], row)


def test_a_title_counts_more_than_a_heading_and_that_more_than_the_text(site_tree: Any) -> None:
    plain = Text("お知らせ", "読み物です。", "見出し", "本文です。")
    write(site_tree.blog, "in-title", plain._replace(title="鵞足炎のこと"))
    write(site_tree.blog, "in-text", plain._replace(body="鵞足炎です。鵞足炎です。鵞足炎です。"))
    write(site_tree.blog, "in-heading", plain._replace(heading="鵞足炎のとき"))
    write(site_tree.blog, "in-introduction", plain._replace(introduction="鵞足炎の読み物です。"))
    assert found(site_tree.blog, "鵞足炎") == ["in-title", "in-introduction", "in-heading", "in-text"]


def test_only_what_anybody_may_read_is_found(site_tree: Any) -> None:
    slugs = ("shown", "withdrawn", "private", "gone", "edited")
    pages = {slug: write(site_tree.blog, slug, PAGES["gout"]) for slug in slugs}
    pages["withdrawn"].unpublish()
    PageViewRestriction.objects.create(page=pages["private"], restriction_type="login")
    pages["gone"].delete()
    pages["edited"].introduction = "<p>まだ出していない金剛石</p>"
    pages["edited"].save_revision()
    assert sorted(found(site_tree.blog, "結晶")) == ["edited", "shown"]
    assert found(site_tree.blog, "金剛石") == []
    pages["edited"].get_latest_revision().publish()
    assert found(site_tree.blog, "金剛石") == ["edited"]
    assert found(site_tree.blog, "急に膝が腫れて") == ["shown"]


def test_a_long_page_is_found_by_its_last_words(site_tree: Any) -> None:
    text = "膝の話をします。" * 4_000 + "最後に金剛石の話です。"
    write(site_tree.blog, "long", PAGES["gout"]._replace(body=text))
    assert found(site_tree.blog, "最後に金剛石") == ["long"]


def test_the_command_writes_all_anew(site_tree: Any, capsys: Any) -> None:
    write(site_tree.blog, "gout", PAGES["gout"])
    index.clear()
    assert found(site_tree.blog, "偽痛風") == []
    call_command("update_site_search")
    assert found(site_tree.blog, "偽痛風") == ["gout"]
    assert "can be found" in capsys.readouterr().out


# As a visitor sees it -------------------------------------------------------------------------------------------------


def test_the_page_of_results(client: Any, clinic: dict[str, Any]) -> None:
    page = BeautifulSoup(client.get("/search/", {"q": "靭帯"}).content, "lxml")
    assert "「靭帯」の検索結果" in page.find(role="status").get_text()
    first = page.select_one(".result")
    assert first.select_one("a")["href"] == "/blog/acl/"
    assert [mark.get_text() for mark in first.select("h2 mark")] == ["靱帯"]  # as it is written there
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.select_one("#search-words")["value"] == "靭帯"
    english = client.get("/en/search/", {"q": "knee"}).content.decode()
    assert 'href="/en/blog/knee-en/"' in english and 'href="/blog/' not in english.split('class="results"')[1]


def test_what_a_visitor_types_stays_text(client: Any, clinic: dict[str, Any]) -> None:
    for query in ('"><script>alert(1)</script>', "膝\x00", "膝" * 5_000, "\u202e膝", "%s %(x)s {0}"):
        response = client.get("/search/", {"q": query})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
    assert client.get("/search/", {"q": "膝", "page": "zwei"}).status_code == 200
    assert client.post("/search/").status_code == 405


def test_many_results_are_shown_in_parts_in_a_fixed_number_of_queries(
    client: Any, site_tree: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(14):
        write(site_tree.blog, f"n{number}", PAGES["gout"]._replace(title=f"偽痛風 その{number}"))
    with django_assert_max_num_queries(20):
        first = BeautifulSoup(client.get("/search/", {"q": "偽痛風&痛"}).content, "lxml")
    following = first.find("a", rel="next")["href"]
    second = BeautifulSoup(client.get(f"/search/{following}").content, "lxml")
    titles = [link.get_text() for page in (first, second) for link in page.select(".result h2")]
    assert len(titles) == len(set(titles)) == 14


def test_suggestions_are_titles(client: Any, clinic: dict[str, Any]) -> None:
    answer = client.get("/search/suggest/", {"q": "はんげつ"})
    assert answer.json() == {"suggestions": []}
    answer = client.get("/search/suggest/", {"q": "半月"})
    assert answer.json() == {"suggestions": ["半月板損傷の症状と治療"]}


def test_the_admin_finds_words_inside_titles(admin_client: Any, clinic: dict[str, Any]) -> None:
    for words, title in (
        ("関節症", "変形性膝関節症とは"),
        ("ひざの", "階段を下りるとき"),
        ("月板", "半月板損傷の症状"),
    ):
        with override("ja"):
            response = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": words}, follow=True)
        shown = response.content.decode()
        assert title in shown, words


# The pure parts -------------------------------------------------------------------------------------------------------

TEXTS = st.text(alphabet=st.sampled_from("膝ひざヒザﾋﾞ靱靭関節痛みのaBs1２ー。 ,\n🦵𠮷é가"), max_size=40)


@given(TEXTS, st.data())
def test_whatever_stands_in_a_text_without_spaces_is_found_by_its_phrase(text: str, data: Any) -> None:
    folded = fold(text).text
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    part = folded[start:end]
    if not part or not all(_is_japanese(char) for char in part):
        return
    wanted = phrase(part)
    assert wanted is not None
    assert _contains(terms(folded), wanted.terms, wanted.open)


@given(TEXTS, TEXTS)
def test_a_phrase_is_found_only_where_it_stands(text: str, part: str) -> None:
    folded, wanted = fold(text).text, fold(part).text
    if (searched := phrase(wanted)) is None or not all(_is_japanese(char) for char in wanted):
        return
    assert _contains(terms(folded), searched.terms, searched.open) == (wanted in folded)


def _is_japanese(char: str) -> bool:
    return char in "膝ひざ靭関節痛みのー𠮷가び"


def _contains(found: list[str], wanted: tuple[str, ...], is_open: bool) -> bool:
    def same(at: int) -> bool:
        *exact, last = zip(found[at : at + len(wanted)], wanted, strict=False)
        return all(a == b for a, b in exact) and (last[0].startswith(last[1]) if is_open else last[0] == last[1])

    return any(same(at) for at in range(len(found) - len(wanted) + 1))


@given(TEXTS, st.lists(st.sampled_from(["膝", "ひざ", "靭帯", "ab", "痛み"]), max_size=3))
def test_marking_changes_no_character(text: str, spellings: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, spellings)) == text


def test_an_excerpt_shows_the_place_in_the_text_as_it_was_written() -> None:
    text = "はじめの文です。" * 30 + "そのあとﾋｻﾞの靱帯が痛みます。" + "おわりの文です。" * 30
    pieces = excerpt(["関係のない文です。", text], ["ひざ", "靭帯"])
    assert [piece.text for piece in pieces if piece.found] == ["ﾋｻﾞ", "靱帯"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("そのあと") and shown.endswith("…") and len(shown) < 130
    assert excerpt(["何もない文です。"], ["膝"])[0].text == "何もない文です。"
    assert excerpt([], ["膝"]) == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [("knees", "knee"), ("injuries", "injury"), ("tissues", "tissue"), ("meniscus", "meniscus"), ("gas", "gas")],
)
def test_plurals(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_both_databases_are_meant(db: None) -> None:
    assert connection.vendor in {"sqlite", "postgresql"} and index.is_available()
