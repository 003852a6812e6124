"""What visitors are told about treatments, fees and the clinic: all that is known, in its own language, once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kneeblog.blocks import FeeRowBlock
from kneeblog.models import (
    ClinicSettings,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    RelatedCondition,
    SymptomArticlePage,
    TreatmentPage,
)
from kneeblog.models.prefetch import stream_children
from kneeblog.prices import parse_prices
from kneeblog.templatetags.kneeblog_fees import fee_amount, fee_conditions, fee_words
from tests.kneeblog.samples import Sampler

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


def soup_of(client: Any, page: Any) -> BeautifulSoup:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def section(*content: Any, **more: Any) -> tuple[str, Any]:
    return ("section", {"heading": "料金", "kind": "fees", "anchor": "", "content": list(content), **more})


@pytest.fixture(autouse=True)
def japanese() -> Iterator[None]:
    """A visit to an English page leaves English behind, in this test and no other."""
    with translation.override("ja"):
        yield


@pytest.fixture
def table(site_tree: Any) -> FeeTable:
    row = {"label": "片ひざ", "amount_min": Decimal(165_000), "tax": "incl", "currency": "JPY"}
    return FeeTable.objects.create(name="PRP治療の費用", locale=site_tree.home.locale, rows=[("row", row)])


@pytest.fixture
def treatment(site_tree: Any) -> Any:
    """A function that publishes a treatment with those facts."""

    def make(slug: str = "prp", **fields: Any) -> TreatmentPage:
        page = TreatmentPage(title="PRP治療", slug=slug, locale=site_tree.home.locale, **fields)
        site_tree.treatments.add_child(instance=page)
        page.save_revision().publish()
        return TreatmentPage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def article(site_tree: Any) -> Any:
    """A function that publishes an article."""

    def make(slug: str = "article", **fields: Any) -> SymptomArticlePage:
        page = SymptomArticlePage(title="膝の裏が痛い", slug=slug, locale=site_tree.home.locale, **fields)
        site_tree.blog.add_child(instance=page)
        return page

    return make


# --- Fees -----------------------------------------------------------------------------------------------------------


def imported(text: str, number: int = 0, **more: Any) -> Any:
    """The row an importer makes of one of the fees in a text."""
    record = parse_prices(text)[number].as_json()
    flags = ",".join(record.pop("flags"))
    return FeeRowBlock().to_python({**record, "flags": flags, "currency": record["currency"] or "JPY", **more})


def shown(row: Any, language: str = "ja") -> str:
    with translation.override(language):
        return " | ".join([fee_amount(row), *fee_conditions(row), fee_words(row)])


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("2回目以降の診察料 3,300円", 0, "2回目以降"),
        ("1回目 33,000円、3回目以降 22,000円", 1, "3回目以降"),
        ("保険適用（3割負担：4,500円）", 0, "3割負担 4,500円"),
        ("291点", 0, "291点"),
        ("片膝66万円、両膝は＋11万円", 1, "プラス110,000円"),
        ("5,000円引き", 0, "5,000円引き"),
        ("カウンセリング無料", 0, "無料"),
        ("数万円", 0, "数万円"),
    ],
)
def test_no_price_loses_its_condition(text: str, number: int, words: str) -> None:
    assert words in shown(imported(text, number)).replace("：", " ")


def test_conditions_are_told_in_the_readers_language() -> None:
    row = imported("2回目以降の診察料 3,300円")
    assert "from visit 2 onwards" in shown(row, "en")
    assert "2回目" not in shown(row, "en")


def test_insured_care_is_named_once() -> None:
    assert shown(imported("291点")).count("保険") == 1


@pytest.mark.parametrize("text", ["片ひざ 19,000円", "片膝 ６６万円", "MRI検査 22,000円（税込）"])
def test_a_way_of_writing_is_no_condition(text: str) -> None:
    assert fee_words(imported(text)) == ""


def test_words_that_the_note_holds_are_not_repeated() -> None:
    assert fee_words(imported("2回目以降の診察料 3,300円", note="2回目以降の診察料 3,300円")) == ""


def test_a_condition_in_the_label_is_not_repeated() -> None:
    row = {"label": "MRI検査（3割負担）", "amount_min": Decimal(6_000), "flags": "insured,ratio=0.3"}
    assert shown(row) == "6,000円 | 保険適用 | "


def test_a_row_without_kind_and_a_typed_unit_still_work() -> None:
    old = {"label": "注射", "amount_min": Decimal(5_000), "unit": "かしょ", "count": 2, "flags": "ratio=0.3"}
    assert shown(old) == "2かしょ 5,000円 | 3割負担 | "


def test_a_unit_is_shown_in_each_language() -> None:
    row = {"label": "注射", "amount_min": Decimal(5_000), "unit": "piece", "count": None, "kind": "price"}
    assert [shown(row, code).split(" |")[0] for code in ("ja", "en", "ko")] == [
        "1本 5,000円",
        "¥5,000 per piece",
        "1개 5,000엔",
    ]


def test_the_original_words_stand_below_the_fee(client: Any, article: Any, site_tree: Any) -> None:
    rows = [("row", imported("2回目以降の診察料 3,300円"))]
    table = FeeTable.objects.create(name="診察", locale=site_tree.home.locale, rows=rows)
    row = soup_of(client, article(body=[section(("fee_table", table))])).select_one("table.fees tbody tr")
    assert "2回目以降の診察料 3,300円" in row.select_one(".fee-note[lang=ja]").text


# --- Treatments -----------------------------------------------------------------------------------------------------


def test_a_fee_table_in_the_body_is_not_repeated_in_the_box(client: Any, treatment: Any, table: FeeTable) -> None:
    page = treatment(fee_table=table, insurance_status="self_pay", body=[section(("fee_table", table))])
    soup = soup_of(client, page)
    assert len(soup.select("table.fees")) == 1
    assert soup.select_one(".treatment-own table.fees") is None
    other = treatment("other", fee_table=table)
    assert len(soup_of(client, other).select(".treatment-own table.fees")) == 1


def test_nothing_is_said_about_what_is_not_stated(client: Any, treatment: Any, article: Any) -> None:
    page = treatment()
    assert (page.insurance_status, page.approval_status, page.regen_class) == ("unknown",) * 3
    soup = soup_of(client, page)
    assert soup.select_one(".treatment-own") is None
    card = soup_of(client, article(treatments=[("treatment", page)])).select_one("article.treatment")
    assert card.get_text(strip=True) == "PRP治療"
    for text in ("未確認", "記載なし", "再生医療"):
        assert text not in soup.get_text()


def test_what_is_known_is_said_without_the_rest(client: Any, treatment: Any) -> None:
    box = soup_of(client, treatment(approval_status="unapproved", plan_number="PB0000000")).select_one(".treatment-own")
    assert "未承認" in box.get_text()
    assert "PB0000000" in box.get_text()
    assert "救済制度" in box.get_text()
    assert len(box.select("dt")) == 3


def test_treatments_that_are_gone_leave_no_heading(client: Any, treatment: Any, article: Any) -> None:
    gone, hidden, live = (treatment(slug) for slug in ("gone", "hidden", "live"))
    page = article(treatments=[("treatment", gone), ("treatment", hidden)])
    assert soup_of(client, page).select_one(".treatments h2") is not None
    gone.delete()
    hidden.unpublish()
    assert soup_of(client, page).select_one(".treatments") is None
    assert len(soup_of(client, article("b", treatments=[("treatment", live)])).select(".treatments article")) == 1


# --- Links inside a page --------------------------------------------------------------------------------------------


def test_a_link_inside_the_page_finds_every_block(
    client: Any, article: Any, site_tree: Any, make_image: Any, treatment: Any, table: FeeTable
) -> None:
    snippets = {"FeeTable": table, "GlossaryTerm": GlossaryTerm.objects.get(key="knee_pain")}
    sampler = Sampler(image=make_image(), treatment=treatment(), snippets=snippets)
    page = article(slug="all")
    for name in ("hero_image", "target_readers", "body", "treatments"):
        setattr(page, name, sampler.stream(page._meta.get_field(name).stream_block))
    page.save()
    page = SymptomArticlePage.objects.get(pk=page.pk)
    streams = [page.hero_image, page.target_readers, page.body, page.treatments]
    kinds = {name for stream in streams for name in stream.stream_block.child_blocks}
    content = page.body.stream_block.child_blocks["section"].child_blocks["content"]
    kinds |= set(content.child_blocks)
    blocks = [child for kind in kinds for stream in streams for child in stream_children(stream, kind)]
    anchors = [child.value["anchor"] for child in blocks if child.block_type in {"section", "topic"}]
    assert len(blocks) > 40
    assert all(anchors)

    ids = [tag["id"] for tag in soup_of(client, page).find_all(id=True)]
    assert {child.id for child in blocks} | set(anchors) <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_section_without_heading_keeps_its_anchor(client: Any, article: Any) -> None:
    soup = soup_of(client, article(body=[section(heading="", anchor="fees")]))
    assert soup.find(id="fees").name == "section"


# --- Languages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def english(article: Any, site_tree: Any, locales: Any) -> SymptomArticlePage:
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.clinic_name, clinic.address, clinic.opening_hours = "さくら膝クリニック", "東京都さくら町", "月 9:00〜"
    clinic.description = "膝の診療所"
    clinic.save()
    page = article(body=[section()])
    copy = page.copy_for_translation(locales["en"], copy_parents=True)
    copy.save_revision().publish()
    return SymptomArticlePage.objects.get(pk=copy.pk)


def condition(site_tree: Any, number: int) -> ConditionPage:
    page = ConditionPage(title=f"病気{number}", slug=f"condition-{number}", locale=site_tree.home.locale)
    return site_tree.conditions.add_child(instance=page)


def test_japanese_on_an_english_page_is_marked(client: Any, english: Any, site_tree: Any) -> None:
    english.related_conditions.add(RelatedCondition(condition=condition(site_tree, 1)))
    english.save_revision().publish()
    soup = soup_of(client, english)
    for text in ("さくら膝クリニック", "東京都さくら町", "月 9:00〜", "膝の診療所", "病気1"):
        found = soup.body.find_all(string=re.compile(text))
        assert found
        assert all(string.find_parent(lang=True)["lang"] == "ja" for string in found), text


def test_the_clinic_in_the_language_of_the_page(client: Any, english: Any, site_tree: Any) -> None:
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.opening_hours = "月・火 9:00〜12:30"
    words = {"language": "en", "clinic_name": "Sakura Knee Clinic", "opening_hours": "Mon, Tue 9:00–12:30"}
    clinic.wordings = [("language", words)]
    clinic.save()
    soup = soup_of(client, english)
    assert soup.select_one(".site-name").get_text(strip=True) == "Sakura Knee Clinic"
    assert "さくら膝クリニック" not in soup.get_text() and soup.title.get_text().endswith("Sakura Knee Clinic")
    footer = soup.select_one(".site-footer")
    assert "Mon, Tue 9:00–12:30" in footer.get_text() and not footer.find(string=re.compile("月・火"))
    assert footer.find(string=re.compile("東京都さくら町")).find_parent(lang=True)["lang"] == "ja"  # not translated
    graph = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    node = next(node for node in graph if node.get("telephone") or node["@type"] == "MedicalClinic")
    assert node["name"] == "Sakura Knee Clinic"
    days = node["openingHoursSpecification"][0]["dayOfWeek"]
    assert [day.rpartition("/")[2] for day in days] == ["Monday", "Tuesday"]  # from the hours in Japanese
    japanese = soup_of(client, english.get_translation(site_tree.home.locale))
    assert japanese.select_one(".site-name").get_text(strip=True) == "さくら膝クリニック"
    assert ClinicSettings.objects.get(pk=clinic.pk).clinic_name == "さくら膝クリニック"


def test_a_language_stands_once(site_tree: Any) -> None:
    block = ClinicSettings._meta.get_field("wordings").stream_block
    twice = [("language", {"language": "en", "clinic_name": name}) for name in ("One", "Two")]
    with pytest.raises(ValidationError):
        block.clean(block.normalize(twice))
    assert block.clean(block.normalize(twice[:1]))[0].value["clinic_name"] == "One"


def test_a_japanese_page_needs_no_marks(client: Any, english: Any, site_tree: Any) -> None:
    japanese = english.get_translation(site_tree.home.locale)
    assert [tag.name for tag in soup_of(client, japanese).body.select("[lang]:not(.languages [lang])")] == []


def test_marking_asks_the_database_no_more_for_ten_than_for_two(client: Any, english: Any, site_tree: Any) -> None:
    def queries(total: int) -> int:
        for number in range(english.related_conditions.count(), total):
            english.related_conditions.add(RelatedCondition(condition=condition(site_tree, number)))
        english.save_revision().publish()
        soup_of(client, english)
        with CaptureQueriesContext(connection) as captured:
            assert len(soup_of(client, english).select(".related a[lang=ja]")) == total
        return len(captured)

    assert queries(2) == queries(10)


def test_the_language_switch_stands_in_header_and_footer(client: Any, english: Any) -> None:
    soup = soup_of(client, english)
    switches = [soup.select_one(f"{part} nav.languages") for part in (".site-header", ".site-footer")]
    assert all(switch.select_one("a[hreflang=ja]") for switch in switches)
    assert len({switch["aria-label"] for switch in switches}) == 2
