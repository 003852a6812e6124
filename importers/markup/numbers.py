"""The numbers of a list's items: as the old page showed them, and when the new one shows others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag

from importers.markup.hooks import children
from importers.records import Box, Node

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


def numbering(shown: int | str) -> tuple[str, str]:
    """A finding's id and message on a list whose numbers, by the first or by all, are others than the editor's."""
    how = f"begins with the number {shown}" if isinstance(shown, int) else f"is numbered {shown}"
    return "list.numbering", f"A list {how}; the new one counts from 1."


def next_number(out: Sequence[Node | Box]) -> int:
    """The number after those of the list just read, which the next list continues."""
    last = out[-1] if out else None
    is_numbered = isinstance(last, Node) and last.kind == "list" and last.ordered
    return last.start + len(last.children) if isinstance(last, Node) and is_numbered else 1


def numbers_of(tag: Tag) -> list[int]:
    """The numbers of a list's items as a browser counts them; [1] for a list that shows or holds none."""
    items = list(children(tag, "li")) if tag.name == "ol" else []
    step = -1 if tag.has_attr("reversed") else 1
    number = _number(tag.get("start"), len(items) if step < 0 else 1)
    numbers: list[int] = []
    for item in items:
        number = _number(item.get("value"), number)
        numbers.append(number)
        number += step
    return numbers or [1]


def _number(given: object, default: int) -> int:
    return int(str(given)) if _NUMBER.fullmatch(str(given)) else default
