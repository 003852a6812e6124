"""Room 5: drafts + database → `Plan`: what would be created, updated, left alone or held back, each with its reasons.

Reads only.  Everything that could fail while writing is tried here: block names, `clean()`, rich text that the editor
would change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import StreamField
from wagtail.models import Page

from importers import sitewide
from importers.fields import Fields
from importers.mapping import Override
from importers.media import Shelf
from importers.models import ImportedPage
from importers.records import Draft, Finding, Json
from importers.richtext import is_clean
from kneeblog.models import (
    ArticlePage,
    ConditionPage,
    GlossaryTerm,
    PhysicianPage,
    SymptomArticlePage,
    TreatmentPage,
)
from kneeblog.richtext import FEATURES

Outcome = Literal["create", "update", "unchanged", "held back"]

MODELS: dict[str, type[Page]] = {
    "symptom_article": SymptomArticlePage,
    "article": ArticlePage,
    "condition": ConditionPage,
    "treatment": TreatmentPage,
    "physician": PhysicianPage,
}
# The order of writing: what others refer to comes first.
_ORDER = ("physician", "treatment", "condition", "symptom_article", "article")


@dataclass(slots=True, kw_only=True)
class Action:
    """What is to be done about one page."""

    outcome: Outcome
    key: str
    page_type: str
    data: Json
    digest: str
    card: Json | None = None  # a treatment's card, as other pages show it
    record: Json | None = None  # a physician, as other pages introduce them
    imported: ImportedPage | None = None
    reasons: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    from_card: bool = False  # the source has no page of its own for it
    parent: str = ""  # the path of the page a person wants it below


@dataclass(slots=True)
class Plan:
    """The actions of one run, in the order of writing."""

    actions: list[Action]
    site: sitewide.Site

    @property
    def to_write(self) -> list[Action]:
        """What `write` carries out."""
        return [action for action in self.actions if action.outcome in {"create", "update"}]


class Known:
    """References by what the database holds now, for trying values out: what will be made later is `None`."""

    def __init__(self) -> None:
        self._terms = dict(GlossaryTerm.objects.values_list("key", "pk"))

    def image(self, picture: Json) -> int | None:
        """Pending."""
        return None

    def term(self, key: str) -> int | None:
        """Its id."""
        return self._terms.get(key)

    def fee_table(self, fees: list[Json], heading: str) -> int | None:
        """Not made yet."""
        return None

    def treatment(self, card: Json) -> int | None:
        """Not made yet."""
        return None

    def physician(self, record: Json) -> int | None:
        """Not made yet."""
        return None


def make_plan(drafts: Iterable[Draft], shelf: Shelf, overrides: Mapping[str, Override] | None = None) -> Plan:
    """Compare drafts with what was imported before.

    Args:
        drafts: of one run, in the source's order.
        shelf: the pictures at hand; a picture that has come to hand since is a change.
        overrides: a person's decisions by source key; here the parent of a page.
    """
    site = sitewide.gather(drafts)
    imported = {row.key: row for row in ImportedPage.objects.select_related("page")}
    known = Known()
    actions = [_judged(action, imported, known) for action in _wanted(site, shelf)]
    _hold_twins(actions)
    for action in actions:
        action.parent = (overrides or {}).get(action.key, Override()).parent
    actions.sort(key=lambda action: _ORDER.index(action.page_type))
    return Plan(actions, site)


def _wanted(site: sitewide.Site, shelf: Shelf) -> Iterator[Action]:
    """One action for every draft, and for every treatment and physician that only other pages speak of."""
    cards = {treatment.page.key: treatment.card for treatment in site.treatments.values() if treatment.page}
    for draft in site.drafts:
        card = cards.get(draft.key)
        findings = site.findings.get(draft.key, [])
        yield _action(draft.key, draft.data["page_type"], draft.data, shelf, card=card, findings=findings)
    for treatment in site.treatments.values():
        if treatment.page is None:
            data = _card_document(treatment)
            yield _action(treatment.key, "treatment", data, shelf, card=treatment.card, from_card=True)
    for physician in site.physicians.values():
        if physician.page is None:
            data = _record_document(physician)
            yield _action(physician.key, "physician", data, shelf, record=physician.record, from_card=True)


def _action(key: str, page_type: str, data: Json, shelf: Shelf, **more: Any) -> Action:
    record = more.pop("record", None) or (data["supervisor"] if page_type == "physician" else None)
    return Action(
        outcome="create", key=key, page_type=page_type, data=data, record=record,
        digest=_digest(data, more.get("card"), record, shelf), **more,
    )  # fmt: skip


def _digest(data: Json, card: Json | None, record: Json | None, shelf: Shelf) -> str:
    """What the page would be made of, pictures that are at hand included; the source's own bytes and path aside."""
    content = {name: value for name, value in data.items() if name not in {"source", "ledger", "findings", "schema"}}
    pictures = [data["hero_image"], (card or {}).get("image"), (record or {}).get("photo")]
    urls = [*data["images"], *(picture["url"] for picture in pictures if picture)]
    media = {url: shelf.digest(url) for url in dict.fromkeys(urls)}
    text = json.dumps([content, card, record, media], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# Judging --------------------------------------------------------------------------------------------------------------


def _judged(action: Action, imported: dict[str, ImportedPage], known: Known) -> Action:
    action.imported = imported.get(action.key)
    if errors := [finding["message"] for finding in action.data["findings"] if finding["level"] == "error"]:
        return _held(action, *errors)
    if action.imported and action.imported.draft_digest == action.digest:
        action.outcome = "unchanged"
        return action
    if action.imported:
        page = action.imported.page
        if page.latest_revision_id != action.imported.revision_id:
            return _held(action, "The page was edited after it was imported; its source has changed too.")
        if page.locked:
            return _held(action, "The page is locked.")
        if not isinstance(page.specific, MODELS[action.page_type]):
            return _held(action, f"The page was imported as another type than {action.page_type}.")
        action.outcome = "update"
        action.reasons.append("the source has changed")
    else:
        action.reasons.append(action.data["page_type_reason"])
    if problems := list(_problems(action, known)):
        return _held(action, *problems)
    return action


def _held(action: Action, *reasons: str) -> Action:
    action.outcome = "held back"
    action.reasons = list(reasons)
    return action


def _hold_twins(actions: Sequence[Action]) -> None:
    """Two files of one path (a mirror, a query-string copy): the first in order speaks, the others are held back."""
    first: dict[str, Action] = {}
    for action in actions:
        if action.outcome == "held back":
            continue
        twin = first.setdefault(action.key, action)
        if twin is not action:
            path = twin.data["source"]["path"]
            _held(action, f"Another page has the same path on its site: {path}. Import one site at a time.")


def _problems(action: Action, known: Known) -> Iterator[str]:
    """What would go wrong in writing or in the editor."""
    if not action.data["title"]:
        yield "The page has no title."
    values = field_values(action, known)
    for field_ in MODELS[action.page_type]._meta.get_fields():
        if field_.name not in values:
            continue
        if isinstance(field_, StreamField):
            yield from _stream_problems(field_, values[field_.name])
        elif isinstance(values[field_.name], str) and isinstance(field_, models.TextField):
            yield from _rich_text_problems(values[field_.name], field_.name)


def _stream_problems(field_: StreamField, raw: list[Json]) -> Iterator[str]:
    try:
        check_names(field_.stream_block, raw, field_.name)
        field_.stream_block.clean_deferred(field_.stream_block.to_python(raw))
    except (ValidationError, LookupError) as error:
        yield f"{field_.name}: {error}"
    yield from _each_rich_text(field_.stream_block, raw, field_.name)


def check_names(block: blocks.Block, raw: Any, where: str) -> None:
    """Every block name and struct key against the real block: Wagtail drops unknown ones without a word.

    Raises:
        LookupError: naming the place and the unknown name.
    """
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            if item["type"] not in block.child_blocks:
                raise LookupError(f"{where}: there is no block {item['type']}.")
            check_names(block.child_blocks[item["type"]], item["value"], f"{where}.{item['type']}")
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        if unknown := raw.keys() ^ block.child_blocks.keys():
            raise LookupError(f"{where}: {', '.join(sorted(unknown))} do not match the block's fields.")
        for name, value in raw.items():
            check_names(block.child_blocks[name], value, f"{where}.{name}")
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            check_names(block.child_block, item["value"], where)


def _each_rich_text(block: blocks.Block, raw: Any, where: str) -> Iterator[str]:
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            yield from _each_rich_text(block.child_blocks[item["type"]], item["value"], where)
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        for name, value in raw.items():
            yield from _each_rich_text(block.child_blocks[name], value, where)
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            yield from _each_rich_text(block.child_block, item["value"], where)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _rich_text_problems(raw, where)


def _rich_text_problems(html: str, where: str) -> Iterator[str]:
    """Rich text that the editor would change, or cannot open at all."""
    if not html.startswith("<"):
        return
    if not is_clean(html):
        yield f"{where}: the sanitiser would change this text: {html[:80]}"
    converter = ContentstateConverter(FEATURES)
    try:
        same = converter.to_database_format(converter.from_database_format(html)) == html
    except (AssertionError, KeyError, ValueError) as error:
        yield f"{where}: the editor cannot open this text ({error}): {html[:80]}"
        return
    if not same:
        yield f"{where}: the editor would change this text: {html[:80]}"


# Values ---------------------------------------------------------------------------------------------------------------


def field_values(action: Action, references: Any) -> Json:
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
    if action.page_type == "treatment" and action.card:
        values["summary"] = action.card["summary"]
        values["card_image"] = fields.picture_stream(action.card["image"], "card_image")
    return values


def _card_document(treatment: sitewide.Treatment) -> Json:
    """A document for a treatment that the source knows only by its card."""
    slug = treatment.key.rsplit("/", 1)[-1] if not treatment.key.startswith("treatment:") else ""
    card = treatment.card
    return _empty_document(
        treatment.key, "treatment", card["name"], "named by a card", slug=slug, url=card["url"], locale=treatment.locale
    )


def _record_document(physician: sitewide.Physician) -> Json:
    """A document for a physician whom the source knows only from other pages."""
    title = f"{physician.record['name']} {physician.record['honorific']}".strip()
    return _empty_document(physician.key, "physician", title, "introduced on other pages", locale=physician.locale)


def _empty_document(
    key: str, page_type: str, title: str, reason: str, *, locale: str, slug: str = "", url: str = ""
) -> Json:
    return {
        "schema": 1,
        "source": {"path": key, "url": url, "sha256": "", "encoding": "", "reader": ""},
        "page_type": page_type, "page_type_reason": reason, "locale": locale, "title": title, "slug": slug,
        "published_at": None, "updated_at": None, "author": None, "categories": [], "tags": [],
        "meta": {"title": "", "description": "", "canonical": "", "robots": "", "og": {}},
        "breadcrumbs": [], "hero_image": None, "introduction": "", "target_readers": None, "body": [],
        "treatments": [], "supervisor": None, "images": [], "links": [], "findings": [],
        "ledger": {"source_chars": 0, "placed_chars": 0, "dropped": [], "lost": []},
    }  # fmt: skip
