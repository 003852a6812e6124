"""The matrices of pages and of snippets in the admin: filters, search, pages of them, their download."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
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

from . import snippets
from .permissions import may_use
from .rows import Family, State, families, fill

PAGES_URL, SNIPPETS_URL = "kneeblog_translations", "kneeblog_translated_snippets"


def _types() -> list[tuple[str, str]]:
    return [(model._meta.label_lower, snippets.label(model)) for model in medical_models()]


def _snippet_types() -> list[tuple[str, str]]:
    return [(model._meta.label_lower, snippets.label(model)) for model in snippets.models()]


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


class SnippetFilterSet(MatrixFilterSet):
    """The same for snippets."""

    type = django_filters.ChoiceFilter(
        label=_("Type"), choices=_snippet_types, widget=forms.RadioSelect, empty_label=_("All")
    )


class ChoiceColumn(Column):
    """A box to choose the row by; its name says what of."""

    cell_template_name = "kneeblog/admin/translation/choice_cell.html"


class FamilyColumn(Column):
    """What is translated, with the way to its editor."""

    cell_template_name = "kneeblog/admin/translation/page_cell.html"


class StateColumn(Column):
    """One language."""

    cell_template_name = "kneeblog/admin/translation/state_cell.html"

    def __init__(self, locale: Locale) -> None:
        super().__init__(f"locale_{locale.language_code}", label=locale.get_display_name())
        self._locale = locale

    def get_value(self, instance: Family | snippets.Family) -> Any:
        """The cell; `None` in the column of the page's own language."""
        return instance.cells.get(self._locale.pk)


class MatrixView(SafeExportMixin, ReportView):
    """Pages by languages."""

    model = Page
    page_title = _("Translation")
    template_name = "kneeblog/admin/translation/report.html"
    chosen_as = "pages"
    name_label, type_label, number_label = _("Page"), _("Page type"), _("Page number")
    header_icon = "wagtail-localize-language"
    index_url_name = PAGES_URL
    index_results_url_name = f"{PAGES_URL}_results"
    results_template_name = "kneeblog/admin/translation/results.html"
    filterset_class = MatrixFilterSet
    default_ordering = "tree"
    is_searchable = True
    paginate_by = 50
    export_filename = "translations"
    verbose_name_plural = _("pages")

    def all_rows(self) -> list[Any]:
        """What there is to be translated."""
        return families()

    def fill(self, rows: list[Any]) -> None:
        """Adds the cells."""
        fill(rows, self.shown_locales)

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
            ChoiceColumn(self.chosen_as, label=_("Choose"), accessor="pk"),
            FamilyColumn("title", label=self.name_label),
            Column("type_label", label=self.type_label),
            *map(StateColumn, self.shown_locales),
        ]

    def get_queryset(self) -> list[Any]:
        """The rows that filters and search leave."""
        rows = self.all_rows()
        if self.is_searching:
            rows = [row for row in rows if finds(self.search_query, row.folded)]
        return self.filter_queryset(rows)

    def filter_queryset(self, queryset: list[Any]) -> list[Any]:
        """By type, and by the state in any of the languages shown."""
        rows, wanted = queryset, self._wanted
        if kind := wanted.get("type"):
            rows = [row for row in rows if row.model is not None and row.model._meta.label_lower == kind]
        if state := wanted.get("state"):
            self.fill(rows)
            rows = [row for row in rows if any(cell.state == state for cell in row.cells.values())]
        return rows

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        """Adds the cells of what is shown."""
        rows = list(object_list)
        if not self._wanted.get("state"):
            self.fill(rows)
        return rows

    @property
    def header_buttons(self) -> list[Button]:
        """The way in for files."""
        return [HeaderButton(_("Take in files"), url=reverse("kneeblog_translations_import"), icon_name="upload")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what can be begun from here."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context.update(locales=self.shown_locales, formats=FORMATS, here=self.request.get_full_path())
        context["tabs"] = [
            (label, reverse(name), name == self.index_url_name)
            for label, name in ((_("Pages"), PAGES_URL), (_("Snippets"), SNIPPETS_URL))
        ]
        return context

    @property
    def list_export(self) -> list[str]:
        """Columns of the download."""
        return ["pk", "title", "type_label", "language", *(locale.language_code for locale in self.shown_locales)]

    def get_heading(self, queryset: Any, field: str) -> str:
        """In words."""
        names = {locale.language_code: locale.get_display_name() for locale in self.shown_locales}
        own = {
            "pk": self.number_label,
            "title": _("Title"),
            "type_label": self.type_label,
            "language": _("Source language"),
        }
        return str({**own, **names}[field])

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A line of the download."""
        cells = {locale.language_code: item.cells.get(locale.pk) for locale in self.shown_locales}
        own = {"pk": item.pk, "title": item.title, "type_label": item.type_label, "language": item.language}
        return {**own, **{code: cell.label if cell else "" for code, cell in cells.items()}}


class SnippetMatrixView(MatrixView):
    """Snippets by languages."""

    chosen_as = "snippets"
    name_label, type_label, number_label = _("Snippet"), _("Type"), _("Type and number")
    index_url_name = SNIPPETS_URL
    index_results_url_name = f"{SNIPPETS_URL}_results"
    filterset_class = SnippetFilterSet
    export_filename = "translated-snippets"
    verbose_name_plural = _("snippets")

    def all_rows(self) -> list[Any]:
        """Of all types."""
        return snippets.families(self.request.user)

    def fill(self, rows: list[Any]) -> None:
        """Adds the cells."""
        snippets.fill(rows, self.shown_locales)
