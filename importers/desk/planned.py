"""A plan and a survey as the desk keeps them: what a page of the admin shows, as JSON, within bounds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from importers.actions import Action, Plan
from importers.lengths import fitting
from importers.records import Json
from importers.reportfiles import all_findings

_MOST = 200  # of a list that only illustrates
_LONGEST = 500
_LEVELS = ("error", "warning", "info")
_COUNTED = ("files", "page_types", "languages", "years", "readers", "saved_by")


def survey_shown(found: Json) -> Json:
    """What of a survey is shown.

    Args:
        found: as `survey` gives it.
    """
    pages = sum(found["files"][kind] for kind in ("post", "page", "list", "unread"))
    pictures = found["pictures"]
    return {
        **{name: found[name] for name in _COUNTED},
        "pages": pages,
        "pictures": {"named": pictures["named"], "at_hand": pictures["at_hand"]},
        "unread": [_cut(one, "path", "id", "message") for one in found["unread"][:_MOST]],
        "findings": sorted(
            (_cut(one, "level", "id", "count", "pages", "page", "example") for one in found["findings"]),
            key=lambda one: _LEVELS.index(one["level"]),
        ),
        "duplicates": [{**one, "pages": one["pages"][:10]} for one in found["duplicates"][:_MOST]],
        "unknown": [_cut(one, "kind", "name", "count", "page") for one in found["unknown"][:_MOST]],
        "things": {name: len(found[name]) for name in ("treatments", "physicians", "fee_lists")},
    }


def plan_shown(plan: Plan) -> Json:
    """What of a plan, or of what came of it, is shown."""
    rows = [_row(action) for action in plan.actions]
    found = Counter((one["level"], one["id"]) for row in rows for one in row["findings"])
    return {
        "rows": rows,
        "counts": dict(Counter(row["outcome"] for row in rows)),
        "findings": [
            {"level": level, "id": name, "count": count}
            for (level, name), count in sorted(found.items(), key=lambda one: (_LEVELS.index(one[0][0]), -one[1]))
        ],
        "gone": [{"key": row.key, "title": row.title} for row in plan.gone],
        "warnings": [fitting(warning, _LONGEST) for warning in plan.warnings],
    }


def _row(action: Action) -> Json:
    return {
        "key": action.key,
        "title": action.data["title"],
        "page_type": action.page_type,
        "outcome": action.outcome,
        "path": action.data["source"]["path"],
        "url": action.data["source"]["url"],
        "reasons": [fitting(reason, _LONGEST) for reason in action.reasons],
        "findings": [_cut(finding, "level", "id", "message", "hint") for finding in all_findings(action)],
        "imported": action.imported.pk if action.imported else None,
    }


def _cut(one: Json, *names: str) -> Json:
    return {name: _short(one[name]) for name in names}


def _short(value: Any) -> Any:
    return fitting(value, _LONGEST) if isinstance(value, str) else value
