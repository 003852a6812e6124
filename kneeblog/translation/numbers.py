"""Whether a translation says the same numbers as its source: amounts, dates, times, codes.  Pure.

66万円 is ¥660,000, 令和8年 is 2026, 14:30 is 2:30 p.m., 3月 is March, 2つ is two, and `PB3230086` is itself.  What is
said in words only allows that number on the other side and asks for none there: 一般 is no one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kneeblog.prices.fee import decimal_text
from kneeblog.prices.notation import NUMBER_CHARACTERS, fold, read_numeral

_PLACEHOLDER = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-z#0-9]+;")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_PHONE = r"(?:\+[0-9]{1,3}[- ]?|0)[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}(?![0-9])"
_CODE = r"[A-Za-z]{1,8}-?[0-9][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*"  # M25.5, jRCTb030190134, L4
_TIME = (
    r"(?P<half_before>午前|午後|上午|下午|오전|오후)?\s?(?<![0-9])(?P<hour>[0-2]?[0-9])"
    r"(?::(?P<minute>[0-5][0-9])(?![0-9])|\s?[時点點시](?!間|间|間|간)(?:\s?(?P<minute_after>[0-5]?[0-9])[分분]|(?P<half>半|반))?"
    r"|(?=\s?[ap]\.?m\b))\s?(?P<half_after>[ap]\.?m\b\.?)?"
)
_TOKEN = re.compile(
    rf"(?P<phone>{_PHONE})|(?P<era>令和|平成|昭和)(?P<year>[0-9]{{1,2}}|元)|(?P<time>{_TIME})"
    rf"|(?<![A-Za-z0-9])(?P<code>{_CODE})|(?P<digits>[0-9])|(?P<words>[^\W\d_]+)",
    re.IGNORECASE,
)
_ENGLISH = (
    "one january jan", "two february feb second twice both", "three march mar third", "four april apr fourth",
    "five may fifth", "six june jun sixth", "seven july jul seventh", "eight august aug eighth",
    "nine september sep ninth", "ten october oct tenth", "eleven november nov", "twelve december dec",
)  # fmt: skip
_KOREAN = ("하나 한", "둘 두", "셋 세", "넷 네", "다섯", "여섯", "일곱", "여덟", "아홉", "열")
_WORDS = {
    **{word: number for words in (_ENGLISH, _KOREAN) for number, row in enumerate(words, 1) for word in row.split()},
    **dict.fromkeys(("a", "an", "each", "per", "every", "daily", "once", "single", "first"), 1),  # 1日3回: three a day
    **dict.fromkeys("两兩両双雙", 2),
    "twenty": 20,
    "thirty": 30,
}
_UNSPACED_WORDS = tuple(word for word in _WORDS if not word.isascii())
_KANJI_NUMBER = re.compile(f"[{''.join(sorted(NUMBER_CHARACTERS))}]+")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a text says: `stated` in digits, `allowed` also in words."""

    stated: frozenset[str]
    allowed: frozenset[str]


@lru_cache(maxsize=2048)  # a source is compared with its translations into every language
def numbers(text: str) -> Numbers:
    """The numbers of a segment or a field, in any of the site's languages."""
    stated: set[str] = set()
    allowed: set[str] = set()
    folded = fold(_PLACEHOLDER.sub(" ", text)).text
    place = 0
    while found := _TOKEN.search(folded, place):
        place = found.end()
        if found["words"]:
            allowed.update(_in_words(found["words"]))
        elif found["digits"]:
            value, place = _number(folded, found.start())
            stated.add(value)
        else:
            stated.add(_written(found))
    return Numbers(frozenset(stated), frozenset(stated | allowed))


def differences(source: str, translation: str) -> tuple[list[str], list[str]]:
    """What the translation lacks, and what it says in excess; each as a number, a time as `14:30`."""
    here, there = numbers(source), numbers(translation)
    return sorted(here.stated - there.allowed), sorted(there.stated - here.allowed)


def _number(folded: str, start: int) -> tuple[str, int]:
    numeral = read_numeral(folded, start)
    if numeral is None or numeral.value is None:
        run = re.compile(r"[0-9.,]*[0-9]").match(folded, start)
        digits = run[0] if run else folded[start]
        return digits, start + len(digits)
    return decimal_text(numeral.value) or "0", numeral.end


def _written(found: re.Match[str]) -> str:
    if found["phone"]:
        digits = re.sub(r"[^0-9+]", "", found["phone"])
        return re.sub(r"^(?:\+81|0)", "", digits)  # of this country
    if found["era"]:
        return str(_ERAS[found["era"]] + (1 if found["year"] == "元" else int(found["year"])))
    if found["time"]:
        return _time(found)
    return found["code"].upper()


def _time(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    minute = int(found["minute"] or found["minute_after"] or (30 if found["half"] else 0))
    before, after = found["half_before"] or "", (found["half_after"] or "").lower()
    if (before in {"午後", "下午", "오후"} or after.startswith("p")) and hour < 12:
        hour += 12
    if after.startswith("a") and hour == 12:
        hour = 0
    return f"{hour}:{minute:02}"


@lru_cache(maxsize=8192)
def _in_words(run: str) -> tuple[str, ...]:
    return tuple(_numbers_of(run))


def _numbers_of(run: str) -> Iterator[str]:
    lower = run.lower()
    if lower in _WORDS:
        yield str(_WORDS[lower])
    if run.isascii():
        return
    for word in _UNSPACED_WORDS:
        if word in lower:
            yield str(_WORDS[word])
    for kanji in _KANJI_NUMBER.findall(run):
        numeral = read_numeral(kanji, 0)
        if numeral is not None and numeral.value is not None and numeral.value < Decimal(10**12):
            yield decimal_text(numeral.value) or "0"
