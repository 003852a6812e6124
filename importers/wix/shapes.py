"""What a page's markup tells about its make: the generation of the blog's viewer, and names that no rule knows."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from importers.markup.cutting import place_of
from importers.markup.hooks import is_telling_hook

_BODY = '[data-hook="post-description"]'
_VERSION = re.compile(r'data-rce-version=["\']?(\d+)\.(\d+)')
# The first version of each generation, the newest first; see how their bodies differ in the golden pages.
_GENERATIONS = (("E", (11, 0)), ("D", (10, 130)), ("C", (10, 0)), ("B", (9, 17)), ("A", (0, 0)))
_COUNTED = re.compile(r"[-_]?\d+$|-viewer-?[0-9a-z]{4,}$|(?<=viewer)-\S+$")
# Hooks of the viewer that tell nothing: markers between blocks, wrappers, controls that zoom or scroll.
_FURNITURE = re.compile(
    r"rcv-?block|post-description|table|web-?link|linkviewer|anchorlink|image-?(viewer|expand|item)|item|gallery|gap|css-scroll"
    r"|fileupload|file-|expandcollapse|ricos|svg-icon|divider",
    re.IGNORECASE,
)
_KNOWN_ELEMENTS = frozenset({"wow-image", "wix-image", "lite-youtube", "youtube-video", "font-face", "color-profile"})
_FEED = 'data-hook="feed-page-root"'


def generation(html: str) -> str:
    """The generation of the viewer that drew a post, A to E, or `""`."""
    found = _VERSION.search(html)
    if not found:
        return ""
    version = (int(found[1]), int(found[2]))
    return next(name for name, first in _GENERATIONS if version >= first)


def is_feed(html: str) -> bool:
    """Whether a page is the blog's own list of its posts."""
    return _FEED in html


def unknown_names(html: str) -> dict[tuple[str, str], tuple[int, str]]:
    """Hooks and elements in a post's text that no rule knows: kind and name → how often, and one place."""
    names: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], str] = {}
    if "post-description" not in html:
        return {}
    for body in LexborHTMLParser(html).css(_BODY):
        for node in body.css("*"):
            hook = node.attributes.get("data-hook") or ""
            tag = node.tag or ""
            found = [("hook", _COUNTED.sub("", part)) for part in hook.split()[:1] if not _is_known(hook)]
            found += [("element", tag)] if "-" in tag and tag not in _KNOWN_ELEMENTS else []
            for name in found:
                names[name] += 1
                places.setdefault(name, place_of(node))
    return {name: (number, places[name]) for name, number in names.items()}


def _is_known(hook: str) -> bool:
    return is_telling_hook(hook) or bool(_FURNITURE.match(hook))
