"""What the importer says in the admin is there in Japanese."""

from __future__ import annotations

from pathlib import Path

import polib

import importers
from importers.models import ImportedMedia
from tests.kneeblog.test_admin import sentences

PACKAGE = Path(importers.__file__).parent
CATALOGUE = PACKAGE / "locale/ja/LC_MESSAGES/django.po"


def said(entry: polib.POEntry) -> str:
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def test_every_sentence_is_translated_and_compiled() -> None:
    catalogue = {entry.msgid: said(entry) for entry in polib.pofile(CATALOGUE) if not entry.fuzzy}
    templates = (PACKAGE.parent / "templates/importers").rglob("*.html")
    asked = {sentence for source in (*PACKAGE.rglob("*.py"), *templates) for sentence in sentences(source)}
    assert asked - {msgid for msgid, msgstr in catalogue.items() if msgstr} == set()
    assert {entry.msgid: said(entry) for entry in polib.mofile(CATALOGUE.with_suffix(".mo"))} == catalogue


def test_django_finds_it() -> None:
    assert str(ImportedMedia._meta.verbose_name) == "取り込んだ画像・ファイル"
