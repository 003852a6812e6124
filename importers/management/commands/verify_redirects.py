"""`manage.py verify_redirects [RUN]`: asks the site for every old address, in every spelling."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from importers import report
from importers.errors import ImportFailure
from importers.verify import addresses, verify


class Command(BaseCommand):
    """Asks, and says what came back."""

    help = (
        "Asks the site for every old address in every spelling and prints one line an address: 301 → 200, or what is "
        "wrong. Pages that are not live yet cannot answer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The contract's argument."""
        parser.add_argument("run", nargs="?", default="", metavar="RUN", help="only pages of this import; `last` works")
        parser.add_argument(
            "--site", default="", metavar="URL", help="ask this server; without it, the project is asked in-process"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exits with 1 if an address does not arrive."""
        try:
            asked = addresses(options["run"])
        except ImportFailure as failure:
            raise CommandError(str(failure), returncode=2) from failure
        console = Console(file=cast(IO[str], self.stdout))
        answers = []
        for answer in verify(asked, options["site"]):
            answers.append(answer)
            report.print_answer(console, answer)
        wrong = sum(not answer.arrives for answer in answers)
        console.print(f"{len(answers)} addresses, {len(answers) - wrong} arrive, {wrong} do not")
        if wrong:
            sys.exit(1)
