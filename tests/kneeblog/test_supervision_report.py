"""The report on supervision, and the mails about reviews that are due."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from kneeblog.models import ArticlePage, ConditionPage, PhysicianPage, SupervisionRecord, TreatmentPage
from kneeblog.supervision.states import State, supervised_pages

pytestmark = pytest.mark.usefixtures("rules_off")


def days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


@pytest.fixture
def doctor(db: None) -> Any:
    user = get_user_model().objects.create_user("doctor", "doctor@example.jp", "x", last_name="保田")
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return user


@pytest.fixture
def physician(site_tree: Any, doctor: Any) -> PhysicianPage:
    page = PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾", user=doctor)
    return site_tree.physicians.add_child(instance=page)


@pytest.fixture
def make(site_tree: Any, physician: PhysicianPage) -> Any:
    """A function that publishes an article, signed or not."""

    def publish(title: str, signed: bool = False, model: Any = ArticlePage, **values: Any) -> Any:
        parent = {ArticlePage: site_tree.blog, ConditionPage: site_tree.conditions, TreatmentPage: site_tree.treatments}
        record = {name: values.pop(name) for name in ("scope", "signed_on", "next_review_on") if name in values}
        page = model(title=title, slug=f"p{ArticlePage.objects.count()}", **{"supervisor": physician, **values})
        parent[model].add_child(instance=page)
        page.save_revision().publish()
        page = model.objects.get(pk=page.pk)
        if signed:
            SupervisionRecord.sign(page, physician, **record)
        return page

    return publish


@pytest.fixture
def all_states(make: Any) -> None:
    make("指定なし", supervisor=None)
    make("未署名")
    make("署名済み", signed=True, scope="医学的な内容")
    edited = make("変更あり", signed=True)
    edited.introduction = "<p>新しい説明</p>"
    edited.save_revision().publish()
    drafted = make("下書きだけ変更", signed=True)
    drafted.introduction = "<p>下書き</p>"
    drafted.save_revision()
    make("期限切れ", signed=True, model=TreatmentPage, signed_on=days(-200))
    make("署名済みの下書き", signed=True, model=ConditionPage).unpublish()


def rows(client: Client, **query: str) -> list[dict[str, str]]:
    response = client.get(reverse("kneeblog_supervision"), {"export": "csv", **query})
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def titles(client: Client, **query: str) -> set[str]:
    return {row["タイトル"] for row in rows(client, **query)}


class TestReport:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("nobody", {"指定なし"}),
            ("never", {"未署名"}),
            ("changed", {"変更あり"}),
            ("draft", {"下書きだけ変更"}),
            ("current", {"署名済み", "期限切れ", "署名済みの下書き"}),
            ("overdue", {"期限切れ"}),
        ],
    )
    def test_each_state_has_its_pages(
        self, all_states: None, admin_client: Client, state: str, expected: set[str]
    ) -> None:
        assert titles(admin_client, state=state) == expected

    def test_it_can_be_read(self, all_states: None, admin_client: Client) -> None:
        html = admin_client.get(reverse("kneeblog_supervision")).content.decode()
        rows = [row.get_text(" ", strip=True) for row in BeautifulSoup(html, "html.parser").select("tbody tr")]
        assert rows[0].startswith("期限切れ 署名済み 保田 真吾")  # what is due comes first
        for words in ("監修後に変更あり", "未署名", "署名済み（下書きは未署名）", "医学的な内容", "日本語"):
            assert any(words in row for row in rows)
        assert reverse("kneeblog_supervision") in admin_client.get(reverse("wagtailadmin_home")).content.decode()

    def test_the_exports_say_all_of_it(self, all_states: None, admin_client: Client) -> None:
        (row,) = rows(admin_client, state="overdue")
        assert (row["医師"], row["署名日"], row["期限切れ"]) == ("保田 真吾", days(-200).isoformat(), "True")
        assert row["アドレス"].startswith("http://localhost/treatments/")
        response = admin_client.get(reverse("kneeblog_supervision"), {"export": "xlsx"})
        sheet = load_workbook(io.BytesIO(response.getvalue())).active
        assert sheet.max_row == 8

    def test_by_language(self, all_states: None, admin_client: Client, make: Any, locales: Any) -> None:
        english = make("英語あり").copy_for_translation(locales["en"], copy_parents=True)
        assert titles(admin_client, locale=str(locales["en"].pk)) == {english.draft_title}

    def test_pages_that_nobody_checks_are_not_in_it(self, all_states: None, admin_client: Client) -> None:
        assert not {"保田 真吾", "ブログ", "医師紹介"} & titles(admin_client)

    def test_a_physician_sees_the_physicians_own_pages_alone(
        self, all_states: None, doctor: Any, admin_client: Client
    ) -> None:
        browser = Client()
        browser.force_login(doctor)
        assert titles(browser) == titles(admin_client) - {"指定なし"}

    def test_others_do_not_see_it(self, all_states: None) -> None:
        user = get_user_model().objects.create_user("visitor", password="x")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        browser = Client()
        browser.force_login(user)
        assert browser.get(reverse("kneeblog_supervision")).status_code == 302
        assert reverse("kneeblog_supervision") not in browser.get(reverse("wagtailadmin_home")).content.decode()

    def test_many_pages_take_as_many_queries_as_one(
        self, make: Any, admin_client: Client, physician: Any, site_tree: Any
    ) -> None:
        from django.db import connection

        first = make("0", signed=True)

        def queries(**query: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                response = admin_client.get(reverse("kneeblog_supervision"), query)
                assert response.status_code == 200 and (response.getvalue() if response.streaming else True)
            return len(captured)

        queries(), queries(export="csv")
        few = queries(), queries(export="csv")
        for number in range(1, 60):
            make(str(number), signed=bool(number % 2))
        many = queries(), queries(export="csv")
        assert many == few
        assert supervised_pages().count() == 60
        assert supervised_pages().get(pk=first.pk).supervision_state == State.CURRENT


class TestReminders:
    def remind(self, **options: Any) -> str:
        out = io.StringIO()
        call_command("remind_reviews", stdout=out, stderr=out, **options)
        return out.getvalue()

    def test_one_mail_lists_all_pages_that_are_due(self, make: Any, physician: Any) -> None:
        overdue = make("古い記事", signed=True, signed_on=days(-400))
        make("来週の記事", signed=True, next_review_on=days(7))
        make("来年の記事", signed=True)
        make("未署名の記事")
        self.remind()
        (letter,) = mail.outbox
        assert letter.to == ["doctor@example.jp"]
        assert letter.subject == "内容の見直しをお願いします（2 ページ）"
        assert "保田 様" in letter.body
        assert letter.body.index("古い記事") < letter.body.index("来週の記事")
        assert letter.body.count("期限切れ") == 1
        assert f"/admin/pages/{overdue.pk}/edit/" in letter.body and "http" in letter.body
        assert "来年の記事" not in letter.body and "未署名の記事" not in letter.body

    def test_nobody_is_told_twice_within_a_week(self, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        make("古い記事", signed=True, signed_on=days(-400))
        self.remind()
        assert "told within the last week" in self.remind()
        assert len(mail.outbox) == 1
        later = days(7)
        monkeypatch.setattr(timezone, "localdate", lambda *args: later)
        self.remind()
        assert len(mail.outbox) == 2

    def test_a_dry_run_says_whom_and_sends_nothing(self, make: Any) -> None:
        make("古い記事", signed=True, signed_on=days(-400))
        assert "doctor@example.jp: 1 pages, would be told" in self.remind(dry_run=True)
        assert not mail.outbox
        self.remind()
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize(("ahead", "told"), [(6, 0), (7, 1)])
    def test_how_far_ahead_is_a_choice(self, make: Any, ahead: int, told: int) -> None:
        make("記事", signed=True, next_review_on=days(7))
        self.remind(days=ahead)
        assert len(mail.outbox) == told

    def test_an_editors_date_counts_until_it_is_signed_again(self, make: Any) -> None:
        page = make("記事", signed=True, signed_on=days(-30))
        page.next_review_on = days(-1)
        page.save_revision().publish()
        self.remind(dry_run=True)
        assert supervised_pages().get(pk=page.pk).review_on == days(-1)
        SupervisionRecord.sign(page, page.supervisor, next_review_on=days(90))
        assert supervised_pages().get(pk=page.pk).review_on == days(90)

    def test_without_an_account_the_delegates_are_told(self, make: Any, physician: Any, doctor: Any) -> None:
        delegate = get_user_model().objects.create_user("office", "office@example.jp", "x")
        delegate.user_permissions.add(Permission.objects.get(codename="sign_for_physician"))
        make("古い記事", signed=True, signed_on=days(-400))
        doctor.is_active = False
        doctor.save()
        self.remind()
        assert [letter.to for letter in mail.outbox] == [["office@example.jp"]]

    def test_if_nobody_can_be_told_the_command_fails(self, make: Any, physician: Any) -> None:
        make("古い記事", signed=True, signed_on=days(-400))
        PhysicianPage.objects.update(user=None)
        with pytest.raises(CommandError, match="nobody"):
            self.remind()

    def test_nothing_due_is_no_failure(self, make: Any) -> None:
        make("記事", signed=True)
        assert self.remind() == ""

    def test_a_mail_that_fails_is_named_and_tried_again(self, make: Any, settings: Any, physician: Any) -> None:
        make("古い記事", signed=True, signed_on=days(-400))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with pytest.raises(CommandError, match="could not be sent"):
            self.remind()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        self.remind()
        assert len(mail.outbox) == 1
