"""What self-pay care must disclose (施行規則1条の9の2, 医療広告ガイドライン 第5-2, 再生医療等安全性確保法)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from kneeblog import disclosure, notices
from kneeblog.compliance.engine import normalised, plain, split
from kneeblog.compliance.pack import load_pack
from kneeblog.compliance.subject import SELF_PAY, Fact, Subject
from kneeblog.models import TreatmentPage
from kneeblog.translation.glossary import Term, terms_by_key

Predicate = Callable[[Subject], Iterator[Fact]]

REGULATED = ("I", "II", "III")
ENDED = {"suspended", "ended"}
PLAN_CHECKED, REVIEWED = timedelta(days=180), timedelta(days=365)
PRP = re.compile("PRP|多血小板血漿", re.IGNORECASE)
STEM_CELLS = re.compile("幹細胞(?!培養上清|上清)|stem cell|干细胞(?!培养上清)|줄기세포(?! 배양)", re.IGNORECASE)
# Terms of the glossary that patients pay for themselves, each with how the title of its treatment is known.
SELF_PAY_TERMS = {
    "prp": PRP,
    "aps": re.compile("APS"),
    "msc": STEM_CELLS,
    "exosome": re.compile("培養上清|培养上清|배양|エクソソーム|外泌体|exosome", re.IGNORECASE),
    "regenerative_medicine": re.compile(""),  # any of them
}


def missing(field: str) -> Predicate:
    """A text field of self-pay care is empty."""

    def check(subject: Subject) -> Iterator[Fact]:
        for treatment in subject.self_pay_treatments:
            if not getattr(treatment, field).strip():
                yield Fact(subject.at(treatment, field))

    return check


def missing_notice(field: str) -> Predicate:
    """One of the five notices about what is not approved, or used otherwise than approved, is empty."""

    def check(subject: Subject) -> Iterator[Fact]:
        for treatment in subject.self_pay_treatments:
            if treatment.needs_notices and not getattr(treatment, field).strip():
                yield Fact(subject.at(treatment, field))

    return check


def content(subject: Subject) -> Iterator[Fact]:
    """What is done is not described, or in fewer than 80 characters."""
    for treatment in subject.self_pay_treatments:
        text = plain(treatment.treatment_content).strip()
        if not disclosure.describes(text):
            yield Fact(subject.at(treatment, "treatment_content"), text)


def standard_fee(subject: Subject) -> Iterator[Fact]:
    """No fee with an amount."""
    for treatment in subject.self_pay_treatments:
        if not any(disclosure.is_standard_fee(fee) for _, fee in subject.fee_rows(treatment.fee_table)):
            yield Fact(subject.at(treatment, "fee_table"))


def open_ended_fee(subject: Subject) -> Iterator[Fact]:
    """A price "from" so much, without a highest amount and without word of the frequent extra costs."""
    for treatment in subject.self_pay_treatments:
        for _, fee in subject.fee_rows(treatment.fee_table):
            if disclosure.is_open_ended(fee) and not treatment.extra_costs.strip():
                yield Fact(subject.at(treatment, "fee_table"), fee.get("label") or "")


def risks(subject: Subject) -> Iterator[Fact]:
    """No risks, fewer than 40 characters of them, or a denial of risks."""
    denial = load_pack().by_id["FALSE-008"].regex
    for treatment in subject.self_pay_treatments:
        text = disclosure.risks_in_words(treatment)
        if len(text) < disclosure.SHORTEST_RISKS or denial.search(normalised(text)):
            yield Fact(subject.at(treatment, "risks"), text)


def self_pay_notice(subject: Subject) -> Iterator[Fact]:
    """Insurance is not stated, or on another page is not though there are fees or a plan.

    Where it is stated, the templates write the notice.
    """
    for treatment in subject.treatments:
        if treatment.insurance_status == "unknown":
            fees = (fee for _, fee in subject.fee_rows(treatment.fee_table))
            to_pay = (fee for fee in fees if fee.get("insurance") != "insured")
            if treatment is subject.page or _product(treatment) or any(map(disclosure.is_standard_fee, to_pay)):
                yield Fact(subject.at(treatment, "insurance_status"))


def disclosure_in_place(subject: Subject) -> Iterator[Fact]:
    """A self-pay treatment is named on a page with a price, button or treatment, and its disclosure is not there."""
    if subject.page is None or not (subject.treatments or subject.has_button or subject.has_price):
        return
    shown = subject.self_pay_treatments
    if isinstance(subject.page, TreatmentPage):  # two treatments that name each other could never go live
        shown = [treatment for treatment in subject.chosen_treatments if treatment.insurance_status in SELF_PAY]
    known, language = terms_by_key(), subject.language(subject.page)
    whole = "\n".join(text.text for text in subject.texts)
    for key, titles in SELF_PAY_TERMS.items():
        names = [name for name in _names(known[key], language) if name in whole]
        if not names or any(titles.search(treatment.title) for treatment in shown):
            continue
        for text in subject.texts:
            if any(name in text.text for name in names):
                sentence = next((s.raw for s in split([text.text]) if any(name in s.raw for name in names)), text.text)
                yield Fact(text.spot, sentence)
                break


def review(subject: Subject) -> Iterator[Fact]:
    """What the law wants said was last looked at more than a year ago, or a fee has changed since."""
    treatment = subject.page
    if not isinstance(treatment, TreatmentPage) or treatment.insurance_status not in SELF_PAY:
        return  # on other pages nobody can do anything about it
    reviewed = treatment.disclosure_reviewed_on
    starts = [str(fee.get("valid_from") or "") for _, fee in subject.fee_rows(treatment.fee_table)]
    changed = any(reviewed and reviewed.isoformat() < start <= subject.today.isoformat() for start in starts)
    if reviewed is None or changed or reviewed < subject.today - REVIEWED:
        yield Fact(subject.at(treatment, "disclosure_reviewed_on"))


def relief_notice(subject: Subject) -> Iterator[Fact]:
    """Nothing says that the relief systems do not cover it; the standard sentence stands where the clinic has none."""
    for treatment in subject.self_pay_treatments:
        if treatment.needs_notices and not treatment.relief_notice:
            yield Fact(subject.at(treatment, "relief_exclusion_notice"))


def approval(subject: Subject) -> Iterator[Fact]:
    """Whether drug and device are approved is not stated."""
    for treatment in subject.self_pay_treatments:
        if treatment.approval_status == "unknown":
            yield Fact(subject.at(treatment, "approval_status"))


def plan_number(subject: Subject) -> Iterator[Fact]:
    """Regenerative medicine, by its class or by its name, without the number of its plan; self-pay without class."""
    for treatment in subject.treatments:
        is_open = treatment.regen_class == "unknown"
        if is_open and treatment is subject.page and treatment in subject.self_pay_treatments:
            yield Fact(subject.at(treatment, "regen_class"))
            continue
        regulated = treatment.regen_class in REGULATED or (is_open and _product(treatment))
        if regulated and not treatment.plan_number.strip():
            yield Fact(subject.at(treatment, "plan_number"))


def plan_format(subject: Subject) -> Iterator[Fact]:
    """The number has another form, or its letter another class."""
    for treatment in subject.treatments:
        number, stated = treatment.plan_number, notices.plan_class(treatment.plan_number)
        fits = stated == treatment.regen_class if treatment.regen_class in REGULATED else bool(stated)
        if number.strip() and not fits:
            yield Fact(subject.at(treatment, "plan_number"), number)


def regen_class(subject: Subject) -> Iterator[Fact]:
    """PRP is class II in the joint and class III outside, cultured stem cells are class II."""
    for treatment in subject.treatments:
        usual = {"PRP": ("II", "III"), "stem cells": ("II",)}.get(_product(treatment), ())
        if usual and treatment.regen_class not in usual:
            yield Fact(subject.at(treatment, "regen_class"), treatment.title)


def committee(subject: Subject) -> Iterator[Fact]:
    """The committee or the facility is not named."""
    for treatment in subject.treatments:
        if treatment.regen_class in REGULATED:
            for field in ("committee_name", "committee_number", "facility_number"):
                if not getattr(treatment, field).strip():
                    yield Fact(subject.at(treatment, field))


def plan_state(subject: Subject) -> Iterator[Fact]:
    """The plan has ended, or nobody has looked it up for half a year."""
    for treatment in subject.treatments:
        if treatment.regen_class in REGULATED:
            checked = treatment.plan_checked_on
            if treatment.plan_status in ENDED or checked is None or checked < subject.today - PLAN_CHECKED:
                yield Fact(subject.at(treatment, "plan_checked_on"), treatment.get_plan_status_display())


def _product(treatment: Any) -> str:
    """The regenerative product a treatment's title names."""
    if treatment.regen_class == "none":
        return ""
    return "PRP" if PRP.search(treatment.title) else "stem cells" if STEM_CELLS.search(treatment.title) else ""


def _names(term: Term, language: str) -> tuple[str, ...]:
    own = getattr(term, language.replace("-", "_").lower(), "") if not language.startswith("ja") else ""
    return tuple(filter(None, (*term.names, own)))
