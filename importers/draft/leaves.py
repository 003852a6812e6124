"""Nodes → leaf blocks: everything that stands inside a section or topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from importers import richtext
from importers.draft import fees, habits
from importers.draft.context import Context
from importers.draft.lines import line_text
from importers.records import Cell, Json, Node
from importers.text import one_line, shows


def leaf_blocks(
    context: Context, nodes: Sequence[Node], parent: str, kind: str = "other", heading: str = ""
) -> list[Json]:
    """The blocks of a stretch without headings of its own.

    Args:
        context: of the page.
        nodes: in order.
        parent: the id of the block they stand in, for ids of what has none.
        kind: the section's kind; in `fees` a single price is a list of prices.
        heading: what stands above the stretch, such as 費用（税込）.
    """
    blocks: list[Json] = []
    index = 0
    while index < len(nodes):
        if price_list := fees.price_list(context, nodes, index, parent, kind, heading):
            made, used = price_list
            blocks += made
            context.place(nodes[index : index + used], made[0]["id"])
        elif found := habits.recognise(nodes, index):
            made = _habit(context, found, nodes[index], parent)
            blocks += made
            used = found.used
            if made:
                context.place(nodes[index : index + used], made[0]["id"])
        else:
            blocks += _single(context, nodes[index], parent)
            used = 1
        index += used
    return blocks


def rich(context: Context, nodes: Sequence[Node], where: str) -> tuple[str, list[Node]]:
    """Rich text of paragraphs and lists, and the nodes that rich text cannot hold."""
    html: list[str] = []
    others: list[Node] = []
    for is_list, group in groupby(nodes, key=lambda node: node.kind == "list"):
        if is_list:
            html.append(richtext.list_html(*(_linked_list(context, node, where) for node in group)))
            continue
        for node in group:
            _add_rich(context, node, where, html, others)
    return "".join(html), others


def _add_rich(context: Context, node: Node, where: str, html: list[str], others: list[Node]) -> None:
    if node.kind in {"paragraph", "heading"}:
        html.append(richtext.paragraph(context.linked(node.runs, where)))
    elif node.kind == "quote":
        inner, rest = rich(context, node.children, where)
        html += [inner, richtext.paragraph(context.linked(node.runs, where))]
        others += rest
    elif node.kind != "divider":
        others.append(node)


def _linked_list(context: Context, node: Node, where: str) -> Node:
    children = (
        replace(_linked_list(context, child, where), runs=context.linked(child.runs, where)) for child in node.children
    )
    return replace(node, children=tuple(children))


def _single(context: Context, node: Node, parent: str) -> list[Json]:
    make = _MAKERS.get(node.kind)
    if make is None:
        raise AssertionError(f"no block for a node of kind {node.kind}")
    return make(context, node, parent)


def _paragraph(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    if habits.is_bold_line(node.runs):
        habits.tell_bold_line(context, node, block_id, taken=False)
    html = richtext.paragraph(context.linked(node.runs, block_id))
    return [_block("paragraph", block_id, html)] if html else []


def _heading(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    plain = tuple(replace(run, marks=run.marks - {"b"}) for run in node.runs)
    html = richtext.paragraph(context.linked(plain, block_id), tag="h4")
    return [_block("paragraph", block_id, html)] if html else []


def _list(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    context.place(node.children, block_id)
    html = richtext.list_html(_linked_list(context, node, block_id))
    return [_block("paragraph", block_id, html)] if html else []


def _image(context: Context, node: Node, parent: str) -> list[Json]:
    if node.image is None:
        return []
    block_id = context.unique(f"#{node.id}") if node.id else context.text_id(parent, "image", node.image.url)
    value = context.picture(node.image, block_id, node.runs)
    link = context.resolve(node.image.link) if node.image.link else ""
    if link:
        context.link(value["alt"], link, block_id)
    return [_block("image", block_id, {**value, "link": link})]


def _gallery(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent, "gallery" if node.id else "")
    items = [context.picture(child.image, block_id, child.runs) for child in node.children if child.image]
    caption = (
        [_block("paragraph", context.text_id(block_id, "caption", line_text(node.runs)), html)]
        if (html := richtext.paragraph(context.linked(node.runs, block_id)))
        else []
    )
    return [_block("gallery", block_id, {"items": items}), *caption]


def _table(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    after: list[Node] = []
    rows = [{"cells": [_cell(context, cell, block_id, after) for cell in row]} for row in node.rows]
    value = {
        "caption": context.plain(node.runs, block_id),
        "header_row": node.header_row,
        "header_column": node.header_column,
        "rows": rows,
    }
    blocks = [_block("table", block_id, value)]
    for other in after:
        context.find(
            "info", "table.block-moved", f"A {other.kind} in a table cell stands after the table now.", where=block_id
        )
        blocks += _single(context, other, block_id)
    return blocks


def _cell(context: Context, cell: Cell, block_id: str, after: list[Node]) -> Json:
    html, others = rich(context, cell.nodes, block_id)
    after += [other for other in others if other.kind != "image"]  # pictures were put after the table when it was read
    return {"text": html, "colspan": cell.colspan, "rowspan": cell.rowspan}


def _quote(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent, "quote" if node.id else "")
    html, others = rich(context, node.children, block_id)
    source = one_line(context.plain(node.runs, block_id))
    blocks = [_block("quote", block_id, {"text": html, "source": source})] if html or source else []
    for other in others:
        blocks += _single(context, other, block_id)
    return blocks


def _faq(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent, "faq" if node.id else "")
    context.place(node.children, block_id)
    items, after = [], []
    for pair in node.children:
        context.tell_links(pair.runs, block_id)
        context.place(pair.children, block_id)
        html, others = rich(context, pair.children, block_id)
        items.append({"question": context.plain(pair.runs, block_id), "answer": html})
        after += others
    blocks = [_block("faq", block_id, {"heading": "", "items": items})]
    for other in after:
        context.find(
            "info", "faq.block-moved", f"A {other.kind} in an answer stands after the questions now.", where=block_id
        )
        blocks += _single(context, other, block_id)
    return blocks


def _button(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    label, href = context.plain(node.runs, block_id), context.resolve(node.url) if node.url else ""
    if href:
        context.link(label, href, block_id)
    else:
        context.find(
            "warning", "button.no-address", f"The button “{label}” leads nowhere.", "Set its address.", block_id
        )
    return [_block("button", block_id, {"label": label, "href": href})] if label or href else []


def _video(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    value = {"url": richtext.safe_href(node.url), "title": node.title, "caption": context.plain(node.runs, block_id)}
    return [_block("video", block_id, value)]


def _code(context: Context, node: Node, parent: str) -> list[Json]:
    return [_block("code", context.node_id(node, parent), {"text": line_text(node.runs)})]


def _file(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    url = context.resolve(node.url) if node.url else ""
    if url:
        context.link(node.title, url, block_id)
    return [_block("file", block_id, {"url": url, "name": node.title, "bytes": node.size})]


def _embed(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    url = context.resolve(node.url) if node.url else ""
    if url:
        context.link(node.title, url, block_id)
    value = {"kind": node.subkind, "url": url, "title": node.title, "text": context.plain(node.runs, block_id)}
    return [_block("embed", block_id, value)]


def _divider(context: Context, node: Node, parent: str) -> list[Json]:
    return [_block("divider", context.node_id(node, parent), {})]


def _lost_embed(context: Context, node: Node, parent: str) -> list[Json]:
    block_id = context.node_id(node, parent)
    blocks = [_block("lost_embed", block_id, {"kind": node.subkind, "hint": node.hint})]
    if shows(line_text(node.runs)):
        blocks += _paragraph(context, Node(kind="paragraph", runs=node.runs), block_id)
    return blocks


def _legacy(context: Context, node: Node, parent: str) -> list[Json]:
    return [_block("legacy", context.node_id(node, parent), {"html": node.html, "reason": node.hint})]


_MAKERS = {
    "paragraph": _paragraph,
    "heading": _heading,
    "list": _list,
    "image": _image,
    "gallery": _gallery,
    "table": _table,
    "quote": _quote,
    "faq": _faq,
    "button": _button,
    "video": _video,
    "code": _code,
    "file": _file,
    "embed": _embed,
    "divider": _divider,
    "lost_embed": _lost_embed,
    "legacy": _legacy,
}


# Habits → blocks ------------------------------------------------------------------------------------------------------


def _habit(context: Context, found: habits.Found, first: Node, parent: str) -> list[Json]:
    for dropped in found.dropped:
        context.drop(dropped.rule, dropped.text, first.where)
    block_id = context.node_id(first, parent, found.kind)
    if found.kind == "options":
        return _options_block(context, found, block_id)
    heading = context.plain(found.heading, block_id)
    if found.kind == "callout":
        html, _none = rich(context, found.items[0][1], block_id)
        return [_block("callout", block_id, {"tone": found.tone, "heading": heading, "text": html})]
    items = [context.plain(line, block_id) for line, _ in found.items]
    return [_block("checklist", block_id, {"heading": heading, "items": items})]


def _options_block(context: Context, found: habits.Found, block_id: str) -> list[Json]:
    items = []
    for label, belongs in found.items:
        html, _none = rich(context, belongs, block_id)
        items.append({"label": context.plain(label, block_id), "text": html})
    return [_block("options", block_id, {"heading": "", "items": items})]


def _block(kind: str, block_id: str, value: object) -> Json:
    return {"type": kind, "id": block_id, "value": value}
