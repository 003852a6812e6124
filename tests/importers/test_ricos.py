"""A post's tree of nodes as data: found in the page, read into the same nodes as its markup, whatever stands in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.content import node_text, with_inside
from importers.records import Json, Node, Run
from importers.sources import page_of
from importers.text import visible
from importers.wix.ricos import RicosReader
from importers.wix.warmup import embedded_post

from .ricostrees import (
    BLOG,
    bullets,
    file,
    gallery,
    gallery_item,
    heading,
    image,
    link,
    node,
    paragraph,
    post,
    read_tree,
    read_with_findings,
    video,
    warmup,
    words,
)
from .timing import is_about_linear

MEDIA = "a1b2c3_" + "0" * 32 + "~mv2.jpg"
ORIGINAL = f"https://static.wixstatic.com/media/{MEDIA}"


def kinds(nodes: tuple[Node, ...]) -> list[str]:
    return [found.kind for found in nodes]


def only(*nodes: Any, base: str = "") -> Node:
    (found,) = read_tree(*nodes, base=base)
    return found


def post_in(html: str) -> Json | None:
    return embedded_post(page_of("post/sample.html", html.encode()))


# Finding it in the page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("as_string", [True, False])
def test_the_post_is_found_on_either_path_and_at_either_level_of_strings(wrapped: bool, as_string: bool) -> None:
    script = warmup(post(paragraph("膝の話")), wrapped=wrapped, as_string=as_string)
    found = post_in(f"<html><body>{script}</body></html>")
    assert found is not None and found["title"] == "見本の記事"


def test_the_tree_itself_may_be_a_string_and_the_script_may_be_written_otherwise() -> None:
    data = post(paragraph("膝の話"))
    data["richContent"] = json.dumps(data["richContent"])
    script = warmup(data).replace('<script type="application/json"', "<script  defer\n  type='application/json'")
    found = post_in(script)
    assert found is not None and found["richContent"]["nodes"][0]["type"] == "PARAGRAPH"


def test_posts_of_a_list_are_other_pages_posts() -> None:
    listed = {"feed-page": json.dumps({"posts": [post(paragraph("別の記事"), slug="other"), post(paragraph("これ"))]})}
    whole = json.dumps({"appsWarmupData": {BLOG: listed}})
    script = f'<script type="application/json" id="wix-warmup-data">{whole}</script>'
    assert post_in(f"<head><title>ブログ</title></head>{script}") is None
    head = '<head><link rel="canonical" href="https://www.knee.example/post/sample"/></head>'
    found = post_in(head + script)
    assert found is not None and found["slug"] == "sample"


@pytest.mark.parametrize(
    "script",
    [
        "",
        '<script type="application/json" id="wix-warmup-data">{"richContent": </script>',
        '<script type="application/json" id="wix-warmup-data">"richContent"',
        '<script type="application/json" id="wix-warmup-data">[1, null, {"richContent": {"nodes": "none"}}]</script>',
        '<script type="application/json" id="wix-warmup-data">{"postPage": {"richContent": {"nodes": []}}}</script>',
        '<script type="application/json" id="wix-warmup-data">{"postPage": {"richContent": {"nodes": [1, "a", null]}}}</script>',
        f'<script type="application/json" id="wix-warmup-data">{"[" * 100_000}"richContent"</script>',
        f'<script type="application/json" id="wix-warmup-data">{{"postPage": {json.dumps(json.dumps(json.dumps("richContent")))}}}</script>',
    ],
)
def test_what_is_no_post_is_none(script: str) -> None:
    assert post_in(f"<p>richContent</p>{script}") is None


def test_looking_takes_linear_time() -> None:
    def work(times: int) -> Callable[[], object]:
        html = "<html>richContent" + '{"richContent":' * times
        posts = ",".join(json.dumps(post(paragraph("あ"), slug=f"s{number}")) for number in range(times))
        html += (
            f'<head>{"/post/x " * times}</head><script type="application/json" id="wix-warmup-data">[{posts}]</script>'
        )
        return lambda: post_in(html)

    is_about_linear(work, 500)


# Text -----------------------------------------------------------------------------------------------------------------


def test_a_paragraph_keeps_its_id_marks_and_breaks() -> None:
    found = only(
        paragraph(
            words("太字", {"type": "BOLD", "fontWeightValue": 700}),
            "viewer-p9",
            words("斜体", "ITALIC", {"type": "COLOR", "colorData": {"foreground": "#f00"}}),
            words(
                "細い", {"type": "BOLD", "fontWeightValue": 400}, {"type": "FONT_SIZE", "fontSizeData": {"value": 9}}
            ),
            words("x", "SUPERSCRIPT"),
            words("y", "SUBSCRIPT"),
            words("消す", "STRIKETHROUGH"),
            words("下線", {"type": "UNDERLINE", "underlineData": True}),
            words("なし\nあり", {"type": "ITALIC", "italicData": False}, "SPOILER"),
        )
    )
    assert (found.kind, found.id) == ("paragraph", "p9")
    assert [(run.text, set(run.marks)) for run in found.runs] == [
        ("太字", {"b"}), ("斜体", {"i"}), ("細い", set()), ("x", {"sup"}), ("y", {"sub"}), ("消す", {"s"}),
        ("下線", {"u"}), ("なし\nあり", set()),
    ]  # fmt: skip


def test_links_anchors_and_mentions() -> None:
    found = only(
        paragraph(
            words("外", link("https://www.example.com/a"), "UNDERLINE"),
            "p1",
            words("中", link(anchor="h7")),
            words("印", {"type": "ANCHOR", "anchorData": {"anchor": "h8"}}),
            words("裸", link("www.example.com/b")),
            words("便", link("info@knee.example")),
            words("電", link("tel:0312345678")),
            words("", {"type": "MENTION", "mentionData": {"name": "院長", "slug": "incho"}}),
        )
    )
    assert [(run.text, run.href) for run in found.runs] == [
        ("外", "https://www.example.com/a"), ("中", "#viewer-h7"), ("印", "#viewer-h8"), ("裸", "http://www.example.com/b"),
        ("便", "mailto:info@knee.example"), ("電", "tel:0312345678"), ("@院長", ""),
    ]  # fmt: skip
    assert all(not run.marks for run in found.runs)  # a link is underlined anyway


def test_neighbours_with_the_same_marks_are_one_run() -> None:
    assert only(paragraph(words("膝"), "p1", words("の"), words("痛み"))).runs == (Run("膝の痛み"),)


def test_headings_of_every_level_and_what_is_none() -> None:
    levels = [only(heading("見出し", level)).level for level in range(1, 7)]
    assert levels == [1, 2, 3, 4, 5, 6]
    odd = [
        only(node("HEADING", "h", [words("見出し")], headingData=data)).level for data in ({"level": "二"}, None, [])
    ]
    assert odd == [1, 1, 1]  # as the viewer has it


def test_empty_paragraphs_are_spacers() -> None:
    assert read_tree(node("PARAGRAPH", "a"), paragraph(" \u00a0", "b"), heading("", 2)) == ()


def test_a_picture_inside_a_paragraph_stands_where_it_was() -> None:
    found = read_tree(node("PARAGRAPH", "p1", [words("前"), image(MEDIA), words("後")]))
    assert kinds(found) == ["paragraph", "image", "paragraph"]
    assert [part.id for part in found] == ["p1", "i1", "p1"]


def test_code_and_quotes() -> None:
    code = only(node("CODE_BLOCK", "c1", [words("\na = 1\n  b\n")]))
    assert (code.kind, code.runs) == ("code", (Run("a = 1\n  b"),))
    quote = only(node("BLOCKQUOTE", "q1", [paragraph("引用です", "q2")]))
    assert (quote.kind, quote.id, quote.children[0].id) == ("quote", "q1", "q2")


# Lists, tables, questions ---------------------------------------------------------------------------------------------


def test_lists_nest_and_have_the_ids_of_their_paragraphs() -> None:
    inner = bullets("中", kind="ORDERED_LIST")
    found = only(bullets({"nodes": [paragraph("外", "x1"), paragraph("二行目", "x2"), inner]}, "次"))
    assert (found.kind, found.id, found.ordered) == ("list", "", False)  # the viewer draws a list without its id
    first, second = found.children
    assert (first.id, said(first)) == ("x1", "外 二行目")
    assert first.children[0].ordered and first.children[0].children[0].runs == (Run("中"),)
    assert second.runs == (Run("次"),)


def said(found: Node) -> str:
    """A node's own text, without what stands in it."""
    return " ".join("".join(run.text for run in found.runs).split("\n"))


def test_a_picture_in_a_list_stands_after_it() -> None:
    found, findings = read_with_findings(bullets({"nodes": [paragraph("項目"), image(MEDIA)]}))
    assert kinds(found) == ["list", "image"] and findings == ["list.block-moved"]


def cell(*nodes: Json, node_id: str = "c1", **more: Any) -> Json:
    return node("TABLE_CELL", node_id, list(nodes), tableCellData=more)


def row(*cells: Json) -> Json:
    return node("TABLE_ROW", "r1", list(cells))


def test_tables_have_headers_spans_and_blocks_in_their_cells() -> None:
    found, findings = read_with_findings(
        node(
            "TABLE",
            "t1",
            [
                row(cell(paragraph("項目"), node_id="c7"), cell(paragraph("料金"), colspan=2)),
                row(cell(paragraph("初診"), rowspan=2), cell(bullets("平日", "土曜")), cell(paragraph("3,000円"))),
                row(cell(paragraph("再診")), cell(image(MEDIA))),
            ],
            tableData={"rowHeader": True, "columnHeader": True},
        )
    )
    table = found[0]
    assert kinds(found) == ["table", "image"] and findings == ["table.image-moved"]
    assert (table.header_row, table.header_column, table.rows[0][0].id) == (True, True, "c7")
    assert [[one.header for one in line] for line in table.rows] == [[True, True], [True, False, False], [False, False]]
    assert (table.rows[0][1].colspan, table.rows[1][0].rowspan) == (2, 2)
    assert table.rows[1][1].nodes[0].kind == "list"


def test_a_collapsible_list_is_questions_and_answers() -> None:
    def pair(node_id: str, question: Json, *answer: Json) -> Json:
        head, tail = node("COLLAPSIBLE_ITEM_TITLE", "t", [question]), node("COLLAPSIBLE_ITEM_BODY", "b", list(answer))
        return node("COLLAPSIBLE_ITEM", node_id, [head, tail])

    first = node("COLLAPSIBLE_LIST", "f1", [pair("a", paragraph("痛みますか"), paragraph("はい。"), image(MEDIA))])
    second = node("COLLAPSIBLE_LIST", "f2", [pair("b", heading("通えますか"), bullets("車", "電車"))])
    found = only(first, second)
    assert (found.kind, found.id) == ("faq", "f1")
    assert [(one.id, said(one), kinds(one.children)) for one in found.children] == [
        ("a", "痛みますか", ["paragraph", "image"]), ("b", "通えますか", ["list"]),
    ]  # fmt: skip


def test_what_cannot_stand_in_a_question_stands_in_its_answer() -> None:
    head = node("COLLAPSIBLE_ITEM_TITLE", "t", [image(MEDIA), paragraph("どこが"), bullets("痛みますか")])
    pair = node("COLLAPSIBLE_ITEM", "a", [head, paragraph("内側です。"), node("COLLAPSIBLE_ITEM_BODY", "b")])
    faq, after = read_tree(node("COLLAPSIBLE_LIST", "f", [pair, paragraph("外の文")]))
    (found,) = faq.children
    assert said(after) == "外の文"
    assert (said(found), kinds(found.children)) == ("どこが 痛みますか", ["image", "paragraph"])


def test_columns_cards_and_dividers() -> None:
    stat = node("SMART_BLOCK_CELL", "s", [paragraph("改善した方", "p3")], smartBlockCellData={"label": "八割"})
    found = read_tree(
        node(
            "LAYOUT",
            "y",
            [node("LAYOUT_CELL", "z", [paragraph("左", "p1")]), node("LAYOUT_CELL", "w", [heading("右")])],
        ),
        node("DIVIDER", "d1", dividerData={"lineStyle": "DOUBLE"}),
        node("CARD", "k", [paragraph("札", "p2")]),
        node("SMART_BLOCK", "m", [stat]),
    )
    assert kinds(found) == ["paragraph", "heading", "divider", "paragraph", "paragraph", "paragraph"]
    assert [node_text(part) for part in found if part.runs] == ["左", "右", "札", "八割", "改善した方"]
    assert found[2].id == "d1"


# Pictures and players -------------------------------------------------------------------------------------------------


def test_a_picture_has_its_original_size_text_link_and_caption() -> None:
    found = only(image(MEDIA, alt="膝の図", caption="図1", link={"url": "https://www.example.com/"}))
    assert found.image is not None and found.id == "i1"
    assert (found.image.url, found.image.width, found.image.height) == (ORIGINAL, 800, 600)
    assert (found.image.alt, found.image.link, found.runs) == ("膝の図", "https://www.example.com/", (Run("図1"),))


@pytest.mark.parametrize(
    ("src", "url"),
    [
        ({"id": f"media/{MEDIA}"}, ORIGINAL),
        ({"url": MEDIA.replace("~", "%7E")}, ORIGINAL),
        ({"url": f"{ORIGINAL}/v1/fill/w_49,h_37,blur_2/{MEDIA}"}, ORIGINAL),
        ({"id": "9b5eedf020b34ca09167ef932163e6ed.jpg"},
         "https://static.wixstatic.com/media/9b5eedf020b34ca09167ef932163e6ed.jpg"),
        ({"url": "https://www.example.com/a.png"}, "https://www.example.com/a.png"),
    ],
)  # fmt: skip
def test_every_spelling_of_a_picture(src: Json, url: str) -> None:
    found = only(node("IMAGE", "i", imageData={"image": {"src": src}}))
    assert found.image is not None and found.image.url == url


@pytest.mark.parametrize(
    "src", [{"url": "data:image/png;base64,AA"}, {"url": "javascript:alert(1)"}, {"id": 5}, None, []]
)
def test_a_picture_without_address_is_said(src: object) -> None:
    found, findings = read_with_findings(node("IMAGE", "i", imageData={"image": {"src": src}, "caption": "図2"}))
    assert [node_text(part) for part in found] == ["図2"] and findings == ["image.no-address"]


def test_a_gallery_has_all_its_pictures_with_their_titles_and_its_films_after_it() -> None:
    film = {"video": {"media": {"src": {"id": "video/a1b2c3_0/480p/mp4/file.mp4"}}}, "title": "体操"}
    found = read_tree(gallery(gallery_item(MEDIA, "一枚目", "院内"), gallery_item(MEDIA.replace("0~", "1~")), film))
    assert kinds(found) == ["gallery", "video"]
    first, second = found[0].children
    assert (first.image and first.image.alt, first.runs, second.runs) == ("院内", (Run("一枚目"),), ())
    assert (found[1].url, found[1].runs) == (
        "https://video.wixstatic.com/video/a1b2c3_0/480p/mp4/file.mp4",
        (Run("体操"),),
    )
    lost, findings = read_with_findings(gallery())
    assert kinds(lost) == ["lost_embed"] and findings == ["embed.lost"]


@pytest.mark.parametrize(
    ("src", "url"),
    [
        ({"url": "https://youtu.be/abcdefghijk"}, "https://youtu.be/abcdefghijk"),
        ({"url": "https://vimeo.com/298341839"}, "https://vimeo.com/298341839"),
        ({"id": "video/a1b2c3_0/1080p/mp4/file.mp4"}, "https://video.wixstatic.com/video/a1b2c3_0/1080p/mp4/file.mp4"),
    ],
)
def test_a_film_has_a_playable_address(src: Json, url: str) -> None:
    found = only(video(src, title="体操の\n手本"))
    assert (found.kind, found.id, found.url, found.title) == ("video", "v1", url, "体操の 手本")


@pytest.mark.parametrize("src", [{}, {"url": "javascript:alert(1)"}, {"id": "a1b2c3_0"}, {"url": ["x"]}])
def test_a_film_without_one_is_lost(src: Json) -> None:
    found, findings = read_with_findings(video(src))
    assert kinds(found) == ["lost_embed"] and findings == ["embed.lost"]


def test_files_have_name_size_and_address() -> None:
    stored = {"id": "a1b2c3_0.pdf"}
    here = only(file("問診票.pdf", stored, size=31470271), base="https://www.knee.example")
    assert (here.title, here.size) == ("問診票.pdf", 31470271)
    assert here.url == "https://www.knee.example/_files/ugd/a1b2c3_0.pdf"
    there = only(file("問診票", {"id": "ugd/a1b2c3_0.pdf"}, sizeInKb="12.5"))
    assert (there.title, there.size, there.url) == ("問診票.pdf", 12500, "https://docs.wixstatic.com/ugd/a1b2c3_0.pdf")
    assert only(file("a.pdf", {"url": "https://www.example.com/a.pdf"})).url == "https://www.example.com/a.pdf"
    assert [only(file("a.pdf", stored, size=size)).size for size in (0, -1, "x", None)] == [None] * 4
    found, findings = read_with_findings(file("秘.pdf", {**stored, "private": True}))
    assert (found[0].kind, found[0].title, found[0].url, findings) == ("file", "秘.pdf", "", ["file.lost"])


def embed(kind: str, **data: Any) -> tuple[str, str, str, str, str]:
    found = only(node(kind, "e1", **data))
    return found.kind, found.subkind, found.url, found.title, node_text(found)


def test_sound_polls_maps_apps_and_previews() -> None:
    sound = {"audio": {"src": {"id": "mp3/a1b2c3_0.mp3"}}, "name": "院長の話", "authorName": "保田"}
    assert embed("AUDIO", audioData=sound) == (
        "embed", "audio", "https://static.wixstatic.com/mp3/a1b2c3_0.mp3", "", "院長の話 保田",
    )  # fmt: skip
    player = {"html": '<iframe width="1" src="https://open.example.com/x?a=1&amp;b=2"></iframe>'}
    assert embed("AUDIO", audioData=player)[:3] == ("embed", "audio", "https://open.example.com/x?a=1&b=2")
    poll = {"poll": {"title": "痛むのは", "options": [{"title": "朝"}, {"title": "夜"}, 3]}}
    assert embed("POLL", pollData=poll) == ("embed", "poll", "", "", "痛むのは 朝 夜")
    place = {"mapSettings": {"address": "大阪市北区1-1", "lat": 34.7, "lng": 135.5, "locationName": "本院"}}
    assert embed("MAP", mapData=place) == (
        "embed", "map", "https://www.google.com/maps/search/?api=1&query=34.7,135.5", "本院", "",
    )  # fmt: skip
    event = {
        "type": "EVENT",
        "name": "膝の教室",
        "url": "https://www.knee.example/event",
        "eventData": {"location": "本院"},
    }
    assert embed("APP_EMBED", appEmbedData=event) == (
        "embed",
        "other",
        "https://www.knee.example/event",
        "",
        "膝の教室 本院",
    )
    preview = {"link": {"url": "https://www.example.com/a"}, "title": "膝の本", "description": "読みやすい。"}
    assert embed("LINK_PREVIEW", linkPreviewData=preview) == (
        "embed", "link_preview", "https://www.example.com/a", "", "www.example.com 膝の本 読みやすい。",
    )  # fmt: skip


def test_what_comes_from_elsewhere() -> None:
    assert embed("HTML", htmlData={"url": "https://www.example.com/w"})[:3] == (
        "embed", "other", "https://www.example.com/w",
    )  # fmt: skip
    frame = {"html": "<div><iframe src='//www.youtube.com/embed/abcdefghijk'></iframe></div>"}
    assert embed("HTML", htmlData=frame)[0] == "video"
    tweet = {
        "oembed": {"html": "&lt;blockquote&gt;休診です&lt;a href='https://x.com/knee/status/12?s=1'&gt;…&lt;/a&gt;"}
    }
    assert embed("EMBED", embedData=tweet)[:3] == ("embed", "social", "https://x.com/knee/status/12")
    code = {"html": "<style>a{}</style><b>営業</b>カレンダー<script>run('x')</script><!-- no -->"}
    assert embed("HTML", htmlData=code) == ("embed", "other", "", "", "営業カレンダー")
    found, findings = read_with_findings(node("HTML", "e", htmlData={"html": "<script>run()</script>"}))
    assert (found[0].kind, found[0].subkind, findings) == ("lost_embed", "html", ["embed.lost"])


def test_a_list_keeps_its_first_number_and_says_that_the_editor_does_not() -> None:
    steps = bullets("冷やす", "休む", kind="ORDERED_LIST") | {"orderedListData": {"start": 3}}
    (found,), findings = read_with_findings(steps)
    assert (found.start, findings) == (3, ["list.numbering"])
    first = bullets("冷やす", "休む", kind="ORDERED_LIST")
    assert read_with_findings(first, steps)[1] == []
    assert read_with_findings(first, paragraph("続いて。"), steps)[1] == ["list.numbering"]


def test_a_widget_of_code_keeps_its_links_pictures_and_cells() -> None:
    code = (
        '<style>p{}</style><p onclick="x()">料金は<a href="https://x.example/">こちら</a></p>'
        "<table><tr><td>初診</td><td>3,000円</td></tr></table>"
        '<img src="https://x.example/map.png" alt="地図"><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
    )
    found, findings = read_with_findings(node("HTML", "e", htmlData={"html": code}))
    assert kinds(found) == ["legacy", "image", "video"] and findings == ["block.unknown"]
    assert {node.id for node in found} == {"e"}
    assert '料金は<a href="https://x.example/">こちら</a>' in found[0].html and "<td>3,000円</td>" in found[0].html
    assert "onclick" not in found[0].html and "p{}" not in found[0].html
    assert found[1].image and found[1].image.alt == "地図" and found[2].url.endswith("abcdefghijk")


@pytest.mark.parametrize("element", ["div", "ul", "table", "b", "blockquote"])
def test_a_widget_too_deep_for_reading_keeps_its_words_and_says_so(element: str) -> None:
    deep = f"<{element}>" * 5000 + '膝<a href="https://x.example/">へ</a>' + f"</{element}>" * 5000
    found, findings = read_with_findings(node("HTML", "e", htmlData={"html": deep}))
    assert visible("".join(map(node_text, found))) == "膝へ" and findings == ["block.flattened"]


def test_nothing_acts_in_a_widget() -> None:
    code = '<a href="javascript:x()">押す</a><p onclick="x()">膝<script>x()</script></p>'
    (found,) = read_tree(node("HTML", "e", htmlData={"html": code}))
    assert found.kind == "legacy" and "x()" not in found.html and visible(node_text(found)) == "押す膝"


def test_buttons_and_moving_pictures() -> None:
    button = only(
        node("BUTTON", "b1", buttonData={"text": "予約する", "link": {"url": "https://www.knee.example/yoyaku"}})
    )
    assert (button.kind, button.runs, button.url) == ("button", (Run("予約する"),), "https://www.knee.example/yoyaku")
    gif = only(
        node("GIF", "x", gifData={"original": {"gif": "https://media.example.com/a.gif"}, "width": 3, "height": 2})
    )
    assert gif.image is not None and (gif.image.url, gif.image.width) == ("https://media.example.com/a.gif", 3)


def test_a_caption_goes_with_what_it_stands_under() -> None:
    captioned = {**video({"url": "https://youtu.be/abcdefghijk"}), "nodes": [node("CAPTION", "c", [words("体操")])]}
    assert only(captioned).runs == (Run("体操"),)
    assert [node_text(part) for part in read_tree(node("CAPTION", "c", [words("迷子")]))] == ["迷子"]


def test_what_no_rule_knows_is_kept_aside_or_said_to_be_lost() -> None:
    found, findings = read_with_findings(node("HOLOGRAM", "x", [paragraph("<膝> & 股"), node("?", "", [words("二")])]))
    assert (found[0].kind, found[0].html, found[0].hint) == (
        "legacy",
        "<p>&lt;膝&gt; &amp; 股</p><p>二</p>",
        "HOLOGRAM",
    )
    assert findings == ["block.unknown"]
    found, findings = read_with_findings(node("HOLO<b>GRAM", "x"))
    assert (found[0].kind, found[0].subkind, findings) == ("lost_embed", "holobgram", ["embed.lost"])
    found, findings = read_with_findings(node("HOLOGRAM", "x", [image(MEDIA)]))
    assert kinds(found) == ["image"]


# Whatever stands in it ------------------------------------------------------------------------------------------------

KINDS = [
    "PARAGRAPH", "HEADING", "TEXT", "BULLETED_LIST", "ORDERED_LIST", "LIST_ITEM", "BLOCKQUOTE", "CODE_BLOCK", "TABLE",
    "TABLE_ROW", "TABLE_CELL", "COLLAPSIBLE_LIST", "COLLAPSIBLE_ITEM", "COLLAPSIBLE_ITEM_TITLE", "COLLAPSIBLE_ITEM_BODY",
    "IMAGE", "CAPTION", "VIDEO", "GALLERY", "GIF", "AUDIO", "FILE", "HTML", "EMBED", "LINK_PREVIEW", "APP_EMBED", "MAP",
    "POLL", "DIVIDER", "BUTTON", "LAYOUT", "LAYOUT_CELL", "CARD", "TOC", "EXTERNAL", "SHAPE",
]  # fmt: skip
DATA = [
    "paragraphData", "headingData", "textData", "imageData", "videoData", "galleryData", "gifData", "audioData",
    "fileData", "htmlData", "embedData", "linkPreviewData", "appEmbedData", "mapData", "pollData", "buttonData",
    "tableData", "tableCellData", "smartBlockCellData",
]  # fmt: skip
text_nodes = st.builds(lambda text: words(text, "BOLD"), st.text(max_size=8))
trees = st.recursive(
    text_nodes,
    lambda inner: st.builds(
        lambda kind, inside: node(kind, "x" if len(inside) % 2 else "", inside),
        st.sampled_from(KINDS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)
names = st.sampled_from(
    ["type", "id", "nodes", "text", "textData", "decorations", "src", "url", "items", "image", "html", "link", *DATA]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=5),
    max_leaves=40,
)


def texts_of(tree: Json) -> str:
    own = tree["textData"]["text"] if "textData" in tree else ""
    return own + "".join(map(texts_of, tree["nodes"]))


@settings(max_examples=300, deadline=None)
@given(st.lists(trees, max_size=5))
def test_every_character_of_every_text_is_in_the_nodes_once(nodes: list[Json]) -> None:
    found = RicosReader().read({"nodes": nodes})
    expected = Counter(visible("".join(map(texts_of, nodes))))
    assert Counter(visible("".join(map(node_text, found)))) == expected


@settings(max_examples=300, deadline=None)
@given(st.lists(anything, max_size=4))
def test_anything_at_all_is_read_without_a_crash(nodes: list[Any]) -> None:
    for found in RicosReader("https://www.knee.example").read({"nodes": nodes}):
        for part in with_inside(found):
            assert isinstance(part.id, str) and isinstance(part.url, str)
            assert all(isinstance(run.text, str) for run in part.runs)
            "".join([part.id, part.title, part.url, *(run.text + run.href for run in part.runs)]).encode()


def nested(depth: int, leaf: Json) -> Json:
    tree = leaf
    for _ in range(depth):
        tree = node("BULLETED_LIST", "", [node("LIST_ITEM", "", [tree])])
    return tree


def test_deeply_nested_trees_are_taken_apart_and_nothing_is_lost() -> None:
    inside = node("LAYOUT_CELL", "", [paragraph("底", "z"), image(MEDIA)])
    found, findings = read_with_findings(nested(5_000, inside))
    assert "".join(node_text(part) for part in found) == "底"
    assert any(part.image and part.image.url == ORIGINAL for part in found)
    assert "block.flattened" in findings
    shallow, findings = read_with_findings(nested(50, paragraph("底")))
    assert findings == [] and kinds(shallow) == ["list"]


def test_reading_takes_linear_time() -> None:
    def work(times: int) -> Callable[[], object]:
        tree = [
            paragraph(words("あ"), "p", *[words("い")] * times),
            bullets(*["う"] * times),
            nested(times, words("え")),
            gallery(*[gallery_item(MEDIA, "お")] * times),
            node("HTML", htmlData={"html": "<br <script><!-- <iframe " * times}),
        ]
        return lambda: read_tree(*tree)

    is_about_linear(work, 500)


def test_halves_of_characters_and_breaks_of_other_systems() -> None:
    lone = json.loads('"膝\\ud83d の\\r\\n痛み\\r"')
    assert only(paragraph(lone, "p\ud800")) == Node(
        kind="paragraph", id="p", where="richContent #p", runs=(Run("膝 の\n痛み\n"),)
    )
