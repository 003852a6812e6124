"""`manage.py import_posts`: plans the import of saved pages, and with `--apply` writes them as drafts."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from importers import pipeline, report, reportfiles
from importers.actions import Plan
from importers.crawl import Crawler, Originals, archive_name, originals_beside
from importers.errors import ImportFailure
from importers.fetch import Client, Fetcher, Hosts
from importers.kept import keep
from importers.lease import nobody_writes
from importers.mapping import Override, read_mapping
from importers.media import Shelf, Wanted, old_hosts, wanted
from importers.plan import make_plan
from importers.records import Draft
from importers.text import inert_line
from importers.tree import find_place
from importers.write import Writer


class Command(BaseCommand):
    """Rooms 1 to 6 in order."""

    help = (
        "Plans the import of saved pages of the old site and prints the plan; --apply writes drafts. Publishes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The contract's options."""
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="a saved page, a folder of them, a zip, a web archive (.warc, .warc.gz), or the old site's https://…",
        )
        parser.add_argument(
            "--archive", metavar="FILE", help="where to keep what the old site answers: HOST.warc.gz unless given"
        )
        parser.add_argument(
            "--delay", type=_seconds, default=1.0, metavar="SECONDS", help="between two requests to the old site"
        )
        parser.add_argument("--apply", action="store_true", help="write the drafts")
        parser.add_argument("--under", default="/blog/", metavar="/blog/", help="the page that articles go below")
        parser.add_argument("--locale", default="ja", help="the language of the pages")
        parser.add_argument("--base-url", default="", metavar="URL", help="the old site, for pages that do not name it")
        parser.add_argument(
            "--map", metavar="FILE", help="CSV with a person's decisions: key,page_type,parent,slug,skip,bold_lines"
        )
        parser.add_argument(
            "--reader", choices=sorted(pipeline.READERS), default="", help="read every page with this one"
        )
        parser.add_argument(
            "--media", metavar="DIR", action="append", default=[], help="where originals of pictures lie"
        )
        parser.add_argument("--no-media", action="store_true", help="leave all pictures and files pending")
        parser.add_argument("--no-fetch", action="store_true", help="ask no other host: only what lies at hand")
        parser.add_argument(
            "--media-host", metavar="HOST", action="append", default=[], help="one more host that originals come from"
        )
        parser.add_argument(
            "--pictures", metavar="FILE", help="write a CSV of all pictures there: what came of them, which lack words"
        )
        parser.add_argument(
            "--report", metavar="FILE", help="write the result there: .html to look at, .csv to edit, or .json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; exits with 1 if something was lost or unreadable."""
        console = Console(file=cast(IO[str], self.stdout))
        try:
            code = self._run(console, options)
        except ImportFailure as failure:
            raise CommandError(inert_line(str(failure)), returncode=2) from failure
        if code:
            sys.exit(code)

    def _run(self, console: Console, options: dict[str, Any]) -> int:
        overrides = read_mapping(options["map"]) if options["map"] else {}
        place = find_place(options["under"], options["locale"])
        sites = [path for path in options["paths"] if _is_address(path)]
        if options["archive"] and len(sites) != 1:
            raise CommandError("--archive goes with the address of one site.", returncode=2)
        for path in options["paths"]:
            if path not in sites and not Path(path).exists():
                raise CommandError(f"{inert_line(str(path))}: there is no such file or folder.", returncode=2)
        for file in filter(None, (options["report"], options["pictures"])):
            _check_writable(Path(file))
        hosts = Hosts(options["media_host"])
        progress_console = Console(stderr=True)
        archives = {site: self._crawl(progress_console, site, options) for site in sites}
        options["paths"] = [archives.get(path, path) for path in options["paths"]]
        drafts = self._read(progress_console, options, overrides)
        skipped = {key for key, override in overrides.items() if override.skip}
        originals = wanted(draft for draft in drafts if draft.key not in skipped)
        hosts.add(old_hosts(drafts, options["base_url"]))
        shelf = self._shelf(hosts, options, kept_beside=next(iter(archives.values()), ""))
        if options["apply"]:
            self._bring(progress_console, shelf, originals)
        plan = make_plan(drafts, shelf, overrides, place)
        plan.warnings += shelf.warnings if options["apply"] else shelf.outlook(originals)
        if options["apply"]:
            self._write(progress_console, plan, Writer(plan, place, shelf, " ".join(options["paths"])))
            keep(options["paths"], plan.actions)
        report.print_plan(console, plan, applied=options["apply"])
        if options["report"]:
            reportfiles.write_report(options["report"], plan, overrides)
        if options["pictures"]:
            reportfiles.write_pictures(options["pictures"], plan, shelf)
        lost = any(_incomplete(draft) for draft in drafts if draft.key not in skipped)
        return int(lost or any(action.outcome == "failed" for action in plan.actions))

    def _crawl(self, console: Console, site: str, options: dict[str, Any]) -> str:
        """The archive of a site that is still there."""
        archive = Path(options["archive"] or archive_name(site))
        crawler = Crawler(site, archive, delay=options["delay"])
        with _bar(console) as progress:
            task = progress.add_task("Fetching", total=None)
            tally = crawler.run(lambda done, total: progress.update(task, completed=done, total=total))
        console.print(f"{archive}: {tally}.", markup=False, highlight=False)
        return str(archive)

    def _read(self, console: Console, options: dict[str, Any], overrides: dict[str, Override]) -> list[Draft]:
        drafts = []
        # The plan leaves skipped pages out; it has to see them, to tell a page that is skipped from a mistyped key.
        overrides = {key: replace(override, skip=False) for key, override in overrides.items()}
        with console.status("Reading…") as status:
            pages = pipeline.read(options["paths"], options["base_url"], reader=options["reader"], overrides=overrides)
            for draft in pages:
                drafts.append(draft)
                status.update(f"Reading… {len(drafts)} pages")
        return drafts

    def _shelf(self, hosts: Hosts, options: dict[str, Any], *, kept_beside: str) -> Shelf:
        """Where originals are; what is fetched for a live site is kept beside its archive."""
        if options["no_media"]:
            return Shelf(closed=True)
        beside = [path for path in map(originals_beside, map(Path, options["paths"])) if path.is_file()]
        keep = Originals(originals_beside(Path(kept_beside))).keep if kept_beside else None
        fetcher = None if options["no_fetch"] else Fetcher(Client(hosts), keep=keep)
        return Shelf([*options["paths"], *beside, *options["media"]], fetcher)

    def _bring(self, console: Console, shelf: Shelf, originals: list[Wanted]) -> None:
        with transaction.atomic(), nobody_writes():
            pass  # asked before anything is fetched; the lease comes with the first page
        with _bar(console) as progress:
            task = progress.add_task("Pictures", total=len(originals))
            try:
                shelf.bring(originals, lambda done: progress.update(task, completed=done))
            except (OperationalError, InterfaceError) as error:
                raise ImportFailure(
                    f"The import stopped: {inert_line(str(error))}. Give the same command again."
                ) from error

    def _write(self, console: Console, plan: Plan, writer: Writer) -> None:
        with _bar(console) as progress:
            task = progress.add_task("Writing", total=len(plan.to_write))
            writer.carry_out(lambda action: progress.advance(task))


def _bar(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console)


def _is_address(path: str) -> bool:
    return path.lower().startswith(("http://", "https://"))


def _seconds(text: str) -> float:
    if not text.replace(".", "", 1).isdecimal():
        raise ArgumentTypeError(f"{text} is no number of seconds")
    return float(text)


def _check_writable(path: Path) -> None:
    """Whether a report can be written there, before anything else is.

    Raises:
        CommandError: naming what is wrong.
    """
    name = inert_line(str(path))
    if path.is_dir() or not path.parent.is_dir():
        raise CommandError(f"{name}: no report can be written there; name a file in an existing folder.", returncode=2)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise CommandError(f"{name}: a report may not be written there.", returncode=2)


def _incomplete(draft: Draft) -> bool:
    return bool(draft.lost) or any(finding["level"] == "error" for finding in draft.findings)
