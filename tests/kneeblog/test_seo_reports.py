"""The reports for SEO staff: what they find, and whom they let in."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from kneeblog.models import (
    ArticlePage,
    ConditionPage,
    GlossaryTerm,
    MissingAddress,
    SymptomArticlePage,
    TreatmentPage,
)
from tests.kneeblog.manypages import multiply


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def section(*content: dict[str, Any], heading: str = "原因", anchor: str = "causes") -> dict[str, Any]:
    return block("section", {"heading": heading, "kind": "causes", "anchor": anchor, "content": list(content)})


def picture(image: Any, alt: str = "", decorative: bool = False) -> dict[str, Any]:
    value = {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": "", "link": ""}
    return block("image", value)


@pytest.fixture
def write(site_tree: Any, rules_off: None) -> Any:
    """A function that puts an article on the site."""

    def made(title: str, slug: str, *content: dict[str, Any], live: bool = True, **fields: Any) -> Any:
        page = ArticlePage(
            title=title,
            slug=slug,
            live=live,
            locale=site_tree.home.locale,
            body=json.dumps([section(*content)]),
            **fields,
        )
        return site_tree.blog.add_child(instance=page)

    return made


@pytest.fixture
def article_of(write: Any) -> Any:
    """One article."""
    return write("膝の痛み", "pain")


def found(response: Any) -> list[tuple[str, str, str]]:
    return [(row.title, row.kind, row.what) for row in response.context["object_list"]]


def test_pictures_without_alternative_text(desk: Any, write: Any, make_image: Any):
    knee = make_image("膝の図")
    write("膝の痛み", "pain", picture(knee), picture(knee, "IMG_1234.JPG"), picture(knee, "膝を横から見た図"))
    write("飾り", "decoration", picture(knee, decorative=True))
    draft = write("下書き", "draft", live=False)
    draft.body = json.dumps([section(picture(knee))])
    draft.save_revision()
    response = desk.get(reverse("kneeblog_seo_images"))
    assert found(response) == [
        ("膝の痛み", "missing", "膝の図"),
        ("膝の痛み", "file-name", "膝の図"),
        ("下書き", "missing", "膝の図"),
    ]
    assert "代替テキストがありません" in response.content.decode()
    assert len(found(desk.get(reverse("kneeblog_seo_images"), {"kind": "file-name"}))) == 1
    assert found(desk.get(reverse("kneeblog_seo_images"), {"type": "kneeblog.treatmentpage"})) == []


def test_links_that_lead_nowhere(desk: Any, write: Any, site_tree: Any, locales: Any):
    hidden = write("下書き", "draft", live=False)
    there = write("他の記事", "there")
    Redirect.add_redirect("/post/old", there)
    gone = there.pk + 1000
    text = "".join(
        f"<p>{link}</p>"
        for link in (
            f'<a linktype="page" id="{there.pk}">よい記事</a>',
            f'<a linktype="page" id="{hidden.pk}">未公開</a>',
            f'<a linktype="page" id="{gone}">消えた記事</a>',
            '<a linktype="document" id="99">消えた<b>資料</b></a>',
            '<a href="/blog/there/#causes">よい節</a>',
            '<a href="/blog/there/#treatment">ない節</a>',
            '<a href="#causes">同じページ</a>',
            '<a href="#nowhere">同じページのない節</a>',
            '<a href="http://localhost/blog/feed/">フィード</a>',
            '<a href="/sitemap.xml">サイトマップ</a>',
            '<a href="/post/old">旧アドレス</a>',
            '<a href="/post/gone?x=1">ない旧アドレス</a>',
            '<a href="https://www.example.com/post/gone">よそ</a>',
            '<a href="tel:0312345678">電話</a>',
            '<a linktype="page" id="x">壊れた印</a>',
            '<a href="http://[::1">壊れたアドレス</a>',
        )
    )
    write("膝の痛み", "pain", block("paragraph", text), block("button", {"label": "予約", "href": "/yoyaku"}))
    response = desk.get(reverse("kneeblog_seo_links"))
    problems = [row[1:] for row in found(response) if row[1] != "orphan"]
    assert problems == [
        ("hidden", "未公開"),
        ("gone", "消えた記事"),
        ("document", "消えた資料"),
        ("anchor", "ない節"),
        ("anchor", "同じページのない節"),
        ("redirected", "旧アドレス"),
        ("dead", "ない旧アドレス"),
        ("dead", "壊れたアドレス"),
        ("dead", "予約"),
    ]
    assert [row[0] for row in found(response) if row[1] == "orphan"] == ["膝の痛み"]
    assert "このアドレスには何もありません" in response.content.decode()
    csv = desk.get(reverse("kneeblog_seo_links"), {"export": "csv", "kind": "dead"})
    lines = b"".join(csv.streaming_content).decode().splitlines()
    assert len(lines) == 4 and "リンク先" in lines[0] and "/yoyaku" in lines[3]


def test_links_between_pages_follow_the_language_of_the_page(desk: Any, write: Any, site_tree: Any, locales: Any):
    term = GlossaryTerm.objects.create(key="baker", ja="ベーカー嚢腫", en="Baker's cyst", category="disease")
    disease = ConditionPage(title="ベーカー嚢腫", slug="baker", term=term, locale=site_tree.home.locale)
    site_tree.conditions.add_child(instance=disease)
    treatment = TreatmentPage(title="注射", slug="injection", locale=site_tree.home.locale)
    site_tree.treatments.add_child(instance=treatment)
    article = SymptomArticlePage(title="膝の裏が痛い", slug="back", locale=site_tree.home.locale)
    topic = block("topic", {"heading": "嚢腫", "condition": term.pk, "anchor": "", "content": []})
    article.body = json.dumps([section(topic, block("treatment", treatment.pk))])
    site_tree.blog.add_child(instance=article)
    english = treatment.copy_for_translation(locales["en"], copy_parents=True)
    english.title = "Injection"
    english.save_revision().publish()
    translated = article.copy_for_translation(locales["en"], copy_parents=True)
    translated.save_revision().publish()

    def links(page: Any) -> list[tuple[str, str]]:
        response = desk.get(reverse("kneeblog_seo_page_links", args=[page.pk]))
        return [(row.kind, row.title if row.kind == "to" else row.more) for row in response.context["object_list"]]

    assert links(article) == [("from", "ベーカー嚢腫"), ("from", "注射")]
    assert links(treatment) == [("to", "膝の裏が痛い")]
    assert links(english) == [("to", "膝の裏が痛い")] and english.pk != treatment.pk
    assert found(desk.get(reverse("kneeblog_seo_graph"), {"type": "kneeblog.treatmentpage"})) == [
        ("注射", "", "1"),
        ("Injection", "", "1"),
    ]
    assert desk.get(reverse("kneeblog_seo_page_links", args=[999999])).status_code == 404


NAMES = (
    "kneeblog_seo_images",
    "kneeblog_seo_links",
    "kneeblog_seo_graph",
    "kneeblog_seo_redirects",
    "kneeblog_seo_languages",
)


def test_a_thousand_pages_take_as_many_queries_as_ten(desk: Any, write: Any, make_image: Any):
    knee = make_image("膝")
    page = write("膝の痛み", "pain", picture(knee), block("button", {"label": "予約", "href": "/yoyaku#x"}))

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse(name)).status_code == 200
        return len(captured)

    multiply(page, 60)
    few = [min(queries(name), queries(name)) for name in NAMES]
    multiply(ArticlePage.objects.order_by("path").last(), 1000)
    many = [queries(name) for name in NAMES]
    assert many == few
    assert max(many) < 50


# --- Redirects -------------------------------------------------------------------------------------------------------


def test_redirects_that_do_not_do_what_they_are_for(desk: Any, client: Any, write: Any):
    page, hidden = write("膝の痛み", "pain"), write("下書き", "draft", live=False)
    for old, target in (
        ("/post/good", page),
        ("/post/away", "https://www.example.com/"),
        ("/post/hidden", hidden),
        ("/post/chain", "/post/good"),
        ("/post/round", "http://localhost/post/back"),
        ("/post/back", "/post/round/"),
        ("/post/nowhere", "/blog/nowhere/"),
        ("/blog/pain", "https://www.example.com/"),
        ("/post/idle", page),
        ("/post/busy", page),
    ):
        Redirect.add_redirect(old, target)
    Redirect.objects.filter(old_path__in=["/post/idle", "/post/busy"]).update(created_at="2020-01-01T00:00:00Z")
    assert client.get("/post/busy/").headers["Location"] == "/blog/pain/"
    response = desk.get(reverse("kneeblog_seo_redirects"))
    assert [(row.old_path, row.kind) for row in response.context["object_list"]] == [
        ("/post/back", "loop"),
        ("/post/round", "loop"),
        ("/post/hidden", "dead"),
        ("/post/nowhere", "dead"),
        ("/post/chain", "chain"),
        ("/blog/pain", "covered"),
        ("/post/idle", "unused"),
    ]
    text = response.content.decode()
    assert "半年間使われていません" in text and "/blog/nowhere/" in text
    assert len(desk.get(reverse("kneeblog_seo_redirects"), {"kind": "loop"}).context["object_list"]) == 2


def test_a_redirect_is_made_of_an_address_that_was_not_found(desk: Any, client: Any, write: Any):
    page, hidden = write("膝の痛み", "knee-pain"), write("下書き", "draft", live=False)
    assert client.get("/post/Knee-Pain/").status_code == 404
    missing = MissingAddress.objects.get()
    where = reverse("kneeblog_make_redirect", args=[missing.pk])
    assert where in desk.get(reverse("kneeblog_missing_addresses")).content.decode()
    form = desk.get(where)
    assert "1回要求されました" in form.content.decode()
    assert form.context["form"].instance.redirect_page.pk == page.pk  # the slug says which it may be
    for values, words in (
        ({}, "どちらか一方"),
        ({"redirect_page": page.pk, "redirect_link": "https://www.example.com/"}, "どちらか一方"),
        ({"redirect_page": hidden.pk}, "公開されていないため"),
        ({"redirect_link": "http://localhost/post/knee-pain/"}, "旧アドレスと同じ"),
        ({"redirect_link": "http://localhost/blog/nowhere/"}, "何もありません"),
    ):
        assert words in desk.post(where, {"is_permanent": "on", **values}).content.decode(), values
    assert not Redirect.objects.exists()
    # The chooser shows the pages to who may edit none of them.
    chooser = desk.get(reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk]))
    assert "膝の痛み" in json.loads(chooser.content)["html"]
    done = desk.post(where, {"redirect_page": page.pk, "is_permanent": "on"}, follow=True)
    assert "/post/Knee-Pain/ からのリダイレクトを作成しました" in done.content.decode()
    arrived = client.get("/post/Knee-Pain/", follow=True)
    assert arrived.redirect_chain == [("/blog/knee-pain/", 301)] and "膝の痛み" in arrived.content.decode()
    assert not MissingAddress.objects.exists()


def test_missing_addresses_are_filtered_and_searched(desk: Any):
    for path, times, day in (
        ("/post/膝", 1, "2026-01-05"),
        ("/post/knee", 12, "2026-02-05"),
        ("/x.html", 3, "2026-03-05"),
    ):
        MissingAddress.objects.create(path=path, times=times, last_seen_at=f"{day}T00:00:00+09:00", referrer="")
    where = reverse("kneeblog_missing_addresses")

    def paths(**filters: str) -> list[str]:
        return [item.path for item in desk.get(where, filters).context["object_list"]]

    assert paths() == ["/post/knee", "/x.html", "/post/膝"]
    assert paths(times="2") == ["/post/knee", "/x.html"]
    assert paths(times="10") == ["/post/knee"]
    assert paths(last_seen_at_from="2026-02-06") == ["/x.html"]
    assert paths(q="膝") == ["/post/膝"]
    assert "2回以上" in desk.get(where).content.decode()
    assert "1件見つかりました" in desk.get(where, {"times": "10"}).content.decode()
    assert "該当するものはありません。" in desk.get(where, {"times": "100"}).content.decode()
    csv = b"".join(desk.get(where, {"times": "10", "export": "csv"}).streaming_content).decode()
    assert len(csv.splitlines()) == 2 and "/post/knee" in csv


# --- Canonical addresses and languages -------------------------------------------------------------------------------


def test_canonical_addresses_and_languages_that_contradict_each_other(desk: Any, write: Any, locales: Any):
    good = write("よい記事", "good")
    write("よそが先", "elsewhere", canonical_url="https://www.example.com/a/")
    write("自分", "self", canonical_url="http://localhost/blog/self/")
    write("下書き", "draft", live=False)
    secret = write("非掲載", "secret", robots="noindex")
    write("消えた先", "a", canonical_url="http://localhost/blog/gone/")
    write("下書きの先", "b", canonical_url="http://localhost/blog/draft/")
    write("非掲載の先", "c", canonical_url="http://localhost/blog/secret/")
    write("矛盾", "d", canonical_url="http://localhost/blog/good/", robots="noindex")
    write("二段", "e", canonical_url="http://localhost/blog/a/")
    english = good.copy_for_translation(locales["en"], copy_parents=True)
    english.save_revision().publish()
    korean = good.copy_for_translation(locales["ko"], copy_parents=True)
    korean.robots = "noindex"
    korean.save_revision().publish()
    write("英語へ", "f", canonical_url=f"http://localhost{english.url}")
    # Whoever makes it live, it is never by our own saving.
    alias = secret.copy_for_translation(locales["en"], copy_parents=True, alias=True)
    assert not alias.live
    type(alias).objects.filter(pk=alias.pk).update(live=True)
    chinese = secret.copy_for_translation(locales["zh-hans"], copy_parents=True)
    chinese.robots = ""
    chinese.save_revision().publish()
    response = desk.get(reverse("kneeblog_seo_languages"))
    rows = sorted((row.kind, row.title, row.language) for row in response.context["object_list"])
    assert [row for row in rows if row[0] != "alias"] == [
        ("both", "矛盾", "日本語"),
        ("chain", "二段", "日本語"),
        ("dead", "消えた先", "日本語"),
        ("hidden", "下書きの先", "日本語"),
        ("language", "英語へ", "日本語"),
        ("left-out", "よい記事", "韓国語"),
        ("left-out", "非掲載", "日本語"),
        ("noindex", "非掲載の先", "日本語"),
    ]
    assert ("alias", "非掲載", "英語") in rows


# --- Whom they let in ------------------------------------------------------------------------------------------------


def test_the_seo_group_opens_every_report_and_nobody_else_does(desk: Any, article_of: Any):
    menu = desk.get(reverse("wagtailadmin_home")).content.decode()
    names = [*NAMES, "kneeblog_seo_structured_data", "kneeblog_missing_addresses"]
    for name in names:
        assert reverse(name) in menu, name
        assert desk.get(reverse(name)).status_code == 200
        assert desk.get(reverse(f"{name}_results")).status_code == 200
    assert json.dumps("タイトルと説明文の確認")[1:-1] in menu  # the menu is JSON
    assert (
        "説明文がありません"
        in desk.get(reverse("kneeblog_seo_desk"), {"finding": "description-missing"}).content.decode()
    )
    links = reverse("kneeblog_seo_page_links", args=[article_of.pk])
    assert desk.get(links).status_code == 200
    editor = get_user_model().objects.create_user("editor", password="hiza")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    desk.force_login(editor)
    menu = desk.get(reverse("wagtailadmin_home")).content.decode()
    for where in [*map(reverse, names), links]:
        assert where not in menu and desk.get(where).status_code == 302, where


def test_the_menu_of_a_page_leads_to_its_links(admin_client: Any, article_of: Any):
    links = reverse("kneeblog_seo_page_links", args=[article_of.pk])
    assert links in admin_client.get(reverse("wagtailadmin_pages:edit", args=[article_of.pk])).content.decode()
    explorer = admin_client.get(reverse("wagtailadmin_explore", args=[article_of.get_parent().pk]))
    assert links in explorer.content.decode()
