"""What a page holds besides characters: pictures with their alternative texts, links, frames.  Counted on both sides of
each room, so that a rule which drops one is noticed as surely as one that drops a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from importers.content import with_inside
from importers.records import Finding, Json, Node

_FIELDS = ("hero_image", "introduction", "target_readers", "body", "treatments", "supervisor")
_HREF = re.compile(r'<a href="([^"]*)"')
_IMAGE = {"url", "width", "height", "alt", "caption"}


@dataclass(slots=True)
class Things:
    """Addresses, each once."""

    pictures: dict[str, set[str]] = field(default_factory=dict)  # original → alternative texts it is shown with
    links: set[str] = field(default_factory=set)
    frames: set[str] = field(default_factory=set)

    def picture(self, url: str, alt: str) -> None:
        """Note one place where a picture is shown."""
        self.pictures.setdefault(url, set()).add(alt)


def of_nodes(nodes: Iterable[Node]) -> Things:
    """What nodes hold."""
    found = Things()
    for node in (inner for outer in nodes for inner in with_inside(outer)):
        found.links.update(run.href for run in node.runs if run.href)
        if node.image:
            found.picture(node.image.url, node.image.alt)
            found.links.update({node.image.link} - {""})
        if node.url:
            (found.links if node.kind in {"button", "file"} else found.frames).add(node.url)
    return found


def of_document(data: Json) -> Things:
    """What a document holds."""
    found = Things(links={crumb["url"] for crumb in data["breadcrumbs"] if crumb["url"]})
    for value in _parts([data[name] for name in _FIELDS]):
        if isinstance(value, str):
            found.links.update(map(unescape, _HREF.findall(value)))
        elif value.keys() >= _IMAGE:
            found.picture(value["url"], value["alt"])
            found.links.add(value.get("link", ""))
        elif address := value.get("url") or value.get("href"):
            found.links.add(address)
            found.frames.add(address)
    return found


def _parts(value: object) -> Iterator[Json | str]:
    """Every object and every text in a value."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def missing(before: Things, after: Things, where: str) -> list[Finding]:
    """One finding for every thing that was there before and is not after."""
    found = [("picture", url) for url in sorted(before.pictures.keys() - after.pictures.keys())]
    found += [("frame", url) for url in sorted(before.frames - after.frames)]
    found += [("link", url) for url in sorted(before.links - after.links)]
    found += [
        ("alternative text", alt)
        for url, alts in sorted(before.pictures.items())
        for alt in sorted(alts - after.pictures.get(url, alts) - {""})
    ]
    return [
        Finding(
            level="error" if kind in {"picture", "frame"} else "warning",
            id="ledger.thing-lost",
            message=f"A {kind} of the page found no place: {what[:200]}.",
            hint="Compare with the old page before accepting this one.",
            where=where,
        )
        for kind, what in found
    ]
