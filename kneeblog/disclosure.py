"""What a treatment's page must disclose before visitors may see it: the only such list.

The rules that guard publishing and the importer's report ask here.  Sources: 医療法施行規則第1条の9の2
(content, cost, period and number of visits, main risks of self-pay care); 医療広告ガイドライン (the five notices on
products that are not approved, 2024-03-22); 再生医療等の安全性の確保等に関する法律第4条 (the plan).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from kneeblog import notices
from kneeblog.compliance.engine import plain

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


def is_standard_fee(fee: Any) -> bool:
    """Whether a row of a fee table, as a block's value or as it is stored, is a price with an amount."""
    amounts = (fee.get("amount_min"), fee.get("amount_max"))
    return (fee.get("kind") or "price") == "price" and any(amount not in (None, "") for amount in amounts)


def is_open_ended(fee: Any) -> bool:
    """`33万円〜` alone is no standard cost: the highest amount or what is added must be said."""
    return bool(fee.get("is_from")) and fee.get("amount_max") in (None, "")


def describes(text: str) -> bool:
    """Whether a plain text is long enough to say what is done."""
    return len("".join(text.split())) >= SHORTEST_CONTENT


def risks_in_words(page: Any) -> str:
    """A treatment's risks as one text."""
    return "、".join(f"{risk.name} {risk.frequency}".strip() for risk in page.risks.all())


def _has_extra_costs(page: Any) -> bool:
    return bool(page.extra_costs.strip()) or not any(is_open_ended(fee) for fee in _fees(page))


def _fees(page: Any) -> list[Any]:
    return page.fee_table.fees if page.fee_table else []


_SELF_PAY: dict[str, Callable[[Any], bool]] = {
    "fee_table": lambda page: any(is_standard_fee(fee) for fee in _fees(page)),
    "extra_costs": _has_extra_costs,
    "treatment_content": lambda page: describes(plain(page.treatment_content)),
    "course_duration": lambda page: bool(page.course_duration.strip()),
    "course_visits": lambda page: bool(page.course_visits.strip()),
    "risks": lambda page: len(risks_in_words(page)) >= SHORTEST_RISKS,
    "approval_status": lambda page: page.approval_status != "unknown",
}


def _label(page: Any, name: str) -> str:
    field = page._meta.get_field(name)
    label = field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name
    return str(capfirst(label))
