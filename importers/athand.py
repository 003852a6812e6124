"""Which of the pictures and files that pages name lie in the source.  Pure; whoever wants the bytes reads the file.

They are known by the media id in the old address or by where they lie; never by a file name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from importers import sources
from importers.addresses import one_spelling
from importers.markup import media

_MEDIA_ID = re.compile(r"[0-9a-f]{5,6}_[0-9a-f]{24,}", re.IGNORECASE)
_THUMBNAIL = re.compile(r"/v1/|blur_\d|(?:^|[,_/])w_\d{1,3}[,_/]")


class AtHand:
    """The pictures and files in some folders and zips.

    Args:
        paths: folders and zips to look in, the later ones first.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        self._by_url: dict[str, sources.MediaFile] = {}
        self._by_id: dict[str, sources.MediaFile] = {}
        self._by_path: dict[str, sources.MediaFile] = {}
        self._by_tail: dict[str, list[sources.MediaFile]] = {}
        for file in sources.media_files(paths):
            if _THUMBNAIL.search(file.path):
                continue  # a rendition, perhaps a blurred one
            path = unquote(file.path)
            if file.url:
                self._by_url.setdefault(file.url, file)
                if urlsplit(file.url).query:
                    continue  # a path may stand for many
            if media_id := _media_id(PurePosixPath(path).name):
                known = self._by_id.get(media_id)
                if known is None or file.size > known.size:
                    self._by_id[media_id] = file
            else:
                self._by_path.setdefault(path, file)
                self._by_tail.setdefault(_tail(path), []).append(file)

    def file(self, url: str) -> sources.MediaFile | None:
        """The file that an old address stands for, `None` if it is not at hand."""
        media_id = media.media_id(url)
        if match := _MEDIA_ID.search(media_id):
            return self._by_id.get(match[0].lower())
        if found := self._by_url.get(one_spelling(url)):
            return found
        try:
            address = urlsplit(url)
        except ValueError:
            return None
        path = unquote(address.path).strip("/")
        name = PurePosixPath(path).name
        if PurePosixPath(name).suffix.lower() in sources.FILE_SUFFIXES and (found := self._by_id.get(_media_id(name))):
            return found
        for exact in (f"{address.netloc}/{path}", path):
            if exact in self._by_path:
                return self._by_path[exact]
        # Where two folders of the same name hold a file of the same name, nobody can say which is meant.
        alike = self._by_tail.get(_tail(path), []) if "/" in path else []
        return alike[0] if len(alike) == 1 else None


def _media_id(name: str) -> str:
    """The id that Wix gave a picture, or a file together with its suffix; `""` where there is none."""
    match = _MEDIA_ID.search(name)
    suffix = PurePosixPath(name).suffix.lower()
    return match[0].lower() + (suffix if suffix in sources.FILE_SUFFIXES else "") if match else ""


def _tail(path: str) -> str:
    """The file's name and its folder's."""
    return "/".join(PurePosixPath(path).parts[-2:])
