"""What was imported last, what the source says now, what an editor has made of it → what the page is to hold.  Pure.

A three-way merge, block by block, by the blocks' ids: what only one side changed is taken from that side; where both
changed the same thing, the editor's version stays and a `Conflict` says what the source has.  A block is compared by
its own parts, the blocks inside it by themselves, so two people may work on one section without a conflict.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from importers.blocktree import MISSING, TOP, Key, Node, Place, Tree, is_tree
from importers.records import Json

_KEY = re.compile(r' data-block-key="[^"]*"')
Why = Literal["both changed", "deleted here", "deleted at the source", "moved", "order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Both sides changed one thing; the page keeps the editor's version.

    Args:
        field: of the page.
        block: the block's id, `""` for a field without blocks.
        kind: the block's type.
        part: the block's part that differs, `""` for the block as a whole.
        why: what met what.
        source: what the source has; `None` if it has it no longer.
        here: what the page has; `None` if it has it no longer.
    """

    field: str
    block: str = ""
    kind: str = ""
    part: str = ""
    why: Why = "both changed"
    source: Any = None
    here: Any = None

    @property
    def place(self) -> tuple[str, str, str]:
        """What tells it from other conflicts of the page."""
        return self.field, self.block, self.part

    def as_json(self) -> Json:
        """As it is kept."""
        return asdict(self)

    def is_settled(self, values: Mapping[str, Any]) -> bool:
        """Whether a page with these values has what the source had, or the question no longer arises."""
        value = values.get(self.field, MISSING)
        if self.why in {"moved", "order"}:
            return True  # shown once; where a block stands is the editor's choice
        if not self.block:
            return _same(value, self.source)
        node = Tree(value if is_tree(value) else []).nodes.get((self.block, self.kind))
        if self.why == "both changed":
            return node is not None and _same(node.part(self.part), self.source)
        return (node is None) == (self.why == "deleted at the source")


@dataclass(slots=True)
class Merged:
    """What a page is to hold, and where the two sides met."""

    values: Json = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(
    base: Mapping[str, Any], source: Mapping[str, Any], here: Mapping[str, Any], single: Collection[str] = ()
) -> Merged:
    """Merge the fields of one page.

    Args:
        base: the values as they were imported last; a field that is missing was never imported.
        source: the values that the source asks for now.
        here: the values that the page holds, in the fields of `source`.
        single: fields of blocks that hold one block at most.
    """
    merged = Merged()
    for name, wanted in source.items():
        sides = base.get(name), wanted, here[name]
        trees = all(side is None or is_tree(side) for side in sides) and any(sides)
        if trees and not (name in single and len({block["id"] for side in sides for block in side or ()}) > 1):
            work = _TreeMerge(name, *(Tree(side or []) for side in sides))
            merged.values[name] = work.merged()
            merged.conflicts += work.conflicts
        else:
            merged.values[name] = _decided(*sides)
            if _both_changed(*sides):
                merged.conflicts.append(Conflict(field=name, source=wanted, here=here[name]))
    return merged


def _decided(base: Any, source: Any, here: Any) -> Any:
    return source if _same(here, base) else here


def _both_changed(base: Any, source: Any, here: Any) -> bool:
    return not (_same(source, base) or _same(source, here) or _same(here, base))


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same; the editor gives the paragraphs of a rich text keys of its own."""
    if isinstance(one, str) and isinstance(other, str):
        return _KEY.sub("", one) == _KEY.sub("", other)
    return bool(one == other)


class _TreeMerge:
    """Merges the blocks of one field.  Each is decided on its own, then the tree is put together again; so a block
    that one side moved and the other edited is there once, moved and edited."""

    def __init__(self, name: str, base: Tree, source: Tree, here: Tree) -> None:
        self._name = name
        self._base = base
        self._source = source
        self._here = here
        self._kept: dict[Key, Node] = {}
        self._places: dict[Key, Place] = {}
        self.conflicts: list[Conflict] = []

    def merged(self) -> list[Json]:
        """The field's blocks; afterwards `conflicts` says where both sides met."""
        for key in self._here.nodes:
            self._decide_present(key)
        for key in self._source.nodes:
            if key not in self._here.nodes:
                self._decide_absent(key)
        self._place_all()
        for key in list(self._kept):
            self._need_parents(key)
        lists: dict[Place, list[Key]] = {}
        for key in self._kept:
            lists.setdefault(self._places[key], []).append(key)
        ordered = {place: self._in_order(place, set(keys)) for place, keys in lists.items()}
        return Tree.of(self._kept, ordered).blocks()

    # Which blocks there are -------------------------------------------------------------------------------------------

    def _decide_present(self, key: Key) -> None:
        base, source, here = self._base.nodes.get(key), self._source.nodes.get(key), self._here.nodes[key]
        if source is not None:
            self._kept[key] = self._with_parts(key, base, source, here)
        elif base is None:
            self._kept[key] = here
        elif here.own != base.own or here.place[0] != base.place[0]:
            self._kept[key] = here
            self._conflict(key, why="deleted at the source", here=here.own)

    def _decide_absent(self, key: Key) -> None:
        base, source = self._base.nodes.get(key), self._source.nodes[key]
        if base is None:
            self._kept[key] = replace(source, id=self._free_id(source))
        elif source.own != base.own:
            self._conflict(key, why="deleted here", source=source.own)

    def _free_id(self, node: Node) -> str:
        """Its own, unless a block of another type has it: the source made another block of one that was edited here."""
        taken = any(other.id == node.id for other in self._kept.values())
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"kneeblog:{node.id}/{node.kind}")) if taken else node.id

    def _with_parts(self, key: Key, base: Node | None, source: Node, here: Node) -> Node:
        own: Json = {}
        for name in {**here.own, **source.own}:
            sides = (base.part(name) if base else MISSING), source.part(name), here.part(name)
            own[name] = _decided(*sides)
            if _both_changed(*sides):
                self._conflict(key, part=name, source=sides[1], here=sides[2])
        return Node(here.id, here.kind, own, here.place, tuple(dict.fromkeys((*here.lists, *source.lists))))

    def _conflict(
        self, key: Key, *, part: str = "", why: Why = "both changed", source: Any = None, here: Any = None
    ) -> None:
        found = Conflict(
            field=self._name, block=key[0], kind=key[1], part=part, why=why, source=_shown(source), here=_shown(here)
        )
        self.conflicts.append(found)

    # Where they stand -------------------------------------------------------------------------------------------------

    def _place_all(self) -> None:
        nodes = self._base.nodes, self._source.nodes, self._here.nodes
        moved: list[Key] = []
        for key in {**self._here.nodes, **self._source.nodes}:
            base, source, here = (side[key].place if key in side else None for side in nodes)
            if source is None or here is None:
                self._places[key] = here or source  # type: ignore[assignment]
                continue
            self._places[key] = _decided(base, source, here)
            if base is not None and _both_changed(base, source, here):
                moved.append(key)
        if not all(map(self._leads_up, self._places)):  # each side put one of two blocks into the other
            self._place_as_here()
        for key in moved:
            self._conflict(key, why="moved")

    def _place_as_here(self) -> None:
        self._places |= {key: node.place for key, node in self._here.nodes.items()}

    def _leads_up(self, key: Key) -> bool:
        seen = set()
        while key != TOP:
            if key in seen:
                return False
            seen.add(key)
            key = self._places[key][0]
        return True

    def _need_parents(self, key: Key) -> None:
        """A block that stays keeps what it stands in; one that is new in what an editor deleted does not come."""
        if key not in self._kept:
            return
        parent = self._places[key][0]
        self._need_parents(parent)  # which may go itself, with what it stands in
        if parent == TOP or parent in self._kept:
            return
        if parent in self._here.nodes:
            self._kept[parent] = self._here.nodes[parent]
            self._need_parents(parent)
        elif key in self._here.nodes:
            self._places[key] = self._here.nodes[key].place
            if not self._leads_up(key):
                self._place_as_here()
            self._need_parents(key)
        else:
            self._conflict(key, why="deleted here", source=self._kept.pop(key).own)

    def _in_order(self, place: Place, members: set[Key]) -> list[Key]:
        base, source, here = (
            [key for key in tree.lists.get(place, ()) if key in members]
            for tree in (self._base, self._source, self._here)
        )
        in_source, in_here = set(source), set(here)
        both = in_source & in_here
        wanted, found = [key for key in source if key in both], [key for key in here if key in both]
        before = [key for key in base if key in both]
        # A block that is new on both sides has no place yet; the order is judged by those that had one.
        known = set(before)
        source_moved = [key for key in wanted if key in known] != before
        here_moved = [key for key in found if key in known] != before
        if source_moved and not here_moved:
            return _filled_in(source, [key for key in here if key not in in_source], here)
        if source_moved and wanted != found:
            self._conflict(place[0], part=place[1], why="order")
        return _filled_in(here, [key for key in source if key not in in_here], source)


def _filled_in(order: list[Key], missing: list[Key], theirs: list[Key]) -> list[Key]:
    """The missing blocks put behind the block they follow on their own side, or before all others."""
    result, there = list(order), set(order)
    for key in missing:
        before = [one for one in theirs[: theirs.index(key)] if one in there]
        result.insert(result.index(before[-1]) + 1 if before else 0, key)
        there.add(key)
    return result


def _shown(own: Any) -> Any:
    """A block's parts; a block that is one text, as that text."""
    return own[""] if isinstance(own, dict) and own.keys() == {""} else own


# Texts in rows --------------------------------------------------------------------------------------------------------


def texts_as_blocks(texts: Iterable[str]) -> list[Json]:
    """Plain texts as blocks that can be merged: a text is known by itself and its place among its equals."""
    seen: dict[str, int] = {}
    blocks = []
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
        blocks.append({"type": "text", "id": f"{seen[text]}/{text}", "value": text})
    return blocks


def texts_of(blocks: Iterable[Json]) -> list[str]:
    """The texts of such blocks."""
    return [block["value"] for block in blocks]


# What a page would lose and gain --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part of a page that becomes another; `None` for what is not there before or afterwards."""

    field: str
    kind: str = ""
    part: str = ""
    before: Any = None
    after: Any = None


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What two versions of a page's values differ in, block by block.

    Args:
        before: of a page as it is.
        after: of the same fields.
    """
    found: list[Change] = []
    for name, new in after.items():
        old = before.get(name)
        if not ((old is None or is_tree(old)) and is_tree(new)):
            found += [] if _same(old, new) else [Change(field=name, before=old, after=new)]
            continue
        there, now = Tree(old or []).nodes, Tree(new).nodes
        for key in {**there, **now}:
            one, other = there.get(key), now.get(key)
            if one is None or other is None:
                shown = [_shown(node.own) if node else None for node in (one, other)]
                found.append(Change(field=name, kind=key[1], before=shown[0], after=shown[1]))
                continue
            for part in {**one.own, **other.own}:
                if not _same(one.part(part), other.part(part)):
                    found.append(
                        Change(field=name, kind=key[1], part=part, before=one.part(part), after=other.part(part))
                    )
    return found
