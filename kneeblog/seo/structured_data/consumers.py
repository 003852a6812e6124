"""What the big consumers of structured data ask for, and what of it a graph lacks.  Pure: reads no page.

From the public documentation of the search engines' rich results (article, breadcrumb, local business, profile page,
image), read in 2026: only what the site can say of itself is asked for, so each problem can be put right by an editor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .scope import Node

ERROR, WARNING = "error", "warning"
_ADDRESSES = {"url", "contentUrl", "item"}  # a consumer meets them without knowing where the graph stood
_SHARED_WIDTH = 1200  # narrower pictures are shown as a thumbnail beside the text
_FORBIDDEN = {"Review", "AggregateRating", "Rating", "FAQPage", "QAPage"}
_PAGES = {"WebPage", "MedicalWebPage", "CollectionPage", "ProfilePage"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a consumer misses or refuses.

    Args:
        level: `ERROR`, no rich result without it; `WARNING`, a poorer one.
        node: the `@id` of the node, `""` if it has none or is what is missing.
        kind: its type.
        property: the name of the property, `""` if the node as a whole is meant.
        message: what is wrong and where it is put right, in the reader's language.
    """

    level: str
    node: str
    kind: str
    property: str
    message: str


@dataclass(frozen=True, slots=True)
class _Need:
    """One of these properties must be there."""

    kind: str
    properties: tuple[str, ...]
    level: str
    message: Promise


_NEEDS = (
    _Need("BlogPosting", ("headline",), ERROR, _("The article has no title.")),
    _Need("BlogPosting", ("author",), ERROR,
          _("The article has no author, and the clinic, which would stand for one, has no name.")),
    _Need("BlogPosting", ("image",), ERROR, _("The article has no picture: give it a hero image or a sharing image.")),
    _Need("BlogPosting", ("datePublished",), WARNING,
          _("There is no date of publication; publishing the page gives it one.")),
    _Need("BlogPosting", ("dateModified",), WARNING,
          _("There is no date of the last change; publishing the page gives it one.")),
    _Need("BlogPosting", ("publisher",), WARNING, _("There is no publisher: give the clinic a name in its settings.")),
    _Need("BreadcrumbList", ("itemListElement",), ERROR, _("The breadcrumb has no steps.")),
    _Need("MedicalClinic", ("name",), ERROR, _("The clinic has no name in its settings.")),
    _Need("MedicalClinic", ("address",), ERROR, _("The clinic has no address in its settings.")),
    _Need("MedicalClinic", ("telephone",), WARNING, _("The clinic has no telephone number in its settings.")),
    _Need("MedicalClinic", ("image",), WARNING, _("The clinic has no logo in its settings.")),
    _Need("MedicalClinic", ("openingHoursSpecification",), WARNING,
          _("The clinic's settings have no opening hours, or none that can be read as days and times.")),
    _Need("ProfilePage", ("mainEntity",), ERROR, _("The profile says of nobody that it is theirs.")),
    _Need("Person", ("name",), ERROR, _("The person has no name.")),
    _Need("ImageObject", ("contentUrl",), ERROR, _("The picture has no address.")),
    _Need("ImageObject", ("creator", "creditText", "copyrightNotice", "license"), WARNING,
          _("The picture says nothing of whose it is: give the clinic a name in its settings.")),
    _Need("Offer", ("price", "priceSpecification"), ERROR, _("The offer has no price.")),
)  # fmt: skip


def problems(graph: Node) -> list[Problem]:
    """What the big consumers miss in a graph, errors first, then in the order of its nodes.

    Args:
        graph: as `page_graph` makes it.
    """
    nodes = list(graph.get("@graph", ()))
    found = [
        *_absent(nodes),
        *(problem for node in _all(nodes) for problem in (*_missing(node), *_values(node))),
        *_profiles(nodes),
        *_loose_ends(nodes),
    ]
    return sorted(found, key=lambda problem: problem.level != ERROR)


def kinds(node: Node) -> list[str]:
    """The types of a node."""
    kind = node.get("@type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def _problem(level: str, node: Node, name: str, message: str) -> Problem:
    return Problem(level, node.get("@id", ""), " ".join(kinds(node)), name, str(message))


def _all(value: Any) -> Iterator[Node]:
    """Every node that says something, those within others included."""
    if isinstance(value, dict):
        if kinds(value):
            yield value
        for part in value.values():
            yield from _all(part)
    elif isinstance(value, list):
        for part in value:
            yield from _all(part)


def _absent(nodes: list[Node]) -> Iterator[Problem]:
    """Nodes that every page has once the site says who it is."""
    present = {kind for node in nodes for kind in kinds(node)}
    if "MedicalClinic" not in present:
        yield Problem(ERROR, "", "MedicalClinic", "", gettext("The clinic has no name in its settings."))
    clinics = {node.get("@id") for node in nodes if "MedicalClinic" in kinds(node)}
    for node in nodes:
        is_home = node.get("mainEntity", {}).get("@id") in clinics  # there is one in each language
        if clinics and _PAGES & {*kinds(node)} and not is_home and "breadcrumb" not in node:
            yield _problem(ERROR, node, "breadcrumb", gettext("The page has no breadcrumb: nothing stands above it."))


def _missing(node: Node) -> Iterator[Problem]:
    for need in _NEEDS:
        if need.kind in kinds(node) and not any(node.get(name) for name in need.properties):
            yield _problem(need.level, node, need.properties[0], str(need.message))


def _values(node: Node) -> Iterator[Problem]:
    """Values that are there and no use."""
    for kind in kinds(node):
        if kind in _FORBIDDEN:
            yield _problem(ERROR, node, "@type", gettext("A clinic's site must not say this of itself."))
    for name in _ADDRESSES & node.keys():
        if not _is_address(node[name]):
            yield _problem(ERROR, node, name, gettext("“%s” is no complete web address.") % node[name])
    if "BreadcrumbList" in kinds(node):
        yield from _steps(node)
    shared = "ImageObject" in kinds(node) and node.get("@id", "").endswith("#primaryimage")
    if shared and 0 < node.get("width", 0) < _SHARED_WIDTH:
        message = gettext("The picture is %(width)s pixels wide; large previews need %(wanted)s.")
        yield _problem(WARNING, node, "width", message % {"width": node["width"], "wanted": _SHARED_WIDTH})


def _is_address(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme in {"http", "https"} and parts.netloc)


def _steps(node: Node) -> Iterator[Problem]:
    steps = node.get("itemListElement", [])
    for number, step in enumerate(steps, 1):
        place = gettext("Step %s of the breadcrumb") % number
        if step.get("position") != number:
            yield _problem(ERROR, node, "position", f"{place}: {gettext('it is counted wrongly.')}")
        if not step.get("name"):
            yield _problem(ERROR, node, "name", f"{place}: {gettext('it has no label.')}")
        if number < len(steps) and not step.get("item"):
            yield _problem(ERROR, node, "item", f"{place}: {gettext('it leads nowhere.')}")


def _profiles(nodes: list[Node]) -> Iterator[Problem]:
    """A profile is of a person, who is better known with a picture."""
    known = {node["@id"]: node for node in nodes if "@id" in node}
    for page in (node for node in nodes if "ProfilePage" in kinds(node)):
        person = known.get(page.get("mainEntity", {}).get("@id"))
        if person is not None and not person.get("image"):
            yield _problem(WARNING, person, "image", gettext("The physician's page has no photograph."))


def _loose_ends(nodes: list[Node]) -> Iterator[Problem]:
    """References by `@id` alone to what the graph does not have."""
    known = {node["@id"] for node in _all(nodes) if "@id" in node}
    for node in nodes:
        for name, value in node.items():
            for target in _references(value):
                if target not in known:
                    message = gettext("It points at “%s”, which is not in the graph.") % target
                    yield _problem(ERROR, node, name, message)


def _references(value: Any) -> Iterable[str]:
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict) and part.keys() == {"@id"}:
            yield part["@id"]
