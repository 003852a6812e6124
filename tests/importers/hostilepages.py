"""Pages made to break a reader, of any size: one table, for the tests (small) and the benchmark (up to the limits).

A shape is a page that grows with a number: of levels, siblings, attributes, characters.  Whatever the number, it is
read or refused with a finding, in time that grows as the page does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from importers import limits

from . import ricostrees as data
from .wixpages import page, paragraph, rich_text, table

MEGABYTE = 1_000_000
TAGS = 200_000  # about as many as the limits allow
TEXT = 9_800_000  # bytes, a little less than they allow


class Shape(NamedTuple):
    """A page that grows.

    Args:
        name: for the table.
        make: the page of a number.
        top: the largest number worth trying: a little below a limit, or beyond it.
    """

    name: str
    make: Callable[[int], bytes]
    top: int


def body(markup: str, **more: str) -> bytes:
    """A post with this in its text."""
    return page(markup, **more).encode("utf-8", "replace")


def repeated(name: str, part: str, top: int, *, before: str = "", after: str = "", text: str = "") -> Shape:
    """A part again and again between two others; `text` is written for the part in the shape's name."""
    return Shape(text or name, lambda number: body(before + part * number + after), top)


def numbered(name: str, part: str, top: int, *, before: str = "", after: str = "") -> Shape:
    """The same with a number in each part, so that no two are equal."""

    def make(number: int) -> bytes:
        return body(before + "".join(part.replace("#", str(place)) for place in range(number)) + after)

    return Shape(name, make, top)


def beside(name: str, part: str, top: int, *, before: str = "", after: str = "") -> Shape:
    """Parts beside the article, where groups are told from each other."""

    def make(number: int) -> bytes:
        inner = "".join(part.replace("#", str(place)) for place in range(number))
        return page(paragraph("本文です。"), beside=before + inner + after).encode()

    return Shape(name, make, top)


def held(name: str, tree: Callable[[int], Any], top: int, shown: Callable[[int], str] | None = None) -> Shape:
    """A post whose data holds a tree, or anything else, and whose page shows something or nothing."""

    def make(number: int) -> bytes:
        inside = tree(number)
        script = inside if isinstance(inside, str) else data.warmup(data.post(*inside))
        return page(shown(number) if shown else "").replace("</body>", script + "</body>").encode("utf-8", "replace")

    return Shape(name, make, top)


def linked_data(name: str, inside: Callable[[int], str], top: int) -> Shape:
    """A post with this as its JSON-LD."""

    def make(number: int) -> bytes:
        script = f'<script type="application/ld+json">{inside(number)}</script>'
        return page(paragraph("本文です。"), head=script).encode("utf-8", "replace")

    return Shape(name, make, top)


MEDIA = "https://static.wixstatic.com/media/a1b2c3_" + "0" * 32
PICTURE = f'<div data-hook="imageViewer"><wow-image><img src="{MEDIA}~mv2.jpg?#"></wow-image></div>'

# Opened and never closed ----------------------------------------------------------------------------------------------

UNCLOSED = [
    repeated(f"<{tag}> unclosed", f"<{tag}>x", 100_000)
    for tag in (
        *("div", "span", "b", "ul", "ul><li", "table><tr><td", "svg", "p", "li", "td", "h2", "blockquote", "details"),
        *("font", "select", "option", "button", "object", "form", "ruby><rt", "dl><dd", "section", "custom-x", "math"),
        *("template", "noscript", "fieldset", "figure", "label", "iframe", "textarea", "title", "script", "style"),
        *("a href=/x", "i class=y", "frameset", "caption", "plaintext", "xmp", "svg><desc", "table><b", "a><table"),
    )
]
OVERLAPPING = [
    repeated("<b><p></b></p>", "<b>x<p>y</b>z</p>", 50_000),
    repeated("<div><b></div></b>", "<div><b>x</div></b>", 50_000),
    repeated("text in <table>", "<table>x<tr>y<td>z</table>", 40_000),
    repeated("<svg><p>", "<svg><p>x", 60_000),
    repeated("<a><div><a>", "<a href=/x><div>x", 60_000),
    repeated("<form><div></form>", "<form><div></form></div>x", 50_000),
]

# Attributes -----------------------------------------------------------------------------------------------------------

ATTRIBUTES = [
    Shape("attributes of one tag", lambda n: body("<p " + "".join(f"a{i}=1 " for i in range(n)) + ">x</p>"), 100_000),
    Shape(
        "attributes, 150 a tag", lambda n: body(("<p " + "".join(f"a{i} " for i in range(150)) + ">x</p>") * n), 15_000
    ),
    *(
        Shape(
            f"{name} of 1 MB of {value[:16]}",
            lambda n, name=name, value=value: body(f'<{name}="{value * n}">膝</{name.split()[0]}>'),
            top,
        )
        for name, value, top in (
            ("p style", "color:red;", 800_000),
            ("p class", "wixui-box ", 800_000),
            ("p id", "viewer-", 1_000_000),
            ("p data-hook", "image-viewer ", 600_000),
            ("a href", "/a", 4_000_000),
            ("a href", "../", 3_000_000),
            ("a href", "&#106;avascript:", 500_000),
            ("a href", "#viewer-", 1_000_000),
            ("a href", "%E8%86%9D", 1_000_000),
            ("div data-hook=image-viewer><img src", "aaaaaa_aaaaaaaaaaaaaaaaaaaaaaaa", 300_000),
            ("div data-hook=image-viewer><img src", MEDIA, 120_000),
            ("div data-hook=image-viewer><img srcset", "x 1x,", 1_900_000),
            ("div data-hook=image-viewer><img alt", "膝", 3_000_000),
            ("div data-hook=image-viewer><wow-image data-image-info", "[", 9_000_000),
            ("td colspan", "9", 9_000_000),
        )
    ),
]

# Siblings -------------------------------------------------------------------------------------------------------------

SIBLINGS = [
    repeated("<p>", "<p>膝</p>", TAGS),
    numbered("<p>, all different", "<p>膝の痛み#。</p>", TAGS),
    repeated("<br>", "<br>", TAGS),
    repeated("<br> in a paragraph", "膝<br>", TAGS, before="<p>", after="</p>"),
    repeated("<li>", "<li>x</li>", TAGS, before="<ul>", after="</ul>"),
    repeated("<td>", "<td>x</td>", TAGS, before="<table><tr>", after="</table>"),
    repeated("<tr>", "<tr><td>x</td></tr>", 90_000, before="<table>", after="</table>"),
    repeated(
        "<td colspan=99999999>",
        "<td colspan=99999999 rowspan=99999999>x</td>",
        TAGS,
        before="<table><tr>",
        after="</table>",
    ),
    repeated("<td> with a <p>", "<td><p>x</p></td>", 90_000, before="<table><tr>", after="</table>"),
    repeated("<table>", table(("x",)), 10_000),
    numbered("<a>", "<a href='/post/#'>膝#</a>", TAGS),
    numbered("<a href=#>", "<p id=viewer-#><a href='#viewer-#'>膝#</a></p>", 60_000),
    numbered("links of one address", "<b>膝</b><a href='/post/'>#</a>", 90_000, before="<p>", after="</p>"),
    numbered("pictures", PICTURE, 60_000),
    repeated("the same picture", PICTURE, 60_000),
    numbered("<img>", f"<img src='{MEDIA}~mv2.jpg?#' alt='膝'>", 70_000, before="<p>", after="</p>"),
    numbered("pictures in a cell", PICTURE, 60_000, before="<table><tr><td>", after="</table>"),
    numbered("pictures in an item", PICTURE, 60_000, before="<ul><li>", after="</ul>"),
    numbered(
        "a gallery's pictures",
        f"<img src='{MEDIA}~mv2.jpg?#'>",
        70_000,
        before='<div data-hook="gallery-viewer">',
        after="</div>",
    ),
    numbered(
        "a gallery's items",
        f"<div data-hook=item-container data-id=#><img src='{MEDIA}~mv2.jpg?#'></div>",
        60_000,
        before='<div data-hook="gallery-viewer">',
        after="</div>",
    ),
    repeated("text and comments", "膝<!-- x -->", 600_000, before="<p>", after="</p>"),
    repeated("<span> and newline", "<span>膝</span>\n", TAGS, before="<p>", after="</p>"),
    repeated("<b> and <i> in turn", "<b>膝</b><i>痛</i>", 90_000, before="<p>", after="</p>"),
    numbered("headings", "<h2 id=viewer-#>見出し#</h2><p>膝</p>", 50_000),
    repeated("equal headings", "<h2>原因</h2><p>膝</p>", 60_000),
    numbered("topics", "<h3>半月板損傷#</h3><p>膝</p>", 50_000, before="<h2>原因</h2>"),
    repeated("<hr>", "<hr>", TAGS),
    repeated("<div>", "<div>膝</div>", TAGS),
    repeated("<details>", "<details><summary>問</summary><p>答</p></details>", 50_000),
    repeated(
        "collapsible items",
        '<div index=0><div><button data-hook="ExpandCollapseButton_x"></button><p>問</p></div><p>答</p></div>',
        30_000,
    ),
    repeated("<blockquote>", "<blockquote><p>x</p></blockquote>", 80_000),
    repeated("<p> in <blockquote>", "<p>x</p>", TAGS, before="<blockquote>", after="</blockquote>"),
    numbered("pictures in <blockquote>", PICTURE, 60_000, before="<blockquote>", after="</blockquote>"),
    repeated("<ul> after <li>", "<ul><li>x</li></ul>", 90_000, before="<ul><li>x</li>", after="</ul>"),
    repeated("<ul> in <li>", "<ul><li>x</li></ul>", 90_000, before="<ul><li>x", after="</li></ul>"),
    repeated("60 lists in one another", "<ul><li>x" * 50 + "</li></ul>" * 50, 1_900),
    repeated("<dt><dd>", "<dt>x</dt><dd>y</dd>", 90_000, before="<dl>", after="</dl>"),
    repeated("<ruby>", "<ruby>膝<rt>ひざ</rt></ruby>", 90_000, before="<p>", after="</p>"),
    repeated("<rt> in one <ruby>", "膝<rt>ひざ</rt>", TAGS, before="<p><ruby>", after="</ruby></p>"),
    repeated("<iframe>", "<iframe src='https://a.example/'>x</iframe>", 100_000),
    repeated("<video>", "<video src='https://a.example/'></video>", 100_000),
    repeated("<form>", "<form>x</form>", 100_000),
    repeated("<object>", "<object>x</object>", 100_000),
    repeated("<option>", "<option>x", TAGS, before="<select>", after="</select>"),
    repeated("<button>", "<button>x</button>", 100_000),
    repeated("<pre>", "<pre>x\n</pre>", 100_000),
    repeated("files", '<div data-hook="fileUploadViewer"><a href="/a.pdf">x</a> 1.5 MB</div>', 60_000),
    repeated("a file's digits", "1", TEXT, before='<div data-hook="fileUploadViewer">', after="</div>"),
    repeated("a file's dots", ".", TEXT, before='<div data-hook="fileUploadViewer">', after="MB</div>"),
    repeated("buttons", '<div data-hook="button-viewer"><a href="/x">x</a></div>', 60_000),
    repeated("<figcaption>", "<figcaption>x</figcaption>", 100_000, before=PICTURE),
    repeated(
        "<figcaption> of a picture",
        "<figcaption>x</figcaption>",
        90_000,
        before='<figure data-hook="figure-IMAGE">',
        after="</figure>",
    ),
    repeated("dates", "", 1),
    numbered("hidden", "<div hidden>x</div>", 100_000),
]
SIBLINGS = [shape for shape in SIBLINGS if shape.name != "dates"]

# Deep and wide --------------------------------------------------------------------------------------------------------

_DEEP = 450


def deep(name: str, level: str, part: str, top: int, depth: int = _DEEP, end: str = "") -> Shape:
    """Parts below many levels, as many as the limit of all levels together allows."""
    close = end or f"</{re.split('[ >]', level[1:], maxsplit=1)[0]}>"
    levels = (depth * level.count("<") + 25) * len(re.findall("<[a-z]", part))
    return numbered(
        f"{part[:24]}… below {depth} {name}", part, min(top, limits.MAX_LEVELS // levels),
        before=level * depth, after=close * depth,
    )  # fmt: skip


DEEP = [
    deep("<div>", "<div>", "<p>膝</p>", TAGS - 1000),
    deep("<x-a>", "<x-a>x", "<x-b>膝</x-b>", TAGS - 1000),
    deep("<x-a>", "<x-a>", "<img src=a.jpg>", TAGS - 1000),
    deep("pictures", "<div data-hook=imageViewer>x", "<i>膝</i>", TAGS - 1000),
    deep("pictures", "<div data-hook=imageViewer>x", PICTURE, 60_000),
    deep("collapsibles", "<div index=0>x", "<i>膝</i>", TAGS - 1000),
    deep("collapsibles", '<div index=0><p data-hook="ExpandCollapseButton_x">x</p>', "<i>膝</i>", TAGS - 1000, 300),
    deep("galleries", "<div data-hook=gallery-viewer>", "<img src=a#.jpg>", TAGS - 1000),
    deep("gallery items", "<div data-hook=item-container>", f"<img src='{MEDIA}~mv2.jpg?#'>", 60_000),
    deep("videos", "<div data-hook=video-player>", "<i>膝</i>", TAGS - 1000),
    deep("<figcaption>", "<figcaption>x", "<i>膝</i>", TAGS - 1000),
    deep("<figcaption> of a picture", "<figcaption>x", "<i>膝</i>", TAGS - 1000, 449),
    deep("files", "<div data-hook=fileUploadViewer>", "<i>膝</i>", TAGS - 1000),
    deep("buttons", "<div data-hook=button-viewer>", "<i>膝</i>", TAGS - 1000),
    deep("embeds", "<div data-hook=embed-x>", "<i>膝</i>", TAGS - 1000),
    deep("dividers", "<div data-hook=divider>", "<i>膝</i>", TAGS - 1000),
    deep("headings", "<div><h2>x", "<i>膝</i>", TAGS - 1000, 220, "</h2></div>"),
    deep("tables", "<table><tr><td>x", "<i>膝</i>", TAGS - 1000, 50, "</td></tr></table>"),
    deep("tables", "<table><tr><td>x", "</td></tr><tr><td>", 90_000, 50, "</td></tr></table>"),
    deep("quotes", "<blockquote>x", "<p>膝</p>", TAGS - 1000, 55),
    deep("lists", "<ul><li>x", "<li>膝</li>", TAGS - 1000, 55, "</li></ul>"),
    deep("<details>", "<details><summary>x</summary>", "<p>膝</p>", TAGS - 1000, 55),
    deep("<form>", "<fieldset><select>", "<option>膝", TAGS - 1000, 1, "</select></fieldset>"),
    deep("<object>", "<object>x", "<p>膝</p>", TAGS - 1000, 55),
    deep("<b>", "<b>x", "<p>膝</p>", 10_000, 15, "</b>"),
    deep("hidden levels", "<div hidden>", "<div hidden>x</div>", 100_000),
]

# Beside the article ---------------------------------------------------------------------------------------------------

CARD = rich_text("<h3>検査#</h3><p>1万#円</p>")
BESIDE = [
    beside("sections", f"<section>{rich_text('<p>膝#</p>')}</section>", 40_000),
    beside("sections in sections", "<section>", 450),
    beside(
        "cards",
        f'<div id="c#">{CARD}</div>',
        20_000,
        before="<section><div data-testid=columns>",
        after="</div></section>",
    ),
    beside("cards in boxes", f'<div class="wixui-box">{CARD}</div>', 20_000),
    beside(
        "cards below 200 sections",
        f'<div class="wixui-box">{rich_text("<h3>名#</h3><p>x</p>")}</div>',
        5_000,
        before="<section><p>x</p>" * 200,
        after="</section>" * 200,
    ),
    beside(
        "priced cards below 200 sections",
        f'<div class="wixui-box">{CARD}</div>',
        5_000,
        before="<section><p>x</p>" * 200,
        after="</section>" * 200,
    ),
    beside(
        "breadcrumbs",
        f"<section>{rich_text('<p><a href=/>ホーム</a> &gt; <a href=/x>#</a> &gt; 膝</p>')}</section>",
        20_000,
    ),
    beside("steps of breadcrumbs", "<a href=/x#>#</a> &gt; ", 100_000, before="<section><p>", after="</p></section>"),
    beside("separators", " &gt; ", 1_000_000, before="<section><p><a href=/>ホーム</a>", after="</p></section>"),
    beside(
        "supervisors", f"<section>{rich_text('<h2>監修医師</h2><h3>山田 太郎 医師</h3><p>経歴#</p>')}</section>", 20_000
    ),
    beside("a supervisor's lines", "<p>経歴#</p>", 60_000, before="<section><h2>監修医師</h2>", after="</section>"),
    beside("a supervisor's brackets", "】", 3_000_000, before="<section><h2>監修医師</h2><p>", after="x</p></section>"),
    beside("chrome", '<div id="pinned#">x</div>', 90_000),
    beside("hidden parts", "<div hidden>x</div>", 90_000),
    beside("hidden in hidden", "<div hidden>x", 450),
    beside(
        "categories",
        '<a href="/categories/#">#</a>',
        60_000,
        before="<article data-hook=post><div data-hook=post-description>x</div>",
    ),
]
INSIDE_POST = [
    Shape(
        name,
        lambda n, part=part: (
            page(paragraph("本文"))
            .replace("</article>", "".join(part.replace("#", str(i)) for i in range(n)) + "</article>")
            .encode()
        ),
        top,
    )
    for name, part, top in (
        ("category links", '<a href="/categories/#">#</a>', 90_000),
        ("equal category links", '<a href="/categories/x">膝</a>', 90_000),
        ("dates", '<span data-hook="time-ago">1月#日</span>', 90_000),
        ("footers", "<div data-hook=post-footer>x</div>", 90_000),
        ("headers in headers", "<header>x", 450),
        ("post bodies", "<div data-hook=post-description>x</div>", 90_000),
        ("post bodies in post bodies", "<div data-hook=post-description>x", 450),
        ("posts in posts", "<article data-hook=post>x", 450),
    )
]

# Text -----------------------------------------------------------------------------------------------------------------


def text(name: str, part: str, *, before: str = "", after: str = "", size: int = TEXT) -> Shape:
    """One paragraph of a part again and again."""
    return Shape(
        f"{name} in a paragraph", lambda number: body(f"<p>{before}{part * number}{after}</p>"),
        size // len(part.encode("utf-8", "replace")),
    )  # fmt: skip


LONG_TEXTS = [
    text("letters", "膝"),
    text("words", "knee "),
    text("spaces", " ", before="x", after="y"),
    text("newlines", "\n", before="x", after="y"),
    text("newlines and spaces", "\n ", before="x", after="y"),
    text("spaces and words", "x     "),
    text("wide spaces", "\u3000", before="x", after="y"),
    text("no-break spaces", "&nbsp;", before="x", after="y"),
    text("zero widths", "\u200b", before="x", after="y"),
    text("NULs", "x\0"),
    text("controls", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\x1b"),
    text("bidi overrides", "膝\u202e", before="\u202d"),
    text("combining marks", "e\u0301"),
    text("<!--", "<!--"),
    text("</", "</"),
    text("<a <a", "<a <a "),
    text("<", "<"),
    text("< ", "< "),
    text("<!", "<!"),
    text("<script ", "<script "),
    text("<script type", '<script type="application/json" ', size=MEGABYTE),
    text("scripts of JSON in a comment", '<script type="application/json">', before="<!--", after="--><script></script>"),
    text("<article", "<article ", after="post-description"),
    text("&amp;", "&amp;"),
    text("&", "&"),
    text("&#x", "&#x"),
    text("&#xD800;", "&#xD800;"),
    text("&lt;", "&lt;"),
    text("]]>", "]]>"),
    text("<![CDATA[", "<![CDATA["),
    text("digits", "1"),
    text("prices", "1,000円 "),
    text("sums", "1,000円+"),
    text("ranges", "1円〜"),
    text("Q.", "Q. 問い A. 答え "),
    text("dots", "・腫れ "),
    text("circled numbers", "①"),
    text("squares", "■"),
    text("brackets", "【"),
    text("closing brackets", "】", before="【", after="x"),
    text("full stops", "。"),
    text("long vowels", "ー"),
    text("notes", "※"),
    *(text(f"bold {mark}", f"<b>{mark}</b>", size=MEGABYTE) for mark in ("・腫れ ", "①痛み", "1,000円", "Q. 問い")),
]  # fmt: skip

LINES = [
    shape
    for name, line in (
        *(
            ("text", "膝が痛い"),
            ("dots", "・腫れ"),
            ("squares", "■名前"),
            ("rings", "○"),
            ("numbers", "1. 痛み"),
            ("signs", "①痛み"),
        ),
        *(
            ("questions", "Q. 問い"),
            ("answers", "A. 答え"),
            ("pairs", "Q. 問い<br>A. 答え"),
            ("prices", "診察 1,000円"),
            ("notes", "※注"),
        ),
        *(
            ("contents", "目次"),
            ("links", "<a href='#viewer-x'>膝</a>"),
            ("bold lines", "<b>膝の痛み</b>"),
            ("boxes", "【原因】"),
        ),
        *(
            ("readers", "【こんな方におすすめ】"),
            ("warnings", "⚠注意"),
            ("labels", "■名前：本文です"),
            ("price titles", "【料金】"),
        ),
        *(("ticks", "☐ 痛い"), ("steps", "Step1 膝"), ("two points", "・腫れ ・熱"), ("supervisors", "監修医師")),
    )
    for shape in (
        repeated(f"lines of {name}", f"{line}<br>", 100_000, before="<p>", after="</p>"),
        numbered(f"paragraphs of {name}", f"<p id=viewer-p#>{line}</p>", 50_000),
    )
]

# Data -----------------------------------------------------------------------------------------------------------------


def _nested(kind: str, number: int) -> list[Any]:
    tree = data.paragraph("深い")
    for _ in range(number):
        tree = data.node(kind, "", [tree])
    return [tree]


def _strings(number: int) -> str:
    """JSON in a string in JSON, which doubles with every level."""
    inside = json.dumps({"postPage": data.post(data.paragraph("膝"))})
    for _ in range(number):
        inside = json.dumps({"richContent": inside})
    return f'<script type="application/json">{inside}</script>'


_TREES: list[tuple[str, Callable[[int], Any], int]] = [
    ("paragraphs", lambda n: [data.paragraph(f"膝{i}", f"p{i}") for i in range(n)], 40_000),
    ("text nodes", lambda n: [data.paragraph("膝", "p", *(data.words(f"痛{i}", "BOLD") for i in range(n)))], 60_000),
    ("decorations", lambda n: [data.paragraph(data.words("膝", *(["BOLD"] * n)))], 300_000),
    ("links", lambda n: [data.paragraph(data.words("膝", *(data.link(f"https://a.example/{i}") for i in range(n))))], 60_000),
    ("a long text", lambda n: [data.paragraph("膝" * n)], 3_000_000),
    ("a long text of NULs", lambda n: [data.paragraph("膝\0" * n)], 600_000),
    ("a quote's paragraphs", lambda n: [data.node("BLOCKQUOTE", "q", [data.paragraph(f"膝{i}") for i in range(n)])], 40_000),
    ("items", lambda n: [data.bullets(*(f"膝{i}" for i in range(n)))], 20_000),
    ("pictures", lambda n: [data.image(f"a1b2c3_{i:032}~mv2.jpg", f"i{i}", "膝") for i in range(n)], 25_000),
    ("a gallery's pictures", lambda n: [data.gallery(*(data.gallery_item(f"a1b2c3_{i:032}~mv2.jpg") for i in range(n)))], 40_000),
    ("questions", lambda n: [data.node("COLLAPSIBLE_LIST", "", [data.node("COLLAPSIBLE_ITEM", "", [])]) for _ in range(n)], 60_000),
    ("unknown nodes", lambda n: [data.node("NEWEST", "", [data.paragraph("膝")]) for _ in range(n)], 25_000),
    ("files", lambda n: [data.file("a.pdf", {"id": f"ugd/{i}.pdf"}) for i in range(n)], 50_000),
    *(
        (f"levels of {kind}", lambda n, kind=kind: _nested(kind, n), 300)
        for kind in ("BLOCKQUOTE", "BULLETED_LIST", "LAYOUT", "NEWEST", "PARAGRAPH", "TABLE", "IMAGE")
    ),
]  # fmt: skip
DATA = [
    *(held(f"data: {name}", tree, top) for name, tree, top in _TREES),
    held("data: levels of brackets", lambda n: f'<script type="application/json">{"[" * n}"richContent"</script>', TEXT),
    held("data: strings in strings", _strings, 20),
    held("data: many posts", lambda n: '<script type="application/json">[' + ",".join(['{"richContent":{"nodes":[{}]}}'] * n) + "]</script>", 300_000),
    held("data: many strings", lambda n: '<script type="application/json">[' + ",".join(['"richContent{"'] * n) + "]</script>", 600_000),
    held("data: half characters", lambda n: data.warmup(data.post(data.paragraph("@"))).replace("@", "\\\\\\ud800膝" * n), 600_000),
    held("data: scripts", lambda n: '<script type="application/json">{"richContent":1}</script>' * n, 90_000),
    held("data and page: the same", _TREES[0][1], 30_000, lambda n: "".join(paragraph(f"膝{i}", f"p{i}") for i in range(n))),
    held(
        "data and page: all different", lambda n: [data.paragraph(f"痛{i}", f"q{i}") for i in range(n)], 30_000,
        lambda n: paragraph("同じ", "same") + "".join(paragraph(f"膝{i}", f"p{i}") for i in range(n)),
    ),
    held(
        "data and page: other order", lambda n: [data.paragraph(f"膝{i}", f"p{i}") for i in range(n)], 30_000,
        lambda n: "".join(paragraph(f"膝{i}", f"p{i}") for i in reversed(range(n))),
    ),
    held(
        "data and page: other words", lambda n: [data.paragraph(f"膝の痛み{i}", f"p{i}") for i in range(n)], 30_000,
        lambda n: "".join(paragraph(f"膝{i}", f"p{i}") for i in range(n)),
    ),
    held(
        "data and page: one long text, many parts", lambda n: [data.paragraph("膝の痛みの話", "") for _ in range(150)], 300_000,
        lambda n: paragraph("膝の痛みの" * n, "one"),
    ),
    held(
        "data and page: galleries", lambda n: [data.gallery(*(data.gallery_item(f"a1b2c3_{i:032}~mv2.jpg") for i in range(n)))], 30_000,
        lambda n: '<div id=viewer-g1><div data-hook=gallery-viewer>' + "".join(f"<img src='https://static.wixstatic.com/media/a1b2c3_{i:032}~mv2.jpg'>" for i in range(n)) + "</div></div>",
    ),
    linked_data("JSON-LD: levels", lambda n: "[" * n + '"@type"' + "]" * n, TEXT // 2),
    linked_data("JSON-LD: a deep headline", lambda n: '{"@type":"BlogPosting","headline":' + "[" * n + "]" * n + "}", 1_000),
    linked_data("JSON-LD: articles", lambda n: '{"@graph":[' + ",".join(['{"@type":"Thing"}'] * n) + "]}", 500_000),
    linked_data("JSON-LD: types", lambda n: '{"@type":[' + ",".join(['"x"'] * n) + "]}", TEXT // 4),
    linked_data("JSON-LD: a long headline", lambda n: '{"@type":"BlogPosting","headline":"' + "膝" * n + '"}', TEXT // 3),
    linked_data("JSON-LD: half a character", lambda n: '{"@type":"BlogPosting","headline":"' + "\\ud800膝" * n + '"}', TEXT // 9),
    Shape("JSON-LD: scripts", lambda n: page(paragraph("本文"), head='<script type="application/ld+json">{"@type":1}</script>' * n).encode(), 90_000),
    Shape("<meta>", lambda n: page(paragraph("本文"), head="".join(f'<meta name="og:{i}" content="x">' for i in range(n))).encode(), 100_000),
    Shape("a long title", lambda n: page(paragraph("本文"), title="膝の痛み" * n).encode(), 200_000),
    Shape("a long address", lambda n: page(paragraph("本文"), url="https://a.example/" + "膝" * n).encode(), 1_000_000),
]  # fmt: skip

# Bytes ----------------------------------------------------------------------------------------------------------------


def _labelled(name: str, label: str, part: bytes) -> Shape:
    def make(number: int) -> bytes:
        whole = page("<p>@</p>").replace('charset="utf-8"', f'charset="{label}"').encode("ascii", "xmlcharrefreplace")
        return whole.replace(b"@", part * number)

    return Shape(f"bytes: {name}", make, TEXT // len(part))


BYTES = [
    Shape("bytes: half characters in UTF-16", lambda n: b"\xff\xfe" + page("<p>" + "膝\ud800" * n + "</p>").encode("utf-16-le", "surrogatepass"), 2_000_000),
    _labelled("broken UTF-8", "utf-8", b"\xe8\x86"),
    _labelled("EUC-JP", "euc-jp", b"\xc9\xa8a"),
    _labelled("JIS X 0212", "euc-jp", b"\x8f\xb0\xa1"),
    _labelled("broken EUC-JP", "euc-jp", b"\xff\x8f"),
    _labelled("ISO-2022-JP", "iso-2022-jp", b"\x1b$BI($\x1b(B"),
    _labelled("escapes", "iso-2022-jp", b"\x1b$B\x1b(B"),
    _labelled("Shift_JIS", "shift_jis", "膝①".encode("cp932")),
    _labelled("broken Shift_JIS", "shift_jis", b"\x81"),
    _labelled("GB18030", "gb18030", b"\x81\x30\x81\x30"),
    _labelled("Big5", "big5", b"\xa4\xa4"),
    _labelled("no label", "?", "膝の痛み".encode("euc_jp")),
    Shape("bytes: more than 10 MB", lambda n: b"<p>" + b"x" * n, 20_000_000),
]  # fmt: skip

SHAPES: list[Shape] = [
    *UNCLOSED,
    *OVERLAPPING,
    *ATTRIBUTES,
    *SIBLINGS,
    *DEEP,
    *BESIDE,
    *INSIDE_POST,
    *LONG_TEXTS,
    *LINES,
    *DATA,
    *BYTES,
]
