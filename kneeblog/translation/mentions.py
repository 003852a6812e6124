"""The first mention of a medical term in a text → a link to the page about it.  Pure: no Django, no database.

At render time only: what is stored never holds these links, so a new page about a disease is linked from every article
at once, and one that goes away leaves nothing behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

_PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[^<>]*>|[^<]+|<")
_ENTITY = "&#?[a-zA-Z0-9]{1,10};"
# Nothing in these is ever linked: links, headings, readings, code, captions.
_UNTOUCHED = frozenset(
    {"a", "rt", "rp", "rtc", "code", "pre", "figcaption", "caption", *(f"h{n}" for n in range(1, 7))}
)
_LATIN, _KATAKANA = re.compile(r"[A-Za-z0-9À-ÿ]"), re.compile(r"[ァ-ヺー]")


class Mentions:
    """Links the first mention of each term over the texts of one page, in the order they are given.

    Args:
        names: address by every name of the terms that have a page; one address may have several names.
        others: names of terms that have none.  痛風 is not mentioned where 偽痛風 is: the longest name counts.
    """

    def __init__(self, names: Mapping[str, str], others: Iterable[str] = ()) -> None:
        self._addresses = {_folded(_as_html(name)): address for name, address in names.items() if name}
        known = {*self._addresses, *(_folded(_as_html(name)) for name in others if name)}
        longest_first = sorted(known, key=lambda name: (-len(name), name))
        pattern = "|".join([*map(re.escape, longest_first), _ENTITY])
        self._pattern = re.compile(pattern, re.IGNORECASE) if self._addresses else None
        self._linked: set[str] = set()

    def link(self, html: str) -> str:
        """The text, well-formed HTML, with links at the mentions nobody has linked before.

        Takes time linear in the text: tags are passed over in one go, and names are literals.
        """
        if self._pattern is None:
            return html
        pieces: list[str] = []
        untouched = 0
        for piece in _PIECE.finditer(html):
            tag = (piece[2] or "").lower()
            if tag in _UNTOUCHED:
                untouched = max(untouched + (-1 if piece[1] else 1), 0)
            is_text = not piece[0].startswith("<") and not untouched
            pieces.append(self._linked_text(self._pattern, piece[0]) if is_text else piece[0])
        return "".join(pieces)

    def _linked_text(self, pattern: re.Pattern[str], text: str) -> str:
        out: list[str] = []
        place = 0
        for found in pattern.finditer(text):
            address = self._addresses.get(_folded(found[0]), "")
            if not address or address in self._linked or not _stands_alone(text, found):
                continue
            self._linked.add(address)
            out += [text[place : found.start()], f'<a href="{escape(address)}">{found[0]}</a>']
            place = found.end()
        return "".join([*out, text[place:]])


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """A word in letters or katakana is no part of a longer one: `cyst` in `cystic`, リウマチ in リウマチックス."""
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return not any(
        script.fullmatch(outside) and script.fullmatch(inside)
        for script in (_LATIN, _KATAKANA)
        for outside, inside in ((before, found[0][0]), (after, found[0][-1]))
    )


def _as_html(text: str) -> str:
    return escape(text, quote=False)


def _folded(name: str) -> str:
    return name.lower()
