"""The report on supervision in the Wagtail admin."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import F, Q, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from kneeblog.models import PhysicianPage, SupervisionRecord
from kneeblog.reports.export import SafeExportMixin

from . import people
from .listing import SupervisionColumn
from .states import State, supervised_pages

OVERDUE = "overdue"


def may_see(user: Any) -> bool:
    """Whoever edits pages, signs them, or signs for others."""
    return bool(user_has_any_page_permission(user) or people.is_delegate(user) or people.physician_ids(user))


def visible_pages(user: Any) -> QuerySet[Page]:
    """The pages to be supervised that somebody may work on."""
    pages = supervised_pages()
    if people.is_delegate(user):
        return pages
    policy = policy_registry.get_by_type(Page)
    editable = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return pages.filter(Q(pk__in=editable.values("pk")) | Q(named_physician__in=people.physician_ids(user)))


class SupervisionFilterSet(WagtailFilterSet):
    """By state and by language."""

    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", choices=[*State.choices, (OVERDUE, _("Review overdue"))]
    )
    locale = django_filters.ModelChoiceFilter(label=_("Language"), queryset=Locale.objects.all())

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []

    def by_state(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        """Overdue is whatever the state is."""
        if value == OVERDUE:
            return pages.filter(review_on__lt=timezone.localdate())
        return pages.filter(supervision_state=value)


class DayColumn(Column):
    """A day as it is written; the next review is marked if it has passed."""

    cell_template_name = "kneeblog/admin/day_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Adds `overdue`."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["overdue"] = self.name == "review_on" and instance.overdue
        return context


class SupervisionReportView(SafeExportMixin, ReportView):
    """Every page that a physician is to check, those that want doing first."""

    model = Page
    page_title = _("Supervision")
    header_icon = "circle-check"
    results_template_name = "kneeblog/admin/report_results.html"
    index_url_name = "kneeblog_supervision"
    index_results_url_name = "kneeblog_supervision_results"
    filterset_class = SupervisionFilterSet
    default_ordering = "review_on"
    is_searchable = False
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "title", label=_("Title"), accessor="draft_title", url_name="wagtailadmin_pages:edit", sort_key="title"
        ),
        SupervisionColumn("state", label=_("State"), sort_key="supervision_state"),
        Column("physician_name", label=_("Physician")),
        DayColumn("record_signed_on", label=_("Signed on"), sort_key="record_signed_on"),
        Column("scope", label=_("What was checked")),
        DayColumn("review_on", label=_("Next review"), sort_key="review_on"),
        Column("language", label=_("Language"), sort_key="locale"),
    ]
    list_export: ClassVar[list[str]] = [
        *("pk", "draft_title", "state_label", "physician_name", "signed_by_name", "record_signed_on", "scope"),
        *("review_on", "overdue", "language", "live", "full_url"),
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "pk": _("Page"),
        "draft_title": _("Title"),
        "state_label": _("State"),
        "physician_name": _("Physician"),
        "signed_by_name": _("Signed in the physician's name by"),
        "record_signed_on": _("Signed on"),
        "scope": _("What was checked"),
        "review_on": _("Next review"),
        "overdue": _("Overdue"),
        "language": _("Language"),
        "live": _("Live"),
        "full_url": _("Address"),
    }
    export_filename = "supervision"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """For whoever has to do with it."""
        if not may_see(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Page]:
        """The pages this user may work on."""
        self.queryset = visible_pages(self.request.user).select_related("locale")
        return super().get_queryset()

    def order_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Pages without a date come last on every database."""
        if self.ordering == "review_on":
            return queryset.order_by(F("review_on").asc(nulls_last=True), "pk")
        ordered: QuerySet[Page] = super().order_queryset(queryset)
        return ordered

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Adds the names that stand in other tables, fetched together."""
        pages = list(object_list)
        records = SupervisionRecord.objects.select_related("physician", "signed_by").in_bulk(
            {page.record for page in pages if page.record}
        )
        named = PhysicianPage.objects.defer_streamfields().in_bulk({page.named_physician for page in pages})
        for page in pages:
            _describe(page, records.get(page.record), named.get(page.named_physician))
        return pages


def _describe(page: Any, record: SupervisionRecord | None, named: PhysicianPage | None) -> None:
    physician = record.physician if record else named
    page.state_label = str(State(page.supervision_state).label)
    page.physician_name = (physician.name or physician.title) if physician else ""
    page.signed_by_name = str(record.signed_by) if record and record.signed_by else ""
    page.scope = record.scope if record else ""
    page.overdue = page.review_on is not None and page.review_on < timezone.localdate()
    page.language = page.locale.get_display_name()


class SupervisionMenuItem(MenuItem):
    """In the reports menu."""

    def is_shown(self, request: Any) -> bool:
        """For whoever has to do with it."""
        return may_see(request.user)


def urls() -> list[Any]:
    """The report's addresses."""
    view = SupervisionReportView
    return [
        path("reports/supervision/", view.as_view(), name="kneeblog_supervision"),
        path("reports/supervision/results/", view.as_view(results_only=True), name="kneeblog_supervision_results"),
    ]


def menu_item() -> MenuItem:
    """The report's place in the menu."""
    return SupervisionMenuItem(
        _("Supervision"), reverse("kneeblog_supervision"), name="supervision", icon_name="circle-check", order=1100
    )
