"""Reports as spreadsheets, in which no cell is taken for a formula."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .formulas import guard


class SafeExportMixin(SpreadsheetExportMixin):
    """Wagtail's export; it leaves formulas alone in CSV."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """As Wagtail's, but a text stays a text."""
        found = super().preprocess_field_value(field, value, export_format)
        return guard(found) if export_format == self.FORMAT_CSV and isinstance(found, str) else found
