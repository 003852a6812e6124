"""Pictures, galleries, videos, files and widgets: what a saved page shows in the text but often no longer holds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import PageElement, Tag

from importers.content import has_text
from importers.markup import media
from importers.markup.hooks import AUDIO_HOOKS, HTML_HOOKS, PICTURES, css_path, elements, hook_of
from importers.records import Box, Image, Node, Run
from importers.text import one_line

if TYPE_CHECKING:
    from importers.markup.body import BodyReader

_YOUTUBE_THUMB = re.compile(r"i\.ytimg\.com/vi(?:_webp)?/([\w-]{11})/")
_MEGABYTES = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,6})?)\s{0,9}(KB|MB|GB)", re.IGNORECASE)
_BYTES = {"kb": 1000, "mb": 1000**2, "gb": 1000**3}  # as the viewer counts
_BESIDE = re.compile(r"[^:&?#\\]+(?:[?#]|$)")  # a path on the page's own host, no scheme
_MIRRORED_VIDEO = re.compile(r"(?:^|/)(video\.wixstatic\.com/[^\s?#]+)")

_FRAMES = frozenset({"wow-image", "wix-image"})  # Wix's elements around an `img`

Out = list[Node | Box]


def image(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A picture, with its caption and what else its frame holds; a frame in a frame shows no other pictures."""
    placed: dict[str, int] = {}  # address → where in `out` its picture stands
    holders = [tag] if tag.name == "img" else [inner for inner in elements(tag) if inner.name == "img"] or [tag]
    holders = [] if reader.in_picture else holders
    for holder in holders:
        found = picture_of(holder, link)
        if found is None:
            reader.find("warning", "image.no-address", "A picture names no address.", tag)
            continue
        if found.url not in placed:
            same = _same_picture(out, found, node_id)
            placed[found.url] = len(out) - same
            if not same:
                out.append(Node(kind="image", id=node_id, image=found, where=css_path(tag)))
        _add_alt(out, placed[found.url], found)
    for caption in [inner for inner in elements(tag) if inner.name == "figcaption"]:
        figcaption(reader, caption, node_id, link, out)
    for button in [inner for inner in elements(tag) if inner.name == "button"]:
        reader.drop("chrome.button", button)
    outer, reader.in_picture = reader.in_picture, True
    rest: Out = []
    reader.walk([child for child in tag.children if not _is_picture_part(child)], node_id, link, rest)
    reader.in_picture = outer
    out.extend(rest)


def picture_of(holder: Tag, link: str = "") -> Image | None:
    """The picture of an `img`, or of a wrapper that has none."""
    around = list(holder.parents)
    if holder.name == "img":
        wrapper = next((parent for parent in around if parent.name in _FRAMES), None)
    else:
        wrapper = next((inner for inner in (holder, *elements(holder)) if inner.name in _FRAMES), None)
    target = link or next((str(parent["href"]) for parent in around if parent.name == "a" and parent.get("href")), "")
    return media.picture(_attributes(wrapper), _attributes(holder) if holder.name == "img" else {}, target)


def figcaption(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A caption goes with what it stands under."""
    if all(id(text) in reader.taken for text in tag.find_all(string=True)):
        return
    runs = reader.inline.runs(tag.children)
    last = out[-1] if out else None
    if not has_text(runs):
        return
    if isinstance(last, Node) and last.kind in {"image", "video", "gallery", "lost_embed", "embed"} and not last.runs:
        out[-1] = replace(last, runs=runs)
    else:
        out.append(Node(kind="paragraph", id=node_id, runs=runs))


def gallery(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A gallery, as far as the saved page shows it."""
    pictures: list[Node] = []
    known: set[str] = set()
    for number, holder in enumerate([inner for inner in elements(tag) if hook_of(inner) == "item-container"] or [tag]):
        before = len(pictures)
        for img in holder.find_all("img"):
            wrapper = img.find_parent(["wow-image", "wix-image"])
            found = media.picture(_attributes(wrapper), _attributes(img))
            last = pictures[-1].image if pictures else None
            if found and last and last.url == found.url and found.alt and not last.alt:
                pictures[-1] = replace(pictures[-1], image=found)  # the blurred copy before it has no text
            elif found and found.url not in known:
                known.add(found.url)
                item_id = str(holder.get("data-id") or "") or f"{node_id}-{number}"
                pictures.append(Node(kind="image", id=item_id, image=found))
        if holder is not tag and len(pictures) > before:
            pictures[-1] = replace(pictures[-1], runs=_words_of(reader, holder))
    captions = reader.inline.runs(tag.children)
    if not pictures:
        lost_embed(reader, tag, node_id, "gallery", "The saved page no longer names this gallery's pictures.", out)
    else:
        reader.find(
            "warning", "gallery.incomplete", f"A gallery shows {len(pictures)} pictures in the saved page; "
            "there may have been more.", tag, "Compare with the old page.",
        )  # fmt: skip
        out.append(Node(kind="gallery", id=node_id, children=tuple(pictures), where=css_path(tag)))
    if has_text(captions):
        out.append(Node(kind="paragraph", id=node_id, runs=captions))


def _words_of(reader: BodyReader, item: Tag) -> tuple[Run, ...]:
    """What is written under a gallery's picture; it is taken out of the gallery."""
    for picture in item.find_all(list(PICTURES)):
        reader.detach(picture)
    runs: list[Run] = []
    for node in reader.nodes([item]):
        runs.extend(([Run("\n")] if runs else []) + list(node.runs))
    reader.detach(item)
    return tuple(runs)


def video(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A video, or the place where one was."""
    url = _video_address(tag)
    if url:
        out.append(Node(kind="video", id=node_id, url=url, where=css_path(tag)))
    else:
        lost_embed(reader, tag, node_id, "video", "The saved page no longer holds this video's address.", out)
    captions = tag.find_all("figcaption")
    for caption in captions:
        figcaption(reader, caption, node_id, link, out)
    reader.detach(*captions)
    for player in [tag] if tag.name == "video" else tag.find_all("video"):
        reader.drop("embed.fallback", player)
    runs = reader.inline.runs(child for child in tag.children if getattr(child, "name", "") != "video")
    runs = () if tag.name == "video" else runs
    if has_text(runs):
        out.append(Node(kind="paragraph", id=node_id, runs=runs))


def frame(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A frame of another site."""
    src = str(tag.get("src") or tag.get("data-src") or "")
    if not re.match(r"https?://|//", src):
        lost_embed(reader, tag, node_id, "html", "The saved page no longer holds what stood in this frame.", out)
    elif re.search(r"youtube|youtu\.be|vimeo|video\.wixstatic", src):
        out.append(Node(kind="video", id=node_id, url=src, title=one_line(str(tag.get("title") or ""))))
    else:
        subkind = "map" if "maps" in src else "other"
        out.append(Node(kind="embed", id=node_id, subkind=subkind, url=src, title=str(tag.get("title") or "")))
    reader.drop("embed.fallback", tag)  # a frame's inside is for browsers that show no frames


def embed(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A widget."""
    hook = hook_of(tag)
    subkind = "audio" if hook in AUDIO_HOOKS else "poll" if "poll" in hook else "map" if "map" in hook else "other"
    if "link-preview" in hook or "linkPreview" in hook:
        subkind = "link_preview"
    if hook == "embed-social":
        subkind = "social"
    runs = reader.inline.runs(tag.children)
    anchor = tag.find("a", href=True)
    frame = tag.find("iframe", src=True)
    url = link or (str(anchor["href"]) if anchor else str(frame["src"]) if frame else "")
    text = one_line("".join(run.text for run in runs))
    if url or text:
        out.append(Node(kind="embed", id=node_id, subkind=subkind, url=url, runs=runs, where=css_path(tag)))
    else:
        kind = "html" if hook in HTML_HOOKS else subkind
        lost_embed(reader, tag, node_id, kind, "The saved page no longer holds what was embedded here.", out)


def lost_embed(reader: BodyReader, tag: Tag, node_id: str, subkind: str, hint: str, out: Out) -> None:
    """The place of something that the saved page no longer holds."""
    reader.find("warning", "embed.lost", hint, tag, "Open the old page, copy the address and put it here.")
    out.append(Node(kind="lost_embed", id=node_id, subkind=subkind, hint=hint, where=css_path(tag)))


def file(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A file to download."""
    name = next((inner for inner in elements(tag) if re.search("NameContainer|file-name", hook_of(inner))), tag)
    title = one_line("".join(run.text for run in reader.inline.runs([name])))
    size = _MEGABYTES.search(tag.get_text(" "))
    reader.drop("file.size-label", tag)
    anchor = tag.find("a", href=re.compile("^(?!#)"))
    url = str(anchor["href"]) if anchor else ""
    if not url:
        reader.find(
            "warning", "file.lost", f"The saved page no longer holds the address of the file {title}.", tag,
            "Download the file from the old page and upload it here.",
        )  # fmt: skip
    out.append(
        Node(
            kind="file",
            id=node_id,
            title=title,
            url=url,
            size=round(float(size[1]) * _BYTES[size[2].lower()]) if size else None,
            where=css_path(tag),
        )
    )


def button(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A button that leads somewhere."""
    anchor = tag if tag.name == "a" else tag.find("a", href=True)
    runs = reader.inline.runs(tag.children)
    url = str(anchor.get("href") or "") if isinstance(anchor, Tag) else ""
    out.append(Node(kind="button", id=node_id, runs=runs, url=url or link, where=css_path(tag)))


def _attributes(tag: object) -> dict[str, str]:
    return {name: str(value) for name, value in tag.attrs.items()} if isinstance(tag, Tag) else {}


def _is_picture_part(child: PageElement) -> bool:
    return isinstance(child, Tag) and child.name in {"img", "source", "figcaption"}


def _same_picture(out: Out, image: Image, node_id: str) -> bool:
    """Whether the picture before is this one in another copy, and not the same picture shown once more."""
    last = out[-1] if out else None
    if not isinstance(last, Node) or last.image is None or last.runs:
        return False
    return (last.kind, last.id, last.image.url, last.image.link) == ("image", node_id, image.url, image.link)


def _add_alt(out: Out, place: int, image: Image) -> None:
    """A picture that is there twice, blurred and sharp, has its alternative text perhaps on one of the two only."""
    node = out[place]
    if image.alt and isinstance(node, Node) and node.image and not node.image.alt:
        out[place] = replace(node, image=replace(node.image, alt=image.alt))


def _video_address(tag: Tag) -> str:
    """Where a film is: on a host of films, else in a file beside the page."""
    own = ""
    for element in [tag, *tag.find_all(True)]:
        src = str(element.get("src") or "")
        if element.name in {"video", "source", "iframe"} and re.match(r"https?://|//", src):
            return src
        mirrored = _MIRRORED_VIDEO.search(src) if element.name in {"video", "source"} else None
        if mirrored:
            return f"https://{mirrored[1]}"
        match = _YOUTUBE_THUMB.search(str(element.get("style") or "") + src)
        if match:
            return f"https://www.youtube.com/watch?v={match[1]}"
        if element.name in {"video", "source"} and _BESIDE.match(src.strip()):
            own = own or src.strip().replace(" ", "%20")
    return own
