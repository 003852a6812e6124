"""One saved page of any blog → `Document`: what surrounds the article goes out by name, the article becomes nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bs4 import Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.content import box_nodes, box_text
from importers.generic import chrome, dialects, failures, hidden, pictures, screens
from importers.generic.article import Found, find_article
from importers.generic.groups import Groups
from importers.generic.header import Header, Surroundings, breadcrumbs, read_header, say_uncertain
from importers.generic.opening import without_lines
from importers.generic.outline import Outline, Part
from importers.generic.paragraphs import parted
from importers.generic.stated import Stated, read_stated
from importers.markup import cutting
from importers.markup.cutting import Cut
from importers.markup.drawings import drop_drawings
from importers.records import Box, Document, LegacyPage, Node
from importers.text import count

_INNER_ONLY = {"td", "th", "body"}  # outside its table a cell is nothing

Content = tuple[Node | Box, ...]


def is_readable(page: LegacyPage) -> bool:
    """Whether the page shows anything, or would if its scripts ran; a set of frames or an empty page does not."""
    body = LexborHTMLParser(page.html).body
    return body is not None and (body.css_first("img, iframe, video, script") is not None or count(body.text()) > 0)


def read(page: LegacyPage) -> Document:
    """Read the article of a page.

    Args:
        page: a page for which `is_readable` holds.

    Returns:
        the article as nodes, what stands beside it as boxes, its facts, and an account of everything visible.
    """
    tree = LexborHTMLParser(page.html)
    stated = read_stated(tree, page)
    scripted = tree.css_first("script") is not None
    cut = Cut(findings=list(page.findings))
    pictures.settle(tree, stated.facts.url)
    concealed = hidden.remove_hidden(tree)
    drawn = drop_drawings(tree, cut)
    source_chars = drawn + (count(tree.body.text()) if tree.body else 0)
    outline = Outline(tree)
    screens.drop_copies(outline, cut)
    found = find_article(tree, outline) if outline.parts else None
    content: Content = ()
    beside: list[Box] = []
    reason = failures.reason(tree, outline, found, stated.facts, scripted=scripted)
    if found is None or reason:
        header = Header(title=stated.title)
        cut.dropped += cutting.drop("chrome.no-article", tree.body) if tree.body else []
    else:
        cut.findings += failures.doubts(outline, found, concealed)
        header, content, beside = _take_apart(outline, found, stated, cut)
    nodes = tuple(_flat(content))
    if all(node.kind == "divider" for node in nodes):
        cut.findings.append(failures.no_body(reason))
    return Document(
        path=page.path,
        sha256=page.sha256,
        encoding=page.encoding,
        reader="generic",
        url=stated.facts.url,
        key=stated.facts.key,
        locale=stated.locale,
        slug=stated.slug,
        title=header.title,
        published_at=stated.published_at or header.published_at,
        updated_at=stated.updated_at or header.updated_at,
        author=header.author or stated.author or None,
        categories=tuple(header.categories) or stated.sections,
        tags=tuple(header.tags),
        meta=stated.facts.meta,
        shown=frozenset(header.seen),
        nodes=nodes,
        groups=tuple(part for part in content if isinstance(part, Box)),
        beside=tuple(beside),
        source_chars=source_chars,
        dropped=tuple(cut.dropped),
        lost=tuple(cut.lost),
        findings=tuple(cut.findings),
    )


def _take_apart(outline: Outline, found: Found, stated: Stated, cut: Cut) -> tuple[Header, Content, list[Box]]:
    """The header, the article and what stands beside it; all else goes out by a named rule."""
    near = Surroundings(outline, found.part)
    trail = _trail(outline, cut)
    header = read_header(outline, near, stated, cut)
    chrome.drop_named(outline, found.part, cut)
    lead = [part for outer in list(near.lead()) for part in _read(outline, outer, cut)]
    content = _read(outline, found.part, cut)
    chrome.drop_links(outline, found.part, cut)
    content = without_lines((*lead, *content), header, cut)
    say_uncertain(header, stated, cut)
    return header, content, [*trail, *_beside(outline, found.part, cut)]


def _trail(outline: Outline, cut: Cut) -> list[Box]:
    """The steps from the home page to this one, once."""
    boxes: list[Box] = []
    for part in breadcrumbs(outline):
        if boxes:
            outline.drop(cut, "chrome.breadcrumbs", part)
        else:
            boxes += _boxes(_read(outline, part, cut))
    return boxes


def _read(outline: Outline, part: Part, cut: Cut) -> Content:
    """Take a part out of the page as nodes and the groups among them."""
    content = _content(part.node, cut, inside=part.tag in _INNER_ONLY)
    outline.take(part)
    return content


def _content(node: LexborNode, cut: Cut, *, inside: bool) -> Content:
    groups = Groups()

    def mend(root: Tag) -> None:
        dialects.Dialects(root).mend()
        groups.mark(root)

    return parted(cut.read(node, soft_breaks=False, boxes=True, inside=inside, is_group=groups, mend=mend))


def _beside(outline: Outline, article: Part, cut: Cut) -> list[Box]:
    """What the page shows beside the article; the rest of the page outside its main part is chrome."""
    around = list(article.above())[1:]
    main = next((part for part in around if part.tag == "main" or "main" in part.names.split()), None)
    main = main or next(iter(around[-1:]), None)
    if main is None:
        return []
    content = _content(main.node, cut, inside=True)
    if main is not outline.body:
        outline.take(main)
        outline.drop(cut, "chrome.outside-main", outline.body)
    return [box for box in _boxes(content) if count(box_text(box))]


def _boxes(content: Content) -> Iterator[Box]:
    """Groups as they are; what stands between them is one too, a new one from each heading on."""
    loose: list[Node] = []
    for part in content:
        if loose and (isinstance(part, Box) or part.kind == "heading"):
            yield Box(children=tuple(loose))
            loose = []
        if isinstance(part, Box):
            yield part
        else:
            loose.append(part)
    if loose:
        yield Box(children=tuple(loose))


def _flat(content: Iterable[Node | Box]) -> Iterator[Node]:
    for part in content:
        if isinstance(part, Box):
            yield from box_nodes(part)
        else:
            yield part
