"""The signs that begin a line: bullets, labels, numbers, notes, brackets.  Which sign it is, never what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from importers.text import count

# Family → its signs.  The lines of one list begin with signs of one family.
_BULLETS = {
    "dot": "・･•‣⁃∙·",
    "check": "✓✔✅☑",
    "box": "□☐",
    "ring": "○◯",
    "disc": "●⚫◉",
    "arrow": "▶▷►▸➤",
    "dash": "-－–‐−",
    "gem": "🔹🔸🔷🔶",
}
_LABELS = {"square": "■◼⬛▪◾", "diamond": "◆", "white-diamond": "◇", "down": "▼▽", "star": "★☆", "sheet": "❏❑"}
_FAMILIES = {sign: family for family, signs in (_BULLETS | _LABELS).items() for sign in signs}
# Families that name alternatives: `◼︎保存療法`.  A disc or a ring is as often a mere bullet.
LABELS = frozenset(_LABELS)
HEADS = LABELS | {"disc", "ring", "box", "arrow", "gem"}
TICKS = "box"  # a sign to tick; so is called the list made of it

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BLACK = "❶❷❸❹❺❻❼❽❾❿"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽"
_COUNTED = {sign: number for signs in (_CIRCLED, _BLACK, _BRACKETED) for number, sign in enumerate(signs, 1)}
_DIGITS = r"[0-9０-９]{1,2}"
# `1.5倍`, `10:30` and `3.11` are no numbers of a list.
_NUMBER = re.compile(
    rf"(?:(?P<sign>[{_CIRCLED}{_BLACK}{_BRACKETED}])|(?P<wrapped>[（(]{_DIGITS}[)）])"
    rf"|(?P<plain>{_DIGITS})(?P<end>[.．、)）:：])(?![0-9０-９]))"
)
_KANJI = "一二三四五六七八九十"
# Step1, その1: pure numbering.  理由1 says what it counts, and so stays where it is.
_WORD = re.compile(
    r"(?:(?P<step>step|ステップ|手順|その)|(?P<word>point|ポイント|方法|理由|原因|対策|対処法|コツ))[ 　]?"
    rf"(?P<number>{_DIGITS}|[{_CIRCLED}{_KANJI}])(?:[ 　]*[.．:：、)）](?![0-9０-９])|(?=[ 　「『【]|$))",
    re.IGNORECASE,
)
_NEAR = 80  # characters within which a mark and the first letter after it stand
_SPACE = re.compile(r"\s*")
_AFTER = re.compile("[\ufe0e\ufe0f]?\\s*")
_LETTER = re.compile(r"\w")
_NOTE = re.compile(r"\s*(?:[※＊]|\*(?!\*)\s*\S|[（(]?注[)）:：1１①])")
_PAIRS = (("【", "】"), ("［", "］"), ("[", "]"), ("〔", "〕"), ("〈", "〉"), ("《", "》"), ("＜", "＞"), ("<", ">"))
_INSIDE = "|".join(f"{re.escape(a)}([^{re.escape(a + b)}]{{2,60}}){re.escape(b)}" for a, b in _PAIRS)
_BRACKET = re.compile(rf"\s*(?:{_INSIDE})\s*[:：]?\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at the start of a line.

    Args:
        family: signs of one family make one list; numbers have families too, by their style.
        end: where the line's own text begins.
        number: of a numbered line, 0 for signs that do not count.
        word: what stands before the number: Step1, その1.
        speaks: whether that word says something itself, as in 理由1, and so is never dropped.
    """

    family: str
    end: int
    number: int = 0
    word: str = ""
    speaks: bool = False


def mark_of(text: str, start: int = 0) -> Mark | None:
    """The mark a line begins with; none if only more signs follow it, as in a row of ○ and ×, or nothing at all.

    Step1 may stand alone: it is a label by itself.

    Args:
        text: the line.
        start: where in it to look; the mark's `end` is counted from there.
    """
    return _mark_of(text[start : start + _NEAR])


@lru_cache(maxsize=4096)  # every habit asks for the same lines
def _mark_of(text: str) -> Mark | None:
    start = _SPACE.match(text).end()  # type: ignore[union-attr]  # matches everywhere
    found = _sign(text, start) or _number(text, start)
    return found if found and (found.word or _LETTER.search(text, found.end)) else None


def _sign(text: str, start: int) -> Mark | None:
    family = _FAMILIES.get(text[start : start + 1])
    if not family:
        return None
    end = _AFTER.match(text, start + 1).end()  # type: ignore[union-attr]
    if _FAMILIES.get(text[end : end + 1]) == family or (family == "dash" and not text[start + 1 : start + 2].isspace()):
        return None  # ●●病院, ★★★, -5度
    return Mark(family, end)


def _number(text: str, start: int) -> Mark | None:
    if match := _NUMBER.match(text, start):
        end = _SPACE.match(text, match.end()).end()  # type: ignore[union-attr]
        if match["sign"]:
            return Mark(f"sign {_style(match['sign'])}", end, _COUNTED[match["sign"]])
        style = "wrapped" if match["wrapped"] else "closed" if match["end"] in ")）" else "plain"
        return Mark(style, end, int(match["plain"] or match["wrapped"][1:-1]))
    if match := _WORD.match(text, start):
        end = _SPACE.match(text, match.end()).end()  # type: ignore[union-attr]
        word = match["step"] or match["word"]
        return Mark(word.lower(), end, _value(match["number"]), word, speaks=not match["step"])
    return None


def _style(sign: str) -> str:
    return next(signs[0] for signs in (_CIRCLED, _BLACK, _BRACKETED) if sign in signs)


def _value(number: str) -> int:
    return _COUNTED.get(number) or (_KANJI.index(number) + 1 if number in _KANJI else int(number))


def begins_plainly(text: str) -> bool:
    """Whether the first line of a text begins with a letter that is no mark: most paragraphs do."""
    line = text.lstrip().partition("\n")[0]
    return line[:1].isalpha() and mark_of(line) is None


def is_note(text: str) -> bool:
    """Whether a line is a note to what stands above it: `※`."""
    return bool(_NOTE.match(text))


def bracketed(text: str) -> tuple[int, int, int] | None:
    """A heading in brackets that a line begins with: its start, its end, and where the rest of the line begins."""
    match = _BRACKET.match(text)
    return (*match.span(match.lastindex or 0), match.end()) if match else None


def is_sentence(text: str) -> bool:
    """Whether a line is running text rather than a label: it ends like a sentence, or goes on."""
    return text.rstrip().endswith(("。", "、", "．", ".", "，", ","))


def is_label(text: str, longest: int = 40) -> bool:
    """Whether a text is short enough to be a label and no sentence."""
    return not is_sentence(text) and "。" not in text and 0 < count(text) <= longest
