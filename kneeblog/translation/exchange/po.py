"""Documents as PO files, which wagtail-localize's own form takes too.  No database."""

from __future__ import annotations

import re

import polib
from django.utils.translation import gettext

from kneeblog.seo.languages import language_tag

from .units import Document, FileRefusedError, Unit

_KEY = "X-WagtailLocalize-TranslationID"
_SOURCE = "X-Source-Language"
_LINE = re.compile(r"line (\d+)")
_STRING = r'"(?:[^"\\]|\\.)*"'
# Lines that are none of these the parser passes over without a word.
_LINES = re.compile(rf"\s*(?:#.*|(?:msgctxt\s+|msgid\s+|msgid_plural\s+|msgstr(?:\[\d\])?\s+)?{_STRING})?\s*")


def write(document: Document) -> bytes:
    """The file; what cannot be used as it is, is marked `fuzzy`."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language_tag(document.target_language),
        _SOURCE: language_tag(document.source_language),
        _KEY: document.key,
    }
    po.header = document.title.replace("\n", " ")
    for unit in document.units:
        is_wrong = bool(unit.target) and unit.state == "needs-translation"
        po.append(
            polib.POEntry(
                msgctxt=unit.path,
                msgid=unit.source,
                msgstr=unit.target,
                comment="\n".join(filter(None, (unit.place, *unit.notes))),
                flags=["fuzzy"] if is_wrong else [],
            )
        )
    return str(po).encode()


def read(text: str) -> list[Document]:
    """The one document of a file.

    Raises:
        FileRefusedError: it is no PO file, or says not what it translates.
    """
    broken = gettext("This is no PO file: quotes, keywords or their order are wrong here.")
    for number, line in enumerate(text.split("\n"), 1):
        if not _LINES.fullmatch(line):
            raise FileRefusedError(broken, number)
    try:
        # With a line end it is never taken for the name of a file.
        po = polib.pofile(f"{text}\n", wrapwidth=0)
    except (OSError, ValueError, IndexError) as error:
        found = _LINE.search(str(error))
        raise FileRefusedError(broken, int(found[1]) if found else None) from error
    if not po.metadata.get(_KEY):
        raise FileRefusedError(gettext("The header “%(name)s” is missing, which names the page.") % {"name": _KEY}, 1)
    units = tuple(
        Unit(
            path=entry.msgctxt or "",
            source=entry.msgid,
            target=entry.msgstr,
            state="needs-translation" if entry.fuzzy or not entry.msgstr else "translated",
            line=entry.linenum,
        )
        for entry in po
        if not entry.obsolete
    )
    languages = po.metadata.get(_SOURCE, "").lower(), po.metadata.get("Language", "").lower()
    return [Document(po.metadata[_KEY], *languages, po.header, units)]
