"""Supervision records in the admin: added and read, never changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from kneeblog.models import SupervisionRecord

from . import people


class RecordPermissionPolicy(ModelPermissionPolicy):
    """Delegates add records; nobody but a superuser changes or deletes one, whatever groups say."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """By the permission to sign in physicians' names, which is what adding a record by hand is."""
        if action in {"change", "delete"}:
            return bool(user.is_active and user.is_superuser)
        if action == "add":
            return people.is_delegate(user)
        return bool(super().user_has_permission(user, action)) or people.is_delegate(user)


class RecordCreateView(CreateView):
    """Adding by hand, for a signature given on paper."""

    def save_instance(self) -> SupervisionRecord:
        """Notes who did it, and writes it into the page's history."""
        record: SupervisionRecord = self.form.instance
        record.signed_by = people.delegate_for(record.physician, self.request.user)
        saved: SupervisionRecord = super().save_instance()
        saved.log_signature(self.request.user)
        return saved


class SupervisionRecordViewSet(SnippetViewSet):
    """Signatures."""

    model = SupervisionRecord
    icon = "circle-check"
    menu_label = _("Supervision records")
    add_view_class = RecordCreateView
    list_display = (
        "page",
        "physician",
        DateColumn("signed_on", label=_("Signed on"), sort_key="signed_on"),
        BooleanColumn("is_current", label=_("Under the live version")),
    )
    list_filter = ("physician", "signed_on")
    inspect_view_enabled = True
    inspect_view_fields = ("page", "physician", "signed_by", "signed_on", "scope", "next_review_on", "revision")
    search_backend_name = None
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """All records with what the list shows."""
        return SupervisionRecord.objects.select_related("page", "physician")
