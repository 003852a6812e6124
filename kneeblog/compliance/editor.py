"""Findings as an editor reads them beside the page: what is listed, where it leads, and what the panel asks for.

The lists show the latest saved draft.  The editor's script fetches them when the editor opens and after every save, so
that neither opening nor saving waits for the rules.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Page

from kneeblog.models import MedicalPage, Waiver
from kneeblog.models.compliance import next_year

from .checking import check_page
from .findings import Finding
from .pack import load_pack
from .places import address_of, fragment, pieces

SEVERITIES = {
    "error": (_("Error"), "circle-xmark"),
    "warning": (_("Warning"), "warning"),
    "info": (_("For information"), "info-circle"),
}
VERIFICATIONS = {
    "V1": _("read in the source itself"),
    "V2": _("the law was verified; the pattern is our reading of it"),
    "V3": _("from a secondary source"),
    "M": _("from memory; not verified yet"),
}
ORDER = ("error", "warning", "info")
WAIVE = "kneeblog.waive_compliance"


@dataclass(frozen=True)
class Entry:
    """A finding as the lists of one page show it to one user."""

    finding: Finding
    page: Page
    user: Any

    @property
    def key(self) -> str:
        """What a waiver of it is bound to."""
        return key_of(self.finding)

    @property
    def severity(self) -> Any:
        """In a word."""
        return SEVERITIES[self.finding.severity][0]

    @property
    def icon(self) -> str:
        """The severity's icon."""
        return SEVERITIES[self.finding.severity][1]

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The sentence: what comes before the words that were hit, the words, and what follows."""
        return pieces(self.finding)

    @property
    def verification(self) -> Any:
        """How well the source was checked, in words."""
        return VERIFICATIONS.get(self.finding.verification, "")

    @property
    def fragment(self) -> str:
        """The place in this editor; `""` if the words are another object's."""
        return "" if self.finding.owner is not None else fragment(self.finding.field, self.finding.block_id)

    @property
    def address(self) -> str:
        """The editor of what holds the words, at the place."""
        finding = self.finding
        return f"{address_of(finding.owner)}{fragment(finding.field, finding.block_id)}" if finding.owner else ""

    @property
    def may_waive(self) -> bool:
        """Whether this user may answer for it."""
        return self.finding.is_open and self.finding.severity != "info" and Waiver.may_grant(self.user, self.finding)

    @property
    def may_revoke(self) -> bool:
        """Whether this user may take its waiver back here; one of a treatment's page is taken back there."""
        waiver = self.finding.waiver
        return bool(waiver and waiver.page_id == self.page.pk and self.user.has_perm(WAIVE))


class WaiverForm(forms.Form):
    """Why a finding may stand, and until when."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why this may stand as it is, and on whose advice. It is kept in the page's history."),
    )
    expires_on = forms.DateField(
        label=_("Holds until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=next_year
    )

    def clean_expires_on(self) -> datetime.date:
        """A day that has not passed."""
        day: datetime.date = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise ValidationError(gettext("Give a day that has not passed."))
        return day


def key_of(finding: Finding) -> str:
    """What a waiver is bound to, in one word."""
    return f"{finding.rule}:{finding.sentence_hash}"


def draft_for(request: HttpRequest, page_id: int) -> Any:
    """The latest draft of a page that the user may edit or publish.

    Raises:
        Http404: there is no such page, or it is not one of ours.
        PermissionDenied: the user may neither edit nor publish it.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not issubclass(page.specific_class or Page, MedicalPage):
        raise Http404
    rights = page.permissions_for_user(request.user)
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    return page.get_latest_revision_as_object()


def entries(draft: Page, user: Any) -> list[Entry]:
    """All findings: the open ones by severity, then those that are waived."""
    found = [Entry(finding, draft, user) for finding in check_page(draft)]
    return sorted(found, key=lambda entry: (not entry.finding.is_open, ORDER.index(entry.finding.severity)))


def listing(request: HttpRequest, draft: Page) -> JsonResponse:
    """Both lists of a draft, with a line that sums them up and the number of open errors and warnings."""
    found = entries(draft, request.user)
    counts = Counter(entry.finding.severity for entry in found if entry.finding.is_open)
    context = {"page": draft, "entries": found, "pack": load_pack()}
    return JsonResponse(
        {
            "count": counts["error"] + counts["warning"],
            "status": _status(counts, len(found)),
            "panel": render_to_string("kneeblog/admin/findings.html", context, request),
            "side": render_to_string("kneeblog/admin/findings.html", {**context, "brief": True}, request),
        }
    )


def _status(counts: Counter[str], all_of_them: int) -> str:
    waived = all_of_them - counts.total()
    parts = [
        gettext("%(severity)s: %(count)d") % {"severity": SEVERITIES[severity][0], "count": counts[severity]}
        for severity in ORDER
        if counts[severity]
    ]
    if waived:
        parts.append(gettext("Waived: %(count)d") % {"count": waived})
    return gettext(", ").join(parts) or gettext("The rules find nothing in the saved draft.")


@require_GET
def findings_view(request: HttpRequest, page_id: int) -> JsonResponse:
    """The lists."""
    return listing(request, draft_for(request, page_id))


@require_http_methods(["GET", "POST"])
def waive_view(request: HttpRequest, page_id: int) -> JsonResponse:
    """The form in which somebody answers for a finding; what it saves comes back as new lists."""
    draft = draft_for(request, page_id)
    key = request.GET.get("finding", "")
    entry = next((entry for entry in entries(draft, request.user) if entry.key == key and entry.finding.is_open), None)
    if entry is None:
        return listing(request, draft)  # mended or answered for meanwhile
    if not entry.may_waive:
        raise PermissionDenied
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Waiver.grant(draft, entry.finding, user=request.user, **form.cleaned_data)
        return listing(request, draft)
    context = {"page": draft, "entry": entry, "form": form}
    return JsonResponse({"form": render_to_string("kneeblog/admin/waive.html", context, request)})


@require_http_methods(["GET", "POST"])
def revoke_view(request: HttpRequest, waiver_id: int) -> JsonResponse:
    """Asks whether a waiver is to be taken back, and takes it back."""
    waiver = get_object_or_404(Waiver, pk=waiver_id)
    draft = draft_for(request, waiver.page_id)
    if not request.user.has_perm(WAIVE):
        raise PermissionDenied
    if request.method == "GET":
        return JsonResponse({"form": render_to_string("kneeblog/admin/revoke.html", {"waiver": waiver}, request)})
    waiver.revoke(request.user)
    return listing(request, draft)


def urls() -> list[Any]:
    """What the editor's script asks."""
    return [
        path("advertising-rules/<int:page_id>/findings/", findings_view, name="kneeblog_compliance_findings"),
        path("advertising-rules/<int:page_id>/waive/", waive_view, name="kneeblog_compliance_waive"),
        path("advertising-rules/waivers/<int:waiver_id>/revoke/", revoke_view, name="kneeblog_compliance_revoke"),
    ]
