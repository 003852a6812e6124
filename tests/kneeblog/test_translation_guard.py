"""Nothing goes live untranslated or half translated, whichever way it is published."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from kneeblog.models import ArticlePage, Category, PageCategory, PublishingRefusedError, RuleChoice, Waiver
from kneeblog.translation.gaps import gaps
from kneeblog.translation.incomplete import OVERRIDE, RULE, incomplete
from tests.kneeblog.translations import article, submit, translate


@pytest.fixture
def advertising_off(rules_off: None) -> None:
    """Only what is not translated stops publishing."""
    RuleChoice.objects.filter(rule=RULE).delete()


@pytest.fixture
def work(site_tree: Any, locales: dict[str, Any], advertising_off: None) -> Translation:
    return submit(article(site_tree, parts=15), locales["en"])


def english(work: Translation) -> Any:
    return ArticlePage.objects.get(translation_key=work.source.object_id, locale=work.target_locale)


def reasons(page: Any) -> list[str]:
    with pytest.raises(PublishingRefusedError) as refused, translation.override("ja"):
        page.get_latest_revision().publish()
    return refused.value.reasons


def test_the_missing_segments_are_listed_with_their_place_and_number(work: Translation) -> None:
    found = reasons(english(work))
    assert found[0] == "16個の文のうち16個が、この言語ではまだ用意できていません。"
    assert found[1] == "タイトル：「お知らせ」（未翻訳）"
    assert len(found) == 12 and found[-1] == "…ほか6個。"

    translate(work, leave=1)
    work.save_target(publish=False)
    assert reasons(english(work))[1:] == ["導入文：「段落14のA&Bです。」（未翻訳）"]


def test_the_draft_must_hold_the_translations(work: Translation, django_capture_on_commit_callbacks: Any) -> None:
    translate(work)
    assert {gap.kind for gap in gaps(work, english(work).get_latest_revision_as_object())} == {"unused"}
    assert "この下書きに反映されていません" in " ".join(reasons(english(work)))
    with django_capture_on_commit_callbacks(execute=True):
        work.save_target(publish=True)
    assert english(work).live and english(work).title == "In English"


def test_a_translation_with_a_wrong_placeholder_counts_as_none(work: Translation) -> None:
    translate(work)
    wrong = StringTranslation.objects.get(translation_of__data__contains="<sup>")
    wrong.data = "about 3 cm"
    wrong.save()
    (gap,) = gaps(work)
    assert gap.kind == "wrong" and "<sup>" in gap.why


def test_one_changed_sentence_is_out_of_date_and_nothing_else(work: Translation) -> None:
    translate(work)
    page = work.source.get_source_instance()
    page.introduction = page.introduction.replace("段落3の", "段落3（新）の")
    page.save_revision().publish()

    (gap,) = gaps(Translation.objects.get())
    assert (gap.kind, gap.before, gap.source) == ("outdated", "段落3のA&amp;Bです。", "段落3（新）のA&amp;Bです。")


@pytest.mark.parametrize("way", ["localize", "sync", "bulk", "schedule", "workflow"])
def test_every_way_is_closed(
    work: Translation, way: str, admin_client: Any, admin_user: Any, transactional_db: None
) -> None:
    translate(work, leave=2)
    work.save_target(publish=False)
    page = english(work)
    if way == "localize":
        answer = admin_client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}, follow=True
        )
    elif way == "sync":
        url = reverse("wagtail_localize:update_translations", args=[work.source_id])
        answer = admin_client.post(url, {"publish_translations": "on"}, follow=True)
    elif way == "bulk":
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = admin_client.post(f"{url}?id={page.pk}&next=/admin/", follow=True)
    elif way == "schedule":
        revision = page.get_latest_revision()
        revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
        revision.save()
        call_command("publish_scheduled")
        answer = None
    else:
        workflow = Workflow.objects.create(name="確認")
        task = GroupApprovalTask.objects.create(name="院長")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        state = workflow.start(page, admin_user)
        answer = admin_client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]),
            {"comment": ""},
            follow=True,
        )
    assert not english(work).live
    if answer is not None:
        text = answer.content.decode()
        assert "段落14のA&amp;B" in text and "段落13のA&amp;B" in text and "未翻訳" in text


def test_who_has_the_permission_answers_for_it_with_a_reason(
    work: Translation, client: Any, django_user_model: Any, django_capture_on_commit_callbacks: Any
) -> None:
    translate(work, leave=1)
    work.save_target(publish=False)
    user = django_user_model.objects.create_superuser("boss", password="hiza")
    client.force_login(user)
    client.cookies.load({"django_language": "ja"})
    page = english(work)
    url = reverse("kneeblog_translation_override", args=[page.pk])

    asked = client.get(url).content.decode()
    assert "段落14のA&amp;Bです。" in asked
    found = incomplete(page.get_latest_revision_as_object())
    form = {"listed": found.digest, "reason": "人名のみ", "expires_on": timezone.localdate().isoformat()}
    assert client.post(url, {**form, "reason": ""}).status_code == 200 and not Waiver.objects.exists()
    assert client.post(url, form).status_code == 302
    page.get_latest_revision().publish()
    assert english(work).live
    assert client.get(reverse("kneeblog_compliance_waivers")).status_code == 200

    # It holds for exactly that segment.
    StringTranslation.objects.filter(context__path="title").delete()
    assert len(reasons(english(work))) == 3


def test_others_are_not_offered_it(work: Translation, client: Any, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("editor", password="hiza", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    url = reverse("kneeblog_translation_override", args=[english(work).pk])
    assert client.get(url).status_code == 302 and "/admin/" in client.get(url).url
    found = incomplete(english(work).get_latest_revision_as_object())
    with pytest.raises(PermissionDenied):
        found.answer_for(user, "x", timezone.localdate())
    assert not user.has_perm(OVERRIDE)


def test_categories_and_the_like_are_asked_for_too(
    site_tree: Any, locales: dict[str, Any], advertising_off: None
) -> None:
    page = article(site_tree)
    page.page_categories.add(
        PageCategory(category=Category.objects.create(name="膝の痛み", slug="knee", locale=page.locale))
    )
    page.save_revision().publish()
    work = submit(page, locales["en"])
    translate(work)
    work.save_target(publish=False)
    assert "膝の痛み" in reasons(english(work))[1]
    translate(Translation.objects.get(source__object_id=Category.objects.get(locale=page.locale).translation_key))
    english(work).get_latest_revision().publish()
    assert english(work).live


def test_copies_that_nobody_keeps_in_step_are_looked_at_too(
    site_tree: Any, locales: dict[str, Any], advertising_off: None
) -> None:
    page = article(site_tree, title="X-ray")
    copy = page.copy_for_translation(locales["en"], copy_parents=True)
    revision = copy.save_revision()
    assert any("段落1の" in reason for reason in reasons(copy))
    copy.introduction = "<p>Nothing but English.</p>"
    copy.save_revision().publish()
    assert ArticlePage.objects.get(pk=copy.pk).live and revision.pk != copy.latest_revision_id


def test_a_draft_of_the_source_is_translated_as_its_latest_draft(
    site_tree: Any, locales: dict[str, Any], admin_client: Any
) -> None:
    page = article(site_tree, live=False)
    page.title = "二つ目の下書き"
    page.save_revision()
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    admin_client.post(url, {"locales": [locales["en"].pk]})

    def title() -> str:
        return StringSegment.objects.get(context__path="title", source__object_id=page.translation_key).string.data

    assert title() == "二つ目の下書き"
    page.title = "三つ目の下書き"
    page.save_revision()
    admin_client.post(url, {"locales": [locales["ko"].pk]})
    assert title() == "三つ目の下書き"


def test_a_draft_over_a_live_source_is_not_translated_before_visitors_read_it(
    site_tree: Any, locales: dict[str, Any], advertising_off: None
) -> None:
    page = article(site_tree)
    page.title = "まだ下書き"
    page.save_revision()
    submit(ArticlePage.objects.get(pk=page.pk), locales["en"])
    titles = StringSegment.objects.filter(context__path="title", source__object_id=page.translation_key)
    assert titles.get().string.data == "お知らせ"
    page.get_latest_revision().publish()
    assert titles.get().string.data == "まだ下書き"
    assert TranslationSource.objects.get(object_id=page.translation_key).object_repr == "まだ下書き"
    assert Page.objects.filter(translation_key=page.translation_key).count() == 2


def go_live_on(work: Translation, client: Any, day: str) -> str:
    """Sets the day in the settings of the language, then publishes in the translation editor; what that says."""
    settings = reverse("kneeblog_per_language", args=[english(work).pk])
    sent = {"robots": "", "canonical_url": "", "tags": "", "primary_parent": "", "go_live_at": f"{day} 10:00"}
    assert client.post(settings, {**sent, "expire_at": ""}).status_code == 302
    publish = reverse("kneeblog_translation_act", args=[work.pk, "publish"])
    return str(client.post(publish, follow=True).content.decode())


def test_an_incomplete_translation_is_not_scheduled_either(work: Translation, admin_client: Any) -> None:
    translate(work, leave=1)
    said = go_live_on(work, admin_client, "2099-01-01")
    assert "公開できません" in said and "段落14のA&amp;B" in said
    assert english(work).scheduled_revision is None and not english(work).live


def test_what_is_out_of_date_when_its_time_comes_stays_a_draft_and_the_editor_says_why(
    work: Translation, admin_client: Any, caplog: Any
) -> None:
    translate(work)
    said = go_live_on(work, admin_client, "2099-01-01")
    assert "2099/01/01 10:00に公開するよう予約しました" in said and "予約を取り消す" in said
    page = work.source.get_source_instance()
    page.introduction = page.introduction.replace("段落3の", "段落3（新）の")
    page.save_revision().publish()

    revision = english(work).scheduled_revision
    revision.content["go_live_at"] = (timezone.now() - datetime.timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert not english(work).live and english(work).scheduled_revision is None
    assert "段落3（新）のA&B" in caplog.text
    desk = reverse("kneeblog_translation", args=[work.pk])
    said = admin_client.get(desk).content.decode()
    assert "予約どおりに公開できませんでした" in said and "段落3（新）のA&amp;B" in said
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[english(work).pk])).content.decode()
    assert "段落3（新）のA&amp;B" in history

    translate(work)
    go_live_on(work, admin_client, "2020-01-01")
    assert english(work).live and "予約どおりに" not in admin_client.get(desk).content.decode()


def test_what_was_left_untranslated_when_its_source_was_deleted_stays_a_draft(
    work: Translation, site_tree: Any, locales: dict[str, Any]
) -> None:
    page = english(work)
    work.source.get_source_instance().delete()
    assert "段落1のA&B" in " ".join(reasons(page))
    page.title, page.introduction = "News", "<p>Nothing but English, by 山田.</p>"
    page.save_revision().publish()
    assert english_again(page).live
    # A page that was only ever written in English may quote what it likes.
    own = ArticlePage(title="Terms", slug="terms", introduction="<p>院長のことばです。</p>", locale=locales["en"])
    page.get_parent().add_child(instance=own)
    own.save_revision().publish()
    assert english_again(own).live


def english_again(page: Any) -> Any:
    return ArticlePage.objects.get(pk=page.pk)
