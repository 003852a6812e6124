"""Block markup → `Node`s in reading order: one table of rules, first match wins, an unknown wrapper is see-through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from bs4 import NavigableString, PageElement, Tag

from importers.content import box_nodes, has_text, node_text
from importers.markup import embeds, legacy, standard
from importers.markup.hooks import (
    AUDIO_HOOKS,
    FORMS,
    HEADINGS,
    HTML_HOOKS,
    IMAGE_HOOKS,
    PICTURES,
    SKIPPED,
    VIDEO_HOOKS,
    children,
    css_path,
    elements,
    hook_of,
    is_box,
    is_drawn,
    is_embed_hook,
    is_inline,
    is_more_than_text,
    is_pair,
    viewer_id,
)
from importers.markup.inline import InlineReader
from importers.records import Box, Cell, Dropped, Finding, Level, Lost, Node, Run
from importers.text import one_line, shows, visible
from importers.things import Things

Out = list[Node | Box]
Part = TypeVar("Part", Node, Node | Box)
QUOTED = frozenset({"paragraph", "heading", "list"})  # what a quotation can hold
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
Action = Callable[["BodyReader", Tag, str, str, Out], None]


class BodyReader:
    """Reads one stretch of markup.

    Args:
        root: the element whose inside is read.
        soft_breaks: see `InlineReader`.
        boxes: whether groups the page draws as one thing (sections, columns, cards) are kept as `Box`es.
        is_group: which elements are such groups.
    """

    def __init__(
        self, root: Tag, *, soft_breaks: bool, boxes: bool = False, is_group: Callable[[Tag], bool] = is_box
    ) -> None:
        self._root = root
        self._texts = [text for text in root.descendants if isinstance(text, NavigableString) and is_drawn(text)]
        self.text = "".join(self._texts)
        self._boxes = boxes
        self._is_group = is_group
        self.taken: set[int] = set()
        self.in_picture = False
        self.inline = InlineReader(self.take, soft_breaks=soft_breaks)
        self.dropped: list[Dropped] = []
        self.findings: list[Finding] = []
        self._detached: list[Tag] = []  # kept, so that the ids of their texts are not given out again

    def read(self) -> tuple[Node | Box, ...]:
        """The content, in reading order."""
        out: Out = []
        self.walk(self._root.children, "", "", out)
        return tuple(with_whole_faqs(out))

    def things(self) -> Things:
        """What the markup holds besides characters, by its elements alone; call before `read`."""
        found = Things()
        forms = (element for element in elements(self._root) if element.name in FORMS)
        kept_aside = {id(inner) for form in forms for inner in elements(form)}  # as a whole, and told
        for element in elements(self._root):
            if id(element) in kept_aside:
                continue
            if element.name == "img" and (picture := embeds.picture_of(element)):
                found.picture(picture.url, picture.alt)
            elif element.name == "a" and (href := str(element.get("href") or "")) and not href.startswith("#"):
                inside_button = any(parent.name == "button" for parent in element.parents)
                if not inside_button and any(map(_is_seen, element.descendants)):
                    found.links.add(href)
            elif element.name in {"iframe", "video"} and re.match(r"https?://", str(element.get("src") or "")):
                found.frames.add(str(element["src"]))
        return found

    def lost(self, content: Iterable[Node | Box]) -> tuple[Lost, ...]:
        """Visible text that no rule took, or that was taken and is in no node; call after `read` with its result."""
        untaken = (text for text in self._texts if id(text) not in self.taken and shows(text))
        found = [Lost(text=one_line(text), where=css_path(text.parent)) for text in untaken]
        nodes = (node for part in content for node in ([part] if isinstance(part, Node) else box_nodes(part)))
        placed = [*map(node_text, nodes), *(item.text for item in self.dropped), *(item.text for item in found)]
        kept = "".join(placed)
        if "".join(self.text.split()) != "".join(kept.split()) and (
            missing := Counter(visible(self.text)) - Counter(visible(kept))
        ):
            found.append(Lost(text="".join(missing.elements()), where="between page and nodes"))
        return tuple(found)

    # Walking ---------------------------------------------------------------------------------------------------------

    def walk(self, elements: Iterable[PageElement], node_id: str, link: str, out: Out) -> None:
        """Read elements in order into `out`; bare text between blocks is a paragraph."""
        loose: list[PageElement] = []
        for element in list(elements):
            if not isinstance(element, Tag):
                loose.append(element)
                continue
            if element.name in SKIPPED:
                continue
            rule = self._rule(element)
            if rule is None and is_inline(element):
                loose.append(element)
                continue
            self._flush(loose, node_id, link, out)
            own_id = viewer_id(element) or node_id
            own_link = str(element.get("href") or "") or link if element.name == "a" else link
            if rule:
                rule(self, element, own_id, own_link, out)
            else:
                self.walk(element.children, own_id, own_link, out)
        self._flush(loose, node_id, link, out)

    def _rule(self, tag: Tag) -> Action | None:
        """What is done with an element."""
        if is_pair(tag):
            return BodyReader._pair
        if rule := _rule_for(tag.name, hook_of(tag)):
            return rule
        return BodyReader._box if self._boxes and self._is_group(tag) else None

    def _flush(self, loose: list[PageElement], node_id: str, link: str, out: Out) -> None:
        if not loose:
            return
        runs = self.inline.runs(loose, link)
        loose.clear()
        if has_text(runs):
            out.append(Node(kind="paragraph", id=node_id, runs=runs))

    def take(self, text: NavigableString) -> None:
        """A text node went somewhere."""
        self.taken.add(id(text))

    def detach(self, *tags: Tag) -> None:
        """Take out elements that are read by themselves; their places are looked up once for all siblings."""
        parents = {id(tag.parent): tag.parent for tag in tags if tag.parent is not None}
        places = {id(child): place for parent in parents.values() for place, child in enumerate(parent.contents)}
        for tag in sorted(tags, key=lambda tag: places.get(id(tag), 0), reverse=True):
            self._detached.append(tag.extract(places.get(id(tag))))

    def drop(self, rule: str, element: Tag) -> None:
        """Leave out an element by a named rule."""
        texts = [text for text in element.find_all(string=is_drawn) if id(text) not in self.taken]
        for text in texts:
            self.take(text)
        joined = one_line(" ".join(texts))
        if shows(joined):
            self.dropped.append(Dropped(rule=rule, text=joined, where=css_path(element)))

    def find(self, level: Level, finding_id: str, message: str, element: Tag, hint: str = "") -> None:
        """Note something a person should know."""
        self.findings.append(Finding(level=level, id=finding_id, message=message, hint=hint, where=css_path(element)))

    def nodes(self, elements: Iterable[PageElement], node_id: str = "") -> tuple[Node, ...]:
        """What stands inside, without boxes."""
        inner: Out = []
        boxes, self._boxes = self._boxes, False
        self.walk(elements, node_id, "", inner)
        self._boxes = boxes
        return tuple(node for node in with_whole_faqs(inner) if isinstance(node, Node))

    # Rules' actions --------------------------------------------------------------------------------------------------

    def _text_block(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        """A paragraph or heading; pictures and blocks inside it stand before or after its text, where they were."""
        if any(map(is_more_than_text, elements(tag))):
            parts: Out = []
            self.walk(tag.children, node_id, link, parts)
            level = int(tag.name[1]) if tag.name in HEADINGS else 0
            out.extend(
                replace(part, kind="heading", level=level)
                if level and isinstance(part, Node) and part.kind == "paragraph"
                else part
                for part in parts
            )
            return
        runs = self.inline.runs(tag.children, link)
        if not has_text(runs):
            return
        if tag.name in HEADINGS:
            out.append(Node(kind="heading", id=node_id, runs=runs, level=int(tag.name[1]), where=css_path(tag)))
        else:
            out.append(Node(kind="paragraph", id=node_id, runs=runs, where=css_path(tag)))

    def _list(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        after: list[Node] = []
        node = self._list_node(tag, node_id, after, next_number(out))
        if node.children:
            out.append(node)
        for follower in after:
            self.find("info", "list.block-moved", "A picture or block inside a list stands after the list now.", tag)
            out.append(follower)

    def _list_node(self, tag: Tag, node_id: str, after: list[Node], goes_on: int = 1) -> Node:
        """A list; `goes_on` is the number with which it would only continue the one before it."""
        items: list[Node] = []
        below: dict[int, list[Node]] = {}  # a list between two items belongs to the first
        for child in list(tag.children):
            if isinstance(child, Tag) and child.name in {"ul", "ol"}:
                nested = self._list_node(child, "", after)
                if items:
                    below.setdefault(len(items) - 1, []).append(nested)
                else:
                    items.extend(nested.children)
            elif isinstance(child, Tag):
                item = self._item(child, after)
                if item.runs or item.children:
                    items.append(item)
            elif has_text(runs := self.inline.runs([child])):
                items.append(Node(kind="item", runs=runs))
        for place, lists in below.items():
            items[place] = replace(items[place], children=(*items[place].children, *lists))
        start, ordered = _first_number(tag), tag.name == "ol"
        if items and start not in {1, goes_on}:
            self.find("info", *numbering(start), tag, "Check whether the text speaks of its numbers.")
        children, where = tuple(items), css_path(tag)
        return Node(kind="list", id=node_id, ordered=ordered, start=start, children=children, where=where)

    def _item(self, tag: Tag, after: list[Node]) -> Node:
        runs: list[Run] = []
        children: list[Node] = []
        item_id = ""
        for node in self.nodes(tag.children):
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
        source = standard.said_by(self, tag)
        inner = self.nodes(tag.children, node_id)
        text = tuple(node for node in inner if node.kind in QUOTED)
        if text or source:
            out.append(Node(kind="quote", id=node_id, children=text, runs=source, where=css_path(tag)))
        out.extend(node for node in inner if node.kind not in QUOTED)

    def _table(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        rows = [
            tuple(self._cell(cell) for cell in children(row, "td", "th"))
            for part in children(tag, "tr", "thead", "tbody", "tfoot")
            for row in ([part] if part.name == "tr" else children(part, "tr"))
        ]
        filled = [row for row in rows if row]
        title, others = self._caption(tag) if filled else ((), [])
        for caption in children(tag, "caption") if not filled else ():
            self.walk(caption.children, node_id, link, others)
        out.extend(others)
        self.put_table(tag, node_id, filled, title, out)

    def _caption(self, table: Tag) -> tuple[tuple[Run, ...], Out]:
        """A table's caption on one line, and what cannot stand in it, which stands before the table."""
        title: list[Run] = []
        others: Out = []
        for node in self.nodes(part for caption in children(table, "caption") for part in caption.children):
            if node.kind in {"paragraph", "heading"}:
                title.extend(([Run("\n")] if title else []) + list(node.runs))
            else:
                others.append(node)
        return tuple(title), others

    def put_table(
        self, tag: Tag, node_id: str, filled: Sequence[tuple[Cell, ...]], title: tuple[Run, ...], out: Out
    ) -> None:
        """A table of these rows, and after it the pictures of its cells."""
        if not filled:
            return
        moved = [node for row in filled for cell in row for node in cell.nodes if node.kind == "image"]
        out.append(
            Node(
                kind="table",
                id=node_id,
                where=css_path(tag),
                rows=tuple(filled),
                runs=title,
                header_row=len(filled) > 1 and all(cell.header for cell in filled[0]),
                header_column=len(filled[0]) > 1 and all(row[0].header for row in filled[bool(len(filled) > 1) :]),
            )
        )
        for node in moved:
            self.find("info", "table.image-moved", "A picture in a table cell stands after the table now.", tag)
            out.append(node)

    def _cell(self, cell: Tag) -> Cell:
        return Cell(
            id=str(cell.get("data-node-id") or ""),
            nodes=self.nodes(cell.children),
            header=cell.name == "th",
            colspan=_span(cell.get("colspan")),
            rowspan=_span(cell.get("rowspan")),
        )

    def _divider(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        for text in tag.find_all(string=True):
            if not shows(text):
                self.take(text)
        rest: Out = []
        self.walk(tag.children, node_id, link, rest)
        out.append(Node(kind="divider", id=node_id))
        out.extend(rest)

    def _code(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        parts = tag.find_all(string=is_drawn)  # Beautiful Soup's own `get_text` leaves out readings
        text = "".join(parts)
        for part in parts:
            self.take(part)
        if shows(text):
            out.append(Node(kind="code", id=node_id, runs=(Run(text.strip("\n")),), where=css_path(tag)))

    def _pair(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        """One question and its answer in a collapsible list."""
        if tag.name == "details":
            head = tag.find("summary") or tag
        else:
            button = next((inner for inner in elements(tag) if hook_of(inner).startswith("ExpandCollapseButton")), None)
            head = (button.parent if button else None) or tag
        question: list[Run] = []
        moved: list[Node] = []
        for node in self.nodes([head] if head is not tag else [], node_id):
            rows = [item.runs for item in node.children] if node.kind == "list" else [node.runs]
            if node.kind not in {"paragraph", "heading", "list"} or any(item.children for item in node.children):
                moved.append(node)
                continue
            for row in rows:
                question.extend(([Run("\n")] if question else []) + list(row))
        if head is not tag:
            self.detach(head)
            self._detached_taken(head)
        answer = (*moved, *self.nodes(tag.children, node_id))
        pair_id = str(tag.get("id") or "") or node_id
        pair = Node(kind="pair", id=pair_id, runs=tuple(question), children=answer, where=css_path(tag))
        out.append(Node(kind="faq", id=node_id, children=(pair,), where=css_path(tag)))

    def _detached_taken(self, head: Tag) -> None:
        for text in head.find_all(string=is_drawn):
            if id(text) not in self.taken and shows(text):
                self.dropped.append(Dropped(rule="chrome.button", text=one_line(text)))

    def _box(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        inner: Out = []
        self.walk(tag.children, "", link, inner)
        if len(inner) == 1 and isinstance(inner[0], Box):
            out.append(inner[0])
        elif inner:
            out.append(Box(id=str(tag.get("id") or ""), children=tuple(with_whole_faqs(inner))))

    def _dropped_button(self, tag: Tag, node_id: str, link: str, out: Out) -> None:
        """Its words are the page's; a picture in it, which a click would show larger, is content."""
        for picture in [inner for inner in elements(tag) if inner.name == "img"]:
            embeds.image(self, picture, node_id, "", out)
        self.drop("chrome.button", tag)


# What applies to an element by its name and its hook → what is done with it.  The order matters: the first that applies
# wins; pairs of a question and its answer come before all of them, groups after.
RULES: tuple[tuple[Callable[[str, str], bool], Action], ...] = (
    (lambda name, hook: name in HEADINGS or name == "p", BodyReader._text_block),
    (lambda name, hook: name in {"ul", "ol"}, BodyReader._list),
    (lambda name, hook: name == "blockquote", BodyReader._quote),
    (lambda name, hook: name == "table", BodyReader._table),
    (lambda name, hook: name == "dl", standard.definitions),
    (lambda name, hook: name == "pre", BodyReader._code),
    (lambda name, hook: name == "hr" or "divider" in hook.split("-")[0].split(), BodyReader._divider),
    (lambda name, hook: hook.startswith(("gallery-viewer", "galleryViewer")), embeds.gallery),
    (lambda name, hook: hook in VIDEO_HOOKS or name == "video", embeds.video),
    (lambda name, hook: name == "iframe", embeds.frame),
    (lambda name, hook: hook in HTML_HOOKS | AUDIO_HOOKS or is_embed_hook(hook), embeds.embed),
    (lambda name, hook: hook.startswith(("fileUploadViewer", "file-upload")), embeds.file),
    (lambda name, hook: hook.startswith(("button-viewer", "buttonViewer")), embeds.button),
    (lambda name, hook: hook in IMAGE_HOOKS or name in PICTURES, embeds.image),
    (lambda name, hook: name == "figure", standard.figure),
    (lambda name, hook: name == "figcaption", embeds.figcaption),
    (lambda name, hook: name == "audio", standard.audio),
    (lambda name, hook: name == "button", BodyReader._dropped_button),
    (lambda name, hook: name in FORMS, legacy.unknown),
)


@lru_cache(maxsize=256)
def _rule_for(name: str, hook: str) -> Action | None:
    return next((act for applies, act in RULES if applies(name, hook)), None)


def with_whole_faqs(parts: Iterable[Part]) -> list[Part]:
    """The parts with neighbouring questions as one `faq`."""
    out: list[Part] = []
    for is_faq, group in groupby(parts, key=lambda part: isinstance(part, Node) and part.kind == "faq"):
        alike = list(group)
        pairs = tuple(pair for faq in alike if isinstance(faq, Node) for pair in faq.children)
        out += [replace(alike[0], children=pairs)] if is_faq else alike
    return out


def _is_seen(element: PageElement) -> bool:
    return element.name == "img" if isinstance(element, Tag) else shows(str(element))


def numbering(start: int) -> tuple[str, str]:
    """A finding's id and message on a list that begins with another number than the editor's do."""
    return "list.numbering", f"A list begins with the number {start}; the new one counts from 1."


def next_number(out: Sequence[Node | Box]) -> int:
    """The number after those of the list just read, which the next list continues."""
    last = out[-1] if out else None
    is_numbered = isinstance(last, Node) and last.kind == "list" and last.ordered
    return last.start + len(last.children) if isinstance(last, Node) and is_numbered else 1


def _first_number(tag: Tag) -> int:
    """The number of a list's first item, by the item or by the list."""
    if tag.name != "ol":
        return 1
    first = next(children(tag, "li"), tag)
    given = (first.get("value"), tag.get("start"))
    return next((int(str(number)) for number in given if _NUMBER.fullmatch(str(number))), 1)


def _span(value: object) -> int:
    text = str(value or "1")
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdigit() else 1
