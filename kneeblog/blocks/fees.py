"""Fees: the rows of a fee table, and the block that shows a table in an article."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from .clinical import GROUP
from .fields import CodeLineBlock, Deconstructed, LineBlock, TextBlock
from .shelf import FromShelf

# As `kneeblog.prices.fee.KINDS` and `kneeblog.prices.vocabulary.COUNTERS` name them; tests compare.
KINDS = [
    ("price", _("Price")),
    ("surcharge", _("Surcharge")),
    ("discount", _("Discount")),
    ("deposit", _("Deposit")),
    ("copay", _("Patient's share of insured care")),
    ("points", _("Points of insured care")),
    ("free", _("Free of charge")),
    ("ask", _("To be asked for")),
]
UNITS = [
    ("session", pgettext_lazy("unit of a fee", "sessions")),
    ("set", pgettext_lazy("unit of a fee", "sessions, as a set")),
    ("course", pgettext_lazy("unit of a fee", "courses")),
    ("knee", pgettext_lazy("unit of a fee", "knees")),
    ("joint", pgettext_lazy("unit of a fee", "joints")),
    ("site", pgettext_lazy("unit of a fee", "sites")),
    ("piece", pgettext_lazy("unit of a fee", "pieces")),
    ("vial", pgettext_lazy("unit of a fee", "vials")),
    ("unit", pgettext_lazy("unit of a fee", "units")),
    ("cc", pgettext_lazy("unit of a fee", "cc")),
    ("ml", pgettext_lazy("unit of a fee", "ml")),
    ("tablet", pgettext_lazy("unit of a fee", "tablets")),
    ("kit", pgettext_lazy("unit of a fee", "kits")),
    ("bag", pgettext_lazy("unit of a fee", "bags")),
    ("box", pgettext_lazy("unit of a fee", "boxes")),
    ("minute", pgettext_lazy("unit of a fee", "minutes")),
    ("hour", pgettext_lazy("unit of a fee", "hours")),
    ("day", pgettext_lazy("unit of a fee", "days")),
    ("night", pgettext_lazy("unit of a fee", "nights")),
    ("week", pgettext_lazy("unit of a fee", "weeks")),
    ("month", pgettext_lazy("unit of a fee", "months")),
    ("year", pgettext_lazy("unit of a fee", "years")),
    ("person", pgettext_lazy("unit of a fee", "persons")),
    ("sheet", pgettext_lazy("unit of a fee", "sheets")),
    ("copy", pgettext_lazy("unit of a fee", "copies")),
    ("case", pgettext_lazy("unit of a fee", "cases")),
]
TAX = [
    ("incl", _("Tax included")),
    ("excl", _("Tax excluded")),
    ("exempt", _("Not taxed")),
    ("unknown", _("Not stated")),
]
INSURANCE = [
    ("insured", _("Health insurance")),
    ("self_pay", _("Self-pay")),
    ("unknown", _("Not stated")),
]


def _amount(label: object, help_text: object = "") -> blocks.DecimalBlock:
    return blocks.DecimalBlock(
        required=False, min_value=0, max_digits=12, decimal_places=2, label=label, help_text=help_text
    )


SAMPLE_ROW: dict[str, Any] = {
    "label": _("One knee"),
    "kind": "price",
    "amount_min": 19_000,
    "amount_max": None,
    "tax": "incl",
    "insurance": "self_pay",
    "side": "one",
    "count": None,
    "unit": "",
    "is_from": False,
    "is_to": False,
    "approx": False,
    "note": "",
    "valid_from": None,
    "valid_until": None,
    "currency": "JPY",
    "raw": "",
    "flags": "",
}


class FeeRowBlock(blocks.StructBlock):
    """One fee; the amounts are what patients pay, `raw` is how the old site put it."""

    label = LineBlock(required=False, label=_("What it is for"))
    kind = blocks.ChoiceBlock(choices=KINDS, default="price", label=_("Kind"))
    amount_min = _amount(_("Amount"), _("The amount, or the lowest one of a range."))
    amount_max = _amount(_("Highest amount"), _("Only for a range."))
    tax = blocks.ChoiceBlock(choices=TAX, default="unknown", label=_("Consumption tax"))
    insurance = blocks.ChoiceBlock(choices=INSURANCE, default="unknown", label=_("Insurance"))
    side = blocks.ChoiceBlock(
        choices=[("one", _("One side")), ("both", _("Both sides"))], required=False, default="", label=_("Side")
    )
    count = blocks.IntegerBlock(required=False, min_value=1, label=_("Number"), help_text=_("Such as 3 in “3 times”."))
    unit = blocks.ChoiceBlock(choices=UNITS, required=False, default="", label=_("Unit"))
    is_from = blocks.BooleanBlock(required=False, default=False, label=_("This amount or more"))
    is_to = blocks.BooleanBlock(required=False, default=False, label=_("Up to this amount"))
    approx = blocks.BooleanBlock(required=False, default=False, label=_("About this amount"))
    note = TextBlock(required=False, label=_("Note"))
    valid_from = blocks.DateBlock(required=False, label=_("Valid from"))
    valid_until = blocks.DateBlock(required=False, label=_("Valid until"))
    currency = CodeLineBlock(default="JPY", max_length=3, label=_("Currency"))
    raw = CodeLineBlock(
        required=False,
        label=_("As the old site put it"),
        help_text=_("Visitors see it below the fee while the remarks name a condition that the fields do not."),
    )
    flags = CodeLineBlock(
        required=False, label=_("Remarks of the reader"), help_text=_("What the import noticed, separated by commas.")
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuses ranges that run backwards, for amounts and for dates."""
        value["kind"] = value.get("kind") or "price"  # rows from before there were kinds
        value = super().clean(value)
        errors = {}
        for low, high in (("amount_min", "amount_max"), ("valid_from", "valid_until")):
            if None not in (value.get(low), value.get(high)) and value[low] > value[high]:
                errors[high] = ValidationError(gettext("This must not be less than the value it follows."))
        if errors:
            raise StructBlockValidationError(errors)
        return value

    class Meta:
        icon = "tag"
        group = GROUP
        label = _("Fee")
        label_format = "{label} {amount_min}"
        description = _("One fee, as an amount or a range")
        template = "kneeblog/blocks/fee_row.html"
        form_layout = blocks.BlockGroup(
            children=[
                *("label", "kind", "amount_min", "amount_max", "tax", "insurance"),
                *("side", "count", "unit", "is_from", "is_to", "approx", "note"),
            ],
            settings=["valid_from", "valid_until", "currency", "raw", "flags"],
        )
        preview_value = SAMPLE_ROW


class FeeRows(blocks.StreamBlock):
    """The body of a fee table."""

    row = FeeRowBlock()


class FeeTableBlock(FromShelf, SnippetChooserBlock):
    """A fee table, kept once as a snippet and shown wherever it is needed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("target_model", None)
        super().__init__("kneeblog.FeeTable", **kwargs)

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's SnippetChooserBlock."""
        kwargs = {**super().deconstruct()[2], "target_model": "kneeblog.FeeTable"}
        return ("wagtail.snippets.blocks.SnippetChooserBlock", [], kwargs)

    def get_preview_value(self) -> Any:
        """An example that needs no fee table to exist."""
        from kneeblog.models import FeeTable

        both_knees = {**SAMPLE_ROW, "label": gettext("Both knees"), "side": "both", "amount_min": 38_000}
        return FeeTable(name=gettext("MRI examination"), rows=[("row", SAMPLE_ROW), ("row", both_knees)])

    class Meta:
        icon = "tag"
        group = GROUP
        label = _("Fee table")
        description = _("A fee table, kept in one place and shown here")
        template = "kneeblog/blocks/fee_table.html"
