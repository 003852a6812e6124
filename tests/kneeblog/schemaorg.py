"""The part of schema.org (version 30) that our graphs use, and a check of a graph against it, property by property.

Written from the vocabulary's own pages: which classes a class belongs to, which classes have a property, what its
values may be.  Knows nothing of the code that makes the graphs.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

PARENTS: dict[str, tuple[str, ...]] = {
    "Thing": (),
    "Action": ("Thing",),
    "CreativeWork": ("Thing",),
    "Article": ("CreativeWork",),
    "SocialMediaPosting": ("Article",),
    "BlogPosting": ("SocialMediaPosting",),
    "WebPage": ("CreativeWork",),
    "MedicalWebPage": ("WebPage",),
    "ProfilePage": ("WebPage",),
    "CollectionPage": ("WebPage",),
    "WebSite": ("CreativeWork",),
    "MediaObject": ("CreativeWork",),
    "ImageObject": ("MediaObject",),
    "EducationalOccupationalCredential": ("CreativeWork",),
    "Intangible": ("Thing",),
    "Audience": ("Intangible",),
    "PeopleAudience": ("Audience",),
    "Patient": ("PeopleAudience", "Person"),
    "ItemList": ("Intangible",),
    "BreadcrumbList": ("ItemList",),
    "ListItem": ("Intangible",),
    "Offer": ("Intangible",),
    "Service": ("Intangible",),
    "StructuredValue": ("Intangible",),
    "PriceSpecification": ("StructuredValue",),
    "UnitPriceSpecification": ("PriceSpecification",),
    "PropertyValue": ("StructuredValue",),
    "OpeningHoursSpecification": ("StructuredValue",),
    "ContactPoint": ("StructuredValue",),
    "PostalAddress": ("ContactPoint",),
    "Enumeration": ("Intangible",),
    "DayOfWeek": ("Enumeration",),
    "MedicalSpecialty": ("Enumeration",),
    "MedicalEntity": ("Thing",),
    "MedicalCondition": ("MedicalEntity",),
    "MedicalSignOrSymptom": ("MedicalCondition",),
    "MedicalSymptom": ("MedicalSignOrSymptom",),
    "MedicalProcedure": ("MedicalEntity",),
    "TherapeuticProcedure": ("MedicalProcedure",),
    "MedicalTherapy": ("TherapeuticProcedure",),
    "MedicalIntangible": ("MedicalEntity",),
    "MedicalCode": ("MedicalIntangible",),
    "Organization": ("Thing",),
    "Person": ("Thing",),
    "Place": ("Thing",),
    "LocalBusiness": ("Organization", "Place"),
    "MedicalBusiness": ("LocalBusiness",),
    "MedicalOrganization": ("Organization",),
    "MedicalClinic": ("MedicalBusiness", "MedicalOrganization"),
}
_SPECIALTIES = {"Musculoskeletal"}
_DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
MEMBERS = {**dict.fromkeys(_SPECIALTIES, "MedicalSpecialty"), **dict.fromkeys(_DAYS, "DayOfWeek")}

# Property: the classes that have it, and what its values may be.
PROPERTIES: dict[str, tuple[str, str]] = {
    "about": ("CreativeWork", "Thing"),
    "addressCountry": ("PostalAddress", "Text Country"),
    "address": ("Organization Person Place", "PostalAddress Text"),
    "adverseOutcome": ("MedicalDevice TherapeuticProcedure", "MedicalEntity"),
    "alternateName": ("Thing", "Text"),
    "author": ("CreativeWork", "Organization Person"),
    "breadcrumb": ("WebPage", "BreadcrumbList Text"),
    "caption": ("ImageObject", "Text MediaObject"),
    "closes": ("OpeningHoursSpecification", "Time"),
    "code": ("MedicalEntity", "MedicalCode"),
    "codeValue": ("MedicalCode", "Text"),
    "codingSystem": ("MedicalCode", "Text"),
    "contentUrl": ("MediaObject", "URL"),
    "creditText": ("CreativeWork", "Text"),
    "dateModified": ("CreativeWork", "Date DateTime"),
    "datePublished": ("CreativeWork", "Date DateTime"),
    "dayOfWeek": ("OpeningHoursSpecification", "DayOfWeek"),
    "description": ("Thing", "Text"),
    "email": ("Organization Person ContactPoint", "Text"),
    "hasCredential": ("Person Organization", "EducationalOccupationalCredential"),
    "headline": ("CreativeWork", "Text"),
    "height": ("MediaObject", "Number Distance"),
    "honorificSuffix": ("Person", "Text"),
    "howPerformed": ("MedicalProcedure", "Text"),
    "identifier": ("Thing", "PropertyValue Text URL"),
    "image": ("Thing", "ImageObject URL"),
    "inLanguage": ("CreativeWork", "Text"),
    "isPartOf": ("CreativeWork", "CreativeWork URL"),
    "item": ("ListItem", "Thing URL"),
    "itemListElement": ("ItemList", "ListItem Text Thing"),
    "itemOffered": ("Offer", "Service Product CreativeWork Event"),
    "lastReviewed": ("WebPage", "Date"),
    "legalName": ("Organization", "Text"),
    "legalStatus": ("MedicalEntity", "Text"),
    "logo": ("Organization Place Service Product", "ImageObject URL"),
    "mainEntity": ("CreativeWork", "Thing"),
    "mainEntityOfPage": ("Thing", "CreativeWork URL"),
    "maxPrice": ("PriceSpecification", "Number"),
    "medicalAudience": ("MedicalWebPage", "MedicalAudience MedicalAudienceType Patient"),
    "medicalSpecialty": ("MedicalClinic MedicalOrganization Hospital Physician", "MedicalSpecialty"),
    "mentions": ("CreativeWork", "Thing"),
    "minPrice": ("PriceSpecification", "Number"),
    "name": ("Thing", "Text"),
    "offeredBy": ("Offer", "Organization Person"),
    "offers": ("Service Product CreativeWork Event", "Offer"),
    "opens": ("OpeningHoursSpecification", "Time"),
    "openingHoursSpecification": ("Place", "OpeningHoursSpecification"),
    "position": ("ListItem CreativeWork", "Integer Text"),
    "postalCode": ("PostalAddress", "Text"),
    "price": ("Offer PriceSpecification", "Number"),
    "priceCurrency": ("Offer PriceSpecification", "Text"),
    "priceSpecification": ("Offer", "PriceSpecification"),
    "primaryImageOfPage": ("WebPage", "ImageObject"),
    "propertyID": ("PropertyValue", "Text URL"),
    "provider": ("Service CreativeWork", "Organization Person"),
    "publisher": ("CreativeWork", "Organization Person"),
    "recognizedBy": ("EducationalOccupationalCredential", "Organization"),
    "relevantSpecialty": ("MedicalEntity", "MedicalSpecialty"),
    "reviewedBy": ("WebPage", "Organization Person"),
    "seriousAdverseOutcome": ("MedicalDevice MedicalTherapy", "MedicalEntity"),
    "specialty": ("WebPage", "Specialty MedicalSpecialty"),
    "streetAddress": ("PostalAddress", "Text"),
    "telephone": ("Organization Person Place ContactPoint", "Text"),
    "url": ("Thing", "URL"),
    "validFrom": ("PriceSpecification Offer", "Date DateTime"),
    "validThrough": ("PriceSpecification Offer", "Date DateTime"),
    "value": ("PropertyValue", "Text Number Boolean"),
    "valueAddedTaxIncluded": ("PriceSpecification", "Boolean"),
    "width": ("MediaObject", "Number Distance"),
    "worksFor": ("Person", "Organization"),
}
NEVER = {"Review", "AggregateRating", "Rating", "FAQPage", "Question", "HowTo"}


def classes(name: str) -> set[str]:
    """The class and all that it belongs to."""
    return {name}.union(*(classes(parent) for parent in PARENTS[name]))


def types_of(node: dict[str, Any]) -> list[str]:
    found = node.get("@type", [])
    return [found] if isinstance(found, str) else list(found)


def problems(graph: dict[str, Any]) -> list[str]:
    """What in a graph schema.org does not know, or what refers to nothing."""
    known = {node["@id"]: node for node in _nodes(graph["@graph"]) if "@id" in node and "@type" in node}
    found = [] if graph.get("@context") == "https://schema.org" else ["the context is not schema.org's"]
    for node in _nodes(graph["@graph"]):
        found += _of_node(node, known)
    top = [node.get("@id") for node in graph["@graph"]]
    return found + [f"{name} stands twice" for name in {name for name in top if top.count(name) > 1}]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part)
    elif isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _nodes(part)


def _of_node(node: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    if node.keys() == {"@id"}:
        if node["@id"] not in known:
            yield f"{node['@id']} stands nowhere"
        return
    names = types_of(node)
    if not names or not set(names) <= PARENTS.keys():
        yield f"{names}: no such class"
        return
    has = set().union(*map(classes, names))
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in PROPERTIES:
            yield f"{names}.{name}: no such property"
            continue
        domain, ranges = (set(text.split()) for text in PROPERTIES[name])
        if not has & domain:
            yield f"{names} has no {name}"
        for one in value if isinstance(value, list) else [value]:
            if not _fits(one, ranges, known):
                yield f"{names}.{name}: {one!r} is none of {sorted(ranges)}"


def _fits(value: Any, ranges: set[str], known: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        target = known.get(value.get("@id", ""), value) if value.keys() == {"@id"} else value
        return any(classes(name) & ranges for name in types_of(target))
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int):
        return bool({"Integer", "Number"} & ranges)
    if not isinstance(value, str) or not value.strip():
        return False
    member = MEMBERS.get(value.removeprefix("https://schema.org/"))
    # What an address of schema.org's own stands for is a member of an enumeration and nothing else.
    if value.startswith("https://schema.org/"):
        return member in ranges
    return any(_is(value, kind) for kind in ranges)


def _is(text: str, kind: str) -> bool:
    if kind == "Text":
        return True
    if kind == "URL" or kind in {"ImageObject", "Thing"}:
        return urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).netloc)
    if kind == "Number":
        return re.fullmatch(r"\d+(\.\d+)?", text) is not None
    if kind == "Time":
        return re.fullmatch(r"[0-2]\d:[0-5]\d", text) is not None
    try:
        if kind == "Date":
            return bool(datetime.date.fromisoformat(text))
        return kind == "DateTime" and datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
