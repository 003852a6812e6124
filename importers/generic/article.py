"""Where a page's article is: by what the page itself says, else by where its sentences are densest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from importers.generic.outline import Outline, Part
from importers.markup.hooks import HEADINGS


class Evidence(NamedTuple):
    """By what an article is known."""

    name: str
    selector: str
    reason: str
    in_pieces: bool = False  # a page may have several for the parts of one article
    wide: bool = False  # it holds the article, but perhaps other things beside it


# In order of trust, the tightest first.
EVIDENCE: tuple[Evidence, ...] = (
    Evidence(
        "itemprop=articleBody",
        '[itemprop~="articleBody"]',
        "the page marks the text of its article for machines",
        in_pieces=True,
    ),
    Evidence(
        "entry content",
        ".entry-content, .post-content, .article-content, .entry__content, .post__content, .article__content,"
        ".entry-body, .entry-more, .post-body, .postbody, .article-body, .article__body, .articleBody, .article_body,"
        ".entry_body, .entry_text, .entry-text, .post_content, .entry_content, .article_content, .articletext,"
        ".e-content, .single-content, .blog-content, .asset-body, .asset-more, .blogbody, .story-body, .post-text,"
        ".skin-entryBody, .skinArticleBody, .note-common-styles__textnote-body, .j-blog-content, #entryBody,"
        '#articleBody, #entry-content, #article-body, #post-content, [data-uranus-component="entryBody"]',
        "the name that themes and blog services give the text of an entry",
        in_pieces=True,
    ),
    Evidence("article", 'article, [role="article"], .hentry, .h-entry', "the element for an article"),
    Evidence(
        "main",
        'main, [role="main"], #main, #main-content, #maincontent, #content_area, #contents-main',
        "the element for what the page is about; in it, where the sentences are densest",
        wide=True,
    ),
)
DENSITY = Evidence("density", "", "no element says so; here is most of the page's text outside links", wide=True)
# The densest part must hold this share of the text around it, or its neighbours belong to it.
_DOMINANT = 0.9
# A piece of an article is less than this share of the page's text.
_PIECE = 0.6
_LEAVES = HEADINGS | {"p", "pre", "ul", "ol", "dl", "blockquote", "a", "span", "font", "b", "strong"}
_TABLE_PARTS = {"table", "thead", "tbody", "tr"}


@dataclass(frozen=True, slots=True)
class Found:
    """The article and why it is taken for one."""

    part: Part
    evidence: Evidence


def find_article(tree: LexborHTMLParser, outline: Outline) -> Found | None:
    """The part that holds the article's text, or `None` on a page without a word or picture."""
    densest = _densest(outline, outline.body)
    for evidence in EVIDENCE:
        parts = [part for node in tree.css(evidence.selector) if (part := outline.of(node)) and not part.rule]
        best = _best(parts, densest, in_pieces=evidence.in_pieces)
        if best is not None and best.prose and _is_credible(best, densest):
            return Found(_densest(outline, best) if evidence.wide else best, evidence)
    return Found(densest, DENSITY) if densest.chars or densest.pictures else None


def _is_credible(part: Part, densest: Part) -> bool:
    """A teaser may call itself an article too; but then most of the text is somewhere else."""
    return part.prose * 2 >= densest.prose


def _best(parts: Sequence[Part], densest: Part, *, in_pieces: bool) -> Part | None:
    """The part with the most text, or what holds it and the other pieces of the same article."""
    outer: list[Part] = []
    for part in sorted(parts, key=lambda part: part.index):
        if not outer or not outer[-1].holds(part):
            outer.append(part)
    if not outer:
        return None
    best = max(outer, key=lambda part: (part.prose, -part.index))
    if not in_pieces or best.parent is None:
        return best
    if any(part.parent is best.parent for part in outer if part is not best):
        return best.parent
    others = any(densest.holds(part) for part in outer if part is not best)
    if others and best.prose < _PIECE * densest.prose:
        return next(part for part in best.above() if part.prose >= _DOMINANT * densest.prose)
    return best


def _densest(outline: Outline, start: Part) -> Part:
    """From the outside in, as long as one part holds nearly all of the text."""
    part = start
    while True:
        inner = max(outline.children(part), key=lambda child: child.prose, default=None)
        if inner is None or inner.tag in _LEAVES or inner.prose < _DOMINANT * start.prose or not inner.prose:
            break
        part = inner
    while part.tag in _TABLE_PARTS and part.parent is not None:  # several cells: the table is part of the text
        part = part.parent
    return part
