"""How long a text is on a result page, and how texts are compared and searched."""

from __future__ import annotations

import re
import unicodedata

_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_FULL = frozenset("WFA")  # ambiguous ones (①, “, ※) are full-width in Japanese fonts
_AFTER_LATIN = "\u0250"
_SENTENCE = re.compile(r"[。！？]|[.!?](?=\s)")
_PHRASE = re.compile(r"[、，,\s]")
_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc"})


def width(text: str) -> float:
    """Length in full-width units: a full-width character 1, a half-width one 0.5, an invisible one 0."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    if character < _AFTER_LATIN and character.isalpha():  # é is ambiguous too, and drawn like e
        return 0.5
    return 1 if unicodedata.east_asian_width(character) in _FULL else 0.5


def prefix(text: str, most: float) -> str:
    """As much of the text's beginning as that many units hold."""
    room = most
    for place, character in enumerate(text):
        room -= _width(character)
        if room < 0:
            return text[:place]
    return text


def shorten(text: str, most: float) -> str:
    """The text's beginning up to the end of a sentence, else of a phrase or a word, which an ellipsis follows.

    Args:
        text: in one line.
        most: how many units it may have.
    """
    if width(text) <= most:
        return text
    for end, mark in ((_SENTENCE, ""), (_PHRASE, "…")):
        room = prefix(text, most - len(mark))
        found = max((match.end() for match in end.finditer(room)), default=0)
        if width(room[:found]) * 2 >= most:
            return room[:found].rstrip("、，, ") + mark
    return prefix(text, most - 1) + "…"


def fold(text: str) -> str:
    """A copy to compare by: full and half width, capitals, katakana and hiragana are the same.  Never stored."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA)


def finds(query: str, text: str) -> bool:
    """Whether every word of the query stands somewhere in the text, which is folded already."""
    return all(word in text for word in fold(query).split())
