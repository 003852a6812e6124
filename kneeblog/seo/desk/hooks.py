"""The desk's place in the admin: its addresses, its menu entry, its permission, its words in a page's history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .editing import EditView
from .edits import log_actions
from .grid import DeskView
from .importing import SheetsView, SheetView
from .permissions import may_use, permissions


class DeskMenuItem(MenuItem):
    """In the main menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may use the desk."""
        return may_use(request.user)


def urls() -> list[Any]:
    """The desk's addresses."""
    return [
        path("seo/", DeskView.as_view(), name="kneeblog_seo_desk"),
        path("seo/results/", DeskView.as_view(results_only=True), name="kneeblog_seo_desk_results"),
        path("seo/pages/<int:pk>/", EditView.as_view(), name="kneeblog_seo_edit"),
        path("seo/sheets/", SheetsView.as_view(), name="kneeblog_seo_sheets"),
        path("seo/sheets/<int:pk>/", SheetView.as_view(), name="kneeblog_seo_sheet"),
    ]


def menu_item() -> MenuItem:
    """The desk's place in the menu."""
    return DeskMenuItem(_("SEO"), reverse("kneeblog_seo_desk"), name="seo", icon_name="search", order=250)


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_permissions", permissions)
    hooks.register("register_log_actions", log_actions)
