"""Wagtail's pictures and documents as the importer fills them: checked by Wagtail's forms, named by their content."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.models import AbstractImage, Filter
from wagtail.models import Collection

from importers.errors import ImportFailure, PageRefused
from importers.media import files, pictures
from importers.media.wanted import Wanted
from kneeblog.pictures import PICTURE_FILTERS, SHARING_FILTER

_NAME = 32  # hexadecimal digits; Wagtail cuts the names of renditions, and 20 of them still tell pictures apart


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture or document of the library; a new one has its file in place, its row is not saved yet."""

    item: Any  # AbstractImage | AbstractDocument, of which mypy knows nothing
    made: bool = True  # by an import, not by an editor
    notes: tuple[str, ...] = ()  # what is not as it was in the original


class Library:
    """Finds and makes pictures and documents by their content."""

    def __init__(self) -> None:
        self._collections: dict[str, Collection] = {}
        self._filters = [Filter(spec=spec) for spec in (*PICTURE_FILTERS, SHARING_FILTER)]

    def picture(self, data: bytes, one: Wanted) -> Entry:
        """The library's picture for some bytes.

        Raises:
            PageRefused: it is no picture that can be used.
        """
        model = get_image_model()
        if theirs := model.objects.filter(file_hash=_sha1(data)).first():
            return Entry(theirs, made=False)  # an editor uploaded the very same file
        picture = pictures.made_anew(data, getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", None))
        name = f"{_digest(picture.data)}{picture.suffix}"
        item = self._item(model, get_image_form(model), name, picture.data, one, {"description": one.alt[:255]})
        return Entry(item, notes=picture.notes)

    def file(self, data: bytes, one: Wanted) -> Entry:
        """The library's document for some bytes; its name is what people get who download it.

        Raises:
            PageRefused: it is no file that can be offered.
        """
        model = get_document_model()
        if theirs := model.objects.filter(file_hash=_sha1(data)).first():
            return Entry(theirs, made=False)
        old_name = unquote(urlsplit(one.url).path.rpartition("/")[2])
        suffix = files.suffix(data, old_name)
        readable = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(old_name).stem.lower()).strip("-")[:40]
        name = "-".join(filter(None, (readable, _digest(data)[:16]))) + suffix
        return Entry(self._item(model, get_document_form(model), name, data, one, {}))

    def make_renditions(self, image: AbstractImage, *, sharing: bool) -> None:
        """Make the sizes that the public templates ask for, so that no visitor's request has to.

        Raises:
            OSError, ValueError: a size cannot be made of it.
        """
        for wanted in self._filters if sharing else self._filters[:-1]:
            found = image.clean_filter_for_svg(wanted)
            name = (image.pk, found.spec, found.get_cache_key(image))
            if name in self._renditions:
                continue
            rendition = image.get_rendition_model()(image=image, filter_spec=name[1], focal_point_key=name[2])
            made = image.generate_rendition_file(found)
            made.seek(0)
            put_file(rendition.file, made.name, made.read())
            rendition.save()
            self._renditions.add(name)

    @cached_property
    def _renditions(self) -> set[tuple[int, str, str]]:
        """Those that are there; asked for once, a run may know thousands of pictures."""
        there = get_image_model().get_rendition_model().objects
        return set(there.values_list("image_id", "filter_spec", "focal_point_key"))

    def _item(self, model: type[Any], form_class: type[Any], name: str, data: bytes, one: Wanted, more: dict) -> Any:
        collection = self._collection(one.site)
        empty = model(collection=collection)
        path = empty.file.field.generate_filename(empty, name)
        if known := model.objects.filter(file=path).first():
            return known
        words = {"title": one.title[:255], "collection": collection.pk, "tags": "", **more}
        form = form_class(words, {"file": SimpleUploadedFile(name, data)})
        if not form.is_valid():
            reasons = "; ".join(f"{field}: {' '.join(said)}" for field, said in form.errors.items())
            raise PageRefused(
                f"{'image' if model is get_image_model() else 'file'}.refused",
                f"the library does not take it ({reasons}).",
                "Put one that it takes in its place and import again.",
            )
        item = form.save(commit=False)
        item.collection = collection
        put_file(item.file, name, data)
        return item

    def _collection(self, site: str) -> Collection:
        """The collection with the old site's name, made once."""
        root = Collection.get_first_root_node()
        if root is None:
            raise ImportFailure("The library has no root collection; run `manage.py migrate`.")
        if not site:
            return root
        if site not in self._collections:
            found = root.get_children().filter(name=site).first()
            self._collections[site] = found or root.add_child(name=site)
        return self._collections[site]


def put_file(field_file: Any, name: str, data: bytes) -> None:
    """Write a file under its own name: what an interrupted run left there is replaced, never stepped aside for.

    Raises:
        ImportFailure: the storage does not take it, for example because the disk is full.
    """
    storage = field_file.storage
    path = field_file.field.generate_filename(field_file.instance, name)
    try:
        if storage.exists(path):
            storage.delete(path)
        field_file.save(name, ContentFile(data, name=name), save=False)
    except OSError as error:
        raise ImportFailure(f"{path} cannot be written among the media files: {error.strerror or error}.") from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_NAME]


def _sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()  # Wagtail's own `file_hash`
