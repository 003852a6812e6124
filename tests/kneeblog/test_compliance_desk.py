"""The report on the advertising rules: what is kept, when it is checked again, what is listed and counted."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from kneeblog.compliance import desk, records
from kneeblog.compliance.checking import check_page
from kneeblog.models import (
    ArticlePage,
    FeeTable,
    PageCheck,
    RecordedFinding,
    RuleChoice,
    SymptomArticlePage,
    TreatmentPage,
    Waiver,
)
from tests.kneeblog.manypages import multiply

pytestmark = pytest.mark.django_db
PROMISE, GRAND = "この治療で必ず治ります。", "画期的な注射です。"
REPORT, WAIVERS = "kneeblog_compliance_report", "kneeblog_compliance_waivers"


@pytest.fixture
def chief(client: Any, admin_user: Any) -> Any:
    client.force_login(admin_user)
    return client


@pytest.fixture
def live(site_tree: Any) -> ArticlePage:
    """A live page with an error; its draft has a warning as well."""
    page = ArticlePage(title="お知らせ", slug="news", introduction=f"<p>{PROMISE}</p>")
    page = site_tree.blog.add_child(instance=page)
    page.introduction = f"<p>{PROMISE}{GRAND}</p>"
    page.save_revision()
    return page


@pytest.fixture
def draft(site_tree: Any) -> ArticlePage:
    page = site_tree.blog.add_child(instance=ArticlePage(title="画期的な注射", slug="draft", live=False))
    page.save_revision()
    return page


def rows(client: Any, **query: str) -> list[str]:
    soup = BeautifulSoup(client.get(reverse(REPORT), query).content, "html.parser")
    return [" ".join(row.get_text(" ", strip=True).split()) for row in soup.select("#listing-results tbody tr")]


def found(page: Any, rule: str) -> Any:
    return next(finding for finding in check_page(page.get_latest_revision_as_object()) if finding.rule == rule)


# What is kept ---------------------------------------------------------------------------------------------------------


def test_both_versions_are_checked_and_what_both_say_is_kept_once(live: ArticlePage, draft: ArticlePage) -> None:
    assert records.refresh() == 0
    kept = set(RecordedFinding.objects.values_list("page", "rule", "version"))
    assert {(live.pk, "FALSE-002", "both"), (live.pk, "EXAG-003", "draft"), (draft.pk, "EXAG-003", "draft")} <= kept
    live.introduction = ""
    live.save_revision()
    records.refresh()
    assert RecordedFinding.objects.get(page=live, rule="FALSE-002").version == "live"


def test_only_what_has_changed_is_checked_again(live: ArticlePage, draft: ArticlePage, site_tree: Any) -> None:
    assert live.pk in records.due()
    records.refresh()
    assert records.due() == {}
    draft.save_revision()
    assert set(records.due()) == {draft.pk}
    records.refresh()
    RuleChoice.objects.create(rule="EXAG-003", grade="off", reason="顧問の助言")
    assert len(records.due()) == PageCheck.objects.count()
    records.refresh()
    assert not RecordedFinding.objects.filter(rule="EXAG-003").exists()


def test_what_shows_a_thing_is_checked_when_the_thing_has_changed(site_tree: Any, live: ArticlePage) -> None:
    table = FeeTable.objects.create(name="料金")
    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="注射", slug="injection", fee_table=table))
    article = SymptomArticlePage(title="膝の痛み", slug="knee")
    article.body = [("section", {"heading": "治療", "kind": "treatment", "content": [("treatment", treatment)]})]
    site_tree.blog.add_child(instance=article)
    records.refresh()
    table.name = "日本一の料金"
    table.save()
    assert set(records.due()) == {treatment.pk, article.pk}
    records.refresh()
    assert set(RecordedFinding.objects.filter(rule="COMP-001").values_list("page", flat=True)) >= {article.pk}
    treatment.unpublish()
    assert set(records.due()) == {treatment.pk, article.pk}


def test_dates_count_once_a_day(live: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    records.refresh()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(records.timezone, "localdate", lambda: tomorrow)
    assert live.pk in records.due()


def test_patience_ends_and_the_rest_follows(chief: Any, live: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    multiply(live, 45)
    monkeypatch.setattr(desk, "PATIENCE", 0.0)
    text = chief.get(reverse(REPORT)).content.decode()
    assert "ページの確認が残っています" in text and not RecordedFinding.objects.exists()
    records.refresh()
    text = chief.get(reverse(REPORT)).content.decode()
    assert "ページの確認が残っています" not in text and "FALSE-002" in text


def test_the_command_leaves_nothing(live: ArticlePage) -> None:
    with pytest.raises(SystemExit):
        call_command("check_content", "--record", "--severity", "error", stdout=io.StringIO())
    assert records.due() == {} and RecordedFinding.objects.filter(page=live).exists()


# What is listed -------------------------------------------------------------------------------------------------------


def test_the_report_lists_counts_and_leads_to_the_place(chief: Any, live: ArticlePage, draft: ArticlePage) -> None:
    soup = BeautifulSoup(chief.get(reverse(REPORT)).content, "html.parser")
    promise = next(row for row in soup.select("tbody tr") if "FALSE-002" in row.text)
    text = " ".join(promise.get_text(" ", strip=True).split())
    for words in ("エラー", "効果を保証する断定表現です", "お知らせ", "公開中と下書き", "日本語", "未対応"):
        assert words in text, words
    assert promise.select_one("mark").text == "必ず治り"
    edit = reverse("wagtailadmin_pages:edit", args=[live.pk])
    assert promise.select_one(f'a[href="{edit}#:w:contentpath=introduction"]')
    totals = " ".join(soup.select_one(".kneeblog-totals").get_text(" ", strip=True).split())
    assert "エラー：未対応 1件 FALSE-002 1" in totals and "EXAG-003 2" in totals
    assert soup.select_one(f'.kneeblog-totals a[href="{reverse(REPORT)}?rule=EXAG-003"]')
    assert soup.select_one(f'a[href="{reverse(WAIVERS)}"]')


def test_filters_and_search(chief: Any, live: ArticlePage, draft: ArticlePage, locales: Any, admin_user: Any) -> None:
    assert len(rows(chief, rule="EXAG-003")) == 2
    assert [row for row in rows(chief, severity="error") if "FALSE-002" not in row] == []
    assert all("下書きのみ" in row for row in rows(chief, version="draft"))
    assert len(rows(chief, q="画期的な注射", rule="EXAG-003")) == 2 and len(rows(chief, q="必ず治り")) == 1
    assert not rows(chief, locale=str(locales["en"].pk)) and rows(chief, locale=str(locales["ja"].pk))
    Waiver.grant(live, found(live, "FALSE-002"), reason="引用", user=admin_user)
    assert ["FALSE-002" in row for row in rows(chief, state="waived")] == [True]
    Waiver.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    assert ["承認の期限切れ" in row for row in rows(chief, state="expired")] == [True]
    assert not rows(chief, state="waived") and not any("FALSE-002" in row for row in rows(chief, state="open"))


def test_a_waiver_of_the_treatments_page_counts_where_it_is_shown(chief: Any, site_tree: Any, admin_user: Any) -> None:
    treatment = TreatmentPage(title="注射", slug="injection", summary=f"<p>{GRAND}</p>")
    site_tree.treatments.add_child(instance=treatment)
    article = SymptomArticlePage(title="膝の痛み", slug="knee", live=False)
    article.body = [("section", {"heading": "治療", "kind": "treatment", "content": [("treatment", treatment)]})]
    site_tree.blog.add_child(instance=article).save_revision()
    shown = [row for row in rows(chief, rule="EXAG-003") if "膝の痛み" in row]
    assert len(shown) == 1 and "未対応" in shown[0]
    Waiver.grant(treatment, found(treatment, "EXAG-003"), reason="引用", user=admin_user)
    assert len(rows(chief, rule="EXAG-003", state="waived")) == 2


@pytest.fixture
def editor(site_tree: Any) -> Any:
    """Works on the treatments only."""
    user = get_user_model().objects.create_user("editor", password="hiza")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    group = Group.objects.create(name="治療の編集")
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page(pk=site_tree.treatments.pk), permission=permission)
    user.groups.add(group)
    return user


def test_everyone_sees_the_pages_they_work_on(
    client: Any, live: ArticlePage, site_tree: Any, editor: Any, admin_user: Any
) -> None:
    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="画期的な注射", slug="i", live=False))
    treatment.save_revision()
    Waiver.grant(live, found(live, "FALSE-002"), reason="引用", user=admin_user)
    client.force_login(editor)
    listed = rows(client)
    assert listed and all("画期的な注射" in row for row in listed)
    assert "引用" not in client.get(reverse(WAIVERS)).content.decode()
    editor.groups.clear()
    for name in (REPORT, WAIVERS):
        assert client.get(reverse(name)).status_code == 302


def test_csv_and_xlsx_hold_all_of_it(chief: Any, live: ArticlePage, admin_user: Any) -> None:
    live.introduction = f"<p>{PROMISE}</p><p>=必ず治ります。</p>"
    live.save_revision()
    Waiver.grant(live, found(live, "FALSE-002"), reason="学会の文書", user=admin_user)
    response = chief.get(reverse(REPORT), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    table = {row["文"]: row for row in csv.DictReader(io.StringIO(text)) if row["ルール"] == "FALSE-002"}
    assert table[PROMISE]["承認の理由"] == "学会の文書" and table[PROMISE]["状態"] == "承認済み"
    assert table[PROMISE]["出典"].startswith("医療法") and "'=必ず治ります。" in table
    book = openpyxl.load_workbook(io.BytesIO(b"".join(chief.get(reverse(REPORT), {"export": "xlsx"}))))
    assert len(list(book.active.rows)) == 1 + RecordedFinding.objects.count()


def test_the_number_of_queries_does_not_grow(chief: Any, live: ArticlePage, django_assert_max_num_queries: Any) -> None:
    multiply(live, 60)
    records.refresh()
    chief.get(reverse(REPORT))
    with django_assert_max_num_queries(30):
        assert chief.get(reverse(REPORT)).content.count(b"FALSE-002") > 50


# Waivers --------------------------------------------------------------------------------------------------------------


def test_waivers_are_listed_with_author_reason_and_end(
    chief: Any, live: ArticlePage, draft: ArticlePage, admin_user: Any
) -> None:
    for page, rule in ((live, "FALSE-002"), (draft, "EXAG-003")):
        Waiver.grant(page, found(page, rule), reason=f"理由 {rule}", user=admin_user)
    Waiver.grant(live, found(live, "EXAG-003"), reason="古い理由", user=admin_user)
    Waiver.objects.filter(reason="古い理由").update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    draft.title = "注射"
    draft.save_revision()
    records.refresh()

    def listed(**query: str) -> list[str]:
        soup = BeautifulSoup(chief.get(reverse(WAIVERS), query).content, "html.parser")
        return [" ".join(row.get_text(" ", strip=True).split()) for row in soup.select("#listing-results tbody tr")]

    assert len(listed()) == 3
    (valid,), (expired,), (unused,) = (listed(state=state) for state in ("valid", "expired", "unused"))
    end = timezone.localdate() + datetime.timedelta(days=365)
    for words in ("お知らせ", "FALSE-002", PROMISE, "理由 FALSE-002", str(admin_user), f"{end.year}年", "有効"):
        assert words in valid, words
    assert "古い理由" in expired and "期限切れ" in expired and "理由 EXAG-003" in unused and "不要" in unused
    response = chief.get(reverse(WAIVERS), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "理由 FALSE-002" in text and str(admin_user) in text and "不要" in text
