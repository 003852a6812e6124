"""Publishing with open warnings: one page lists them and asks for one reason, which is kept as a waiver of each.

The draft has been saved before anything is asked, so going back loses nothing.  Errors cannot be passed here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from kneeblog.models import MedicalPage, PublishingRefusedError, Waiver

from .checking import open_warnings
from .editor import WAIVE, Entry, WaiverForm, draft_for, key_of

NAMES = 10


def address(page: Page, *, approving: bool = False) -> str:
    """Where the reason is asked; `approving`: of whoever approves the last step of a workflow."""
    return reverse("kneeblog_compliance_confirm", args=[page.pk]) + ("?approving=1" if approving else "")


def ask_for_reason(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In the page editor, when a page is published or scheduled."""
    draft = page.get_latest_revision_as_object()
    if not isinstance(draft, MedicalPage) or not open_warnings(draft):
        return None
    return redirect(address(page))


def bulk_warning(page: Page) -> str:
    """Why a page is not published in bulk, where nobody is asked for reasons; `""` if it can be."""
    draft = page.get_latest_revision_as_object()
    count = len(open_warnings(draft)) if isinstance(draft, MedicalPage) else 0
    if not count:
        return ""
    return ngettext(
        "“%(title)s” has %(count)d open warning of the advertising rules: publish it from its editor, "
        "which asks for a reason.",
        "“%(title)s” has %(count)d open warnings of the advertising rules: publish it from its editor, "
        "which asks for a reason.",
        count,
    ) % {"title": draft.title, "count": count}


def people_who_may() -> list[str]:
    """The names of those who may waive warnings; the first ten."""
    users = get_user_model().objects.with_perm(WAIVE, backend="django.contrib.auth.backends.ModelBackend")
    return sorted(user_display_name(user) for user in users[:NAMES])


@method_decorator(never_cache, name="dispatch")
class ConfirmView(WagtailAdminTemplateMixin, FormView):
    """Lists the open warnings of a draft and asks for the reason."""

    form_class = WaiverForm
    template_name = "kneeblog/admin/confirm.html"
    page_title = _("Warnings of the advertising rules")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For whoever may publish the page, or approves it."""
        self.draft = draft_for(request, kwargs["page_id"])
        self.approving = bool(request.GET.get("approving"))
        if not self.approving and not self._may_publish(request.user):
            raise PermissionDenied
        if not self.warnings:
            return redirect(self.editor)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def warnings(self) -> list[Entry]:
        """What is open."""
        return [Entry(finding, self.draft, self.request.user) for finding in open_warnings(self.draft)]

    def _may_publish(self, user: Any) -> bool:
        """As in the page's editor: a page that is locked, or waits for others in a workflow, is not published."""
        lock = self.draft.get_lock()
        return self.draft.permissions_for_user(user).can_publish() and not (lock and lock.for_user(user))

    @property
    def editor(self) -> str:
        """The way back."""
        return reverse("wagtailadmin_pages:edit", args=[self.draft.pk])

    @property
    def may_waive(self) -> bool:
        """Whether the user may answer for them."""
        return all(entry.may_waive for entry in self.warnings)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the page's editor."""
        page = {"url": self.editor, "label": self.draft.get_admin_display_title()}
        return [*self.breadcrumbs_items, page, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the warnings, and who may answer for them if the user may not."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            page=self.draft,
            entries=self.warnings,
            may_waive=self.may_waive,
            people=[] if self.may_waive else people_who_may(),
            approving=self.approving,
            scheduled=bool(self.draft.go_live_at and self.draft.go_live_at > timezone.now()),
            editor=self.editor,
            action_url=address(self.draft, approving=self.approving),
        )
        return context

    def form_valid(self, form: WaiverForm) -> HttpResponse:
        """Keeps the reason for what was listed, then publishes; what has come up meanwhile is asked first."""
        listed = set(self.request.POST.getlist("listed"))
        if not {entry.key for entry in self.warnings} <= listed:
            messages.warning(self.request, gettext("The draft has changed meanwhile: please read the list again."))
            return self.form_invalid(form)
        for finding in {key_of(entry.finding): entry.finding for entry in self.warnings}.values():
            Waiver.grant(self.draft, finding, user=self.request.user, **form.cleaned_data)
        if self.approving:
            messages.success(self.request, gettext("The reason has been kept. Please approve once more."))
            return redirect(self.editor)
        return self._publish()

    def _publish(self) -> HttpResponse:
        try:
            self.draft.get_latest_revision().publish(user=self.request.user)
        except PublishingRefusedError as refused:
            messages.error(self.request, refused.as_html())
            return redirect(self.editor)
        page = type(self.draft).objects.get(pk=self.draft.pk)
        for hook in hooks.get_hooks("after_publish_page"):
            if response := hook(self.request, page):
                return response
        text = (
            gettext("“%(title)s” has been published.")
            if page.live and not page.approved_schedule
            else gettext("“%(title)s” has been scheduled for publishing.")
        )
        buttons = [messages.button(page.url, gettext("View live"))] if page.live and page.url else []
        messages.success(self.request, text % {"title": self.draft.title}, buttons=buttons)
        return redirect("wagtailadmin_explore", page.get_parent().pk)


def urls() -> list[Any]:
    """Its address."""
    return [path("advertising-rules/<int:page_id>/publish/", ConfirmView.as_view(), name="kneeblog_compliance_confirm")]
