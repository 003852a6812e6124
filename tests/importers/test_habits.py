"""Structure that Japanese blogs write as text, in the many ways they write it, and what only looks like it."""

from __future__ import annotations

import pytest

from importers.records import Json

from . import wixpages as wix
from .test_draft import blocks, left_alone

DIVIDER = (
    '<div data-breakout="normal"><div data-hook="divider divider-single" role="separator"><div> </div></div></div>'
)


def paragraphs(*texts: str) -> list[str]:
    return [text if text.startswith("<div") else wix.paragraph(text, f"p{n}") for n, text in enumerate(texts)]


def made_of(*texts: str) -> list[Json]:
    return blocks(*paragraphs(*texts))


def types(found: list[Json]) -> list[str]:
    return [block["type"] for block in found]


def dropped_by(data: Json, rule: str) -> list[str]:
    return [item["text"] for item in data["ledger"]["dropped"] if item["rule"] == rule]


# Lists ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["・", "･", "•", "● ", "○ ", "✓ ", "✔︎ ", "✅ ", "- ", "– ", "▶ ", "▶︎ ", "🔹"])
def test_two_lines_with_one_sign_are_a_list(mark: str) -> None:
    (block,) = made_of(f"{mark}腫れ\n{mark}熱")
    assert block["value"] == "<ul><li>腫れ</li><li>熱</li></ul>"


@pytest.mark.parametrize(
    "text",
    ["①曲げる\n②伸ばす", "❶曲げる\n❷伸ばす", "⑴曲げる\n⑵伸ばす", "1. 曲げる\n2. 伸ばす", "１．曲げる\n２．伸ばす", "1）曲げる\n2）伸ばす",
     "（１）曲げる\n（２）伸ばす", "1、曲げる\n2、伸ばす", "Step1 曲げる\nStep2 伸ばす", "ステップ1：曲げる\nステップ2：伸ばす", "その1 曲げる\nその2 伸ばす",
     "その一　曲げる\nその二　伸ばす", "手順① 曲げる\n手順② 伸ばす"],
)  # fmt: skip
def test_lines_that_count_up_are_a_numbered_list(text: str) -> None:
    (block,) = made_of(text)
    assert block["value"] == "<ol><li>曲げる</li><li>伸ばす</li></ol>"


def test_a_list_goes_on_over_paragraphs_and_stands_out_of_the_text_around_it() -> None:
    found = made_of("次に注意します。\n・腫れ", "・熱\nあれば受診しましょう。")
    assert [block["value"] for block in found] == [
        "<p>次に注意します。</p>", "<ul><li>腫れ</li><li>熱</li></ul>", "<p>あれば受診しましょう。</p>",
    ]  # fmt: skip


def test_several_points_on_one_line_are_a_list_too() -> None:
    (block,) = made_of("・腫れ　・熱 ・赤み")
    assert block["value"] == "<ul><li>腫れ</li><li>熱</li><li>赤み</li></ul>"


def test_several_points_of_any_sign_stand_on_one_line() -> None:
    assert made_of("● 椅子　● 壁　● タオル")[0]["value"] == "<ul><li>椅子</li><li>壁</li><li>タオル</li></ul>"
    assert made_of("①座る ②伸ばす ③戻す")[0]["value"] == "<ol><li>座る</li><li>伸ばす</li><li>戻す</li></ol>"
    left_alone("①座る ③戻す")
    left_alone("○ 月　○ 火　× 水")
    left_alone("1. 座る 2. 伸ばす")


def test_numbers_that_begin_again_begin_another_list() -> None:
    found = made_of("①曲げる\n②伸ばす", "①歩く\n②休む")
    assert [block["value"] for block in found] == [
        "<ol><li>曲げる</li><li>伸ばす</li></ol>",
        "<ol><li>歩く</li><li>休む</li></ol>",
    ]


def test_indented_lines_belong_to_the_point_above_them() -> None:
    assert (
        made_of("・腫れ\n　夕方に強くなります。\n・熱")[0]["value"]
        == "<ul><li>腫れ<br/>　夕方に強くなります。</li><li>熱</li></ul>"
    )
    nested = made_of("・腫れ\n　- 片側\n　- 両側\n・熱")[0]["value"]
    assert nested == "<ul><li>腫れ<ul><li>片側</li><li>両側</li></ul></li><li>熱</li></ul>"


def test_a_note_stays_with_its_point_and_a_note_below_stays_below() -> None:
    found = made_of("・腫れ\n※急な腫れ\n・熱\n※両方あれば受診を")
    assert [block["value"] for block in found] == [
        "<ul><li>腫れ<br/>※急な腫れ</li><li>熱</li></ul>",
        "<p>※両方あれば受診を</p>",
    ]


def test_a_definition_list_stays_a_list() -> None:
    (block,) = made_of("・保存療法：手術をしません。\n・手術療法：手術をします。")
    assert block["value"] == "<ul><li>保存療法：手術をしません。</li><li>手術療法：手術をします。</li></ul>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "●保存療法 安静にします。\n●薬物療法 痛みを抑えます。",
            "<ul><li>保存療法 安静にします。</li><li>薬物療法 痛みを抑えます。</li></ul>",
        ),
        ("①安静：休みます。\n②冷却：冷やします。", "<ol><li>安静：休みます。</li><li>冷却：冷やします。</li></ol>"),
    ],
)
def test_a_bullet_or_number_with_its_text_on_the_line_is_an_item(text: str, html: str) -> None:
    assert made_of(text)[0]["value"] == html


def test_links_to_a_merged_paragraph_end_at_the_list() -> None:
    data = wix.draft_of(
        wix.paragraph('<a href="#viewer-p2">あとで</a>'), wix.heading("話題"), wix.paragraph("・腫れ", "p1"), wix.paragraph("・熱", "p2"),
    )  # fmt: skip
    (block,) = wix.content(data)
    assert data["links"][0]["href"] == f"#{block['id']}"


@pytest.mark.parametrize(
    "texts",
    [
        ["○ ゆっくり曲げる\n○ 息を吐く\n× 反動をつける"],
        ["× 反動をつける", "○ ゆっくり曲げる", "○ 息を吐く"],
        ["午前 ○ ○ ×\n○ ○ ○ ×\n○ × ○ ○"],
        ["●●病院\n●●クリニック"],
        ["★★★★☆ とても良い\n★★★☆☆ 良い"],
        ["-5度\n-10度"],
        ["■安静", "■冷却", "次です。"],
        ["■住所 大阪市\n■電話 00-0000"],
        ["①曲げるとき"],
        ["原因は①筋肉の疲れ、②姿勢です。"],
        ["1. 曲げる\n3. 伸ばす"],
        ["2. 曲げる\n3. 伸ばす"],
        ["1.5mg\n2.5mg"],
        ["1日3回\n2日に1度"],
        ["2025.4.1\n2025.5.1"],
        ["4/1 開始\n5/1 終了"],
        ["1：1の対応\n2：1の対応"],
        ["1、2回ほど曲げます。\n2、3回ほど伸ばします。"],
        ["理由1 筋力の低下\n理由2 体重の増加"],
        ["STEP1\nSTEP2"],
        ["※一つ目の注。\n※二つ目の注。"],
        ["（注1）個人差があります。\n（注2）診察が要ります。"],
        ["そのまま歩く\nその後に休む"],
        ["手順書\n手順表"],
    ],
)
def test_what_only_looks_like_a_list_is_left_alone(texts: list[str]) -> None:
    left_alone(*texts)


# Boxes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("brackets", ["【】", "［］", "〔〕", "〈〉", "《》", "＜＞", "[]"])
@pytest.mark.parametrize("mark", ["・", "✓ ", "● ", "○ ", "- ", "□ "])
def test_a_box_of_any_brackets_and_marks_is_a_checklist(brackets: str, mark: str) -> None:
    (block,) = made_of(f"{brackets[0]}確かめること{brackets[1]}\n{mark}腫れ\n{mark}熱")
    assert (block["type"], block["value"]) == ("checklist", {"heading": "確かめること", "items": ["腫れ", "熱"]})


@pytest.mark.parametrize(
    "texts",
    [["【確認】・腫れ ・熱"], ["【確認】・腫れ", "・熱"], ["話です。\n【確認】", "・腫れ\n・熱"], ["【確認】", wix.bullets("腫れ", "熱")], ["【確認】：\n・腫れ\n・熱"]],
)  # fmt: skip
def test_a_box_however_its_lines_are_broken(texts: list[str]) -> None:
    assert made_of(*texts)[-1]["value"] == {"heading": "確認", "items": ["腫れ", "熱"]}


def test_boxes_to_tick_are_a_checklist_without_a_heading() -> None:
    found = made_of("□ 立つと痛む\n□ 夜も痛む")
    assert found[0]["value"] == {"heading": "", "items": ["立つと痛む", "夜も痛む"]}


@pytest.mark.parametrize(
    "box",
    [
        ["【こんな方におすすめ】\n・膝が痛む方\n・歩くとつらい方"],
        ["「こんな方におすすめ」\n・膝が痛む方\n・歩くとつらい方"],
        ["■こんな方におすすめ\n・膝が痛む方\n・歩くとつらい方"],
        ["こんな方におすすめ", wix.bullets("膝が痛む方", "歩くとつらい方")],
        ["<strong>こんな方におすすめ</strong>", "・膝が痛む方", "・歩くとつらい方"],
        [wix.heading("こんな方におすすめ", 2, "r1"), wix.bullets("膝が痛む方", "歩くとつらい方")],
    ],
)
def test_whom_an_article_is_for(box: list[str]) -> None:
    data = wix.draft_of(
        wix.paragraph("前書き", "p0"), *paragraphs(*box), wix.heading("話題"), wix.paragraph("本文", "p9")
    )
    assert data["target_readers"] == {"heading": "こんな方におすすめ", "items": ["膝が痛む方", "歩くとつらい方"]}
    assert (data["introduction"], len(data["body"])) == ("<p>前書き</p>", 1)
    assert wix.balanced(data)


@pytest.mark.parametrize(
    "heading",
    [
        "このような症状でお悩みではありませんか？",
        "膝の痛みでお困りの方へ",
        "次のような方に読んでほしい",
        "こんな人向け",
        "This article is for people who run",
    ],
)
def test_other_words_for_readers(heading: str) -> None:
    data = wix.draft_of(*paragraphs(f"【{heading}】\n・膝が痛む\n・歩くとつらい"), wix.heading("話題"))
    assert data["target_readers"] is not None and data["target_readers"]["heading"] == heading


@pytest.mark.parametrize(
    "heading", ["おすすめのストレッチ", "次の方は受けられません", "こんな方は注意", "診療時間", "こんなときは受診を"]
)
def test_a_box_about_something_else_is_not_about_readers(heading: str) -> None:
    data = wix.draft_of(*paragraphs(f"【{heading}】\n・一つ目\n・二つ目"), wix.heading("話題"))
    assert data["target_readers"] is None
    assert wix.kinds(data) == ["checklist"]


@pytest.mark.parametrize(
    ("texts", "tone", "heading", "html"),
    [
        (["【注意】\n・無理をしない\n・冷やさない"], "caution", "注意", "<ul><li>無理をしない</li><li>冷やさない</li></ul>"),
        (["【すぐに受診すべき症状】\n・強い腫れ\n・高い熱"], "urgent", "すぐに受診すべき症状", "<ul><li>強い腫れ</li><li>高い熱</li></ul>"),
        (["【救急車を呼ぶ目安】", wix.bullets("息が苦しい", "意識が遠い")], "urgent", "救急車を呼ぶ目安", "<ul><li>息が苦しい</li><li>意識が遠い</li></ul>"),
        (["【すぐにご連絡ください】\n・高い熱\n・強い腫れ\n※夜間も"], "urgent", "すぐにご連絡ください", "<ul><li>高い熱</li><li>強い腫れ</li></ul><p>※夜間も</p>"),
        (["⚠️ 注意\n無理はしないでください。"], "caution", "注意", "<p>無理はしないでください。</p>"),
        (["⚠ 痛みが強いときは、すぐに受診してください。"], "urgent", "", "<p>痛みが強いときは、すぐに受診してください。</p>"),
    ],
)  # fmt: skip
def test_a_warning_is_a_callout(texts: list[str], tone: str, heading: str, html: str) -> None:
    (block,) = made_of(*texts)
    assert (block["type"], block["value"]) == ("callout", {"tone": tone, "heading": heading, "text": html})


def test_a_box_with_links_keeps_them() -> None:
    found = made_of("【関連記事】", wix.bullets('<a href="/post/a">記事</a>', "本"))
    assert types(found) == ["paragraph", "paragraph"]
    assert '<a href="https://www.knee.example/post/a">記事</a>' in found[1]["value"]


@pytest.mark.parametrize(
    "texts",
    [["【重要】"], ["【重要】予約が必要です。"], ["【重要】\n予約が必要です。"], ["【注意】", "無理はしないでください。"], ["【膝】と【腰】の話"], ["「歩けますか」", "と聞かれます。"],
     ["注意しましょう。", "すぐに受診してください。"]],
)  # fmt: skip
def test_emphasis_in_brackets_stays_text(texts: list[str]) -> None:
    left_alone(*texts)


# Options and topics ---------------------------------------------------------------------------------------------------

TWO = [
    {"label": "安静", "text": "<p>無理に動かさず休みます。</p>"},
    {"label": "冷却", "text": "<p>痛む所を冷やします。</p>"},
]


@pytest.mark.parametrize(
    "texts",
    [
        ["■安静", "無理に動かさず休みます。", "■冷却", "痛む所を冷やします。"],
        ["◆安静\n無理に動かさず休みます。\n◆冷却\n痛む所を冷やします。"],
        ["◼︎安静　無理に動かさず休みます。", "◼︎冷却　痛む所を冷やします。"],
        ["■安静：無理に動かさず休みます。\n■冷却：痛む所を冷やします。"],
        ["■安静。無理に動かさず休みます。\n■冷却。痛む所を冷やします。"],
        ["■<strong>安静</strong> 無理に動かさず休みます。", "■<strong>冷却</strong> 痛む所を冷やします。"],
        ["①安静", "無理に動かさず休みます。", "②冷却", "痛む所を冷やします。"],
        ["1. 安静\n無理に動かさず休みます。\n2. 冷却\n痛む所を冷やします。"],
        ["（1）安静\n無理に動かさず休みます。", "（2）冷却\n痛む所を冷やします。"],
        ["●安静\n無理に動かさず休みます。\n●冷却\n痛む所を冷やします。"],
    ],
)
def test_labels_and_their_text_are_options(texts: list[str]) -> None:
    (block,) = made_of(*texts)
    assert (block["type"], block["value"]) == ("options", {"heading": "", "items": TWO})


@pytest.mark.parametrize("word", ["STEP{}：", "Step {} ", "その{}：", "理由{} ", "ポイント{}："])
def test_a_word_before_the_number_stays_in_the_label(word: str) -> None:
    (block,) = made_of(word.format(1) + "安静", "休みます。", word.format(2) + "冷却", "冷やします。")
    assert [item["label"] for item in block["value"]["items"]] == [word.format(1) + "安静", word.format(2) + "冷却"]


def test_lists_belong_to_the_label_above_them() -> None:
    (block,) = made_of("●保存療法\n・安静\n・冷却\n●薬物療法\n・内服\n・湿布")
    assert [item["text"] for item in block["value"]["items"]] == [
        "<ul><li>安静</li><li>冷却</li></ul>",
        "<ul><li>内服</li><li>湿布</li></ul>",
    ]


def test_the_last_label_takes_as_much_as_the_others() -> None:
    found = made_of("■安静", "一。", "二。", "■冷却", "三。", "四。", "おわりに。")
    assert found[0]["value"]["items"][1]["text"] == "<p>三。</p><p>四。</p>"
    assert found[1]["value"] == "<p>おわりに。</p>"


@pytest.mark.parametrize(
    "texts",
    [
        ["■だけの見出し\n本文です。", "次の段落です。"],
        ["◆<b>保存療法</b>は、手術をしない方法です。", "◆<b>手術療法</b>は、手術をする方法です。"],
        ["■休みます。冷やします。\n■歩きます。"],
        ["①安静：休みます。", "補足です。", "②冷却：冷やします。", "補足です。二つ目です。"],
        [
            '■<a href="https://x.example/">安静</a>',
            "休みます。",
            '■<a href="https://x.example/">冷却</a>',
            "冷やします。",
        ],
    ],
)
def test_labels_of_which_it_is_not_sure_stay_text(texts: list[str]) -> None:
    left_alone(*texts)


def test_marked_lines_with_more_below_them_than_an_option_are_topics() -> None:
    data = wix.draft_of(
        wix.heading("対処法", 2, "h0"), *paragraphs("はじめに。", "■安静", wix.image(), "休みます。", "■冷却", "一。", "二。", "三。", "四。")
    )  # fmt: skip
    (section,) = data["body"]
    first, rest, cool = section["value"]["content"]
    assert (first["type"], rest["value"]["heading"], cool["value"]["heading"]) == ("paragraph", "安静", "冷却")
    assert types(rest["value"]["content"]) == ["image", "paragraph"] and len(cool["value"]["content"]) == 4
    assert "heading.marked-line" in wix.ids(data) and dropped_by(data, "list-mark.heading") == ["■", "■"]
    assert wix.balanced(data)


def test_a_numbered_line_keeps_its_number_as_a_topic() -> None:
    data = wix.draft_of(
        wix.heading("対処法", 2, "h0"), *paragraphs("1. 安静", wix.image(), "休みます。", "2. 冷却", "冷やします。")
    )
    assert [block["value"]["heading"] for block in data["body"][0]["value"]["content"]] == ["1. 安静", "2. 冷却"]


# Bold lines -----------------------------------------------------------------------------------------------------------


def bold(text: str) -> str:
    return f"<strong>{text}</strong>"


def test_bold_lines_are_headings_one_below_the_heading_above_them() -> None:
    data = wix.draft_of(
        wix.heading("原因", 2, "h0"), *paragraphs(bold("筋肉の疲れ"), "本文一。", bold("姿勢のくせ"), wix.image(), "本文二。"),
        wix.heading("対処法", 2, "h1"), wix.heading("家で", 3, "h2"), wix.paragraph(bold("冷やし方"), "b3"), wix.paragraph("本文三。", "b4"),
    )  # fmt: skip
    causes, advice = data["body"]
    assert [block["value"]["heading"] for block in causes["value"]["content"]] == ["筋肉の疲れ", "姿勢のくせ"]
    assert [block["value"] for block in advice["value"]["content"][0]["value"]["content"]] == [
        "<h4>冷やし方</h4>",
        "<p>本文三。</p>",
    ]
    told = [finding["message"] for finding in data["findings"] if finding["id"] == "heading.bold-line"]
    assert len(told) == 3 and all("was taken as a heading" in message for message in told)


def test_on_a_page_without_headings_bold_lines_are_the_sections() -> None:
    data = wix.draft_of(*paragraphs("前書き。", bold("膝が痛む原因"), "本文一。", bold("受診の目安"), "本文二。"))
    assert data["introduction"] == "<p>前書き。</p>"
    assert [(block["value"]["heading"], block["value"]["kind"]) for block in data["body"]] == [
        ("膝が痛む原因", "causes"),
        ("受診の目安", "when_to_see_doctor"),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["無理は禁物です。", "本文。", "続けましょう。", "本文。"],
        ["無理は禁物です", "本文。", "続けましょう！", "本文。"],
        ["ご予約はこちら", "本文。", "お電話ください→", "本文。"],
        ["2025年4月1日", "本文。", "受付 9:00から", "本文。"],
        ["片膝 110,000円", "本文。", "両膝 198,000円", "本文。"],
        ["山田 太郎 医師", "本文。", "監修 鈴木 花子", "本文。"],
        ["※ご注意", "本文。", "【大切】", "本文。"],
        ["図1：膝の骨", "本文。", "出典：学会", "本文。"],
        ["聞き手", "本文。", "院長の話", "本文。", "聞き手", "本文。"],
    ],
)
def test_bold_lines_that_are_no_headings_stay_and_a_finding_asks(texts: list[str]) -> None:
    strong = [bold(text) if text != "本文。" else text for text in texts]
    data = wix.draft_of(
        wix.paragraph("前書き", "p0"),
        wix.heading("話題"),
        *(wix.paragraph(text, f"q{n}") for n, text in enumerate(strong)),
    )
    taken = [finding["message"] for finding in data["findings"] if "was taken" in finding["message"]]
    assert taken == [] and "topic" not in types(data["body"][0]["value"]["content"])
    assert wix.balanced(data)


def test_two_bold_lines_in_a_row_are_no_headings() -> None:
    data = wix.draft_of(*paragraphs(bold("青葉クリニック"), bold("膝の外来"), "本文。"))
    assert [block["value"]["heading"] for block in data["body"]] == [""]


def test_a_link_in_bold_is_no_heading() -> None:
    left_alone(
        '<a href="https://x.example/a"><b>膝の外来</b></a>',
        "本文。",
        '<a href="https://x.example/b"><b>膝の手術</b></a>',
        "本文。",
    )


# Questions ------------------------------------------------------------------------------------------------------------

ASKED = [
    {"question": "歩いてよいですか", "answer": "<p>痛まない範囲で。</p>"},
    {"question": "冷やしますか", "answer": "<p>腫れがあれば。</p>"},
]


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Q. {}", "A. {}"), ("Q{n}．{}", "A{n}．{}"), ("Q：{}", "A：{}"), ("Q{n}：{}", "A{n}：{}"), ("Ｑ．{}", "Ａ．{}"), ("Ｑ{n} {}", "Ａ{n} {}"), ("Q　{}", "A　{}"),
     ("Q {}", "A {}"), ("【Q】{}", "【A】{}"), ("【Q{n}】{}", "【A】{}"), ("質問：{}", "答え：{}"), ("質問{n}：{}", "回答{n}：{}"), ("問{n}：{}", "答：{}"),
     ("Q) {}", "A) {}"), ("<b>Q.</b> {}", "<b>A.</b> {}")],
)  # fmt: skip
@pytest.mark.parametrize("apart", [True, False])
def test_questions_and_answers_in_many_manners(question: str, answer: str, apart: bool) -> None:
    lines = [
        manner.format(pair[name], n=number)
        for number, pair in enumerate(({"question": "歩いてよいですか", "answer": "痛まない範囲で。"}, {"question": "冷やしますか", "answer": "腫れがあれば。"}), 1)
        for manner, name in ((question, "question"), (answer, "answer"))
    ]  # fmt: skip
    (block,) = made_of(*(lines if apart else ["\n".join(lines)]))
    assert (block["type"], block["value"]["items"]) == ("faq", ASKED)


def test_answers_go_on_over_paragraphs_lists_and_pictures() -> None:
    found = made_of(
        "Q. 歩いてよいですか",
        "A. 次のとおりです。",
        "・朝\n・夕",
        wix.image(),
        "Q. 冷やしますか",
        "A. 腫れがあれば。",
        "おわりに。",
    )
    assert types(found) == ["faq", "image", "paragraph"]
    assert [item["answer"] for item in found[0]["value"]["items"]] == [
        "<p>次のとおりです。</p><ul><li>朝</li><li>夕</li></ul>", "<p>腫れがあれば。</p>",
    ]  # fmt: skip


def test_several_marked_questions_need_no_mark_at_the_answers() -> None:
    found = made_of("Q1. 歩いてよいですか", "痛まない範囲で。", "Q2. 冷やしますか", "腫れがあれば。", "おわりに。")
    assert found[0]["value"]["items"] == ASKED and types(found) == ["faq", "paragraph"]


def test_a_question_may_take_two_lines_and_rules_may_stand_between() -> None:
    found = made_of("Q. 歩いて\nよいですか\nA. 痛まない範囲で。", DIVIDER, "Q. 冷やしますか\nA. 腫れがあれば。")
    assert found[0]["value"]["items"][0]["question"] == "歩いて よいですか" and types(found) == ["faq"]


def test_headings_may_ask() -> None:
    data = wix.draft_of(
        wix.heading("よくあるご質問", 2, "f"), wix.paragraph("前置き。", "p0"), wix.heading("歩いてよいですか？", 3, "q1"), wix.paragraph("痛まない範囲で。"),
        wix.heading("冷やしますか？", 3, "q2"), wix.bullets("腫れ", "熱"), wix.heading("まとめ", 2, "z"), wix.paragraph("おわり。", "p9"),
    )  # fmt: skip
    faq, summary = data["body"]
    assert types(faq["value"]["content"]) == ["paragraph", "faq"] and summary["value"]["heading"] == "まとめ"
    assert [item["question"] for item in faq["value"]["content"][1]["value"]["items"]] == [
        "歩いてよいですか？",
        "冷やしますか？",
    ]


def test_headings_that_do_not_ask_stay_topics() -> None:
    data = wix.draft_of(
        wix.heading("よくあるご質問", 2, "f"), wix.heading("歩いてよいですか？", 3, "q1"), wix.paragraph("痛まない範囲で。"),
        wix.heading("費用", 3, "q2"), wix.paragraph("診察のときに伝えます。", "p2"),
    )  # fmt: skip
    assert types(data["body"][0]["value"]["content"]) == ["topic", "topic"]


def test_a_link_in_a_question_is_told() -> None:
    data = wix.draft_of(wix.heading("話題"), *paragraphs('Q. <a href="/a">歩いて</a>よいですか', "A. 痛まない範囲で。"))
    assert "heading.link" in wix.ids(data) and data["links"][0]["href"].endswith("/a")


@pytest.mark.parametrize(
    "texts",
    [
        ["Q. 問いだけ", "普通の文です。"],
        ["A. 答えだけ"],
        ["Q10 は体の中で作られます。", "A型の方もいます。"],
        ["Q10 とは何ですか", "補酵素です。", "Q10 を含む食品", "青魚です。"],
        ["Q10 は体の中で作られます。", "補酵素です。", "Q. 何を食べますか", "青魚です。"],
        ["Q.O.L. を保つ", "A.D. 79年"],
        ["QOLの向上", "A、B、Cの三つです。"],
        ["Q. 何型が多いですか", "A、O、B、ABの順です。"],
        ["質問があるときは", "答えを探します。"],
        ["QRコードはこちら", "Aコースです。"],
    ],
)
def test_what_only_looks_like_a_question_is_left_alone(texts: list[str]) -> None:
    left_alone(*texts)


# Contents -------------------------------------------------------------------------------------------------------------

BELOW = (
    wix.heading("膝が痛む原因", 2, "g1"), wix.paragraph("本文一。", "b1"), wix.heading("家でできること", 2, "g2"), wix.paragraph("本文二。", "b2"),
)  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        ["目次", wix.bullets('<a href="#viewer-g1">膝が痛む原因</a>', '<a href="#viewer-g2">家でできること</a>')],
        ["▼目次", "膝が痛む原因\n家でできること"],
        ["【もくじ】\n・膝が痛む原因\n・家でできること"],
        ["この記事の内容", "1. 膝が痛む原因", "2. 家でできること"],
        ["<b>目次</b>", wix.bullets("膝が痛む原因", "家でできること", tag="ol")],
        [wix.heading("目次", 2, "m"), wix.bullets("膝が痛む原因", "家でできること")],
        [
            "目次（タップで移動）",
            '1. <a href="#viewer-g1">膝が痛む原因</a>\n2. <a href="#viewer-g2">家でできること</a>',
        ],
        ["Contents", '<a href="https://www.knee.example/post/sample#viewer-g1">膝が痛む原因</a>'],
    ],
)
def test_contents_are_dropped_by_name_in_many_shapes(texts: list[str]) -> None:
    data = wix.draft_of(wix.paragraph("前書き", "p00"), *paragraphs(*texts), *BELOW)
    assert data["introduction"] == "<p>前書き</p>"
    assert [block["value"]["heading"] for block in data["body"]] == ["膝が痛む原因", "家でできること"]
    assert "膝が痛む原因" in dropped_by(data, "generated.contents")[0]
    assert wix.balanced(data)


@pytest.mark.parametrize(
    "texts",
    [
        ["目次", "普通の段落です。"],
        ["目次", wix.bullets("膝が痛む原因", "費用について")],
        [wix.heading("目次の使い方", 2, "m"), "目次は便利です。"],
        [wix.heading("目次", 2, "m"), "この記事は長いので、急ぐ方は最後だけお読みください。"],
        ["この記事でわかること", wix.bullets("痛みの理由", "楽にする方法")],
        [wix.bullets("膝が痛む原因", "家でできること")],
    ],
)
def test_what_is_only_about_contents_stays(texts: list[str]) -> None:
    data = wix.draft_of(wix.paragraph("前書き", "p00"), *paragraphs(*texts), *BELOW)
    assert dropped_by(data, "generated.contents") == []
    assert wix.balanced(data)


# Prices ---------------------------------------------------------------------------------------------------------------


def fees(block: Json) -> list[tuple[str, str, str]]:
    assert block["type"] == "fee_table", block
    return [(fee["label"] or fee["side"], fee["amount_min"], fee["tax"]) for fee in block["value"]["items"]]


PRICES = [("one", "110000", "incl"), ("both", "198000", "incl")]


@pytest.mark.parametrize(
    ("texts", "heading"),
    [
        (["片膝　110,000円（税込）\n両膝　198,000円（税込）"], ""),
        (["片膝　110,000円（税込）", "両膝　198,000円（税込）"], ""),
        (["・片膝　110,000円（税込）\n・両膝　198,000円（税込）"], ""),
        ([wix.bullets("片膝 110,000円（税込）", "両膝 198,000円（税込）")], ""),
        (["【料金（税込）】\n片膝　110,000円\n両膝　198,000円"], "料金（税込）"),
        (["自由診療（税込）", "片膝　110,000円", "両膝　198,000円"], "自由診療（税込）"),
        (["■費用（税込）", wix.bullets("片膝 110,000円", "両膝 198,000円")], "費用（税込）"),
        (["片膝\n110,000円（税込）", "両膝\n198,000円（税込）"], ""),
        (["■片膝\n110,000円（税込）\n■両膝\n198,000円（税込）"], ""),
    ],
)
def test_lists_of_prices_in_many_shapes(texts: list[str], heading: str) -> None:
    (block,) = made_of(*texts)
    assert (fees(block), block["value"]["heading"]) == (PRICES, heading)


def test_a_note_below_prices_stays_below_them_and_says_what_holds_for_all() -> None:
    table, note = made_of("片膝　110,000円", "両膝　198,000円", "※表示価格はすべて税込です。")
    assert (fees(table), note["value"]) == (PRICES, "<p>※表示価格はすべて税込です。</p>")


def test_a_note_between_prices_stays_below_its_price() -> None:
    found = made_of("片膝　110,000円\n※初回のみ\n両膝　198,000円\n※二回分")
    assert types(found) == ["fee_table", "paragraph", "fee_table", "paragraph"]
    assert [found[1]["value"], found[3]["value"]] == ["<p>※初回のみ</p>", "<p>※二回分</p>"]


def test_insured_and_self_pay_prices_each_have_their_table() -> None:
    insured, own = made_of("【保険診療（3割負担）】\n初診　約3,000円\n【自由診療（税込）】\nPRP療法　110,000円")
    assert (insured["value"]["heading"], own["value"]["heading"]) == ("保険診療（3割負担）", "自由診療（税込）")
    assert fees(own) == [("PRP療法", "110000", "incl")]


def test_a_table_whose_header_says_what_fees_say_is_one() -> None:
    (block,) = made_of(wix.table(("治療名", "費用（万円・税込）"), ("片膝", "11"), ("両膝", "19.8")))
    assert fees(block) == PRICES
    table, note = made_of(
        wix.table(("項目", "料金（税込）"), ("片膝", "110,000円"), ("両膝", "198,000円"), ("※診察料は別です。", ""))
    )
    assert (fees(table), note["value"]) == (PRICES, "<p>※診察料は別です。</p>")


@pytest.mark.parametrize(
    "part",
    [
        wix.table(("項目", "料金"), ("片膝", "110,000円"), ("両膝", "198,000円")),
        wix.paragraph("片膝 110,000円\n両膝 198,000円"),
    ],
)
def test_the_heading_above_prices_says_what_holds_for_all(part: str) -> None:
    data = wix.draft_of(
        wix.heading("費用（税込）"), part, wix.heading("治療", 2, "t"), wix.heading("PRP療法", 3, "u"), part
    )
    assert [[fee["tax"] for fee in block["value"]["items"]] for block in wix.content(data)] == [
        ["incl"] * 2,
        ["unknown"] * 2,
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (("部位", "1回", "3回"), ("片膝", "110,000円", "300,000円")),
        (("項目", "初診の方のみ"), ("片膝", "110,000円")),
        (("保険診療", ""), ("初診料", "3,000円"), ("自由診療", ""), ("PRP", "110,000円")),
        (("項目", "料金"), ("片膝", "110,000円"), ("期間", "三か月")),
        (("運動", "回数"), ("屈伸", "10回")),
    ],
)
def test_a_table_that_says_more_than_prices_stays_a_table(rows: tuple[tuple[str, ...], ...]) -> None:
    assert types(made_of(wix.table(*rows))) == ["table"]


@pytest.mark.parametrize(
    "texts",
    [
        ["治療費は片膝110,000円、両膝198,000円です。"],
        ["片膝は110,000円です。\n両膝は198,000円です。"],
        ["片膝　110,000円\n両膝　198,000円\n痛みの程度で変わります。"],
        ["片膝　110,000円\n両膝　198,000円\n料金"],
        ["料金表", "診察のときにお渡しします。"],
        ["初診料　3,300円"],
        ["<ruby>片膝<rt>かたひざ</rt></ruby>　110,000円\n両膝　198,000円"],
    ],
)
def test_prices_that_are_no_list_stay_text(texts: list[str]) -> None:
    if "ruby" in texts[0]:
        assert types(made_of(*texts)) == ["paragraph"]
    else:
        left_alone(*texts)


# Twins, spacers, readings ---------------------------------------------------------------------------------------------

LONG = (
    "膝の裏の痛みには、筋肉や腱の疲れ、関節の中の水、血管の病気など、いくつもの原因があります。長く続くときは受診してください。",
    "とくに、ふくらはぎが腫れて熱を持つときは、血のかたまりが血管をふさいでいることがあるので、その日のうちに受診してください。",
)


@pytest.mark.parametrize("copies", [2, 3])
@pytest.mark.parametrize("ends", [[], [DIVIDER]])
def test_a_stretch_that_stands_twice_in_a_row_is_taken_once(copies: int, ends: list[str]) -> None:
    stretch = [DIVIDER, LONG[0], wix.image(), LONG[1], *ends]
    data = wix.draft_of(wix.heading("話題"), *paragraphs(*stretch * copies, "次です。"))
    assert wix.kinds(data) == [
        "divider",
        "paragraph",
        "image",
        "paragraph",
        *(["divider"] if ends else []),
        "paragraph",
    ]
    assert dropped_by(data, "twin.repeated") == [*LONG] * (copies - 1)
    assert "twin.repeated" in wix.ids(data) and wix.balanced(data)


@pytest.mark.parametrize(
    "texts",
    [["無理は禁物です。", "無理は禁物です。"], ["".join(LONG), "".join(LONG)], [*LONG, "別の文です。", *LONG], ["短い。", "文です。", "短い。", "文です。"], [*LONG, LONG[0], LONG[1] + "！"]],
)  # fmt: skip
def test_a_refrain_stays(texts: list[str]) -> None:
    left_alone(*texts)


def test_spacers_at_the_end_leave_nothing_behind() -> None:
    data = wix.draft_of(
        wix.heading("話題"),
        wix.paragraph("本文"),
        wix.spacer(),
        wix.paragraph("&nbsp;", "p2"),
        wix.paragraph("\u200b", "p3"),
        wix.spacer("s2"),
    )
    assert [block["value"] for block in wix.content(data)] == ["<p>本文</p>"]


def test_readings_survive_every_habit() -> None:
    ruby = "<ruby>膝<rt>ひざ</rt></ruby>"
    found = made_of(
        f"【{ruby}の確認】\n・{ruby}の腫れ\n・熱",
        f"Q. {ruby}は？\nA. {ruby}です。",
        f"■{ruby}",
        "一。",
        f"■{ruby}裏",
        "二。",
    )
    box, faq, options = (block["value"] for block in found)
    assert (box["heading"], box["items"]) == ("膝（ひざ）の確認", ["膝（ひざ）の腫れ", "熱"])
    assert faq["items"] == [{"question": "膝（ひざ）は？", "answer": f"<p>{ruby}です。</p>"}]
    assert [item["label"] for item in options["items"]] == ["膝（ひざ）", "膝（ひざ）裏"]
