"""Pages by languages: every state, filters, work begun from it, files, and how often it asks the database."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from kneeblog.models import ArticlePage
from kneeblog.translation.matrix.permissions import ensure_group
from kneeblog.translation.matrix.rows import families, fill
from tests.kneeblog.manypages import multiply
from tests.kneeblog.translations import article, submit, translate

URL = "/admin/translations/"


@pytest.fixture
def translator(client: Any, django_user_model: Any, settings: Any) -> Any:
    """The browser of a member of the translators' group, in Japanese."""
    user = django_user_model.objects.create_user("yaku", password="hiza")
    user.groups.add(ensure_group())
    client.force_login(user)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    return client


def state(page: Page, locale: Any) -> str:
    (row,) = (row for row in families() if row.pk == page.pk)
    fill([row], [locale])
    with translation.override("en"):
        return row.cells[locale.pk].label


def test_a_translation_goes_through_all_states(
    site_tree: Any, locales: dict[str, Any], rules_off: None, physician: Any, sign: Any, live: Any
) -> None:
    page, english = article(site_tree), locales["en"]
    assert state(page, english) == "Missing"
    work = submit(page, english)
    assert state(page, english) == "In progress 0%"
    translate(work, leave=1)
    assert state(page, english) == "In progress 75%"
    translate(work)
    work.save_target(publish=False)
    assert state(page, english) == "Awaiting medical review"
    copy = ArticlePage.objects.get(translation_key=page.translation_key, locale=english)
    sign(copy)
    assert state(page, english) == "Ready to publish"
    live(copy)
    assert state(page, english) == "Live"
    page.introduction = page.introduction.replace("段落1の", "段落一の")
    page.save_revision().publish()
    assert state(page, english) == "Out of date 75%"
    translate(work)
    assert state(page, english) == "Awaiting medical review"  # visitors still read the old sentence
    page.copy_for_translation(locales["ko"], copy_parents=True, alias=True)
    assert state(page, locales["ko"]) == "Missing"


@pytest.fixture
def physician(site_tree: Any) -> Any:
    from kneeblog.models import PhysicianPage

    return site_tree.physicians.add_child(instance=PhysicianPage(title="保田", slug="yasuda", name="保田"))


@pytest.fixture
def sign(physician: Any, admin_user: Any) -> Any:
    """A function that signs the latest version of a page."""

    def sign_(page: Any) -> None:
        draft = page.get_latest_revision_as_object()
        draft.supervisor = physician
        draft.save_revision()
        from kneeblog.models import SupervisionRecord

        page.refresh_from_db()
        SupervisionRecord.sign(page, physician, user=admin_user, scope="全文")

    return sign_


@pytest.fixture
def live() -> Any:
    return lambda page: ArticlePage.objects.get(pk=page.pk).get_latest_revision().publish()


def test_the_table_is_filtered_searched_and_downloaded(
    site_tree: Any, locales: dict[str, Any], rules_off: None, translator: Any
) -> None:
    first, second = article(site_tree, title="膝の痛み"), article(site_tree, "other", title="腰の話")
    translate(submit(first, locales["en"]), leave=2)

    shown = translator.get(URL).content.decode()
    assert "膝の痛み" in shown and "翻訳中 50%" in shown and "未着手" in shown
    assert reverse("wagtailadmin_pages:edit", args=[first.get_translation(locales["en"]).pk]) in shown
    assert translator.get(f"{URL}?q=腰").context["object_list"][0].pk == second.pk
    for query, found in (
        ("state=progress", {first.pk}),
        (f"state=progress&locale={locales['ko'].pk}", set()),
        ("state=missing&type=kneeblog.articlepage", {first.pk, second.pk}),
        ("type=kneeblog.treatmentpage", set()),
    ):
        assert {row.pk for row in translator.get(f"{URL}?{query}").context["object_list"]} == found, query

    csv = translator.get(f"{URL}?export=csv&q=膝の痛み").getvalue().decode("utf-8-sig")
    assert "膝の痛み" in csv and "翻訳中 50%" in csv and "腰" not in csv
    sheet = load_workbook(io.BytesIO(translator.get(f"{URL}?export=xlsx").getvalue())).active
    assert [cell.value for cell in sheet[1]][1:4] == ["タイトル", "ページの種類", "原文の言語"]


def test_work_is_begun_for_pages_and_languages_in_one_go(
    site_tree: Any, locales: dict[str, Any], rules_off: None, translator: Any
) -> None:
    pages = [article(site_tree, f"a{number}") for number in range(2)]
    submit(pages[0], locales["en"])
    chosen = {"pages": [page.pk for page in pages], "locales": [locales["en"].pk, locales["ko"].pk]}

    answer = translator.post(f"{URL}work/", {**chosen, "action": "submit", "next": f"{URL}?q=a"}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(f"{URL}?q=a", 302)]
    assert "3件の翻訳を始めました。" in text and "1件は翻訳がすでにあります。" in text
    assert Translation.objects.filter(source__object_id__in=[page.translation_key for page in pages]).count() == 4
    assert not ArticlePage.objects.exclude(locale=pages[0].locale).filter(live=True).exists()

    nothing = translator.post(f"{URL}work/", {"action": "submit", "next": "https://evil.example/"}, follow=True)
    assert "1つ以上選んでください" in nothing.content.decode() and nothing.redirect_chain == [(URL, 302)]


def test_files_go_out_and_come_in(site_tree: Any, locales: dict[str, Any], rules_off: None, admin_client: Any) -> None:
    admin_client.cookies.load({"django_language": "ja"})
    pages = [article(site_tree, f"a{number}") for number in range(2)]
    for page in pages:
        submit(page, locales["en"])
    chosen = {"pages": [page.pk for page in pages], "locales": [locales["en"].pk]}
    answer = admin_client.post(f"{URL}work/", {**chosen, "action": "xliff12"})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert len(archive.namelist()) == 2
    data = archive.read(archive.namelist()[0]).replace(
        b'<source>\xe3\x81\x8a\xe7\x9f\xa5\xe3\x82\x89\xe3\x81\x9b</source>\n<target state="needs-translation"/>',
        b'<source>\xe3\x81\x8a\xe7\x9f\xa5\xe3\x82\x89\xe3\x81\x9b</source>\n<target state="translated">News</target>',
    )
    shown = admin_client.post(f"{URL}files/", {"uploads": [SimpleUploadedFile("a.xlf", data)]}).content.decode()
    assert "取り込み1件、変更なし0件、未翻訳3件" in shown
    assert StringTranslation.objects.get().data == "News"
    wrong = admin_client.post(f"{URL}files/", {"uploads": [SimpleUploadedFile("b.po", b"hello")]}).content.decode()
    assert "1行目" in wrong and "取り込みませんでした" in wrong
    assert "必須" in admin_client.post(f"{URL}files/", {}).content.decode()


def test_it_is_for_translators(site_tree: Any, client: Any, django_user_model: Any) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("editor", password="hiza")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for url in (URL, f"{URL}results/", f"{URL}files/"):
        assert client.get(url).status_code == 302, url
    assert client.post(f"{URL}work/", {"action": "submit"}).status_code == 302
    assert f'"{URL}"' not in client.get("/admin/").content.decode()


def test_a_thousand_pages_in_five_languages_take_as_many_queries_as_ten(
    site_tree: Any, locales: dict[str, Any], rules_off: None, translator: Any
) -> None:
    """By rows: 1,000 pages with their copies in four languages, all being translated, one sentence each done."""
    page = article(site_tree)
    copies = {}
    for code in ("en", "zh-hans", "zh-hant", "ko"):
        translate(submit(page, locales[code]), leave=1)
        copies[code] = page.get_translation(locales[code])

    def counted() -> list[int]:
        numbers = []
        for query in ("", "?state=progress", "?state=outdated&q=膝"):
            assert translator.get(f"{URL}{query}").status_code == 200
            with CaptureQueriesContext(
                connection,
            ) as asked:
                translator.get(f"{URL}{query}")
            numbers.append(len(asked))
        return numbers

    before = counted()
    keys = multiply(page, 999)
    for copy in copies.values():
        multiply(copy, 999, keys)
    source = TranslationSource.objects.get(object_id=page.translation_key)
    _submit_copies(source, keys)
    assert len(families()) >= 1000
    last = translator.get(f"{URL}?state=progress&p=2").content.decode()
    assert last.count("翻訳中 75%") == 200
    assert counted() == before
    print(f"queries of the matrix: {before}")


def _submit_copies(source: TranslationSource, keys: list[Any]) -> None:
    """The rows that submitting each of the copies would have made."""
    from wagtail_localize.models import TranslatableObject, TranslationContext

    kind = source.object.content_type
    TranslatableObject.objects.bulk_create(TranslatableObject(translation_key=key, content_type=kind) for key in keys)
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=key,
            specific_content_type=source.specific_content_type,
            locale=source.locale,
            object_repr="x",
            content_json="{}",
            schema_version="",
            last_updated_at=source.last_updated_at,
        )
        for key in keys
    )
    works = [work.target_locale_id for work in source.translations.all()]
    Translation.objects.bulk_create(
        Translation(source=one, target_locale_id=locale) for one in sources for locale in works
    )
    segments = list(StringSegment.objects.filter(source=source))
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(
            object_id=one.object_id, path=segment.context.path, path_id=segment.context.path_id, field_path="x"
        )
        for one in sources
        for segment in {segment.context_id: segment for segment in segments}.values()
    )
    by_place = {(context.object_id, context.path): context.pk for context in contexts}
    StringSegment.objects.bulk_create(
        StringSegment(
            source=one,
            string_id=segment.string_id,
            context_id=by_place[one.object_id, segment.context.path],
            order=segment.order,
            attrs=segment.attrs,
        )
        for one in sources
        for segment in segments
    )
    made = list(StringTranslation.objects.filter(context__object_id=source.object_id).select_related("context"))
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=row.translation_of_id,
            locale_id=row.locale_id,
            context_id=by_place[one.object_id, row.context.path],
            data=row.data,
        )
        for one in sources
        for row in made
    )
