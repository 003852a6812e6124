"""Headings → sections and topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from importers.classify import condition_of, other_kinds, section_kind
from importers.draft.context import Context
from importers.draft.leaves import leaf_blocks
from importers.records import Json, Node


def body(context: Context, nodes: Sequence[Node], opening_kind: str = "other") -> list[Json]:
    """The sections of an article.

    The headings' levels are taken by rank, not by number: the highest in use makes sections, the next topics, any
    deeper one a heading inside the text.  What stands before the first section heading is a section without one.

    Args:
        opening_kind: the kind of that section without a heading.
    """
    levels = sorted({node.level for node in nodes if node.kind == "heading"})
    sections: list[Json] = []
    for heading, content in _split(nodes, levels[0] if levels else 0):
        if heading is None and not content:
            continue
        sections.append(_section(context, heading, content, levels[1] if len(levels) > 1 else 0, opening_kind))
    return sections


def _split(nodes: Iterable[Node], level: int) -> list[tuple[Node | None, list[Node]]]:
    parts: list[tuple[Node | None, list[Node]]] = [(None, [])]
    for node in nodes:
        if node.kind == "heading" and node.level == level:
            parts.append((node, []))
        else:
            parts[-1][1].append(node)
    return parts


def _section(context: Context, heading: Node | None, nodes: list[Node], level: int, opening_kind: str) -> Json:
    text = _heading_text(context, heading)
    section_id = context.node_id(heading, "", "section") if heading else context.unique("section/opening")
    kind = section_kind(text).value if text else opening_kind
    if rivals := other_kinds(text):
        context.find(
            "info", "section-kind.tie", f"The heading “{text}” names {' and '.join([kind, *rivals])}; taken: {kind}.",
            "Choose another kind if it fits better.", section_id,
        )  # fmt: skip
    content: list[Json] = []
    for topic, inner in _split(nodes, level):
        if topic is None:
            content += leaf_blocks(context, inner, section_id, kind, text)
        else:
            content.append(_topic(context, topic, inner, section_id, kind, text))
    value = {
        "heading": text,
        "kind": kind,
        "anchor": context.anchor(heading) if heading else "",
        "content": content,
    }
    if heading:
        context.tell_links(context.linked(heading.runs, section_id), section_id)
    return {"type": "section", "id": section_id, "value": value}


def _topic(context: Context, heading: Node, nodes: list[Node], parent: str, kind: str, above: str) -> Json:
    text = _heading_text(context, heading)
    topic_id = context.node_id(heading, parent, "topic")
    condition, several = condition_of(text)
    if several:
        context.find(
            "info", "condition.tie", f"The heading “{text}” names several conditions: {several}.",
            "Choose one, or none.", topic_id,
        )  # fmt: skip
    content = leaf_blocks(context, nodes, topic_id, kind, f"{text} {above}")
    context.tell_links(context.linked(heading.runs, topic_id), topic_id)
    value = {"heading": text, "condition": condition, "content": content}
    return {"type": "topic", "id": topic_id, "value": value}


def _heading_text(context: Context, heading: Node | None) -> str:
    return context.plain(heading.runs) if heading else ""
