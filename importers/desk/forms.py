"""What is asked for at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from importers.desk.folder import ENDINGS, MOST_BYTES, problem
from importers.errors import ImportFailure, NotFetched
from importers.fetch import parse
from importers.tree import find_place


class SourceForm(forms.Form):
    """An old site: its archive, or where it still is."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # refused below, in words of our own
        help_text=_("A zip of saved pages and pictures, a web archive (.warc, .warc.gz), or one saved page (.html)."),
        widget=forms.FileInput(attrs={"accept": ",".join((*ENDINGS, ".gz")), "data-limit": str(MOST_BYTES)}),
    )
    address = forms.CharField(
        label=_("or the address of the old site"),
        required=False,
        max_length=2000,
        help_text=_("https://… of a site that is still there. It is read politely, one page a second."),
        widget=forms.URLInput(attrs={"placeholder": "https://www.example.jp/blog"}),
    )
    under = forms.CharField(
        label=_("Articles go below"), initial="/blog/", max_length=255, help_text=_("The path of a blog on this site.")
    )
    locale = forms.ChoiceField(label=_("Language"))
    fetch = forms.BooleanField(
        label=_("Fetch pictures from the old site"),
        required=False,
        initial=True,
        help_text=_("Those that do not lie in the file. Only the old site’s own hosts and Wix’s are asked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        field = self.fields["locale"]
        if isinstance(field, forms.ChoiceField):
            codes = Locale.objects.values_list("language_code", flat=True)
            field.choices = sorted(((code, names.get(code, code)) for code in codes), key=lambda one: one[0] != "ja")

    def clean_file(self) -> UploadedFile | None:
        """Refuses what cannot be read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (said := problem(file)):
            raise forms.ValidationError(said)
        return file

    def clean_address(self) -> str:
        """Refuses what is no address of a site."""
        address: str = self.cleaned_data["address"].strip()
        if address:
            try:
                parse(address)
            except NotFetched as error:
                said = gettext("This is no address that can be asked: it begins with https:// and names a host.")
                raise forms.ValidationError(said) from error
        return address

    def clean(self) -> dict[str, Any]:
        """One source, and a place for it."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            if bool(data.get("file")) == bool(data.get("address")):
                raise forms.ValidationError(gettext("Choose a file, or give the address of the old site: one of them."))
            try:
                find_place(data["under"], data["locale"])
            except ImportFailure as failure:
                said = gettext("Pages cannot be put there: %(reason)s") % {"reason": failure}
                self.add_error("under", said)
        return data
