"""Where in a text what was looked for stands, in the text as it was written.  Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .terms import fold, stem

_BEFORE, _LENGTH = 30, 110  # characters: what three lines on a phone hold


class Piece(NamedTuple):
    """A piece of text, and whether it was looked for."""

    text: str
    found: bool


def marked(text: str, spellings: Iterable[str]) -> list[Piece]:
    """The whole text in pieces, alternately as they are and found.

    Args:
        text: as it was written.
        spellings: folded, as `Spellings` gives them.
    """
    pattern = _pattern(spellings)
    folded = fold(text)
    pieces, place = [], 0
    for match in pattern.finditer(folded.text):
        start, end = folded.offsets[match.start()], folded.offsets[match.end()]
        if end > start >= place:
            pieces += [Piece(text[place:start], found=False), Piece(text[start:end], found=True)]
            place = end
    return [piece for piece in (*pieces, Piece(text[place:], found=False)) if piece.text]


def excerpt(texts: Sequence[str], spellings: Sequence[str]) -> list[Piece]:
    """A few lines around the first place where something was found; the beginning if that is nowhere.

    Args:
        texts: a page's passages, of which the first that has a match is shown.
        spellings: folded.
    """
    pattern = _pattern(spellings)
    for text in texts:
        folded = fold(text)
        if match := pattern.search(folded.text):
            place = folded.offsets[match.start()]
            start = _beginning(text, place)
            return _cut(text, start, spellings)
    return _cut(texts[0], 0, spellings) if texts else []


def _beginning(text: str, place: int) -> int:
    """Where to begin so that the match is among the first words: a sentence's start, else a little before."""
    earliest = max(place - _BEFORE, 0)
    starts = [match.end() for match in re.finditer(r"[。!?！？\n]", text[earliest:place])]
    return earliest + starts[-1] if starts else earliest


def _cut(text: str, start: int, spellings: Sequence[str]) -> list[Piece]:
    end = min(start + _LENGTH, len(text))
    shown = " ".join(text[start:end].split())
    before, after = "…" if start and text[start - 1] not in "。\n" else "", "…" if end < len(text) else ""
    return marked(f"{before}{shown}{after}", spellings)


def _pattern(spellings: Iterable[str]) -> re.Pattern[str]:
    """Words in letters match as the index finds them: whole, but for endings."""
    longest_first = sorted({word for word in spellings if word}, key=len, reverse=True)
    written = [rf"\b{re.escape(stem(word))}\w*" if word.isascii() else re.escape(word) for word in longest_first]
    return re.compile("|".join(written) or r"(?!)")
