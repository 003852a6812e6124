"""New pages of a batch: the same rows as Wagtail's own way leaves, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from taggit.models import Tag
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from importers.creation import NewPages
from importers.indexing import filled_at_the_end
from kneeblog.models import ArticlePage, BlogIndexPage, Category, PageCategory

pytestmark = pytest.mark.django_db

RANDOM = {"pk", "path", "translation_key", "url_path", "latest_revision_created_at", "page", "content_object"}


def new_page(parent: Page, number: int, category: Category, tag: Tag) -> ArticlePage:
    page = ArticlePage(title=f"膝の話{number}", slug=f"story-{number}", live=False, locale=parent.locale)
    page.introduction = f"<p>本文{number}</p>"
    page.page_categories.set([PageCategory(category=category, locale=parent.locale)])
    page.tags.set([tag])
    return page


def told(value: Any) -> Any:
    """Without keys and places in the tree."""
    if isinstance(value, dict):
        return {name: told(part) for name, part in value.items() if name not in RANDOM}
    return [told(part) for part in value] if isinstance(value, list) else value


def left_below(parent: Page) -> list[Any]:
    """What there is of the pages below a page, in order."""
    parent.refresh_from_db()
    found: list[Any] = [parent.numchild]
    for page in parent.get_children().order_by("path").specific():
        revision = page.latest_revision
        log = PageLogEntry.objects.filter(page_id=page.pk).values(
            "action", "label", "content_type_id", "content_changed", "user_id", "data", "deleted"
        )
        references = ReferenceIndex.get_references_for_object(page).values_list("to_object_id", "model_path")
        found.append(
            [
                told(page.serializable_data()) | {"latest_revision": None}, told(revision.content),
                [revision.object_str, revision.content_type_id, revision.base_content_type_id, revision.user_id],
                [page.latest_revision_created_at == revision.created_at, page.has_unpublished_changes],
                list(log), sorted(references), Revision.page_revisions.filter(object_id=page.pk).count(),
                [row.pk for row in page.page_categories.all()] == [row["pk"] for row in revision.content["page_categories"]],
            ]
        )  # fmt: skip
    return found


@pytest.fixture
def shelves(site_tree: Any) -> tuple[BlogIndexPage, BlogIndexPage, Category, Tag]:
    other = site_tree.home.add_child(instance=BlogIndexPage(title="別", slug="other", locale=site_tree.home.locale))
    category = Category.objects.create(name="膝", slug="knee", locale=site_tree.home.locale)
    return site_tree.blog, other, category, Tag.objects.create(name="運動")


def test_the_same_rows_as_add_child_and_save_revision(shelves: Any) -> None:
    ours, theirs, category, tag = shelves
    for batch in ((0, 1, 2), (3, 4)):
        with transaction.atomic(), filled_at_the_end():
            pages = NewPages()
            for number in batch:
                pages.add(ours, new_page(ours, number, category, tag))
            pages.finish()
    for number in range(5):
        page = new_page(theirs, number, category, tag)
        theirs.add_child(instance=page)
        page.save_revision()
    left = left_below(ours)
    assert left[0] == 5 and len(left) == 6
    assert left == left_below(theirs)
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_under_several_parents_and_under_each_other(shelves: Any) -> None:
    ours, theirs, category, tag = shelves
    with transaction.atomic(), filled_at_the_end():
        pages = NewPages()
        for number in range(3):
            for parent in (ours, theirs):
                pages.add(parent, new_page(parent, number, category, tag))
        pages.finish()
    assert [len(parent.get_children()) for parent in (ours, theirs)] == [3, 3]
    assert Page.find_problems() == ([], [], [], [], [])
    theirs.refresh_from_db()
    theirs.add_child(instance=new_page(theirs, 9, category, tag))  # an editor's, afterwards
    assert [page.slug for page in theirs.get_children()] == ["story-0", "story-1", "story-2", "story-9"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_is_taken_back_leaves_no_trace(shelves: Any) -> None:
    ours, _, category, tag = shelves
    before = left_below(ours)
    with pytest.raises(IntegrityError), transaction.atomic(), filled_at_the_end():
        pages = NewPages()
        pages.add(ours, new_page(ours, 1, category, tag))
        pages.add(ours, new_page(ours, 2, Category(pk=10**6, name="gone"), tag))
        pages.finish()
        from django.db import connection

        connection.check_constraints()
    assert left_below(ours) == before
    assert not Revision.page_revisions.exists() and not PageCategory.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_text_of_a_draft_stays_out_of_the_indexes(shelves: Any) -> None:
    from wagtail.search.models import IndexEntry

    ours, _, category, tag = shelves
    with transaction.atomic(), filled_at_the_end():
        pages = NewPages()
        pages.add(ours, new_page(ours, 1, category, tag))
        pages.finish()
    page = ArticlePage.objects.get()
    assert "本文1" in IndexEntry.objects.get(object_id=str(page.pk), title=page.title).body
    page.introduction = "<p>下書き</p>"
    with transaction.atomic(), filled_at_the_end():
        page.save_revision()
    assert "本文1" in IndexEntry.objects.get(object_id=str(page.pk), title=page.title).body
