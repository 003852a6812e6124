"""What an engine must not touch, hidden behind marks: prices, codes, names of people, and placeholders.  Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Self

from kneeblog.prices import LOCALES, format_fee, parse_prices

# Plan numbers of regenerative medicine, trial registrations, ICD codes: letters and digits in one word.
_CODE = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}[0-9][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*)(?![A-Za-z0-9])")
# An amount with what belongs to it; what stands around it (per knee, three times) is for the engine.
AMOUNT = re.compile(
    r"(?:[¥￥]\s?)?[0-9０-９][0-9０-９,，.．]*\s?[十百千万億]*\s?円?(?:\s?[(（]税[込抜別][)）])?(?:\s?[〜～])?"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARK = re.compile(r"\[\[\s?(\d+)\s?\]\]")


@dataclass(frozen=True, slots=True)
class Protected:
    """A segment with marks `[[0]]` where the hidden pieces stand, and those pieces as they go into the translation."""

    masked: str
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, segment: str, names: Mapping[str, str], language: str) -> Self:
        """Hide what is to be hidden.

        Args:
            segment: as translators see it; its placeholders stay visible, for engines handle tags well.
            names: of people, and how the other language writes them.
            language: of the translation; prices are written in it.
        """
        pieces: list[str] = []

        def hide(shown: str) -> str:
            pieces.append(escape(shown, quote=False))
            return f"[[{len(pieces) - 1}]]"

        parts = re.split(f"({_TAG.pattern})", segment)
        masked = [part if _TAG.fullmatch(part) else _mask(unescape(part), names, language, hide) for part in parts]
        return cls("".join(masked), tuple(pieces))

    def restored(self, translation: str) -> str | None:
        """The translation with the pieces in their places; `None` if a mark was lost, doubled or made up."""
        marks = [int(mark) for mark in _MARK.findall(translation)]
        if sorted(marks) != list(range(len(self.pieces))):
            return None
        return _MARK.sub(lambda mark: self.pieces[int(mark[1])], translation)


def _mask(text: str, names: Mapping[str, str], language: str, hide: Callable[[str], str]) -> str:
    codes = ((match.start(), match.end(), match[0]) for match in _CODE.finditer(text))
    spans = [*_names(text, names), *_prices(text, language), *codes]
    out, place = [], 0
    for start, end, shown in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= place:
            out += [escape(text[place:start], quote=False), hide(shown)]
            place = end
    return "".join([*out, escape(text[place:], quote=False)])


def _names(text: str, names: Mapping[str, str]) -> list[tuple[int, int, str]]:
    longest_first = sorted((name for name in names if name), key=len, reverse=True)
    found = re.finditer("|".join(map(re.escape, longest_first)) or r"(?!)", text)
    return [(match.start(), match.end(), names[match[0]]) for match in found]


def _prices(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    if language.lower() not in LOCALES:
        return
    for match in AMOUNT.finditer(text):
        fees = parse_prices(match[0])
        if len(fees) == 1 and not fees[0].label:
            yield match.start(), match.end(), format_fee(fees[0], language)
