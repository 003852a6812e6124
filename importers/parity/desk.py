"""The comparison of old pages with new ones as a report in the admin, for whoever may use the SEO desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from importers.models import ParityResult
from importers.parity.compare import LABELS, Difference
from importers.parity.stored import stored
from kneeblog.reports import menu
from kneeblog.seo.desk.permissions import may_use
from kneeblog.seo.reports.addresses import all_pages
from kneeblog.seo.reports.listing import Row, SeoReportView, TitleCell

EXPLAINED = "explained"


@dataclass(slots=True, kw_only=True)
class ParityRow(Row):
    """One difference; `what` is the old page's, `more` the new one's."""

    risk: int = 0
    reason: str = ""
    old_url: str = ""


class ParityView(SeoReportView):
    """What old pages said and the new ones do not, the riskiest page first."""

    model = ParityResult
    page_title = _("Old pages against new")
    header_icon = "history"
    index_url_name = "importers_parity"
    index_results_url_name = "importers_parity_results"
    export_filename = "old-against-new"
    verbose_name_plural = _("differences")
    kinds: ClassVar[dict[str, Any]] = {**LABELS, EXPLAINED: _("Explained: meant so")}

    @cached_property
    def explanation(self) -> str:
        """When the pages were compared, and how to do it again."""
        how = gettext("Compare again with: manage.py parity, followed by the folder or file of the old site.")
        results = list(ParityResult.objects.values_list("is_live", "compared_at"))
        if not results:
            return f"{gettext('The pages have not been compared yet.')} {how}"
        live, last = sum(is_live for is_live, _day in results), max(day for _is_live, day in results)
        said = gettext("Compared on %(day)s: %(live)s live pages; %(hidden)s are not live and cannot be compared yet.")
        day = date_format(timezone.localtime(last), "DATETIME_FORMAT")
        return f"{said % {'day': day, 'live': live, 'hidden': len(results) - live}} {how}"

    def rows(self) -> Iterator[ParityRow]:
        """Page by page, what is not explained first."""
        pages = all_pages()
        for parity, pk in stored():
            for one in sorted(parity.differences, key=lambda difference: -difference.weight):
                if pk in pages:
                    yield ParityRow(
                        page=pages[pk], kind=_kind(one), what=one.old, more=one.new, risk=parity.risk,
                        reason=one.said, old_url=parity.old_url,
                    )  # fmt: skip

    @cached_property
    def columns(self) -> list[Column]:
        """The page, how risky it is, and both sides."""
        return [
            TitleCell("title", label=_("Page"), width="22%"),
            Column("risk", label=_("Risk")),
            Column("kind_label", label=_("What differs")),
            Column("what", label=_("old page")),
            Column("more", label=_("new page")),
            Column("reason", label=_("why")),
        ]

    @cached_property
    def list_export(self) -> list[str]:
        """With both addresses."""
        return [*super().list_export, "old_url"]

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        """As the table has them."""
        return {**super().export_headings, "old_url": _("Old address")}

    @property
    def header_buttons(self) -> list[Button]:
        """All of it as one document."""
        return [HeaderButton(_("Download as HTML"), url=reverse("importers_parity_document"), icon_name="download")]


def document(request: HttpRequest) -> HttpResponse:
    """The whole report as one HTML document to hand on."""
    if not may_use(request.user):
        denied: HttpResponse = permission_denied(request)
        return denied
    last = ParityResult.objects.aggregate(last=Max("compared_at"))["last"]
    context = {"pages": [parity for parity, _pk in stored()], "made_at": timezone.localtime(last)}
    return HttpResponse(
        render_to_string("importers/parity.html", context),
        headers={"Content-Disposition": 'attachment; filename="old-against-new.html"'},
    )


def urls() -> list[Any]:
    """The report's addresses."""
    where = "old-against-new"
    return [*menu.urls(ParityView, where), path(f"reports/{where}/html/", document, name="importers_parity_document")]


def _kind(difference: Difference) -> str:
    return difference.fact if difference.weight else EXPLAINED
