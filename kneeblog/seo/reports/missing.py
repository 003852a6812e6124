"""Old addresses that visitors ask for and that lead nowhere, and the way to make a redirect of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.permission_policies import ModelPermissionPolicy

from kneeblog.models.missing import MissingAddress
from kneeblog.reports.export import SafeExportMixin
from kneeblog.seo.redirects import folded_path

from .addresses import Addresses

_REDIRECTS = ModelPermissionPolicy(Redirect)


def _make_url(item: MissingAddress) -> str:
    return reverse("kneeblog_make_redirect", args=[item.pk])


class MissingAddressFilterSet(WagtailFilterSet):
    """By how often and when an address was asked for; parts of it in the search field."""

    times = django_filters.ChoiceFilter(
        label=_("Times"),
        choices=[("2", _("Twice or more")), ("10", _("Ten times or more")), ("100", _("A hundred times or more"))],
        lookup_expr="gte",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    last_seen_at = django_filters.DateFromToRangeFilter(label=_("Last asked for"), widget=DateRangePickerWidget)

    class Meta:
        model = MissingAddress
        fields: ClassVar[list[str]] = []


class MissingAddressesView(SafeExportMixin, ReportView):
    """Where one of the addresses is worth it, a redirect brings its visitors back."""

    model = MissingAddress
    page_title = _("Old addresses not found")
    header_icon = "warning"
    index_url_name = "kneeblog_missing_addresses"
    index_results_url_name = "kneeblog_missing_addresses_results"
    results_template_name = "kneeblog/admin/seo/report_results.html"
    default_ordering = "-times"
    filterset_class = MissingAddressFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ("path", "referrer")
    permission_policy = _REDIRECTS
    any_permission_required: ClassVar[list[str]] = ["add", "change", "delete"]
    columns: ClassVar[list[Column]] = [
        Column("path", label=_("Address"), sort_key="path"),
        Column("times", label=_("Times"), sort_key="times"),
        DateColumn("last_seen_at", label=_("Last asked for"), sort_key="last_seen_at"),
        Column("referrer", label=_("Last linked from")),
        TitleColumn("make", label=_("Redirect"), accessor=lambda _item: _("Make a redirect"), get_url=_make_url),
    ]
    list_export: ClassVar[list[str]] = ["path", "times", "first_seen_at", "last_seen_at", "referrer"]


class MakeRedirectForm(WagtailAdminModelForm):
    """The target; the old address is known."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Redirect
        fields = ("redirect_page", "redirect_link", "is_permanent")
        widgets: ClassVar[dict[str, Any]] = {"redirect_page": AdminPageChooser()}

    def clean(self) -> dict[str, Any]:
        """One target, which is there."""
        values: dict[str, Any] = super().clean()
        page, link = values.get("redirect_page"), values.get("redirect_link")
        if bool(page) == bool(link) and "redirect_link" not in self.errors:
            raise ValidationError(_("Choose either a page or an address."))
        if page and not page.live:
            self.add_error("redirect_page", _("This page is not live, so the redirect would lead nowhere."))
        if link and "redirect_link" not in self.errors:
            addresses = Addresses()
            if folded_path(self.instance.old_path) == addresses.folded(link) and addresses.arrive(link).is_own:
                self.add_error("redirect_link", _("This is the old address itself."))
            elif not addresses.arrive(link).is_there:
                self.add_error("redirect_link", _("Nothing is at this address."))
        return values


class MakeRedirectView(WagtailAdminTemplateMixin, FormView):
    """Makes a redirect of an address that was not found."""

    form_class = MakeRedirectForm
    template_name = "kneeblog/admin/seo/make_redirect.html"
    page_title = _("Make a redirect")
    header_icon = "redirect"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For whoever may make redirects."""
        if not _REDIRECTS.user_has_permission(request.user, "add"):
            return permission_denied(request)
        self.missing = get_object_or_404(MissingAddress, pk=kwargs["pk"])
        response: Any = super().dispatch(request, *args, **kwargs)
        return cast(HttpResponse, response)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The old address under the spelling in which redirects are looked up, and the page it may have become."""
        path = folded_path(self.missing.path)
        made = Redirect.objects.filter(old_path=path).first() or Redirect(old_path=path)
        if not (made.redirect_page_id or made.redirect_link):
            made.redirect_page = likely_target(path)
        return {**super().get_form_kwargs(), "instance": made}

    def form_valid(self, form: MakeRedirectForm) -> HttpResponse:
        """Saves it; the address is missing no more."""
        form.save()
        self.missing.delete()
        where = reverse("wagtailredirects:edit", args=[form.instance.pk])
        messages.success(
            self.request,
            gettext("%(path)s now leads on.") % {"path": self.missing.path},
            buttons=[messages.button(where, gettext("Edit"))],
        )
        return redirect("kneeblog_missing_addresses")

    def get_page_subtitle(self) -> str:
        """The address."""
        return str(self.missing.path)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, report, this."""
        report = {"url": reverse("kneeblog_missing_addresses"), "label": _("Old addresses not found")}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the address."""
        form = kwargs.get("form") or self.get_form()
        return {**super().get_context_data(**kwargs), "missing": self.missing, "media": form.media}


def likely_target(old_path: str) -> Page | None:
    """The live page whose slug ends an old address; of several, the one in the site's first language."""
    last = old_path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or old_path.rpartition("/")[2]
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if not (last and site):
        return None
    pages: Iterable[Page] = Page.objects.live().filter(slug=last, alias_of=None, depth__gt=2).order_by("path")
    return next(iter(sorted(pages, key=lambda page: page.locale_id != site.root_page.locale_id)), None)


def urls() -> list[Any]:
    """Where redirects are made."""
    return [path("reports/missing-addresses/<int:pk>/", MakeRedirectView.as_view(), name="kneeblog_make_redirect")]
