"""The sizes in which visitors are sent pictures, as Wagtail's filters.  Whoever makes them beforehand makes these."""

from __future__ import annotations

from typing import Any

PICTURE_FILTERS = ("width-480|format-webp|preserve-svg", "width-960|format-webp|preserve-svg")
SHARING_FILTER = "fill-1200x630|format-jpeg"  # for the head of a page, as other sites show it


def sharing_rendition(picture: Any) -> Any:
    """The picture as other sites show it; None of a drawing (SVG), which they do not show, or if its file is gone.

    A page is not lost to its visitors because one of its files is.
    """
    if picture is None or picture.is_svg():
        return None
    try:
        return picture.get_rendition(SHARING_FILTER)
    except OSError:
        return None
