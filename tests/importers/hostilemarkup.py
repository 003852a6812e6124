"""Markup that acts when a browser meets it, and the places of a page where it may stand.

Every part calls `fire(§)`, with the part's number.  One of `FIRES` does so by itself, or when it is
clicked, in a page that holds it as it is; the others act only when a reader takes them apart and puts them together
otherwise than a browser does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from importers.records import Json

from . import ricostrees as data
from . import wixpages as wix

_FIRES = [
    "<noscript><p title='</noscript><img src=x: onerror=fire(§)>'></noscript>",
    # What is a program, or loads one.
    "<script>fire(§)</script>",
    "<SCRIPT>fire(§)</SCRIPT >",
    "<script src='data:text/javascript,fire(§)'></script>",
    "<svg><script>fire(§)</script></svg>",
    "<svg><script>&#102;ire(§)</script></svg>",
    "<svg><g><foreignObject><script>fire(§)</script></foreignObject></g></svg>",
    "<iframe srcdoc='<script>fire(§)</script>'></iframe>",
    "<iframe src='javascript:fire(§)'></iframe>",
    "<div><template shadowrootmode=open><img src=x: onerror=fire(§)></template></div>",
    # Attributes that name a program.
    "<img src=x: onerror=fire(§)>",
    "<img src=x:\nonerror\n=\nfire(§)>",
    "<img/src=''/onerror=fire(§)>",
    "<IMG SRC=x: ONERROR='fire(§)'>",
    "<image src=x: onerror=fire(§)>",
    "<p><img src=x: class=' onerror='onerror='fire(§)'></p>",
    "<video src=x: onerror=fire(§)></video>",
    "<video><source src=x: onerror=fire(§)></video>",
    "<audio src=x: onerror=fire(§)></audio>",
    "<svg onload=fire(§)></svg>",
    "<svg><image href=x: onerror=fire(§)></image></svg>",
    "<svg><animate attributeName=x dur=1ms onbegin=fire(§)></animate></svg>",
    "<details open ontoggle=fire(§)><summary>開く</summary>中身</details>",
    "<style onload=fire(§)></style>",
    "<link rel=stylesheet href='data:text/css,' onload=fire(§)>",
    "<iframe onload=fire(§)></iframe>",
    "<style>@keyframes k{from{top:0}}</style><p style='animation:k 1ms' onanimationstart=fire(§)>動く</p>",
    # Links that are programs, once they are followed.
    "<a href='javascript:fire(§)'>膝</a>",
    "<a href='JaVaScRiPt:fire(§)'>膝</a>",
    "<a href='java&#9;script:fire(§)'>膝</a>",
    "<a href='java\nscript:fire(§)'>膝</a>",
    "<a href='&#1;javascript:fire(§)'>膝</a>",
    "<a href='&#106;avascript&colon;fire(§)'>膝</a>",
    "<a href='javascript://x.example/%0afire(§)'>膝</a>",
    "<a href='  javascript:fire(§)'><b>膝</b>の話</a>",
    "<a href='javascript:fire(§)'><img src=x: alt=膝></a>",
    "<svg><a href='javascript:fire(§)'><text y=9>膝</text></a></svg>",
    "<math><mtext><a href='javascript:fire(§)'>膝</a></mtext></math>",
    "<form action='javascript:fire(§)'><button>送る</button></form>",
    "<form><button formaction='javascript:fire(§)'>送る</button></form>",
    "<map name=m§><area href='javascript:fire(§)'></map><img usemap='#m§' src=x:>",
    # Text to one reader, markup to another.
    "<textarea><p title='</textarea><img src=x: onerror=fire(§)>'></textarea>",
    "<xmp><p title='</xmp><img src=x: onerror=fire(§)>'></xmp>",
    "<noembed><p title='</noembed><img src=x: onerror=fire(§)>'></noembed>",
    "<noframes><p title='</noframes><img src=x: onerror=fire(§)>'></noframes>",
    "<style><p title='</style><img src=x: onerror=fire(§)>'></style>",
    "<iframe><p title='</iframe><img src=x: onerror=fire(§)>'></iframe>",
    "<svg><title><style><p title='</style><img src=x: onerror=fire(§)>'></style></title></svg>",
    "<math><mtext><style><p title='</style><img src=x: onerror=fire(§)>'></style></mtext></math>",
    "<!--><img src=x: onerror=fire(§)>-->",
    "<!---><img src=x: onerror=fire(§)>-->",
    "<!-- --!><img src=x: onerror=fire(§)>-->",
    "<!x '><img src=x: onerror=fire(§)>'>",
    "<?x '?><img src=x: onerror=fire(§)>'?>",
    "</ x='><img src=x: onerror=fire(§)>'>",
    "<![CDATA[><img src=x: onerror=fire(§)>]]>",
    "<table><img src=x: onerror=fire(§)></table>",
    "<table><tr><td><table></td><img src=x: onerror=fire(§)></table></table>",
    "<p title='\">'><img src=x: onerror=fire(§)></p>",
    "<b><img src=x: onerror=fire(§)>膝</b>",
    "<scr\0ipt>x</scr\0ipt><img src=x: o\0nerror=0 onerror=fire(§)>",
]
_SLEEPS = [
    # Text that would be markup if it were read once more.
    "<p>&lt;img src=x: onerror=fire(§)&gt;</p>",
    "<p>&amp;lt;img src=x: onerror=fire(§)&amp;gt;</p>",
    "<p>&lt;script&gt;fire(§)&lt;/script&gt;</p>",
    "<p>&#x3c;img src=x: onerror=fire(§)&#x3e;</p>",
    "<p><span>&lt;</span>img src=x: onerror=fire(§)<span>&gt;</span></p>",
    "<b>&lt;</b><i>img src=x: onerror=fire(§)&gt;</i>",
    "<p>\ufeff&lt;\u200bimg src=x: onerror=fire(§)></p>",
    "<p><\0img src=x: onerror=fire(§)></p>",
    "<scr\0ipt>fire(§)</scr\0ipt>",
    "<im\0g src=x: onerror=fire(§)>",
    "<scr<script></script>ipt>fire(§)</script>",
    # The same in attributes.
    "<a href='/x' title='\"><img src=x: onerror=fire(§)>'>膝</a>",
    "<a href='/x\"><img src=x: onerror=fire(§)>'>膝</a>",
    "<a href='https://a.example/\"onmouseover=\"fire(§)'>膝</a>",
    "<a href='https://a.example/<script>fire(§)</script>'>膝</a>",
    "<a href='https://a.example/`onmouseover=fire(§)'>膝</a>",
    "<img src='https://a.example/\"onerror=\"fire(§)' alt='\"><img src=x: onerror=fire(§)>'>",
    "<img src='https://a.example/膝.jpg' alt='--><script>fire(§)</script>'>",
    "<ruby>膝<rt>&lt;img src=x: onerror=fire(§)&gt;</rt></ruby>",
    "<video src='javascript:fire(§)' title='\"onload=\"fire(§)'></video>",
    "<iframe src='https://www.youtube.com/embed/a\"onload=\"fire(§)' title='<img src=x: onerror=fire(§)>'></iframe>",
    "<iframe src='data:text/html,<script>fire(§)</script>'></iframe>",
    "<a href='data:text/html,<script>fire(§)</script>'>膝</a>",
    "<a href='vbscript:fire(§)'>膝</a>",
    "<a href='//\\javascript:fire(§)'>膝</a>",
    "<a href='blob:https://a.example/fire(§)'>膝</a>",
    "<a href='file:///etc/passwd?fire(§)'>膝</a>",
    "<embed src='javascript:fire(§)'>",
    "<object data='javascript:fire(§)'>膝</object>",
    "<div style='background:url(javascript:fire(§))'>膝</div>",
    "<meta http-equiv=refresh content='0;url=javascript:fire(§)'>",
    # What changes when a tree is written and read again.
    "<math><mtext><table><mglyph><style><!--</style><p title='--&gt;&lt;img src=x: onerror=fire(§)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=fire(§)></style></mglyph></form>",
    "<svg><style><p title='</style><img src=x: onerror=fire(§)>'></style></svg>",
    "<svg></p><style><p title='</style><img src=x: onerror=fire(§)>'></style></svg>",
    "<noscript><style></noscript><img src=x: alt='</style><img src=x: onerror=fire(§)>'></noscript>",
    "<select><style></select><p title='</style><img src=x: onerror=fire(§)>'></style></select>",
    "<pre>\n\n&lt;img src=x: onerror=fire(§)&gt;</pre>",
    "<plaintext><img src=x: onerror=fire(§)>",
]
MARKUP = {number: part.replace("§", str(number)) for number, part in enumerate((*_FIRES, *_SLEEPS), 1)}
FIRES = {number: part for number, part in MARKUP.items() if number <= len(_FIRES)}


def _generic(body: str, head: str = "<title>膝の話</title>") -> str:
    return f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


_PROSE = "<p>" + "膝の内側が痛むときは、まず無理をせずに休みます。" * 8 + "</p>"


def _held(*nodes: Json) -> str:
    """A post that only its data holds."""
    return wix.page().replace("</body>", data.warmup(data.post(*nodes)) + "</body>")


# Where markup may stand.
PLACES: dict[str, Callable[[str], str]] = {
    "a post": lambda part: wix.page(wix.paragraph("前"), part, wix.paragraph("後", "p2")),
    "a paragraph": lambda part: wix.page(wix.paragraph(f"前{part}後")),
    "a heading": lambda part: wix.page(wix.heading(f"見出し{part}"), wix.paragraph("本文")),
    "an item": lambda part: wix.page(wix.bullets(f"前{part}後", "次")),
    "a cell": lambda part: wix.page(wix.table((f"前{part}後", "隣"))),
    "a caption": lambda part: wix.page(wix.image(caption=f"前{part}後")),
    "a quote": lambda part: wix.page(f"<blockquote>前{part}後</blockquote>"),
    "an answer": lambda part: wix.page(f"<details><summary>問い{part}</summary><p>答え{part}</p></details>"),
    "unknown markup": lambda part: wix.page(f"<form><p>前{part}後</p></form>"),
    "a title": lambda part: wix.page(wix.paragraph("本文"), title=f"膝{part}"),
    "a card": lambda part: wix.page(
        wix.paragraph("本文"),
        beside=wix.columns(wix.rich_text(f"<h2>検査{part}</h2>") + wix.rich_text(f"<p>説明{part}</p><p>6,600円</p>")),
    ),
    "a supervisor": lambda part: wix.page(
        wix.paragraph("本文"),
        beside='<section id="v">'
        + wix.rich_text(f"<h2>監修医師</h2><h3>山田 太郎 医師</h3><p>診療{part}</p><p>【経歴】</p><p>大学{part}卒業</p>")
        + "</section>",
    ),
    "a page": lambda part: wix.site_page(wix.section(wix.rich_text(f"<h1>膝</h1>{_PROSE}{part}{_PROSE}"))),
    "a box of a page": lambda part: wix.site_page(wix.section(wix.rich_text(_PROSE), part)),
    "another blog": lambda part: _generic(f"<article><h1>膝</h1>{_PROSE}{part}{_PROSE}</article>"),
    "another blog's title": lambda part: _generic(f"<article><h1>膝{part}</h1>{_PROSE}</article>"),
    "the head": lambda part: _generic(f"<article><h1>膝</h1>{_PROSE}</article>", f"<title>膝</title>{part}"),
    "an attribute": lambda part: wix.page(
        wix.image(alt=escape(part), caption="図"),
        f'<p><a href="{escape(part)}">膝</a></p>',
        f'<div data-hook="video-player"><iframe src="{escape(part)}" title="{escape(part)}"></iframe></div>',
        f'<div data-hook="button-viewer"><a href="{escape(part)}">予約</a></div>',
        f'<div data-hook="fileUploadViewer"><a href="{escape(part)}">資料.pdf</a></div>',
    ),
    "the head's attributes": lambda part: wix.page(
        wix.paragraph("本文"), url=escape(part),
        head=f'<meta name="description" content="{escape(part)}"><meta property="og:image" content="{escape(part)}">'
        f'<meta name="robots" content="{escape(part)}">',
    ),
    "JSON-LD": lambda part: _generic(
        f"<article><h1>膝</h1>{_PROSE}</article>",
        '<title>膝</title><script type="application/ld+json">'
        + json.dumps(
            {
                "@type": "BlogPosting", "headline": part, "description": part, "keywords": [part],
                "author": {"@type": "Person", "name": part, "url": part}, "image": part, "articleSection": part,
                "datePublished": part, "mainEntityOfPage": part,
            }
        ).replace("<", "\\u003c") + "</script>",
    ),
    "a post's data": lambda part: _held(
        data.paragraph(part), data.paragraph(data.words("膝", data.link(part)), "p2"), data.heading(part),
        data.bullets(part), data.image(part, "i1", part, part), data.image("a1b2c3_" + "0" * 32 + "~mv2.jpg", "i2", part, part),
        data.video({"url": part}, "v1", part), data.file(part, {"url": part}), data.gallery(data.gallery_item(part, part, part)),
        data.node("HTML", "x1", htmlData={"html": part, "url": part}),
        data.node("LINK_PREVIEW", "x2", linkPreviewData={"title": part, "link": {"url": part}, "description": part, "html": part}),
        data.node("BUTTON", "x3", buttonData={"text": part, "link": {"url": part}}),
        data.node("CODE_BLOCK", "x4", [data.words(part)]), data.node("NEWEST", "x5", [data.paragraph(part)]),
    ),
}  # fmt: skip
