"""What is left of a page makes the same tree as the whole, but for the inside of scripts, styles and drawings."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from importers.lean import lean, scripted

from . import wixpages as wix

PIECES = [
    "<div>", "</div>", "<p>", "</p>", "膝", "a < b", "&lt;script>", "<script>", "</script>", "<SCRIPT src=x>", "</ScRiPt >",
    "<script type='application/ld+json'>{}</script>", "<style>", "</style>", "p{}", "'</div>'", "<!--", "-->", "--!>", "<!-->",
    "<!doctype html>", "<?x>", "</ x>", "<title>", "</title>", "<textarea>", "</textarea>", "<iframe>", "</iframe>",
    "<svg>", "</svg>", "<svg/>", "<path d='M0'/>", "<g>", "</g>", "<foreignObject>", "<title>x</title>", "<desc>", "</desc>", "<style/>", "<select>",
    "</select>", "<option>x", "<math>", "</math>", "<mi>", "<plaintext>", "<xmp>", "</xmp>", "<noscript>", "</noscript>",
    "<template>", "</template>", "<table>", "<tr><td>", "</table>", "<a title='<script>'>", '<b x="</div>">', "<b x=<i>",
    "<a x='", '"', ">", "<", "=", "<![CDATA[", "]]>", "<frameset>", "<br/>", "<p ='>'>",
]  # fmt: skip


def tree_without_inside(html: bytes) -> str:
    tree = LexborHTMLParser(html)
    tree.strip_tags(["template"], recursive=True)  # never drawn, and its inside is a document of its own
    for node in tree.css("script, style, svg"):
        while node.first_child is not None:
            node.first_child.remove()
        for name in list(node.attributes or {}):
            del node.attrs[name]
    return tree.html or ""


@settings(max_examples=1500, deadline=None)
@example(["<script>", "<!--", "<script>", "</script>", "<p>", "-->", "</script>", "膝"])
@example(["<svg>", "<style>", "<p>", "膝", "</style>", "</svg>"])
@example(["<svg>", "<desc>", "<style/>", "</svg>", "<desc>", "膝"])
@example(["<svg>", "膝", "</svg>", "<frameset>"])
@example(["<svg>", "<path d='M0'/>", "</svg>", "膝"])
@example(["<select>", "<style>", "<b x=<i>", "</style>", "膝"])
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_a_parser_makes_the_same_tree(pieces: list[str]) -> None:
    html = "".join(pieces).encode()
    assert tree_without_inside(lean(html)[0]) == tree_without_inside(html)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>膝<script>alert('<p>')</script>痛</p>", "<p>膝<script></script>痛</p>"),
        ("<STYLE>p{}</STYLE><p>膝", "<STYLE></STYLE><p>膝"),
        ('<svg viewBox="0 0 1 1"><g><path d="M0"/></g></svg>膝', '<svg viewBox="0 0 1 1"></svg>膝'),
        ("<script>'<!-- </script>膝", "<script></script>膝"),
        ("<script>a<!-- </b> -->b</script>膝", "<script></script>膝"),
        ('<a title="<script>">膝</a>', '<a title="<script>">膝</a>'),
        ("<title><script></title>膝", "<title><script></title>膝"),
        ("<!-- <script> -->膝", "<!-- <script> -->膝"),
    ],
)
def test_what_is_never_drawn_goes(html: str, left: str) -> None:
    assert lean(html.encode())[0].decode() == left


@pytest.mark.parametrize(
    "html",
    [
        "<svg><p>膝</p></svg><script>x</script>",  # the paragraph breaks out of the drawing
        "<svg><foreignObject><p>膝</p></foreignObject></svg>",
        "<math><script>x</script></math>",
        "<script>膝",
        "<script><!-- <script> </script> 膝",
    ],
)
def test_where_nothing_is_sure_the_page_stays(html: str) -> None:
    assert lean(html.encode())[0].decode() == html


def test_json_that_may_be_content_is_handed_out() -> None:
    html = (
        b'<script type="application/ld+json">{"@type":"BlogPosting"}</script><script>var x</script>'
        b'<script type="application/json" id="a">{"site":1}</script>'
        b'<script type="application/json" id="b">{"richContent":{}}</script>'
    )
    assert lean(html)[1] == [b'{"@type":"BlogPosting"}', b'{"richContent":{}}']


def test_json_is_handed_out_from_where_nothing_is_sure_too() -> None:
    html = b'<math><script>x</script></math><script type="application/ld+json">{"@type":"Article"}</script><script>y'
    assert lean(html) == (html, [b'{"@type":"Article"}'])


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<p>x</p><noscript><p>y</noscript><p>z", "<p>x</p><noscript></noscript><p>z"),
        ("<NOSCRIPT class=a><div title='</noscript>'>x", "<NOSCRIPT class=a></noscript>'>x"),
        ("<noscript><b></noscript><noscript><i></noscript>x", "<noscript></noscript><noscript></noscript>x"),
        ("<script></script><noscript>x</noscript>", "<script></script><noscript></noscript>"),
        *(
            (same, same)
            for same in (
                "<noscript> <img src=a.jpg> </noscript>x",
                "<noscript><picture><source srcset=a><img src=b></picture></noscript>x",
                "<noscript><iframe src=a></iframe></noscript>x",
                "<p title='<noscript>'>x</noscript>",
                "<!-- <noscript> -->x</noscript>",
                "<textarea><noscript></textarea>x</noscript>",
                "<noscript><p>x",
                "<svg><title><noscript>x</noscript>",
            )
        ),
    ],
)
def test_what_a_browser_with_scripts_takes_for_text_is_none(page: str, seen: str) -> None:
    assert scripted(page.encode()).decode() == seen


def test_text_after_a_sloppy_noscript_is_read() -> None:
    data = wix.read(wix.page("<noscript><p>JavaScript を有効に<div></noscript>", wix.paragraph("本文です。"))).data
    assert wix.balanced(data)
    assert "本文です。" in str(data["introduction"]) + str(data["body"])


@pytest.mark.corpus
def test_the_same_on_every_real_page(corpus: Path) -> None:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        names = [row["file"] for row in csv.DictReader(stream, delimiter="\t") if row["file"].endswith(".html")]
    sizes = [0, 0]
    for name in names:
        html = (corpus / name).read_bytes()
        left = lean(html)[0]
        assert tree_without_inside(left) == tree_without_inside(html), name
        sizes[0] += len(html)
        sizes[1] += len(left)
    print(f"\n{len(names)} pages, {sizes[0]:,} bytes, {sizes[1] / sizes[0]:.0%} left")
    assert names
