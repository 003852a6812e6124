"""Refuses pages that would take a parser too long or too deep, in one linear pass over the text.

HTML parsers are quadratic in nesting depth and in attributes a tag, re-open marks that nobody closed in every block
that follows, and readers of their trees recurse.  So all of it is counted before any of them sees the page: with the
names of the open elements and the Standard's rules for what a tag closes, without a tree.  It is a guard against the
common hostile shapes, not a second parser: it may take a sloppy page for deeper than it is, and tag soup made for the
purpose (HTML inside SVG titles, say) for flatter.  What slips through costs one page: each is read under its own guard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from importers.errors import PageRefused
from importers.lean import ATTRIBUTE, ATTRIBUTES, COMMENT, NAME

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 500
MAX_TAGS = 200_000
MAX_ATTRIBUTES = 200
MAX_NESTED_BLOCKS = 60  # lists, quotes, tables … inside one another: the readers call themselves for each
MAX_MARKS = 60  # marks such as <b> that nobody has closed
MAX_OPTIONS = 2_000  # of one choice: the parser looks at all of them again for each
MAX_LEVELS = 6_000_000  # of all elements and comments together: what is looked for inside many costs each of them
_MAX_STEPS = 20_000_000  # looking for what an end tag closes

_TOKEN = re.compile(
    rf"<(?:(?P<close>/?)(?P<name>{NAME})(?P<attributes>{ATTRIBUTES})>?|(?P<comment>!--)|(?:[!?]|/(?![a-zA-Z]))[^>]*+>?)"
)
_ATTRIBUTES = re.compile(ATTRIBUTE)
_SCRIPT = re.compile(r"<!--|-->|<(/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)
_COMMENT_END = re.compile(r"-?>|.*?--!?>", re.DOTALL)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_RAW_TEXT = _names("script style textarea title xmp noframes iframe noembed")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW_TEXT}
_VOID = _names("area base br col embed hr img input link meta param source track wbr html head body")
_MARKS = _names("a b big code em font i nobr s small strike strong tt u")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_READINGS = _names("rt rp rb rtc")
_NESTED_BLOCKS = _names("ul ol dl blockquote table details section ruby object applet marquee template svg math select")
# In a drawing, SVG or MathML, parts are written with a star; those in which the rules of HTML hold again with a @.
_DRAWINGS = _names("svg math")
_TEXT_IN = {"svg": _names("foreignobject desc title"), "math": _names("mi mo mn ms mtext")}
# These end one.
_END_DRAWINGS = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 head hr i img li listing menu meta nobr ol p pre"
    " ruby s small span strong strike sub sup table tt u ul var"
)
_FONT = re.compile(r"\b(?:color|face|size)\b", re.IGNORECASE)
# An end tag does not reach across these, and a paragraph inside one does not close a paragraph outside.
_BARRIERS = _names("table td th caption object applet marquee template select") | _names(
    "@foreignobject @desc @title @mi @mo @mn @ms @mtext @annotation-xml"
)
# Their end tags reach across all else.
_BLOCKS = _names(
    "address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 header hgroup li listing main menu nav ol p pre search section summary ul"
)
# What the Standard calls special: other end tags, and the start tags of items, stop at these.
_SPECIAL = _BARRIERS | _BLOCKS | _names("tr tbody thead tfoot noscript")
_CLOSE_PARAGRAPHS = _BLOCKS - _names("button") | _names("table hr")
_IN_BUTTON = _BARRIERS | {"button"}
# A start tag → the open elements it closes first, and those it does not look beyond.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (_names("li"), _SPECIAL - _names("address div p")),
    **dict.fromkeys(("dt", "dd"), (_names("dt dd"), _SPECIAL - _names("address div p"))),
    **dict.fromkeys(("td", "th"), (_names("td th caption"), _names("table tr"))),
    "tr": (_names("tr caption"), _names("table")),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (_names("tbody thead tfoot caption"), _names("table"))),
}
# A start tag → what it closes only as long as it is the innermost.
_CLOSES_INNERMOST: dict[str, frozenset[str]] = {
    "h1": _names("h1"),
    "option": _names("option"),
    "optgroup": _names("option"),
    **dict.fromkeys(_READINGS, _READINGS | _names("dd dt li option optgroup p")),
}
_IN_LIST = _BARRIERS | _names("ol ul")
_TABLE_PARTS = _names("td th tr tbody thead tfoot caption")
_ROWS = _names("table tbody thead tfoot tr")
_MARKERS = _names("td th caption object applet marquee template")  # what ends with them is not opened again
_TABLE, _PARAGRAPH, _NONE = _names("table"), _names("p"), _names("")


def check(html: str) -> None:
    """Raise `PageRefused` when the page is beyond a limit."""
    if len(html) > MAX_BYTES:
        raise too_big(len(html))
    if not _surely_within(html):
        _count(html)


# A look at most pages that is enough ----------------------------------------------------------------------------------

_TAG = re.compile(rf"<(/?{NAME}){ATTRIBUTES}>?|{COMMENT}", re.DOTALL)
_CROWDED = re.compile(rf"<{NAME}(?:[ \t\n\f\r/]*+{ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}")
_RAW_WITH_MARKUP = re.compile(rf" ({'|'.join(sorted(_RAW_TEXT))}) (?!/\1 )")
_UNUSUAL = _names("plaintext math frameset template foreignobject")
_WATCHED = _NESTED_BLOCKS | _MARKS
_NO_INSIDE = _VOID | {""}  # a comment has no name
_MANY_TAGS, _MANY_LEVELS, _MANY_BLOCKS, _MANY_MARKS = 20_000, 300, 40, 8


def _surely_within(html: str) -> bool:
    """Whether a page is within the limits even by a count that closes elements only where their end tag says so.

    It looks at no rule of what a tag closes, so it takes pages for deeper than they are, never for flatter; those in
    which it may meet something that is no tag it leaves to the real count.
    """
    if html.count("<") > _MANY_TAGS or "<![CDATA[" in html:
        return False
    tags = _TAG.findall(html)
    names = set(tags) - {""}
    if not all(map(str.islower, names)) or names & _UNUSUAL:
        return False
    if _RAW_WITH_MARKUP.search(f" {' '.join(tags)} "):  # what looks like a tag may be text: its end tag comes later
        return False
    if tags.count("option") > MAX_OPTIONS or _CROWDED.search(html):
        return False
    return _closes_what_it_opens(tags)


def _closes_what_it_opens(tags: Sequence[str]) -> bool:
    """Whether the depth stays small although only an end tag right after its own start tag counts as one."""
    closed_by = {f"/{name}": name for name in set(tags)}
    stack = [""]
    blocks = marks = 0
    for tag in tags:
        if (name := closed_by.get(tag)) is None:  # a start tag
            if tag in _NO_INSIDE:
                continue
            stack.append(tag)
            if tag in _WATCHED:
                blocks += tag in _NESTED_BLOCKS
                marks += tag in _MARKS
            if len(stack) > _MANY_LEVELS or blocks > _MANY_BLOCKS or marks > _MANY_MARKS:
                return False
        elif name == stack[-1]:  # else it may close something or not; taken for open, it is counted on
            stack.pop()
            if name in _WATCHED:
                blocks -= name in _NESTED_BLOCKS
                marks -= name in _MARKS
    return True


# The count ------------------------------------------------------------------------------------------------------------


def _count(html: str) -> None:
    page = _Open()
    position = 0
    while match := _TOKEN.search(html, position):
        if match.start() > position:
            page.text()
        position = match.end()
        if match["comment"]:
            end = _COMMENT_END.match(html, position)
            position = end.end() if end else len(html)
        if not match["name"]:
            page.go_deep()  # a comment, a doctype
            continue
        name = match["name"].lower()
        name = "h1" if name in _HEADINGS else name  # any heading's end closes any
        _check_attributes(match["attributes"], name)
        if match["close"]:
            page.end(name)
        elif page.draws(name, match["attributes"]):
            continue
        elif name in _RAW_TEXT:
            page.make()
            position = _after_raw_text(html, name, position)
        elif name in _VOID:
            page.void(name)
        else:
            page.start(name, match["attributes"])


def too_big(size: int) -> PageRefused:
    """The refusal of a page of `size` bytes."""
    return _refused("size", f"The page has {size / 1024 / 1024:.0f} MB; the limit is {MAX_BYTES // 1024 // 1024} MB.")


class _Open:
    """The names of the open elements while a page is read, and the marks that wait to be re-opened."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.open: Counter[str] = Counter()
        self.marks: Counter[tuple[str, str]] = Counter()
        self.blocks = self.made = self.steps = self.levels = self.options = 0
        self.waiting: list[str] = []  # marks to open again

    def is_drawing(self) -> bool:
        """Whether what comes next is a part of SVG or MathML, where other rules hold."""
        return bool(self.stack) and self.stack[-1].startswith("*")

    def draws(self, name: str, attributes: str) -> bool:
        """Take a start tag as a drawing's; not if there is none, or if the tag is one that ends it."""
        if not self.is_drawing():
            if name not in _DRAWINGS:
                return False
            self._reopen()
        elif name in _END_DRAWINGS or (name == "font" and _FONT.search(attributes)):
            while self.is_drawing():
                self._pop(len(self.stack) - 1)
            return False
        if attributes.endswith("/"):
            self.make()
        else:
            self._push(f"*{name}" if not self._holds_text(name, attributes) else f"@{name}")
        return True

    def _holds_text(self, name: str, attributes: str) -> bool:
        """Whether the rules of HTML hold again inside a part of a drawing."""
        self.steps += len(self.stack)
        root = next((part[1:] for part in reversed(self.stack) if part in {"*svg", "*math"}), "")
        in_html = name == "annotation-xml" and "html" in attributes.lower()
        return in_html or name in _TEXT_IN.get(root, _NONE)

    def text(self) -> None:
        """Text, which marks that wait for it come before."""
        if self.waiting and not (self.stack and self.stack[-1] in _ROWS):
            self._reopen()

    def _reopen(self) -> None:
        """Open marks again that a block closed before their own end tags did."""
        waiting, self.waiting = self.waiting, []
        for name in waiting:
            self._push(name)

    def void(self, name: str) -> None:
        """An element that holds nothing."""
        if name in _CLOSE_PARAGRAPHS:
            self._close(_PARAGRAPH, _IN_BUTTON)
        else:
            self._reopen()
        self.make()

    def start(self, name: str, attributes: str) -> None:
        """Open an element, after closing what it closes."""
        if name in _TABLE_PARTS and not (self.open["table"] or self.open["template"]):
            self.make()
            return  # the parser passes over it
        self._make_room(name)
        self._count_options(name)
        if name not in _SPECIAL:
            self._reopen()
        # The Standard remembers three marks alike; each is made anew in every block until it is closed.
        if name == "a":
            self.end("a")  # one link closes the one before
        if name in _MARKS:
            key = (name, attributes.strip())
            self.marks[key] = min(self.marks[key] + 1, 3)
            if self.marks.total() > MAX_MARKS:
                raise _refused("depth", f"More than {MAX_MARKS} marks such as <{name}> are open at once.")
        self._push(name, 0 if name in _MARKS or len(self.marks) < 4 else self.marks.total())

    def _push(self, name: str, more: int = 0) -> None:
        self.make(1 + more)
        self.stack.append(name)
        self.open[name] += 1
        self.blocks += _bare(name) in _NESTED_BLOCKS
        if self.blocks > MAX_NESTED_BLOCKS:
            raise _refused(
                "depth", f"More than {MAX_NESTED_BLOCKS} lists, quotes or tables are nested at <{_bare(name)}>."
            )
        if len(self.stack) > MAX_DEPTH:
            raise _refused("depth", f"Elements are nested more than {MAX_DEPTH} levels deep at <{_bare(name)}>.")

    def _ends_drawing(self, name: str) -> bool:
        """Close a part of a drawing, if an end tag is that of one."""
        for at in range(len(self.stack) - 1, -1, -1):
            self.steps += 1
            if self.stack[at][0] not in "*@":
                return False
            if _bare(self.stack[at]) == name:
                self._pop(at)
                return True
        return False

    def _make_room(self, name: str) -> None:
        """Close what a start tag closes."""
        if name in _CLOSES:
            self._close(*_CLOSES[name])
        if name in _CLOSE_PARAGRAPHS:
            self._close(_PARAGRAPH, _IN_BUTTON)
        innermost = _CLOSES_INNERMOST.get(name, _NONE)
        if innermost and (name not in _READINGS or self._is_in("ruby")):
            while self.stack and self.stack[-1] in innermost:
                self._close(innermost, _NONE)

    def _count_options(self, name: str) -> None:
        self.options = 0 if name == "select" else self.options + (name == "option")
        if self.options > MAX_OPTIONS:
            raise _refused("tags", f"A choice has more than {MAX_OPTIONS:,} options.")

    def _is_in(self, name: str) -> bool:
        """Whether an element of a name is open, and no barrier stands before it."""
        if not self.open[name]:
            return False
        self.steps += len(self.stack)
        return next(each == name for each in reversed(self.stack) if each == name or each in _BARRIERS)

    def make(self, number: int = 1) -> None:
        """Count elements."""
        self.made += number
        if self.made > MAX_TAGS:
            raise _refused("tags", f"The page has more than {MAX_TAGS:,} tags, or makes as many of unclosed ones.")
        self.go_deep(number)

    def go_deep(self, number: int = 1) -> None:
        """Count the levels above elements or comments."""
        self.levels += number * len(self.stack)
        if self.levels > MAX_LEVELS:
            raise _refused("depth", f"Too many elements stand too deep: {MAX_LEVELS:,} levels in all is the limit.")

    def end(self, name: str) -> None:
        """Close an element of that name, if an end tag here reaches one."""
        if self.stack and self.stack[-1][0] in "*@" and self._ends_drawing(name):
            return
        if name in self.waiting:
            self.waiting.remove(name)
            return
        if name in _MARKS:
            key = next((key for key in reversed(self.marks) if key[0] == name), None)
            if key:
                self.marks[key] -= 1
                self.marks += Counter()  # forget those that are closed
        if not self.open[name]:
            return
        if name in _MARKS or name == "form":
            at = len(self.stack) - 1 - self.stack[::-1].index(name)
            del self.stack[at]  # a block inside stays open
            self.open[name] -= 1
        else:
            self._close(frozenset({name}), _stops(name))

    def _pop(self, at: int) -> None:
        inside_marker = False
        for closed in self.stack[at:]:
            self.open[closed] -= 1
            inside_marker = inside_marker or closed in _MARKERS
            if closed in _MARKS and not inside_marker and self.waiting.count(closed) < 3:
                self.waiting.append(closed)
            self.blocks -= _bare(closed) in _NESTED_BLOCKS
        del self.stack[at:]

    def _close(self, names: frozenset[str], barriers: frozenset[str]) -> None:
        """Close the innermost of `names` and all inside it, unless a barrier stands before it."""
        if not any(self.open[name] for name in names):
            return
        for at in range(len(self.stack) - 1, -1, -1):
            self.steps += 1
            if self.stack[at] in names:
                self._pop(at)
                return
            if self.stack[at] in barriers:
                return
            if self.steps > _MAX_STEPS:
                raise _refused("depth", "Tags are closed in another order than they were opened, too often.")


def _bare(name: str) -> str:
    """The name without the sign of a drawing's part."""
    return name.lstrip("*@")


def _stops(name: str) -> frozenset[str]:
    """What the end tag of a name does not reach across."""
    if name in _TABLE_PARTS or name == "table":
        return _TABLE
    return {"p": _IN_BUTTON, "li": _IN_LIST}.get(name, _BARRIERS if name in _BLOCKS else _SPECIAL)


def _check_attributes(attributes: str, name: str) -> None:
    if len(attributes) <= MAX_ATTRIBUTES:
        return  # each takes at least a name and a space
    for number, _ in enumerate(_ATTRIBUTES.finditer(attributes), start=1):
        if number > MAX_ATTRIBUTES:
            raise _refused("attributes", f"A <{name}> has more than {MAX_ATTRIBUTES} attributes.")


def _after_raw_text(html: str, name: str, position: int) -> int:
    if name == "script":
        position = _script_end(html, position)
    else:
        found = _RAW_END[name].search(html, position)
        position = found.start() if found else len(html)
    end = _TOKEN.match(html, position)
    return end.end() if end else len(html)


def _script_end(html: str, start: int) -> int:
    """Where a script's end tag begins: not one in a string in a comment that opened a script itself."""
    level = 0  # 1: in a comment, 2: in a script in it
    position = start
    while match := _SCRIPT.search(html, position):
        position = match.end()
        if match[0] == "<!--":
            level = max(level, 1)
            position -= 2  # its dashes may also be those of its end
        elif match[0] == "-->":
            level = 0
        elif match[1]:
            if level < 2:
                return match.start()
            level = 1
        elif level:
            level = 2
    return len(html)


def _refused(limit: str, message: str) -> PageRefused:
    return PageRefused(
        f"limits.{limit}", message, "Save the page again from the browser, or leave it out of the source."
    )
