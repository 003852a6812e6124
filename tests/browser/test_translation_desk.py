"""From Japanese into English in the translation editor, as translator and physician see it, in Japanese."""

from __future__ import annotations

import re
import uuid
from io import StringIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from kneeblog.models import ArticlePage, FeeTable, PhysicianPage, SymptomArticlePage
from kneeblog.supervision.workflow import ensure_workflow
from tests.kneeblog.test_templates import fee

COOL = "痛みがあるときは、膝を冷やして休みます。"
CAUSE = "半月板損傷では、膝を<b>曲げる</b>と痛みます。"


def body(*texts: str, table: FeeTable | None = None) -> list[dict[str, Any]]:
    content = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())} for text in texts]
    if table:
        content.append({"type": "fee_table", "value": table.pk, "id": str(uuid.uuid4())})
    value = {"heading": "原因", "kind": "causes", "anchor": "", "content": content}
    return [{"type": "section", "value": value, "id": str(uuid.uuid4())}]


@pytest.fixture
def doctor(site_tree: Any) -> Any:
    """A physician who may sign and nothing else."""
    user = get_user_model().objects.create_user("doctor", password="hiza")
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    page = PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾", user=user, locale=site_tree.home.locale)
    site_tree.physicians.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def article(site_tree: Any, locales: Any, doctor: Any, rules_off: None) -> SymptomArticlePage:
    """A published article with prices, an English site to go into, and another article that is translated already."""
    call_command("load_glossary", apply=True, stdout=StringIO())  # a test before this one may have emptied the database
    japanese, english = site_tree.home.locale, locales["en"]
    for parent in (site_tree.home, site_tree.blog, site_tree.physicians):
        parent.copy_for_translation(english).save_revision().publish()
    ensure_workflow(site_tree.home.get_translation(english))
    table = FeeTable.objects.create(name="注射の費用", locale=japanese, rows=[fee("片ひざ", 19_000)])
    table.copy_for_translation(english).save()
    before = site_tree.blog.add_child(
        instance=ArticlePage(title="膝を休める", slug="rest", locale=japanese, body=body(COOL))
    )
    before.save_revision().publish()
    source, _ = TranslationSource.get_or_create_from_instance(before)
    segment = source.stringsegment_set.get(string__data=COOL)
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=english,
        data="When it hurts, cool and rest the knee.",
        translation_type="manual",
    )
    page = SymptomArticlePage(title="膝の裏の痛み", slug="back-knee", locale=japanese, supervisor=doctor)
    page.body = body(COOL, CAUSE, "階段を下りると痛みます。", table=table)
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def visit(open_page: Any, admin_client: Any, live_server: Any) -> Any:
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in admin_client.cookies.items()
    ]
    return lambda path, width=1280: open_page(path, width, cookies=cookies)


def violations(page: Any) -> list[str]:
    found = Axe().run(page, context={"include": [["main"]]})
    return [f"{item['id']}: {node['html'][:200]}" for item in found.response["violations"] for node in item["nodes"]]


def row(page: Any, text: str) -> Any:
    return page.locator("[data-segment]", has_text=text).first


def write(page: Any, text: str, said: str) -> None:
    """Fills the field of the segment and leaves it by the keyboard."""
    field = row(page, text).locator("textarea")
    field.fill(said)
    field.press("Control+Enter")
    row(page, text).locator(".kneeblog-segment__state", has_text="翻訳済み").wait_for()


def test_the_whole_way(visit: Any, open_page: Any, live_server: Any, article: Any, locales: Any, doctor: Any) -> None:
    page = visit(reverse("wagtail_localize:submit_page_translation", args=[article.pk]))
    page.get_by_label("英語").check()
    page.locator("main form [type=submit]").click()
    page.locator("[data-desk]").wait_for()
    translation = Translation.objects.get(source__object_id=article.translation_key)
    assert violations(page) == []
    with_keyboard_and_memory(page)
    with_a_term_and_a_placeholder(page)
    page.get_by_role("link", name=re.compile("^未対応")).click()
    write(page, "階段を", "It hurts on the way downstairs.")
    write(page, "原因", "Causes")
    assert translation.get_progress() == (5, 5)

    page.get_by_role("button", name=re.compile("に提出")).click()
    page.get_by_text("確認を依頼しました").wait_for()
    sign(open_page(reverse("wagtailadmin_login"), 1280))
    english = article.get_translation(locales["en"])
    public = open_page(english.url, 390)
    assert public.locator("h1").inner_text() == "Pain behind the knee" and "19,000" in public.content()

    # A price is changed once, for both languages; no segment is.
    table = FeeTable.objects.get(source=None)
    table.rows = [fee("片ひざ", 21_500)]
    table.save()
    for address in (article.url, english.url):
        public.goto(live_server.url + address)
        assert "21,500" in public.content() and "19,000" not in public.content()
    translation.source.update_from_db()
    assert translation.get_progress() == (5, 5)
    change_one_sentence(article)
    page.goto(live_server.url + reverse("kneeblog_translation", args=[translation.pk]))
    see_what_it_said_before(page)


def with_keyboard_and_memory(page: Any) -> None:
    """The keyboard leads from one segment to the next; what was translated elsewhere comes with one click."""
    title = row(page, "膝の裏の痛み").locator("textarea")
    title.fill("Pain behind the knee")
    title.press("Control+Enter")
    row(page, "膝の裏の痛み").locator(".kneeblog-segment__state", has_text="翻訳済み").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-open] textarea')")
    assert "保存しました" in page.locator("[data-desk-status]").inner_text()
    page.get_by_role("button", name=re.compile("完全一致1件を取り込む")).click()
    row(page, COOL).locator(".kneeblog-segment__state", has_text="メモリから").wait_for()


def with_a_term_and_a_placeholder(page: Any) -> None:
    """A term goes in at the cursor; a lost placeholder is refused, with the text still there."""
    cause = row(page, "半月板損傷")
    cause.locator("textarea").fill("It hurts to bend the knee with a ")
    cause.get_by_role("button", name=re.compile("meniscus tear")).click()
    cause.get_by_role("button", name="保存").click()
    cause.locator(".kneeblog-segment__error", has_text="<b> がありません。").wait_for()
    assert cause.locator("textarea").input_value() == "It hurts to bend the knee with a meniscus tear"
    assert violations(page) == []
    cause.locator("textarea").evaluate("field => field.setSelectionRange(12, 16)")
    cause.get_by_role("button", name="<b>…</b>").click()
    cause.locator("textarea").press("Control+Enter")
    cause.locator(".kneeblog-segment__state", has_text="翻訳済み").wait_for()
    said = StringTranslation.objects.get(translation_of__data=CAUSE)
    assert said.data == "It hurts to <b>bend</b> the knee with a meniscus tear" and said.translation_type == "manual"


def sign(page: Any) -> None:
    """The physician logs in, reads the translation in the same editor and signs it; with that it is live."""
    page.fill("[name=username]", "doctor")
    page.fill("[name=password]", "hiza")
    page.click("button[type=submit]")
    page.get_by_role("link", name="Pain behind the knee").click()
    page.locator("[data-desk]").wait_for()
    page.get_by_role("button", name="監修の署名").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=scope]").fill("医学的な内容")
    dialog.locator("button[type=submit]").click()
    dialog.wait_for(state="detached")


def change_one_sentence(article: Any) -> None:
    article.refresh_from_db()
    article.body[0].value["content"][2].value.source = "<p>階段を上ると痛みます。</p>"
    article.save_revision().publish()


def see_what_it_said_before(page: Any) -> None:
    """One segment is out of date, shown beside what it said before."""
    page.get_by_role("link", name="要更新 1").click()
    changed = page.locator("[data-segment]")
    assert changed.count() == 1 and changed.locator("del").inner_text() == "下り"
    assert "downstairs" in changed.inner_text() and violations(page) == []
