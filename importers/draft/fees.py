"""Lines of prices → fees.  The grammar is `kneeblog.prices`; here is only what counts as a list of prices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from importers.draft.context import Context
from importers.draft.habits import failed
from importers.draft.lines import line_text, lines
from importers.records import Json, Node
from importers.text import count, one_line, visible
from kneeblog.prices import Fee, parse_prices

_LONGEST_LINE = 60


def fees_of(text: str, context: str = "") -> list[Fee]:
    """The fees of one line if the line is a statement of prices and nothing else, `[]` otherwise.

    The slices the grammar took must hold every character of the line: then nothing is lost by keeping only fees.
    """
    text = text.replace("\n", " ").strip()
    if count(text) > _LONGEST_LINE or text.endswith("。"):
        return []
    return list(_parsed(text, context))


@lru_cache(maxsize=4096)  # a price list that fails is tried again from its second line on
def _parsed(text: str, context: str) -> tuple[Fee, ...]:
    found = parse_prices(text, context)
    return tuple(found) if found and visible("".join(_distinct(found))) == visible(text) else ()


def price_list(context: Context, nodes: Sequence[Node], start: int, parent: str, kind: str) -> tuple[Json, int] | None:
    """A `fee_table` from a table, a list, or two or more lines of prices that begin at `nodes[start]`.

    Returns:
        the block and how many nodes it used, or `None`.
    """
    node = nodes[start]
    if node.kind == "table":
        return _from_table(context, node, parent)
    if failed.covers("fees", nodes, start):
        return None
    found: list[Fee] = []
    texts: list[str] = []
    end = start
    while end < len(nodes) and (own := _line_texts(nodes[end])):
        fees = [fees_of(text) for text in own]
        if not all(fees):
            break
        if any(text == after for text, after in pairwise([*texts[-1:], *own])):
            failed.note("fees", nodes, start, end - 1)  # whichever of its lines it begins at
            return None
        found += [fee for line in fees for fee in line]
        texts += own
        end += 1
    if len(texts) < (1 if kind == "fees" else 2):
        return None
    return _block(context, node, parent, "", found), end - start


def _line_texts(node: Node) -> list[str]:
    """The lines of a paragraph or flat list; none if a link stands in it, which a fee could not keep."""
    if any(run.href for part in (node, *node.children) for run in part.runs):
        return []
    if node.kind == "paragraph":
        return [line_text(line) for line in lines(node.runs)]
    if node.kind == "list" and not any(item.children for item in node.children):
        return [line_text(item.runs) for item in node.children]
    return []


def _from_table(context: Context, node: Node, parent: str) -> tuple[Json, int] | None:
    """A table each of whose rows, a heading row aside, states a price; spans or blocks in cells leave it a table."""
    rows = [[_cell_text(cell.nodes) for cell in row] for row in node.rows]
    if any(text is None for row in rows for text in row) or any(
        c.colspan > 1 or c.rowspan > 1 for r in node.rows for c in r
    ):
        return None
    texts = ["　".join(filter(None, row)) for row in rows]
    head = texts[0] if len(texts) > 1 and not fees_of(texts[0]) else ""
    body = texts[1:] if head else texts
    parsed = [fees_of(text, head) for text in body]
    if not body or not all(parsed):
        return None
    context.drop("fee-table.header", head, node.where)
    title = one_line(line_text(node.runs))
    return _block(context, node, parent, title, [fee for row in parsed for fee in row]), 1


def _cell_text(nodes: Sequence[Node]) -> str | None:
    if any(node.kind != "paragraph" or any(run.href for run in node.runs) for node in nodes):
        return None
    return one_line(" ".join(line_text(node.runs) for node in nodes))


def _block(context: Context, node: Node, parent: str, heading: str, fees: Sequence[Fee]) -> Json:
    block_id = context.node_id(node, parent, "fees")
    return {
        "type": "fee_table",
        "id": block_id,
        "value": {"heading": heading, "items": [fee.as_json() for fee in fees]},
    }


def _distinct(fees: Sequence[Fee]) -> list[str]:
    """The slices in order; neighbours out of one expression share theirs."""
    raws = [fee.raw for fee in fees]
    return [
        raw
        for number, raw in enumerate(raws)
        if number == 0 or (raw is not raws[number - 1] and raw != raws[number - 1])
    ]
