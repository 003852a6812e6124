"""What field and structure rules look at: a page or snippet, its texts, and what it shows of others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from kneeblog.blocks import ButtonBlock
from kneeblog.models import ClinicSettings, FeeTable, TreatmentPage

from .texts import Contents, Spot

PRICE = re.compile(r"[0-9０-９][万千]?\s?円|[¥￥]\s?[0-9０-９]")
OWN_CLINIC = re.compile("当院|当クリニック|[Oo]ur clinic|我们诊所|我們診所|본원|저희 병원")
SELF_PAY = frozenset({"self_pay", "mixed"})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a rule found: where, and which words it is about (`""` if words are missing)."""

    spot: Spot
    sentence: str = ""


class Subject:
    """A page or snippet that is being checked.

    Args:
        instance: the page or snippet.
        contents: what it shows.
        clinic: whose page it is; `None` for snippets and for pages outside any site.
    """

    def __init__(self, instance: Any, contents: Contents, clinic: ClinicSettings | None = None) -> None:
        self.instance = instance
        self.contents = contents
        self.texts = contents.texts
        self.clinic = clinic

    @cached_property
    def today(self) -> date:
        """The day in the site's zone."""
        return timezone.localdate()

    @cached_property
    def page(self) -> Any:
        """The page, `None` if a snippet is checked."""
        return self.instance if isinstance(self.instance, Page) else None

    def at(self, instance: Any, field: str) -> Spot:
        """The spot of a field of the page or of what it shows."""
        known = instance._meta.get_field(field)
        label = getattr(known, "verbose_name", None) or known.related_model._meta.verbose_name_plural
        return Spot(None if instance is self.instance else instance, instance, field, label)

    def blocks(self, block_type: str) -> list[tuple[Spot, Any]]:
        """All blocks of a type in the page's streams, with what is stored of them."""
        return [(spot, spot.way[-1][1] or {}) for spot in self.contents.blocks.get(block_type, [])]

    def language(self, instance: Any) -> str:
        """The language code of the page, or of something translated that it shows."""
        return self._languages[instance.locale_id]

    @cached_property
    def _languages(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def chosen_treatments(self) -> list[TreatmentPage]:
        """The page itself if it is a treatment, and the treatments its blocks point at, once each."""
        own = [self.instance] if isinstance(self.instance, TreatmentPage) else []
        return list({page.pk: page for page in reversed([*own, *self.contents.treatments])}.values())[::-1]

    @cached_property
    def treatments(self) -> list[TreatmentPage]:
        """Those that visitors see: the page itself, and others that are live."""
        return [page for page in self.chosen_treatments if page is self.instance or page.live]

    @cached_property
    def self_pay_treatments(self) -> list[TreatmentPage]:
        """Those that patients pay wholly or partly themselves; the page itself too while it does not say who pays."""
        return [
            treatment
            for treatment in self.treatments
            if treatment.insurance_status in SELF_PAY
            or (treatment is self.instance and treatment.insurance_status == "unknown")
        ]

    @cached_property
    def fee_tables(self) -> list[tuple[FeeTable, TreatmentPage | None]]:
        """The fee tables shown, once each, with the treatment they belong to."""
        if isinstance(self.instance, FeeTable):
            return [(self.instance, None)]
        found: dict[int, tuple[FeeTable, TreatmentPage | None]] = {}
        for treatment in self.treatments:
            if treatment.fee_table is not None:
                found.setdefault(treatment.fee_table.pk, (treatment.fee_table, treatment))
        for table in self.contents.fee_tables:
            found.setdefault(table.pk, (table, None))
        return list(found.values())

    @cached_property
    def has_button(self) -> bool:
        """A button leads visitors on."""
        return any(isinstance(spots[0].way[-1][0], ButtonBlock) for spots in self.contents.blocks.values())

    @cached_property
    def has_price(self) -> bool:
        """A price is shown, in a fee table or in the text."""
        in_table = any(self.fee_rows(table) for table, _ in self.fee_tables)
        return in_table or any(PRICE.search(text.text) for text in self.texts)

    @cached_property
    def is_promotional(self) -> bool:
        """Any button, price, treatment or word about this clinic makes a page an advertisement."""
        if self.treatments or self.has_button or self.has_price:
            return True
        name = self.clinic.clinic_name if self.clinic else ""
        texts = [text.text for text in self.texts if text.spot.owner is None or text.spot.owner is not self.clinic]
        return any(OWN_CLINIC.search(text) or (name and name in text) for text in texts)

    def fee_rows(self, table: FeeTable | None) -> list[tuple[Spot, dict[str, Any]]]:
        """The rows of a fee table as visitors see them, in stored form, each with its spot; none without a table."""
        if table is None:
            return []
        if id(table) not in self._fee_rows:
            field: Any = table._meta.get_field("rows")
            spot, stream = self.at(table, "rows"), field.stream_block
            self._fee_rows[id(table)] = [
                (spot.inside(stream.child_blocks[row["type"]], row["value"], row.get("id") or ""), row["value"])
                for row in table.shown_rows.get_prep_value()
                if row["type"] in stream.child_blocks
            ]
        return self._fee_rows[id(table)]

    @cached_property
    def _fee_rows(self) -> dict[int, list[tuple[Spot, dict[str, Any]]]]:
        return {}
