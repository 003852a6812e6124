"""Room 6, pictures: finds the originals that lie beside the saved pages and puts them into the library.

A picture is known by its address (`athand`) and by its content.  Nothing is fetched from anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import AbstractImage

from importers import sources
from importers.athand import AtHand
from importers.errors import PageRefused
from importers.records import Finding, Level


class Shelf:
    """The pictures that lie in the source and in `--media`, by media id or by where they lie.

    Args:
        paths: folders and zips to look in, the later ones first.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        self._at_hand = AtHand(paths)
        self._digests: dict[str, str] = {}
        self._images: dict[str, AbstractImage | None] = {}
        self._refusals: dict[str, Finding] = {}

    @property
    def findings(self) -> list[Finding]:
        """The pictures that were not taken."""
        return list(self._refusals.values())

    def refusals(self, urls: Iterable[str]) -> list[Finding]:
        """Which of these pictures were not taken, and why."""
        return [self._refusals[url] for url in urls if url in self._refusals]

    def digest(self, url: str) -> str:
        """The content's digest of a picture that is at hand, `""` for one that is not."""
        if url not in self._digests:
            file = self._at_hand.file(url)
            data = self._read(file, url) if file else None
            self._digests[url] = "" if data is None else hashlib.sha256(data).hexdigest()
        return self._digests[url]

    def image(self, url: str, title: str, description: str = "") -> AbstractImage | None:
        """The library's picture for an old address: the one with the same content, else a new one; `None` if pending.

        A file that is no picture, or one too large to decode safely, is refused with a finding and stays pending.
        """
        if url not in self._images:
            file = self._at_hand.file(url)
            data = self._read(file, url) if file else None
            self._images[url] = self._stored(file, data, url, title, description) if file and data else None
        return self._images[url]

    def forget(self) -> None:
        """Look pictures up again, after a failure took back what was put into the library."""
        self._images.clear()

    def _read(self, file: sources.MediaFile, url: str) -> bytes | None:
        """A picture's bytes; they are not kept, a source may hold more than the memory does."""
        try:
            return file.read()
        except PageRefused as refused:
            self._refuse(url, "warning", refused.finding_id, f"{file.path} is not taken: {refused}", refused.hint)
        except OSError as error:
            self._refuse(url, "warning", "image.unreadable", f"{file.path} cannot be read: {error.strerror}.", "")
        return None

    def _stored(
        self, file: sources.MediaFile, data: bytes, url: str, title: str, description: str
    ) -> AbstractImage | None:
        model = get_image_model()
        content = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # Wagtail's own `file_hash`
        known = model.objects.filter(file_hash=content).first()
        if known is not None:
            return known
        name = f"{content[:16]}{PurePosixPath(file.path).suffix.lower()}"
        try:
            WagtailImageField().clean(ImageFile(BytesIO(data), name=name))
        except ValidationError as error:
            message = f"{file.path} is not taken: {' '.join(error.messages)}"
            hint = "Put a picture that opens in its place and import again."
            self._refuse(url, "warning", "image.refused", message, hint)
            return None
        image = model(title=(description or title)[:255], description=description[:255])
        image.file.save(name, ImageFile(BytesIO(data), name=name), save=False)
        image.file_hash = content
        image.file_size = len(data)
        image.save()
        return image

    def _refuse(self, url: str, level: Level, finding_id: str, message: str, hint: str) -> None:
        self._refusals[url] = Finding(level=level, id=finding_id, message=message, hint=hint, where=url)
