"""Everything that a visitor or a crawler sees of a page, each text with the place an editor would look for it.

Pages are read by reflection, so that a host site's own fields and blocks are seen as well; what no visitor sees, such
as addresses, choices and what was set aside from the old site, is left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Comment, Page

from kneeblog.blocks import (
    FeeRowBlock,
    FeeTableBlock,
    FileBlock,
    LegacyBlock,
    LostEmbedBlock,
    PictureBlock,
    TreatmentBlock,
)
from kneeblog.blocks.fields import NoSegments
from kneeblog.models import ClinicSettings, FeeTable, TreatmentPage, prefetch
from kneeblog.templatetags.kneeblog_fees import NOTATION, fee_words

from .engine import plain

# Text in the database that no visitor reads.
HIDDEN = frozenset(
    {"slug", "draft_title", "url_path", "path", "robots", "canonical_url", "content_type", "latest_revision"}
)
# What a treatment's card shows of it; the body and search fields stand on its own page only.
ON_CARD = frozenset({
    *("title", "summary", "card_image", "fee_table", "extra_costs", "treatment_content", "course_duration"),
    *("course_visits", "risks", "unapproved_notice", "procurement_route", "domestic_alternatives", "overseas_safety"),
    *("relief_exclusion_notice", "plan_title", "plan_number", "committee_name", "cell_dose"),
})  # fmt: skip
# What the footer and the data for search engines say of the clinic on every page.
OF_CLINIC = frozenset({"clinic_name", "title_brand", "official_name", "description", "address", "opening_hours"})
BYLINE = frozenset({"name"})
PHYSICIAN_CARD = frozenset({"name", "honorific", "photo", "biography", "credentials"})
_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: the object, its field, and the way through the field's blocks."""

    owner: Any  # None: the page itself
    instance: Any
    field: str
    label: Any = ""
    way: tuple[tuple[Any, Any], ...] = ()  # blocks with their values
    block_id: str = ""

    def inside(self, block: Any, value: Any, block_id: str = "") -> Spot:
        """The spot of a block below this one."""
        return Spot(
            self.owner, self.instance, self.field, self.label, (*self.way, (block, value)), block_id or self.block_id
        )

    @property
    def place(self) -> str:
        """The place in the active language."""
        names = [f"{capfirst(str(self.owner._meta.verbose_name))}「{self.owner}」"] if self.owner is not None else []
        names.append(capfirst(str(self.label)))
        return _SEPARATOR.join([*names, *filter(None, (_name(block, value) for block, value in self.way))])


@dataclass(frozen=True, slots=True)
class Text:
    """One text and its spot."""

    text: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Contents:
    """What an object shows: its texts, its own blocks by type, and the treatments and fee tables that those choose."""

    texts: list[Text] = dataclasses.field(default_factory=list)
    blocks: dict[str, list[Spot]] = dataclasses.field(default_factory=dict)
    treatments: list[TreatmentPage] = dataclasses.field(default_factory=list)
    fee_tables: list[FeeTable] = dataclasses.field(default_factory=list)


def _name(block: Any, value: Any) -> str:
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        return ""  # what holds blocks tells an editor nothing
    label = str(block.label or "")
    heading = value.get("heading") if isinstance(value, dict) else ""
    return f"{label}「{heading}」" if label and heading else label


def contents_of(page: Page, clinic: ClinicSettings | None = None) -> Contents:
    """What the page shows, in the order of its fields; treatments and physicians where it shows them.

    Args:
        page: of its own type; its fields may be those of a draft (`get_latest_revision_as_object`).
        clinic: whose texts are to be read as well.
    """
    reader = _Reader(page)
    reader.object(page, None)
    record = page.supervision if getattr(page, "supervisor_id", None) else None
    if record is not None:  # the physician is introduced once the page has been signed
        if record.physician_id == page.supervisor_id:
            page.supervisor = record.physician  # the same one, already read
        physician = prefetch.localised([page.supervisor], page.locale_id)[page.supervisor_id]
        reader.object(physician, physician, PHYSICIAN_CARD)
    if (author := getattr(page, "author", None)) is not None:
        reader.object(author, author, BYLINE)
    if clinic is not None:
        reader.object(clinic, clinic, OF_CLINIC)
    return reader.contents


def snippet_contents(instance: models.Model) -> Contents:
    """What a snippet shows, such as a fee table's name, labels and notes."""
    reader = _Reader(instance)
    reader.object(instance, None)
    return reader.contents


@cache
def read_fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The fields with texts that visitors read, and the fee table."""
    fields = (field for field in model._meta.get_fields() if isinstance(field, models.Field))
    return tuple(field for field in fields if field.name == "fee_table" or _is_text(field))


@cache
def read_relations(model: type[models.Model]) -> tuple[str, ...]:
    """The names of its rows with such texts; what editors say to each other is none."""
    relations = [relation for relation in get_all_child_relations(model) if relation.related_model is not Comment]
    return tuple(rel.get_accessor_name() for rel in relations if read_fields(rel.related_model))


def _is_text(field: models.Field[Any, Any]) -> bool:
    unread = (models.SlugField, models.URLField, models.EmailField)
    if field.name in HIDDEN or field.choices or isinstance(field, unread):
        return False
    return isinstance(field, models.CharField | models.TextField | StreamField)


def _row_text(row: models.Model) -> str:
    """A row's texts as one sentence: a credential with the body that certifies it, a risk with its frequency."""
    named = {field.name: str(field.value_from_object(row) or "") for field in read_fields(type(row))}
    body = named.pop("certifying_body", "")
    return " ".join(filter(None, (body, *named.values())))


class _Reader:
    """Reads streams as they are stored: pictures, terms and files need not be loaded for their words."""

    def __init__(self, instance: Any) -> None:
        self.contents = Contents()
        self._locale = getattr(instance, "locale_id", None)
        self._streams: dict[tuple[int, str], list[Any]] = {}
        self._load(instance)

    def object(self, instance: Any, owner: Any, names: frozenset[str] | None = None) -> None:
        """All texts of an object, or of some of its fields and rows."""
        model: type[models.Model] = type(instance)
        for field in read_fields(model):
            if names is not None and field.name not in names:
                continue
            if field.name == "fee_table":
                if (table := instance.fee_table) is not None:
                    self.object(table, table)
            else:
                self._field(instance, field, Spot(owner, instance, field.name, field.verbose_name))
        for name in read_relations(model):
            if names is None or name in names:
                for row in getattr(instance, name).all():
                    self._add(_row_text(row), Spot(owner, instance, name, row._meta.verbose_name))

    def _add(self, text: str, spot: Spot) -> None:
        self.contents.texts.append(Text(text, spot))

    def _field(self, instance: Any, field: models.Field[Any, Any], spot: Spot) -> None:
        value = field.value_from_object(instance)
        if isinstance(field, StreamField):
            self._stream(field.stream_block, self._stored(instance, field), spot)
        elif isinstance(field, RichTextField):
            self._add(plain(value or ""), spot)
        elif isinstance(value, str):
            self._add(value, spot)

    def _stored(self, instance: Any, field: StreamField) -> list[Any]:
        """A stream as it would be stored now; what has been read or changed in memory is turned back for it."""
        key = (id(instance), field.name)
        if key not in self._streams:
            is_fees = isinstance(instance, FeeTable) and field.name == "rows"
            value = instance.shown_rows if is_fees else field.value_from_object(instance)
            self._streams[key] = value.get_prep_value() if value else []
        return self._streams[key]

    # What blocks refer to ---------------------------------------------------------------------------------------------

    def _load(self, instance: Any) -> None:
        """The treatments and fee tables that the object's own blocks choose, with one query for each kind."""
        chosen: dict[str, list[int]] = {"treatment": [], "fee_table": []}
        model: type[models.Model] = type(instance)
        for field in read_fields(model):
            if isinstance(field, StreamField):
                for block, raw in _choices(field.stream_block, self._stored(instance, field)):
                    chosen["treatment" if isinstance(block, TreatmentBlock) else "fee_table"].append(raw)
        cards = TreatmentPage.objects.defer("hero_image", "introduction", "target_readers", "body", "treatments")
        pages = cards.in_bulk(chosen["treatment"]) if chosen["treatment"] else {}
        shown = prefetch.localised(pages.values(), self._locale) if self._locale else pages
        self._treatments = {pk: shown[pk] for pk in pages}
        if pages:
            models.prefetch_related_objects(
                [*{id(page): page for page in shown.values()}.values()], "fee_table", "risks"
            )
        self._tables = FeeTable.objects.in_bulk(chosen["fee_table"]) if chosen["fee_table"] else {}
        self.contents.treatments.extend(self._treatments[pk] for pk in chosen["treatment"] if pk in pages)
        self.contents.fee_tables.extend(self._tables[pk] for pk in chosen["fee_table"] if pk in self._tables)

    # Blocks -----------------------------------------------------------------------------------------------------------

    def _stream(self, stream: blocks.StreamBlock, raw: Any, spot: Spot) -> None:
        for child in raw or ():
            block = stream.child_blocks.get(child["type"])
            if block is not None:
                inside = spot.inside(block, child["value"], child.get("id") or "")
                if spot.owner is None:
                    self.contents.blocks.setdefault(child["type"], []).append(inside)
                self._block(block, child["value"], inside)

    def _block(self, block: Any, raw: Any, spot: Spot) -> None:  # noqa: C901  one case a kind of block
        match block:
            case LegacyBlock() | LostEmbedBlock():
                return
            case PictureBlock():
                self._picture(block, raw or {}, spot)
            case FileBlock():
                self._file(block, raw or {}, spot)
            case TreatmentBlock() | FeeTableBlock():
                self._shown(block, raw, spot)
            case NoSegments():
                return
            case blocks.StreamBlock():
                self._stream(block, raw, spot)
            case blocks.ListBlock():
                for item in raw or ():
                    is_item = isinstance(item, dict) and item.keys() >= {"type", "value"}
                    value, item_id = (item["value"], item.get("id") or "") if is_item else (item, "")
                    self._block(block.child_block, value, spot.inside(block.child_block, value, item_id))
            case ImageBlock():
                if isinstance(raw, dict) and not raw.get("decorative"):
                    self._add(raw.get("alt_text") or "", spot)
            case blocks.StructBlock():
                for name, child in block.child_blocks.items() if isinstance(raw, dict) else ():
                    self._block(child, raw.get(name), spot.inside(child, raw.get(name)))
                if isinstance(block, FeeRowBlock) and raw and raw.get("raw") and _says_more(raw.get("flags") or ""):
                    self._add(fee_words(block.to_python(raw)), spot)
            case _:
                self._add(_leaf(block, raw), spot)

    def _picture(self, block: Any, raw: Any, spot: Spot) -> None:
        image = raw["image"] if isinstance(raw.get("image"), dict) else {"image": raw.get("image")}
        pending = image.get("image") is None
        alt = raw.get("original_alt") if pending else "" if image.get("decorative") else image.get("alt_text")
        self._add(alt or "", spot.inside(block.child_blocks["image"], image))
        for name, child in block.child_blocks.items():
            if name != "image":
                self._block(child, raw.get(name), spot.inside(child, raw.get(name)))

    def _file(self, block: Any, raw: Any, spot: Spot) -> None:
        document = None if raw.get("name") else block.child_blocks["document"].to_python(raw.get("document"))
        self._add(raw.get("name") or (document.title if document else ""), spot)

    def _shown(self, block: Any, raw: Any, spot: Spot) -> None:
        """A treatment shows its card, if it is live; a fee table all of it."""
        if isinstance(block, TreatmentBlock):
            treatment = self._treatments.get(raw)
            if treatment is not None and treatment.live:
                self.object(treatment, treatment, ON_CARD)
        elif (table := self._tables.get(raw)) is not None:
            self.object(table, table)


def _says_more(flags: str) -> bool:
    """Whether the old page's own words may be shown below a fee (`fee_words` decides)."""
    return any(flag.strip() not in NOTATION for flag in flags.split(","))


def _choices(block: Any, raw: Any) -> Iterator[tuple[Any, int]]:
    """The treatment and fee table blocks at any depth, with the keys they hold."""
    if isinstance(block, TreatmentBlock | FeeTableBlock):
        if raw:
            yield block, raw
    elif isinstance(block, blocks.StreamBlock):
        for child in raw or ():
            if (inner := block.child_blocks.get(child["type"])) is not None:
                yield from _choices(inner, child["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in raw or ():
            is_item = isinstance(item, dict) and item.keys() >= {"type", "value"}
            yield from _choices(block.child_block, item["value"] if is_item else item)
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        for name, child_block in block.child_blocks.items():
            yield from _choices(child_block, raw.get(name))


def _leaf(block: Any, raw: Any) -> str:
    unread = (blocks.ChoiceBlock, blocks.URLBlock, blocks.EmailBlock, blocks.StaticBlock)
    if raw is None or isinstance(block, unread):
        return ""
    if isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock):
        return plain(str(raw))
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.BlockQuoteBlock):
        return str(raw)
    value = block.to_python(raw)
    if isinstance(value, Page):
        return str(value.title)
    if isinstance(block, blocks.ChooserBlock):
        return str(value) if isinstance(value, models.Model) and not hasattr(value, "file") else ""
    # Tables and a host's own blocks: what they give the search engine.
    return "\n".join(str(text) for text in block.get_searchable_content(value))
