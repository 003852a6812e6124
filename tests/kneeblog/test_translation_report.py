"""The report on translations: every remark on every page, however many there are."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from kneeblog.models import ArticlePage, CheckedTranslation, FeeTable, GlossaryTerm
from kneeblog.translation.remarks import Checks
from tests.kneeblog.manypages import multiply

from .test_translation_desk import editor, row_of, save, submit

__all__ = ["editor", "submit"]

URL = reverse("kneeblog_translation_quality")


def text_of(client: Any, **query: Any) -> str:
    return client.get(URL, query).content.decode()


@pytest.fixture
def translation(submit: Any, editor: Any) -> Translation:
    """With a wrong number, a term of one's own, and one that is right."""
    translation = submit("one", "料金は66万円です。", "半月板損傷の治療", "安静にします。")
    for text, said in (
        ("料金", "The fee is ¥66,000."),
        ("半月板", "Treating a damaged disc"),
        ("安静", "Take a rest."),
    ):
        assert save(editor, translation, text, said).json()["saved"]
    return translation


def test_every_remark_with_its_place(editor: Any, translation: Translation) -> None:
    html = text_of(editor)
    assert "記事 one" in html and "料金は66万円です。" in html and "安静" not in html
    assert "本文 › セクション › テキスト" in html and "660000" in html
    segment = row_of(translation, "料金").pk
    assert f"{reverse('kneeblog_translation', args=[translation.pk])}#segment-{segment}" in html
    assert "料金" not in text_of(editor, kind="term") and "半月板損傷" in text_of(editor, kind="term")
    japanese = translation.source.locale_id
    assert "半月板" not in text_of(editor, locale=japanese)
    assert "半月板" in text_of(editor, locale=translation.target_locale_id)
    assert "半月板" in text_of(editor, q="disc") and "料金" not in text_of(editor, q="disc")
    assert URL in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_what_is_mended_or_no_longer_shown_goes(editor: Any, translation: Translation) -> None:
    assert "料金" in text_of(editor)
    save(editor, translation, "料金", "The fee is ¥660,000.")
    assert "料金" not in text_of(editor)
    term = GlossaryTerm.objects.get(key="meniscus_injury")
    term.en = "damaged disc"
    term.save()
    assert "半月板" not in text_of(editor)  # held against the glossary as it is now
    save(editor, translation, "料金", "Some fee.")
    assert "料金" in text_of(editor)
    StringSegment.objects.filter(string__data__contains="料金").delete()
    assert "料金" not in text_of(editor)


def test_spreadsheets(editor: Any, translation: Translation) -> None:
    save(editor, translation, "料金", "=66,000")
    lines = b"".join(editor.get(URL, {"export": "csv"}).streaming_content).decode().splitlines()
    assert lines[0] == "ページ,言語,場所,種類,原文,翻訳,指摘,アドレス" and len(lines) == 3
    assert any("'=66,000" in line and "数値" in line and "http://" in line for line in lines)
    sheet = load_workbook(BytesIO(editor.get(URL, {"export": "xlsx"}).getvalue())).active
    assert [row[4].value for row in sheet.rows][1:] == ["料金は66万円です。", "半月板損傷の治療"]


def test_whoever_may_edit_nothing_sees_nothing(client: Any, translation: Translation, site_tree: Any) -> None:
    user = get_user_model().objects.create_user("blogger", password="hiza")
    group = Group.objects.create(name="編集")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    assert client.get(URL).status_code == 302
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=site_tree.physicians, permission=change)
    client.force_login(get_user_model().objects.get(pk=user.pk))
    assert "料金" not in text_of(client)
    english = translation.get_target_instance().get_parent()
    GroupPagePermission.objects.create(group=group, page=english, permission=change)
    client.force_login(get_user_model().objects.get(pk=user.pk))
    assert "料金" in text_of(client)


def test_snippets_are_listed_too(editor: Any, site_tree: Any, locales: dict[str, Any]) -> None:
    table = FeeTable.objects.create(name="注射2回の費用", locale=site_tree.home.locale)
    source, _ = TranslationSource.get_or_create_from_instance(table)
    translation = Translation.objects.create(source=source, target_locale=locales["en"])
    translation.save_target()
    save(editor, translation, "注射", "Fees of 3 injections")
    assert "注射2回の費用" in text_of(editor)


def many(page: ArticlePage, number: int, locales: dict[str, Any]) -> None:
    """Pages in all languages, each with one translated sentence in which a number is wrong."""
    japanese, others = locales["ja"], [locale for code, locale in locales.items() if code != "ja"]
    keys = multiply(page, number)
    type_ = ContentType.objects.get_for_model(ArticlePage)
    objects = TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=key, content_type=type_) for key in keys
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object=one,
            specific_content_type=type_,
            locale=japanese,
            object_repr=f"記事 {one.pk}",
            content_json="{}",
            last_updated_at=timezone.now(),
        )
        for one in objects
    )
    path = {"path": "title", "path_id": TranslationContext._get_path_id("title"), "field_path": "title"}
    contexts = TranslationContext.objects.bulk_create(TranslationContext(object=one, **path) for one in objects)
    texts = [f"{count}回の注射 {uuid.uuid4()}" for count in range(number)]
    strings = String.objects.bulk_create(
        String(locale=japanese, data=text, data_hash=String._get_data_hash(text)) for text in texts
    )
    StringSegment.objects.bulk_create(
        StringSegment(source=source, context=context, string=string, order=1)
        for source, context, string in zip(sources, contexts, strings, strict=True)
    )
    for locale in others:
        copy = page.copy_for_translation(locale)
        multiply(copy, number, keys)
        Translation.objects.bulk_create(Translation(source=source, target_locale=locale) for source in sources)
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of=string, context=context, locale=locale, data="Several", translation_type="manual"
            )
            for string, context in zip(strings, contexts, strict=True)
        )


def test_as_many_queries_for_many_pages_as_for_few(
    editor: Any, site_tree: Any, locales: dict[str, Any], rules_off: None
) -> None:
    for parent in (site_tree.home, site_tree.blog):
        for code in ("en", "zh-hans", "zh-hant", "ko"):
            parent.copy_for_translation(locales[code])
    counts = []
    for number in (10, 100):
        page = site_tree.blog.add_child(instance=ArticlePage(title="記事", slug=f"many-{number}"))
        many(page, number, locales)
        while Checks().refresh(patience=5):
            pass
        text_of(editor)
        with CaptureQueriesContext(connection) as queries:
            assert text_of(editor).count("#segment-") >= 40
        counts.append(len(queries))
    assert CheckedTranslation.objects.exclude(kinds="").count() == 4 * 110
    assert counts[0] == counts[1] <= 12
