"""What a segment said before its source was changed, and how that was translated.  Pure.

wagtail-localize keeps the translation of a text that is no longer there, with the place where it stood.  A segment
without a translation, at whose place there is one of another text, is out of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

LEAST = 40  # per cent alike, where several texts stand at one place, such as the paragraphs of one rich text

Key = tuple[int, int]  # the place and the text of a segment: ids of its context and its string


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text that stood there before, and its translation."""

    source: str
    translation: str


def earlier(missing: dict[Key, str], in_use: Iterable[Key], left: Iterable[tuple[int, Earlier]]) -> dict[Key, Earlier]:
    """What the segments said before, for those of the untranslated ones that said something else.

    Args:
        missing: texts of the segments without a translation.
        in_use: all segments.
        left: by place, translated texts that stand there no more; the newest first.
    """
    texts: dict[int, set[int]] = defaultdict(set)
    for context, string in in_use:
        texts[context].add(string)
    candidates: dict[int, list[Earlier]] = defaultdict(list)
    for context, one in left:
        candidates[context].append(one)
    found: dict[Key, Earlier] = {}
    for (context, string), text in missing.items():
        there = candidates.get(context)
        if not there:
            continue
        if len(texts[context]) == 1:
            found[context, string] = there[0]
            continue
        best = max(there, key=lambda one: fuzz.ratio(one.source, text))
        if fuzz.ratio(best.source, text) >= LEAST:
            found[context, string] = best
            there.remove(best)
    return found
