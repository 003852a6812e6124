"""The public pages in a real browser: nothing overflows, axe finds nothing, no script, no other server."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from kneeblog.models import FeeTable, SymptomArticlePage, TreatmentPage, TreatmentRisk


def picture(alt: str, image: Any = None) -> dict[str, Any]:
    if image is not None:
        image = get_image_model().objects.get(pk=image.pk)
        image.contextual_alt_text, image.decorative = alt, False
    old = {"original_url": "https://old.example/1.jpg", "original_alt": alt} if image is None else {}
    return {"image": image, "caption": "膝を横から見た図", "original_url": "", "original_alt": "", **old}


def text(html: str) -> RichText:
    return RichText(f"<p>{html}</p>")


def cell(html: str) -> dict[str, Any]:
    return {"text": text(html), "colspan": 1, "rowspan": 1}


@pytest.fixture
def treatment(site_tree: Any, rules_off: None) -> TreatmentPage:
    """A treatment with a fee table and long labels."""
    locale = site_tree.home.locale
    table = FeeTable.objects.create(
        name="PRP治療の費用",
        locale=locale,
        rows=[
            ("row", {"label": label, "amount_min": Decimal(amount), "tax": "incl", "currency": "JPY"})
            for label, amount in (("片ひざ（診察・採血・注射・経過観察を含む）", 165_000), ("両ひざ", 1_330_000))
        ],
    )
    treatment = TreatmentPage(
        title="PRP治療",
        slug="prp",
        locale=locale,
        summary="血小板を注射します。",
        insurance_status="self_pay",
        fee_table=table,
        course_visits="2〜3回",
    )
    site_tree.treatments.add_child(instance=treatment)
    treatment.risks.add(TreatmentRisk(name="感染", serious=True, locale=locale))
    treatment.save_revision().publish()
    return TreatmentPage.objects.get(pk=treatment.pk)


def content_blocks(make_image: Any, treatment: TreatmentPage) -> list[tuple[str, Any]]:
    """One block of nearly every kind, with long words and addresses in narrow places."""
    return [
        ("paragraph", text("https://www.example.jp/" + "very-long-address-" * 8 + "<ruby>膝<rt>ひざ</rt></ruby>")),
        ("image", {**picture("膝の図", make_image(size=(1200, 800))), "link": ""}),
        ("gallery", {"items": [picture("検査室", make_image("room")), picture("待合室")]}),
        (
            "topic",
            {"heading": "ベーカー嚢腫", "condition": None, "anchor": "cyst", "content": [("paragraph", text("本文"))]},
        ),
        ("options", {"heading": "治療", "items": [{"label": "保存療法", "text": text("安静")}]}),
        ("checklist", {"heading": "受診の目安", "items": ["痛みが続く"]}),
        (
            "table",
            {
                "caption": "検査",
                "header_row": True,
                "header_column": True,
                "rows": [{"cells": [cell(f"{row}行{column}列の文字") for column in range(8)]} for row in range(3)],
            },
        ),
        ("fee_table", treatment.fee_table),
        ("treatment", treatment),
        ("faq", {"heading": "質問", "items": [{"question": "歩けますか？", "answer": text("はい")}]}),
        *(("callout", {"tone": tone, "heading": "", "text": text("注意")}) for tone in ("info", "caution", "urgent")),
        ("quote", {"text": text("引用"), "source": "ガイドライン"}),
        ("video", {"url": "https://youtu.be/abc", "title": "体操", "caption": ""}),
        ("button", {"label": "予約", "href": "https://www.example.jp/booking"}),
        ("code", {"text": "x" * 200}),
        ("embed", {"kind": "map", "url": "https://www.example.jp/map", "title": "地図", "text": "駅から3分"}),
        ("divider", {}),
    ]


@pytest.fixture
def article(live_server: Any, site_tree: Any, make_image: Any, treatment: TreatmentPage) -> SymptomArticlePage:
    """An article with all of it."""
    content = content_blocks(make_image, treatment)
    sections = [
        ("section", {"heading": heading, "kind": "other", "anchor": "", "content": inner})
        for heading, inner in (
            ("原因と治療", content),
            ("まとめ", [("paragraph", text("まとめ"))]),
        )
    ]
    page = SymptomArticlePage(
        title="膝の裏が痛くなる原因と対処法",
        slug="back-knee",
        locale=site_tree.home.locale,
        introduction="<p>はじめに</p>",
        hero_image=[("image", {**picture("膝に手を当てる人", make_image("hero")), "link": ""})],
        target_readers=[("checklist", {"heading": "こんな方に", "items": ["膝の裏が痛い方"]})],
        body=sections,
        treatments=[("treatment", treatment)],
    )
    site_tree.blog.add_child(instance=page)
    return page


PAGES = ["/", "/blog/", "/blog/back-knee/", "/treatments/", "/treatments/prp/"]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_overflows(article: Any, open_page: Any, width: int):
    for path in PAGES:
        page = open_page(path, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(article: Any, open_page: Any, dark: bool):
    from axe_playwright_python.sync_playwright import Axe

    for path in PAGES:
        results = Axe().run(open_page(path, dark=dark))
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"


def test_a_thumb_finds_every_target(article: Any, open_page: Any):
    """Links that stand alone are at least 44 px high; links inside sentences are exempt."""
    page = open_page("/blog/back-knee/")
    selector = ".site-header a, .breadcrumbs a, .toc a, .button, .link-card, .site-footer a"
    low = page.eval_on_selector_all(
        selector, "all => all.filter(a => a.getBoundingClientRect().height < 44).map(a => a.outerHTML)"
    )
    assert low == []


def test_text_is_large_and_lines_are_short(article: Any, open_page: Any):
    page = open_page("/blog/back-knee/", 1280)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    width = page.eval_on_selector(".body .prose", "element => element.getBoundingClientRect().width")
    assert width <= 38 * 18 + 1


def test_the_skip_link_leads_to_the_text(article: Any, open_page: Any):
    page = open_page("/blog/back-knee/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_ruby_is_legible(article: Any, open_page: Any):
    page = open_page("/blog/back-knee/")
    sizes = page.eval_on_selector_all("rt", "all => all.map(rt => parseFloat(getComputedStyle(rt).fontSize))")
    assert sizes
    assert min(sizes) >= 11


def test_the_language_switch_in_the_header(article: Any, locales: Any, open_page: Any):
    TreatmentPage.objects.get().copy_for_translation(locales["en"], copy_parents=True).save_revision().publish()
    for path in ("/treatments/prp/", "/en/treatments/prp/"):
        page = open_page(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        box = page.locator(".site-header nav.languages a").bounding_box()
        assert min(box["width"], box["height"]) >= 44
