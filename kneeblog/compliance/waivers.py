"""The list of waivers in the Wagtail admin: who answers for which sentence, why, and until when."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from kneeblog.models import RecordedFinding, Waiver
from kneeblog.reports.export import SafeExportMixin

from .desk import visible
from .places import IN_EDITOR

SHOWN = 120
STATES = {"valid": _("valid"), "expired": _("expired"), "unused": _("no longer needed")}


def state_of(waiver: Any) -> str:
    """What has become of a waiver: a key of `STATES`."""
    if waiver.expires_on < timezone.localdate():
        return "expired"
    return "valid" if waiver.used else "unused"


class WaiverFilterSet(WagtailFilterSet):
    """By what has become of them."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=STATES.items,
        empty_label=_("All"),
        method="by_state",
    )

    class Meta:
        model = Waiver
        fields: ClassVar[list[str]] = []

    def by_state(self, waivers: Any, name: str, value: str) -> Any:
        """As `state_of`; a waiver is unused if no page says the sentence any more."""
        today = timezone.localdate()
        if value == "expired":
            return waivers.filter(expires_on__lt=today)
        return waivers.filter(expires_on__gte=today, used=value == "valid")


class WaiversView(SafeExportMixin, ReportView):
    """Every waiver on the pages the user may work on: who answers for what, why, and until when."""

    model = Waiver
    page_title = _("Waivers of advertising rules")
    header_icon = "check"
    results_template_name = "kneeblog/admin/report_results.html"
    index_url_name = "kneeblog_compliance_waivers"
    index_results_url_name = "kneeblog_compliance_waivers_results"
    filterset_class = WaiverFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ("page__draft_title", "rule", "sentence", "reason")
    default_ordering = "expires_on"
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["change", "publish"]
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "page",
            label=_("Page"),
            accessor="page.draft_title",
            get_url=lambda waiver: f"{reverse('wagtailadmin_pages:edit', args=[waiver.page_id])}#{IN_EDITOR}",
            sort_key="page__draft_title",
        ),
        Column("rule", label=_("Rule"), sort_key="rule"),
        Column("sentence", label=_("Sentence"), accessor=lambda waiver: Truncator(waiver.sentence).chars(SHOWN)),
        Column("reason", label=_("Reason")),
        Column("author", label=_("Author"), accessor=lambda waiver: user_display_name(waiver.author)),
        Column(
            "expires_on",
            label=_("Holds until"),
            accessor=lambda waiver: date_format(waiver.expires_on),
            sort_key="expires_on",
        ),
        Column("state", label=_("State"), accessor=lambda waiver: str(STATES[state_of(waiver)])),
    ]
    export_filename = "waivers"
    list_export: ClassVar[list[str]] = [
        *("page.draft_title", "rule", "sentence", "reason", "author", "created_at", "expires_on", "state")
    ]
    export_headings: ClassVar[dict[str, Any]] = {"page.draft_title": _("Page"), "state": _("State")}

    def get_base_queryset(self) -> QuerySet[Waiver]:
        """With page and author, and whether the sentence is still there."""
        said = RecordedFinding.objects.filter(
            Q(page=OuterRef("page")) | Q(owner_page=OuterRef("page")),
            rule=OuterRef("rule"),
            sentence_hash=OuterRef("sentence_hash"),
        )
        waivers = Waiver.objects.filter(page__in=visible(self.request.user).values("pk"))
        # Whether a translation is whole by now is asked when it is published.
        used = Case(When(rule="translation", then=Value(True)), default=Exists(said), output_field=BooleanField())
        return waivers.select_related("page", "author").annotate(used=used)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """As the columns show it."""
        item.state = str(STATES[state_of(item)])
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "author": user_display_name(item.author)}
