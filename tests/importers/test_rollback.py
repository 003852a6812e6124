"""Taking a run back: the database and the media are as before, what an editor touched stays."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from importers.models import ImportedPage, ImportRun
from kneeblog.models import FeeTable, PhysicianPage, SymptomArticlePage, TreatmentPage

from .test_import import SUPERVISOR
from .test_reimport import Source, article, card, latest, source

__all__ = ["source"]
pytestmark = pytest.mark.django_db

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


@pytest.mark.parametrize("name", ["99", "first", "last"])
def test_a_run_that_is_not_there_is_named(site_tree: Any, name: str) -> None:
    with pytest.raises(CommandError, match=rf"no run {name} to take back"):
        call_command("import_rollback", name)
