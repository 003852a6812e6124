"""Accept and publish: many pages at once, each by the rules that hold in its editor.

What publishing by hand would refuse is refused here with the same reasons, and what it would ask a reason for is left
to the editor, which asks.  The other pages go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.locks import WorkflowLock
from wagtail.models import Page

from importers.desk.deciding import mark
from importers.models import ImportedPage, PageReview
from kneeblog.compliance.confirmation import bulk_warning
from kneeblog.models import PublishingRefusedError, publishing_reasons


@dataclass(slots=True)
class Published:
    """What became of some pages."""

    done: list[ImportedPage] = field(default_factory=list)
    refused: list[tuple[ImportedPage, list[str]]] = field(default_factory=list)  # with the reasons


def accept_and_publish(rows: Iterable[ImportedPage], user: Any) -> Published:
    """Publish the pages' latest drafts, and note them as accepted.

    Args:
        rows: the pages.
        user: who does it.
    """
    result = Published()
    for row in rows:
        if reasons := _published(row, user):
            result.refused.append((row, reasons))
        else:
            mark([row], PageReview.State.ACCEPTED, user)
            result.done.append(row)
    return result


def _published(row: ImportedPage, user: Any) -> list[str]:
    """Publishes one page; why it was not, empty if it was."""
    with transaction.atomic():
        page = Page.objects.select_for_update().filter(pk=row.page_id).first()
        if page is None:
            return [gettext("The page was deleted in the admin.")]
        draft = page.specific.get_latest_revision_as_object()
        if page.live and not page.has_unpublished_changes:
            return []
        if reasons := list(reasons_against(draft, user)):
            return reasons
        try:
            with transaction.atomic():
                draft.get_latest_revision().publish(user=user)
        except PublishingRefusedError as refused:
            return refused.reasons
    return []


def reasons_against(draft: Any, user: Any) -> Iterator[str]:
    """Why somebody cannot publish a draft just now.

    Args:
        draft: of a page, as its latest revision has it.
        user: who wants to.
    """
    lock = draft.get_lock()
    if lock and lock.for_user(user):
        waits = isinstance(lock, WorkflowLock)
        yield gettext("The page waits for others in a workflow.") if waits else gettext("The page is locked.")
    elif not draft.permissions_for_user(user).can_publish():
        yield gettext("You may not publish this page; whoever may has to.")
    yield from publishing_reasons(draft)
    if warning := bulk_warning(draft):
        yield warning
    try:
        draft.full_clean()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            yield f"{_label(draft, name)}: {' '.join(texts)}"


def _label(draft: Any, name: str) -> str:
    known = {one.name: getattr(one, "verbose_name", "") for one in draft._meta.get_fields()}
    return str(capfirst(str(known.get(name) or name)))
