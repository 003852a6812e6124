"""Findings over all pages, as rows: for the command, for spreadsheets, for the admin's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from kneeblog.reports.export import SafeExportMixin

from .checking import Rulebook, check_page
from .findings import Finding

LIVE, DRAFT = "live", "draft"


@dataclass(frozen=True, slots=True)
class Row:
    """One finding on one page; `version` says whether visitors see it (`live`) or only editors (`draft`)."""

    page: Page
    version: str
    finding: Finding

    @property
    def cells(self) -> dict[str, Any]:
        """The row as plain values, by the names of `COLUMNS`."""
        finding, waiver = self.finding, self.finding.waiver
        return {
            "severity": finding.severity,
            "rule": finding.rule,
            "version": self.version,
            "language": self.page.locale.language_code,
            "page_id": self.page.pk,
            "page": self.page.draft_title or self.page.title,
            "address": (self.page.get_url_parts() or ("", "", ""))[2] or "",
            "place": finding.place,
            "sentence": finding.sentence,
            "words": finding.words,
            "message": finding.message,
            "suggestion": finding.suggestion,
            "source": finding.source,
            "verification": finding.verification,
            "field": finding.field,
            "block_id": finding.block_id,
            "waived": waiver.reason if waiver else "",
            "waived_until": waiver.expires_on.isoformat() if waiver else "",
        }


COLUMNS = {
    "severity": _("Severity"),
    "rule": _("Rule"),
    "version": _("Version"),
    "language": _("Language"),
    "page_id": _("Page number"),
    "page": _("Page"),
    "address": _("Address"),
    "place": _("Place"),
    "sentence": _("Sentence"),
    "words": _("Words"),
    "message": _("Message"),
    "suggestion": _("A wording that would do"),
    "source": _("Source"),
    "verification": _("Verification"),
    "field": _("Field"),
    "block_id": _("Block"),
    "waived": _("Waived because"),
    "waived_until": _("Waived until"),
}


def report_rows(pages: Iterable[Page] | None = None) -> Iterator[Row]:
    """The findings on all pages of all languages, aliases aside, page by page in the order of the tree.

    Of a page that is live, what visitors see is checked; of a page with changes that are not, its draft as well.

    Args:
        pages: only these, of their own types.
    """
    rulebooks: dict[Site | None, Rulebook] = {}
    if pages is None:
        pages = Page.objects.filter(depth__gt=1, alias_of=None).order_by("path").specific().iterator(chunk_size=100)
    for page in pages:
        site = page.get_site()
        rulebook = rulebooks.setdefault(site, rulebooks.get(site) or Rulebook(site))
        if page.live:
            yield from (Row(page, LIVE, finding) for finding in check_page(page, rulebook))
        if not page.live or page.has_unpublished_changes:
            draft = page.get_latest_revision_as_object()
            yield from (Row(page, DRAFT, finding) for finding in check_page(draft, rulebook))


class Spreadsheet(SafeExportMixin):
    """Rows as CSV or XLSX."""

    list_export = tuple(COLUMNS)
    export_headings = COLUMNS

    def to_row_dict(self, item: Row) -> dict[str, Any]:
        """As Wagtail's, from a row."""
        return item.cells

    def write(self, rows: Iterable[Row], stream: BinaryIO, export_format: str, language: str = "ja") -> None:
        """Writes the file; CSV begins with a mark by which spreadsheets know UTF-8."""
        with translation.override(language):
            if export_format == self.FORMAT_XLSX:
                self.write_xlsx(rows, stream)
            else:
                stream.write("\ufeff".encode())
                stream.writelines(self.stream_csv(rows))

    def get_heading(self, queryset: Any, field: str) -> str:
        """The column's heading."""
        return str(COLUMNS[field])
