"""Opening hours as a clinic writes them, a line a period → days and times; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kneeblog.prices.notation import fold

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = {kanji: number for number, kanji in enumerate("月火水木金土日")}
_GROUPS = {"平日": range(5), "週末": range(5, 7), "土日": range(5, 7), "毎日": range(7), "全日": range(7)}
_HOLIDAY = {"祝", "祝日"}  # schema.org knows public holidays, but they are no days of the week
_CLOSED = re.compile(r"休診|休み|定休")
_SPAN = re.compile(r"([月火水木金土日])(?:曜日?)?[〜\-–—]([月火水木金土日])(?:曜日?)?")
_WORD = re.compile(r"平日|週末|土日|毎日|全日|祝日?|[月火水木金土日](?:曜日?)?")
_TIME = r"(?:午前|午後)?\d{1,2}[:時]\d{0,2}分?"
_PERIOD = re.compile(rf"({_TIME})[〜\-–—から]+({_TIME})")
_BETWEEN = re.compile(r"[\s、,・/／&と:：（）()]*")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One period on some days; times as `HH:MM`."""

    days: tuple[str, ...]
    opens: str
    closes: str


def parse_opening_hours(text: str) -> list[OpeningHours]:
    """The periods of all lines that say nothing else; a line with anything unclear gives none."""
    return [hours for line in text.splitlines() for hours in _line(fold(line).text)]


def _line(line: str) -> Iterator[OpeningHours]:
    if _CLOSED.search(line):
        return
    periods = [(_clock(one), _clock(other)) for one, other in _PERIOD.findall(line)]
    rest = _PERIOD.sub(" ", line)
    days, rest = _days(rest)
    if not days or not periods or _BETWEEN.fullmatch(rest) is None:
        return
    names = tuple(DAYS[number] for number in sorted(days))
    for opens, closes in periods:
        if opens and closes and opens < closes:
            yield OpeningHours(names, opens, closes)


def _days(text: str) -> tuple[set[int], str]:
    """The days of the week that a text names, and what is left of it."""
    found: set[int] = set()

    def spanned(match: re.Match[str]) -> str:
        first, last = _DAY[match[1]], _DAY[match[2]]
        found.update(range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)])
        return ""

    def named(match: re.Match[str]) -> str:
        word = match[0]
        if word not in _HOLIDAY:
            found.update(_GROUPS.get(word) or [_DAY[word[0]]])
        return ""

    rest = _WORD.sub(named, _SPAN.sub(spanned, text))
    return found, rest


def _clock(text: str) -> str:
    """`午後6時30分` → `18:30`; `""` for what is no time of day."""
    hour, _, minute = re.sub(r"[時:]", ":", text.removeprefix("午前").removeprefix("午後").rstrip("分")).partition(":")
    number = int(hour) + (12 if text.startswith("午後") and int(hour) < 12 else 0)
    return f"{number:02}:{int(minute or 0):02}" if number <= 24 and int(minute or 0) < 60 else ""
