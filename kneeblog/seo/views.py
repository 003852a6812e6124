"""Reports for SEO staff in the Wagtail admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from kneeblog.models.missing import MissingAddress
from kneeblog.reports.export import SafeExportMixin


class MissingAddressesView(SafeExportMixin, ReportView):
    """Old addresses that visitors ask for and that lead nowhere; where one is worth it, a redirect brings them back."""

    model = MissingAddress
    page_title = _("Old addresses not found")
    header_icon = "warning"
    index_url_name = "kneeblog_missing_addresses"
    index_results_url_name = "kneeblog_missing_addresses_results"
    default_ordering = "-times"
    is_searchable = False
    columns: ClassVar[list[Column]] = [
        Column("path", label=_("Address"), sort_key="path"),
        Column("times", label=_("Times"), sort_key="times"),
        DateColumn("last_seen_at", label=_("Last asked for"), sort_key="last_seen_at"),
        Column("referrer", label=_("Last linked from")),
    ]
    list_export: ClassVar[list[str]] = ["path", "times", "first_seen_at", "last_seen_at", "referrer"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """For whoever may look after redirects."""
        if not may_see(request):
            from wagtail.admin.auth import permission_denied

            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


class MissingAddressesMenuItem(MenuItem):
    """In the reports menu."""

    def is_shown(self, request: Any) -> bool:
        """For whoever may look after redirects."""
        return may_see(request)


def may_see(request: Any) -> bool:
    """Whether somebody may look after redirects."""
    from wagtail.contrib.redirects.models import Redirect

    return bool(ModelPermissionPolicy(Redirect).user_has_any_permission(request.user, ["add", "change", "delete"]))


def urls() -> list[Any]:
    """The report's addresses."""
    return [
        path("reports/missing-addresses/", MissingAddressesView.as_view(), name="kneeblog_missing_addresses"),
        path(
            "reports/missing-addresses/results/",
            MissingAddressesView.as_view(results_only=True),
            name="kneeblog_missing_addresses_results",
        ),
    ]


def menu_item() -> MenuItem:
    """The report's place in the menu."""
    return MissingAddressesMenuItem(
        _("Old addresses not found"),
        reverse("kneeblog_missing_addresses"),
        name="missing-addresses",
        icon_name="warning",
        order=1200,
    )
