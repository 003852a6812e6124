"""The SEO desk's table and its editing: what it shows, finds and writes, and whom it lets in."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow, WorkflowTask
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from kneeblog.models import ArticlePage, PhysicianPage, SupervisionRecord, SymptomArticlePage, TreatmentPage
from kneeblog.seo.desk import columns, edits
from kneeblog.seo.desk.findings import findings
from kneeblog.seo.desk.permissions import ensure_group
from kneeblog.seo.desk.rows import EDITABLE, all_rows
from kneeblog.seo.desk.text import finds, fold, width
from tests.kneeblog.manypages import multiply

DESK = "kneeblog_seo_desk"
DESCRIPTION = (
    "膝の裏が痛くなる原因には、変形性膝関節症やベーカー嚢腫などがあります。受診の目安とご自宅でできる対処を説明します。"
)


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> SymptomArticlePage:
    page = SymptomArticlePage(
        title="膝の裏が痛い", slug="back-knee", introduction="<p>安静にします。</p>", locale=site_tree.home.locale
    )
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    return SymptomArticlePage.objects.get(pk=page.pk)


def edit(desk: Any, page: Any, version: str | None = None, *, script: bool = False, **values: str) -> Any:
    """What the form posts."""
    (row,) = all_rows([page.pk])
    version = version or str(edits.Version.of(row.page))
    data = {f"seo-{page.pk}-{name}": value for name, value in {**row.values, "version": version, **values}.items()}
    headers = {"x-requested-with": "XMLHttpRequest"} if script else {}
    return desk.post(reverse("kneeblog_seo_edit", args=[page.pk]), data, headers=headers)


def shown(response: Any) -> list[str]:
    return [row.title for row in response.context["object_list"]]


# --- What it shows ---------------------------------------------------------------------------------------------------


def test_a_length_counts_half_width_characters_as_half():
    title = "膝の裏（後ろ）が痛い原因と対処法を専門医が解説します。ひざの水も"
    assert width(title) == len(title)
    assert width("MRI検査") == 3.5
    assert width("ﾋｻﾞ①") == 2.5
    assert width("が\u200b") == 1
    assert width("é “") == 2


@pytest.mark.parametrize("query", ["裏", "うら 痛", "ウラ", "ｳﾗ", "ｍｒｉ"])
def test_a_search_finds_words_inside_sentences_in_any_kana_and_width(query: str):
    assert finds(query, fold("膝の裏（ウラ）が痛いときはMRI検査"))


def test_the_table_lists_every_page_with_its_facts(desk: Any, article: Any, site_tree: Any):
    response = desk.get(reverse(DESK))
    assert shown(response) == ["さくら膝クリニック", "ブログ", "膝の裏が痛い", "病気を知る", "治療", "医師紹介"]
    text = response.content.decode()
    for words in ("日本語", "back-knee", "公開中", "6文字", "説明文がありません"):
        assert words in text


def test_it_shows_the_latest_draft_and_filters_by_it(desk: Any, article: Any):
    article.title, article.robots = (
        "膝裏の痛みが続くときに考えられる病気と受診の目安を整形外科の専門医が解説",
        "noindex",
    )
    article.save_revision()
    (row,) = all_rows([article.pk])
    assert (row.title, row.robots, row.state) == (article.title, "noindex", "changed")
    assert shown(desk.get(reverse(DESK), {"finding": "title-long"})) == [article.title]
    assert shown(desk.get(reverse(DESK), {"robots": "noindex"})) == [article.title]
    assert shown(desk.get(reverse(DESK), {"state": "changed", "q": "整形外科"})) == [article.title]
    assert shown(desk.get(reverse(DESK), {"q": "膝の裏"})) == []


def test_filters_by_language_type_and_review(desk: Any, article: Any, site_tree: Any, locales: Any):
    article.copy_for_translation(locales["en"], copy_parents=True)
    doctor = PhysicianPage(title="保田", slug="yasuda", name="保田", locale=site_tree.home.locale)
    site_tree.physicians.add_child(instance=doctor)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    SupervisionRecord.sign(article, doctor, scope="すべて", next_review_on=yesterday)
    english = shown(desk.get(reverse(DESK), {"locale": locales["en"].pk}))
    assert len(english) == 3 and "膝の裏が痛い" in english
    assert len(shown(desk.get(reverse(DESK), {"type": "kneeblog.symptomarticlepage"}))) == 2
    late = desk.get(reverse(DESK), {"review": "overdue"})
    assert shown(late) == ["膝の裏が痛い"]
    assert "期限切れ" in late.content.decode()


def test_titles_and_descriptions_used_twice_are_found_within_a_language(site_tree: Any, locales: Any):
    def add(title: str, **fields: Any) -> Any:
        page = ArticlePage(title=title, locale=site_tree.home.locale, **fields)
        return site_tree.blog.add_child(instance=page)

    first = add("休診のお知らせ", slug="a", search_description=DESCRIPTION)
    second = add("休診の お知らせ", slug="b", search_description=DESCRIPTION)
    hidden = add("休診のお知らせ", slug="c", robots="noindex", seo_title="休診のお知らせ", search_description="短い")
    first.copy_for_translation(locales["en"], copy_parents=True)
    found = {pk: [one.kind for one in kinds] for pk, kinds in findings(all_rows()).items()}
    assert found[first.pk] == found[second.pk] == ["title-twice", "description-twice", "title-missing"]
    assert found[hidden.pk] == ["description-short"]
    second.seo_title = "臨時休診"
    second.save()
    found = {pk: [one.kind for one in kinds] for pk, kinds in findings(all_rows()).items()}
    assert "title-twice" not in found[first.pk]


def test_sorting(desk: Any, article: Any):
    titles = shown(desk.get(reverse(DESK), {"ordering": "-title"}))
    assert titles == sorted(titles, reverse=True)
    assert shown(desk.get(reverse(DESK), {"ordering": "nonsense"}))[0] == "さくら膝クリニック"


def test_a_thousand_pages_take_as_many_queries_as_ten(desk: Any, article: Any):
    def queries(**query: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.get(reverse(DESK), query).status_code == 200
        return len(captured)

    asked = ({}, {"q": "裏"}, {"finding": "title-twice"}, {"review": "overdue"}, {"p": "2"})
    multiply(article, 60)
    queries()
    few = [queries(**query) for query in asked]
    multiply(SymptomArticlePage.objects.order_by("path").last(), 1000)
    Page.objects.filter(slug__endswith="7").update(has_unpublished_changes=True)
    for page in SymptomArticlePage.objects.order_by("-path")[:20]:
        page.save_revision()
    many = [queries(**query) for query in asked]
    assert many == few
    assert max(many) < 30


def test_other_apps_add_columns(desk: Any, article: Any, monkeypatch: Any):
    monkeypatch.setattr(columns, "_added", {})
    columns.add_column("visits", "訪問", lambda pages: dict.fromkeys(pages, "千回"))
    text = desk.get(reverse(DESK)).content.decode()
    assert "訪問" in text and text.count("千回") == 6


# --- What it writes --------------------------------------------------------------------------------------------------


def test_an_edit_is_a_draft_of_the_person_who_made_it(desk: Any, staff: Any, article: Any):
    response = edit(desk, article, seo_title="膝の裏が痛い原因", robots="noindex")
    assert response.status_code == 302
    live = SymptomArticlePage.objects.get(pk=article.pk)
    draft = live.get_latest_revision_as_object()
    assert (live.seo_title, live.robots, live.has_unpublished_changes) == ("", "", True)
    assert (draft.seo_title, draft.robots, draft.introduction) == ("膝の裏が痛い原因", "noindex", live.introduction)
    assert live.latest_revision.user == staff
    entry = PageLogEntry.objects.filter(page=article.pk).latest("pk")
    assert (entry.action, entry.user) == ("kneeblog.seo_edit", staff)


def test_only_the_fields_of_the_desk_differ(desk: Any, article: Any):
    before = article.get_latest_revision().content
    edit(desk, article, **dict.fromkeys(["title", "seo_title", "breadcrumb_label"], "ひざ裏"), slug="knee-back")
    after = Page.objects.get(pk=article.pk).latest_revision.content
    changed = {name for name in after if after[name] != before[name]}
    bookkeeping = {"draft_title", "latest_revision", "latest_revision_created_at", "live_revision"}
    assert changed - bookkeeping - {"has_unpublished_changes", "last_published_at", "first_published_at", "live"} <= {
        *EDITABLE
    }


def test_a_check_that_fills_in_facts_fills_in_none_here(desk: Any, site_tree: Any):
    page = TreatmentPage(title="PRP注射", slug="prp", plan_number="PB0000001", locale=site_tree.home.locale)
    site_tree.treatments.add_child(instance=page)
    TreatmentPage.objects.update(regen_class="unknown")
    assert edit(desk, page, seo_title="PRP注射の内容と費用").status_code == 302
    content = Page.objects.get(pk=page.pk).latest_revision.content
    assert (content["seo_title"], content["regen_class"]) == ("PRP注射の内容と費用", "unknown")


def test_nothing_changed_nothing_written(desk: Any, article: Any):
    count = article.revisions.count()
    assert edit(desk, article).status_code == 302
    assert article.revisions.count() == count


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"slug": "膝の裏"}, "半角英小文字"),
        ({"slug": "two words"}, "スラグ"),
        ({"title": "  "}, "空"),
        ({"canonical_url": "javascript:alert(1)"}, "URL"),
        ({"canonical_url": "https://elsewhere.example/"}, "elsewhere.example"),
        ({"title": "改行\u000bあり"}, "制御文字"),
        ({"seo_title": "長" * 300}, "255"),
        ({"slug": "taken"}, "taken"),
    ],
)
def test_bad_values_are_named_at_their_field(desk: Any, article: Any, site_tree: Any, values: Any, words: str):
    site_tree.blog.add_child(instance=ArticlePage(title="他", slug="taken", locale=site_tree.home.locale))
    count = article.revisions.count()
    response = edit(desk, article, script=True, **values)
    assert response.context["form"].errors[next(iter(values))]
    assert words in str(response.context["form"].errors[next(iter(values))])
    assert article.revisions.count() == count


def test_an_older_version_overwrites_nothing(desk: Any, article: Any):
    version = str(edits.Version.of(article))
    author = get_user_model().objects.create_user("suzuki")
    article.seo_title = "編集者の題"
    revision = article.save_revision(user=author)
    response = edit(desk, article, version, script=True, seo_title="デスクの題")
    assert "suzuki" in response.content.decode()
    page = Page.objects.get(pk=article.pk)
    assert page.latest_revision == revision
    # Wagtail's editor, saving by itself, writes over its own revision: the id stays.
    version = str(edits.Version.of(page))
    article = SymptomArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    article.seo_title = "編集者の次の題"
    article.save_revision(user=author, overwrite_revision=revision)
    assert edit(desk, article, version, script=True, seo_title="デスクの題").context["form"].errors
    assert Page.objects.get(pk=article.pk).latest_revision.content["seo_title"] == "編集者の次の題"


def test_locks_workflows_schedules_and_aliases_are_respected(desk: Any, article: Any, site_tree: Any, locales: Any):
    boss = get_user_model().objects.create_superuser("boss")

    def refused(page: Any) -> bool:
        count = page.revisions.count()
        response = edit(desk, page, script=True, seo_title="新しい題")
        named = response.headers["Content-Type"].startswith("text/html") and response.context["form"].errors
        return bool(named) and page.revisions.count() == count

    article.locked, article.locked_by = True, boss
    article.save()
    assert refused(article)
    article.locked = False
    article.save()
    article.save_revision(approved_go_live_at=timezone.now() + datetime.timedelta(days=1))
    assert refused(article)
    article.save_revision().publish()
    article.refresh_from_db()
    workflow, task = Workflow.objects.create(name="確認"), GroupApprovalTask.objects.create(name="確認")
    task.groups.add(ensure_group())
    WorkflowTask.objects.create(workflow=workflow, task=task)
    state = workflow.start(article, boss)
    assert refused(article)
    state.cancel(user=boss)
    alias = article.copy_for_translation(locales["en"], copy_parents=True, alias=True)
    assert refused(alias)
    assert not refused(article)


def test_a_draft_may_be_unfinished_elsewhere(desk: Any, site_tree: Any):
    physician = PhysicianPage(title="保田", slug="yasuda", locale=site_tree.home.locale, live=False)
    site_tree.physicians.add_child(instance=physician)
    assert edit(desk, physician, seo_title="保田医師").status_code == 302
    assert Page.objects.get(pk=physician.pk).latest_revision.content["seo_title"] == "保田医師"


def test_a_page_kept_in_step_with_its_source_keeps_what_the_desk_wrote(desk: Any, article: Any, locales: Any):
    translate_object(article, [locales["en"]])
    english = article.get_translation(locales["en"])
    edit(desk, english, title="Pain behind the knee", slug="pain-behind-the-knee")
    translation = Translation.objects.get(source__object_id=article.translation_key, target_locale=locales["en"])
    assert StringTranslation.objects.get(context__path="title").data == "Pain behind the knee"
    translation.save_target(publish=True)
    english.refresh_from_db()
    assert (english.title, english.slug) == ("Pain behind the knee", "pain-behind-the-knee")


# --- Whom it lets in -------------------------------------------------------------------------------------------------


def test_the_group_uses_the_desk_and_edits_no_body(desk: Any, article: Any):
    assert reverse(DESK) in desk.get(reverse("wagtailadmin_home")).content.decode()
    editor = desk.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert editor.status_code in {302, 403}
    posted = desk.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), {"title": "新しい題"})
    assert posted.status_code in {302, 403}
    assert SymptomArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().title == "膝の裏が痛い"


def test_nobody_else_gets_in(client: Any, article: Any):
    user = get_user_model().objects.create_user("editor", password="hiza")
    access = ensure_group().permissions.get(codename="access_admin")
    user.user_permissions.add(access)
    client.force_login(user)
    assert reverse(DESK) not in client.get(reverse("wagtailadmin_home")).content.decode()
    for name, args in (
        (DESK, []),
        ("kneeblog_seo_desk_results", []),
        ("kneeblog_seo_edit", [article.pk]),
        ("kneeblog_seo_sheets", []),
        ("kneeblog_seo_sheet", [1]),
    ):
        assert client.get(reverse(name, args=args)).status_code in {302, 403}, name
    assert edit(client, article, seo_title="新しい題").status_code in {302, 403}
    assert Page.objects.get(pk=article.pk).has_unpublished_changes is False
