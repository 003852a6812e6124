"""Structured fee → the notation of each language; what is written here parses back to the same fee.

The label is left to the page (it is translated with it); everything that decides what a patient pays is written out.  A
total with tax is what 消費税法63条 wants shown, so the tax notation stands right behind the amount.
"""

from __future__ import annotations

from decimal import Decimal

from kneeblog.prices.fee import Fee, decimal_text
from kneeblog.prices.wording import LOCALES, Wording


def format_fee(fee: Fee, locale: str = "ja") -> str:
    """The fee without its label: `片膝 660,000円（税込）`, `¥660,000 (tax incl.) for one knee`.

    Raises:
        KeyError: no wording for this locale.
    """
    words = LOCALES[locale.lower().replace("_", "-")]
    core = _amount_of(fee, words)
    tax = (
        words.tax.get(fee.tax, "") if fee.kind not in {"copay", "points", "ask", "free"} or fee.tax != "exempt" else ""
    )
    around = [part for part in (words.side.get(fee.side, ""), _unit(fee, words)) if part]
    if fee.unit == "knee" and fee.count == 1:
        around = around[-1:]
    if words.side_and_unit_first:
        return " ".join([*around, core + tax])
    return " ".join([core + tax, *around])


def _amount_of(fee: Fee, words: Wording) -> str:
    ratio = next((flag.partition("=")[2] for flag in fee.flags if flag.startswith("ratio=")), "")
    if fee.has_no_amount:
        return _without_amount(fee, words, ratio)
    if fee.kind == "free":
        return words.free
    if fee.currency == "%":
        template = words.cancel if fee.kind == "surcharge" else words.discount_percent
        return template.format(decimal_text(fee.amount))
    if fee.kind == "points":
        return words.points.format(_digits(fee.amount))
    template = {"surcharge": words.surcharge, "discount": words.discount, "deposit": words.deposit}.get(fee.kind, "{}")
    if fee.kind == "copay":
        template = f"{_share(words, ratio)} {{}}" if ratio else words.copay
    return template.format(_bounded(fee, words))


def _bounded(fee: Fee, words: Wording) -> str:
    """The money with what bounds it."""
    if fee.amount is None:
        text = words.ceiling.format(_money(fee.amount_max, fee.currency, words))
    else:
        text = _money(fee.amount, fee.currency, words)
        if fee.amount_max is not None:
            text += words.between + _money(fee.amount_max, fee.currency, words)
        elif fee.is_from:
            text = words.floor.format(text)
    return words.approx.format(text) if fee.approx else text


def _without_amount(fee: Fee, words: Wording, ratio: str) -> str:
    if fee.kind == "copay":
        return _share(words, ratio) if ratio else words.insured
    reason = next((flag for flag in fee.flags if flag in words.ask), "")
    return words.ask[reason]


def _share(words: Wording, ratio: str) -> str:
    return words.share.format(n=decimal_text(Decimal(ratio) * 10))


def _money(amount: Decimal | None, currency: str, words: Wording) -> str:
    template = words.currencies.get(currency) or f"{currency} {{}}"
    return template.format(_digits(amount))


def _digits(amount: Decimal | None) -> str:
    """Grouped by thousands, with a decimal point only where it carries something."""
    text = decimal_text(amount) or "0"
    whole, _, rest = text.partition(".")
    if rest:
        rest = f".{rest.ljust(2, '0')}"
    return f"{int(whole):,}{rest}"


def _unit(fee: Fee, words: Wording) -> str:
    if not fee.unit or fee.count is None:
        return ""
    if fee.count == 1 and fee.unit in words.one:
        return words.one[fee.unit]
    return words.units[fee.unit].format(n=fee.count)
