"""The advertising rules on drafts: what an editor will have to mend before the page can be published.

Part of room 5.  Only the text is read here, as the old site had it; what fields must hold is asked once they are there
(`manage.py check_content`).  Nothing found here stops an import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from importers.actions import Action
from importers.lengths import fitting
from importers.records import Finding, Json
from importers.text import one_line
from importers.tree import Place
from kneeblog.compliance.checking import Rulebook
from kneeblog.compliance.engine import Engine, Hit, plain

# The keys whose strings readers see; the others are addresses, kinds, ids.
_READ = ("title", "heading", "label", "name", "question", "text", "answer", "caption", "alt", "source", "summary")
_RICH = {"text", "answer"}
_UNSEEN = {"legacy", "lost_embed"}
_MOST = 5
_EXAMPLE = 80
_SEVERITIES = ("error", "warning", "info")


def note_rules(actions: Iterable[Action], place: Place | None) -> None:
    """Adds what the rules find to every page that would be written, as the site's adviser has chosen them."""
    engine = Rulebook(place.home.get_site() if place else None).engine
    for action in actions:
        if action.outcome in {"create", "update"} and (finding := rules_finding(action, engine)):
            action.findings.append(finding)


def rules_finding(action: Action, engine: Engine) -> Finding | None:
    """What the rules find in the texts of one page, as one finding; `None` if that is nothing."""
    hits = engine.hits(list(action_texts(action)), action.data["locale"] or "ja")
    if not hits:
        return None
    counts = Counter(hit.rule.severity for hit in hits)
    counted = ", ".join(f"{counts[severity]} {severity}" for severity in _SEVERITIES if counts[severity])
    said = "; ".join(dict.fromkeys(_said(hit) for hit in hits if hit.rule.severity == "error"))
    return Finding(
        level="warning" if counts["error"] or counts["warning"] else "info",
        id="content.rules",
        message=f"The advertising rules find {counted}{f': {said}' if said else ''}.",
        hint="Mend errors before publishing; the page's editor and `manage.py check_content` list all of it.",
        where=action.key,
    )


def action_texts(action: Action) -> Iterator[str]:
    """The texts that the page of an action will hold; cards and physicians are pages of their own."""
    if not action.from_card:
        yield from document_texts({**action.data, "treatments": [], "supervisor": None})
    for record in (action.card, action.record):
        yield from _texts(record)


def document_texts(data: Json) -> Iterator[str]:
    """All texts of a document that readers see, in reading order."""
    meta = data["meta"]
    yield from filter(None, (data["title"], meta.get("title"), meta.get("description")))
    yield plain(data["introduction"])
    for name in ("hero_image", "target_readers", "body", "treatments", "supervisor"):
        yield from _texts(data[name])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield item
            else:
                yield from _texts(item)
    elif isinstance(value, dict) and value.get("type") not in _UNSEEN:
        for name, part in value.items():
            if name == "fees" or (name == "items" and _are_fees(part)):
                yield from dict.fromkeys(fee["raw"] for fee in part)
            elif isinstance(part, str):
                if name in _READ:
                    yield plain(part) if name in _RICH else part
                elif name == "value":
                    yield plain(part)
            else:
                yield from _texts(part)


def _are_fees(part: Any) -> bool:
    return bool(part) and isinstance(part[0], dict) and "raw" in part[0]


def _said(hit: Hit) -> str:
    return f"{hit.rule.id} “{fitting(one_line(hit.sentence.raw), _EXAMPLE)}”"
