"""What the public pages themselves say, in every language of the site that is not the source's."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

import kneeblog

from .test_admin import sentences

PACKAGE = Path(kneeblog.__file__).parent
TEMPLATES = PACKAGE.parent / "templates" / "kneeblog"
PUBLIC = [path for path in TEMPLATES.rglob("*.html") if not {"admin", "previews"} & {*path.parts}]


@pytest.mark.parametrize("folder", ["zh_Hans", "zh_Hant", "ko"])
def test_every_sentence_of_the_public_templates_is_translated(folder: str) -> None:
    path = PACKAGE / "locale" / folder / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    said = {entry.msgid: "".join([entry.msgstr, *entry.msgstr_plural.values()]) for entry in catalogue}
    asked = {sentence for template in PUBLIC for sentence in sentences(template)}
    assert len(asked) > 80
    assert asked - said.keys() == set()
    placeholder = re.compile(r"%\(\w+\)s")
    for source, text in said.items():
        assert text and sorted(placeholder.findall(text)) == sorted(placeholder.findall(source)), source
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert {entry.msgid: "".join([entry.msgstr, *entry.msgstr_plural.values()]) for entry in compiled} == said


@pytest.mark.parametrize(
    ("code", "text"),
    [("ja", "目次"), ("zh-hans", "本页目录"), ("zh-hant", "本頁目錄"), ("ko", "목차"), ("en", "On this page")],
)
def test_the_catalogues_are_found(code: str, text: str) -> None:
    with translation.override(code):
        assert translation.gettext("On this page") == text
