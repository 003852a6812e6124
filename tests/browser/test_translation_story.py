"""A saved page of the old site until it stands in English, and what becomes of the translation afterwards.

The page is one of the sample site's, as it was saved, with its pictures.  The admin speaks Japanese, and once English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import ContextVar
from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from kneeblog.models import ArticlePage, FeeTable, PhysicianPage, RuleChoice, SymptomArticlePage, TreatmentPage
from kneeblog.supervision.workflow import ensure_workflow
from tests.importers.test_import import import_posts
from tests.kneeblog.test_templates import fee
from tests.kneeblog.translations import said_in

SAMPLE = Path(__file__).parents[2] / "kneeblog" / "site" / "sample"
PAGE = "膝の外側の痛み.html"
TITLE = "膝の外側の痛み：ランニングのあとに気をつけたいこと"
LINKED, SEE = "ひねりやしゃがみ込みのあとに", "Consider it if pain goes on after twisting or squatting: see "
KNOWN = "走ったあとに冷やす"  # another article says it, and that one is translated
SPOKEN: ContextVar[str] = ContextVar("language of the admin", default="ja")
IN_ENGLISH = {
    "英語": "English",
    "翻訳済み": "Translated",
    "保存しました": "Saved",
    "完全一致1件を取り込む": "Take over 1 exact match",
    "メモリから": "From memory",
    "保存": "Save",
    " がありません。": " is missing.",
    "公開できません": "cannot be published",
    "翻訳中 0%": "In progress 0%",
    "を公開しました": "has been published",
    "公開されました": "published",
    "POとXLIFFのファイル": "PO and XLIFF files",
    "POで書き出す": "Take out as PO",
    "取り込む": "Take in",
    "ファイルを取り込みました": "The files have been taken in",
    "戻る": "Back",
    "に提出": "Submit to",
    "確認を依頼しました": "submitted for review",
    "監修の署名": "Sign",
    "要更新": "Out of date",
    "未対応": "To do",
}
CHANGED = "走る距離や坂道が急にふえたときに起こりやすい炎症です。"


def said(japanese: str) -> str:
    """The admin's words, in the language it speaks."""
    return japanese if SPOKEN.get() == "ja" else IN_ENGLISH[japanese]


@pytest.fixture(params=["ja", "en"])
def language(request: Any) -> Iterator[str]:
    token = SPOKEN.set(request.param)
    yield request.param
    SPOKEN.reset(token)


@pytest.fixture
def saved_page(tmp_path: Path) -> Path:
    """The folder of one page as it was saved."""
    (tmp_path / PAGE).write_bytes((SAMPLE / "post" / PAGE).read_bytes())
    return tmp_path


def import_again(folder: Path) -> str:
    code, said = import_posts(str(folder), apply=True, media=[str(SAMPLE / "media")])
    assert code == 0, said
    return said


@pytest.fixture
def imported(
    site_tree: Any, locales: dict[str, Any], rules_off: None, saved_page: Path, language: str
) -> SymptomArticlePage:
    """The draft of the imported page, beside what it refers to, which is live in both languages."""
    # A test before this one may have emptied the database.
    call_command("load_glossary", apply=True, stdout=StringIO())
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    import_again(saved_page)
    english = locales["en"]
    parents = (site_tree.home, site_tree.blog, site_tree.treatments, site_tree.physicians)
    for page in (*parents, *TreatmentPage.objects.all(), *PhysicianPage.objects.all()):
        if page.latest_revision_id:
            page.get_latest_revision().publish()
        page.refresh_from_db()
        page.copy_for_translation(english).save_revision().publish()
    for table in FeeTable.objects.filter(locale__language_code="ja"):
        copy = table.copy_for_translation(english)
        copy.save()
        TreatmentPage.objects.filter(locale=english, fee_table=table).update(fee_table=copy)
    ensure_workflow(site_tree.home.get_translation(english))
    doctor = get_user_model().objects.create_user("doctor", password="hiza")
    doctor.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    UserProfile.objects.update_or_create(user=doctor, defaults={"preferred_language": language})
    PhysicianPage.objects.filter(locale__language_code="ja").update(user=doctor)
    translated_before(site_tree, english)
    RuleChoice.objects.filter(rule="translation").delete()  # nothing half translated goes live here
    return SymptomArticlePage.objects.get()


def translated_before(site_tree: Any, english: Any) -> None:
    """Another article with a sentence of the sample's."""
    page = ArticlePage(
        title="膝を休める", slug="rest", locale=site_tree.home.locale, introduction=f"<ol><li>{KNOWN}</li></ol>"
    )
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    source, _ = TranslationSource.get_or_create_from_instance(page)
    segment = source.stringsegment_set.get(string__data=KNOWN)
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=english, data="Cool the knee after a run."
    )


@pytest.fixture
def visit(open_page: Any, admin_client: Any, admin_user: Any, live_server: Any, language: str) -> Any:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in admin_client.cookies.items()
    ]
    return lambda path, width=1280: open_page(path, width, cookies=cookies)


def violations(page: Any) -> list[str]:
    found = Axe().run(page, context={"include": [["[data-desk]"]]})
    return [f"{item['id']}: {node['html'][:200]}" for item in found.response["violations"] for node in item["nodes"]]


def row(page: Any, text: str) -> Any:
    return page.locator("[data-segment]", has_text=text).first


def write(page: Any, text: str, translated: str) -> None:
    """Fills the field of the segment and leaves it by the keyboard."""
    field = row(page, text).locator("textarea")
    field.fill(translated)
    field.press("Control+Enter")
    row(page, text).locator(".kneeblog-segment__state", has_text=re.compile(rf"^\s*{said('翻訳済み')}")).wait_for()


def work_on(article: Any) -> Translation:
    return Translation.objects.get(source__object_id=article.translation_key)


def test_the_whole_way(
    visit: Any, open_page: Any, live_server: Any, imported: Any, locales: Any, saved_page: Path
) -> None:
    page = visit(reverse("wagtailadmin_pages:edit", args=[imported.pk]))
    publish_the_draft(page)
    assert open_page(imported.url, 390).locator("h1").inner_text() == TITLE

    page.goto(live_server.url + reverse("wagtail_localize:submit_page_translation", args=[imported.pk]))
    page.get_by_label(said("英語")).check()
    page.locator("main form [type=submit]").click()
    page.locator("[data-desk]").wait_for()
    assert violations(page) == []
    with_keyboard_and_memory(page)
    with_a_term_and_a_placeholder(page)
    refused_while_incomplete(page)
    category_and_author(page, live_server)
    page.goto(live_server.url + reverse("kneeblog_translation", args=[work_on(imported).pk]))
    the_rest_from_a_file(page, work_on(imported), saved_page.parent)
    page.get_by_role("button", name=re.compile(said("に提出"))).click()
    page.get_by_text(said("確認を依頼しました")).wait_for()
    sign(open_page(reverse("wagtailadmin_login"), 1280))
    english = imported.get_translation(locales["en"])
    public = open_page(english.url, 390)
    assert public.locator("h1").inner_text() == "Pain on the outer side of the knee"
    assert public.locator("html").get_attribute("lang") == "en"

    one_price_for_both(public, live_server, (imported.url, english.url))
    assert not outdated(page, live_server, imported)
    assert "5 unchanged" in import_again(saved_page) and not outdated(page, live_server, imported)
    change_one_sentence(saved_page)
    import_again(saved_page)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[imported.pk]))
    publish_the_draft(page)
    assert outdated(page, live_server, imported) == 1
    see_what_it_said_before(page)


def publish_the_draft(page: Any) -> None:
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("footer [name=action-publish]").click()
    page.locator(".messages").get_by_text(said("公開されました")).first.wait_for()


def with_keyboard_and_memory(page: Any) -> None:
    """The keyboard leads from one segment to the next; what was translated elsewhere comes with one click."""
    title = row(page, TITLE).locator("textarea")
    title.fill("Pain on the outer side of the knee")
    title.press("Control+Enter")
    row(page, TITLE).locator(".kneeblog-segment__state", has_text=re.compile(rf"^\s*{said('翻訳済み')}")).wait_for()
    assert page.evaluate("document.activeElement.matches('[data-open] textarea')")
    assert said("保存しました") in page.locator("[data-desk-status]").inner_text()
    page.get_by_role("button", name=re.compile(said("完全一致1件を取り込む"))).click()
    row(page, KNOWN).locator(".kneeblog-segment__state", has_text=said("メモリから")).wait_for()


def with_a_term_and_a_placeholder(page: Any) -> None:
    """A term goes in at the cursor; a lost link is refused, with the text still there."""
    linked = row(page, LINKED)
    linked.locator("textarea").fill(SEE)
    linked.get_by_role("button", name=re.compile("meniscus tear")).click()
    linked.get_by_role("button", name=said("保存")).click()
    linked.locator(".kneeblog-segment__error", has_text=f'<a id="a1">{said(" がありません。")}').wait_for()
    assert linked.locator("textarea").input_value() == f"{SEE}meniscus tear"
    assert violations(page) == []
    linked.locator("textarea").evaluate(f"field => field.setSelectionRange({len(SEE)}, field.value.length)")
    linked.get_by_role("button", name='<a id="a1">…</a>').click()
    linked.locator("textarea").press("Control+Enter")
    linked.locator(".kneeblog-segment__state", has_text=re.compile(rf"^\s*{said('翻訳済み')}")).wait_for()
    kept = StringTranslation.objects.get(translation_of__data__startswith=LINKED)
    assert kept.data == f'{SEE}<a id="a1">meniscus tear</a>' and kept.translation_type == "manual"


def refused_while_incomplete(page: Any) -> None:
    page.locator("form[action$='/publish/'] button").click()
    page.get_by_text(said("公開できません")).wait_for()
    assert "走ると膝の外側が痛む方" in page.locator(".messages").inner_text()


def category_and_author(page: Any, live_server: Any) -> None:
    """What the page shows beside its own text stands in the table of snippets."""
    for name, text in (("膝の症状", "Knee symptoms"), ("aobazaka-staff", "Aobazaka staff")):
        page.goto(f"{live_server.url}{reverse('kneeblog_translated_snippets')}?state=progress")
        page.locator("tr", has_text=name).get_by_role("link", name=said("翻訳中 0%")).click()
        write(page, name, text)
        page.locator("form[action$='/publish/'] button").click()
        page.get_by_text(said("を公開しました")).wait_for()


def the_rest_from_a_file(page: Any, work: Translation, folder: Path) -> None:
    """Out as PO, filled elsewhere, back in."""
    page.get_by_role("link", name=said("POとXLIFFのファイル")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=said("POで書き出す")).click()
    path = folder / "back.po"
    download.value.save_as(path)
    po = polib.pofile(str(path))
    for entry in po.untranslated_entries():
        entry.msgstr = said_in(entry.msgid, "en")
    po.save()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=said("取り込む"), exact=True).click()
    page.get_by_text(said("ファイルを取り込みました")).wait_for()
    total, done = work.get_progress()
    assert total == done > 20
    page.get_by_role("link", name=said("戻る"), exact=True).click()
    page.locator("[data-desk]").wait_for()


def sign(page: Any) -> None:
    """The physician logs in, reads the translation in the same editor and signs it; with that it is live."""
    page.fill("[name=username]", "doctor")
    page.fill("[name=password]", "hiza")
    page.click("button[type=submit]")
    page.get_by_role("link", name="Pain on the outer side of the knee").click()
    page.locator("[data-desk]").wait_for()
    page.get_by_role("button", name=said("監修の署名")).click()
    dialog = page.locator(".modal")
    dialog.locator("[name=scope]").fill("医学的な内容")
    dialog.locator("button[type=submit]").click()
    dialog.wait_for(state="detached")


def one_price_for_both(public: Any, live_server: Any, addresses: tuple[str, ...]) -> None:
    """A price is changed once, for both languages."""
    table = FeeTable.objects.get(source=None, locale__language_code="ja", treatment_pages__title__contains="MRI")
    table.rows = [fee("片ひざ", 21_500)]
    table.save()
    for address in addresses:
        public.goto(live_server.url + address)
        assert "21,500" in public.content()


def change_one_sentence(folder: Path) -> None:
    saved = (folder / PAGE).read_text(encoding="utf-8")
    assert CHANGED in saved
    changed = saved.replace(CHANGED, CHANGED.replace("急に", "ゆっくり"))
    (folder / PAGE).write_text(changed, encoding="utf-8")


def outdated(page: Any, live_server: Any, article: Any) -> int:
    """How many segments the translation editor says are out of date; it has none that lack a translation besides."""
    page.goto(live_server.url + reverse("kneeblog_translation", args=[work_on(article).pk]))
    count = int(page.get_by_role("link", name=re.compile(f"^{said('要更新')}")).inner_text().split()[-1])
    assert int(page.get_by_role("link", name=re.compile(f"^{said('未対応')}")).inner_text().split()[-1]) == count
    return count


def see_what_it_said_before(page: Any) -> None:
    """The one segment is shown beside what it said before, and how that was translated."""
    page.get_by_role("link", name=re.compile(f"^{said('要更新')}")).click()
    page.locator("[aria-current=page]", has_text=said("要更新")).wait_for()
    changed = page.locator("[data-segment]")
    assert changed.count() == 1
    assert changed.locator("del").inner_text() == "急に" and changed.locator("ins").inner_text() == "ゆっくり"
    assert "In English" in changed.inner_text() and violations(page) == []
