"""Standard elements with a structure of their own that no blog viewer writes: definition lists, figures, audio."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import PageElement, Tag

from importers.content import has_text
from importers.markup import embeds
from importers.markup.hooks import css_path
from importers.records import Box, Cell, Node, Run
from importers.text import count

if TYPE_CHECKING:
    from importers.markup.body import BodyReader

Out = list[Node | Box]

_QUESTION = re.compile(r"^\s*(?:[QＱ]\s*\d*\s*[.．:：、。)）]|質問)|(?:[?？]|か。)\s*$")
_FAQ = re.compile(r"faq|question|(^|[ _-])qa([ _-]|$)", re.IGNORECASE)
# What a caption in a figure can belong to.
_CAPTIONED = frozenset({"image", "video", "gallery", "embed", "lost_embed", "table", "quote"})


def definitions(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """Terms and what is said of them: questions with their answers, or a table whose first column is its heading."""
    groups, strays = _groups(tag)
    if not groups or not all(terms and told for terms, told in groups):
        reader.walk(_unwrapped(tag), node_id, link, out)  # used to indent, or torn apart
        return
    names = f"{tag.get('id') or ''} {' '.join(tag.get('class') or [])}"
    asked = [_QUESTION.search(terms[-1].get_text()) for terms, _ in groups]
    if all(asked) or _FAQ.search(names):
        pairs = (_pair(reader, terms, told) for terms, told in groups)
        out.append(Node(kind="faq", id=node_id, children=tuple(pairs), where=css_path(tag)))
    else:
        rows = [(_cell(reader, terms, header=True), _cell(reader, told, header=False)) for terms, told in groups]
        reader.put_table(tag, node_id, rows, (), out)
    reader.walk(strays, node_id, link, out)


def _groups(tag: Tag) -> tuple[list[tuple[list[Tag], list[Tag]]], list[PageElement]]:
    """Terms with what follows each, and what is neither."""
    groups: list[tuple[list[Tag], list[Tag]]] = []
    strays: list[PageElement] = []
    for child in _unwrapped(tag):
        if isinstance(child, Tag) and child.name == "dt":
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(child)
        elif isinstance(child, Tag) and child.name == "dd":
            if not groups:
                groups.append(([], []))
            groups[-1][1].append(child)
        else:
            strays.append(child)
    return groups, strays


def _unwrapped(tag: Tag) -> list[PageElement]:
    """The children of a definition list; a `div` may stand around each group."""
    out: list[PageElement] = []
    for child in tag.children:
        wraps = isinstance(child, Tag) and child.name == "div" and child.find(["dt", "dd"], recursive=False)
        out.extend(child.children if wraps and isinstance(child, Tag) else [child])
    return out


def _pair(reader: BodyReader, terms: Iterable[Tag], told: Iterable[Tag]) -> Node:
    question: list[Run] = []
    others: list[Node] = []
    for node in _nodes(reader, terms):
        if node.kind in {"paragraph", "heading"}:
            question.extend(([Run("\n")] if question else []) + list(node.runs))
        else:
            others.append(node)
    return Node(kind="pair", runs=tuple(question), children=(*others, *_nodes(reader, told)))


def _cell(reader: BodyReader, tags: Iterable[Tag], *, header: bool) -> Cell:
    return Cell(nodes=tuple(_nodes(reader, tags)), header=header)


def _nodes(reader: BodyReader, tags: Iterable[Tag]) -> list[Node]:
    return [node for tag in tags for node in reader.nodes(tag.children)]


def figure(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """What stands in a figure, with its caption; a figure of figures is a gallery."""
    captions = _captions(tag)
    reader.detach(*captions)
    inner: Out = []
    reader.walk(list(tag.children), node_id, link, inner)
    pictures = [part for part in inner if isinstance(part, Node) and part.kind == "image"]
    if len(pictures) > 1 and len(pictures) == len(inner) and tag.find("figure"):
        inner = [Node(kind="gallery", id=node_id, children=tuple(pictures), where=css_path(tag))]
    for caption in captions:
        _caption(reader, caption, node_id, inner)
    out.extend(inner)


def _captions(figure: Tag) -> list[Tag]:
    """The captions of a figure, without those of figures in it."""
    found: list[Tag] = []
    waiting = [figure]
    while waiting:
        children = [child for child in waiting.pop().children if isinstance(child, Tag)]
        found += [child for child in children if child.name == "figcaption"]
        waiting += [child for child in reversed(children) if child.name not in {"figcaption", "figure"}]
    return found


def _caption(reader: BodyReader, caption: Tag, node_id: str, inner: Out) -> None:
    runs: list[Run] = []
    rest: list[Node] = []
    for node in reader.nodes(caption.children):
        if node.kind in {"paragraph", "heading"}:
            runs.extend(([Run("\n")] if runs else []) + list(node.runs))
        else:
            rest.append(node)
    last = inner[-1] if inner else None
    if has_text(runs):
        if isinstance(last, Node) and last.kind in _CAPTIONED and not last.runs:
            inner[-1] = replace(last, runs=tuple(runs))
        else:
            inner.append(Node(kind="paragraph", id=node_id, runs=tuple(runs)))
    inner.extend(rest)


def audio(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """A recording to listen to."""
    sources = [tag, *tag.find_all("source")]
    url = next((str(source["src"]) for source in sources if source.get("src")), "")
    if url:
        out.append(Node(kind="embed", id=node_id, subkind="audio", url=url, where=css_path(tag)))
    else:
        embeds.lost_embed(
            reader, tag, node_id, "audio", "The saved page no longer holds this recording's address.", out
        )
    reader.drop("embed.fallback", tag)


def said_by(reader: BodyReader, quote: Tag) -> tuple[Run, ...]:
    """Take the source off the end of a quotation: a `footer`, or a `cite` that stands by itself."""
    source = quote.find("footer", recursive=False) or next(iter(quote.find_all("cite")[-1:]), None)
    if not isinstance(source, Tag):
        return ()
    alone = source.parent if isinstance(source.parent, Tag) and source.parent is not quote else source
    length = count(source.get_text())
    at_the_end = alone.parent is quote and not any(count(after.get_text()) for after in alone.next_siblings)
    if count(alone.get_text()) != length or not at_the_end or count(quote.get_text()) == length:
        return ()
    runs = reader.inline.runs([source])
    reader.detach(source)
    return runs
