"""What a person says of imported pages: accepted, needs work, left to the editors, to be looked at again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from importers.desk.queue import ADOPTED, STATES
from importers.lease import nobody_writes
from importers.models import ImportedPage, PageReview


def decide(rows: Collection[ImportedPage], state: str, user: Any) -> None:
    """Put pages into a state.

    What is left to the editors is changed by no later import; any other state gives that up again.

    Args:
        rows: the pages.
        state: one of `queue.STATES`.
        user: who says so.

    Raises:
        AnotherImport: pages are to be left to the editors, or no longer, while an import writes them.
    """
    if state not in STATES:
        raise ValueError(state)
    turned = [row.pk for row in rows if row.adopted != (state == ADOPTED)]
    with transaction.atomic():
        if turned:
            with nobody_writes():
                ImportedPage.objects.filter(pk__in=turned).update(adopted=state == ADOPTED)
        if state != ADOPTED:
            mark(rows, state, user)


def mark(rows: Iterable[ImportedPage], state: str, user: Any) -> None:
    """Note a state other than `adopted`; notes stay."""
    reviews = [PageReview(imported=row, state=state, by=user, at=timezone.now()) for row in rows]
    PageReview.objects.bulk_create(
        reviews, update_conflicts=True, unique_fields=["imported"], update_fields=["state", "by", "at"]
    )


def write_note(row: ImportedPage, text: str, user: Any) -> None:
    """Keep a person's note on a page, and its state."""
    PageReview.objects.update_or_create(imported=row, defaults={"note": text, "by": user})
