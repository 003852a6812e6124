"""Loads the packaged glossary, so that articles can refer to its terms from the first day."""

from __future__ import annotations

from dataclasses import asdict

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kneeblog.translation.glossary import load_glossary


def load_terms(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Adds the terms that are not there yet; what staff have edited stays."""
    glossary_term = apps.get_model("kneeblog", "GlossaryTerm")
    columns = {field.name for field in glossary_term._meta.get_fields()}
    known = set(glossary_term.objects.values_list("key", flat=True))
    glossary_term.objects.bulk_create(
        glossary_term(**{name: value for name, value in asdict(term).items() if name in columns})
        for term in load_glossary()
        if term.key not in known
    )


class Migration(migrations.Migration):
    """After the first one; adds rows only."""

    dependencies = [("kneeblog", "0001_initial")]

    operations = [migrations.RunPython(load_terms, migrations.RunPython.noop, elidable=False)]
