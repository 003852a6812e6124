"""The translation editor: what a translator sees, what is saved and what is refused, and what reaches the page."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from kneeblog.models import ArticlePage, FeeTable
from kneeblog.translation.desk import writing
from kneeblog.translation.desk.earlier import Earlier, earlier
from kneeblog.translation.desk.rows import MEMORY, Row, Segments
from kneeblog.translation.placeholders import problems

SCRIPT = {"x-requested-with": "XMLHttpRequest"}
REST, COOL = "膝を<b>冷やして</b>休みます。", "Cool the knee <b>well</b> and rest."


@pytest.fixture
def editor(client: Any, admin_user: Any, settings: Any) -> Any:
    """A superuser's browser, in Japanese."""
    client.force_login(admin_user)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    return client


@pytest.fixture
def submit(site_tree: Any, locales: dict[str, Any], rules_off: None) -> Any:
    """A function that publishes an article and sends it for translation into English, where its page is a draft."""

    def submitted(slug: str, *paragraphs: str) -> Translation:
        content = [block("paragraph", f"<p>{text}</p>") for text in paragraphs]
        body = json.dumps([block("section", {"content": content})])
        page = site_tree.blog.add_child(instance=ArticlePage(title=f"記事 {slug}", slug=slug, body=body))
        page.save_revision().publish()
        source, _ = TranslationSource.get_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=locales["en"])
        translation.save_target(publish=False)
        return translation

    return submitted


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def row_of(translation: Translation, text: str) -> Row:
    """The row whose source has that text."""
    return next(row for row in Segments(translation).rows if text in row.source)


def save(
    client: Any, translation: Translation, text: str, said: str, *, script: bool = True, seen: str | None = None
) -> Any:
    """Saves a segment, seeing what is there now unless `seen` says what was shown."""
    row = row_of(translation, text)
    url = reverse("kneeblog_segment", args=[translation.pk, row.pk])
    sent = {"text": said, "show": "open", "seen": row.seen if seen is None else seen}
    return client.post(url, sent, headers=SCRIPT if script else {})


def act(client: Any, translation: Translation, name: str) -> str:
    """The editor after something was done to all of it."""
    url = reverse("kneeblog_translation_act", args=[translation.pk, name])
    return client.post(url, follow=True).content.decode()


def desk(client: Any, translation: Translation, **query: Any) -> str:
    return client.get(reverse("kneeblog_translation", args=[translation.pk]), query).content.decode()


# Writing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("segment", "in_field"),
    [
        ("R&amp;D", "R&D"),
        ("5 &lt; 6 &amp; 7 &gt; 6", "5 &lt; 6 & 7 > 6"),
        ("約3cm<sup>3</sup>", "約3cm<sup>3</sup>"),
        ("a &amp;lt; b", "a &amp;lt; b"),
        ("T&amp;regular", "T&regular"),
    ],
)
def test_a_segment_in_the_field_and_back(segment: str, in_field: str) -> None:
    assert writing.shown(segment) == in_field
    assert writing.stored(in_field) == segment


@given(st.text(alphabet="膝a<>&;/lt gbr#38\"'=", max_size=30))
def test_what_is_stored_comes_back_and_never_opens_a_tag_of_its_own(text: str) -> None:
    stored = writing.stored(text)
    assume(all(problem.kind != "broken" for problem in problems("", stored)))  # those are refused
    assert writing.stored(writing.shown(stored)) == stored


def test_lines_and_numbers_less_than() -> None:
    assert writing.stored("  one\r\n  two ") == "one two"
    assert writing.stored("under <5 mm") == "under &lt;5 mm"


def test_changes_by_word_and_by_character() -> None:
    assert writing.changes("膝を冷やします", "膝を温めます") == [
        ("same", "膝を"),
        ("gone", "冷やし"),
        ("new", "温め"),
        ("same", "ます"),
    ]
    assert writing.changes("two knees", "three knees")[:2] == [("gone", "two"), ("new", "three")]


def test_what_stood_there_before() -> None:
    old, other = Earlier("膝を冷やして休みます", "Rest."), Earlier("料金は別です", "Fees are extra.")
    assert earlier({(1, 5): "膝を温めます"}, [(1, 5)], [(1, other), (1, old)]) == {(1, 5): other}  # the newest
    found = earlier({(1, 5): "膝を温めて休みます", (1, 6): "新しい文"}, [(1, 5), (1, 6)], [(1, other), (1, old)])
    assert found == {(1, 5): old}  # of several texts at one place, what is alike
    assert earlier({(2, 5): "膝"}, [(2, 5)], [(1, old)]) == {}


# The editor -----------------------------------------------------------------------------------------------------------


def test_a_page_in_translation_opens_here_and_the_other_editor_stays(editor: Any, submit: Any) -> None:
    translation = submit("one", REST)
    page = translation.get_target_instance()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.get(edit)
    assert response.status_code == 302 and response.url == reverse("kneeblog_translation", args=[translation.pk])
    html = editor.get(response.url).content.decode()
    assert "本文 › セクション › テキスト" in html and "変更箇所" not in html
    assert f"{edit}?other-editor=1" in html
    assert reverse("kneeblog_translation_files", args=[translation.pk]) in html
    assert "props" in editor.get(f"{edit}?other-editor=1").context
    source = translation.source.get_source_instance()
    assert response.url in editor.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()
    translation.enabled = False
    translation.save()
    assert editor.get(edit).status_code == 200 and editor.get(response.url).status_code == 404


def test_a_fee_table_is_translated_here_too(editor: Any, site_tree: Any, locales: dict[str, Any]) -> None:
    table = FeeTable.objects.create(name="注射の費用", locale=site_tree.home.locale)
    source, _ = TranslationSource.get_or_create_from_instance(table)
    translation = Translation.objects.create(source=source, target_locale=locales["en"])
    translation.save_target()
    english = translation.get_target_instance()
    edit = reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[english.pk])
    assert editor.get(edit).url == reverse("kneeblog_translation", args=[translation.pk])
    save(editor, translation, "注射の費用", "Injection fees")
    assert "を公開しました" in act(editor, translation, "publish")
    english.refresh_from_db()
    assert english.name == "Injection fees"


def test_terms_placeholders_and_remarks(editor: Any, submit: Any) -> None:
    translation = submit("one", REST, "料金は66万円です。")
    html = desk(editor, translation)
    assert 'data-before="&lt;b&gt;" data-behind="&lt;/b&gt;"' in html and 'data-before="knee"' in html
    assert 'lang="ja"' in html and re.search(r'<textarea[^>]*lang="en"', html)
    answer = save(editor, translation, "料金", "The fee is ¥66,000.").json()
    assert answer["saved"] and "660000" in answer["row"] and "数値" in answer["row"]
    assert "3件中1件" in answer["progress"]
    assert row_of(translation, "料金").is_in("issues") and not row_of(translation, "料金").is_open
    filtered = desk(editor, translation, show="issues")
    assert "料金は" in filtered and "休みます" not in filtered


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Cool the knee and rest.", "&lt;b&gt; がありません。"),
        ("Cool <b>well</b> <script>alert(1)</script>", "&lt;script&gt;"),
        ('Cool <b>well</b> <img src="x" onerror="alert(1)">', "&lt;img"),
        ("Cool <b onclick=alert(1)>well</b>", "&lt;b onclick"),
        ("Cool <b>well", "&lt;b&gt;"),
        ("Cool <b>well</b><", ""),
    ],
)
def test_wrong_placeholders_are_refused_and_the_text_stays(editor: Any, submit: Any, said: str, reason: str) -> None:
    translation = submit("one", REST)
    answer = save(editor, translation, "休みます", said).json()
    assert answer["saved"] is (not reason) and "<script>" not in answer["row"] and "<img" not in answer["row"]
    if reason:
        assert reason in answer["row"] and not StringTranslation.objects.exists()
        html = save(editor, translation, "休みます", said, script=False).content.decode()
        assert reason in html and "Cool" in html and "<script>alert" not in html and "<img src" not in html


def test_without_a_script(editor: Any, submit: Any) -> None:
    translation = submit("one", REST)
    row = row_of(translation, "休みます")
    response = save(editor, translation, "休みます", COOL, script=False)
    assert response.url == f"{reverse('kneeblog_translation', args=[translation.pk])}?show=open#segment-{row.pk}"
    assert row_of(translation, "休みます").state == "done"
    save(editor, translation, "休みます", "", script=False)  # emptied: taken away
    assert row_of(translation, "休みます").state == "missing" and not StringTranslation.objects.exists()
    response = editor.get(reverse("kneeblog_segment", args=[translation.pk, row.pk]), follow=True)
    assert "似た訳文はまだありません" in response.content.decode()


def seen_in(html: str) -> str:
    """What the form that is shown will send along."""
    (seen,) = re.findall(r'name="seen" value="(\w*)"', html)
    return str(seen)


@pytest.mark.parametrize("script", [True, False])
def test_the_second_of_two_sees_what_the_first_wrote(
    editor: Any, submit: Any, django_user_model: Any, script: bool
) -> None:
    translation = submit("one", REST)
    row = row_of(translation, "休みます")
    other = django_user_model.objects.create_user("yaku", password="hiza", first_name="訳子", last_name="山田")
    translated = StringTranslation.objects.create(
        translation_of=row.segment.string,
        context=row.segment.context,
        locale=translation.target_locale,
        data="Rest &amp; <b>cool</b> it.",
        last_translated_by=other,
    )

    def attempt(said: str, seen: str) -> str:
        answer = save(editor, translation, "休みます", said, script=script, seen=seen)
        if script:
            return str(answer.json()["row"])
        shown = answer.content.decode() if answer.status_code == 200 else desk(editor, translation)
        return shown[shown.index(f'id="segment-{row.pk}"') :]

    def stored() -> str:
        return str(StringTranslation.objects.get(translation_of=row.segment.string).data)

    refused = attempt(COOL, row.seen)
    assert (
        "訳子" in refused
        and "別の訳文を保存しました" in refused
        and "Rest &amp; &lt;b&gt;cool&lt;/b&gt; it." in refused
    )
    assert "Cool the knee &lt;b&gt;well&lt;/b&gt; and rest.</textarea>" in refused and stored() == translated.data

    # Before one keeps one's own, the other writes again: that too is shown.
    StringTranslation.objects.update(data="Rest <b>well</b>.", last_translated_by=None)
    again = attempt(COOL, seen_in(refused))
    assert "別の訳文が保存されました" in again and "Rest &lt;b&gt;well&lt;/b&gt;." in again
    # What is wrong by itself as well makes nobody believe that the other text has been seen.
    wrong = attempt("Cool it.", seen_in(refused))
    assert "Rest &lt;b&gt;well&lt;/b&gt;." in wrong and stored() == "Rest <b>well</b>."
    wrong = attempt("Cool it.", seen_in(again))
    assert "がありません" in wrong and seen_in(wrong) == seen_in(again)

    attempt(COOL, seen_in(again))
    assert stored() == COOL
    attempt(COOL, "")  # the same words overwrite nothing
    assert "取り消されました" not in attempt("", seen_in(refused)) and stored() == COOL
    StringTranslation.objects.all().delete()
    gone = attempt(COOL, seen_in(again))
    assert "取り消されました" in gone and not StringTranslation.objects.exists()
    attempt(COOL, seen_in(gone))
    assert stored() == COOL


def test_nobody_else_may(client: Any, submit: Any, admin_user: Any) -> None:
    translation = submit("one", REST)
    other = submit("two", "別の文です。")
    user = get_user_model().objects.create_user("reader", password="hiza")
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    client.force_login(user)
    for act_url in (
        reverse("kneeblog_translation_act", args=[translation.pk, "memory"]),
        reverse("kneeblog_translation_act", args=[translation.pk, "publish"]),
    ):
        client.post(act_url)
    assert save(client, translation, "休みます", COOL).status_code in {302, 403}
    assert client.get(reverse("kneeblog_translation", args=[translation.pk])).status_code == 302
    assert not StringTranslation.objects.exists() and not translation.get_target_instance().live
    client.force_login(admin_user)  # a segment of another page is none of this one
    url = reverse("kneeblog_segment", args=[translation.pk, row_of(other, "別の文").pk])
    assert client.post(url, {"text": "Another"}, headers=SCRIPT).status_code == 404
    assert client.post(reverse("kneeblog_translation_act", args=[translation.pk, "dance"])).status_code == 404


# Memory, machine, what has changed ------------------------------------------------------------------------------------


def test_memory_is_offered_taken_and_taken_back(editor: Any, submit: Any) -> None:
    first = submit("one", REST, "関節の料金は別です。")
    save(editor, first, "休みます", COOL)
    second = submit("two", REST, "膝を<b>温めて</b>休みます。")
    html = desk(editor, second)
    assert "記事 one" in html and "完全一致" in html
    assert "1件の訳文をメモリから取り込みました" in act(editor, second, "memory")
    taken = row_of(second, "冷やして")
    assert (taken.state, taken.text, taken.translation.tool_name) == ("memory", COOL, MEMORY)
    assert "1件の訳文を取り消しました" in act(editor, second, "take_back")
    assert row_of(second, "冷やして").state == "missing" and row_of(first, "休みます").state == "done"
    act(editor, second, "memory")
    save(editor, second, "冷やして", COOL)  # a person has looked: it is theirs
    act(editor, second, "take_back")
    assert row_of(second, "冷やして").state == "done"
    url = reverse("kneeblog_segment", args=[second.pk, row_of(second, "温めて").pk])
    close = editor.get(url, headers=SCRIPT).content.decode()
    assert "<ins>温め" in close and "類似度" in close and "Cool the knee" in close


def test_the_machine_is_marked_until_a_person_saves(editor: Any, submit: Any) -> None:
    translation = submit("one", "半月板損傷", "66万円（税込）")
    assert "2件を機械翻訳しました" in act(editor, translation, "machine")
    row = row_of(translation, "半月板損傷")
    assert (row.text, row.state, row.is_open) == ("meniscus tear", "machine", True)
    assert "機械翻訳・未確認" in desk(editor, translation, show="machine")
    save(editor, translation, "半月板損傷", "meniscus tear")
    assert row_of(translation, "半月板損傷").state == "done"
    # What a machine said and nobody has read stays the machine's when memory repeats it.
    again = submit("two", "66万円（税込）")
    act(editor, again, "memory")
    assert row_of(again, "66万円").state == "machine"


def test_exactly_what_changed_is_out_of_date_and_shown_with_its_old_text(editor: Any, submit: Any) -> None:
    translation = submit("one", REST, "料金は別です。")
    save(editor, translation, "休みます", COOL)
    save(editor, translation, "料金", "Fees are extra.")
    source = ArticlePage.objects.get(slug="one", locale__language_code="ja")
    source.body[0].value["content"][0].value.source = "<p>膝を<b>温めて</b>休みます。</p>"
    source.save_revision().publish()
    # Publishing the source has brought the segments up to date.
    rows = [row for row in Segments(Translation.objects.get(pk=translation.pk)).rows if row.earlier]
    assert [(row.earlier_text, row.state_label) for row in rows] == [(COOL, "要更新")]
    html = desk(editor, translation, show="outdated")
    assert "<del>冷や" in html and "<ins>温め" in html and "料金は" not in html
    save(editor, translation, "温めて", "Warm the knee <b>well</b> and rest.")
    assert not any(row.earlier for row in Segments(translation).rows)


# The page -------------------------------------------------------------------------------------------------------------


def test_drafts_and_publishing(editor: Any, submit: Any) -> None:
    translation = submit("one", REST)
    for text, said in (("記事", "Article one"), ("休みます", COOL)):
        save(editor, translation, text, said)
    assert "下書きを保存しました" in act(editor, translation, "draft").replace("下書きは", "下書きを")
    page = translation.get_target_instance()
    assert not page.live and page.get_latest_revision_as_object().title == "Article one"
    assert "を公開しました" in act(editor, translation, "publish")
    page.refresh_from_db()
    assert page.live and page.title == "Article one" and "<b>well</b>" in str(page.body)


def test_publishing_is_refused_in_full_and_a_reason_is_asked(
    editor: Any, site_tree: Any, locales: dict[str, Any], untranslated_too: None
) -> None:
    for parent in (site_tree.home, site_tree.blog):
        parent.copy_for_translation(locales["en"]).save_revision().publish()
    pending = {"image": None, "caption": "", "original_url": "https://old.example.jp/knee.jpg", "link": ""}
    for slug, blocks in (("pending", [block("image", pending)]), ("boast", [])):
        body = json.dumps([block("section", {"content": blocks})])
        page = site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug=slug, body=body, live=False))
        translate_object(page, [locales["en"]])
    refused, asked = Translation.objects.order_by("pk")[:2]
    html = act(editor, refused, "publish")
    assert "公開できません" in html and "knee.jpg" in html and "下書きは保存しました" in html
    assert not refused.get_target_instance().live
    save(editor, asked, "お知らせ", "The best knee clinic in Osaka")
    assert "LANG-002" in act(editor, asked, "publish") and not asked.get_target_instance().live


def test_a_locked_page_is_neither_saved_nor_published(client: Any, editor: Any, submit: Any, admin_user: Any) -> None:
    translation = submit("one", REST)
    page = translation.get_target_instance()
    page.locked, page.locked_by = True, get_user_model().objects.create_user("other", password="hiza")
    page.save()
    before = page.latest_revision_id
    assert "ロック" in act(editor, translation, "draft") and "ロック" in act(editor, translation, "publish")
    page.refresh_from_db()
    assert not page.live and page.latest_revision_id == before


# Queries --------------------------------------------------------------------------------------------------------------


def test_few_queries_whatever_the_length(editor: Any, submit: Any) -> None:
    counts = {}
    for number in (20, 400):
        translation = submit(f"n{number}", *(f"{number} の {count} 番目の文です。" for count in range(number)))
        segments = translation.source.stringsegment_set.exclude(context__path="title")
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data="Text",
                translation_type="manual",
            )
            for segment in segments[: number // 2]
        )
        url = reverse("kneeblog_translation", args=[translation.pk])
        editor.get(url)
        with CaptureQueriesContext(connection) as opening:
            assert editor.get(url).content.decode().count("<textarea") == number + 1
        pk = segments.last().pk
        with CaptureQueriesContext(connection) as saving:
            editor.post(reverse("kneeblog_segment", args=[translation.pk, pk]), {"text": "Text"}, headers=SCRIPT)
        counts[number] = len(opening), len(saving)
    assert counts[20] == counts[400]
    assert counts[400][0] <= 28 and counts[400][1] <= 22
