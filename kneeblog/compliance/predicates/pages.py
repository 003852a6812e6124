"""Pages: contact, supervision, credentials, pictures, translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from kneeblog.blocks.media import LibraryImageBlock
from kneeblog.compliance.engine import normalised, plain
from kneeblog.compliance.subject import SELF_PAY, Fact, Subject
from kneeblog.models import (
    ConditionPage,
    MedicalPage,
    PhysicianPage,
    SymptomArticlePage,
    TreatmentPage,
)

YEAR = timedelta(days=365)
HALF_YEAR = timedelta(days=183)
# The last day on which a specialist title of a society, not of the board, may be advertised (経過措置, fiscal 2028).
SOCIETY_TITLES_END = date(2028, 10, 1)
STARS = re.compile("[★⭐][★⭐☆]")
REVIEW_HOSTS = ("elfsight.com", "trustindex.io", "trustpilot.com", "caloo.jp", "birdeye.com")
FILE_NAME = re.compile(r"[\w\-~%. ]+\.(?:jpe?g|png|gif|webp|avif|svg)|(?:IMG|DSC|DSCN|image)[_-]?\d+", re.IGNORECASE)
KANA = re.compile("[ぁ-ゖァ-ヺ]")
DISCLOSURE = (
    *("summary", "extra_costs", "treatment_content", "course_duration", "course_visits", "unapproved_notice"),
    *("procurement_route", "domestic_alternatives", "overseas_safety", "relief_exclusion_notice"),
)


def contact(subject: Subject) -> Iterator[Fact]:
    """A promotional page of a site whose clinic has neither telephone nor e-mail; the footer shows both."""
    clinic = subject.clinic
    if subject.page is not None and clinic and subject.is_promotional and not (clinic.phone or clinic.email):
        yield Fact(subject.at(clinic, "phone"))


def ratings(subject: Subject) -> Iterator[Fact]:
    """Stars, or a widget that shows reviews.  Our templates and structured data hold none: their tests say so."""
    for text in subject.texts:
        if STARS.search(text.text):
            yield Fact(text.spot, text.text.strip())
    for name in ("embed", "video"):
        for spot, value in subject.blocks(name):
            host = _host(value.get("url") or "")
            if any(host == known or host.endswith(f".{known}") for known in REVIEW_HOSTS):
                yield Fact(spot, host)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def supervisor(subject: Subject) -> Iterator[Fact]:
    """A medical page without a supervising physician; news and lists need none."""
    page = subject.page
    if isinstance(page, SymptomArticlePage | ConditionPage | TreatmentPage) and page.supervisor_id is None:
        yield Fact(subject.at(page, "supervisor"))


def changed_since(subject: Subject) -> Iterator[Fact]:
    """What is live is not what was signed."""
    page = subject.page
    record = page.supervision if isinstance(page, MedicalPage) and page.supervisor_id else None
    if record is not None and page.live and not record.is_current:
        yield Fact(subject.at(page, "supervisor"))


def one_person(subject: Subject) -> Iterator[Fact]:
    """Author and supervising physician are the same person."""
    page = subject.page
    if not isinstance(page, MedicalPage) or page.author is None or page.supervisor is None:
        return
    names = {normalised(person.name).replace(" ", "") for person in (page.author, page.supervisor)}
    if len(names) == 1:
        yield Fact(subject.at(page, "author"), page.author.name)


def reviewed(subject: Subject) -> Iterator[Fact]:
    """The last signature is older than a year (treatments: half a year), or the day of the next review has passed."""
    page = subject.page
    if not isinstance(page, MedicalPage):
        return
    age = HALF_YEAR if isinstance(page, TreatmentPage) else YEAR
    record = page.supervision if page.supervisor_id else None
    is_old = record is not None and record.signed_on < subject.today - age
    if is_old or (page.next_review_on is not None and page.next_review_on < subject.today):
        yield Fact(subject.at(page, "next_review_on"))


def red_flags(subject: Subject) -> Iterator[Fact]:
    """An article about a symptom says nowhere when to see a doctor."""
    page = subject.page
    if not isinstance(page, SymptomArticlePage):
        return
    told = any(value.get("kind") == "when_to_see_doctor" for _, value in subject.blocks("section"))
    warned = any(value.get("tone") == "urgent" for _, value in subject.blocks("callout"))
    if not (told or warned):
        yield Fact(subject.at(page, "body"))


def alternative_texts(subject: Subject) -> Iterator[Fact]:
    """Of a picture that does not only decorate: none, a file's name, the page's title, or the heading above."""
    title = normalised(str(getattr(subject.instance, "title", "")))
    for text in subject.texts:
        if text.spot.owner is not None or not text.spot.way or not isinstance(text.spot.way[-1][0], LibraryImageBlock):
            continue
        if text.spot.way[-1][1].get("decorative"):
            continue
        alt = normalised(text.text)
        if not alt or FILE_NAME.fullmatch(alt) or alt == title or alt in _headings(text.spot.way):
            yield Fact(text.spot, text.text)


def _headings(way: Any) -> set[str]:
    values = [value for _, value in way if isinstance(value, dict)]
    return {normalised(value.get("heading") or "") for value in values} - {""}


def expired_credentials(subject: Subject) -> Iterator[Fact]:
    """A physician's credential is no longer valid."""
    if isinstance(subject.page, PhysicianPage):
        for credential in subject.page.credentials.all():
            if credential.valid_until is not None and credential.valid_until < subject.today:
                yield Fact(subject.at(subject.page, "credentials"), credential.title)


def society_credentials(subject: Subject) -> Iterator[Fact]:
    """A specialist title of a society, once those may no longer be advertised."""
    if isinstance(subject.page, PhysicianPage) and subject.today >= SOCIETY_TITLES_END:
        for credential in subject.page.credentials.all():
            if "専門医" in credential.title and "学会" in credential.certifying_body:
                yield Fact(subject.at(subject.page, "credentials"), credential.title)


def untranslated(subject: Subject) -> Iterator[Fact]:
    """A translated page whose disclosure, its own or a treatment's shown there, is still empty or still Japanese.

    A treatment's page answers for itself only: two that show each other could never go live.
    """
    page = subject.page
    if page is None or subject.language(page).startswith("ja"):
        return
    shown = [page] if isinstance(page, TreatmentPage) else subject.self_pay_treatments
    translated = [one for one in shown if one.insurance_status in SELF_PAY and one.locale_id == page.locale_id]
    sources = {}
    if translated:
        keys = {treatment.translation_key for treatment in translated}
        found = TreatmentPage.objects.filter(translation_key__in=keys, locale__language_code="ja")
        sources = {treatment.translation_key: treatment for treatment in found}
    for treatment in shown:
        if treatment.locale_id != page.locale_id:
            yield Fact(subject.at(treatment, "title"), treatment.title)
        elif (source := sources.get(treatment.translation_key)) is not None:
            for field in DISCLOSURE:
                there, here = (plain(getattr(one, field)).strip() for one in (source, treatment))
                if there and (not here or (here == there and KANA.search(here))):
                    yield Fact(subject.at(treatment, field), here)
