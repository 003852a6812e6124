"""The matrix's place in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import may_use, permissions
from .views import PAGES_URL, SNIPPETS_URL, MatrixView, SnippetMatrixView
from .work import WorkView


class TranslationMenuItem(MenuItem):
    """In the main menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For translators."""
        return may_use(request.user)


def urls() -> list[Any]:
    """Addresses."""
    return [
        path("translations/", MatrixView.as_view(), name=PAGES_URL),
        path("translations/results/", MatrixView.as_view(results_only=True), name=f"{PAGES_URL}_results"),
        path("translations/snippets/", SnippetMatrixView.as_view(), name=SNIPPETS_URL),
        path(
            "translations/snippets/results/",
            SnippetMatrixView.as_view(results_only=True),
            name=f"{SNIPPETS_URL}_results",
        ),
        path("translations/work/", WorkView.as_view(), name="kneeblog_translations_work"),
    ]


def menu_item() -> MenuItem:
    """The entry."""
    where = reverse(PAGES_URL)
    return TranslationMenuItem(
        _("Translation"), where, name="translation", icon_name="wagtail-localize-language", order=260
    )


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_permissions", permissions)
