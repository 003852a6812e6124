"""Publishing against the advertising rules is refused on every way, with one message; saving never is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from kneeblog.models import (
    ArticlePage,
    PublishingRefusedError,
    TreatmentPage,
    TreatmentRisk,
)
from tests.kneeblog.samples import page_form

pytestmark = pytest.mark.django_db
PROMISE = "この治療で必ず治ります。"
REASON = "効果を保証する断定表現です"


@pytest.fixture
def page(site_tree: Any) -> ArticlePage:
    page = ArticlePage(title="お知らせ", slug="news", introduction=f"<p>{PROMISE}</p>", live=False)
    page = site_tree.blog.add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def editor(client: Any, admin_user: Any) -> Any:
    client.force_login(admin_user)
    return client


def is_live(page: Any) -> bool:
    return type(page).objects.get(pk=page.pk).live


def test_code_is_refused_and_told_everything(page: ArticlePage) -> None:
    page.title = "日本一の治療"
    with pytest.raises(PublishingRefusedError) as caught:
        page.save_revision().publish()
    assert caught.value.text.startswith("「日本一の治療」は公開できません。次の2件を直してください。\n1. ")
    assert "[COMP-001]" in caught.value.text and REASON in caught.value.text and PROMISE in caught.value.text
    assert not is_live(page)


def test_the_editor_is_told_and_the_draft_is_saved(editor: Any, page: ArticlePage) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.post(url, {**page_form(page), "title": "新しい題", "action-publish": "1"}, follow=True)
    text = response.content.decode()
    assert REASON in text and PROMISE in text and "下書きは保存しました" in text and text.count("は公開できません") == 1
    saved = ArticlePage.objects.get(pk=page.pk)
    assert saved.get_latest_revision_as_object().title == "新しい題" and not saved.live

    response = editor.post(url, page_form(page), follow=True)  # saving is never refused
    assert "は公開できません" not in response.content.decode()


def test_scheduling_is_refused_in_the_editor(editor: Any, page: ArticlePage) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {**page_form(page), "action-publish": "1", "go_live_at": "2099-01-01 10:00"}
    assert REASON in editor.post(url, form, follow=True).content.decode()
    page.refresh_from_db()
    assert not page.live and page.approved_schedule is False


def test_a_new_page_becomes_a_draft(editor: Any, site_tree: Any, page: ArticlePage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["kneeblog", "articlepage", site_tree.blog.pk])
    form = {**page_form(page), "slug": "another", "action-publish": "1"}
    response = editor.post(url, form, follow=True)
    assert REASON in response.content.decode()
    added = ArticlePage.objects.get(slug="another")
    assert not added.live and added.has_unpublished_changes


def test_bulk_publishing_is_refused(editor: Any, page: ArticlePage) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={page.pk}&next={reverse('wagtailadmin_home')}", follow=True)
    assert REASON in response.content.decode() and not is_live(page)


@pytest.mark.parametrize("introduction", [f"<p>{PROMISE}</p>", "<p>画期的な注射です。</p>"])
def test_no_copy_goes_live_at_once_that_could_not_be_published(
    editor: Any, page: ArticlePage, introduction: str
) -> None:
    ArticlePage.objects.filter(pk=page.pk).update(live=True, introduction=introduction)
    page.refresh_from_db()
    page.save_revision()
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {"new_title": "写し", "new_slug": "copied", "new_parent_page": page.get_parent().pk}
    response = editor.post(url, {**form, "publish_copies": "on"}, follow=True)
    assert not ArticlePage.objects.filter(slug="copied").exists() and page.title in response.content.decode()
    editor.post(url, form)
    assert not ArticlePage.objects.get(slug="copied").live


def test_the_schedule_goes_on_with_other_pages(page: ArticlePage, site_tree: Any) -> None:
    """What was approved may have become an error since, by a rule of the adviser or a waiver that expired."""
    other = site_tree.blog.add_child(instance=ArticlePage(title="休診のお知らせ", slug="closed", live=False))
    for one in (page, other):
        revision = one.save_revision()
        revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
        revision.save()
    call_command("publish_scheduled")
    assert not is_live(page) and is_live(other)
    entry = PageLogEntry.objects.get(page=page.pk, action="kneeblog.publishing_refused")
    assert PROMISE in entry.message
    page.refresh_from_db()
    assert not page.approved_schedule  # it is not tried again every few minutes


def test_the_last_approval_is_taken_back(editor: Any, page: ArticlePage, admin_user: Any) -> None:
    workflow = Workflow.objects.create(name="確認")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="院長"), sort_order=1)
    state = workflow.start(page, admin_user)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {**page_form(page), "action-workflow-action": "1", "workflow-action-name": "approve"}
    response = editor.post(url, form, follow=True)
    assert response.status_code == 200 and REASON in response.content.decode()
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS and not is_live(page)

    dialog = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id])
    response = editor.post(dialog, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json() == {"step": "success", "redirect": url}
    assert not is_live(page)


def test_a_translation_is_refused_too(
    page: ArticlePage,
    locales: Any,
    site_tree: Any,
    untranslated_too: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for one in (site_tree.home, site_tree.blog):
        one.copy_for_translation(locales["en"]).save_revision().publish()
    translate_object(page, [locales["en"]])
    translation = Translation.objects.get(source__object_id=page.translation_key)
    with pytest.raises(PublishingRefusedError), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert not is_live(page.get_translation(locales["en"]))


def test_a_live_translation_that_is_refused_stays_as_it_was(
    page: ArticlePage,
    locales: Any,
    site_tree: Any,
    untranslated_too: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for one in (site_tree.home, site_tree.blog):
        one.copy_for_translation(locales["en"]).save_revision().publish()
    translate_object(page, [locales["en"]])
    live = page.get_translation(locales["en"])
    type(live).objects.filter(pk=live.pk).update(live=True, introduction="<p>Harmless.</p>")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    with pytest.raises(PublishingRefusedError), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert type(live).objects.get(pk=live.pk).introduction == "<p>Harmless.</p>"


def test_warnings_do_not_stop_publishing(site_tree: Any) -> None:
    page = site_tree.blog.add_child(instance=ArticlePage(title="画期的な注射", slug="w", live=False))
    page.save_revision().publish()
    assert is_live(page)


def test_one_message_names_all_that_a_treatment_lacks(site_tree: Any) -> None:
    page = TreatmentPage(
        title="PRP注射",
        slug="prp",
        live=False,
        insurance_status="self_pay",
        approval_status="unapproved",
        regen_class="II",
    )
    page = site_tree.treatments.add_child(instance=page)
    page.risks.add(TreatmentRisk(name="痛み"))
    with pytest.raises(PublishingRefusedError) as caught:
        page.save_revision().publish()
    wanted = (
        "治療内容を記載", "標準的な費用を記載", "治療期間を記載", "治療回数", "リスク・副作用を具体的に", "①未承認",
        "②入手経路", "③国内の承認", "④諸外国", "提供計画番号を入力", "問い合わせ先", "監修医師を選択",
    )  # fmt: skip
    for words in wanted:
        assert words in caught.value.text, words
    assert len(caught.value.reasons) == len(wanted)


def test_a_page_the_rules_have_nothing_against_goes_live(editor: Any, site_tree: Any) -> None:
    page = site_tree.blog.add_child(instance=ArticlePage(title="休診のお知らせ", slug="closed", live=False))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(url, {**page_form(page), "action-publish": "1"})
    assert is_live(page)


def test_what_is_live_stays_live_when_a_change_is_refused(site_tree: Any) -> None:
    page = site_tree.blog.add_child(instance=ArticlePage(title="休診のお知らせ", slug="closed"))
    page.introduction = f"<p>{PROMISE}</p>"
    with pytest.raises(PublishingRefusedError):
        page.save_revision().publish()
    assert is_live(page) and not ArticlePage.objects.get(pk=page.pk).introduction
