"""Translated fee tables learn whose translation they are; terms learn what they were loaded with."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.models import Count

from kneeblog.translation.glossary import terms_by_key


def name_sources(apps: Any, schema_editor: Any) -> None:
    """The table in the site's language, or the oldest, is the source of the others with its key."""
    fee_table = apps.get_model("kneeblog", "FeeTable")
    tables = fee_table.objects.order_by("pk")
    shared = tables.order_by().values("translation_key").annotate(number=Count("pk")).filter(number__gt=1)
    for key in shared.values_list("translation_key", flat=True):
        family = tables.filter(translation_key=key)
        source = family.filter(locale__language_code=settings.LANGUAGE_CODE).first() or family.first()
        family.exclude(pk=source.pk).update(source=source)


def remember_loaded(apps: Any, schema_editor: Any) -> None:
    """The first loading was that of the packaged file."""
    glossary_term = apps.get_model("kneeblog", "GlossaryTerm")
    packaged = terms_by_key()
    terms = [term for term in glossary_term.objects.all() if term.key in packaged]
    for term in terms:
        term.loaded = asdict(packaged[term.key])
    glossary_term.objects.bulk_update(terms, ["loaded"], batch_size=100)


class Migration(migrations.Migration):
    """Changes rows only."""

    dependencies = [("kneeblog", "0006_supervision")]

    operations = [
        migrations.RunPython(name_sources, migrations.RunPython.noop),
        migrations.RunPython(remember_loaded, migrations.RunPython.noop),
    ]
