"""What the rooms hand to each other: frozen, compared by value, free of behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know about one page.  `id` is stable and listed in the README."""

    level: Level
    id: str
    message: str
    hint: str = ""
    where: str = ""

    def as_json(self) -> Json:
        """As the contract has it."""
        return {"level": self.level, "id": self.id, "message": self.message, "hint": self.hint, "where": self.where}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyPage:
    """One saved page, decoded, without what is never drawn."""

    path: str  # inside the source, `/` between parts
    html: str
    data: tuple[str, ...] = ()  # JSON that stood in its scripts
    sha256: str  # of the bytes
    encoding: str
    base_url: str = ""
    url: str = ""  # where it was fetched, if the source says so
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of inline text with one set of marks.  `\\n` in `text` is a line break."""

    text: str
    marks: frozenset[str] = frozenset()  # names of `richtext.MARKS`
    href: str = ""
    ruby: str = ""  # the reading above `text`


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture by the address of its original."""

    url: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    caption: str = ""
    link: str = ""

    def as_json(self) -> Json:
        """As the contract has it."""
        return {"url": self.url, "width": self.width, "height": self.height, "alt": self.alt, "caption": self.caption}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell: what stands in it, in order."""

    id: str = ""
    nodes: tuple[Node, ...] = ()
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One piece of a page's content, in reading order.

    kind: paragraph, heading, list, item, image, gallery, table, quote, divider, video, button, code, file, embed,
    faq, pair, lost_embed, legacy.  Which of the other fields speak depends on it:

    * paragraph, heading (`level`), button (`url`), item and pair (`children`): `runs`
    * list (`ordered`, the first number in `start`, items in `children`), faq (pairs in `children`), gallery (images
      in `children`)
    * quote: what is quoted in `children`, whose words they are in `runs`
    * image: `image`; table: `rows`, `header_row`, `header_column`
    * video, file, embed: `url`, `title`; lost_embed and embed: `subkind`, `hint`; legacy: `html`, `hint`
    """

    kind: str
    id: str = ""  # the source's own id of the node; "" where it has none
    where: str = ""  # a CSS path, for findings
    runs: tuple[Run, ...] = ()
    level: int = 0
    ordered: bool = False
    start: int = 1
    children: tuple[Node, ...] = ()
    image: Image | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()
    header_row: bool = False
    header_column: bool = False
    url: str = ""
    title: str = ""
    subkind: str = ""
    hint: str = ""
    html: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A group the old page drew as one thing beside its article: a section, a column, a card."""

    id: str = ""
    children: tuple[Node | Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Text left out on purpose: by which rule, which text, where."""

    rule: str
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Text that no rule placed or dropped."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One page, read: its facts, its content in order, its chrome set aside.  Nothing judged, nothing lost."""

    path: str
    sha256: str
    encoding: str
    reader: str
    url: str = ""
    key: str = ""  # the source key: path of the address, decoded, NFC
    locale: str = ""
    title: str = ""
    slug: str = ""  # as in the address, decoded
    published_at: str | None = None
    updated_at: str | None = None
    author: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    hero: Image | None = None
    shown: frozenset[str] = frozenset()  # which of title, author, categories, tags the page itself shows
    nodes: tuple[Node, ...] = ()
    groups: tuple[Box, ...] = ()  # stretches of `nodes`, the very same ones, that the page draws as one thing
    beside: tuple[Box, ...] = ()
    source_chars: int = 0
    dropped: tuple[Dropped, ...] = ()
    lost: tuple[Lost, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement and why."""

    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step of the breadcrumbs; the last one usually leads nowhere."""

    label: str
    url: str | None

    def as_json(self) -> Json:
        """As the contract has it."""
        return {"label": self.label, "url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A Document with every judgement made: what `draft` shapes into fields."""

    document: Document
    page_type: Verdict
    breadcrumbs: tuple[Crumb, ...] = ()
    cards: tuple[Box, ...] = ()
    supervisor: Box | None = None
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One page as fields and blocks: exactly the document that `importers parse` prints."""

    key: str
    data: Json

    @property
    def findings(self) -> list[Json]:
        """What a person should know."""
        return self.data["findings"]

    @property
    def lost(self) -> list[Json]:
        """Text that found no place."""
        return self.data["ledger"]["lost"]
