"""The admin of fee tables: the form, what it says after saving, and the way to the pages that show a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView, SnippetViewSet

from kneeblog.models import FeeTable

from .places import PlacesView, pages_showing


class SavedWhenAsked:
    """Mixin: no autosave.  A fee table has no drafts, and visitors would see every half-typed amount."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's, with autosave off."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


class FeeTableCreateView(SavedWhenAsked, CreateView):
    """The form of a new table."""


class FeeTableCopyView(SavedWhenAsked, CopyView):
    """The form of a new table, filled in from another one."""


class FeeTableEditView(SavedWhenAsked, EditView):
    """The form of a table."""

    places_url_name = ""

    def get_success_message(self) -> str:
        """What was saved, and how many pages show it."""
        count = sum(page.live for page in pages_showing([self.object])[self.object.pk])
        shown = ngettext("%(count)d live page shows it.", "%(count)d live pages show it.", count) % {"count": count}
        return f"{super().get_success_message()} {shown if count else gettext('No live page shows it.')}"

    def get_success_buttons(self) -> list[Any]:
        """With the way to those pages."""
        places = messages.button(reverse(self.places_url_name, args=[self.object.pk]), _("Where it is shown"))
        return [*super().get_success_buttons(), places]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """With the way to the pages that show it."""
        url = reverse(self.places_url_name, args=[self.object.pk])
        places = Button(_("Where it is shown"), url=url, icon_name="doc-empty-inverse", priority=5)
        return [places, *super().header_more_buttons]


class FeeTableViewSet(SnippetViewSet):
    """Fee tables."""

    model = FeeTable
    icon = "tag"
    menu_label = _("Fee tables")
    list_display = ("name", "locale")
    search_fields = ("name",)
    search_backend_name = None  # the database's own search finds no Japanese word inside a sentence
    copy_view_enabled = True
    inspect_view_enabled = True
    add_view_class = FeeTableCreateView
    copy_view_class = FeeTableCopyView
    edit_view_class = FeeTableEditView

    def get_edit_view_kwargs(self, **kwargs: Any) -> Any:
        """As Wagtail's."""
        return super().get_edit_view_kwargs(places_url_name=self.get_url_name("places"), **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        """With the view of a table's pages."""
        view = PlacesView.as_view(edit_url_name=self.get_url_name("edit"), places_url_name=self.get_url_name("places"))
        return [*super().get_urlpatterns(), path("places/<int:pk>/", view, name="places")]
