"""What search engines and shared links would show of a page, with its sources, findings and structured data."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page

from kneeblog.models import ClinicSettings
from kneeblog.pictures import sharing_rendition
from kneeblog.seo.breadcrumbs import breadcrumb_trail
from kneeblog.seo.desk.findings import Finding, findings_of
from kneeblog.seo.desk.rows import EDITABLE, Row, all_rows
from kneeblog.seo.metadata import SOURCES, brand_of, first_words, page_metadata, picture_of
from kneeblog.seo.structured_data import page_graph, problems

from .outline import outline

_NAMED = 5  # of the pages that say the same


def preview(page: Any, request: HttpRequest) -> dict[str, Any]:
    """The page as it stands in the form, for the script of the SEO tab; the number of queries is constant.

    Args:
        page: as its own type, not saved.
        request: of the editor.
    """
    clinic = _clinic_of(page)
    with translation.override(page.locale.language_code):
        # As visitors are shown it: an index its children, a draft that nobody has signed without a signature.
        context = page.get_preview_context(request, page.default_preview_mode)
        meta = page_metadata(page, request, clinic)
        trail = breadcrumb_trail(page, request, clinic)
        graph = page_graph(page, meta, trail, clinic, context.get("children") or (), request)
    words, words_source = first_words(page)
    picture = sharing_rendition(picture_of(page, clinic)[0])
    return {
        "site": clinic.clinic_name or urlsplit(meta.canonical).hostname or "",
        "address": _address(meta.canonical),
        "brand": brand_of(clinic),
        "fallback": {"text": words, "source": str(SOURCES[words_source])},
        "picture": {
            "url": picture.url if picture else "",
            "source": str(SOURCES[meta.sources["picture"]]),
        },
        "findings": _rendered("findings", request, findings=_findings(page)),
        "graph": _rendered("graph", request, nodes=outline(graph), problems=problems(graph)),
    }


def _rendered(name: str, request: HttpRequest, **context: Any) -> str:
    return render_to_string(f"kneeblog/admin/seo/{name}.html", context, request)


def _clinic_of(page: Page) -> ClinicSettings:
    site = page.get_site()
    clinic = ClinicSettings.for_site(site) if site else ClinicSettings()
    return clinic.in_language(page.locale.language_code)


def _findings(page: Page) -> list[tuple[Finding, list[Row]]]:
    """The desk's, for the values in the form, each with some of the other pages that say the same."""
    own = Row(page, {name: str(getattr(page, name) or "") for name in EDITABLE})
    found = findings_of(own, (row for row in all_rows() if row.pk != own.pk))
    return [(finding, [row for row in finding.rows if row is not own][:_NAMED]) for finding in found]


def _address(url: str) -> str:
    """As result pages show an address: the host, then the parts of the path."""
    parts = urlsplit(url)
    return " › ".join([parts.netloc, *filter(None, unquote(parts.path).split("/"))])
