"""The site and the clinic behind it."""

from __future__ import annotations

from collections.abc import Iterator

from kneeblog.seo.opening_hours import parse_opening_hours

from .scope import SPECIALTY, Node, Scope, filled, reference


def site_nodes(scope: Scope) -> Iterator[Node]:
    """Website and clinic; none of either before the clinic has a name."""
    if not scope.clinic.clinic_name:
        return
    yield filled({
        "@type": "WebSite",
        "@id": scope.sites("website"),
        "url": scope.root,
        "name": scope.clinic.clinic_name,
        "inLanguage": list(dict.fromkeys([scope.language, *(one.tag for one in scope.meta.alternates)])),
        "publisher": reference(scope.sites("clinic")),
    })  # fmt: skip
    yield clinic_node(scope)


def clinic_node(scope: Scope) -> Node:
    """What the footer says of the clinic."""
    clinic = scope.clinic
    return filled({
        "@type": "MedicalClinic",
        "@id": scope.sites("clinic"),
        "name": clinic.clinic_name,
        "legalName": clinic.official_name,
        "description": clinic.description,
        "url": scope.root,
        "logo": _logo(scope),
        "image": _logo_url(scope),
        "telephone": clinic.phone,
        "email": clinic.email,
        "medicalSpecialty": SPECIALTY,
        "address": _address(scope),
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{day}" for day in hours.days],
                "opens": hours.opens,
                "closes": hours.closes,
            }
            for hours in parse_opening_hours(clinic.stated_hours)
        ],
    })  # fmt: skip


def clinic_reference(scope: Scope) -> Node | None:
    """The clinic, where the graph has it."""
    return reference(scope.sites("clinic")) if scope.clinic.clinic_name else None


def _address(scope: Scope) -> Node | None:
    clinic = scope.clinic
    if not clinic.address:
        return None
    return filled({
        "@type": "PostalAddress",
        "postalCode": clinic.postal_code,
        "streetAddress": " ".join(clinic.address.split()),
        "addressCountry": "JP",
    })  # fmt: skip


def _logo(scope: Scope) -> Node | None:
    logo = scope.clinic.logo
    if logo is None:
        return None
    url = _logo_url(scope)
    return {
        "@type": "ImageObject", "@id": scope.sites("logo"), "url": url, "contentUrl": url,
        "width": logo.width, "height": logo.height, "creditText": scope.clinic.clinic_name,
    }  # fmt: skip


def _logo_url(scope: Scope) -> str | None:
    return scope.absolute(scope.clinic.logo.file.url) if scope.clinic.logo else None
