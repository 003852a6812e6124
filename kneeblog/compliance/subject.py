"""What field and structure rules look at: a page or snippet, its texts, and what it shows of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site

from kneeblog.blocks import ButtonBlock
from kneeblog.models import ClinicSettings, FeeTable, TreatmentPage

from .texts import Spot, Text, read_fields

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
        texts: what it shows.
        site: whose page it is; `None` for snippets and for pages outside any site.
    """

    def __init__(self, instance: Any, texts: list[Text], site: Site | None) -> None:
        self.instance = instance
        self.texts = texts
        self.site = site

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

    def blocks(self, block_type: str) -> list[Any]:
        """All blocks of a type in the page's streams."""
        return self._blocks.get(block_type, [])

    @cached_property
    def _blocks(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        model: type[models.Model] = type(self.instance)
        for field in read_fields(model):
            if isinstance(field, StreamField):
                for child in _children(field.stream_block, field.value_from_object(self.instance)):
                    found.setdefault(child.block_type, []).append(child)
        return found

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
        chosen = [child.value for child in self.blocks("treatment") if child.value is not None]
        return list({page.pk: page for page in reversed([*own, *chosen])}.values())[::-1]

    @cached_property
    def treatments(self) -> list[TreatmentPage]:
        """Those that visitors see: the page itself, and others that are live."""
        return [page for page in self.chosen_treatments if page is self.instance or page.live]

    @cached_property
    def self_pay_treatments(self) -> list[TreatmentPage]:
        """Those that patients pay wholly or partly themselves."""
        return [treatment for treatment in self.treatments if treatment.insurance_status in SELF_PAY]

    @cached_property
    def fee_tables(self) -> list[tuple[FeeTable, TreatmentPage | None]]:
        """The fee tables shown, once each, with the treatment they belong to."""
        if isinstance(self.instance, FeeTable):
            return [(self.instance, None)]
        found: dict[int, tuple[FeeTable, TreatmentPage | None]] = {}
        for treatment in self.treatments:
            if treatment.fee_table is not None:
                found.setdefault(treatment.fee_table.pk, (treatment.fee_table, treatment))
        for child in self.blocks("fee_table"):
            if child.value is not None:
                found.setdefault(child.value.pk, (child.value, None))
        return list(found.values())

    @cached_property
    def has_button(self) -> bool:
        """A button leads visitors on."""
        return any(isinstance(block, ButtonBlock) for text in self.texts for block, _ in text.spot.way)

    @cached_property
    def has_price(self) -> bool:
        """A price is shown, in a fee table or in the text."""
        return any(table.rows for table, _ in self.fee_tables) or any(PRICE.search(text.text) for text in self.texts)

    @cached_property
    def is_promotional(self) -> bool:
        """Any button, price, treatment or word about this clinic makes a page an advertisement."""
        if self.treatments or self.has_button or self.has_price:
            return True
        name = self.clinic.clinic_name if self.clinic else ""
        return any(OWN_CLINIC.search(text.text) or (name and name in text.text) for text in self.texts)

    @cached_property
    def clinic(self) -> ClinicSettings | None:
        """What the clinic says of itself."""
        return ClinicSettings.for_site(self.site) if self.site else None


def _children(block: Any, value: Any) -> Iterator[Any]:
    """The children of all streams in a value, at any depth."""
    if isinstance(block, blocks.StreamBlock):
        for child in value or ():
            yield child
            yield from _children(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            yield from _children(block.child_block, item)
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        for name, child_block in block.child_blocks.items():
            yield from _children(child_block, value.get(name))
