"""Several amounts, one fee: tax stated twice, a floor and a ceiling, a crossed-out price, a tax that all share."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from kneeblog.prices.draft import Draft

TAX_RATES = (Decimal("1.10"), Decimal("1.08"))


def absorb(outer: Draft, inner: Draft) -> bool:
    """Takes an amount in brackets into the one before them; False when it is a fee of its own."""
    if "tax_amount" in inner.hints and inner.low is not None:
        outer.tax = "incl"
        outer.hints.add("own_tax")
        outer.flag(f"tax_amount={inner.low:f}")
        return True
    if inner.approx and inner.currency != outer.currency and not inner.label and inner.kind == outer.kind == "price":
        return True  # 33,000 yen (approx. $220): a conversion for the reader
    if is_same_fee(outer, inner):
        take_total(outer, inner)
        return True
    if "formula" in inner.flags and inner.low == outer.low:
        outer.unit, outer.count = inner.unit, inner.count
        outer.flag(*(flag for flag in inner.flags if flag.startswith(("formula", "unit_price"))))
        return True
    if (
        (outer.count or 0) > 1
        and inner.unit in {"session", "piece"}
        and inner.count == 1
        and not _tier(inner)
        and inner.low
    ):
        outer.flag(f"unit_price={inner.low:f}")
        outer.tax = inner.tax if outer.tax == "unknown" else outer.tax
        return True
    if _tier(inner) and not outer.unit:
        outer.unit, outer.count = inner.unit, inner.count
    return False


def _tier(draft: Draft) -> bool:
    return any(flag.startswith("tier=") for flag in draft.flags)


def is_same_fee(first: Draft, second: Draft) -> bool:
    """Whether two amounts are one with and without tax: `19,000円（税込20,900円）`."""
    if (
        first.low is None
        or second.low is None
        or first.high
        or second.high
        or second.label
        or first.currency != second.currency
    ):
        return False
    if second.side not in {"", first.side} or second.kind != first.kind:
        return False
    net, total = sorted((first.low, second.low))
    taxes = {first.tax, second.tax}
    fits = any(abs((net * rate).to_integral_value(ROUND_FLOOR) - total) <= 1 for rate in TAX_RATES)
    return fits and ("excl" in taxes or "incl" in taxes) and len(taxes) == 2


def take_total(draft: Draft, other: Draft) -> None:
    """The larger amount is the price (総額表示, 消費税法63条), the smaller becomes `net=`."""
    net, total = sorted((draft.low or Decimal(0), other.low or Decimal(0)))
    draft.low, draft.tax = total, "incl"
    draft.hints.add("own_tax")
    notation = other.flags if other.low == total and draft.low != net else []
    draft.flags = [flag for flag in [*draft.flags, *notation] if flag not in {"base_price_word"}]
    draft.flag(f"net={net:f}")


def merged(drafts: list[Draft]) -> list[Draft]:
    """The fees of one statement, with everything that is one fee made one."""
    result: list[Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        if last is not None and not draft.shared and _joins(last, draft):
            last.end = draft.end
            continue
        result.append(draft)
    share_tax(result)
    return result


def _joins(last: Draft, draft: Draft) -> bool:
    """Whether `draft` was taken into `last`."""
    if (
        {"min"} <= last.hints
        and "max" in draft.hints
        and draft.side in {"", last.side}
        and not draft.label
        and last.high is None
    ):
        last.high, last.is_from = draft.high, False
        last.flag(*draft.flags)
        last.tax = draft.tax if last.tax == "unknown" else last.tax
        return True
    if _is_total_of(last, draft):
        last.flag(f"unit_price={last.low:f}")
        last.low, last.tax = draft.low, draft.tax if draft.tax != "unknown" else last.tax
        last.flags = [flag for flag in last.flags if flag not in {"per_session=1", "per_piece=1", "ambiguous"}]
        return True
    if is_same_fee(last, draft) and {"own_tax"} <= draft.hints | last.hints:
        take_total(last, draft)
        return True
    on_sale = "ordinary" in last.hints and "rule=DIGN-001" in draft.flags
    if (on_sale or ("arrow" in draft.hints and not draft.label)) and draft.side in {"", last.side}:
        return _struck_out(last, draft)
    return False


def _is_total_of(one: Draft, all_of_them: Draft) -> bool:
    """`6回コース（1回16,500円）99,000円`: the price of one stood first, and the sum proves it."""
    once = {"per_session=1", "per_piece=1"} & set(one.flags)
    if not once or one.low is None or not one.count or one.high or all_of_them.high or all_of_them.unit:
        return False
    return not all_of_them.label and all_of_them.low == one.low * one.count


def _struck_out(last: Draft, draft: Draft) -> bool:
    """`通常33万円→19万8千円`: the second is the price; 景品表示法5条2号 makes the comparison a matter for review."""
    if {draft.kind, last.kind} != {"price"}:
        return False
    flags = dict.fromkeys([*last.flags, *draft.flags])
    last.low, last.high, last.is_from, last.is_to, last.approx = (
        draft.low,
        draft.high,
        draft.is_from,
        draft.is_to,
        draft.approx,
    )
    last.tax = draft.tax if draft.tax != "unknown" else last.tax
    last.unit, last.count = draft.unit or last.unit, draft.count or last.count
    last.flags = list(flags)
    last.flag("double_price", "rule=PRICE-007")
    return True


def share_tax(drafts: list[Draft]) -> None:
    """A tax stated behind the last amount of a line is that of all of them."""
    if len(drafts) < 2:
        return
    last = drafts[-1]
    if last.tax not in {"incl", "excl"} or "own_tax" not in last.hints:
        return
    if all(draft.tax == "unknown" for draft in drafts[:-1]):
        for draft in drafts[:-1]:
            if draft.low is not None or draft.high is not None:
                draft.tax = last.tax
                draft.flag("tax_shared")
