"""Stories of patients on the public pages: with a keyboard alone, large letters, no script, an old telephone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from kneeblog.models import (
    ArticlePage,
    CareerEntry,
    ConditionPage,
    GlossaryTerm,
    PhysicianCredential,
    PhysicianPage,
    RelatedCondition,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentPage,
)
from tests.kneeblog.finder import add_finder, load_answers

from .conftest import REPORT_VIOLATIONS
from .test_public_pages import article, picture, text, treatment

__all__ = ["article", "treatment"]
ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
FINDER = "/symptom-finder/"
PAGES = {
    "home": "/",
    "blog": "/blog/",
    "blog-2": "/blog/?page=2",
    "symptom-article": "/blog/back-knee/",
    "article": "/blog/notice-1/",
    "conditions": "/conditions/",
    "condition": "/conditions/bakers-cyst/",
    "treatments": "/treatments/",
    "treatment": "/treatments/prp/",
    "physicians": "/physicians/",
    "physician": "/physicians/sakura/",
    "finder": FINDER,
    "finder-results": f"{FINDER}?place=back&time=bending",
    "search": "/search/?q=膝",
    "search-nothing": "/search/?q=肩",
    "404": "/blog/no-such-page/",
}


@pytest.fixture
def clinic(article: Any, site_tree: Any, make_image: Any, treatment: TreatmentPage) -> SymptomArticlePage:
    """A site with a page of every kind; the article is signed and leads to a condition."""
    from kneeblog.models import ClinicSettings

    locale = site_tree.home.locale
    load_answers()
    add_finder(site_tree.home)
    settings = ClinicSettings.for_site(site_tree.site)
    settings.clinic_name, settings.phone, settings.email = "さくら膝クリニック", "03-0000-0000", "info@clinic.example"
    settings.address, settings.postal_code = "東京都桜区1-2-3 桜ビル4階", "000-0000"
    settings.opening_hours = "月・火・木・金 9:00〜12:30、14:30〜18:00\n土 9:00〜13:00"
    settings.booking_url = "https://booking.example/"
    settings.save()
    doctor = PhysicianPage(
        title="佐倉 花子",
        slug="sakura",
        locale=locale,
        name="佐倉 花子",
        name_kana="さくら はなこ",
        biography="<p>膝を診てきました。</p>",
        photo=[("image", {**picture("医師の写真", make_image("doctor", (400, 500))), "link": ""})],
    )
    site_tree.physicians.add_child(instance=doctor)
    doctor.career = [CareerEntry(text="2003年 卒業", locale=locale)]
    doctor.credentials = [
        PhysicianCredential(title="整形外科専門医", certifying_body="日本整形外科学会", locale=locale)
    ]
    doctor.save_revision().publish()
    term = GlossaryTerm.objects.get(key="baker_cyst")
    cyst = ConditionPage(
        title="ベーカー嚢腫とは：症状と検査、治療の選択肢",
        slug="bakers-cyst",
        locale=locale,
        term=term,
        introduction="<p>膝の裏の袋です。</p>",
        body=[
            (
                "section",
                {"heading": heading, "kind": kind, "anchor": "", "content": [("paragraph", text("本文です。"))]},
            )
            for heading, kind in (("症状", "symptoms"), ("受診の目安", "when_to_see_doctor"))
        ],
    )
    site_tree.conditions.add_child(instance=cyst)
    cyst.save_revision().publish()
    for number in range(12):
        notice = ArticlePage(title=f"膝のお知らせ{number}", slug=f"notice-{number}", introduction="<p>お知らせ</p>")
        site_tree.blog.add_child(instance=notice)
    page = SymptomArticlePage.objects.get(pk=article.pk)
    page.symptom, page.supervisor = GlossaryTerm.objects.get(key="posterior_knee_pain"), doctor
    page.related_conditions = [RelatedCondition(condition=cyst)]
    page.save()
    page.live_revision = page.save_revision()  # not published by the house's ways: one of its pictures is pending
    page.save()
    SupervisionRecord.sign(page, doctor, revision=page.live_revision)
    return page


DRAWN = """Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.complete || new Promise((done) => image.addEventListener("load", done));
}))"""


@pytest.fixture
def visit(open_page: Any) -> Any:
    """Opens one of `PAGES` by its name, and waits for all its pictures."""

    def opened(name: str, width: int = 360, **more: Any) -> Any:
        page = open_page(PAGES[name], width, status=404 if name == "404" else 200, **more)
        page.evaluate(DRAWN)
        return page

    return opened


def failure(page: Any) -> Any:
    """The page for a failure, in place of another page of the site."""
    page.set_content(render_to_string("kneeblog/500.html"))
    page.wait_for_load_state()
    return page


def screens(visit: Any, width: int, **more: Any) -> Iterator[tuple[str, Any]]:
    """Every template at a width; each is closed before the next."""
    for name in PAGES:
        page = visit(name, width, **more)
        yield name, page
        if name == "404":
            yield "500", failure(page)
        page.close()


# --- What everybody gets --------------------------------------------------------------------------------------------


def test_axe_finds_nothing_on_any_template_light_or_dark_narrow_or_wide(clinic: Any, visit: Any):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for name, page in screens(visit, 360):
        for width, scheme in product((360, 1280), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            results = axe.run(page)
            assert results.violations_count == 0, f"{name}, {width}, {scheme}\n{results.generate_report()}"


def test_every_template_is_looked_at_and_nothing_overflows(clinic: Any, visit: Any):
    """The screenshots are kept in `test-artifacts/`, for people.  Violations of the policy are told by `open_page`."""
    ARTIFACTS.mkdir(exist_ok=True)
    for name, page in screens(visit, 1280):
        assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", f"{name} without its styles"
        for width in (1280, 768, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=ARTIFACTS / f"{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
    assert len(list(ARTIFACTS.glob("*.png"))) >= 3 * (len(PAGES) + 1)


def test_every_link_and_button_that_stands_alone_is_large_enough(clinic: Any, visit: Any):
    """Links inside sentences are exempt, and those that their card or line is larger than."""
    alone = "a, button, label, input:not([type=radio])"
    small = f"""[...document.querySelectorAll("{alone}")].filter((one) => {{
        const box = one.getBoundingClientRect(), inText = one.closest("p:not(.contact, .more), dd, td, li > p, .prose");
        return box.height && box.height < 44 && !inText && !one.matches(".visually-hidden, .skip-link, .card-link");
    }}).map((one) => one.outerHTML.slice(0, 120))"""
    for name, page in screens(visit, 360):
        assert page.evaluate(small) == [], name


# --- Large letters ----------------------------------------------------------------------------------------------------

# What a reader can see of the page's text: none of it is gone, cut off, or under something else.
READ = """() => document.querySelector("main").innerText.replace(/\\s+/g, "")"""
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const style = getComputedStyle(one);
  const isCut = style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1;
  return isCut && !one.closest(".visually-hidden, thead");
}).map((one) => one.outerHTML.slice(0, 120))"""


def test_at_twice_and_four_times_the_size_nothing_is_hidden(clinic: Any, visit: Any):
    """1280 pixels at 200 % are 640, at 400 % they are 320."""
    for name, page in screens(visit, 1280):
        whole = page.evaluate(READ)
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 512})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
            assert page.evaluate(READ) == whole, f"{name} at {width}"
            assert page.evaluate(CUT_OFF) == [], f"{name} at {width}"


def test_letters_of_twice_the_size_fit_on_a_telephone(clinic: Any, visit: Any):
    for name, page in screens(visit, 360):
        page.evaluate("document.documentElement.style.fontSize = '36px'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        assert page.evaluate(CUT_OFF) == [], name


# --- The keyboard -----------------------------------------------------------------------------------------------------

FOCUS = """() => {
  const one = document.activeElement.closest(".choice") ?? document.activeElement;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return {
    framed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    text: (one.innerText || one.value || one.name || "").trim(),
    href: one.getAttribute("href") ?? "",
  };
}"""


def tab_to(page: Any, wanted: Any, limit: int = 60) -> dict[str, Any]:
    """Presses Tab until what has the focus is wanted; at every stop one sees where one is."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        here: dict[str, Any] = page.evaluate(FOCUS)
        assert here["framed"], f"no frame around {here}"
        assert here["inSight"], f"out of sight: {here}"
        if wanted(here):
            return here
    raise AssertionError("the keyboard does not get there")


@pytest.mark.parametrize("width", [360, 1280])
def test_with_the_keyboard_alone_from_the_home_page_to_a_condition(clinic: Any, visit: Any, width: int):
    page = visit("home", width)
    tab_to(page, lambda here: here["href"] == "#main", 1)
    page.keyboard.press("Enter")
    tab_to(page, lambda here: here["href"] == FINDER, 3)  # the menu has been skipped
    tab_to(page, lambda here: here["text"] == "裏側")
    page.keyboard.press("Enter")
    page.wait_for_url("**/symptom-finder/?place=back#results")
    page.keyboard.press("Shift+Tab")  # back from the results into the form
    assert page.evaluate(FOCUS)["text"] == "当てはまるページを見る"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")  # past the last answer to the first
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS)["text"] == "正座・しゃがむとき"
    tab_to(page, lambda here: here["text"] == "当てはまるページを見る", 1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/symptom-finder/?place=back&time=bending#results")
    tab_to(page, lambda here: here["href"].endswith("/conditions/bakers-cyst/"), 2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/conditions/bakers-cyst/")
    assert "ベーカー嚢腫" in page.inner_text("h1")


def test_every_stop_of_the_keyboard_in_an_article_is_seen(clinic: Any, visit: Any):
    page = visit("symptom-article")
    tab_to(page, lambda here: here["href"].startswith("mailto:"), 150)


# --- No script, and the policy ----------------------------------------------------------------------------------------


def test_everything_can_be_read_and_found_without_a_script(clinic: Any, open_page: Any, live_server: Any):
    page = open_page(PAGES["symptom-article"], scripts=False)
    main = page.inner_text("main")
    for words in (
        "膝の裏が痛くなる原因と対処法",
        "165,000円",
        "感染",
        "歩けますか？",
        "すぐに受診してください",
        "佐倉 花子",
    ):
        assert words in main
    page.click("a[href^='#']:has-text('まとめ')")
    assert "#" in page.url
    page = open_page(FINDER, scripts=False)
    page.check("input[name=place][value=back]")
    page.click("button:has-text('当てはまるページを見る')")
    assert "ベーカー嚢腫" in page.inner_text("#results")
    page = open_page("/", scripts=False)
    page.fill("input[type=search]", "ベーカー")
    page.click("button:has-text('検索')")
    assert "ベーカー嚢腫" in page.inner_text("main")


def test_what_the_policy_of_public_pages_stops_would_be_told(clinic: Any, visit: Any, browser: Any):
    """All stories here are told of it by `open_page`; this one sees that they would be."""
    context = browser.new_context()
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(visit("home").url)
    assert told == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.wait_for_timeout(200)
    context.close()
    assert any("policy: style-src" in text for text in told)


# --- Typography and telephones ----------------------------------------------------------------------------------------


def test_headings_break_between_phrases_and_copies_are_without_readings(clinic: Any, visit: Any):
    page = visit("condition", 320)
    lines = page.evaluate("""() => {
      const range = document.createRange(), lines = [];
      const walker = document.createTreeWalker(document.querySelector("h1"), NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode()); ) for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at); range.setEnd(node, at + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        if (!lines.length || Math.abs(lines.at(-1).top - top) > 4) lines.push({ top, text: "" });
        lines.at(-1).text += node.data[at];
      }
      return lines.map((line) => line.text);
    }""")
    assert "".join(lines) == "ベーカー嚢腫とは：症状と検査、治療の選択肢" and len(lines) > 1
    assert all(line.endswith(("：", "、", "と", "の", "は", "肢")) for line in lines), lines
    page = visit("symptom-article")
    copied = page.evaluate("""() => {
      const ruby = document.querySelector("ruby"), selection = getSelection();
      selection.selectAllChildren(ruby.parentElement);
      return selection.toString();
    }""")
    assert copied.endswith("膝")


def test_a_telephone_shows_a_button_to_call_and_one_to_book(clinic: Any, visit: Any):
    page = visit("home")
    for selector, words in (
        ("a[href='tel:0300000000']", "03-0000-0000"),
        ("a[href='https://booking.example/']", "予約"),
    ):
        button = page.locator(f".site-header {selector}")
        assert button.is_visible() and words in button.inner_text()
        assert button.bounding_box()["height"] >= 44
    assert "14:30〜18:00" in page.locator(".site-footer .kept").all_inner_texts()
