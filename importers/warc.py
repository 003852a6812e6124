"""Room 1: web archives (WARC) → which addresses they hold, and the bytes of each; pure.

An archive is gone over once and only the place of each record is kept; bodies are read from there when they are asked
for.  Records are framed here and not by warcio's own iterator, because that one takes lines and bodies of any length
into memory, prints, and ends at the first broken record.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Literal

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from importers.addresses import one_spelling
from importers.errors import PageRefused, SourceError

# What the crawl writes into a `metadata` record about an address that gave nothing.
NOT_READ = b"not-read: "

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})

_BLOCK = 64 * 1024
_MAX_HEADERS = 256 * 1024  # of one record, the archive's and the answer's together
_MAX_REPAIRS = 1000
_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."
_START = re.compile(re.escape(_GZIP) + rb"|(?<=\n)" + re.escape(_PLAIN))
_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
# Everything that warcio and zlib are known to raise for what is broken.
_BROKEN = (ArchiveLoadFailed, EOFError, ValueError, OSError, AttributeError, TypeError, zlib.error)

Outcome = Literal["good", "gone", "moved", "failed"]


@dataclass(frozen=True, slots=True)
class Capture:
    """What one record says of one address."""

    url: str
    date: str
    outcome: Outcome
    offset: int
    size: int = 0  # of the record, before unpacking
    media_type: str = ""
    reason: str = ""  # why nothing good
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read."""

    offset: int
    reason: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds: every capture of each address, oldest first, and what is broken in it."""

    captures: dict[str, list[Capture]]
    damages: list[Damage]
    end: int  # of the last whole record

    def good(self) -> Iterator[Capture]:
        """Of each address the last good capture."""
        for captures in self.captures.values():
            if found := last_good(captures):
                yield found


def last_good(captures: list[Capture]) -> Capture | None:
    """The capture that speaks for an address."""
    return next((one for one in reversed(captures) if one.outcome == "good"), None)


def is_archive(path: Path) -> bool:
    """Whether a file calls itself a web archive."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


def look(path: Path) -> Archive:
    """What an archive holds.

    Raises:
        SourceError: it cannot be opened, holds no record, or was packed as a whole.
    """
    try:
        stat = path.stat()
        return _look(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise SourceError(f"{path}: this archive cannot be opened ({error.strerror}).") from error


def record_at(file: IO[bytes], offset: int) -> Any:
    """warcio's record at some place of an archive, to be written to another one."""
    return _record(file, offset)[0]


def body(path: Path, offset: int, limit: int) -> bytes:
    """The body of the answer at some place of an archive, unpacked; of a longer one no more than the limit.

    Raises:
        PageRefused: `source.unreadable`.
    """
    try:
        with path.open("rb") as file:
            record, _ = _record(file, offset)
            return _unpacked(record, limit)
    except _BROKEN as error:
        message = f"This record cannot be taken out of {path.name}: {_said(error)}."
        raise PageRefused("source.unreadable", message, "Make the archive again.") from error


# Going over it --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    """One record: its capture and what a later one may refer to it by."""

    capture: Capture | None
    digest: str = ""
    refers_to: str = ""
    revisit: bool = False


@lru_cache(maxsize=4)
def _look(path: Path, size: int, modified: int) -> Archive:
    """`size` and `modified` tell one state of the file from the next."""
    seen: list[_Seen] = []
    damages: list[Damage] = []
    end = 0
    with path.open("rb") as file:
        for found, stop in _records(file, size):
            if isinstance(found, Damage):
                damages.append(found)
            else:
                seen.append(found)
                end = stop
    if not seen:
        raise SourceError(f"{path}: this is no web archive ({damages[0].reason if damages else 'it is empty'}).")
    by_digest = {one.digest: one.capture for one in seen if one.digest and not one.revisit}
    captures = [one.capture for one in seen if one.capture and not one.revisit]
    by_url = _by_url(captures)
    for one in seen:
        if one.capture and one.revisit:
            same = by_digest.get(one.digest) if one.digest else None
            captures.append(_resolved(one.capture, same, by_url.get(one.refers_to, [])))
    return Archive(_by_url(captures), damages, end)


def _by_url(captures: list[Capture]) -> dict[str, list[Capture]]:
    found: dict[str, list[Capture]] = {}
    for one in sorted(captures, key=lambda one: (one.date, one.offset)):
        found.setdefault(one.url, []).append(one)
    return found


def _resolved(revisit: Capture, same: Capture | None, referred: list[Capture]) -> Capture:
    """A record that says “as before”, with the place of what was before."""
    before = same or last_good([one for one in referred if one.date <= revisit.date])
    if before is None or before.outcome != "good":
        reason = "the archive says that it was as before, and does not hold what was before"
        return replace(revisit, outcome="failed", reason=reason)
    return replace(before, url=revisit.url, date=revisit.date)


def _records(file: IO[bytes], size: int) -> Iterator[tuple[Damage | _Seen, int]]:
    """Every record, and where it ends; after what is broken it goes on with the next that can be read."""
    offset: int | None = 0
    broken = repairs = 0
    while offset is not None and offset < size:
        url = ""
        try:
            record, stream = _record(file, offset)
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            seen = _seen(record, offset)
            end = _end(record, stream)
        except _BROKEN as error:
            if not broken:  # else one of the places after it that only look like a record
                yield Damage(offset, _said(error), url), offset
            broken, repairs = 1, repairs + 1
            offset = _next_start(file, offset + 1) if repairs < _MAX_REPAIRS else None
            continue
        broken = 0
        yield seen, end
        offset = end


def _record(file: IO[bytes], offset: int) -> tuple[Any, _Stream]:
    stream = _Stream(file, offset)
    record = _LOADER.parse_record_stream(stream, known_format="warc")
    if record.length is None:
        raise ArchiveLoadFailed("it does not say how long it is")
    stream.headers_left = None
    return record, stream


def _end(record: Any, stream: _Stream) -> int:
    """Where a record ends in the file, once all of it was there."""
    while record.raw_stream.limit:
        if not record.raw_stream.read(_BLOCK):
            raise EOFError("it breaks off")
    following = stream.read(len(_PLAIN) + 4)
    if stream.packed and following.strip().startswith(_PLAIN):
        raise SourceError("The archive was packed as a whole; unpack it with gunzip and give the .warc that comes out.")
    if not b"\r\n\r\n".startswith(following[:4]) or (stream.packed and len(following) > 4):
        raise ArchiveLoadFailed("it is longer or shorter than it says")
    return stream.end - max(len(following) - 4, 0)


def _seen(record: Any, offset: int) -> _Seen:
    headers, http = record.rec_headers, record.http_headers
    url, date = headers.get_header("WARC-Target-URI") or "", headers.get_header("WARC-Date") or ""
    if not re.match(r"https?://", url):
        return _Seen(None)
    url = one_spelling(url)
    digest = headers.get_header("WARC-Payload-Digest") or ""
    if record.rec_type == "metadata":
        said = record.raw_stream.read(_BLOCK)
        reason = said.removeprefix(NOT_READ).decode("utf-8", "replace").strip()
        return _Seen(Capture(url, date, "failed", offset, reason=reason) if said.startswith(NOT_READ) else None)
    if record.rec_type == "resource":
        kind = _media_type(record.content_type)
        return _Seen(Capture(url, date, "good", offset, record.length, kind), digest)
    status = http.get_statuscode() if http else ""
    if record.rec_type == "revisit" and status in {"", "200", "304"}:
        refers_to = one_spelling(headers.get_header("WARC-Refers-To-Target-URI") or url)
        return _Seen(Capture(url, date, "good", offset), digest, refers_to, revisit=True)
    if record.rec_type != "response":
        return _Seen(None)
    outcome = _outcome(status)
    reason = "" if outcome == "good" else f"the host answered with status {status or '?'}"
    kind, etag, modified = (
        (http.get_header(name) or "" if http else "") for name in ("Content-Type", "ETag", "Last-Modified")
    )
    capture = Capture(url, date, outcome, offset, record.length, _media_type(kind), reason, etag, modified)
    return _Seen(capture, digest if outcome == "good" else "")


def _outcome(status: str) -> Outcome:
    number = int(status) if status.isdecimal() else 0
    if number == 200:
        return "good"
    return "gone" if number in {404, 410} else "moved" if 200 < number < 400 else "failed"


def _media_type(said: str | None) -> str:
    return (said or "").partition(";")[0].strip().lower()


def _next_start(file: IO[bytes], offset: int) -> int | None:
    """The next place at which a record may begin."""
    kept = b""
    file.seek(offset)
    while block := file.read(_BLOCK):
        if found := _START.search(kept + block):
            return offset - len(kept) + found.start()
        offset += len(block)
        kept = (kept + block)[-len(_PLAIN) :]
    return None


class _Stream:
    """What begins at some place of an archive, unpacked a block at a time; as much of a file as warcio wants."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        file.seek(offset)
        self.packed = file.read(len(_GZIP)) == _GZIP
        file.seek(offset)
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16) if self.packed else None
        self._waiting = b""  # packed
        self._buffer = b""  # unpacked
        self._given = 0
        self.headers_left: int | None = _MAX_HEADERS

    @property
    def end(self) -> int:
        """Where it stands in the file, or where its gzip member ends."""
        return self._file.tell() - len(self._unpacker.unused_data if self._unpacker else self._buffer)

    def tell(self) -> int:
        return self._given

    def read(self, length: int) -> bytes:
        """As many bytes, fewer only at the end."""
        parts = []
        while length > 0 and self._fill():
            parts.append(self._take(length))
            length -= len(parts[-1])
        return b"".join(parts)

    def readline(self, length: int | None = None) -> bytes:
        parts: list[bytes] = []
        left = _BLOCK if length is None else min(length, _BLOCK)
        while left > 0 and not (parts and parts[-1].endswith(b"\n")) and self._fill():
            newline = self._buffer.find(b"\n", 0, left)
            parts.append(self._take(left if newline < 0 else newline + 1))
            left -= len(parts[-1])
        line = b"".join(parts)
        if self.headers_left is not None:
            self.headers_left -= len(line)
            if self.headers_left < 0 or len(line) == _BLOCK:
                raise ArchiveLoadFailed("its headers are too long")
        return line

    def _take(self, length: int) -> bytes:
        taken, self._buffer = self._buffer[:length], self._buffer[length:]
        self._given += len(taken)
        return taken

    def _fill(self) -> bool:
        """Whether there is more."""
        if not self._unpacker:
            self._buffer = self._buffer or self._file.read(_BLOCK)
            return bool(self._buffer)
        while not self._buffer and not self._unpacker.eof:
            packed = self._waiting or self._file.read(_BLOCK)
            if not packed:
                raise EOFError("it breaks off")
            self._buffer = self._unpacker.decompress(packed, _BLOCK)
            self._waiting = self._unpacker.unconsumed_tail
        return bool(self._buffer)


# A body ---------------------------------------------------------------------------------------------------------------


def _unpacked(record: Any, limit: int) -> bytes:
    """As the host meant it: out of its chunks, out of its gzip."""
    http = record.http_headers
    encoding, transfer = (
        (http.get_header(name) or "" if http else "").strip().lower()
        for name in ("Content-Encoding", "Transfer-Encoding")
    )
    raw = record.raw_stream
    if transfer == "chunked" and record.length <= limit + _MAX_HEADERS:
        raw = ChunkedDataReader(raw)
    data: bytes = raw.read(limit)
    if encoding in {"", "identity"}:
        return data
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise ArchiveLoadFailed(f"it is packed as {encoding[:40]}")
    try:
        return _inflated(data, zlib.MAX_WBITS + 32, limit)
    except zlib.error:
        if encoding == "deflate":
            return _inflated(data, -zlib.MAX_WBITS, limit)
        if data.startswith(_GZIP):
            raise
        return data  # unpacked by whoever wrote the archive, who left the header as it was


def _inflated(data: bytes, bits: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    found = unpacker.decompress(data, limit)
    if not unpacker.eof and len(found) < limit:
        raise EOFError("its body breaks off")
    return found


def _said(error: Exception) -> str:
    return " ".join((str(error) or "it breaks off").split())[:200].rstrip(".")
