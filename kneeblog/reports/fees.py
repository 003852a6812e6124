"""Prices that want a look: past their last day, not yet valid, without a word on tax, or unchanged for a year."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, Revision
from wagtail.permission_policies import ModelPermissionPolicy

from kneeblog.blocks.fees import FeeRowBlock
from kneeblog.models import FeeTable
from kneeblog.reports.export import SafeExportMixin
from kneeblog.templatetags.kneeblog_fees import fee_amount, fee_label

from .places import pages_showing

A_YEAR = datetime.timedelta(days=365)
# 総額表示 (消費税法63条) is about what is sold; insured care is not taxed.
TAXED = frozenset({"price", "surcharge", "deposit"})
SHOWN_PAGES = 3


@dataclass(frozen=True, slots=True)
class PriceToCheck:
    """One row of one table, why it wants a look, and the pages that show it."""

    table: FeeTable
    label: str
    amount: str
    reasons: list[str]
    pages: list[Page]

    @property
    def said(self) -> str:
        """All reasons in one text."""
        return " / ".join(self.reasons)

    @property
    def titles(self) -> list[str]:
        """The titles of the pages."""
        return [page.title for page in self.pages]

    @property
    def places(self) -> str:
        """The first pages, and how many more."""
        titles = " / ".join(self.titles[:SHOWN_PAGES])
        more = len(self.pages) - SHOWN_PAGES
        text = ngettext("%(titles)s and %(count)d more", "%(titles)s and %(count)d more", more)
        return text % {"titles": titles, "count": more} if more > 0 else titles


def prices_to_check(today: datetime.date | None = None) -> list[PriceToCheck]:
    """Every such row of every table that is nobody's translation.  Six queries, however many tables there are."""
    today = today or timezone.localdate()
    tables = list(FeeTable.objects.filter(source=None))
    changed = _changed_on(tables)
    found = [
        (table, fee, reasons)
        for table in tables
        for row_id, fee in ((row.id, row.value) for row in table.rows)
        if (reasons := list(_reasons(fee, changed.get((table.pk, row_id)), today)))
    ]
    pages = pages_showing({table.pk: table for table, _fee, _reasons in found}.values())
    return [
        PriceToCheck(table, fee_label(fee) or table.name, fee_amount(fee), reasons, pages[table.pk])
        for table, fee, reasons in found
    ]


def _reasons(fee: Any, changed: datetime.date | None, today: datetime.date) -> Iterator[str]:
    if (last := fee.get("valid_until")) and last < today:
        yield gettext("valid until %(day)s only") % {"day": date_format(last)}
    if (first := fee.get("valid_from")) and first > today:
        yield gettext("valid from %(day)s") % {"day": date_format(first)}
    is_stated = fee.get("amount_min") is not None and (fee.get("kind") or "price") in TAXED
    if is_stated and fee.get("insurance") != "insured" and (fee.get("tax") or "unknown") == "unknown":
        yield gettext("does not say whether tax is included")
    if changed and today - changed >= A_YEAR:
        yield gettext("unchanged since %(day)s") % {"day": date_format(changed)}


def _changed_on(tables: Iterable[FeeTable]) -> dict[tuple[int, str], datetime.date]:
    """When each row last got the values it has: the first of its latest revisions that agree."""
    revisions = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(FeeTable), object_id__in=[str(table.pk) for table in tables]
    )
    row_block = FeeRowBlock()
    seen: dict[tuple[int, str], Any] = {}
    changed: dict[tuple[int, str], datetime.date] = {}
    for revision in revisions.order_by("created_at", "pk").iterator():
        for row in json.loads(revision.content.get("rows") or "[]"):
            place = (int(revision.object_id), row["id"])
            value = row_block.to_python(row["value"])  # older revisions lack keys, and write amounts otherwise
            if seen.get(place) != value:
                seen[place] = value
                changed[place] = timezone.localdate(revision.created_at)
    return changed


class PricesView(SafeExportMixin, ReportView):
    """The report."""

    model = FeeTable
    page_title = _("Prices to check")
    header_icon = "tag"
    results_template_name = "kneeblog/admin/report_results.html"
    index_url_name = "kneeblog_prices"
    index_results_url_name = "kneeblog_prices_results"
    verbose_name = _("Fee")
    verbose_name_plural = _("fees")
    is_searchable = False
    permission_policy = ModelPermissionPolicy(FeeTable)
    any_permission_required: ClassVar[list[str]] = ["add", "change", "delete", "view"]
    columns: ClassVar[list[Column]] = [
        TitleColumn("label", label=_("Fee"), get_url=lambda item: _edit_url(item.table)),
        Column("table", label=_("Fee table")),
        Column("amount", label=_("Amount")),
        Column("said", label=_("Why")),
        Column("places", label=_("Shown on")),
    ]
    export_filename = "prices-to-check"
    list_export: ClassVar[list[str]] = ["table", "label", "amount", "said", "titles"]
    export_headings: ClassVar[dict[str, Any]] = {
        "table": _("Fee table"),
        "label": _("Fee"),
        "amount": _("Amount"),
        "said": _("Why"),
        "titles": _("Shown on"),
    }

    def get_queryset(self) -> Any:
        """The rows; no query set, for they lie within tables."""
        return prices_to_check()


def _edit_url(table: FeeTable) -> str:
    return reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[table.pk])
