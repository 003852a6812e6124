"""Which imported pages there are, what the source says of them, and what the site serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import requests
from django.conf import settings
from django.test import Client
from wagtail.models import Page, Site

from importers.models import ImportedPage
from importers.parity.compare import Difference, compare
from importers.parity.old import old_facts
from importers.parity.served import served_facts
from importers.records import Draft

_TIMEOUT = 20  # seconds


@dataclass(slots=True, kw_only=True)
class PageParity:
    """One imported page: what differs; `is_live` is false for a page that nobody can compare yet."""

    key: str
    title: str
    old_url: str
    new_url: str = ""
    is_live: bool = True
    differences: list[Difference] = field(default_factory=list)

    @property
    def risk(self) -> int:
        """The weights of what is not explained."""
        return sum(difference.weight for difference in self.differences)


def parities(drafts: Iterable[Draft], site: str = "") -> list[PageParity]:
    """Every imported page of the source, the riskiest first.

    Args:
        drafts: of the source.
        site: the address of a server; without it, this project is asked without one.
    """
    rows = {row.key: row for row in ImportedPage.objects.exclude(page=None).select_related("page")}
    found = [_parity(draft, rows[draft.key], site) for draft in drafts if draft.key in rows]
    return sorted(found, key=lambda parity: (-parity.risk, parity.key))


def _parity(draft: Draft, row: ImportedPage, site: str) -> PageParity:
    page = row.page
    assert page is not None  # rows without one are left out
    address = page.get_full_url() or ""
    parity = PageParity(
        key=row.key, title=page.title, old_url=draft.data["source"]["url"], new_url=address, is_live=page.live
    )
    if not page.live:
        return parity
    status, html = _asked(page, site)
    if status != 200:
        parity.differences = [Difference(fact="not served", old=parity.old_url, new=f"status {status}")]
        return parity
    old, new = old_facts(draft.data, ZoneInfo(settings.TIME_ZONE)), served_facts(html)
    dropped = frozenset(_dropped(draft))
    parity.differences = compare(old, new, address, page_type=row.page_type, dropped=dropped)
    return parity


def _asked(page: Page, site: str) -> tuple[int, str]:
    path = page.get_url() or "/"
    if site:
        answer = requests.get(urljoin(site, path), timeout=_TIMEOUT, allow_redirects=False)
        answer.encoding = "utf-8"
        return answer.status_code, answer.text
    default = Site.objects.filter(is_default_site=True).first()
    client = Client(SERVER_NAME=default.hostname if default else "localhost", raise_request_exception=False)
    response = client.get(path)
    return response.status_code, response.content.decode("utf-8", "replace")


def _dropped(draft: Draft) -> Iterator[str]:
    """The words of links that the reader's findings say were taken off."""
    findings = " ".join(
        finding["message"] for finding in draft.findings if finding["id"] in {"link.dropped", "heading.link"}
    )
    for link in draft.data["links"]:
        if link["text"] and link["text"] in findings:
            yield " ".join(link["text"].split())
