"""Hand-made pages part their paragraphs with two line breaks in a row; one alone is a line break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from importers.content import has_text
from importers.records import Box, Cell, Node, Run

_BORDER = re.compile(r"\n[ \t\u00a0\u3000]*\n[\s\u3000]*")


def parted(content: Iterable[Node | Box]) -> tuple[Node | Box, ...]:
    """The same content with a paragraph for each part of one that line breaks divide."""
    return tuple(part for each in content for part in _parted(each))


def _parted(part: Node | Box) -> Iterator[Node | Box]:
    if isinstance(part, Box):
        yield replace(part, children=parted(part.children))
    elif part.kind == "paragraph":
        pieces = _split(part.runs)
        yield from [part] if len(pieces) < 2 else (replace(part, runs=runs) for runs in pieces)
    elif part.kind in {"quote", "faq", "pair"}:
        yield replace(part, children=_nodes(part.children))
    elif part.kind == "table":
        yield replace(part, rows=tuple(tuple(_cell(cell) for cell in row) for row in part.rows))
    else:
        yield part


def _cell(cell: Cell) -> Cell:
    return replace(cell, nodes=_nodes(cell.nodes))


def _nodes(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(part for part in parted(nodes) if isinstance(part, Node))


def _split(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """The runs between the borders; a border may begin in one run and end in another."""
    text = "".join(run.text for run in runs)
    pieces: list[tuple[Run, ...]] = []
    cuts = [*((match.start(), match.end()) for match in _BORDER.finditer(text)), (len(text), len(text))]
    if len(cuts) == 1:
        return [tuple(runs)]
    walk = _Walk(runs)
    for stop, after in cuts:
        piece = walk.upto(stop)
        walk.upto(after)
        if has_text(piece):
            pieces.append(piece)
    return pieces


class _Walk:
    """Goes over runs once, from border to border."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._index = 0  # of the run, and the place in it
        self._offset = 0
        self._position = 0  # in the whole text

    def upto(self, stop: int) -> tuple[Run, ...]:
        """The runs from where the last call ended up to a place in the text."""
        out: list[Run] = []
        while self._position < stop:
            run = self._runs[self._index]
            length = min(len(run.text) - self._offset, stop - self._position)
            out.append(replace(run, text=run.text[self._offset : self._offset + length]))
            self._position += length
            self._offset += length
            if self._offset == len(run.text):
                self._index, self._offset = self._index + 1, 0
        return tuple(run for run in out if run.text)
