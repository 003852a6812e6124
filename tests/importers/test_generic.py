"""Room 2 for any other blog: where the article is, and what surrounds it.

Each rule stands beside a look-alike that it must leave alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import generic, limits
from importers.content import box_text
from importers.pipeline import read_page
from importers.records import LegacyPage
from importers.text import visible

from .genericpages import MORE, PROSE, document, draft, images, legacy, rules, texts
from .timing import is_about_linear
from .wixpages import balanced, ids

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
