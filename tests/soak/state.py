"""What an import leaves behind, comparable from run to run: names stand in the place of ids, and no time is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings

_RANDOM = {"pk", "path", "translation_key"}
_PAGES = {"page", "page_ptr", "supervisor", "supervisor_id", "condition", "content_object", "id"}
_REFERENCES = ("link ", "treatment ", "physician ", "condition ", "fees ")
_KINDS = {
    **{name: name for name in ("image", "category", "author", "tag")},
    **dict.fromkeys(("fee_table", "fee_table_id"), "table"),
}
_TIMES = re.compile(r"_at$|^(?:created|date|timestamp|heard_from)")


def everything() -> dict[str, Any]:
    """Pages, revisions, pictures, documents, redirects, the import's own record, the log, the indexes, the files."""
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.models import Page, PageLogEntry, ReferenceIndex

    from importers.models import ImportedPage, ImportRun, MadeObject, RunEntry
    from kneeblog.models import FeeTable

    names = _names()

    def told(value: Any) -> Any:
        return _told(value, names)

    return {
        "pages": {page.url_path: told(_page(page)) for page in Page.objects.all().specific()},
        "images": {
            image.file_hash: told({"title": image.title, "file": image.file.name, "size": image.file_size})
            for image in get_image_model().objects.all()
        },
        "renditions": sorted(
            told(f"image {rendition.image_id} {rendition.filter_spec} {rendition.file.name}")
            for rendition in get_image_model().get_rendition_model().objects.all()
        ),
        "documents": sorted(
            f"{one.title} {one.file_hash} {one.file.name}" for one in get_document_model().objects.all()
        ),
        "fees": {
            str(one.translation_key): str(one.get_latest_revision().content["rows"]) for one in FeeTable.objects.all()
        },
        "redirects": sorted(told(f"{one.old_path} page {one.redirect_page_id}") for one in Redirect.objects.all()),
        "imported": {row.key: told(_row(row)) for row in ImportedPage.objects.all()},
        "runs": [[run.state, run.source.rpartition("/")[2]] for run in ImportRun.objects.order_by("pk")],
        "entries": sorted(told(f"{one.key} {one.outcome} page {one.page_id}") for one in RunEntry.objects.all()),
        "made": sorted(str(one.made) for one in MadeObject.objects.all()),
        "log": sorted(told(f"{one.action} page {one.page_id}") for one in PageLogEntry.objects.all()),
        "references": sorted(
            # By the base type: under which of a page's two types a reference stands depends on what was saved last.
            told(f"{one.base_content_type.model} {one.model_path} → {one.to_content_type.model}")
            for one in ReferenceIndex.objects.all()
        ),
        "search": _search(told),
        "files": sorted(
            str(path.relative_to(settings.MEDIA_ROOT))
            for path in Path(settings.MEDIA_ROOT).rglob("*")
            if path.is_file()
        ),
    }  # fmt: skip


def _search(told: Any) -> list[str]:
    """The search index, by what it is about."""
    from wagtail.search.models import IndexEntry

    entries = IndexEntry.objects.select_related("content_type")

    def line(entry: Any) -> str:
        model = entry.content_type.model
        page = told(f"page {entry.object_id}") if model.endswith("page") else ""
        return f"{model} {page} {entry.title} {entry.body} {entry.autocomplete}"

    return sorted(line(entry) for entry in entries if hasattr(entry, "body"))


def _names() -> dict[str, dict[int, str]]:
    from taggit.models import Tag
    from wagtail.images import get_image_model
    from wagtail.models import Page

    from kneeblog.models import Author, Category, FeeTable

    return {
        "author": dict(Author.objects.values_list("pk", "name")),
        "tag": dict(Tag.objects.values_list("pk", "name")),
        "page": dict(Page.objects.values_list("pk", "url_path")),
        "image": {pk: f"image {hashed}" for pk, hashed in get_image_model().objects.values_list("pk", "file_hash")},
        "table": {pk: f"table {key}" for pk, key in FeeTable.objects.values_list("pk", "translation_key")},
        "category": dict(Category.objects.values_list("pk", "name")),
    }


def _page(page: Any) -> dict[str, Any]:
    """The row, its inline rows, and every revision."""
    revisions = [json.loads(json.dumps(one.content, default=str)) for one in page.revisions.order_by("pk")]
    return {
        "row": json.loads(json.dumps(page.serializable_data(), default=str)),
        "latest": page.revisions.count() and page.latest_revision_id == page.revisions.order_by("pk").last().pk,
        "numchild": page.numchild,
        "revisions": revisions,
    }


def _row(row: Any) -> dict[str, Any]:
    return {
        **{
            name: getattr(row, name)
            for name in ("outcome", "draft_digest", "chars", "pictures", "references", "imported")
        },
        "revision is the page's": row.page is not None and row.revision_id == row.page.latest_revision_id,
    }


def _told(value: Any, names: dict[str, dict[int, str]], name: str = "") -> Any:
    """The value with names for ids, by the field that holds them."""
    if isinstance(value, dict):
        left = {
            key: part
            for key, part in value.items()
            if key not in {"pk", "path", "translation_key"} and not _TIMES.search(key)
        }
        if left.get("type") in {"treatment", "fee_table"} and isinstance(left.get("value"), int):
            kind = "page" if left["type"] == "treatment" else "table"
            return {**left, "value": names[kind].get(left["value"], left["value"])}
        return {key: _told(part, names, key) for key, part in left.items()}
    if isinstance(value, list):
        return [_told(part, names, name) for part in value]
    if isinstance(value, str):
        return _told_text(value, names)
    kind = _KINDS.get(name)
    if kind is None and name in {
        "page",
        "page_ptr",
        "supervisor",
        "supervisor_id",
        "condition",
        "content_object",
        "id",
    }:
        kind = "page"
    if kind is None and (
        name in {"latest_revision", "revision"}
        or name.startswith(("link ", "treatment ", "physician ", "condition ", "fees "))
    ):
        return value is not None
    return names[kind].get(value, value) if kind and isinstance(value, int) else value


def _told_text(text: str, names: dict[str, dict[int, str]]) -> Any:
    if text.startswith(("[{", '{"')):
        try:
            return _told(json.loads(text), names)
        except ValueError:
            return text
    text = re.sub(r'(linktype="page" id=")(\d+)', lambda match: match[1] + names["page"].get(int(match[2]), "?"), text)
    text = re.sub(r"\bpage (\d+)$", lambda match: names["page"].get(int(match[1]), "?"), text)
    return re.sub(r"^image (\d+)", lambda match: names["image"].get(int(match[1]), "?"), text)
