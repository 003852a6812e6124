"""`manage.py import_rollback RUN`: takes one import back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from importers import report
from importers.errors import ImportFailure
from importers.media import remove
from importers.rollback import close, find_run, roll_back
from importers.text import inert_line


class Command(BaseCommand):
    """Names the run, takes it back, says what was done."""

    help = (
        "Takes one import back: pages it created go, pages it updated return to the revision before. What an editor "
        "has worked on since stays, and is listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The contract's argument."""
        parser.add_argument("run", metavar="RUN", help="the number of an import, or `last`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exits with 1 if something was held back."""
        try:
            result = roll_back(find_run(options["run"]))
            # Files do not come back with a transaction, so their turn is when the pages are gone for good.
            media = remove(result.run)
            close(result)
        except ImportFailure as failure:
            raise CommandError(inert_line(str(failure)), returncode=2) from failure
        result.removed += media.removed
        result.held_back += [(title, "it is in use, or an editor has worked on it") for title in media.kept]
        report.print_rollback(Console(file=cast(IO[str], self.stdout)), result)
        if result.held_back:
            sys.exit(1)
