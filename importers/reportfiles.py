"""A plan as a file: JSON for programs, CSV for spreadsheets and as a mapping file, HTML for people."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.apps import apps
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.images import get_image_model_string

from importers.actions import Action, Plan
from importers.identity import short_key
from importers.lengths import fitting
from importers.mapping import COLUMNS, REPORT_COLUMNS, Override, inert
from importers.media import Shelf
from importers.media.wanted import uses
from importers.merge import Conflict
from importers.records import Finding, Json
from importers.text import one_line

_TAG = re.compile(r"<[^>]*>")
_EXAMPLE = 100
# What a number stands for, by the name of the part that holds it.
_REFERENCES = {
    **dict.fromkeys(("treatment", "supervisor", "supervisor_id", "related_conditions"), "wagtailcore.Page"),
    **dict.fromkeys(("fee_table", "fee_table_id"), "kneeblog.FeeTable"),
    **dict.fromkeys(("condition", "symptom", "symptom_id", "term", "term_id"), "kneeblog.GlossaryTerm"),
    "image": get_image_model_string(),
}
_PICTURE_COLUMNS = ("page", "page_title", "address", "state", "alternative_text", "caption", "to_do")


def write_report(path: str | Path, plan: Plan, overrides: Mapping[str, Override] | None = None) -> None:
    """The plan as a file.

    Args:
        path: of the file: CSV, HTML or, by any other name, JSON.
        plan: of the run.
        overrides: what a person had decided before it, so that a CSV still says so when it is handed back.
    """
    rows = [_row(action) for action in plan.actions]
    ending = Path(path).suffix.lower()
    if ending == ".csv":
        _write_csv(path, rows, {short_key(key): override for key, override in (overrides or {}).items()})
    elif ending in {".html", ".htm"}:
        _write_html(path, plan, rows)
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


def _write_html(path: str | Path, plan: Plan, rows: Sequence[Json]) -> None:
    """One row a page, which opens to its findings, what was left out and what changes.  One file, without scripts."""
    context = {
        "rows": rows,
        "counts": dict(Counter(row["outcome"] for row in rows)),
        "gone": plan.gone,
        "warnings": plan.warnings,
        "made_at": timezone.localtime(),
    }
    Path(path).write_text(render_to_string("importers/report.html", context), encoding="utf-8")


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
        "findings": all_findings(action),
        "changes": [
            {
                "where": " ".join(filter(None, (change.field, change.kind, change.part))),
                "before": words(change.before, change.part or change.kind or change.field),
                "after": words(change.after, change.part or change.kind or change.field),
            }
            for change in action.changes
        ],
    }


def all_findings(action: Action) -> list[Json]:
    """What is to be said of a page: by its reading, its planning and its merging."""
    found = [*action.findings, *(conflict_finding(conflict) for conflict in action.conflicts)]
    return [*action.data["findings"], *(finding.as_json() for finding in found)]


def conflict_finding(conflict: Conflict) -> Finding:
    """A conflict in words."""
    name = conflict.part or conflict.kind or conflict.field
    source, here = (fitting(words(value, name), _EXAMPLE) for value in (conflict.source, conflict.here))
    what = f"The {conflict.part or conflict.kind or conflict.field}" if conflict.block else f"The {conflict.field}"
    said = {
        "both changed": f"was changed here and at the source. The source has: “{source}”",
        "deleted here": f"was deleted here and changed at the source. The source has: “{source}”",
        "deleted at the source": f"was changed here and is gone at the source. Here: “{here}”",
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


def words(value: object, name: str = "") -> str:
    """What a part of a page holds, without markup.

    Args:
        value: of the part.
        name: of the part; it says what a number refers to.
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        parts = (words(part, value.get("type", name) if key == "value" else key) for key, part in value.items()
                 if part is not False)  # fmt: skip
        return "; ".join(filter(None, parts))
    if isinstance(value, list):
        return "; ".join(
            words(part.get("value", part), part.get("type", name)) if isinstance(part, dict) else words(part, name)
            for part in value
        )
    model = _REFERENCES.get(name)
    if model is not None and str(value).isdecimal():
        found = apps.get_model(model)._default_manager.filter(pk=value).first()
        return one_line(str(found)) if found else str(value)
    return one_line(_TAG.sub("", str(value)))
