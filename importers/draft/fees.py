"""Lines of prices → fees.  The grammar is `kneeblog.prices`; here is only what counts as a list of prices.

A price in a sentence stays there.  A list of prices is lines that are nothing else, with notes (※) between or below
them and perhaps a title above; a table is one if every row is, and its header says no more than 項目 and 料金（税込）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from importers import richtext
from importers.draft.context import Context
from importers.draft.habits.marks import LABELS, bracketed, is_label, is_note, mark_of
from importers.draft.lines import Line, cut, joined, line_text, lines
from importers.ledger import expressions
from importers.records import Cell, Json, Node, Run
from importers.text import count, one_line, shows, visible
from kneeblog.prices import Fee, parse_prices

_LONGEST_LINE = 60
_TITLE = re.compile(r"料金|費用|価格|代金|自由診療|自費|保険診療|税込|税抜|\bfees?\b|\bprices?\b", re.IGNORECASE)
_LONGEST_TITLE = 30
# Header words that a fee's own fields say again; any other header says something that a fee could not keep.
_HEADER = re.compile(
    r"項目|区分|名称|治療|施術|検査|診療|処置|手術|自由|自費|保険|メニュー|内容|種類|部位|名|法|の|料金|費用|価格|金額|代金|値段|標準|税込み?|税抜き?|税別|"
    r"総額|消費税|円|万|単位|[（）()・/／：:¥￥\s]|item|menu|treatment|price|fee|cost|tax|incl(uded|uding|\.)?",
    re.IGNORECASE,
)
_SIDE = re.compile(r"(?P<side>片|両)(側|膝|ひざ|ヒザ)([（(]?(税込み?|税抜き?|税別|円)[）)]?)*")
_TAX_FOR_ALL = re.compile(
    r"(すべて|全て|全部|表示|記載|上記|価格|料金|費用|金額|いずれも).{0,8}(?P<tax>税込|税抜|税別)"
)


def fees_of(text: str, context: str = "") -> list[Fee]:
    """The fees of one line if the line is a statement of prices and nothing else, `[]` otherwise.

    The slices the grammar took must hold every character of the line: then nothing is lost by keeping only fees.
    """
    text = text.replace("\n", " ").strip()
    return [] if text.endswith("。") or _is_long(text) else list(_parsed(text, context))


def _is_long(text: str) -> bool:
    """Whether a text is longer than a price with its label."""
    return len(text) > _LONGEST_LINE and count(text) > _LONGEST_LINE


@lru_cache(
    maxsize=4096
)  # the same line is asked for as the first of a list, as a later one, and with what is said for all
def _parsed(text: str, context: str) -> tuple[Fee, ...]:
    found = parse_prices(text, context)
    return tuple(found) if found and visible("".join(_distinct(found))) == visible(text) else ()


# Lines ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """Prices one below the other, with the title above them and the notes below."""

    title: Line = ()
    prices: list[str] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)  # by which rule, what stood around title or label


def price_list(
    context: Context, nodes: Sequence[Node], start: int, parent: str, kind: str, heading: str = ""
) -> tuple[list[Json], int] | None:
    """A `fee_table` from a table, a list, or two or more lines of prices that begin at `nodes[start]`.

    Returns:
        the blocks, which are fees and the notes to them in the page's order, and how many nodes were used; or `None`.
    """
    node = nodes[start]
    if node.kind == "table":
        return _from_table(context, node, parent, heading)
    if node.kind == "paragraph" and _is_long(line_text(node.runs).lstrip().partition("\n")[0]):
        return None
    parts, end = _parts(nodes, start)
    if sum(len(part.prices) for part in parts) < (1 if kind == "fees" else 2):
        return None
    said = _said_for_all([*(line_text(note) for part in parts for note in part.notes), heading])
    blocks: list[Json] = []
    for part in parts:
        for rule, sign in part.dropped:
            context.drop(rule, sign, node.where)
        header = _said_for_all([f"料金{line_text(part.title)}"]) or said
        fees = _fees(part.prices, f"table_header={header}" if header else "")
        blocks.append(_block(context, node, parent, context.plain(part.title, parent), fees))
        blocks += _notes(context, part.notes, blocks[-1]["id"])
    return blocks, end - start


def _said_for_all(texts: Iterable[str]) -> str:
    """What titles or notes say of the tax in all prices, as the grammar takes it from a table's header."""
    found = next((match for text in texts if (match := _TAX_FOR_ALL.search(text))), None)
    return f"料金（{found['tax']}）" if found else ""


def _fees(texts: Iterable[str], header: str) -> list[Fee]:
    return [fee for text in texts for fee in (header and fees_of(text, header)) or fees_of(text)]


def _notes(context: Context, notes: Sequence[Line], parent: str) -> list[Json]:
    """The notes to prices, which a fee has no room for, as text right below them."""
    html = "".join(richtext.paragraph(context.linked(note, parent)) for note in notes)
    note_id = context.text_id(parent, "note", html) if html else ""
    return [{"type": "paragraph", "id": note_id, "value": html}] if html else []


def _parts(nodes: Sequence[Node], start: int) -> tuple[list[_Part], int]:
    """The list of prices that begins at a node, and where it ends: at a node with a line that is no part of it."""
    parts: list[_Part] = []
    end = start
    for index in range(start, len(nodes)):
        own = _lines(nodes[index])
        titled = bool(own) and _title(own[0]) is not None
        if not own or (titled and parts and (len(own) == 1 or not parts[-1].prices)):
            break  # a title of its own is that of another list
        if not (titled and len(own) == 1) and not _is_list(own, parts[-1] if parts else _Part()):
            break
        for line in own:
            _take(line, parts)
        end = index + 1
    return (parts, end) if parts and parts[-1].prices else ([], start)


def _is_list(own: Sequence[Line], last: _Part) -> bool:
    """Whether lines are titles, prices and notes, each where it belongs."""
    priced = bool(last.prices)
    for number, line in enumerate(own):
        text = line_text(line)
        if is_note(text):
            if not priced:
                return False
        elif _title(line):
            if number + 1 == len(own) or not fees_of(line_text(own[number + 1])):
                return False
        elif not fees_of(text):
            return False
        else:
            priced = True
    return True


def _after_label(text: str) -> int:
    """Where a price begins that has the mark of a label: ■初診料, made one line with its price."""
    mark = mark_of(text)
    return mark.end if mark and mark.family in LABELS else 0


def _take(line: Line, parts: list[_Part]) -> None:
    text = line_text(line)
    if is_note(text):
        parts[-1].notes.append(line)
    elif title := _title(line):
        parts.append(_Part(title=title[0], dropped=[title[1]]))
    else:
        if not parts or parts[-1].notes:
            parts.append(_Part())
        start = _after_label(text)
        parts[-1].dropped.append(("list-mark.option", text[:start]))
        parts[-1].prices.append(text[start:])


def _title(line: Line) -> tuple[Line, tuple[str, str]] | None:
    """The title of a list of prices, 【料金（税込）】, and the rule and text of what is dropped around it."""
    text = line_text(line)
    if not is_label(text, _LONGEST_TITLE) or not _TITLE.search(text) or is_note(text):
        return None
    if any(fee.amount is not None or fee.kind == "free" for fee in parse_prices(text)):
        return None
    inner = bracketed(text)
    if inner and inner[2] == len(text):
        return cut(line, inner[0], inner[1]), ("box.brackets", text[: inner[0]] + text[inner[1] :])
    mark = mark_of(text)
    if mark and not mark.number:
        return cut(line, mark.end), ("list-mark.option", text[: mark.end])
    return line, ("", "")


def _lines(node: Node) -> list[Line]:
    """The lines of a paragraph or flat list; none if there is more in it than a fee could keep."""
    if any(says_more(run) for part in (node, *node.children) for run in part.runs):
        return []
    if node.kind == "paragraph":
        return _with_label(lines(node.runs))
    if node.kind == "list" and not any(item.children for item in node.children):
        return [line for item in node.children for line in _with_label(lines(item.runs))]
    return []


def says_more(run: Run) -> bool:
    """Whether a fee could not keep what a run says: a link, a reading, or that its price is struck out."""
    return bool(run.href or run.ruby or ("s" in run.marks and shows(run.text)))


def _with_label(own: list[Line]) -> list[Line]:
    """A label and its price on the line below it are one line; everything else stays as it is."""
    if len(own) != 2 or fees_of(line_text(own[0])) or _title(own[0]) or not fees_of(line_text(own[1])):
        return own
    one = joined(own, "　")
    return [one] if fees_of(line_text(one)) else own


# Tables ---------------------------------------------------------------------------------------------------------------


def _from_table(context: Context, node: Node, parent: str, heading: str) -> tuple[list[Json], int] | None:
    """A table whose rows state prices, a header and notes aside; spans or blocks in cells leave it a table."""
    if any(_holds_more(cell) for row in node.rows for cell in row):
        return None
    if by_side := _by_side(node, heading):
        context.drop("fee-table.header", " ".join(map(_cell_text, node.rows[0])), node.where)
        return [_block(context, node, parent, context.plain(node.runs, parent), by_side)], 1
    lines_of = [joined([cell_node.runs for cell in row for cell_node in cell.nodes], "　") for row in node.rows]
    rows = [(one_line(line_text(line)), line) for line in lines_of if shows(line_text(line))]
    notes = [line for text, line in rows[1:] if is_note(text)]
    texts = [text for number, (text, _) in enumerate(rows) if number == 0 or not is_note(text)]
    head = texts[0] if len(texts) > 1 and not fees_of(texts[0]) else ""
    said = _said_for_all([f"料金{head}"]) or _said_for_all([*map(line_text, notes), heading])
    header = f"table_header={head} {said}" if said or _TITLE.search(head) else ""
    body = texts[1:] if head else texts
    fees = [_fees([text], header) for text in body]
    if count(_HEADER.sub("", head)) or not fees or not all(fees):
        return None
    context.drop("fee-table.header", head, node.where)
    block = _block(context, node, parent, context.plain(node.runs, parent), [fee for row in fees for fee in row])
    return [block, *_notes(context, notes, block["id"])], 1


def _by_side(node: Node, heading: str) -> list[Fee]:
    """The fees of a table with a column for one knee and one for both, all or none; each has its whole row as `raw`.

    The column's name stands in each fee's `side`, so each is read as the line 「PRP 片膝 110,000円」 would be.
    """
    head, *rows = [[_cell_text(cell) for cell in row] for row in node.rows] or [[]]
    if len(head) < 3 or any(len(row) != len(head) for row in rows) or count(_HEADER.sub("", head[0])):
        return []
    sides = [_SIDE.fullmatch(name) for name in head[1:]]
    if not all(sides) or len({match["side"] for match in sides if match}) < len(sides):
        return []
    said = _said_for_all([f"料金{' '.join(head)}", heading])
    fees: list[Fee] = []
    for label, *prices in rows:
        for name, price in zip(head[1:], prices, strict=True):
            found = fees_of(f"{label} {name} {price}", f"table_header={said}" if said else "")
            if len(found) != 1 or len(fees_of(price)) != 1 or found[0].label != label or not found[0].side:
                return []
            fees.append(replace(found[0], raw="　".join(filter(None, (label, *prices)))))
    return fees


def _cell_text(cell: Cell) -> str:
    return one_line("　".join(line_text(inner.runs) for inner in cell.nodes))


def _holds_more(cell: Cell) -> bool:
    """Whether a cell is more than a line of text that a fee keeps."""
    more = any(node.kind != "paragraph" or any(map(says_more, node.runs)) for node in cell.nodes)
    return more or cell.colspan > 1 or cell.rowspan > 1


def _block(context: Context, node: Node, parent: str, heading: str, fees: Sequence[Fee]) -> Json:
    block_id = context.node_id(node, parent, "fees")
    return {
        "type": "fee_table",
        "id": block_id,
        "value": {"heading": heading, "items": [fee.as_json() for fee in fees]},
    }


def _distinct(fees: Sequence[Fee]) -> list[str]:
    """The slices in order, each expression's once; `ledger.expressions` counts them by the same rule."""
    return list(expressions([fee.as_json() for fee in fees]))
