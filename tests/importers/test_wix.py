"""Room 2: every kind of node a Wix post holds, in the shapes of its generations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.markup import media
from importers.text import visible

from . import wixpages as wix
from .timing import is_about_linear

MEDIA = "https://static.wixstatic.com/media/"
ID = "a1b2c3_" + "0" * 32


@pytest.mark.parametrize("generation", ["A", "E"])
def test_a_soft_break_is_a_break_and_indentation_of_a_mirror_is_not(generation: str) -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("一行目\n二行目\n          つづき", generation=generation))
    assert wix.content(data)[0]["value"] == "<p>一行目<br/>二行目 つづき</p>"
    assert wix.balanced(data)


def test_marks_links_and_readings_survive() -> None:
    markup = (
        '<strong style="font-weight:700"><span>太字</span></strong><span style="font-style:italic">斜体</span>'
        '<a href="https://x.example/"><u><span>外</span></u></a><span> 3cm<sup>3</sup>とH<sub>2</sub>O</span>'
        "<ruby>膝<rp>(</rp><rt>ひざ</rt><rp>)</rp></ruby>"
    )
    data = wix.draft_of(wix.heading("原因"), wix.paragraph(markup))
    assert wix.content(data)[0]["value"] == (
        '<p><b>太字</b><i>斜体</i><a href="https://x.example/">外</a> 3cm<sup>3</sup>とH<sub>2</sub>O'
        "<ruby>膝<rt>ひざ</rt></ruby></p>"
    )


def test_a_link_split_by_marks_is_one_link() -> None:
    markup = '<a href="/post/b"><strong>関節液</strong></a><a href="/post/b"><span>を抜く</span></a>'
    data = wix.draft_of(wix.heading("原因"), wix.paragraph(markup))
    assert [(link["text"], link["href"], link["kind"]) for link in data["links"]] == [
        ("関節液を抜く", "https://www.knee.example/post/b", "internal")
    ]


def test_a_picture_is_known_by_its_original_and_never_by_the_blurred_one() -> None:
    data = wix.draft_of(wix.paragraph("前書き"), wix.heading("原因"), wix.image(f"{ID}~mv2.jpg", caption="図の説明"))
    (block,) = wix.content(data)
    assert block["value"] == {
        "url": f"{MEDIA}{ID}~mv2.jpg", "width": 800, "height": 600, "alt": "膝の図", "caption": "図の説明", "link": "",
    }  # fmt: skip
    assert "/v1/" not in str(data["images"]) and wix.balanced(data)


@pytest.mark.parametrize(
    "spelling",
    [
        f"{MEDIA}{ID}~mv2.jpg",
        f"{MEDIA}{ID}~mv2.jpg/v1/fill/w_49,h_37,al_c,q_80,blur_2/{ID}~mv2.jpg",
        f"{MEDIA}{ID}%7Emv2.jpg/v1/fit/w_300%2Ch_300/file.jpg",
        f"../../static.wixstatic.com/media/{ID}_mv2.jpg/v1/fill/w_49%2ch_35/{ID}_mv2.ed.dela",
        f"{ID}~mv2.jpg",
        f"{ID}%7Emv2.jpg",
        f"{MEDIA}{ID}~mv2.jpg?token=1",
    ],
)
def test_every_spelling_of_a_picture_is_one_original(spelling: str) -> None:
    assert media.original(spelling) == f"{MEDIA}{ID}~mv2.jpg"


def test_a_picture_of_wixs_own_library_has_an_id_without_owner() -> None:
    assert media.original("0123456789abcdef0123456789abcdef.jpg") == f"{MEDIA}0123456789abcdef0123456789abcdef.jpg"
    assert media.original("0123456789abcdef.jpg") == "0123456789abcdef.jpg"


@pytest.mark.parametrize("address", ["data:image/png;base64,AAAA", " javascript:alert(1)", "blob:x", ""])
def test_inline_data_is_no_picture(address: str) -> None:
    assert media.original(address) == ""


def test_lists_keep_their_nesting_and_their_kind() -> None:
    nested = (
        "<div><ol><li><p>一</p><ul><li><p>い</p></li></ul></li></ol></div>"
        '<div type="ordered_list" data-hook="rcv-block1"></div>'
    )
    data = wix.draft_of(wix.heading("原因"), nested)
    assert wix.content(data)[0]["value"] == "<ol><li>一<ul><li>い</li></ul></li></ol>"
    assert wix.balanced(data)


def test_tables_keep_rows_cells_and_headings() -> None:
    data = wix.draft_of(wix.heading("原因"), wix.table(("部位", "症状"), ("内側", "痛み"), header=True))
    value = wix.content(data)[0]["value"]
    assert value["header_row"] and not value["header_column"]
    assert [[cell["text"] for cell in row["cells"]] for row in value["rows"]] == [
        ["<p>部位</p>", "<p>症状</p>"],
        ["<p>内側</p>", "<p>痛み</p>"],
    ]


def test_a_collapsible_list_is_questions_even_while_folded() -> None:
    markup = (
        '<div><div><div id="q1" index="0"><div><div role="button" data-hook="ExpandCollapseButton_0"></div><div>'
        '<h3 id="viewer-a"><span>歩いてよいですか</span></h3></div></div><div hidden=""><p id="viewer-b"><span>痛まない範囲で。'
        "</span></p></div></div></div></div>"
    )
    data = wix.draft_of(wix.heading("質問"), markup)
    (block,) = wix.content(data)
    assert block["type"] == "faq"
    assert block["value"]["items"] == [{"question": "歩いてよいですか", "answer": "<p>痛まない範囲で。</p>"}]
    assert wix.balanced(data)


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<div id="viewer-v"><div data-hook="reactPlayerWrapper"><div></div></div></div>', "lost_embed"),
        ('<figure data-hook="figure-VIDEO"><div data-hook="video-player"></div></figure>', "lost_embed"),
        ('<div data-hook="galleryViewer" role="none"></div>', "lost_embed"),
        ('<div data-hook="html-component"></div>', "lost_embed"),
        ('<figure data-hook="figure-VIDEO"><div style="background-image:url(https://i.ytimg.com/vi/abcdefghijk/0.jpg)"></div>'
         "</figure>", "video"),
        ('<div data-hook="divider divider-single" role="separator"><svg></svg><div> </div></div>', "divider"),
        ('<a data-hook="button-viewer button-viewer-x" href="https://x.example/"><div>予約する</div></a>', "button"),
        ("<blockquote><span>先人の言葉</span></blockquote>", "quote"),
        ("<pre>a = 1\n  b</pre>", "code"),
        ("<form><label>お名前</label></form>", "legacy"),
        ('<div data-hook="fileUploadViewer"><div data-hook="fileUploadNameContainer"><div>問診票</div><div>.pdf</div></div>'
         "<div>Download PDF • 1.5MB</div></div>", "file"),
    ],
)  # fmt: skip
def test_each_kind_of_block_becomes_its_own(markup: str, kind: str) -> None:
    data = wix.draft_of(wix.heading("原因"), markup)
    assert wix.kinds(data) == [kind]
    assert wix.balanced(data)
    assert kind != "lost_embed" or "embed.lost" in wix.ids(data)


def test_a_film_saved_with_the_page_keeps_its_address_and_a_lost_widget_its_kind() -> None:
    player = '<figure data-hook="figure-VIDEO"><video><source src="./post_files/file.mp4"></video></figure>'
    data = wix.draft_of(wix.heading("体操"), player, '<div data-hook="html-component"></div>')
    film, widget = wix.content(data)
    assert film["value"]["url"] == "./post_files/file.mp4"
    assert (widget["type"], widget["value"]["kind"]) == ("lost_embed", "html")


def test_a_film_of_wix_itself_is_known_in_a_mirrors_copy() -> None:
    player = '<video src="../../video.wixstatic.com/video/a1b2c3_0/1080p/mp4/file.mp4?x#t=1"></video>'
    data = wix.draft_of(
        wix.heading("体操"), f'<div id="viewer-v"><div data-hook="reactPlayerWrapper">{player}</div></div>'
    )
    assert wix.content(data)[0]["value"]["url"] == "https://video.wixstatic.com/video/a1b2c3_0/1080p/mp4/file.mp4"
    assert "embed.lost" not in wix.ids(data)


def test_a_files_size_is_counted_as_the_viewer_counts() -> None:
    label = '<div data-hook="fileUploadNameContainer"><div>問診票</div><div>.pdf</div></div><div>PDF • 31.47MB</div>'
    data = wix.draft_of(
        wix.heading("書類"), f'<div id="viewer-f"><div data-hook="fileUploadViewer">{label}</div></div>'
    )
    assert wix.content(data)[0]["value"] == {"url": "", "name": "問診票.pdf", "bytes": 31_470_000}


def test_a_gallery_shows_each_picture_once_and_warns() -> None:
    item = (
        '<div data-hook="item-container" data-id="g{n}"><img data-hook="gallery-item-image-img-preload" src="' + MEDIA + ID
        + '~mv2.png/v1/fill/w_50,blur_30/x.png"><img data-hook="gallery-item-image-img" src="' + MEDIA + ID
        + '~mv2.png/v1/fill/w_313/x.png"></div>'
    )  # fmt: skip
    data = wix.draft_of(wix.heading("原因"), f'<div data-hook="gallery-viewer">{item.format(n=1)}</div>')
    assert [picture["url"] for picture in wix.content(data)[0]["value"]["items"]] == [f"{MEDIA}{ID}~mv2.png"]
    assert "gallery.incomplete" in wix.ids(data)


def test_the_chrome_is_dropped_by_name_and_stays_out_of_the_body() -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文です。"))
    rules = {item["rule"] for item in data["ledger"]["dropped"]}
    assert {"chrome.top-of-page", "chrome.header", "chrome.footer", "chrome.recent-posts", "fact.date"} <= rules
    assert "料金" not in str(data["body"])
    assert wix.balanced(data)


def test_the_facts_reach_their_fields() -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文です。"))
    assert (data["title"], data["slug"], data["locale"]) == ("見本の記事", "sample", "ja")
    assert (data["published_at"], data["author"]) == ("2025-04-01T01:02:03+00:00", "編集部")
    assert (data["categories"], data["tags"]) == (["膝の症状"], ["膝"])


def test_an_anchor_ends_at_the_heading_it_meant() -> None:
    link = '<a href="#viewer-h9" data-hook="AnchorLink">原因へ</a>と<a href="#viewer-nowhere">どこにもない</a>'
    data = wix.draft_of(wix.paragraph(link), wix.heading("原因", node_id="h9"), wix.paragraph("本文"))
    assert '<a href="#viewer-h9">原因へ</a>とどこにもない' in data["introduction"]
    assert data["body"][0]["value"]["anchor"] == "viewer-h9"
    assert "link.dropped" in wix.ids(data)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//\\evil",
        "file:///etc/passwd",
    ],
)
def test_a_dangerous_link_goes_and_its_text_stays(href: str) -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph(f'<a href="{href}">ここ</a>'))
    assert wix.content(data)[0]["value"] == "<p>ここ</p>"
    assert data["links"] == [] and wix.balanced(data)


WORDS = st.text(alphabet=st.sampled_from("膝の痛み。、・■Q:1.①【】 \n<&>\"'aé🦵\u200b\u3000"), max_size=12)
BLOCKS = st.one_of(
    WORDS.map(lambda text: wix.paragraph(wix.escape(text))),
    WORDS.map(lambda text: wix.heading(wix.escape(text), 2)),
    WORDS.map(lambda text: wix.heading(wix.escape(text), 3)),
    WORDS.map(lambda text: wix.image(caption=wix.escape(text))),
    st.lists(WORDS.map(wix.escape), max_size=3).map(lambda items: wix.bullets(*items)),
    st.tuples(WORDS.map(wix.escape), WORDS.map(wix.escape)).map(lambda row: wix.table(row, row)),
    st.just(wix.spacer()),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_no_sequence_of_blocks_loses_or_invents_a_character(blocks: list[str]) -> None:
    data = wix.draft_of(*blocks)
    assert wix.balanced(data), data["ledger"]
    assert "ledger.invented" not in wix.ids(data)


MARKUP = st.recursive(
    WORDS.map(wix.escape),
    lambda inner: st.builds(
        lambda tag, attributes, parts: f"<{tag}{attributes}>{''.join(parts)}</{tag}>",
        st.sampled_from(
            [
                "p",
                "div",
                "span",
                "b",
                "a",
                "ul",
                "li",
                "table",
                "tr",
                "td",
                "h2",
                "h3",
                "blockquote",
                "figure",
                "section",
            ]
        ),
        st.sampled_from(
            ["", ' href="/x"', ' id="viewer-a"', ' data-hook="image-viewer"', ' style="font-weight:700"', " hidden"]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=4))
def test_no_soup_of_tags_crashes_or_loses_a_character(parts: list[str]) -> None:
    data = wix.draft_of(wix.paragraph("始まり"), *parts)
    assert wix.balanced(data), data["ledger"]


def test_the_same_source_gives_the_same_ids_and_a_new_block_changes_no_other() -> None:
    blocks = [wix.heading("原因"), wix.paragraph("一", "p1"), wix.bullets("a", "b"), wix.paragraph("二", "p2")]
    before = {block["id"]: block["value"] for block in wix.content(wix.draft_of(*blocks))}
    after = {
        block["id"]: block["value"]
        for block in wix.content(wix.draft_of(blocks[0], wix.paragraph("新", "p0"), *blocks[1:]))
    }
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1
    assert visible("".join(map(str, before.values())))


def test_a_pretty_printed_mirror_reads_as_the_page_itself() -> None:
    markup = "<strong>太字</strong>{gap}<em>斜体</em>{gap}<span>地の文</span>"
    served = wix.content(wix.draft_of(wix.heading("原因"), wix.paragraph(markup.format(gap=""))))[0]["value"]
    printed = wix.content(wix.draft_of(wix.heading("原因"), wix.paragraph(markup.format(gap="\n            "))))[0][
        "value"
    ]
    assert "<br/>" not in printed and printed.replace(" ", "") == served.replace(" ", "")


@pytest.mark.parametrize("kind", ['["BlogPosting","Article"]', '"BlogPosting"', '{"odd": 1}'])
def test_json_ld_in_any_shape_is_no_crash(kind: str) -> None:
    head = f'<script type="application/ld+json">{{"@graph":[{{"@type":{kind},"author":[{{"name":"甲"}}]}}]}}</script>'
    assert wix.draft_of(wix.paragraph("本文"), head=head)["title"] == "見本の記事"


@pytest.mark.parametrize("href", ["https://[z", "http://]", "//[", "https://a.example:port/x"])
def test_an_address_that_is_none_is_no_crash(href: str) -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph(f'<a href="{href}">ここ</a>'))
    assert "ここ" in wix.content(data)[0]["value"]


def test_links_end_where_their_targets_ended_up() -> None:
    link = '<a href="#viewer-{}" data-hook="AnchorLink">へ</a>'
    data = wix.draft_of(
        wix.paragraph("".join(link.format(name) for name in ("o2", "t1", "q1", "s1")), "p0"),
        wix.heading("章", 2, "s1"), wix.heading("節", 3, "t1"),
        wix.paragraph("◼︎<b>安静</b>\n休む。", "o1"), wix.paragraph("◼︎<b>冷却</b>\n冷やす。", "o2"),
        '<div id="viewer-q1"><blockquote><p>引用</p></blockquote></div>',
    )  # fmt: skip
    topic = data["body"][0]["value"]["content"][0]
    options, quote = topic["value"]["content"]
    assert [found["href"] for found in data["links"]] == [
        f"#{options['id']}",
        f"#{topic['id']}",
        f"#{quote['id']}",
        "#viewer-s1",
    ]
    assert "anchor" not in topic["value"]


def test_a_frames_fallback_is_dropped_by_name() -> None:
    data = wix.draft_of(wix.heading("原因"), '<iframe src="https://maps.example/x">地図です</iframe>')
    assert wix.balanced(data) and wix.kinds(data) == ["embed"]


def test_two_pictures_in_one_frame_are_two_pictures() -> None:
    one, two = "a1b2c3_" + "1" * 32 + "~mv2.png", "a1b2c3_" + "2" * 32 + "~mv2.png"
    figure = f'<figure data-hook="figure-IMAGE"><img src="{MEDIA}{one}"><img src="{MEDIA}{two}"></figure>'
    assert wix.kinds(wix.draft_of(wix.heading("原因"), figure)) == ["image", "image"]


def test_the_same_picture_shown_twice_is_two_blocks_with_their_links_and_captions() -> None:
    first = wix.image(node_id="a1", caption="前").replace("<wow-image", '<a href="https://a.example/"><wow-image')
    first = first.replace("</wow-image>", "</wow-image></a>")
    data = wix.draft_of(first, wix.image(node_id="a2", caption="後"))
    one, two = (block["value"] for block in wix.content(data) if block["type"] == "image")
    assert (one["url"], one["link"], one["caption"]) == (two["url"], "https://a.example/", "前")
    assert (two["link"], two["caption"]) == ("", "後")


def test_many_copies_in_one_frame_take_linear_time() -> None:
    def work(times: int) -> Callable[[], object]:
        pairs = "".join(f'<img src="/a{n}.png" alt=""><img src="/a{n}.png" alt="x">' for n in range(times))
        html = wix.page(f'<figure data-hook="figure-IMAGE">{pairs}</figure>')
        return lambda: wix.read(html)

    is_about_linear(work, 300)


@pytest.mark.parametrize(
    "block",
    [
        wix.bullets("一", "二"),
        wix.table(("部位", "症状"), ("内側", "痛み")).replace('id="viewer-t1"', ""),
        "<blockquote><p>引用です。</p></blockquote>",
        "<details><summary>歩けますか</summary><p>はい。</p></details>",
    ],
)
def test_a_block_without_an_id_of_its_own_keeps_its_id_when_another_like_it_comes_before(block: str) -> None:
    other = block.replace("一", "別の一").replace("内側", "外側").replace("引用", "別の引用").replace("歩け", "走れ")
    between = wix.paragraph("間の文です。", "between")
    (alone,) = wix.content(wix.draft_of(wix.heading("原因"), block))
    *_, last = wix.content(wix.draft_of(wix.heading("原因"), other, between, block))
    assert last["value"] == alone["value"] and last["id"] == alone["id"]


@pytest.mark.parametrize(
    "block",
    [
        '<blockquote><p>引用です。</p><footer><a href="https://s.example/">学会</a></footer></blockquote>',
        '<table><caption>表 <a href="https://s.example/">出典</a></caption><tr><td>甲<td>乙</table>',
    ],
)
def test_a_link_that_its_field_cannot_hold_is_told(block: str) -> None:
    data = wix.draft_of(wix.heading("原因"), block)
    assert any("https://s.example/" in finding["message"] for finding in data["findings"])
