"""Credentials of physicians that have run out, will soon, or lack the body that certifies them."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from kneeblog.models import PhysicianCredential
from kneeblog.reports.export import SafeExportMixin

SOON = datetime.timedelta(days=90)


def credentials_to_check(today: datetime.date | None = None) -> QuerySet[PhysicianCredential]:
    """Those in the site's first language, and those that exist in another one only; the earliest to run out first."""
    today = today or timezone.localdate()
    first = Locale.get_default()
    original = PhysicianCredential.objects.filter(translation_key=OuterRef("translation_key"), locale=first)
    return (
        PhysicianCredential.objects.filter(Q(valid_until__lte=today + SOON) | Q(certifying_body=""))
        .filter(Q(locale=first) | ~Exists(original))
        .select_related("page")
        .order_by(F("valid_until").asc(nulls_last=True), "page__title", "sort_order")
    )


def reason(credential: PhysicianCredential) -> str:
    """Why it wants a look."""
    today = timezone.localdate()
    reasons = [] if credential.certifying_body else [gettext("the certifying body is not named")]
    if credential.valid_until and credential.valid_until < today:
        reasons.append(gettext("has run out"))
    elif credential.valid_until and credential.valid_until <= today + SOON:
        reasons.append(gettext("runs out within 90 days"))
    return " / ".join(reasons)


class CredentialsView(SafeExportMixin, ReportView):
    """The report."""

    model = PhysicianCredential
    page_title = _("Credentials to check")
    header_icon = "user"
    results_template_name = "kneeblog/admin/report_results.html"
    index_url_name = "kneeblog_credentials"
    index_results_url_name = "kneeblog_credentials_results"
    is_searchable = False
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "page",
            label=_("Physician"),
            accessor="page.name",
            get_url=lambda item: reverse("wagtailadmin_pages:edit", args=[item.page_id]),
        ),
        Column("title", label=_("Credential")),
        Column("certifying_body", label=_("Certifying body")),
        Column("valid_until", label=_("Runs out on"), accessor=lambda item: _day(item.valid_until)),
        Column("verified_on", label=_("Verified on"), accessor=lambda item: _day(item.verified_on)),
        Column("why", label=_("Why"), accessor=reason),
    ]
    export_filename = "credentials-to-check"
    list_export: ClassVar[list[str]] = ["page.name", "title", "certifying_body", "valid_until", "verified_on", "why"]
    export_headings: ClassVar[dict[str, Any]] = {
        "page.name": _("Physician"),
        "valid_until": _("Runs out on"),
        "why": _("Why"),
    }

    def get_queryset(self) -> QuerySet[PhysicianCredential]:
        """The credentials."""
        return credentials_to_check()

    def to_row_dict(self, item: PhysicianCredential) -> dict[str, Any]:
        """As the columns show it."""
        item.why = reason(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return row


def _day(day: datetime.date | None) -> str:
    """The day itself: Wagtail's column for dates says how long ago it was, and knows no future."""
    return date_format(day) if day else ""
