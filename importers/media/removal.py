"""What an import brought, taken away again: only what it alone brought and nothing else refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, DraftStateMixin, GroupCollectionPermission, ModelLogEntry, Page, ReferenceIndex

from importers.models import ImportedMedia, ImportRun

State = ImportedMedia.State


@dataclass(slots=True)
class Removed:
    """What became of the originals that a run brought."""

    removed: list[str] = field(default_factory=list)  # titles
    kept: list[str] = field(default_factory=list)  # titles of those that are in use, or that editors have worked on


def remove(run: ImportRun) -> Removed:
    """Delete the pictures and documents that a run brought, with their renditions and files.

    What another run brought as well stays, and what an editor uploaded or worked on, and what anything refers to, be it
    only in a draft; so the run's pages go first.  Not to be called inside a transaction: files cannot be brought back.
    """
    result = Removed()
    drafts = referred_to_by_drafts()
    for row in run.media.filter(state=State.STORED).select_related("image", "document"):
        item = row.image or row.document
        shared = ImportedMedia.objects.filter(state=State.STORED, image=row.image, document=row.document)
        if item is None or not row.made or shared.exclude(pk=row.pk).exists():
            row.delete()
        elif _key(item) in drafts or ReferenceIndex.get_references_to(item).exists() or _was_edited(item):
            result.kept.append(str(item.title))
        else:
            _take_away(row, item)
            result.removed.append(str(item.title))
    sweep()
    return result


def _was_edited(item: Any) -> bool:
    """Whether somebody has described, cropped or replaced it in the library."""
    log = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(item), object_id=str(item.pk))
    return log.exclude(action="wagtail.create").exists()


def sweep() -> None:
    """Delete the files of what was taken away; an interrupted removal leaves some."""
    for row in ImportedMedia.objects.filter(state=State.REMOVED):
        for kind, path in row.leftovers:
            model = _models()[kind]
            if not model.objects.filter(file=path).exists():
                model._meta.get_field("file").storage.delete(path)
        row.delete()


def _take_away(row: ImportedMedia, item: Any) -> None:
    """The rows of the library, in one transaction with the names of the files, which go afterwards."""
    kind = "picture" if row.image else "document"
    with transaction.atomic():
        row.leftovers = [[kind, item.file.name]]
        if row.image:
            row.leftovers += [["rendition", rendition.file.name] for rendition in row.image.renditions.all()]
        row.state, row.image, row.document = State.REMOVED, None, None
        row.save()
        collection = item.collection
        item.delete()
        if _is_empty(collection):
            collection.delete()


def _is_empty(collection: Collection) -> bool:
    """Whether a collection has lost its last member, and nobody has given it rights of its own."""
    holds = any(model.objects.filter(collection=collection).exists() for model in _members())
    rights = GroupCollectionPermission.objects.filter(collection=collection).exists()
    restricted = collection.view_restrictions.exists()
    return not (holds or rights or restricted or collection.is_root() or collection.get_children().exists())


def _members() -> Iterator[type[Any]]:
    from wagtail.models import CollectionMember

    return (model for model in apps.get_models() if issubclass(model, CollectionMember))


def _models() -> dict[str, Any]:
    picture = get_image_model()
    return {"picture": picture, "rendition": picture.get_rendition_model(), "document": get_document_model()}


def referred_to_by_drafts(apart_from: Iterable[int] = ()) -> set[tuple[int, str]]:
    """What drafts refer to, by content type and id: Wagtail's index knows only what the pages' own rows say.

    Args:
        apart_from: the ids of pages whose drafts do not count.
    """
    found: set[tuple[int, str]] = set()
    for model in apps.get_models():
        if not issubclass(model, DraftStateMixin) or any(
            issubclass(base, DraftStateMixin) for base in model._meta.parents
        ):
            continue  # a page type's pages are found as pages
        changed: Any = model._default_manager.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        if issubclass(model, Page):
            changed = changed.exclude(pk__in=set(apart_from))
        for draft in changed.select_related("latest_revision"):
            references = ReferenceIndex._extract_references_from_object(draft.latest_revision.as_object())
            found |= {(content_type, pk) for content_type, pk, *_ in references}
    return found


def _key(item: Model) -> tuple[int, str]:
    return ReferenceIndex._get_base_content_type(item).pk, str(item.pk)
