"""The advertising rules in Wagtail's admin: what an adviser decides, and publishing that is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.snippets.views.snippets import EditView as SnippetEditView
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize.views.update_translations import UpdateTranslationsView

from kneeblog.models import (
    ASKING,
    AddedRule,
    MedicalPage,
    PublishingRefusedError,
    ReasonWantedError,
    RuleChoice,
    publishing_reasons,
)
from kneeblog.models.publishing import REFUSED, RefusedInEditorError
from kneeblog.pagecache.changes import touch_page
from kneeblog.translation import override

from . import confirmation
from .places import address_of

# What an adviser decides --------------------------------------------------------------------------------------------


class RuleChoiceViewSet(SnippetViewSet):
    """Rules that are switched off or graded anew."""

    model = RuleChoice
    icon = "sliders"
    menu_label = _("Advertising rules: decisions")
    list_display = (
        "__str__",
        "site",
        "reason",
        "author",
        DateColumn("created_at", label=_("Decided at"), sort_key="created_at"),
    )
    list_filter = ("grade", "site")
    list_export = ("rule", "grade", "site", "reason", "author", "created_at")
    search_fields = ("rule", "reason")
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = ("rule", "grade", "site", "reason", "author", "created_at")
    copy_view_enabled = False


class AddedRuleViewSet(SnippetViewSet):
    """Rules of the clinic's own."""

    model = AddedRule
    icon = "clipboard-list"
    menu_label = _("Advertising rules: own")
    list_display = (
        "name",
        "pattern",
        Column("get_severity_display", label=_("Severity"), sort_key="severity"),
        BooleanColumn("is_active", label=_("In force")),
        "site",
        "author",
    )
    list_filter = ("severity", "is_active", "site")
    search_fields = ("name", "pattern", "message", "reason")
    search_backend_name = None
    inspect_view_enabled = True


def permissions() -> models.QuerySet[Permission]:
    """The permissions to waive, for the form of a group."""
    wanted = ("waive_compliance", "override_compliance", "publish_incomplete_translation")
    return Permission.objects.filter(content_type__app_label="kneeblog", codename__in=wanted)


def log_actions(actions: LogActionRegistry) -> None:
    """How a page's history tells of waivers, and of a schedule that was refused."""

    class Told(LogFormatter):
        label = _("Waive an advertising rule")

        def format_message(self, entry: Any) -> str:
            return gettext("Waived %(rule)s: %(reason)s") % entry.data

    class Revoked(LogFormatter):
        label = _("Take back a waiver")

        def format_message(self, entry: Any) -> str:
            return gettext("Took back the waiver of %(rule)s: %(reason)s") % entry.data

    class Refused(LogFormatter):
        label = _("Scheduled publishing refused")

        def format_message(self, entry: Any) -> str:
            return gettext("Not published as scheduled: %(reasons)s") % {"reasons": " ".join(entry.data["reasons"])}

    for action, formatter in (
        ("kneeblog.waive", Told),
        ("kneeblog.revoke_waiver", Revoked),
        (REFUSED, Refused),
    ):
        actions.register_action(action)(formatter)


# Publishing ----------------------------------------------------------------------------------------------------------


def before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In the page editor: the draft has been saved; publishing or scheduling it is refused, or a reason is asked."""
    answer = _refuse(request, page) or confirmation.ask_for_reason(request, page)
    if answer and request.resolver_match and request.resolver_match.view_name == "wagtailadmin_pages:add":
        # Wagtail has added the new page as a live one, sure that publishing would follow.
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
        touch_page(page)
    return answer


def _refuse(request: HttpRequest, page: Page) -> HttpResponse | None:
    draft = page.get_latest_revision_as_object()
    reasons = publishing_reasons(draft) if isinstance(draft, MedicalPage) else []
    if not reasons:
        return None
    override.say_why_not(request, PublishingRefusedError(draft, reasons))
    messages.info(request, gettext("The draft has been saved."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Names the pages that cannot go live, instead of failing half-way through."""
    if action_type != "publish":
        return None
    with_descendants = action.cleaned_form.cleaned_data.get("include_descendants", False)
    said = [
        text
        for chosen in objects
        if isinstance(chosen, Page)
        for page in (chosen, *(chosen.get_descendants().not_live() if with_descendants else ()))
        for text in _publishing_errors(page)
    ]
    for text in said:
        messages.error(request, text)
    return redirect(action.next_url) if said else None


def refuse_live_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy is live at once where somebody asks for it: it must be fit to be published."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    with_subpages = bool(request.POST.get("copy_subpages"))
    pages = [page, *(page.get_descendants().live() if with_subpages else ())]
    said = [text for one in pages for text in _publishing_errors(one)]
    for text in said:
        messages.error(request, text)
    return redirect("wagtailadmin_pages:copy", page.pk) if said else None


def _publishing_errors(page: Page) -> Iterator[str]:
    draft = page.get_latest_revision_as_object()
    if isinstance(draft, MedicalPage) and (reasons := publishing_reasons(draft)):
        yield PublishingRefusedError(draft, reasons).as_html()
    elif warning := confirmation.bulk_warning(page):
        yield warning


def answer_refusals() -> None:
    """The last approval of a workflow publishes, and so do wagtail-localize's editor and its view that syncs pages.

    Where that is refused, or a reason is wanted first, the approval is taken back.  Wagtail asks no hook at that point,
    and would show an error page.
    """
    for view in (EditView, WorkflowActionView, UpdateTranslationsView, SnippetEditView):
        view.dispatch = _answering(view.dispatch)


def _answering(dispatch: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(dispatch)
    def answered(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = ASKING.set(True)
        try:
            return dispatch(view, request, *args, **kwargs)
        except (PublishingRefusedError, RefusedInEditorError) as error:
            refused = error.refused if isinstance(error, RefusedInEditorError) else error
            override.say_why_not(request, refused)
            return _leading_to(view, request, address_of(refused.page))
        except ReasonWantedError as wanted:
            approving = isinstance(view, WorkflowActionView) or "action-workflow-action" in request.POST
            return _leading_to(view, request, confirmation.address(wanted.page, approving=approving))
        finally:
            ASKING.reset(token)

    return answered


def _leading_to(view: Any, request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":  # a dialog, which its script closes
        answer: HttpResponse = view.render_modal_json(request, {"step": "success", "redirect": address})
        return answer
    return redirect(address)
