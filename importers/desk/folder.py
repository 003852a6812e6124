"""Where uploads and archives lie: a folder that no web server shows, a folder of its own for each import.

`IMPORTERS_FOLDER` names it; unless it is set, it is `imports/` in the project's folder (`BASE_DIR`).
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from importers import sources
from importers.errors import ImportFailure, SourceError
from importers.models import ImportJob
from importers.text import clean_text

MOST_BYTES = 2 * 1024**3  # of one upload; what is larger is imported on the server itself
ENDINGS = (".zip", ".warc", ".warc.gz", ".html", ".htm", ".xhtml")
_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w.()\- ]+")


def root() -> Path:
    """The private folder; it may not be there yet."""
    named = getattr(settings, "IMPORTERS_FOLDER", "")
    return Path(named) if named else Path(getattr(settings, "BASE_DIR", Path.cwd())) / "imports"


def path_of(job: ImportJob) -> Path:
    """The job's archive."""
    return root() / job.file


def safe_name(name: str) -> str:
    """A file's name without folders and signs that mean something to a file system; its ending stays."""
    base = clean_text(unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2])[0]
    ending = next((ending for ending in ENDINGS if base.lower().endswith(ending)), "")
    stem = _UNSAFE.sub("_", base[: len(base) - len(ending)]).strip(" ._")
    while len(stem.encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem or 'upload'}{ending}"


def problem(file: UploadedFile) -> str:
    """Why an upload cannot be taken, as far as that shows before it is read; `""` if it can."""
    name, size = file.name or "", file.size or 0
    if not name.lower().endswith(ENDINGS):
        said = gettext("“%(name)s” is none of the kinds that can be read: %(kinds)s. Put saved pages into a zip.")
        return said % {"name": name, "kinds": ", ".join(ENDINGS)}
    if not size:
        return gettext("“%(name)s” is empty. Save it again and choose it anew.") % {"name": name}
    if size > MOST_BYTES:
        said = gettext(
            "“%(name)s” has %(size)d MB; %(limit)d MB are the most that can be uploaded. Divide it, leave pictures out "
            "(they can be fetched from the old site), or import it on the server: manage.py import_posts."
        )
        return said % {"name": name, "size": size // 1024**2, "limit": MOST_BYTES // 1024**2}
    return ""


def store(job: ImportJob, file: UploadedFile) -> None:
    """Put an upload into the job's folder.

    Raises:
        ImportFailure: it cannot be written there, or cannot be opened as what its name says.
    """
    folder = begin(job)
    path = folder / safe_name(file.name or "")
    job.file = f"{folder.name}/{path.name}"
    try:
        with path.open("wb") as stream:
            for chunk in file.chunks():
                stream.write(chunk)
        path.chmod(0o600)
    except OSError as error:
        raise _not_written(error) from error
    try:
        next(iter(sources.entries([path])), None)
    except SourceError as error:
        said = gettext("“%(name)s” cannot be opened: it may have been cut off on its way. Make it again. (%(error)s)")
        raise ImportFailure(said % {"name": job.name, "error": _without_path(str(error), path)}) from error


def begin(job: ImportJob) -> Path:
    """The job's folder, made.

    Raises:
        ImportFailure: it cannot be.
    """
    folder = root() / str(job.pk)
    try:
        root().mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _not_written(error) from error
    return folder


def remove(job: ImportJob) -> None:
    """All that lies there for a job."""
    shutil.rmtree(root() / str(job.pk), ignore_errors=True)


def _without_path(text: str, path: Path) -> str:
    return text.replace(f"{path}: ", "").replace(str(path), path.name)


def _not_written(error: OSError) -> ImportFailure:
    said = gettext(
        "The server cannot keep the file (%(error)s in %(folder)s). Ask whoever looks after it to make room there, "
        "or to name another folder in IMPORTERS_FOLDER."
    )
    return ImportFailure(said % {"error": error.strerror or type(error).__name__, "folder": root()})
