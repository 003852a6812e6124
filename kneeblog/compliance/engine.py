"""Text rules over texts: sentences, exceptions by sentence, and where in the text as it was written each hit stands.

Reading works on a folded copy (`kneeblog.prices.notation.fold`: full width, half-width kana, invisible characters) in
which a run of spaces is one.  Linear in the length of the texts: patterns have no open end (`patterns`), are tried only
in sentences that hold a word they need, and an exception is looked up once a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kneeblog.prices.notation import Folded, fold

from .pack import Rule
from .patterns import needed_words

# Where a sentence ends.  A quotation is one sentence with what is around it, so that its brackets stay together; in
# Latin script a full stop ends one before a capital letter.
_ENDS = re.compile(r"[「『][^「『」』\n]{0,160}[」』]|([。!?]+[」』）)]?|\n|\.(?=\s[A-Z]))")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_RUBY = re.compile(r"<(r[tp])\b[^<>]*>[^<>]*</\1>")
_BREAK = re.compile(r"<(?:/?(?:p|h[1-6]|li|ul|ol|blockquote|div|tr|td|th|table|hr|figure|figcaption)|br)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `text` is which of the texts, `raw` how it was written there, `folded` what the rules read."""

    text: int
    raw: str
    folded: Folded
    start: int
    end: int

    @property
    def words(self) -> str:
        """What the rules read."""
        return self.folded.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule hits: `raw[start:end]` of the sentence."""

    rule: Rule
    sentence: Sentence
    start: int
    end: int

    @property
    def raw(self) -> str:
        """The words that were hit, as they were written."""
        return self.sentence.raw[self.start : self.end]


class Engine:
    """Text rules, ready to be asked often.

    Args:
        rules: of any kind; only text rules (`T`) are used.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.kind == "T")

    @cached_property
    def _by_word(self) -> dict[str, dict[str, list[Rule]]]:
        """For each language the rules by the words that they need."""
        found: dict[str, dict[str, list[Rule]]] = {}
        for rule in self.rules:
            for word in needed_words(rule.pattern) or ("",):
                found.setdefault(rule.locale, {}).setdefault(word, []).append(rule)
        return found

    def hits(self, texts: Sequence[str], locale: str = "ja") -> list[Hit]:
        """What the rules find, in reading order.

        Args:
            texts: plain; each ends a sentence, and so does a line break in it.
            locale: of the texts, as Wagtail names it.  Rules for Japanese also read a Japanese sentence that another
                language's page still holds, told by its kana.
        """
        sentences = list(split(texts))
        language = locale.lower().partition("-")[0]
        found: list[Hit] = list(self._hits(sentences, language))
        if language != "ja":
            found += self._hits([sentence for sentence in sentences if _KANA.search(sentence.words)], "ja")
        return sorted(found, key=lambda hit: (hit.sentence.text, hit.sentence.start, hit.start))

    def _hits(self, sentences: Sequence[Sentence], language: str) -> Iterator[Hit]:
        for rule, numbers in _candidates(self._by_word.get(language, {}), sentences).items():
            for number in numbers:
                yield from _hits(rule, sentences[number])


def _candidates(by_word: dict[str, list[Rule]], sentences: Sequence[Sentence]) -> dict[Rule, set[int]]:
    """For each rule the sentences that hold one of its words; one pass of the text for each word."""
    candidates: dict[Rule, set[int]] = {}
    if not sentences:
        return candidates
    starts: list[int] = []
    length = 0
    for sentence in sentences:
        starts.append(length)
        length += sentence.end - sentence.start + 1
    whole = "\n".join(sentence.words for sentence in sentences)
    for word, rules in by_word.items():
        numbers = set(range(len(sentences))) if not word else set(_places(word, whole, starts))
        if numbers:
            for rule in rules:
                candidates.setdefault(rule, set()).update(numbers)
    return candidates


def _places(word: str, whole: str, starts: Sequence[int]) -> Iterator[int]:
    """The numbers of the sentences that hold the word."""
    place = whole.find(word)
    while place >= 0:
        number = bisect_right(starts, place) - 1
        yield number
        if number + 1 == len(starts):
            return
        place = whole.find(word, starts[number + 1])


def _hits(rule: Rule, sentence: Sentence) -> Iterator[Hit]:
    if not (found := list(rule.regex.finditer(sentence.words))):
        return
    if rule.exception_regex is not None and rule.exception_regex.search(sentence.words):
        return
    offsets, base = sentence.folded.offsets, sentence.folded.offsets[sentence.start]
    for match in found:
        if match.end() > match.start():
            start, end = (offsets[sentence.start + place] - base for place in match.span())
            yield Hit(rule, sentence, start, end)


# Sentences ------------------------------------------------------------------------------------------------------------


def split(texts: Sequence[str]) -> Iterator[Sentence]:
    """The sentences of the texts, without those that hold nothing but space."""
    for number, text in enumerate(texts):
        if not text:
            continue
        folded = _squeezed(fold(text))
        start = 0
        for match in _ENDS.finditer(folded.text):
            if match[1]:
                yield from _sentence(number, folded, start, match.end())
                start = match.end()
        yield from _sentence(number, folded, start, len(folded.text))


def _sentence(number: int, folded: Folded, start: int, end: int) -> Iterator[Sentence]:
    while start < end and folded.text[start].isspace():
        start += 1
    while end > start and folded.text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(number, folded.raw(start, end), folded, start, end)


def _squeezed(folded: Folded) -> Folded:
    """The same with each run of spaces as one."""
    text, offsets = folded.text, folded.offsets
    if "  " not in text and "\t" not in text:
        return folded
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for match in _SPACES.finditer(text):
        pieces += [text[done : match.start()], " "]
        places += [*offsets[done : match.start()], offsets[match.start()]]
        done = match.end()
    return Folded("".join([*pieces, text[done:]]), folded.source, (*places, *offsets[done:]))


def normalised(sentence: str) -> str:
    """A sentence as waivers compare it: folded, each run of white space one space."""
    return " ".join(fold(sentence).text.split())


def plain(html: str) -> str:
    """Rich text as readers see it: readings above the line are left out, blocks and line breaks end a line."""
    from html import unescape

    text = _TAG.sub("", _BREAK.sub("\n", _RUBY.sub("", html)))
    return unescape(text)
