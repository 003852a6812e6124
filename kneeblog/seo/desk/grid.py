"""The table of all pages: filters, search, sorting, and the download of what they leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Locale, Page

from kneeblog.models import MedicalPage
from kneeblog.supervision.states import supervised_pages

from .columns import added_columns
from .findings import LABELS, description_fits, findings, title_fits
from .permissions import may_use
from .rows import STATES, Row, all_rows, medical_models
from .sheet import writing
from .text import finds, width
from .widgets import media

LISTED = "listed"  # in the filter of robots, where "" means: any
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _types() -> list[tuple[str, str]]:
    return [(model._meta.label_lower, str(capfirst(str(model._meta.verbose_name)))) for model in medical_models()]


def _robots() -> list[tuple[str, str]]:
    choices: Any = MedicalPage._meta.get_field("robots").choices
    return [(value or LISTED, capfirst(str(label))) for value, label in choices]


class DeskFilterSet(WagtailFilterSet):
    """The form of the filters; what they do is in `PREDICATES`, since rows are no query set."""

    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all(), widget=forms.RadioSelect, empty_label=_("All")
    )
    type = django_filters.ChoiceFilter(
        label=_("Page type"), choices=_types, widget=forms.RadioSelect, empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, widget=forms.RadioSelect, empty_label=_("All")
    )
    robots = django_filters.ChoiceFilter(
        label=_("Search engines"), choices=_robots, widget=forms.RadioSelect, empty_label=_("All")
    )
    finding = django_filters.MultipleChoiceFilter(
        label=_("Findings"), choices=list(LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    review = django_filters.ChoiceFilter(
        label=_("Review"), choices=[("overdue", _("Review overdue"))], widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []


PREDICATES: dict[str, Callable[[Row, Any], bool]] = {
    "locale": lambda row, value: row.page.locale_id == value.pk,
    "type": lambda row, value: row.model is not None and row.model._meta.label_lower == value,
    "state": lambda row, value: row.state == value,
    "robots": lambda row, value: (row.robots or LISTED) == value,
}
ORDERS: dict[str, Callable[[Row], Any]] = {
    "title": lambda row: row.title,
    "search_title": lambda row: row.search_title,
    "description": lambda row: row.description,
    "slug": lambda row: row.slug,
    "state": lambda row: row.state,
}


class DeskColumn(Column):
    """A cell with a template of its own."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"kneeblog/admin/seo/{name}_cell.html"


class MeasuredColumn(DeskColumn):
    """A text with its length, marked if a result page would not show it well."""

    def __init__(self, name: str, fits: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._fits = fits

    def get_cell_context_data(self, instance: Row, parent_context: Any) -> dict[str, Any]:
        """Adds `length`, in full-width units, and `fits`."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        text = self.get_value(instance)
        return {**context, "length": f"{width(text):g}", "fits": self._fits(text)}


class DeskTable(Table):
    """Rows that a script finds again."""

    def get_row_attrs(self, instance: Row) -> dict[str, Any]:
        """Adds the page's id."""
        return {**super().get_row_attrs(instance), "data-seo-row": str(instance.pk)}


def columns() -> list[Column]:
    """Those of the desk, then those that other apps have added."""
    return [
        DeskColumn("page", label=_("Page"), sort_key="title", width="20%"),
        MeasuredColumn(
            "search_title", title_fits, label=_("Title in search results"), sort_key="search_title", width="16%"
        ),
        MeasuredColumn("description", description_fits, label=_("Description"), sort_key="description", width="22%"),
        DeskColumn("address", label=_("Address"), sort_key="slug", width="11%"),
        DeskColumn("findings", label=_("Findings"), width="13%"),
        DeskColumn("review", label=_("Reviewed"), width="8%"),
        *(
            Column(added.name, label=added.label, accessor=lambda row, name=added.name: row.added.get(name))
            for added in added_columns()
        ),
    ]


def decorate(rows: list[Row], found: dict[int, Any], user: Any) -> list[Row]:
    """Adds to rows that are shown what stands in other tables, fetched together."""
    ids = [row.pk for row in rows]
    reviews = supervised_pages().filter(pk__in=ids).values_list("pk", "record_signed_on", "review_on")
    review = {pk: (signed_on, review_on) for pk, signed_on, review_on in reviews}
    added = {column.name: column.values(ids) for column in added_columns()}
    today = timezone.localdate()
    may_edit = user_has_any_page_permission(user)
    for row in rows:
        row.reviewed_on, review_on = review.get(row.pk, (None, None))
        row.overdue = review_on is not None and review_on < today
        row.may_edit = may_edit
        row.findings = found.get(row.pk, [])
        row.added = {name: values.get(row.pk, "") for name, values in added.items()}
    return rows


class DeskView(ReportView):
    """The table."""

    model = Page
    page_title = _("SEO")
    header_icon = "search"
    index_url_name = "kneeblog_seo_desk"
    index_results_url_name = "kneeblog_seo_desk_results"
    template_name = "kneeblog/admin/seo/desk.html"
    results_template_name = "kneeblog/admin/seo/results.html"
    filterset_class = DeskFilterSet
    table_class = DeskTable
    table_classname = "listing kneeblog-seo"
    default_ordering = "tree"
    is_searchable = True
    list_export: ClassVar[list[str]] = ["page_id"]  # any: the sheet is not Wagtail's
    verbose_name_plural = _("pages")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For whoever may use the desk."""
        if not may_use(request.user):
            return permission_denied(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def columns(self) -> list[Column]:
        """Asked for now: other apps may add theirs."""
        return columns()

    @cached_property
    def rows(self) -> list[Row]:
        """Every page, whatever is asked for: findings compare each with all."""
        return all_rows()

    @cached_property
    def findings(self) -> dict[int, Any]:
        """Of every page."""
        return findings(self.rows)

    def get_queryset(self) -> list[Row]:
        """The rows that filters and search leave, sorted."""
        rows = self.search_queryset(self.order_queryset(self.rows))
        return list(rows)

    def filter_queryset(self, queryset: list[Row]) -> list[Row]:
        """As the form says."""
        if not (self.filters and self.filters.is_valid()):
            return queryset
        wanted = {name: value for name, value in self.filters.form.cleaned_data.items() if value}
        kinds = set(wanted.pop("finding", ()))
        overdue = self._overdue() if wanted.pop("review", None) else None
        return [
            row
            for row in queryset
            if all(PREDICATES[name](row, value) for name, value in wanted.items())
            and (not kinds or any(finding.kind in kinds for finding in self.findings[row.pk]))
            and (overdue is None or row.pk in overdue)
        ]

    def _overdue(self) -> set[int]:
        late = supervised_pages().filter(review_on__lt=timezone.localdate())
        return set(late.values_list("pk", flat=True))

    def search_queryset(self, queryset: list[Row]) -> list[Row]:
        """Words anywhere inside the texts and addresses: a database's search finds no Japanese word in a sentence."""
        return [row for row in queryset if finds(self.search_query, row.folded)] if self.is_searching else queryset

    def order_queryset(self, queryset: list[Row]) -> list[Row]:
        """By a column, else in the order of the tree."""
        key = ORDERS.get((self.ordering or "").lstrip("-"))
        return sorted(queryset, key=key, reverse=self.ordering.startswith("-")) if key else queryset

    def decorate_paginated_queryset(self, object_list: Any) -> list[Row]:
        """Only what is shown."""
        rows = list(object_list)
        return rows if self.is_export else decorate(rows, self.findings, self.request.user)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse | StreamingHttpResponse:
        """The filtered rows as a sheet that can be handed back."""
        if spreadsheet_format == self.FORMAT_CSV:
            response: Any = StreamingHttpResponse(writing.csv_lines(queryset), content_type="text/csv; charset=utf-8")
        else:
            response = HttpResponse(writing.xlsx(queryset), content_type=XLSX)
        name = f"seo-{timezone.localdate():%Y%m%d}.{spreadsheet_format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @property
    def header_buttons(self) -> list[Button]:
        """The way back for a sheet."""
        return [HeaderButton(_("Spreadsheets"), url=reverse("kneeblog_seo_sheets"), icon_name="table")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the script and the style."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += media()
        return context
