"""A post's Ricos tree → `Node`s, by the same conventions as the walk through a page's elements.

Ricos is the format in which a Wix Blog keeps its posts: a tree of nodes, each with a type, an id, data of its type and
nodes inside.  The viewer draws it as the markup that `importers.markup` reads, so that both readings of one post are
the same nodes with the same ids, except for what the markup has no room for: addresses of videos and files, pictures
of a gallery that are not drawn yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape

from importers.content import has_text
from importers.limits import MAX_NESTED_BLOCKS
from importers.markup.body import QUOTED, with_whole_faqs
from importers.markup.numbers import next_number, numbering
from importers.records import Cell, Finding, Json, Level, Node, Run
from importers.text import shows
from importers.wix.loose import look, number, objects, text
from importers.wix.ricosmedia import MAKERS, lost
from importers.wix.ricostext import flat, id_of, runs_of, text_below, type_of, where_of

Out = list[Node]

_NO_NAME = re.compile(r"[^\w-]+")
_TAKES_CAPTION = frozenset({"image", "video", "gallery", "lost_embed", "embed"})


class RicosReader:
    """Reads one tree.

    Args:
        base: the site's address, below which the files of its posts lie; `""` where it is not known.
    """

    def __init__(self, base: str = "") -> None:
        self.base = base
        self.findings: list[Finding] = []
        self._depth = 0

    def read(self, content: Json) -> tuple[Node, ...]:
        """The nodes of a `richContent`, in order."""
        return tuple(self.blocks(objects(content, "nodes")))

    def blocks(self, nodes: Iterable[Json], node_id: str = "") -> Out:
        """Blocks in order; bare text between them is a paragraph with the id of what it stands in."""
        out: Out = []
        loose: list[Json] = []
        self._depth += 1
        for node in nodes:
            if type_of(node) == "TEXT":
                loose.append(node)
                continue
            self._flush(loose, node_id, out)
            RULES.get(type_of(node), RicosReader._unknown)(self, node, out)
        self._flush(loose, node_id, out)
        self._depth -= 1
        return with_whole_faqs(out)

    def _flush(self, loose: list[Json], node_id: str, out: Out) -> None:
        runs = runs_of(loose)
        loose.clear()
        if has_text(runs):
            out.append(Node(kind="paragraph", id=node_id, runs=runs))

    def inside(self, node: Json) -> Out:
        """The blocks inside a node; beyond the limit of nesting all of them side by side."""
        if self._depth < MAX_NESTED_BLOCKS:
            return self.blocks(objects(node, "nodes"), id_of(node))
        leaves = [below for below in flat(node) if type_of(below) in MAKERS or objects(below, "nodes")]
        if leaves:
            self.find(
                "warning", "block.flattened", f"Blocks more than {MAX_NESTED_BLOCKS} deep in one another were taken "
                "apart.", node, "Look at the old page and set this part up anew.",
            )  # fmt: skip
        return self.blocks(leaves)

    def find(self, level: Level, finding_id: str, message: str, node: Json, hint: str = "") -> None:
        """Note something a person should know."""
        self.findings.append(Finding(level=level, id=finding_id, message=message, hint=hint, where=where_of(node)))

    # Rules' actions --------------------------------------------------------------------------------------------------

    def _text_block(self, node: Json, out: Out) -> None:
        """A paragraph or heading; blocks inside it stand before or after its text, where they were."""
        level = _level(node) if type_of(node) == "HEADING" else 0
        kind = "heading" if level else "paragraph"
        inner = objects(node, "nodes")
        if any(type_of(child) != "TEXT" for child in inner):
            parts = self.inside(node)
            out.extend(replace(part, kind=kind, level=level) if part.kind == "paragraph" else part for part in parts)
        elif has_text(runs := runs_of(inner)):
            out.append(Node(kind=kind, id=id_of(node), runs=runs, level=level, where=where_of(node)))

    def _list(self, node: Json, out: Out) -> None:
        after: list[Node] = []
        made = self._list_node(node, after, next_number(out))
        if made.children:
            out.append(made)
        if after:
            self.find("info", "list.block-moved", "A picture or block inside a list stands after the list now.", node)
        out.extend(after)

    def _list_node(self, node: Json, after: list[Node], goes_on: int) -> Node:
        """The viewer draws a list without its id, its items with that of their first paragraph."""
        items = [self._item(item, after) for item in objects(node, "nodes")]
        filled = tuple(item for item in items if item.runs or item.children)
        ordered = type_of(node) == "ORDERED_LIST"
        start = int(number(node, "orderedListData", "start") or 1) if ordered else 1
        if filled and start not in {1, goes_on}:
            self.find("info", *numbering(start), node, "Check whether the text speaks of its numbers.")
        return Node(kind="list", ordered=ordered, start=start, children=filled, where=where_of(node))

    def _item(self, item: Json, after: list[Node]) -> Node:
        runs: list[Run] = []
        children: list[Node] = []
        item_id = ""
        for node in self.inside(item) if type_of(item) == "LIST_ITEM" else self.inside({"nodes": [item]}):
            if node.kind in {"paragraph", "heading"}:
                runs.extend([Run("\n"), *node.runs] if runs else node.runs)
                item_id = item_id or node.id
            elif node.kind == "list":
                children.append(node)
            else:
                after.append(node)
        return Node(kind="item", id=item_id, runs=tuple(runs), children=tuple(children), where=where_of(item))

    def _quote(self, node: Json, out: Out) -> None:
        inner = self.inside(node)
        words = tuple(part for part in inner if part.kind in QUOTED)
        if words:
            out.append(Node(kind="quote", id=id_of(node), children=words, where=where_of(node)))
        out.extend(part for part in inner if part.kind not in QUOTED)

    def _code(self, node: Json, out: Out) -> None:
        words = "".join(run.text for run in text_below(node))
        if shows(words):
            run = Run(words.strip("\n"))
            out.append(Node(kind="code", id=id_of(node), runs=(run,), where=where_of(node)))

    def _table(self, node: Json, out: Out) -> None:
        heads = (look(node, "tableData", "rowHeader") is True, look(node, "tableData", "columnHeader") is True)
        children = objects(node, "nodes")
        rows = tuple(row for row in self._rows(children, heads) if row)
        rest = self.blocks(child for child in children if type_of(child) != "TABLE_ROW")
        if rows:
            made = Node(
                kind="table",
                id=id_of(node),
                where=where_of(node),
                rows=rows,
                header_row=heads[0] and len(rows) > 1,
                header_column=heads[1] and len(rows[0]) > 1,
            )
            out.append(made)
        for image in (part for row in rows for cell in row for part in cell.nodes if part.kind == "image"):
            self.find("info", "table.image-moved", "A picture in a table cell stands after the table now.", node)
            out.append(image)
        out.extend(rest)

    def _rows(self, nodes: Iterable[Json], heads: tuple[bool, bool]) -> Iterator[tuple[Cell, ...]]:
        held = 0  # rows into which a cell of the first column still reaches
        for number_, row in enumerate(child for child in nodes if type_of(child) == "TABLE_ROW"):
            cells = [self._cell(child) for child in objects(row, "nodes")]
            first = 0 if cells and not held else -1
            held = max(held, cells[0].rowspan if first == 0 else 0) - 1
            held = max(held, 0)
            yield tuple(
                replace(cell, header=(heads[0] and number_ == 0) or (heads[1] and place == first))
                for place, cell in enumerate(cells)
            )

    def _cell(self, node: Json) -> Cell:
        is_cell = type_of(node) == "TABLE_CELL"
        return Cell(
            id=id_of(node),
            nodes=tuple(self.inside(node if is_cell else {"nodes": [node]})),
            colspan=_span(number(node, "tableCellData", "colspan")),
            rowspan=_span(number(node, "tableCellData", "rowspan")),
        )

    def _collapsible(self, node: Json, out: Out) -> None:
        """Questions and answers."""
        children = objects(node, "nodes")
        pairs = tuple(self._pair(child) for child in children if type_of(child) == "COLLAPSIBLE_ITEM")
        if pairs:
            out.append(Node(kind="faq", id=id_of(node), children=pairs, where=where_of(node)))
        out.extend(self.blocks(child for child in children if type_of(child) != "COLLAPSIBLE_ITEM"))

    def _pair(self, item: Json) -> Node:
        """A question with its answer; what cannot stand in a question stands at the head of its answer."""
        question: list[Run] = []
        answer: list[Node] = []
        for part in objects(item, "nodes"):
            if type_of(part) != "COLLAPSIBLE_ITEM_TITLE":
                answer += self.inside(part if type_of(part) == "COLLAPSIBLE_ITEM_BODY" else {"nodes": [part]})
                continue
            for node in self.inside(part):
                rows = [row.runs for row in node.children] if node.kind == "list" else [node.runs]
                if node.kind not in {"paragraph", "heading", "list"} or any(row.children for row in node.children):
                    answer.append(node)
                    continue
                for row in rows:
                    question.extend(([Run("\n")] if question else []) + list(row))
        runs, children = tuple(question), tuple(answer)
        return Node(kind="pair", id=id_of(item), runs=runs, children=children, where=where_of(item))

    def _divider(self, node: Json, out: Out) -> None:
        out.append(Node(kind="divider", id=id_of(node), where=where_of(node)))
        out.extend(self.inside(node))

    def _see_through(self, node: Json, out: Out) -> None:
        """Columns, cards and the like; in some a cell has a label of its own."""
        label = text(node, "smartBlockCellData", "label")
        if shows(label):
            out.append(Node(kind="paragraph", id=id_of(node), runs=(Run(label),), where=where_of(node)))
        out.extend(self.inside(node))

    def _contents(self, node: Json, out: Out) -> None:
        """A table of contents is made from the headings; the new page makes its own."""
        out.extend(self.inside(node))

    def _caption(self, node: Json, out: Out) -> None:
        """A caption goes with what it stands under."""
        runs = text_below(node)
        last = out[-1] if out else None
        if not has_text(runs):
            return
        if last and last.kind in _TAKES_CAPTION and not last.runs:
            out[-1] = replace(last, runs=runs)
        else:
            out.append(Node(kind="paragraph", id=id_of(node), runs=runs, where=where_of(node)))

    def _media(self, node: Json, out: Out) -> None:
        """What is no text, its caption, and whatever else the tree holds below it."""
        made = MAKERS[type_of(node)](self, node)
        inner = objects(node, "nodes")
        head = made[:1]
        for caption in (child for child in inner if type_of(child) == "CAPTION"):
            self._caption(caption, head)
        out.extend([*head, *made[1:]])
        out.extend(self.inside({"nodes": [child for child in inner if type_of(child) != "CAPTION"]}))

    def _unknown(self, node: Json, out: Out) -> None:
        kind = _NO_NAME.sub("", type_of(node))[:40] or "?"
        words = "".join(run.text for run in text_below(node))
        media = self.blocks(below for below in flat(node) if type_of(below) in MAKERS)
        if shows(words):
            self.find(
                "warning", "block.unknown", f"No rule knows {kind}; its content is kept aside.", node,
                "Look at the old page and write it anew; visitors do not see this block.",
            )  # fmt: skip
            html = "".join(f"<p>{escape(line)}</p>" for line in words.split("\n") if shows(line))
            out.append(Node(kind="legacy", id=id_of(node), html=html, hint=kind, where=where_of(node)))
        elif not media:
            out.append(lost(self, node, kind.lower(), f"The post holds a {kind}, which no rule knows."))
        out.extend(media)


RULES: dict[str, Callable[[RicosReader, Json, Out], None]] = {
    **dict.fromkeys(("PARAGRAPH", "HEADING"), RicosReader._text_block),
    **dict.fromkeys(("BULLETED_LIST", "ORDERED_LIST", "CHECKBOX_LIST"), RicosReader._list),
    "BLOCKQUOTE": RicosReader._quote,
    "CODE_BLOCK": RicosReader._code,
    "TABLE": RicosReader._table,
    "COLLAPSIBLE_LIST": RicosReader._collapsible,
    "DIVIDER": RicosReader._divider,
    "CAPTION": RicosReader._caption,
    "TOC": RicosReader._contents,
    **dict.fromkeys(MAKERS, RicosReader._media),
    **dict.fromkeys(
        (
            "LAYOUT", "LAYOUT_CELL", "CARD", "SMART_BLOCK", "SMART_BLOCK_CELL", "LIST_ITEM", "TABLE_ROW", "TABLE_CELL",
            "COLLAPSIBLE_ITEM", "COLLAPSIBLE_ITEM_TITLE", "COLLAPSIBLE_ITEM_BODY",
        ),
        RicosReader._see_through,
    ),
}  # fmt: skip


def _level(node: Json) -> int:
    level = number(node, "headingData", "renderedLevel") or number(node, "headingData", "level")
    return int(level) if level in {1, 2, 3, 4, 5, 6} else 1


def _span(value: float | None) -> int:
    return max(1, min(int(value or 1), 1000))
