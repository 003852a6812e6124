"""Small Wix pages of our own writing, in the shapes of the real ones, for tests."""

from __future__ import annotations

import json
from html import escape

from importers.pipeline import read_page
from importers.records import Draft, Json
from importers.sources import page_of

URL = "https://www.knee.example/post/sample"


def paragraph(text: str, node_id: str = "p1", generation: str = "E") -> str:
    """A paragraph of the blog's viewer; `text` is markup."""
    if generation == "A":
        return (
            f'<p id="viewer-{node_id}" class="mm8Nw public-DraftStyleDefault-block-depth0"><span class="_2PHJq">'
            f'<span>{text}</span></span></p><div type="paragraph" data-hook="rcv-block2"></div>'
        )
    return (
        f'<div data-breakout="normal"><p class="vVP7K" dir="auto" id="viewer-{node_id}"><span class="AKCE3"><span>{text}'
        '</span></span></p></div><div type="paragraph" data-hook="rcv-block3"></div>'
    )


def spacer(node_id: str = "s1") -> str:
    return (
        f'<div data-breakout="normal"><div class="vVP7K" id="viewer-{node_id}"><span><br role="presentation"/></span>'
        '</div></div><div type="empty-line" data-hook="rcv-block4"></div>'
    )


def heading(text: str, level: int = 2, node_id: str = "h1") -> str:
    return (
        f'<div data-breakout="normal"><h{level} dir="auto" id="viewer-{node_id}"><span aria-hidden="true" id="{node_id}">'
        f'</span><span><span>{text}</span></span></h{level}></div><div type="heading" data-hook="rcv-block5"></div>'
    )


def image(
    media: str = "a1b2c3_" + "0" * 32 + "~mv2.jpg", node_id: str = "i1", alt: str = "膝の図", caption: str = ""
) -> str:
    info = escape(json.dumps({"isLQIP": True, "imageData": {"width": 800, "height": 600, "uri": media}}), quote=True)
    inner = f"<figcaption><span>{caption}</span></figcaption>" if caption else ""
    return (
        f'<div data-breakout="normal"><div id="viewer-{node_id}"><figure data-hook="figure-IMAGE"><div data-hook="image-viewer">'
        f'<wow-image id="{media}" data-image-info="{info}"><img src="https://static.wixstatic.com/media/{media}/v1/fill/'
        f'w_49,h_37,al_c,blur_2/{media}" alt="{alt}"/></wow-image></div><button aria-label="拡大"></button>{inner}</figure></div>'
        '</div><div type="image" data-hook="rcv-block6"></div>'
    )


def bullets(*items: str, tag: str = "ul") -> str:
    inner = "".join(f'<li aria-level="1"><p id="viewer-"><span><span>{item}</span></span></p></li>' for item in items)
    return f'<div data-breakout="normal"><{tag}>{inner}</{tag}></div><div type="bulleted_list" data-hook="rcv-block7"></div>'


def table(*rows: tuple[str, ...], header: bool = False) -> str:
    def cell(text: str, tag: str) -> str:
        return (
            f'<{tag} data-hook="table-plugin-cell" data-node-id="c"><div></div><div><p id="viewer-c"><span>{text}</span></p>'
            f"</div></{tag}>"
        )

    body = "".join(
        "<tr>" + "".join(cell(text, "th" if header and number == 0 else "td") for text in row) + "</tr>"
        for number, row in enumerate(rows)
    )
    return (
        f'<div data-breakout="normal"><div id="viewer-t1"><table data-hook="table-component"><tbody>{body}</tbody></table></div>'
        '</div><div type="table" data-hook="rcv-block8"></div>'
    )


def page(
    *blocks: str, title: str = "見本の記事", beside: str = "", head: str = "", lang: str = "ja", url: str = URL
) -> str:
    """A whole saved post: chrome, title, the given blocks, what stands beside it."""
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="{url}"/><meta property="og:title" content="{title}"/>
<meta property="article:published_time" content="2025-04-01T01:02:03.456Z"/>{head}
<style>.x{{color:red}}</style></head><body><script>window.x = "<p>kein Text</p>"</script>
<div id="SITE_CONTAINER"><div id="SCROLL_TO_TOP"><span>top of page</span></div>
<div id="site-root"><div id="masterPage"><header id="SITE_HEADER"><nav aria-label="サイト"><ul><li>ホーム</li><li>料金</li></ul>
<ul aria-hidden="true" style="display:none"><li>料金</li></ul></nav></header>
<main id="PAGES_CONTAINER"><section id="comp-blog"><div id="TPAMultiSection_x1"><div data-hook="post-page-root">
<article data-hook="post"><header><div data-hook="post-title"><h1 data-hook="post-title">{title}</h1></div>
<ul><li><span data-hook="user-name">編集部</span></li><li><span title="2025年4月1日" data-hook="time-ago">2025年4月1日</span></li>
<li><span data-hook="time-to-read">読了時間: 2分</span></li></ul></header>
<section data-hook="post-description"><div data-rce-version="11.12.2"><div data-id="content-viewer"><div>
<div type="first" data-hook="rcv-block-first"></div>{"".join(blocks)}<div type="last" data-hook="rcv-block-last"></div></div></div></div></section>
<footer data-hook="post-footer"><p>タグ：</p><nav data-hook="tag-cloud-root"><a href="https://www.knee.example/blog/tags/a">膝</a></nav>
<ul><li><a href="https://www.knee.example/blog/categories/b" data-hook="link">膝の症状</a></li></ul></footer></article></div></div>
<section data-hook="recent-posts"><h2>最新記事</h2></section></section>{beside}</main>
<footer id="SITE_FOOTER"><p>診療時間 9:00–18:00</p></footer></div></div>
<div id="SCROLL_TO_BOTTOM"><span>bottom of page</span></div></div></body></html>"""


def rich_text(inner: str, box_id: str = "comp-r1") -> str:
    """A text element of the classic editor."""
    return f'<div id="{box_id}" data-testid="richTextElement">{inner}</div>'


def columns(*cards: str) -> str:
    """A row of columns, as the classic editor draws cards."""
    inner = "".join(
        f'<div id="comp-c{number}"><div data-mesh-id="m">{card}</div></div>' for number, card in enumerate(cards)
    )
    return f'<section id="comp-s1"><section id="comp-s2"><div data-testid="columns">{inner}</div></section></section>'


def read(html: str, path: str = "post/sample.html") -> Draft:
    """Rooms 2–4 over a page given as text."""
    result = read_page(page_of(path, html.encode(), "0" * 64))
    assert result is not None
    return result


def draft_of(*blocks: str, **more: str) -> Json:
    """The document of a page with these blocks."""
    return read(page(*blocks, **more)).data


def content(data: Json) -> list[Json]:
    """All blocks inside the sections and topics, in order."""
    out: list[Json] = []
    for block in data["body"]:
        out += _inside(block)
    return out


def _inside(block: Json) -> list[Json]:
    if block["type"] in {"section", "topic"}:
        return [inner for child in block["value"]["content"] for inner in _inside(child)]
    return [block]


def kinds(data: Json) -> list[str]:
    return [block["type"] for block in content(data)]


def ids(findings_of: Json) -> set[str]:
    """The ids of a document's findings."""
    return {finding["id"] for finding in findings_of["findings"]}


def balanced(data: Json) -> bool:
    """The ledger's promise: every character placed or dropped, none lost."""
    ledger = data["ledger"]
    dropped = sum(item["chars"] for item in ledger["dropped"])
    return not ledger["lost"] and ledger["placed_chars"] + dropped == ledger["source_chars"]


# Pages that are no posts ------------------------------------------------------------------------------------------------


def site_page(
    *parts: str, title: str = "膝のPRP療法 | 若葉ひざクリニック", site: str = "若葉ひざクリニック", url: str = ""
) -> str:
    """A page of the classic editor, or of Studio: the same frame around parts of its main section."""
    name = f'<meta property="og:site_name" content="{site}"/>' if site else ""
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{title}</title><meta name="generator" content="Wix.com Website Builder"/>
<link rel="canonical" href="{url or "https://www.wakaba-hiza.example/prp"}"/>{name}</head><body><div id="SITE_CONTAINER">
<div id="SCROLL_TO_TOP" role="region" tabindex="-1" aria-label="top of page"><span>top of page</span></div>
<header id="SITE_HEADER"><nav aria-label="サイト"><ul><li><a href="/">ホーム</a></li></ul></nav></header>
<main id="PAGES_CONTAINER" data-main-content="true">{"".join(parts)}</main>
<footer id="SITE_FOOTER"><p>診療時間 9:00–18:00</p></footer></div></body></html>"""


def section(*parts: str, box_id: str = "comp-s9") -> str:
    return f'<section id="{box_id}" class="Le88gL wixui-section"><div data-testid="mesh-container-content">{"".join(parts)}</div></section>'


def link_button(label: str, href: str = "", more: str = 'class="uDW_Qe wixui-button" data-testid="linkElement"') -> str:
    """A button of the classic editor; without an address it opens a lightbox."""
    target = f'href="{href}"' if href else 'data-popupid="abc12" role="button"'
    return f'<div id="comp-b1"><a {target} {more}><span class="wixui-button__label">{label}</span></a></div>'


def classic_image(media: str = "b1b2c3_" + "1" * 32 + "~mv2.jpg", alt: str = "膝の模型", *, bare: bool = False) -> str:
    address = f"https://static.wixstatic.com/media/{media}/v1/fill/w_300,h_200,al_c/{media}"
    img = f'<img srcset="{address} 1x, {address} 2x" alt="{alt}" width="300" height="200">'
    inner = img if bare else f'<wow-image id="img_comp-i1"><img src="{address}" alt="{alt}"></wow-image>'
    return f'<div id="comp-i1" class="wixui-image"><div data-testid="linkElement">{inner}</div></div>'


def tabs(*panels: tuple[str, str]) -> str:
    """Tabs: all but the first panel hidden, each named by its tab alone."""
    labels = "".join(
        f'<div role="tab" id="tab-{n}" class="wixui-tabs__item" data-hook="tab-item" aria-selected="{str(n == 0).lower()}">'
        f'<span data-hook="tab-item-label">{label}</span></div>'
        for n, (label, _) in enumerate(panels)
    )
    inner = "".join(
        f'<div role="tabpanel" aria-labelledby="tab-{n}" aria-hidden="{str(n > 0).lower()}"'
        f'{" style=display:none" if n else ""}><div data-testid="mesh-container-content">{panel}</div></div>'
        for n, (_, panel) in enumerate(panels)
    )
    return f'<div class="wixui-tabs"><div role="tablist">{labels}</div><div class="wixui-tabs__container">{inner}</div></div>'


def accordion(*items: tuple[str, str]) -> str:
    """A list of headers, each with a folded answer."""
    return (
        "<ul>"
        + "".join(
            f'<li><div><button id="acc-{n}" aria-expanded="false" aria-controls="acc-{n}-content"><h3>{header}</h3></button>'
            f'<div style="height:0"><div style="display:none"><div id="acc-{n}-content" role="region" aria-labelledby="acc-{n}">'
            f"<p>{answer}</p></div></div></div></div></li>"
            for n, (header, answer) in enumerate(items)
        )
        + "</ul>"
    )


def repeater(*items: str, fluid: bool = False) -> str:
    """Cards out of one design; the newest pages give their items no role."""
    if fluid:
        inner = "".join(
            f'<div class="wixui-repeater__item" id="comp-x__item{n}">{item}</div>' for n, item in enumerate(items)
        )
        return f'<div class="wixui-repeater"><fluid-columns-repeater role="list" style="visibility:hidden">{inner}</fluid-columns-repeater></div>'
    inner = "".join(
        f'<div role="listitem" class="wixui-repeater__item"><div id="comp-x__item{n}">{item}</div></div>'
        for n, item in enumerate(items)
    )
    return f'<div class="wixui-repeater"><div role="list"><div class="cGWabE">{inner}</div></div></div>'


def gallery(*items: tuple[str, str, str]) -> str:
    """A gallery's pictures, each blurred and sharp: media id, alternative text, words below it."""
    inner = "".join(
        f'<div data-hook="item-container" data-id="g{n}"><img alt="" data-hook="gallery-item-image-img-preload" '
        f'src="https://static.wixstatic.com/media/{media}/v1/fit/w_20/{media}"><img alt="{alt}" data-hook="gallery-item-image-img" '
        f'src="https://static.wixstatic.com/media/{media}/v1/fit/w_313/{media}"><div data-hook="item-title"><span>{words}</span></div></div>'
        for n, (media, alt, words) in enumerate(items)
    )
    return f'<div class="wixui-gallery"><div class="pro-gallery"><div id="pro-gallery-margin-container">{inner}</div></div></div>'


def line() -> str:
    return '<div id="comp-l1" class="aVng1S wixui-horizontal-line"></div>'


def anchor_label(name: str) -> str:
    return f'<div id="comp-a1" class="ignore-focus" tabindex="-1" role="region" aria-label="{name}"><div id="{name}"></div><span>{name}</span></div>'


def menu(*labels: str) -> str:
    items = "".join(f'<li><a data-testid="linkElement" href="/x">{label}</a></li>' for label in labels)
    return f'<wix-dropdown-menu class="wixui-dropdown-menu"><nav><ul>{items}<li aria-hidden="true">その他</li></ul></nav></wix-dropdown-menu>'
