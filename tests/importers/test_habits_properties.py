"""Whatever lines a page is made of: no character is lost or invented, and nothing is read over and over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importers.classify import classify
from importers.content import node_text
from importers.draft import draft
from importers.ledger import output_texts
from importers.records import Document, Image, Json, Node, Run
from importers.text import count, visible

from .timing import is_about_linear
from .wixpages import balanced, ids

MARKS = [
    "・", "● ", "○ ", "✓ ", "□ ", "- ", "■", "◼︎", "◆", "▼", "①", "②", "③", "1. ", "2. ", "（1）", "（2）", "Step1 ", "STEP2：", "その1：", "理由1 ", "※",
    "Q. ", "A. ", "Q1：", "A1：", "Q ", "A ", "【Q】", "質問：", "答え：", "⚠️ ", "× ", "　", "　- ", "",
]  # fmt: skip
TEXTS = [
    "【こんな方におすすめ】", "【注意】", "【確認】", "［料金（税込）］", "目次", "原因", "対処法", "よくあるご質問", "まとめ", "腫れ", "熱", "膝が痛む方", "歩けますか？",
    "片膝　110,000円", "両膝 198,000円（税込）", "料金表", "自由診療（税込）", "保存療法 安静にします。", "保存療法：安静にします。", "安静", "休みます。", "10:30 受付", "",
    "膝の裏の痛みには、筋肉や腱の疲れ、関節の中の水、血管の病気など、いくつもの原因があります。長く続くときは受診してください。",
]  # fmt: skip

lines = st.tuples(st.sampled_from(MARKS), st.sampled_from(TEXTS)).map("".join)
texts = st.lists(lines, min_size=1, max_size=4).map("\n".join) | st.text(max_size=20)


@st.composite
def runs(draw: st.DrawFn) -> tuple[Run, ...]:
    text = draw(texts)
    marks = frozenset(draw(st.sets(st.sampled_from(["b", "i", "sup"]), max_size=1)))
    cut = draw(st.integers(0, len(text)))
    whole = draw(st.booleans())
    second = Run(text[cut:], marks if whole else frozenset(), draw(st.sampled_from(["", "", "/post/a", "#viewer-n1"])))
    ruby = "ひざ" if draw(st.integers(0, 9)) == 0 and count(text[:cut]) and "\n" not in text[:cut] else ""
    return tuple(run for run in (Run(text[:cut], marks, ruby=ruby), second) if run.text)


@st.composite
def nodes(draw: st.DrawFn) -> Node:
    kind = draw(st.sampled_from(["paragraph"] * 8 + ["heading", "list", "image", "divider"]))
    if kind == "list":
        return Node(
            kind="list",
            ordered=draw(st.booleans()),
            children=tuple(Node(kind="item", runs=draw(runs())) for _ in range(2)),
        )
    if kind == "image":
        return Node(kind="image", image=Image(url="https://x.example/a.png", alt="図"))
    if kind == "divider":
        return Node(kind="divider")
    return Node(kind=kind, level=draw(st.integers(2, 4)) if kind == "heading" else 0, runs=draw(runs()))


pages = st.lists(nodes(), max_size=14).map(lambda found: [replace(node, id=f"n{n}") for n, node in enumerate(found)])


def document(found: list[Node], title: str = "膝の話") -> Document:
    return Document(
        path="a.html", sha256="", encoding="utf-8", reader="wix-blog", key="a", url="https://x.example/a", title=title,
        nodes=tuple(found), source_chars=sum(count(node_text(node)) for node in found),
    )  # fmt: skip


def shaped(found: list[Node], bold_lines: str = "") -> Json:
    return draft(classify(document(found)), bold_lines).data


def paragraph(text: str, *, bold: bool = False) -> Node:
    return Node(kind="paragraph", runs=(Run(text, frozenset({"b"} if bold else ())),))


@settings(max_examples=400, deadline=None)
@given(pages, st.sampled_from(["", "headings", "text"]))
@example([paragraph("■片膝 110,000円"), paragraph("■片膝 110,000円")], "")
@example([paragraph("※［料金（税込）］")], "")
@example([paragraph("【確認】・腫れ ・熱\n※注")], "")
@example([paragraph("Q. 歩けますか？\nA. はい。\n・腫れ\n・熱\nQ1：熱\nA1：熱")], "")
def test_no_character_is_lost_or_invented(found: list[Node], bold_lines: str) -> None:
    data = shaped(found, bold_lines)
    assert balanced(data), data["ledger"]
    assert not {"ledger.lost", "ledger.invented"} & ids(data)
    before = Counter(visible("".join(map(node_text, found))))
    after = Counter(
        visible("".join([*output_texts(data, frozenset()), *(d["text"] for d in data["ledger"]["dropped"])]))
    )
    for bracket in "（）":  # around readings, where text is plain
        del before[bracket], after[bracket]
    assert before == after


@settings(max_examples=100, deadline=None)
@given(pages)
def test_shaping_is_the_same_every_time_and_every_block_has_its_own_id(found: list[Node]) -> None:
    data = shaped(found)
    assert data == shaped(found)
    seen: list[str] = []

    def walk(blocks: list[Json]) -> None:
        for block in blocks:
            seen.append(block["id"])
            walk(block["value"].get("content", []) if isinstance(block["value"], dict) else [])

    walk(data["body"])
    assert len(seen) == len(set(seen))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([text for text in TEXTS if "【" not in text and "円" not in text and text]),
        min_size=1,
        max_size=8,
    )
)
def test_words_stay_in_their_order(words: list[str]) -> None:
    """Where no rule moves a thing out of the text, the page reads as it read before."""
    data = shaped([paragraph(f"{number}だ、{word}と言う。") for number, word in enumerate(words)])
    read = "".join(visible(text) for text in output_texts(data, frozenset()))
    assert read == "".join(visible(f"{number}だ、{word}と言う。") for number, word in enumerate(words))


# Time -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "end"),
    [
        (["◼︎A"], []),
        (["■A"], ["本文"]),
        (["Q. 問い"], []),
        (["Q. 問い", "本文"], []),
        (["Q. 問い", "A. 答え"], ["Q. 問い"]),
        (["Q1 問い", "本文"], []),
        (["Q. 問い\n続き\n続き"], []),
        (["◼︎A", "本文です。"], ["◼︎A", "◼︎A", "◼︎A"]),
        (["・あ"], ["・"]),
        (["○ あ"], ["× い"]),
        (["・あ", "※注"], []),
        (["※注"], []),
        (["1. あ"], []),
        (["1. あ", "本文"], []),
        (["A. 答え"], []),
        (["◼︎A", "・", "1. い"], []),
        (["目次"], []),
        (["目次", "原因"], []),
        (["【確認】"], []),
        (["【確認】・あ"], []),
        (["・あ ・い ・う"], []),
        (["料金"], []),
        (["片膝 1,000円"], []),
        (["片膝 1,000円", "両膝 2,000円"], ["終わり"]),
        (["片膝 1,000円", "※注"], []),
        (["膝の裏の痛みには原因がたくさんあります。", "長く続くときは受診してください。"], ["違う文"]),
        (["x", "y", "膝の裏の痛みには原因がたくさんあります。"], ["違う文"]),
        (["■A", "一", "二", "三", "四"], []),
        (["理由1", "本文"], []),
        (["⚠ あ"], []),
    ],
)
def test_a_page_of_one_habit_is_read_in_linear_time(pattern: list[str], end: list[str]) -> None:
    def work(times: int) -> Callable[[], object]:
        found = [paragraph(text) for text in [*(pattern * times)[:times], *end]]
        return lambda: shaped(found)

    is_about_linear(work, 60)


@pytest.mark.parametrize(
    "pattern",
    [
        "■A\n",
        "・あ\n",
        "Q. あ\n",
        "Q. あ\nA. い\n",
        "A. い\n",
        "1. あ\n",
        "片膝 1,000円\n",
        "※注\n",
        "【確認】・あ\n",
        "　・あ\n",
    ],
)
def test_a_paragraph_of_one_habit_is_read_in_linear_time(pattern: str) -> None:
    def work(times: int) -> Callable[[], object]:
        found = [paragraph(pattern * times + "終わり")]
        return lambda: shaped(found)

    is_about_linear(work, 200)


@pytest.mark.parametrize(
    "text", ["■", "・", "・あ ", "①あ ", "【あ", "1.", "Q", "（", "膝", "□ ", "A-", "原因と", "【確認】・あ "]
)
def test_a_long_line_is_read_in_linear_time(text: str) -> None:
    is_about_linear(lambda times: lambda: shaped([paragraph(text * times), paragraph(text * times, bold=True)]), 2000)


@pytest.mark.parametrize("title", ["膝", "A-", "医師 ", "Aa ", "お知らせ", "膝の痛みと"])
def test_a_long_title_is_judged_in_linear_time(title: str) -> None:
    headings = [
        Node(kind="heading", level=2, runs=(Run("費用"),)),
        Node(kind="heading", level=2, runs=(Run("リスク"),)),
    ]
    is_about_linear(lambda times: lambda: classify(document(headings, title * times)), 2000)


@pytest.mark.parametrize("bold_lines", ["", "headings"])
def test_bold_lines_are_read_in_linear_time(bold_lines: str) -> None:
    def work(times: int) -> Callable[[], object]:
        image = Node(kind="image", image=Image(url="https://x.example/a.png", alt="図"))
        found = [
            part for n in range(times) for part in (paragraph(f"節{n}の題", bold=True), image, paragraph(f"本文{n}。"))
        ]
        return lambda: shaped(found, bold_lines)

    is_about_linear(work, 30)
