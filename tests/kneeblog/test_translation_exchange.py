"""Files for translators, out and in, read and written by tools that are not ours: polib, translate-toolkit, lxml."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import polib
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import pypo
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File
from wagtail_localize.models import StringTranslation, Translation

from kneeblog.models import ArticlePage
from kneeblog.translation.exchange import applying
from kneeblog.translation.exchange.files import FORMATS, MOST_BYTES, Upload, documents, packed
from kneeblog.translation.exchange.units import Document, FileRefusedError, Unit, canonical, document
from tests.kneeblog.translations import article, said_in, submit, translate

SOURCE = '約3cm<sup>3</sup>と<b>強い<sup>※</sup></b>は<a id="a1">こちら</a>、<a id="a2">B&amp;C</a><br/>1 &lt; 2'
TARGET = '<a id="a2">B&amp;C</a>: 3 cm<sup>3</sup>,<br/><b>strong<sup>*</sup></b> 1 &lt; 2 <a id="a1">here</a>'
UNITS = (
    Unit("title", "お知らせ", "News", "final", "タイトル", ("お知らせ = news",)),
    Unit("body.0b8ff9d0-7f16-4c8e-a1de-8e4d2f7f0001.text", SOURCE, TARGET, "translated", "本文 › 文章"),
    Unit("seo_title", "未訳", "", "needs-translation"),
)
DOCUMENT = Document("8a7b6a36-5c55-4f2c-9a4f-3e1f5a6b7c8d", "ja", "zh-hans", "お知らせ <1>", UNITS)
NAMES = {"po": "a.po", "xliff12": "a.xlf", "xliff20": "a.xlf"}


def there_and_back(given_document: Document, name: str) -> Document:
    (found,) = documents(Upload(NAMES[name], FORMATS[name].write(given_document)))
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_read_again(name: str) -> None:
    found = there_and_back(DOCUMENT, name)
    assert (found.key, found.source_language, found.target_language) == (DOCUMENT.key, "ja", "zh-hans")
    states = ["translated" if name == "po" and unit.state == "final" else unit.state for unit in UNITS]
    assert [(u.id, u.path, u.source, u.target, u.state) for u in found.units] == [
        (u.id, u.path, u.source, u.target, state) for u, state in zip(UNITS, states, strict=True)
    ]


WORDS = st.text(min_size=1, max_size=8).map(lambda text: canonical(text.replace("<", "&lt;")))


@st.composite
def segments(draw: Any, depth: int = 2) -> str:
    """Any properly nested segment."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["text", "b", "sup", "br"] if depth else ["text", "br"]))
        if kind == "text":
            parts.append(draw(WORDS))
        elif kind == "br":
            parts.append("<br/>")
        else:
            parts.append(f"<{kind}>{draw(WORDS)}x{draw(segments(depth=depth - 1))}</{kind}>")
    return "".join(parts)


@pytest.mark.parametrize("name", ["xliff12", "xliff20"])
@settings(deadline=None)
@given(segment=segments())
def test_every_segment_survives(name: str, segment: str) -> None:
    unit = Unit("body", segment, segment, "translated")
    # XML has one kind of line end.
    (found,) = there_and_back(replace(DOCUMENT, units=(unit,)), name).units
    same = canonical(segment)
    assert (found.source, found.target) == (same, same)


def test_a_po_tool_reads_and_writes_it() -> None:
    for tool in (polib.pofile, lambda text: pypo.pofile.parsestring(text.encode())):
        assert tool(FORMATS["po"].write(DOCUMENT).decode()) is not None
    store = pypo.pofile.parsestring(FORMATS["po"].write(DOCUMENT))
    by_source = {str(unit.source): unit for unit in store.units if not unit.isheader()}
    assert by_source[SOURCE].target == TARGET and by_source[SOURCE].getcontext() == UNITS[1].path
    assert "お知らせ = news" in by_source["お知らせ"].getnotes()
    by_source["未訳"].target = "已翻译"
    (found,) = documents(Upload("a.po", bytes(store)))
    assert [unit.target for unit in found.units] == ["News", TARGET, "已翻译"]
    assert found.units[2].id == UNITS[2].id


def test_an_xliff_12_tool_reads_and_writes_it() -> None:
    store = xlifffile.parsestring(FORMATS["xliff12"].write(DOCUMENT))
    assert (store.sourcelanguage, store.targetlanguage) == ("ja", "zh-Hans")
    assert [unit.isapproved() for unit in store.units] == [True, False, False]
    assert "約3cm" in str(store.units[1].source) and "B&C" in str(store.units[1].source)
    store.units[2].target = "已翻译"
    store.units[2].marktranslated() if hasattr(store.units[2], "marktranslated") else None
    store.units[2].xmlelement.find("{*}target").set("state", "translated")
    (found,) = documents(Upload("a.xlf", bytes(store)))
    assert [unit.target for unit in found.units] == ["News", TARGET, "已翻译"]


def test_an_xliff_20_tool_reads_and_writes_it() -> None:
    store = Xliff2File.parsestring(FORMATS["xliff20"].write(DOCUMENT))
    assert store.units[0].source == "お知らせ"
    assert len(store.units) == 3
    store.units[2].target = "已翻译"
    segment = store.units[2].xmlelement
    for one in [segment, *segment.iter("{*}segment")]:
        if etree.QName(one).localname == "segment":
            one.set("state", "translated")
    (found,) = documents(Upload("a.xlf", bytes(store)))
    assert [unit.target for unit in found.units] == ["News", TARGET, "已翻译"]


def test_placeholders_that_a_tool_has_split_are_understood() -> None:
    data = FORMATS["xliff12"].write(replace(DOCUMENT, units=(Unit("a", "<b>甲</b>乙", "<b>A</b>B", "translated"),)))
    split = data.decode().replace(
        '<target state="translated"><g id="1" ctype="x-html-b" equiv-text="&lt;b&gt;">A</g>B',
        '<target state="translated"><bx id="1"/>A<ex id="9" rid="1"/><mrk mtype="term">B</mrk>',
    )
    assert split != data.decode()
    assert documents(Upload("a.xlf", split.encode()))[0].units[0].target == "<b>A</b>B"


@pytest.mark.parametrize(
    ("name", "before", "after", "line", "words"),
    [
        ("po", 'msgid "未訳"', "msgid 未訳", 23, "POファイル"),
        ("po", "X-WagtailLocalize-TranslationID", "X-Other", 1, "ヘッダー"),
        ("xliff12", "</trans-unit>", "</trans-unt>", 11, "XML"),
        ("xliff12", "<xliff", "<!DOCTYPE xliff [<!ENTITY a 'b'>]>\n<xliff", 2, "DOCTYPE"),
        ("xliff12", 'target state="final">News', 'target state="final"><bpt id="1">x</bpt>', 8, "<bpt>"),
        ("xliff12", 'target state="final">News', 'target state="final"><g id="7">x</g>', 8, "「7」"),
        ("xliff12", "<source>未訳", "<source>別の", 16, "原文またはid"),
        ("xliff20", "<source>未訳", "<source>別の", 31, "原文またはid"),
        ("xliff20", "urn:oasis:names:tc:xliff:document:2.0", "urn:other", 2, "XLIFF"),
    ],
)
def test_broken_files_are_refused_with_line_and_reason(
    name: str, before: str, after: str, line: int, words: str
) -> None:
    data = FORMATS[name].write(DOCUMENT).decode()
    assert before in data
    with translation.override("ja"), pytest.raises(FileRefusedError) as refused:
        documents(Upload(NAMES[name], data.replace(before, after).encode()))
    assert words in str(refused.value)
    assert refused.value.line == line and (f"{line}行目" in str(refused.value))


def test_nothing_outside_a_file_is_read(tmp_path: Any) -> None:
    secret = tmp_path / "secret.po"
    secret.write_text('msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: geheim\\n"\n')
    with pytest.raises(FileRefusedError) as refused:
        documents(Upload("a.po", str(secret).encode()))
    assert "geheim" not in str(refused.value)
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(FileRefusedError):
            documents(Upload("a.xlf", f"{bomb}]><xliff>&j;</xliff>".encode(encoding)))


def test_files_have_limits(db: None) -> None:
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.po", b" " * (MOST_BYTES + 1))
    for upload in (
        Upload("a.po", b" " * (MOST_BYTES + 1)),
        Upload("a.zip", buffer.getvalue()),
        Upload("a.zip", b"PK\x03\x04 and no more"),
        Upload("a.exe", b"MZ"),
        Upload("a.po", "未訳".encode("cp932")),
        Upload("a.po", b"a\0b"),
    ):
        (outcome,) = applying.take([upload], None).outcomes
        assert outcome.refused, upload.name


@pytest.fixture
def works(site_tree: Any, locales: dict[str, Any], rules_off: None) -> list[Translation]:
    page = article(site_tree)
    return [submit(page, locales[code]) for code in ("en", "ko")]


@pytest.mark.parametrize("name", FORMATS)
def test_a_translator_sends_a_zip_back(works: list[Translation], name: str, admin_user: Any) -> None:
    sent = [document(work) for work in works]
    assert {unit.state for one in sent for unit in one.units} == {"needs-translation"}
    done = [
        replace(
            one,
            units=tuple(replace(unit, target=unit.source.replace("約", "~"), state="translated") for unit in one.units),
        )
        for one in sent
    ]
    upload = Upload(*packed(done, FORMATS[name]))
    assert upload.name == "translations.zip"

    result = applying.take([upload], admin_user)

    assert result.is_taken and [len(outcome.changes) for outcome in result.outcomes] == [4, 4]
    assert [work.get_progress() for work in works] == [(4, 4), (4, 4)]
    row = StringTranslation.objects.get(locale=works[0].target_locale, translation_of__data__contains="<sup>")
    assert row.data.startswith("~3cm<sup>3</sup>") and row.last_translated_by == admin_user and not row.has_error
    again = applying.take([upload], admin_user)
    assert [(len(outcome.changes), outcome.unchanged) for outcome in again.outcomes] == [(0, 4), (0, 4)]
    # What was taken out says what is there now.
    assert {unit.state for unit in document(works[0]).units} == {"translated"}


def test_one_wrong_file_and_none_is_taken(works: list[Translation], admin_user: Any) -> None:
    def changed(work: Translation, text: str) -> Upload:
        sent = document(work)
        units = tuple(replace(unit, target=text, state="translated") for unit in sent.units)
        return Upload(f"{sent.target_language}.po", FORMATS["po"].write(replace(sent, units=units)))

    sent = document(works[1])
    whole = replace(sent, units=tuple(replace(unit, target=unit.source, state="translated") for unit in sent.units))
    good = Upload("good.xlf", FORMATS["xliff12"].write(whole))
    with translation.override("ja"):
        result = applying.take([good, changed(works[0], "no placeholders")], admin_user)
    fine, wrong = result.outcomes
    assert len(fine.changes) == 4 and not fine.refused
    assert not result.is_taken and not StringTranslation.objects.exists()
    assert all("行目" in line for line in wrong.refused) and "<sup>" in " ".join(wrong.refused)
    assert applying.take([good], admin_user).is_taken and StringTranslation.objects.count() == 4


def test_what_was_written_meanwhile_is_shown_when_a_file_replaces_it(works: list[Translation], admin_user: Any) -> None:
    sent = document(works[0])
    file = replace(sent, units=tuple(replace(unit, target=unit.source, state="translated") for unit in sent.units))
    translate(works[0])
    (outcome,) = applying.take([Upload("a.po", FORMATS["po"].write(file))], admin_user).outcomes
    assert len(outcome.replaced) == 4 and all("In English" in line or "中文" in line for line in outcome.replaced)


def test_a_file_for_something_else_is_refused_and_an_older_one_taken_where_it_fits(
    works: list[Translation], admin_user: Any, django_user_model: Any
) -> None:
    sent = document(works[0])
    done = replace(sent, units=tuple(replace(unit, target=unit.source, state="translated") for unit in sent.units))

    def take(one: Document, user: Any = admin_user) -> applying.Outcome:
        (outcome,) = applying.take([Upload("a.xlf", FORMATS["xliff20"].write(one))], user).outcomes
        return outcome

    assert take(replace(done, target_language="ko")).refused
    assert take(replace(done, key="8a7b6a36-5c55-4f2c-9a4f-3e1f5a6b7c8d")).refused
    assert take(replace(done, key="none")).refused
    assert take(done, django_user_model.objects.create_user("nobody")).refused
    assert not StringTranslation.objects.exists()

    page = ArticlePage.objects.get(pk=works[0].source.get_source_instance().pk)
    page.introduction = page.introduction.replace("段落1", "段落一")
    page.save_revision().publish()
    outcome = take(replace(done, units=(*done.units, Unit("nowhere", "甲", "A", "translated"))))
    assert len(outcome.changes) == 3 and len(outcome.skipped) == 2
    assert "段落1の" in outcome.skipped[0] and "甲" in outcome.skipped[1]


# In the admin, also at wagtail-localize's own addresses ---------------------------------------------------------------


def handed_in(client: Any, url: str, text: str, field: str = "file") -> str:
    file = SimpleUploadedFile("back.po", text.encode())
    return str(client.post(url, {field: file, "next": "/admin/"}).content.decode())


def test_files_of_one_translation_go_out_and_come_in_with_their_lines(
    site_tree: Any, locales: dict[str, Any], admin_client: Any
) -> None:
    work = submit(article(site_tree), locales["en"])
    theirs = [reverse(f"wagtail_localize:{act}_pofile", args=[work.pk]) for act in ("download", "upload")]
    taken_out = admin_client.get(theirs[0]).content.decode()
    assert taken_out == admin_client.get(reverse("kneeblog_translation_file", args=[work.pk, "po"])).content.decode()
    po = polib.pofile(taken_out)
    for entry in po:
        entry.msgstr = said_in(entry.msgid, "en")
    good = str(po)
    next(entry for entry in po if "<sup>" in entry.msgid).msgstr = "about 3 cm"
    broken = str(po)
    lines = broken.split("\n")
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("msgid") and "<sup>" in text)

    shown = handed_in(admin_client, theirs[1], broken)
    (said,) = {int(number) for number in re.findall(r"(\d+)行目", shown)}
    assert "取り込みませんでした" in shown and "&lt;sup&gt;" in shown and line - 3 <= said <= line
    assert not StringTranslation.objects.exists()
    shown = handed_in(admin_client, theirs[1], "msgid nonsense")
    assert "取り込みませんでした" in shown and "1行目" in shown
    other = submit(article(site_tree, "other"), locales["en"])
    elsewhere = reverse("kneeblog_translation_files", args=[other.pk])
    assert "別のページまたは言語" in handed_in(admin_client, elsewhere, good, "uploads")
    assert not StringTranslation.objects.exists()
    assert "ファイルを取り込みました" in handed_in(admin_client, theirs[1], good)
    assert work.get_progress() == (4, 4)


def test_a_file_that_wagtail_localize_itself_wrote_is_taken(
    site_tree: Any, locales: dict[str, Any], admin_user: Any
) -> None:
    work = submit(article(site_tree), locales["en"])
    po = work.export_po()
    po.find("お知らせ").msgstr = "News"
    result = applying.take([Upload("theirs.po", str(po).encode())], admin_user)
    assert result.is_taken and StringTranslation.objects.get().data == "News"


def test_files_are_for_those_who_may_edit(
    site_tree: Any, locales: dict[str, Any], client: Any, django_user_model: Any
) -> None:
    work = submit(article(site_tree), locales["en"])
    user = django_user_model.objects.create_user("reader", password="hiza")
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    client.force_login(user)
    for name, arguments in (
        ("kneeblog_translation_file", [work.pk, "po"]),
        ("wagtail_localize:download_pofile", [work.pk]),
        ("kneeblog_translation_files", [work.pk]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code in {302, 403}, name
    po = work.export_po()
    po.find("お知らせ").msgstr = "News"
    handed_in(client, reverse("wagtail_localize:upload_pofile", args=[work.pk]), str(po))
    assert not StringTranslation.objects.exists()
