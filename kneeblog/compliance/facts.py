"""Which field and structure rule looks at what: the one table.

The fields named in the pack's column `satisfying_field` are those of the law's language; here stand ours.  A rule that
has nothing to look at says why.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from .predicates import fees, pages, treatments
from .predicates.treatments import Predicate, missing, missing_notice
from .subject import Fact, Subject


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule looks at: our fields, and the predicate; or why there is nothing to look at (`because`)."""

    fields: str
    predicate: Predicate | None = None
    because: str = ""


_NO_CASES = "there is no block for cases or for pictures before and after treatment, by design"
_TEMPLATES = (
    "our templates show it in place, open and in the size of the text; tests/kneeblog/test_compliance_markup.py"
)

TABLE: dict[str, Look] = {
    # Pictures before and after, testimonials
    "FALSE-009": Look("–", because=_NO_CASES),
    "BA-002": Look("–", because=_NO_CASES),
    "BA-003": Look("–", because=_NO_CASES),
    "TESTI-003": Look("every text; url of embed and video blocks", pages.ratings),
    # The clinic
    "REL-001": Look("ClinicSettings.phone, .email", pages.contact),
    # Treatments that patients pay themselves
    "REL-002": Look("TreatmentPage.treatment_content", treatments.content),
    "REL-003": Look("TreatmentPage.fee_table", treatments.standard_fee),
    "REL-004": Look("FeeTable.rows, TreatmentPage.extra_costs", treatments.open_ended_fee),
    "REL-005": Look("TreatmentPage.course_duration", missing("course_duration")),
    "REL-006": Look("TreatmentPage.course_visits", missing("course_visits")),
    "REL-007": Look("TreatmentPage.risks", treatments.risks),
    "REL-008": Look("TreatmentPage.insurance_status; the templates write the notice", treatments.self_pay_notice),
    "REL-009": Look("every text; treatment and button blocks, fee tables", treatments.disclosure_in_place),
    "REL-010": Look("treatment_disclosure.html", because=_TEMPLATES),
    "REL-011": Look("–", because="nobody types what a picture's pixels say; the notices are text fields"),
    "REL-012": Look("TreatmentPage.disclosure_reviewed_on, FeeTable.rows valid_from", treatments.review),
    "UNAP-001": Look("TreatmentPage.approval_status", treatments.approval),
    "UNAP-002": Look("TreatmentPage.unapproved_notice", missing_notice("unapproved_notice")),
    "UNAP-003": Look("TreatmentPage.procurement_route", missing_notice("procurement_route")),
    "UNAP-004": Look("TreatmentPage.domestic_alternatives", missing_notice("domestic_alternatives")),
    "UNAP-005": Look("TreatmentPage.overseas_safety", missing_notice("overseas_safety")),
    "UNAP-006": Look("TreatmentPage.relief_exclusion_notice, or the standard sentence", treatments.relief_notice),
    "REGEN-001": Look("TreatmentPage.plan_number", treatments.plan_number),
    "REGEN-002": Look("TreatmentPage.plan_number, .regen_class", treatments.plan_format),
    "REGEN-003": Look("TreatmentPage.title, .regen_class", treatments.regen_class),
    "REGEN-006": Look("TreatmentPage.committee_name, .committee_number, .facility_number", treatments.committee),
    "REGEN-007": Look("TreatmentPage.plan_status, .plan_checked_on", treatments.plan_state),
    # Physicians and supervision
    "QUAL-006": Look("PhysicianCredential.title, .certifying_body", pages.society_credentials),
    "QUAL-007": Look("PhysicianCredential.valid_until", pages.expired_credentials),
    "SUPV-001": Look("MedicalPage.supervisor", pages.supervisor),
    "SUPV-002": Look("SupervisionRecord", because="the stamp is made from a signed record and from nothing else"),
    "SUPV-003": Look("SupervisionRecord.revision", pages.changed_since),
    "SUPV-005": Look("MedicalPage.author, .supervisor", pages.one_person),
    # Fees
    "PRICE-001": Look("FeeTable.rows tax, insurance", fees.tax_unknown),
    "PRICE-004": Look("FeeTable.rows of a translation", fees.other_amount),
    "PRICE-005": Look("FeeTable.rows side, amount_min", fees.both_sides),
    "PRICE-009": Look("FeeTable.rows valid_until; a later valid_from is shown with its day", fees.out_of_date),
    "DIGN-004": Look("title, seo_title, headings of sections", fees.price_in_heading),
    # Content
    "KEI-001": Look("–", because="every page is the clinic's own; there is no sponsored content"),
    "INFO-002": Look("SupervisionRecord.signed_on, MedicalPage.next_review_on", pages.reviewed),
    "INFO-003": Look("kinds of sections, urgent notices", pages.red_flags),
    "INFO-004": Look("alternative texts of pictures", pages.alternative_texts),
    "LANG-001": Look("the texts of TreatmentPage's disclosure", pages.untranslated),
}


def facts_of(subject: Subject, rules: Container[str]) -> Iterator[tuple[str, Fact]]:
    """What the table's predicates find, by rule; those of rules that are switched off are not asked."""
    for rule, look in TABLE.items():
        if look.predicate is not None and rule in rules:
            for fact in look.predicate(subject):
                yield rule, fact
