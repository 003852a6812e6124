"""Taking a page apart: elements go out by named rules with a record of their text, a part of the page becomes nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import Tag
from selectolax.lexbor import LexborNode

from importers import things
from importers.content import box_nodes
from importers.markup.body import BodyReader
from importers.markup.hooks import is_box
from importers.markup.soup import soup
from importers.records import Box, Dropped, Finding, Lost, Node
from importers.text import count, one_line, shows

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
        node: LexborNode | None,
        *,
        soft_breaks: bool,
        boxes: bool,
        inside: bool = False,
        is_group: Callable[[Tag], bool] = is_box,
        mend: Callable[[Tag], None] | None = None,
    ) -> tuple[Node | Box, ...]:
        """A part of the page as nodes.

        Args:
            node: the part.
            inside: whether the element itself is left out.
            soft_breaks: see `InlineReader`.
            boxes: whether groups are kept as `Box`es.
            is_group: which elements are groups.
            mend: puts the markup's own ways into standard ones before it is read; the text stays the same.  It is given
                the whole markup, where else the elements that tell nothing are left out.
        """
        if node is None:
            return ()
        markup = (node.inner_html if inside else node.html) or ""
        root = soup(markup, whole=mend is not None)
        if mend:
            mend(root)
        reader = BodyReader(root, soft_breaks=soft_breaks, boxes=boxes, is_group=is_group)
        held = reader.things()
        content = reader.read()
        self.dropped += reader.dropped
        nodes = (node for part in content for node in ([part] if isinstance(part, Node) else box_nodes(part)))
        self.findings += [*reader.findings, *things.missing(held, things.of_nodes(nodes), "between page and nodes")]
        self.lost += reader.lost(content)
        seen = node.text()
        if seen != reader.text and (missing := count(seen) - count(reader.text)) > 0:
            # The tree was not made of all that the parser read.
            self.lost.append(Lost(text="\ufffd" * missing, where="body"))
        return content


def drop(rule: str, node: LexborNode) -> list[Dropped]:
    """Take one node out of the tree; a record of its text, if it has any."""
    text = one_line(node.text(separator=" "))
    where = place_of(node)
    node.decompose(recursive=True)
    return [Dropped(rule=rule, text=text, where=where)] if shows(text) else []


def take(node: LexborNode | None) -> str:
    """Take one node out of the tree for its text."""
    if node is None:
        return ""
    text = one_line(node.text())
    node.decompose(recursive=True)
    return text


def place_of(node: LexborNode) -> str:
    """A short address of an element for a person with the page's source open."""
    hook = node.attrs.get("data-hook")
    return f"#{node.id}" if node.id else f"{node.tag}" + (f'[data-hook="{hook}"]' if hook else "")
