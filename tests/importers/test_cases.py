"""Golden pages: a whole saved page of our own writing in, the whole document out.

After a change that is meant, write the expectations anew and read the difference before committing it:

    KNEEBLOG_WRITE_CASES=1 python -m pytest tests/importers/test_cases.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from importers.pipeline import read

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


def test_there_are_cases() -> None:
    assert len(CASES) >= 9
