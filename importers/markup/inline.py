"""Inline markup → `Run`s: the text with the marks a reader sees, links and readings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from bs4 import NavigableString, PageElement, Tag

from importers.markup.hooks import is_drawn
from importers.records import Run

_MARK_OF_TAG = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "u": "u", "ins": "u", "s": "s", "del": "s",
    "strike": "s", "sup": "sup", "sub": "sub", "code": "code", "kbd": "code", "tt": "code", "small": "small",
    "mark": "mark",
}  # fmt: skip
# A mirror that was pretty-printed breaks lines and indents; the viewer's own soft break is a bare newline.
_BLANK = re.compile(r"(?<![ \t])[ \t]*+\n[ \t\n]*+")  # with a break in it
_ANY_SPACE = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")

Take = Callable[[NavigableString], None]


class InlineReader:
    """Turns inline elements into runs.

    Args:
        take: told of every text node that went into a run.
        soft_breaks: whether a newline in the text is a line break (the blog's viewer) or white space (everywhere else).
    """

    def __init__(self, take: Take, *, soft_breaks: bool) -> None:
        self._take = take
        self._soft_breaks = soft_breaks

    def runs(self, elements: Iterable[PageElement], href: str = "") -> tuple[Run, ...]:
        """The runs of `elements`, in order, neighbours of one kind joined."""
        out: list[Run] = []
        for element in elements:
            self._read(element, Run("", href=href), out)
        return tuple(_joined(out))

    def _read(self, element: PageElement, style: Run, out: list[Run]) -> None:
        if isinstance(element, NavigableString):
            if is_drawn(element):
                out.append(Run(self._text(element), style.marks, style.href, style.ruby))
        elif isinstance(element, Tag):
            self._read_tag(element, style, out)

    def _read_tag(self, tag: Tag, style: Run, out: list[Run]) -> None:
        if tag.name == "br":
            if tag.get("role") != "presentation":
                out.append(replace(style, text="\n"))
        elif tag.name == "ruby":
            self._read_ruby(tag, style, out)
        else:
            inner = _styled(tag, style)
            for child in tag.children:
                self._read(child, inner, out)

    def _read_ruby(self, ruby: Tag, style: Run, out: list[Run]) -> None:
        """`<ruby>膝<rt>ひざ</rt></ruby>`, with or without `rb` and `rp`: each base goes with the reading after it."""
        base: list[Run] = []
        for child in ruby.children:
            if isinstance(child, Tag) and child.name == "rt":
                if not _joined(base):
                    self._read(child, style, base)  # a reading of nothing is text
                    continue
                reading = "".join(run.text for run in self.runs(child.children))
                out.extend(replace(run, ruby=reading if last else "") for run, last in _marking_last(_joined(base)))
                base = []
            elif isinstance(child, Tag) and child.name == "rtc":
                self._read(child, style, base)
            else:
                self._read(child, style, base)
        out.extend(base)

    def _text(self, node: NavigableString) -> str:
        self._take(node)
        text = str(node)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not self._soft_breaks:
            return _ANY_SPACE.sub(" ", text)
        return _BLANK.sub(_without_indentation, text) if "\n" in text else text


def _without_indentation(blank: re.Match[str]) -> str:
    """White space with one space for all up to its last indentation; by hand, as a pattern goes back and forth."""
    parts = blank[0].split("\n")
    last = next((at for at in range(len(parts) - 1, 0, -1) if len(parts[at]) >= 2), 0)
    return "\n".join([" ", *parts[last + 1 :]]) if last else blank[0]


def _styled(tag: Tag, style: Run) -> Run:
    marks = _marks(tag.name, str(tag.get("style") or ""))
    href = str(tag["href"]) if tag.name == "a" and tag.get("href") else style.href
    if marks <= style.marks and href == style.href:
        return style
    return Run(style.text, style.marks | marks, href, style.ruby)


@lru_cache(maxsize=512)
def _marks(name: str, css: str) -> frozenset[str]:
    """The marks that an element gives its text, by its name and its style."""
    return frozenset(({_MARK_OF_TAG[name]} if name in _MARK_OF_TAG else set()) | _css_marks(css))


def _css_marks(css: str) -> set[str]:
    if not css:
        return set()
    rules = dict(part.split(":", 1) for part in css.lower().replace(" ", "").split(";") if ":" in part)
    marks = set()
    weight = rules.get("font-weight", "")
    if weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600):
        marks.add("b")
    if rules.get("font-style") in {"italic", "oblique"}:
        marks.add("i")
    decoration = rules.get("text-decoration", "") + rules.get("text-decoration-line", "")
    if "underline" in decoration:
        marks.add("u")
    if "line-through" in decoration:
        marks.add("s")
    if rules.get("vertical-align") in {"super", "sub"}:
        marks.add("sup" if rules["vertical-align"] == "super" else "sub")
    return marks


def _joined(runs: Iterable[Run]) -> list[Run]:
    groups: list[tuple[Run, list[str]]] = []
    for each in runs:
        if not each.text:
            continue
        # A link is underlined anyway; there the mark says nothing.
        run = replace(each, marks=each.marks - {"u"}) if each.href else each
        first = groups[-1][0] if groups else None
        if first and not run.ruby and not first.ruby and (run.marks, run.href) == (first.marks, first.href):
            groups[-1][1].append(run.text)
        else:
            groups.append((run, [run.text]))
    return [replace(run, text="".join(texts)) if len(texts) > 1 else run for run, texts in groups]


def _marking_last(runs: list[Run]) -> Iterable[tuple[Run, bool]]:
    return ((run, number == len(runs)) for number, run in enumerate(runs, start=1))
