"""Blocks whose ids come from what they hold, and which hold something else now, are known again by where they stand.

Where the old page gives no ids, a block's id comes from its text (contract §2).  A word changed at the source gives
another id; without this it would be one block deleted and another one new: an editor's work on it would stand beside
the source's, and its translation would be lost.  Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from importers.blocktree import is_tree
from importers.records import Json

_ALIKE = 0.5  # of the characters
_ENOUGH = 500  # characters of a text are compared


def aligned(base: Sequence[Json], source: Sequence[Json]) -> list[Json]:
    """The source's blocks; those that are a changed version of a block of `base` get that block's id.

    Args:
        base: blocks of one field as they were imported last.
        source: the same field as the source has it now.
    """
    before = {block["id"]: block for block in base}
    known: dict[str, str] = _known_again(base, source)
    return [_aligned_block(block, before, known.get(block["id"]) or block["id"]) for block in source]


def _aligned_block(block: Json, before: dict[str, Json], block_id: str) -> Json:
    value, earlier = block["value"], before.get(block_id)
    if isinstance(value, dict) and earlier and isinstance(earlier["value"], dict):
        value = {
            name: aligned(earlier["value"].get(name) or [], part) if part and is_tree(part) else part
            for name, part in value.items()
        }
    return {**block, "id": block_id, "value": value}


def _known_again(base: Sequence[Json], source: Sequence[Json]) -> dict[str, str]:
    """Ids of the source's new blocks → ids of the vanished blocks that stood in their place and read much alike."""
    there, now = [block["id"] for block in base], [block["id"] for block in source]
    if there == now:
        return {}
    stays = set(there) & set(now)
    found: dict[str, str] = {}
    for tag, start, end, first, last in SequenceMatcher(None, there, now, autojunk=False).get_opcodes():
        if tag != "replace":
            continue
        gone = [block for block in base[start:end] if block["id"] not in stays]
        for new in source[first:last]:
            if new["id"] in stays:
                continue
            alike = (old for old in gone if old["type"] == new["type"] and _alike(old["value"], new["value"]))
            match = next(alike, None)
            if match is not None:
                found[new["id"]] = match["id"]
                gone = gone[gone.index(match) + 1 :]
    return found


def _alike(old: Any, new: Any) -> bool:
    before, now = ("\n".join(_texts(value))[:_ENOUGH] for value in (old, new))
    return SequenceMatcher(None, before, now, autojunk=False).ratio() >= _ALIKE


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part["value"] if is_tree([part]) else part)]
    return []
