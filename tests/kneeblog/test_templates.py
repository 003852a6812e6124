"""The public pages as visitors get them: every page type, every block, over HTTP."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from kneeblog.blocks import ArticleBody
from kneeblog.models import (
    ArticlePage,
    CareerEntry,
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

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "kneeblog"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


# --- Material -------------------------------------------------------------------------------------------------------


def paragraph(html: str) -> tuple[str, RichText]:
    return ("paragraph", RichText(html))


def section(*content: Any, heading: str = "原因", anchor: str = "") -> tuple[str, Any]:
    return ("section", {"heading": heading, "kind": "causes", "anchor": anchor, "content": list(content)})


def topic(*content: Any, condition: Any = None) -> tuple[str, Any]:
    return ("topic", {"heading": "小見出し", "condition": condition, "anchor": "", "content": list(content)})


def picture(image: Any, alt: str = "膝の図", **more: Any) -> dict[str, Any]:
    if image is not None:
        image = get_image_model().objects.get(pk=image.pk)
        image.contextual_alt_text, image.decorative = alt, False
    old = {"original_url": "https://old.example/a.jpg", "original_alt": alt} if image is None else {}
    return {"image": image, "caption": "", "original_url": "", "original_alt": "", **old, **more}


def figure(image: Any, **more: Any) -> tuple[str, Any]:
    return ("image", picture(image, link="", **more))


def cell(text: str, **more: Any) -> dict[str, Any]:
    return {"text": RichText(f"<p>{text}</p>"), "colspan": 1, "rowspan": 1, **more}


def fee(label: str, amount: int | None, **more: Any) -> tuple[str, Any]:
    values: dict[str, Any] = {"label": label, "tax": "incl", "insurance": "self_pay", "currency": "JPY"}
    return ("row", {**values, "amount_min": None if amount is None else Decimal(amount), **more})


@pytest.fixture
def treatment(site_tree: Any) -> TreatmentPage:
    locale = site_tree.home.locale
    table = FeeTable.objects.create(
        name="PRP治療の費用", locale=locale, rows=[fee("片ひざ", 165_000), fee("再診", None)], note="初診料は別です。"
    )
    page = TreatmentPage(
        title="PRP治療",
        slug="prp",
        locale=locale,
        summary="血小板を関節に注射します。",
        insurance_status="self_pay",
        fee_table=table,
        treatment_content="<p>採血して注射します。</p>",
        extra_costs="検査 5,500円",
        course_duration="約3週間",
        course_visits="2〜3回",
        approval_status="unapproved",
        unapproved_notice="未承認です。",
        procurement_route="院内で調製します。",
        domestic_alternatives="代替品はありません。",
        overseas_safety="海外の報告は限られます。",
        relief_exclusion_notice="救済制度の対象外です。",
        regen_class="II",
        plan_number="PB0000000",
    )
    site_tree.treatments.add_child(instance=page)
    page.risks.add(TreatmentRisk(name="注射部位の痛み", frequency="2〜3日", locale=locale))
    page.risks.add(TreatmentRisk(name="感染", serious=True, locale=locale))
    page.save_revision().publish()
    return TreatmentPage.objects.get(pk=page.pk)


@pytest.fixture
def physician(site_tree: Any) -> PhysicianPage:
    locale = site_tree.home.locale
    page = PhysicianPage(
        title="佐倉 花子", slug="sakura", locale=locale, name="佐倉 花子", biography="<p>膝を診てきました。</p>"
    )
    site_tree.physicians.add_child(instance=page)
    page.career.add(CareerEntry(text="2003年 卒業", locale=locale))
    page.credentials.add(PhysicianCredential(title="整形外科専門医", certifying_body="日本専門医機構", locale=locale))
    page.save_revision().publish()
    return PhysicianPage.objects.get(pk=page.pk)


@pytest.fixture
def condition(site_tree: Any) -> ConditionPage:
    codes = {"icd10": "M71.2", "icd10_check": "V", "mesh": "D011151", "mesh_check": "M"}
    term, _ = GlossaryTerm.objects.get_or_create(key="test-cyst", defaults={"ja": "嚢腫", "en": "Cyst", **codes})
    page = ConditionPage(title="ベーカー嚢腫", slug="bakers-cyst", locale=site_tree.home.locale, term=term)
    site_tree.conditions.add_child(instance=page)
    return page


@pytest.fixture
def article(site_tree: Any) -> Any:
    """A function that publishes a symptom article with that body and returns its page."""

    def make(*body: Any, slug: str = "article", **fields: Any) -> SymptomArticlePage:
        page = SymptomArticlePage(
            title="膝の裏が痛い", slug=slug, locale=site_tree.home.locale, body=list(body), **fields
        )
        site_tree.blog.add_child(instance=page)
        return page

    return make


def html_of(client: Any, page: Any) -> str:
    """What readers see; what machines are told has tests of its own."""
    response = client.get(page.get_url())
    assert response.status_code == 200
    return re.sub(r"<script.*?</script>", "", response.content.decode())


# --- Every template -------------------------------------------------------------------------------------------------


# A script is a file, never words in a page.
FILE_OF_OURS = re.compile(r"""<script(?: type="module")? src="{% (?:versioned_)?static '[^']+' %}"[^<>]*></script>""")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_template_loads_and_keeps_the_house_rules(path: Path):
    get_template(f"kneeblog/{path.relative_to(TEMPLATES)}")
    source = path.read_text("utf-8")
    assert "|safe" not in re.sub(r"\|safe_href", "", source), "rich_text alone makes HTML"
    assert "autoescape off" not in source
    assert "<script" not in FILE_OF_OURS.sub("", source)
    assert " style=" not in source
    assert "<style" not in source


def all_block_templates() -> dict[str, str]:
    section_block = ArticleBody().child_blocks["section"]
    content = section_block.child_blocks["content"].child_blocks
    return {name: block.meta.template for name, block in {"section": section_block, **content}.items()}


@pytest.mark.parametrize(("name", "template"), sorted(all_block_templates().items()))
def test_every_block_has_a_template_of_its_own_name(name: str, template: str):
    assert template == f"kneeblog/blocks/{name}.html"
    get_template(template)


# --- Every page type ------------------------------------------------------------------------------------------------


def test_every_index_page_lists_its_children(
    client: Any, site_tree: Any, treatment: Any, physician: Any, condition: Any
):
    assert "治療" in html_of(client, site_tree.home)
    assert "PRP治療" in html_of(client, site_tree.treatments)
    assert "佐倉 花子" in html_of(client, site_tree.physicians)
    assert "ベーカー嚢腫" in html_of(client, site_tree.conditions)


def test_an_empty_list_says_so(client: Any, site_tree: Any):
    assert 'class="cards"' not in html_of(client, site_tree.blog)


def test_a_long_list_has_pages(client: Any, site_tree: Any):
    for number in range(13):
        site_tree.blog.add_child(instance=ArticlePage(title=f"お知らせ{number}", slug=f"news-{number}"))
    first, second = html_of(client, site_tree.blog), client.get(site_tree.blog.get_url() + "?page=2").content.decode()
    assert first.count('class="card"') == 12
    assert second.count('class="card"') == 1
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


def test_page_frame(client: Any, site_tree: Any, article: Any):
    html = html_of(client, article(section(paragraph("<p>本文</p>"))))
    assert '<html lang="ja">' in html
    assert 'href="#main"' in html
    assert '<main id="main"' in html
    assert html.count("<h1") == 1
    assert "本文" in html


def test_physician_page(client: Any, physician: Any):
    html = html_of(client, physician)
    for text in ("佐倉 花子", "膝を診てきました。", "2003年 卒業", "整形外科専門医", "日本専門医機構"):
        assert text in html


def test_condition_page_shows_its_names(client: Any, condition: Any):
    html = html_of(client, condition)
    assert "M71.2" in html
    assert "D011151" not in html, "no code leaves that nobody has verified"
    assert "Cyst" in html


def test_a_page_that_does_not_exist_has_the_sites_face(client: Any, site_tree: Any):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert '<main id="main"' in response.content.decode()


def test_clinic_details_stand_on_every_page(client: Any, site_tree: Any):
    from kneeblog.models import ClinicSettings

    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.clinic_name, clinic.phone, clinic.address = "さくら膝クリニック", "03-0000-0000", "東京都さくら町"
    clinic.save()
    html = html_of(client, site_tree.blog)
    assert "さくら膝クリニック" in html
    assert 'href="tel:0300000000"' in html
    assert "東京都さくら町" in html


def test_a_page_can_be_previewed_before_it_is_saved(site_tree: Any, physician: Any, treatment: Any):
    """As the editor's preview does it: a place in the tree, but no row in the database."""
    body = [section(("treatment", treatment), topic(paragraph("<p>本文</p>")))]
    page = SymptomArticlePage(
        title="下書き", slug="draft", locale=site_tree.home.locale, body=body, supervisor=physician
    )
    page.set_url_path(site_tree.blog)
    page.depth = site_tree.blog.depth + 1
    page.path = SymptomArticlePage._get_children_path_interval(site_tree.blog.path)[1]
    response = page.make_preview_request()
    assert response.status_code == 200
    html = response.render().content.decode() if not response.is_rendered else response.content.decode()
    assert "本文" in html
    assert "ブログ" in html
    assert 'class="stamp"' not in html


# --- Blocks ---------------------------------------------------------------------------------------------------------


def test_headings_follow_the_structure(client: Any, article: Any):
    html = html_of(client, article(section(topic(paragraph("<h4>さらに</h4>")), heading="原因", anchor="causes")))
    assert '<h2 id="causes">原因</h2>' in html
    assert "<h3>小見出し</h3>" in html
    assert "<h4>さらに</h4>" in html


def test_table_of_contents_leads_to_every_section(client: Any, article: Any):
    page = article(section(heading="原因", anchor="causes"), section(heading="まとめ"))
    html = html_of(client, page)
    assert 'href="#causes"' in html
    assert f'href="#{page.body[1].id}"' in html
    assert f'id="{page.body[1].id}"' in html


def test_a_treatment_shows_all_it_must_disclose_in_place(client: Any, article: Any, treatment: Any):
    html = html_of(client, article(section(("treatment", treatment))))
    for text in (
        *("PRP治療", "血小板を関節に注射します。", "165,000円（税込）", "初診料は別です。", "採血して注射します。"),
        *("検査 5,500円", "約3週間", "2〜3回", "注射部位の痛み", "感染", "未承認です。", "院内で調製します。"),
        *("代替品はありません。", "海外の報告は限られます。", "救済制度の対象外です。", "PB0000000"),
    ):
        assert text in html
    assert "<details" not in html


def test_a_treatment_page_shows_the_same(client: Any, treatment: Any):
    html = html_of(client, treatment)
    for text in ("165,000円（税込）", "注射部位の痛み", "未承認です。", "PB0000000"):
        assert html.count(text) == 1


def test_an_unpublished_treatment_is_not_offered(client: Any, article: Any, treatment: Any):
    page = article(section(("treatment", treatment)), treatments=[("treatment", treatment)])
    treatment.unpublish()
    assert "165,000円" not in html_of(client, page)


def test_fees_without_amount_or_past_their_day(client: Any, article: Any, site_tree: Any):
    from datetime import date

    table = FeeTable.objects.create(
        name="費用",
        locale=site_tree.home.locale,
        rows=[
            fee("旧料金", 1_000, valid_until=date(2020, 3, 31)),
            fee("ご相談", None),
            fee("範囲", 3_000, amount_max=Decimal(8_000)),
        ],
    )
    html = html_of(client, article(section(("fee_table", table))))
    assert "旧料金" not in html
    assert "要相談" in html
    assert "要相談（税込）" not in html
    assert "3,000円〜8,000円（税込）" in html


def test_a_topic_leads_to_the_page_about_its_condition(client: Any, article: Any, condition: Any):
    page = article(section(topic(condition=condition.term)))
    assert f'href="{condition.get_url()}"' in html_of(client, page)
    condition.unpublish()
    assert f'href="{condition.get_url()}"' not in html_of(client, page)


def test_a_pending_picture_is_a_quiet_box(client: Any, article: Any):
    html = html_of(client, article(section(figure(None))))
    assert 'class="pending"' in html
    assert 'aria-label="膝の図"' in html
    assert "old.example" not in html


def test_one_picture_twice_keeps_both_alternative_texts(client: Any, article: Any, make_image: Any):
    image = make_image()
    page = article(section(figure(image, alt="前から"), figure(image, alt="横から")))
    for _visit in range(2):  # once while the sizes are made, once with them at hand
        html = html_of(client, page)
        assert 'alt="前から"' in html
        assert 'alt="横から"' in html


def test_what_could_not_be_read_is_never_shown(client: Any, article: Any):
    html = html_of(
        client,
        article(
            section(
                ("legacy", {"html": "<b>SECRET-LEGACY</b>", "reason": "SECRET-REASON"}),
                ("lost_embed", {"kind": "video", "hint": "SECRET-HINT"}),
            )
        ),
    )
    assert "SECRET" not in html
    assert "block-legacy" not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_no_link_runs_a_script(client: Any, article: Any, make_image: Any, address: str):
    html = html_of(
        client,
        article(
            section(
                ("button", {"label": "押す", "href": address}),
                ("video", {"url": address, "title": "動画", "caption": ""}),
                ("embed", {"kind": "map", "url": address, "title": "地図", "text": ""}),
                ("image", picture(make_image(), link=address)),
            )
        ),
    )
    assert address.strip() not in html


def test_text_is_escaped_everywhere(client: Any, article: Any):
    evil = "<img src=x onerror=alert(1)>"
    page = article(
        section(
            ("checklist", {"heading": evil, "items": [evil]}),
            ("options", {"heading": evil, "items": [{"label": evil, "text": RichText("<p>x</p>")}]}),
            ("faq", {"heading": evil, "items": [{"question": evil, "answer": RichText("<p>x</p>")}]}),
            ("callout", {"tone": "urgent", "heading": evil, "text": RichText("<p>x</p>")}),
            ("quote", {"text": RichText("<p>x</p>"), "source": evil}),
            ("code", {"text": evil}),
            ("embed", {"kind": "map", "url": "", "title": evil, "text": evil}),
            heading=evil,
        )
    )
    assert evil not in html_of(client, page)


def test_the_remaining_blocks(client: Any, article: Any, make_image: Any):
    item = picture(make_image(), caption="検査室")
    html = html_of(
        client,
        article(
            section(
                ("gallery", {"items": [item]}),
                (
                    "table",
                    {
                        "caption": "検査",
                        "header_row": True,
                        "header_column": True,
                        "rows": [
                            {"cells": [cell("種類"), cell("時間")]},
                            {"cells": [cell("MRI", rowspan=2), cell("30分", colspan=2)]},
                        ],
                    },
                ),
                ("video", {"url": "https://youtu.be/abc", "title": "体操", "caption": "2分"}),
                ("button", {"label": "予約", "href": "tel:0300000000"}),
                ("file", {"document": None, "name": "問診票", "url": "https://old.example/x.pdf", "bytes": 10}),
                ("divider", {}),
            )
        ),
    )
    assert "検査室" in html
    assert '<th scope="col"><p>種類</p></th>' in html
    assert '<th scope="row" rowspan="2"><p>MRI</p></th>' in html
    assert '<td colspan="2"><p>30分</p></td>' in html
    assert "YouTube" in html
    assert "<iframe" not in html
    assert 'href="tel:0300000000"' in html
    assert "old.example" not in html
    assert "<hr>" in html


# --- Links in rich text ---------------------------------------------------------------------------------------------


def test_links_in_rich_text_lead_to_published_pages_only(client: Any, article: Any, condition: Any):
    link = f'<p><a linktype="page" id="{condition.pk}">嚢腫</a> <a linktype="page" id="999999">なし</a></p>'
    page = article(section(paragraph(link)))
    assert f'<a href="{condition.get_url()}">嚢腫</a> <a>なし</a>' in html_of(client, page)
    condition.unpublish()
    assert "<a>嚢腫</a>" in html_of(client, page)


def test_links_lead_to_the_language_of_the_page(client: Any, article: Any, condition: Any, locales: Any):
    page = article(section(paragraph(f'<p><a linktype="page" id="{condition.pk}">嚢腫</a></p>')))
    condition.copy_for_translation(locales["en"], copy_parents=True).save_revision().publish()
    english = page.copy_for_translation(locales["en"], copy_parents=True)
    english.save_revision().publish()
    html = html_of(client, english)
    assert '<html lang="en">' in html
    assert '<a href="/en/conditions/bakers-cyst/">嚢腫</a>' in html
    assert 'hreflang="ja"' in html


# --- Supervision ----------------------------------------------------------------------------------------------------


def test_the_stamp_comes_from_the_record_alone(client: Any, article: Any, physician: Any):
    page = article(section(), supervisor=physician)
    page.save_revision().publish()
    assert 'class="stamp"' not in html_of(client, page)
    assert 'class="physician"' not in html_of(client, page)
    SupervisionRecord.sign(SymptomArticlePage.objects.get(pk=page.pk), physician)
    html = html_of(client, page)
    assert 'class="stamp"' in html
    assert "整形外科専門医" in html


def test_a_signature_under_an_older_text_is_not_shown(client: Any, article: Any, physician: Any):
    page = article(section(), supervisor=physician)
    page.save_revision().publish()
    page = SymptomArticlePage.objects.get(pk=page.pk)
    SupervisionRecord.sign(page, physician)
    page.introduction = "<p>書き換えました。</p>"
    page.save_revision().publish()
    assert 'class="stamp"' not in html_of(client, page)


# --- Related pages and queries --------------------------------------------------------------------------------------


def test_related_conditions_that_are_published(client: Any, article: Any, condition: Any):
    page = article(section())
    page.related_conditions.add(RelatedCondition(condition=condition))
    page.save_revision().publish()
    assert condition.get_url() in html_of(client, page)
    condition.unpublish()
    assert condition.get_url() not in html_of(client, page)
