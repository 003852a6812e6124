"""Pages of a Wix site that are no posts: what the classic editor and Studio draw, as blocks a person would expect."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.records import Json

from .timing import is_about_linear
from .wixpages import (
    accordion,
    anchor_label,
    balanced,
    classic_image,
    columns,
    content,
    gallery,
    ids,
    kinds,
    line,
    link_button,
    menu,
    read,
    repeater,
    rich_text,
    section,
    site_page,
    tabs,
)  # fmt: skip

LONG = "関節に負担がかかる動作を減らし、太ももの筋力を保つことが、どの治療を選ぶ場合にも大切です。体重の管理も役に立ちます。"
LONGER = "痛みが続く場合や膝が腫れている場合は、自己判断で運動を続けず、整形外科を受診して原因を確かめてください。"
A, B = "b1b2c3_" + "1" * 32 + "~mv2.jpg", "b1b2c3_" + "2" * 32 + "~mv2.jpg"


def text(inner: str) -> str:
    return rich_text(f'<p class="font_8">{inner}</p>')


def heading(inner: str, level: int = 2) -> str:
    return rich_text(f'<h{level} class="font_2">{inner}</h{level}>')


def data_of(*parts: str, **more: str) -> Json:
    data = read(site_page(*parts, **more), "prp.html").data
    assert data["source"]["reader"] == "wix-page"
    assert balanced(data)
    assert not [finding for finding in data["findings"] if finding["level"] == "error"]
    return data


def headings(data: Json) -> list[tuple[str, list[str]]]:
    """Each section's heading, with those of its topics."""
    return [
        (
            block["value"]["heading"],
            [inner["value"]["heading"] for inner in block["value"]["content"] if inner["type"] == "topic"],
        )
        for block in data["body"]
    ]


def dropped(data: Json) -> dict[str, str]:
    return {item["rule"]: item["text"] for item in data["ledger"]["dropped"]}


def buttons(data: Json) -> list[Json]:
    return [block["value"] for block in content(data) if block["type"] == "button"]


# Buttons --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        'class="uDW_Qe wixui-button" data-testid="linkElement"',
        'data-testid="buttonContent"',
        'role="button"',
        'class="_1fbEI" data-testid="linkElement"',  # before there were stable classes
    ],
)
def test_a_link_drawn_as_a_button_is_one(more: str) -> None:
    data = data_of(
        section(heading("ご予約"), text("お電話でも承ります。"), link_button("診察を予約する", "/reserve", more))
    )
    assert kinds(data) == ["paragraph", "button"]
    assert buttons(data) == [{"label": "診察を予約する", "href": "https://www.wakaba-hiza.example/reserve"}]
    assert [link["text"] for link in data["links"]] == ["診察を予約する"]


def test_a_button_that_opens_a_lightbox_leads_nowhere_and_says_so() -> None:
    data = data_of(section(heading("ご予約"), text("お電話でも承ります。"), link_button("予約フォームを開く")))
    assert buttons(data) == [{"label": "予約フォームを開く", "href": ""}]
    assert "button.no-address" in ids(data)


def test_a_button_element_with_words_is_one_and_what_unfolds_a_menu_is_not() -> None:
    acts = '<div id="comp-b2"><button class="wixui-button" data-testid="buttonElement"><span>資料を請求する</span></button></div>'
    opens = '<div><button class="wixui-button" aria-haspopup="true"><span>メニューを開く</span></button></div>'
    data = data_of(section(heading("ご案内"), text("膝の痛みのご相談を受け付けています。"), acts, opens))
    assert buttons(data) == [{"label": "資料を請求する", "href": ""}]
    assert dropped(data)["chrome.button"] == "メニューを開く"


def test_links_in_text_and_linked_pictures_are_no_buttons() -> None:
    word = text('詳しくは<a href="/prp" role="button" data-popupid="x">こちら</a>をご覧ください。')
    picture = classic_image().replace('<div data-testid="linkElement">', '<a data-testid="linkElement" href="/mri">', 1)
    data = data_of(section(heading("検査"), word, picture.replace("</div></div>", "</a></div>")))
    assert kinds(data) == ["paragraph", "image"]
    assert content(data)[1]["value"]["link"] == "https://www.wakaba-hiza.example/mri"


# Tabs and accordions --------------------------------------------------------------------------------------------------


def test_every_tab_heads_its_panel_hidden_or_not() -> None:
    data = data_of(
        section(
            heading("治療の流れ"),
            tabs(
                ("診察と検査", text("痛む場所を調べます。")), ("注射", heading("当日") + text("採血の後に注射します。"))
            ),
            heading("費用"),
            text("自由診療です。"),
        )
    )
    assert headings(data) == [("治療の流れ", ["診察と検査", "注射"]), ("費用", [])]
    assert [block["value"] for block in content(data)] == [
        "<p>痛む場所を調べます。</p>", "<h4>当日</h4>", "<p>採血の後に注射します。</p>", "<p>自由診療です。</p>",
    ]  # fmt: skip


def test_a_tab_whose_panel_is_not_in_the_copy_is_told() -> None:
    data = data_of(section(heading("症状"), tabs(("急な痛み", text("冷やして休みます。")), ("慢性の痛み", ""))))
    assert headings(data) == [("症状", ["急な痛み", "慢性の痛み"])]
    (finding,) = [finding for finding in data["findings"] if finding["id"] == "tab.lost"]
    assert "慢性の痛み" in finding["message"]


def test_folded_questions_are_questions_and_other_folds_have_headings() -> None:
    asked = accordion(
        ("入院は必要ですか？", "入院は必要ありません。"), ("運動はいつからできますか。", "医師の指示に従ってください。")
    )
    told = accordion(("注射の前の準備", "当日は激しい運動を控えてください。"))
    data = data_of(section(heading("よくある質問"), asked), section(heading("ご案内"), told.replace("acc-", "fold-")))
    (faq,) = [block for block in content(data) if block["type"] == "faq"]
    assert [(item["question"], item["answer"]) for item in faq["value"]["items"]] == [
        ("入院は必要ですか？", "<p>入院は必要ありません。</p>"),
        ("運動はいつからできますか。", "<p>医師の指示に従ってください。</p>"),
    ]
    assert "注射の前の準備" in str(data["body"]) and "当日は激しい運動を控えてください。" in str(data["body"])
    assert "list.block-moved" not in ids(data)


@pytest.mark.parametrize(
    ("control", "stays"),
    [
        ('<button aria-controls="c1">料金に含まれるもの</button>', True),
        ('<a href="#c1">料金に含まれるもの</a>', True),
        ('<button aria-controls="c1" aria-haspopup="menu">開く</button>', False),
        ('<nav><button aria-controls="c1">開く</button></nav>', False),
    ],
)
def test_a_hidden_region_stays_if_the_page_can_unfold_it(control: str, stays: bool) -> None:
    region = '<div id="c1" role="region" style="display:none">' + text("<p>検査の費用も含みます。</p>") + "</div>"
    data = data_of(heading("料金"), text("<p>下をご覧ください。</p>"), control, region)
    assert ("検査の費用も含みます。" in str(data["body"])) is stays


def test_what_shows_the_rest_of_a_text_is_no_heading() -> None:
    more = '<button aria-expanded="false" aria-controls="rest">続きを読む</button>'
    data = data_of(
        section(heading("原因"), text("体重が関わります。"), more, f'<div id="rest">{text("姿勢も関わります。")}</div>')
    )
    assert [block["value"] for block in content(data)] == ["<p>体重が関わります。</p>", "<p>姿勢も関わります。</p>"]
    assert dropped(data)["chrome.button"] == "続きを読む"


# Groups, pictures, lines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fluid", [False, True])
def test_the_items_of_a_repeater_are_cards(fluid: bool) -> None:
    items = [
        heading("膝のMRI検査", 3) + text("片ひざ 19,000円（税込）") + link_button("詳しく見る", "/mri"),
        heading("膝のPRP療法", 3) + text("片ひざ 110,000円（税込）") + link_button("詳しく見る", "/prp"),
    ]
    data = data_of(
        section(heading("診療のご案内"), text("膝の診療を行っています。")), section(repeater(*items, fluid=fluid))
    )
    assert [(card["name"], card["url"], card["fees"][0]["amount_min"]) for card in data["treatments"]] == [
        ("膝のMRI検査", "https://www.wakaba-hiza.example/mri", "19000"),
        ("膝のPRP療法", "https://www.wakaba-hiza.example/prp", "110000"),
    ]
    assert not buttons(data)


def test_a_gallery_shows_each_picture_once_with_its_words() -> None:
    data = data_of(
        section(heading("院内"), text("院内の写真です。"), gallery((A, "待合室", "明るい待合室"), (B, "", "検査室")))
    )
    (shown,) = [block["value"]["items"] for block in content(data) if block["type"] == "gallery"]
    assert [(item["alt"], item["caption"], item["url"][-len(A) :]) for item in shown] == [
        ("待合室", "明るい待合室", A), ("", "検査室", B),
    ]  # fmt: skip


def test_a_bare_picture_is_read_from_its_source_set() -> None:
    data = data_of(section(heading("院内"), text("院内の写真です。"), classic_image(A, bare=True)))
    assert data["images"] == [f"https://static.wixstatic.com/media/{A}"]


def test_a_line_stays_only_between_texts() -> None:
    data = data_of(
        section(line(), heading("はじめに"), line(), text("一つ目です。"), line(), text("二つ目です。"), line())
    )
    assert kinds(data) == ["paragraph", "divider", "paragraph"]


def test_a_vector_image_becomes_no_block() -> None:
    shape = '<div class="wixui-vector-image"><div data-testid="svgRoot-comp-v1"><svg><text>図</text></svg></div></div>'
    data = data_of(section(heading("はじめに"), shape, text("本文です。")))
    assert kinds(data) == ["paragraph"]
    assert dropped(data)["drawing.text"] == "図"


# Chrome ---------------------------------------------------------------------------------------------------------------


def test_menus_and_names_of_anchors_are_the_frame() -> None:
    data = data_of(menu("料金", "アクセス"), section(anchor_label("fees"), heading("費用"), text("自由診療です。")))
    assert dropped(data)["chrome.menu"] == "料金 アクセス その他"
    assert dropped(data)["chrome.anchor-label"] == "fees"
    assert headings(data) == [("費用", [])]


def test_a_region_with_text_of_its_own_is_content() -> None:
    named = '<div role="region" tabindex="-1" aria-label="診療時間"><p>診療時間</p></div>'
    assert "診療時間" in str(data_of(section(heading("ご案内"), text("膝の診療です。"), named))["body"])


# Copies ---------------------------------------------------------------------------------------------------------------


def box(*parts: str, box_id: str = "comp-x1") -> str:
    return f'<div id="{box_id}" class="wixui-box"><div>{"".join(parts)}</div></div>'


def test_the_same_box_comes_once_with_the_alternative_text_of_either() -> None:
    desk = box(text(LONG), classic_image(A, alt=""), text(LONGER))
    phone = box(text(LONG), classic_image(A, alt="膝の模型"), text(LONGER), box_id="comp-x2")
    data = data_of(
        section(heading("日常生活"), desk), section(heading("検査"), text("MRIで調べます。")), section(phone)
    )
    assert str(data["body"]).count(LONG) == 1
    assert dropped(data)["twin.repeated"] == f"{LONG} {LONGER}"
    assert "twin.repeated" in ids(data)
    assert [block["value"]["alt"] for block in content(data) if block["type"] == "image"] == ["膝の模型"]


@pytest.mark.parametrize(
    "again",
    [
        box(text(LONG), text("痛みが続く場合は、整形外科を受診してください。")),  # another end
        box(text(LONG), classic_image(B), text(LONGER)),  # another picture
        box(text(LONG), text(f'<a href="/mri">{LONGER}</a>')),  # it leads on
    ],
)
def test_a_box_that_differs_stays(again: str) -> None:
    data = data_of(section(heading("日常生活"), box(text(LONG), text(LONGER)), text("検査もします。"), again))
    assert str(data["body"]).count(LONG) == 2


def test_a_short_call_below_each_section_stays() -> None:
    call = box(text("膝の痛みはご相談ください。"), link_button("予約する", "/reserve"))
    data = data_of(section(heading("原因"), text(LONG), call), section(heading("検査"), text(LONGER), call))
    assert len(buttons(data)) == 2 and str(data["body"]).count("ご相談ください") == 2


# Titles ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tab", "site", "shown", "title", "in_body"),
    [
        ("膝のPRP療法 | 若葉ひざクリニック", "若葉ひざクリニック", "膝のPRP療法", "膝のPRP療法", False),
        ("膝のPRP療法｜若葉ひざクリニック", "若葉ひざクリニック", "ご自身の血液を使う治療", "膝のPRP療法", True),
        ("膝のPRP療法 | 若葉ひざクリニック | 名古屋", "若葉ひざクリニック", "ご案内", "膝のPRP療法", True),
        ("膝の治療 | 保存療法と手術", "若葉ひざクリニック", "ご案内", "膝の治療 | 保存療法と手術", True),
        ("膝の再生医療について | 若葉クリニック", "", "ご案内", "膝の再生医療について", True),
    ],
)
def test_a_page_is_called_what_a_person_would_call_it(
    tab: str, site: str, shown: str, title: str, in_body: bool
) -> None:
    data = data_of(section(heading(shown, 1), text("本文です。")), title=tab, site=site)
    assert data["title"] == title and data["meta"]["title"] == tab
    assert (shown in [name for name, _ in headings(data)]) == in_body


def test_the_second_copy_of_the_title_is_no_section() -> None:
    data = data_of(section(heading("膝のPRP療法", 1)), section(heading("膝のPRP療法", 1), text("本文です。")))
    assert headings(data) == [("", [])] and dropped(data)["fact.repeated"] == "膝のPRP療法"


# A clinic's pages -----------------------------------------------------------------------------------------------------


def test_breadcrumbs_and_supervisor_reach_their_fields() -> None:
    crumbs = text('<a href="/">ホーム</a> &gt; <a href="/treatments">治療</a> &gt; 膝のPRP療法')
    physician = columns(
        heading("監修医師", 3)
        + text("若葉 みどり 医師")
        + text("膝の診療に携わっています。")
        + text("【資格】<br>整形外科専門医")
    )
    data = data_of(
        section(crumbs),
        section(heading("膝のPRP療法", 1), heading("費用"), text(LONG), heading("リスク"), text(LONGER)),
        physician,
    )
    assert [crumb["label"] for crumb in data["breadcrumbs"]] == ["ホーム", "治療", "膝のPRP療法"]
    assert (data["supervisor"]["name"], data["supervisor"]["credentials"]) == ("若葉 みどり", ["整形外科専門医"])
    assert data["page_type"] == "treatment"
    assert [name for name, _ in headings(data)] == ["費用", "リスク"]


def test_a_heading_goes_with_the_group_it_stands_above() -> None:
    person = columns(heading("若葉 みどり 医師", 3) + text("膝の診療に携わっています。"))
    data = data_of(section(heading("概要"), text(LONG), box(text(LONGER)), heading("監修医師"), person))
    assert data["supervisor"]["name"] == "若葉 みどり"
    assert headings(data) == [("概要", [])]


def test_a_physicians_own_page() -> None:
    data = data_of(
        section(heading("若葉 みどり 医師", 1), classic_image(A, alt="若葉 みどり"), text(LONG)),
        section(
            heading("経歴"),
            rich_text("<ul><li><p>若葉大学医学部卒業</p></li><li><p>若葉総合病院 整形外科</p></li></ul>"),
        ),
        section(heading("資格"), rich_text("<ul><li><p>整形外科専門医</p></li></ul>")),
        title="若葉 みどり 医師 | 若葉ひざクリニック",
    )
    assert data["page_type"] == "physician"
    person = data["supervisor"]
    assert (person["name"], person["honorific"]) == ("若葉 みどり", "医師")
    assert person["career"] == ["若葉大学医学部卒業", "若葉総合病院 整形外科"] and person["credentials"] == [
        "整形外科専門医"
    ]
    assert person["photo"]["url"].endswith(A)


# Nothing lost, in linear time -----------------------------------------------------------------------------------------

pieces = st.sampled_from(
    [
        text("膝が痛みます。"), text(LONG), heading("原因"), heading("当日", 3), link_button("予約"), link_button("予約", "/r"),
        classic_image(A), gallery((A, "図", "説明")), line(), anchor_label("x"), menu("料金"), "裸の文字", "<button>押す</button>",
        accordion(("なぜですか？", "分かりません。"), ("準備", "要りません。")), tabs(("甲", text("一。")), ("乙", "")),
    ]
)  # fmt: skip
parts = st.recursive(
    pieces,
    lambda inner: st.builds(
        lambda wrap, some: wrap(*some),
        st.sampled_from([section, box, repeater, columns, lambda *some: tabs(*(("丙", one) for one in some))]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(parts, max_size=5))
def test_nothing_is_lost_or_invented_whatever_stands_in_what(some: list[str]) -> None:
    data = read(site_page(*some), "prp.html").data
    assert data["ledger"]["lost"] == []
    assert not [finding for finding in data["findings"] if finding["id"].startswith("ledger.")]
    assert data == read(site_page(*some), "prp.html").data


@pytest.mark.parametrize(
    "part",
    [
        lambda n: accordion(*((f"質問{k}？", "答え。") for k in range(n))),
        lambda n: tabs(*((f"札{k}", f"<h2>見出し{k}</h2><p>文。</p>") for k in range(n))),
        lambda n: "".join(box(text(LONG), text(LONGER)) for _ in range(n)),
        lambda n: (
            ("<section>" * 40 + "".join(f"<p>文{k}。</p>" for k in range(10)) + "<p>終。</p></section>" * 40)
            * (n // 20)
        ),
        lambda n: '<a data-testid="linkElement">押す</a>' * n,
    ],
)
def test_eight_times_the_page_takes_about_eight_times_as_long(part) -> None:  # type: ignore[no-untyped-def]
    def work(n: int) -> Callable[[], object]:
        page = site_page(part(n))
        return lambda: read(page, "prp.html")

    is_about_linear(work, 200)
