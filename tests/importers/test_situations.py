"""Re-import: who changed what since the last one, and what the page holds afterwards.

Every situation is a page of its own; all are imported, changed and imported again together.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from importers.contents import page_values
from importers.models import ImportedPage
from kneeblog.models import Author, FeeTable

from . import wixpages as wix
from .test_import import MEDIA_ID
from .test_reimport import Source, latest, source

__all__ = ["source"]
pytestmark = pytest.mark.django_db

P1, P2, P3 = "一段目の文章です。", "二段目の文章です。", "三段目の文章です。"
LONG = "膝の裏の痛みは、いくつかの原因で起こります。" * 4


def post(name: str) -> str:
    """A post with one of everything that a situation is about."""
    blocks = (
        wix.paragraph("前書きです。", "intro"), wix.heading("考えられる原因", 2, "h1"), wix.paragraph(P1, "p1"),
        wix.paragraph(P2, "p2"), wix.paragraph(P3, "p3"), wix.bullets("歩きすぎ", "体重の増加"),
        wix.image(f"{MEDIA_ID}~mv2.png"), wix.heading("対処法", 2, "h2"), wix.paragraph(LONG, "p4"),
        wix.heading("費用", 2, "h3"), wix.table(("部位", "費用"), ("片ひざ", "19,000円"), ("両ひざ", "38,000円")),
    )  # fmt: skip
    return wix.page(*blocks, title=f"膝の裏が痛い原因 {name}", url=f"https://www.knee.example/post/{name}")


# What the source does -------------------------------------------------------------------------------------------------


def said(old: str, new: str) -> Callable[[str], str]:
    def change(html: str) -> str:
        assert old in html
        return html.replace(old, new)

    return change


def gone(*parts: str) -> Callable[[str], str]:
    def change(html: str) -> str:
        for part in parts:
            assert part in html
            html = html.replace(part, "")
        return html

    return change


def before(part: str, new: str) -> Callable[[str], str]:
    return said(part, new + part)


PARAGRAPH = wix.paragraph(P2, "p2")
NEW = wix.paragraph("足された文章です。", "new")
SWAPPED = said(wix.paragraph(P1, "p1") + PARAGRAPH, PARAGRAPH + wix.paragraph(P1, "p1"))


# What an editor does --------------------------------------------------------------------------------------------------


def editing(change: Callable[[Any, list[Any]], None]) -> Callable[[Page], None]:
    """A new revision with a changed body."""

    def edit(page: Page) -> None:
        revised = latest(page)
        body = json.loads(json.dumps(list(revised.body.raw_data)))
        change(revised, body)
        revised.body = json.dumps(body)
        revised.save_revision()

    return edit


def content(body: list[Any], section: int = 0) -> list[Any]:
    return body[section]["value"]["content"]


def text_of(body: list[Any], number: int, text: str) -> None:
    block = [one for one in content(body) if one["type"] == "paragraph"][number]
    block["value"] = f'<p data-block-key="mine{number}">{text}</p>'


def mine(number: int, text: str = "編集者の文章です。") -> Callable[[Page], None]:
    return editing(lambda page, body: text_of(body, number, text))


def without(number: int) -> Callable[[Page], None]:
    def change(page: Any, body: list[Any]) -> None:
        paragraphs = [one for one in content(body) if one["type"] == "paragraph"]
        content(body).remove(paragraphs[number])

    return editing(change)


def added(page: Any, body: list[Any]) -> None:
    content(body).insert(
        1, {"type": "paragraph", "id": "5b0c9a52-0000-4000-8000-000000000001", "value": "<p>私の段落。</p>"}
    )


def reordered(page: Any, body: list[Any]) -> None:
    content(body)[1], content(body)[2] = content(body)[2], content(body)[1]


def block(body: list[Any], kind: str) -> Any:
    found = [one for section in body for one in section["value"]["content"] if one["type"] == kind]
    return found[0]["value"]


def captioned(page: Any, body: list[Any]) -> None:
    block(body, "image")["caption"] = "編集者の説明"


def titled(page: Any, body: list[Any]) -> None:
    page.title, page.search_description = "編集者の題", "編集者の説明"


def signed(page: Any, body: list[Any]) -> None:
    page.author = Author.objects.get_or_create(name="編集部", locale=page.locale)[0]


def fee_of(page: Page) -> FeeTable:
    return FeeTable.objects.get(pk=block(list(latest(page).body.raw_data), "fee_table"))


def priced(page: Page) -> None:
    table = fee_of(page)
    rows = json.loads(json.dumps(list(table.rows.raw_data)))
    rows[0]["value"]["amount_min"] = "20000"
    table.rows = json.dumps(rows)
    table.save()
    table.save_revision()


def publish(page: Page) -> None:
    revised = latest(page)
    for one in (*revised.body, *revised.hero_image):
        assert one
    Page.objects.filter(pk=page.pk).update(live=True)


def lock(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True)


def moderate(page: Page) -> None:
    workflow = Workflow.objects.get_or_create(name="確認")[0]
    task = GroupApprovalTask.objects.get_or_create(name="確認")[0]
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    workflow.start(latest(page), None)


def move(page: Page) -> None:
    other = page.get_parent().get_parent().get_children().get(slug="blog-2")
    page.move(other, pos="last-child")


def reslug(page: Page) -> None:
    revised = latest(page)
    revised.slug = f"{page.slug}-mine"
    revised.save_revision()
    Page.objects.get(pk=page.pk).specific.save()


def both(*edits: Callable[[Page], None]) -> Callable[[Page], None]:
    def edit(page: Page) -> None:
        for one in edits:
            one(Page.objects.get(pk=page.pk))

    return edit


# The table ------------------------------------------------------------------------------------------------------------


class Situation(NamedTuple):
    """What either side does, the outcome, and what the page's text holds, and holds no longer, afterwards."""

    name: str
    at_source: Callable[[str], str] | None
    here: Callable[[Page], None] | None
    outcome: str
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    conflicts: int = 0


S = Situation
MY, THEIRS = "編集者の文章です。", "直された文章です。"
SITUATIONS = (
    S("none", None, None, "unchanged", (P1, P2, P3)),
    S("text-source", said(P2, THEIRS), None, "update", (THEIRS,), (P2,)),
    S("text-editor", None, mine(1), "unchanged", (MY,), (P2,)),
    S("text-both-places", said(P2, THEIRS), mine(0), "update", (THEIRS, MY), (P1, P2)),
    S("text-both", said(P2, THEIRS), mine(1), "held back", (MY,), (THEIRS, P2), 1),
    S("text-both-and-more", lambda h: said(P3, "三段目も。")(said(P2, THEIRS)(h)), mine(1), "update", (MY, "三段目も。"), (P3,), 1),
    S("text-same", said(P2, THEIRS), mine(1, THEIRS), "unchanged", (THEIRS,), (P2,)),
    S("heading-source", said("考えられる原因", "主な原因"), None, "update", ("主な原因",), ("考えられる原因",)),
    S("heading-source-text-editor", said("考えられる原因", "主な原因"), mine(2), "update", ("主な原因", MY)),
    S("order-source", SWAPPED, None, "update", (P2 + P1,)),
    S("order-editor", None, editing(reordered), "unchanged", ()),
    S("order-source-text-editor", SWAPPED, mine(2), "update", (P2 + P1, MY), (P3,)),
    S("added-source", before(PARAGRAPH, NEW), None, "update", (P1 + "足された文章です。" + P2,)),
    S("added-editor", said(P3, THEIRS), editing(added), "update", (P1 + "私の段落。", THEIRS)),
    S("added-both", before(PARAGRAPH, NEW), editing(added), "update", ("私の段落。", "足された文章です。", P1, P2)),
    S("removed-source", gone(PARAGRAPH), None, "update", (P1, P3), (P2,)),
    S("removed-editor", said(P3, THEIRS), without(1), "update", (P1, THEIRS), (P2,)),
    S("removed-both", gone(PARAGRAPH), without(1), "unchanged", (P1, P3), (P2,)),
    S("removed-source-edited-here", gone(PARAGRAPH), mine(1), "held back", (MY,), (), 1),
    S("removed-here-edited-source", said(P2, THEIRS), without(1), "held back", (P1,), (P2, THEIRS), 1),
    S("section-gone-edited-here", gone(wix.heading("考えられる原因", 2, "h1"), wix.paragraph(P1, "p1"), wix.paragraph(P3, "p3")), mine(1), "update", (MY,), (P1, P3), 1),
    S("item-source", said("体重の増加", "体重が増えた"), None, "update", ("体重が増えた", "歩きすぎ"), ("体重の増加",)),
    S("item-added-source", said("<li", "<li", ), None, "unchanged", ("歩きすぎ",)),
    S("image-source", said(f"{MEDIA_ID}~mv2.png", f"d{MEDIA_ID[1:]}~mv2.png"), None, "update", (f"d{MEDIA_ID[1:]}",)),
    S("image-editor", said(P2, THEIRS), editing(captioned), "update", ("編集者の説明", THEIRS)),
    S("image-gone-captioned-here", gone(wix.image(f"{MEDIA_ID}~mv2.png")), editing(captioned), "held back", ("編集者の説明",), (), 1),
    S("title-source", said("膝の裏が痛い原因 title-source", "膝の裏の痛み"), None, "update", ("膝の裏の痛み",)),
    S("title-editor", said(P2, THEIRS), editing(titled), "update", ("編集者の題", "編集者の説明", THEIRS)),
    S("title-both", said("膝の裏が痛い原因 title-both", "膝の裏が痛い理由"), editing(titled), "held back", ("編集者の題",), (), 1),
    S("author-editor", said(P2, THEIRS), editing(signed), "update", ("編集部", THEIRS)),
    S("fee-source", said("19,000円", "21,000円"), None, "update", ()),
    S("fee-editor", said(P2, THEIRS), priced, "update", (THEIRS,)),
    S("fee-both", said("19,000円", "21,000円"), priced, "held back", (), (), 1),
    S("slug-editor", said(P2, THEIRS), reslug, "update", (THEIRS,)),
    S("moved", said(P2, THEIRS), move, "update", (THEIRS,)),
    S("deleted", said(P2, THEIRS), lambda page: page.delete(), "held back"),
    S("deleted-unchanged", None, lambda page: page.delete(), "held back"),
    S("published", said(P2, THEIRS), publish, "update", (THEIRS,), (P2,)),
    S("published-edited", said(P2, THEIRS), both(publish, mine(0)), "update", (THEIRS, MY)),
    S("locked", said(P2, THEIRS), lock, "held back", (P2,), (THEIRS,)),
    S("in-workflow", said(P2, THEIRS), moderate, "held back", (P2,), (THEIRS,)),
    S("shrunk", gone(LONG, P1, P2), None, "held back", (LONG, P1)),
    S("shrunk-edited", gone(LONG, P1, P2), mine(0), "held back", (LONG, MY)),
)  # fmt: skip


def page_of(name: str) -> Page | None:
    return ImportedPage.objects.select_related("page").get(key=f"post/{name}").page


def words(page: Page) -> str:
    """Everything a page holds, without markup."""
    values = page_values(latest(page), ImportedPage.objects.get(page=page).imported)
    text = json.dumps(values, ensure_ascii=False)
    return "".join(part.partition(">")[2] if number else part for number, part in enumerate(text.split("<"))).replace(
        '"}, {"type": "paragraph", "id": "', ""
    )


def flat(page: Page) -> str:
    """The text of the paragraphs in order, then everything else."""
    body = list(latest(page).body.raw_data)
    texts = [one["value"] for section in body for one in section["value"]["content"] if one["type"] == "paragraph"]
    plain = "".join("".join(part.partition(">")[2] for part in text.split("<")) for text in texts)
    return plain + words(page)


@pytest.fixture
def outcomes(source: Source, site_tree: Any, tmp_path: Path) -> dict[str, Any]:
    """The report's row of each situation after everything has happened."""
    site_tree.home.add_child(
        instance=type(site_tree.blog)(title="別のブログ", slug="blog-2", locale=site_tree.home.locale)
    )
    source.save(**{one.name: post(one.name) for one in SITUATIONS})
    assert f"{len(SITUATIONS)} create" in source()
    for one in SITUATIONS:
        if one.here:
            one.here(page_of(one.name))  # type: ignore[arg-type]
        if one.at_source:
            source.save(**{one.name: one.at_source(post(one.name))})
    report = tmp_path / "report.json"
    source(report=str(report))
    return {row["key"].removeprefix("post/"): row for row in json.loads(report.read_text(encoding="utf-8"))["pages"]}


def test_no_change_of_an_editor_is_ever_lost(outcomes: dict[str, Any], source: Source, subtests: Any) -> None:
    assert len(SITUATIONS) >= 30
    for one in SITUATIONS:
        with subtests.test(one.name):
            row, page = outcomes[one.name], page_of(one.name)
            assert row["outcome"] == one.outcome, row["reasons"]
            shown = [finding for finding in row["findings"] if finding["id"] == "merge.conflict"]
            assert len(shown) == one.conflicts, shown
            if page is not None:
                text = flat(page)
                assert [part for part in one.holds if part not in text] == []
                assert [part for part in one.lacks if part in text] == []
    with subtests.test("again"):
        said = source()
        assert "update" not in said and "create" not in said
