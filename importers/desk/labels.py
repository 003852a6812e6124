"""What states, outcomes and page types are called; what findings are called is in `findingnames`."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from importers.actions import MODELS
from importers.desk.findingnames import NAMES
from importers.desk.jobs import is_interrupted
from importers.models import ImportJob, Outcome
from importers.records import Json

# What a plan says; what came of it is the same in the past.
OUTCOMES: dict[str, Any] = {
    "create": _("New page"),
    "update": _("New version"),
    "held back": _("Held back"),
    "failed": _("Failed"),
    "adopted": _("Left to the editors"),
    "unchanged": _("As it is"),
}
DONE: dict[str, Any] = {
    Outcome.CREATED: _("Pages created: they go"),
    Outcome.UPDATED: _("Pages updated: they return to the version before"),
}
PHASES: dict[str, Any] = {
    "crawl": _("Reading the old site"),
    "survey": _("Looking into the pages"),
    "read": _("Reading the pages"),
    "plan": _("Comparing with this site"),
    "pictures": _("Bringing pictures and files"),
    "write": _("Writing drafts"),
    "rollback": _("Taking pages back"),
}
_SURVEYED: dict[str, Any] = {
    "files": _("Files"), "page_types": _("Page types"), "languages": _("Languages"), "years": _("Published in"),
    "readers": _("Read as"), "saved_by": _("Saved by"),
}  # fmt: skip
_KINDS: dict[str, Any] = {
    "post": _("blog posts"), "page": _("other pages"), "list": _("lists of pages"), "unread": _("not readable"),
    "feed": _("feeds"), "sitemap": _("sitemaps"), "picture": _("pictures"), "other": _("other files"),
    "unknown": _("unknown"),
}  # fmt: skip


def state_of(job: ImportJob) -> str:
    """In a few words: which step, and how it is."""
    state = gettext("interrupted") if is_interrupted(job) else job.get_state_display()
    return f"{job.get_step_display()}: {state}"


def page_type(name: str) -> str:
    """As the admin calls it."""
    model = MODELS.get(name)
    return str(capfirst(str(model._meta.verbose_name))) if model else name


def finding(name: str) -> str | Promise:
    """What a finding is about; its id if it has no name."""
    return NAMES.get(name, name)


def said(text: str) -> str:
    """A sentence of the importer in the user's language, as far as the catalogue has it; what it quotes stays."""
    if not text:
        return ""
    sentence, colon, quoted = text.partition(": ")
    known = gettext(text)
    return known if known != text or not colon else f"{gettext(sentence)}{gettext(': ')}{quoted}"


def row(one: Json) -> Json:
    """One page of a plan, to be shown."""
    return {
        **one,
        "label": OUTCOMES.get(one["outcome"], one["outcome"]),
        "type_label": page_type(one["page_type"]),
        "reasons": [said(reason) for reason in one["reasons"]],
        "findings": findings(one["findings"]),
    }


def findings(found: list[Json]) -> list[Json]:
    """The findings of one page, the gravest first."""
    order = {"error": 0, "warning": 1, "info": 2}
    named = [{**one, "label": finding(one["id"]), "hint": said(one["hint"])} for one in found]
    return sorted(named, key=lambda one: order.get(one["level"], 3))


def result(found: Json) -> Json:
    """What taking a run back came to, to be shown."""
    return {**found, "held_back": [{**one, "reason": said(one["reason"])} for one in found["held_back"]]}


def survey(found: Json) -> Json:
    """A survey, to be shown."""
    counted = [(label, [(_name(name, key), number) for key, number in found[name].items() if number])
               for name, label in _SURVEYED.items()]  # fmt: skip
    return {
        **found,
        "counted": [(label, numbers) for label, numbers in counted if numbers],
        "findings": [{**one, "label": finding(one["id"])} for one in found["findings"]],
        "unread": [{**one, "label": finding(one["id"])} for one in found["unread"]],
    }


def _name(kind: str, key: str) -> str:
    return page_type(key) if kind == "page_types" else str(_KINDS.get(key, key))
