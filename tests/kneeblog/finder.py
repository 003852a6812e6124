"""The symptom finder's answers for tests: browser tests empty the database, migration's rows included."""

from __future__ import annotations

from importlib import import_module
from io import StringIO
from typing import Any

from django.apps import apps
from django.core.management import call_command

from kneeblog.models import FinderChoice, SymptomFinderPage


def load_answers() -> None:
    """The glossary and the answers, as the migrations load them."""
    call_command("load_glossary", apply=True, stdout=StringIO())
    FinderChoice.objects.all().delete()
    import_module("kneeblog.migrations.0018_symptom_finder").load(apps, None)


def add_finder(home: Any) -> SymptomFinderPage:
    """A published finder below a home page, in its language and in the menu."""
    page = SymptomFinderPage(
        title="症状から探す", slug="symptom-finder", locale=home.locale, show_in_menus=True, introduction="<p>選ぶ</p>"
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return SymptomFinderPage.objects.get(pk=page.pk)
