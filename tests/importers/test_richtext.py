"""What the serialiser writes is what the editor would write, and what the sanitiser would pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from importers.records import Node, Run
from importers.richtext import MARKS, is_clean, list_html, paragraph, safe_href, with_keys
from importers.text import visible
from kneeblog.richtext import FEATURES

CONVERTER = ContentstateConverter(FEATURES)


def through_the_editor(html: str) -> str:
    return CONVERTER.to_database_format(CONVERTER.from_database_format(html))


TEXT = st.text(alphabet=st.sampled_from("膝a1 \n\t\u00a0\u3000\u200b&<>\"'é◼・🦵\x00\u202e\u2028"), max_size=8)
HREFS = st.sampled_from(
    ["", "", "https://a.example/?a=1&b=2", "#viewer-x", "javascript:alert(1)", "/post/膝", "mailto:a@b.c",
     "java\nscript:x", "https://b.example/\"x'<", "tel:00-0000", "//c.example/x"]
)  # fmt: skip
RUNS = st.lists(
    st.builds(
        Run, TEXT, st.frozensets(st.sampled_from(sorted(MARKS)), max_size=3), HREFS, st.sampled_from(["", "", "ひざ"])
    ),
    max_size=6,
)


@settings(max_examples=1000, deadline=None)
@given(RUNS)
def test_paragraphs_pass_the_editor_and_the_sanitiser_unchanged(runs: list[Run]) -> None:
    html = paragraph(runs)
    if html:
        stored = with_keys(html, "seed")
        assert through_the_editor(stored) == stored
        assert is_clean(html) and is_clean(stored)


ITEMS = st.sampled_from(["a", "膝", ""])
LISTS = st.recursive(
    st.builds(
        lambda ordered, texts: (ordered, [(text, []) for text in texts]), st.booleans(), st.lists(ITEMS, max_size=3)
    ),
    lambda inner: st.tuples(st.booleans(), st.lists(st.tuples(ITEMS, st.lists(inner, max_size=2)), max_size=3)),
    max_leaves=6,
)


def as_node(shape: tuple) -> Node:
    ordered, items = shape
    children = tuple(
        Node(kind="item", runs=(Run(text),), children=tuple(map(as_node, nested))) for text, nested in items
    )
    return Node(kind="list", ordered=ordered, children=children)


@settings(max_examples=1000, deadline=None)
@given(st.lists(LISTS, min_size=1, max_size=2))
def test_lists_of_any_nesting_pass_the_editor_unchanged(shapes: list[tuple]) -> None:
    html = list_html(*map(as_node, shapes))
    if html:
        stored = with_keys(html, "seed")
        assert through_the_editor(stored) == stored


@given(RUNS)
def test_no_character_is_lost_in_writing(runs: list[Run]) -> None:
    from html import unescape
    from re import sub

    written = visible(unescape(sub("<[^>]*>", "", paragraph(runs))))
    expected = visible("".join(run.text + run.ruby for run in runs))
    assert sorted(written.replace("（", "").replace("）", "")) == sorted(expected) or any(
        run.ruby and not visible(run.text) for run in runs
    )


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://x.example/a b", "https://x.example/ab"),
        ("HTTPS://x.example", "HTTPS://x.example"),
        ("//x.example/a", "https://x.example/a"),
        ("/post/膝", "/post/膝"),
        ("post.html#a", "post.html#a"),
        ("tel:06-0000", "tel:06-0000"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("javascript&colon;alert(1)", ""),
        ("data:text/html,<b>", ""),
        ("\\\\evil", ""),
        ("", ""),
    ],
)
def test_only_harmless_addresses_pass(href: str, safe: str) -> None:
    assert safe_href(href) == safe
