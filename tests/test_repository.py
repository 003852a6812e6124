"""Tests that read the repository: the rules of the house that no other test would notice being broken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# The rooms of `importers/__init__.py`, by module.  Higher numbers come later.
ROOMS = {
    "sources": 1, "warc": 1, "fetch": 1, "charset": 1, "decoders": 1, "limits": 1, "lean": 1,
    "markup": 2, "wix": 2, "generic": 2,
    "classify": 3, "page_types": 3, "subjects": 3, "draft": 4, "richtext": 4, "ledger": 4,
    "sitewide": 5, "identity": 5, "fields": 5, "documents": 5, "lengths": 5, "actions": 5, "checks": 5,
    "references": 5, "rules": 5, "survey": 5, "athand": 5, "plan": 5, "tree": 5, "contents": 5, "merge": 5,
    "blocktree": 5, "alignment": 5, "links": 5, "supply": 5, "media": 6, "write": 6, "creation": 6, "fill": 6,
    "indexing": 6, "parity": 6,
    "redirects": 6, "verify": 6, "snapshot": 6, "crawl": 6, "lease": 6, "rollback": 6, "alive": 6,
    "kept": 6, "desk": 6,
}  # fmt: skip
SHARED = {"records", "errors", "text", "content", "things", "addresses"}
KNOWS_THE_ORDER = {
    "pipeline",
    "processes",
    "__main__",
    "management",
    "report",
    "reportfiles",
    "mapping",
    "apps",
    "wagtail_hooks",
    "models",
    "migrations",
}
# Rooms 1–4 may use these of kneeblog: they are pure.
PURE = {"kneeblog.prices", "kneeblog.translation.glossary"}


def python_files(package: str) -> list[Path]:
    return sorted(path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    """The dotted names a module imports at run time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "importers").parts[0].removesuffix(".py")


IMPORTER_FILES = python_files("importers")


def test_every_module_of_the_importer_belongs_to_a_room() -> None:
    known = ROOMS.keys() | SHARED | KNOWS_THE_ORDER | {"__init__"}
    assert {room_of(path) for path in IMPORTER_FILES} <= known


@pytest.mark.parametrize("path", [path for path in IMPORTER_FILES if ROOMS.get(room_of(path), 9) <= 4], ids=str)
def test_rooms_one_to_four_know_no_django_and_no_later_room(path: Path) -> None:
    own = ROOMS[room_of(path)]
    for name in imports(path):
        top = name.split(".")[0]
        assert top not in {"django", "wagtail", "modelcluster"}, name
        if top == "importers" and len(parts := name.split(".")) > 1:
            assert parts[1] in SHARED or ROOMS.get(parts[1], 9) <= own, f"{path.name} imports {name}"
        if top == "kneeblog" and name != "kneeblog":
            assert any(name.startswith(pure) or pure.startswith(f"{name}.") for pure in PURE), name


def test_kneeblog_never_imports_the_importer() -> None:
    for path in python_files("kneeblog"):
        assert not any(name.split(".")[0] == "importers" for name in imports(path)), path


def test_only_the_last_room_saves() -> None:
    saving = re.compile(
        r"\.(save|create|update_or_create|get_or_create|bulk_create|add_child|save_revision|delete|publish)\("
    )
    for path in IMPORTER_FILES:
        if ROOMS.get(room_of(path)) != 6:
            assert not saving.search(path.read_text(encoding="utf-8")), path


def test_only_sources_opens_the_old_site() -> None:
    opening = re.compile(r"\.(read_bytes|read_text)\(|zipfile\.|(?<![.\w])open\(")
    for path in IMPORTER_FILES:
        if ROOMS.get(room_of(path), 9) in {2, 3, 4, 5, 6} and room_of(path) != "alive":  # reads /proc
            assert not opening.search(path.read_text(encoding="utf-8")), path


def test_nothing_in_the_importer_publishes() -> None:
    for path in IMPORTER_FILES:
        if path.match("desk/publishing.py"):
            continue  # does so by a person's word, page by page
        text = path.read_text(encoding="utf-8")
        assert ".publish(" not in text and "live=True" not in text, path


def test_nothing_is_marked_safe() -> None:
    for path in [*python_files("kneeblog"), *IMPORTER_FILES]:
        if path.name == "rendering.py":
            continue  # does for all rich text of a page what Wagtail's `richtext` filter does for one
        if path.match("structured_data/script.py"):
            continue  # writes JSON that was escaped for a script
        assert "mark_safe" not in path.read_text(encoding="utf-8"), path
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b", text) and "autoescape off" not in text, path


def test_every_finding_is_explained_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    finding = re.compile(
        r'(?:\bid="|find\(\s*(?:reader\.|self\.)?(?:"(?:error|warning|info)",\s*)|(?:PageRefused|NotFetched)\(\s*|"(?:error|warning|info)",\s*)"?([a-z-]+\.[a-z-]+)"'
    )
    found: set[str] = set()
    for path in IMPORTER_FILES:
        found |= set(finding.findall(path.read_text(encoding="utf-8")))
    found |= {f"limits.{name}" for name in ("size", "depth", "tags", "attributes")}
    assert len(found) > 30
    missing = {name for name in found if f"`{name}`" not in readme}
    assert not missing


def test_no_module_or_function_grew_too_long() -> None:
    for path in [*python_files("kneeblog"), *IMPORTER_FILES]:
        text = path.read_text(encoding="utf-8")
        assert sum(1 for line in text.splitlines() if line.strip()) <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path}: {node.name}"
