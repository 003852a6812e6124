"""Markup that no rule understands: kept aside, harmless, with its text, its structure and where its links led.

Nothing in it loads: pictures, frames and films stand after it as blocks of their own, by the rules for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import nh3
from bs4 import Tag

from importers.markup import embeds
from importers.markup.hooks import BLOCKS, css_path, elements, is_drawn
from importers.records import Box, Node
from importers.text import one_line, shows

if TYPE_CHECKING:
    from importers.markup.body import BodyReader

Out = list[Node | Box]


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAGS = _names(
    "a b blockquote br caption code dd div dl dt em h1 h2 h3 h4 h5 h6 i li ol p pre rt ruby s span strong sub sup "
    "table tbody td tfoot th thead tr u ul"
)
_LINES = BLOCKS | _names("option optgroup legend label button textarea")  # each on a line of its own
_SCHEMES = _names("http https mailto tel")
_HELD = _names("img iframe video")
# What would end an attribute or a tag for one who reads the markup by its signs.
_SIGNS = str.maketrans({'"': "%22", "'": "%27", "<": "%3C", ">": "%3E", "`": "%60"})


def unknown(reader: BodyReader, tag: Tag, node_id: str, link: str, out: Out) -> None:
    """Put aside an element, and what it holds that some rule knows after it."""
    after: Out = []
    held = list(_held(tag))
    reader.walk(held, node_id, link, after)
    reader.detach(*held)
    if areas := "; ".join(_areas(tag)):
        embeds.lost_embed(reader, tag, node_id, tag.name, f"Parts of a picture were links: {areas}.", after)
    texts = [text for text in tag.find_all(string=is_drawn) if id(text) not in reader.taken]
    for text in texts:
        reader.take(text)
    where = css_path(tag)
    if any(map(shows, texts)):
        reader.find(
            "warning", "block.unknown", f"No rule knows <{tag.name}>; its content is kept aside.", tag,
            "Look at the old page and write it anew; visitors do not see this block.",
        )  # fmt: skip
        hint = f"<{tag.name}>"
        out.append(Node(kind="legacy", id=node_id, html=harmless(tag), hint=hint, where=where))
    elif not after:
        embeds.lost_embed(reader, tag, node_id, tag.name, f"The saved page holds a <{tag.name}> without content.", out)
    out.extend(after)


def _areas(tag: Tag) -> Iterator[str]:
    """What the areas of a picture were called and where they led."""
    for area in tag.find_all("area"):
        parts = (one_line(str(area.get(name) or "")) for name in ("alt", "href"))
        if said := " ".join(filter(None, parts)):
            yield said


def _held(tag: Tag) -> Iterator[Tag]:
    """The outermost elements inside that some rule knows."""
    waiting = [tag]
    while waiting:
        inner = waiting.pop()
        if inner.name in _HELD:
            yield inner
        else:
            waiting.extend(child for child in reversed(inner.contents) if isinstance(child, Tag))


def harmless(tag: Tag) -> str:
    """An element as markup in which nothing acts: of what it does not know only the inside is left."""
    for element in (tag, *elements(tag)):
        href = element.get("href") if element.name == "a" else None
        element.attrs = {"href": href} if href else {}
        if element.name in _LINES - _TAGS:
            element.name = "div"
        element.hidden = element.name not in _TAGS  # it is not written, what stands in it is
    return nh3.clean(
        str(tag),
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(_SCHEMES),
        link_rel=None,
        attribute_filter=lambda _tag, _name, value: value.translate(_SIGNS),
    )
