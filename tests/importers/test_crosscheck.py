"""Two readings of one post: what both say, what only one says, and where they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.content import node_text, with_inside
from importers.pipeline import read_page
from importers.records import Cell, Finding, Image, Json, Node, Run
from importers.sources import page_of
from importers.text import visible
from importers.wix.align import aligned
from importers.wix.crosscheck import Merged, Reading, crosscheck

from . import ricostrees as data
from . import wixpages as page
from .timing import is_about_linear

MEDIA = "https://static.wixstatic.com/media/"


def text(words: str, node_id: str = "", *, href: str = "", marks: str = "", kind: str = "paragraph") -> Node:
    return Node(kind=kind, id=node_id, runs=(Run(words, frozenset(marks.split()), href),), where=f"#viewer-{node_id}")


def picture(name: str, node_id: str = "", **more: Any) -> Node:
    return Node(kind="image", id=node_id, image=Image(url=MEDIA + name, **more))


def titled(name: str, title: str) -> Node:
    return Node(kind="image", id=name, image=Image(url=MEDIA + name), runs=(Run(title),) if title else ())


def listed(*items: str | Node) -> Node:
    return Node(
        kind="list", children=tuple(Node(kind="item", runs=(Run(i),)) if isinstance(i, str) else i for i in items)
    )


def lost(kind: str = "embed.lost", where: str = "div") -> Finding:
    return Finding(level="warning", id=kind, message="lost", where=where)


def merged(shown: list[Node], held: list[Node], *found: Finding, of_data: tuple[Finding, ...] = ()) -> Merged:
    one = Reading(nodes=tuple(shown), findings=found)
    return crosscheck(one, Reading(nodes=tuple(held), findings=of_data))


def ids(result: Merged) -> list[str]:
    return [finding.id for finding in result.findings]


def said(result: Merged) -> list[str]:
    return [node_text(node) or node.url or (node.image.url if node.image else node.kind) for node in result.nodes]


# Alike ----------------------------------------------------------------------------------------------------------------


def test_what_is_alike_is_taken_without_a_word() -> None:
    shown = [text("膝の痛み", "a", kind="heading"), text("本文", "b"), listed("一", "二"), picture("x.jpg", "c")]
    held = [Node(kind=n.kind, id=n.id, runs=n.runs, children=n.children, image=n.image, where="data") for n in shown]
    result = merged(shown, held)
    assert result.nodes == tuple(shown) and result.findings == () and result.only_held == ""


def test_another_order_is_a_difference_of_order_and_nothing_stands_twice() -> None:
    shown = [text("原因", "a1", kind="heading"), text("一", "a2"), text("二", "a3"), text("三", "a4")]
    held = [shown[2], text("加筆", "b1"), shown[0], shown[1], shown[3]]
    result = merged(shown, held)
    assert said(result) == ["原因", "一", "二", "加筆", "三"]
    assert ids(result) == ["readings.differ", "readings.only-data"]
    assert "“二”" in result.findings[0].message and "原因" not in result.findings[0].message


def test_lists_which_have_no_id_keep_the_pages_order_too() -> None:
    shown = [text("原因", "a1"), listed("冷やす", "休む"), text("一", "a2")]
    result = merged(shown, [shown[0], shown[2], shown[1]])
    assert result.nodes == tuple(shown) and ids(result) == ["readings.differ"]


@given(st.permutations(range(8)), st.booleans())
def test_no_order_of_the_data_changes_what_the_page_says(order: list[int], named: bool) -> None:
    shown = [text(f"第{number}段落", f"a{number}" if named else "") for number in range(8)]
    result = merged(shown, [shown[number] for number in order])
    assert result.nodes == tuple(shown) and result.only_held == ""
    assert ids(result) == ([] if order == sorted(order) else ["readings.differ"])


@pytest.mark.parametrize(
    ("shown", "held", "kinds"),
    [
        (text("膝", "a", kind="heading"), text("膝", "a"), ("heading", "paragraph")),
        (Node(kind="heading", id="a", level=2, runs=(Run("膝"),)), Node(kind="heading", id="a", level=3, runs=(Run("膝"),)),
         ("heading of level 2", "heading of level 3")),
    ],
)  # fmt: skip
def test_the_same_words_as_another_thing_are_said_to_be_another_thing(
    shown: Node, held: Node, kinds: tuple[str, str]
) -> None:
    (finding,) = merged([shown], [held]).findings
    assert finding.message.endswith(f"the page has “膝” as {kinds[0]}, its data it as {kinds[1]}.")


def test_white_space_is_no_difference() -> None:
    assert ids(merged([text("膝の 痛み", "a")], [text("膝の\n痛み", "a")])) == []


def test_the_data_adds_marks_and_links_of_the_same_text() -> None:
    result = merged([text("料金表", "a")], [text("料金表", "a", href="https://www.example.com/", marks="b")])
    assert result.nodes[0].runs == (Run("料金表", frozenset({"b"}), "https://www.example.com/"),)
    assert result.findings == ()


def test_a_link_that_a_mirror_made_relative_is_the_datas() -> None:
    result = merged(
        [text("料金", "a", href="../price.html")], [text("料金", "a", href="https://www.example.com/price")]
    )
    assert result.nodes[0].runs[0].href == "https://www.example.com/price" and result.findings == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.com/a", "http://example.com/a/"),
        ("https://www.example.com/膝", "https://www.example.com/%E8%86%9D"),
        ("#viewer-x", "#viewer-x"),
    ],
)
def test_links_that_lead_to_one_place_are_no_difference(one: str, other: str) -> None:
    assert ids(merged([text("料金", "a", href=one)], [text("料金", "a", href=other)])) == []


def test_links_that_lead_elsewhere_are_said_and_the_page_believed() -> None:
    result = merged([text("料", "a", href="https://a.example/1")], [text("料", "a", href="https://a.example/2")])
    assert result.nodes[0].runs[0].href == "https://a.example/1" and ids(result) == ["readings.differ"]


def test_the_page_keeps_marks_that_the_data_lacks() -> None:
    result = merged([text("太字", "a", marks="b")], [text("太字", "a")])
    assert result.nodes[0].runs[0].marks == {"b"} and result.findings == ()


def test_pictures_are_filled_in_field_by_field() -> None:
    shown = [picture("x.jpg", "a", alt="図", link="../a.html")]
    held = [
        Node(
            kind="image",
            id="a",
            runs=(Run("図1"),),
            image=Image(url=MEDIA + "x.jpg", width=8, height=6, alt="別", link="https://a.example/"),
        )
    ]
    (node,) = merged(shown, held).nodes
    assert node.image == Image(url=MEDIA + "x.jpg", width=8, height=6, alt="図", link="https://a.example/")
    assert node.runs == (Run("図1"),)


def test_tables_get_their_headers_and_spans() -> None:
    def table(header: bool, span: int, *words: str) -> Node:
        row = tuple(Cell(nodes=(text(word),), header=header, colspan=span) for word in words)
        return Node(kind="table", id="t", rows=(row, row), header_row=header)

    (found,) = merged([table(False, 1, "項目", "料金")], [table(True, 2, "項目", "料金")]).nodes
    assert found.header_row and found.rows[0][0].header and found.rows[0][0].colspan == 2
    result = merged([table(False, 1, "項目")], [table(True, 1, "項目", "料金")])
    assert ids(result) == ["readings.differ"] and len(result.nodes[0].rows[0]) == 1


# What the page lost ---------------------------------------------------------------------------------------------------


def test_a_lost_film_is_found_and_its_finding_goes() -> None:
    gone = Node(kind="lost_embed", id="v", subkind="video", where="div", runs=(Run("体操"),))
    film = Node(kind="video", id="v", url="https://youtu.be/abcdefghijk", title="手本")
    result = merged([text("前", "a"), gone], [text("前", "a"), film], lost())
    assert result.nodes[1] == Node(kind="video", id="v", url=film.url, title="手本", runs=(Run("体操"),))
    assert ids(result) == ["readings.restored"] and "abcdefghijk" in result.findings[0].message


def test_a_caption_that_both_have_is_taken_once() -> None:
    gone = Node(kind="lost_embed", id="g", subkind="gallery", where="div", runs=(Run("院内の様子"),))
    whole = Node(kind="gallery", id="g", runs=(Run("院内の様子"),), children=(titled("a.jpg", "受付"),))
    result = merged([gone], [whole], lost())
    assert said(result) == ["院内の様子 受付"] and Counter(result.only_held) == Counter("受付")
    other = merged([gone], [Node(kind="gallery", id="g", children=(titled("a.jpg", "受付"),))], lost())
    assert said(other) == ["受付", "院内の様子"]


def test_of_two_that_look_alike_only_the_one_that_was_found_is_settled() -> None:
    gone = [Node(kind="lost_embed", id=name, subkind="video", where="div") for name in ("v", "w")]
    film = Node(kind="video", id="w", url="https://youtu.be/abcdefghijk")
    first, second = lost(), Finding(level="warning", id="embed.lost", message="the other", where="div")
    result = merged(gone, [film], first, second)
    assert [node.kind for node in result.nodes] == ["lost_embed", "video"]
    assert first in result.findings and second not in result.findings


def test_a_file_gets_its_address_and_its_exact_size() -> None:
    shown = Node(kind="file", id="f", title="問診票.pdf", size=1200, where="div")
    held = Node(kind="file", id="f", title="問診票.pdf", size=1234, url="https://a.example/_files/ugd/a.pdf")
    result = merged([shown], [held], lost("file.lost"))
    assert (result.nodes[0].url, result.nodes[0].size) == (held.url, 1234) and ids(result) == ["readings.restored"]


def test_a_gallery_gets_all_its_pictures_once_and_keeps_its_own() -> None:
    shown = Node(kind="gallery", id="g", where="div", children=(picture("a.jpg", "1"), picture("z.jpg", "2")))
    held = Node(kind="gallery", id="g", children=tuple(picture(f"{name}.jpg", name, alt=name) for name in "abc"))
    result = merged([shown], [held], lost("gallery.incomplete"))
    urls = [child.image.url[-5:] for child in result.nodes[0].children if child.image]
    assert urls == ["a.jpg", "b.jpg", "c.jpg", "z.jpg"]
    assert ids(result) == ["readings.restored", "readings.only-page"]


def test_a_whole_gallery_only_loses_its_finding() -> None:
    whole = Node(kind="gallery", id="g", where="div", children=(picture("a.jpg"),))
    assert ids(merged([whole], [whole], lost("gallery.incomplete"))) == []


def test_titles_below_a_gallery_are_its_captions_and_are_not_taken_twice() -> None:
    shown = [Node(kind="gallery", id="g", where="div", children=(picture("a.jpg"),)), text("一枚目", "g")]
    whole = Node(kind="gallery", id="g", children=(titled("a.jpg", "一枚目"), titled("b.jpg", "二枚目")))
    result = merged(shown, [whole], lost("gallery.incomplete"))
    assert said(result) == ["一枚目 二枚目"] and Counter(result.only_held) == Counter("二枚目")


def test_markup_that_no_rule_knew_is_what_the_data_says_it_is() -> None:
    shown = [text("痛むのは", "p"), text("朝", "p"), text("夜", "p")]
    held = Node(kind="embed", id="p", subkind="poll", runs=(Run("痛むのは\n朝\n夜"),))
    result = merged(shown, [held])
    assert [node.kind for node in result.nodes] == ["embed"] and result.only_held == ""


def test_a_widgets_own_words_are_not_mistaken_for_those_beside_it() -> None:
    shown = [text("あ", "x", kind="embed"), text("あ", "x")]
    assert said(merged(shown, [text("い", "x"), text("あ", "x", kind="embed")])).count("あ") == 2


def test_the_same_text_otherwise_put_together_is_taken_once() -> None:
    shown = [text("前", "a"), text("痛みますか", "x", kind="heading"), text("はい。", "y"), text("後", "b")]
    pair = Node(kind="pair", id="q", runs=(Run("痛みますか"),), children=(text("はい。", "y"),))
    held = [text("前", "a"), Node(kind="faq", id="f", children=(pair,)), text("後", "b")]
    result = merged(shown, held)
    assert [node.kind for node in result.nodes] == ["paragraph", "faq", "paragraph"]
    assert ids(result) == ["readings.restored"] and result.only_held == ""


def test_nearly_the_same_text_otherwise_put_together_is_not_taken_twice_either() -> None:
    asked = ["手術の後は痛みますか", "入院は何日くらいですか", "車の運転はできますか"]
    shown = [text("前", "a"), *(text(words, f"x{words}") for words in asked), text("後", "b")]
    pairs = tuple(Node(kind="pair", runs=(Run(words),)) for words in [*asked[:2], "車には乗れますか"])
    held = [text("前", "a"), Node(kind="faq", id="f", children=pairs), text("後", "b")]
    result = merged(shown, held)
    assert said(result) == ["前", *asked, "後"] and result.only_held == ""
    assert ids(result) == ["readings.differ", "readings.only-page"]


# Where they differ ----------------------------------------------------------------------------------------------------


def test_where_texts_differ_the_page_is_believed_and_both_are_quoted() -> None:
    result = merged([text("初診は3,000円", "p7"), text("同じ", "b")], [text("初診は2,500円", "p7"), text("同じ", "b")])
    assert said(result) == ["初診は3,000円", "同じ"] and result.only_held == ""
    (finding,) = result.findings
    assert finding.id == "readings.differ" and finding.level == "warning"
    assert all(part in finding.message for part in ("p7", "初診は3,000円", "初診は2,500円"))


def test_of_long_texts_the_place_is_quoted_where_they_part() -> None:
    long = "膝の手術の後は、しばらくのあいだ通院が必要です。" * 20
    result = merged([text(long + "費用は二万円です。", "a")], [text(long + "費用は一万円です。", "a")])
    message = result.findings[0].message
    assert "二万円" in message and "一万円" in message and len(message) < 500


def test_a_difference_inside_a_list_names_the_item() -> None:
    result = merged([listed("一", "二")], [listed("一", "弐")])
    assert said(result) == ["一 二"] and "弐" in result.findings[0].message and "一" not in result.findings[0].message


def test_other_pictures_films_levels_and_names_are_said() -> None:
    for shown, held in (
        (picture("a.jpg", "i"), picture("b.jpg", "i")),
        (Node(kind="video", id="v", url="https://youtu.be/aaaaaaaaaaa"), Node(kind="video", id="v", url="https://youtu.be/bbbbbbbbbbb")),
        (Node(kind="heading", id="h", level=2, runs=(Run("題"),)), Node(kind="heading", id="h", level=3, runs=(Run("題"),))),
        (Node(kind="file", id="f", title="a.pdf"), Node(kind="file", id="f", title="b.pdf")),
    ):  # fmt: skip
        result = merged([shown], [held])
        assert result.nodes == (shown,) and ids(result) == ["readings.differ"]


def test_one_film_at_two_addresses_is_one_film() -> None:
    player = Node(kind="video", id="v", url="https://www.youtube.com/embed/abcdefghijk?rel=0")
    (found,) = merged([player], [Node(kind="video", id="v", url="https://youtu.be/abcdefghijk")]).nodes
    assert found.url == "https://youtu.be/abcdefghijk"


def test_a_film_that_the_page_shows_as_some_text_is_kept_beside_it() -> None:
    result = merged(
        [text("再生できません", "v")],
        [Node(kind="video", id="v", url="https://youtu.be/abcdefghijk", runs=(Run("体操"),))],
    )
    assert said(result) == ["再生できません", "https://youtu.be/abcdefghijk"] and ids(result) == ["readings.differ"]


# What only one side has -----------------------------------------------------------------------------------------------


def test_what_only_the_data_holds_stands_where_it_has_it_and_counts() -> None:
    finding = Finding(level="warning", id="file.lost", message="…", where="data")
    extra = Node(kind="file", id="f", title="問診票.pdf", where="data")
    result = merged(
        [text("一", "a"), text("三", "c")],
        [text("一", "a"), extra, text("二", "b"), text("三", "c")],
        of_data=(finding,),
    )
    assert said(result) == ["一", "問診票.pdf", "二", "三"]
    assert Counter(result.only_held) == Counter("問診票.pdf二")
    assert ids(result) == ["file.lost", "readings.only-data"] and "2 blocks" in result.findings[-1].message


def test_what_only_the_page_shows_is_kept() -> None:
    result = merged([text("一", "a"), text("二", "b")], [text("一", "a")])
    assert said(result) == ["一", "二"] and ids(result) == ["readings.only-page"]


def test_a_line_that_only_one_side_draws_is_not_worth_a_word() -> None:
    result = merged([text("一", "a")], [Node(kind="divider", id="d"), text("一", "a")])
    assert [node.kind for node in result.nodes] == ["divider", "paragraph"] and ids(result) == []


def test_without_ids_texts_say_what_belongs_together() -> None:
    shown = [listed("一"), listed("二"), listed("三")]
    result = merged([text("題", "h"), *shown], [text("題", "h"), listed("二"), listed("三")])
    assert said(result) == ["題", "一", "二", "三"] and ids(result) == ["readings.only-page"]


def test_findings_of_the_data_count_only_where_its_nodes_are_taken() -> None:
    moved = Finding(level="info", id="list.block-moved", message="…", where="data")
    held = Node(kind="list", children=listed("一").children, where="data")
    assert ids(merged([listed("一")], [held], of_data=(moved,))) == []


def test_a_page_without_text_is_read_from_its_data() -> None:
    result = merged([], [text("本文", "a")], lost("page.no-body"))
    assert said(result) == ["本文"] and ids(result) == ["page.body-from-data"] and result.only_held == "本文"


def test_the_data_of_another_post_is_left_out() -> None:
    result = merged([text("膝の話", "foo"), text("続き", "a")], [text("肩の話", "foo"), text("別", "z")])
    assert said(result) == ["膝の話", "続き"] and ids(result) == ["readings.unrelated"] and result.only_held == ""


# Whatever they are ----------------------------------------------------------------------------------------------------

leaves = st.builds(
    lambda kind, words, node_id: (
        picture(words or "x", node_id) if kind == "image" else text(words, node_id, kind=kind) if kind != "lost_embed"
        else Node(kind=kind, id=node_id)
    ),
    st.sampled_from(["paragraph", "heading", "image", "lost_embed", "embed", "button", "legacy"]),
    st.text("あいう\n ", max_size=6),
    st.sampled_from(["", "", "a", "b", "c", "foo"]),
)  # fmt: skip
nodes = st.lists(
    st.one_of(
        leaves,
        st.builds(lambda *inner: listed(*inner), *[leaves] * 2),
        st.builds(lambda inner: Node(kind="quote", id="q", children=tuple(inner)), st.lists(leaves, max_size=3)),
        st.builds(
            lambda names, words: Node(kind="gallery", id="g", children=tuple(titled(name, words) for name in names)),
            st.lists(st.sampled_from("xyz"), unique=True),
            st.sampled_from(["", "あ", "題"]),
        ),
        st.builds(lambda one: Node(kind="table", id="t", rows=((Cell(nodes=(one,)),),)), leaves),
    ),
    max_size=7,
)


@settings(max_examples=500, deadline=None)
@given(nodes, nodes)
def test_nothing_of_the_page_is_ever_lost_and_what_the_data_adds_is_told(shown: list[Node], held: list[Node]) -> None:
    result = merged(shown, held)
    seen, out = (Counter(visible("".join(map(node_text, each)))) for each in (shown, result.nodes))
    assert out - seen == Counter(result.only_held)
    assert not seen - out
    assert pictures(shown) <= pictures(result.nodes)


def pictures(found: Iterable[Node]) -> set[str]:
    return {inner.image.url for node in found for inner in with_inside(node) if inner.image}


@settings(deadline=None)
@given(nodes)
def test_the_same_twice_is_the_same(shown: list[Node]) -> None:
    result = merged(shown, shown)
    assert result.nodes == tuple(shown) and not result.only_held


@settings(deadline=None)
@given(st.text("abcde", max_size=12), st.text("abcde", max_size=12))
def test_alignment_keeps_both_orders_whole(left: str, right: str) -> None:
    pairs = aligned(left, right, (lambda one: one, lambda one: "x"), lambda one, other: one == other)
    assert "".join(one for one, _ in pairs if one) == left
    assert "".join(other for _, other in pairs if other) == right


@pytest.mark.parametrize("turn", [1, -1])
def test_comparing_takes_linear_time(turn: int) -> None:
    def work(times: int) -> Callable[[], object]:
        shown = [text(f"文{number}", f"a{number}") for number in range(times)]
        held = [text(f"文{number}", f"a{number}") for number in range(times)][::turn]
        loose = [text("同じ") for _ in range(times)]
        one_id = [text(f"別{number}", "same") for number in range(times)]
        both = [*shown, *loose, *one_id, listed(*loose)], [*held, *one_id[::-1], *loose[::2], listed(*one_id)]
        return lambda: merged(*both)

    is_about_linear(work, 100)


# Whole pages ----------------------------------------------------------------------------------------------------------


def read(html: str, reader: str = "") -> Json:
    result = read_page(page_of("post/sample.html", html.encode(), "0" * 64), reader=reader)
    assert result is not None
    return result.data


def both(blocks: list[str], *nodes: Json, **more: Any) -> str:
    html = page.page(*blocks)
    return html.replace("</body>", data.warmup(data.post(*nodes, **more)) + "</body>")


BLOCKS = [page.heading("膝の痛み"), page.paragraph("本文です。"), page.bullets("一", "二"), page.image(caption="図1")]
NODES = [
    data.heading("膝の痛み"),
    data.paragraph("本文です。"),
    data.bullets("一", "二"),
    data.image("a1b2c3_" + "0" * 32 + "~mv2.jpg", alt="膝の図", caption="図1"),
]


def test_both_readers_give_the_same_blocks_with_the_same_ids() -> None:
    html = both(BLOCKS, *NODES)
    found, plain = read(html), read(html, reader="wix-blog")
    assert (found["source"]["reader"], plain["source"]["reader"]) == ("wix-blog-json", "wix-blog")
    assert found["body"] == plain["body"] and found["findings"] == plain["findings"]
    assert found["ledger"] == plain["ledger"]
    gone = re.sub(r'(data-id="content-viewer">).*?(</section>)', r"\1</div></div>\2", html, flags=re.DOTALL)
    from_data = read(gone)
    assert from_data["body"] == plain["body"] and page.balanced(from_data)


def test_a_page_without_its_article_is_read_from_its_data() -> None:
    html = both(BLOCKS, *NODES, firstPublishedDate="2024-02-03T04:05:06.789Z", owner={"name": "院長"})
    html = re.sub(r'<article data-hook="post">.*?</article>', "", html, flags=re.DOTALL)
    html = re.sub(r'<meta property="article:published_time"[^>]*>', "", html)
    found = read(html)
    assert found["source"]["reader"] == "wix-blog-json" and "page.body-from-data" in page.ids(found)
    assert (found["title"], found["author"], found["published_at"]) == (
        "見本の記事",
        "院長",
        "2024-02-03T04:05:06+00:00",
    )
    assert page.kinds(found) == ["paragraph", "paragraph", "image"] and page.balanced(found)


def test_what_stands_outside_the_main_part_is_chrome_there_too() -> None:
    html = re.sub(r'<article data-hook="post">.*?</article>', "", both(BLOCKS, *NODES), flags=re.DOTALL)
    found = read(html.replace("</main>", "</main><div><p>お知らせの帯</p></div>"))
    dropped = {item["rule"]: item["text"] for item in found["ledger"]["dropped"]}
    assert dropped["chrome.outside-main"] == "お知らせの帯" and page.balanced(found)


def test_a_page_without_its_article_does_not_get_the_article_of_another() -> None:
    html = re.sub(r'<article data-hook="post">.*?</article>', "", both(BLOCKS, *NODES), flags=re.DOTALL)
    other = read(html.replace("/post/sample", "/post/another"))
    assert other["source"]["reader"] == "wix-blog" and "page.no-body" in page.ids(other) and not other["body"]
    mirrored = read(html.replace("/post/sample", "/post__sample.html"))
    assert mirrored["source"]["reader"] == "wix-blog-json" and page.kinds(mirrored)


def test_a_date_in_words_gives_way_to_the_datas() -> None:
    html = both(BLOCKS, *NODES, firstPublishedDate="2024-02-03T04:05:06Z", lastPublishedDate="2024-03-04T05:06:07Z")
    html = re.sub(r'<meta property="article:published_time"[^>]*>', "", html)
    found = read(html)
    assert (found["published_at"], found["updated_at"]) == ("2024-02-03T04:05:06+00:00", "2024-03-04T05:06:07+00:00")
    assert "date.uncertain" not in page.ids(found)


def test_labels_that_only_the_data_names_are_no_text_of_the_page() -> None:
    html = both(BLOCKS, *NODES, categories=[{"label": "膝の症状"}, {"label": ""}, "x"], tags=[{"label": "体操"}])
    found = read(re.sub(r'<footer data-hook="post-footer">.*?</footer>', "", html, flags=re.DOTALL))
    assert (found["categories"], found["tags"]) == (["膝の症状"], ["体操"]) and page.balanced(found)


def test_a_difference_is_told_and_the_account_still_balances() -> None:
    nodes = [NODES[0], data.paragraph("古い本文です。"), *NODES[2:], data.paragraph("追記です。", "p9")]
    found = read(both(BLOCKS, *nodes))
    assert {"readings.differ", "readings.only-data"} <= page.ids(found) and page.balanced(found)
    texts = [block["value"] for block in page.content(found) if block["type"] == "paragraph"]
    assert texts == ["<p>本文です。</p>", "<ul><li>一</li><li>二</li></ul>", "<p>追記です。</p>"]
    assert "ledger.invented" not in page.ids(found)


def test_data_that_is_broken_is_as_good_as_none() -> None:
    html = both(BLOCKS, *NODES).replace('\\"type\\": \\"HEADING\\"', '\\"type\\": \\"HEAD', 1)
    assert read(html)["source"]["reader"] == "wix-blog"
