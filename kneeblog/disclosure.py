"""What a treatment's page must disclose before visitors may see it: the only such list.

The guard of publishing, the importer's report and the editor's hints all ask here.  Sources: 医療法施行規則第1条の9の2
(content, cost, period and number of visits, main risks of self-pay care); 医療広告ガイドライン (the five notices on
products that are not approved, 2024-03-22); 再生医療等の安全性の確保等に関する法律第4条 (the plan).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import capfirst

from kneeblog import notices

SHORTEST_CONTENT = 80  # characters: below that, nothing has been said about a course of treatment
SHORTEST_RISKS = 40
# 5., the exclusion from the relief systems, has a standard sentence: it is never missing.
NOTICES = ("unapproved_notice", "procurement_route", "domestic_alternatives", "overseas_safety")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing the page must say and does not.  `field` is the model's name for it, `label` the editor's."""

    field: str
    label: str


def missing_disclosures(page: Any) -> list[Missing]:
    """What a `TreatmentPage` still has to say, in the order of the editor's form; empty when it may be shown.

    A treatment whose insurance is not stated is taken for self-pay care.
    """
    return [Missing(name, _label(page, name)) for name in _missing(page)]


def _missing(page: Any) -> Iterator[str]:
    if page.insurance_status == "unknown":
        yield "insurance_status"
    if page.insurance_status != "insured":
        yield from (name for name, is_there in _SELF_PAY.items() if not is_there(page))
        if page.needs_notices:
            yield from (name for name in NOTICES if not getattr(page, name).strip())
        if page.regen_class == "unknown":
            yield "regen_class"
    if page.regen_class in notices.CLASSES.values() and notices.plan_class(page.plan_number) != page.regen_class:
        yield "plan_number"


def _has_fees(page: Any) -> bool:
    return any(fee.get("amount_min") is not None for fee in _fees(page))


def _has_extra_costs(page: Any) -> bool:
    """`33万円〜` alone is no standard cost: the highest amount or what is added must be said."""
    is_open = any(fee.get("is_from") and fee.get("amount_max") is None for fee in _fees(page))
    return not is_open or bool(page.extra_costs.strip())


def _has_risks(page: Any) -> bool:
    risks = page.risks.all()
    return sum(len(f"{risk.name}{risk.frequency}") for risk in risks) >= SHORTEST_RISKS


def _fees(page: Any) -> list[Any]:
    return page.fee_table.fees if page.fee_table else []


_SELF_PAY: dict[str, Callable[[Any], bool]] = {
    "fee_table": _has_fees,
    "extra_costs": _has_extra_costs,
    "treatment_content": lambda page: len(strip_tags(page.treatment_content).strip()) >= SHORTEST_CONTENT,
    "course_duration": lambda page: bool(page.course_duration.strip()),
    "course_visits": lambda page: bool(page.course_visits.strip()),
    "risks": _has_risks,
    "approval_status": lambda page: page.approval_status != "unknown",
}


def _label(page: Any, name: str) -> str:
    field = page._meta.get_field(name)
    label = field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name
    return str(capfirst(label))
