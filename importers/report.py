"""Plan, findings and ledger → the terminal, JSON and CSV.  Prints; decides nothing."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from importers.actions import Action, Plan
from importers.identity import short_key
from importers.lengths import fitting
from importers.mapping import COLUMNS, REPORT_COLUMNS, Override, inert
from importers.media import Shelf
from importers.media.wanted import uses
from importers.merge import Conflict
from importers.records import Finding, Json
from importers.rollback import Result
from importers.text import inert_line, one_line
from importers.verify import Answer

_STYLES = {
    "create": "green", "update": "cyan", "unchanged": "dim", "held back": "yellow", "adopted": "blue", "failed": "red",
}  # fmt: skip
_LEVELS = {"error": "red", "warning": "yellow", "info": "dim"}
_TAG = re.compile(r"<[^>]*>")
_MOST_COMMON = 12
_WIDE = 120  # columns of a terminal
_EXAMPLE = 100


def print_plan(console: Console, plan: Plan, *, applied: bool) -> None:
    """What becomes of every page, and what a person should look at."""
    console.print(_pages(plan, applied=applied, wide=console.width >= _WIDE))
    _print_findings(console, plan)
    for row in plan.gone:
        console.print(f"[yellow]gone at the source[/] {_example(row.key)} {_example(row.title)}", soft_wrap=True)
    if plan.gone:
        console.print("Nothing is done about these pages; unpublish or delete them in the admin if they should go.")
    for warning in plan.warnings:
        console.print(f"[yellow]{_escaped(warning)}[/]", soft_wrap=True)
    counts: Counter[str] = Counter(action.outcome for action in plan.actions)
    counted = [f"{counts[outcome]} {outcome}" for outcome in _STYLES if counts[outcome]]
    counted += [f"{len(plan.gone)} gone at the source"] if plan.gone else []
    console.print(", ".join(counted) or "No pages.")


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


def print_rollback(console: Console, result: Result) -> None:
    """What became of a run that was taken back."""
    for title, reason in result.held_back:
        console.print(f"[yellow]held back[/] {_example(title)}: {_escaped(reason)}", soft_wrap=True)
    console.print(
        f"Run {result.run.pk}: {len(result.removed)} removed, {len(result.returned)} returned to the revision before, "
        f"{len(result.held_back)} held back"
    )


def write_report(path: str | Path, plan: Plan, overrides: Mapping[str, Override] | None = None) -> None:
    """The plan as a file: CSV if its name ends so, JSON otherwise.

    Args:
        path: of the file.
        plan: of the run.
        overrides: what a person had decided before it, so that a CSV still says so when it is handed back.
    """
    rows = [_row(action) for action in plan.actions]
    if str(path).lower().endswith(".csv"):
        _write_csv(path, rows, {short_key(key): override for key, override in (overrides or {}).items()})
    else:
        Path(path).write_text(json.dumps({"pages": rows}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_csv(path: str | Path, rows: Sequence[Json], overrides: Mapping[str, Override]) -> None:
    """For spreadsheets, and as a mapping file: UTF-8 with a mark, and no cell that looks like a formula."""
    skipped = [key for key, override in overrides.items() if override.skip and key not in {row["key"] for row in rows}]
    with Path(path).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, [*COLUMNS, *REPORT_COLUMNS], restval="")
        writer.writeheader()
        for row in rows:
            override = overrides.get(row["key"], Override())
            cells = {
                **{name: row[name] for name in ("key", "page_type", "slug", "outcome", "title", "url")},
                "parent": override.parent,
                "bold_lines": override.bold_lines,
                "decision": override.decision,
                "reasons": "; ".join(row["reasons"]),
                "findings": "; ".join(f"{finding['level']} {finding['id']}" for finding in row["findings"]),
                "lost": sum(item["chars"] for item in row["ledger"]["lost"]),
            }
            writer.writerow({name: inert(str(cell)) for name, cell in cells.items()})
        for key in skipped:
            own = overrides[key]
            cells = {name: getattr(own, name) for name in ("page_type", "parent", "slug", "bold_lines", "decision")}
            writer.writerow({"key": inert(key), **cells, "skip": "yes"})


_PICTURE_COLUMNS = ("page", "page_title", "address", "state", "alternative_text", "caption", "to_do")


def write_pictures(path: str | Path, plan: Plan, shelf: Shelf) -> None:
    """One row for every picture and file on every page: what came of it, its words, and what a person has to do.

    Args:
        path: of the CSV file.
        plan: of the run.
        shelf: knows what came of originals.
    """
    with Path(path).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_PICTURE_COLUMNS)
        for action in plan.actions:
            if action.from_card:
                continue  # the pages that show the card list its picture
            for use, _ in uses(action.data):
                state, alt = shelf.state(use["url"]), use.get("alt")
                to_do = ["bring it"] if state != "in the library" else []
                to_do += ["say what it shows"] if alt == "" else []
                cells = (action.key, action.data["title"], use["url"], state, alt or "", use.get("caption", ""))
                writer.writerow([inert(cell) for cell in (*cells, "; ".join(to_do))])


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
    found = [*action.findings, *(conflict_finding(conflict) for conflict in action.conflicts)]
    return [*action.data["findings"], *(finding.as_json() for finding in found)]


def conflict_finding(conflict: Conflict) -> Finding:
    """A conflict in words."""
    what = f"The {conflict.part or conflict.kind or conflict.field}" if conflict.block else f"The {conflict.field}"
    said = {
        "both changed": f"was changed here and at the source. The source has: “{_words(conflict.source)}”",
        "deleted here": f"was deleted here and changed at the source. The source has: “{_words(conflict.source)}”",
        "deleted at the source": f"was changed here and is gone at the source. Here: “{_words(conflict.here)}”",
        "moved": "was moved here and at the source, to different places",
        "order": "holds blocks whose order was changed here and at the source",
    }[conflict.why]
    return Finding(
        level="warning",
        id="merge.conflict",
        message=f"{what} {said}.",
        hint="The page keeps the editors' version. Edit the page, or write `keep` into the mapping file.",
        where=f"{conflict.field} {conflict.block}".strip(),
    )


def _words(value: object) -> str:
    """What a part holds, without markup, short enough for a table."""
    if isinstance(value, dict):
        return _words("; ".join(_words(part) for part in value.values() if part not in (None, "", [], False)))
    if isinstance(value, list):
        return _words("; ".join(_words(part.get("value", part) if isinstance(part, dict) else part) for part in value))
    return fitting(one_line(_TAG.sub("", str(value))), _EXAMPLE)


def _outcome(action: Action, applied: bool) -> str:
    past = {"create": "created", "update": "updated"}
    return past.get(action.outcome, action.outcome) if applied else action.outcome


def _example(text: str) -> str:
    """One line of a text, for a table."""
    return _escaped(fitting(one_line(text), _EXAMPLE))


def _escaped(text: str) -> str:
    """A text that says nothing to the terminal, whatever signs are in it."""
    return escape(inert_line(text))


def print_answer(console: Console, answer: Answer) -> None:
    """One line for one old address."""
    steps = " → ".join(f"{status}{f' {path}' if number else ''}" for number, (status, path) in enumerate(answer.steps))
    if answer.arrives:
        said = f"[green]ok[/]    {_escaped(answer.path)}  {_escaped(steps)}  ({answer.tried} spellings)"
    else:
        said = f"[red]wrong[/] {_escaped(answer.path)}  {_escaped(steps)}  (as {_escaped(answer.spelling)})"
    console.print(said, soft_wrap=True)
