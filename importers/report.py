"""Plan, findings and ledger → the terminal, JSON and CSV.  Prints; decides nothing."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from importers.actions import Action, Plan
from importers.lengths import fitting
from importers.records import Json
from importers.text import one_line

_STYLES = {"create": "green", "update": "cyan", "unchanged": "dim", "held back": "yellow", "failed": "red"}
_LEVELS = {"error": "red", "warning": "yellow", "info": "dim"}
_MOST_COMMON = 12
_WIDE = 120  # columns of a terminal
_EXAMPLE = 100


def print_plan(console: Console, plan: Plan, *, applied: bool) -> None:
    """What becomes of every page, and what a person should look at."""
    console.print(_pages(plan, applied=applied, wide=console.width >= _WIDE))
    _print_findings(console, plan)
    for warning in plan.warnings:
        console.print(f"[yellow]{_escaped(warning)}[/]", soft_wrap=True)
    counts: Counter[str] = Counter(action.outcome for action in plan.actions)
    console.print(", ".join(f"{counts[outcome]} {outcome}" for outcome in _STYLES if counts[outcome]) or "No pages.")


def _pages(plan: Plan, *, applied: bool, wide: bool) -> Table:
    """One row a page; where the terminal is narrow, key and title share a column."""
    table = Table(title="Import" if applied else "Plan (nothing written; add --apply to write)")
    for heading in ("", "type"):
        table.add_column(heading, no_wrap=True)
    for heading in ("page", "title", "why") if wide else ("page", "why"):
        table.add_column(heading, overflow="fold", ratio=1)
    for action in plan.actions:
        key, title = _example(action.key), _example(action.data["title"])
        table.add_row(
            f"[{_STYLES[action.outcome]}]{_outcome(action, applied)}[/]",
            action.page_type,
            *([key, title] if wide else [f"{key}\n{title}" if title else key]),
            _example("; ".join(action.reasons)),
        )
    return table


def _print_findings(console: Console, plan: Plan) -> None:
    findings = [(action, finding) for action in plan.actions for finding in _findings(action)]
    for _, finding in findings:
        if finding["level"] == "error":
            message, hint = one_line(finding["message"]), one_line(finding["hint"])
            console.print(f"[red]{_escaped(message)}[/] {_escaped(hint)}", soft_wrap=True)
    counted = Counter((finding["level"], finding["id"]) for _, finding in findings)
    if counted:
        table = Table(title="Findings")
        for heading in ("level", "finding", "times"):
            table.add_column(heading, no_wrap=True)
        table.add_column("for example", overflow="fold", ratio=1)
        for (level, finding_id), times in counted.most_common(_MOST_COMMON):
            example = next(f["message"] for _, f in findings if (f["level"], f["id"]) == (level, finding_id))
            table.add_row(f"[{_LEVELS[level]}]{level}[/]", finding_id, str(times), _example(example))
        console.print(table)


def write_report(path: str | Path, plan: Plan) -> None:
    """The plan as a file: CSV if its name ends so, JSON otherwise."""
    rows = [_row(action) for action in plan.actions]
    if str(path).lower().endswith(".csv"):
        _write_csv(path, rows)
    else:
        Path(path).write_text(json.dumps({"pages": rows}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_csv(path: str | Path, rows: Sequence[Json]) -> None:
    """For spreadsheets: UTF-8 with a mark, and no cell that a spreadsheet would take for a formula.

    Its columns `key`, `page_type`, `parent`, `slug` and `skip` are those of the mapping file.
    """
    columns = ("key", "page_type", "parent", "slug", "skip", "outcome", "title", "url", "reasons", "findings", "lost")
    with Path(path).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in rows:
            cells = {
                **row,
                "parent": "",
                "skip": "",
                "reasons": "; ".join(row["reasons"]),
                "findings": "; ".join(f"{finding['level']} {finding['id']}" for finding in row["findings"]),
                "lost": sum(item["chars"] for item in row["ledger"]["lost"]),
            }
            writer.writerow([_inert(str(cells[name])) for name in columns])


def _row(action: Action) -> Json:
    return {
        "key": action.key,
        "outcome": action.outcome,
        "reasons": action.reasons,
        "page_type": action.page_type,
        "title": action.data["title"],
        "slug": action.data["slug"],
        "url": action.data["source"]["url"],
        "source": action.data["source"],
        "ledger": action.data["ledger"],
        "findings": _findings(action),
    }


def _findings(action: Action) -> list[Json]:
    return [*action.data["findings"], *(finding.as_json() for finding in action.findings)]


def _outcome(action: Action, applied: bool) -> str:
    past = {"create": "created", "update": "updated"}
    return past.get(action.outcome, action.outcome) if applied else action.outcome


def _example(text: str) -> str:
    """One line of a text, for a table."""
    return _escaped(fitting(one_line(text), _EXAMPLE))


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")
