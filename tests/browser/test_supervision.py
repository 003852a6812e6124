"""Supervision as editor and physician see it, in Japanese."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from kneeblog.models import PhysicianPage, SupervisionRecord, SymptomArticlePage
from kneeblog.supervision.workflow import ensure_workflow


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> SymptomArticlePage:
    """A signed article, its editor (who may publish) and its physician (who may only sign)."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    users = [get_user_model().objects.create_user(name, password="hiza") for name in ("editor", "doctor")]
    for user in users:
        user.user_permissions.add(access)
    group = Group.objects.create(name="編集")
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        home = Page.objects.get(pk=site_tree.home.pk)
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    users[0].groups.add(group)
    locale = site_tree.home.locale
    physician = PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾", user=users[1], locale=locale)
    site_tree.physicians.add_child(instance=physician)
    physician.save_revision().publish()
    page = SymptomArticlePage(
        title="膝の裏が痛い",
        slug="back-knee",
        supervisor=physician,
        introduction="<p>安静にします。</p>",
        locale=locale,
    )
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    SupervisionRecord.sign(page, physician, scope="医学的な内容")
    ensure_workflow(site_tree.home)
    return page


def log_in(open_page: Any, name: str) -> Any:
    page = open_page(reverse("wagtailadmin_login"), 1280)
    page.fill("[name=username]", name)
    page.fill("[name=password]", "hiza")
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: url.endswith(reverse("wagtailadmin_home")))
    return page


def edit_title(page: Any, address: str, title: str, action: str) -> None:
    page.goto(address)
    page.fill("[name=title]", title)
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator(f"[name={action}]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def says(page: Any, words: str) -> None:
    """The editor's panel does, also where it stands in a tab that is not open."""
    page.locator("form[data-edit-form]").get_by_text(words).first.wait_for(state="attached")


def test_signed_edited_and_signed_again(open_page: Any, live_server: Any, article: SymptomArticlePage):
    editing = live_server.url + reverse("wagtailadmin_pages:edit", args=[article.pk])
    editor = log_in(open_page, "editor")
    edit_title(editor, editing, "膝の裏が痛いとき", "action-submit")

    doctor = log_in(open_page, "doctor")
    doctor.get_by_role("link", name="膝の裏が痛いとき").click()
    says(doctor, "署名のあとに1項目が変更されています")
    doctor.locator("footer [data-w-dropdown-target=toggle]").first.click()
    doctor.get_by_role("button", name="監修の署名").click()
    dialog = doctor.locator(".modal")
    dialog.get_by_text("その後に変更された項目").wait_for()
    assert "タイトル" in dialog.inner_text()
    compare = open_page(
        dialog.get_by_role("link", name="変更箇所を見る").get_attribute("href"), 1280, cookies=doctor.context.cookies()
    )
    assert "とき" in compare.locator(".comparison .addition").inner_text()
    dialog.locator("[name=scope]").fill("医学的な内容。費用は除く")
    dialog.locator("button[type=submit]").click()
    doctor.wait_for_url(lambda url: "/edit/" not in url)

    public = open_page(f"/blog/{article.slug}/", 390)
    assert public.locator("h1").inner_text() == "膝の裏が痛いとき"
    assert "保田 真吾" in public.locator(".stamp").inner_text()

    edit_title(editor, editing, "膝の裏がとても痛いとき", "action-publish")
    public.reload()
    assert public.locator("h1").inner_text() == "膝の裏がとても痛いとき"
    assert public.locator(".stamp").count() == 0
    editor.goto(editing)
    says(editor, "公開中の内容は、署名された内容と異なります")
    editor.goto(live_server.url + reverse("kneeblog_supervision"))
    assert "監修後に変更あり" in editor.get_by_role("row", name="膝の裏がとても痛いとき").inner_text()
