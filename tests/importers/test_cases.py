"""Golden pages: a whole saved page of our own writing in, the whole document out.

After a change that is meant, write the expectations anew and read the difference before committing it:

    KNEEBLOG_WRITE_CASES=1 python -m pytest tests/importers/test_cases.py
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import importers.draft
from importers.pipeline import read
from importers.records import Json

from .wixpages import balanced

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/source.html"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_becomes_exactly_this(case: Path) -> None:
    (draft,) = read([case / "source.html"])
    found = json.dumps(draft.data, ensure_ascii=False, indent=1) + "\n"
    expected = case / "expected.json"
    if os.environ.get("KNEEBLOG_WRITE_CASES"):
        expected.write_text(found, encoding="utf-8")
    assert json.loads(found) == json.loads(expected.read_text(encoding="utf-8"))
    assert balanced(draft.data)


# Kinds of block of the importer's document.  A `treatment` stands in the list of cards, never in the text.
BLOCK_TYPES = {
    "section", "topic", "paragraph", "options", "checklist", "image", "gallery", "table", "fee_table", "faq", "callout",
    "quote", "video", "button", "code", "file", "embed", "divider", "lost_embed", "legacy",
}  # fmt: skip
HABITS = Path(importers.draft.__file__).parent
_RULE = re.compile(r'"((?:list-mark|box|label|generated|twin|fee-table)\.[a-z-]+)"')


@pytest.fixture(scope="module")
def expected() -> list[Json]:
    return [json.loads((case / "expected.json").read_text(encoding="utf-8")) for case in CASES]


def block_types(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        yield block["type"]
        if isinstance(block["value"], dict):
            yield from block_types(block["value"].get("content", []))


def test_every_kind_of_block_occurs(expected: list[Json]) -> None:
    assert {name for data in expected for name in block_types(data["body"])} == BLOCK_TYPES
    assert any(data["treatments"] for data in expected) and any(data["supervisor"] for data in expected)


def test_every_habit_occurs(expected: list[Json]) -> None:
    """Every rule by which the habits drop signs is a constant in their source."""
    rules = {rule for path in HABITS.rglob("*.py") for rule in _RULE.findall(path.read_text(encoding="utf-8"))}
    assert len(rules) >= 12
    assert rules <= {item["rule"] for data in expected for item in data["ledger"]["dropped"]}


def test_what_only_looks_like_a_habit_is_left_alone(expected: list[Json]) -> None:
    """The cases of look-alikes drop nothing but the page's frame, and are text, lists of the page's own, and tables."""
    alike = [data for data, case in zip(expected, CASES, strict=True) if case.name.startswith("look-alike-")]
    assert len(alike) >= 3
    for data in alike:
        assert all(item["rule"].startswith(("chrome.", "fact.")) for item in data["ledger"]["dropped"])
        assert {*block_types(data["body"])} <= {"section", "topic", "paragraph", "table"}
        assert data["target_readers"] is None and data["findings"] == []


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
