"""The table of the site's search, in the form of SQLite or PostgreSQL; other databases use Wagtail's own search."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLE = "kneeblog_site_search"
STATEMENTS = {
    # Everything beyond ASCII is part of a word to this tokenizer; a prefix of one character begins a pair.
    "sqlite": [f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, text UNINDEXED, tokenize='ascii', prefix='1')"],
    "postgresql": [
        f"CREATE TABLE {TABLE} (key bigint PRIMARY KEY, words tsvector NOT NULL, text text NOT NULL)",
        f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
    ],
}


def create(apps: Any, schema_editor: Any) -> None:
    """Make the table; pages that are live already come in with `manage.py update_site_search`."""
    for statement in STATEMENTS.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    """Take it away."""
    if schema_editor.connection.vendor in STATEMENTS:
        schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    """Without a model: the rows are written and read by `kneeblog.search.index` alone."""

    dependencies = [("kneeblog", "0012_redirect_use")]

    operations = [migrations.RunPython(create, drop)]
