"""Diseases, symptoms and treatments, and what treatments cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kneeblog.models import GlossaryTerm
from kneeblog.templatetags.kneeblog_fees import current_fees, fee_label

from .scope import SPECIALTY, Node, Scope, filled, plain, reference
from .site import clinic_reference

_OFFERED = {"price", "free"}  # what one can buy; a surcharge, a deposit, a discount is no offer
_TAXED = {"incl": True, "excl": False}


def condition(scope: Scope) -> Node:
    """What a page about a disease is about."""
    term = scope.page.term
    return filled({
        "@type": "MedicalCondition",
        "@id": scope.own("condition"),
        "name": term.name_in(scope.page.locale.language_code) if term else scope.page.title,
        "alternateName": _other_names(scope, term) if term else [],
        "url": scope.url,
        "code": _codes(term) if term else [],
        "relevantSpecialty": SPECIALTY,
    })  # fmt: skip


def condition_elsewhere(scope: Scope, page: Any) -> Node:
    """A disease that has a page of its own."""
    url = scope.of_page(page)
    return {"@type": "MedicalCondition", "@id": f"{url}#condition", "name": page.title, "url": url}


def symptom(scope: Scope, term: GlossaryTerm) -> Node:
    """What an article about a symptom is about."""
    return {
        "@type": "MedicalSymptom",
        "@id": scope.sites(f"symptom-{term.key}"),
        "name": term.name_in(scope.page.locale.language_code),
    }


def treatment(scope: Scope) -> Iterator[Node]:
    """A treatment, which is a service as well, or it could have no price, and its offers."""
    page = scope.page
    offers = list(_offers(scope))
    risks = list(page.risks.all())
    yield filled({
        "@type": ["MedicalTherapy", "Service"],
        "@id": scope.own("therapy"),
        "name": page.title,
        "description": page.summary,
        "url": scope.url,
        "provider": clinic_reference(scope),
        "relevantSpecialty": SPECIALTY,
        "howPerformed": plain(page.treatment_content),
        "legalStatus": page.unapproved_notice if page.needs_notices else None,
        "identifier": _plan(page),
        "adverseOutcome": _entities(risk.name for risk in risks if not risk.serious),
        "seriousAdverseOutcome": _entities(risk.name for risk in risks if risk.serious),
        "offers": [reference(offer["@id"]) for offer in offers],
    })  # fmt: skip
    yield from offers


def treatment_elsewhere(scope: Scope, page: Any) -> Node:
    """A treatment that is shown on this page and has a page of its own."""
    url = scope.of_page(page)
    return {"@type": ["MedicalTherapy", "Service"], "@id": f"{url}#therapy", "name": page.title, "url": url}


def _offers(scope: Scope) -> Iterator[Node]:
    table = scope.page.fee_table
    for number, row in enumerate(current_fees(table), 1):
        price = _price(row)
        if price is not None:
            yield filled({
                "@type": "Offer",
                "@id": scope.own(f"offer-{number}"),
                "name": str(fee_label(row) or table.name),
                "url": scope.url,
                "itemOffered": reference(scope.own("therapy")),
                "offeredBy": clinic_reference(scope),
                "price": price.get("price"),
                "priceCurrency": price["priceCurrency"] if "price" in price else None,
                "priceSpecification": price,
            })  # fmt: skip


def _price(row: Any) -> Node | None:
    """A fee that can be said in numbers; what must be asked for cannot."""
    low, high = row.get("amount_min"), row.get("amount_max")
    if row.get("kind", "price") not in _OFFERED or (low is None and high is None and row.get("kind") != "free"):
        return None
    amounts: Node = {"price": "0"}
    if row.get("kind") != "free":
        lowest, highest = (None, high or low) if row.get("is_to") else (low, high)
        exact = highest is None and not row.get("is_from")
        amounts = {"price": _decimal(low)} if exact else {"minPrice": _decimal(lowest), "maxPrice": _decimal(highest)}
    dates = {name: row.get(key).isoformat() if row.get(key) else None
             for name, key in (("validFrom", "valid_from"), ("validThrough", "valid_until"))}  # fmt: skip
    return filled({
        "@type": "UnitPriceSpecification",
        **amounts,
        "priceCurrency": row.get("currency") or "JPY",
        "valueAddedTaxIncluded": _TAXED.get(row.get("tax")),
        **dates,
    })  # fmt: skip


def _decimal(amount: Any) -> str | None:
    return None if amount is None else f"{amount.normalize():f}" if hasattr(amount, "normalize") else str(amount)


def _plan(page: Any) -> Node | None:
    """The plan's number; it was notified, so nothing here may look like an approval."""
    if not page.plan_number:
        return None
    return {"@type": "PropertyValue", "propertyID": "再生医療等提供計画番号", "value": page.plan_number}


def _entities(names: Iterable[str]) -> list[Node]:
    return [{"@type": "MedicalEntity", "name": name} for name in names]


def _other_names(scope: Scope, term: GlossaryTerm) -> list[str]:
    """Those that the page shows below its title."""
    shown = (term.ja_kana, term.en) if scope.page.locale.language_code == "ja" else (term.en, term.ja)
    return [name for name in shown if name and name != term.name_in(scope.page.locale.language_code)]


def _codes(term: GlossaryTerm) -> list[Node]:
    return [
        {"@type": "MedicalCode", "codeValue": value, "codingSystem": system}
        for system, value in term.public_codes.items()
    ]
