"""Fee tables: one amount in all languages and on all pages, the form, its history, where they are shown, the report."""

from __future__ import annotations

import datetime
import importlib
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.models import Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from kneeblog.models import FeeTable, SymptomArticlePage, TreatmentPage
from kneeblog.reports.fees import prices_to_check
from kneeblog.reports.places import pages_showing

from .samples import block_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]
TODAY = datetime.date(2026, 11, 28)


def fee(label: str, amount: int | None = 19_000, **more: Any) -> tuple[str, Any]:
    values = {"label": label, "tax": "incl", "insurance": "self_pay", "currency": "JPY", "kind": "price"}
    return ("row", {**values, "amount_min": None if amount is None else Decimal(amount), **more})


@pytest.fixture
def table(site_tree: Any) -> FeeTable:
    rows = [fee("片ひざ"), fee("両ひざ", 38_000, note="同日の場合")]
    table = FeeTable.objects.create(name="MRI検査", locale=site_tree.home.locale, rows=rows)
    table.save_revision()
    return FeeTable.objects.get(pk=table.pk)


@pytest.fixture
def english(table: FeeTable, locales: Any) -> FeeTable:
    """Its translation into English, made as an editor makes it."""
    translate_object(table, [locales["en"]])
    target = Translation.objects.get(source__object_id=table.translation_key, target_locale=locales["en"])
    po = target.export_po()
    for entry in po:
        entry.msgstr = f"EN {entry.msgid}"
    target.import_po(po)
    target.save_target()
    return FeeTable.objects.get(translation_key=table.translation_key, locale=locales["en"])


@pytest.fixture
def publish(site_tree: Any) -> Any:
    """A function that publishes an article with these blocks."""

    def make(slug: str, *content: Any, **fields: Any) -> SymptomArticlePage:
        section = {"heading": "費用", "kind": "fees", "anchor": "", "content": list(content)}
        page = SymptomArticlePage(
            title=f"記事 {slug}", slug=slug, locale=site_tree.home.locale, body=[("section", section)], **fields
        )
        site_tree.blog.add_child(instance=page)
        page.save_revision().publish()
        return SymptomArticlePage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def treatment(site_tree: Any, table: FeeTable) -> TreatmentPage:
    page = TreatmentPage(title="MRI検査", slug="mri", locale=site_tree.home.locale, fee_table=table)
    site_tree.treatments.add_child(instance=page)
    page.save_revision().publish()
    return TreatmentPage.objects.get(pk=page.pk)


@pytest.fixture
def editor(client: Any, db: None) -> Any:
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.jp", "x"))
    return client


def reprice(table: FeeTable, amount: int) -> None:
    table.rows[0].value["amount_min"] = Decimal(amount)
    table.save()


def url_of(name: str, *args: Any) -> str:
    return reverse(FeeTable.snippet_viewset.get_url_name(name), args=args)


def html_of(client: Any, page: Any) -> str:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def form_of(table: FeeTable, **more: Any) -> dict[str, Any]:
    rows = block_form(FeeTable._meta.get_field("rows").stream_block, table.rows)
    return nested_form_data({"name": table.name, "rows": rows, "note": table.note, **more})


# --- One amount -----------------------------------------------------------------------------------------------------


class TestTranslation:
    def test_the_words_are_translated_and_the_amounts_are_the_sources(self, english: FeeTable) -> None:
        assert [fee["label"] for fee in english.fees] == ["EN 片ひざ", "EN 両ひざ"]
        assert [fee["note"] for fee in english.fees] == ["", "EN 同日の場合"]
        assert [fee["amount_min"] for fee in english.fees] == [19_000, 38_000]

    def test_a_new_price_is_the_translations_too(self, table: FeeTable, english: FeeTable) -> None:
        reprice(table, 22_000)
        found = FeeTable.objects.get(pk=english.pk).fees
        assert (found[0]["label"], found[0]["amount_min"]) == ("EN 片ひざ", 22_000)

    def test_so_are_rows_that_come_go_and_move(self, table: FeeTable, english: FeeTable) -> None:
        table.rows = json.dumps(list(table.rows.raw_data)[::-1])
        table.rows.append(fee("肩", 9_000))
        table.save()
        found = FeeTable.objects.get(pk=english.pk).fees
        assert [fee["label"] for fee in found] == ["EN 両ひざ", "EN 片ひざ", "肩"]
        del table.rows[0]
        table.save()
        assert [fee["amount_min"] for fee in FeeTable.objects.get(pk=english.pk).fees] == [19_000, 9_000]

    def test_another_amount_cannot_be_given_to_a_translation(self, english: FeeTable) -> None:
        english.rows[0].value["amount_min"] = Decimal(1)
        english.rows[0].value["label"] = "One knee"
        english.full_clean()
        english.save()
        kept = FeeTable.objects.get(pk=english.pk)
        assert (kept.rows[0].value["amount_min"], kept.rows[0].value["label"]) == (19_000, "One knee")
        FeeTable.objects.filter(pk=english.pk).update(rows="[]")
        assert FeeTable.objects.get(pk=english.pk).fees[0]["amount_min"] == 19_000

    def test_a_translation_of_a_translation_asks_the_first(
        self, table: FeeTable, english: FeeTable, locales: Any
    ) -> None:
        assert english.copy_for_translation(locales["ko"]).source == table

    def test_the_source_stays_as_long_as_there_are_translations(self, table: FeeTable, english: FeeTable) -> None:
        with pytest.raises(ProtectedError):
            table.delete()
        english.delete()
        table.delete()

    def test_the_form_of_a_translation_says_which_fields_count(
        self, editor: Any, table: FeeTable, english: FeeTable
    ) -> None:
        Translation.objects.update(enabled=False)  # else wagtail-localize shows its own form, without amounts
        with translation.override("ja"):
            assert "翻訳" in editor.get(url_of("edit", english.pk)).content.decode()
            hint = "金額・期間・単位"
            assert hint in editor.get(url_of("edit", english.pk)).content.decode()
            assert hint not in editor.get(url_of("edit", table.pk)).content.decode()

    def test_tables_from_before_learn_whose_translation_they_are(self, table: FeeTable, english: FeeTable) -> None:
        FeeTable.objects.update(source=None)
        migration = importlib.import_module("kneeblog.migrations.0007_care_data")
        migration.name_sources(apps, None)
        assert list(FeeTable.objects.order_by("pk").values_list("pk", "source")) == [
            (table.pk, None),
            (english.pk, table.pk),
        ]


def test_one_change_shows_on_every_page_in_every_language_on_the_next_request(
    client: Any, table: FeeTable, english: FeeTable, treatment: TreatmentPage, publish: Any, locales: Any
) -> None:
    article = publish("a", ("fee_table", table), ("treatment", treatment))
    pages = [article, treatment]
    for page in (*[page.get_parent().get_parent() for page in pages[:1]], *[page.get_parent() for page in pages]):
        page.specific.copy_for_translation(locales["en"]).save_revision().publish()
    for page in reversed(pages):
        copy = page.copy_for_translation(locales["en"])
        if isinstance(copy, TreatmentPage):
            copy.fee_table = english
        copy.save_revision().publish()
    english_article = article.get_translation(locales["en"])
    shown = [*pages, english_article, treatment.get_translation(locales["en"])]
    assert all("19,000" in html_of(client, page) for page in shown)
    reprice(table, 22_000)
    for page in shown:
        html = html_of(client, page)
        assert "22,000" in html
        assert "19,000" not in html
    assert "EN 片ひざ" in html_of(client, treatment.get_translation(locales["en"]))


def test_the_amounts_of_a_translation_cost_no_query_more(
    client: Any, table: FeeTable, english: FeeTable, publish: Any
) -> None:
    def queries(page: Any) -> int:
        html_of(client, page)
        with CaptureQueriesContext(connection) as captured:
            html_of(client, page)
        return len(captured)

    own, translated = publish("own", ("fee_table", table)), publish("translated", ("fee_table", english))
    assert "EN 片ひざ" in html_of(client, translated)
    assert queries(own) == queries(translated)


# --- The form -------------------------------------------------------------------------------------------------------


def test_the_preview_is_the_table_as_visitors_see_it(editor: Any, table: FeeTable) -> None:
    preview = url_of("preview_on_edit", table.pk)
    table.rows[0].value["amount_min"] = Decimal(24_500)
    assert editor.post(preview, form_of(table)).json()["is_valid"]
    html = editor.get(preview).content.decode()
    assert "24,500円（税込）" in html
    assert '<table class="fees">' in html
    assert "css/site.css" in html
    assert FeeTable.objects.get(pk=table.pk).rows[0].value["amount_min"] == 19_000


def test_nothing_is_saved_before_somebody_saves(editor: Any, table: FeeTable) -> None:
    """A fee table has no drafts: an autosave would show visitors half an amount."""
    for url in (url_of("edit", table.pk), url_of("add"), url_of("copy", table.pk)):
        assert "w-autosave" not in re.search(r"<form[^>]*data-edit-form[^>]*>", editor.get(url).content.decode())[0]


def test_saving_says_on_how_many_pages_it_shows(
    editor: Any, table: FeeTable, treatment: TreatmentPage, publish: Any
) -> None:
    publish("through-treatment", ("treatment", treatment))
    publish("not-live", ("fee_table", table)).unpublish()
    response = editor.post(url_of("edit", table.pk), form_of(table), follow=True)
    (message,) = response.context["messages"]
    assert "公開中の2ページに表示されています" in str(message)
    assert url_of("places", table.pk) in str(message)
    treatment.unpublish()
    table.save()


def test_a_former_version_can_be_seen_and_restored(editor: Any, table: FeeTable) -> None:
    table.rows[0].value["amount_min"] = Decimal(22_000)
    for note in ("", "二度目"):
        table.note = note
        assert editor.post(url_of("edit", table.pk), form_of(table)).status_code == 302
    first = table.revisions.order_by("pk")[1]
    history = editor.get(url_of("history", table.pk))
    assert history.status_code == 200
    assert url_of("revisions_revert", table.pk, first.pk) in history.content.decode()
    assert "22,000円" in editor.get(url_of("revisions_view", table.pk, first.pk)).content.decode()
    compared = editor.get(url_of("revisions_compare", table.pk, first.pk, "latest"))
    assert compared.status_code == 200
    first = table.revisions.order_by("pk")[0]
    old = first.as_object()
    assert editor.post(url_of("revisions_revert", table.pk, first.pk), form_of(old)).status_code == 302
    restored = FeeTable.objects.get(pk=table.pk)
    assert (restored.fees[0]["amount_min"], restored.note) == (19_000, "")
    assert restored.revisions.count() == 4


# --- Where it is shown ----------------------------------------------------------------------------------------------


class TestPlaces:
    def test_pages_that_hold_it_and_pages_that_show_its_treatment(
        self, table: FeeTable, treatment: TreatmentPage, publish: Any, site_tree: Any
    ) -> None:
        other = FeeTable.objects.create(name="別の表", locale=site_tree.home.locale)
        holding = publish("1-holding", ("fee_table", table))
        showing = publish("2-showing", ("treatment", treatment))
        below = publish("3-below", treatments=[("treatment", treatment)])
        publish("4-other", ("fee_table", other))
        link = RichText(f'<p><a linktype="page" id="{treatment.pk}">検査</a></p>')
        publish("5-only-a-link", ("paragraph", link))
        found = pages_showing([table, other])
        assert {page.pk for page in found[table.pk]} == {treatment.pk, holding.pk, showing.pk, below.pk}
        assert [page.title for page in found[other.pk]] == ["記事 4-other"]

    def test_the_translation_is_shown_where_its_source_is(
        self, table: FeeTable, english: FeeTable, publish: Any
    ) -> None:
        page = publish("a", ("fee_table", english))
        assert [shown.pk for shown in pages_showing([table])[table.pk]] == [page.pk]

    def test_as_many_queries_for_ten_tables_as_for_one(self, publish: Any, site_tree: Any) -> None:
        tables = [FeeTable.objects.create(name=f"表{n}", locale=site_tree.home.locale) for n in range(10)]
        for number, table in enumerate(tables):
            publish(f"p{number}", ("fee_table", table))
        with CaptureQueriesContext(connection) as one:
            pages_showing(tables[:1])
        with CaptureQueriesContext(connection) as ten:
            found = pages_showing(tables)
        assert len(one) == len(ten)
        assert all(len(pages) == 1 for pages in found.values())

    def test_the_view(self, editor: Any, table: FeeTable, treatment: TreatmentPage, publish: Any) -> None:
        page = publish("a", ("treatment", treatment))
        assert url_of("places", table.pk) in editor.get(url_of("edit", table.pk)).content.decode()
        html = editor.get(url_of("places", table.pk)).content.decode()
        for shown in (page, treatment):
            assert reverse("wagtailadmin_pages:edit", args=[shown.pk]) in html
        assert editor.get(url_of("places", table.pk), {"export": "csv"}).getvalue().decode().count("\n") == 3

    def test_not_for_everybody(self, client: Any, table: FeeTable) -> None:
        from django.contrib.auth.models import Permission

        user = get_user_model().objects.create_user("guest", "guest@example.jp", "x")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        for url in (url_of("places", table.pk), reverse("kneeblog_prices")):
            assert client.get(url).status_code == 302
        assert reverse("kneeblog_prices") not in client.get(reverse("wagtailadmin_home")).content.decode()


# --- The report -----------------------------------------------------------------------------------------------------


class TestReport:
    def reasons(self, *rows: Any, site_tree: Any, **fields: Any) -> dict[str, list[str]]:
        FeeTable.objects.create(name="費用", locale=site_tree.home.locale, rows=list(rows), **fields)
        with translation.override("ja"):
            return {price.label: price.reasons for price in prices_to_check(TODAY)}

    def test_what_it_names(self, site_tree: Any) -> None:
        day = datetime.timedelta(days=1)
        found = self.reasons(
            fee("よい"),
            fee("今日まで", valid_until=TODAY),
            fee("昨日まで", valid_until=TODAY - day),
            fee("今日から", valid_from=TODAY),
            fee("明日から", valid_from=TODAY + day),
            fee("税の記載なし", tax="unknown"),
            fee("保険", tax="unknown", insurance="insured"),
            fee("相談", None, tax="unknown", kind="ask"),
            fee("無料", 0, tax="unknown", kind="free"),
            fee("点数", 291, tax="unknown", kind="points"),
            fee("二つ", tax="unknown", valid_until=TODAY - day),
            site_tree=site_tree,
        )
        assert found == {
            "昨日まで": ["2026年11月27日で適用期間が終わっています"],
            "明日から": ["2026年11月29日から適用されます"],
            "税の記載なし": ["税込か税抜かの記載がありません"],
            "二つ": ["2026年11月27日で適用期間が終わっています", "税込か税抜かの記載がありません"],
        }

    def test_a_year_without_a_change(self, table: FeeTable, editor: Any) -> None:
        first = table.revisions.get()
        Revision.objects.filter(pk=first.pk).update(created_at=timezone.now() - datetime.timedelta(days=400))
        assert [price.label for price in prices_to_check()] == ["片ひざ", "両ひざ"]
        reprice(table, 22_000)
        table.save_revision()
        assert [price.label for price in prices_to_check()] == ["両ひざ"], "the other row is as old as before"
        reprice(table, 19_000)
        table.save_revision()
        assert [price.label for price in prices_to_check()] == ["両ひざ"], "a return is a change, too"

    def test_a_translation_is_not_named_beside_its_source(self, table: FeeTable, english: FeeTable) -> None:
        table.rows[0].value["tax"] = "unknown"
        table.save()
        assert [price.table for price in prices_to_check()] == [table]

    def test_view_and_exports(
        self, editor: Any, table: FeeTable, treatment: TreatmentPage, publish: Any, django_assert_max_num_queries: Any
    ) -> None:
        table.rows[0].value["tax"] = "unknown"
        table.save()
        publish("a", ("treatment", treatment))
        url = reverse("kneeblog_prices")
        html = editor.get(url).content.decode()
        for words in ("片ひざ", "19,000円", "税込か税抜かの記載がありません", "記事 a", url_of("edit", table.pk)):
            assert words in html
        assert "両ひざ" not in html
        _heading, row = editor.get(url, {"export": "csv"}).getvalue().decode().splitlines()
        assert "記事 a, MRI検査" in row or "MRI検査, 記事 a" in row
        book = load_workbook(io.BytesIO(editor.get(url, {"export": "xlsx"}).getvalue()))
        cells = list(book.active.values)
        assert cells[0] == ("料金表", "料金", "金額", "理由", "表示ページ")
        assert cells[1][:3] == ("MRI検査", "片ひざ", "19,000円")
        assert editor.get(reverse("kneeblog_prices_results")).status_code == 200
        FeeTable.objects.filter(pk=table.pk).update(name="=1+1")
        assert "\n'=1+1," in editor.get(url, {"export": "csv"}).getvalue().decode()  # a text, no formula
        assert url in editor.get(reverse("wagtailadmin_home")).content.decode()
