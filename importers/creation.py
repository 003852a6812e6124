"""Room 6: new pages of a batch, each with its first revision, and with few questions to the database.

The same rows as `add_child` and `save_revision` leave.  A page stands in the tree at once, so that others can refer to
it; what belongs to it (rows of its relations, revision, log entry) follows at the end of the batch, for all together.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision

_REVISED = ("latest_revision", "latest_revision_created_at", "has_unpublished_changes")


class NewPages:
    """Creates pages within one transaction.

    Args:
        user: who does, for the page history; `None` from the command line.
    """

    def __init__(self, user: Any = None) -> None:
        self._user = user
        self._last: dict[int, Page] = {}  # the last child of each parent
        self._uncounted: Counter[int] = Counter()  # children of each parent that its row does not tell of yet
        self._unlogged: list[Page] = []
        self._made: list[tuple[Page, dict[str, list[Model]]]] = []  # with the rows of its relations

    def add(self, parent: Page, page: Page) -> None:
        """Put a page into the tree.  Its title, its slug, which must be free there, and its locale are set."""
        rows = _rows_taken_from(page)
        last = self._last.get(parent.pk)
        page.draft_title = page.title
        if last is None:
            # This locks the parent: whoever adds a page there as well waits for the end of the transaction.
            parent.add_child(instance=page)
        else:
            page.depth, page.path = last.depth, last._inc_path()
            page._cached_parent_obj = parent  # as `add_child` does
            page.save(clean=False, log_action=None)
            self._uncounted[parent.pk] += 1
            self._unlogged.append(page)
        self._last[parent.pk] = page
        self._made.append((page, rows))

    def finish(self) -> None:
        """Write what belongs to the pages; `latest_revision` of each is its first one."""
        for parent, number in self._uncounted.items():
            Page.objects.filter(pk=parent).update(numchild=F("numchild") + number)
        PageLogEntry.objects.bulk_create(self._log_entry(page) for page in self._unlogged)
        self._save_rows()
        pages = [page for page, _ in self._made]
        for page, revision in zip(pages, Revision.objects.bulk_create(map(self._first_revision, pages)), strict=True):
            page.latest_revision, page.latest_revision_created_at = revision, revision.created_at
            page.has_unpublished_changes = True
        Page.objects.bulk_update(pages, _REVISED)

    def _save_rows(self) -> None:
        by_model: dict[type[Model], list[Model]] = {}
        for page, relations in self._made:
            for name, rows in relations.items():
                # They stay with the page: the revision and the indexes read them there and not from the database.
                setattr(page, name, rows)
                for row in rows:
                    by_model.setdefault(type(row), []).append(row)
        for model, rows in by_model.items():
            model._default_manager.bulk_create(rows)

    def _log_entry(self, page: Page) -> PageLogEntry:
        context = get_active_log_context()
        return PageLogEntry(
            page=page, content_type=ContentType.objects.get_for_model(page), label=page.get_admin_display_title(),
            action="wagtail.create", timestamp=timezone.now(), content_changed=True,
            user=self._user or context.user, uuid=context.uuid,
        )  # fmt: skip

    def _first_revision(self, page: Page) -> Revision:
        return Revision(
            content_object=page, base_content_type=page.get_base_content_type(), user=self._user,
            content=page.serializable_data(), object_str=str(page), created_at=timezone.now(),
        )  # fmt: skip


def _rows_taken_from(page: Page) -> dict[str, list[Model]]:
    """The rows of an unsaved page's relations, which saving the page will not write now."""
    rows: dict[str, list[Model]] = {}
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        rows[name] = list(getattr(page, name).all())
    page._cluster_related_objects = {}
    return rows
