"""What the importer looks after on a page, as plain values: from a draft, from a page, and back onto a page.

Values can be compared and merged (`merge`) and are kept with each import.  What editors alone decide, such as dates of
review or the parent in breadcrumbs, is none of them, and so is never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from importers.actions import Action, MoreReferences, field_values, linked_values
from importers.alignment import aligned
from importers.blocktree import is_tree
from importers.merge import Merged, merge, texts_as_blocks
from importers.records import Json
from kneeblog.models import CareerEntry, PhysicianCredential

# Rows that hold a text each: the relation, its model, the attribute with the text.
ROWS: dict[str, tuple[type[Orderable], str]] = {
    "career": (CareerEntry, "text"),
    "credentials": (PhysicianCredential, "title"),
}


def wanted_values(action: Action, references: MoreReferences) -> Json:
    """What the source asks for."""
    data, meta = action.data, action.data["meta"]
    crumb = data["breadcrumbs"][-1]["label"] if data["breadcrumbs"] else ""
    values: Json = {
        "title": data["title"],
        "seo_title": meta["title"] if meta["title"] != data["title"] else "",
        "search_description": meta["description"],
        "robots": _robots(meta["robots"]),
        "breadcrumb_label": crumb if crumb != data["title"] else "",
        "author": data["author"] or "",
        "categories": texts_as_blocks(dict.fromkeys(data["categories"])),
        "tags": texts_as_blocks(sorted(set(data["tags"]))),
        **field_values(action, references),
        **linked_values(action, references),
    }
    if action.page_type == "symptom_article":
        values["related_conditions"] = texts_as_blocks(map(str, references.conditions_of(data["body"])))
    if action.page_type == "physician" and action.record:
        values |= {name: texts_as_blocks(action.record[name]) for name in ROWS}
    return values


def page_values(page: Page, names: Collection[str]) -> Json:
    """What a page holds, in the fields that are named."""
    return {name: _plain(_held(page, name)) for name in names}


def single_fields(page: Page) -> set[str]:
    """The fields of blocks that hold one block at most."""
    fields = (field for field in page._meta.get_fields() if isinstance(field, StreamField))
    return {field.name for field in fields if field.stream_block.meta.max_num == 1}


def _held(page: Page, name: str) -> Any:
    if name == "author":
        return page.author.name if page.author else ""
    if name == "categories":
        return texts_as_blocks(row.category.name for row in page.page_categories.all())
    if name == "tags":
        return texts_as_blocks(sorted(tag.name for tag in page.tags.all()))
    if name == "related_conditions":
        return texts_as_blocks(str(row.condition_id) for row in page.related_conditions.all())
    if name in ROWS:
        return texts_as_blocks(getattr(row, ROWS[name][1]) for row in getattr(page, name).all())
    value = getattr(page, name)
    return list(value.raw_data) if hasattr(value, "raw_data") else value


def _plain(value: Any) -> Any:
    """Free of what a form adds: browsers send line breaks as CR LF."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _robots(text: str) -> str:
    words = {word.strip().lower() for word in text.split(",")}
    if "noindex" not in words:
        return ""
    return "noindex,nofollow" if "nofollow" in words else "noindex"


# Three versions of one page ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """A page as it is, and what becomes of it by the source's new version.

    Args:
        here: what the page holds.
        wanted: what the source asks for, with the ids that the page's blocks have.
        merged: what the page is to hold.
    """

    here: Json
    wanted: Json
    merged: Merged

    @property
    def changes_page(self) -> bool:
        """Whether the page would be another one."""
        return self.merged.values != self.here


def meet(page: Page, base: Json, wanted: Json, edited_tables: Collection[int] = ()) -> Meeting:
    """Merge the source's new version into a page.

    Args:
        page: as its latest revision has it.
        base: the values that were imported last.
        wanted: the values that the source asks for now.
        edited_tables: fee tables that editors have worked on since they were imported.  A page that shows one shows an
            editor's fees: other fees at the source are a conflict, though the page itself still has the same reference.
    """
    here = page_values(page, wanted)
    base = {name: None if _was_deleted(page, name, value, here) else value for name, value in base.items()}
    wanted = {
        name: aligned(base.get(name) or [], value) if is_tree(value) and value else value
        for name, value in wanted.items()
    }
    arrived = _arrived(list(base.values()), list(wanted.values()))
    marks = {pk: f"edited {pk}" for pk in edited_tables}
    merged = merge(
        _with_pictures(base, arrived), wanted, _with_tables(_with_pictures(here, arrived), marks), single_fields(page)
    )
    back: dict[Any, Any] = {mark: pk for pk, mark in marks.items()}
    conflicts = [
        replace(one, here=back.get(one.here, one.here)) if isinstance(one.here, str) else one
        for one in merged.conflicts
    ]
    return Meeting(here, wanted, Merged(_with_tables(merged.values, back), conflicts))


def _was_deleted(page: Page, name: str, base: Any, here: Json) -> bool:
    """Whether a reference is empty because what it led to was deleted, not because an editor took it away."""
    if not name.endswith("_id") or base is None or here.get(name) is not None:
        return False
    model = page._meta.get_field(name.removesuffix("_id")).related_model
    return not model._default_manager.filter(pk=base).exists()


def _pictures(values: Any) -> Iterator[tuple[str, Any]]:
    """The pictures in values: old address and id, which is `None` for one that is pending."""
    if isinstance(values, Mapping):
        image = values.get("image")
        if values.get("original_url") and isinstance(image, Mapping):
            yield values["original_url"], image.get("image")
    parts = values.values() if isinstance(values, Mapping) else values if isinstance(values, list) else ()
    for part in parts:
        yield from _pictures(part)


def _arrived(base: Any, wanted: Any) -> dict[str, int]:
    """The pictures that were pending and have come to hand."""
    pending = {url for url, image in _pictures(base) if image is None}
    return {url: image for url, image in _pictures(wanted) if image and url in pending}


def _with_pictures(values: Any, arrived: Mapping[str, int]) -> Any:
    """The values with those pictures in their places: that they came is no change of what was said of them."""
    if isinstance(values, list):
        return [_with_pictures(part, arrived) for part in values] if arrived else values
    if not isinstance(values, Mapping) or not arrived:
        return values
    found = {name: _with_pictures(part, arrived) for name, part in values.items()}
    image = found.get("image")
    if isinstance(image, Mapping) and image.get("image") is None and found.get("original_url") in arrived:
        found["image"] = {**image, "image": arrived[found["original_url"]]}
    return found


def _with_tables(values: Json, names: Mapping[Any, Any]) -> Json:
    """The values with other names for some fee tables."""
    if not names:
        return values
    return {
        name: _renamed(value, names) if is_tree(value) else names.get(value, value) if name == "fee_table_id" else value
        for name, value in values.items()
    }


def _renamed(blocks: list[Json], names: Mapping[Any, Any]) -> list[Json]:
    out = []
    for block in blocks:
        value = block["value"]
        if block["type"] == "fee_table":
            value = names.get(value, value)
        elif isinstance(value, dict):
            value = {name: _renamed(part, names) if is_tree(part) else part for name, part in value.items()}
        out.append({**block, "value": value})
    return out
