"""A survey → the terminal.  Prints; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from importers.records import Json
from importers.text import inert_line

_ROWS = 12
_EXAMPLES = 4
_LONGEST = 100
_LEVELS = {"error": "red", "warning": "yellow", "info": "dim"}
_TITLES = {
    "files": "files",
    "readers": "read by",
    "generations": "viewer",
    "saved_by": "saved by",
    "languages": "language",
    "encodings": "encoding",
    "years": "published",
    "page_types": "type",
    "blocks": "blocks",
    "embeds": "embedded",
    "lost_embeds": "no longer there",
}


def print_survey(console: Console, found: Json) -> None:
    """What a source holds, as a person reads it."""
    _print_counts(console, found)
    _print_table(console, "Not read", ("file", "why"), ((one["path"], one["message"]) for one in found["unread"]))
    _print_table(
        console,
        "There more than once",
        ("by", "alike", "pages"),
        ((one["by"], _share(one["likeness"]), "\n".join(one["pages"])) for one in found["duplicates"]),
    )
    _print_table(
        console,
        "Markup that no rule knows",
        ("what", "times", "for example"),
        (
            (f"{one['kind']} {one['name']}", str(one["count"]), f"{one['page']}: {one['example']}")
            for one in found["unknown"]
        ),
    )
    for name, title in (("treatments", "Treatments"), ("physicians", "Physicians"), ("fee_lists", "Fee lists")):
        _print_table(console, title, ("name", "pages", "copies that differ"), map(_thing, found[name]))
    _print_table(
        console,
        "Findings",
        ("finding", "times", "for example"),
        (
            (f"[{_LEVELS[one['level']]}]{one['level']}[/] {one['id']}", str(one["count"]), one["example"])
            for one in sorted(found["findings"], key=lambda one: list(_LEVELS).index(one["level"]))
        ),
        marked=True,
    )


def _print_counts(console: Console, found: Json) -> None:
    table = Table(title="What the source holds", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for name, title in _TITLES.items():
        if words := _counted(found[name]):
            table.add_row(title, _escaped(words))
    pictures = found["pictures"]
    table.add_row("pictures", f"{pictures['named']} named, {pictures['at_hand']} at hand")
    console.print(table)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


def _thing(one: Json) -> tuple[str, str, str]:
    fields: dict[str, list[str]] = {}
    for other in one["differs"]:
        fields.setdefault(other["page"], []).append(other["field"])
    lines = [f"{page} ({', '.join(names)})" for page, names in fields.items()]
    more = [f"… and {len(lines) - _EXAMPLES} more"] if len(lines) > _EXAMPLES else []
    return one["name"], str(len(one["pages"])), "\n".join([*lines[:_EXAMPLES], *more])


def _share(likeness: float | None) -> str:
    return "" if likeness is None else f"{likeness:.0%}"


def _print_table(
    console: Console, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, marked: bool = False
) -> None:
    """A table of the first rows, if there are any.  The last column takes what room there is.

    Args:
        marked: whether the first column holds markup of our own.
    """
    listed = list(rows)
    if not listed:
        return
    table = Table(title=title)
    for heading in headings[:-1]:
        table.add_column(heading, overflow="fold")
    table.add_column(headings[-1], overflow="fold", ratio=1)
    for first, *rest in listed[:_ROWS]:
        table.add_row(first if marked else _shown(first), *map(_shown, rest))
    console.print(table)
    if len(listed) > _ROWS:
        console.print(f"… and {len(listed) - _ROWS} more; --output has them all.")


def _shown(text: str) -> str:
    """Lines of a text, each short enough for a table."""
    lines = text.split("\n")
    kept = [inert_line(line) for line in lines[:_ROWS]] + (["…"] if len(lines) > _ROWS else [])
    return "\n".join(_escaped(line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…") for line in kept)


def _escaped(text: str) -> str:
    """A text that says nothing to the terminal, whatever signs are in it."""
    return escape(inert_line(text))
