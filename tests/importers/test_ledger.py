"""The ledger catches a converter that drops things: mutations of the code, one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from importers import richtext
from importers.draft import context, leaves, people
from importers.markup import body, embeds, inline
from importers.records import Node

from . import wixpages as wix

PAGE = wix.page(
    wix.paragraph("前書きです。"),
    wix.heading("原因"),
    wix.paragraph("一つ目の<b>理由</b>です。", "p2"),
    wix.bullets("項目甲", "項目乙"),
    wix.image(caption="図の説明"),
    wix.table(("部位", "症状"), ("内側", "痛み")),
    beside='<section id="v">'
    + wix.rich_text("<h2>監修医師</h2><h3>山田 太郎 医師</h3><p>診療しています。</p>")
    + "</section>",
)


def test_the_unmutated_page_is_in_balance() -> None:
    assert wix.balanced(wix.read(PAGE).data)


def _drop_character(self: Any, node: Any, original: Callable[..., str] = inline.InlineReader._text) -> str:
    return original(self, node).replace("理", "", 1)


def _drop_item(self: Any, tag: Any, after: Any, original: Callable[..., Node] = body.BodyReader._item) -> Node:
    item = original(self, tag, after)
    return replace(item, runs=()) if "乙" in str(item.runs) else item


def _drop_cell(self: Any, cell: Any, original: Callable[..., Any] = body.BodyReader._cell) -> Any:
    made = original(self, cell)
    return replace(made, nodes=()) if "内側" in str(made.nodes) else made


def _drop_caption(*_args: Any) -> None:
    return None


def _drop_paragraph_html(runs: Any, tag: str = "p", original: Callable[..., str] = richtext.paragraph) -> str:
    return original(runs, tag).replace("です。", "")


def _drop_biography(*_args: Any) -> None:
    return None


@pytest.mark.parametrize(
    ("owner", "name", "mutant"),
    [
        (inline.InlineReader, "_text", _drop_character),
        (body.BodyReader, "_item", _drop_item),
        (body.BodyReader, "_cell", _drop_cell),
        (embeds, "figcaption", _drop_caption),
        (richtext, "paragraph", _drop_paragraph_html),
        (leaves, "_list", lambda *args: []),
        (people, "_paragraph", _drop_biography),
        (context.Context, "picture", lambda self, image, where, caption=(): replace(image, caption="").as_json()),
    ],
)
def test_a_converter_that_drops_something_is_caught(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, mutant: Any
) -> None:
    monkeypatch.setattr(owner, name, mutant)
    monkeypatch.setitem(leaves._MAKERS, "list", leaves._list)
    data = wix.read(PAGE).data
    assert not wix.balanced(data), name
    assert "ledger.lost" in wix.ids(data)


THINGS = wix.page(
    wix.image("a1b2c3_" + "1" * 32 + "~mv2.jpg", "i1", alt="膝の図"),
    wix.paragraph('詳しくは<a href="https://a.example/">こちら</a>と<a href="tel:0612345678">電話</a>へ。', "p1"),
    wix.image("a1b2c3_" + "2" * 32 + "~mv2.jpg", "i2", alt="正座の図"),
    '<div><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></div>',
    '<div data-hook="gallery-viewer"><div data-hook="item-container" data-id="g1"><img src="https://static.wixstatic.com/'
    f'media/a1b2c3_{"3" * 32}~mv2.jpg/v1/fill/w_9/x.jpg" alt=""/><img src="https://static.wixstatic.com/media/a1b2c3_{"3" * 32}'
    '~mv2.jpg/v1/fill/w_300/x.jpg" alt="手術室"/></div></div>',
)


def _drop_link(self: Any, runs: Any, block: str) -> Any:
    return tuple(replace(run, href="") for run in runs)


@pytest.mark.parametrize(
    ("owner", "name", "mutant"),
    [
        (leaves, "_image", lambda *args: []),
        (leaves, "_gallery", lambda *args: []),
        (leaves, "_video", lambda *args: []),
        (context.Context, "linked", _drop_link),
        (context.Context, "picture", lambda self, image, where, caption=(): replace(image, alt="").as_json()),
    ],
)
def test_a_converter_that_drops_a_thing_is_caught(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, mutant: Any
) -> None:
    assert "ledger.thing-lost" not in wix.ids(wix.read(THINGS).data)
    monkeypatch.setattr(owner, name, mutant)
    for kind in ("image", "gallery", "video"):
        monkeypatch.setitem(leaves._MAKERS, kind, getattr(leaves, f"_{kind}"))
    assert "ledger.thing-lost" in wix.ids(wix.read(THINGS).data), name


@pytest.mark.parametrize("kind", ["image", "gallery", "iframe"])
def test_a_reader_that_drops_a_thing_is_caught(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A rule of the walk that does nothing with what it is given."""
    acts = {"image": embeds.image, "gallery": embeds.gallery, "iframe": embeds.frame}
    rules = tuple((applies, (lambda *args: None) if act is acts[kind] else act) for applies, act in body.RULES)
    monkeypatch.setattr(body, "RULES", rules)
    monkeypatch.setattr(body, "_rule_for", body._rule_for.__wrapped__)  # which remembers nothing
    assert "ledger.thing-lost" in wix.ids(wix.read(THINGS).data)


def test_invented_text_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    original = richtext.paragraph
    monkeypatch.setattr(richtext, "paragraph", lambda runs, tag="p": original(runs, tag).replace("理由", "理由である"))
    assert "ledger.invented" in wix.ids(wix.read(PAGE).data)


def test_a_reading_in_a_heading_and_a_list_in_a_question_are_accounted_for() -> None:
    details = "<details><summary>質問<ul><li>消えない</li></ul></summary><p>答え</p></details>"
    data = wix.draft_of(wix.heading("<ruby>膝<rt>ひざ</rt></ruby>の<ruby>腱<rt>けん</rt></ruby>"), details)
    assert wix.balanced(data)
    assert data["body"][0]["value"]["heading"] == "膝（ひざ）の腱（けん）"
    assert "消えない" in str(data["body"])
