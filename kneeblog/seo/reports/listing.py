"""How a report for SEO staff stands in the admin: who sees it, its filters, its columns, its download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from kneeblog.compliance.places import fragment
from kneeblog.reports.export import SafeExportMixin
from kneeblog.seo.desk.permissions import may_use
from kneeblog.seo.desk.rows import medical_models
from kneeblog.seo.desk.widgets import STYLE

from .stored import NOWHERE, Place


@dataclass(slots=True, kw_only=True)
class Row:
    """One line of a report.

    Args:
        page: with its locale and content type.
        kind: a key of the report's `kinds`, `""` where it has none.
        what: the thing on the page that it is about, such as a link's words.
        more: what else is known, such as a link's address.
        place: where an editor finds it.
        kind_label, url: filled in by the report.
    """

    page: Page
    kind: str = ""
    what: str = ""
    more: str = ""
    place: Place = NOWHERE
    kind_label: str = ""
    url: str = ""

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self.page.title)

    @property
    def language(self) -> str:
        """The page's language, in words."""
        return str(self.page.locale.get_display_name())

    @property
    def type_label(self) -> str:
        """The page's type, as the admin names it."""
        model = self.page.content_type.model_class()
        return str(capfirst(str(model._meta.verbose_name))) if model else ""

    @property
    def path(self) -> str:
        """Where the page stands in the site's tree."""
        return str(self.page.url_path)


class TitleCell(Column):
    """The page's title, which leads to where it can be mended by whoever looks."""

    cell_template_name = "kneeblog/admin/seo/report_title_cell.html"


def filters(kinds: dict[str, Any], *, pages: bool) -> type[WagtailFilterSet]:
    """The form for language and page type, if rows are about pages, and for kinds.

    Rows are no query set: the views do the filtering.
    """
    types = [(model._meta.label_lower, str(capfirst(str(model._meta.verbose_name)))) for model in medical_models()]
    radio: dict[str, Any] = {"widget": forms.RadioSelect, "empty_label": _("All")}
    fields: dict[str, Any] = {}
    if pages:
        fields["locale"] = django_filters.ModelChoiceFilter(label=_("Language"), queryset=Locale.objects.all(), **radio)
        fields["type"] = django_filters.ChoiceFilter(label=_("Page type"), choices=types, **radio)
    if len(kinds) > 1:
        fields["kind"] = django_filters.ChoiceFilter(label=_("Kind"), choices=list(kinds.items()), **radio)
    meta = type("Meta", (), {"model": Page, "fields": []})
    return type("ReportFilterSet", (WagtailFilterSet,), {**fields, "Meta": meta})


class DeskReportView(SafeExportMixin, ReportView):
    """A report for whoever may use the SEO desk, whose rows have a `kind`; subclasses give `kinds` and `rows`."""

    model = Page
    kinds: ClassVar[dict[str, Any]] = {}
    explanation: Any = ""
    about_pages = False
    results_template_name = "kneeblog/admin/seo/report_results.html"
    is_searchable = False
    verbose_name_plural = _("findings")
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For whoever may use the desk."""
        if not may_use(request.user):
            return permission_denied(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def user_has_any_permission(self, permissions: Any) -> bool:
        """As `dispatch`; the menu asks."""
        return may_use(self.request.user)

    def rows(self) -> Iterable[Any]:
        """All lines."""
        raise NotImplementedError

    @cached_property
    def filterset_class(self) -> type[WagtailFilterSet]:
        """Made when asked for: page types are not known before all apps are."""
        return filters(self.kinds, pages=self.about_pages)

    def get_queryset(self) -> list[Any]:
        """The lines, with their labels."""
        found = list(self.rows())
        for row in found:
            row.kind_label = str(self.kinds.get(row.kind, ""))
        return found

    def filter_queryset(self, queryset: list[Any]) -> list[Any]:
        """As the form says."""
        wanted = self.filters.form.cleaned_data if self.filters and self.filters.is_valid() else {}
        return [row for row in queryset if self.is_wanted(row, wanted)]

    def is_wanted(self, row: Any, wanted: Mapping[str, Any]) -> bool:
        """Whether the filters leave a line."""
        return not wanted.get("kind") or row.kind == wanted["kind"]

    @cached_property
    def list_export(self) -> list[str]:
        """The columns."""
        return [column.name for column in self.columns]

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        """As the table has them."""
        return {column.name: column.label for column in self.columns}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what the report is about, and the desk's style."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "explanation": self.explanation, "media": context["media"] + STYLE}


class SeoReportView(DeskReportView):
    """A report about pages; rows are `Row`."""

    about_pages = True
    what_label: Any = _("What")
    more_label: Any = ""

    @cached_property
    def columns(self) -> list[Column]:
        """Page, language, type, then what was found."""
        return [
            TitleCell("title", label=_("Page"), width="26%"),
            Column("language", label=_("Language")),
            Column("type_label", label=_("Page type")),
            *([Column("kind_label", label=_("Kind"))] if len(self.kinds) > 1 else []),
            Column("what", label=self.what_label),
            *([Column("more", label=self.more_label)] if self.more_label else []),
        ]

    @cached_property
    def list_export(self) -> list[str]:
        """The columns, and where the page stands."""
        return [*super().list_export, "path"]

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        """As the table has them."""
        return {**super().export_headings, "path": _("Address")}

    def is_wanted(self, row: Row, wanted: Mapping[str, Any]) -> bool:
        """By language and type as well."""
        locale, label = wanted.get("locale"), wanted.get("type")
        own = row.page.content_type
        return (
            super().is_wanted(row, wanted)
            and (not locale or row.page.locale_id == locale.pk)
            and (not label or f"{own.app_label}.{own.model}" == label)
        )

    def decorate_paginated_queryset(self, object_list: Any) -> list[Row]:
        """Adds where each can be mended: in the page editor, for who may edit the page, else on the desk."""
        rows = list(object_list)
        editable = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        may = set(editable.filter(pk__in={row.page.pk for row in rows}).values_list("pk", flat=True)) if rows else set()
        for row in rows:
            if row.page.pk in may:
                editor = reverse("wagtailadmin_pages:edit", args=[row.page.pk])
                row.url = editor + fragment(row.place.field, row.place.block_id)
            else:
                row.url = reverse("kneeblog_seo_edit", args=[row.page.pk])
        return rows
