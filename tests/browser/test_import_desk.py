"""Moving the old site, as an editor does it in Japanese: ten pages from a file to the public, and many while she edits
another and a worker is killed."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupPagePermission

from importers.desk.permissions import ensure_group
from kneeblog.models import ArticlePage
from tests.importers.sampleblog import write_zip

from .ownserver import DATABASE_TASKS, kill, own_site

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1280, 390)
# How many pages the import has that a worker is killed in; 300 where somebody takes the time.
MANY = int(os.environ.get("KNEEBLOG_IMPORT_PAGES", "60"))
SECONDS = 1000
LONG = (60 + 2 * MANY) * SECONDS
SHOTS = os.environ.get("KNEEBLOG_SHOTS", "")  # a folder for pictures of all views, to look at


@pytest.fixture
def editor(site_tree: Any) -> Any:
    """An editor who moves the old site: may import, review, edit and publish."""
    call_command("load_glossary", apply=True, stdout=StringIO())  # a test before this one may have emptied the database
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    user = get_user_model().objects.create_user("henshu", password="hiza-demo", first_name="花", last_name="山田")
    group, _ = Group.objects.get_or_create(name="編集者")
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=site_tree.home, permission=permission)
    group.permissions.add(Permission.objects.get(codename="change_clinicsettings"))
    user.groups.add(group, ensure_group())
    return user


@pytest.fixture
def article(site_tree: Any) -> ArticlePage:
    """A page that has nothing to do with it."""
    page = ArticlePage(title="診療時間のお知らせ", slug="hours", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def enter(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Opens the admin of a server, logged in; no script error is overlooked."""
    contexts, problems = [], []

    def login(server: str) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja", base_url=server)
        context.set_default_timeout(45 * SECONDS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.goto("/admin/login/")
        page.fill("[name=username]", "henshu")
        page.fill("[name=password]", "hiza-demo")
        page.locator("[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    yield login
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert problems == []


def look(page: Any, name: str) -> None:
    """axe finds nothing on our part of the view, at the desk and on a phone, and nothing is wider than the window."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)  # Wagtail's messages fade in
        found = Axe().run(page, context={"include": [["main"]]})
        bad = [f"{one['id']}: {node['html'][:200]}" for one in found.response["violations"] for node in one["nodes"]]
        assert bad == [], (name, width)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def survey_and_plan(page: Any, file: Path, *, fetch: bool) -> None:
    """From the menu to a plan."""
    page.goto("/admin/import/")
    page.get_by_label("ファイル", exact=True).set_input_files(str(file))
    if not fetch:
        page.get_by_text("詳しい設定").click()
        page.get_by_label("旧サイトから画像を取り寄せる").uncheck()
    page.get_by_role("button", name="中身を調べる").click()
    page.get_by_role("heading", name="取り込み元の中身").wait_for(timeout=LONG)
    page.get_by_role("button", name="計画を立てる").click()
    page.get_by_role("heading", name="取り込むとどうなるか").wait_for(timeout=LONG)


def number(page: Any, state: str) -> int:
    """How many pages a state of the queue says it has."""
    return int(page.locator(f'[data-state-link="{state}"] .import-desk__count').inner_text())


def test_ten_pages_from_upload_to_published(editor: Any, enter: Any, tmp_path: Path) -> None:
    titles = write_zip(tmp_path / "旧ブログ.zip", 10)
    with own_site(tmp_path) as site:
        page = enter(site.serve())
        page.goto("/admin/import/")
        look(page, "imports-empty")
        survey_and_plan(page, tmp_path / "旧ブログ.zip", fetch=False)
        look(page, "job-planned")
        assert all(page.get_by_text(title, exact=True).count() for title in titles)

        page.get_by_role("link", name=re.compile("ページを取り込む…")).click()
        page.get_by_role("button", name="取り込む").wait_for()
        look(page, "confirm")
        page.get_by_role("button", name="取り込む").click()
        page.get_by_role("link", name="ページを確認する").wait_for(timeout=LONG)
        look(page, "job-done")
        page.get_by_role("link", name="ページを確認する").click()
        page.locator("[data-review]").wait_for()
        look(page, "review")
        review_by_keyboard(page)
        review_one_page(page)
        publish(page, titles)


def review_by_keyboard(page: Any) -> None:
    """Next, accept, needs work: without a mouse; and not while she writes."""
    waiting = number(page, "to review")
    search = page.get_by_role("searchbox", name="検索", exact=True)
    search.focus()
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert search.input_value() == "ja" and page.locator("[data-row][aria-current]").count() == 0
    search.fill("")
    search.blur()
    page.keyboard.press("j")
    first = page.locator("[data-row]").nth(0)
    assert first.get_attribute("aria-current") == "true"
    page.keyboard.press("a")
    first.get_by_text("確認済み").wait_for()
    second = page.locator("[data-row][aria-current]")
    assert second.get_attribute("data-row") == page.locator("[data-row]").nth(1).get_attribute("data-row")
    page.keyboard.press("w")
    page.locator("[data-row]").nth(1).get_by_text("要修正").wait_for()
    assert (number(page, "to review"), number(page, "accepted"), number(page, "needs work")) == (waiting - 2, 1, 1)
    page.keyboard.press("k")
    assert page.locator("[data-row]").nth(1).get_attribute("aria-current") == "true"


def review_one_page(page: Any) -> None:
    """What was found on it, a note, and on to the next; the editor is one key away."""
    page.locator('[data-state-link="to review"]').click()
    page.wait_for_url("**state=to+review*")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/import/pages/\d+/"))
    page.get_by_role("heading", name="確認事項").wait_for()
    look(page, "page")
    title = page.locator("main h1, header h1").first.inner_text()
    page.get_by_label("メモ").fill("写真の説明を足す")
    page.get_by_role("button", name="メモを保存").click()
    page.get_by_text("メモを保存しました").wait_for()
    here = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != here)
    assert "state=to+review" in page.url
    page.keyboard.press("k")
    page.wait_for_url(here)
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.go_back()
    page.keyboard.press("a")  # accepted, and the next one is there
    page.wait_for_url(lambda url: url != here)
    page.goto("/admin/import/pages/?q=" + quote("写真の説明"))
    assert page.locator("[data-row]").count() == 1 and page.locator("[data-row]").get_by_text("確認済み").count() == 1
    assert title


def publish(page: Any, titles: list[str]) -> None:
    """All that may go live goes; what may not says why, and goes once that is settled."""
    page.goto("/admin/import/pages/")
    for title in titles:
        page.get_by_role("checkbox", name=f"「{title}」を選ぶ", exact=True).check()
    assert page.locator("[data-chosen]").inner_text().startswith("10 /")
    page.get_by_role("button", name="確認済みにして公開").click()
    page.get_by_text("8ページを公開しました").wait_for()
    page.get_by_text("2ページは公開していません").wait_for()
    assert page.get_by_text("REL-001").count()
    look(page, "review-refused")
    page.goto("/admin/settings/kneeblog/clinicsettings/")
    page.locator("[name=phone]").fill("03-0000-0000")
    page.locator("[name=phone]").press("Enter")
    page.get_by_text("更新").first.wait_for()
    page.goto("/admin/import/pages/?q=" + quote("膝の内側が痛む"))
    page.get_by_role("checkbox", name="表示中のページをすべて選ぶ").check()
    page.get_by_role("button", name="確認済みにして公開").click()
    page.get_by_text("2ページを公開しました").wait_for()
    page.goto("/blog/")
    for title in titles:
        assert page.get_by_role("link", name=title).count() >= 1, title
    page.goto("/blog/inner-knee-pain/")
    assert page.locator("h1").inner_text() == titles[4]


def test_an_import_goes_on_while_she_edits_and_survives_its_worker(
    editor: Any, article: ArticlePage, enter: Any, tmp_path: Path
) -> None:
    write_zip(tmp_path / "全記事.zip", MANY, pictures=False)
    began = time.monotonic()
    with own_site(tmp_path, DATABASE_TASKS) as site:
        worker = site.work()
        page = enter(site.serve())
        survey_and_plan(page, tmp_path / "全記事.zip", fetch=False)
        planned = page.get_by_role("link", name=re.compile("ページを取り込む…"))
        total = int(re.sub(r"\D", "", planned.inner_text()))
        assert total >= MANY
        planned.click()
        page.get_by_role("button", name="取り込む").click()
        page.locator("[data-job]").wait_for()
        job = page.url
        written(page, 1)
        worker.send_signal(signal.SIGSTOP)  # so that it is still at work while the view is looked at
        look(page, "job-running")
        kill(worker)
        page.get_by_text("ワーカーが、再起動または停止により").wait_for(timeout=LONG)
        look(page, "job-interrupted")
        site.work()
        page.get_by_role("button", name="再開").click()
        page.locator("[data-job]").wait_for()
        edited_meanwhile(page, article)
        page.goto(job)
        page.get_by_role("link", name="ページを確認する").wait_for(timeout=LONG)
        page.get_by_role("link", name="ページを確認する").click()
        page.locator("[data-review]").wait_for()
        assert number(page, "to review") == total
        page.goto(f"/admin/pages/{article.pk}/edit/")
        assert page.locator("[name=title]").input_value() == "年末の診療時間"
        undone(page)
    print(f"{MANY} pages, {total} written, {time.monotonic() - began:.0f} s")


def edited_meanwhile(page: Any, article: ArticlePage) -> None:
    """Another page is edited and saved, as quickly as ever."""
    page.goto(f"/admin/pages/{article.pk}/edit/")
    page.locator("[name=title]").fill("年末の診療時間")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def written(page: Any, least: int) -> None:
    """Waits, without a reload, until the page says that so many drafts have been written."""
    said = """least => {
      const phase = document.querySelector("[data-job-phase]");
      const count = document.querySelector("[data-job-count]");
      return phase?.textContent === "下書きを書き込んでいます" && parseInt(count.textContent) >= least;
    }"""
    page.wait_for_function(said, arg=least, timeout=LONG)


def undone(page: Any) -> None:
    """The run is taken back from the desk: none of its pages is left."""
    page.goto("/admin/import/")
    page.get_by_role("link", name=re.compile("^取り消す")).first.click()
    page.get_by_role("button", name="取り消す").wait_for()
    look(page, "rollback")
    page.get_by_role("button", name="取り消す").click()
    page.get_by_text("ページを消しました").wait_for(timeout=LONG)
    page.goto("/admin/import/pages/")
    assert page.locator("[data-row]").count() == 0
