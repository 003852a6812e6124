"""`manage.py load_glossary [FILE] [--apply] [--force]`: updates the glossary from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kneeblog.translation import loading
from kneeblog.translation.glossary import COLUMNS, GlossaryError, Term, load_glossary, read_terms


class Command(BaseCommand):
    """Says what it would do; does it with `--apply`."""

    help = (
        "Updates the medical terms from a tab-separated file, by default the one in the package. "
        f"Its columns: {', '.join(COLUMNS)}. Without --apply nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and two switches."""
        parser.add_argument("file", nargs="?", type=Path, help="another file than the packaged one")
        parser.add_argument("--apply", action="store_true", help="write what is listed")
        parser.add_argument("--force", action="store_true", help="overwrite what staff have changed, too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        file: Path | None = options["file"]
        name = file.name if file else "glossary.tsv"
        try:
            changes = loading.compare(_terms(file), force=options["force"], name=name)
        except (GlossaryError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        for change in changes:
            for label, columns in ((change.outcome, change.columns), ("kept as edited", change.kept)):
                if columns and label != "new":
                    self.stdout.write(f"{label}: {change.term.key} {change.term.ja} ({', '.join(columns)})")
            if change.outcome == "new":
                self.stdout.write(f"new: {change.term.key} {change.term.ja}")
        if options["apply"]:
            loading.apply(changes)
        counts = Counter(change.outcome for change in changes)
        counted = ", ".join(
            f"{counts[name]} {name}" for name in ("new", "changed", "kept", "unchanged") if counts[name]
        )
        self.stdout.write(counted or "No terms.")
        if not options["apply"]:
            self.stdout.write("Nothing was written; add --apply to write.")


def _terms(file: Path | None) -> tuple[Term, ...]:
    return read_terms(file.read_text(encoding="utf-8"), file.name) if file else load_glossary()
