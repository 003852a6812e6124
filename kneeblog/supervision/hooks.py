"""What supervision adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, TaskState
from wagtail.permissions import register_permission_policy
from wagtail.signals import task_submitted

from kneeblog.models import SupervisionRecord

from . import listing, people, report
from .notices import SubmissionNotice
from .records import RecordPermissionPolicy
from .states import standing_of

_notice = SubmissionNotice()


def register() -> None:
    """Registers all of it; called once, by `kneeblog.wagtail_hooks`."""
    register_permission_policy(SupervisionRecord, RecordPermissionPolicy(SupervisionRecord))
    hooks.register("register_admin_viewset", listing.viewsets)
    hooks.register("register_admin_urls", report.urls)
    hooks.register("register_reports_menu_item", report.menu_item)
    hooks.register("register_permissions", _permissions)
    hooks.register("register_log_actions", _log_actions)
    hooks.register("before_edit_page", _say_what_changed)
    task_submitted.connect(_notice, sender=TaskState, dispatch_uid="kneeblog_supervision_submitted")


def _permissions() -> QuerySet[Permission]:
    app, codename = people.SIGN_FOR_PHYSICIAN.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


def _log_actions(actions: Any) -> None:
    class Signature(LogFormatter):
        label = _("Sign")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Signed by %(physician)s: %(scope)s") % {
                "physician": log_entry.data.get("physician", ""),
                "scope": log_entry.data.get("scope", ""),
            }

    actions.register_action("kneeblog.sign")(Signature)


def _say_what_changed(request: HttpRequest, page: Page) -> None:
    """Says when the editor opens that a signed page has changed; its tab says more."""
    standing = standing_of(page) if request.method == "GET" and people.is_supervised(page) else None
    if standing is None or standing.record is None or not standing.changed:
        return
    text = gettext("Changed since %(physician)s signed it on %(date)s: %(fields)s") % {
        "physician": standing.record.physician.name or standing.record.physician.title,
        "date": date_format(standing.record.signed_on),
        "fields": gettext(", ").join(standing.changed),
    }
    messages.warning(
        request, format_html("{}", text), buttons=[messages.button(standing.compare_url, gettext("Show the changes"))]
    )
