"""Spreadsheets: handing one back, looking at what it would change, applying it, taking it back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kneeblog.models import SheetImport

from .imports import OUTCOMES, NotNowError, apply, check, undo
from .permissions import may_use
from .sheet.reading import SheetError, read
from .widgets import media

SHOWN = 100  # rows on one page of the comparison


class SheetForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("A sheet that was downloaded here: .xlsx, or .csv in whatever encoding Excel saved it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class DeskPage(WagtailAdminTemplateMixin):
    """Mixin: a view below the desk, for whoever may use it."""

    request: HttpRequest
    header_icon = "table"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses all others."""
        if not may_use(request.user):
            return permission_denied(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, this."""
        desk = {"url": reverse("kneeblog_seo_desk"), "label": _("SEO")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the style."""
        return {**super().get_context_data(**kwargs), "media": media()}


class SheetsView(DeskPage, FormView):
    """Hand one back; below, those of before."""

    form_class = SheetForm
    template_name = "kneeblog/admin/seo/sheets.html"
    page_title = _("Spreadsheets")

    def form_valid(self, form: SheetForm) -> HttpResponse:
        """Compares it with the pages, and shows that."""
        file = form.cleaned_data["file"]
        try:
            sheet = read(file.read())
        except SheetError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("kneeblog_seo_sheet", check(sheet, file.name, self.request.user).pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the last imports."""
        imports = SheetImport.objects.select_related("user").defer("rows")[:50]
        return {**super().get_context_data(**kwargs), "imports": imports}


class SheetView(DeskPage, TemplateView):
    """One sheet: what it would change, or what became of it."""

    template_name = "kneeblog/admin/seo/sheet.html"

    @cached_property
    def sheet(self) -> SheetImport:
        """The import."""
        return get_object_or_404(SheetImport.objects.select_related("user"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The file's name."""
        return self.sheet.filename

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, spreadsheets, this."""
        *above, this = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("kneeblog_seo_sheets"), "label": _("Spreadsheets")}, this]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the rows, those that were refused first."""
        places = {outcome: place for place, outcome in enumerate(OUTCOMES)}
        rows = sorted(self.sheet.rows, key=lambda row: (places[row["outcome"]], row["line"]))
        counts = Counter(row["outcome"] for row in rows)
        page = Paginator(rows, SHOWN).get_page(self.request.GET.get("p"))
        shown = [
            {
                **row,
                "label": OUTCOMES[row["outcome"]],
                "fields": [(name, row["old"][name], row["new"][name]) for name in row["new"]],
            }
            for row in page.object_list
        ]
        totals = [(label, counts[outcome]) for outcome, label in OUTCOMES.items() if counts[outcome]]
        return {
            **super().get_context_data(**kwargs),
            "sheet": self.sheet,
            "rows": shown,
            "page_obj": page,
            "totals": totals,
            "ready": counts["ready"],
            "written": counts["written"],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Applies it, takes it back, or throws it away."""
        try:
            match request.POST.get("action"):
                case "apply":
                    self._say(apply(self.sheet.pk, request.user), "written")
                case "undo":
                    self._say(undo(self.sheet.pk, request.user), "undone")
                case "discard":
                    SheetImport.objects.filter(pk=self.sheet.pk, state=SheetImport.State.CHECKED).delete()
                    return redirect("kneeblog_seo_sheets")
        except NotNowError:
            messages.error(request, gettext("Somebody was faster: this has been done already."))
        return redirect("kneeblog_seo_sheet", self.sheet.pk)

    def _say(self, sheet: SheetImport, outcome: str) -> None:
        counts = Counter(row["outcome"] for row in sheet.rows)
        done = counts[outcome]
        left = counts["conflict"] + counts["refused"] if outcome == "written" else counts["left"]
        said = (
            ngettext("%(count)d page saved as a draft.", "%(count)d pages saved as drafts.", done)
            if outcome == "written"
            else ngettext("%(count)d page taken back.", "%(count)d pages taken back.", done)
        )
        messages.success(self.request, said % {"count": done})
        if left:
            rest = ngettext("%(count)d row was left alone.", "%(count)d rows were left alone.", left)
            messages.warning(self.request, rest % {"count": left})
