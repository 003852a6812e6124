"""Room 4: sections, topics, and the habits of Japanese blogs with the look-alikes that must be left alone."""

from __future__ import annotations

import pytest

from importers.records import Json

from . import wixpages as wix


def blocks(*parts: str) -> list[Json]:
    """The blocks of one section that holds these parts; nothing may be lost on the way."""
    data = wix.draft_of(wix.paragraph("前書き"), wix.heading("話題"), *parts)
    assert wix.balanced(data), data["ledger"]
    return wix.content(data)


def left_alone(*texts: str) -> None:
    """These paragraphs stay paragraphs, to the letter."""
    found = blocks(*(wix.paragraph(text, f"p{n}") for n, text in enumerate(texts)))
    assert [block["type"] for block in found] == ["paragraph"] * len(texts)
    assert [block["value"] for block in found] == [f"<p>{text.replace(chr(10), '<br/>')}</p>" for text in texts]


def test_headings_by_rank_make_sections_topics_and_headings_in_the_text() -> None:
    data = wix.draft_of(
        wix.paragraph("前書き"), wix.heading("章", 3, "a"), wix.paragraph("一"), wix.heading("節", 4, "b"),
        wix.paragraph("二"), wix.heading("項", 6, "c"), wix.paragraph("三"),
    )  # fmt: skip
    assert data["introduction"] == "<p>前書き</p>"
    (section,) = data["body"]
    assert (section["value"]["heading"], section["value"]["anchor"]) == ("章", "viewer-a")
    first, topic = section["value"]["content"]
    assert (first["value"], topic["value"]["heading"]) == ("<p>一</p>", "節")
    assert [inner["value"] for inner in topic["value"]["content"]] == ["<p>二</p>", "<h4>項</h4>", "<p>三</p>"]


def test_a_body_without_headings_is_one_section() -> None:
    data = wix.draft_of(wix.paragraph("一"), wix.paragraph("二", "p2"))
    assert data["introduction"] == ""
    assert [(block["value"]["heading"], block["value"]["kind"]) for block in data["body"]] == [("", "other")]


def test_the_picture_above_the_text_is_the_main_picture() -> None:
    data = wix.draft_of(wix.image(), wix.paragraph("前書き"), wix.heading("原因"), wix.image(node_id="i2"))
    assert data["hero_image"]["alt"] == "膝の図"
    assert data["introduction"] == "<p>前書き</p>"
    assert wix.kinds(data) == ["image"]


def test_what_stands_between_introduction_and_first_heading_keeps_its_place() -> None:
    data = wix.draft_of(
        wix.paragraph("前書き"), wix.table(("一", "二")), wix.paragraph("後", "p2"), wix.heading("原因")
    )
    assert data["introduction"] == "<p>前書き</p>"
    opening = data["body"][0]["value"]
    assert (opening["heading"], opening["kind"]) == ("", "overview")
    assert [block["type"] for block in opening["content"]] == ["table", "paragraph"]


@pytest.mark.parametrize("heading", ["この記事はこんな方におすすめです", "このような方へ", "当てはまる方"])
def test_a_box_for_readers_is_target_readers(heading: str) -> None:
    data = wix.draft_of(
        wix.paragraph(f"【<strong>{heading}</strong>】\n・膝が痛む方", "a"), wix.paragraph("・階段がつらい方", "b"),
        wix.paragraph("本題に入ります。", "c"), wix.heading("原因"),
    )  # fmt: skip
    assert data["target_readers"] == {"heading": heading, "items": ["膝が痛む方", "階段がつらい方"]}
    assert data["introduction"] == "<p>本題に入ります。</p>"
    assert wix.balanced(data)


def test_another_box_is_a_checklist() -> None:
    (block,) = blocks(wix.paragraph("【確かめること】\n・腫れ\n・熱", "a"))
    assert (block["type"], block["value"]) == ("checklist", {"heading": "確かめること", "items": ["腫れ", "熱"]})


@pytest.mark.parametrize("mark", ["◼︎", "■", "◆", "●", "▼"])
def test_labelled_alternatives_are_options(mark: str) -> None:
    found = blocks(
        wix.paragraph(f"{mark}<strong>安静</strong>\n休みます。", "a"), wix.spacer(),
        wix.paragraph(f"{mark}<strong>冷却</strong>\n冷やします。", "b"), wix.paragraph("以上です。", "c"),
    )  # fmt: skip
    assert [block["type"] for block in found] == ["options", "paragraph"]
    assert found[0]["value"]["items"] == [
        {"label": "安静", "text": "<p>休みます。</p>"},
        {"label": "冷却", "text": "<p>冷やします。</p>"},
    ]


def test_labels_on_their_own_lines_take_the_paragraphs_after_them() -> None:
    found = blocks(
        *(
            wix.paragraph(text, f"p{n}")
            for n, text in enumerate(["■安静", "休みます。", "■冷却", "冷やします。", "以上です。"])
        )
    )
    assert [item["label"] for item in found[0]["value"]["items"]] == ["安静", "冷却"]
    assert found[1]["value"] == "<p>以上です。</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("・一つ目\n・二つ目", "<ul><li>一つ目</li><li>二つ目</li></ul>"),
        ("①曲げる\n②伸ばす", "<ol><li>曲げる</li><li>伸ばす</li></ol>"),
        ("1. 曲げる\n2. 伸ばす", "<ol><li>曲げる</li><li>伸ばす</li></ol>"),
        ("（1）曲げる\n（2）伸ばす", "<ol><li>曲げる</li><li>伸ばす</li></ol>"),
    ],
)
def test_marked_lines_are_a_list(text: str, html: str) -> None:
    (block,) = blocks(wix.paragraph(text))
    assert (block["type"], block["value"]) == ("paragraph", html)


def test_questions_and_answers_are_a_faq() -> None:
    (block,) = blocks(wix.paragraph("Q. 歩いてよいですか\nA. 痛まない範囲で。", "a"), wix.paragraph("Q2. 冷やしますか", "b"),
                      wix.paragraph("A2. 腫れがあれば。\n長くは冷やしません。", "c"))  # fmt: skip
    assert block["type"] == "faq"
    assert block["value"]["items"] == [
        {"question": "歩いてよいですか", "answer": "<p>痛まない範囲で。</p>"},
        {"question": "冷やしますか", "answer": "<p>腫れがあれば。<br/>長くは冷やしません。</p>"},
    ]


def test_a_table_of_contents_is_dropped_by_name() -> None:
    contents = '<div><ul><li><p><a href="#viewer-h1">原因</a></p></li></ul></div>'
    data = wix.draft_of(wix.paragraph("目次"), contents, wix.heading("原因"), wix.paragraph("本文", "p2"))
    assert data["introduction"] == ""
    assert {"generated.contents"} <= {item["rule"] for item in data["ledger"]["dropped"]}
    assert wix.balanced(data)


@pytest.mark.parametrize(
    "texts",
    [
        ["・一つだけの点"],
        ["■だけの見出し\n本文です。", "次の段落です。"],
        ["【注意】無理はしないでください。"],
        ["【注意】", "無理はしないでください。"],
        ["Q. 問いだけがあります"],
        ["A. 答えだけがあります"],
        ["1.5倍の力\n2.5倍の力"],
        ["3. 途中から\n4. 始まる"],
        ["10:30 受付\n11:00 診察"],
        ["2024年の調べ\n2025年の調べ"],
        ["ビタミンD・カルシウム・たんぱく質", "膝・腰・股関節"],
        [
            "●長い段落は見出しではなく、ここで終わらずにまだまだ続いていくので、印があっても選択肢ではありません。",
            "次です。",
        ],
        ["※個人差があります。", "※医師にご相談ください。"],
        ["目次", "普通の段落です。"],
        ["1億個の細胞", "3000人の調べ"],
        ["初診料は保険証をお持ちの場合で3000円ほどになることが多いですが、検査により変わります。", "次です。"],
    ],
)
def test_look_alikes_are_left_alone(texts: list[str]) -> None:
    left_alone(*texts)


def test_lines_of_prices_are_a_fee_table() -> None:
    (block,) = blocks(wix.paragraph("片膝　110,000円（税込）", "a"), wix.paragraph("両膝　198,000円（税込）", "b"))
    assert block["type"] == "fee_table"
    assert [(fee["side"], fee["amount_min"], fee["tax"]) for fee in block["value"]["items"]] == [
        ("one", "110000", "incl"),
        ("both", "198000", "incl"),
    ]


def test_a_table_of_prices_is_a_fee_table_and_another_table_is_not() -> None:
    found = blocks(wix.table(("項目", "費用（税込）"), ("片膝", "110,000円"), ("両膝", "198,000円")))
    assert [block["type"] for block in found] == ["fee_table"]
    assert [fee["amount_min"] for fee in found[0]["value"]["items"]] == ["110000", "198000"]
    assert [block["type"] for block in blocks(wix.table(("運動", "回数"), ("屈伸", "10回")))] == ["table"]


@pytest.mark.parametrize("struck", ["<s>PRP 120,000円</s>", "PRP <s>120,000円</s> 110,000円"])
def test_a_price_struck_out_is_no_price_of_today(struck: str) -> None:
    line = blocks(wix.paragraph(struck, "a"), wix.paragraph("APS 330,000円", "b"), wix.paragraph("再診 1,100円", "c"))
    assert [block["type"] for block in line] == ["paragraph", "fee_table"]
    assert line[0]["value"] == f"<p>{struck}</p>"
    (cell,) = blocks(wix.table(("項目", "料金"), (struck, "110,000円"), ("APS", "330,000円")))
    assert cell["type"] == "table" and cell["value"]["rows"][1]["cells"][0]["text"] == f"<p>{struck}</p>"


SIDES = ("項目", "片膝", "両膝")


def test_a_table_with_a_column_for_each_side_is_a_fee_table() -> None:
    rows = (("PRP", "110,000円", "198,000円"), ("APS療法", "330,000円〜", "660,000円〜"))
    (block,) = blocks(wix.table(SIDES, *rows))
    assert block["type"] == "fee_table"
    assert [(fee["label"], fee["side"], fee["amount_min"], fee["is_from"]) for fee in block["value"]["items"]] == [
        ("PRP", "one", "110000", False), ("PRP", "both", "198000", False),
        ("APS療法", "one", "330000", True), ("APS療法", "both", "660000", True),
    ]  # fmt: skip
    assert [fee["raw"] for fee in block["value"]["items"]][::2] == ["　".join(row) for row in rows]
    (alone,) = blocks(wix.table(("", *SIDES[1:]), ("", "5,500円", "11,000円"), ("", "5,500円", "11,000円")))
    assert [(fee["raw"], fee["side"]) for fee in alone["value"]["items"]] == [
        ("5,500円　11,000円", "one"), ("5,500円　11,000円", "both"),
    ] * 2  # fmt: skip
    (taxed,) = blocks(wix.table(("治療", "片側（税込）", "両側（税込）"), rows[0]))
    assert [(fee["side"], fee["tax"]) for fee in taxed["value"]["items"]] == [("one", "incl"), ("both", "incl")]


@pytest.mark.parametrize(
    "rows",
    [
        (SIDES, ("PRP", "110,000円", "—")),
        (SIDES, ("PRP", "110,000円", "ご相談のうえ決めます。")),
        (SIDES, ("PRP（税別）", "110,000円", "198,000円")),
        (SIDES, ("PRP", "110,000円")),
        (("項目", "片膝", "片膝"), ("PRP", "110,000円", "198,000円")),
        (("項目", "右膝", "左膝"), ("PRP", "110,000円", "198,000円")),
        (("項目", "片膝", "両膝", "備考"), ("PRP", "110,000円", "198,000円", "予約制")),
        (("保険の種類", "片膝", "両膝"), ("PRP<s>1回</s>", "110,000円", "198,000円")),
    ],
)
def test_columns_that_are_not_all_prices_for_a_side_stay_a_table(rows: tuple[tuple[str, ...], ...]) -> None:
    (block,) = blocks(wix.table(*rows))
    assert block["type"] == "table" and len(block["value"]["rows"]) == len(rows)


def test_equal_prices_are_each_kept_and_nothing_is_lost() -> None:
    (table,) = blocks(wix.table(("1回", "5,500円"), ("1回", "5,500円")))
    assert [fee["raw"] for fee in table["value"]["items"]] == ["1回　5,500円"] * 2
    (lines,) = blocks(
        *(wix.paragraph(text, text + str(n)) for n, text in enumerate(["5,500円", "5,500円", "11,000円"]))
    )
    assert lines["type"] == "fee_table"
    assert [fee["amount_min"] for fee in lines["value"]["items"]] == ["5500", "5500", "11000"]


def test_a_bold_line_stays_and_a_finding_asks() -> None:
    data = wix.draft_of(
        wix.heading("原因"), wix.paragraph("<strong>筋肉の疲れ</strong>"), wix.paragraph("本文。", "p2")
    )
    assert wix.content(data)[0]["value"] == "<p><b>筋肉の疲れ</b></p>"
    assert "heading.bold-line" in wix.ids(data)


def test_a_link_in_a_heading_is_told_and_kept_in_the_list_of_links() -> None:
    data = wix.draft_of(wix.heading('<a href="/post/x">原因</a>'), wix.paragraph("本文"))
    assert data["body"][0]["value"]["heading"] == "原因"
    assert "heading.link" in wix.ids(data)
    assert data["links"][0]["href"] == "https://www.knee.example/post/x"


def test_a_physicians_own_page_gives_the_person_and_keeps_the_rest() -> None:
    data = wix.draft_of(
        wix.image(), wix.paragraph("膝の診療に携わっています。"), wix.heading("経歴", 2, "a"), wix.bullets("青葉大学卒業", "青葉病院"),
        wix.heading("資格", 2, "b"), wix.bullets("整形外科専門医（日本専門医機構）"),
        wix.heading("患者さんへ", 2, "c"), wix.paragraph("お気軽にご相談ください。", "p9"), title="山田 太郎 医師",
    )  # fmt: skip
    person = data["supervisor"]
    assert (data["page_type"], person["name"], person["honorific"]) == ("physician", "山田 太郎", "医師")
    assert person["biography"] == ["膝の診療に携わっています。"]
    assert (person["career"], person["credentials"]) == (
        ["青葉大学卒業", "青葉病院"],
        ["整形外科専門医（日本専門医機構）"],
    )
    assert [block["value"]["heading"] for block in data["body"]] == ["患者さんへ"]
    assert wix.balanced(data)


def physicians_page(title: str, *parts: str) -> Json:
    texts = (wix.rich_text(part, f"comp-r{number}") for number, part in enumerate(parts))
    data = wix.read(wix.site_page(wix.section(*texts), title=f"{title} | 青葉クリニック", site="青葉クリニック")).data
    assert data["page_type"] == "physician" and wix.balanced(data)
    return data


def test_a_page_of_two_physicians_gives_the_first_and_keeps_the_second_as_text() -> None:
    data = physicians_page(
        "医師紹介", "<h1>医師紹介</h1>", "<h2>青葉 太郎</h2><p>整形外科医</p>", "<h3>経歴</h3><p>2001年 卒業</p>",
        "<h3>資格</h3><p>専門医</p>", "<h2>山田 花子</h2>", "<h3>経歴</h3><p>2003年 卒業</p>",
    )  # fmt: skip
    person = data["supervisor"]
    assert (person["name"], person["career"], person["credentials"]) == ("青葉 太郎", ["2001年 卒業"], ["専門医"])
    (other,) = data["body"]
    assert other["value"]["heading"] == "山田 花子" and "2003年 卒業" in str(other["value"]["content"])
    assert "supervisor.unplaced" in wix.ids(data)


@pytest.mark.parametrize(
    ("title", "text", "name", "honorific"),
    [
        ("院長紹介", "<h1>院長紹介</h1><p>青葉 太郎 医師</p>", "青葉 太郎", "医師"),
        ("院長紹介", "<h1>院長 青葉 太郎</h1>", "青葉 太郎", "院長"),
        ("院長紹介", "<h2>院長のご紹介</h2><h3>青葉 太郎</h3>", "青葉 太郎", ""),
        ("理事長：青葉 太郎", "", "青葉 太郎", "理事長"),
        ("青葉太郎院長のプロフィール", "", "青葉太郎", "院長"),
        ("Meet our doctor: Taro Aoba", "", "Taro Aoba", ""),
        ("担当医のご紹介", "<p>整形外科医</p>", "", ""),
        ("医師紹介", "<h2>診療 方針</h2>", "", ""),
    ],
)
def test_a_physicians_name_is_never_a_word_for_an_introduction(
    title: str, text: str, name: str, honorific: str
) -> None:
    data = physicians_page(title, text, "<p>膝の診療に携わっています。</p>")
    assert (data["supervisor"]["name"], data["supervisor"]["honorific"]) == (name, honorific)
    assert ("supervisor.no-name" in wix.ids(data)) is not bool(name)


@pytest.mark.parametrize(
    ("address", "title", "slug", "finding"),
    [
        ("https://x.example/post/back-knee", "記事", "back-knee", None),
        ("https://x.example/post/膝の裏", "膝裏の痛み", "posterior-knee-pain", "slug.from-glossary"),
        ("https://x.example/post/%E6%98%A5", "春", "", "slug.missing"),
    ],
)
def test_slugs_are_ascii_or_say_that_they_are_missing(address: str, title: str, slug: str, finding: str | None) -> None:
    data = wix.draft_of(wix.paragraph("本文"), url=address, title=title)
    assert data["slug"] == slug
    assert finding is None or finding in wix.ids(data)
