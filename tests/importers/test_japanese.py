"""What the importer says in the admin is there in Japanese."""

from __future__ import annotations

import re
from pathlib import Path

import polib

import importers
from importers.models import ImportedMedia
from tests.kneeblog.test_admin import sentences

PACKAGE = Path(importers.__file__).parent
CATALOGUE = PACKAGE / "locale/ja/LC_MESSAGES/django.po"


def test_every_sentence_is_translated_and_compiled() -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(CATALOGUE) if not entry.fuzzy}
    asked = {sentence for source in PACKAGE.rglob("*.py") for sentence in sentences(source)}
    asked |= {
        match[1]
        for template in (PACKAGE.parent / "templates/importers").rglob("*.html")
        for match in re.finditer(r'{% trans "([^"]+)"', template.read_text(encoding="utf-8"))
    }
    assert asked - {msgid for msgid, msgstr in catalogue.items() if msgstr} == set()
    assert {entry.msgid: entry.msgstr for entry in polib.mofile(CATALOGUE.with_suffix(".mo"))} == catalogue


def test_django_finds_it() -> None:
    assert str(ImportedMedia._meta.verbose_name) == "取り込んだ画像・ファイル"
