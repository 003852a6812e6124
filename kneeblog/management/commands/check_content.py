"""`manage.py check_content`: the advertising rules over all pages."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from kneeblog.compliance import records
from kneeblog.compliance.pack import SEVERITIES, load_pack
from kneeblog.compliance.report import Row, Spreadsheet, report_rows

FORMATS = ("text", "json", "csv", "xlsx")


class Command(BaseCommand):
    """Prints or writes findings; exits with 1 if there is an error that nobody has waived."""

    help = (
        "Checks all pages of all languages, live ones and drafts, against the advertising rules. "
        "Exit code 1: at least one error is not waived. A tool for careful people, not legal advice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The contract's options."""
        parser.add_argument("--format", choices=FORMATS, default="text")
        parser.add_argument("--output", metavar="FILE", help="write there instead of printing; xlsx needs it")
        parser.add_argument(
            "--severity", choices=SEVERITIES, default="info", help="list findings from this severity upwards"
        )
        parser.add_argument("--record", action="store_true", help="keep the findings for the report in the admin")
        parser.add_argument("--language", choices=("ja", "en"), default="ja", help="of the messages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if options["format"] == "xlsx" and not options["output"]:
            raise CommandError("A spreadsheet cannot be printed; name a file with --output.", returncode=2)
        if options["output"] and not Path(options["output"]).resolve().parent.is_dir():
            raise CommandError(f"{options['output']}: there is no such folder.", returncode=2)
        if options["record"]:
            records.refresh()
        with translation.override(options["language"]):
            rows = list(report_rows())
            listed = SEVERITIES[: SEVERITIES.index(options["severity"]) + 1]
            self._write([row for row in rows if row.finding.severity in listed], rows, options)
        if any(row.finding.stops_publishing for row in rows):
            sys.exit(1)

    def _write(self, listed: list[Row], rows: list[Row], options: dict[str, Any]) -> None:
        if options["format"] in {"csv", "xlsx"}:
            if options["output"]:
                with Path(options["output"]).open("wb") as stream:
                    Spreadsheet().write(listed, stream, options["format"], options["language"])
            else:
                self.stdout.write("".join(map(bytes.decode, Spreadsheet().stream_csv(listed))), ending="")
            return
        text = _json(listed, rows) if options["format"] == "json" else "\n".join(_lines(listed, rows))
        if options["output"]:
            Path(options["output"]).write_text(f"{text}\n", encoding="utf-8")
        else:
            self.stdout.write(text)


def _json(listed: list[Row], rows: list[Row]) -> str:
    pack = load_pack()
    return json.dumps(
        {
            "rules": {"version": pack.version, "date": pack.date},
            "open": _open(rows),
            "findings": [row.cells for row in listed],
        },
        ensure_ascii=False,
        indent=2,
    )


def _open(rows: list[Row]) -> dict[str, int]:
    counts = Counter(row.finding.severity for row in rows if row.finding.is_open)
    return {severity: counts[severity] for severity in SEVERITIES}


def _lines(listed: list[Row], rows: list[Row]) -> Iterator[str]:
    for (page, version), group in groupby(listed, key=lambda row: (row.page, row.version)):
        yield f"{page.draft_title or page.title} ({page.locale.language_code}, {version}, page {page.pk})"
        for row in group:
            finding = row.finding
            waived = f" [waived until {finding.waiver.expires_on.isoformat()}]" if finding.waiver else ""
            yield f"  {finding.severity} {finding.rule}{waived} {finding.message}"
            yield f"    {finding.place}{f': {finding.sentence.strip()}' if finding.sentence.strip() else ''}"
            if finding.suggestion:
                yield f"    → {finding.suggestion}"
    counts = ", ".join(f"{count} {severity}" for severity, count in _open(rows).items())
    answered = sum(not row.finding.is_open for row in rows)
    yield f"{counts}, {answered} waived (rules {load_pack().version})"
