"""The report on the quality of translations in the Wagtail admin.

It reads what `remarks` keeps: a constant number of queries, however many pages and languages there are.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, TranslatableMixin
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import StringTranslation

from kneeblog.compliance.desk import visible
from kneeblog.reports.export import SafeExportMixin

from .desk.labels import place
from .quality import LABELS, words
from .remarks import Checks, in_use, model_of

PATIENCE = 2.0  # seconds in which the report checks what has changed


class RemarkFilterSet(WagtailFilterSet):
    """By language and kind of remark."""

    locale = django_filters.ModelChoiceFilter(label=_("Language"), queryset=Locale.objects.all(), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(
        label=_("Remark"), choices=list(LABELS.items()), empty_label=_("All"), method="by_kind"
    )

    class Meta:
        model = StringTranslation
        fields: ClassVar[list[str]] = []

    def by_kind(self, translations: Any, name: str, value: str) -> Any:
        """Those with such a remark among others."""
        return translations.filter(kneeblog_check__kinds__contains=value)


class RemarksColumn(Column):
    """All that is doubtful about a segment."""

    cell_template_name = "kneeblog/admin/translation/remarks_cell.html"


class TextColumn(Column):
    """A text in its own language."""

    cell_template_name = "kneeblog/admin/translation/text_cell.html"

    def __init__(self, name: str, language: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self._language = language

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Adds the language's code."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "language": getattr(instance, self._language)}


class QualityView(SafeExportMixin, ReportView):
    """Every segment with remarks, of the pages and snippets the user may work on."""

    model = StringTranslation
    page_title = _("Translation quality")
    header_icon = "wagtail-localize-language"
    template_name = "kneeblog/admin/translation/report.html"
    results_template_name = "kneeblog/admin/translation/report_results.html"
    index_url_name = "kneeblog_translation_quality"
    index_results_url_name = "kneeblog_translation_quality_results"
    filterset_class = RemarkFilterSet
    is_searchable = True
    search_backend_name = None
    search_fields = ("title", "translation_of__data", "data")
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["change", "publish"]
    columns: ClassVar[list[Column]] = [
        TitleColumn("page", label=_("Page"), accessor="title", get_url=lambda said: said.url, width="20%"),
        Column("language", label=_("Language"), width="8%"),
        TextColumn("source", "source_code", label=_("Source text"), width="24%"),
        TextColumn("translated", "target_code", label=_("Translation"), width="24%"),
        RemarksColumn("remarks", label=_("Remarks"), width="24%"),
    ]
    export_filename = "translation-quality"
    list_export: ClassVar[list[str]] = [
        *("page", "language", "place", "kinds", "source", "translated", "remarks", "address"),
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "page": _("Page"),
        "language": _("Language"),
        "place": _("Place"),
        "kinds": _("Kinds"),
        "source": _("Source text"),
        "translated": _("Translation"),
        "remarks": _("Remarks"),
        "address": _("Address"),
    }

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Checks first what has changed, as long as patience lasts."""
        self.left = self.checks.refresh(PATIENCE)
        return super().get(request, *args, **kwargs)

    @cached_property
    def checks(self) -> Checks:
        """With the glossary as it is now."""
        return Checks()

    def get_base_queryset(self) -> QuerySet[StringTranslation]:
        """Those with remarks."""
        pages = visible(self.request.user).filter(
            translation_key=OuterRef("context__object"), locale=OuterRef("locale")
        )
        may_see = Q(Exists(pages.order_by())) | Q(type__in=self._snippet_types())
        found = in_use().exclude(kneeblog_check__kinds="").filter(may_see, kneeblog_check__isnull=False)
        return found.order_by("title", "locale", "order", "pk")

    def _snippet_types(self) -> list[int]:
        models = [
            model
            for model in get_snippet_models()
            if issubclass(model, TranslatableMixin) and user_can_edit_snippet_type(self.request.user, model)
        ]
        return [type_.pk for type_ in ContentType.objects.get_for_models(*models).values()]

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Only what is shown."""
        return [self._decorated(said) for said in object_list]

    def _decorated(self, said: Any) -> Any:
        model = model_of(said)
        said.language = said.locale.get_display_name()
        said.place = place(model, said.context.field_path) if model else ""
        said.source, said.translated = words(said.translation_of.data), words(said.data)
        said.source_code, said.target_code = said.translation_of.locale.language_code, said.locale.language_code
        said.remarks = self.checks.issues(said)
        said.url = f"{reverse('kneeblog_translation', args=[said.desk])}#segment-{said.segment}"
        return said

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how many segments are still to be checked."""
        return {**super().get_context_data(**kwargs), "left": self.left}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """As plain values."""
        said = self._decorated(item)
        return {
            "page": said.title,
            "language": said.target_code,
            "place": said.place,
            "kinds": " / ".join(dict.fromkeys(issue.label for issue in said.remarks)),
            "source": said.source,
            "translated": said.translated,
            "remarks": " / ".join(issue.message for issue in said.remarks),
            "address": self.request.build_absolute_uri(said.url),
        }
