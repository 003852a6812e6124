"""Pages of any other blog, read, for the tests of room 2."""

from __future__ import annotations

from importers import generic
from importers.content import node_text
from importers.pipeline import read_page
from importers.records import Document, Json, LegacyPage, Node
from importers.sources import page_of

from .wixpages import balanced

PROSE = "膝の内側が痛むときは、まず無理をせずに休むことが大切です。腫れや熱があるときは、早めに相談してください。"
MORE = "階段や坂道では膝に力がかかります。手すりを使い、ゆっくりと動くと楽になることがあります。"


def legacy(body: str, head: str = "", *, lang: str = "ja") -> LegacyPage:
    html = f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return page_of("blog/knee.html", html.encode(), "0" * 64)


def document(body: str, head: str = "") -> Document:
    return generic.read(legacy(body, head))


def draft(body: str, head: str = "") -> Json:
    result = read_page(legacy(body, head))
    assert result is not None
    assert balanced(result.data), result.data["ledger"]
    return result.data


def texts(found: Document) -> list[str]:
    return [node_text(node) for node in found.nodes]


def rules(found: Document) -> dict[str, str]:
    """Dropped text by rule."""
    return {item.rule: item.text for item in found.dropped}


def images(found: Document) -> list[str]:
    return [node.image.url for node in found.nodes if node.image]


def only(found: Document, kind: str) -> Node:
    (node,) = (node for node in found.nodes if node.kind == kind)
    return node
