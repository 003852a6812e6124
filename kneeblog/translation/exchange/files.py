"""Files as they are downloaded and handed in: one by one or as a zip, with limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from . import po, xliff
from .units import Document, FileRefusedError

MOST_BYTES = 10 * 1024 * 1024  # of one file
MOST_FILES = 500
_TOGETHER = 5 * MOST_BYTES  # of all files in a zip


class Format(NamedTuple):
    """How a document is written."""

    label: str
    extension: str
    write: Callable[[Document], bytes]


FORMATS = {
    "po": Format("PO", "po", po.write),
    "xliff12": Format("XLIFF 1.2", "xlf", xliff.write_12),
    "xliff20": Format("XLIFF 2.0", "xlf", xliff.write_20),
}


class Upload(NamedTuple):
    """A file that was handed in."""

    name: str
    data: bytes


def packed(documents: Sequence[Document], format_: Format) -> tuple[str, bytes]:
    """A name and a file; several documents come as a zip."""
    files = [(f"{document.name}.{format_.extension}", format_.write(document)) for document in documents]
    if len(files) == 1:
        return files[0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return "translations.zip", buffer.getvalue()


def unpacked(upload: Upload) -> Iterable[Upload]:
    """The file itself, or those in it.

    Raises:
        FileRefusedError: it is too large, or a broken zip.
    """
    if len(upload.data) > MOST_BYTES:
        raise FileRefusedError(gettext("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024**2})
    if not upload.name.lower().endswith(".zip"):
        return [upload]
    try:
        with zipfile.ZipFile(io.BytesIO(upload.data)) as archive:
            return list(_members(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError(gettext("This is no zip that can be read.")) from error


def _members(archive: zipfile.ZipFile) -> Iterable[Upload]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES:
        raise FileRefusedError(gettext("There are more than %(most)d files in the zip.") % {"most": MOST_FILES})
    left = _TOGETHER
    for info in infos:
        with archive.open(info) as member:  # a zip may lie about sizes: never more is read than is allowed
            data = member.read(min(left, MOST_BYTES) + 1)
        left -= len(data)
        if len(data) > MOST_BYTES or left < 0:
            raise FileRefusedError(gettext("What is in the zip is too large: %(name)s") % {"name": info.filename})
        yield Upload(info.filename, data)


def documents(upload: Upload) -> list[Document]:
    """What a PO or XLIFF file holds.

    Raises:
        FileRefusedError: it cannot be read.
    """
    text = _text(upload.data)
    name = upload.name.lower()
    if name.endswith(".po"):
        return po.read(text)
    if name.endswith((".xlf", ".xliff")):
        return xliff.read(text)
    raise FileRefusedError(gettext("Only .po, .xlf, .xliff, and a .zip of these, can be read."))


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileRefusedError(gettext("The file is not in UTF-8."), line) from error
    if "\0" in text:
        raise FileRefusedError(gettext("The file is not a text."), text[: text.index("\0")].count("\n") + 1)
    return text
