"""How a report stands in the admin: its addresses, and its entry in the menu for those who may read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView


class ReportMenuItem(MenuItem):
    """A report's entry in the reports menu, shown to whoever may open it."""

    def __init__(self, view: type[ReportView], order: int) -> None:
        self._view = view
        name = view.index_url_name.replace("_", "-")
        super().__init__(
            view.page_title, reverse(view.index_url_name), name=name, icon_name=view.header_icon, order=order
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """As the report itself decides."""
        return bool(self._view(request=request).user_has_any_permission(self._view.any_permission_required))


def urls(view: type[ReportView], where: str) -> list[Any]:
    """The addresses of a report below `reports/`."""
    return [
        path(f"reports/{where}/", view.as_view(), name=view.index_url_name),
        path(f"reports/{where}/results/", view.as_view(results_only=True), name=view.index_results_url_name),
    ]
