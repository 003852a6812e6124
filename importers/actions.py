"""What is to be done about one page, and the values that it gets.  `plan` judges actions, `write` carries them out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from wagtail.models import Page

from importers import sitewide
from importers.fields import Fields, References
from importers.merge import Change, Conflict
from importers.models import ImportedPage
from importers.records import Finding, Json
from kneeblog.models import ArticlePage, ConditionPage, PhysicianPage, SymptomArticlePage, TreatmentPage
from kneeblog.notices import plan_class

Outcome = Literal["create", "update", "unchanged", "held back", "adopted", "failed"]

MODELS: dict[str, type[Page]] = {
    "symptom_article": SymptomArticlePage,
    "article": ArticlePage,
    "condition": ConditionPage,
    "treatment": TreatmentPage,
    "physician": PhysicianPage,
}


_INSURANCE = {"self_pay": re.compile("自由診療|自費診療|保険適用外"), "insured": re.compile("保険診療|保険適用(?!外)")}
_PLAN = re.compile(r"(?<![A-Za-z0-9])(?:P[ABC][0-9]{7}|jRCT[abc][0-9]{9})(?![0-9])")


@dataclass(slots=True, kw_only=True)
class Action:
    """What is to be done about one page."""

    outcome: Outcome
    key: str
    page_type: str
    data: Json
    digest: str
    pictures: dict[str, str]  # digests of those that are at hand, by address
    card: Json | None = None  # a treatment's card, as other pages show it
    record: Json | None = None  # a physician, as other pages introduce them
    mention: Json | None = None  # the card or the record as the source has it
    aliases: set[str] = field(default_factory=set)
    imported: ImportedPage | None = None
    reasons: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # of a page that is there
    from_card: bool = False  # the source has no page of its own for it
    parent: str = ""  # the path of the page a person wants it below
    slug: str = ""  # the slug a person wants
    decision: str = ""  # what a person decided about the page that is there (`mapping.DECISIONS`)
    note: bool = False  # the page stays as it is, but what is known of it is to be kept
    needs: set[str] = field(default_factory=set)  # keys of pages that this run makes and this one refers to


@dataclass(slots=True)
class Plan:
    """The actions of one run, in the order of writing."""

    actions: list[Action]
    site: sitewide.Site
    warnings: list[str] = field(default_factory=list)  # about the run, not about a page
    gone: list[ImportedPage] = field(default_factory=list)  # imported before, and no longer at the source

    @property
    def to_write(self) -> list[Action]:
        """What `write` carries out."""
        return [action for action in self.actions if action.outcome in {"create", "update"} or action.note]


class MoreReferences(References, Protocol):
    """References that stand outside the blocks."""

    def term_of(self, title: str, category: str) -> int | None:
        """The first term of a category that a title names."""

    def conditions_of(self, body: list[Json]) -> list[int]:
        """The pages of the diseases that an article's topics are about."""


def field_values(action: Action, references: References) -> Json:
    """The page's own fields as they are written, by the model's field names."""
    fields = Fields(action.key, action.data, references)
    values: Json = {} if action.page_type == "physician" else fields.content()
    if action.page_type == "physician":
        values["body"] = fields.content()["body"]
        if record := action.record:
            values |= {
                "name": record["name"],
                "honorific": record["honorific"],
                "photo": fields.picture_stream(record["photo"], "photo"),
                "biography": fields.paragraphs(record["biography"], "biography"),
            }
    if action.page_type == "treatment":
        values |= stated_facts(action)
    if action.page_type == "treatment" and action.card:
        values["summary"] = action.card["summary"]
        values["card_image"] = fields.picture_stream(action.card["image"], "card_image")
    return values


def linked_values(action: Action, references: MoreReferences) -> Json:
    """The page's foreign keys, by the model's attribute names."""
    data = action.data
    values: Json = {}
    if action.page_type != "physician":
        values["supervisor_id"] = references.physician(data["supervisor"]) if data["supervisor"] else None
    if action.page_type == "treatment":
        fees = treatment_fees(action)
        values["fee_table_id"] = references.fee_table(fees, data["title"]) if fees else None
    if action.page_type == "symptom_article":
        values["symptom_id"] = references.term_of(data["title"], "symptom")
    if action.page_type == "condition":
        values["term_id"] = references.term_of(data["title"], "condition")
    return values


def stated_facts(action: Action) -> Json:
    """What the old site says of a treatment in so many words: who pays, by its title, and the one plan it names."""
    title = action.data["title"]
    words = [status for status, pattern in _INSURANCE.items() if pattern.search(title)]
    texts = [action.data["introduction"], action.data["body"], (action.card or {}).get("summary", "")]
    plans = set(_PLAN.findall(unicodedata.normalize("NFKC", json.dumps(texts, ensure_ascii=False))))
    facts: Json = {"insurance_status": words[0]} if len(words) == 1 else {}
    if len(plans) == 1 and (kind := plan_class(number := plans.pop())):
        facts |= {"plan_number": number, "regen_class": kind}
    return facts


def walk(blocks: list[Json]) -> Iterator[Json]:
    """All blocks of a document's body, at any depth."""
    for block in blocks:
        yield block
        if isinstance(block["value"], dict):
            yield from walk(block["value"].get("content") or [])


def picture_urls(action: Action) -> list[str]:
    """The addresses of all pictures and files that the page holds itself, once each; not those on cards of others."""
    pictures: list[Json | None] = [action.data["hero_image"]]
    for block in walk(action.data["body"]):
        if block["type"] in {"image", "file"}:
            pictures.append(block["value"])
        elif block["type"] == "gallery":
            pictures += block["value"]["items"]
    pictures += [(action.card or {}).get("image"), (action.record or {}).get("photo")]
    return list(dict.fromkeys(picture["url"] for picture in pictures if picture and picture["url"]))


def treatment_fees(action: Action) -> list[Json]:
    """A treatment's fees: those on its own page, else those on its card."""
    own = next((block for block in walk(action.data["body"]) if block["type"] == "fee_table"), None)
    return own["value"]["items"] if own else (action.card or {}).get("fees") or []
