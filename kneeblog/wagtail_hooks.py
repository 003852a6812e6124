"""What this package adds to the Wagtail admin."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Author, Category, GlossaryTerm, MedicalPage, pending_pictures
from .models.publishing import PendingPicturesError
from .reports import menu
from .reports.credentials import CredentialsView
from .reports.fees import PricesView
from .reports.snippets import FeeTableViewSet
from .richtext.features import register_features
from .seo import views as seo_views
from .supervision import hooks as supervision_hooks
from .supervision.records import SupervisionRecordViewSet

hooks.register("register_rich_text_features", register_features)
hooks.register("register_admin_urls", seo_views.urls)
hooks.register("register_reports_menu_item", seo_views.menu_item)
supervision_hooks.register()
for report, where, order in ((PricesView, "prices", 1000), (CredentialsView, "credentials", 1010)):
    hooks.register("register_admin_urls", partial(menu.urls, report, where))
    hooks.register("register_reports_menu_item", partial(menu.ReportMenuItem, report, order))


class GlossaryTermViewSet(SnippetViewSet):
    """The glossary."""

    model = GlossaryTerm
    icon = "glasses"
    menu_label = _("Medical terms")
    list_display = ("ja", "ja_kana", "en", Column("get_category_display", label=_("Category")), "icd10")
    list_filter = ("category",)
    list_export = (
        *("key", "category", "ja", "ja_kana", "ja_variants", "en", "zh_hans", "zh_hant", "ko", "slug"),
        *("icd10", "icd10_check", "mesh", "mesh_check", "snomed", "snomed_check", "hpo", "schema_type", "note"),
    )
    search_fields = ("ja", "ja_kana", "ja_variants", "en", "key")
    search_backend_name = None
    list_per_page = 50


class CategoryViewSet(SnippetViewSet):
    """Categories of the blog."""

    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    list_display = ("name", "slug", "locale")
    search_fields = ("name", "slug")
    search_backend_name = None


class AuthorViewSet(SnippetViewSet):
    """Authors."""

    model = Author
    icon = "user"
    menu_label = _("Authors")
    list_display = ("name", "role", "locale")
    search_fields = ("name", "role")
    search_backend_name = None


class ClinicViewSetGroup(SnippetViewSetGroup):
    """One menu for everything that is typed once and referenced."""

    menu_label = _("Clinic")
    menu_icon = "site"
    menu_order = 200
    items = (FeeTableViewSet, GlossaryTermViewSet, CategoryViewSet, AuthorViewSet, SupervisionRecordViewSet)


register_snippet(ClinicViewSetGroup)


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Names the pages that cannot go live, instead of failing half-way through."""
    if action_type != "publish":
        return None
    with_descendants = action.cleaned_form.cleaned_data.get("include_descendants", False)
    errors = [
        error
        for chosen in objects
        if isinstance(chosen, Page)
        for page in (chosen, *(chosen.get_descendants().not_live() if with_descendants else ()))
        for error in _publishing_errors(page)
    ]
    for error in errors:
        messages.error(request, error.text)
    return redirect(action.next_url) if errors else None


def _publishing_errors(page: Page) -> list[PendingPicturesError]:
    draft = page.get_latest_revision_as_object()
    pictures = pending_pictures(draft) if isinstance(draft, MedicalPage) else []
    return [PendingPicturesError(draft.title, pictures)] if pictures else []
