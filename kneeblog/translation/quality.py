"""What is doubtful about a translated segment: placeholders, terms, numbers, words left over, length.  Pure.

Only placeholders are wrong for certain (`placeholders.problems`); the rest is for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kneeblog.seo.desk.findings import DESCRIPTION_MOST, TITLE_MOST
from kneeblog.seo.desk.text import width

from .numbers import differences
from .placeholders import problems
from .terms import Terms

Kind = Literal["placeholder", "term", "number", "leftover", "length"]
LABELS: dict[str, Any] = {
    "placeholder": _("Placeholder"),
    "term": _("Term"),
    "number": _("Number"),
    "leftover": _("Japanese left over"),
    "length": _("Too long"),
}
# What result pages show, in full-width units: two letters are as wide as one kanji.
LIMITS = {"seo_title": TITLE_MOST, "search_description": DESCRIPTION_MOST}

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_KANA = "\u3041-\u3096\u30a1-\u30fa"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_LEFTOVER = {
    "zh": re.compile(rf"[{_KANA}][{_KANA}{_HAN}ー]*"),
    "": re.compile(rf"[{_KANA}{_HAN}][{_KANA}{_HAN}ー]*"),
}
_SENTENCE = re.compile(r"[A-Za-z]+(?:[\s,;:'’-]+[A-Za-z]+){2,}")  # three words in Latin letters


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing; `is_error` if the translation cannot be used like this."""

    kind: Kind
    message: str

    @property
    def is_error(self) -> bool:
        """Whether it keeps the translation out of pages."""
        return self.kind == "placeholder"

    @property
    def label(self) -> str:
        """Its kind in words."""
        return str(LABELS[self.kind])


def issues(source: str, translation: str, terms: Terms, language: str, path: str = "") -> list[Issue]:
    """All that is doubtful, the certain first; messages are in the active language.

    Args:
        source: the segment as translators see it.
        translation: likewise.
        terms: of the glossary, for the two languages.
        language: code of the translation's.
        path: where the segment stands, such as `seo_title`; decides how long it may be.
    """
    found = [Issue("placeholder", str(problem)) for problem in problems(source, translation)]
    here, there = words(source), words(translation)
    found += _terms(here, there, terms)
    found += _numbers(source, translation)
    found += _leftover(there, language)
    found += _length(there, path)
    return found


def words(segment: str) -> str:
    """A segment without its placeholders."""
    return unescape(_TAG.sub("", segment))


def is_left_over(text: str, language: str) -> bool:
    """Whether a text that stands in both languages is in the wrong one: Japanese, or English where it should be."""
    return bool(_SENTENCE.search(text)) if language == "ja" else any(_leftover(text, language))


def _terms(source: str, translation: str, terms: Terms) -> Iterator[Issue]:
    for mention in terms.mentions(source):
        if not mention.is_in(translation):
            message = gettext("“%(term)s” is “%(approved)s” in the glossary.")
            approved = gettext("” or “").join(mention.approved)
            yield Issue("term", message % {"term": mention.written, "approved": approved})


def _numbers(source: str, translation: str) -> Iterator[Issue]:
    lacking, excess = differences(source, translation)
    if lacking:
        yield Issue("number", gettext("Not in the translation: %(numbers)s") % {"numbers": ", ".join(lacking)})
    if excess:
        yield Issue("number", gettext("Not in the source: %(numbers)s") % {"numbers": ", ".join(excess)})


def _leftover(translation: str, language: str) -> Iterator[Issue]:
    if language == "ja":
        return
    found = _LEFTOVER.get(language.partition("-")[0], _LEFTOVER[""]).findall(translation)
    if found:
        shown = ", ".join(dict.fromkeys(found))
        yield Issue("leftover", gettext("Japanese is left over: %(words)s") % {"words": shown})


def _length(translation: str, path: str) -> Iterator[Issue]:
    limit = LIMITS.get(path)
    if limit and (wide := width(translation)) > limit:
        message = gettext("%(length)s wide; result pages show about %(limit)s (two letters count as 1).")
        yield Issue("length", message % {"length": f"{wide:g}", "limit": limit})
