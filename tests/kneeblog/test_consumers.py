"""What the big consumers of structured data miss in a graph."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kneeblog.seo.structured_data import problems

ROOT = "https://sakura.example/"
PAGE = f"{ROOT}blog/ura/"
GRAPH: dict[str, Any] = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "@id": f"{ROOT}#website", "url": ROOT, "publisher": {"@id": f"{ROOT}#clinic"}},
        {
            "@type": "MedicalClinic", "@id": f"{ROOT}#clinic", "name": "さくら膝クリニック", "url": ROOT,
            "telephone": "06-0000-0000", "image": f"{ROOT}logo.png",
            "address": {"@type": "PostalAddress", "streetAddress": "桜町1-2-3"},
            "openingHoursSpecification": [{"@type": "OpeningHoursSpecification", "opens": "09:00", "closes": "18:00"}],
        },
        {"@type": "MedicalWebPage", "@id": f"{PAGE}#webpage", "url": PAGE, "breadcrumb": {"@id": f"{PAGE}#breadcrumb"}},
        {
            "@type": "BlogPosting", "@id": f"{PAGE}#article", "headline": "膝の裏が痛い", "datePublished": "2026-01-01",
            "dateModified": "2026-01-02", "image": [{"@id": f"{PAGE}#primaryimage"}],
            "author": {"@id": f"{ROOT}#clinic"}, "publisher": {"@id": f"{ROOT}#clinic"},
        },
        {
            "@type": "ImageObject", "@id": f"{PAGE}#primaryimage", "contentUrl": f"{ROOT}hiza.jpg", "width": 1200,
            "creditText": "さくら膝クリニック",
        },
        {
            "@type": "BreadcrumbList", "@id": f"{PAGE}#breadcrumb",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "ホーム", "item": ROOT},
                {"@type": "ListItem", "position": 2, "name": "膝の裏が痛い"},
            ],
        },
    ],
}  # fmt: skip
CLINIC, ARTICLE, PICTURE, TRAIL = 1, 3, 4, 5


def test_a_graph_that_says_everything_has_no_problem() -> None:
    assert problems(GRAPH) == []


@pytest.mark.parametrize(
    ("place", "name", "level"),
    [
        (CLINIC, "name", "error"),
        (CLINIC, "address", "error"),
        (CLINIC, "telephone", "warning"),
        (CLINIC, "image", "warning"),
        (CLINIC, "openingHoursSpecification", "warning"),
        (ARTICLE, "headline", "error"),
        (ARTICLE, "author", "error"),
        (ARTICLE, "image", "error"),
        (ARTICLE, "datePublished", "warning"),
        (PICTURE, "contentUrl", "error"),
        (PICTURE, "creditText", "warning"),
        (TRAIL, "itemListElement", "error"),
        (2, "breadcrumb", "error"),
    ],
)
def test_what_is_taken_away_is_missed_where_it_was(place: int, name: str, level: str) -> None:
    graph = copy.deepcopy(GRAPH)
    node = graph["@graph"][place]
    del node[name]
    (problem,) = problems(graph)
    assert (problem.node, problem.kind, problem.level) == (node["@id"], node["@type"], level)
    assert problem.property == ("creator" if name == "creditText" else name) and problem.message


def changed(place: int, **values: Any) -> dict[str, Any]:
    graph = copy.deepcopy(GRAPH)
    graph["@graph"][place].update(values)
    return graph


@pytest.mark.parametrize(
    ("graph", "property_", "level"),
    [
        (changed(PICTURE, contentUrl="/media/hiza.jpg"), "contentUrl", "error"),
        (changed(PICTURE, width=640), "width", "warning"),
        (changed(ARTICLE, publisher={"@id": f"{ROOT}#elsewhere"}), "publisher", "error"),
        (changed(ARTICLE, review={"@type": "Review"}), "@type", "error"),
        (changed(TRAIL, itemListElement=[{"@type": "ListItem", "position": 2, "name": "a"}]), "position", "error"),
        (changed(TRAIL, itemListElement=[{"@type": "ListItem", "position": 1}]), "name", "error"),
        (changed(TRAIL, itemListElement=[{"@type": "ListItem", "position": n, "name": "a"} for n in (1, 2)]),
         "item", "error"),
        (changed(2, **{"@type": "ProfilePage"}), "mainEntity", "error"),
    ],
)  # fmt: skip
def test_values_that_are_no_use(graph: dict[str, Any], property_: str, level: str) -> None:
    (problem,) = problems(graph)
    assert (problem.property, problem.level) == (property_, level)


def test_a_profile_is_better_with_a_photograph() -> None:
    graph = changed(2, **{"@type": "ProfilePage", "mainEntity": {"@id": f"{PAGE}#person"}})
    graph["@graph"].append({"@type": "Person", "@id": f"{PAGE}#person", "name": "朝比奈 湊"})
    (problem,) = problems(graph)
    assert (problem.node, problem.property) == (f"{PAGE}#person", "image")


def test_a_site_without_a_name_is_told_so() -> None:
    graph = {"@graph": GRAPH["@graph"][2:4]}
    found = {(problem.kind, problem.property) for problem in problems(graph)}
    assert ("MedicalClinic", "") in found
