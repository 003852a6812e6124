"""Looking into JSON in which anything may stand anywhere: what is not as expected is not there."""

from __future__ import annotations

import json
import re

from importers.records import Json

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def opened(value: object) -> object:
    """`value`, or what it says if it is JSON written into a string."""
    for _ in range(4):
        if not isinstance(value, str):
            break
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value


def look(value: object, *path: str) -> object:
    """What stands at a path of keys, `None` where the path ends early."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: object, *path: str) -> str:
    """The string at a path, without the halves of characters that JSON can spell and nothing can store."""
    found = look(value, *path)
    return _LONE_SURROGATE.sub("", found).replace("\r\n", "\n").replace("\r", "\n") if isinstance(found, str) else ""


def number(value: object, *path: str) -> float | None:
    """The number at a path, also where it is written as a string."""
    found = look(value, *path)
    if isinstance(found, str):
        try:
            found = float(found)
        except ValueError:
            return None
    return found if isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e15 else None


def objects(value: object, *path: str) -> list[Json]:
    """The objects in the list at a path."""
    found = look(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
