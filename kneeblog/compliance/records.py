"""Keeps what the rules find on each page, so that the report need not check all pages while somebody waits.

Checking takes some tens of milliseconds a page, 1,000 pages far more than a browser's patience; what is kept is asked
in a few queries.  A page is due for a check when its versions have changed, when the rules, the clinic's data, or a fee
table, treatment or physician it shows have, and once a day, for some rules look at the date.  Opening the report checks
due pages for two seconds and says how many are left; `manage.py check_content --record`, run every night, leaves none.
Findings of pages that are due stay listed until they are checked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page, Site

from kneeblog.models import (
    AddedRule,
    ClinicSettings,
    PageCheck,
    RecordedFinding,
    RuleChoice,
)
from kneeblog.shown import check_in_turn, digest, shown_states

from .pack import load_pack
from .places import address_of, fragment
from .report import DRAFT, LIVE, Row, report_rows

_VERSIONS = {
    frozenset({LIVE}): RecordedFinding.Version.LIVE,
    frozenset({DRAFT}): RecordedFinding.Version.DRAFT,
    frozenset({LIVE, DRAFT}): RecordedFinding.Version.BOTH,
}
_PAGE = ("pk", "live", "has_unpublished_changes", "latest_revision_id", "latest_revision_created_at")
_PAGE_LIVE = ("live_revision_id", "last_published_at")


def due() -> dict[int, str]:
    """The pages that are to be checked, in the order of the tree, with the state to note for each."""
    everywhere, shown = _everywhere(), shown_states()
    checked = dict(PageCheck.objects.values_list("pk", "state"))
    pages = Page.objects.filter(depth__gt=1, alias_of=None).order_by("path").values_list(*_PAGE, *_PAGE_LIVE)
    states = {values[0]: digest(everywhere, values, shown.get(values[0])) for values in pages}
    return {pk: state for pk, state in states.items() if checked.get(pk) != state}


def refresh(seconds: float | None = None) -> int:
    """Checks what is due, and gives the number of pages that are left.

    Args:
        seconds: for how long; without limit unless given.
    """
    states = due()
    with translation.override(settings.LANGUAGE_CODE):
        return check_in_turn(list(states), lambda page: _keep(page, states[page.pk], report_rows([page])), seconds)


@transaction.atomic
def _keep(page: Page, state: str, rows: Iterable[Row]) -> None:
    check, _made = PageCheck.objects.select_for_update().get_or_create(page_id=page.pk)
    RecordedFinding.objects.filter(page_id=page.pk).delete()
    RecordedFinding.objects.bulk_create(_recorded(page, rows))
    check.state, check.checked_at = state, timezone.now()
    check.save()


def _recorded(page: Page, rows: Iterable[Row]) -> Iterator[RecordedFinding]:
    """One for what both versions say."""
    found: dict[tuple[Any, ...], tuple[Row, set[str]]] = {}
    for row in rows:
        finding = row.finding
        key = (finding.rule, finding.sentence_hash, finding.place, finding.block_id, finding.start)
        found.setdefault(key, (row, set()))[1].add(row.version)
    for row, versions in found.values():
        yield _record(page, row, _VERSIONS[frozenset(versions)])


def _record(page: Page, row: Row, version: str) -> RecordedFinding:
    finding = row.finding
    owner = finding.owner if finding.owner is not None else page
    names = ("rule", "severity", "message", "suggestion", "source", "verification", "place", "field", "block_id")
    words = ("sentence", "sentence_hash", "start", "end")
    return RecordedFinding(
        page_id=page.pk,
        version=version,
        owner_page_id=finding.owner.pk if isinstance(finding.owner, Page) else None,
        address=f"{address_of(owner)}{fragment(finding.field, finding.block_id)}",
        **{name: getattr(finding, name) for name in (*names, *words)},
    )


def _everywhere() -> str:
    """What decides over the findings of all pages: the day, the rules, the clinic's data."""
    clinics = [ClinicSettings.for_site(site).pk for site in Site.objects.order_by("pk")]  # made when asked for first
    return digest(
        timezone.localdate(),
        load_pack().version,
        list(ClinicSettings.objects.filter(pk__in=clinics).order_by("pk").values_list()),
        *(list(model.objects.order_by("pk").values_list()) for model in (RuleChoice, AddedRule)),
    )
