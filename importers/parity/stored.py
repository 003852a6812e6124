"""The last comparison of each page, kept so that the admin can show it without the old site's files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from importers.models import ImportedPage, ParityResult
from importers.parity.compare import Difference
from importers.parity.pages import PageParity


@transaction.atomic
def store(found: Iterable[PageParity]) -> None:
    """Keeps the comparisons in the place of earlier ones of the same pages."""
    by_key = {parity.key: parity for parity in found}
    imported = {row.key: row for row in ImportedPage.objects.only("key") if row.key in by_key}
    ParityResult.objects.filter(imported__in=list(imported.values())).delete()
    ParityResult.objects.bulk_create(
        ParityResult(
            imported=row,
            compared_at=timezone.now(),
            is_live=by_key[key].is_live,
            new_url=by_key[key].new_url,
            differences=[asdict(difference) for difference in by_key[key].differences],
        )
        for key, row in imported.items()
    )


def stored() -> list[tuple[PageParity, int]]:
    """Every kept comparison with the id of its page, the riskiest first; one query."""
    results = ParityResult.objects.exclude(imported__page=None).select_related("imported__page")
    found = [(_parity(result), int(result.imported.page_id or 0)) for result in results]
    return sorted(found, key=lambda pair: (-pair[0].risk, pair[0].key))


def _parity(result: ParityResult) -> PageParity:
    page = result.imported.page
    return PageParity(
        key=result.imported.key,
        title=page.title if page else result.imported.title,
        old_url=result.imported.url,
        new_url=result.new_url,
        is_live=result.is_live,
        differences=[Difference(**difference) for difference in result.differences],
    )
