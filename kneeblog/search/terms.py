"""Text → the terms by which it is found.  Pure: no Django.

Scripts without spaces are cut into overlapping pairs, and the last character of a run stands alone: 膝関節 is
`膝関 関節 節`.  A phrase of pairs is exactly the characters as they stand, and each single character begins some term.
Everything else is cut into words, English ones without the ending of a plural.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kneeblog.prices.notation import Folded
from kneeblog.prices.notation import fold as fold_width

# Han, kana, their iteration and length marks, Hangul.
_UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe"
    "\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|[^\W_{_UNSPACED}]+")
# Two forms of one character; the first are common in medical texts.
_SAME_KANJI = dict(zip("靱囊頸痺蹠剝塡頰繫腟髙﨑龜齒體關", "靭嚢頚痹跖剥填頬繋膣高崎亀歯体関", strict=True))
_HIRAGANA = {chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_PLAIN_LATIN = {
    chr(code): base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code))[0].lower()).isascii()
}
_SAME = str.maketrans({**_SAME_KANJI, **_HIRAGANA, **_PLAIN_LATIN})
_LONGEST_ENDING = 16
_SHORTEST_BEGINNING = 3  # letters of a word that is still being typed; shorter ones begin too many words


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that must follow one another; of the last one the beginning is enough if it is `open`."""

    terms: tuple[str, ...]
    open: bool = False


def fold(text: str) -> Folded:
    """A copy in which spellings that are one and the same to a reader are one: width, case, kana, forms of kanji.

    Character by character, so that every place in the copy is known in the text.
    """
    folded = fold_width(text)
    copy = folded.text.translate(_SAME)
    lower = copy.lower()
    if len(lower) != len(copy):  # İ becomes two
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in copy)
    return Folded(lower, text, folded.offsets)


def terms(folded: str) -> list[str]:
    """All terms of a folded text, in its order."""
    found: list[str] = []
    for run in _RUN.finditer(folded):
        if run["unspaced"]:
            found += [run[0][at : at + 2] for at in range(len(run[0]))]
        else:
            found.append(stem(run[0]))
    return found


def phrase(folded: str) -> Phrase | None:
    """What finds these words as they stand; `None` if there is nothing in them to look for."""
    runs = list(_RUN.finditer(folded))
    if not runs:
        return None
    found, last = terms(folded), runs[-1]
    if last["unspaced"]:
        return Phrase(tuple(found[:-1])) if len(last[0]) > 1 else Phrase(tuple(found), open=True)
    return Phrase(tuple(found), open=len(last[0]) >= _SHORTEST_BEGINNING and not last[0].isdigit())


def stem(word: str) -> str:
    """An English word without the ending of a plural (Harman's S stemmer, 1991); any other word as it is."""
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return f"{word[:-3]}y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    return word[:-1] if word.endswith("s") and word[-2] not in "us" else word


def endings(text: str) -> str:
    """For searches that compare beginnings of words, as Wagtail's admin does: each run without spaces from each of
    its characters on, as it is written and in hiragana.
    """
    runs = [run[0] for run in _RUN.finditer(text) if run["unspaced"]]
    spellings = dict.fromkeys(spelling for run in runs for spelling in (run, fold(run).text))
    return " ".join(dict.fromkeys(run[at : at + _LONGEST_ENDING] for run in spellings for at in range(len(run))))


def words(folded: str) -> list[str]:
    """The words of a sentence that carry its meaning: runs of kanji, of long katakana-like names, of letters.

    Hiragana between them is left out: 膝が痛くて歩けない is about 膝, 痛 and 歩.
    """
    return _MEANING.findall(folded)


_MEANING = re.compile(rf"[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[\uac00-\ud7a3]+|[^\W_{_UNSPACED}]+")
