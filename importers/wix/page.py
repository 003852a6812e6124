"""One saved Wix page → `Document`: cut with lexbor, read with Beautiful Soup, every visible character accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.content import box_nodes
from importers.markup.cutting import Cut, drop, take
from importers.markup.facts import Facts, is_posting, read_facts, visible_date
from importers.records import Box, Document, Finding, Image, LegacyPage, Node
from importers.text import count, one_line
from importers.wix import chrome, copies, elements, panels
from importers.wix.titles import take_title

_BODY = '[data-hook="post-description"]'
_CLASSIC_TEXT = '[data-testid="richTextElement"]'
_WIDGET = re.compile(r"TPAMultiSection_|post-page|responsive-listener|content-wrapper|tpa-components-provider")
_CATEGORIES, _TAGS = 'a[href*="/categories/"]', 'a[href*="/tags/"]'
_POST = re.compile(r"<article[^<>]{0,300}data-hook=[\"']?post[\"' >]")
_PAGE = re.compile(r"<main[^<>]{0,300}id=[\"']?PAGE|data-testid=[\"']?richTextElement")
_WIX = re.compile(r"wixstatic\.com|parastorage\.com|wixsite\.com|Wix\.com Website Builder|thunderbolt")


def is_blog(page: LegacyPage) -> bool:
    """Whether the page is a post of a Wix Blog: by its hooks, or, in a cut-down copy, by its JSON-LD on Wix hosts."""
    if "post-description" in page.html and ("data-rce-version" in page.html or _POST.search(page.html)):
        return True
    return is_posting(page) and any(map(_WIX.search, (page.html, *page.data)))


def read_blog(page: LegacyPage) -> Document:
    """Read one post.

    Args:
        page: a page for which `is_blog` holds.

    Returns:
        the post's body as nodes, what stands beside it as boxes, its facts, and an account of everything visible.
    """
    tree = LexborHTMLParser(page.html)
    facts = read_facts(tree, page)
    chrome.remove_not_drawn(tree)
    body = tree.body
    source_chars = count(body.text()) if body else 0
    cut = Cut(findings=list(page.findings))
    post = _post(tree)
    # Before the chrome goes: older generations keep the categories in the row of share buttons.
    labels = [_labels(post, selector, cut) if post else () for selector in (_CATEGORIES, _TAGS)]
    cut.dropped += chrome.drop_by_rules(tree)
    shown = _header(post, facts, cut) if post else _Shown(title=facts.headline or facts.title)
    nodes = (*shown.beside_hero, *_article(post, cut)) if post else ()
    if post:
        _widget(post, cut)
    beside = _beside(tree, cut) if post or tree.css_first("main") else _bare_pictures(tree, cut)
    if not nodes:
        cut.findings.append(
            Finding(
                level="error",
                id="page.no-body",
                message="The saved page holds no article text.",
                hint="Save the page again after it has loaded fully; nothing is imported from this copy.",
            )
        )
    return Document(
        path=page.path,
        sha256=page.sha256,
        encoding=page.encoding,
        reader="wix-blog",
        url=facts.url,
        key=facts.key,
        locale=facts.locale,
        slug=facts.slug,
        title=shown.title,
        published_at=facts.published_at or shown.published_at,
        updated_at=facts.updated_at or shown.updated_at,
        author=shown.author or facts.author or None,
        categories=labels[0],
        tags=labels[1],
        meta=facts.meta,
        hero=shown.hero,
        shown=frozenset(shown.seen | {"categories", "tags"}),
        nodes=tuple(node for node in nodes if isinstance(node, Node)),
        beside=tuple(box for box in beside if isinstance(box, Box)),
        source_chars=source_chars,
        dropped=tuple(cut.dropped),
        lost=tuple(cut.lost),
        findings=tuple(cut.findings),
    )


def is_page(page: LegacyPage) -> bool:
    """Whether the page is some other page of a Wix site."""
    return bool(_WIX.search(page.html)) and bool(_PAGE.search(page.html))


def read_page(page: LegacyPage) -> Document:
    """Read a page of the site that is no post: everything in its main part, group by group."""
    tree = LexborHTMLParser(page.html)
    facts = read_facts(tree, page)
    chrome.remove_not_drawn(tree)
    source_chars = count(tree.body.text()) if tree.body else 0
    cut = Cut(findings=list(page.findings))
    cut.dropped += chrome.drop_by_rules(tree)
    title, shown = take_title(tree, page, facts, cut)
    panels.spell_out(tree, cut)
    elements.name_groups(tree)
    elements.name_elements(tree)
    content = copies.separated(copies.taken_once(_main(tree, cut), cut))
    groups = tuple(part for part in content if isinstance(part, Box))
    return Document(
        path=page.path,
        sha256=page.sha256,
        encoding=page.encoding,
        reader="wix-page",
        url=facts.url,
        key=facts.key,
        locale=facts.locale,
        slug=facts.slug,
        title=title,
        published_at=facts.published_at,
        updated_at=facts.updated_at,
        meta=facts.meta,
        shown=shown,
        nodes=tuple(node for part in content for node in ([part] if isinstance(part, Node) else box_nodes(part))),
        groups=groups,
        source_chars=source_chars,
        dropped=tuple(cut.dropped),
        lost=tuple(cut.lost),
        findings=tuple(cut.findings),
    )


@dataclass(slots=True)
class _Shown:
    """What the post shows about itself above and below its text."""

    title: str = ""
    author: str = ""
    published_at: str | None = None
    updated_at: str | None = None
    hero: Image | None = None
    beside_hero: tuple[Node | Box, ...] = ()
    seen: set[str] = field(default_factory=set)


def _post(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds one post's title, text and footer."""
    for article in tree.css('article[data-hook="post"]'):
        if article.css_first(_BODY):
            return article
    body = next((node for node in tree.css(_BODY) if node.css_first("[data-rce-version]")), tree.css_first(_BODY))
    if body is None:
        return None
    post = body
    while post.parent is not None and post.parent.tag not in {"body", "main"}:
        if post.css_first('h1[data-hook="post-title"]') or post.parent.css_first(_CLASSIC_TEXT):
            break
        post = post.parent
    return post


def _header(post: LexborNode, facts: Facts, cut: Cut) -> _Shown:
    """Take title, author, dates, hero, categories and tags out of the post."""
    shown = _Shown()
    shown.hero, shown.beside_hero = _hero(post, cut)
    heading = post.css_first('h1[data-hook="post-title"]') or post.css_first('[data-hook="post-title"]')
    shown.title = take(heading)
    shown.author = take(post.css_first('[data-hook="user-name"]'))
    shown.seen = {name for name in ("title", "author") if getattr(shown, name)}
    shown.title = shown.title or facts.headline or facts.title
    dates = [node for node in post.css('[data-hook="time-ago"]') if not chrome.inside_body(node)]
    _dates(shown, dates, facts, cut)
    return shown


def _hero(post: LexborNode, cut: Cut) -> tuple[Image | None, tuple[Node | Box, ...]]:
    """The picture above the text with its caption, and whatever else stands in its place."""
    section = post.css_first('[data-hook="post-hero-image"]')
    if section is None:
        return None, ()
    content = cut.read(section, soft_breaks=False, boxes=False)
    section.decompose(recursive=True)
    picture = next((node for node in content if isinstance(node, Node) and node.image), None)
    if picture is None or picture.image is None:
        return None, content
    caption = one_line("".join(run.text + run.ruby for run in picture.runs))
    return replace(picture.image, caption=caption), tuple(part for part in content if part is not picture)


def _dates(shown: _Shown, dates: list[LexborNode], facts: Facts, cut: Cut) -> None:
    texts = [one_line(node.text()) for node in dates]
    for node in dates:
        cut.dropped += drop("fact.date", node)
    if facts.published_at is None and texts:
        shown.published_at = visible_date(texts[0])
        if len(texts) > 1:
            shown.updated_at = visible_date(texts[-1])
        cut.findings.append(
            Finding(
                level="info" if shown.published_at else "warning",
                id="date.uncertain",
                message=f"The page states its date only in words: {texts[0]}.",
                hint="Check the date on the old site." if shown.published_at else "Set the date by hand.",
            )
        )


def _labels(post: LexborNode, selector: str, cut: Cut) -> tuple[str, ...]:
    labels: dict[str, None] = {}  # in order, each once
    for node in post.css(selector):
        if chrome.inside_body(node):
            continue
        label = one_line(node.text())
        if label in labels:
            cut.dropped += drop("fact.repeated", node)
        else:
            labels[label] = None
            node.decompose(recursive=True)
    return tuple(label for label in labels if label)


def _article(post: LexborNode, cut: Cut) -> tuple[Node | Box, ...]:
    body = post.css_first(_BODY)
    if body is None:
        return ()
    content = cut.read(body, soft_breaks=True, boxes=False)
    body.decompose(recursive=True)
    return content


def _widget(post: LexborNode, cut: Cut) -> None:
    """Drop what is left of the blog's own widget around the text: separators, labels, rows of icons."""
    for selector, rule in (("header", "chrome.post-header"), ('[data-hook="post-footer"]', "chrome.post-footer")):
        for node in post.css(selector):
            cut.dropped += drop(rule, node)
    outer = post
    while outer.parent is not None and outer.parent.tag not in {"body", "main"}:
        identity = f"{outer.parent.id or ''} {outer.parent.attrs.get('data-hook') or ''}"
        if not (_WIDGET.search(identity) or _is_bare_wrapper(outer.parent)) or outer.parent.css_first(_CLASSIC_TEXT):
            break  # what the site's owner placed beside the blog is no part of the blog's own frame
        outer = outer.parent
    cut.dropped += drop("chrome.blog-widget", outer)


def _is_bare_wrapper(node: LexborNode) -> bool:
    """A `div` without any name of its own belongs to the widget inside it."""
    return node.tag == "div" and not node.id and not any(name.startswith("data-") for name in (node.attributes or {}))


def _beside(tree: LexborHTMLParser, cut: Cut) -> tuple[Node | Box, ...]:
    """What the page shows beside the post."""
    elements.name_groups(tree)
    content = _main(tree, cut)
    loose = tuple(node for node in content if isinstance(node, Node))
    boxes = tuple(box for box in content if isinstance(box, Box))
    return (*boxes, Box(children=loose)) if loose else boxes


def _main(tree: LexborHTMLParser, cut: Cut) -> tuple[Node | Box, ...]:
    """The page's main part; the rest of the page is chrome."""
    main = tree.css_first("main") or tree.body
    if main is None:
        return ()
    content = cut.read(main, soft_breaks=False, boxes=True)
    if main.tag != "body":
        main.decompose(recursive=True)
        if tree.body is not None:
            cut.dropped += drop("chrome.outside-main", tree.body)
    return content


def _bare_pictures(tree: LexborHTMLParser, cut: Cut) -> tuple[Node | Box, ...]:
    if tree.body is None:
        return ()
    content = cut.read(tree.body, soft_breaks=False, boxes=True)
    return (Box(children=content),) if content else ()
