"""The desk's place in the admin: its addresses, its menu entries, its permissions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from importers.desk.imports import ActView, ConfirmView, ImportsView, JobView, StatusView
from importers.desk.page import OldPageView, PageView
from importers.desk.permissions import may_review, permissions
from importers.desk.review import DecideView, ReviewView
from importers.desk.undoing import RollbackView


class DeskMenuItem(MenuItem):
    """For whoever may review."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the view decides."""
        return may_review(request.user)


def urls() -> list[Any]:
    """The desk's addresses."""
    return [
        path("import/", ImportsView.as_view(), name="importers_desk"),
        path("import/<int:pk>/", JobView.as_view(), name="importers_job"),
        path("import/<int:pk>/status/", StatusView.as_view(), name="importers_job_status"),
        path("import/<int:pk>/confirm/", ConfirmView.as_view(), name="importers_job_confirm"),
        path("import/<int:pk>/do/<slug:act>/", ActView.as_view(), name="importers_job_act"),
        path("import/runs/<int:pk>/take-back/", RollbackView.as_view(), name="importers_rollback"),
        path("import/pages/", ReviewView.as_view(), name="importers_review"),
        path("import/pages/decide/", DecideView.as_view(), name="importers_decide"),
        path("import/pages/<int:pk>/", PageView.as_view(), name="importers_page"),
        path("import/pages/<int:pk>/old/", OldPageView.as_view(), name="importers_old_page"),
    ]


def menu_item() -> MenuItem:
    """The desk's place in the main menu."""
    items = [
        DeskMenuItem(_("Imports"), reverse("importers_desk"), name="imports", icon_name="download", order=10),
        DeskMenuItem(_("Review"), reverse("importers_review"), name="imported-pages", icon_name="check", order=20),
    ]
    return SubmenuMenuItem(
        _("Moving the old site"), Menu(items=items), name="importers", icon_name="download", order=260
    )


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_permissions", permissions)
