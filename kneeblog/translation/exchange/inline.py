"""Placeholders of a segment ⇄ the inline elements of XLIFF 1.2 (`g`, `x`, `bx`, `ex`) and 2.0 (`pc`, `ph`, `sc`, `ec`).

Each placeholder of a source has a number; a translation says by it which one it means.  What is written between the
tags is text: a translator sees `<`, where a segment has `&lt;`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import gettext
from lxml import etree

from kneeblog.translation.placeholders import Tag, problems, read

from .units import FileRefusedError, text_of

Marks = dict[str, tuple[str, str]]  # by number: how a placeholder is opened and closed; a break has no end


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of one version's elements: a pair, a single one, a beginning, an end, what only marks text."""

    namespace: str
    pair: str
    single: str
    begin: str
    end: str
    begin_of_end: str  # the attribute by which an end names its beginning
    transparent: frozenset[str] = frozenset({"mrk"})


V12 = Vocabulary("urn:oasis:names:tc:xliff:document:1.2", "g", "x", "bx", "ex", "rid")
V20 = Vocabulary("urn:oasis:names:tc:xliff:document:2.0", "pc", "ph", "sc", "ec", "startRef")


@dataclass
class Numbers:
    """The placeholders of a source in order: `1` to `n`, found again in a translation by what they are."""

    by_key: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, Tag] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str) -> Numbers:
        """Those of a source."""
        numbers = cls()
        for piece in read(source):
            if isinstance(piece, Tag) and piece.role != "close":
                number = str(len(numbers.tags) + 1)
                numbers.by_key[piece.key].append(number)
                numbers.tags[number] = piece
        return numbers


def can_be_written(source: str, target: str) -> bool:
    """Whether each placeholder of a translation is one of its source's."""
    return not problems(source, source) and not problems(source, target)


def write(
    parent: Any, segment: str, numbers: Numbers, words: Vocabulary, dress: Callable[[Any, str, Tag], None]
) -> None:
    """Fills an element with a segment.

    Args:
        parent: the empty `source` or `target`.
        segment: properly nested; `can_be_written` tells.
        numbers: of its source.
        words: of the version.
        dress: adds to an inline element, with its number and tag, what the version says about the original code.
    """
    left = {key: list(ids) for key, ids in numbers.by_key.items()}
    around = [parent]
    for piece in read(segment):
        if isinstance(piece, str):
            _append(around[-1], text_of(piece))
        elif piece.role == "close":
            around.pop()
        else:
            number = left[piece.key].pop(0)
            name = words.single if piece.role == "break" else words.pair
            element = etree.SubElement(around[-1], f"{{{words.namespace}}}{name}", id=number)
            dress(element, number, piece)
            if piece.role == "open":
                around.append(element)


def _append(parent: Any, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def segment_of(element: Any, marks: Marks, words: Vocabulary) -> str:
    """What a `source` or `target` says, as a segment.

    Raises:
        FileRefusedError: an inline element is not known, or has a number that the source has not.
    """
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if not isinstance(child.tag, str):  # a comment
            parts.append(escape(child.tail or "", quote=False))
            continue
        name = etree.QName(child).localname
        number = child.get(words.begin_of_end if name == words.end else "id") or child.get("id") or ""
        if name in words.transparent:
            parts.append(segment_of(child, marks, words))
        elif name not in (words.pair, words.single, words.begin, words.end):
            reason = gettext("<%(name)s> is not known here; placeholders are %(names)s.")
            names = ", ".join(f"<{known}>" for known in (words.pair, words.single, words.begin, words.end))
            raise FileRefusedError(reason % {"name": name, "names": names}, child.sourceline)
        elif number not in marks:
            reason = gettext("The placeholder with id “%(id)s” is not in the source of this segment.")
            raise FileRefusedError(reason % {"id": number}, child.sourceline)
        else:
            begin, end = marks[number]
            inner = segment_of(child, marks, words) if name == words.pair else ""
            parts += [begin if name != words.end else "", inner, end if name in (words.pair, words.end) else ""]
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def mark(written: str, element: Any) -> tuple[str, str]:
    """How a placeholder is opened and closed, from what a file says of the original code.

    Raises:
        FileRefusedError: that is no placeholder.
    """
    pieces = read(written)
    if len(pieces) != 1 or not isinstance(pieces[0], Tag) or pieces[0].role == "close":
        reason = gettext("“%(code)s” is no placeholder of this site.")
        raise FileRefusedError(reason % {"code": written}, element.sourceline)
    tag = pieces[0]
    return written, "" if tag.role == "break" else f"</{tag.name}>"
