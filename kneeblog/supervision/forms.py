"""What a physician fills in when approving a page, or sending it back."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from kneeblog.models.publishing import PublishingRefusedError, publishing_reasons


def _day(**kwargs: Any) -> forms.DateField:
    # The browser's own calendar: on the dashboard, where this form opens too, Wagtail's is not loaded.
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class SigningForm(forms.Form):
    """The date and the scope of a signature, and the version that was looked at."""

    scope = forms.CharField(
        label=_("What was checked"),
        initial=_("Medical content"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was checked, such as “medical content, not the fees”."),
    )
    signed_on = _day(label=_("Date of the signature"), initial=timezone.localdate)
    next_review_on = _day(
        label=_("Next review on"),
        required=False,
        help_text=_("Empty: a year after the signature, half a year for treatments."),
    )
    revision = forms.ModelChoiceField(Revision.objects.all(), required=False, widget=forms.HiddenInput)

    def clean_signed_on(self) -> datetime.date:
        """Refuses a date to come."""
        day: datetime.date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A signature cannot be dated ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuses a version that is no longer the page's latest, or that could not be published."""
        data: dict[str, Any] = super().clean() or {}
        revision = data.pop("revision", None)
        if revision is None:
            return data
        if not revision.is_latest_revision():
            raise forms.ValidationError(
                _("The page was changed after this window was opened. Close it and look at the changes again.")
            )
        page = revision.as_object()
        if reasons := publishing_reasons(page):
            raise forms.ValidationError(PublishingRefusedError(page, reasons).text)
        return data


class SendingBackForm(forms.Form):
    """What the editor is to change."""

    comment = forms.CharField(label=_("What should be changed"), widget=forms.Textarea(attrs={"rows": 4}))
