"""Ricos nodes that are no text → `Node`s: pictures, galleries, videos, files and everything from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from importers.markup import media
from importers.records import Image, Json, Node, Run
from importers.text import one_line, shows
from importers.wix import widgets
from importers.wix.loose import look, number, objects, text
from importers.wix.ricostext import id_of, link_of, type_of, where_of

if TYPE_CHECKING:
    from importers.wix.ricos import RicosReader

_MEDIA, _VIDEOS, _SOUNDS = (
    "https://static.wixstatic.com/media/", "https://video.wixstatic.com/", "https://static.wixstatic.com/",
)  # fmt: skip
_FILES = "https://docs.wixstatic.com/ugd/"  # where the site's own address is not known
_STORED = re.compile(r"(?:media/)?([\w~.%-]+)")  # a picture by its id on Wix's host
_PLAYS = re.compile(r"//(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|video\.wixstatic\.com)/")
_SOCIAL = re.compile(
    r"https://(?:(?:www\.)?(?:twitter|x)\.com/\w+/status/\d+|www\.instagram\.com/(?:p|reel)/[\w-]+"
    r"|(?:www|m)\.facebook\.com/[^\s\"'<>?&]+|www\.tiktok\.com/@[^\s\"'<>?&]+)"
)
_FRAME = re.compile(r"<iframe\b[^<>]{0,2000}?\ssrc\s*=\s*[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"<(script|style|iframe|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/blockquote)\b[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")


def lost(reader: RicosReader, node: Json, subkind: str, hint: str) -> Node:
    """The place of something of which not even the data holds the address."""
    reader.find("warning", "embed.lost", hint, node, "Open the old page, copy the address and put it here.")
    return Node(kind="lost_embed", id=id_of(node), subkind=subkind, hint=hint, where=where_of(node))


# Pictures -------------------------------------------------------------------------------------------------------------


def _picture(found: object, link: object = None, alt: str = "", size: object = None) -> Image | None:
    """A picture from what Ricos calls a media object."""
    name = _named(found)
    stored = _STORED.fullmatch(name)
    url = media.original(_MEDIA + stored[1] if stored else name)
    if not url.startswith(("https://", "http://", "//")):
        return None
    sizes = (number(found if size is None else size, side) for side in ("width", "height"))
    width, height = (int(side) if side and 0 < side < 1_000_000 else None for side in sizes)
    return Image(url=url, width=width, height=height, alt=one_line(alt), link=link_of(link))


def _named(found: object) -> str:
    """How a media object names its file: an address, or an id on Wix's hosts."""
    return next(filter(None, (text(found, "src", key).strip() for key in ("url", "id", "custom"))), "")


def _image(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "imageData")
    image = _picture(look(data, "image"), look(data, "link"), text(data, "altText"))
    caption = "" if any(type_of(child) == "CAPTION" for child in objects(node, "nodes")) else text(data, "caption")
    return _pictured(reader, node, image, caption)


def _gif(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "gifData")
    address = text(data, "original", "gif") or text(data, "downsized", "gif") or text(data, "original", "still")
    return _pictured(reader, node, _picture({"src": {"url": address}}, size=data), "")


def _pictured(reader: RicosReader, node: Json, image: Image | None, caption: str) -> list[Node]:
    runs = _words(caption)
    if image:
        return [Node(kind="image", id=id_of(node), image=image, runs=runs, where=where_of(node))]
    reader.find("warning", "image.no-address", "A picture names no address.", node)
    return [Node(kind="paragraph", id=id_of(node), runs=runs, where=where_of(node))] if runs else []


def _gallery(reader: RicosReader, node: Json) -> list[Node]:
    """A gallery with all its pictures; its films stand after it."""
    pictures: list[Node] = []
    others: list[Node] = []
    for place, item in enumerate(objects(node, "galleryData", "items")):
        title, item_id = _words(text(item, "title")), f"{id_of(node)}-{place}"
        alt = text(item, "altText")
        film = _film(look(item, "video", "media"))
        image = _picture(look(item, "image", "media"), look(item, "image", "link"), alt)
        if image:
            pictures.append(Node(kind="image", id=item_id, image=image, runs=title))
        elif film:
            others.append(Node(kind="video", id=item_id, url=film, title=alt, runs=title, where=where_of(node)))
        else:
            reader.find("warning", "image.no-address", "A picture names no address.", node)
            others += [Node(kind="paragraph", runs=title)] if title else []
    if pictures:
        whole = Node(kind="gallery", id=id_of(node), children=tuple(pictures), where=where_of(node))
        return [whole, *others]
    if not others:
        others.append(lost(reader, node, "gallery", "The post's data names no picture of this gallery."))
    return others


# Players and files ----------------------------------------------------------------------------------------------------


def _film(found: object) -> str:
    """A playable address: another host's, or that of a rendition on Wix's own."""
    name = _named(found)
    return _http(name) or (_VIDEOS + quote(name) if name.startswith("video/") else "")


def _video(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "videoData")
    title, url = one_line(text(data, "title")), _film(look(data, "video"))
    if url:
        return [Node(kind="video", id=id_of(node), url=url, title=title, where=where_of(node))]
    about = f" ({title})" if title else ""
    return [lost(reader, node, "video", f"The post's data does not hold this video's address{about}.")]


def _audio(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "audioData")
    name = _named(look(data, "audio"))
    hosted = _SOUNDS + quote(name if "/" in name else f"mp3/{name}") if name and ":" not in name else ""
    runs = _words(text(data, "name"), text(data, "authorName"))
    return _embedded(reader, node, "audio", _http(name) or hosted or _frame(text(data, "html")), runs)


def _file(reader: RicosReader, node: Json) -> list[Node]:
    """A file by its name, size and address; Wix serves a site's files below the site's own address."""
    data = look(node, "fileData")
    stored = _named(data) or text(data, "path")
    title, kind = one_line(text(data, "name")), text(data, "type").lower()
    if title and kind and not title.lower().endswith(f".{kind}"):
        title = f"{title}.{kind}"
    name = stored.removeprefix("ugd/")
    private = look(data, "src", "private") is True
    url = _http(stored)
    if name and not url and not private and ":" not in name:
        url = (f"{reader.base}/_files/ugd/" if reader.base else _FILES) + quote(name)
    if not url:
        reader.find(
            "warning", "file.lost", f"The post's data does not hold the address of the file {title}.", node,
            "Download the file from the old page and upload it here.",
        )  # fmt: skip
    kilobytes = number(data, "sizeInKb")
    size = kilobytes * 1000 if kilobytes else number(data, "size")
    shown = title or name.rsplit("/", 1)[-1]
    bytes_ = round(size) if size and size > 0 else None
    return [Node(kind="file", id=id_of(node), title=shown, url=url, size=bytes_, where=where_of(node))]


# From elsewhere -------------------------------------------------------------------------------------------------------


def _html(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "htmlData")
    address, html = _http(text(data, "url")), text(data, "html")
    if not address and not _SOCIAL.search(html):
        nodes, findings = widgets.kept_aside(html, id_of(node), where_of(node))
        reader.findings += findings
        if nodes:
            return list(nodes)
    return _from_elsewhere(reader, node, address, html)


def _oembed(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "embedData")
    found = look(data, "oembed")
    address = next(filter(None, map(_http, (text(data, "src"), text(found, "url"), text(found, "videoUrl")))), "")
    return _from_elsewhere(reader, node, address, unescape(text(found, "html")), text(found, "title"))


def _from_elsewhere(reader: RicosReader, node: Json, address: str, html: str, title: str = "") -> list[Node]:
    """A frame of another site, a post of a social network, or code that only the old site could run."""
    url = address or _frame(html)
    social = _SOCIAL.search(url) or (_SOCIAL.search(html) if not url else None)
    runs = _words(_said(html))
    if _PLAYS.search(url):
        return [Node(kind="video", id=id_of(node), url=url, title=one_line(title), runs=runs, where=where_of(node))]
    subkind = "social" if social else "map" if "maps" in url else "other"
    url = url or (social[0] if social else "")
    return _embedded(reader, node, subkind, url, runs, title, lost_kind="html")


def _link_preview(reader: RicosReader, node: Json) -> list[Node]:
    """Drawn as the address's host, title and description below each other."""
    data = look(node, "linkPreviewData")
    url = link_of(look(data, "link"))
    runs = _words(_host(url), text(data, "title"), text(data, "description"))
    return _embedded(reader, node, "link_preview", url or _frame(text(data, "html")), runs)


def _app(reader: RicosReader, node: Json) -> list[Node]:
    """A product, event or service of the old site."""
    data = look(node, "appEmbedData")
    facts = (text(data, "eventData", "scheduling"), text(data, "eventData", "location"))
    return _embedded(reader, node, "other", link_of(data), _words(text(data, "name"), *facts))


def _poll(reader: RicosReader, node: Json) -> list[Node]:
    poll = look(node, "pollData", "poll")
    runs = _words(text(poll, "title"), *(text(option, "title") for option in objects(poll, "options")))
    layout = look(node, "pollData", "layout")
    sources = [look(poll, "image")] if look(layout, "poll", "enableImage") is True else []
    if look(layout, "options", "enableImage") is True:
        sources += [look(option, "image") for option in objects(poll, "options")]
    pictures = [Node(kind="image", image=image) for image in map(_picture, sources) if image]
    return [*_embedded(reader, node, "poll", "", runs), *pictures]


def _map(reader: RicosReader, node: Json) -> list[Node]:
    """A place on a map, as an address that any map service of the kind opens."""
    data = look(node, "mapData", "mapSettings")
    latitude, longitude = number(data, "lat"), number(data, "lng")
    place = one_line(text(data, "address") or text(data, "locationName"))
    query = f"{latitude},{longitude}" if latitude is not None and longitude is not None else quote(place)
    url = f"https://www.google.com/maps/search/?api=1&query={query}" if query else ""
    return _embedded(reader, node, "map", url, (), text(data, "locationName") or place)


def _button(reader: RicosReader, node: Json) -> list[Node]:
    data = look(node, "buttonData")
    runs, url = _words(text(data, "text")), link_of(look(data, "link"))
    return [Node(kind="button", id=id_of(node), runs=runs, url=url, where=where_of(node))] if runs or url else []


def _embedded(
    reader: RicosReader, node: Json, subkind: str, url: str, runs: tuple[Run, ...], title: str = "", lost_kind: str = ""
) -> list[Node]:
    if not url and not runs:
        kind = lost_kind or subkind
        return [lost(reader, node, kind, f"The post's data does not hold what was embedded here ({kind}).")]
    title = one_line(title)
    return [Node(kind="embed", id=id_of(node), subkind=subkind, url=url, title=title, runs=runs, where=where_of(node))]


def _words(*parts: str) -> tuple[Run, ...]:
    """Lines of plain text as runs."""
    lines = [part for part in parts if shows(part)]
    return (Run("\n".join(lines)),) if lines else ()


def _http(address: str) -> str:
    """An address with a scheme that a page may embed, or `""`."""
    address = address.strip()
    return address if re.match(r"https?://[^/\s]|//[^/\s]", address, re.IGNORECASE) else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _frame(html: str) -> str:
    """Where the first frame in a piece of HTML leads."""
    match = _FRAME.search(html)
    return _http(unescape(match[1])) if match else ""


def _said(html: str) -> str:
    """The text that a piece of HTML shows."""
    return unescape(_TAG.sub("", _BREAKS.sub("\n", _NOT_SHOWN.sub("", html)))).strip()


MAKERS: dict[str, Callable[[RicosReader, Json], list[Node]]] = {
    "IMAGE": _image,
    "GIF": _gif,
    "GALLERY": _gallery,
    "VIDEO": _video,
    "AUDIO": _audio,
    "FILE": _file,
    "HTML": _html,
    "EMBED": _oembed,
    "OEMBED": _oembed,
    "LINK_PREVIEW": _link_preview,
    "APP_EMBED": _app,
    "POLL": _poll,
    "MAP": _map,
    "BUTTON": _button,
}
