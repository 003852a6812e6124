"""The code of an HTML widget, as a post's data holds it → `Node`s, by the rules for markup that no rule understands."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from importers import limits
from importers.errors import PageRefused
from importers.markup import legacy
from importers.markup.body import BodyReader
from importers.markup.cutting import NOT_DRAWN, Cut
from importers.markup.drawings import drop_drawings
from importers.markup.soup import soup
from importers.records import Box, Finding, Node

_MORE_THAN_WORDS = "a[href], img[src], video, table, ul, ol, dl"


def kept_aside(code: str, node_id: str, where: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """A widget whose code holds links, pictures or cells; nothing if all it says is words.

    Args:
        code: the widget's own markup.
        node_id: the widget's.
        where: the same, for findings.
    """
    try:
        limits.check(code)
    except PageRefused:
        message = "The code of a widget is too deep or too large to be read; only its words were kept."
        hint = "Look at the old page and write it anew."
        return (), (Finding(level="warning", id="block.flattened", message=message, hint=hint, where=where),)
    tree = LexborHTMLParser(code)
    tree.strip_tags(NOT_DRAWN, recursive=True)
    cut = Cut()
    drop_drawings(tree, cut)
    if tree.body is None or tree.body.css_first(_MORE_THAN_WORDS) is None:
        return (), ()
    root = soup(tree.body.inner_html or "", whole=True)
    root.name = "HTML"  # so the editors call the widget
    reader = BodyReader(root, soft_breaks=False)
    out: list[Node | Box] = []
    legacy.unknown(reader, root, node_id, "", out)
    nodes = tuple(replace(node, where=where) for node in out if isinstance(node, Node))
    return nodes, tuple(replace(finding, where=where) for finding in (*cut.findings, *reader.findings))
