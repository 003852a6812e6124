"""One page's fields: a form in the table, or on a page of its own where no script runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kneeblog.models import MedicalPage

from . import grid
from .edits import RefusedError, Version, messages_of, write
from .findings import DESCRIPTION_LEAST, DESCRIPTION_MOST, TITLE_MOST, findings
from .permissions import may_use
from .rows import Row, all_rows
from .widgets import media


def _choices() -> list[tuple[str, Any]]:
    return list(MedicalPage._meta.get_field("robots").choices or ())


class DeskForm(forms.Form):
    """The fields of the desk.  What may stand in them, the page itself says when they are written."""

    version = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), required=False)
    seo_title = forms.CharField(
        label=_("Title in search results"),
        required=False,
        help_text=_("Empty: the page's title and the clinic's name."),
        widget=forms.TextInput(attrs={"data-seo-most": TITLE_MOST}),
    )
    search_description = forms.CharField(
        label=_("Description in search results"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 3, "data-seo-least": DESCRIPTION_LEAST, "data-seo-most": DESCRIPTION_MOST}
        ),
    )
    slug = forms.CharField(label=_("Last part of the address"), required=False)
    breadcrumb_label = forms.CharField(label=_("Short name in breadcrumbs"), required=False)
    robots = forms.ChoiceField(label=_("Search engines"), required=False, choices=_choices)
    canonical_url = forms.CharField(
        label=_("Canonical address"), required=False, widget=forms.URLInput(attrs={"inputmode": "url"})
    )

    def clean_version(self) -> Version:
        """As it was when the form was opened."""
        try:
            return Version.parse(self.cleaned_data["version"])
        except ValueError as error:
            raise ValidationError(gettext("The form is not complete.")) from error


class EditView(WagtailAdminTemplateMixin, FormView):
    """The form.  To the script it answers with the form, or, once that is saved, with the row as JSON."""

    form_class = DeskForm
    template_name = "kneeblog/admin/seo/edit.html"
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may use the desk."""
        if not may_use(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self) -> Row:
        """The page."""
        for row in all_rows([self.kwargs["pk"]]):
            return row
        raise Http404

    @property
    def for_script(self) -> bool:
        """Whether the table's script asks."""
        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"

    def get_page_title(self) -> str:
        """The page's."""
        return self.row.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, page."""
        desk = {"url": reverse("kneeblog_seo_desk"), "label": _("SEO")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.row.title}]

    def get_initial(self) -> dict[str, Any]:
        """What the desk shows."""
        return {**self.row.values, "version": str(Version.of(self.row.page))}

    def get_prefix(self) -> str:
        """Several forms may be open in one table."""
        return f"seo-{self.row.pk}"

    def get_template_names(self) -> list[str]:
        """The form alone, or a page around it."""
        return ["kneeblog/admin/seo/form.html"] if self.for_script else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the row."""
        self.row  # noqa: B018  a page that is not there is a 404 before anything is drawn
        context = super().get_context_data(**kwargs)
        return {**context, "row": self.row, "media": media(), "for_script": self.for_script}

    def form_valid(self, form: DeskForm) -> HttpResponse:
        """Writes a draft."""
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            done = write(self.row.pk, values, user=self.request.user, version=version)
        except RefusedError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            for name, found in messages_of(error).items():
                form.add_error(name if name in form.fields else None, found)
        if form.errors:
            return self.form_invalid(form)
        message = gettext("“%(title)s” saved as a draft.") if done else gettext("“%(title)s” is unchanged.")
        return self._done(message % {"title": values["title"]})

    def _done(self, message: str) -> HttpResponse:
        if not self.for_script:
            messages.success(self.request, message)
            return redirect("kneeblog_seo_desk")
        rows = all_rows()
        (row,) = (row for row in rows if row.pk == self.row.pk)
        grid.decorate([row], findings(rows), self.request.user)
        table = grid.DeskTable(grid.columns(), [row], classname=grid.DeskView.table_classname)
        markup = render_to_string("kneeblog/admin/seo/row.html", {"table": table}, self.request)
        return JsonResponse({"row": markup, "message": message})
