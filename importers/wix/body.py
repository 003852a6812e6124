"""Block markup → `Node`s in reading order: one visible table of rules, first match wins, an unknown wrapper is see-through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import nh3
from bs4 import NavigableString, PageElement, Tag

from importers.records import Box, Cell, Dropped, Finding, Image, Lost, Node, Run
from importers.text import count, one_line
from importers.wix import media
from importers.wix.inline import InlineReader

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = HEADINGS | frozenset(
    "p ul ol li blockquote table pre hr figure figcaption div section article header footer main aside nav dl dt dd "
    "details summary form fieldset address center".split()
)
_PICTURES = frozenset({"img", "wow-image", "wix-image", "picture"})
_FORMS = frozenset({"form", "select", "textarea", "object", "embed", "canvas", "audio", "math", "applet", "map"})
_SKIPPED = frozenset({"script", "style", "svg", "template", "noscript", "link", "meta"})
_IMAGE_HOOKS = frozenset({"imageViewer", "image-viewer", "figure-IMAGE", "figure-GIF", "giphyViewer"})
_VIDEO_HOOKS = frozenset({"figure-VIDEO", "video-player", "reactPlayerWrapper", "videoViewer", "video-viewer"})
_AUDIO_HOOKS = frozenset({"figure-AUDIO", "audio-player", "audioViewer", "audio-viewer"})
_HTML_HOOKS = frozenset({"html-component", "HtmlComponent", "htmlViewer", "figure-HTML"})
_YOUTUBE_THUMB = re.compile(r"i\.ytimg\.com/vi(?:_webp)?/([\w-]{11})/")
_MEGABYTES = re.compile(r"([\d.]+)\s*(KB|MB|GB)", re.IGNORECASE)
_BYTES = {"kb": 1024, "mb": 1024**2, "gb": 1024**3}

Out = list[Node | Box]


class BodyReader:
    """Reads one stretch of markup.

    Args:
        root: the element whose inside is read.
        soft_breaks: see `InlineReader`.
        boxes: whether groups the page draws as one thing (sections, columns, cards) are kept as `Box`es.
    """

    def __init__(self, root: Tag, *, soft_breaks: bool, boxes: bool = False) -> None:
        self._root = root
        self._boxes = boxes
        self._taken: set[int] = set()
        self._inline = InlineReader(self._take, soft_breaks=soft_breaks)
        self.dropped: list[Dropped] = []
        self.findings: list[Finding] = []

    def read(self) -> tuple[Node | Box, ...]:
        """The content, in reading order."""
        out: Out = []
        self._walk(self._root.children, "", "", out)
        return tuple(out)

    def lost(self) -> tuple[Lost, ...]:
        """Visible text that no rule took; call after `read`."""
        rest = (text for text in self._root.find_all(string=True) if id(text) not in self._taken)
        return tuple(
            Lost(text=one_line(text), where=css_path(text.parent))
            for text in rest
            if type(text) is NavigableString and count(text) and not _inside_skipped(text)
        )

    # Walking ---------------------------------------------------------------------------------------------------------

    def _walk(self, elements: Iterable[PageElement], node_id: str, link: str, out: Out) -> None:
        loose: list[PageElement] = []
        for element in list(elements):
            if not isinstance(element, Tag):
                loose.append(element)
                continue
            if element.name in _SKIPPED:
                continue
            rule = next((act for applies, act in RULES if applies(self, element)), None)
            if rule is None and _is_inline(element):
                loose.append(element)
                continue
            self._flush(loose, node_id, link, out)
            own_id = _viewer_id(element) or node_id
            own_link = str(element.get("href") or "") or link if element.name == "a" else link
            if rule:
                rule(self, element, own_id, own_link, out)
            else:
                self._walk(element.children, own_id, own_link, out)
        self._flush(loose, node_id, link, out)

    def _flush(self, loose: list[PageElement], node_id: str, link: str, out: Out) -> None:
        runs = self._inline.runs(loose, link)
        loose.clear()
        if _has_text(runs):
            out.append(Node(kind="paragraph", id=node_id, runs=runs))

    def _take(self, text: NavigableString) -> None:
        self._taken.add(id(text))

    def _drop(self, rule: str, element: Tag) -> None:
        texts = [text for text in element.find_all(string=True) if id(text) not in self._taken]
        for text in texts:
            self._take(text)
        joined = one_line(" ".join(texts))
        if count(joined):
            self.dropped.append(Dropped(rule=rule, text=joined, where=css_path(element)))

    def _find(self, level: str, finding_id: str, message: str, element: Tag, hint: str = "") -> None:
        self.findings.append(
            Finding(level=level, id=finding_id, message=message, hint=hint, where=css_path(element))  # type: ignore[arg-type]
        )

    def _nodes(self, elements: Iterable[PageElement], node_id: str = "") -> tuple[Node, ...]:
        inner: Out = []
        boxes, self._boxes = self._boxes, False
        self._walk(elements, node_id, "", inner)
        self._boxes = boxes
        return tuple(node for node in inner if isinstance(node, Node))

    # Rules' actions --------------------------------------------------------------------------------------------------

    def _text_block(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        """A paragraph or heading; pictures and blocks inside it stand before or after its text, where they were."""
        if any(_is_picture(child) or child.name in _BLOCKS for child in tag.find_all(True)):
            parts: Out = []
            self._walk(tag.children, node_id, link, parts)
            level = int(tag.name[1]) if tag.name in HEADINGS else 0
            out.extend(
                replace(part, kind="heading", level=level)
                if level and isinstance(part, Node) and part.kind == "paragraph"
                else part
                for part in parts
            )
            return
        runs = self._inline.runs(tag.children, link)
        if not _has_text(runs):
            return
        if tag.name in HEADINGS:
            out.append(Node(kind="heading", id=node_id, runs=runs, level=int(tag.name[1]), where=css_path(tag)))
        else:
            out.append(Node(kind="paragraph", id=node_id, runs=runs, where=css_path(tag)))

    def _list(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        after: list[Node] = []
        node = self._list_node(tag, node_id, after)
        if node.children:
            out.append(node)
        for follower in after:
            self._find("info", "list.block-moved", "A picture or block inside a list stands after the list now.", tag)
            out.append(follower)

    def _list_node(self, tag: Tag, node_id: str, after: list[Node]) -> Node:
        items: list[Node] = []
        for child in list(tag.children):
            if isinstance(child, Tag) and child.name in {"ul", "ol"}:
                nested = self._list_node(child, "", after)
                if items:
                    items[-1] = replace(items[-1], children=(*items[-1].children, nested))
                else:
                    items.extend(nested.children)
            elif isinstance(child, Tag):
                item = self._item(child, after)
                if item.runs or item.children:
                    items.append(item)
            elif _has_text(runs := self._inline.runs([child])):
                items.append(Node(kind="item", runs=runs))
        return Node(kind="list", id=node_id, ordered=tag.name == "ol", children=tuple(items), where=css_path(tag))

    def _item(self, tag: Tag, after: list[Node]) -> Node:
        runs: list[Run] = []
        children: list[Node] = []
        item_id = ""
        for node in self._nodes(tag.children):
            if node.kind in {"paragraph", "heading"}:
                if runs:
                    runs.append(Run("\n"))
                runs.extend(node.runs)
                item_id = item_id or node.id
            elif node.kind == "list":
                children.append(node)
            else:
                after.append(node)
        return Node(kind="item", id=item_id, runs=tuple(runs), children=tuple(children))

    def _quote(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        inner = self._nodes(tag.children, node_id)
        text = tuple(node for node in inner if node.kind in {"paragraph", "heading", "list"})
        if text:
            out.append(Node(kind="quote", id=node_id, children=text, where=css_path(tag)))
        out.extend(node for node in inner if node not in text)

    def _table(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        rows = []
        for row in tag.find_all("tr"):
            if row.find_parent("table") is tag:
                cells = [cell for cell in row.find_all(["td", "th"], recursive=False)]
                rows.append(tuple(self._cell(cell) for cell in cells))
        caption = tag.find("caption")
        title = self._inline.runs(caption.children) if caption else ()
        filled = tuple(row for row in rows if row)
        if not filled:
            return
        moved = [node for row in filled for cell in row for node in cell.nodes if node.kind == "image"]
        out.append(
            Node(
                kind="table",
                id=node_id,
                where=css_path(tag),
                rows=filled,
                runs=title,
                header_row=len(filled) > 1 and all(cell.header for cell in filled[0]),
                header_column=len(filled[0]) > 1 and all(row[0].header for row in filled[bool(len(filled) > 1) :]),
            )
        )
        for node in moved:
            self._find("info", "table.image-moved", "A picture in a table cell stands after the table now.", tag)
            out.append(node)

    def _cell(self, cell: Tag) -> Cell:
        return Cell(
            id=str(cell.get("data-node-id") or ""),
            nodes=self._nodes(cell.children),
            header=cell.name == "th",
            colspan=_span(cell.get("colspan")),
            rowspan=_span(cell.get("rowspan")),
        )

    def _image(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        wrapper = tag if tag.name in {"wow-image", "wix-image"} else tag.find(["wow-image", "wix-image"])
        img = tag if tag.name == "img" else tag.find("img")
        anchor = tag.find("a", href=True)
        found = media.picture(
            wrapper.attrs if isinstance(wrapper, Tag) else {},
            img.attrs if isinstance(img, Tag) else {},
            link or (str(anchor["href"]) if isinstance(anchor, Tag) else ""),
        )
        if found is None:
            if isinstance(img, Tag) or isinstance(wrapper, Tag):
                self._find("warning", "image.no-address", "A picture names no address.", tag)
        elif not _same_picture(out, found):
            out.append(Node(kind="image", id=node_id, image=found, where=css_path(tag)))
        for caption in tag.find_all("figcaption"):
            self._caption(caption, node_id, link, out)
        for button in tag.find_all(["button", "svg"]):
            self._drop("chrome.button", button)
        rest: Out = []
        self._walk([child for child in tag.children if not _is_picture_part(child)], node_id, link, rest)
        out.extend(node for node in rest if not (isinstance(node, Node) and node.kind in {"image"}))

    def _caption(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        if all(id(text) in self._taken for text in tag.find_all(string=True)):
            return
        runs = self._inline.runs(tag.children)
        last = out[-1] if out else None
        if not _has_text(runs):
            return
        if isinstance(last, Node) and last.kind in {"image", "video", "gallery", "lost_embed", "embed"} and not last.runs:
            out[-1] = replace(last, runs=runs)
        else:
            out.append(Node(kind="paragraph", id=node_id, runs=runs))

    def _gallery(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        pictures: list[Node] = []
        for number, holder in enumerate(tag.select("[data-hook=item-container]") or [tag]):
            for img in holder.find_all("img"):
                wrapper = img.find_parent(["wow-image", "wix-image"])
                found = media.picture(wrapper.attrs if wrapper else {}, img.attrs)
                if found and not any(node.image and node.image.url == found.url for node in pictures):
                    item_id = str(holder.get("data-id") or "") or f"{node_id}-{number}"
                    pictures.append(Node(kind="image", id=item_id, image=found))
        captions = self._inline.runs(tag.children)
        if not pictures:
            self._lost_embed(tag, node_id, "gallery", "The saved page no longer names this gallery's pictures.", out)
        else:
            self._find(
                "warning", "gallery.incomplete", f"A gallery shows {len(pictures)} pictures in the saved page; "
                "there may have been more.", tag, "Compare with the old page.",
            )  # fmt: skip
            out.append(Node(kind="gallery", id=node_id, children=tuple(pictures), where=css_path(tag)))
        if _has_text(captions):
            out.append(Node(kind="paragraph", id=node_id, runs=captions))

    def _video(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        url = _video_address(tag)
        if url:
            out.append(Node(kind="video", id=node_id, url=url, where=css_path(tag)))
        else:
            self._lost_embed(tag, node_id, "video", "The saved page no longer holds this video's address.", out)
        rest: Out = []
        self._walk([child for child in tag.children if isinstance(child, Tag) and child.name != "video"], node_id, "", rest)
        out.extend(rest)

    def _frame(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        src = str(tag.get("src") or tag.get("data-src") or "")
        if not re.match(r"https?://|//", src):
            self._lost_embed(tag, node_id, "html", "The saved page no longer holds what stood in this frame.", out)
        elif re.search(r"youtube|youtu\.be|vimeo|video\.wixstatic", src):
            out.append(Node(kind="video", id=node_id, url=src, title=one_line(str(tag.get("title") or ""))))
        else:
            subkind = "map" if "maps" in src else "other"
            out.append(Node(kind="embed", id=node_id, subkind=subkind, url=src, title=str(tag.get("title") or "")))
        for text in tag.find_all(string=True):
            self._take(text)  # a frame's inside is for browsers that show no frames

    def _embed(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        hook = _hook(tag)
        subkind = "audio" if hook in _AUDIO_HOOKS else "poll" if "poll" in hook else "map" if "map" in hook else "other"
        if "link-preview" in hook or "linkPreview" in hook:
            subkind = "link_preview"
        runs = self._inline.runs(tag.children)
        anchor = tag.find("a", href=True)
        frame = tag.find("iframe", src=True)
        url = link or (str(anchor["href"]) if anchor else str(frame["src"]) if frame else "")
        text = one_line("".join(run.text for run in runs))
        if url or text:
            out.append(Node(kind="embed", id=node_id, subkind=subkind, url=url, runs=runs, where=css_path(tag)))
        else:
            self._lost_embed(tag, node_id, subkind, "The saved page no longer holds what was embedded here.", out)

    def _lost_embed(self, tag: Tag, node_id: str, subkind: str, hint: str, out: Out) -> None:
        self._find("warning", "embed.lost", hint, tag, "Open the old page, copy the address and put it here.")
        out.append(Node(kind="lost_embed", id=node_id, subkind=subkind, hint=hint, where=css_path(tag)))

    def _file(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        name = tag.find(attrs={"data-hook": re.compile("NameContainer|file-name")}) or tag
        title = one_line("".join(run.text for run in self._inline.runs([name])))
        size = _MEGABYTES.search(tag.get_text(" "))
        self._drop("file.size-label", tag)
        anchor = tag.find("a", href=re.compile("^(?!#)"))
        url = str(anchor["href"]) if anchor else ""
        if not url:
            self._find(
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

    def _button(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        anchor = tag if tag.name == "a" else tag.find("a", href=True)
        runs = self._inline.runs(tag.children)
        url = str(anchor.get("href") or "") if isinstance(anchor, Tag) else ""
        out.append(Node(kind="button", id=node_id, runs=runs, url=url or link, where=css_path(tag)))

    def _divider(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        for text in tag.find_all(string=True):
            if not count(text):
                self._take(text)
        rest: Out = []
        self._walk(tag.children, node_id, link, rest)
        out.append(Node(kind="divider", id=node_id))
        out.extend(rest)

    def _code(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        text = tag.get_text()
        for part in tag.find_all(string=True):
            self._take(part)
        if count(text):
            out.append(Node(kind="code", id=node_id, runs=(Run(text.strip("\n")),), where=css_path(tag)))

    def _pair(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        """One question and its answer in a collapsible list; neighbours become one `faq`."""
        if tag.name == "details":
            head = tag.find("summary") or tag
        else:
            head = tag.select_one('[data-hook^="ExpandCollapseButton"]').parent  # type: ignore[union-attr]
        question: list[Run] = []
        for node in self._nodes([head] if head is not tag else [], node_id):
            question.extend(([Run("\n")] if question else []) + list(node.runs))
        if head is not tag:
            head.extract()
            self._detached_taken(head)
        answer = self._nodes(tag.children, node_id)
        pair_id = str(tag.get("id") or "") or node_id
        pair = Node(kind="pair", id=pair_id, runs=tuple(question), children=answer, where=css_path(tag))
        last = out[-1] if out else None
        if isinstance(last, Node) and last.kind == "faq":
            out[-1] = replace(last, children=(*last.children, pair))
        else:
            out.append(Node(kind="faq", id=node_id, children=(pair,), where=css_path(tag)))

    def _detached_taken(self, head: Tag) -> None:
        for text in head.find_all(string=True):
            if id(text) not in self._taken and count(text):
                self.dropped.append(Dropped(rule="chrome.button", text=one_line(text)))
        self._kept_alive = [*getattr(self, "_kept_alive", []), head]  # ids of its texts must not be reused

    def _unknown(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        html = nh3.clean(str(tag), link_rel=None)
        for text in tag.find_all(string=True):
            self._take(text)
        if not count(tag.get_text()):
            self._lost_embed(tag, node_id, tag.name, f"The saved page holds a <{tag.name}> without content.", out)
            return
        self._find(
            "warning", "block.unknown", f"No rule knows <{tag.name}>; its content is kept aside.", tag,
            "Look at the old page and write it anew; visitors do not see this block.",
        )  # fmt: skip
        out.append(Node(kind="legacy", id=node_id, html=html, hint=f"<{tag.name}>", where=css_path(tag)))

    def _box(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        inner: Out = []
        self._walk(tag.children, "", link, inner)
        if len(inner) == 1 and isinstance(inner[0], Box):
            out.append(inner[0])
        elif inner:
            out.append(Box(id=str(tag.get("id") or ""), children=tuple(inner)))

    def _dropped_button(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        self._drop("chrome.button", tag)


# What applies to an element → what is done with it.  The order matters: the first that applies wins.
Rule = tuple[Callable[[BodyReader, Tag], bool], Callable[[BodyReader, Tag, str, str, Out], None]]
RULES: tuple[Rule, ...] = (
    (lambda reader, tag: _is_pair(tag), BodyReader._pair),
    (lambda reader, tag: tag.name in HEADINGS or tag.name == "p", BodyReader._text_block),
    (lambda reader, tag: tag.name in {"ul", "ol"}, BodyReader._list),
    (lambda reader, tag: tag.name == "blockquote", BodyReader._quote),
    (lambda reader, tag: tag.name == "table", BodyReader._table),
    (lambda reader, tag: tag.name == "pre", BodyReader._code),
    (lambda reader, tag: tag.name == "hr" or "divider" in _hook(tag).split("-")[0].split(), BodyReader._divider),
    (lambda reader, tag: _hook(tag).startswith(("gallery-viewer", "galleryViewer")), BodyReader._gallery),
    (lambda reader, tag: _hook(tag) in _VIDEO_HOOKS or tag.name == "video", BodyReader._video),
    (lambda reader, tag: tag.name == "iframe", BodyReader._frame),
    (lambda reader, tag: _hook(tag) in _HTML_HOOKS | _AUDIO_HOOKS or _is_embed_hook(_hook(tag)), BodyReader._embed),
    (lambda reader, tag: _hook(tag).startswith(("fileUploadViewer", "file-upload")), BodyReader._file),
    (lambda reader, tag: _hook(tag).startswith(("button-viewer", "buttonViewer")), BodyReader._button),
    (lambda reader, tag: _hook(tag) in _IMAGE_HOOKS or tag.name in _PICTURES, BodyReader._image),
    (lambda reader, tag: tag.name == "figcaption", BodyReader._caption),
    (lambda reader, tag: tag.name == "button", BodyReader._dropped_button),
    (lambda reader, tag: tag.name in _FORMS, BodyReader._unknown),
    (lambda reader, tag: reader._boxes and _is_box(tag), BodyReader._box),
)


def css_path(element: Tag | None) -> str:
    """A short address of an element for a person with the page's source open: up to the nearest id or hook."""
    steps: list[str] = []
    while isinstance(element, Tag) and element.name != "[document]" and len(steps) < 6:
        if element.get("id"):
            steps.append(f"#{element['id']}")
            break
        hook = _hook(element)
        steps.append(f'{element.name}[data-hook="{hook}"]' if hook else element.name)
        if hook:
            break
        element = element.parent
    return " > ".join(reversed(steps))


def _hook(tag: Tag) -> str:
    return str(tag.get("data-hook") or "")


def _viewer_id(tag: Tag) -> str:
    own = str(tag.get("id") or "")
    return own.removeprefix("viewer-") if own.startswith("viewer-") else ""


def _has_text(runs: Iterable[Run]) -> bool:
    return any(count(run.text) for run in runs)


def _is_picture(tag: Tag) -> bool:
    return tag.name in _PICTURES or _hook(tag) in _IMAGE_HOOKS


def _is_picture_part(child: PageElement) -> bool:
    return isinstance(child, Tag) and child.name in {"img", "source", "figcaption"}


def _is_inline(tag: Tag) -> bool:
    if tag.name in _BLOCKS:
        return False
    return not any(
        child.name in _BLOCKS or child.name in _FORMS or child.name in {"iframe", "video", "button"} or _is_picture(child)
        for child in tag.find_all(True)
    )


def _is_pair(tag: Tag) -> bool:
    if tag.name == "details":
        return True
    if tag.name != "div" or tag.get("index") is None:
        return False
    return len(tag.select('[data-hook^="ExpandCollapseButton"]')) == 1


def _is_embed_hook(hook: str) -> bool:
    return hook.lower().startswith(("link-preview", "linkpreview", "poll", "map-viewer", "mapviewer", "oembed", "embed-"))


def _is_box(tag: Tag) -> bool:
    parent = tag.parent
    return (
        tag.name == "section"
        or tag.get("role") == "listitem"
        or "wixui-box" in (tag.get("class") or [])
        or (isinstance(parent, Tag) and parent.get("data-testid") == "columns")
    )


def _same_picture(out: Out, image: Image) -> bool:
    last = out[-1] if out else None
    return isinstance(last, Node) and last.kind == "image" and last.image is not None and last.image.url == image.url


def _inside_skipped(text: NavigableString) -> bool:
    return any(parent.name in _SKIPPED for parent in text.parents)


def _span(value: object) -> int:
    text = str(value or "1")
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdigit() else 1


def _video_address(tag: Tag) -> str:
    for element in [tag, *tag.find_all(True)]:
        src = str(element.get("src") or "")
        if element.name in {"video", "source", "iframe"} and re.match(r"https?://|//", src):
            return src
        match = _YOUTUBE_THUMB.search(str(element.get("style") or "") + src)
        if match:
            return f"https://www.youtube.com/watch?v={match[1]}"
    return ""
