"""Physicians, as their own page or a page they supervise shows them."""

from __future__ import annotations

from typing import Any

from .scope import Node, Scope, filled, reference
from .site import clinic_reference


def person_id(scope: Scope, physician: Any) -> str:
    """The same on every page that shows the physician."""
    return f"{scope.of_page(physician)}#person"


def person_node(scope: Scope, physician: Any) -> Node:
    """A person, not a practice: schema.org's physicians are businesses with an address.

    Readings and photo stand on the physician's own page only.
    """
    own = physician.pk == scope.page.pk
    return filled({
        "@type": "Person",
        "@id": person_id(scope, physician),
        "name": physician.name or physician.title,
        "honorificSuffix": physician.honorific,
        "alternateName": [name for name in (physician.name_kana, physician.name_romaji) if own and name],
        "url": scope.of_page(physician),
        "image": reference(scope.own("primaryimage")) if own and scope.meta.own_picture else None,
        "worksFor": clinic_reference(scope),
        "hasCredential": [
            {
                "@type": "EducationalOccupationalCredential",
                "name": credential.title,
                "recognizedBy": {"@type": "Organization", "name": credential.certifying_body},
            }
            for credential in physician.credentials.all()
            if credential.certifying_body
        ],
    })  # fmt: skip
