"""The blocks of a field as nodes that know what they stand in, and back.  Pure.

StreamField values and the items of lists look alike: `{"type", "id", "value"}`.  A node is one of them without the
blocks inside it; what else its value holds are its own parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from importers.records import Json

Key = tuple[str, str]  # the block's id and its type
Place = tuple[Key, str]  # the block it stands in and the list there
TOP: Key = ("", "")
MISSING: Any = None  # a part that a side does not have is as good as an empty one


@dataclass(frozen=True, slots=True)
class Node:
    """A block.

    Args:
        id: as it is stored; the node's key may differ if an id is there twice.
        kind: the block's type.
        own: its parts apart from lists of blocks; `{"": value}` for a block that has no parts.
        place: where it stands.
        lists: the names of its lists of blocks.
    """

    id: str
    kind: str
    own: Json
    place: Place
    lists: tuple[str, ...] = ()

    def part(self, name: str) -> Any:
        """One of its own parts; an empty list for a list of blocks."""
        return self.own.get(name, [] if name in self.lists else MISSING)


@dataclass(slots=True)
class Tree:
    """All nodes of a field, in reading order, and the order in each list."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    lists: dict[Place, list[Key]] = field(default_factory=dict)

    def __init__(self, blocks: Sequence[Json] = ()) -> None:
        self.nodes = {}
        self.lists = {}
        self._take(blocks, (TOP, ""))

    @classmethod
    def of(cls, nodes: Mapping[Key, Node], lists: Mapping[Place, list[Key]]) -> Tree:
        """A tree of nodes that are there already."""
        tree = cls()
        tree.nodes, tree.lists = dict(nodes), dict(lists)
        return tree

    def blocks(self) -> list[Json]:
        """The field's value."""
        return self._put((TOP, ""))

    def _take(self, blocks: Sequence[Json], place: Place) -> None:
        keys = self.lists.setdefault(place, [])
        for block in blocks:
            key = self._free_key(block)
            keys.append(key)
            value = block["value"]
            if not isinstance(value, Mapping):
                self.nodes[key] = Node(block["id"], block["type"], {"": value}, place)
                continue
            inside = tuple(name for name, part in value.items() if is_tree(part))
            own = {name: part for name, part in value.items() if name not in inside}
            self.nodes[key] = Node(block["id"], block["type"], own, place, inside)
            for name in inside:
                self._take(value[name], (key, name))

    def _free_key(self, block: Json) -> Key:
        key, number = (str(block["id"]), block["type"]), 1
        while key in self.nodes:
            number += 1
            key = (f"{block['id']}#{number}", block["type"])
        return key

    def _put(self, place: Place) -> list[Json]:
        return [self._block(key) for key in self.lists.get(place, ())]

    def _block(self, key: Key) -> Json:
        node = self.nodes[key]
        if not node.lists and node.own.keys() == {""}:
            value = node.own[""]
        else:
            value = {**node.own, **{name: self._put((key, name)) for name in node.lists if name not in node.own}}
        return {"type": node.kind, "id": node.id, "value": value}


def is_tree(value: Any) -> bool:
    """Whether a value is a list of blocks; an empty list may be one."""
    return isinstance(value, list) and all(
        isinstance(item, Mapping) and item.keys() >= {"type", "id", "value"} for item in value
    )
