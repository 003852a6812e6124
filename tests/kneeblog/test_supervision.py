"""Supervision at work: editor, physician and delegate in the admin, visitors on the site."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import GroupPagePermission, Page, PageLogEntry, TaskState

from kneeblog.models import (
    ArticlePage,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    PhysicianPage,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentPage,
)
from kneeblog.supervision.states import State, standing_of
from kneeblog.supervision.workflow import ensure_workflow
from tests.kneeblog.samples import Sampler, page_form

pytestmark = pytest.mark.usefixtures("rules_off")


@pytest.fixture
def account(db: None) -> Callable[..., Any]:
    """A function that makes a user who may open the admin, and a browser in which that user is logged in."""

    def make(name: str, *permissions: str, superuser: bool = False) -> Any:
        users = get_user_model().objects
        user = (users.create_superuser if superuser else users.create_user)(name, f"{name}@example.jp", "x")
        for label in ("wagtailadmin.access_admin", *permissions):
            app, codename = label.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        user.browser = Client()
        user.browser.force_login(user)
        return user

    return make


@pytest.fixture
def doctor(account: Any) -> Any:
    return account("doctor")


@pytest.fixture
def editor(account: Any, site_tree: Any) -> Any:
    """Somebody who edits pages and may not publish."""
    user = account("editor")
    group = Group.objects.create(name="編集")
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(
            group=group, page=Page.objects.get(pk=site_tree.home.pk), permission=permission
        )
    user.groups.add(group)
    return user


@pytest.fixture
def chief(account: Any) -> Any:
    return account("chief", superuser=True)


@pytest.fixture
def physician(site_tree: Any, doctor: Any) -> PhysicianPage:
    page = PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾", user=doctor)
    site_tree.physicians.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def article(site_tree: Any, physician: PhysicianPage) -> SymptomArticlePage:
    page = SymptomArticlePage(title="膝の裏が痛い", slug="back-knee", supervisor=physician, live=False)
    site_tree.blog.add_child(instance=page)
    page.save_revision()
    ensure_workflow(site_tree.home)
    return page


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def edit(user: Any, page: Page, action: str = "", **changes: Any) -> Any:
    """What the editor's form posts; Wagtail answers with a redirect unless something is wrong."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    supervisor = getattr(draft, "supervisor_id", None) or ""
    form = page_form(draft, supervisor=supervisor, **({action: "1"} if action else {}))
    form["title"] = changes.get("title", draft.title)
    response = user.browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert response.status_code == 302, response.content.decode()[:2000]
    return response


def waiting(page: Page) -> TaskState:
    return fresh(page).current_workflow_state.current_task_state


def act(user: Any, page: Page, action: str, **answers: Any) -> Any:
    """What the window of a workflow's action posts."""
    state = waiting(page)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return user.browser.post(url, answers, headers={"x-requested-with": "XMLHttpRequest"})


def sign(user: Any, page: Page, **answers: Any) -> Any:
    values = {"scope": "医学的な内容", "signed_on": timezone.localdate().isoformat(), **answers}
    return act(user, page, "approve", **values)


def stamp(client: Client, page: Page) -> bool:
    return 'class="stamp"' in client.get(fresh(page).url).content.decode()


class TestSigning:
    def test_the_physician_signs_and_the_page_goes_live_with_its_stamp(
        self, article: Any, editor: Any, doctor: Any, client: Client
    ) -> None:
        edit(editor, article, "action-submit", title="膝の裏が痛いとき")
        assert sign(doctor, article).json()["step"] == "success"
        record = SupervisionRecord.objects.get()
        page = fresh(article)
        assert page.live and page.title == "膝の裏が痛いとき"
        assert (record.revision_id, record.scope, record.signed_by) == (page.live_revision_id, "医学的な内容", None)
        html = client.get(page.url).content.decode()
        assert "保田 真吾" in html and 'class="stamp"' in html
        assert page.last_reviewed_on == timezone.localdate()

    def test_the_signature_is_in_the_pages_history(self, article: Any, editor: Any, doctor: Any) -> None:
        edit(editor, article, "action-submit")
        sign(doctor, article)
        entry = PageLogEntry.objects.get(action="kneeblog.sign")
        assert (entry.user, entry.revision_id) == (doctor, SupervisionRecord.objects.get().revision_id)
        history = editor.browser.get(reverse("wagtailadmin_pages:history", args=[article.pk])).content.decode()
        assert "保田 真吾" in history and "医学的な内容" in history

    def test_a_delegate_signs_in_the_physicians_name_and_the_record_says_who(
        self, article: Any, editor: Any, account: Any
    ) -> None:
        delegate = account("office", "kneeblog.sign_for_physician")
        edit(editor, article, "action-submit")
        sign(delegate, article)
        record = SupervisionRecord.objects.get()
        assert (record.physician.name, record.signed_by) == ("保田 真吾", delegate)
        panel = editor.browser.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
        assert "office" in panel

    def test_the_physicians_account_counts_whichever_language_names_it(
        self, article: Any, physician: Any, editor: Any, doctor: Any, locales: Any
    ) -> None:
        english = physician.copy_for_translation(locales["en"], copy_parents=True)
        assert english.user is None
        article.supervisor = english
        article.save_revision()
        edit(editor, article, "action-submit")
        assert sign(doctor, article).json()["step"] == "success"
        assert SupervisionRecord.objects.get().physician_id == english.pk

    def test_others_see_no_actions_and_may_not_act(self, article: Any, editor: Any, account: Any) -> None:
        other = account("other-doctor")
        edit(editor, article, "action-submit")
        task = waiting(article).task.specific
        for user in (editor, other):
            assert task.get_actions(article, user) == []
            assert waiting(article) not in TaskState.objects.reviewable_by(user)
            assert sign(user, article).status_code in {302, 403}
        assert not SupervisionRecord.objects.exists() and not fresh(article).live
        html = editor.browser.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
        assert 'data-workflow-action-name="approve"' not in html

    def test_it_waits_on_the_physicians_dashboard(self, article: Any, editor: Any, doctor: Any) -> None:
        edit(editor, article, "action-submit")
        assert list(TaskState.objects.reviewable_by(doctor)) == [waiting(article)]
        assert "膝の裏が痛い" in doctor.browser.get(reverse("wagtailadmin_home")).content.decode()
        (letter,) = (letter for letter in mail.outbox if letter.to == ["doctor@example.jp"])
        assert "膝の裏が痛い" in letter.body

    def test_sending_back_asks_for_words(self, article: Any, editor: Any, doctor: Any) -> None:
        edit(editor, article, "action-submit")
        assert act(doctor, article, "reject", comment="").json()["step"] == "action"
        assert waiting(article).status == TaskState.STATUS_IN_PROGRESS
        act(doctor, article, "reject", comment="用量を直してください")
        assert waiting(article).status == TaskState.STATUS_REJECTED
        html = editor.browser.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
        assert "用量を直してください" in html

    def test_a_page_without_a_physician_comes_back_with_the_reason(self, article: Any, editor: Any) -> None:
        article.supervisor = None
        article.save_revision()
        edit(editor, article, "action-submit")
        state = waiting(article)
        assert state.status == TaskState.STATUS_REJECTED
        assert "監修医師" in state.comment
        edit(editor, article)  # and it is not locked

    def test_what_changed_while_the_window_was_open_is_not_signed(
        self, article: Any, editor: Any, doctor: Any, chief: Any
    ) -> None:
        edit(editor, article, "action-submit")
        looked_at = fresh(article).latest_revision_id
        edit(chief, article, title="別の題")
        answer = sign(doctor, article, revision=looked_at).json()
        assert answer["step"] == "action" and "変更" in answer["html"]
        assert not SupervisionRecord.objects.exists()
        sign(doctor, article, revision=fresh(article).latest_revision_id)
        assert SupervisionRecord.objects.get().revision.content["title"] == "別の題"

    def test_the_physician_signs_what_is_in_the_physicians_own_editor(
        self, article: Any, editor: Any, doctor: Any
    ) -> None:
        edit(editor, article, "action-submit")
        draft = fresh(article).get_latest_revision_as_object()
        form = page_form(draft, supervisor=draft.supervisor_id, title="医師が直した題")
        form |= {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": '{"scope": "本文", "signed_on": "2026-01-05", "next_review_on": null}',
        }
        doctor.browser.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form)
        record = SupervisionRecord.objects.get()
        assert record.revision.content["title"] == "医師が直した題" == fresh(article).title
        assert (record.scope, record.signed_on) == ("本文", datetime.date(2026, 1, 5))
        assert record.is_current

    @pytest.mark.parametrize("day", ["2999-01-01", "明日", ""])
    def test_a_wrong_date_is_refused(self, article: Any, editor: Any, doctor: Any, day: str) -> None:
        edit(editor, article, "action-submit")
        assert sign(doctor, article, signed_on=day).json()["step"] == "action"
        assert not SupervisionRecord.objects.exists()

    def test_a_list_is_passed_by_whoever_may_publish_it(
        self, article: Any, site_tree: Any, editor: Any, doctor: Any, chief: Any
    ) -> None:
        site_tree.blog.save_revision()
        edit(editor, site_tree.blog, "action-submit", title="記事")
        task = waiting(site_tree.blog).task.specific
        assert task.get_actions(site_tree.blog, doctor) == []
        assert waiting(site_tree.blog) in TaskState.objects.reviewable_by(chief)
        act(chief, site_tree.blog, "pass")
        assert fresh(site_tree.blog).title == "記事"
        assert not SupervisionRecord.objects.exists()


class TestTheWindow:
    def window(self, user: Any, page: Page) -> str:
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", waiting(page).pk])
        html: str = user.browser.get(url).json()["html"]
        return html

    def test_the_first_signature_is_called_so(self, article: Any, editor: Any, doctor: Any) -> None:
        edit(editor, article, "action-submit")
        assert "はじめての監修" in self.window(doctor, article)

    def test_later_ones_name_what_changed_and_lead_to_the_comparison(
        self, article: Any, editor: Any, doctor: Any
    ) -> None:
        SupervisionRecord.sign(article, article.supervisor)
        signed = article.latest_revision_id
        edit(editor, article, "action-submit", title="膝の裏が痛むとき")
        html = self.window(doctor, article)
        assert "タイトル" in html
        url = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, signed, "latest"])
        assert url in html
        comparison = doctor.browser.get(url)  # without any other permission
        assert comparison.status_code == 200
        html = comparison.content.decode()
        assert "膝の裏が痛むとき" in html and "addition" in html
        assert "導入文" not in html  # which the editor has numbered, and nobody changed

    def test_the_comparison_stays_closed_to_others(self, article: Any, editor: Any, account: Any) -> None:
        SupervisionRecord.sign(article, article.supervisor)
        url = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, "earliest", "latest"])
        assert account("other").browser.get(url).status_code in {302, 403}


class TestTheStamp:
    """It stands as long as visitors read what was signed, whichever way that went live."""

    @pytest.fixture
    def signed_draft(self, article: Any) -> Any:
        SupervisionRecord.sign(article, article.supervisor, revision=article.latest_revision)
        return article

    def test_a_signed_draft_has_none_until_it_is_live(self, signed_draft: Any) -> None:
        assert not fresh(signed_draft).supervision.is_current
        assert fresh(signed_draft).last_reviewed_on is None
        assert standing_of(signed_draft).state == State.CURRENT

    def test_publishing_in_the_editor_without_a_change_keeps_it(
        self, signed_draft: Any, chief: Any, client: Client
    ) -> None:
        edit(chief, signed_draft, "action-publish")
        page = fresh(signed_draft)
        assert page.live_revision_id != page.supervision.revision_id  # Wagtail made a new one
        assert stamp(client, page)
        edit(chief, page, "action-publish")
        assert stamp(client, page)

    @pytest.mark.parametrize("model", [SymptomArticlePage, ArticlePage, ConditionPage, TreatmentPage])
    def test_so_with_every_block_there_is(
        self, model: Any, physician: Any, site_tree: Any, make_image: Any, chief: Any
    ) -> None:
        treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="PRP治療", slug="prp"))
        fee_table = FeeTable.objects.create(name="MRI検査", locale=site_tree.home.locale)
        snippets = {"GlossaryTerm": GlossaryTerm.objects.get(key="knee_pain"), "FeeTable": fee_table}
        sampler = Sampler(image=make_image(), treatment=treatment, snippets=snippets)
        page = model(title="題", slug="title", live=False, supervisor=physician)
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                setattr(page, field.name, sampler.stream(field.stream_block))
        Page.objects.type(*model.allowed_parent_page_models()).first().add_child(instance=page)
        page.save_revision()
        SupervisionRecord.sign(page, physician)
        edit(chief, page, "action-publish")
        assert fresh(page).live and standing_of(page).changed == () and fresh(page).supervision.is_current

    def test_bulk_publishing_keeps_it(self, signed_draft: Any, chief: Any, client: Client) -> None:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={signed_draft.pk}"
        chief.browser.post(url)
        assert fresh(signed_draft).live and stamp(client, signed_draft)

    def test_scheduled_publishing_keeps_it(self, signed_draft: Any, client: Client) -> None:
        signed_draft.go_live_at = timezone.now() + datetime.timedelta(hours=1)
        revision = signed_draft.save_revision()
        revision.publish()
        assert not fresh(signed_draft).live
        revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
        revision.content = {**revision.content, "go_live_at": revision.approved_go_live_at.isoformat()}
        revision.save()
        call_command("publish_scheduled")
        assert stamp(client, signed_draft)

    def test_taking_it_offline_and_back_keeps_it(self, signed_draft: Any, client: Client) -> None:
        signed_draft.latest_revision.publish()
        fresh(signed_draft).unpublish()
        assert not fresh(signed_draft).supervision.is_current
        fresh(signed_draft).get_latest_revision().publish()
        assert stamp(client, signed_draft)

    def test_a_draft_after_it_changes_nothing_and_publishing_takes_it(
        self, signed_draft: Any, chief: Any, client: Client
    ) -> None:
        edit(chief, signed_draft, "action-publish")
        edit(chief, signed_draft, title="書き直した題")
        assert stamp(client, signed_draft)
        assert standing_of(signed_draft).state == State.DRAFT
        edit(chief, signed_draft, "action-publish")
        assert not stamp(client, signed_draft)
        assert "supervisor-heading" not in client.get(fresh(signed_draft).url).content.decode()
        assert fresh(signed_draft).last_reviewed_on is None
        assert standing_of(signed_draft).state == State.CHANGED

    def test_a_preview_of_other_words_has_none(self, signed_draft: Any, chief: Any) -> None:
        signed_draft.latest_revision.publish()
        draft = reverse("wagtailadmin_pages:view_draft", args=[signed_draft.pk])
        assert 'class="stamp"' in chief.browser.get(draft).content.decode()
        edit(chief, signed_draft, title="書き直した題")
        html = chief.browser.get(draft).content.decode()
        assert "書き直した題" in html and 'class="stamp"' not in html

    def test_a_signature_for_later_does_not_take_the_one_under_what_is_live(
        self, signed_draft: Any, client: Client
    ) -> None:
        signed_draft.latest_revision.publish()
        page = fresh(signed_draft)
        page.title = "来月からの題"
        later = SupervisionRecord.sign(page, page.supervisor, revision=page.save_revision())
        assert stamp(client, page) and fresh(page).supervision != later
        SupervisionRecord.objects.exclude(pk=later.pk).get().revision.publish()  # the same words once more
        assert stamp(client, page) and fresh(page).supervision != later
        page.latest_revision.publish()
        assert stamp(client, page) and fresh(page).supervision == later

    def test_another_language_needs_a_signature_of_its_own(self, signed_draft: Any, locales: Any) -> None:
        signed_draft.latest_revision.publish()
        english = fresh(signed_draft).copy_for_translation(locales["en"], copy_parents=True)
        english.save_revision().publish()
        assert english.supervision is None and standing_of(english).state == State.NEVER

    def test_the_editor_saving_by_itself_never_writes_over_what_was_signed(self, signed_draft: Any, chief: Any) -> None:
        page = fresh(signed_draft)
        revision = page.save_revision(user=chief)
        SupervisionRecord.sign(page, page.supervisor, revision=revision)
        page.title = "書き直した題"
        assert page.save_revision(user=chief, overwrite_revision=revision) != revision
        revision.refresh_from_db()
        assert revision.content["title"] == "膝の裏が痛い"

    def test_the_live_version_outlives_the_purge(self, signed_draft: Any, chief: Any, client: Client) -> None:
        edit(chief, signed_draft, "action-publish")
        edit(chief, signed_draft, title="下書き")
        call_command("purge_revisions")
        assert stamp(client, signed_draft)


class TestFlags:
    def test_the_editor_says_what_has_changed(self, article: Any, chief: Any) -> None:
        SupervisionRecord.sign(article, article.supervisor, scope="医学的な内容")
        url = reverse("wagtailadmin_pages:edit", args=[article.pk])
        assert "変更されています" not in chief.browser.get(url).content.decode()
        edit(chief, article, title="書き直した題")
        chief.browser.get(url)  # says first that it was saved
        html = chief.browser.get(url).content.decode()
        assert "署名のあとに1項目が変更されています" in html and "タイトル" in html and "医学的な内容" in html

    def test_the_explorer_says_so(self, article: Any, chief: Any) -> None:
        SupervisionRecord.sign(article, article.supervisor)
        article.latest_revision.publish()
        url = reverse("wagtailadmin_explore", args=[article.get_parent().pk])
        assert "監修後に変更" not in chief.browser.get(url).content.decode()
        edit(chief, article, "action-publish", title="書き直した題")
        html = chief.browser.get(url).content.decode()
        assert "監修後に変更" in html

    def test_the_explorer_lists_all_that_stands_there(self, article: Any, site_tree: Any, chief: Any) -> None:
        news = ArticlePage(title="休診のお知らせ", slug="closed")
        site_tree.blog.add_child(instance=news)
        html = chief.browser.get(reverse("wagtailadmin_explore", args=[site_tree.blog.pk])).content.decode()
        assert "休診のお知らせ" in html and "膝の裏が痛い" in html

    def test_the_editor_of_a_new_page_opens(self, site_tree: Any, chief: Any) -> None:
        add = reverse("wagtailadmin_pages:add", args=["kneeblog", "symptomarticlepage", site_tree.blog.pk])
        assert chief.browser.get(add).status_code == 200


class TestRecords:
    def test_nobody_but_a_superuser_changes_or_deletes_one(self, article: Any, account: Any) -> None:
        record = SupervisionRecord.sign(article, article.supervisor)
        names = [f"kneeblog.{verb}_supervisionrecord" for verb in ("add", "change", "delete", "view")]
        user = account("office", *names)
        viewset = SupervisionRecord.snippet_viewset
        assert user.browser.get(reverse(viewset.get_url_name("inspect"), args=[record.pk])).status_code == 200
        for view in ("edit", "delete"):
            response = user.browser.post(reverse(viewset.get_url_name(view), args=[record.pk]), {"scope": "全部"})
            assert response.status_code == 302 and response.url == reverse("wagtailadmin_home")
        record.refresh_from_db()
        assert record.scope == ""
        # Adding one by hand is signing in a physician's name.
        assert user.browser.get(reverse(viewset.get_url_name("add"))).status_code == 302

    def test_one_added_by_hand_says_by_whom(self, article: Any, account: Any) -> None:
        user = account("office", "kneeblog.sign_for_physician")
        data = {"page": article.pk, "physician": article.supervisor_id, "signed_on": "2026-04-01", "scope": "紙の署名"}
        user.browser.post(reverse(SupervisionRecord.snippet_viewset.get_url_name("add")), data)
        record = SupervisionRecord.objects.get()
        assert (record.signed_by, record.next_review_on) == (user, datetime.date(2027, 4, 1))
        assert PageLogEntry.objects.filter(action="kneeblog.sign", user=user).exists()

    def test_treatments_are_reviewed_twice_as_often(self, physician: Any, site_tree: Any) -> None:
        page = TreatmentPage(title="PRP治療", slug="prp", supervisor=physician)
        site_tree.treatments.add_child(instance=page)
        page.save_revision()
        record = SupervisionRecord.sign(page, physician, signed_on=datetime.date(2026, 8, 31))
        assert record.next_review_on == datetime.date(2027, 2, 28)
        chosen = SupervisionRecord.sign(page, physician, next_review_on=datetime.date(2026, 12, 1))
        assert chosen.next_review_on == datetime.date(2026, 12, 1)

    def test_only_who_may_sign_for_physicians_says_whose_account_is_a_physicians(
        self, physician: Any, editor: Any, chief: Any, doctor: Any
    ) -> None:
        edit_url = reverse("wagtailadmin_pages:edit", args=[physician.pk])
        assert 'name="user"' not in editor.browser.get(edit_url).content.decode()
        assert 'name="user"' in chief.browser.get(edit_url).content.decode()
        editor.browser.post(edit_url, page_form(physician, user=editor.pk))
        assert fresh(physician).get_latest_revision_as_object().user == doctor
