"""The three-way merge: what one side changed is taken, what both changed stays as the editor left it and is shown."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.merge import Conflict, merge, texts_as_blocks

Block = dict[str, Any]


def block(name: str, value: Any = "", kind: str = "paragraph") -> Block:
    return {"type": kind, "id": name, "value": value or f"text {name}"}


def section(name: str, *content: Block, heading: str = "") -> Block:
    return block(name, {"heading": heading or f"heading {name}", "kind": "causes", "content": list(content)}, "section")


def merged(base: list[Block], source: list[Block], here: list[Block]) -> tuple[list[Block], list[Conflict]]:
    before = copy.deepcopy((base, source, here))
    result = merge({"body": base}, {"body": source}, {"body": here})
    assert (base, source, here) == before
    return result.values["body"], result.conflicts


def names(blocks: list[Block]) -> list[Any]:
    """The ids, those of a section with its content's."""
    return [
        (one["id"], names(one["value"]["content"])) if isinstance(one["value"], dict) and "content" in one["value"]
        else one["id"]
        for one in blocks
    ]  # fmt: skip


A, B, C, D, N, M = (block(name) for name in "abcdnm")


class TestOneSide:
    @pytest.mark.parametrize("changed", [[A, C], [C, A, B], [A, N, B, C], [], [block("a", "new"), B, C]])
    def test_what_only_one_side_changed_is_taken(self, changed: list[Block]) -> None:
        base = [A, B, C]
        assert merged(base, changed, base) == (changed, [])
        assert merged(base, base, changed) == (changed, [])

    def test_fields_without_blocks(self) -> None:
        base, source = {"title": "old", "tags": None}, {"title": "new", "tags": None}
        assert merge(base, source, {"title": "old", "tags": None}).values["title"] == "new"
        assert merge(base, base, {"title": "mine", "tags": None}).values["title"] == "mine"
        both = merge(base, source, {"title": "mine", "tags": None})
        assert both.values["title"] == "mine"
        assert both.conflicts == [Conflict(field="title", source="new", here="mine")]

    def test_a_field_that_was_never_imported_is_the_editors_if_it_holds_anything(self) -> None:
        assert merge({}, {"summary": "new"}, {"summary": None}).values == {"summary": "new"}
        assert merge({}, {"summary": "new"}, {"summary": "mine"}).values == {"summary": "mine"}


class TestBothSides:
    def test_different_blocks(self) -> None:
        result = merged([A, B, C], [block("a", "theirs"), B, C], [A, B, block("c", "mine")])
        assert result == ([block("a", "theirs"), B, block("c", "mine")], [])

    def test_the_same_block(self) -> None:
        found, conflicts = merged([A, B], [block("a", "theirs"), B], [block("a", "mine"), B])
        assert found == [block("a", "mine"), B]
        [conflict] = conflicts
        assert (conflict.block, conflict.why, conflict.source, conflict.here) == ("a", "both changed", "theirs", "mine")

    def test_the_same_change_is_no_conflict(self) -> None:
        assert merged([A], [block("a", "same")], [block("a", "same")]) == ([block("a", "same")], [])

    def test_a_heading_here_and_a_paragraph_there(self) -> None:
        base = [section("s", A, B)]
        found, conflicts = merged(base, [section("s", A, block("b", "theirs"))], [section("s", A, B, heading="mine")])
        assert found == [section("s", A, block("b", "theirs"), heading="mine")]
        assert not conflicts

    def test_parts_of_one_block(self) -> None:
        def picture(caption: str, link: str) -> Block:
            return block("p", {"image": {"image": 1}, "caption": caption, "link": link}, "image")

        found, conflicts = merged([picture("", "")], [picture("theirs", "x")], [picture("mine", "")])
        assert found == [picture("mine", "x")]
        assert [conflict.part for conflict in conflicts] == ["caption"]

    def test_new_blocks_on_both_sides_all_come(self) -> None:
        found, conflicts = merged([A, B], [A, N, B], [A, M, B])
        assert sorted(names(found)) == ["a", "b", "m", "n"]
        assert (found[0], found[-1], conflicts) == (A, B, [])

    def test_new_blocks_at_the_ends(self) -> None:
        assert merged([A], [N, A], [A, M])[0] == [N, A, M]

    def test_edited_here_and_gone_there_stays(self) -> None:
        found, [conflict] = merged([A, B], [A], [A, block("b", "mine")])
        assert found == [A, block("b", "mine")]
        assert (conflict.why, conflict.here) == ("deleted at the source", "mine")

    def test_deleted_here_and_edited_there_stays_away(self) -> None:
        found, [conflict] = merged([A, B], [A, block("b", "theirs")], [A])
        assert found == [A]
        assert (conflict.why, conflict.source) == ("deleted here", "theirs")

    def test_a_section_gone_there_stays_for_what_was_edited_in_it(self) -> None:
        base = [section("s", A, B), section("t", C)]
        found, conflicts = merged(base, [section("t", C)], [section("s", A, block("b", "mine")), section("t", C)])
        assert names(found) == [("s", ["b"]), ("t", ["c"])]
        assert [conflict.block for conflict in conflicts] == ["b"]

    def test_what_is_new_in_a_section_deleted_here_is_shown(self) -> None:
        found, [conflict] = merged([section("s", A), B], [section("s", A, N), B], [B])
        assert found == [B]
        assert (conflict.block, conflict.why, conflict.source) == ("n", "deleted here", "text n")

    def test_moved_into_something_new_in_a_section_deleted_here(self) -> None:
        base = [section("s", A), section("t", B)]
        source = [section("s", A, section("new", B)), section("t")]
        found, [conflict] = merged(base, source, [section("t", block("b", "mine"))])
        assert found == [section("t", block("b", "mine"))]
        assert (conflict.block, conflict.why) == ("new", "deleted here")

    def test_nested_the_other_way_round_in_a_section_deleted_here(self) -> None:
        base = [section("s", A, section("t", B)), section("u")]
        source = [section("u", section("t", section("s", A), B))]
        found, _ = merged(base, source, [section("s", block("a", "mine"), section("t", B))])
        assert names(found) == [("s", ["a", ("t", ["b"])])]

    def test_moved_there_and_edited_here(self) -> None:
        base = [section("s", A, B), section("t", C)]
        source = [section("s", A), section("t", C, B)]
        here = [section("s", A, block("b", "mine")), section("t", C)]
        assert merged(base, source, here) == ([section("s", A), section("t", C, block("b", "mine"))], [])

    def test_moved_to_two_places(self) -> None:
        base = [section("s", A), section("t", B), section("u", C)]
        source = [section("s"), section("t", B, A), section("u", C)]
        here = [section("s"), section("t", B), section("u", C, A)]
        found, [conflict] = merged(base, source, here)
        assert found == here
        assert conflict.why == "moved"

    def test_both_reorder(self) -> None:
        found, [conflict] = merged([A, B, C], [B, A, C], [A, C, B])
        assert found == [A, C, B]
        assert conflict.why == "order"

    def test_reordered_there_and_added_here(self) -> None:
        assert merged([A, B, C], [C, A, B], [A, M, B, C]) == ([C, A, M, B], [])

    def test_each_side_puts_one_section_into_the_other(self) -> None:
        base = [section("s", A), section("t", B)]
        found, _ = merged(base, [section("s", A, section("t", B))], [section("t", B, section("s", A))])
        assert names(found) == [("t", ["b", ("s", ["a"])])]

    def test_another_type_under_the_same_id_does_not_take_the_edited_one(self) -> None:
        found, [conflict] = merged([A], [block("a", "x", "quote")], [block("a", "mine")])
        assert [(one["type"], one["value"]) for one in found] == [("quote", "x"), ("paragraph", "mine")]
        assert len({one["id"] for one in found}) == 2
        assert conflict.why == "deleted at the source"

    def test_a_field_for_one_block_holds_one(self) -> None:
        result = merge({"hero": [A]}, {"hero": [N]}, {"hero": [M]}, single={"hero"})
        assert result.values == {"hero": [M]}
        assert [conflict.field for conflict in result.conflicts] == ["hero"]

    def test_plain_texts_in_rows(self) -> None:
        sides = (texts_as_blocks(texts) for texts in (["a", "b", "b"], ["a", "b", "b", "new"], ["mine", "b", "b"]))
        found, conflicts = merged(*sides)
        assert [one["value"] for one in found] == ["mine", "b", "b", "new"]
        assert not conflicts


class TestSettled:
    def test_a_conflict_is_settled_when_the_editor_takes_the_sources_version(self) -> None:
        _, [conflict] = merged([A], [block("a", "theirs")], [block("a", "mine")])
        assert not conflict.is_settled({"body": [block("a", "other")]})
        assert conflict.is_settled({"body": [block("a", "theirs")]})

    def test_deletions(self) -> None:
        _, [gone_there] = merged([A], [], [block("a", "mine")])
        assert not gone_there.is_settled({"body": [A]})
        assert gone_there.is_settled({"body": []})
        _, [gone_here] = merged([A], [block("a", "theirs")], [])
        assert not gone_here.is_settled({"body": []})
        assert gone_here.is_settled({"body": [A]})

    def test_fields(self) -> None:
        conflict = Conflict(field="title", source="new", here="mine")
        assert not conflict.is_settled({"title": "mine"})
        assert conflict.is_settled({"title": "new"})


# Any trees ------------------------------------------------------------------------------------------------------------


@st.composite
def trees(draw: st.DrawFn) -> list[Block]:
    """Sections with blocks, ids from a small set, so that versions share many; an id stands in one place only."""
    ids = draw(st.permutations([f"b{number}" for number in range(7)]))
    sections = draw(st.permutations(["s", "t", "u"]))[: draw(st.integers(0, 3))]
    out: list[Block] = []
    for name in sections:
        count = draw(st.integers(0, 3))
        content = [block(one, draw(st.sampled_from(["x", "y", "z"]))) for one in ids[:count]]
        ids = ids[count:]
        out.append(section(name, *content, heading=draw(st.sampled_from(["h", "i"]))))
    return out + [block(one, draw(st.sampled_from(["x", "y"]))) for one in ids[: draw(st.integers(0, 2))]]


def flat(blocks: list[Block]) -> list[Block]:
    found = []
    for one in blocks:
        found.append(one)
        if isinstance(one["value"], dict):
            found += flat(one["value"]["content"])
    return found


def parts(blocks: list[Block]) -> dict[tuple[str, str], Any]:
    """What each block holds itself, by its id and the part's name."""
    found = {}
    for one in flat(blocks):
        value = one["value"] if isinstance(one["value"], dict) else {"": one["value"]}
        found |= {(one["id"], name): part for name, part in value.items() if name != "content"}
    return found


@given(trees(), trees())
def test_any_tree_nobody_else_changed_is_taken_whole(base: list[Block], changed: list[Block]) -> None:
    assert merged(base, changed, base) == (changed, [])
    assert merged(base, base, changed) == (changed, [])
    assert merged(base, changed, changed) == (changed, [])


@given(trees(), trees(), trees())
def test_any_three_trees(base: list[Block], source: list[Block], here: list[Block]) -> None:
    found, conflicts = merged(base, source, here)
    ids = [one["id"] for one in flat(found)]
    assert len(ids) == len(set(ids))
    before, result = parts(base), parts(found)
    told = {conflict.block for conflict in conflicts}
    for place, part in parts(here).items():
        if part != before.get(place):
            assert result[place] == part, "an editor's change is gone"
    for place, part in parts(source).items():
        if part != before.get(place):
            assert result.get(place) == part or place[0] in told, "a change at the source neither arrives nor is told"


@given(trees(), trees(), trees())
def test_merging_again_changes_nothing(base: list[Block], source: list[Block], here: list[Block]) -> None:
    once, _ = merged(base, source, here)
    assert merged(source, source, once) == (once, [])
