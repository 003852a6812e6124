"""At the top of the editor's supervision tab: what was signed, and what has changed since."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class SupervisionStatusPanel(Panel):
    """Shows how it stands with the page; there is nothing to fill in."""

    @property
    def clean_name(self) -> str:
        """A name of its own, for the panel's anchor."""
        return super().clean_name or "supervision_status"

    class BoundPanel(Panel.BoundPanel):
        """The panel beside one page."""

        template_name = "kneeblog/admin/supervision_panel.html"

        def is_shown(self) -> bool:
            """A page that has not been saved yet has nothing to show."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds `standing`."""
            from .states import standing_of  # models, which name this panel

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["standing"] = standing_of(self.instance)
            return context
