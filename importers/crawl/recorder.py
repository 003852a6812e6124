"""Every answer into a web archive, which lies aside until it is whole."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from importers import warc
from importers.crawl.manners import PRODUCT
from importers.errors import ImportFailure, PageRefused, SourceError
from importers.fetch import Answer

if sys.platform != "win32":
    import fcntl

# The body is kept unpacked and in one piece, so these would be untrue.
_UNTRUE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie"})


class Recorder:
    """The archive of one crawl.

    What an interrupted crawl left is taken up again.  What an earlier whole one holds is there to be compared with.

    Args:
        path: of the archive, `….warc.gz`.
        limit: bytes that a body has at most.

    Raises:
        ImportFailure: the file is not one of ours, is being written to, or cannot be.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._limit = limit
        if not path.name.endswith(".warc.gz"):
            raise ImportFailure(f"{path}: name the archive with .warc.gz at its end.")
        self._kept: set[str] = set()  # what was taken over from the earlier archive
        self._earlier = self._look_at_earlier()
        try:
            self._file = self._part.open("ab")
            self._lock()
            self._settled = self._take_up()
            self.taken_up = len(self._settled)  # by an interrupted crawl
            self._writer = WARCWriter(self._file, gzip=True)
            if not self._file.tell():
                self._write(self._writer.create_warcinfo_record(path.name, {"software": PRODUCT, "robots": "obeyed"}))
        except OSError as error:
            raise ImportFailure(f"{self._part} cannot be written: {error.strerror}.") from error

    # What is there ----------------------------------------------------------------------------------------------------

    def settled(self, url: str) -> warc.Outcome | None:
        """`good` or `gone` if this crawl has an address's answer, so that it need not be asked again."""
        return self._settled[url][0] if url in self._settled else None

    def body(self, url: str) -> bytes:
        """The good answer of an address that is settled."""
        try:
            return warc.body(self._part, self._settled[url][1], self._limit)
        except PageRefused as refused:
            raise ImportFailure(f"{self._part}: {refused}") from refused

    def conditions(self, url: str) -> dict[str, str]:
        """The headers with which a host says only whether an address has changed since the earlier archive."""
        one = self._before(url)
        return {
            name: value
            for name, value in (("If-None-Match", one.etag), ("If-Modified-Since", one.modified)) if value
        } if one else {}  # fmt: skip

    def pages_before(self) -> Iterator[str]:
        """The addresses of the earlier archive's pages."""
        for one in self._earlier.good() if self._earlier else ():
            if one.media_type in warc.PAGE_TYPES:
                yield one.url

    # Writing ----------------------------------------------------------------------------------------------------------

    def write(self, answer: Answer) -> None:
        """An answer as it came, but unpacked."""
        headers = [(name, value) for name, value in answer.headers.items() if name.lower() not in _UNTRUE]
        headers.append(("Content-Length", str(len(answer.body))))
        http = StatusAndHeaders(f"{answer.status} {answer.reason}".strip(), headers, protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            str(answer.address), "response", payload=io.BytesIO(answer.body), length=len(answer.body), http_headers=http
        )
        place = self._file.tell()
        self._write(record)
        if answer.status in {200, 404, 410}:
            self._settled[str(answer.address)] = ("good" if answer.status == 200 else "gone", place)

    def keep(self, url: str) -> bytes | None:
        """The earlier archive's record of an address, if it has one; returns its body."""
        one = self._before(url)
        if one is None:
            return None
        if url not in self._kept:
            self._kept.add(url)
            with self._path.open("rb") as file:
                self._write(warc.record_at(file, one.offset))
        return warc.body(self._path, one.offset, self._limit)

    def not_read(self, url: str, reason: str) -> None:
        """That an address gave nothing, so that nobody takes its page for gone."""
        payload = warc.NOT_READ + reason.encode()
        self._write(self._writer.create_warc_record(url, "metadata", payload=io.BytesIO(payload), length=len(payload)))

    def finish(self) -> None:
        """The archive is whole: it takes its place."""
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)

    def close(self) -> None:
        """Leaves what there is for the next run."""
        self._file.close()

    def _write(self, record: Any) -> None:
        try:
            self._writer.write_record(record)
        except OSError as error:
            raise ImportFailure(f"{self._part} cannot be written: {error.strerror}.") from error

    def _before(self, url: str) -> warc.Capture | None:
        return warc.last_good(self._earlier.captures.get(url, [])) if self._earlier else None

    # Opening ----------------------------------------------------------------------------------------------------------

    def _look_at_earlier(self) -> warc.Archive | None:
        """The archive that will be replaced; it has to be one that a crawl made."""
        if not self._path.exists():
            return None
        try:
            found = warc.look(self._path)
            ours = PRODUCT.encode() in warc.body(self._path, 0, 1000)
        except (SourceError, PageRefused):
            ours = False
        if not ours:
            raise ImportFailure(f"{self._path} is there and no crawl made it; name another file with --archive.")
        return found

    def _lock(self) -> None:
        if sys.platform == "win32":
            return  # where an open file can be neither replaced nor written by two
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportFailure(f"{self._part} is being written by another run.") from error

    def _take_up(self) -> dict[str, tuple[warc.Outcome, int]]:
        """What an interrupted crawl had recorded; half a record at the end goes."""
        try:
            found = warc.look(self._part)
        except SourceError:
            self._file.truncate(0)
            return {}
        self._file.truncate(found.end)
        self._file.seek(found.end)
        self._kept = {url for url, captures in found.captures.items() if warc.last_good(captures)}
        last = {url: captures[-1] for url, captures in found.captures.items()}
        return {url: (one.outcome, one.offset) for url, one in last.items() if one.outcome in {"good", "gone"}}
