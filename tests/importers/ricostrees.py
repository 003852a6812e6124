"""Ricos trees of our own writing, in the shapes of the real ones, for tests."""

from __future__ import annotations

import json
from typing import Any

from importers.records import Json, Node
from importers.wix.ricos import RicosReader

BLOG = "14bcded7-0066-7c35-14d7-466cb3f09103"
SLUG = "sample"


def node(kind: str, node_id: str = "", nodes: list[Json] | None = None, **data: Any) -> Json:
    """A node with its data, such as `headingData`."""
    return {"type": kind, "id": node_id, "nodes": nodes or [], **data}


def words(text: str, *decorations: Json | str) -> Json:
    """A text node; a decoration that needs no data by its name."""
    full = [{"type": item} if isinstance(item, str) else item for item in decorations]
    return node("TEXT", textData={"text": text, "decorations": full})


def link(url: str = "", anchor: str = "") -> Json:
    """The decoration of a link."""
    return {"type": "LINK", "linkData": {"link": {"url": url, "anchor": anchor, "target": "BLANK"}}}


def paragraph(text: str | Json, node_id: str = "p1", *more: Json) -> Json:
    """A paragraph of one text, or of text nodes."""
    first = words(text) if isinstance(text, str) else text
    return node("PARAGRAPH", node_id, [first, *more], paragraphData={"textStyle": {"textAlignment": "AUTO"}})


def heading(text: str, level: int = 2, node_id: str = "h1") -> Json:
    """A heading."""
    return node("HEADING", node_id, [words(text)], headingData={"level": level})


def bullets(*items: Json | str, kind: str = "BULLETED_LIST") -> Json:
    """A list; an item is a text or the nodes of a whole item."""
    rows = [
        node("LIST_ITEM", f"li{number}", [paragraph(item, f"lp{number}")] if isinstance(item, str) else item["nodes"])
        for number, item in enumerate(items)
    ]
    return node(kind, "l1", rows)


def image(media: str, node_id: str = "i1", alt: str = "", caption: str = "", **more: Any) -> Json:
    """A picture, with a caption below it."""
    below = [node("CAPTION", "c1", [words(caption)])] if caption else []
    data = {"image": {"src": {"id": media}, "width": 800, "height": 600}, "altText": alt, **more}
    return node("IMAGE", node_id, below, imageData=data)


def video(src: Json, node_id: str = "v1", title: str = "") -> Json:
    """A film."""
    return node("VIDEO", node_id, videoData={"video": {"src": src, "duration": 51}, "title": title})


def file(name: str, src: Json, node_id: str = "f1", **more: Any) -> Json:
    """A file to download."""
    return node("FILE", node_id, fileData={"src": src, "name": name, "type": "pdf", **more})


def gallery(*items: Json, node_id: str = "g1") -> Json:
    """A gallery of `gallery_item`s."""
    return node("GALLERY", node_id, galleryData={"items": list(items)})


def gallery_item(media: str, title: str = "", alt: str = "") -> Json:
    """One picture of a gallery."""
    return {"image": {"media": {"src": {"url": media}, "width": 900, "height": 600}}, "title": title, "altText": alt}


def read_tree(*nodes: Any, base: str = "") -> tuple[Node, ...]:
    """The nodes of a tree."""
    return RicosReader(base).read({"nodes": list(nodes)})


def read_with_findings(*nodes: Any) -> tuple[tuple[Node, ...], list[str]]:
    """The nodes of a tree, and the ids of what was found."""
    reader = RicosReader()
    return reader.read({"nodes": list(nodes)}), [finding.id for finding in reader.findings]


def post(*nodes: Any, slug: str = SLUG, **more: Any) -> Json:
    """A post with this tree."""
    return {"id": "0", "title": "見本の記事", "slug": slug, "richContent": {"nodes": list(nodes)}, **more}


def warmup(data: Json, *, key: str = "", wrapped: bool = True, as_string: bool = True) -> str:
    """The script with a post in it, as the viewers since 2024 (`wrapped`) or that of 2023 wrote it."""
    answer: Json = {"data": {"postPage": {"post": data, "translations": {"like": "いいね"}}}}
    held: Any = {"postPageResponse": answer, "postPageMetadataResponse": {}} if wrapped else answer
    held = json.dumps(held, ensure_ascii=False) if as_string else held
    app = {key or f"OldPostPageWarmupData-{data['slug']}": held}
    whole = {"platform": {"ssr": {}}, "appsWarmupData": {BLOG: app}}
    inside = json.dumps(whole, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="wix-warmup-data">{inside}</script>'
