"""`manage.py parity PATH…`: what the old pages said, and what the new ones serve in their place."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from rich.console import Console

from importers import pipeline
from importers.errors import ImportFailure
from importers.mapping import inert
from importers.parity import PageParity, parities
from importers.parity.stored import store
from importers.text import inert_line

COLUMNS = ("risk", "key", "title", "old_url", "new_url", "fact", "old", "new", "weight", "reason")


class Command(BaseCommand):
    """Reads the source, asks the site, prints what differs."""

    help = (
        "Compares every imported page with the old one: title, description, h1, canonical, shared links, headings, "
        "length of the text, links, pages that link to it, pictures and their words, date. Prints what differs, the "
        "riskiest page first, and keeps it for the report in the admin; exits with 1 if something is not explained. "
        "Pages that are not live cannot be compared yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to compare, and where."""
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="the saved pages, as `import_posts` was given them"
        )
        parser.add_argument("--base-url", default="", metavar="URL", help="the old site, for pages that do not name it")
        parser.add_argument(
            "--site", default="", metavar="URL", help="ask this server; without it, the project is asked in-process"
        )
        parser.add_argument("--report", metavar="FILE", help="write all of it there: .html to look at, or .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exits with 1 if something is not explained."""
        report = Path(options["report"]) if options["report"] else None
        if report and (report.suffix.lower() not in {".html", ".csv"} or not report.parent.is_dir()):
            raise CommandError(f"{report}: name a .html or .csv file in an existing folder.", returncode=2)
        try:
            found = parities(pipeline.read(options["paths"], options["base_url"]), options["site"])
        except ImportFailure as failure:
            raise CommandError(inert_line(str(failure)), returncode=2) from failure
        store(found)
        console = Console(file=cast(IO[str], self.stdout))
        for page in found:
            _print(console, page)
        live = [page for page in found if page.is_live]
        risky = sum(page.risk > 0 for page in live)
        console.print(
            f"{len(live)} pages compared, {len(live) - risky} say the same, {risky} do not; "
            f"{len(found) - len(live)} are not live"
        )
        if report:
            _write(report, found)
        if risky:
            sys.exit(1)


def _print(console: Console, page: PageParity) -> None:
    def line(text: str, style: str = "") -> None:
        console.print(inert_line(text), style=style, markup=False, highlight=False, soft_wrap=True)

    if not page.is_live:
        return line(f"    -  {page.key}: not live", "dim")
    line(f"{page.risk:5}  {page.key}  {page.title}", "yellow" if page.risk else "green")
    for one in page.differences:
        if one.weight:
            line(f"         {one.fact}: “{one.old}” → “{one.new}”")
    return None


def _write(path: Path, found: list[PageParity]) -> None:
    if path.suffix.lower() == ".html":
        context = {"pages": found, "made_at": timezone.localtime()}
        path.write_text(render_to_string("importers/parity.html", context), encoding="utf-8")
        return
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for page in found:
            head = (page.risk, page.key, page.title, page.old_url, page.new_url)
            rows = [(one.fact, one.old, one.new, one.weight, one.reason) for one in page.differences]
            for row in rows or [("" if page.is_live else "not live", "", "", 0, "")]:
                writer.writerow([inert(str(cell)) for cell in (*head, *row)])
