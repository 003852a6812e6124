"""The originals that were fetched for a site that is still there, into an archive beside that of its pages."""

from __future__ import annotations

import io
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from warcio.warcwriter import WARCWriter

from importers import warc
from importers.crawl.manners import PRODUCT
from importers.errors import ImportFailure, SourceError


def originals_beside(archive: Path) -> Path:
    """Where the originals of an archive's pages are kept: `site.media.warc.gz` for `site.warc.gz`."""
    return archive.with_name(f"{archive.name.removesuffix('.warc.gz')}.media.warc.gz")


class Originals:
    """Keeps every original as it came; one that an interrupted run left half-written goes.

    Args:
        path: of the archive; it is made with the first original.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_begun = False

    def keep(self, url: str, data: bytes) -> None:
        """Add one original.

        Raises:
            ImportFailure: the archive cannot be written.
        """
        kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
        try:
            if not self._is_begun:
                self._begin()
            with self._path.open("ab") as file:
                writer = WARCWriter(file, gzip=True)
                record = writer.create_warc_record(
                    url, "resource", payload=io.BytesIO(data), length=len(data), warc_content_type=kind
                )
                writer.write_record(record)
        except OSError as error:
            raise ImportFailure(f"{self._path} cannot be written: {error.strerror}.") from error

    def _begin(self) -> None:
        """Cut off what is half a record, or make the archive."""
        self._is_begun = True
        if self._path.exists():
            try:
                end = warc.look(self._path).end
            except SourceError as error:
                raise ImportFailure(f"{error} Move it away, so that originals can be kept there.") from error
            with self._path.open("ab") as file:
                file.truncate(end)
        else:
            with self._path.open("wb") as file:
                writer = WARCWriter(file, gzip=True)
                writer.write_record(writer.create_warcinfo_record(self._path.name, {"software": PRODUCT}))
