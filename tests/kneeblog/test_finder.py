"""The symptom finder over HTTP: what fits, in which order, in which language, for how many queries."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from kneeblog.models import (
    ConditionPage,
    FinderChoice,
    GlossaryTerm,
    RelatedCondition,
    SymptomArticlePage,
    SymptomFinderPage,
)

from .finder import add_finder, load_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]
ADDRESS = "/symptom-finder/"


def term(key: str) -> GlossaryTerm:
    return GlossaryTerm.objects.get(key=key)


@pytest.fixture
def finder(site_tree: Any) -> SymptomFinderPage:
    load_answers()
    return add_finder(site_tree.home)


@pytest.fixture
def write(site_tree: Any) -> Any:
    """A function that publishes an article about a symptom, with topics about diseases and related conditions."""

    def make(slug: str, symptom: str = "", topics: tuple[str, ...] = (), related: tuple[Any, ...] = ()) -> Any:
        topic_blocks = [
            ("topic", {"heading": key, "condition": term(key), "anchor": "", "content": [("paragraph", RichText("x"))]})
            for key in topics
        ]
        page = SymptomArticlePage(
            title=f"記事 {slug}",
            slug=slug,
            locale=site_tree.home.locale,
            symptom=term(symptom) if symptom else None,
            body=[("section", {"heading": "病気", "kind": "other", "anchor": "", "content": topic_blocks})],
        )
        site_tree.blog.add_child(instance=page)
        page.related_conditions = [RelatedCondition(condition=condition) for condition in related]
        page.save_revision().publish()
        return page

    return make


@pytest.fixture
def disease(site_tree: Any) -> Any:
    def make(key: str) -> ConditionPage:
        page = ConditionPage(
            title=f"病気 {key}", slug=key.replace("_", "-"), locale=site_tree.home.locale, term=term(key)
        )
        site_tree.conditions.add_child(instance=page)
        page.save_revision().publish()
        return page

    return make


def found(client: Any, address: str = ADDRESS) -> tuple[list[str], list[str], str]:
    """The articles and the conditions in the results, in their order; and the whole page."""
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    results = html.partition('id="results"')[2].partition("</section>")[0]
    articles = re.findall(r'<a class="card-link" href="[^"]*/blog/([^/]+)/"', results)
    return articles, re.findall(r'<a href="[^"]*/conditions/([^/]+)/"', results), html


def test_what_fits_both_answers_stands_there_and_nothing_else(client: Any, finder: Any, write: Any, disease: Any):
    for key in ("knee_oa", "rheumatoid_arthritis", "baker_cyst"):
        disease(key)
    write("inner", "medial_knee_pain")
    write("outer", "lateral_knee_pain")
    write("runner", topics=("runners_knee",))
    assert found(client, f"{ADDRESS}?place=inside")[:2] == (["inner"], ["knee-oa"])
    assert found(client, f"{ADDRESS}?time=morning")[1] == ["rheumatoid-arthritis", "knee-oa"]  # by their readings
    assert found(client, f"{ADDRESS}?place=outside&time=sport")[:2] == (["outer", "runner"], [])
    assert found(client, f"{ADDRESS}?place=inside&time=stairs")[:2] == (["inner"], ["knee-oa"])


def test_an_article_is_found_by_its_symptom_its_topics_and_its_related_conditions(
    client: Any, finder: Any, write: Any, disease: Any
):
    cyst = disease("baker_cyst")
    write("by-symptom", "posterior_knee_pain")
    write("by-topic", topics=("pcl_injury",))
    write("by-relation", related=(cyst,))
    write("not-at-all", "lateral_knee_pain")
    articles, conditions, _html = found(client, f"{ADDRESS}?place=back")
    assert articles == ["by-symptom", "by-relation", "by-topic"]  # the symptom first, then the newest
    assert conditions == ["baker-cyst"]


def test_where_nothing_fits_both_it_says_so_and_shows_what_fits_one(client: Any, finder: Any, write: Any):
    write("outer", "lateral_knee_pain")
    articles, _conditions, html = found(client, f"{ADDRESS}?place=outside&time=morning")
    assert articles == ["outer"] and "どちらか一方に当てはまるページをご案内します" in html
    articles, _conditions, html = found(client, f"{ADDRESS}?place=below")
    assert articles == [] and "当てはまるページはまだありません" in html


def test_what_visitors_may_not_read_is_not_found(client: Any, finder: Any, write: Any, disease: Any):
    condition, secret, gone = disease("knee_oa"), write("secret", "medial_knee_pain"), write("gone", "medial_knee_pain")
    gone.unpublish()
    condition.unpublish()
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, f"{ADDRESS}?place=inside")[:2] == ([], [])


@pytest.mark.parametrize("query", ["", "?place=", "?place=nowhere", "?place=stairs", "?place=%00&time=<b>", "?page=9"])
def test_without_an_answer_there_is_the_question(client: Any, finder: Any, write: Any, query: str):
    write("inner", "medial_knee_pain")
    html = found(client, ADDRESS + query)[2]
    assert 'id="results"' not in html and "どこが痛みますか" in html and "<b>" not in html
    assert html.count("<fieldset>") == html.count("<legend>") == 2


def test_the_answers_stay_chosen_and_only_the_page_itself_is_for_search_engines(client: Any, finder: Any, write: Any):
    write("inner", "medial_knee_pain")
    html = found(client, f"{ADDRESS}?place=inside&time=stairs")[2]
    chosen = re.findall(r'name="(\w+)" value="(\w*)" checked', html)
    assert chosen == [("place", "inside"), ("time", "stairs")]
    assert f'<link rel="canonical" href="http://localhost{ADDRESS}">' in html
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])["@graph"]
    nodes = {node["@type"]: node for node in graph}
    assert [step["name"] for step in nodes["BreadcrumbList"]["itemListElement"]] == ["ホーム", "症状から探す"]
    assert nodes["CollectionPage"]["url"] == f"http://localhost{ADDRESS}"
    assert [entry["name"] for entry in nodes["ItemList"]["itemListElement"]] == ["記事 inner"]
    assert '<nav class="breadcrumbs' in html
    assert "?place=" not in client.get("/sitemap-ja-symptomfinderpage.xml").getvalue().decode()


def test_the_menu_and_the_home_page_lead_to_it(client: Any, finder: Any, site_tree: Any):
    html = client.get("/").content.decode()
    menu = html.partition('class="site-menu"')[2].partition("</nav>")[0]
    assert f'href="{ADDRESS}"' in menu
    places = re.findall(rf'href="{ADDRESS}\?place=(\w+)#results"', html)
    assert places == ["inside", "outside", "front", "below", "back", "whole"]
    assert html.count('class="card-title"') == 4  # the other parts of the site; the finder is no card
    finder.unpublish()
    assert ADDRESS not in client.get("/").content.decode()


def test_the_home_page_shows_the_newest_articles(client: Any, finder: Any, write: Any):
    for number in range(5):
        write(f"number-{number}")
    newest = client.get("/").content.decode().partition("新しい記事")[2].partition("</section>")[0]
    assert re.findall(r"/blog/(number-\d)/", newest) == ["number-4", "number-3", "number-2"]


def test_every_language_has_its_own(client: Any, finder: Any, write: Any, site_tree: Any, locales: Any):
    article = write("inner", "medial_knee_pain")
    words = {
        "en": ("Inner side", "Where"),
        "zh-hans": ("内侧", "哪里"),
        "zh-hant": ("內側", "哪裡"),
        "ko": ("안쪽", "어디"),
    }
    for code, (inside, where) in words.items():
        for page in (site_tree.home, site_tree.blog, finder, article):
            page.copy_for_translation(locales[code]).save_revision().publish()
        response = client.get(f"/{code}{ADDRESS}?place=inside")
        html = response.content.decode()
        assert response.status_code == 200 and f"<span>{inside}</span>" in html and f"<legend>{where}" in html
        assert re.findall(r'class="card-link" href="([^"]+)"', html) == [f"/{code}/blog/inner/"]
        assert f'hreflang="{"zh-Hans" if code == "zh-hans" else "zh-Hant" if code == "zh-hant" else code}"' in html


def test_the_results_go_on_on_a_second_page(client: Any, finder: Any, write: Any, settings: Any):
    settings.KNEEBLOG = {"PAGE_SIZE": 2}
    for number in range(3):
        write(f"number-{number}", "medial_knee_pain")
    html = found(client, f"{ADDRESS}?place=inside&time=stairs")[2]
    assert "?place=inside&amp;time=stairs&amp;page=2" in html
    assert found(client, f"{ADDRESS}?place=inside&time=stairs&page=2")[0] == ["number-0"]


def test_it_asks_the_database_as_often_for_many_pages_as_for_few(client: Any, finder: Any, write: Any, disease: Any):
    def queries() -> int:
        client.get(f"{ADDRESS}?place=back&time=bending")
        with CaptureQueriesContext(connection) as captured:
            assert found(client, f"{ADDRESS}?place=back&time=bending")[0]
        return len(captured)

    cyst = disease("baker_cyst")
    write("first", "posterior_knee_pain", related=(cyst,))
    few = queries()
    for key in ("meniscus_injury", "knee_oa"):
        disease(key)
    for number in range(8):
        write(f"more-{number}", "posterior_knee_pain", ("meniscus_injury", "knee_oa"), (cyst,))
    many = queries()
    print(f"\n{few} and {many} queries")
    assert many == few <= 16


def test_staff_say_which_terms_belong_to_an_answer(admin_client: Any, client: Any, finder: Any, write: Any):
    write("outer", "lateral_knee_pain")
    choice = FinderChoice.objects.get(key="inside")
    assert found(client, f"{ADDRESS}?place=inside")[0] == []
    address = reverse("wagtailsnippets_kneeblog_finderchoice:edit", args=[choice.pk])
    form = admin_client.get(address, headers={"accept-language": "ja"}).content.decode()
    assert "症状と疾患" in form and "膝の内側の痛み" in form and "PRP" not in form.partition('name="terms"')[2]
    names = {
        name: getattr(choice, name) for name in ("kind", "key", "sort_order", "ja", "en", "zh_hans", "zh_hant", "ko")
    }
    terms = [term(key).pk for key in ("lateral_knee_pain", "medial_knee_pain")]
    assert admin_client.post(address, {**names, "ja": "内がわ", "terms": terms}).status_code == 302
    articles, _conditions, html = found(client, f"{ADDRESS}?place=inside")
    assert articles == ["outer"] and "<span>内がわ</span>" in html


def test_every_answer_it_begins_with_has_a_name_in_every_language_and_terms(finder: Any):
    choices = FinderChoice.objects.prefetch_related("terms")
    assert {choice.kind for choice in choices} == {"place", "time"} and len(choices) == 14
    for choice in choices:
        assert all(getattr(choice, name) for name in ("ja", "en", "zh_hans", "zh_hant", "ko"))
        assert choice.terms.count() >= 3
        assert {one.category for one in choice.terms.all()} <= {"symptom", "condition"}
