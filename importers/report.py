"""Plan, findings and ledger → the terminal, JSON and CSV.  Prints; decides nothing."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from importers.actions import Action, Plan
from importers.lengths import fitting
from importers.reportfiles import all_findings
from importers.rollback import Result
from importers.text import inert_line, one_line
from importers.verify import Answer

_STYLES = {
    "create": "green", "update": "cyan", "unchanged": "dim", "held back": "yellow", "adopted": "blue", "failed": "red",
}  # fmt: skip
_LEVELS = {"error": "red", "warning": "yellow", "info": "dim"}
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
    findings = [(action, finding) for action in plan.actions for finding in all_findings(action)]
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
