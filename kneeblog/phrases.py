"""Where a heading may break: between phrases, as a person would read it aloud; pure.

Chromium finds Japanese phrases by itself (`word-break: auto-phrase`).  For other browsers, and for Chinese, the places
are marked when a page is shown.  They are no characters: what is copied, searched or told to machines stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

import budoux

_KANA = re.compile(r"[\u3041-\u30fa]")
_HAN = re.compile(r"[\u3400-\u9fff]")
# A mark would let a line begin or end with these, which no browser does of its own accord.
_NEVER_FIRST = frozenset(
    "、。，．・：；？！?!,.:;)]}」』】〉》〕）］｝”’ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜～…‥％%℃"
)
_NEVER_LAST = frozenset("([{「『【〈《〔（［｛“‘￥¥＃#約第")
_OPENING, _CLOSING = "（「『【〈《〔［(", "）」』】〉》〕］)"
_SHORTEST = 2  # a single character stays with what follows it


@lru_cache(maxsize=4096)
def phrases(text: str, language: str) -> tuple[str, ...]:
    """The text in phrases between which a line may break; one where the language has none to find.

    Args:
        text: of one line.
        language: the code of the page's language; text with kana is Japanese on any page.
    """
    parse = _parser("ja" if _KANA.search(text) else language) if _HAN.search(text) or _KANA.search(text) else None
    return tuple(_joined(parse(text))) if parse else (text,)


def _joined(parts: list[str]) -> Iterator[str]:
    """Phrases that neither begin nor end with what may not stand there."""
    held = ""
    for part in parts:
        stays = part[0] in _NEVER_FIRST or held[-1:] in _NEVER_LAST or len(held.strip()) < _SHORTEST
        if held and not stays and not _is_open(held):
            yield held
            held = ""
        held += part
    yield held


def _is_open(text: str) -> bool:
    """Whether a bracket in it has yet to be closed: what stands in brackets stays together."""
    return sum(text.count(sign) for sign in _OPENING) > sum(text.count(sign) for sign in _CLOSING)


@cache
def _parser(language: str) -> Callable[[str], list[str]] | None:
    load = {
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }.get(language)
    return load().parse if load else None
