"""What the nodes of one page's graph are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from kneeblog.seo.breadcrumbs import Crumb
from kneeblog.seo.languages import language_tag
from kneeblog.seo.metadata import Metadata

Node = dict[str, Any]
SPECIALTY = "https://schema.org/Musculoskeletal"  # schema.org knows no orthopaedics


@dataclass(frozen=True, slots=True)
class Scope:
    """One page as it is shown.

    Args:
        page: as its own type.
        root: the site's address, with a slash at its end.
        url: the page's address in full.
        meta: what its head says.
        trail: its breadcrumbs.
        clinic: the site's `ClinicSettings`.
        listed: the pages that it lists.
        request: for which it is shown; Wagtail keeps the addresses of sites on it.
    """

    page: Page
    root: str
    url: str
    meta: Metadata
    trail: list[Crumb]
    clinic: Any
    listed: Iterable[Page] = ()
    request: HttpRequest | None = None

    @property
    def language(self) -> str:
        """The page's language as BCP 47 has it."""
        return language_tag(self.page.locale.language_code)

    def own(self, name: str) -> str:
        """The id of something this page is about."""
        return f"{self.url}#{name}"

    def sites(self, name: str) -> str:
        """The id of something of the site as a whole."""
        return f"{self.root}#{name}"

    def absolute(self, url: str | None) -> str:
        """An address of this site in full."""
        return urljoin(self.url, url or "")

    def of_page(self, page: Page) -> str:
        """Another page's address in full."""
        return self.absolute(page.get_url(self.request))


def filled(node: Node) -> Node:
    """The node without what says nothing."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def reference(identifier: str) -> Node:
    """A node that stands elsewhere in the graph, or in another page's."""
    return {"@id": identifier}


def moment(value: datetime | None) -> str | None:
    """A time with its zone, as it is on the clinic's clock."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def plain(html: str) -> str:
    """Rich text as plain text in one line."""
    return " ".join(unescape(strip_tags(html.replace("</p>", "</p> ").replace("<br/>", " "))).split())
