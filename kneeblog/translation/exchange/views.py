"""Files in the admin: those of one translation, or whatever translators have sent back.

wagtail-localize has addresses of its own for PO files, which its editor leads to.  They are answered here as well: what
it takes in it does not look at, and it passes over what does not fit without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kneeblog.translation.desk.target import Target
from kneeblog.translation.matrix.permissions import may_use

from . import applying
from .files import FORMATS, Format, Upload, packed
from .units import Document, document

_FIRST = -10  # before wagtail-localize's own
_THEIRS = "localize/translate/<int:pk>/pofile"


def urls() -> list[Any]:
    """Addresses, wagtail-localize's among them."""
    take_in, take_out = TranslationFilesView.as_view(), DownloadView.as_view()
    return [
        path("translations/files/", FilesView.as_view(), name="kneeblog_translations_import"),
        path("translation/<int:pk>/files/", take_in, name="kneeblog_translation_files"),
        path("translation/<int:pk>/files/<slug:name>/", take_out, name="kneeblog_translation_file"),
        path(f"{_THEIRS}/upload/", take_in),
        path(f"{_THEIRS}/download/", take_out, {"name": "po"}),
    ]


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    hooks.register("register_admin_urls", urls, order=_FIRST)


def as_download(documents: Sequence[Document], format_: Format) -> HttpResponse:
    """A file, or several as a zip."""
    name, data = packed(documents, format_)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class DownloadView(View):
    """One translation as a file, for whoever may edit it."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """In one of `FORMATS`."""
        if name not in FORMATS:
            raise Http404
        return as_download([document(Target(pk, request.user).translation)], FORMATS[name])


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each as a file field has it."""
        return [super(FilesField, self).clean(one, initial) for one in (data or [None])]


class FilesForm(forms.Form):
    """What translators have sent back."""

    uploads = FilesField(
        label=_("Files"),
        help_text=_(
            "PO or XLIFF, one by one or as a zip, as they were taken out here. If one is refused, none is taken."
        ),
    )


class FilesView(WagtailAdminTemplateMixin, FormView):
    """Takes files in and says what became of each segment that was not taken."""

    form_class = FilesForm
    template_name = "kneeblog/admin/translation/import.html"
    page_title = _("Take in translations")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For translators."""
        return super().dispatch(request, *args, **kwargs) if may_use(request.user) else permission_denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the matrix."""
        matrix = {"url": reverse("kneeblog_translations"), "label": gettext("Translation")}
        return [*self.breadcrumbs_items, matrix, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: FilesForm) -> HttpResponse:
        """The outcome, on the same page."""
        uploads = [Upload(file.name, file.read()) for file in form.cleaned_data["uploads"]]
        result = self.take(uploads)
        return self.render_to_response(self.get_context_data(form=FilesForm(), result=result))

    def take(self, uploads: list[Upload]) -> applying.Result:
        """Takes them in, if none is refused."""
        return applying.take(uploads, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the way back."""
        return super().get_context_data(**{"back": reverse("kneeblog_translations"), **kwargs})


class TranslationFilesView(FilesView):
    """The same for the files of one translation, out and in, for whoever may edit it."""

    page_title = _("PO and XLIFF files")
    header_icon = "doc-full"
    target: Target

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For those who may edit it; others are refused, and there is nothing to find where nothing is translated."""
        self.target = Target(self.kwargs["pk"], request.user)
        return super(FilesView, self).dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """wagtail-localize's editor sends the file by another name."""
        found: dict[str, Any] = super().get_form_kwargs()
        if "file" in self.request.FILES:
            found["files"] = MultiValueDict({"uploads": self.request.FILES.getlist("file")})
        return found

    def get_page_subtitle(self) -> str:
        """What is translated."""
        return self.target.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the translation's editor."""
        desk = {"url": self.target.address, "label": self.target.title}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.get_page_title()}]

    def take(self, uploads: list[Upload]) -> applying.Result:
        """Only files of this translation."""
        return applying.take(uploads, self.request.user, only=self.target.translation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Back to the editor; before that, what is there to be taken out."""
        pk = self.target.translation.pk
        downloads = [
            (reverse("kneeblog_translation_file", args=[pk, name]), format_) for name, format_ in FORMATS.items()
        ]
        return super().get_context_data(back=self.target.address, downloads=downloads, **kwargs)
