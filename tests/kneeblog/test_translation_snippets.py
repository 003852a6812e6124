"""Snippets by languages: every state, work begun from the table, what a user may, and how often it asks."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail_localize.models import StringTranslation, Translation

from kneeblog.models import Author, Category, FeeTable
from kneeblog.translation.matrix.snippets import families, fill
from tests.kneeblog.test_templates import fee
from tests.kneeblog.test_translation_matrix import translator  # noqa: F401  a fixture
from tests.kneeblog.translations import submit, translate

URL = "/admin/translations/snippets/"


@pytest.fixture
def table(site_tree: Any, locales: dict[str, Any]) -> FeeTable:
    row = fee("片ひざ", 19_000)
    return FeeTable.objects.create(name="注射の費用", locale=locales["ja"], rows=[row])


def state(snippet: Any, locale: Any, user: Any) -> str:
    (row,) = (row for row in families(user) if row.snippet == snippet)
    fill([row], [locale])
    with translation.override("en"):
        return row.cells[locale.pk].label


def test_a_fee_table_goes_through_all_states(table: FeeTable, locales: dict[str, Any], admin_user: Any) -> None:
    english = locales["en"]
    assert state(table, english, admin_user) == "Missing"
    work = submit(table, english)
    assert state(table, english, admin_user) == "In progress 0%"
    translate(work, leave=1)
    assert state(table, english, admin_user) == "In progress 50%"
    translate(work)
    assert state(table, english, admin_user) == "Ready to publish"  # visitors still read Japanese
    work.save_target()
    assert state(table, english, admin_user) == "Live"
    table.name = "注射の料金"
    table.save()
    assert state(table, english, admin_user) == "Out of date 50%"
    StringTranslation.objects.filter(context__path="name").update(has_error=True)
    translate(work)
    work.save_target()
    assert state(table, english, admin_user) == "Live"
    assert state(table, locales["ko"], admin_user) == "Missing"


def test_work_is_begun_here_and_files_are_taken_out(
    table: FeeTable, locales: dict[str, Any], admin_client: Any
) -> None:
    category = Category.objects.create(name="膝の痛み", slug="knee", locale=locales["ja"])
    shown = admin_client.get(URL).content.decode()
    for text in ("注射の費用", "膝の痛み", "料金表", "未着手", f'value="kneeblog.feetable-{table.pk}"'):
        assert text in shown, text
    chosen = {
        "snippets": [f"kneeblog.feetable-{table.pk}", f"kneeblog.category-{category.pk}"],
        "locales": [locales["en"].pk, locales["ko"].pk],
    }
    work = reverse("kneeblog_translations_work")
    answer = admin_client.post(work, {**chosen, "action": "submit", "next": URL}, follow=True)
    assert answer.redirect_chain == [(URL, 302)] and "4件の翻訳を始めました。" in answer.content.decode()
    assert "翻訳中 0%" in answer.content.decode()
    english = FeeTable.objects.get(locale=locales["en"])
    assert reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[english.pk]) in answer.content.decode()
    answer = admin_client.post(work, {**chosen, "action": "po", "next": URL})
    assert answer["Content-Disposition"].endswith('"translations.zip"')
    found = admin_client.get(f"{URL}?type=kneeblog.category&state=progress").context["object_list"]
    assert [row.snippet for row in found] == [category]
    assert [row.snippet for row in admin_client.get(f"{URL}?q=注射").context["object_list"]] == [table]
    assert "注射の費用" in admin_client.get(f"{URL}?export=csv").getvalue().decode("utf-8-sig")

    for wrong in ("kneeblog.feetable-", "kneeblog.feetable-x", "auth.user-1", "kneeblog.feetable-99999"):
        sent = {"snippets": [wrong], "locales": [locales["en"].pk], "action": "submit", "next": URL}
        assert "1つ以上選んでください" in admin_client.post(work, sent, follow=True).content.decode(), wrong


def test_a_translator_sees_it_and_edits_only_what_they_may(
    table: FeeTable,
    locales: dict[str, Any],
    translator: Any,  # noqa: F811
    django_user_model: Any,
) -> None:
    work = submit(table, locales["en"])
    english = FeeTable.objects.get(locale=locales["en"])
    edit = reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[english.pk])
    shown = translator.get(URL).content.decode()
    assert "注射の費用" in shown and "翻訳中 0%" in shown and edit not in shown

    chosen = {"snippets": [f"kneeblog.feetable-{table.pk}"], "locales": [locales["en"].pk], "action": "po"}
    data = translator.post(reverse("kneeblog_translations_work"), chosen).content
    filled = (
        data.replace(b'msgid "\xe6\xb3\xa8', b'msgid "\xe6\xb3\xa8').decode().replace('msgstr ""\n\n', 'msgstr "X"\n\n')
    )
    files = {"uploads": SimpleUploadedFile("a.po", filled.encode())}
    answer = translator.post(reverse("kneeblog_translations_import"), files).content.decode()
    assert "編集する権限がありません" in answer and not StringTranslation.objects.exists()

    user = django_user_model.objects.get(username="yaku")
    user.user_permissions.add(Permission.objects.get(codename="change_feetable"))
    assert edit in translator.get(URL).content.decode()
    assert Translation.objects.get() == work

    translator.force_login(django_user_model.objects.create_user("reader", password="hiza"))
    assert translator.get(URL).status_code == 302


def test_two_hundred_snippets_take_as_many_queries_as_ten(
    table: FeeTable, locales: dict[str, Any], admin_client: Any
) -> None:
    def more(number: int) -> None:
        for count in range(number):
            author = Author.objects.create(name=f"医師{uuid.uuid4()}", role="院長", locale=locales["ja"])
            if count % 4 == 0:
                translate(submit(author, locales["en"]), leave=count % 8 // 4)

    def counted() -> list[int]:
        numbers = []
        for query in ("", "?state=missing", "?q=医師", "?export=csv"):
            admin_client.get(f"{URL}{query}")
            with CaptureQueriesContext(connection) as asked:
                answer = admin_client.get(f"{URL}{query}")
                assert b"".join(answer)
            numbers.append(len(asked))
        return numbers

    more(10)
    few = counted()
    more(190)
    assert counted() == few
    assert max(few) <= 30
