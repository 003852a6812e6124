"""What a file to download is, by its content: PDF, an office document, or plain text.  Knows no Django."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from importers.errors import PageRefused

_PDF = re.compile(rb"%PDF-[12]\.\d")
_PDF_TAIL = 4096  # bytes in which its end mark has to stand
_OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_PROGRAM = re.compile(r"(?:^|/)(?:vbaProject\.bin|Basic/|Scripts/|activeX/)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_TEXT_SUFFIXES = frozenset({".txt", ".csv"})


def suffix(data: bytes, name: str) -> str:
    """The suffix that a file's content deserves, whatever its name says.

    Args:
        data: of the file.
        name: of the file on the old site; it only tells a table from other text.

    Raises:
        PageRefused: `file.refused`: it is none of the kinds known here, or holds a program.
    """
    if data.startswith(b"%PDF"):
        if _PDF.match(data) and b"%%EOF" in data[-_PDF_TAIL:]:
            return ".pdf"
        raise _refused("it is a PDF that is cut off")
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    wanted = PurePosixPath(name).suffix.lower()
    if wanted in _TEXT_SUFFIXES and _is_text(data):
        return wanted
    raise _refused("its content is neither PDF nor an office document nor text")


def _office(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if any(map(_PROGRAM.search, names)):
                raise _refused("it holds a program (macros)")
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.open("mimetype").read(200)
                if kind == _OPEN_DOCUMENT:
                    return ".odt"
    except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError) as error:
        raise _refused("it is an archive that cannot be opened") from error
    for part, found in _OFFICE.items():
        if part in names and "[Content_Types].xml" in names:
            return found
    raise _refused("it is an archive, not an office document")


def _is_text(data: bytes) -> bool:
    if data.lstrip()[:1] == b"<":
        return False
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return not _CONTROLS.search(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False


def _refused(reason: str) -> PageRefused:
    return PageRefused("file.refused", f"{reason}.", "Put a good one in its place and import again, or upload it.")
