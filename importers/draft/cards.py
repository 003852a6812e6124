"""A card beside the article → a treatment: name, summary, picture, address, fees."""

from __future__ import annotations

import re

from importers.classify import card_name
from importers.content import box_nodes, node_text
from importers.draft.context import Context
from importers.draft.fees import fees_of, says_more
from importers.draft.lines import line_text, lines
from importers.records import Box, Json, Node
from importers.text import one_line, shows

_MORE = re.compile(
    r"^(詳しく(は)?(こちら|見る)?|詳細(はこちら|を見る)?|もっと(見る|詳しく)|続きを読む|(read|learn) more|view details)"
    r"[\s>›»→▶]*$",
    re.I,
)


def treatment(context: Context, box: Box) -> Json:
    """Read one card.  What is not its name, its picture, a price or a way on is its summary."""
    card: Json = {"name": "", "summary": "", "url": "", "image": None, "fees": []}
    summary: list[str] = []
    nodes = list(box_nodes(box))
    named = card_name(nodes)
    for node in nodes:
        if node.kind == "image" and node.image and card["image"] is None:
            card["image"] = context.picture(node.image, "treatments", node.runs)
            card["url"] = card["url"] or _address(context, node.image.link)
        elif node is named:
            card["name"] = context.plain(node.runs, "treatments")
            card["url"] = card["url"] or _address(context, next((run.href for run in node.runs if run.href), ""))
        elif node.kind in {"paragraph", "heading", "button", "list"}:
            _text(context, card, summary, node)
        elif node.kind != "divider":
            context.find(
                "warning", "card.block-dropped", f"A {node.kind} in the card {card['name']} was left out.",
                "Put it on the treatment's page by hand.", "treatments",
            )  # fmt: skip
            context.drop("card.block", node_text(node), "treatments")
    card["summary"] = "\n".join(summary)
    if card["url"]:
        context.link(card["name"], card["url"], "treatments")
    return card


def _text(context: Context, card: Json, summary: list[str], node: Node) -> None:
    parts = lines(node.runs) + [line for item in node.children for line in lines(item.runs)]
    for line in parts:
        text = one_line(line_text(line))
        href = node.url or next((run.href for run in line if run.href), "")
        if _MORE.match(text):
            card["url"] = card["url"] or _address(context, href)
            context.drop("card.more-link", text, "treatments")
        elif (
            not any(map(says_more, line))
            and (fees := fees_of(line_text(line)))
            and fees[0].raw != next((fee["raw"] for fee in card["fees"][-1:]), "")
        ):
            card["fees"] += [fee.as_json() for fee in fees]
        elif shows(text):
            summary.append(context.plain(line, "treatments"))


def _address(context: Context, href: str) -> str:
    return context.resolve(href) if href else ""
