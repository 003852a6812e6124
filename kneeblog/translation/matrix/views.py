"""The matrix in the admin: filters, search, pages of it, its download."""

from __future__ import annotations

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
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Locale, Page

from kneeblog.reports.export import SafeExportMixin
from kneeblog.seo.desk.rows import medical_models
from kneeblog.seo.desk.text import finds
from kneeblog.translation.exchange.files import FORMATS

from .permissions import may_use
from .rows import Family, State, families, fill


def _types() -> list[tuple[str, str]]:
    return [(model._meta.label_lower, str(capfirst(str(model._meta.verbose_name)))) for model in medical_models()]


class MatrixFilterSet(WagtailFilterSet):
    """The form of the filters; what they do is the view's, since rows are no query set."""

    type = django_filters.ChoiceFilter(
        label=_("Page type"), choices=_types, widget=forms.RadioSelect, empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all(), widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []


class ChoiceColumn(Column):
    """A box to choose the page by."""

    cell_template_name = "kneeblog/admin/translation/choice_cell.html"


class FamilyColumn(Column):
    """The page that is translated, with the way to its editor."""

    cell_template_name = "kneeblog/admin/translation/page_cell.html"


class StateColumn(Column):
    """One language."""

    cell_template_name = "kneeblog/admin/translation/state_cell.html"

    def __init__(self, locale: Locale) -> None:
        super().__init__(f"locale_{locale.language_code}", label=locale.get_display_name())
        self._locale = locale

    def get_value(self, instance: Family) -> Any:
        """The cell; `None` in the column of the page's own language."""
        return instance.cells.get(self._locale.pk)


class MatrixView(SafeExportMixin, ReportView):
    """Pages by languages."""

    model = Page
    page_title = _("Translation")
    header_icon = "wagtail-localize-language"
    index_url_name = "kneeblog_translations"
    index_results_url_name = "kneeblog_translations_results"
    results_template_name = "kneeblog/admin/translation/results.html"
    filterset_class = MatrixFilterSet
    default_ordering = "tree"
    is_searchable = True
    paginate_by = 50
    export_filename = "translations"
    verbose_name_plural = _("pages")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For translators."""
        if not may_use(request.user):
            return permission_denied(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def locales(self) -> list[Locale]:
        """All languages of the site, or the one that was filtered by; one query."""
        return list(Locale.objects.all())

    @cached_property
    def shown_locales(self) -> list[Locale]:
        """The columns."""
        wanted = self._wanted.get("locale")
        return [locale for locale in self.locales if wanted is None or locale == wanted]

    @cached_property
    def _wanted(self) -> dict[str, Any]:
        if not (self.filters and self.filters.is_valid()):
            return {}
        return {name: value for name, value in self.filters.form.cleaned_data.items() if value}

    @cached_property
    def columns(self) -> list[Column]:
        """The page, then its languages."""
        return [
            ChoiceColumn("choice", label=_("Choose"), accessor="pk"),
            FamilyColumn("title", label=_("Page")),
            Column("type_label", label=_("Page type")),
            *map(StateColumn, self.shown_locales),
        ]

    def get_queryset(self) -> list[Family]:
        """The rows that filters and search leave."""
        rows = families()
        if self.is_searching:
            rows = [row for row in rows if finds(self.search_query, row.folded)]
        return self.filter_queryset(rows)

    def filter_queryset(self, queryset: list[Family]) -> list[Family]:
        """By type, and by the state in any of the languages shown."""
        rows, wanted = queryset, self._wanted
        if kind := wanted.get("type"):
            rows = [row for row in rows if row.model is not None and row.model._meta.label_lower == kind]
        if state := wanted.get("state"):
            fill(rows, self.shown_locales)
            rows = [row for row in rows if any(cell.state == state for cell in row.cells.values())]
        return rows

    def decorate_paginated_queryset(self, object_list: Any) -> list[Family]:
        """Adds the cells of what is shown."""
        rows = list(object_list)
        if not self._wanted.get("state"):
            fill(rows, self.shown_locales)
        return rows

    @property
    def header_buttons(self) -> list[Button]:
        """The way in for files."""
        return [HeaderButton(_("Take in files"), url=reverse("kneeblog_translations_import"), icon_name="upload")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what can be begun from here."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context.update(locales=self.shown_locales, formats=FORMATS, here=self.request.get_full_path())
        return context

    @property
    def list_export(self) -> list[str]:
        """Columns of the download."""
        return ["pk", "title", "type_label", "language", *(locale.language_code for locale in self.shown_locales)]

    def get_heading(self, queryset: Any, field: str) -> str:
        """In words."""
        names = {locale.language_code: locale.get_display_name() for locale in self.shown_locales}
        own = {
            "pk": _("Page number"),
            "title": _("Title"),
            "type_label": _("Page type"),
            "language": _("Source language"),
        }
        return str({**own, **names}[field])

    def to_row_dict(self, item: Family) -> dict[str, Any]:
        """A line of the download."""
        cells = {locale.language_code: item.cells.get(locale.pk) for locale in self.shown_locales}
        own = {"pk": item.pk, "title": item.title, "type_label": item.type_label, "language": item.language}
        return {**own, **{code: cell.label if cell else "" for code, cell in cells.items()}}
