"""Room 2 for any other blog: pictures, players, lists, tables, questions and what else pages write in their own way.

Each rule stands beside a look-alike that it must leave alone.
"""

from __future__ import annotations

import pytest

from importers.content import node_text

from .genericpages import MORE, PROSE, document, draft, images, only, rules, texts
from .wixpages import content, ids, kinds, page, paragraph
from .wixpages import read as read_wix

# Pictures and frames --------------------------------------------------------------------------------------------------

BASE = '<link rel="canonical" href="https://umibe.example/blog/knee">'
HOST = "https://umibe.example"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<img src="/a.jpg" alt="">', "/a.jpg"),
        ('<img src="../a.jpg" alt="">', "/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "/a.jpg"),
        ('<img src="/lazy/blank.gif" data-lazy-src="/a.jpg">', "/a.jpg"),
        ('<img src="/a-300x200.jpg" srcset="/a-300x200.jpg 300w, /a.jpg 1200w, /a-768x512.jpg 768w">', "/a.jpg"),
        ('<img src="/a.jpg" srcset="/a-300x200.jpg 300w, /a-768x512.jpg 768w">', "/a.jpg"),
        ('<img src="/a.jpg" srcset="/a.jpg 1x,/a@2x.jpg 2x">', "/a@2x.jpg"),
        ('<a href="/a.jpg"><img src="/a-300x200.jpg"></a>', "/a.jpg"),
        ('<img src="/a-300x200.jpg">', "/a-300x200.jpg"),
        ('<img src="data:image/gif;base64,R0"><noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<picture><source srcset="/a.webp 1x" type="image/webp"><img src="/a.jpg"></picture>', "/a.jpg"),
        ('<picture><source data-srcset="/a.webp 1x"><img src="data:,"></picture>', "/a.webp"),
    ],
)
def test_a_picture_is_known_by_the_best_address_the_page_proves(markup: str, expected: str) -> None:
    found = document(f"<article><p>{PROSE}</p><div>{markup}</div><p>{MORE}</p></article>", BASE)
    assert images(found) == [HOST + expected]


def test_a_link_from_a_picture_to_another_place_stays() -> None:
    data = draft(
        f'<article><p>{PROSE}</p><a href="/price"><img src="/a.jpg" alt="料金"></a><p>{MORE}</p></article>', BASE
    )
    (block,) = (block for block in content(data) if block["type"] == "image")
    assert (block["value"]["url"], block["value"]["link"]) == (f"{HOST}/a.jpg", f"{HOST}/price")


def test_pixels_that_count_visitors_are_no_pictures_and_smileys_are_text() -> None:
    found = document(
        f'<article><p>{PROSE}<img class="wp-smiley" src="/s.svg" alt="🙂"></p><img src="/c.gif" width="1" height="1">'
        '<img src="/spacer.gif"></article>'
    )
    assert images(found) == [] and texts(found) == [PROSE + "🙂"]


@pytest.mark.parametrize(
    ("markup", "kind", "address"),
    [
        (
            '<iframe src="about:blank" data-src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
            "video",
            "abcdefghijk",
        ),
        ('<div class="youtube-player" data-id="abcdefghijk"><button>再生</button></div>', "video", "abcdefghijk"),
        (
            '<object data="https://www.youtube.com/v/abcdefghijk"><p>再生できません。</p></object>',
            "video",
            "abcdefghijk",
        ),
        ('<embed src="https://player.vimeo.com/video/1">', "video", "vimeo"),
        ('<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>', "embed", "maps"),
        ('<audio src="/knee.mp3">聞けません。</audio>', "embed", "knee.mp3"),
        ('<audio><source src="/knee.mp3"></audio>', "embed", "knee.mp3"),
        (
            '<noscript><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></noscript>',
            "video",
            "abcdefghijk",
        ),
        ('<a class="blogcard" href="https://x.example/"><div>参考にした頁</div></a>', "embed", "x.example"),
    ],
)
def test_frames_players_and_cards_keep_their_address(markup: str, kind: str, address: str) -> None:
    found = document(f"<article><p>{PROSE}</p>{markup}<p>{MORE}</p></article>", BASE)
    assert [node.kind for node in found.nodes] == ["paragraph", kind, "paragraph"]
    assert address in found.nodes[1].url


@pytest.mark.parametrize(
    ("player", "address"),
    [
        ('<video src="media/m.mp4"></video>', "media/m.mp4"),
        ('<video controls><source src="/m.mp4" type="video/mp4"></video>', "/m.mp4"),
        ('<video src="./post_files/file.mp4"></video>', "./post_files/file.mp4"),
        ('<video src="media/hiza taisou.mp4"></video>', "media/hiza%20taisou.mp4"),
    ],
)
def test_a_film_beside_the_page_keeps_its_address(player: str, address: str) -> None:
    data = draft(f"<article><h1>膝</h1><p>{PROSE}</p>{player}<p>{MORE}</p></article>")
    (film,) = (block for block in content(data) if block["type"] == "video")
    assert film["value"]["url"] == address and "embed.lost" not in ids(data)


@pytest.mark.parametrize("src", ["blob:https://x.example/1", "data:video/mp4;base64,AA", "javascript:alert(1)", "#"])
def test_what_only_the_open_page_could_play_is_lost(src: str) -> None:
    found = document(f'<article><p>{PROSE}</p><video src="{src}"></video><p>{MORE}</p></article>')
    assert [node.kind for node in found.nodes] == ["paragraph", "lost_embed", "paragraph"]


def test_a_recording_without_an_address_is_a_lost_one() -> None:
    assert document(f"<article><p>{PROSE}</p><audio></audio></article>").nodes[1].kind == "lost_embed"


def test_a_list_that_begins_with_another_number_is_told() -> None:
    steps = '<ol start="3"><li>冷やす</li><li>休む</li></ol><p>続いて。</p><ol><li value="5">伸ばす</li></ol>'
    data = draft(f"<article><h1>膝</h1><p>{PROSE}</p>{steps}</article>")
    told = [found["message"] for found in data["findings"] if found["id"] == "list.numbering"]
    assert [word for message in told for word in message.split() if word.strip(";").isdigit()] == ["3;", "5;"]


@pytest.mark.parametrize(
    ("steps", "numbers"),
    [
        ("<ol reversed><li>冷やす</li><li>休む</li><li>伸ばす</li></ol>", "3, 2, 1"),
        ('<ol reversed="" start="9"><li>冷やす</li><li>休む</li></ol>', "9, 8"),
        ('<ol><li>冷やす</li><li value="5">休む</li><li>伸ばす</li></ol>', "1, 5, 6"),
        ('<ol start="2"><li>冷やす</li><li value="x">休む</li><li value="-1">伸ばす</li></ol>', "2, 3, -1"),
    ],
)
def test_a_list_that_counts_in_its_own_way_is_told(steps: str, numbers: str) -> None:
    told = [found["message"] for found in draft(f"<article><h1>膝</h1><p>{PROSE}</p>{steps}</article>")["findings"]]
    assert f"A list is numbered {numbers}; the new one counts from 1." in told
    told = [found["message"] for found in read_wix(page(paragraph(PROSE), steps)).data["findings"]]
    assert f"A list is numbered {numbers}; the new one counts from 1." in told


@pytest.mark.parametrize(
    "steps",
    [
        "<ol><li>冷やす</li><li>休む</li></ol>",
        '<ol start="1"><li>冷やす</li></ol>',
        '<ul start="3"><li>冷やす</li></ul>',
        '<ul reversed><li value="4">冷やす</li><li>休む</li></ul>',
        "<ol reversed><li>冷やす</li></ol>",
        '<ol><li value="1">冷やす</li><li></li><li value="3">休む</li></ol>',
        '<ol start="三"><li>冷やす</li></ol>',
        '<ol><li>冷やす</li><li>休む</li></ol><ol start="3"><li>伸ばす</li></ol>',  # one list in the editor
    ],
)
def test_a_list_that_counts_from_one_is_not(steps: str) -> None:
    assert "list.numbering" not in ids(draft(f"<article><h1>膝</h1><p>{PROSE}</p>{steps}</article>"))


@pytest.mark.parametrize(
    ("foot", "kept"),
    [
        ("<footer><h2>参考文献</h2><ul><li>日本整形外科学会 膝診療指針 2020</li></ul></footer>", "膝診療指針 2020"),
        ("<footer><h2>よく使う道具</h2><ul><li>膝の下に置く丸めたタオル</li></ul></footer>", "丸めたタオル"),
        ('<div class="post-meta">監修：山田太郎 医師</div>', "監修：山田太郎 医師"),
        ('<div class="entry-footer"><p class="author">監修：山田太郎 医師</p></div>', "監修：山田太郎 医師"),
        ('<p class="post-info">出典：<a href="/s">膝の手引き</a></p>', "出典：膝の手引き"),
    ],
)
def test_a_footer_with_references_or_supervision_is_content(foot: str, kept: str) -> None:
    found = document(f"<main><article><h1>膝</h1><p>{PROSE}</p><p>{MORE}</p>{foot}</article></main>")
    assert kept in " ".join(texts(found)) and found.author is None and not found.lost


@pytest.mark.parametrize(
    "foot",
    [
        '<footer><ul><li><a href="/a">前の記事へ進む</a></li><li><button>この記事を共有する</button></li></ul></footer>',
        '<footer><h3>共有</h3><ul><li><a href="https://x.example/share">友人に知らせてください</a></li></ul></footer>',
        '<div class="post-meta">整形外科</div>',
        "<footer>投稿 | 膝</footer>",
    ],
)
def test_a_footer_that_only_leads_on_is_not(foot: str) -> None:
    found = document(f"<main><article><h1>膝</h1><p>{PROSE}</p><p>{MORE}</p>{foot}</article></main>")
    assert texts(found) == [PROSE, MORE] and "chrome.post-meta" in rules(found)


_OVER = '<div id="t2" style="display:none" role="dialog"><p>手術の話。</p></div>'
_PANEL = '<div id="t2" style="display:none"><p>手術の話。</p></div>'


@pytest.mark.parametrize(
    ("control", "panel", "stays"),
    [
        ('<ul><li><a href="#t1">薬</a></li><li><a href="#t2">手術</a></li></ul>', _PANEL, True),
        ('<div><button aria-controls="t2">手術</button></div>', _PANEL, True),
        ('<a href="#%74%32">手術</a>', _PANEL, True),
        ('<a href="/t2">手術</a>', _PANEL, False),
        ('<nav><a href="#t2">手術</a></nav>', _PANEL, False),
        ('<div><button aria-controls="t2" aria-haspopup="true">選ぶ</button></div>', _PANEL, False),
        ('<div><a href="#t2">手術</a></div>', _OVER, False),
        ('<div><a href="#t2">手術</a></div>', _PANEL.replace("<p>", "<nav>").replace("</p>", "</nav>"), False),
    ],
)
def test_a_hidden_panel_that_the_text_opens_stays(control: str, panel: str, stays: bool) -> None:
    found = document(f"<article><h1>膝</h1><p>{PROSE}</p>{control}<p>{MORE}</p><hr>{panel}</article>")
    assert ("手術の話。" in texts(found)) is stays and not found.lost


def test_the_areas_of_a_picture_are_told_with_their_addresses() -> None:
    areas = '<area href="/migi" alt="右膝"><area shape="rect" href="https://x.example/hidari" alt="左膝"><area nohref>'
    markup = f'<img src="/hiza.png" usemap="#m" alt="膝の図"><map name="m">{areas}</map><p>{MORE}</p>'
    data = draft(f"<article><h1>膝</h1><p>{PROSE}</p>{markup}</article>")
    (told,) = (found["message"] for found in data["findings"] if found["id"] == "embed.lost")
    assert all(said in told for said in ("右膝", "/migi", "左膝", "https://x.example/hidari"))
    assert [block["type"] for block in content(data)] == ["paragraph", "image", "lost_embed", "paragraph"]


# Dialects -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>入院は必要ですか？</dt><dd>必要ありません。</dd><dt>痛みはありますか？</dt><dd>少しあります。</dd></dl>",
        '<dl class="faq"><div><dt>入院は必要ですか？</dt><dd>必要ありません。</dd></div>'
        "<div><dt>痛みはありますか？</dt><dd>少しあります。</dd></div></dl>",
        "<details><summary>入院は必要ですか？</summary>必要ありません。</details>"
        "<details><summary>痛みはありますか？</summary><p>少しあります。</p></details>",
        '<div><h3 class="faq-question">入院は必要ですか？</h3><div class="faq-answer">必要ありません。</div></div>'
        '<div><h3 class="faq-question">痛みはありますか？</h3><div class="faq-answer">少しあります。</div></div>',
        '<div itemscope itemtype="https://schema.org/Question"><b itemprop="name">入院は必要ですか？</b><p>必要ありません。</p>'
        '</div><div itemscope itemtype="https://schema.org/Question"><b itemprop="name">痛みはありますか？</b>'
        "<p>少しあります。</p></div>",
    ],
)
def test_questions_and_answers_in_any_markup_are_one_faq(markup: str) -> None:
    data = draft(f"<article><p>{PROSE}</p><h2>質問</h2>{markup}</article>")
    (block,) = (block for block in content(data) if block["type"] == "faq")
    assert [(item["question"], item["answer"]) for item in block["value"]["items"]] == [
        ("入院は必要ですか？", "<p>必要ありません。</p>"), ("痛みはありますか？", "<p>少しあります。</p>"),
    ]  # fmt: skip


def test_a_list_of_labels_is_a_table_and_one_of_prices_is_a_price_list() -> None:
    data = draft(
        f"<article><p>{PROSE}</p><h2>診療時間</h2><dl><dt>平日</dt><dd>九時から</dd><dt>土曜</dt><dd>十時から</dd></dl>"
        "<h2>費用</h2><dl><dt>再診</dt><dd>3,300円</dd><dt>検査</dt><dd>5,500円</dd></dl></article>"
    )
    assert kinds(data) == ["table", "fee_table"]
    table, fees = (block["value"] for block in content(data))
    assert table["header_column"] and table["rows"][0]["cells"][0]["text"] == "<p>平日</p>"
    assert [fee["amount_min"] for fee in fees["items"]] == ["3300", "5500"]


def test_a_definition_list_that_only_indents_is_text() -> None:
    found = document(f"<article><p>{PROSE}</p><dl><dd>字下げした段落です。</dd></dl></article>")
    assert [node.kind for node in found.nodes] == ["paragraph", "paragraph"]


def test_a_caption_goes_with_what_its_figure_holds() -> None:
    found = document(
        f'<article><p>{PROSE}</p><img src="/one.jpg" alt="一"><figure><figcaption>二の説明</figcaption><img src="/two.jpg"'
        ' alt="二"></figure><div class="wp-caption"><img src="/three.jpg" alt="三"><p class="wp-caption-text">三の説明</p></div>'
        "<figure><table><tr><th>朝</th><th>夜</th></tr><tr><td>一</td><td>二</td></tr></table><figcaption>表の説明</figcaption>"
        "</figure></article>"
    )
    captions = [("" if node.image is None else node.image.url, node_text(node)) for node in found.nodes[1:4]]
    assert captions == [("/one.jpg", ""), ("/two.jpg", "二の説明"), ("/three.jpg", "三の説明")]
    assert "".join(run.text for run in found.nodes[4].runs) == "表の説明"


def test_a_figure_of_figures_is_a_gallery_and_one_picture_is_not() -> None:
    one = '<figure><img src="/{0}.jpg" alt="{0}"></figure>'
    found = document(
        f'<article><p>{PROSE}</p><ul class="wp-block-gallery"><li class="blocks-gallery-item">{one.format(1)}</li>'
        f'<li class="blocks-gallery-item">{one.format(2)}</li></ul><div class="gallery">{one.format(3)}</div></article>'
    )
    assert [node.kind for node in found.nodes] == ["paragraph", "gallery", "image"]
    assert [child.image.url for child in found.nodes[1].children if child.image] == ["/1.jpg", "/2.jpg"]


def test_a_quotation_knows_whose_words_it_holds() -> None:
    data = draft(
        f"<article><p>{PROSE}</p><h2>声</h2><blockquote><p>歩くのは楽しい。</p><footer>— <cite>散歩の会</cite></footer></blockquote>"
        "<blockquote><p>本書『<cite>膝の手帖</cite>』によれば、歩くのは楽しい。</p></blockquote></article>"
    )
    first, second = (block["value"] for block in content(data))
    assert (first["text"], first["source"]) == ("<p>歩くのは楽しい。</p>", "— 散歩の会")
    assert second["source"] == "" and "膝の手帖" in second["text"]


def test_a_link_drawn_as_a_button_is_one_and_a_link_in_a_sentence_is_not() -> None:
    found = document(
        f'<article><p>{PROSE}</p><p><a class="btn btn-primary" href="/book">予約する</a></p>'
        '<p>くわしくは<a class="btn" href="/more">こちら</a>をご覧ください。</p></article>'
    )
    assert [node.kind for node in found.nodes] == ["paragraph", "button", "paragraph"]


def test_a_link_around_a_button_keeps_its_address() -> None:
    found = document(
        f'<article><p>{PROSE}</p><a href="/book"><button>予約する</button></a><button>閉じる</button></article>'
    )
    assert (found.nodes[1].kind, found.nodes[1].url, node_text(found.nodes[1])) == ("button", "/book", "予約する")
    assert rules(found)["chrome.button"] == "閉じる"


def test_preformatted_text_with_links_is_lines_and_without_them_is_code() -> None:
    found = document(
        f'<article><p>{PROSE}</p><pre>平日　<a href="/a">九時から</a>\n土曜　十時から</pre><pre>1 + 1\n= 2</pre></article>'
    )
    assert [node.kind for node in found.nodes] == ["paragraph", "paragraph", "code"]
    assert "".join(run.text for run in found.nodes[1].runs) == "平日　九時から\n土曜　十時から"
    assert [run.href for run in found.nodes[1].runs if run.href] == ["/a"]


def test_a_page_wrapped_in_a_form_is_read_and_a_real_form_is_kept_aside() -> None:
    wrapped = document(f"<form id='aspnetForm'><input type='hidden'><article><p>{PROSE}</p></article></form>")
    assert texts(wrapped) == [PROSE]
    real = document(f"<article><p>{PROSE}</p><form><label>お名前</label><input type='text'></form></article>")
    assert [node.kind for node in real.nodes] == ["paragraph", "legacy"]


def test_an_accordion_keeps_the_words_on_its_button() -> None:
    found = document(
        f'<article><p>{PROSE}</p><h3><button aria-controls="p1" aria-expanded="false">手術のあと</button></h3>'
        f'<div id="p1" hidden><p>{MORE}</p></div></article>'
    )
    assert texts(found) == [PROSE, "手術のあと", MORE]


def test_links_within_the_page_arrive_and_headings_keep_their_anchor() -> None:
    data = draft(
        f'<article><p>{PROSE}<a href="#why">理由へ</a><a href="#n1">*1</a></p><h2 id="why">理由</h2><p>{MORE}</p>'
        '<h2 id="toc-3">まとめ</h2><p>むりをせずに。</p><a name="n1"></a><p>*1 個人差があります。</p></article>'
    )
    sections = [(block["value"]["heading"], block["value"]["anchor"]) for block in data["body"]]
    assert sections == [("理由", "why"), ("まとめ", "")]
    note = content(data)[-1]
    assert [link["href"] for link in data["links"]] == ["#why", f"#{note['id']}"]


# Hand-made pages ------------------------------------------------------------------------------------------------------


def test_two_line_breaks_part_paragraphs_and_one_is_a_line_break() -> None:
    found = document(
        f"<div>{PROSE}<br>つづきの行です。<br><br><font color='red'>{MORE}<br>&nbsp;<br>三つめの段落です。</font><br>　<br></div>"
    )
    assert texts(found) == [f"{PROSE}\nつづきの行です。".replace("\n", " "), MORE, "三つめの段落です。"]
    assert "\n" in "".join(run.text for run in found.nodes[0].runs)


def test_a_break_for_phones_is_none() -> None:
    found = document(f'<article><p>{PROSE}</p><p>膝の<br class="sp">痛みと<br>付き合う。</p></article>')
    assert "".join(run.text for run in found.nodes[1].runs) == "膝の痛みと\n付き合う。"


def test_the_phones_copy_of_a_text_or_picture_is_taken_once() -> None:
    found = document(
        f'<article><p>{PROSE}</p><h2><span class="pc">海辺の治療</span><span class="sp">海辺の<br>治療</span></h2>'
        '<div><img class="pc" src="/wide.jpg" alt="幅"><img class="sp" src="/narrow.jpg" alt="幅"></div>'
        '<p class="sp">電話でもご相談いただけます。</p></article>'
    )
    assert texts(found) == [PROSE, "海辺の治療", "", "電話でもご相談いただけます。"]
    assert images(found) == ["/wide.jpg"] and rules(found)["twin.phone"] == "海辺の 治療"


@pytest.mark.parametrize(
    "table",
    [
        '<table role="presentation"><tr><td>{}</td><td>{}</td></tr></table>',
        "<table><tr><td><h2>見出し</h2>{}</td><td>{}</td></tr></table>",
        "<table><tr><td>{}<br><br>{}</td></tr></table>",
        '<table><tr><td><img src="/a.jpg"></td><td>{}<br><br>{}</td></tr></table>',
        "<table><tr><td><table><tr><td>{}</td></tr></table></td><td>{}</td></tr></table>",
    ],
)
def test_a_table_that_places_things_is_taken_apart(table: str) -> None:
    found = document(f"<article><p>はじめに、お読みください。</p>{table.format(PROSE, MORE)}</article>")
    assert "table" not in [node.kind for node in found.nodes]
    assert PROSE in texts(found) and MORE in texts(found)


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>朝</th><td>九時</td></tr><tr><th>夜</th><td>七時</td></tr></table>",
        "<table border='1'><tr><td>朝</td><td>九時</td></tr><tr><td>夜</td><td>七時</td></tr></table>",
        "<table><caption>時間</caption><tr><td>九時から。</td></tr></table>",
        '<table><thead><tr><td>朝</td><td>夜</td></tr></thead><tr><td colspan="2">なし</td></tr></table>',
    ],
)
def test_a_table_of_facts_stays_one(table: str) -> None:
    found = document(f"<article><p>{PROSE}</p>{table}</article>")
    assert only(found, "table").rows


def test_a_head_of_plain_cells_is_a_heading_row_and_spans_are_kept() -> None:
    table = (
        '<table><thead><tr><td>朝</td><td>夜</td></tr></thead><tr><td colspan="2" rowspan="3">なし</td></tr></table>'
    )
    node = only(document(f"<article><p>{PROSE}</p>{table}</article>"), "table")
    assert node.header_row and (node.rows[1][0].colspan, node.rows[1][0].rowspan) == (2, 3)


# Hidden text ----------------------------------------------------------------------------------------------------------


def test_what_can_be_unfolded_is_content_and_what_is_only_hidden_is_not() -> None:
    secret = "この段落はどこからも開けませんので、読む人の目にふれることがありません。ためしに置いた文です。"
    data = draft(
        f'<article><p>{PROSE}</p><p style="display: none">{secret}</p>'
        f'<div class="accordion"><p>開きます</p><div style="display:none">{MORE}</div></div></article>'
    )
    text = str(data["body"])
    assert MORE in text and secret not in text
    assert "text.hidden" in ids(data)
