"""Room 1: files, folders and zips → `LegacyPage`, one at a time, in path order.

The only module that reads the source.  A file that cannot be read becomes a `Refused`, never an exception.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from importers import charset, limits
from importers.errors import PageRefused, SourceError
from importers.records import Finding, LegacyPage
from importers.text import clean_text

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|div|section|p|h1|title|meta|link|script)\b", re.IGNORECASE
)


Entry = tuple[str, int, Callable[[], bytes]]  # path inside the source, size, how to get the bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that is not read, and the finding that says why."""

    path: str
    finding: Finding
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture that lies in the source: its name, its size, and how to get its bytes."""

    path: str
    size: int
    _container: Path
    _member: str = ""

    def read(self) -> bytes:
        """The file's bytes."""
        if self._member:
            with zipfile.ZipFile(self._container) as archive:
                return archive.read(self._member)
        return self._container.read_bytes()


def read_pages(paths: Iterable[str | Path], base_url: str = "") -> Iterator[LegacyPage | Refused]:
    """Every page below the given files, folders and zips.

    Args:
        paths: what to read; folders and zips are walked in path order.
        base_url: the old site's address, for pages that do not name their own.

    Raises:
        SourceError: a path does not exist or is a zip that cannot be opened.
    """
    for path in map(Path, paths):
        for name, size, load in _entries(path, PAGE_SUFFIXES):
            yield _read_one(name, size, load, base_url)


def media_files(paths: Iterable[str | Path]) -> Iterator[MediaFile]:
    """Every picture file below the given folders and zips, in path order."""
    for path in map(Path, paths):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for info in sorted(archive.infolist(), key=lambda info: info.filename):
                    if PurePosixPath(info.filename).suffix.lower() in IMAGE_SUFFIXES:
                        yield MediaFile(info.filename, info.file_size, path, info.filename)
            continue
        folder = path if path.is_dir() else path.parent
        for file in _files_below(folder, IMAGE_SUFFIXES):
            yield MediaFile(file.relative_to(folder).as_posix(), file.stat().st_size, file)


def _entries(path: Path, suffixes: frozenset[str]) -> Iterator[Entry]:
    if not path.exists():
        raise SourceError(f"{path}: there is no such file or folder.")
    if path.is_dir():
        for file in _files_below(path, suffixes):
            yield file.relative_to(path).as_posix(), file.stat().st_size, file.read_bytes
    elif path.suffix.lower() == ".zip" or (path.suffix.lower() not in suffixes and zipfile.is_zipfile(path)):
        yield from _zip_entries(path, suffixes)
    else:
        yield path.name, path.stat().st_size, path.read_bytes


def _files_below(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    root = folder.resolve()
    found = [
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in suffixes and file.is_file() and file.resolve().is_relative_to(root)
    ]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _zip_entries(path: Path, suffixes: frozenset[str]) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"{path}: this zip cannot be opened ({error}).") from error
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if not info.is_dir() and PurePosixPath(info.filename).suffix.lower() in suffixes:
                yield info.filename, info.file_size, partial(_read_member, archive, info)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as stream:
            data = stream.read(limits.MAX_BYTES + 1)  # the directory's size may lie
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise PageRefused("source.unreadable", f"This file cannot be taken out of the zip: {error}.") from error
    if len(data) > limits.MAX_BYTES:
        raise limits.too_big(len(data))
    return data


def _read_one(path: str, size: int, load: Callable[[], bytes], base_url: str) -> LegacyPage | Refused:
    sha256 = ""
    try:
        if size > limits.MAX_BYTES:
            raise limits.too_big(size)
        data = load()
        sha256 = hashlib.sha256(data).hexdigest()
        return _page(path, data, sha256, base_url)
    except OSError as error:
        return _refusal(path, PageRefused("source.unreadable", f"The file cannot be read: {error.strerror}."), sha256)
    except PageRefused as refused:
        return _refusal(path, refused, sha256)


def _page(path: str, data: bytes, sha256: str, base_url: str) -> LegacyPage:
    if not data.strip():
        raise PageRefused("source.empty", "The file is empty.", "Save the page again.")
    decoded, encoding = charset.decode(data)
    html, removed = clean_text(decoded)
    if removed > len(html) // 20 or not _LOOKS_LIKE_HTML.search(html):
        raise PageRefused(
            "source.not-html", "The file is not an HTML page.", "Leave it out, or save the page again as HTML."
        )
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
        path=path, html=html, sha256=sha256, encoding=encoding, base_url=base_url, findings=tuple(findings)
    )


def _refusal(path: str, refused: PageRefused, sha256: str) -> Refused:
    finding = Finding(level="error", id=refused.finding_id, message=f"{path}: {refused}", hint=refused.hint, where=path)
    return Refused(path=path, finding=finding, sha256=sha256)
