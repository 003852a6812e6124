"""Puts the addresses of pictures and frames right before a page is read.

Lazy loading leaves a placeholder in `src` and the address in another attribute, or in a `<noscript>` twin; themes show
a smaller rendition and name the original in `srcset` or behind a link.  Afterwards `src` is the best address there is.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.text import count

# In order of trust; the first three name the original outright.
_ORIGINALS = ("data-orig-file", "data-full-url", "data-full-src")
_SRCSETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = (
    "data-lazy-src",
    "data-src",
    "data-original",
    "data-lazy",
    "data-echo",
    "data-large-file",
    "data-litespeed-src",
)
_PLACEHOLDER = re.compile(
    r"^\s*(?:data:|about:|$)|(?:placeholder|blank|spacer|space|transparent|clear|lazy|loading|loader|pixel|1x1|dummy|grey|gray)"
    r"[\w-]*\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|e\d{10,})(?=\.\w+$)|(?<=[-_])(?:s|m|l|thumb|small|thumbnail)(?=\.\w+$)")
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)[wx],?")
_TIGHT = re.compile(r"(\s\d{1,6}(?:\.\d{1,6})?[wx]),(?=\S)")  # no space before the next address
_VIDEO_OR_MAP = re.compile(r"youtube|youtu\.be|vimeo|google\.[a-z.]+/maps", re.IGNORECASE)
_EMOJI = "img.emoji[alt], img.wp-smiley[alt]"
_SOURCES = "iframe, video, audio, embed, object"


def settle(tree: LexborHTMLParser, url: str) -> None:
    """Put every picture's and frame's best address into its `src`, absolute if the page's own address is known."""
    base = tree.css_first("base[href]")
    root = _join(url, (base.attributes.get("href") or "") if base else "")
    for twin in tree.css("noscript"):
        _settle_twin(twin)
    for smiley in tree.css(_EMOJI):
        smiley.replace_with(smiley.attributes.get("alt") or "")
    for frame in tree.css("picture"):
        _settle_frame(frame)
    for player in tree.css("video, audio"):
        _settle_player(player)
    for picture in tree.css("img"):
        _settle_picture(picture, root)
    for element in tree.css(_SOURCES):
        _settle_source(element, root)
    for old in tree.css("embed"):  # one parser takes what follows for its inside
        frame = tree.create_node("iframe")
        frame.attrs["src"] = old.attributes.get("src") or ""
        old.replace_with(frame)
    if base is not None and root:
        for link in tree.css("a[href]"):
            href = link.attributes.get("href") or ""
            link.attrs["href"] = href if href.startswith("#") else _join(root, href)


def _settle_twin(twin: LexborNode) -> None:
    """A picture for browsers without scripts is taken for the lazy one beside it, or alone; never both."""
    frame = twin.css_first("iframe[src]")
    if frame is not None and _VIDEO_OR_MAP.search(frame.attributes.get("src") or ""):
        before = _neighbour(twin, "prev")
        if before is None or (before.tag != "iframe" and before.css_first("iframe") is None):
            twin.unwrap()
        return
    picture = twin.css_first("img")
    if picture is None or _is_pixel(picture):
        return
    for beside in (_neighbour(twin, "prev"), _neighbour(twin, "next")):
        lazy = beside if beside is not None and beside.tag == "img" else beside.css_first("img") if beside else None
        if lazy is None:
            continue
        own = best_address(_attributes(lazy))
        if not own or _PLACEHOLDER.search(own):
            for name, value in _attributes(picture).items():
                lazy.attrs[name] = value
            return
        if _stem(own) == _stem(best_address(_attributes(picture))):
            return
    twin.unwrap()


def _neighbour(node: LexborNode, side: str) -> LexborNode | None:
    """The next element on one side, if nothing but white space stands between."""
    found = getattr(node, side)
    while found is not None and not found.is_element_node:
        if found.is_text_node and count(found.text_content or ""):
            return None
        found = getattr(found, side)
    return found


def _settle_frame(frame: LexborNode) -> None:
    """A picture that names no address itself is one of the sources beside it."""
    picture = frame.css_first("img")
    if picture is not None and _PLACEHOLDER.search(best_address(_attributes(picture))):
        sources = (_largest(_attributes(source).get("srcset", "")) for source in frame.css("source"))
        lazy = (_largest(_attributes(source).get("data-srcset", "")) for source in frame.css("source"))
        if found := next(filter(None, (*sources, *lazy)), ""):
            picture.attrs["src"] = found
    _drop_sources(frame)


def _settle_player(player: LexborNode) -> None:
    """A video or a recording names its address itself or in its first source."""
    sources = player.css("source[src]")
    if sources and not player.attributes.get("src"):
        player.attrs["src"] = sources[0].attributes.get("src") or ""
    _drop_sources(player)


def _drop_sources(node: LexborNode) -> None:
    """To the parser of the second pass each of them would hold what follows."""
    for source in node.css("source"):
        source.decompose()


def _settle_picture(picture: LexborNode, root: str) -> None:
    attributes = _attributes(picture)
    address = best_address(attributes)
    if _is_pixel(picture) or (_PLACEHOLDER.search(address) and address.strip() and not address.startswith("data:")):
        picture.decompose()
        return
    link = picture.parent
    if link is not None and link.tag == "a" and _is_original(link.attributes.get("href") or "", address):
        address = link.attributes.get("href") or ""
        link.unwrap()  # it only opened the picture
    picture.attrs["src"] = _join(root, address)


def best_address(attributes: dict[str, str]) -> str:
    """The address of the largest picture that an `img` names; a placeholder only if there is nothing else."""
    src = attributes.get("src", "")
    shown = next((found for name in _LAZY if not _PLACEHOLDER.search(found := attributes.get(name, ""))), src)
    original = next((found for name in _ORIGINALS if (found := attributes.get(name, ""))), "")
    largest = next((found for name in _SRCSETS if (found := _largest(attributes.get(name, "")))), "")
    # Renditions of a picture that is shown itself are smaller.
    if largest and _SIZE.search(largest) and _stem(largest) == _stem(shown) and not _SIZE.search(shown):
        largest = ""
    return original or largest or shown


def _largest(srcset: str) -> str:
    best = (-1.0, "")
    words = _TIGHT.sub(r"\1, ", srcset).split()
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if _DESCRIPTOR.fullmatch(word):
            continue
        size = _DESCRIPTOR.fullmatch(after) if not word.endswith(",") else None
        address = word.rstrip(",")
        if not _PLACEHOLDER.search(address):
            best = max(best, (float(size[1]) if size else 0.0, address), key=lambda candidate: candidate[0])
    return best[1]


def _is_original(link: str, shown: str) -> bool:
    """Whether a link from a picture leads to the same picture in full."""
    path = _path(link)
    return bool(_PICTURE_FILE.search(path)) and _stem(link) == _stem(shown)


def _stem(address: str) -> str:
    """A picture's file name without the marks of a rendition."""
    return _SIZE.sub("", unquote(_path(address)).rsplit("/", 1)[-1]).rsplit(".", 1)[0].rstrip("-_").lower()


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _is_pixel(picture: LexborNode) -> bool:
    """Whether a picture only counts visitors or holds a place."""
    sizes = [(picture.attributes.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return any(size in {"0", "1"} for size in sizes)


def _settle_source(element: LexborNode, root: str) -> None:
    attributes = _attributes(element)
    names = ("data-src", "data-lazy-src", "data-litespeed-src", "data-original", "src", "data")
    address = next((found for name in names if not _PLACEHOLDER.search(found := attributes.get(name, ""))), "")
    if not address and element.tag == "object":
        param = element.css_first('param[name="movie"], param[name="src"], embed[src]')
        address = (param.attributes.get("value") or param.attributes.get("src") or "") if param else ""
    if address:
        element.attrs["src"] = _join(root, address)


def _join(root: str, address: str) -> str:
    try:
        return urljoin(root, address.strip()) if root else address.strip()
    except ValueError:
        return address


def _attributes(node: LexborNode) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}
