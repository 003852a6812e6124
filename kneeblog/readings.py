"""The order of Japanese readings (gojūon), as telephone books and JIS X 4061 have it.  Pure: no Django.

A database orders kana by code point: は ば ぱ would stand apart, ァ before ア, and the long vowel ー after everything.
"""

from __future__ import annotations

import unicodedata

_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_VOWEL_ROWS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみりゐ",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれゑ",
    "お": "おこそとのほもよろを",
}
_VOWELS = {kana: vowel for vowel, row in _VOWEL_ROWS.items() for kana in row}
_VOICED, _HALF_VOICED = "\u3099", "\u309a"
_LONG, _REPEAT = "ー", "ゝ"

_Word = tuple[str, tuple[int, ...]]


def reading_key(reading: str) -> tuple[bool, tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """A key to sort by: words first by their plain kana, one after the other, so that はら たかし precedes はらだ あき.

    Voicing (ハ バ パ), small kana (ツ ッ) and ー only decide between readings that are otherwise equal, in that order;
    hiragana, katakana and half-width kana are the same.  Without a reading: last.
    """
    words = [word for word in map(_word, _hiragana(reading).split()) if word[0]]
    return not words, tuple(plain for plain, _marks in words), tuple(marks for _plain, marks in words)


def _hiragana(reading: str) -> str:
    """Katakana and half-width kana as hiragana, voicing marks as characters of their own."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", reading))
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" or c in "ヽヾ" else c for c in text)


def _word(word: str) -> _Word:
    plain: list[str] = []
    marks: list[int] = []
    for character in word:
        if character in {_VOICED, _HALF_VOICED}:
            if marks:
                marks[-1] += 1 if character == _VOICED else 2
        elif character == _LONG and plain:
            plain.append(_VOWELS.get(plain[-1], plain[-1]))
            marks.append(16)
        elif character == _REPEAT and plain:
            plain.append(plain[-1])
            marks.append(0)
        elif character.isalnum():
            plain.append(_SMALL.get(character, character))
            marks.append(4 if character in _SMALL else 0)
    return "".join(plain), tuple(marks)
