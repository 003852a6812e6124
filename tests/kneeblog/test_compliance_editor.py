"""Findings beside the page: the lists, waivers from them, and the reason that publishing with warnings asks for."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageLogEntry,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.operations import translate_object

from kneeblog.models import (
    ArticlePage,
    FeeTable,
    HomePage,
    PhysicianPage,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentPage,
    Waiver,
)
from kneeblog.supervision.workflow import ensure_workflow
from tests.kneeblog.samples import page_form

pytestmark = pytest.mark.django_db
BLOCK = "11111111-1111-4111-8111-111111111111"
PROMISE, GRAND = "この治療で必ず治ります。", "画期的な注射です。"
AJAX = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def page(site_tree: Any) -> ArticlePage:
    """A draft with an error in a block and a warning in a field."""
    page = ArticlePage(title="お知らせ", slug="news", live=False, introduction=f"<p>{GRAND}</p>")
    page.body = [_section(PROMISE)]
    page = site_tree.blog.add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def warned(site_tree: Any) -> ArticlePage:
    """A draft with two warnings and no error."""
    page = ArticlePage(title="画期的な注射", slug="warned", live=False, introduction=f"<p>{GRAND}</p>")
    page = site_tree.blog.add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def chief(client: Any, admin_user: Any) -> Any:
    client.force_login(admin_user)
    return client


@pytest.fixture
def editor(site_tree: Any) -> Any:
    """An editor who may publish, and has no permission to waive."""
    user = get_user_model().objects.create_user("editor", password="hiza")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    group = Group.objects.create(name="編集")
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=Page(pk=site_tree.home.pk), permission=permission)
    user.groups.add(group)
    return user


def _section(text: str) -> dict[str, Any]:
    paragraph = {"type": "paragraph", "value": f"<p>{text}</p>", "id": BLOCK}
    value = {"heading": "原因", "kind": "causes", "anchor": "", "content": [paragraph]}
    return {"type": "section", "value": value, "id": "22222222-2222-4222-8222-222222222222"}


def may_waive(user: Any, *codenames: str) -> None:
    permissions = Permission.objects.filter(content_type__app_label="kneeblog", codename__in=codenames)
    user.user_permissions.add(*permissions)


def lists(client: Any, page: Any) -> dict[str, Any]:
    response = client.get(reverse("kneeblog_compliance_findings", args=[page.pk]))
    assert response.status_code == 200
    return response.json()


def items(html: str) -> list[Any]:
    return BeautifulSoup(html, "html.parser").select("li.kneeblog-finding")


def form_address(item: Any) -> str:
    return item.select_one("button[data-kneeblog-form]")["data-kneeblog-form"]


def is_live(page: Any) -> bool:
    return type(page).objects.get(pk=page.pk).live


def published(client: Any, page: Any, **extra: Any) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {**page_form(page), "action-publish": "1", **extra}, follow=True)


def confirm(client: Any, response: Any, reason: str = "院長が文献を確認した") -> Any:
    """What the browser posts from the list of open warnings."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form:has([name=listed])")
    data = {
        "listed": [field["value"] for field in form.select("[name=listed]")],
        "reason": reason,
        "expires_on": form.select_one("[name=expires_on]")["value"],
    }
    return client.post(form["action"], data, follow=True)


# The lists ------------------------------------------------------------------------------------------------------------


def test_an_editor_reads_everything_about_a_finding(chief: Any, page: ArticlePage) -> None:
    answer = lists(chief, page)
    error, warning = items(answer["panel"])
    text = " ".join(error.get_text(" ", strip=True).split())
    for words in (
        "エラー",
        "本文 › セクション「原因」",
        "効果を保証する断定表現です",
        "FALSE-002",
        "医療法6条の5",
        "原典",
    ):
        assert words in text, words
    assert error.select_one("mark").text == "必ず治り" and error.select_one("blockquote").text == PROMISE
    assert error.select_one("svg.icon-circle-xmark") and warning.select_one("svg.icon-warning")
    assert error.select_one("a[data-kneeblog-jump]")["href"] == f"#:w:contentpath=body.{BLOCK}"
    assert warning.select_one("a[data-kneeblog-jump]")["href"] == "#:w:contentpath=introduction"
    assert answer["count"] == 2 and answer["status"] == "エラー：1件、警告：1件"
    brief = items(answer["side"])
    assert len(brief) == 2 and "必ず治り" in brief[0].text and not brief[0].select("[data-kneeblog-form]")


def test_the_latest_draft_is_checked(chief: Any, page: ArticlePage) -> None:
    page.body, page.introduction = [_section("安静にします。")], ""
    page.save_revision()
    answer = lists(chief, page)
    assert answer["count"] == 0 and not items(answer["panel"])
    assert answer["status"] == "保存された下書きに、指摘はありません。"


def test_words_of_others_lead_to_them(chief: Any, site_tree: Any) -> None:
    table = FeeTable.objects.create(name="日本一の料金")
    treatment = TreatmentPage(title="PRP注射", slug="prp", summary="<p>画期的な治療です。</p>", fee_table=table)
    site_tree.treatments.add_child(instance=treatment)
    page = SymptomArticlePage(title="膝の痛み", slug="knee", live=False)
    page.body = [("section", {"heading": "治療", "kind": "treatment", "content": [("treatment", treatment)]})]
    site_tree.blog.add_child(instance=page).save_revision()
    links = {
        link["href"]: link.get_text(" ", strip=True)
        for item in items(lists(chief, page)["panel"])
        for link in item.select("a[target=_blank]")
    }
    edit = reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[table.pk])
    assert "日本一の料金" in links[f"{edit}#:w:contentpath=name"]
    edit = reverse("wagtailadmin_pages:edit", args=[treatment.pk])
    assert "PRP注射" in links[f"{edit}#:w:contentpath=summary"]


def test_only_those_who_work_on_the_page_read_the_lists(client: Any, page: ArticlePage, editor: Any) -> None:
    url = reverse("kneeblog_compliance_findings", args=[page.pk])
    assert client.get(url).status_code == 302
    client.force_login(editor)
    assert client.get(url).status_code == 200
    editor.groups.clear()
    assert client.get(url).status_code == 302  # Wagtail leads those it denies to the dashboard
    assert client.get(reverse("kneeblog_compliance_findings", args=[10**6])).status_code == 404


@pytest.mark.parametrize("model", [HomePage, ArticlePage, TreatmentPage])
def test_every_editor_has_tab_and_side_panel(chief: Any, site_tree: Any, page: ArticlePage, model: Any) -> None:
    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="注射", slug="injection", live=False))
    instance = {HomePage: site_tree.home, ArticlePage: page, TreatmentPage: treatment}[model]
    for url in (
        reverse("wagtailadmin_pages:edit", args=[instance.pk]),
        reverse("wagtailadmin_pages:add", args=["kneeblog", "articlepage", site_tree.blog.pk]),
    ):
        soup = BeautifulSoup(chief.get(url).content, "html.parser")
        assert soup.select_one("[role=tabpanel] [data-kneeblog-findings=panel]")
        assert soup.select_one("[data-side-panel=advertising-rules] [data-kneeblog-findings=side]")
        assert (
            soup.select_one("button[data-side-panel-toggle=advertising-rules]")["aria-label"]
            == "広告ルールを開く・閉じる"
        )
        assert soup.select_one("script[src*='kneeblog/admin/findings.js']")


# Waivers --------------------------------------------------------------------------------------------------------------


def test_a_finding_is_waived_and_taken_back(chief: Any, page: ArticlePage, admin_user: Any) -> None:
    error, _warning = items(lists(chief, page)["panel"])
    url = form_address(error)
    assert PROMISE in BeautifulSoup(chief.get(url).json()["form"], "html.parser").text
    next_year = timezone.localdate() + datetime.timedelta(days=365)
    assert f'value="{next_year.isoformat()}"' in chief.get(url).json()["form"]

    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for wrong in ({"reason": " ", "expires_on": next_year}, {"reason": "引用", "expires_on": yesterday}):
        assert "error-message" in chief.post(url, wrong).json()["form"]
    assert not Waiver.objects.exists()

    answer = chief.post(url, {"reason": "学会の文書の引用", "expires_on": next_year}).json()
    assert answer["count"] == 1 and answer["status"] == "警告：1件、承認済み：1件"
    waived = items(answer["panel"])[1]
    assert "承認済み" in waived.text and "学会の文書の引用" in waived.text and str(admin_user) in waived.text
    assert f"{next_year.year}年" in waived.text

    url = form_address(waived)
    assert "学会の文書の引用" in chief.get(url).json()["form"] and Waiver.objects.exists()
    assert chief.post(url).json()["count"] == 2 and not Waiver.objects.exists()
    actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
    assert {"kneeblog.waive", "kneeblog.revoke_waiver"} <= set(actions)


def test_waiving_takes_permissions(client: Any, page: ArticlePage, editor: Any) -> None:
    client.force_login(editor)
    assert not BeautifulSoup(lists(client, page)["panel"], "html.parser").select("[data-kneeblog-form]")
    may_waive(editor, "waive_compliance")
    error, warning = items(lists(client, page)["panel"])
    assert not error.select("[data-kneeblog-form]")
    url, data = form_address(warning), {"reason": "確認した", "expires_on": timezone.localdate()}
    assert client.post(url, data).json()["count"] == 1
    key = url.replace("EXAG-003", "FALSE-002")
    assert client.post(key, data).status_code == 200 and Waiver.objects.count() == 1  # no such finding

    may_waive(editor, "override_compliance")
    client.force_login(get_user_model().objects.get(pk=editor.pk))
    url = form_address(items(lists(client, page)["panel"])[0])
    editor.user_permissions.clear()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.post(url, data)
    waiver = Waiver.objects.get()
    client.post(reverse("kneeblog_compliance_revoke", args=[waiver.pk]))
    assert Waiver.objects.count() == 1


# Publishing -----------------------------------------------------------------------------------------------------------


def test_publishing_with_warnings_asks_for_one_reason(chief: Any, warned: ArticlePage) -> None:
    response = published(chief, warned, title="画期的な注射の話")
    text = response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("kneeblog_compliance_confirm", args=[warned.pk])
    assert "警告が2件あります" in text and GRAND in BeautifulSoup(text, "html.parser").text
    assert not is_live(warned)
    draft = ArticlePage.objects.get(pk=warned.pk).get_latest_revision_as_object()
    assert draft.title == "画期的な注射の話"  # nothing that was typed is lost

    response = confirm(chief, response, reason=" ")
    assert "error-message" in response.content.decode() and not is_live(warned) and not Waiver.objects.exists()

    response = confirm(chief, response)
    assert is_live(warned) and "「画期的な注射の話」を公開しました" in response.content.decode()
    assert [waiver.reason for waiver in Waiver.objects.all()] == ["院長が文献を確認した"] * 2
    assert is_live(warned) and ArticlePage.objects.get(pk=warned.pk).title == "画期的な注射の話"

    published(chief, ArticlePage.objects.get(pk=warned.pk))  # nothing is asked again
    assert Waiver.objects.count() == 2 and not ArticlePage.objects.get(pk=warned.pk).has_unpublished_changes


def test_errors_cannot_be_passed_there(chief: Any, page: ArticlePage) -> None:
    response = published(chief, page)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {"listed": [], "reason": "理由", "expires_on": timezone.localdate()}
    url = reverse("kneeblog_compliance_confirm", args=[page.pk])
    listed = BeautifulSoup(chief.get(url).content, "html.parser").select("[name=listed]")
    chief.post(url, {**form, "listed": [field["value"] for field in listed]}, follow=True)
    assert not is_live(page) and "FALSE-002" not in Waiver.objects.values_list("rule", flat=True)


def test_what_has_come_up_meanwhile_is_asked_first(chief: Any, warned: ArticlePage) -> None:
    response = published(chief, warned)
    warned.introduction = "<p>究極の注射です。</p>"
    warned.save_revision()
    response = confirm(chief, response)
    assert not is_live(warned) and not Waiver.objects.exists()
    text = BeautifulSoup(response.content, "html.parser").text
    assert "下書きがその後変更されました" in text and "究極の注射" in text


def test_without_the_permission_one_reads_who_may(client: Any, warned: ArticlePage, editor: Any) -> None:
    chief = get_user_model().objects.create_user("hoda", first_name="真吾", last_name="保田")
    may_waive(chief, "waive_compliance")
    client.force_login(editor)
    response = published(client, warned)
    text = response.content.decode()
    assert "真吾 保田" in text and not BeautifulSoup(text, "html.parser").select("[name=reason]")
    url = reverse("kneeblog_compliance_confirm", args=[warned.pk])
    client.post(url, {"reason": "理由", "expires_on": timezone.localdate(), "listed": []})
    assert not is_live(warned) and not Waiver.objects.exists()


def test_a_page_that_somebody_else_has_locked_is_not_published_by_giving_a_reason(
    chief: Any, warned: ArticlePage, editor: Any
) -> None:
    response = published(chief, warned)
    ArticlePage.objects.filter(pk=warned.pk).update(locked=True, locked_by=editor, locked_at=timezone.now())
    confirm(chief, response)
    assert not is_live(warned) and not Waiver.objects.exists()


def test_a_new_page_becomes_a_draft_until_the_reason_is_given(chief: Any, site_tree: Any, warned: ArticlePage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["kneeblog", "articlepage", site_tree.blog.pk])
    response = chief.post(url, {**page_form(warned), "slug": "new", "action-publish": "1"}, follow=True)
    added = ArticlePage.objects.get(slug="new")
    assert not added.live and added.has_unpublished_changes
    confirm(chief, response)
    assert is_live(added)


def test_scheduling_asks_as_well(chief: Any, warned: ArticlePage) -> None:
    response = published(chief, warned, go_live_at="2099-01-01 10:00")
    assert not ArticlePage.objects.get(pk=warned.pk).scheduled_revision
    assert "理由を記録して公開を予約する" in response.content.decode()
    response = confirm(chief, response)
    assert not is_live(warned) and "公開を予約しました" in response.content.decode()
    revision = ArticlePage.objects.get(pk=warned.pk).scheduled_revision
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    Waiver.objects.all().delete()  # nobody is there to be asked when the schedule runs
    call_command("publish_scheduled")
    assert is_live(warned)


def test_bulk_publishing_leads_to_the_editor(chief: Any, warned: ArticlePage) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = chief.post(f"{url}?id={warned.pk}&next={reverse('wagtailadmin_home')}", follow=True)
    assert "未対応の警告が2件" in response.content.decode() and not is_live(warned)


@pytest.fixture
def moderated(warned: ArticlePage, admin_user: Any) -> Any:
    workflow = Workflow.objects.create(name="確認")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="院長"), sort_order=1)
    return workflow.start(warned, admin_user)


def test_warnings_do_not_stop_anyone_from_submitting(client: Any, site_tree: Any, warned: Any, editor: Any) -> None:
    workflow = Workflow.objects.create(name="確認")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="院長"), sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=Page(pk=site_tree.home.pk))
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:edit", args=[warned.pk]), {**page_form(warned), "action-submit": "1"})
    assert ArticlePage.objects.get(pk=warned.pk).workflow_in_progress


def test_the_last_approval_asks_first(chief: Any, warned: ArticlePage, moderated: Any) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[warned.pk])
    form = {**page_form(warned), "action-workflow-action": "1", "workflow-action-name": "approve"}
    response = chief.post(url, form, follow=True)
    asking = reverse("kneeblog_compliance_confirm", args=[warned.pk]) + "?approving=1"
    assert response.redirect_chain[-1][0] == asking
    moderated.refresh_from_db()
    assert moderated.status == moderated.STATUS_IN_PROGRESS and not is_live(warned)

    task = moderated.current_task_state_id
    dialog = reverse("wagtailadmin_pages:workflow_action", args=[warned.pk, "approve", task])
    answer = chief.post(dialog, {"comment": ""}, headers=AJAX).json()
    assert answer == {"step": "success", "redirect": asking}

    response = confirm(chief, response)
    assert response.redirect_chain[-1][0] == url and "もう一度承認" in response.content.decode()
    assert not is_live(warned) and Waiver.objects.count() == 2
    chief.post(dialog, {"comment": ""}, headers=AJAX)
    assert is_live(warned)


def test_a_physician_who_signs_last_answers_for_the_warnings(client: Any, site_tree: Any, warned: Any) -> None:
    doctor = get_user_model().objects.create_user("doctor")
    doctor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    physician = PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾", user=doctor)
    warned.supervisor = site_tree.physicians.add_child(instance=physician)
    warned.save_revision()
    ensure_workflow(site_tree.home).start(warned, None)
    client.force_login(doctor)
    task = ArticlePage.objects.get(pk=warned.pk).current_workflow_task_state
    dialog = reverse("wagtailadmin_pages:workflow_action", args=[warned.pk, "approve", task.pk])
    answers = {"scope": "医学的な内容", "signed_on": timezone.localdate().isoformat()}
    asking = client.post(dialog, answers, headers=AJAX).json()["redirect"]
    assert not SupervisionRecord.objects.exists()  # signed once there is an answer
    assert not BeautifulSoup(client.get(asking).content, "html.parser").select("[name=reason]")
    may_waive(doctor, "waive_compliance")
    response = confirm(client, client.get(asking))
    assert "もう一度承認" in response.content.decode() and not is_live(warned)
    client.post(dialog, answers, headers=AJAX)
    assert is_live(warned) and SupervisionRecord.objects.get().scope == "医学的な内容"


@pytest.mark.django_db(transaction=True)  # wagtail-localize publishes once its transaction has ended
@pytest.mark.usefixtures("untranslated_too")
def test_the_editor_of_a_translation_asks_too(chief: Any, locales: Any, site_tree: Any) -> None:
    for one in (site_tree.home, site_tree.blog):
        one.copy_for_translation(locales["en"]).save_revision().publish()
    page = ArticlePage(title="お知らせ", slug="n", introduction="<p>The best knee clinic in Osaka</p>", live=False)
    page = site_tree.blog.add_child(instance=page)
    page.save_revision()
    translate_object(page, [locales["en"]])
    translated = page.get_translation(locales["en"])
    url = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    response = chief.post(url, {"action": "publish"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("kneeblog_compliance_confirm", args=[translated.pk])
    assert not is_live(translated) and "LANG-002" in response.content.decode()
    confirm(chief, response)
    assert is_live(translated)
