"""Runs → the rich text the editor keeps.  The only serialiser: nothing edits its output, nh3 passes it unchanged.

Wagtail's editor rewrites rich text that is not in its own canonical form, and cannot open some of it at all.  So this
writes exactly what `ContentstateConverter` would write back: marks nested by their style's name, white space where
the editor keeps it, `<br/>` for breaks, a link around its marks.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

import nh3

from importers.addresses import SCHEMES, safe_href
from importers.records import Node, Run
from importers.text import clean_text

# Tag → the name of the editor's style; marks nest in the order of these names.
MARKS = {
    "b": "BOLD",
    "code": "CODE",
    "i": "ITALIC",
    "mark": "MARK",
    "small": "SMALL",
    "s": "STRIKETHROUGH",
    "sub": "SUBSCRIPT",
    "sup": "SUPERSCRIPT",
    "u": "UNDERLINE",
}
_ENTITIES = frozenset({"a", "ruby"})
Opening = tuple[str, str]  # a tag's name and its opening
TAGS = frozenset({"p", "h4", "ul", "ol", "li", "a", "br", "ruby", "rt", *MARKS})
_ATTRIBUTES = {"a": {"href"}, "p": {"data-block-key"}, "h4": {"data-block-key"}, "li": {"data-block-key"}}

_KEYED = re.compile(r"<(p|h4|li)>")
_ASCII_SPACE = " \t\r\f\v"
_STRETCH = re.compile(r"\S++(?: \S++)*+|\s")


def paragraph(runs: Sequence[Run], tag: str = "p") -> str:
    """One paragraph (or `h4`), or `""` when it would hold no text."""
    inner = inline(runs)
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def list_html(*lists: Node) -> str:
    """Lists that follow each other, with the lists nested in them, or `""` when no item has text.

    Built as the editor builds it from its flat list of items: neighbours of one kind are one list.
    """
    out: list[str] = []
    stack: list[str] = []  # the open lists' tags, each with an item open in it
    for tag, depth, text in (item for node in lists for item in _flat(node, 0)):
        keep = depth if depth < len(stack) and stack[depth] != tag else min(depth + 1, len(stack))
        while len(stack) > keep:
            out.append(f"</li></{stack.pop()}>")
        if len(stack) == depth + 1:
            out.append("</li>")
        while len(stack) <= depth:
            out.append(f"<{tag}>" if len(stack) == depth else f"<{tag}><li>")
            stack.append(tag)
        out.append(f"<li>{text}")
    out.extend(f"</li></{tag}>" for tag in reversed(stack))
    return "".join(out)


def _flat(node: Node, depth: int) -> Iterator[tuple[str, int, str]]:
    for item in node.children:
        nested = [inner for child in item.children if child.kind == "list" for inner in _flat(child, depth + 1)]
        text = inline(item.runs)
        if text or nested:
            yield "ol" if node.ordered else "ul", depth, text
            yield from nested


def inline(runs: Sequence[Run]) -> str:
    """Inline HTML of the runs, without leading or trailing white space."""
    out: list[str] = []
    stack: Sequence[Opening] = ()  # from the outside in
    previous = ""
    alone = False  # the editor writes the run after a link or ruby by itself, sharing no mark with the next
    for text, wanted in _pieces(_tidy(runs)):
        entity = _entity(wanted)
        if entity or previous or alone:
            shared = int(bool(entity) and entity == _entity(stack))
        else:
            shared = _common(stack, wanted)
        out.extend(f"</{tag}>" for tag, _ in reversed(stack[shared:]))
        out.extend(opening for _, opening in wanted[shared:])
        stack = wanted
        if text:
            alone, previous = bool(previous) and not entity, entity
            out.append(escape(text, quote=False).replace("\n", "<br/>"))
    out.extend(f"</{tag}>" for tag, _ in reversed(stack))
    return "".join(out)


def _entity(stack: Sequence[Opening]) -> str:
    """The opening of the link or ruby that is open, or `""`."""
    return stack[0][1] if stack and stack[0][0] in _ENTITIES else ""


def _common(stack: Sequence[Opening], wanted: Sequence[Opening]) -> int:
    pairs = zip(stack, wanted, strict=False)
    return next((number for number, (old, new) in enumerate(pairs) if old != new), min(len(stack), len(wanted)))


def with_keys(html: str, seed: str) -> str:
    """The stored form: every paragraph, `h4` and list item with a key of its own, the same for the same `seed`.

    The editor gives each block a key and writes it back; without one of ours it would be a new one each time.
    """
    numbers = iter(range(len(html)))
    return _KEYED.sub(lambda match: f'<{match[1]} data-block-key="{_key(seed, next(numbers))}">', html)


def is_clean(html: str) -> bool:
    """Whether the sanitiser has nothing to take from `html`."""
    cleaned = nh3.clean(html, tags=set(TAGS), attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
    return cleaned.replace("&nbsp;", "\u00a0") == html.replace("<br/>", "<br>")


def plain(runs: Iterable[Run]) -> str:
    """The text of the runs on one line, readings in brackets after their base."""
    text = "".join(run.text + (f"（{run.ruby}）" if run.ruby else "") for run in runs)
    return re.sub(r"\s*\n\s*", " ", text).strip()


def _key(seed: str, number: int) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}#{number}").hex[:5]


def _pieces(runs: Iterable[Run]) -> Iterable[tuple[str, Sequence[Opening]]]:
    for run in runs:
        marks = _opened(run.marks)
        if href := run.href and safe_href(run.href):
            yield run.text, [("a", f'<a href="{escape(href)}">'), *marks]
        elif run.ruby:
            ruby = ("ruby", "<ruby>")
            yield run.text, [ruby, *marks]
            yield run.ruby, [ruby, ("rt", "<rt>")]
            yield "", []  # closes it: a neighbour's ruby is another element
        else:
            yield run.text, marks


@lru_cache(maxsize=64)
def _opened(marks: frozenset[str]) -> tuple[Opening, ...]:
    return tuple((tag, f"<{tag}>") for tag in sorted(marks & MARKS.keys(), key=MARKS.__getitem__))


_TIDY = re.compile(r"\S++(?: \S++)*+")
_LINE_END = re.compile("[\u2028\u2029\x85\x1c-\x1e]")


def _tidy(runs: Sequence[Run]) -> list[Run]:
    """White space as the editor keeps it: single spaces, none at the ends or around breaks, none beside wide ones."""
    if len(runs) == 1 and not runs[0].ruby and _TIDY.fullmatch(text := clean_text(runs[0].text.strip())[0]):
        return [Run(text, runs[0].marks, runs[0].href)]  # most paragraphs
    chars: list[tuple[str, Run]] = []  # words with single spaces between them, or one character of white space
    for run in runs:
        if run.ruby and not safe_href(run.href):
            reading = " ".join(clean_text(run.ruby)[0].split())
            base = " ".join(clean_text(run.text)[0].split())
            if base and reading:
                chars.append((base, Run(base, run.marks, "", reading)))
                continue
        style = Run("", run.marks, run.href)
        text = clean_text(run.text)[0] + (f"（{run.ruby}）" if run.ruby else "")
        chars.extend((part, style) for part in _STRETCH.findall(_LINE_END.sub("\n", text)))
    return _regroup(_without_stray_space(chars))


def _without_stray_space(chars: list[tuple[str, Run]]) -> list[tuple[str, Run]]:
    out: list[tuple[str, Run]] = []
    index = 0
    while index < len(chars):
        if not chars[index][0].isspace():
            out.append(chars[index])
            index += 1
            continue
        end = index
        while end < len(chars) and chars[end][0].isspace():
            end += 1
        if out and end < len(chars):  # the ends of a block hold no white space
            out.extend(_space(chars[index:end], out[-1][1], chars[end][1]))
        index = end
    return out


def _space(cluster: list[tuple[str, Run]], before: Run, after: Run) -> list[tuple[str, Run]]:
    breaks = [item for item in cluster if item[0] == "\n"]
    wide = [item for item in cluster if item[0] not in _ASCII_SPACE and item[0] != "\n"]
    if breaks:
        last = max(position for position, item in enumerate(cluster) if item[0] == "\n")
        indent = [item for item in cluster[last:] if item[0] not in _ASCII_SPACE and item[0] != "\n"]
        return breaks + indent  # a wide space after a break is the paragraph's indentation
    return wide or [(" ", _shared_style(before, after))]


def _shared_style(before: Run, after: Run) -> Run:
    """The editor moves a space out of a mark or link that ends with it; only between equals it stays inside."""
    alike = (before.marks, before.href, before.ruby, after.ruby) == (after.marks, after.href, "", "")
    return Run("", before.marks, before.href) if alike else Run("")


def _regroup(chars: list[tuple[str, Run]]) -> list[Run]:
    groups: list[tuple[Run, list[str]]] = []
    for char, style in chars:
        if style.ruby:
            groups.append((style, [style.text]))
        elif groups and (last := groups[-1][0]).ruby == "" and (last.marks, last.href) == (style.marks, style.href):
            groups[-1][1].append(char)
        else:
            groups.append((style, [char]))
    return [Run("".join(texts), style.marks, style.href, style.ruby) for style, texts in groups]
