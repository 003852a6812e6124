"""The page itself: what kind it is, its article, its picture, its place in the site."""

from __future__ import annotations

from typing import Any

from kneeblog.models import MedicalPage

from .people import person_id
from .scope import SPECIALTY, Node, Scope, filled, moment, reference
from .site import clinic_reference


def web_page(scope: Scope, kind: str, main: str | None = None) -> Node:
    """The page as a page.

    Args:
        scope: of the page.
        kind: its type; only a `MedicalWebPage` has a specialty and readers.
        main: the id of what it is about.
    """
    page = scope.page
    record = signed(scope)
    medical = kind == "MedicalWebPage"
    return filled({
        "@type": kind,
        "@id": scope.own("webpage"),
        "url": scope.url,
        "name": page.title,
        "description": scope.meta.description,
        "inLanguage": scope.language,
        "isPartOf": reference(scope.sites("website")) if scope.clinic.clinic_name else None,
        "breadcrumb": reference(scope.own("breadcrumb")) if has_trail(scope) else None,
        "primaryImageOfPage": reference(scope.own("primaryimage")) if scope.meta.own_picture else None,
        "datePublished": moment(page.first_published_at),
        "dateModified": moment(getattr(page, "changed_at", page.last_published_at)),
        "mainEntity": reference(main) if main else None,
        "lastReviewed": record.signed_on.isoformat() if record else None,
        "reviewedBy": reference(person_id(scope, record.physician)) if record else None,
        "specialty": SPECIALTY if medical else None,
        "medicalAudience": {"@type": "Patient"} if medical else None,
    })  # fmt: skip


def signed(scope: Scope) -> Any:
    """The record of supervision under what visitors read, if there is one."""
    record = scope.page.supervision if isinstance(scope.page, MedicalPage) else None
    return record if record and record.is_current else None


def article(scope: Scope, **more: Any) -> Node:
    """An article of the blog; who wrote it is not who supervises it."""
    page = scope.page
    clinic = clinic_reference(scope)
    author = {"@type": "Person", "name": page.author.name} if page.author else clinic
    return filled({
        "@type": "BlogPosting",
        "@id": scope.own("article"),
        "mainEntityOfPage": reference(scope.own("webpage")),
        "headline": page.title,
        "description": scope.meta.description,
        "inLanguage": scope.language,
        "image": [reference(scope.own("primaryimage"))] if scope.meta.own_picture else [],
        "datePublished": moment(page.first_published_at),
        "dateModified": moment(getattr(page, "changed_at", page.last_published_at)),
        "author": author,
        "publisher": clinic,
        **more,
    })  # fmt: skip


def picture(scope: Scope) -> Node | None:
    """The picture that shared links show."""
    meta = scope.meta
    if not meta.own_picture:
        return None
    return filled({
        "@type": "ImageObject",
        "@id": scope.own("primaryimage"),
        "url": meta.og_image,
        "contentUrl": meta.og_image,
        "width": meta.og_image_width,
        "height": meta.og_image_height,
        "caption": meta.og_image_alt,
        "creditText": scope.clinic.clinic_name,
    })  # fmt: skip


def breadcrumbs(scope: Scope) -> Node | None:
    """The visible trail."""
    if not has_trail(scope):
        return None
    return {
        "@type": "BreadcrumbList",
        "@id": scope.own("breadcrumb"),
        "itemListElement": [
            filled({
                "@type": "ListItem", "position": number, "name": crumb.label,
                "item": scope.absolute(crumb.url) if crumb.url else None,
            })
            for number, crumb in enumerate(scope.trail, 1)
        ],
    }  # fmt: skip


def has_trail(scope: Scope) -> bool:
    """Whether there is a step before the page itself."""
    return len(scope.trail) > 1


def listing(scope: Scope) -> Node | None:
    """The pages that a list shows, in its order."""
    listed = list(scope.listed)
    if not listed:
        return None
    return {
        "@type": "ItemList",
        "@id": scope.own("list"),
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": child.title, "url": scope.of_page(child)}
            for number, child in enumerate(listed, 1)
        ],
    }
