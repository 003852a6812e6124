"""Fee tables in the reader's language; `kneeblog.prices` writes the amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from kneeblog.models import FeeTable, TreatmentPage, prefetch
from kneeblog.prices import LOCALES, Fee, format_fee
from kneeblog.prices.notation import fold

register = template.Library()

# Flags of `kneeblog.prices` that are about how an amount was written, not about what it buys.  The price struck out in
# a double price is no condition either, and must not be advertised.
NOTATION = frozenset({
    "unit_from_header", "oku_unit", "man_unit", "sen_unit", "hyaku_unit", "decimal", "space_thousands",
    "ideographic_comma", "kanji_num", "daiji", "positional", "k_suffix", "million", "fullwidth", "backslash_yen",
    "nbsp", "currency_missing", "unit_inherited", "trailing_dash", "foreign_currency", "side_from_header",
    "suspicious_large", "tax_shared", "tax_from_context", "empty", "double_price", "rule=PRICE-007",
})  # fmt: skip
# What `fee_amount` and `fee_conditions` say in every language.
SPOKEN = frozenset({"insured", "ratio", "tier", "yen", "market", "extra", "total"})
WORD = re.compile(r"[0-9]+|[^\W\d_]+")


@register.filter
def current_fees(table: FeeTable | None) -> list[Any]:
    """The fees of a table whose last day has not passed."""
    today = timezone.localdate()
    return [fee for fee in (table.fees if table else ()) if not _is_over(fee.get("valid_until"), today)]


@register.filter
def upcoming(day: date | None) -> bool:
    """Whether a fee starts only on a later day."""
    return day is not None and day > timezone.localdate()


@register.filter
def fee_label(row: Any) -> str:
    """What the fee is for; a fee without a label is told apart by its side."""
    return row.get("label") or LOCALES[_locale()].side.get(row.get("side") or "", "")


@register.filter
def fee_amount(row: Any) -> str:
    """The amount or range with tax, number and side, or that one must ask; never a guess."""
    locale = _locale()
    unit = row.get("unit") or ""
    count = row.get("count") or (1 if unit else None)
    known_unit = unit if unit in LOCALES[locale].units else ""
    low, high = row.get("amount_min"), row.get("amount_max")
    text = format_fee(
        Fee(
            amount=None if row.get("is_to") and high is None else low,
            amount_max=low if row.get("is_to") and high is None else high,
            kind=row.get("kind") or "price",
            currency=row.get("currency") or "JPY",
            tax="unknown" if low is None and high is None else row.get("tax") or "unknown",
            side=(row.get("side") or "") if row.get("label") else "",
            unit=known_unit,
            count=count,
            is_from=bool(row.get("is_from")),
            is_to=bool(row.get("is_to")),
            approx=bool(row.get("approx")),
            flags=tuple(_flags(row)),
        ),
        locale,
    )
    # A unit that is no choice, from older data, stands as it was typed.
    return f"{count}{unit} {text}" if unit and not known_unit else text


@register.filter
def fee_conditions(row: Any) -> list[str]:
    """What the price depends on, in the reader's language; nothing where the old page's own words are shown."""
    flags = _flags(row)
    insured = row.get("insurance") == "insured" or "insured" in flags
    conditions = [gettext("Covered by health insurance")] if insured else []
    if not (_locale() == "ja" and fee_words(row)):
        said = f"{row.get('label') or ''} {row.get('note') or ''}"
        conditions += [condition for condition in _conditions(row, flags) if condition not in said]
    return conditions


@register.filter
def fee_words(row: Any) -> str:
    """The old page's own words, where the fields alone would lose a condition of the price."""
    raw = (row.get("raw") or "").strip()
    losing = [flag for flag in _flags(row) if flag not in NOTATION]
    if _locale() != "ja":
        losing = [flag for flag in losing if flag.partition("=")[0] not in SPOKEN and not flag.startswith("per_")]
    if not raw or not losing or raw in (row.get("note") or ""):
        return ""
    shown = _folded(f"{fee_label(row)} {row.get('note') or ''} {fee_amount(row)}")
    return "" if all(word in shown for word in WORD.findall(_folded(raw))) else raw


@register.simple_tag
def fee_table_beside(page: TreatmentPage) -> FeeTable | None:
    """The treatment's fee table, unless it has nothing to show or the page's body shows it already."""
    table: FeeTable | None = page.fee_table
    if table is None or not current_fees(table):
        return None
    in_body = [child.value for child in prefetch.stream_children(page.body, "fee_table") if child.value is not None]
    return None if table.translation_key in {shown.translation_key for shown in in_body} else table


def _conditions(row: Any, flags: list[str]) -> Iterator[str]:
    words = LOCALES[_locale()]
    for flag in flags:
        name, _, value = flag.partition("=")
        number = value.removesuffix("+")
        if name == "tier" and flag == "tier=1":
            yield gettext("first visit")
        elif name == "tier":
            text = gettext("from visit %(number)s onwards") if value.endswith("+") else gettext("visit %(number)s")
            yield text % {"number": number}
        elif name == "ratio" and row.get("kind") != "copay":
            yield words.share.format(n=f"{(Decimal(value) * 10).normalize():f}")
        elif name.startswith("per_") and (unit := name.removeprefix("per_")) in words.units:
            once = words.one.get(unit) if number == "1" else None
            yield once or words.units[unit].format(n=number)


def _flags(row: Any) -> list[str]:
    return [flag for part in (row.get("flags") or "").split(",") if (flag := part.strip())]


def _folded(text: str) -> str:
    folded: str = fold(text).text
    return folded.lower().replace(",", "")


def _locale() -> str:
    language = (get_language() or "ja").lower()
    return next((code for code in (language, language.partition("-")[0]) if code in LOCALES), "en")


def _is_over(day: date | None, today: date) -> bool:
    return day is not None and day < today
