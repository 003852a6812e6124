"""The limits: the count is the parser's own, hostile pages are refused, sloppy ones are not, all of it is linear."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from importers import limits, richtext
from importers.draft import habits
from importers.draft.context import Context
from importers.draft.fees import price_list
from importers.errors import PageRefused
from importers.markup.hooks import is_inline
from importers.markup.inline import InlineReader
from importers.records import Document, Node, Run

from . import wixpages
from .timing import is_about_linear

MARKS = "".join(f"<b x={number}>" for number in range(450))


def refusal(html: str) -> str:
    try:
        limits.check(html)
    except PageRefused as refused:
        return refused.finding_id
    return ""


@pytest.mark.parametrize(
    "shape",
    [
        "<div/>",
        "<div></i>",
        "<!--><div>",
        "<!---><div>",
        "<rt>",
        "<optgroup>",
        "<path>",
        "<image/><g>",
        "<rect>",
        '<p ="><div></p>">',
        "<div><table><tr><td></div>",
        "<div><select></div><input>",
        "<li><ul>",
        "<td><table>",
        "<span><div></span>",
        "<![CDATA[><div>]]>",
        "<?><div>",
        "</ ><div>",
        "<svg><g><foreignObject>",
        "<p><svg></p><div>",
        "<math><mi><div>",
        "<form><span></form>",
        "<template><div><td></td>",
        "<tr><u>",
        "<td><x-a>",
        "<figcaption>x<li>",
        "<li>x<dd>",
        "<h1>x<menu>",
        "<div>x<option>",
        "<noscript>x<dt>",
        "<li><ul></li>",
        "<p><button></p>",
        "<svg><a>",
        "<math><input>",
        "<hr><font>x<p>x",
        "<tt>x</h1>x<h2>",
        "<p><font>x</p>x",
    ],
)
def test_what_a_parser_nests_is_counted(shape: str) -> None:
    assert refusal("<body>" + shape * 30_000) == "limits.depth"


@pytest.mark.parametrize(
    "page",
    [
        "<svg><title>" + "<div>" * 600,
        "<svg><style><g>" + "<g>" * 600,
        ("<div>" * 300 + "<script><!--<script></script>" + "</div>" * 300 + "--></script>") * 4,
        "<frameset>" * 600,
        *(f"<body>{f'<{name}>' * 61}" for name in ("ul", "blockquote", "table><tr><td", "details", "dl", "ruby")),
        "<ul><li>" * 200,
        "<p>" + MARKS + "</p>" + "<p>x</p>" * 1000,
    ],
)
def test_hidden_nesting_is_counted(page: str) -> None:
    assert refusal(page) == "limits.depth"


NAMES = [
    "a", "article", "b", "button", "caption", "center", "cite", "dd", "del", "details", "div", "dl", "dt",
    "em", "fieldset", "figcaption", "figure", "font", "form", "h1", "h2", "header", "i", "label", "li",
    "main", "menu", "nav", "object", "ol", "option", "p", "pre", "rt", "ruby", "s", "section", "select",
    "small", "span", "strong", "sub", "summary", "svg", "table", "tbody", "td", "template", "textarea", "th",
    "title", "tr", "u", "ul", "math", "mi", "desc", "foreignObject", "x-y", "br", "hr", "img", "noscript",
]  # fmt: skip
TAGS = st.builds("<{}{}>{}".format, st.sampled_from(["", "", "/"]), st.sampled_from(NAMES), st.sampled_from(["", "x"]))


def depth_of(html: str) -> int:
    """How deep the parser nests a page's elements."""
    body = LexborHTMLParser(html).body
    deepest, waiting = 0, [(body, 0)] if body else []
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node.iter()]
    return deepest


@settings(max_examples=600, deadline=None)
@given(st.lists(TAGS, min_size=1, max_size=3))
def test_no_page_is_taken_for_flat_that_is_deep(part: list[str]) -> None:
    """Whatever repeats, what the parser makes deep is counted as deep, but for what it adds itself."""
    html = "".join(part) * 40
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MAX_NESTED_BLOCKS", "MAX_MARKS", "MAX_TAGS", "MAX_OPTIONS"):
            patch.setattr(limits, name, 10**9)
        patch.setattr(limits, "MAX_DEPTH", max(1, (depth_of(html) - 20) // 4))
        if depth_of(html) > 30:
            with pytest.raises(PageRefused):
                limits._count(html)


def test_a_choice_of_too_many_options_is_refused() -> None:
    assert refusal("<select>" + "<option>x" * (limits.MAX_OPTIONS + 1)) == "limits.tags"
    assert refusal(("<select>" + "<option>x" * limits.MAX_OPTIONS + "</select>") * 3) == ""


def test_elements_may_be_deep_or_many_but_not_both() -> None:
    assert refusal("<div>" * 400 + "<p>x</p>" * 5_000) == ""
    assert refusal("<div>" * 400 + "<p>x</p>" * 20_000) == "limits.depth"
    assert refusal("<div>" * 400 + "x<!-- -->" * 20_000) == "limits.depth"


def test_marks_that_are_opened_again_in_every_block_count_as_tags() -> None:
    marks = "".join(f"<i x={number}>" for number in range(50))
    assert refusal(f"<p>{marks}</p>" + "<p>x</p>" * 1000) == ""
    assert refusal(f"<p>{marks}</p>" + "<p>x</p>" * 20_000) == "limits.tags"


@pytest.mark.parametrize("doctype", ["<!DOCTYPE html>", ""])
@pytest.mark.parametrize(
    "page",
    [
        "<p>x" * 900,
        "<ul>" + "<li>x" * 900,
        "<table>" + "<tr><td>x<td>y" * 900,
        "<br>" * 900,
        "<dl>" + "<dt>x<dd>y" * 900,
        "<p><font size=2>x" * 900,
        "<font><p>x</font></p>" * 900,
        "<a name=x>" * 900,
        "<select>" + "<option>x" * 900,
        "<table>" + "<tr><td><font color=red>x<b>" * 900,
        "<p>x<table><tr><td>y</table>" * 300,
        "<b><div>x</b></div>" * 900,
        "<ruby>" + "膝<rt>ひざ" * 900,
        "</div></p></b>" * 900,
        "<noscript><img></noscript>" * 900,
        "<svg><path d=x/><path d='x'/></svg>" * 300,
        "<h2>x</h3>" * 900,
        "<div>" * 450,
        "<script>'<div>'</script>" * 900,
    ],
)
def test_sloppy_pages_pass(doctype: str, page: str) -> None:
    assert refusal(doctype + "<title>x</title><body>" + page) == ""


def test_what_passes_is_not_too_deep_for_the_readers() -> None:
    def read_from_deep(frames: int, html: str) -> str:
        return read_from_deep(frames - 1, html) if frames else str(wixpages.read(html).data["body"])

    for name in ("div", "span", "em", "custom-element"):
        html = wixpages.page(f"<{name}>" * 470 + "深い" + f"</{name}>" * 470)
        assert "深い" in read_from_deep(700, html)
    for name in ("ul><li", "blockquote", "details><summary>q</summary", "table><tr><td", "dl><dd"):
        html = wixpages.page(f"<{name}>" * 50 + "深い" + f"</{name.split('>')[0]}>" * 50)
        limits.check(html)
        assert "深い" in str(wixpages.read(html).data["body"])


# Time -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [
        "<p>x",
        "<b x=1><i></b>x</i>",
        "<table><tr><td>x</table>",
        "<p it's>",
        "<a x='<b y=\"",
        "<!--",
        "<script",
        "<",
        "<a ",
        "<script><!--<script>x</script>",
        "<title>",
        "<div><b></div></b>x",
        "<svg a=b/><p>",
        "<select><option>",
        "<![CDATA[",
    ],
)
def test_the_check_is_linear(shape: str) -> None:
    is_about_linear(lambda times: lambda: refusal(shape * times), 4000)


@pytest.mark.parametrize("character", ["\n", " ", "\n ", "\t", "\r"])
def test_blanks_in_a_paragraph(character: str) -> None:
    def work(times: int) -> Callable[[], object]:
        soup = BeautifulSoup(f"<p>x{character * times}y</p>", "lxml")
        return lambda: InlineReader(lambda text: None, soft_breaks=True).runs(soup.p.children)

    is_about_linear(work, 20_000)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("x\n  y", "x y"),
        ("x \n\n   y", "x y"),
        ("x\n    \ny", "x \ny"),
        ("x\n y", "x\n y"),
        ("x\ny", "x\ny"),
        ("x   y", "x   y"),
    ],
)
def test_indentation_is_one_space(text: str, tidy: str) -> None:
    soup = BeautifulSoup(f"<p>{text}</p>", "lxml", preserve_whitespace_tags={"p"})
    assert "".join(run.text for run in InlineReader(lambda text: None, soft_breaks=True).runs(soup.p.children)) == tidy


@pytest.mark.parametrize("text", ["膝", "膝 ", "膝\n", "a b\u3000"])
def test_a_long_paragraph(text: str) -> None:
    is_about_linear(lambda times: lambda: richtext.inline([Run(text * times)]), 20_000)


def test_many_runs_of_one_kind() -> None:
    def work(times: int) -> Callable[[], object]:
        soup = BeautifulSoup("<p>" + "<i>膝が痛い</i>" * times + "</p>", "lxml")
        return lambda: InlineReader(lambda text: None, soft_breaks=True).runs(soup.p.children)

    is_about_linear(work, 1000)


@pytest.mark.parametrize(
    ("pattern", "end"),
    [
        (["◼︎A"], []),
        (["Q. 問い"], []),
        (["Q. 問い", "A. 答え"], ["Q. 問い"]),
        (["◼︎A", "本文です。"], ["◼︎A", "◼︎A", "◼︎A"]),
        (["・あ"], ["・"]),
        (["1. あ"], []),
        (["1. あ", "本文"], []),
        (["A. 答え"], []),
        (["◼︎A", "・", "1. い"], []),
    ],
)
def test_habits_do_not_look_to_the_end_from_every_start(pattern: list[str], end: list[str]) -> None:
    context = Context(Document(path="", sha256="", encoding="", reader=""))

    def work(times: int) -> Callable[[], object]:
        texts = [*(pattern * times)[:times], *end]
        written = [Node(kind="paragraph", id=str(number), runs=(Run(text),)) for number, text in enumerate(texts)]

        def run() -> None:
            nodes = habits.rewritten(context, written)
            index = 0
            while index < len(nodes):
                found = habits.recognise(nodes, index)
                index += found.used if found else 1

        return run

    is_about_linear(work, 300)


@pytest.mark.parametrize("last", [["3,000円"], []])
@pytest.mark.parametrize("same", [True, False])
def test_price_lists_do_not_look_to_the_end_from_every_start(last: list[str], same: bool) -> None:
    context = Context(Document(path="", sha256="", encoding="", reader=""))

    def work(times: int) -> Callable[[], object]:
        prices = ["3,000円" if same or number == times - 1 else f"{number + 1},000円" for number in range(times)]
        nodes = [Node(kind="paragraph", runs=(Run(text),)) for text in prices + last]

        def run() -> None:
            index = 0
            while index < len(nodes):
                found = price_list(context, nodes, index, "", "other")
                index += found[1] if found else 1

        return run

    is_about_linear(work, 60)


def test_a_repeated_line_is_a_line_of_its_own_in_a_price_list() -> None:
    context = Context(Document(path="", sha256="", encoding="", reader=""))
    nodes = [Node(kind="paragraph", runs=(Run(text),)) for text in ("1,000円", "2,000円", "2,000円", "3,000円")]
    found = [price_list(context, nodes, start, "", "other") for start in range(4)]
    assert [result[1] if result else 0 for result in found] == [4, 3, 2, 0]


def test_what_is_inline_is_looked_at_once() -> None:
    def work(times: int) -> Callable[[], object]:
        soup = BeautifulSoup("<em>" * 100 + "<i>x</i>" * times + "<div>z</div>" + "</em>" * 100, "lxml")
        levels = soup.find_all("em")

        def run() -> None:
            assert not any(is_inline(level) for level in levels)

        return run

    is_about_linear(work, 1000)
    soup = BeautifulSoup("<em><span><div>z</div></span></em>", "lxml")
    assert not is_inline(soup.em)
    soup.div.extract()
    assert is_inline(soup.em)
    assert is_inline(soup.span)
