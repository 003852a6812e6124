"""Which imported pages there are, what the source says of them, and what the site serves."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import requests
from django.conf import settings
from django.test import Client
from wagtail.models import Page, Site

from importers.addresses import source_key
from importers.models import ImportedPage
from importers.parity.compare import Difference, compare
from importers.parity.facts import said
from importers.parity.inward import Outward, fewer
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
    hidden = {key for key, row in rows.items() if row.page is not None and not row.page.live}
    found = [_parity(draft, rows[draft.key], hidden, site) for draft in drafts if draft.key in rows]
    by_key = {parity.key: parity for parity, _outward in found}
    for key, difference in fewer(outward for _parity, outward in found if outward is not None):
        by_key[key].differences.append(difference)
        by_key[key].differences.sort(key=lambda difference: -difference.weight)
    return sorted(by_key.values(), key=lambda parity: (-parity.risk, parity.key))


def _parity(draft: Draft, row: ImportedPage, hidden: Container[str], site: str) -> tuple[PageParity, Outward | None]:
    """The comparison of one page, and where its links lead if it is served."""
    page: Any = row.page
    address = page.get_full_url() or ""
    parity = PageParity(
        key=row.key, title=page.title, old_url=draft.data["source"]["url"], new_url=address, is_live=page.live
    )
    if not page.live:
        return parity, None
    status, html = _asked(page, site)
    if status != 200:
        parity.differences = [Difference(fact="not served", old=parity.old_url, new=str(status))]
        return parity, None
    old, new = old_facts(draft.data, ZoneInfo(settings.TIME_ZONE)), served_facts(html)
    unlinked = dict(_unlinked(draft, hidden))
    parity.differences = compare(old, new, address, page_type=row.page_type, unlinked=unlinked)
    before = frozenset(key for words, key in old.targets if words not in unlinked)
    return parity, Outward(row.key, address, before, frozenset(where for _words, where in new.targets))


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


def _unlinked(draft: Draft, hidden: Container[str]) -> Iterator[tuple[str, str]]:
    """The words of links that are text only on the new page, and why."""
    said_of = " ".join(
        f["message"] for f in draft.findings if f["id"] in {"link.dropped", "heading.link", "caption.link"}
    )
    for link in draft.data["links"]:
        words = said(link["text"])
        if link["kind"] == "internal" and source_key(link["href"]) in hidden:
            yield words, "it leads to a page that is not live"
        elif words and words in said(said_of):
            yield words, "the import's findings name it"
