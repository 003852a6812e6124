"""A segment as people read and write it.  Pure.

Segments are HTML: a `&` is `&amp;` there.  In the editor people write `R&D`, and `&lt;` only for a `<` itself, for that
begins a placeholder.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Literal

from kneeblog.translation.placeholders import Tag, read

_ENTITY = re.compile(r"&(?=#?[a-zA-Z0-9]+;)")
_REFERENCE = re.compile(r"&#?[a-zA-Z0-9]+;")  # Python takes `&reg` for one as well
_STRAY = re.compile(r"<(?=[a-zA-Z/!?])")  # would begin a tag; `placeholders.problems` names it
_WORDS = re.compile(r"[A-Za-z0-9À-ÿ'’-]+|\s+|.", re.DOTALL)

Part = tuple[Literal["same", "gone", "new"], str]


def shown(segment: str) -> str:
    """A segment as it stands in the field of the editor."""
    return "".join(piece.written if isinstance(piece, Tag) else _readable(piece) for piece in read(segment))


def stored(text: str) -> str:
    """What was written in the field, as a segment; `stored(shown(segment))` is the segment."""
    one_line = re.sub(r"\s*[\r\n]\s*", " ", text.strip())
    return "".join(piece.written if isinstance(piece, Tag) else _escaped(piece) for piece in read(one_line))


def pieces(segment: str) -> list[tuple[str, str]]:
    """The texts and placeholders of a segment for a template: kind (`text` or `tag`) and what is shown."""
    return [("tag", piece.written) if isinstance(piece, Tag) else ("text", _plain(piece)) for piece in read(segment)]


def tags(segment: str) -> list[tuple[str, str]]:
    """Each placeholder once: what stands before and behind the words it is about; a line break has nothing behind."""
    found: dict[str, tuple[str, str]] = {}
    for piece in read(segment):
        if isinstance(piece, Tag) and piece.role != "close":
            found.setdefault(piece.key, (piece.written, f"</{piece.name}>" if piece.role == "open" else ""))
    return list(found.values())


def changes(before: str, after: str) -> list[Part]:
    """What is the same, gone and new in a text, word by word in Latin script and character by character in Japanese."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Part] = []
    for kind, start, end, there, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[start:end])))
            continue
        gone, added = "".join(old[start:end]), "".join(new[there:until])
        parts += [part for part in (("gone", gone), ("new", added)) if part[1]]
    return parts


def _readable(text: str) -> str:
    return _ENTITY.sub("&amp;", _plain(text)).replace("<", "&lt;")


def _escaped(text: str) -> str:
    if _STRAY.search(text):
        return text
    return escape(_plain(text), quote=False)


def _plain(text: str) -> str:
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), text)
