"""Fees: tax, agreement between languages, validity, and where prices stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kneeblog.blocks import SectionBlock
from kneeblog.compliance.subject import PRICE, Fact, Subject
from kneeblog.models import FeeTable

SOURCE = "ja"
_COMPARED = ("amount_min", "amount_max", "tax", "currency", "is_from", "is_to")


def tax_unknown(subject: Subject) -> Iterator[Fact]:
    """A fee that patients pay themselves does not say whether tax is included."""
    for table, treatment in subject.fee_tables:
        insured = treatment is not None and treatment.insurance_status == "insured"
        for row in table.rows if not insured else ():
            fee = row.value
            amount = fee.get("amount_min") if fee.get("amount_min") is not None else fee.get("amount_max")
            if amount is not None and (fee.get("tax") or "unknown") == "unknown" and fee.get("insurance") != "insured":
                yield _fact(subject, table, row)


def other_amount(subject: Subject) -> Iterator[Fact]:
    """A translated fee table has other amounts than its Japanese one."""
    for table, _ in subject.fee_tables:
        if table.pk is None or subject.language(table) == SOURCE:
            continue
        source = FeeTable.objects.filter(
            translation_key=table.translation_key, locale__language_code=SOURCE
        ).first()  # fmt: skip
        amounts = {row.id: _amounts(row.value) for row in source.rows} if source else {}
        for row in table.rows:
            if amounts.get(row.id, _amounts(row.value)) != _amounts(row.value):
                yield _fact(subject, table, row)


def both_sides(subject: Subject) -> Iterator[Fact]:
    """Both knees cost less than one, or more than twice as much."""
    for table, _ in subject.fee_tables:
        rows = [row for row in table.rows if row.value.get("amount_min")]
        one = next((row for row in rows if row.value.get("side") == "one"), None)
        both = next((row for row in rows if row.value.get("side") == "both"), None)
        if one and both and not 1 <= both.value["amount_min"] / one.value["amount_min"] <= 2:
            yield _fact(subject, table, both)


def out_of_date(subject: Subject) -> Iterator[Fact]:
    """A fee's last day has passed; visitors no longer see it, and nobody has said what takes its place."""
    for table, _ in subject.fee_tables:
        for row in table.rows:
            until = row.value.get("valid_until")
            if until is not None and until < subject.today:
                yield _fact(subject, table, row)


def price_in_heading(subject: Subject) -> Iterator[Fact]:
    """A price in the title, in the title for search engines, or in a section's heading."""
    for text in subject.texts:
        way = text.spot.way
        is_heading = len(way) > 1 and isinstance(way[-2][0], SectionBlock) and way[-1][0].name == "heading"
        is_title = text.spot.field in {"title", "seo_title"} and text.spot.owner is None
        if (is_heading or is_title) and PRICE.search(text.text):
            yield Fact(text.spot, text.text)


def _fact(subject: Subject, table: FeeTable, row: Any) -> Fact:
    spot = subject.at(table, "rows").inside(row.block, row.value, row.id or "")
    return Fact(spot, row.value.get("label") or table.name)


def _amounts(fee: Any) -> list[Any]:
    return [fee.get(name) or None for name in _COMPARED]
