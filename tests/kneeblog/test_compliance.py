"""The advertising rules on pages and snippets: what is read, and where it is found."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
from django.utils import timezone, translation

from kneeblog import disclosure
from kneeblog.compliance.checking import Rulebook, check_page, check_snippet, publishing_problems
from kneeblog.compliance.texts import contents_of
from kneeblog.models import (
    Author,
    ClinicSettings,
    ConditionPage,
    FeeTable,
    PhysicianPage,
    SymptomArticlePage,
    TreatmentPage,
    TreatmentRisk,
)
from tests.kneeblog.samples import Sampler

pytestmark = pytest.mark.django_db
PARAGRAPH, SECTION = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
PROMISE = "この治療で必ず治ります。"


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": PARAGRAPH}


def section(*content: dict[str, Any], heading: str = "原因", kind: str = "when_to_see_doctor") -> dict[str, Any]:
    return {
        "type": "section",
        "value": {"heading": heading, "kind": kind, "anchor": "", "content": list(content)},
        "id": SECTION,
    }


def rules_of(page: Any) -> list[str]:
    return [finding.rule for finding in check_page(page)]


@pytest.fixture
def physician(site_tree: Any) -> PhysicianPage:
    return site_tree.physicians.add_child(instance=PhysicianPage(title="朝比奈 湊", slug="asahina", name="朝比奈 湊"))


@pytest.fixture
def clinic(site_tree: Any) -> ClinicSettings:
    settings = ClinicSettings.for_site(site_tree.site)
    settings.phone = "00-0000-0000"
    settings.save()
    return settings


@pytest.fixture
def article(site_tree: Any, physician: PhysicianPage) -> SymptomArticlePage:
    page = SymptomArticlePage(title="膝の裏の痛み", slug="back-knee", live=False, supervisor=physician)
    page.body = [section(paragraph("膝は曲がります。この治療で<b>必ず</b>治ります。"))]
    return site_tree.blog.add_child(instance=page)


@pytest.fixture
def treatment(site_tree: Any, physician: PhysicianPage, clinic: ClinicSettings) -> TreatmentPage:
    """Self-pay care with all that it must disclose."""
    row = {
        "label": "片膝",
        "amount_min": "33000",
        "tax": "incl",
        "insurance": "self_pay",
        "kind": "price",
        "side": "one",
    }
    rows = [{"type": "row", "value": row, "id": SECTION}]
    table = FeeTable.objects.create(name="PRP注射", locale=site_tree.home.locale, rows=rows)
    page = TreatmentPage(
        title="PRP注射", slug="prp", live=False, supervisor=physician, fee_table=table, insurance_status="self_pay",
        treatment_content=f"<p>{'採血をした血液から成分を取り出し、関節に注射します。' * 4}</p>",
        course_duration="約3か月", course_visits="3回", approval_status="unapproved", unapproved_notice="未承認です。",
        procurement_route="院内で調製",
        domestic_alternatives="ありません。", overseas_safety="情報は十分ではありません。",
        relief_exclusion_notice="救済制度の対象とはなりません。", regen_class="II", plan_number="PB3230086",
        plan_checked_on=timezone.localdate(), disclosure_reviewed_on=timezone.localdate(), committee_name="委員会",
        committee_number="NA8150016",
        facility_number="FC3230001",
    )  # fmt: skip
    page = site_tree.treatments.add_child(instance=page)
    page.risks.add(
        TreatmentRisk(
            name="注射した部位の痛み、腫れ、熱感、内出血、まれに関節の感染や神経の障害、期待した変化が得られないこと"
        )
    )
    page.save()
    return page


# What is read and where it is found ---------------------------------------------------------------------------------


def test_a_finding_names_block_place_and_words(article: SymptomArticlePage) -> None:
    (finding,) = check_page(article)
    assert (finding.rule, finding.severity) == ("FALSE-002", "error")
    assert (finding.sentence, finding.words) == (PROMISE, "必ず治り")
    assert (finding.field, finding.block_id, finding.owner) == ("body", PARAGRAPH, None)
    assert finding.place == "本文 › セクション「原因」 › テキスト"
    assert finding.message.startswith("効果を保証する断定表現です") and finding.suggestion and finding.source
    assert publishing_problems(article) == [finding]
    with translation.override("en"):
        assert check_page(article)[0].message.startswith("Guarantees an outcome")


def test_the_draft_that_is_given_is_checked(article: SymptomArticlePage) -> None:
    article.body = [section(paragraph("膝は曲がります。"))]
    article.save_revision()
    assert check_page(article.get_latest_revision_as_object()) == []
    assert rules_of(SymptomArticlePage.objects.get(pk=article.pk)) == ["FALSE-002"]


@pytest.mark.parametrize("field", ["title", "seo_title", "search_description", "breadcrumb_label"])
def test_fields_for_search_engines_are_read(article: SymptomArticlePage, field: str) -> None:
    setattr(article, field, "日本一の治療")
    finding = next(finding for finding in check_page(article) if finding.rule == "COMP-001")
    assert (finding.field, finding.block_id) == (field, "")


def test_every_text_of_every_block_is_read(site_tree: Any, make_image: Any, treatment: TreatmentPage) -> None:
    treatment.live = True
    treatment.save()
    sampler = Sampler(image=make_image(), treatment=treatment, snippets={"FeeTable": treatment.fee_table})
    page = SymptomArticlePage(title="記事", slug="all-blocks")
    for name in ("hero_image", "target_readers", "body", "treatments"):
        setattr(page, name, sampler.stream(page._meta.get_field(name).stream_block))
    page = site_tree.blog.add_child(instance=page)
    read = {text.text.strip() for text in contents_of(SymptomArticlePage.objects.get(pk=page.pk)).texts}
    assert set(sampler.texts) - read == set()
    assert not set(sampler.codes) & read
    assert {"PRP注射", "片膝", "院内で調製"} <= read  # what the treatment's card and its fee table show


def test_a_physicians_titles_are_read_with_the_body_that_certifies_them(physician: PhysicianPage) -> None:
    from kneeblog.models import CareerEntry, PhysicianCredential

    physician.credentials.add(PhysicianCredential(title="整形外科専門医", certifying_body="日本専門医機構"))
    physician.career.add(CareerEntry(text="臨床内科専門医"))
    found = [finding for finding in check_page(physician) if finding.rule == "QUAL-001"]
    assert [(finding.field, finding.sentence) for finding in found] == [("career", "臨床内科専門医")]


def test_what_the_footer_says_of_the_clinic_is_read_on_the_first_page(
    site_tree: Any, clinic: ClinicSettings, article: SymptomArticlePage
) -> None:
    clinic.description = "日本一の膝クリニックです。"
    clinic.save()
    found = [finding for finding in check_page(site_tree.home) if finding.rule == "COMP-001"]
    assert [(finding.owner, finding.field) for finding in found] == [(clinic, "description")]
    assert found[0].place.startswith("クリニック「") and found[0].place.endswith("」 › 説明")
    assert "COMP-001" not in rules_of(article)


def test_the_name_of_the_author_is_read(article: SymptomArticlePage) -> None:
    article.author = Author.objects.create(name="膝の名医 佐藤", locale_id=article.locale_id)
    assert "COMP-004" in rules_of(article)


def test_a_fee_table_is_checked_on_its_own_and_on_the_pages_that_show_it(treatment: TreatmentPage) -> None:
    treatment.fee_table.note = "期間限定50%OFF"
    treatment.fee_table.save()
    own = check_snippet(treatment.fee_table)
    assert {finding.rule for finding in own} == {"DIGN-001"} and own[0].owner is None
    shown = next(finding for finding in check_page(treatment) if finding.rule == "DIGN-001")
    assert shown.owner == treatment.fee_table and "料金表「PRP注射」" in shown.place


def test_a_treatments_words_are_found_on_the_article_that_shows_it(
    article: SymptomArticlePage, treatment: TreatmentPage
) -> None:
    TreatmentPage.objects.filter(pk=treatment.pk).update(live=True, summary="最先端の再生医療です。")
    article.body = []
    article.treatments = [{"type": "treatment", "value": treatment.pk}]
    article.save()
    found = next(f for f in check_page(SymptomArticlePage.objects.get(pk=article.pk)) if f.rule == "EXAG-001")
    assert found.owner == treatment and found.field == "summary"
    TreatmentPage.objects.filter(pk=treatment.pk).update(live=False)
    assert "EXAG-001" not in rules_of(SymptomArticlePage.objects.get(pk=article.pk))  # visitors do not see it


def test_the_number_of_queries_does_not_grow_with_the_text(
    article: SymptomArticlePage, django_assert_max_num_queries: Any
) -> None:
    article.body = [section(*(paragraph(PROMISE) for _ in range(60)))]
    article.save()
    page = SymptomArticlePage.objects.get(pk=article.pk)
    rulebook = Rulebook()
    with django_assert_max_num_queries(16):
        assert len(check_page(page, rulebook)) == 60


# Fields -------------------------------------------------------------------------------------------------------------


def test_a_treatment_with_all_the_law_asks_for_may_be_published(treatment: TreatmentPage) -> None:
    assert publishing_problems(treatment) == []


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"treatment_content": "<p>注射します。</p>"}, {"REL-002"}),
        ({"fee_table": None}, {"REL-003"}),
        ({"course_duration": ""}, {"REL-005"}),
        ({"course_visits": " "}, {"REL-006"}),
        ({"insurance_status": "unknown"}, {"REL-008", "REL-009"}),
        ({"approval_status": "unknown"}, {"UNAP-001"}),
        ({"unapproved_notice": ""}, {"UNAP-002"}),
        ({"procurement_route": ""}, {"UNAP-003"}),
        ({"domestic_alternatives": ""}, {"UNAP-004"}),
        ({"overseas_safety": ""}, {"UNAP-005"}),
        ({"relief_exclusion_notice": ""}, set()),  # the standard sentence takes its place
        ({"plan_number": ""}, {"REGEN-001"}),
        ({"plan_number": "PC3230081"}, {"REGEN-002"}),
        ({"plan_number": "323"}, {"REGEN-002"}),
        ({"regen_class": "I", "plan_number": "PA3230081"}, {"REGEN-003"}),
        ({"committee_name": ""}, {"REGEN-006"}),
        ({"plan_status": "suspended"}, {"REGEN-007"}),
        ({"disclosure_reviewed_on": datetime.date(2020, 1, 1)}, {"REL-012"}),
        ({"disclosure_reviewed_on": None}, {"REL-012"}),
        ({"plan_checked_on": None}, {"REGEN-007"}),
        ({"supervisor": None}, {"SUPV-001"}),
        ({"next_review_on": datetime.date(2020, 1, 1)}, {"INFO-002"}),
        ({"seo_title": "PRP注射 33,000円"}, {"DIGN-004"}),
        ({"summary": "評価★★★★"}, {"TESTI-003"}),
        ({"summary": "幹細胞治療も行います。"}, {"REL-009"}),
        ({"insurance_status": "insured", "course_visits": "", "unapproved_notice": ""}, {"REL-009"}),
    ],
)
def test_each_thing_that_is_missing_is_named(
    treatment: TreatmentPage, changes: dict[str, Any], rules: set[str]
) -> None:
    for name, value in changes.items():
        setattr(treatment, name, value)
    found = check_page(treatment)
    assert {finding.rule for finding in found} == rules
    assert all(finding.place for finding in found)


@pytest.mark.parametrize(
    ("fee", "rules"),
    [
        ({"tax": "unknown"}, {"PRICE-001"}),
        ({"is_from": True}, {"REL-004"}),
        ({"is_from": True, "amount_max": "55000"}, set()),
        ({"valid_until": "2020-01-01"}, {"PRICE-009"}),
        ({"label": "カウンセリング無料"}, {"PRICE-006"}),
    ],
)
def test_fees(treatment: TreatmentPage, fee: dict[str, Any], rules: set[str]) -> None:
    rows = treatment.fee_table.rows.raw_data
    treatment.fee_table.rows = [{"type": "row", "value": {**rows[0]["value"], **fee}}]
    treatment.fee_table.save()
    assert {finding.rule for finding in check_page(TreatmentPage.objects.get(pk=treatment.pk))} == rules


def test_both_knees_for_less_than_one(treatment: TreatmentPage) -> None:
    row = treatment.fee_table.rows.raw_data[0]["value"]
    both = {**row, "side": "both", "label": "両膝", "amount_min": "30000"}
    treatment.fee_table.rows = [{"type": "row", "value": row}, {"type": "row", "value": both}]
    assert {finding.rule for finding in check_snippet(treatment.fee_table)} == {"PRICE-005"}


def test_risks_must_be_named_and_not_denied(treatment: TreatmentPage) -> None:
    treatment.risks = [TreatmentRisk(name="痛み")]
    assert "REL-007" in rules_of(treatment)
    treatment.risks = [
        TreatmentRisk(name="副作用はありませんので、どなたでも安心して注射を受けていただけますとお伝えしています。")
    ]
    assert {"REL-007", "FALSE-008"} <= set(rules_of(treatment))


def test_contact_binds_pages_that_advertise_only(article: SymptomArticlePage, clinic: ClinicSettings) -> None:
    clinic.phone = ""
    clinic.save()
    article.body = [section(paragraph("膝は曲がります。"))]
    assert "REL-001" not in rules_of(article)
    article.body = [section(paragraph("当院で検査します。"))]
    assert "REL-001" in rules_of(article)


def test_a_treatment_that_is_offered_stands_with_its_disclosure(
    article: SymptomArticlePage, treatment: TreatmentPage
) -> None:
    button = {"type": "button", "value": {"label": "ご予約", "href": "/booking/"}, "id": PARAGRAPH}
    article.body = [section(paragraph("PRP療法という方法もあります。"))]
    assert "REL-009" not in rules_of(article)  # it is explained, not offered
    article.body = [section(paragraph("PRP療法という方法もあります。"), button)]
    finding = next(finding for finding in check_page(article) if finding.rule == "REL-009")
    assert finding.sentence == "PRP療法という方法もあります。"
    TreatmentPage.objects.filter(pk=treatment.pk).update(live=True, title="PRP療法")
    article.treatments = [{"type": "treatment", "value": treatment.pk}]
    assert "REL-009" not in rules_of(article)


def test_when_to_see_a_doctor(article: SymptomArticlePage) -> None:
    article.body = [section(paragraph("膝は曲がります。"), kind="causes")]
    assert rules_of(article) == ["INFO-003"]


def test_alternative_texts(article: SymptomArticlePage, make_image: Any) -> None:
    def picture(alt: str) -> dict[str, Any]:
        image = {"image": make_image().pk, "alt_text": alt, "decorative": False}
        value = {"image": image, "caption": "", "original_url": "", "original_alt": "", "link": ""}
        return {"type": "image", "value": value, "id": PARAGRAPH}

    for alt, wrong in (("", 1), ("IMG_0123.jpg", 1), ("膝の裏の痛み", 1), ("原因", 1), ("膝を横から見た図", 0)):
        article.body = [section(picture(alt))]
        assert rules_of(article).count("INFO-004") == wrong, alt


def test_a_translation_must_translate_the_disclosure(treatment: TreatmentPage, locales: Any) -> None:
    english = treatment.copy_for_translation(locales["en"], copy_parents=True)
    english.course_visits = "3 visits"
    fields = {finding.field for finding in check_page(english) if finding.rule == "LANG-001"}
    assert {"treatment_content", "course_duration"} <= fields and "course_visits" not in fields
    assert "PRICE-004" not in rules_of(english)
    table = english.fee_table.copy_for_translation(locales["en"])
    table.rows[0].value["amount_min"] = 99
    table.save()
    table = FeeTable.objects.get(pk=table.pk)
    assert check_snippet(table) == []  # visitors see the amount of its source
    table.source = None
    assert [finding.rule for finding in check_snippet(table)] == ["PRICE-004"]


def test_a_new_price_is_no_contradiction_in_a_translation(treatment: TreatmentPage, locales: Any) -> None:
    english = treatment.fee_table.copy_for_translation(locales["en"])
    english.save()
    treatment.fee_table.rows[0].value["amount_min"] = 44_000
    treatment.fee_table.rows[0].value["is_from"] = True
    treatment.fee_table.save()
    page = treatment.copy_for_translation(locales["en"], copy_parents=True)
    page.fee_table = FeeTable.objects.get(pk=english.pk)
    rules = rules_of(page)
    assert "PRICE-004" not in rules and "REL-004" in rules


# The list of what a treatment must disclose is asked by the importer, the rules by whoever publishes.
_BLANK_OR = {
    "insurance_status": ("self_pay", "mixed", "insured", "unknown"),
    "treatment_content": ("", f"<p>{'注射　' * 39}&nbsp;&nbsp;&nbsp;</p>", f"<p>{'関節に注射します。' * 12}</p>"),
    "extra_costs": ("", " ", "採血料は別にかかります。"),
    "course_duration": ("", "約3か月"),
    "course_visits": (" ", "3回"),
    "approval_status": ("unknown", "unapproved", "off_label", "approved_on_label"),
    "unapproved_notice": ("", "未承認です。"),
    "procurement_route": ("", "院内で調製します。"),
    "domestic_alternatives": (" ", "ありません。"),
    "overseas_safety": ("", "情報は十分ではありません。"),
    "regen_class": ("unknown", "none", "I", "II", "III"),
    "plan_number": ("", "PB3230086", " PB3230086", "PC3230081", "jRCTb030190134"),
}
_FEES = (
    None,
    {},
    {"amount_min": "33000"},
    {"amount_max": "33000", "is_to": True},
    {"amount_min": "33000", "kind": "surcharge"},
    {"amount_min": "33000", "is_from": True},
    {"amount_min": "33000", "amount_max": "55000", "is_from": True},
)


def test_rules_and_the_list_of_disclosures_agree(treatment: TreatmentPage) -> None:
    asked = {*_BLANK_OR, "fee_table", "risks"} - {"plan_number"}
    for seed in range(80):
        _fill_by_chance(treatment, random.Random(seed))
        problems = publishing_problems(treatment)
        refused = {"extra_costs" if finding.rule == "REL-004" else finding.field for finding in problems}
        missing = {one.field for one in disclosure.missing_disclosures(treatment)}
        assert refused & asked == missing - {"plan_number"}, seed
        rules = {finding.rule for finding in problems}
        assert "plan_number" not in missing or rules & {"REGEN-001", "REGEN-002"}, seed


def _fill_by_chance(treatment: TreatmentPage, chance: random.Random) -> None:
    treatment.title = "ひざの注射"
    for name, values in _BLANK_OR.items():
        setattr(treatment, name, chance.choice(values))
    fee = chance.choice(_FEES)
    table = FeeTable(name="注射", locale_id=treatment.locale_id)
    table.rows = [{"type": "row", "value": {"label": "片膝", "tax": "incl", **(fee or {})}}]
    treatment.fee_table = None if fee is None else table
    lengths = [chance.choice((0, 5, 19, 20, 39, 40)) for _ in range(2)]
    treatment.risks = [TreatmentRisk(name="痛" * length, frequency="稀" * (length % 2)) for length in lengths if length]


def test_a_treatment_of_which_nothing_is_said_is_told_everything(site_tree: Any, physician: PhysicianPage) -> None:
    page = TreatmentPage(title="ひざの注射", slug="shot", live=False, supervisor=physician)
    site_tree.treatments.add_child(instance=page)
    fields = {finding.field for finding in publishing_problems(page)}
    assert {one.field for one in disclosure.missing_disclosures(page)} <= fields


def test_news_need_no_supervisor_and_conditions_do(site_tree: Any) -> None:
    from kneeblog.models import ArticlePage

    assert "SUPV-001" not in rules_of(site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug="n")))
    assert "SUPV-001" in rules_of(site_tree.conditions.add_child(instance=ConditionPage(title="病気", slug="c")))
