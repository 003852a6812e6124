"""`python -m importers parse`, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from . import wixpages as wix

ROOT = Path(__file__).resolve().parents[2]
GOOD = wix.page(wix.paragraph("前書き"), wix.heading("原因"), wix.paragraph("本文です。", "p2"))


def run(*arguments: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
    code = f"{prelude}\nimport sys, importers.__main__ as m\nsys.argv[0] = 'importers'\nsys.exit(m.main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments] if prelude else [sys.executable, "-m", "importers", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "a.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "post" / "b.html").write_text(GOOD.replace("sample", "other"), encoding="utf-8")
    return tmp_path


def test_one_document_a_line_with_the_contracts_keys_in_order(folder: Path) -> None:
    done = run("parse", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert list(first) == [
        "schema", "source", "page_type", "page_type_reason", "locale", "title", "slug", "published_at", "updated_at", "author",
        "categories", "tags", "meta", "breadcrumbs", "hero_image", "introduction", "target_readers", "body", "treatments",
        "supervisor", "images", "links", "ledger", "findings",
    ]  # fmt: skip
    assert (first["source"]["path"], second["source"]["path"]) == ("post/a.html", "post/b.html")
    assert "前書き" in done.stdout and "\\u" not in done.stdout


def test_the_same_bytes_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    run("parse", str(folder), "--output", str(tmp_path / "one.jsonl"))
    run("parse", str(folder), "--output", str(tmp_path / "two.jsonl"))
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_neither_order_nor_processes_nor_hash_seeds_change_a_byte(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    archive = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive, "w") as pages:
        for case in sorted((Path(__file__).parent / "cases").glob("*/source.html")):
            pages.write(case, f"{case.parent.name}.html")
        pages.writestr("post/none.html", b"\x00")
    sample = ROOT / "kneeblog" / "site" / "sample"

    def lines(*arguments: str, seed: str) -> list[str]:
        output = tmp_path / "out.jsonl"
        command = [sys.executable, "-m", "importers", "parse", *arguments, "--output", str(output)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        assert subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 1
        return output.read_text(encoding="utf-8").splitlines()

    paths = [str(sample), str(archive), str(folder)]
    once = lines(*paths, seed="1")
    assert len(once) > 40
    assert lines(*paths, "--jobs", "3", seed="2") == once
    assert sorted(lines(*reversed(paths), "--jobs", "2", seed="3")) == sorted(once)


def test_a_bad_file_is_named_and_the_rest_is_printed(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    done = run("parse", str(folder))
    assert done.returncode == 1
    assert "empty.html: The file is empty." in done.stderr and "Traceback" not in done.stderr
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [document["title"] for document in documents] == ["", "見本の記事", "見本の記事"]
    assert all(list(document) == list(documents[1]) for document in documents)


@pytest.mark.parametrize("arguments", [["parse"], ["parse", "/no/such/place"], ["nonsense"], []])
def test_bad_arguments_end_with_two_and_a_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr and "Traceback" not in done.stderr


def test_reading_needs_no_django_and_opens_no_socket(folder: Path) -> None:
    forbid = (
        "import sys, socket\n"
        "class No:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'django', 'wagtail'}: raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "class Refused(socket.socket):\n"
        "    def __init__(self, *a, **k): raise AssertionError('socket')\n"
        "socket.socket = Refused"
    )
    done = run("parse", str(folder), prelude=forbid)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_base_url_gives_pages_without_an_address_one(folder: Path) -> None:
    import re

    bare = re.sub(r"<link rel=\"canonical\"[^>]*>", "", GOOD)
    (folder / "post" / "a.html").write_text(bare, encoding="utf-8")
    done = run("parse", str(folder / "post" / "a.html"), "--base-url", "https://old.example/post/")
    assert json.loads(done.stdout)["source"]["url"] == "https://old.example/post/a"


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_a_bad_number_of_processes_is_a_bad_argument(folder: Path, jobs: str) -> None:
    assert run("parse", str(folder), "--jobs", jobs).returncode == 2


def test_the_output_is_never_what_is_read_and_never_half_written(folder: Path, tmp_path: Path) -> None:
    page = folder / "post" / "a.html"
    before = page.read_bytes()
    done = run("parse", str(page), "--output", str(page))
    assert (done.returncode, page.read_bytes()) == (2, before) and "--output" in done.stderr
    old = tmp_path / "old.jsonl"
    old.write_text("as it was", encoding="utf-8")
    broken = "import importers.pipeline as p\noriginal = p.read_and_finish\ndef read(*a, **k):\n yield next(original(*a, **k))\n raise OSError(28, 'No space left on device')\np.read_and_finish = read"
    assert run("parse", str(folder), "--output", str(old), prelude=broken).returncode == 2
    assert old.read_text(encoding="utf-8") == "as it was" and not list(tmp_path.glob("*.part"))
