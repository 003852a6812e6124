"""The record a price notation is read into."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

KINDS = ("price", "surcharge", "discount", "deposit", "copay", "points", "free", "ask")
"""price · an addition to another price · a reduction · money paid ahead · the patient's share of insured care ·
insured care in points (1点 = 10円, 診療報酬点数表) · nothing to pay · no amount stated."""


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee, as its notation states it.

    `raw` is the slice of the text it was read from.  `amount` is the price, or the lower end of a range; `amount_max`
    the upper end, alone when only a ceiling is stated (`is_to`).  `tax` is `unknown` unless the text or its context
    says otherwise, although 消費税法63条 has a bare amount count as the total.
    """

    raw: str = ""
    kind: str = "price"
    label: str = ""
    amount: Decimal | None = None
    amount_max: Decimal | None = None
    currency: str = ""
    tax: str = "unknown"
    side: str = ""
    unit: str = ""
    count: int | None = None
    is_from: bool = False
    is_to: bool = False
    approx: bool = False
    flags: tuple[str, ...] = ()

    @property
    def has_no_amount(self) -> bool:
        """Whether no amount at all is stated, neither a price nor a ceiling."""
        return self.amount is None and self.amount_max is None

    def as_json(self) -> dict[str, Any]:
        """The FEE record of the parse output: amounts as decimal strings, `amount` under the name `amount_min`."""
        return {
            "raw": self.raw,
            "kind": self.kind,
            "label": self.label,
            "amount_min": decimal_text(self.amount),
            "amount_max": decimal_text(self.amount_max),
            "currency": self.currency,
            "tax": self.tax,
            "side": self.side,
            "unit": self.unit,
            "count": self.count,
            "is_from": self.is_from,
            "is_to": self.is_to,
            "approx": self.approx,
            "flags": list(self.flags),
        }


def decimal_text(amount: Decimal | None) -> str | None:
    """A plain decimal string without exponent or idle zeros: `6.60E+5` → `660000`, `4400.50` → `4400.5`."""
    if amount is None:
        return None
    text = format(amount, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
