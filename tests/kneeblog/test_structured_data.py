"""JSON-LD as visitors are sent it: every page type in every language, against schema.org and the page itself."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from bs4 import BeautifulSoup
from extruct.jsonld import JsonLdExtractor
from wagtail.models import Page

from kneeblog.models import (
    ArticlePage,
    Author,
    CareerEntry,
    ClinicSettings,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    PhysicianCredential,
    PhysicianPage,
    RelatedCondition,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentPage,
    TreatmentRisk,
)
from kneeblog.seo import structured_data as consumers
from kneeblog.seo.languages import language_tag, open_graph_locale
from kneeblog.seo.opening_hours import OpeningHours, parse_opening_hours

from .schemaorg import NEVER, problems, types_of

HOSTILE = '</script><script>alert(1)</script><!-- "膝"  \\ \U0001f469\u200d\u2695\ufe0f \u202eاختبار ' + "長" * 180
ROW = {
    "label": "片ひざ", "kind": "price", "amount_min": 19_000, "amount_max": None, "tax": "incl",
    "insurance": "self_pay", "side": "one", "count": None, "unit": "", "is_from": False, "is_to": False,
    "approx": False, "note": "",
    "valid_from": date(2026, 4, 1), "valid_until": None, "currency": "JPY", "raw": "", "flags": "",
}  # fmt: skip

# Addresses, codes, and what is shown in another form: times in the reader's language, amounts with their currency.
NOT_TEXT = {
    *("@context", "@id", "@type", "url", "contentUrl", "image", "item", "inLanguage", "propertyID", "codingSystem"),
    *("codeValue", "addressCountry", "priceCurrency", "dayOfWeek", "opens", "closes", "price", "minPrice", "maxPrice"),
    *("specialty", "medicalSpecialty", "relevantSpecialty", "datePublished", "dateModified", "lastReviewed"),
    *("validFrom", "creditText", "caption"),
}


@pytest.fixture
def clinic(site_tree: Any, make_image: Any) -> ClinicSettings:
    """A clinic that says everything of itself."""
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.clinic_name, clinic.official_name = "さくら膝クリニック", "医療法人さくら会 さくら膝クリニック"
    clinic.phone, clinic.email, clinic.postal_code = "06-0000-0000", "info@sakura.example", "530-0000"
    clinic.address, clinic.opening_hours = (
        "大阪府大阪市北区\n桜町1-2-3",
        "月・火・木・金 9:00〜12:30、14:30〜18:00\n日・祝 休診",
    )
    clinic.logo = make_image("logo", size=(600, 60))
    clinic.save()
    return clinic


@pytest.fixture
def pages(site_tree: Any, locales: Any, make_image: Any, clinic: ClinicSettings, rules_off: None) -> dict[str, Page]:
    """One live page of every type, with everything filled in."""
    locale, tree = site_tree.home.locale, site_tree
    picture = [("image", {"image": make_image("膝", size=(1600, 900)), "caption": "", "original_url": ""})]
    physician = tree.physicians.add_child(
        instance=PhysicianPage(
            title="朝比奈 湊 医師", slug="asahina", name="朝比奈 湊", name_kana="あさひな みなと", photo=picture,
            name_romaji="Minato Asahina", locale=locale,
            credentials=[PhysicianCredential(title="整形外科専門医", certifying_body="日本専門医機構", locale=locale)],
            career=[CareerEntry(text="2019年 開院", locale=locale)],
        )
    )  # fmt: skip
    condition = tree.conditions.add_child(
        instance=ConditionPage(
            title="変形性膝関節症とは", slug="knee-osteoarthritis", locale=locale,
            term=GlossaryTerm.objects.get(key="knee_oa"), hero_image=picture,
        )
    )  # fmt: skip
    rows = [ROW, {**ROW, "label": "両ひざ", "side": "both", "amount_min": 38_000, "amount_max": 42_000},
            {**ROW, "label": "初診料", "is_from": True, "tax": "unknown", "valid_from": None},
            {**ROW, "label": "追加", "kind": "surcharge"},
            {**ROW, "label": "相談", "kind": "ask", "amount_min": None}]  # fmt: skip
    fees = FeeTable.objects.create(name="PRPの費用", locale=locale, rows=[("row", row) for row in rows])
    treatment = tree.treatments.add_child(
        instance=TreatmentPage(
            title="PRP療法", slug="prp", locale=locale, summary="血小板を注射します。", fee_table=fees,
            insurance_status="self_pay", treatment_content="<p>採血し、関節内に注射します。</p>",
            approval_status="unapproved", unapproved_notice="国内で承認されていません。", regen_class="II",
            plan_number="PB3230086", hero_image=picture,
            risks=[TreatmentRisk(name="注射部位の痛み", locale=locale),
                   TreatmentRisk(name="関節内の感染", serious=True, locale=locale)],
        )
    )  # fmt: skip
    article = SymptomArticlePage(
        title="膝の裏が痛い原因", slug="back-knee", locale=locale, introduction="<p>はじめに。</p>", hero_image=picture,
        symptom=GlossaryTerm.objects.get(key="posterior_knee_pain"), supervisor=physician,
        author=Author.objects.create(name="編集部", locale=locale), treatments=[("treatment", treatment)],
    )  # fmt: skip
    tree.blog.add_child(instance=article)
    article.related_conditions.add(RelatedCondition(condition=condition))
    article.save_revision().publish()
    SupervisionRecord.sign(article, physician, signed_on=date(2026, 6, 1))
    news = tree.blog.add_child(
        instance=ArticlePage(title="休診のお知らせ", slug="news", locale=locale, hero_image=picture)
    )
    found = {"physician": physician, "condition": condition, "treatment": treatment, "article": article, "news": news}
    found |= {name: getattr(tree, name) for name in ("home", "blog", "conditions", "treatments", "physicians")}
    for page in found.values():
        page.refresh_from_db()
        page.save_revision().publish() if page.latest_revision_id is None else None
    return found


@pytest.fixture
def everywhere(pages: dict[str, Page], locales: Any) -> dict[str, Page]:
    """The same in every language."""
    found = dict(pages)
    for code in ("en", "zh-hans", "zh-hant", "ko"):
        for name in ("home", "physicians", "conditions", "treatments", "blog", *list(pages)[:5]):
            translation = pages[name].copy_for_translation(locales[code], copy_parents=True)
            translation.save_revision().publish()
            found[f"{name} in {code}"] = translation
    assert len(found) == 5 * 10
    return found


def graph_of(client: Any, page: Page) -> tuple[dict[str, Any], BeautifulSoup]:
    response = client.get(page.get_url())
    assert response.status_code == 200, page
    shown = BeautifulSoup(response.content, "lxml")
    (script,) = shown.find_all("script", type="application/ld+json")
    return json.loads(script.string), shown


def node(graph: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = [one for one in graph["@graph"] if kind in types_of(one)]
    return found


def test_every_page_says_what_schema_org_knows_and_what_visitors_see(client: Any, everywhere: dict[str, Page]) -> None:
    for name, page in everywhere.items():
        graph, shown = graph_of(client, page)
        assert problems(graph) == [], name
        assert not NEVER & {kind for one in graph["@graph"] for kind in types_of(one)}
        assert consumers.problems(graph) == [], name
        assert shown.html["lang"] == page.locale.language_code
        assert_trail_is_visible(graph, shown)
        assert_values_are_visible(graph, shown, name)


def assert_trail_is_visible(graph: dict[str, Any], shown: BeautifulSoup) -> None:
    visible = [
        (step.get_text(strip=True), step.a["href"] if step.a else None) for step in shown.select(".breadcrumbs li")
    ]
    lists = [one for one in graph["@graph"] if "BreadcrumbList" in types_of(one)]
    said = [(step["name"], step.get("item")) for one in lists for step in one["itemListElement"]]
    assert [(label, url and f"http://localhost{url}") for label, url in visible] == said


def assert_values_are_visible(graph: dict[str, Any], shown: BeautifulSoup, name: str) -> None:
    head = " ".join(tag.get("content", "") for tag in shown.find_all("meta"))
    shown.head.extract()
    text = "".join((shown.get_text() + head).split())
    for script in shown.find_all("script"):
        script.extract()

    def walk(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for own, part in value.items():
                walk(part, own)
        elif isinstance(value, list):
            for part in value:
                walk(part, key)
        elif isinstance(value, str) and key not in NOT_TEXT:
            assert "".join(value.split()) in text, (name, key, value)

    walk(graph["@graph"])


def test_the_supervisor_comes_from_the_record_alone(client: Any, pages: dict[str, Page]) -> None:
    graph, _ = graph_of(client, pages["article"])
    page = node(graph, "MedicalWebPage")
    assert page["lastReviewed"] == "2026-06-01"
    assert page["reviewedBy"]["@id"] == "http://localhost/physicians/asahina/#person"
    assert node(graph, "Person")["hasCredential"][0]["recognizedBy"]["name"] == "日本専門医機構"
    SupervisionRecord.objects.all().delete()
    graph, _ = graph_of(client, pages["article"])
    assert not {"lastReviewed", "reviewedBy"} & node(graph, "MedicalWebPage").keys()


def test_a_treatment_and_what_it_costs(client: Any, pages: dict[str, Page]) -> None:
    graph, _ = graph_of(client, pages["treatment"])
    therapy = node(graph, "MedicalTherapy")
    assert therapy["legalStatus"] == "国内で承認されていません。" and therapy["identifier"]["value"] == "PB3230086"
    assert [one["name"] for one in therapy["seriousAdverseOutcome"]] == ["関節内の感染"]
    offers = [one for one in graph["@graph"] if one["@type"] == "Offer"]
    assert [offer["@id"] for offer in offers] == [one["@id"] for one in therapy["offers"]]
    one, both, visit = (offer["priceSpecification"] for offer in offers)  # neither the surcharge nor what must be asked
    assert (one["price"], one["valueAddedTaxIncluded"], one["validFrom"]) == ("19000", True, "2026-04-01")
    assert (both["minPrice"], both["maxPrice"]) == ("38000", "42000")
    assert visit["minPrice"] == "19000" and not {"price", "maxPrice", "valueAddedTaxIncluded"} & visit.keys()


def test_a_price_that_changes_is_another_one_in_every_language_on_the_next_request(
    client: Any, everywhere: dict[str, Page]
) -> None:
    table = FeeTable.objects.get(name="PRPの費用")
    rows = [("row", {**ROW, "amount_min": 22_000})]
    table.rows = rows
    table.save()
    for name in ("treatment", "treatment in en"):
        graph, shown = graph_of(client, everywhere[name])
        assert node(graph, "Offer")["price"] == "22000" and "22,000" in shown.get_text(), name


def test_a_disease_has_the_codes_that_were_checked(client: Any, pages: dict[str, Page]) -> None:
    term = GlossaryTerm.objects.get(key="knee_oa")
    term.icd10, term.icd10_check, term.mesh, term.mesh_check = "M17", "V", "D020370", "M"
    term.save()
    graph, _ = graph_of(client, pages["condition"])
    codes = [(code["codingSystem"], code["codeValue"]) for code in node(graph, "MedicalCondition")["code"]]
    assert codes == [("ICD-10", "M17")]


def test_a_list_names_its_pages(client: Any, pages: dict[str, Page]) -> None:
    graph, _ = graph_of(client, pages["blog"])
    listed = {(step["name"], step["url"]) for step in node(graph, "ItemList")["itemListElement"]}
    assert listed == {(pages[name].title, f"http://localhost{pages[name].url}") for name in ("article", "news")}


class Scripts(HTMLParser):
    """A reader of its own: what stands in scripts, by their type."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "script":
            self.inside = True
            self.found.append((dict(attrs).get("type"), ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = False if tag == "script" else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)


def test_whatever_editors_type_stays_data(client: Any, pages: dict[str, Page]) -> None:
    page = pages["article"]
    page.title, page.search_description = HOSTILE, f"{HOSTILE}  "
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    reader = Scripts()
    reader.feed(html)
    assert [kind for kind, _ in reader.found] == ["application/ld+json", "module"]
    assert reader.found[1][1] == ""  # the search's script is a file
    graph = json.loads(reader.found[0][1])
    assert node(graph, "BlogPosting")["headline"] == HOSTILE
    assert JsonLdExtractor().extract(html) == [graph]


def test_a_site_without_a_name_and_a_page_without_anything(client: Any, site_tree: Any) -> None:
    page = site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug="a", locale=site_tree.home.locale))
    graph, _ = graph_of(client, page)
    assert problems(graph) == []
    assert {kind for one in graph["@graph"] for kind in types_of(one)} == {"WebPage", "BlogPosting", "BreadcrumbList"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月・火・木・金 9:00〜12:30、14:30〜18:00", [("MoTuThFr", "09:00", "12:30"), ("MoTuThFr", "14:30", "18:00")]),
        ("平日　９：００～１８：００", [("MoTuWeThFr", "09:00", "18:00")]),
        ("月〜水・土曜日 午前9時〜午後1時30分", [("MoTuWeSa", "09:00", "13:30")]),
        ("金〜月 10:00-19:00", [("MoFrSaSu", "10:00", "19:00")]),
        ("土日祝 10:00〜15:00", [("SaSu", "10:00", "15:00")]),
        ("水・日・祝 休診", []),
        ("月（第2・第4のみ） 9:00〜12:00", []),
        ("完全予約制", []),
        ("9:00〜18:00", []),
        ("月 18:00〜9:00", []),
        ("月 25:00〜26:00", []),
        ("", []),
    ],
)  # fmt: skip
def test_opening_hours_as_clinics_write_them(text: str, expected: list[tuple[str, str, str]]) -> None:
    def short(hours: OpeningHours) -> tuple[str, str, str]:
        return "".join(day[:2] for day in hours.days), hours.opens, hours.closes

    assert [short(hours) for hours in parse_opening_hours(text)] == expected


def test_language_codes() -> None:
    assert [language_tag(code) for code in ("ja", "zh-hans", "zh-hant", "en-gb")] == [
        "ja",
        "zh-Hans",
        "zh-Hant",
        "en-GB",
    ]
    assert [open_graph_locale(code) for code in ("ja", "zh-hant", "fr", "pt-br")] == ["ja_JP", "zh_TW", "fr", "pt_BR"]
