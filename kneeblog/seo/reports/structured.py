"""What search engines miss in the structured data of live pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from kneeblog.models import GraphCheck
from kneeblog.seo.structured_data import records
from kneeblog.seo.structured_data.consumers import ERROR, WARNING

from .addresses import all_pages
from .listing import Row, SeoReportView

PATIENCE = 2.0  # seconds in which the report checks what has changed
_PANEL = "#panel-child-seo-structured_data-section"  # in the page editor
_SITE_WIDE = {"MedicalClinic"}  # what is said of the clinic is the same on every page


class StructuredDataView(SeoReportView):
    """The report; it reads what `records` keeps."""

    page_title = _("Problems of structured data")
    header_icon = "code"
    index_url_name = "kneeblog_seo_structured_data"
    index_results_url_name = "kneeblog_seo_structured_data_results"
    results_template_name = "kneeblog/admin/seo/structured_results.html"
    export_filename = "structured-data"
    explanation = _(
        "What search engines ask for and do not find in the structured data of live pages: an error costs the rich "
        "result, a warning makes it poorer. A page that they may not list is left out; what concerns the clinic is "
        "said once. The tab “SEO” of the page editor shows all of it."
    )
    kinds: ClassVar[dict[str, Any]] = {ERROR: _("Error"), WARNING: _("Warning")}
    what_label = _("Problem")
    more_label = _("In the structured data")
    left = 0

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Checks first what has changed, as long as patience lasts."""
        self.left = records.refresh(PATIENCE)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Has every page checked again."""
        GraphCheck.objects.update(state="")
        return redirect(self.index_url_name)

    def rows(self) -> Iterator[Row]:
        """Errors first, then in the order of the tree."""
        pages = all_pages()
        checked = dict(GraphCheck.objects.values_list("pk", "problems"))
        found = ((page, one) for pk, page in pages.items() if page.live for one in checked.get(pk, ()))
        said: set[tuple[str, str]] = set()
        for page, one in sorted(found, key=lambda pair: pair[1]["level"] != ERROR):
            about = one["node"], one["message"]
            if one["kind"] in _SITE_WIDE and about in said:
                continue
            said.add(about)
            more = ".".join(filter(None, (one["kind"], one["property"])))
            yield Row(page=page, kind=one["level"], what=one["message"], more=more)

    def decorate_paginated_queryset(self, object_list: Any) -> list[Row]:
        """Leads to the graph in the page editor."""
        rows = super().decorate_paginated_queryset(object_list)
        for row in rows:
            row.url += _PANEL
        return rows

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds how many pages are still to be checked."""
        return {**super().get_context_data(*args, **kwargs), "left": self.left}
