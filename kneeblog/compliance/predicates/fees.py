"""Fees: tax, agreement between languages, validity, and where prices stand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kneeblog.blocks import SectionBlock
from kneeblog.compliance.subject import PRICE, Fact, Subject
from kneeblog.models import FeeTable

SOURCE = "ja"


def tax_unknown(subject: Subject) -> Iterator[Fact]:
    """A fee that patients pay themselves does not say whether tax is included."""
    for table, treatment in subject.fee_tables:
        insured = treatment is not None and treatment.insurance_status == "insured"
        for spot, fee in subject.fee_rows(table) if not insured else ():
            has_amount = amount(fee, "amount_min") is not None or amount(fee, "amount_max") is not None
            if has_amount and (fee.get("tax") or "unknown") == "unknown" and fee.get("insurance") != "insured":
                yield Fact(spot, fee.get("label") or table.name)


def other_amount(subject: Subject) -> Iterator[Fact]:
    """A fee table has other amounts than its Japanese one; one that takes its amounts from there cannot."""
    own_amounts = [table for table, _ in subject.fee_tables if table.pk and table.source_id is None]
    translated = [table for table in own_amounts if subject.language(table) != SOURCE]
    if not translated:
        return
    keys = {table.translation_key for table in translated}
    found = FeeTable.objects.filter(translation_key__in=keys, locale__language_code=SOURCE)
    sources = {table.translation_key: table for table in found}
    for table in translated:
        there = {spot.block_id: _amounts(fee) for spot, fee in subject.fee_rows(sources.get(table.translation_key))}
        for spot, fee in subject.fee_rows(table):
            if there.get(spot.block_id, _amounts(fee)) != _amounts(fee):
                yield Fact(spot, fee.get("label") or table.name)


def both_sides(subject: Subject) -> Iterator[Fact]:
    """Both knees cost less than one, or more than twice as much."""
    for table, _ in subject.fee_tables:
        priced = [(spot, fee, cost) for spot, fee in subject.fee_rows(table) if (cost := amount(fee, "amount_min"))]
        one = next((cost for _, fee, cost in priced if fee.get("side") == "one"), None)
        both = next(((spot, fee, cost) for spot, fee, cost in priced if fee.get("side") == "both"), None)
        if one and both and not 1 <= both[2] / one <= 2:
            yield Fact(both[0], both[1].get("label") or table.name)


def out_of_date(subject: Subject) -> Iterator[Fact]:
    """A fee's last day has passed; visitors no longer see it, and nobody has said what takes its place."""
    for table, _ in subject.fee_tables:
        for spot, fee in subject.fee_rows(table):
            until = fee.get("valid_until")
            if until and str(until) < subject.today.isoformat():
                yield Fact(spot, fee.get("label") or table.name)


def price_in_heading(subject: Subject) -> Iterator[Fact]:
    """A price in the title, in the title for search engines, or in a section's heading."""
    for text in subject.texts:
        way = text.spot.way
        is_heading = len(way) > 1 and isinstance(way[-2][0], SectionBlock) and way[-1][0].name == "heading"
        is_title = text.spot.field in {"title", "seo_title"} and text.spot.owner is None
        if (is_heading or is_title) and PRICE.search(text.text):
            yield Fact(text.spot, text.text)


def amount(fee: dict[str, Any], name: str) -> Decimal | None:
    """An amount of a row as it is stored: a number or its digits."""
    value = fee.get(name)
    return Decimal(str(value)) if value not in (None, "") else None


def _amounts(fee: dict[str, Any]) -> list[Any]:
    told = [fee.get(name) or None for name in ("tax", "currency", "is_from", "is_to")]
    return [amount(fee, "amount_min"), amount(fee, "amount_max"), *told]
