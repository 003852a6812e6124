"""A graph for reading: its nodes in order, with their properties; what stands inside a node stands inside it here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kneeblog.seo.structured_data.consumers import kinds
from kneeblog.seo.structured_data.scope import Node

NAMES: dict[str, Any] = {
    "WebSite": _("Website"),
    "MedicalClinic": _("Clinic"),
    "WebPage": _("Page"),
    "MedicalWebPage": _("Medical page"),
    "ProfilePage": _("Profile"),
    "CollectionPage": _("List page"),
    "BlogPosting": _("Article"),
    "ImageObject": _("Picture"),
    "Person": _("Person"),
    "BreadcrumbList": _("Breadcrumbs"),
    "ItemList": _("List"),
    "MedicalCondition": _("Condition"),
    "MedicalSymptom": _("Symptom"),
    "MedicalTherapy": _("Treatment"),
    "Offer": _("Price"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: a text, a reference to another node by its short id, or a node."""

    text: str = ""
    reference: str = ""
    node: Outline | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """One node.

    Args:
        name: what it is, in words.
        kind: its schema.org types.
        anchor: its short id, `""` if nothing refers to it.
        properties: names and values, in the graph's order.
    """

    name: str
    kind: str
    anchor: str
    properties: list[tuple[str, list[Value]]]


def outline(graph: Node) -> list[Outline]:
    """The nodes of a graph."""
    return [_node(node) for node in graph["@graph"]]


def _node(node: Node) -> Outline:
    found = kinds(node)
    return Outline(
        name=str(NAMES.get(found[0], "")) if found else "",
        kind=", ".join(found),
        anchor=_short(node.get("@id", "")),
        properties=[(name, list(_values(value))) for name, value in node.items() if not name.startswith("@")],
    )


def _values(value: Any) -> Iterator[Value]:
    for part in value if isinstance(value, list) else [value]:
        if not isinstance(part, dict):
            yield Value(text=str(part))
        elif part.keys() == {"@id"}:
            yield Value(reference=_short(part["@id"]))
        else:
            yield Value(node=_node(part))


def _short(identifier: str) -> str:
    """What tells nodes of one graph apart: `…/blog/knee/#article` → `#article`."""
    _page, sign, name = identifier.partition("#")
    return f"#{name}" if sign else identifier
