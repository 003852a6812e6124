"""Room 6, pictures: finds the originals that lie beside the saved pages and puts them into the library.

A picture is known by its media id in the old address and by its content; never by its file name alone.  Nothing is
fetched from anywhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import AbstractImage

from importers import sources
from importers.records import Finding
from importers.wix import media as wix_media

_MEDIA_ID = re.compile(r"[0-9a-f]{5,6}_[0-9a-f]{24,}", re.IGNORECASE)
_THUMBNAIL = re.compile(r"/v1/|blur_\d|(?:^|[,_/])w_\d{1,3}[,_/]")


class Shelf:
    """The pictures that lie in the source and in `--media`, by media id or file name.

    Args:
        paths: folders and zips to look in, the later ones first.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        self._by_id: dict[str, sources.MediaFile] = {}
        self._by_name: dict[str, sources.MediaFile] = {}
        self._images: dict[str, AbstractImage | None] = {}
        self.findings: list[Finding] = []
        for file in sources.media_files(paths):
            if _THUMBNAIL.search(file.path):
                continue  # a rendition, perhaps a blurred one
            name = unquote(PurePosixPath(file.path).name)
            if match := _MEDIA_ID.search(name):
                known = self._by_id.get(match[0].lower())
                if known is None or file.size > known.size:
                    self._by_id[match[0].lower()] = file
            else:
                self._by_name.setdefault(name, file)

    def digest(self, url: str) -> str:
        """The content's digest of a picture that is at hand, `""` for one that is not."""
        file = self._file(url)
        return hashlib.sha256(file.read()).hexdigest() if file else ""

    def image(self, url: str, title: str, description: str = "") -> AbstractImage | None:
        """The library's picture for an old address: the one with the same content, else a new one; `None` if pending.

        A file that is no picture, or one too large to decode safely, is refused with a finding and stays pending.
        """
        if url not in self._images:
            file = self._file(url)
            self._images[url] = self._stored(file, url, title, description) if file else None
        return self._images[url]

    def _file(self, url: str) -> sources.MediaFile | None:
        media_id = wix_media.media_id(url)
        if match := _MEDIA_ID.search(media_id):
            return self._by_id.get(match[0].lower())
        return self._by_name.get(unquote(PurePosixPath(url).name))

    def _stored(self, file: sources.MediaFile, url: str, title: str, description: str) -> AbstractImage | None:
        data = file.read()
        model = get_image_model()
        content = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # Wagtail's own `file_hash`
        known = model.objects.filter(file_hash=content).first()
        if known is not None:
            return known
        name = f"{content[:16]}{PurePosixPath(file.path).suffix.lower()}"
        try:
            WagtailImageField().clean(ImageFile(BytesIO(data), name=name))
        except ValidationError as error:
            self.findings.append(
                Finding(
                    level="warning",
                    id="image.refused",
                    message=f"{file.path} is not taken: {' '.join(error.messages)}",
                    hint="Put a picture that opens in its place and import again.",
                    where=url,
                )
            )
            return None
        image = model(title=(description or title)[:255], description=description[:255])
        image.file.save(name, ImageFile(BytesIO(data), name=name), save=False)
        image.file_hash = content
        image.file_size = len(data)
        image.save()
        return image
