"""What a page shows of other things, and in which state those are.

Whatever is reckoned from a page and kept must be reckoned again when one of them changes.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, ReferenceIndex

from kneeblog.models import FeeTable, PhysicianPage, TreatmentPage

_CHUNK = 20  # pages read at once


def shown_states(*more: QuerySet[Any, Any]) -> dict[int, list[Any]]:
    """By page: the state of the fee tables, treatments and physicians that it shows, and of those that these show.

    Args:
        more: further kinds of things: ids, and what of them matters, as lists of values.
    """
    page_type, table_type = (ContentType.objects.get_for_model(model).pk for model in (Page, FeeTable))
    tables = FeeTable.objects.values_list("pk", "latest_revision_id", "name", "note")
    pages = (
        model.objects.values_list("pk", "live", "live_revision_id", "last_published_at")
        for model in (TreatmentPage, PhysicianPage)
    )
    kinds = [(table_type, tables), *((page_type, found) for found in pages)]
    kinds += [(ContentType.objects.get_for_model(found.model).pk, found) for found in more]
    states = {(kind, str(pk)): state for kind, found in kinds for pk, *state in found}
    references = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type__in={kind for kind, _found in kinds}
    ).values_list("object_id", "to_content_type", "to_object_id")
    direct: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for page, kind, thing in references:
        if (kind, thing) in states:
            direct[page].add((kind, thing))
    return {
        int(page): [
            (thing, states[thing])
            for thing in sorted(things.union(*(direct.get(pk, ()) for kind, pk in things if kind == page_type)))
        ]
        for page, things in direct.items()
    }


def check_in_turn(waiting: Sequence[int], check: Callable[[Page], None], seconds: float | None) -> int:
    """Has pages checked one after the other until all are, or the time is over.

    Args:
        waiting: ids of pages.
        check: is given each as its own type.
        seconds: for how long; without limit if it is `None`.

    Returns:
        how many are left.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    left = list(waiting)
    while left and (until is None or time.monotonic() < until):
        chunk, left = left[:_CHUNK], left[_CHUNK:]
        for page in Page.objects.filter(pk__in=chunk).order_by("path").specific():
            check(page)
    return len(left)


def digest(*values: Any) -> str:
    """One short text for all of them, the same for the same values."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()
