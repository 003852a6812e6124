"""Which patterns are safe to run over any text, and which words they cannot do without.

Python's matcher tries one way after the other, so a pattern with open-ended repetitions can take time that grows with
the square of the text, or worse.  Here every repetition must have an upper bound: then one place of the text costs at
most so many steps, whatever the text is, and the whole is linear.  `refusal` is conservative: it also refuses patterns
that would do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# The only reader of patterns that Python has; the parser's names are the same in 3.11 to 3.14.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LONGEST = 200
"""The most characters one repetition may cover."""
MOST_WAYS = 300_000
"""The most ways in which a pattern may match at one place: each repetition multiplies them by its range."""

REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
MOST_WORDS = 80


def refusal(pattern: str, most_ways: int = MOST_WAYS) -> str:
    """Why a pattern may not be used, in English; `""` if it may.

    Args:
        most_ways: in which it may match at one place, at most `MOST_WAYS`.
    """
    try:
        re.compile(pattern)
        tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"it is no regular expression: {error}"
    try:
        ways = _ways(tree)
    except _UnboundedError as found:
        return str(found)
    if ways > most_ways:
        return "it can match in too many ways; use fewer or shorter repetitions"
    return ""


class _UnboundedError(ValueError):
    pass


def _ways(tree: Iterable[Any]) -> int:
    """An upper bound for the ways in which a pattern matches at one place."""
    ways = 1
    for code, argument in tree:
        if code in REPEATS:
            low, high, inner = argument
            if high is codes.MAXREPEAT or high > LONGEST:
                raise _UnboundedError(f"* and + and {{n,}} have no end; write for example {{0,20}} (at most {LONGEST})")
            inside = _ways(inner)
            ways *= high - low + 1 if inside == 1 else min(sum(inside**n for n in range(low, high + 1)), MOST_WAYS + 1)
        elif code is codes.BRANCH:
            ways *= max(1, sum(_ways(branch) - 1 for branch in argument[1]) + 1)
        elif code is codes.SUBPATTERN:
            ways *= _ways(argument[-1])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            ways *= _ways(argument[1])
        elif code is codes.ATOMIC_GROUP:
            ways *= _ways(argument)
        elif code in (codes.GROUPREF, codes.GROUPREF_EXISTS):
            raise _UnboundedError("it refers back to a group; write the words out")
        ways = min(ways, MOST_WAYS + 1)
    return ways


@cache
def needed_words(pattern: str) -> tuple[str, ...]:
    """Words of which every match holds at least one; empty if the pattern names none that would help.

    Patterns that ignore case have none: they would have to be compared in one case.
    """
    tree = parser.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return ()
    words = _words(tree)
    return tuple(sorted(words)) if words and len(words) <= MOST_WORDS else ()


def _words(tree: Iterable[Any]) -> set[str]:
    """The best such set among the parts of a sequence: the one whose shortest word is longest, then the smallest."""
    candidates: list[set[str]] = []
    run = ""
    for code, argument in tree:
        if code is codes.LITERAL:
            run += chr(argument)
            continue
        if run:
            candidates.append({run})
            run = ""
        candidates.append(_part(code, argument))
    if run:
        candidates.append({run})
    known = [words for words in candidates if words]
    return max(known, key=lambda words: (min(map(len, words)), -len(words)), default=set())


def _part(code: Any, argument: Any) -> set[str]:
    if code is codes.SUBPATTERN:
        return _words(argument[-1])
    if code is codes.ATOMIC_GROUP:
        return _words(argument)
    if code in REPEATS:
        return _words(argument[2]) if argument[0] > 0 else set()
    if code is codes.BRANCH:
        branches = [_words(branch) for branch in argument[1]]
        return set().union(*branches) if all(branches) else set()
    if code is codes.IN and len(argument) <= MOST_WORDS and all(kind is codes.LITERAL for kind, _ in argument):
        return {chr(letter) for _, letter in argument}
    return set()
