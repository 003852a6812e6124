"""Sentences as translators see them, and what a translation must keep of them.  Pure: no database.

A *segment* is one paragraph, list item, table cell or plain field, as wagtail-localize keeps it in `String.data`: text
in which tags are *placeholders*.

- A mark is a pair of tags without attributes: `約3cm<sup>3</sup>です`, `<b>必ず</b>受診`.  A mark around a whole
  segment is not shown; the translation has it all the same.
- A link is `<a id="a1">…</a>`, numbered in the order of the source.  Its address is kept beside the segment.
- A line break is `<br/>`, also in fields of plain text.
- `&lt;`, `&gt;` and `&amp;` stand for themselves; everything else is text.
- Readings (ruby) are no part of a segment: translators see the base text, the Japanese page keeps its readings.

A translation has each mark and each link exactly as often as the source, properly nested and with words in it.  Marks
and links may stand in another order, and line breaks may be left out: they follow the language.  `problems` says what
is wrong; `read` takes a segment apart for exchange formats, and `"".join(map(str, read(segment)))` gives it back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

from django.utils.translation import gettext

# A tag, or something that a browser would take for the beginning of one.
_TOKEN = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[\s/][^<>]*)?>|<[a-zA-Z/!?]")
_ID = re.compile(r"""id\s*=\s*(?P<quote>["']?)(?P<id>[\w-]+)(?P=quote)""", re.IGNORECASE)
_EXAMPLE = 20

Role = Literal["open", "close", "break"]
Kind = Literal["lost", "doubled", "added", "altered", "crossed", "unpaired", "emptied", "broken"]


@dataclass(frozen=True, slots=True)
class Tag:
    """One placeholder as it stands in a segment.

    `name` is the tag's, `a` or `sup`; `key` tells it from others: a link's id such as `a1`, else the name.
    """

    name: str
    key: str
    role: Role
    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a translation; `placeholder` is the one it is about, as translators see it."""

    kind: Kind
    placeholder: str
    message: str

    def __str__(self) -> str:
        return self.message


def read(segment: str) -> list[str | Tag]:
    """The texts and placeholders of a segment in order; texts are as written, with `&lt;` for `<`."""
    pieces: list[str | Tag] = []
    place = 0
    for found in _TOKEN.finditer(segment):
        if not found["name"]:
            continue  # text; `problems` names it
        pieces += [segment[place : found.start()], _tag(found)]
        place = found.end()
    return [piece for piece in [*pieces, segment[place:]] if piece != ""]


def problems(source: str, translation: str) -> list[Problem]:
    """Why a translation cannot stand for its source segment; empty if it can.

    The messages are in the active language and name the placeholder.
    """
    before, after = _Reading(source), _Reading(translation)
    found = [*after.broken, *after.nesting]
    found += [_unknown(tag, before) for key, tag in after.tags.items() if key not in before.tags]
    for key, tag in before.tags.items():
        found += _miscounted(tag, before.counts[key], after.counts[key])
    for key in sorted(after.empty & before.tags.keys() - before.empty):
        found.append(_problem("emptied", after.tags[key], gettext("%(tag)s has no words in it.")))
    return found


def _tag(found: re.Match[str]) -> Tag:
    name, rest = found["name"].lower(), (found["rest"] or "").removesuffix("/").strip()
    if name == "br":
        return Tag(name, name, "break", found[0])
    if found["end"]:
        return Tag(name, name, "close", found[0])
    identity = _ID.fullmatch(rest) if name == "a" else None
    return Tag(name, identity["id"] if identity else f"{name} {rest}".strip(), "open", found[0])


@dataclass(slots=True)
class _Pair:
    """A pair that has been opened."""

    tag: Tag
    has_words: bool = False


class _Reading:
    """What one segment holds: how often which placeholder, which of them without words, and what is wrong in it."""

    def __init__(self, segment: str) -> None:
        self.counts: Counter[str] = Counter()
        self.tags: dict[str, Tag] = {}
        self.empty: set[str] = set()
        self.nesting: list[Problem] = []
        self.broken: list[Problem] = []
        self._around: list[_Pair] = []
        for piece in read(segment):
            if isinstance(piece, str):
                self._text(piece)
            elif piece.role == "close":
                self._close(piece)
            else:
                self._count(piece)
        self.nesting += [_problem("unpaired", pair.tag, gettext("%(tag)s is not closed.")) for pair in self._around]

    def _text(self, text: str) -> None:
        for stray in _TOKEN.finditer(text):
            message = gettext("“%(tag)s” is no complete placeholder; the character < itself is written &lt;")
            words = text[stray.start() :][:_EXAMPLE]
            self.broken.append(Problem("broken", words, message % {"tag": words}))
        if self._around and unescape(text).strip():
            self._around[-1].has_words = True

    def _count(self, tag: Tag) -> None:
        self.counts[tag.key] += 1
        self.tags.setdefault(tag.key, tag)
        if tag.role == "open":
            if tag.name == "a" and any(pair.tag.name == "a" for pair in self._around):
                self.nesting.append(_problem("crossed", tag, gettext("%(tag)s stands inside another link.")))
            self._around.append(_Pair(tag))

    def _close(self, tag: Tag) -> None:
        place = next((n for n in reversed(range(len(self._around))) if self._around[n].tag.name == tag.name), None)
        if place is None:
            self.nesting.append(_problem("unpaired", tag, gettext("%(tag)s closes something that was not opened.")))
            return
        pair, inner = self._around.pop(place), self._around[place:]
        if inner:
            message = gettext("%(tag)s and %(other)s cross: the one opened last is to be closed first.")
            self.nesting.append(_problem("crossed", pair.tag, message, other=inner[-1].tag))
        elif not pair.has_words:
            self.empty.add(pair.tag.key)
        elif self._around:
            self._around[-1].has_words = True


def _problem(kind: Kind, tag: Tag, message: str, **words: object) -> Problem:
    return Problem(kind, tag.written, message % {"tag": tag.written, **words})


def _unknown(tag: Tag, before: _Reading) -> Problem:
    """A placeholder that the source has not: an altered one if it has others of that name."""
    alike = ", ".join(other.written for other in before.tags.values() if other.name == tag.name)
    if alike:
        return _problem("altered", tag, gettext("%(tag)s was changed; the source has %(others)s."), others=alike)
    return _problem("added", tag, gettext("%(tag)s is not in the source."))


def _miscounted(tag: Tag, wanted: int, there: int) -> Iterator[Problem]:
    if there > wanted:
        message = gettext("%(tag)s is there too often: %(wanted)s in the source, %(there)s in the translation.")
        yield _problem("doubled", tag, message, wanted=wanted, there=there)
    elif there < wanted and tag.role != "break":
        if not there:
            message = gettext("%(tag)s is missing.")
        else:
            message = gettext("%(tag)s is missing: %(wanted)s in the source, %(there)s in the translation.")
        yield _problem("lost", tag, message, wanted=wanted, there=there)
