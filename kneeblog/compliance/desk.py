"""The report on the advertising rules in the Wagtail admin.

It reads what `records` keeps: a constant number of queries, however many pages there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from kneeblog.models import FindingState, RecordedFinding, Waiver
from kneeblog.reports.export import SafeExportMixin

from . import records
from .editor import ORDER, SEVERITIES
from .places import pieces
from .report import COLUMNS

PATIENCE = 2.0  # seconds in which the report checks what has changed


def visible(user: Any) -> QuerySet[Page]:
    """The pages a user may edit or publish."""
    pages: QuerySet[Page] = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return pages


def _rules() -> list[tuple[str, str]]:
    found = RecordedFinding.objects.order_by("rule").values_list("rule", "message").distinct()
    return [(rule, f"{rule} {message}") for rule, message in dict(found).items()]


class FindingFilterSet(WagtailFilterSet):
    """By severity, rule, state, version and language; the page by its title, in the search field."""

    severity = django_filters.ChoiceFilter(
        label=_("Severity"), choices=[(key, SEVERITIES[key][0]) for key in ORDER], empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=FindingState.choices, empty_label=_("All"), method="by_state"
    )
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=_rules, empty_label=_("All"))
    version = django_filters.ChoiceFilter(
        label=_("Live or draft"), choices=RecordedFinding.Version.choices, empty_label=_("All")
    )
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), field_name="page__locale", queryset=Locale.objects.all(), empty_label=_("All")
    )

    class Meta:
        model = RecordedFinding
        fields: ClassVar[list[str]] = []

    def by_state(self, findings: Any, name: str, value: str) -> Any:
        """Asks the database for the state of those only whose sentence has a waiver at all: few do."""
        with_waiver = Q(sentence_hash__in=Waiver.objects.values("sentence_hash"))
        if value == FindingState.OPEN:
            return findings.filter(~with_waiver | Q(state=value))
        return findings.filter(with_waiver, state=value)


class FindingColumn(Column):
    """Severity, the sentence and why."""

    cell_template_name = "kneeblog/admin/finding_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Adds the cut sentence, and the severity in word and icon."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        severity, icon = SEVERITIES[instance.severity]
        return {**context, "finding": instance, "pieces": pieces(instance), "severity": severity, "icon": icon}


class PageColumn(TitleColumn):
    """The page, leading to the place; below it version and language."""

    cell_template_name = "kneeblog/admin/finding_page_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Adds the finding."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "finding": instance}


class FindingsView(SafeExportMixin, ReportView):
    """Every finding on the pages the user may work on."""

    model = RecordedFinding
    page_title = _("Advertising rules")
    header_icon = "clipboard-list"
    template_name = "kneeblog/admin/findings_report.html"
    results_template_name = "kneeblog/admin/findings_report_results.html"
    index_url_name = "kneeblog_compliance_report"
    index_results_url_name = "kneeblog_compliance_report_results"
    filterset_class = FindingFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ("page__draft_title", "sentence")
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["change", "publish"]
    columns: ClassVar[list[Column]] = [
        FindingColumn("rule", label=_("Finding"), sort_key="rule", width="60%"),
        PageColumn(
            "page",
            label=_("Page"),
            accessor="page.draft_title",
            get_url=lambda finding: finding.address,
            sort_key="page__draft_title",
        ),
        Column("state_label", label=_("State"), classname="kneeblog-nowrap"),
    ]
    export_filename = "advertising-rules"
    list_export: ClassVar[list[str]] = [
        *("severity", "rule", "state", "version", "language", "page_id", "page", "address", "place", "sentence"),
        *("message", "suggestion", "source", "verification", "waived", "waived_until"),
    ]
    export_headings: ClassVar[dict[str, Any]] = {**COLUMNS, "state": _("State")}

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Checks first what has changed, as long as patience lasts."""
        self.left = records.refresh(PATIENCE)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[RecordedFinding]:
        """With state and page."""
        found = RecordedFinding.objects.with_state().filter(page__in=visible(self.request.user).values("pk"))
        return found.select_related("page__locale")

    def order_queryset(self, queryset: QuerySet[RecordedFinding]) -> QuerySet[RecordedFinding]:
        """Unless asked otherwise, pages in the order of the tree, and findings as they stand there."""
        return queryset.order_by(*filter(None, [self.ordering]), "page__path", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Adds the state in words."""
        found = list(object_list)
        for finding in found:
            finding.state_label = str(FindingState(finding.state).label)
        return found

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Leads to the waivers as well."""
        waivers = HeaderButton(
            gettext("Waivers"), reverse("kneeblog_compliance_waivers"), icon_name="check", priority=5
        )
        return [*super().header_more_buttons, waivers]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the counts of what is listed, open findings only, and how many pages are still to be checked."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["left"] = self.left
        context["groups"] = list(self.groups())
        return context

    def groups(self) -> Iterator[dict[str, Any]]:
        """By severity: how many of the listed findings are open, and of which rules."""
        listed = self.get_filtered_queryset().exclude(state=FindingState.WAIVED).order_by()
        counts = listed.values("severity", "rule").annotate(count=Count("pk")).order_by("-count", "rule")
        by_severity: dict[str, list[dict[str, Any]]] = {severity: [] for severity in ORDER}
        for row in counts:
            row["address"] = f"{reverse(self.index_url_name)}?{urlencode({'rule': row['rule']})}"
            by_severity[row["severity"]].append(row)
        for severity, rules in by_severity.items():
            label, icon = SEVERITIES[severity]
            if rules:
                yield {"severity": label, "icon": icon, "count": sum(row["count"] for row in rules), "rules": rules}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """As `check_content` writes it."""
        return {
            "severity": item.severity,
            "rule": item.rule,
            "version": item.version,
            "language": item.page.locale.language_code,
            "page_id": item.page_id,
            "page": item.page.draft_title,
            "address": item.page.get_full_url(self.request) or "",
            "place": item.place,
            "sentence": item.sentence,
            "message": item.message,
            "suggestion": item.suggestion,
            "source": item.source,
            "verification": item.verification,
            "state": str(FindingState(item.state).label),
            "waived": item.waiver_reason or "",
            "waived_until": item.waived_until.isoformat() if item.waived_until else "",
        }
