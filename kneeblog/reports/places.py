"""Where a fee table is shown: on the pages that hold it, and on those that show a treatment it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies import ModelPermissionPolicy

from kneeblog.models import FeeTable, TreatmentPage
from kneeblog.reports.export import SafeExportMixin

# By the id of a table, a treatment or a page: the translation keys of the fee tables it is about.
Keys = dict[int, set[Any]]


def pages_showing(tables: Iterable[FeeTable]) -> dict[int, list[Page]]:
    """The pages that show each table, by the table's id: live ones and those in its own language first.

    A translation shows the amounts of its source, so the pages in all languages count.  The number of queries does not
    depend on the number of tables.
    """
    tables = list(tables)
    families = FeeTable.objects.filter(translation_key__in={table.translation_key for table in tables})
    keys_of_tables = {pk: {key} for pk, key in families.values_list("pk", "translation_key")}
    keys_of_treatments = _keys_of_treatments(keys_of_tables)
    pages: Keys = defaultdict(set)
    for origin in (
        keys_of_treatments,
        _keys_of_pages(FeeTable, keys_of_tables, "fee_table"),
        _keys_of_pages(Page, keys_of_treatments, "treatment"),
    ):
        for pk, keys in origin.items():
            pages[pk] |= keys
    ordered = sorted(Page.objects.in_bulk(pages).values(), key=lambda page: (not page.live, page.title, page.pk))
    return {
        table.pk: sorted(
            (page for page in ordered if table.translation_key in pages[page.pk]),
            key=lambda page: (not page.live, page.locale_id != table.locale_id),
        )
        for table in tables
    }


def _keys_of_treatments(keys_of_tables: Keys) -> Keys:
    """The treatments that tables belong to, with their translations: an article shows the one in its own language."""
    owners = TreatmentPage.objects.filter(fee_table__in=keys_of_tables).values_list("translation_key", "fee_table")
    keys: dict[Any, set[Any]] = defaultdict(set)
    for treatment, table in owners:
        keys[treatment] |= keys_of_tables[table]
    translations = TreatmentPage.objects.filter(translation_key__in=keys).values_list("pk", "translation_key")
    return {pk: keys[treatment] for pk, treatment in translations}


def _keys_of_pages(model: type[Model], keys_of_things: Keys, block: str) -> Keys:
    """The pages with a block of that name that points at one of the things."""
    page_type, thing_type = (ContentType.objects.get_for_model(kind) for kind in (Page, model))
    references = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=thing_type, to_object_id__in=[str(pk) for pk in keys_of_things]
    )
    keys: Keys = defaultdict(set)
    for page, thing, path in references.values_list("object_id", "to_object_id", "model_path"):
        if path.rpartition(".")[2] == block:
            keys[int(page)] |= keys_of_things[int(thing)]
    return keys


class PlacesView(SafeExportMixin, PageReportView):
    """The pages that show one fee table."""

    page_title = _("Where it is shown")
    header_icon = "tag"
    is_searchable = False
    permission_policy = ModelPermissionPolicy(FeeTable)
    any_permission_required: ClassVar[list[str]] = ["add", "change", "delete", "view"]
    edit_url_name = ""
    places_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the table."""
        super().setup(request, *args, **kwargs)
        self.table = get_object_or_404(FeeTable, pk=kwargs["pk"])

    def get_queryset(self) -> QuerySet[Page]:
        """Its pages."""
        ids = [page.pk for page in pages_showing([self.table])[self.table.pk]]
        return Page.objects.filter(pk__in=ids).order_by("-live", "title", "pk").prefetch_workflow_states()

    def get_page_subtitle(self) -> str:
        """The table's name."""
        return str(self.table)

    def get_index_url(self) -> str:
        """This view's own address, for its further pages."""
        return reverse(self.places_url_name, args=[self.table.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the table's form."""
        *above, own = super().get_breadcrumbs_items()
        form = {"url": reverse(self.edit_url_name, args=[self.table.pk]), "label": str(self.table)}
        return [*above, form, own]
