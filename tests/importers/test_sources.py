"""Room 1: what is a page, what is refused, and in which words."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from importers import limits, sources
from importers.errors import PageRefused, SourceError
from importers.records import LegacyPage

from .wixpages import page, paragraph

HTML = page(paragraph("膝の痛みについて。"))


def read_one(path: Path) -> LegacyPage | sources.Refused:
    (only,) = sources.read_pages([path])
    return only


def test_a_folder_is_read_in_path_order_whatever_the_files_order(tmp_path: Path) -> None:
    for name in ("post/b.html", "post/a.html", "index.html", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HTML, encoding="utf-8")
    assert [found.path for found in sources.read_pages([tmp_path])] == ["index.html", "post/a.html", "post/b.html"]


def test_a_zip_gives_the_same_pages_as_the_folder_it_was_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "post").mkdir(parents=True)
    (folder / "post" / "a.html").write_text(HTML, encoding="utf-8")
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.write(folder / "post" / "a.html", "post/a.html")
    assert list(sources.read_pages([archive])) == list(sources.read_pages([folder]))


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("declared", [True, False])
def test_japanese_encodings_are_read_with_and_without_their_label(
    tmp_path: Path, encoding: str, declared: bool
) -> None:
    label = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}[encoding]
    html = HTML.replace("–", "-").replace('<meta charset="utf-8">', f'<meta charset="{label}">' if declared else "")
    file = tmp_path / "a.html"
    file.write_bytes(html.encode(encoding))
    found = read_one(file)
    assert isinstance(found, LegacyPage)
    assert "膝の痛みについて。" in found.html
    assert found.encoding == {"cp932": "cp932", "euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp"}[encoding]


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", "source.empty"),
        (b"  \n ", "source.empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "source.not-html"),
        ("ただの文章です。".encode(), "source.not-html"),
        (b"<div>" * 600, "limits.depth"),
        (b"<p " + b"a=1 " * 300 + b">x</p>", "limits.attributes"),
        (b"<p>x</p>" + b"<br>" * (limits.MAX_TAGS + 1), "limits.tags"),
        (b"<p>" + b"x" * (limits.MAX_BYTES + 1), "limits.size"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_the_rest_goes_on(tmp_path: Path, data: bytes, finding: str) -> None:
    (tmp_path / "a.html").write_bytes(data)
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    refused, good = sources.read_pages([tmp_path])
    assert isinstance(refused, sources.Refused)
    assert refused.finding.id == finding
    assert "a.html" in refused.finding.message
    assert isinstance(good, LegacyPage)


def test_a_page_that_breaks_off_says_so_and_still_shows_what_it_has(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(HTML[: HTML.index("</section>")], encoding="utf-8")
    found = read_one(file)
    assert isinstance(found, LegacyPage)
    assert [finding.id for finding in found.findings] == ["source.truncated"]


def test_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(HTML.replace("膝の痛み", "膝の\x00\u202e痛み"), encoding="utf-8")
    found = read_one(file)
    assert isinstance(found, LegacyPage)
    assert "膝の痛み" in found.html
    assert "2 control characters" in found.findings[0].message


def test_a_path_that_does_not_exist_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(sources.read_pages([tmp_path / "nothing"]))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text(HTML, encoding="utf-8")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.html").symlink_to(outside)
    assert list(sources.read_pages([folder])) == []


@pytest.mark.parametrize("shape", ["<p it's><b>", "<a x='<b y=\"", "<!--", "<script", "<", "<a ", '&lt;<p a="'])
def test_the_limits_check_is_linear(shape: str) -> None:
    """Twenty times the text takes about twenty times as long, not four hundred."""
    from time import process_time

    def seconds(times: int) -> float:
        html = shape * times
        start = process_time()
        try:
            limits.check(html)
        except Exception as refused:  # noqa: BLE001 a refusal is an answer too
            assert type(refused).__name__ == "PageRefused"
        return process_time() - start

    seconds(5_000)
    assert seconds(100_000) < 100 * seconds(5_000) + 0.5


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_STORED])
def test_a_damaged_member_is_refused_by_name_and_the_rest_goes_on(tmp_path: Path, method: int) -> None:
    archive = damaged_zip(tmp_path, "a.html", method)
    refused, good = sources.read_pages([archive])
    assert isinstance(refused, sources.Refused)
    assert refused.finding.id == "source.unreadable"
    assert "None" not in refused.finding.message
    assert isinstance(good, LegacyPage)


def damaged_zip(folder: Path, name: str, method: int) -> Path:
    archive = folder / "site.zip"
    with zipfile.ZipFile(archive, "w", method) as target:
        target.writestr(name, HTML)
        target.writestr("b.html", HTML)
        start = target.getinfo(name).header_offset + 30 + len(name)
    data = bytearray(archive.read_bytes())
    data[start + 12 : start + 112] = b"\xff" * 100
    archive.write_bytes(data)
    return archive


def encrypted(archive: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr(name, content)
    data = bytearray(archive.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    return archive


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    refused = read_one(encrypted(tmp_path / "site.zip", "a.html", HTML.encode()))
    assert isinstance(refused, sources.Refused)
    assert refused.finding.id == "source.unreadable"


def test_a_zip_whose_directory_is_damaged_stops_the_run(tmp_path: Path) -> None:
    archive = tmp_path / "site.zip"
    archive.write_bytes(b"PK\x05\x06 but no more")
    with pytest.raises(SourceError, match="cannot be opened"):
        list(sources.read_pages([archive]))


@pytest.mark.skipif(os.name != "posix", reason="names of files are text there")
@pytest.mark.parametrize("content", [HTML, ""])
def test_a_file_name_that_is_no_text_can_be_printed(tmp_path: Path, content: str) -> None:
    path = os.fsencode(tmp_path) + b"/\x82\xa0\x1b.html"
    try:
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 a name of bytes
            file.write(content)
    except OSError:
        pytest.skip("the file system wants text")
    found = read_one(tmp_path)
    assert found.path == "\ufffd\ufffd.html"
    if isinstance(found, sources.Refused):
        found.finding.message.encode()
    with pytest.raises(SourceError, match="no such file") as caught:
        list(sources.read_pages([os.fsdecode(path + b"x")]))
    str(caught.value).encode()


def test_pages_saved_without_a_suffix_are_read_in_folders_and_zips(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "post").mkdir(parents=True)
    for name, text in {
        "post/back-knee": HTML,
        "post/z.html": HTML,
        "post/a": "\ufeff\n<!-- saved --><HTML><body><p>x</p></body></HTML>",
        "LICENSE": "Copyright <p>",
        ".hidden": HTML,
        "empty": "",
        "late": " " * 1024 + HTML,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for file in folder.rglob("*"):
            target.write(file, file.relative_to(folder))
    for source in (folder, archive):
        assert [found.path for found in sources.read_pages([source])] == ["post/a", "post/back-knee", "post/z.html"]


def test_a_picture_is_read_up_to_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_PICTURE_BYTES", 1000)
    (tmp_path / "a.jpg").write_bytes(b"x" * 1000)
    (tmp_path / "b.jpg").write_bytes(b"x" * 1001)
    good, large = sources.media_files([tmp_path])
    assert len(good.read()) == 1000
    assert picture_refusal(large) == "image.too-large"
    (tmp_path / "a.jpg").write_bytes(b"x" * 1001)  # grew since
    assert picture_refusal(good) == "image.too-large"
    (tmp_path / "a.jpg").unlink()
    assert picture_refusal(good) == "image.unreadable"


def test_a_picture_in_a_zip_that_lies_or_is_damaged_or_encrypted_is_refused(tmp_path: Path) -> None:
    (damaged,) = sources.media_files([damaged_zip(tmp_path, "a.jpg", zipfile.ZIP_DEFLATED)])
    assert picture_refusal(damaged) == "image.unreadable"
    (locked,) = sources.media_files([encrypted(tmp_path / "locked.zip", "a.jpg", b"x" * 99)])
    assert picture_refusal(locked) == "image.unreadable"
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a.jpg", b"\0" * (sources.MAX_PICTURE_BYTES + 1))
        info = target.getinfo("a.jpg")
    (large,) = sources.media_files([bomb])
    assert picture_refusal(large) == "image.too-large"
    data = bomb.read_bytes().replace(info.file_size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    bomb.write_bytes(data)
    (lying,) = sources.media_files([bomb])
    assert lying.size == 9
    assert picture_refusal(lying) in {"image.too-large", "image.unreadable"}


def picture_refusal(file: sources.MediaFile) -> str:
    with pytest.raises(PageRefused) as caught:
        file.read()
    assert "None" not in str(caught.value)
    return caught.value.finding_id
