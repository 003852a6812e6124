"""The glossary's terms in a text, and how they are said in another language.  Pure: terms are handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from kneeblog.search.terms import fold, stem

_BRACKETS = re.compile(r"[()]")
_WORD = re.compile(r"[a-z0-9'-]+")


class Named(Protocol):
    """A term with its names, such as the packaged glossary's and the database's."""

    def names_in(self, language_code: str) -> tuple[str, ...]:
        """Every spelling in that language."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A term as it stands in a text, with its approved translations, the one to be used first.

    Of `knee effusion (water on the knee)` either name is approved.
    """

    written: str
    approved: tuple[str, ...]

    def is_in(self, translation: str) -> bool:
        """Whether one of the approved translations is used, in whatever case and number."""
        text = _comparable(translation)
        return any(_comparable(name) in text for name in self.approved)


class Terms:
    """The terms that have a name in both languages.

    Args:
        terms: the glossary.
        source: language of the texts to be translated.
        target: language they are translated into.
    """

    def __init__(self, terms: Iterable[Named], source: str, target: str) -> None:
        self._approved: dict[str, tuple[str, ...]] = {}
        for term in terms:
            approved = tuple(part for name in term.names_in(target) for part in _parts(name))
            for number, name in enumerate(term.names_in(source)):
                for part in _parts(name) if approved else ():
                    if len(part) > 1 or not number:  # 水 may be short for 関節液, and mostly is not
                        self._approved.setdefault(_folded(part), approved)
        longest_first = sorted(self._approved, key=len, reverse=True)
        written = [rf"\b{re.escape(name)}" if name.isascii() else re.escape(name) for name in longest_first]
        self._pattern = re.compile("|".join(written) or r"(?!)")

    def mentions(self, text: str) -> list[Mention]:
        """Each term once, in the order of the text; of names within one another the longest."""
        folded = fold(text)
        found: dict[tuple[str, ...], Mention] = {}
        for match in self._pattern.finditer(folded.text):
            approved = self._approved[match[0]]
            found.setdefault(approved, Mention(folded.raw(*match.span()), approved))
        return list(found.values())

    def whole(self, text: str) -> str:
        """The approved translation of a text that is nothing but one term; empty if it is more."""
        return next(iter(self._approved.get(_folded(text.strip()), ())), "")


def _parts(name: str) -> list[str]:
    return [part for part in map(str.strip, _BRACKETS.split(name.replace("（", "(").replace("）", ")"))) if part]


def _folded(name: str) -> str:
    return fold(name).text


@lru_cache(maxsize=2048)  # a translation is asked about once for each term
def _comparable(text: str) -> str:
    return _WORD.sub(lambda word: stem(word[0]), _folded(text))
