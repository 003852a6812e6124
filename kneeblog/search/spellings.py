"""The spellings of what somebody looks for, from the glossary: ひざ also finds 膝, ACL損傷 also 前十字靱帯損傷.

Pure but for `of_glossary`.  A name that says less than what was asked for is no spelling of it: 関節軟骨 does not find
every 軟骨, and 関節液 not every 水.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from .terms import fold, words

_LANGUAGES = {"ja": "ja", "en": "en", "zh-hans": "zh_hans", "zh-hant": "zh_hant", "ko": "ko"}
_BRACKETS = re.compile(r"[()]")
_SEPARATORS = re.compile(r"[\s,、。・/|!?\"'「」『』()]+")
_SECONDS = 60  # for which the glossary that was read holds: reading it takes longer than searching
_MOST = 24  # spellings of one word


def of_glossary(language: str) -> Spellings:
    """The names in the database's glossary, for pages in one language; what staff change counts a minute later."""
    return _read(language, int(time.monotonic() // _SECONDS))


@lru_cache(maxsize=8)
def _read(language: str, _period: int) -> Spellings:
    from kneeblog.models import GlossaryTerm

    return Spellings(GlossaryTerm.objects.values("ja_kana", "ja_variants", *_LANGUAGES.values()), language)


class Spellings:
    """Which names stand for which.

    Args:
        terms: with the columns of the glossary that hold names.
        language: of the pages that are searched; names in any language may be asked for.
    """

    def __init__(self, terms: Iterable[Mapping[str, str]], language: str) -> None:
        self._alternatives: dict[str, set[str]] = defaultdict(set)
        own = ("ja", "ja_variants", "ja_kana") if language == "ja" else (_LANGUAGES.get(language.lower(), "en"),)
        for term in terms:
            reading, preferred = fold(term["ja_kana"]).text, fold(term["ja"]).text
            shown = {name: name.replace(reading, preferred) for name in _names(term, own)}
            for name in _names(term, term):
                written = name.replace(reading, preferred)
                same = (other for other, other_written in shown.items() if _says_as_much(other_written, written))
                self._alternatives[name].update(same)
        longest_first = sorted((name for name in self._alternatives if not name.isascii()), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def queries(self, text: str) -> list[list[str]]:
        """What is looked for, folded: for each word, all of which must be found, its spellings."""
        folded = " ".join(fold(text).text.split())
        if folded in self._alternatives:
            return [self._spellings(folded)]
        return [self._spellings(word) for word in _SEPARATORS.split(folded) if word]

    def looser(self, text: str) -> list[list[str]]:
        """The same for those words alone that carry the meaning, where a sentence is found nowhere as it stands."""
        return [self._spellings(word) for word in dict.fromkeys(words(fold(text).text))]

    def _spellings(self, word: str) -> list[str]:
        found = sorted(self._alternatives.get(word, ()))
        for match in self._pattern.finditer(word):
            others = sorted(self._alternatives[match[0]])
            found += [word[: match.start()] + other + word[match.end() :] for other in others]
        longer = () if word.isascii() else (other for other in found if word in other)  # found with the word itself
        return list(dict.fromkeys([word, *(other for other in found if other not in set(longer))]))[:_MOST]


def _names(term: Mapping[str, str], columns: Iterable[str]) -> list[str]:
    """Names as they may be looked for: O脚（内反膝） is two.  One character is sure only as the term's own name."""
    parts = [
        (column, part.strip())
        for column in columns
        for name in term[column].split("|")
        for part in _BRACKETS.split(fold(name).text)
    ]
    return [part for column, part in parts if len(part) > 1 or (part and column == "ja")]


def _says_as_much(other: str, name: str) -> bool:
    return other == name or other not in name
