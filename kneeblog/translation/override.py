"""Publishing an incomplete translation all the same: one page lists what is lacking and asks for the reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from kneeblog.compliance.editor import WaiverForm, draft_for
from kneeblog.models import PublishingRefusedError

from .incomplete import OVERRIDE, incomplete


def address_for(user: Any, refused: PublishingRefusedError) -> str:
    """Where this user may answer for what was refused; `""` if there is nothing to answer for, or others must."""
    page = refused.page
    if not isinstance(page, Page) or not user.has_perm(OVERRIDE) or incomplete(page) is None:
        return ""
    return reverse("kneeblog_translation_override", args=[page.pk])


def say_why_not(request: HttpRequest, refused: PublishingRefusedError) -> None:
    """Why a page was not published; and to whoever may answer for an incomplete translation, where."""
    where = address_for(request.user, refused)
    buttons = [messages.button(where, gettext("Publish all the same …"))] if where else []
    messages.error(request, refused.as_html(), buttons=buttons)


@method_decorator(never_cache, name="dispatch")
class OverrideView(WagtailAdminTemplateMixin, FormView):
    """Keeps the reason; publishing is then done where it was tried: in an editor, in bulk, by a workflow."""

    form_class = WaiverForm
    template_name = "kneeblog/admin/translation/override.html"
    page_title = _("Publish an incomplete translation")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For those who have the permission and may work on the page."""
        if not request.user.has_perm(OVERRIDE):
            raise PermissionDenied
        self.draft = draft_for(request, kwargs["page_id"])
        self.found = incomplete(self.draft)
        if self.found is None:
            return redirect(self.editor)
        return super().dispatch(request, *args, **kwargs)

    @property
    def editor(self) -> str:
        """The way back."""
        return reverse("wagtailadmin_pages:edit", args=[self.draft.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the page's editor."""
        page = {"url": self.editor, "label": self.draft.get_admin_display_title()}
        return [*self.breadcrumbs_items, page, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what is lacking."""
        return super().get_context_data(page=self.draft, found=self.found, editor=self.editor, **kwargs)

    def form_valid(self, form: WaiverForm) -> HttpResponse:
        """Keeps the reason for what was listed."""
        assert self.found is not None  # noqa: S101  `dispatch` has seen to it
        if self.request.POST.get("listed") != self.found.digest:
            messages.warning(self.request, gettext("The draft has changed meanwhile: please read the list again."))
            return self.form_invalid(form)
        self.found.answer_for(self.request.user, **form.cleaned_data)
        messages.success(self.request, gettext("The reason has been kept. The page can be published now."))
        return redirect(self.editor)


def urls() -> list[Any]:
    """Its address."""
    return [
        path("translations/<int:page_id>/publish/", OverrideView.as_view(), name="kneeblog_translation_override"),
    ]
