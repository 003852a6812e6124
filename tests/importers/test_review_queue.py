"""The review queue: filters, decisions, publishing by the rules, and what an import that runs meanwhile may not undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from importers.alive import hold, let_go, take
from importers.desk.permissions import ensure_group
from importers.models import ImportedPage, ImportRun, PageReview
from kneeblog.models import ArticlePage, ClinicSettings

from .sampleblog import write_zip

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client: Any, site_tree: Any, settings: Any) -> Any:
    admin_client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    return admin_client


@pytest.fixture
def run(site_tree: Any) -> ImportRun:
    return ImportRun.objects.create(source="old.zip (#1)", state="finished")


@pytest.fixture
def make(site_tree: Any, run: ImportRun) -> Any:
    """Makes an imported page of a title, with a draft."""

    def one(title: str, **fields: Any) -> ImportedPage:
        slug = f"a{ImportedPage.objects.count()}"
        page = ArticlePage(title=title, slug=slug, locale=site_tree.home.locale, live=False)
        site_tree.blog.add_child(instance=page)
        page.save_revision()
        found = [{"level": "warning", "id": name, "message": f"about {name}", "hint": "", "where": ""}
                 for name in fields.pop("findings", ())]  # fmt: skip
        row = ImportedPage(
            key=f"post/{slug}", run=run, draft_digest="0", outcome="created", page=page.page_ptr, title=title,
            url=f"https://old.example/post/{slug}", **{"page_type": "article", **fields},
        )  # fmt: skip
        row.note_findings(found)
        row.save()
        return row

    return one


def listed(client: Any, **query: str) -> list[str]:
    return [one["title"] for one in client.get(reverse("importers_review"), query).context["rows"]]


def decide(client: Any, act: str, *rows: ImportedPage, **fields: Any) -> str:
    data = {"act": act, "pk": [row.pk for row in rows], **fields}
    return client.post(reverse("importers_decide"), data, follow=True).content.decode()


def state(row: ImportedPage) -> str:
    review = PageReview.objects.filter(imported=row).first()
    row.refresh_from_db()
    return "adopted" if row.adopted else review.state if review else "to review"


def test_filters_search_and_counts(desk: Any, make: Any) -> None:
    knee = make("膝の痛み", findings=["image.no-alt", "link.unresolved"])
    hip = make("股関節の痛み", findings=["image.no-alt-more"], page_type="symptom_article")
    rest = make("休診のお知らせ")
    assert listed(desk) == ["膝の痛み", "股関節の痛み", "休診のお知らせ"]
    assert listed(desk, finding="image.no-alt") == ["膝の痛み"]
    assert listed(desk, type="symptom_article") == ["股関節の痛み"]
    assert listed(desk, q="痛み 膝") == ["膝の痛み"] and listed(desk, q="old.example/post/a2") == ["休診のお知らせ"]
    assert listed(desk, run="999999") == [] and listed(desk, run=str(knee.run_id), q="休診") == ["休診のお知らせ"]
    decide(desk, "accepted", knee)
    decide(desk, "needs work", hip)
    decide(desk, "adopted", rest)
    assert [state(row) for row in (knee, hip, rest)] == ["accepted", "needs work", "adopted"]
    assert listed(desk, state="adopted") == ["休診のお知らせ"] and listed(desk, state="to review") == []
    counts = desk.get(reverse("importers_review"), {"q": "痛み"}).context["queue"].counts
    assert counts == {"to review": 0, "needs work": 1, "accepted": 1, "adopted": 0}
    # Another state gives up that the page is left to the editors.
    decide(desk, "to review", rest)
    assert state(rest) == "to review"


@pytest.mark.parametrize("query", ["?run=x&type=%00&q=%00&finding=%7C%00&state=no&p=x", "?p=99999", "?q=%25_'\""])
def test_odd_addresses_are_no_error(desk: Any, make: Any, query: str) -> None:
    row = make("膝")
    for name, args in (("importers_review", []), ("importers_page", [row.pk])):
        assert desk.get(reverse(name, args=args) + query).status_code == 200


def test_the_number_of_queries_depends_on_nothing(desk: Any, make: Any, run: ImportRun, site_tree: Any) -> None:
    for number in range(10):
        row = make(f"頁{number}", findings=["image.no-alt"])
        PageReview.objects.create(imported=row, note="見る")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("importers_review")).status_code == 200
        return len(queries)

    desk.get(reverse("importers_review"))
    few = asked()
    ImportedPage.objects.bulk_create(
        ImportedPage(
            key=f"post/b{number}", run=ImportRun.objects.create(source=f"run {number}"), draft_digest="0",
            outcome="created", title=f"頁{number}", page_id=row.page_id, page_type=f"type{number % 7}",
            findings=row.findings, finding_ids=f"|finding.n{number % 50}|",
        )
        for number in range(290)
    )  # fmt: skip
    assert asked() == few
    assert len(listed(desk)) == 50


def test_a_note_and_the_neighbours(desk: Any, make: Any) -> None:
    first, second, third = (make(title, findings=["image.no-alt"]) for title in ("一", "二", "三"))
    decide(desk, "accepted", second)
    address = reverse("importers_page", args=[second.pk])
    answer = desk.post(address, {"note": "表を見る", "state": "accepted"}, follow=True)
    text = answer.content.decode()
    assert "表を見る" in text and state(second) == "accepted" and "代替テキストのない画像" in text
    assert (answer.context["before"], answer.context["after"]) == (None, None)  # alone in its state
    everywhere = desk.get(address).context
    assert (everywhere["before"], everywhere["after"]) == (first.pk, third.pk)
    waiting = desk.get(address, {"state": "to review"}).context  # it has left that list, and keeps its place
    assert (waiting["before"], waiting["after"]) == (first.pk, third.pk)
    long = desk.post(address, {"note": "長" * 5001})
    assert "保存していません" in long.content.decode() and "長" * 5001 in long.content.decode()
    assert PageReview.objects.get(imported=second).note == "表を見る"


def test_an_address_that_is_none_is_no_link(desk: Any, make: Any) -> None:
    row = make("膝")
    ImportedPage.objects.update(url="javascript:alert(1)")
    for name, args in (("importers_review", []), ("importers_page", [row.pk])):
        assert "javascript:alert" not in desk.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def imported(site_tree: Any, tmp_path: Path) -> dict[str, ImportedPage]:
    """Four pages of the sample: two that may go live, one that waits for the clinic's telephone, one for a picture."""
    call_command("load_glossary", apply=True)
    slugs = ("knee-fluid", "seiza-knee-pain", "inner-knee-pain", "meniscus-injury")
    write_zip(tmp_path / "a.zip", 0, *slugs)
    call_command("import_posts", str(tmp_path / "a.zip"), apply=True, no_fetch=True)
    return {slug: ImportedPage.objects.get(key=f"post/{slug}") for slug in slugs}


def test_accept_and_publish_obeys_the_rules(desk: Any, imported: Any, site_tree: Any) -> None:
    text = decide(desk, "publish", *imported.values())
    live = set(Page.objects.filter(imported_from__in=imported.values(), live=True).values_list("slug", flat=True))
    assert live == {"knee-fluid", "seiza-knee-pain"}
    assert "2ページを公開しました" in text and "2ページは公開していません" in text
    assert "REL-001" in text and "まだ取り込まれていない画像" in text
    states = [state(imported[slug]) for slug in ("knee-fluid", "inner-knee-pain", "meniscus-injury")]
    assert states == ["accepted", "to review", "to review"]
    # The same page goes once the clinic has its telephone.
    clinic = ClinicSettings.for_site(site_tree.site)
    clinic.phone = "03-0000-0000"
    clinic.save()
    assert "1ページを公開しました" in decide(desk, "publish", imported["inner-knee-pain"])
    assert imported["inner-knee-pain"].page.specific.__class__.objects.get(slug="inner-knee-pain").live

    # By hand: a page that is locked, or that somebody may not publish, does not go.
    page = imported["meniscus-injury"].page
    Page.objects.filter(pk=page.pk).update(locked=True)
    assert "ロック" in decide(desk, "publish", imported["meniscus-injury"])


def test_who_may_review_publishes_only_what_that_person_may_publish(
    client: Any, make: Any, site_tree: Any, rules_off: None, settings: Any
) -> None:
    user = get_user_model().objects.create_user("reviewer")
    group = ensure_group()
    user.groups.add(group)
    client.force_login(user)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    row = make("休診のお知らせ")
    assert "公開する権限がありません" in decide(client, "publish", row)
    row.page.refresh_from_db()
    assert not row.page.live and state(row) == "to review"
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=site_tree.blog, permission=permission)
    client.force_login(get_user_model().objects.get(pk=user.pk))
    assert "1ページを公開しました" in decide(client, "publish", row)
    row.page.refresh_from_db()
    assert row.page.live


def test_an_open_warning_is_left_to_the_editor(desk: Any, imported: Any, site_tree: Any) -> None:
    """Publishing by hand asks a reason for it; many pages at once ask nobody."""
    page = imported["knee-fluid"].page.specific.get_latest_revision_as_object()
    page.introduction = "<p>お子さまからお年寄りまで、当院は最新の機器で、痛みのない治療を目指しています。</p>"
    page.save_revision()
    text = decide(desk, "publish", imported["knee-fluid"])
    page.refresh_from_db()
    assert not page.live and "公開していません" in text


def test_nothing_chosen_and_nothing_known(desk: Any, make: Any) -> None:
    assert "ページが選ばれていません" in decide(desk, "accepted")
    row = make("膝")
    assert "操作を選んでください" in decide(desk, "no such thing", row) and state(row) == "to review"
    answer = desk.post(
        reverse("importers_decide"), {"pk": row.pk, "act": "accepted"}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert answer.json() == {
        "worked": True, "said": "1ページを「確認済み」にしました。", "state": "accepted", "label": "確認済み",
    }  # fmt: skip


def test_a_page_that_was_deleted_is_listed_and_not_published(desk: Any, make: Any) -> None:
    row = make("膝")
    row.page.delete()
    assert "管理画面で削除済み" in desk.get(reverse("importers_review")).content.decode()
    row.refresh_from_db()
    assert "管理画面で削除されています" in decide(desk, "publish", row)
    assert desk.get(reverse("importers_page", args=[row.pk])).status_code == 200


def test_no_page_is_left_to_the_editors_while_an_import_writes(desk: Any, make: Any) -> None:
    row = make("膝")
    other = ImportRun.objects.create(source="other")
    take(other)
    other.save()
    hold(other)
    try:
        assert "何も変えていません" in decide(desk, "adopted", row) and state(row) == "to review"
        decide(desk, "accepted", row)
        assert state(row) == "accepted"  # a person's word on a page is never in an import's way
    finally:
        let_go(other)


def test_another_import_asks_again_for_what_it_changed_and_keeps_notes(
    desk: Any, site_tree: Any, tmp_path: Path
) -> None:
    write_zip(tmp_path / "a.zip", 2, pictures=False)
    call_command("import_posts", str(tmp_path / "a.zip"), apply=True, no_fetch=True)
    changed, same = (ImportedPage.objects.get(key=f"post/{slug}") for slug in ("knee-fluid", "seiza-knee-pain"))
    decide(desk, "accepted", changed, same)
    desk.post(reverse("importers_page", args=[changed.pk]), {"note": "表を見る"})
    (tmp_path / "new").mkdir()
    from .sampleblog import page

    for slug in ("knee-fluid", "seiza-knee-pain"):
        name, title, html = page(slug)
        html = html.replace(title, f"{title}（改訂）") if slug == "knee-fluid" else html
        (tmp_path / "new" / Path(name).name).write_text(html, encoding="utf-8")
    call_command("import_posts", str(tmp_path / "new"), apply=True, no_fetch=True)
    assert (state(changed), state(same)) == ("to review", "accepted")
    assert PageReview.objects.get(imported=changed).note == "表を見る"
    decide(desk, "adopted", changed)
    assert state(changed) == "adopted"
