"""The report on structured data: what it lists, when pages are checked again, what it costs."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from kneeblog.models import ArticlePage, GraphCheck
from kneeblog.seo.structured_data import records

from .manypages import multiply
from .test_structured_data import clinic

__all__ = ["clinic"]
WHERE = "kneeblog_seo_structured_data"
NO_PICTURE = "記事の画像がありません"


@pytest.fixture
def write(site_tree: Any, clinic: Any, make_image: Any, rules_off: None) -> Any:
    """A function that publishes an article, with a picture unless told otherwise."""

    def made(slug: str, picture: Any = True, **fields: Any) -> Any:
        if picture is True:
            picture = make_image(slug, size=(1600, 900))
        hero = [("image", {"image": picture, "caption": "", "original_url": ""})] if picture else []
        page = ArticlePage(title=slug, slug=slug, locale=site_tree.home.locale, hero_image=hero, **fields)
        site_tree.blog.add_child(instance=page)
        page.save_revision().publish()
        return page

    return made


def listed(desk: Any, **filters: str) -> list[tuple[str, str, str]]:
    response = desk.get(reverse(WHERE), filters)
    assert response.status_code == 200
    return [(row.title, row.kind, row.more) for row in response.context["object_list"]]


def test_what_is_missing_is_listed_with_the_worst_first(desk: Any, write: Any, clinic: Any, make_image: Any):
    clinic.phone = ""
    clinic.save()
    write("narrow", make_image("narrow", size=(640, 336)))
    write("good")
    write("bare", None)
    write("hidden", None, robots="noindex")
    draft = write("draft", None)
    draft.unpublish()
    rows = listed(desk)
    assert rows == [
        ("bare", "error", "BlogPosting.image"),
        ("さくら膝クリニック", "warning", "MedicalClinic.telephone"),  # said once, though every page says it
        ("narrow", "warning", "ImageObject.width"),
    ]
    assert listed(desk, kind="error") == rows[:1]
    assert listed(desk, type="kneeblog.treatmentpage") == []
    text = desk.get(reverse(WHERE)).content.decode()
    assert NO_PICTURE in text and "検索結果に載せないページは対象外" in text and "残っています" not in text
    csv = b"".join(desk.get(reverse(WHERE), {"export": "csv", "kind": "error"}).streaming_content).decode()
    assert len(csv.splitlines()) == 2 and NO_PICTURE in csv and "/blog/bare/" in csv


def test_a_page_is_checked_again_when_it_or_what_it_shows_has_changed(
    desk: Any, write: Any, clinic: Any, make_image: Any, site_tree: Any
):
    picture = make_image("shown", size=(1600, 900))
    page = write("page", picture)
    write("other")
    assert listed(desk) == [] and records.due() == {}
    picture.width = 640  # another file in the place of the first; the picture that is sent is narrower too
    picture.save()
    assert records.due().keys() == {page.pk}
    records.refresh()
    page.hero_image = []
    page.save_revision().publish()
    assert listed(desk) == [("page", "error", "BlogPosting.image")]
    clinic.address = ""
    clinic.save()
    assert [row[1:] for row in listed(desk, kind="error")] == [
        ("error", "MedicalClinic.address"),
        ("error", "BlogPosting.image"),
    ]
    Page.objects.get(pk=site_tree.blog.pk).unpublish()
    assert records.due().keys() >= {page.pk}  # its breadcrumbs have lost a step


def test_a_line_leads_to_the_graph_in_the_editor_of_who_may_edit(admin_client: Any, write: Any):
    page = write("bare", None)
    (row,) = admin_client.get(reverse(WHERE), {"kind": "error"}).context["object_list"]
    address, _sign, anchor = row.url.partition("#")
    assert address == reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = BeautifulSoup(admin_client.get(address).content, "lxml")
    assert form.find(id=anchor).select_one("[data-kneeblog-graph]")


def test_all_pages_are_checked_again_on_demand(desk: Any, write: Any):
    write("page", None)
    assert len(listed(desk)) == 1
    GraphCheck.objects.update(problems=[])
    assert listed(desk) == []
    assert desk.post(reverse(WHERE), follow=True).redirect_chain == [(reverse(WHERE), 302)]
    assert len(listed(desk)) == 1


def test_many_pages_take_as_many_queries_as_one(desk: Any, write: Any, monkeypatch: Any):
    page = write("page", None)

    def queries() -> int:
        records.refresh()
        desk.get(reverse(WHERE))
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse(WHERE))
        return len(captured)

    few = queries()
    multiply(page, 40)
    assert queries() == few <= 30
    monkeypatch.setattr("kneeblog.seo.reports.structured.PATIENCE", 0)
    GraphCheck.objects.update(state="")
    assert "あと46ページの確認が残っています" in desk.get(reverse(WHERE)).content.decode()


def test_the_command_prints_errors_and_says_so_to_scripts(write: Any):
    write("bare", None)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_structured_data", stdout=out)
    assert ended.value.code == 1 and f"/home/blog/bare/ BlogPosting: {NO_PICTURE}" in out.getvalue()
    ArticlePage.objects.get(slug="bare").unpublish()
    call_command("check_structured_data", stdout=out)
    assert "5 pages, 0 errors" in out.getvalue()
