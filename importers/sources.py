"""Room 1: files, folders, zips and web archives → `LegacyPage`, one at a time, in path order.

The only module that reads the source.  A file that cannot be read becomes a `Refused`, never an exception.
"""

from __future__ import annotations

import hashlib
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote, urlsplit

from importers import charset, limits, warc
from importers.errors import PageRefused, SourceError
from importers.lean import lean, scripted
from importers.records import Finding, LegacyPage
from importers.text import ascii_controls, clean_text, may_be_forbidden

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
FILE_SUFFIXES = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".csv"})  # for readers to download
MAX_PICTURE_BYTES = 40 * 1024 * 1024

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|div|section|p|h1|title|meta|link|script)\b", re.IGNORECASE
)
# What a file without a suffix, as wget saves `/post/back-knee`, has to begin with to count as a page.
_BEGINS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_SNIFFED_BYTES = 1024
# Everything that zipfile and the decompressors it calls are known to raise for damaged or encrypted members.
_DAMAGED = (
    *(RuntimeError, NotImplementedError, EOFError, ValueError, OSError, MemoryError, struct.error),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be a page: its path inside the source, its size, and how to get its bytes."""

    path: str
    size: int
    load: Callable[[], bytes]
    container: Path | None = None  # the zip or web archive it lies in
    url: str = ""  # where it was fetched, if the source says so
    findings: tuple[Finding, ...] = ()

    def carried(self) -> Entry:
        """The same for another process: what lies in a container is taken along, a file is opened there."""
        if self.container is None or self.size > limits.MAX_BYTES:
            return self
        try:
            return replace(self, load=partial(bytes, self.load()))
        except (PageRefused, OSError) as error:
            return replace(self, load=partial(_raise, error))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that is not read, and the finding that says why."""

    path: str
    finding: Finding
    sha256: str = ""
    url: str = ""  # where it was to be fetched, if the source says so


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture that lies in the source: its name, its size, and how to get its bytes."""

    path: str
    size: int
    _container: Path
    _member: str | int = ""  # its name in a zip, its place in a web archive
    url: str = ""  # where it was fetched, if the source says so

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            PageRefused: `image.too-large` or `image.unreadable`.
        """
        if self.size > MAX_PICTURE_BYTES:
            raise self._too_large(self.size)
        try:
            data = self._read(MAX_PICTURE_BYTES + 1)  # the size in a zip's directory may lie
        except (*_DAMAGED, KeyError, PageRefused) as error:
            raise PageRefused(
                "image.unreadable", f"{self.path} cannot be read: {_reason(error)}.", "Save the picture again."
            ) from error
        if len(data) > MAX_PICTURE_BYTES:
            raise self._too_large(len(data))
        return data

    def _read(self, limit: int) -> bytes:
        if self._member == "":
            with self._container.open("rb") as stream:
                return stream.read(limit)
        if isinstance(self._member, int):
            return warc.body(self._container, self._member, limit)
        with zipfile.ZipFile(self._container) as archive, archive.open(self._member) as stream:
            return stream.read(limit)

    def _too_large(self, size: int) -> PageRefused:
        limit = MAX_PICTURE_BYTES // 1024 // 1024
        message = f"{self.path} has {size / 1024 / 1024:.0f} MB or more; the limit is {limit} MB."
        return PageRefused("image.too-large", message, "Save the picture smaller.")


def entries(paths: Iterable[str | Path]) -> Iterator[Entry]:
    """Every file that may be a page below the given files, folders and zips, which are walked in path order.

    Raises:
        SourceError: a path does not exist or is a zip that cannot be opened.
    """
    for path in map(Path, paths):
        yield from _entries(path)


def read_pages(paths: Iterable[str | Path], base_url: str = "") -> Iterator[LegacyPage | Refused]:
    """Every page below the given files, folders and zips.

    Args:
        paths: what to read.
        base_url: the old site's address, for pages that do not name their own.

    Raises:
        SourceError: a path does not exist or is a zip that cannot be opened.
    """
    return (read_entry(entry, base_url) for entry in entries(paths))


def media_files(paths: Iterable[str | Path]) -> Iterator[MediaFile]:
    """Every picture, and every file to download, below the given folders and zips, in path order."""
    for path in map(Path, paths):
        if warc.is_archive(path):
            for kind, name, one in _archived(path):
                if kind == "media":
                    yield MediaFile(name, one.size, path, one.offset, one.url)
            continue
        if zipfile.is_zipfile(path):
            with _opened(path) as archive:
                for info in _members(archive):
                    if PurePosixPath(info.filename).suffix.lower() in IMAGE_SUFFIXES | FILE_SUFFIXES:
                        yield MediaFile(_shown(info.filename), info.file_size, path, info.filename)
            continue
        folder = path if path.is_dir() else path.parent
        for file in _files_below(folder):
            if file.suffix.lower() in IMAGE_SUFFIXES | FILE_SUFFIXES:
                yield MediaFile(_shown(file.relative_to(folder).as_posix()), file.stat().st_size, file)


def other_files(paths: Iterable[str | Path]) -> Iterator[tuple[str, bytes]]:
    """Every file below the given folders and zips that is no page, with how it begins, in path order."""
    for path in map(Path, paths):
        if path.is_dir():
            for file in _files_below(path):
                if not _is_page(file.name, partial(_open, file)):
                    yield _shown(file.relative_to(path).as_posix()), _beginning(partial(_open, file))
        elif warc.is_archive(path):
            found = ((name, one) for kind, name, one in _archived(path) if kind != "page")
            yield from ((name, _archived_beginning(path, one)) for name, one in found)
        elif _is_zip(path):
            with _opened(path) as archive:
                for info in _members(archive):
                    if not _is_page(PurePosixPath(info.filename).name, partial(archive.open, info)):
                        yield _shown(info.filename), _beginning(partial(archive.open, info))


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" or (path.suffix.lower() not in PAGE_SUFFIXES and zipfile.is_zipfile(path))


def _beginning(opened: Callable[[], IO[bytes]]) -> bytes:
    try:
        with opened() as stream:
            return stream.read(_SNIFFED_BYTES)
    except _DAMAGED:
        return b""


def _entries(path: Path) -> Iterator[Entry]:
    if not path.exists():
        raise SourceError(f"{_shown(str(path))}: there is no such file or folder.")
    if path.is_dir():
        for file in _files_below(path):
            if _is_page(file.name, partial(_open, file)):
                yield Entry(_shown(file.relative_to(path).as_posix()), file.stat().st_size, partial(_read_file, file))
    elif warc.is_archive(path):
        yield from _archived_entries(path)
    elif _is_zip(path):
        with _opened(path) as archive:
            for info in _members(archive):
                if _is_page(PurePosixPath(info.filename).name, partial(archive.open, info)):
                    yield Entry(_shown(info.filename), info.file_size, partial(_read_member, archive, info), path)
    else:
        yield Entry(_shown(path.name), path.stat().st_size, partial(_read_file, path))


def _open(file: Path) -> IO[bytes]:
    return file.open("rb")


def _is_page(name: str, opened: Callable[[], IO[bytes]]) -> bool:
    """Whether a file is read: by its suffix, or, if it has none, by how it begins."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix or name.startswith("."):
        return suffix in PAGE_SUFFIXES
    try:
        with opened() as stream:
            return bool(_BEGINS_LIKE_HTML.search(stream.read(_SNIFFED_BYTES)))
    except _DAMAGED:
        return False  # nothing says that it is a page


def _files_below(folder: Path) -> list[Path]:
    root = folder.resolve()
    found = [file for file in folder.rglob("*") if file.is_file() and file.resolve().is_relative_to(root)]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise SourceError(f"{_shown(str(path))}: this zip cannot be opened ({_reason(error)}).") from error


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)


def _shown(path: str) -> str:
    """A path that can be printed and stored: names of files are bytes, and need not be text."""
    return clean_text(path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))[0]


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__


def _read_file(file: Path) -> bytes:
    with _open(file) as stream:
        return _bounded(stream)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as stream:
            return _bounded(stream)
    except _DAMAGED as error:
        raise PageRefused(
            "source.unreadable", f"This file cannot be taken out of the zip: {_reason(error)}.", "Make the zip again."
        ) from error


def _bounded(stream: IO[bytes]) -> bytes:
    """All of a file, but for one that is larger than it, or the zip's directory, says."""
    return _small(stream.read(limits.MAX_BYTES + 1))


def _small(data: bytes) -> bytes:
    if len(data) > limits.MAX_BYTES:
        raise limits.too_big(len(data))
    return data


def _raise(error: Exception) -> bytes:
    raise error


# Web archives ---------------------------------------------------------------------------------------------------------


def _archived(path: Path) -> Iterator[tuple[str, str, warc.Capture]]:
    """What an archive holds, by path: whether it is a page, media or neither, and its last good capture."""
    for one in sorted(warc.look(path).good(), key=lambda one: one.url):
        address = urlsplit(one.url)
        suffix = PurePosixPath(address.path).suffix.lower()
        if one.media_type in warc.PAGE_TYPES or (
            not one.media_type and _BEGINS_LIKE_HTML.search(_archived_beginning(path, one))
        ):
            kind = "page"
        elif (
            one.media_type.startswith(("image/", "application/octet-stream"))
            or suffix in IMAGE_SUFFIXES | FILE_SUFFIXES
        ):
            kind = "media"
        else:
            kind = "other"
        yield kind, _archived_path(one.url), one


def _archived_path(url: str) -> str:
    """An address as a path: the host is the folder."""
    return _shown(unquote(url.partition("://")[2]))


def _read_archived(path: Path, one: warc.Capture) -> bytes:
    return _small(warc.body(path, one.offset, limits.MAX_BYTES + 1))


def _archived_beginning(path: Path, one: warc.Capture) -> bytes:
    try:
        return warc.body(path, one.offset, _SNIFFED_BYTES)
    except PageRefused:
        return b""


def _archived_entries(path: Path) -> Iterator[Entry]:
    """The pages of an archive; pages that gave nothing good and records that are broken are there to be refused."""
    archive = warc.look(path)
    found = []
    for kind, name, one in _archived(path):
        if kind == "page":
            load = partial(_read_archived, path, one)
            found.append(Entry(name, one.size, load, path, one.url, _about(one, archive.captures[one.url])))
    for url, captures in archive.captures.items():
        last = captures[-1]
        if last.outcome == "failed" and not warc.last_good(captures) and _may_be_page(last):
            refused = PageRefused(
                "source.not-answered", f"It was not read: {last.reason}.", "Fetch the site again later."
            )
            found.append(Entry(_archived_path(url), 0, partial(_raise, refused), url=url))
    for damage in archive.damages:
        name = f"{_shown(path.name)}/{damage.offset}"
        message = f"The record at byte {damage.offset} ({damage.url or 'address unknown'}) is broken: {damage.reason}."
        refused = PageRefused("source.damaged", message, "Make the archive again; the rest of it was read.")
        found.append(Entry(name, 0, partial(_raise, refused), url=damage.url))
    yield from sorted(found, key=lambda entry: entry.path)


def _may_be_page(one: warc.Capture) -> bool:
    suffix = PurePosixPath(urlsplit(one.url).path).suffix.lower()
    return suffix in PAGE_SUFFIXES or (not suffix and one.media_type in {"", "text/plain", *warc.PAGE_TYPES})


def _about(one: warc.Capture, captures: list[warc.Capture]) -> tuple[Finding, ...]:
    """What a person should know where an archive holds several answers of one address."""
    if len(captures) < 2:
        return ()
    message = f"The archive holds {len(captures)} answers of this address; the good one of {one.date} was read."
    if captures[-1].outcome != "good":
        message += f" The last, of {captures[-1].date}, was none: {captures[-1].reason}."
    return (Finding(level="info", id="source.several", message=message),)


def read_entry(entry: Entry, base_url: str = "") -> LegacyPage | Refused:
    """One page, or why it is not read."""
    path, sha256 = entry.path, ""
    try:
        if entry.size > limits.MAX_BYTES:
            raise limits.too_big(entry.size)
        data = entry.load()
        sha256 = hashlib.sha256(data).hexdigest()
        page = page_of(path, data, sha256, base_url)
        return replace(page, url=entry.url, findings=(*page.findings, *entry.findings))
    except OSError as error:
        refused = PageRefused("source.unreadable", f"The file cannot be read: {_reason(error)}.")
        return _refusal(path, refused, sha256, entry.url)
    except PageRefused as refused:
        return _refusal(path, refused, sha256, entry.url)


def page_of(path: str, data: bytes, sha256: str = "", base_url: str = "") -> LegacyPage:
    """One page from its bytes.

    Raises:
        PageRefused: it is empty, no HTML, or beyond a limit.
    """
    if not data or data.isspace():
        raise PageRefused("source.empty", "The file is empty.", "Save the page again.")
    whole, encoding = charset.as_utf8(data)
    left, scripts = lean(whole)
    html, removed = _cleaned(scripted(left))
    if ascii_controls(left) > len(html) // 20 or not _LOOKS_LIKE_HTML.search(html):
        raise PageRefused(
            "source.not-html", "The file is not an HTML page.", "Leave it out, or save the page again as HTML."
        )
    if removed:  # what was no tag with such a character in it may be one now
        html = scripted(lean(html.encode())[0]).decode("utf-8", "replace")
    limits.check(html)
    findings = []
    if removed:
        findings.append(
            Finding(level="info", id="text.control-characters", message=f"{removed} control characters were removed.")
        )
    if broken := html.count("\ufffd"):
        findings.append(
            Finding(
                level="warning",
                id="text.undecodable",
                message=f"{broken} characters could not be read as {encoding}.",
                hint="Compare the page with the original; save it again if text is damaged.",
            )
        )
    lowered = html[-4096:].lower()
    if "<html" in html[:8192].lower() and "</html" not in lowered and "</body" not in lowered:
        findings.append(
            Finding(
                level="error",
                id="source.truncated",
                message="The file ends in the middle of the page: its closing tags are missing.",
                hint="Save the page again; what was read so far is shown.",
            )
        )
    return LegacyPage(
        path=path,
        html=html,
        data=tuple(_cleaned(script)[0] for script in scripts),
        sha256=sha256,
        encoding=encoding,
        base_url=base_url,
        findings=tuple(findings),
    )


def _cleaned(html: bytes) -> tuple[str, int]:
    """The text of a page in UTF-8 without forbidden characters, and how many there were."""
    text = html.decode("utf-8", "replace")
    return clean_text(text) if may_be_forbidden(html) else (text, 0)


def _refusal(path: str, refused: PageRefused, sha256: str, url: str) -> Refused:
    finding = Finding(level="error", id=refused.finding_id, message=f"{path}: {refused}", hint=refused.hint, where=path)
    return Refused(path=path, finding=finding, sha256=sha256, url=url)
