"""Addresses of original pictures on Wix: the page shows a blurred thumbnail and names the original beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

from importers.records import Image
from importers.text import one_line

_HOST = "https://static.wixstatic.com/media/"
_ON_HOST = re.compile(r"static\.wixstatic\.com/media/([^/?#\s\"']+)")
# HTTrack writes `_mv2` for `~mv2` in local names; the id before it is always six and 32 hex digits.
_HTTRACK = re.compile(r"^([0-9a-f]{5,6}_[0-9a-f]{32})_(mv2)", re.IGNORECASE)
_MEDIA_ID = re.compile(r"^(?:[0-9a-f]{5,6}_[0-9a-f]{24}|[0-9a-f]{32}|nsplsh_\w)[^/]*\.\w{3,4}$", re.IGNORECASE)
_SIZE = ("width", "height")
_NOISE = re.compile(r"[\x00-\x20\x7f-\x9f]+")  # what a browser ignores in an address
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_INLINE_DATA = re.compile(r"^\s*(?:data|blob|javascript|file|about)\s*:", re.IGNORECASE)


def original(address: str) -> str:
    """The original's address for any spelling of a Wix picture: a bare media id, a rendition, a mirror's local copy.

    An address on another host, or a local file without a media id, comes back as it is; inline data gives `""`.
    """
    address = address.strip()
    if not address or _INLINE_DATA.match(address):
        return ""
    match = _ON_HOST.search(unquote(address) if "wixstatic.com%2F" in address else address)
    if match:
        return _HOST + _media_id(match[1])
    if _MEDIA_ID.match(unquote(address)):
        return _HOST + _media_id(address)
    address = on_the_web(address)
    return address.split("/v1/")[0] if "/v1/" in address and "wix" in address else address


def on_the_web(address: str) -> str:
    """An address, or `""` if it begins with a scheme that is no page's or picture's."""
    scheme = _SCHEME.match(_NOISE.sub("", address))
    return "" if scheme and scheme[0].lower() not in {"http:", "https:"} else address


def media_id(address: str) -> str:
    """The part of an original's address that names the picture, without extension or `~mv2`; `""` elsewhere."""
    match = _ON_HOST.search(address)
    return re.split(r"~mv2|\.", _media_id(match[1]))[0].lower() if match else ""


def _media_id(name: str) -> str:
    return _HTTRACK.sub(r"\1~\2", unquote(name))


def picture(attributes: Mapping[str, str], img: Mapping[str, str], link: str = "") -> Image | None:
    """One picture from its `wow-image`/`wix-image` and `img` attributes, by order of trust.

    Args:
        attributes: of the wrapping element, `{}` where there is none.
        img: of the `img` itself.
        link: where a click on it leads.

    Returns:
        `None` when no attribute names a picture.
    """
    info = _info(attributes.get("data-image-info") or img.get("data-image-info") or "")
    candidates = (
        info.get("uri", ""),
        img.get("data-pin-media", ""),
        attributes.get("id", "") if _MEDIA_ID.match(unquote(attributes.get("id", ""))) else "",
        img.get("src", ""),
        img.get("srcset", "").split(" ")[0],
        img.get("data-src", ""),
    )
    url = next((found for found in map(original, map(str, candidates)) if found), "")
    if not url:
        return None
    # The oldest viewer has no image info; there the picture's own size stands on the `img` that Pinterest is shown.
    size = info or ({name: int(img[name]) for name in _SIZE if img.get(name, "").isdecimal()} if _pinned(img) else {})
    return Image(
        url=url,
        width=_pixels(size.get("width")),
        height=_pixels(size.get("height")),
        alt=one_line(img.get("alt", "")),
        link=link,
    )


def _pinned(img: Mapping[str, str]) -> bool:
    return "/fit/" in img.get("data-pin-media", "")


@lru_cache(maxsize=64)  # a picture is looked at twice: when all are counted, and when it is read
def _info(raw: str) -> dict:
    try:
        data = json.loads(raw).get("imageData", {}) if raw else {}
    except (ValueError, AttributeError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _pixels(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 < value < 1_000_000 else None
