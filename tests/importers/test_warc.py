"""Web archives: what they hold is read like saved files, and what is broken in them is named."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PillowImage
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from importers import limits, pipeline, sources, warc
from importers.addresses import one_spelling
from importers.athand import AtHand
from importers.errors import PageRefused, SourceError
from importers.fetch import normal
from importers.survey import survey

from .test_parse_command import run
from .wixpages import page, paragraph

SITE = "https://www.example.jp"


def html(text: str, url: str = "") -> bytes:
    return page(paragraph(text), url=url).encode()


class Maker:
    """Writes an archive record by record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stream = io.BytesIO()
        self.writer = WARCWriter(self.stream, gzip=path.suffix == ".gz")
        self.starts: list[int] = []

    def __enter__(self) -> Maker:
        return self

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.stream.getvalue())

    def record(self, kind: str, url: str, payload: bytes | None, date: str, http: Any, **headers: str) -> None:
        self.starts.append(self.stream.tell())
        body = None if payload is None else io.BytesIO(payload)
        found = self.writer.create_warc_record(
            url, kind, payload=body, length=len(payload or b""), http_headers=http,
            warc_headers_dict={"WARC-Date": date, **headers},
        )  # fmt: skip
        self.writer.write_record(found)

    def answer(
        self, url: str, body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8",
        date: str = "2025-01-01T00:00:00Z", **headers: str,
    ) -> None:  # fmt: skip
        fields = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
        http = StatusAndHeaders(status, [field for field in fields if field[1]], protocol="HTTP/1.1")
        self.record("response", url, body, date, http)


@pytest.fixture(params=[".warc", ".warc.gz"])
def path(request: Any, tmp_path: Path) -> Path:
    return tmp_path / f"site{request.param}"


def read(path: Path) -> dict[str, Any]:
    return {one.path: one for one in sources.read_pages([path])}


def refusals(path: Path) -> dict[str, str]:
    return {name: one.finding.id for name, one in read(path).items() if isinstance(one, sources.Refused)}


def png(colour: str) -> bytes:
    stream = io.BytesIO()
    PillowImage.new("RGB", (4, 4), colour).save(stream, "PNG")
    return stream.getvalue()


def test_pages_are_known_by_their_address(path: Path) -> None:
    with Maker(path) as made:
        made.answer(f"{SITE}/post/b", b"<html><body><p>" + "二つ目の記事です。".encode() * 20 + b"</p></body></html>")
        made.answer(f"{SITE}/post/%E8%86%9D", html("一つ目。", f"{SITE}/post/named"))
        made.answer(f"{SITE}/feed", b"<rss></rss>", kind="application/rss+xml")
        made.answer(f"{SITE}/untyped", html("型なし。", f"{SITE}/untyped"), kind="")
        made.record("request", f"{SITE}/post/b", b"GET /post/b HTTP/1.1\r\n\r\n", "2025-01-01T00:00:00Z", None)
    drafts = list(pipeline.read([path]))
    assert [(one.data["source"]["path"], one.data["source"]["url"], one.key) for one in drafts] == [
        ("www.example.jp/post/b", f"{SITE}/post/b", "post/b"),
        ("www.example.jp/post/膝", f"{SITE}/post/named", "post/named"),
        ("www.example.jp/untyped", f"{SITE}/untyped", "untyped"),
    ]
    assert survey([path])["files"]["feed"] == 1


def test_only_good_answers_are_pages_and_only_failures_are_said(path: Path) -> None:
    with Maker(path) as made:
        for number, status in enumerate(["404 Not Found", "410 Gone", "301 Moved", "302 Found"]):
            made.answer(f"{SITE}/quiet/{number}", html("x"), status)
        for number, status in enumerate(["500 Oh", "503 Busy", "429 Slow", "403 No"]):
            made.answer(f"{SITE}/post/{number}", html("x"), status)
        made.answer(f"{SITE}/a.png", b"oh", "500 Oh", kind="text/plain")
        made.answer(f"{SITE}/good", html("よい。"))
    assert refusals(path) == {f"www.example.jp/post/{number}": "source.not-answered" for number in range(4)}
    assert len(read(path)) == 5
    assert {one.key for one in pipeline.read([path])} >= {"post/0", "post/1", "post/2", "post/3"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_last_good_answer_speaks_and_the_others_are_said(path: Path, order: int) -> None:
    answers = [
        ("2024-01-01T00:00:00Z", "200 OK", "古い。"),
        ("2025-01-01T00:00:00Z", "200 OK", "新しい。"),
        ("2025-06-01T00:00:00Z", "503 Busy", "落ちた。"),
    ]
    with Maker(path) as made:
        for date, status, text in answers[::order]:
            made.answer(f"{SITE}/post/a", html(text), status, date=date)
    (found,) = sources.read_pages([path])
    assert "新しい。" in found.html
    (said,) = found.findings
    assert said.id == "source.several"
    assert "3 answers" in said.message and "2025-01-01" in said.message and "503" in said.message


def chunked(data: bytes, size: int = 700) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encode", "headers"),
    [
        (chunked, {"Transfer_Encoding": "chunked"}),
        (gzip.compress, {"Content_Encoding": "gzip"}),
        (zlib.compress, {"Content_Encoding": "deflate"}),
        (raw_deflate, {"Content_Encoding": "deflate"}),
        (lambda data: chunked(gzip.compress(data)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (bytes, {"Content_Encoding": "gzip"}),  # the archive's writer unpacked it
        (bytes, {"Transfer_Encoding": "chunked"}),
    ],
)
def test_bodies_come_as_the_host_meant_them(path: Path, encode: Any, headers: dict[str, str]) -> None:
    body = html("膝の痛み。" * 900)
    with Maker(path) as made:
        made.answer(f"{SITE}/a", encode(body), **headers)
    (found,) = sources.read_pages([path])
    assert "膝の痛み。" * 900 in found.html


def test_what_cannot_be_unpacked_is_refused(path: Path) -> None:
    with Maker(path) as made:
        made.answer(f"{SITE}/brotli", b"\x0b\x02\x80", Content_Encoding="br")
        made.answer(f"{SITE}/half", gzip.compress(html("半分。" * 500))[:200], Content_Encoding="gzip")
        made.answer(f"{SITE}/good", html("よい。"))
    assert refusals(path) == {
        "www.example.jp/brotli": "source.unreadable",
        "www.example.jp/half": "source.unreadable",
    }


def test_revisits_find_what_they_refer_to(path: Path) -> None:
    profile = {"WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"}
    with Maker(path) as made:
        made.answer(f"{SITE}/a", html("同じ。"))
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        digest = next(iter(WARCWriter(io.BytesIO()).create_warc_record(
            f"{SITE}/a", "response", payload=io.BytesIO(html("同じ。")), length=len(html("同じ。")), http_headers=http
        ).rec_headers.get_header("WARC-Payload-Digest").split()))  # fmt: skip
        made.record(
            "revisit", f"{SITE}/twin", None, "2025-02-01T00:00:00Z", http, **profile, **{"WARC-Payload-Digest": digest}
        )
        refers = {"WARC-Refers-To-Target-URI": f"{SITE}/a", "WARC-Refers-To-Date": "2025-01-01T00:00:00Z"}
        made.record("revisit", f"{SITE}/referring", None, "2025-02-01T00:00:00Z", http, **profile, **refers)
        made.record("revisit", f"{SITE}/orphan", None, "2025-02-01T00:00:00Z", http, **profile)
    found = read(path)
    for name in ("a", "twin", "referring"):
        assert "同じ。" in found[f"www.example.jp/{name}"].html
    assert refusals(path) == {"www.example.jp/orphan": "source.not-answered"}


def test_pictures_and_files_are_found_by_their_address(path: Path) -> None:
    wix = "https://static.wixstatic.com/media/a1b2c3_" + "0" * 32 + "~mv2.png"
    with Maker(path) as made:
        made.answer(f"{SITE}/img?id=1", png("red"), kind="image/png")
        made.answer(f"{SITE}/img?id=2", png("blue"), kind="image/png")
        made.answer(f"{SITE}/up/x.png", png("green"), kind="image/png")
        made.answer(f"{SITE}/doc.pdf", b"%PDF-1.4", kind="application/octet-stream")
        made.answer(wix, png("white"), kind="image/png")
        made.answer(f"{SITE}/gone.png", b"", "404 Not Found")
    at_hand = AtHand([path])
    for url, data in {
        f"{SITE}/img?id=1": png("red"),
        f"{SITE}/img?id=2": png("blue"),
        f"{SITE}/up/x.png": png("green"),
        f"{SITE}/up/x.png?v=3": png("green"),
        f"{SITE}/doc.pdf": b"%PDF-1.4",
        wix: png("white"),
    }.items():
        file = at_hand.file(url)
        assert file is not None and file.read() == data, url
    for url in (f"{SITE}/img?id=3", f"{SITE}/img", f"{SITE}/gone.png"):
        assert at_hand.file(url) is None


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/膝/%e8%86%9d%20x?q=膝&r=%2f%7e", "HTTP://Example.JP:80", f"{SITE}:443/a?#x", f"{SITE}/a%2Fb/'()*+,;=:@~!$",
        f"{SITE}/[x]?y=[z]|", "https://日本語.jp/a", "http://[2606:4700::1]:8080/a", f"{SITE}/a b",
    ],
)  # fmt: skip
def test_one_spelling_is_the_fetchers(url: str) -> None:
    assert one_spelling(normal(url)) == normal(url)
    if "日本語" not in url and "[x]" not in url:
        assert one_spelling(url) == normal(url)


def test_reading_an_archive_opens_no_socket(path: Path) -> None:
    three(path)
    forbid = (
        "import socket\n"
        "class Refused(socket.socket):\n"
        "    def __init__(self, *a, **k): raise AssertionError('socket')\n"
        "socket.socket = Refused"
    )
    done = run("parse", str(path), prelude=forbid)
    assert (done.returncode, done.stderr) == (0, "")


def test_members_are_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(b"<html>" + b"\0" * (limits.MAX_BYTES + 10))
    with Maker(path) as made:
        made.answer(f"{SITE}/bomb", bomb, Content_Encoding="gzip")
        made.answer(
            f"{SITE}/chunked-bomb", chunked(bomb, len(bomb)), Content_Encoding="gzip", Transfer_Encoding="chunked"
        )
        made.answer(f"{SITE}/large", b"<html>" + b"x" * limits.MAX_BYTES)
        made.answer(f"{SITE}/large.png", b"x" * 2000, kind="image/png")
    assert set(refusals(path).values()) == {"limits.size"} and len(refusals(path)) == 3
    monkeypatch.setattr(sources, "MAX_PICTURE_BYTES", 1000)
    (picture,) = sources.media_files([path])
    with pytest.raises(PageRefused) as caught:
        picture.read()
    assert caught.value.finding_id == "image.too-large"


def test_other_processes_read_the_same(path: Path) -> None:
    with Maker(path) as made:
        for number in range(9):
            made.answer(f"{SITE}/post/{number}", html(f"記事 {number}。"))
        made.answer(f"{SITE}/oh", b"", "500 Oh")
    assert run("parse", str(path), "--jobs", "2").stdout == run("parse", str(path)).stdout != ""
    _, first, *_ = sources.entries([path])
    carried = first.carried()
    path.unlink()
    assert carried.load() == html("記事 0。")


def three(path: Path) -> list[int]:
    with Maker(path) as made:
        for name in "abc":
            made.answer(f"{SITE}/post/{name}", html(f"記事 {name}。"))
    return made.starts


def test_a_broken_record_is_named_and_the_rest_is_read(path: Path) -> None:
    starts = three(path)
    data = bytearray(path.read_bytes())
    at = starts[1] + (60 if path.suffix == ".gz" else 0)
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)
    found = read(path)
    assert {name for name, one in found.items() if not isinstance(one, sources.Refused)} == {
        "www.example.jp/post/a", "www.example.jp/post/c",
    }  # fmt: skip
    (broken,) = (one for one in found.values() if isinstance(one, sources.Refused))
    assert broken.finding.id == "source.damaged"
    assert path.name in broken.finding.message and f"byte {starts[1]} " in broken.finding.message


def test_an_archive_that_breaks_off_says_where(path: Path) -> None:
    starts = three(path)
    path.write_bytes(path.read_bytes()[:-100])
    found = read(path)
    assert len(found) == 3
    (broken,) = (one for one in found.values() if isinstance(one, sources.Refused))
    assert broken.finding.id == "source.damaged"
    assert f"byte {starts[2]} " in broken.finding.message
    if path.suffix == ".warc":
        assert broken.url == f"{SITE}/post/c"  # so that nobody takes the page for gone
    assert warc.look(path).end == starts[2]


def test_what_is_no_archive_stops_the_run(tmp_path: Path) -> None:
    for name, data in {
        "empty.warc": b"", "text.warc": b"hello\n" * 99, "html.warc.gz": gzip.compress(b"<html>"), "zeros.warc": bytes(9999),
        "short.warc.gz": gzip.compress(b"WARC/1.0\r\n")[:15],
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError, match="no web archive"):
            read(tmp_path / name)


def test_an_archive_packed_as_a_whole_says_what_to_do(tmp_path: Path) -> None:
    three(tmp_path / "site.warc")
    packed = tmp_path / "whole.warc.gz"
    packed.write_bytes(gzip.compress((tmp_path / "site.warc").read_bytes()))
    with pytest.raises(SourceError, match="gunzip"):
        read(packed)
    done = run("parse", str(packed))
    assert done.returncode == 2 and "gunzip" in done.stderr


def test_headers_without_end_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "site.warc.gz"
    three(path)
    bomb = gzip.compress(b"WARC/1.0\r\nWARC-Type: " + b"x" * 50_000_000)
    many = gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 5_000_000)
    path.write_bytes(bomb + many + path.read_bytes())
    found = read(path)
    assert len(found) == 4  # what lies one after the other is one damage
    (refused,) = (one for one in found.values() if isinstance(one, sources.Refused))
    assert refused.finding.id == "source.damaged"
    assert "headers are too long" in refused.finding.message


def test_commands_read_archives(path: Path) -> None:
    three(path)
    done = run("parse", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["source"]["path"] for line in done.stdout.splitlines()] == [
        f"www.example.jp/post/{name}" for name in "abc"
    ]
    assert run("survey", str(path)).returncode == 0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, list[int], Path]]:
    folder = tmp_path_factory.mktemp("whole")
    found = {}
    for suffix in (".warc", ".warc.gz"):
        path = folder / f"site{suffix}"
        with Maker(path) as made:
            made.answer(f"{SITE}/a", html("一。"))
            made.answer(
                f"{SITE}/b", chunked(gzip.compress(html("二。"))), Content_Encoding="gzip", Transfer_Encoding="chunked"
            )
            made.answer(f"{SITE}/x.png", png("red"), kind="image/png")
            made.answer(f"{SITE}/c", html("三。"), "500 Oh")
        found[suffix] = (path.read_bytes(), [*made.starts, len(path.read_bytes())], path)
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([".warc", ".warc.gz"]), st.floats(0, 1), st.booleans(), st.binary(min_size=1, max_size=9))
def test_no_truncation_and_no_damage_crashes(
    whole: dict[str, tuple[bytes, list[int], Path]], suffix: str, place: float, cut: bool, noise: bytes
) -> None:
    data, starts, path = whole[suffix]
    at = int(place * len(data))
    path.write_bytes(data[:at] if cut else data[:at] + noise + data[at + len(noise) :])
    warc._look.cache_clear()
    try:
        found = read(path)
    except SourceError as error:
        assert "no web archive" in str(error)
        assert at < starts[1]
        return
    for file in sources.media_files([path]):
        try:
            file.read()
        except PageRefused as refused:
            assert refused.finding_id == "image.unreadable"
    if cut:
        complete = [start for start in starts[1:] if start <= at + 4]
        good = [one for one in found.values() if not isinstance(one, sources.Refused)]
        assert len(good) == min(len(complete), 2)
        said = {one.finding.id for one in found.values() if isinstance(one, sources.Refused)}
        if not any(start - 4 <= at <= start for start in starts):  # else only the empty lines between two are missing
            assert "source.damaged" in said
