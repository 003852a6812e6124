"""What this package adds to the Wagtail admin."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .compliance import admin as compliance_admin
from .compliance import confirmation, editor, viewsets
from .compliance.desk import FindingsView
from .compliance.waivers import WaiversView
from .models import Author, Category, FinderChoice, GlossaryTerm
from .neighbours import refuse_other_language
from .reports import menu
from .reports.credentials import CredentialsView
from .reports.fees import PricesView
from .reports.snippets import FeeTableViewSet
from .richtext.features import register_features
from .seo.desk import hooks as desk_hooks
from .seo.editor import views as seo_editor
from .seo.reports import hooks as seo_report_hooks
from .supervision import hooks as supervision_hooks
from .supervision.records import SupervisionRecordViewSet
from .translation import override, per_language
from .translation.desk import hooks as translation_hooks
from .translation.exchange import views as exchange_views
from .translation.matrix import hooks as matrix_hooks
from .translation.report import QualityView

hooks.register("register_rich_text_features", register_features)
hooks.register("before_serve_page", refuse_other_language)
hooks.register("register_admin_urls", editor.urls)
hooks.register("register_admin_urls", seo_editor.urls)
hooks.register("register_admin_urls", confirmation.urls)
hooks.register("register_admin_urls", per_language.urls)
hooks.register("register_page_header_buttons", per_language.page_button)
hooks.register("register_page_listing_more_buttons", per_language.page_button)
hooks.register("register_admin_urls", override.urls)
hooks.register("register_admin_viewset", viewsets.viewsets)
hooks.register("before_publish_page", compliance_admin.before_publishing)
hooks.register("before_bulk_action", compliance_admin.refuse_bulk_publishing)
hooks.register("before_copy_page", compliance_admin.refuse_live_copies)
hooks.register("register_permissions", compliance_admin.permissions)
hooks.register("register_log_actions", compliance_admin.log_actions)
compliance_admin.answer_refusals()
supervision_hooks.register()
desk_hooks.register()
seo_report_hooks.register()
matrix_hooks.register()
exchange_views.register()
translation_hooks.register()
for report, where, order in (
    (PricesView, "prices", 1000),
    (CredentialsView, "credentials", 1010),
    (FindingsView, "advertising-rules", 1090),
    (QualityView, "translation-quality", 1300),
):
    hooks.register("register_admin_urls", partial(menu.urls, report, where))
    hooks.register("register_reports_menu_item", partial(menu.ReportMenuItem, report, order))
hooks.register("register_admin_urls", partial(menu.urls, WaiversView, "advertising-rules/waivers"))


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


class FinderChoiceViewSet(SnippetViewSet):
    """Where and when it hurts, and which terms belong to it."""

    model = FinderChoice
    icon = "crosshairs"
    menu_label = _("Symptom finder")
    list_display = ("ja", Column("get_kind_display", label=_("Question")), "en", "key", "sort_order")
    list_filter = ("kind",)
    search_fields = ("ja", "en", "key")
    search_backend_name = None


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
    items = (
        *(
            FeeTableViewSet,
            GlossaryTermViewSet,
            FinderChoiceViewSet,
            CategoryViewSet,
            AuthorViewSet,
            SupervisionRecordViewSet,
        ),
        *(compliance_admin.RuleChoiceViewSet, compliance_admin.AddedRuleViewSet),
    )


register_snippet(ClinicViewSetGroup)
