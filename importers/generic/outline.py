"""One pass over a page's tree: how much each part says in sentences, how much in links, and if a name sets it aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.generic.names import INSIDE, chrome_rule, names_of
from importers.markup import cutting
from importers.markup.hooks import BLOCKS
from importers.text import count

_BLOCKS = BLOCKS | {"td", "th", "tr", "tbody", "body", "caption", "iframe"}
_SENTENCE = re.compile(r"[。．.、，,！!？?；;：]")
_CHOICES = {"option", "select", "textarea", "button"}  # what a reader may press or choose says nothing
_COPYRIGHT = re.compile(r"\s*(?:copyright|©|\(c\)|Ⓒ|ⓒ)", re.IGNORECASE)
_LONGEST_NOTICE = 150
_SHORT = 10  # characters; below that a comma is no sentence
# A text without any mark of a sentence: a heading, a label, a price.  It counts, but little.
_UNMARKED_WEIGHT = 5
# A wrapper may be named after something small in it: a part with more than this share of the sentences is no chrome.
_ANY_LENGTH = {"chrome.comments", "chrome.cookies", "chrome.popup"}
# In these a `header` is that of a part, not of the page.
_SECTIONS = {"main", "article", "section"}
_MOST = {"always": 0.5, "never": 0.5, "unless-prose": 0.2, "if-links": 0.4}


@dataclass(slots=True, eq=False)
class Part:
    """An element and what it holds; numbers include everything inside."""

    node: LexborNode
    tag: str
    parent: Part | None
    index: int
    depth: int
    in_link: bool
    names: str = ""
    end: int = 0  # one beyond the last part inside
    chars: int = 0
    linked: int = 0
    says: int = 0  # characters in sentences outside links
    prose: int = 0  # the same without what a chrome rule names
    own: int = 0  # what it says itself, as a block
    own_rule: str = ""  # the chrome rule that names it
    rule: str = ""  # the same, or that of what is around it
    pictures: int = 0
    mains: int = 0  # elements in it that say they are what the page is about
    gone: bool = False  # taken out of the tree; its node must not be touched any more
    _texts: list[str] = field(default_factory=list)  # of a block, until it is weighed
    _linked: int = 0

    def holds(self, other: Part) -> bool:
        """Whether another part is this one or lies inside it."""
        return self.index <= other.index < self.end

    def above(self) -> Iterator[Part]:
        """This part and everything around it, from the inside out."""
        part: Part | None = self
        while part is not None:
            yield part
            part = part.parent

    @property
    def link_share(self) -> float:
        """How much of the text leads away."""
        return self.linked / self.chars if self.chars else 0.0


class Outline:
    """All parts of a page's body in document order."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.parts: list[Part] = []
        self._by_id: dict[int, Part] = {}
        if tree.body is not None:
            self._survey(tree.body)
            self._weigh()

    @property
    def body(self) -> Part:
        """The outermost part."""
        return self.parts[0]

    def of(self, node: LexborNode) -> Part | None:
        """The part of an element."""
        return self._by_id.get(node.mem_id)

    def by_id(self, mem_id: int) -> Part | None:
        """The part of an element by its `mem_id`."""
        return self._by_id.get(mem_id)

    def children(self, part: Part) -> Iterator[Part]:
        """The parts directly inside one."""
        index = part.index + 1
        while index < part.end:
            yield self.parts[index]
            index = self.parts[index].end

    def inside(self, part: Part) -> Iterator[Part]:
        """A part and everything in it that is still there."""
        index = part.index
        while index < part.end:
            each = self.parts[index]
            if each.gone:
                index = each.end
                continue
            yield each
            index += 1

    def take(self, part: Part) -> str:
        """Take a part out of the tree for its text."""
        self._leave(part)
        return cutting.take(part.node)

    def drop(self, cut: cutting.Cut, rule: str, part: Part) -> None:
        """Take a part out of the tree by a named rule."""
        self._leave(part)
        cut.dropped += cutting.drop(rule, part.node)

    def _leave(self, part: Part) -> None:
        for index in range(part.index, part.end):
            self.parts[index].gone = True

    def _survey(self, body: LexborNode) -> None:
        blocks: list[Part] = []  # the nearest block of each part, by index
        for node in body.traverse(include_text=True):
            if node.is_text_node:
                self._note_text(node, blocks)
            elif node.is_element_node:
                parent = self._by_id.get(node.parent.mem_id) if node.parent and self.parts else None
                tag = node.tag or ""
                in_link = tag == "a" or (parent is not None and parent.in_link)
                depth = parent.depth + 1 if parent else 0
                part = Part(node, tag, parent, len(self.parts), depth, in_link, names_of(node))
                part.pictures, part.mains = int(tag == "img"), int(tag == "main")
                self.parts.append(part)
                self._by_id[node.mem_id] = part
                blocks.append(part if parent is None or tag in _BLOCKS else blocks[parent.index])

    def _note_text(self, node: LexborNode, blocks: list[Part]) -> None:
        part = self._by_id.get(node.parent.mem_id) if node.parent else None
        text = node.text_content or ""
        if part is None or not (chars := count(text)):
            return
        part.chars += chars
        block = blocks[part.index]
        if part.in_link:
            part.linked += chars
            block._linked += chars
        elif part.tag not in _CHOICES:
            block._texts.append(text)

    def _weigh(self) -> None:
        for part in reversed(self.parts):
            part.end = max(part.end, part.index + 1)
            text = "".join(part._texts)
            part.own = part.prose = _said(text, part._linked)
            if part.chars <= _LONGEST_NOTICE and _COPYRIGHT.match(text):
                part.own_rule, part.own, part.prose = "chrome.copyright", 0, 0
            part.says += part.own
            if part.parent is not None:
                part.parent.end = max(part.parent.end, part.end)
                for name in ("chars", "linked", "says", "pictures", "mains"):
                    setattr(part.parent, name, getattr(part.parent, name) + getattr(part, name))
        for part in self.parts:
            part.own_rule = self._rule(part)
            part.rule = (part.parent.rule if part.parent else "") or part.own_rule
            part.prose = 0 if part.rule else part.prose
        for part in reversed(self.parts[1:]):
            if part.parent is not None:
                part.parent.prose += part.prose

    def _rule(self, part: Part) -> str:
        """The rule that names a part as chrome, unless too much of the page's text is in it."""
        if part.own_rule:
            return part.own_rule
        framed = part.tag in {"header", "footer"} and any(each.tag in _SECTIONS for each in part.above())
        rule = chrome_rule(part.names, "" if framed else part.tag)
        if not rule or part is self.body or part.mains:
            return ""
        most = _MOST[INSIDE.get(rule, "never")]
        return rule if part.says <= most * self.body.says or _surely(part, rule) else ""


def _surely(part: Part, rule: str) -> bool:
    """A thread of comments or a talk of cookies may be longer than the article; a wrapper also holds a title."""
    if rule not in _ANY_LENGTH and not (rule == "chrome.sidebar" and part.tag == "aside"):
        return False
    if rule == "chrome.comments" and not part.names.startswith("comment"):
        return False
    return part.node.css_first("h1, article, main") is None


def _said(text: str, linked: int) -> int:
    """How many characters of a block are sentences of its own."""
    own = count(text)
    if own >= _SHORT and linked <= 2 * own and _SENTENCE.search(text):
        return own
    return own // _UNMARKED_WEIGHT
