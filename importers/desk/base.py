"""What all views of the desk share."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from importers.desk.permissions import may_import, may_review

MEDIA = Media(js=["importers/desk.js"], css={"all": ["importers/desk.css"]})


@method_decorator(never_cache, name="dispatch")
class DeskPage(WagtailAdminTemplateMixin):
    """Mixin: a view of the desk, for whoever may review; those of `Importing`, for whoever may import."""

    request: HttpRequest
    header_icon = "download"
    above: tuple[tuple[str, Any], ...] = ()  # names of addresses and labels, between the dashboard and this

    def may(self) -> bool:
        """Whether the user may see this."""
        return may_review(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses all others."""
        if not self.may():
            denied: HttpResponse = permission_denied(request)
            return denied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, what stands above, this."""
        above = [{"url": reverse(name), "label": label} for name, label in self.above]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds script and style, and what the user may do."""
        user = self.request.user
        shared = {"media": MEDIA, "may_import": may_import(user), "may_review": may_review(user)}
        return {**super().get_context_data(**kwargs), **shared}


class Importing(DeskPage):
    """Mixin: for whoever may import."""

    above = (("importers_desk", _("Moving the old site")),)

    def may(self) -> bool:
        """For those only."""
        return may_import(self.request.user)
