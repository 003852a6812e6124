"""Taking a run back: the database and the media are as before, what an editor touched stays."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from importers.models import ImportedPage, ImportRun
from kneeblog.models import FeeTable, PhysicianPage, SupervisionRecord, SymptomArticlePage, TreatmentPage

from . import wixpages as wix
from .test_import import SUPERVISOR
from .test_reimport import Source, article, card, latest, source, treatment

__all__ = ["source"]
pytestmark = pytest.mark.django_db

FIRST = "一段目の文章です。"
BLOCK = "5b0c9a52-0000-4000-8000-000000000001"
RUN_LOG = ("importers.",)


def roll_back(run: str = "last") -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("import_rollback", run, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def everything() -> dict[str, Any]:
    """Every row of every table apart from the run log, and every file."""
    tables = {
        model._meta.label: [
            # Wagtail's search weighs titles by the mean of all that were there when they came, and never again.
            {name: value for name, value in row.items() if name != "title_norm"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.label.startswith(RUN_LOG)
    }
    folder = Path(settings.MEDIA_ROOT)
    return {**tables, "files": sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def save(source: Source, text: str = "本文。", price: str = "19,000円") -> None:
    cards = (card("MRI検査", "3,000円"), card("PRP療法", price))
    source.save(a=article("a", *cards, supervisor=SUPERVISOR, text=text), b=article("b", cards[0], text=text))


class TestWhole:
    def test_after_the_first_import_nothing_is_left(self, source: Source) -> None:
        before = everything()
        save(source)
        source()
        assert SymptomArticlePage.objects.count() == 2 and FeeTable.objects.count() == 2
        code, said = roll_back()
        assert code == 0 and "removed, 0 returned" in said and "0 held back" in said
        assert differences(before, everything()) == {}
        assert ImportRun.objects.get().state == ImportRun.State.ROLLED_BACK
        assert not ImportedPage.objects.exists()

    def test_an_update_returns_to_the_revision_before(self, source: Source) -> None:
        save(source)
        source()
        before, rows = everything(), list(ImportedPage.objects.order_by("pk").values())
        save(source, "直した本文。", "21,000円")
        assert "update" in source()
        assert everything() != before
        code, said = roll_back()
        assert code == 0 and "0 removed, 2 returned" in said
        assert differences(before, everything()) == {}
        assert list(ImportedPage.objects.order_by("pk").values()) == rows
        assert "2 update" in source()  # the same changes come again

    def test_runs_are_taken_back_one_after_the_other(self, source: Source) -> None:
        before = everything()
        save(source)
        source()
        first = ImportRun.objects.get()
        save(source, "直した本文。")
        source()
        code, said = roll_back(str(first.pk))
        assert code == 1 and "take that back first" in said
        assert roll_back()[0] == 0
        assert roll_back()[0] == 0
        assert differences(before, everything()) == {}

    def test_index_pages_that_were_made_go_too(self, source: Source, site_tree: Any) -> None:
        site_tree.treatments.delete()
        before = everything()
        save(source)
        source()
        assert roll_back()[0] == 0
        assert differences(before, everything()) == {}


class TestHeldBack:
    def test_what_an_editor_has_worked_on(self, source: Source) -> None:
        save(source)
        source()
        page = latest(SymptomArticlePage.objects.get(slug="a"))
        page.title = "編集者の題"
        page.save_revision()
        code, said = roll_back()
        assert code == 1 and "an editor has worked on it since" in said
        assert latest(SymptomArticlePage.objects.get(slug="a")).title == "編集者の題"
        # What the page refers to stays with it, and nothing else does.
        assert PhysicianPage.objects.count() == 1 and TreatmentPage.objects.count() == 2
        assert not SymptomArticlePage.objects.filter(slug="b").exists()
        assert "refers to it" in said

    def test_what_was_published(self, source: Source) -> None:
        save(source)
        source()
        Page.objects.filter(slug="b").update(live=True)
        code, said = roll_back()
        assert code == 1 and "it has been published since" in said
        assert SymptomArticlePage.objects.filter(slug="b").exists()

    def test_an_edited_fee_table(self, source: Source) -> None:
        save(source)
        source()
        table = FeeTable.objects.first()
        table.name = "編集者の名"
        table.save()
        table.save_revision()
        code, said = roll_back()
        assert code == 1 and "編集者の名" in said
        assert FeeTable.objects.get().name == "編集者の名"

    def test_an_update_that_was_edited_afterwards(self, source: Source) -> None:
        save(source)
        source()
        save(source, "直した本文。")
        source()
        page = latest(SymptomArticlePage.objects.get(slug="a"))
        page.title = "編集者の題"
        page.save_revision()
        revisions = Revision.objects.count()
        code, said = roll_back()
        assert code == 1 and "0 removed, 1 returned" in said
        assert latest(SymptomArticlePage.objects.get(slug="a")).title == "編集者の題"
        assert "直した本文。" in str(latest(SymptomArticlePage.objects.get(slug="a")).body)
        assert "直した本文。" not in str(latest(SymptomArticlePage.objects.get(slug="b")).body)
        assert Revision.objects.count() == revisions - 1

    def test_a_page_that_was_only_held_back_keeps_what_editors_made_of_it(self, source: Source) -> None:
        def saved(text: str) -> None:
            source.save(a=wix.page(wix.paragraph(text), title="膝の痛み", url="https://www.knee.example/post/a"))

        def edited(text: str) -> None:
            page = latest(Page.objects.get(slug="a"))
            page.body = str(json.dumps(list(page.body.raw_data), ensure_ascii=False)).replace(FIRST, text)
            page.save_revision()

        saved(FIRST)
        source()
        edited("編集者の文章です。")
        saved("直された文章です。")
        assert "1 held back" in source()
        edited("使われない")  # nothing to replace: a second version of the editor's
        assert roll_back()[0] == 0
        assert "編集者の文章です。" in str(latest(Page.objects.get(slug="a")).body)
        assert Page.objects.get(slug="a").latest_revision == Revision.objects.order_by("pk").last()
        assert Revision.objects.count() == 3

    def test_an_update_of_a_page_that_was_moved_since(self, source: Source, site_tree: Any) -> None:
        other = type(site_tree.blog)(title="別のブログ", slug="blog-2", locale=site_tree.home.locale)
        site_tree.home.add_child(instance=other)
        save(source)
        source()
        save(source, "直した本文。")
        source()
        Page.objects.get(slug="a").move(Page.objects.get(slug="blog-2"), pos="last-child")
        assert roll_back()[0] == 0
        assert Page.objects.get(slug="a").url_path.endswith("/blog-2/a/")
        assert "直した本文。" not in str(latest(Page.objects.get(slug="a")).body)

    def test_a_page_that_was_moved_or_has_an_alias(self, source: Source, site_tree: Any) -> None:
        save(source)
        source()
        Page.objects.get(slug="a").move(site_tree.home, pos="last-child")
        Page.objects.get(slug="b").specific.create_alias(parent=site_tree.home, update_slug="alias")
        code, said = roll_back()
        assert code == 1 and "an editor has worked on it since" in said and "an alias of it" in said
        assert Page.objects.filter(slug__in=["a", "b", "alias"]).count() == 3

    def test_a_redirect_that_an_editor_turned_elsewhere(
        self, source: Source, admin_client: Any, site_tree: Any
    ) -> None:
        save(source)
        source()
        redirect = Redirect.objects.get(old_path="/post/a")
        form = {"old_path": "/post/a", "site": redirect.site_id, "is_permanent": "on"}
        form |= {"redirect_page": site_tree.home.pk, "redirect_link": ""}
        assert admin_client.post(reverse("wagtailredirects:edit", args=[redirect.pk]), form).status_code == 302
        code, said = roll_back()
        assert code == 1 and "/post/a: an editor has worked on it since" in said
        assert Redirect.objects.get(old_path="/post/a").redirect_page_id == site_tree.home.pk

    def test_what_the_draft_of_a_live_page_refers_to(self, source: Source, site_tree: Any) -> None:
        save(source)
        source()
        mine = SymptomArticlePage(title="私の記事", slug="mine", locale=site_tree.home.locale)
        site_tree.blog.add_child(instance=mine)
        Page.objects.filter(pk=mine.pk).update(live=True)
        shown = TreatmentPage.objects.get(title="PRP療法")
        draft = latest(mine)
        draft.treatments = json.dumps([{"type": "treatment", "id": BLOCK, "value": shown.pk}])
        draft.save_revision()
        code, said = roll_back()
        assert code == 1 and "PRP療法: a draft refers to it" in said
        assert TreatmentPage.objects.get() == shown and latest(shown).fee_table in FeeTable.objects.all()

    def test_an_update_whose_revision_before_was_purged(self, source: Source) -> None:
        save(source)
        source()
        save(source, "直した本文。")
        source()
        call_command("purge_revisions")
        code, said = roll_back()
        assert code == 1 and "the revision before is no longer there" in said
        assert "直した本文。" in str(latest(Page.objects.get(slug="a")).body)

    def test_an_update_that_was_signed(self, source: Source) -> None:
        save(source)
        source()
        save(source, "直した本文。")
        source()
        page = Page.objects.get(slug="a")
        SupervisionRecord.sign(page.specific, PhysicianPage.objects.get())
        code, said = roll_back()
        assert code == 1 and "an editor has worked on it since" in said
        assert SupervisionRecord.objects.filter(page=page).exists()

    def test_a_page_that_was_deleted_since(self, source: Source) -> None:
        save(source)
        source()
        save(source, "直した本文。")
        source()
        Page.objects.get(slug="a").delete()
        assert roll_back()[0] == 0
        connection.check_constraints()
        assert ImportedPage.objects.get(key="post/a").page is None

    def test_what_a_later_run_has_touched(self, source: Source, tmp_path: Path) -> None:
        decisions = tmp_path / "decisions.csv"
        save(source)
        source.save(c=article("c", card("ヒアルロン酸注射", "1,000円")))
        source()
        first = ImportRun.objects.first()
        source.save(ha=treatment(path="post/ha", title="ヒアルロン酸注射の費用とリスク"))
        decisions.write_text("key,decision\npost/a,adopt\n", encoding="utf-8")
        source(map=str(decisions))
        second = ImportRun.objects.first()
        save(source, "直した本文。")
        decisions.write_text("key,decision\npost/a,release\n", encoding="utf-8")
        source(map=str(decisions))
        third = ImportRun.objects.first()
        code, said = roll_back(str(first.pk))
        assert code == 1 and f"ヒアルロン酸注射: run {second.pk} has written this page since" in said
        code, said = roll_back(str(second.pk))
        assert code == 1 and f"run {third.pk} has written this page since" in said
        results = [roll_back() for _ in range(3)]
        assert [code for code, _ in results] == [0, 0, 0], results
        assert not ImportedPage.objects.exists() and not TreatmentPage.objects.exists()


@pytest.mark.parametrize("name", ["99", "first", "last"])
def test_a_run_that_is_not_there_is_named(site_tree: Any, name: str) -> None:
    with pytest.raises(CommandError, match=rf"no run {name} to take back"):
        call_command("import_rollback", name)
