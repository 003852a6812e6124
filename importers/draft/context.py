"""What shaping one page gathers besides its blocks: stable ids, links, pictures, dropped text, findings."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urljoin, urlsplit

from importers.content import node_text, with_inside
from importers.draft.lines import line_text
from importers.records import Document, Dropped, Finding, Image, Json, Level, Node, Run
from importers.richtext import plain, safe_href
from importers.text import fold, one_line, shows

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "kneeblog:legacy-page")
_FILES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|csv|mp3|mp4)$", re.IGNORECASE)
_FILE_NAME = re.compile(r"^[^\s<>]*\.(?:jpe?g|png|gif|webp|avif|heic|svg|bmp|tiff?)$", re.IGNORECASE)
_MIRROR_SUFFIX = re.compile(r"(?:(?:^|(?<=/))index)?\.html?$", re.IGNORECASE)


@dataclass(slots=True)
class Context:
    """One page's gathering.  Everything that the modules of this room note down goes through here."""

    document: Document
    known_places: Mapping[str, str] | None = None  # source node id → where it ended up, from a first shaping
    bold_lines: str = ""  # a person's word on short bold lines: headings, text, or "" for the rules
    links: list[Json] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)  # addresses in order, each once
    dropped: list[Dropped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)  # the same, as this shaping goes along
    added_chars: int = 0  # brackets around readings, where text is plain
    asked_for_places: bool = False
    _seen: Counter[str] = field(default_factory=Counter)
    _resolved: dict[str, str] = field(default_factory=dict)
    _anchors: set[str] = field(default_factory=set)

    # Ids -------------------------------------------------------------------------------------------------------------

    def node_id(self, node: Node, parent: str, kind: str = "") -> str:
        """A block's id: from the source's own id of the node, else from where it stands and what it says."""
        if not node.id:
            said = line_text(node.runs) or node.url or node.title or _held(node)
            return self.text_id(parent, kind or node.kind, said)
        block_id = self.unique(f"{kind}#{node.id}" if kind else f"#{node.id}")
        self.place([node], block_id)
        return block_id

    def place(self, nodes: Iterable[Node], target: str) -> None:
        """Note where nodes ended up, for links to them."""
        for node in nodes:
            if node.id:
                self.places.setdefault(node.id, target)

    def text_id(self, parent: str, kind: str, text: str) -> str:
        """An id for what has none in the source: its parent's id, its text, its place among equals."""
        return self.unique(f"{parent}/{kind}/{text}")

    def unique(self, name: str) -> str:
        """The id of a name on this page; a second use of the name gets another."""
        self._seen[name] += 1
        suffix = f"~{self._seen[name]}" if self._seen[name] > 1 else ""
        return _uuid5(f"{self.document.key}\n{name}{suffix}")

    def anchor(self, node: Node) -> str:
        """The anchor of a section: the one the old page had, so that old deep links still arrive; each only once."""
        prefix = "" if self.document.reader == "generic" else "viewer-"
        wanted = f"{prefix}{node.id}" if re.fullmatch(r"[\w-]{1,80}", node.id) else ""
        if not wanted or wanted in self._anchors:
            return ""
        self._anchors.add(wanted)
        self.places[node.id] = wanted
        return wanted

    # Text ------------------------------------------------------------------------------------------------------------

    def plain(self, runs: Sequence[Run], where: str = "") -> str:
        """Runs as plain text, readings in brackets; their links are noted if `where` is given."""
        linked = self.linked(runs, where) if where else tuple(runs)
        self.added_chars += 2 * sum(1 for run in linked if run.ruby)
        return plain(linked)

    # Links -----------------------------------------------------------------------------------------------------------

    def linked(self, runs: Sequence[Run], block: str) -> tuple[Run, ...]:
        """The runs with their links made to work from the new page; each link is noted with the block it stands in."""
        out = []
        for run in runs:
            href = self.resolve(run.href) if run.href else ""
            if href and run.ruby:
                self.added_chars += 2  # a reading inside a link stands in brackets
            if run.href and not href:
                self.find(
                    "warning", "link.dropped", f"A link to {run.href[:100]} was taken off the text “{run.text[:40]}”.",
                    "Set the link again by hand if it is wanted.", block,
                )  # fmt: skip
            out.append(run if href == run.href else replace(run, href=href))
        position = 0
        while position < len(out):
            href, text = out[position].href, out[position].text
            position += 1
            while position < len(out) and href and out[position].href == href:
                text += out[position].text
                position += 1
            if href:
                self.link(one_line(text), href, block)
        return tuple(out)

    def tell_links(self, runs: Iterable[Run], where: str) -> None:
        """A heading or question is plain text: tell of the links that it had."""
        for run in runs:
            if run.href:
                self.find(
                    "warning", "heading.link", f"The heading “{one_line(run.text)}” was a link to {run.href}.",
                    "Put the link into the text below it if it is wanted.", where,
                )  # fmt: skip

    def link(self, text: str, href: str, block: str) -> None:
        """Note a link."""
        self.links.append({"text": text, "href": href, "kind": self.kind_of(href), "block": block})

    def resolve(self, href: str) -> str:
        """An address as the new page can carry it: absolute, or an anchor on this page; `""` when it may not stand."""
        if href not in self._resolved:
            self._resolved[href] = self._resolve(href)
        return self._resolved[href]

    def _resolve(self, href: str) -> str:
        href = href.strip()
        page, _, fragment = href.partition("#")
        if fragment and (not page or self._same_page(page)):
            return self._place_of(unquote(fragment).removeprefix("viewer-"))
        safe = safe_href(href)
        if not safe or safe.startswith("#"):
            return ""
        try:
            if urlsplit(safe).netloc or urlsplit(safe).scheme not in {"", "http", "https"} or not self.document.url:
                return safe
            path, mark, rest = safe.partition("#")
            return safe_href(urljoin(self.document.url, _MIRROR_SUFFIX.sub("", path) or "./") + mark + rest)
        except ValueError:  # such as an address in brackets that is none
            return ""

    def _place_of(self, node_id: str) -> str:
        """`#` and where a node of this page ended up; before that is known, the node's own name."""
        self.asked_for_places = True
        if self.known_places is None:
            return f"#{node_id}" if re.fullmatch(r"[\w-]+", node_id) else ""
        return f"#{self.known_places[node_id]}" if node_id in self.known_places else ""

    def _same_page(self, address: str) -> bool:
        if not self.document.url:
            return False
        try:
            ours, theirs = urlsplit(self.document.url), urlsplit(urljoin(self.document.url, address))
        except ValueError:
            return False
        return (ours.netloc, unquote(ours.path).rstrip("/")) == (
            theirs.netloc, unquote(_MIRROR_SUFFIX.sub("", theirs.path)).rstrip("/"),
        )  # fmt: skip

    def kind_of(self, href: str) -> str:
        """internal, external, tel, mailto, anchor or file."""
        if href.startswith("#"):
            return "anchor"
        try:
            parts = urlsplit(href)
        except ValueError:
            return "external"
        if parts.scheme in {"tel", "mailto"}:
            return parts.scheme
        if _FILES.search(parts.path):
            return "file"
        return "internal" if not parts.netloc or parts.netloc == urlsplit(self.document.url).netloc else "external"

    # Pictures --------------------------------------------------------------------------------------------------------

    def picture(self, image: Image, where: str, caption: Sequence[Run] = ()) -> Json:
        """An image's JSON; notes the picture, its link, and what is wrong with its alternative text."""
        if any(run.href for run in caption):
            self.find("warning", "caption.link", "A caption holds a link.", "Put the link into the text.", where)
        alt = image.alt
        if _FILE_NAME.match(alt):
            self.find(
                "info", "image.alt-is-file-name", f"The alternative text was only a file name: {alt}.", where=where
            )
            alt = ""
        elif alt and fold(alt) == fold(self.document.title):
            self.find(
                "info", "image.alt-is-title", "The alternative text of a picture only repeats the page's title.",
                "Say what the picture shows.", where,
            )  # fmt: skip
        if not alt:
            self.find(
                "warning", "image.no-alt", f"A picture has no alternative text: {image.url.rsplit('/', 1)[-1]}.",
                "Say what the picture shows, or mark it as decorative.", where,
            )  # fmt: skip
        self.images[image.url] = None
        text = one_line(self.plain(caption, where)) or image.caption
        return replace(image, alt=alt, caption=text).as_json()

    # Notes -----------------------------------------------------------------------------------------------------------

    def drop(self, rule: str, text: str, where: str = "") -> None:
        """Note text left out by a rule."""
        if shows(text):
            self.dropped.append(Dropped(rule=rule, text=one_line(text), where=where))

    def find(self, level: Level, finding_id: str, message: str, hint: str = "", where: str = "") -> None:
        """Note something a person should know."""
        self.findings.append(Finding(level=level, id=finding_id, message=message, hint=hint, where=where))


def _held(node: Node) -> str:
    """What a node without a text of its own holds: the texts in it, and the addresses of its pictures."""
    return " ".join((node_text(node), *(inner.image.url for inner in with_inside(node) if inner.image)))


def _uuid5(name: str) -> str:
    """`str(uuid.uuid5(_NAMESPACE, name))`, without the object in between."""
    digest = bytearray(hashlib.sha1(_NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
