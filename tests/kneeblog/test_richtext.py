"""What the database holds survives the editor: `to_db(from_db(x)) == x`."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from kneeblog.richtext import FEATURES, NESTING


def round_trip(html: str) -> str:
    converter = ContentstateConverter(FEATURES)
    return converter.to_database_format(converter.from_database_format(html))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "inline",
    [
        "",
        "膝の裏が痛い",
        "a &amp; b &lt; c \"d\" 'e'",
        "全角　空白と\u00a0改行しない空白",
        "<b>太字</b>と<i>斜体</i>",
        "<b>太字<i>と斜体</i></b>",
        "<u>下線</u> <s>取消</s> <code>x = 1</code>",
        "約3cm<sup>3</sup>、H<sub>2</sub>O",
        "<small>※個人差があります</small>",
        "<mark>重要</mark>",
        "<b><code><i><mark><small><s><sub><sup><u>全部</u></sup></sub></s></small></mark></i></code></b>",
        "<ruby>膝蓋骨<rt>しつがいこつ</rt></ruby>",
        "<ruby>膝<rt>ひざ</rt></ruby><ruby>痛<rt>つう</rt></ruby>",
        "<ruby>膝<rt>ひざ</rt>痛<rt>つう</rt></ruby>",
        "前<ruby><b>膝</b><rt><b>ひざ</b></rt></ruby>後",
        "一行目<br/>二行目<br/><br/>四行目",
        "<b>一行目<br/>二行目</b>",
        '<a href="https://www.example.jp/?a=1&amp;b=2#c">外部</a>',
        '<a href="/post/%E8%86%9D">内部</a>',
        '<a href="/post/膝">内部</a>',
        '<a href="#causes">原因</a>',
        '<a href="tel:06-1234-5678">電話</a>',
        '<a href="mailto:info@example.jp">メール</a>',
        '<a href="#a">あ</a><a href="#b">い</a>',
        '<a href="#a">x<sup>2</sup>y<sub>3</sub></a>',
        '<a href="#a"><small>小</small><mark>印</mark><u>線</u></a>',
        '<a href="#a"><b>太</b><b><i>斜</i></b></a>',
        '<a href="#a">一<br/>二</a>',
        '<a href="#a"><b>一<br/>二</b>三<br/>三<br/>三</a>',
        '<a linktype="document" id="7">問診票</a>',
        '<a linktype="page" id="7">膝痛</a>',
        '<ruby>膝<rt>ひざ</rt></ruby>の<a href="#a">痛<u>み</u></a>',
    ],
)
@pytest.mark.parametrize("frame", ['<p data-block-key="k1">{}</p>', '<h4 data-block-key="k1">{}</h4>'])
def test_inline(frame: str, inline: str) -> None:
    html = frame.format(inline)
    assert round_trip(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<ul><li data-block-key="a">一</li><li data-block-key="b">二</li></ul>',
        '<ul><li data-block-key="a">一<ul><li data-block-key="b">一の一</li></ul></li>'
        '<li data-block-key="c">二</li></ul>',
        '<ol><li data-block-key="a">一<ul><li data-block-key="b">二<ol><li data-block-key="c">三</li></ol></li></ul>'
        "</li></ol>",
        '<ol><li data-block-key="a"><b>一</b></li></ol><p data-block-key="b">間</p>'
        '<ol><li data-block-key="c">二</li></ol>',
        '<p data-block-key="a">前</p><h4 data-block-key="b">見出し</h4><ul><li data-block-key="c">項</li></ul>',
        '<ol><li data-block-key="a">一<ul><li data-block-key="b">点</li></ul></li><li data-block-key="c">二</li></ol>',
        '<ul><li data-block-key="a">一<ol><li data-block-key="b">1</li></ol>'
        '<ul><li data-block-key="c">点</li></ul></li>'
        '<li data-block-key="d">二</li></ul>',
        '<ol><li data-block-key="a">一<ul><li data-block-key="b">点</li></ul></li></ol>'
        '<ul><li data-block-key="c">点</li></ul>',
        '<ul><li data-block-key="a">点</li></ul><ol><li data-block-key="b">番号</li></ol>',
    ],
)
def test_blocks(html: str) -> None:
    assert round_trip(html) == html


def test_without_the_features_the_marks_would_be_lost() -> None:
    html = (
        '<p data-block-key="a"><ruby>膝<rt>ひざ</rt></ruby>3cm<sup>3</sup><small>注</small><u>線</u><mark>印</mark></p>'
    )
    plain = ContentstateConverter(["bold", "link"])
    assert plain.to_database_format(plain.from_database_format(html)) == '<p data-block-key="a">膝ひざ3cm3注線印</p>'


def test_a_dangerous_address_does_not_come_back() -> None:
    assert "javascript" not in round_trip('<p data-block-key="a"><a href="javascript:alert(1)">x</a></p>')


# --- Whatever an editor can save, an editor can open again ------------------------------------------------------------

STYLES = ("BOLD", "ITALIC", "UNDERLINE", "STRIKETHROUGH", "SUPERSCRIPT", "SUBSCRIPT", "SMALL", "MARK", "CODE")
WORDS = st.text(st.sampled_from("膝痛aZ9<>&\"'　\n・①㎝"), min_size=1, max_size=6)


@st.composite
def paragraphs(draw: Any) -> dict[str, Any]:
    """A content state block, as the browser sends it: overlapping styles, entities that do not overlap."""
    text, styles, entities = "", [], []
    for _ in range(draw(st.integers(1, 4))):
        start, word = len(text), "x" + draw(WORDS) + "x"
        kind = draw(st.sampled_from(["plain", "link", "ruby"]))
        text += word
        if kind == "ruby":
            reading = draw(st.text(st.sampled_from("ひざつう"), min_size=1, max_size=4))
            styles.append({"offset": len(text), "length": len(reading), "style": "ANNOTATION"})
            text += reading
        if kind != "plain":
            entities.append({"offset": start, "length": len(text) - start, "key": 0 if kind == "link" else 1})
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        length = draw(st.integers(1, len(text) - start))
        styles.append({"offset": start, "length": length, "style": draw(st.sampled_from(STYLES))})
    kind = draw(st.sampled_from(["unstyled", "header-four", "unordered-list-item", "ordered-list-item"]))
    key = draw(st.text(st.sampled_from("abcdefghij0123456789"), min_size=5, max_size=5))
    return {"key": key, "type": kind, "text": text, "inlineStyleRanges": styles, "entityRanges": entities, "depth": 0}


def nested(blocks: list[dict[str, Any]], depths: list[int]) -> list[dict[str, Any]]:
    """The same blocks, list items at depths that grow by one step at most, as the editor's Tab key allows."""
    previous = -1
    for block, depth in zip(blocks, depths, strict=False):
        if block["type"].endswith("list-item"):
            block["depth"] = previous = min(depth, previous + 1)
        else:
            previous = -1
    return blocks


@given(st.lists(paragraphs(), min_size=1, max_size=4), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_what_the_editor_saves_is_stable(blocks: list[dict[str, Any]], depths: list[int]) -> None:
    entities = {
        "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://www.example.jp/?a=1&b=2"}},
        "1": {"type": "RUBY", "mutability": "MUTABLE", "data": {}},
    }
    state = {"blocks": nested(blocks, depths), "entityMap": entities}
    html = ContentstateConverter(FEATURES).to_database_format(json.dumps(state))

    assert round_trip(html) == html
    assert "\n" not in html.replace("<br/>", "")


@given(st.text(max_size=20), st.sampled_from(NESTING))
def test_no_character_is_lost_in_any_mark(text: str, tag: str) -> None:
    """White space and characters that cannot be shown aside."""
    text = "".join(char for char in text if char.isprintable() and not char.isspace())
    attributes = ' href="#a"' if tag == "a" else ""
    saved = round_trip(f'<p data-block-key="a">x<{tag}{attributes}>{escape(text)}</{tag}>x</p>')
    assert "".join(BeautifulSoup(saved, "html.parser").find_all(string=True)) == f"x{text}x"
