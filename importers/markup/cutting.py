"""Taking a page apart: elements go out by named rules with a record of their text, a part of the page becomes nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.markup.body import BodyReader
from importers.markup.hooks import is_box, is_drawn
from importers.records import Box, Dropped, Finding, Lost, Node
from importers.text import count, one_line

# Never drawn at all; `rp` is for browsers that know no ruby, and to the parser of the second pass `wbr` and `track`
# would hold what follows them.
NOT_DRAWN = [
    *("script", "style", "noscript", "template", "svg", "head", "title", "rp", "datalist", "noembed", "noframes"),
    *("wbr", "track"),
]
# Drawn nowhere a reader could look.
HIDDEN = (
    '[hidden], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"], '
    '[style*="visibility: hidden"]'
)


@dataclass(slots=True)
class Cut:
    """What is gathered while a page is taken apart."""

    dropped: list[Dropped] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def read(
        self,
        markup: str,
        *,
        soft_breaks: bool,
        boxes: bool,
        is_group: Callable[[Tag], bool] = is_box,
        mend: Callable[[Tag], None] | None = None,
    ) -> tuple[Node | Box, ...]:
        """A part of the page as nodes.

        Args:
            markup: the part's HTML.
            soft_breaks: see `InlineReader`.
            boxes: whether groups are kept as `Box`es.
            is_group: which elements are groups.
            mend: puts the markup's own ways into standard ones before it is read; the text stays the same.
        """
        # Beautiful Soup would make every blank between tags a bare newline, which is a break in the viewer.
        root = BeautifulSoup(markup, "lxml", preserve_whitespace_tags={"body"}).body
        expected = count(LexborHTMLParser(markup).body.text()) if markup else 0  # type: ignore[union-attr]
        if not isinstance(root, Tag):
            return ()
        seen = sum(map(count, root.find_all(string=is_drawn)))
        if mend:
            mend(root)
        reader = BodyReader(root, soft_breaks=soft_breaks, boxes=boxes, is_group=is_group)
        content = reader.read()
        self.dropped += reader.dropped
        self.findings += reader.findings
        self.lost += reader.lost(content)
        if seen < expected:  # the second parser gave up on markup that the first could read
            self.lost.append(Lost(text="\ufffd" * (expected - seen), where="body"))
        return content


def drop(rule: str, node: LexborNode) -> list[Dropped]:
    """Take one node out of the tree; a record of its text, if it has any."""
    text = one_line(node.text(separator=" "))
    where = place_of(node)
    node.decompose(recursive=True)
    return [Dropped(rule=rule, text=text, where=where)] if count(text) else []


def take(node: LexborNode | None) -> str:
    """Take one node out of the tree for its text."""
    if node is None:
        return ""
    text = one_line(node.text())
    node.decompose(recursive=True)
    return text


def place_of(node: LexborNode) -> str:
    """A short address of an element for a person with the page's source open."""
    hook = node.attributes.get("data-hook")
    return f"#{node.id}" if node.id else f"{node.tag}" + (f'[data-hook="{hook}"]' if hook else "")
