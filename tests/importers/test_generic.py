"""Room 2 for any other blog: where the article is, what surrounds it, and the dialects pages are written in.

Each rule stands beside a look-alike that it must leave alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import generic, limits
from importers.content import box_text, node_text
from importers.pipeline import read_page
from importers.records import Document, Json, LegacyPage, Node
from importers.sources import page_of
from importers.text import visible

from .timing import is_about_linear
from .wixpages import balanced, content, ids, kinds, page, paragraph
from .wixpages import read as read_wix

PROSE = "膝の内側が痛むときは、まず無理をせずに休むことが大切です。腫れや熱があるときは、早めに相談してください。"
MORE = "階段や坂道では膝に力がかかります。手すりを使い、ゆっくりと動くと楽になることがあります。"


def legacy(body: str, head: str = "", *, lang: str = "ja") -> LegacyPage:
    html = f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return page_of("blog/knee.html", html.encode(), "0" * 64)


def document(body: str, head: str = "") -> Document:
    return generic.read(legacy(body, head))


def draft(body: str, head: str = "") -> Json:
    result = read_page(legacy(body, head))
    assert result is not None
    assert balanced(result.data), result.data["ledger"]
    return result.data


def texts(found: Document) -> list[str]:
    return [node_text(node) for node in found.nodes]


def rules(found: Document) -> dict[str, str]:
    """Dropped text by rule."""
    return {item.rule: item.text for item in found.dropped}


def images(found: Document) -> list[str]:
    return [node.image.url for node in found.nodes if node.image]


def only(found: Document, kind: str) -> Node:
    (node,) = (node for node in found.nodes if node.kind == kind)
    return node


# Where the article is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "evidence"),
    [
        ('<article><div itemprop="articleBody">{}</div></article>', "itemprop=articleBody"),
        ('<article><div class="entry-content">{}</div></article>', "entry content"),
        ('<div class="skin-entryBody">{}</div>', "entry content"),
        ("<article>{}</article>", "article"),
        ('<div role="article">{}</div>', "article"),
        ("<main><div>{}</div></main>", "main"),
        ('<div id="main"><div>{}</div></div>', "main"),
        ("<div><div>{}</div></div>", "density"),
        ("<table><tr><td>{}</td></tr></table>", "density"),
    ],
)
def test_the_article_is_found_by_this_evidence_and_says_so(markup: str, evidence: str) -> None:
    aside = '<div><a href="/a">料金</a> <a href="/b">交通案内</a></div>'
    found = document(aside + markup.format(f"<p>{PROSE}</p><p>{MORE}</p>"))
    assert texts(found) == [PROSE, MORE]
    (finding,) = (finding for finding in found.findings if finding.id == "article.found-by")
    assert f"found by {evidence}:" in finding.message


def test_among_several_articles_the_one_with_the_most_text_is_taken() -> None:
    teaser = "<article><h3><a href='/b'>別の記事</a></h3><p>短い紹介です。</p></article>"
    found = document(f"<div>{teaser}<article><p>{PROSE}</p><p>{MORE}</p></article>{teaser}</div>")
    assert texts(found) == [PROSE, MORE]


def test_a_teaser_that_calls_itself_an_article_is_not_the_article() -> None:
    found = document(f"<article><p>お知らせです。</p></article><div><p>{PROSE}</p><p>{MORE}</p></div>")
    assert PROSE in texts(found) and MORE in texts(found)


def test_an_entry_in_two_pieces_is_one_article() -> None:
    found = document(
        f'<div><div class="entry-body"><p>{PROSE}</p></div><div class="entry-more"><p>{MORE}</p></div></div>'
    )
    assert texts(found) == [PROSE, MORE]


def test_comments_longer_than_the_article_are_not_the_article() -> None:
    thread = "".join(f"<li><p>{number}回目の書き込みです。{MORE}</p></li>" for number in range(20))
    found = document(f'<div id="wrap"><div><p>{PROSE}</p></div><ol class="comment-list">{thread}</ol></div>')
    assert texts(found) == [PROSE]
    assert "20" not in "".join(texts(found)) and "chrome.comments" in rules(found)


# Title ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "head", "title", "shown"),
    [
        ("<h1>膝の痛み</h1>{}", "<title>膝の痛み | 海辺クリニック</title>", "膝の痛み", True),
        ("<h1>海辺クリニック</h1><h2>膝の痛み</h2>{}", "<title>膝の痛み | 海辺クリニック</title>", "膝の痛み", True),
        ('<h1><a href="/">海辺クリニック</a></h1><h2 class="entry-title">膝のこと</h2>{}', "", "膝のこと", True),
        ("<p><b>膝の痛み</b></p>{}", "<title>膝の痛み</title>", "膝の痛み", True),
        (
            "{}",
            '<meta property="og:title" content="膝の痛み - 海辺クリニック"><meta property="og:site_name" content="海辺クリニック">',
            "膝の痛み",
            False,
        ),
        ("{}", "<title>正座で膝が痛む理由｜海辺</title>", "正座で膝が痛む理由", False),
        ("{}", "<title>膝の痛み – 原因と対策</title>", "膝の痛み – 原因と対策", False),
        (
            "{}",
            '<script type="application/ld+json">{"@type":"BlogPosting","headline":"膝の話"}</script><title>x</title>',
            "膝の話",
            False,
        ),
    ],
)
def test_the_title_is_the_heading_that_says_it_else_the_heads_without_the_site(
    body: str, head: str, title: str, shown: bool
) -> None:
    found = document(f'<div class="page">{body.format(f"<div><p>{PROSE}</p><p>{MORE}</p></div>")}</div>', head)
    assert (found.title, "title" in found.shown) == (title, shown)
    assert texts(found) == [PROSE, MORE]


def test_a_heading_in_the_text_is_no_title() -> None:
    found = document(f"<article><p>{PROSE}</p><h2>受診の目安</h2><p>{MORE}</p></article>", "<title>膝の痛み</title>")
    assert found.title == "膝の痛み" and "title" not in found.shown
    assert texts(found) == [PROSE, "受診の目安", MORE]


# Dates, author, labels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "published", "updated"),
    [
        ('<time datetime="2024-05-01T09:00:00+09:00">5月1日</time>', "2024-05-01T00:00:00+00:00", None),
        ('<p class="post-date">2024年5月1日</p>', "2024-04-30T15:00:00+00:00", None),
        ("<p>公開日：2024.5.1 ／ 更新日：2024.6.2</p>", "2024-04-30T15:00:00+00:00", "2024-06-01T15:00:00+00:00"),
        ("<p>令和7年2月3日</p>", "2025-02-02T15:00:00+00:00", None),
        ("<p>最終更新日 平成元年12月8日</p>", None, "1989-12-07T15:00:00+00:00"),
        ('<p class="meta">Posted on May 1, 2024 by 田中</p>', "2024-04-30T15:00:00+00:00", None),
    ],
)
def test_a_row_of_dates_becomes_the_dates(row: str, published: str | None, updated: str | None) -> None:
    found = document(f"<article><h1>膝の痛み</h1>{row}<p>{PROSE}</p><p>{MORE}</p></article>")
    assert (found.published_at, found.updated_at) == (published, updated)
    assert texts(found) == [PROSE, MORE]


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年5月1日から診療時間が変わります。よろしくお願いいたします。",
        '<time datetime="2024-05-01">2024年5月1日</time>に、新しい検査を始めました。どうぞご利用ください。',
        "令和の時代に入り、膝の治療も変わってきました。変わらないものもあります。",
    ],
)
def test_a_date_in_a_sentence_stays_there(sentence: str) -> None:
    found = document(f"<article><h1>お知らせ</h1><p>{sentence}</p><p>{PROSE}</p></article>")
    assert found.published_at is None and "fact.date" not in rules(found)
    assert len(found.nodes) == 2


def test_a_date_in_words_alone_is_marked_as_uncertain_and_a_machines_is_not() -> None:
    words = draft(f'<article><h1>膝</h1><p class="date">2024年5月1日</p><p>{PROSE}</p></article>')
    machine = draft(f'<article><h1>膝</h1><time datetime="2024-05-01">5月1日</time><p>{PROSE}</p></article>')
    assert "date.uncertain" in ids(words) and "date.uncertain" not in ids(machine)


def test_author_categories_and_tags_are_fields_and_their_labels_go_by_name() -> None:
    found = document(
        f'<article><h1>膝</h1><div class="entry-meta"><span class="byline">執筆：<span class="author">山川 みどり</span></span>'
        f'<a rel="category tag" href="/c/knee">膝の話</a></div><div class="entry-content"><p>{PROSE}</p><p>{MORE}</p></div>'
        '<footer class="entry-footer">タグ：<a rel="tag" href="/t/a">歩行</a> <a rel="tag" href="/t/b">#階段</a>'
        ' <a rel="tag" href="/t/a">歩行</a></footer></article>'
    )
    assert (found.author, found.categories, found.tags) == ("山川 みどり", ("膝の話",), ("歩行", "階段"))
    assert {"author", "categories", "tags"} <= found.shown
    assert rules(found)["fact.repeated"] == "歩行" and rules(found)["label.tag"] == "#"
    assert texts(found) == [PROSE, MORE]


def test_labels_of_other_articles_are_none_of_this_one() -> None:
    found = document(
        f'<div><article><h1>膝</h1><div class="entry-content"><p>{PROSE}</p><p>{MORE}</p></div></article>'
        '<aside class="sidebar"><a rel="tag" href="/t/x">肩</a></aside>'
        '<div class="related-posts"><span class="author">別の人</span></div></div>'
    )
    assert (found.author, found.categories, found.tags) == (None, (), ())


def test_labels_in_the_frame_of_the_page_are_none_of_the_article() -> None:
    found = document(
        '<div><header><a rel="tag" href="/t/all">全体</a></header><h1>膝</h1>'
        f'<div class="entry-content"><p>{PROSE}</p><p>{MORE}</p></div><footer><a rel="tag" href="/t/foot">足もと</a></footer></div>'
    )
    assert (found.title, found.tags) == ("膝", ())


def test_what_only_the_head_states_is_taken_from_there() -> None:
    data = (
        '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","datePublished":"2020-02-03T04:05:06Z",'
        '"author":"海辺編集部","articleSection":["膝"]}]}'
    )
    found = document(f"<article><p>{PROSE}</p></article>", f'<script type="application/ld+json">{data}</script>')
    assert found.published_at == "2020-02-03T04:05:06+00:00"
    assert (found.author, found.categories, found.shown) == ("海辺編集部", ("膝",), frozenset())


# What surrounds the article -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<div id="toc_container"><p>目次</p><ul><li><a href="#a">原因</a></li><li><a href="#b">対処</a></li></ul></div>',
         "generated.contents"),
        ('<nav class="ez-toc-container"><a href="#a">原因</a></nav>', "generated.contents"),
        ('<div class="sns-buttons"><a href="https://x.example/share">シェア</a></div>', "chrome.share"),
        ('<div class="related_entries"><a href="/a">膝の音</a><a href="/b">膝の水</a></div>', "chrome.related-posts"),
        ('<ul class="popular"><li><a href="/a">膝の音</a></li><li><a href="/b">膝の水</a></li></ul>', "chrome.related"),
        ('<div class="jp-relatedposts"><p>前に書いた記事です。長い説明もついています。読んでみてください。</p></div>',
         "chrome.related-posts"),
        ('<div class="author-box"><p>わたしが書きました。膝のことを書いて十年になります。よろしくお願いします。</p></div>',
         "chrome.author-box"),
        ('<div class="google-ads">スポンサーリンク</div>', "chrome.ads"),
        ('<span class="screen-reader-text">本文の終わり</span>', "chrome.skip-link"),
        ('<div class="post-navigation"><a href="/a">前の記事</a></div>', "chrome.navigation"),
        ('<div class="post-ratings"><img src="/s.gif" alt="二つ星">評価してください</div>', "chrome.rating"),
        ('<p class="pagetop"><a href="#top">上へ</a></p>', "chrome.page-top"),
        ('<div class="comments-area"><p>はじめまして。読みました。とても役に立ちました。</p></div>', "chrome.comments"),
    ],
)  # fmt: skip
def test_chrome_inside_the_article_goes_by_its_name(markup: str, rule: str) -> None:
    found = document(f'<article class="entry-content"><p>{PROSE}</p>{markup}<p>{MORE}</p></article>')
    assert texts(found) == [PROSE, MORE]
    assert rule in rules(found)


@pytest.mark.parametrize(
    "markup",
    [
        f'<section id="related-symptoms"><h2>関連する症状</h2><p>{MORE}</p></section>',
        '<div class="recommend"><p>この記事は、歩くと膝が痛む方におすすめです。</p></div>',
        f'<div class="social-life"><p>{MORE}人づきあいにも差し支えることがあります。続くときはご相談ください。</p></div>',
        '<div class="menu"><h3>治療のメニュー</h3><p>運動療法、装具療法、薬物療法があります。</p></div>',
        '<div class="toc"><p>TOCという検査の名前です。くわしくは医師にお尋ねください。</p></div>',
        '<div class="side"><p>右の膝だけが痛む方もいます。</p></div>',
    ],
)
def test_text_that_is_only_called_like_chrome_stays(markup: str) -> None:
    found = document(f'<article class="entry-content"><p>{PROSE}</p>{markup}</article>')
    assert len(found.nodes) >= 2
    assert not any(rule.startswith(("chrome.", "generated.")) for rule in rules(found))


def test_the_frame_of_the_page_goes_by_its_names() -> None:
    found = document(
        '<header><p>海辺クリニック</p></header><nav><a href="/">ホーム</a></nav>'
        f'<div class="container has-sidebar"><main><p>{PROSE}</p><p>{MORE}</p></main>'
        '<div id="sidebar"><p>診療時間は九時からです。水曜日はお休みをいただきます。</p></div></div>'
        '<div class="cookie-notice"><p>当サイトではクッキーを使います。続けると同意したことになります。</p></div>'
        "<footer><p>所在地は海辺町です。</p></footer>"
    )
    assert texts(found) == [PROSE, MORE]
    assert {"chrome.header", "chrome.navigation", "chrome.sidebar", "chrome.cookies", "chrome.footer"} <= rules(
        found
    ).keys()


def test_a_page_is_not_a_sidebar_because_it_has_one() -> None:
    found = document(
        f'<div class="sidebar-right layout"><div class="no-comments"><p>{PROSE}</p><p>{MORE}</p></div></div>'
    )
    assert texts(found) == [PROSE, MORE]


def test_a_standfirst_and_the_posts_picture_come_before_the_text() -> None:
    found = document(
        '<article><header><h1>膝の痛み</h1><p class="lead">歩きはじめの痛みについて、順を追って説明します。</p></header>'
        '<div class="post-thumbnail"><a href="/blog/knee"><img src="/img/knee.jpg" alt="膝"></a></div>'
        f'<div class="entry-content"><p>{PROSE}</p><p>{MORE}</p></div></article>'
    )
    assert texts(found)[0] == "歩きはじめの痛みについて、順を追って説明します。"
    assert images(found) == ["/img/knee.jpg"]


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


# Pages without an article ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "head", "why"),
    [
        ("<h1>404 Not Found</h1><p>お探しのページは見つかりませんでした。</p>", "<title>404</title>", "an error page"),
        ("<p>お探しのページは存在しません。</p>", "<title>ページが見つかりません | 海辺</title>", "an error page"),
        ("<form><label>ID</label><input type='text'><input type='password'><button>ログイン</button></form>", "",
         "a form to log in with"),
        ('<div id="root"></div><script src="/app.js"></script>', "<title>海辺</title>", "a shell that a script fills"),
        ('<div id="app">JavaScriptを有効にしてください。</div><script></script>', "", "a shell that a script fills"),
        ("<p>Checking your browser before accessing.</p>", "<title>Just a moment...</title>",
         "a check whether a person asks"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_not_imported_and_says_why(body: str, head: str, why: str) -> None:
    data = draft(body, head)
    assert data["body"] == [] and data["introduction"] == ""
    (finding,) = (finding for finding in data["findings"] if finding["id"] == "page.no-body")
    assert finding["level"] == "error" and why in finding["message"]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<h1>臨時休診</h1><p>八月十三日は休診します。</p>", "<title>臨時休診</title>"),
        (f"<h1>骨が見つかりませんでした</h1><article><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}</p>"
         f"<p>{MORE}</p><p>{PROSE}</p></article>", ""),
        (f"<article><p>{PROSE}</p></article><form><input type='text'></form>", ""),
        ('<article><img src="/only.jpg" alt="院内"></article>', ""),
    ],
)  # fmt: skip
def test_a_short_page_or_one_that_speaks_of_such_things_is_read(body: str, head: str) -> None:
    assert "page.no-body" not in ids(draft(body, head))


def test_a_set_of_frames_is_what_no_reader_knows() -> None:
    page = LegacyPage(
        path="a.html", html='<html><frameset><frame src="b.html"></frameset></html>', sha256="", encoding=""
    )
    assert not generic.is_readable(page)
    result = read_page(page)
    assert result is not None and ids(result.data) == {"reader.none"}


def test_a_list_of_posts_is_said_to_be_one_and_an_article_with_links_is_not() -> None:
    row = '<article><h2><a href="/{0}">記事の{0}番</a></h2><p>短い紹介です。</p></article>'
    assert "page.list" in ids(draft("<main>" + "".join(row.format(number) for number in range(6)) + "</main>"))
    linked = (
        f"<article><p>{PROSE}</p><h2><a href='/a'>受診</a></h2><p>{MORE}</p><h2>まとめ</h2><p>{PROSE}</p></article>"
    )
    assert "page.list" not in ids(draft(linked))


# Beside the article ---------------------------------------------------------------------------------------------------

SUPERVISOR = '<{0} class="{1}"><h3>監修医師</h3><p>海野 渚 医師</p><p>膝の診療を続けてきました。</p><h4>資格</h4><ul><li>整形外科専門医</li></ul></{0}>'
CARDS = (
    '<section><h2>当院の治療</h2><div class="card"><img src="/m.jpg" alt="機械"><h3>MRI診断</h3><p>膝を詳しく調べます。</p>'
    '<p>19,000円</p></div><div class="card"><a href="/ha"><h3>ヒアルロン酸注射</h3></a><p>3,000円</p></div></section>'
)


@pytest.mark.parametrize("place", ["<article>{0}{1}</article>", "<main><article>{0}</article>{1}</main>",
                                   "<div><div class='entry-content'>{0}</div>{1}</div>"])  # fmt: skip
@pytest.mark.parametrize(
    "box", [("section", "x"), ("aside", "x"), ("div", "supervisor"), ("div", "author-box"), ("aside", "sidebar")]
)
def test_the_supervisor_is_found_in_and_beside_the_article(place: str, box: tuple[str, str]) -> None:
    data = draft(place.format(f"<p>{PROSE}</p><h2>原因</h2><p>{MORE}</p>", SUPERVISOR.format(*box)))
    assert data["supervisor"] is not None
    assert (data["supervisor"]["name"], data["supervisor"]["credentials"]) == ("海野 渚", ["整形外科専門医"])
    assert "海野" not in str(data["body"])


@pytest.mark.parametrize("place", ["<article>{0}{1}</article>", "<main><article>{0}</article>{1}</main>"])
def test_treatment_cards_are_found_in_and_beside_the_article(place: str) -> None:
    data = draft(place.format(f"<p>{PROSE}</p><h2>原因</h2><p>{MORE}</p>", CARDS))
    assert [card["name"] for card in data["treatments"]] == ["MRI診断", "ヒアルロン酸注射"]
    assert [card["fees"][0]["amount_min"] for card in data["treatments"]] == ["19000", "3000"]
    assert "MRI" not in str(data["body"])


def test_a_price_list_in_boxes_is_no_row_of_cards() -> None:
    boxes = '<div class="box"><h3>片膝</h3><p>19,000円</p></div><div class="box"><h3>両膝</h3><p>38,000円</p></div>'
    data = draft(f"<article><p>{PROSE}</p><section><h2>費用</h2>{boxes}</section></article>")
    assert data["treatments"] == [] and "両膝" in str(data["body"])


@pytest.mark.parametrize(
    "steps",
    [
        '<nav class="breadcrumb"><ol><li><a href="/">ホーム</a></li><li><a href="/blog">ブログ</a></li><li>膝の痛み</li></ol></nav>',
        '<div id="topicpath"><a href="/">ホーム</a> &gt; <a href="/blog">ブログ</a> &gt; 膝の痛み</div>',
        '<p><a href="/">ホーム</a>＞<a href="/blog">ブログ</a>＞膝の痛み</p>',
        '<ul aria-label="パンくずリスト"><li><a href="/">ホーム</a></li><li><a href="/blog">ブログ</a></li><li>膝の痛み</li></ul>',
    ],
)
def test_breadcrumbs_become_breadcrumbs_once(steps: str) -> None:
    data = draft(f"<div>{steps}<article><h1>膝の痛み</h1><p>{PROSE}</p><p>{MORE}</p></article>{steps}</div>")
    assert [(crumb["label"], crumb["url"]) for crumb in data["breadcrumbs"]] == [
        ("ホーム", "/"), ("ブログ", "/blog"), ("膝の痛み", None),
    ]  # fmt: skip


def test_the_breadcrumbs_of_the_json_are_not_shown_by_the_page() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,'
        '"name":"ホーム","item":"https://umibe.example/"}]}</script>'
    )
    assert draft(f"<article><p>{PROSE}</p></article>", head)["breadcrumbs"] == []


def test_what_is_nothing_known_beside_the_article_is_left_out_and_said() -> None:
    note = "駐車場は建物の裏にあります。満車のときはお知らせください。"
    data = draft(f"<main><article><p>{PROSE}</p><p>{MORE}</p></article><section><p>{note}</p></section></main>")
    assert "beside.unrecognised" in ids(data) and note not in str(data["body"])
    links = draft(
        f"<main><article><p>{PROSE}</p></article><div><a href='/a'>料金</a> <a href='/b'>地図</a></div></main>"
    )
    assert "beside.unrecognised" not in ids(links)


# Properties -----------------------------------------------------------------------------------------------------------

_WORDS = st.text(alphabet="膝痛歩走立座冷温休動曲伸押触ゆっくりと無理なく少しずつ", min_size=12, max_size=60)
_PARAGRAPHS = st.lists(_WORDS.map(lambda text: f"{text}、{text}。"), min_size=3, max_size=8, unique=True)
_CHROME = st.sampled_from(
    [
        '<nav class="global-nav"><ul><li><a href="/">道案内</a></li></ul></nav>',
        '<div class="sns-share"><a href="#">広める</a></div>',
        '<div class="related-posts"><h3>ほか</h3><p>別の話題です、読んでください。</p></div>',
        '<div id="comments"><p>感想を書きます、ありがとう。</p></div>',
        '<aside class="widget-area"><p>受付は九時です、お待ちします。</p></aside>',
        '<div class="cookie-banner"><p>記録を使います、ご了承ください。</p></div>',
        '<footer class="site-footer"><p>所在地です、お越しください。</p></footer>',
        '<ins class="adsbygoogle">広告</ins>',
    ]
)
_HOLDERS = st.sampled_from(
    [
        "<article>{}</article>",
        '<div class="entry-content">{}</div>',
        "<main><div>{}</div></main>",
        "<div><div><div>{}</div></div></div>",
        "<table><tr><td>{}</td></tr></table>",
    ]
)
_BLOCKS = st.sampled_from(
    ["<p>{}</p>", "<div>{}</div>", "<ul><li>{}</li></ul>", "<section><p>{}</p></section>", "{}<br><br>"]
)


@settings(max_examples=60, deadline=None)
@given(_PARAGRAPHS, st.lists(_CHROME, max_size=4), st.lists(_CHROME, max_size=4), _HOLDERS, st.data())
def test_known_paragraphs_inside_any_chrome_are_found_whole_and_nothing_else(
    paragraphs: list[str], before: list[str], after: list[str], holder: str, data: st.DataObject
) -> None:
    blocks = "".join(data.draw(_BLOCKS).format(text) for text in paragraphs)
    page = legacy("".join(before) + holder.format(blocks) + "".join(after))
    found = generic.read(page)
    assert visible("".join(texts(found))) == visible("".join(paragraphs))
    result = read_page(page)
    assert result is not None and balanced(result.data)


_SOUP = st.recursive(
    st.one_of(_WORDS, st.sampled_from(["<br>", "<hr>", '<img src="/a.jpg">', "2024年5月1日", "<h1>", "<dt>", "</div>", "<td>"])),
    lambda inner: st.builds(
        lambda tag, name, parts: f'<{tag} class="{name}">{"".join(parts)}</{tag}>',
        st.sampled_from(
            ["div", "p", "ul", "li", "dl", "dt", "dd", "table", "tr", "td", "section", "aside", "article", "header", "footer", "nav", "figure", "figcaption", "blockquote", "cite", "details", "summary", "h1", "h2", "a", "span", "font", "b", "form", "button", "ruby", "rt", "pre", "center", "main"]
        ),
        st.sampled_from(["", "toc", "comments", "card", "supervisor", "entry-content", "gallery", "wp-caption", "btn", "faq", "date",
                         "sp", "pc", "author", "blogcard", "breadcrumb", "related", "question", "answer"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_SOUP)
def test_the_ledger_balances_on_any_soup(markup: str) -> None:
    page = legacy(markup)
    limits.check(page.html)
    result = read_page(page)
    assert result is not None
    assert balanced(result.data), (result.data["ledger"], markup)
    assert not ids(result.data) & {"ledger.lost", "ledger.invented"}


def test_the_text_of_the_nodes_is_the_text_of_the_page() -> None:
    found = document(f"<main><h1>膝</h1><p>{PROSE}</p><ul><li>一</li><li>二</li></ul><p>{MORE}</p></main>")
    read = Counter(visible("".join(texts(found)) + found.title))
    assert read == Counter(visible(f"膝{PROSE}一二{MORE}"))


@pytest.mark.parametrize(
    "unit",
    [
        '<a class="btn" href="/x">予約</a>',
        '<p class="question">問。</p>',
        '<picture><source srcset="/a.webp"><img></picture>',
        "<dt>何？<dd>これ。",
        '<figure><img src="/a.jpg"><figcaption>図</figcaption></figure>',
        '<time datetime="2024-01-01">2024年1月1日</time>',
        '<a rel="tag" href="/t">札</a>',
        "文。<br><br>",
        '<span class="sp">膝。</span><span class="pc">膝。</span>',
        '<div class="related"><a href="/x">次</a></div>',
        '<p id="a"><a href="#a">上。</a></p>',
        "<table><tr><td><h2>膝</h2>文。</td></tr></table>",
        '<noscript><img src="/a.jpg"></noscript><img>',
        "<p hidden>隠。</p>",
    ],
)
def test_a_page_of_many_alike_parts_is_read_in_linear_time(unit: str) -> None:
    def work(number: int) -> Callable[[], object]:
        page = legacy(f"<article><p>{PROSE}</p><div>{unit * number}</div></article>")
        return lambda: read_page(page)

    is_about_linear(work, 300)


def test_a_group_beside_the_article_arrives_as_one_box() -> None:
    found = document(f"<main><article><p>{PROSE}</p></article><aside><h3>監修医師</h3><p>海野 渚</p></aside></main>")
    assert [box_text(box) for box in found.beside] == ["監修医師 海野 渚"]
