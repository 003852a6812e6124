"""Treatments: the sentences made from data, the plan's number and class, what a page still has to disclose."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import translation

from kneeblog import notices
from kneeblog.disclosure import missing_disclosures
from kneeblog.models import FeeTable, SymptomArticlePage, TreatmentPage, TreatmentRisk

LANGUAGES = ("ja", "en", "zh-hans", "zh-hant", "ko")
# What no notice may say of a plan: that it was approved, without a "not" beside it.
APPROVED = re.compile(r"承認|認可|許可|approved|authorised|批准|核准|승인|인가")
DENIED = re.compile(r"ものではありません|does not mean|并不意味着|並不表示|의미하지 않습니다")


# --- The sentences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_notice(language: str) -> None:
    said = [
        *(notices.insurance_notice(status, language) for status in ("self_pay", "mixed", "insured")),
        notices.relief_notice(language),
        *(notices.plan_notice(kind, f"P{letter}1234567", language) for letter, kind in notices.CLASSES.items()),
    ]
    assert all(said)
    assert len(set(said)) == len(said)
    plan = notices.plan_notice("II", "PB1234567", language)
    assert "PB1234567" in plan
    assert all(DENIED.search(sentence) for sentence in re.split("[。.](?= |$)|。", plan) if APPROVED.search(sentence))
    assert "{" not in "".join(said)


def test_the_japanese_is_the_safe_wording() -> None:
    assert notices.plan_notice("II", "PB1234567", "ja") == (
        "本治療は「再生医療等の安全性の確保等に関する法律」に基づき、第二種再生医療等提供計画（計画番号：PB1234567）を"
        "厚生労働大臣に提出しています。提出は国の承認・認可を意味するものではありません。"
    )
    assert notices.insurance_notice("self_pay", "ja").startswith(
        "本治療は自由診療であり、公的医療保険は適用されません。"
    )
    assert "医薬品副作用被害救済制度および生物由来製品感染等被害救済制度" in notices.relief_notice("ja")


def test_a_variant_of_a_language_and_an_unknown_one() -> None:
    assert notices.relief_notice("en-GB") == notices.relief_notice("en") == notices.relief_notice("fr")
    assert notices.relief_notice("zh_Hant") == notices.relief_notice("zh-hant")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("PA1234567", "I"), ("PB3230086", "II"), ("PC3230081", "III"),
        ("jRCTa030190134", "I"), ("jRCTb030190134", "II"), ("jRCTc030190134", "III"),
        ("PD1234567", ""), ("PB123456", ""), ("PB12345678", ""), ("pb1234567", ""), ("jRCTs030190134", ""),
        ("jRCTb03019013", ""), ("ＰＢ１２３４５６７", ""), ("PB1234567\n", ""), (" PB1234567", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_class_a_plan_number_states(number: str, kind: str) -> None:
    assert notices.plan_class(number) == kind


@pytest.mark.parametrize(
    ("kind", "number"), [("III", "PB1234567"), ("none", "PB1234567"), ("II", ""), ("unknown", "x")]
)
def test_no_sentence_about_a_plan_that_does_not_hold(kind: str, number: str) -> None:
    assert notices.plan_notice(kind, number, "ja") == ""


# --- The page -------------------------------------------------------------------------------------------------------

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]
COMPLETE: dict[str, Any] = {
    "summary": "血小板を関節に注射します。",
    "insurance_status": "self_pay",
    "treatment_content": "<p>" + "採血した血液から血小板を多く含む部分を取り出し、膝の関節に注射します。" * 3 + "</p>",
    "course_duration": "約3か月",
    "course_visits": "2〜3回",
    "approval_status": "unapproved",
    "unapproved_notice": "国内で承認されていません。",
    "procurement_route": "院内で患者さんの血液から調製します。",
    "domestic_alternatives": "同じ目的の承認品はありません。",
    "overseas_safety": "海外の重大な報告は確認されていません。",
    "regen_class": "II",
    "plan_number": "PB1234567",
}


@pytest.fixture
def treatment(site_tree: Any) -> Any:
    """A function that publishes a complete treatment with changes."""

    def make(price: dict[str, Any] | None = None, risks: bool = True, **fields: Any) -> TreatmentPage:
        locale = site_tree.home.locale
        row = {"label": "片ひざ", "amount_min": Decimal(165_000), "tax": "incl", "currency": "JPY", **(price or {})}
        table = FeeTable.objects.create(name="PRP治療の費用", locale=locale, rows=[("row", row)])
        page = TreatmentPage(title="PRP治療", slug="prp", locale=locale, fee_table=table, **{**COMPLETE, **fields})
        site_tree.treatments.add_child(instance=page)
        if risks:
            page.risks.add(
                TreatmentRisk(name="注射部位の痛み・腫れ・内出血", frequency="2〜3日続くことがあります", locale=locale)
            )
            page.risks.add(TreatmentRisk(name="関節内の感染（化膿性関節炎）", serious=True, locale=locale))
        page.save_revision().publish()
        return TreatmentPage.objects.get(pk=page.pk)

    return make


def missing(page: TreatmentPage) -> list[str]:
    return [one.field for one in missing_disclosures(page)]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"plan_number": "PB12"}, "plan_number", "数字7桁"),
        ({"plan_number": "PC1234567"}, "regen_class", "計画番号 PC1234567 は第三種の番号ですが、区分は「第二種」"),
        ({"regen_class": "none"}, "regen_class", "第二種の番号ですが"),
    ],
)
def test_number_and_class_are_held_against_each_other(
    treatment: Any, fields: dict[str, str], field: str, words: str
) -> None:
    page = treatment()
    for name, value in fields.items():
        setattr(page, name, value)
    with translation.override("ja"), pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert list(caught.value.message_dict) == [field]
    assert words in caught.value.message_dict[field][0]


def test_a_number_alone_states_the_class(treatment: Any) -> None:
    assert treatment(regen_class="unknown").regen_class == "II"


class TestMissing:
    def test_nothing_on_a_complete_page(self, treatment: Any) -> None:
        assert missing(treatment()) == []

    def test_everything_on_an_empty_one(self, site_tree: Any) -> None:
        page = TreatmentPage(title="治療", slug="empty", locale=site_tree.home.locale)
        assert missing(page) == [
            "insurance_status", "fee_table", "treatment_content", "course_duration", "course_visits", "risks",
            "approval_status", "regen_class",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"treatment_content": "<p>" + "あ" * 79 + "</p>"}, ["treatment_content"]),
            ({"treatment_content": "<p>" + "あ" * 80 + "</p>"}, []),
            ({"price": {"amount_min": None}}, ["fee_table"]),
            ({"price": {"is_from": True}}, ["extra_costs"]),
            ({"price": {"is_from": True}, "extra_costs": "検査 5,500円"}, []),
            ({"price": {"is_from": True, "amount_max": Decimal(330_000)}}, []),
            ({"course_visits": " "}, ["course_visits"]),
            ({"risks": False}, ["risks"]),
            ({"overseas_safety": ""}, ["overseas_safety"]),
            ({"overseas_safety": "", "approval_status": "approved_on_label"}, []),
            ({"relief_exclusion_notice": ""}, []),
            ({"plan_number": ""}, ["plan_number"]),
            ({"plan_number": "", "regen_class": "none"}, []),
            ({"insurance_status": "insured", "course_visits": "", "risks": False, "approval_status": "unknown"}, []),
            ({"insurance_status": "insured", "plan_number": ""}, ["plan_number"]),
            ({"insurance_status": "mixed", "course_visits": ""}, ["course_visits"]),
        ],
    )
    def test_what_is_asked_for(self, treatment: Any, changes: dict[str, Any], expected: list[str]) -> None:
        assert missing(treatment(**changes)) == expected

    def test_they_are_called_as_the_editor_calls_them(self, site_tree: Any) -> None:
        page = TreatmentPage(title="治療", slug="empty", locale=site_tree.home.locale)
        with translation.override("ja"):
            labels = [one.label for one in missing_disclosures(page)]
        assert {"治療内容", "標準的な通院回数", "承認状況", "料金表"} <= set(labels)
        assert not any(label.isascii() for label in labels)


# --- The card -------------------------------------------------------------------------------------------------------


@pytest.fixture
def card(client: Any, site_tree: Any, treatment: Any) -> Any:
    """A function that shows a treatment on an article and returns its card."""

    def show(**changes: Any) -> BeautifulSoup:
        content = [("treatment", treatment(**changes))]
        section = {"heading": "治療", "kind": "treatment", "anchor": "", "content": content}
        page = SymptomArticlePage(title="膝の痛み", slug="a", locale=site_tree.home.locale, body=[("section", section)])
        site_tree.blog.add_child(instance=page)
        return BeautifulSoup(client.get(page.get_url()).content, "lxml").select_one("article.treatment")

    return show


def test_all_of_it_stands_in_the_card_as_text(card: Any) -> None:
    found = card(extra_costs="検査 5,500円")
    assert not found.select("details, dialog, [hidden], template, img, iframe")
    for link in found.select("a"):
        link.decompose()  # what stands in a link only does not count
    words = found.get_text(" ", strip=True)
    for said in (
        *("165,000円（税込）", "検査 5,500円", "約3か月", "2〜3回", "注射部位の痛み・腫れ・内出血", "化膿性関節炎"),
        *(notices.insurance_notice("self_pay", "ja"), notices.plan_notice("II", "PB1234567", "ja")),
        *(notices.relief_notice("ja"), "国内で承認されていません。", "海外の重大な報告"),
    ):
        assert said in words


def test_what_somebody_typed_about_the_plan_is_not_shown(card: Any) -> None:
    words = card(plan_status="ended").get_text()
    assert "承認・認可を意味するものではありません" in words
    assert "終了" not in words


def test_the_clinics_own_sentence_on_relief_comes_before_the_standard_one(card: Any) -> None:
    words = card(relief_exclusion_notice="救済制度は使えません。").get_text()
    assert "救済制度は使えません。" in words
    assert notices.relief_notice("ja") not in words


def test_insured_care_owes_no_relief_notice(card: Any) -> None:
    words = card(
        insurance_status="insured", approval_status="approved_on_label", regen_class="none", plan_number=""
    ).get_text()
    assert notices.insurance_notice("insured", "ja") in words
    assert "救済制度" not in words
    assert "提供計画" not in words
