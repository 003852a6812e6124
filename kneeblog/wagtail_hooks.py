"""What this package adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .compliance import admin as compliance_admin
from .models import Author, Category, FeeTable, GlossaryTerm, SupervisionRecord
from .richtext.features import register_features
from .seo import views as seo_views

hooks.register("register_rich_text_features", register_features)
hooks.register("register_admin_urls", seo_views.urls)
hooks.register("register_reports_menu_item", seo_views.menu_item)
hooks.register("before_publish_page", compliance_admin.refuse_publishing)
hooks.register("before_bulk_action", compliance_admin.refuse_bulk_publishing)
hooks.register("register_permissions", compliance_admin.permissions)
hooks.register("register_log_actions", compliance_admin.log_actions)
compliance_admin.answer_refusals()


class FeeTableViewSet(SnippetViewSet):
    """Fee tables."""

    model = FeeTable
    icon = "tag"
    menu_label = _("Fee tables")
    list_display = ("name", "locale")
    search_fields = ("name",)
    search_backend_name = None  # the database's own search finds no Japanese word inside a sentence
    copy_view_enabled = True
    inspect_view_enabled = True


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


class SupervisionRecordViewSet(SnippetViewSet):
    """Signatures; they are added and read, hardly ever changed."""

    model = SupervisionRecord
    icon = "circle-check"
    menu_label = _("Supervision records")
    list_display = (
        "page",
        "physician",
        DateColumn("signed_on", label=_("Signed on"), sort_key="signed_on"),
        BooleanColumn("is_current", label=_("Under the live version")),
    )
    list_filter = ("physician", "signed_on")
    inspect_view_enabled = True
    inspect_view_fields = ("page", "physician", "signed_on", "scope", "revision")
    search_backend_name = None
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """All records with what the list shows."""
        return SupervisionRecord.objects.select_related("page", "physician")


class ClinicViewSetGroup(SnippetViewSetGroup):
    """One menu for everything that is typed once and referenced."""

    menu_label = _("Clinic")
    menu_icon = "site"
    menu_order = 200
    items = (
        *(FeeTableViewSet, GlossaryTermViewSet, CategoryViewSet, AuthorViewSet, SupervisionRecordViewSet),
        *(compliance_admin.RuleChoiceViewSet, compliance_admin.AddedRuleViewSet),
    )


register_snippet(ClinicViewSetGroup)
