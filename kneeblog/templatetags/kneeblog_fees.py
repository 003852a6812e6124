"""Fee tables in the reader's language; `kneeblog.prices` writes the amounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from kneeblog.prices import LOCALES, Fee, format_fee

register = template.Library()


@register.filter
def current_fees(rows: Any) -> list[Any]:
    """The rows whose last day has not passed."""
    today = timezone.localdate()
    return [row.value for row in rows or () if not _is_over(row.value.get("valid_until"), today)]


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
    unit, count = row.get("unit") or "", row.get("count")
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
            flags=tuple(flag.strip() for flag in (row.get("flags") or "").split(",") if flag.strip()),
        ),
        locale,
    )
    # A unit in the clinic's own words stands as it was typed.
    return f"{count or ''}{unit} {text}" if unit and not known_unit else text


def _locale() -> str:
    language = (get_language() or "ja").lower()
    return next((code for code in (language, language.partition("-")[0]) if code in LOCALES), "en")


def _is_over(day: date | None, today: date) -> bool:
    return day is not None and day < today
