"""Slim markup says the same with fewer elements, and the tree linked by hand is Beautiful Soup's own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from bs4.builder import HTMLParserTreeBuilder
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from importers.markup.slim import StartTag, slim
from importers.markup.soup import soup

BLOCKS = ["p", "div", "section", "ul", "li", "h2", "table"]
BORDERS = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
]
ATTRIBUTES = [
    "", ' class="x"', ' id="comp-1"', ' id="viewer-a"', ' data-hook="image-viewer"', ' data-hook="rcv-block1"',
    ' style="color:red"', ' style="font-weight:700"', ' data-testid="columns"', ' class="wixui-box"', ' title="a&amp;b &quot;c&quot;"',
]  # fmt: skip
TEXTS = [
    "膝",
    " ",
    "\n",
    "a &lt; b &amp;amp; c",
    "\u3000",
    "<br>",
    '<br role="presentation">',
    "<img alt='膝'>",
    "<!-- x -->",
]

markup = st.recursive(
    st.sampled_from(TEXTS),
    lambda inner: st.builds(
        lambda name, attributes, inside: f"<{name}{attributes}>{''.join(inside)}</{name}>",
        st.sampled_from([*BLOCKS, "span", "strong", "a", "font"]),
        st.sampled_from(ATTRIBUTES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


def written(html: str) -> str:
    """Markup as the parser writes it."""
    body = LexborHTMLParser(html).body
    return (body.html or "") if body else ""


def slimmed(markup: str) -> str:
    """Slim markup as markup again."""
    return "".join(piece if isinstance(piece, str) else _start(piece) for piece in slim(markup))


def _start(tag: StartTag) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in tag.attributes)
    return f"<{tag.name}{attributes}{'/' if tag.void else ''}>"


def lines(html: str) -> list[str]:
    """The texts between the borders of blocks, as a reader sees them."""
    tree = BeautifulSoup(html, "lxml", preserve_whitespace_tags={"body"})
    for block in tree.find_all(BORDERS):
        block.insert_before("\0")
        block.insert_after("\0")
        block.insert(0, "\0")
        block.append("\0")
    return [line for part in tree.get_text().split("\0") if (line := part.strip())]


@settings(max_examples=400, deadline=None)
@given(markup)
def test_text_order_and_borders_stay(html: str) -> None:
    whole = written(html)
    assert lines(slimmed(whole)) == lines(whole)


def shape(root: Tag) -> Iterator[tuple[object, ...]]:
    for element in root.descendants:
        parent = element.parent.name if element.parent else None
        if isinstance(element, Tag):
            yield "tag", element.name, dict(element.attrs), parent
        else:
            yield "text", str(element), parent


def theirs(html: str) -> Tag:
    builder = HTMLParserTreeBuilder(preserve_whitespace_tags={"body"}, multi_valued_attributes=None)  # mends nothing
    found = BeautifulSoup(slimmed(html), builder=builder).body
    assert found is not None
    return found


@settings(max_examples=300, deadline=None)
@given(markup)
def test_the_tree_is_beautiful_soups_own(html: str) -> None:
    whole = written(f"<section>{html}</section>")
    ours, own = soup(whole), theirs(whole)
    assert list(shape(ours.contents[0])) == list(shape(own))  # type: ignore[arg-type]
    elements: list[PageElement] = list(ours.descendants)
    for before, after in pairwise(elements):
        assert before.next_element is after and after.previous_element is before
    for element in elements:
        parent = element.parent
        assert parent is not None and any(child is element for child in parent.contents)
        assert all(a.next_sibling is b and b.previous_sibling is a for a, b in pairwise(parent.contents))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="a"><div class="b"><p class="c"><span class="d">膝</span></p></div></div>', "<p>膝</p>"),
        ("<div>膝</div><div>痛み</div>", "<div>膝</div><div>痛み</div>"),
        ('<div><div id="viewer-a">膝</div></div>', '<div id="viewer-a">膝</div>'),
        ('<div data-testid="columns"><div><p>膝</p></div></div>', '<div data-testid="columns"><div><p>膝</p></div></div>'),
        ("a<div></div>b", "a<div></div>b"),  # it stands between the two
        ("<p>a</p><div></div><p>b</p>", "<p>a</p><p>b</p>"),
        ('<p><span style="font-weight:700">膝</span></p>', '<p><span style="font-weight:700">膝</span></p>'),
        ('<iframe src="https://a.example/"><p>古い</p></iframe>', '<iframe src="https://a.example/">&lt;p>古い&lt;/p></iframe>'),
    ],
)  # fmt: skip
def test_what_tells_nothing_goes(html: str, expected: str) -> None:
    assert slimmed(written(html)).replace("&gt;", ">") == f"<body>{expected}</body>"


def test_the_tree_can_be_searched_and_taken_apart() -> None:
    root = soup(written('<section><p id="viewer-a">膝<b>が</b></p><p>痛い</p></section>'))
    assert [tag.get_text() for tag in root.select("section > p")] == ["膝が", "痛い"]
    (bold,) = root.find_all("b")
    bold.extract()
    assert root.get_text() == "膝痛い"
    assert isinstance(root.find("p").contents[0], NavigableString)  # type: ignore[union-attr]


@pytest.mark.corpus
def test_a_third_of_the_elements_is_left_on_real_pages(corpus: Path) -> None:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        names = [
            row["file"] for row in csv.DictReader(stream, delimiter="\t") if row["kind"] in {"wix-blog", "wix-classic"}
        ]
    elements = [0, 0]
    for name in names:
        tree = LexborHTMLParser((corpus / name).read_bytes())
        tree.strip_tags(["script", "style", "noscript", "template", "svg", "head"], recursive=True)
        whole = (tree.body.html or "") if tree.body else ""
        left = slimmed(whole)
        assert lines(left) == lines(whole), name
        elements[0] += whole.count("</")
        elements[1] += left.count("</")
    print(f"\n{elements[0]} elements, {elements[1] / elements[0]:.0%} left")
