"""Everything that a visitor or a crawler sees of a page, each text with the place an editor would look for it.

Pages are read by reflection, so that a host site's own fields and blocks are seen as well; what no visitor sees, such
as addresses, choices and what was set aside from the old site, is left out.
"""

from __future__ import annotations

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

from kneeblog.blocks import FileBlock, LegacyBlock, LostEmbedBlock, PictureBlock
from kneeblog.blocks.fields import NoSegments
from kneeblog.models import ArticleContent, TreatmentPage, prefetch

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


def _name(block: Any, value: Any) -> str:
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        return ""  # what holds blocks tells an editor nothing
    label = str(block.label or "")
    heading = value.get("heading") if isinstance(value, blocks.StructValue) else ""
    return f"{label}「{heading}」" if label and heading else label


def texts_of(page: Page) -> list[Text]:
    """What the page shows, in the order of its fields; treatments and physicians where it shows them.

    Args:
        page: of its own type; its fields may be those of a draft (`get_latest_revision_as_object`).
    """
    if isinstance(page, ArticleContent):
        prefetch.treatment_blocks(page, [page.body, page.treatments])
    return [*_object(page, None), *_supervisor(page)]


def snippet_texts(instance: models.Model) -> list[Text]:
    """What a snippet shows, such as a fee table's name, labels and notes."""
    return list(_object(instance, None))


def _supervisor(page: Page) -> Iterator[Text]:
    """The introduction of the physician, once the page has been signed."""
    record = page.supervision if getattr(page, "supervisor_id", None) else None
    if record is not None:
        physician = record.physician if record.physician_id == page.supervisor_id else page.supervisor
        physician = prefetch.localised([physician], page.locale_id)[physician.pk]
        yield from _object(physician, physician, PHYSICIAN_CARD)


def _object(instance: Any, owner: Any, names: frozenset[str] | None = None) -> Iterator[Text]:
    model: type[models.Model] = type(instance)
    for field in read_fields(model):
        if names is not None and field.name not in names:
            continue
        if field.name == "fee_table":
            if (table := instance.fee_table) is not None:
                yield from _object(table, table)
        else:
            yield from _field(instance, field, Spot(owner, instance, field.name, field.verbose_name))
    for name in read_relations(model):
        if names is None or name in names:
            for row in getattr(instance, name).all():
                yield Text(_row_text(row), Spot(owner, instance, name, row._meta.verbose_name))


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


def _field(instance: Any, field: models.Field[Any, Any], spot: Spot) -> Iterator[Text]:
    value = field.value_from_object(instance)
    if isinstance(field, StreamField):
        for child in value or ():
            yield from _block(child.block, child.value, spot.inside(child.block, child.value, child.id or ""))
    elif isinstance(field, RichTextField):
        yield Text(plain(value or ""), spot)
    elif isinstance(value, str):
        yield Text(value, spot)


def _row_text(row: models.Model) -> str:
    """A row's texts as one sentence: a credential with the body that certifies it, a risk with its frequency."""
    named = {field.name: str(field.value_from_object(row) or "") for field in read_fields(type(row))}
    body = named.pop("certifying_body", "")
    return " ".join(filter(None, (body, *named.values())))


# Blocks ---------------------------------------------------------------------------------------------------------------


def _block(block: Any, value: Any, spot: Spot) -> Iterator[Text]:  # noqa: C901  one case a kind of block
    match block:
        case LegacyBlock() | LostEmbedBlock():
            return
        case PictureBlock():
            yield from _picture(block, value, spot)
        case FileBlock():
            document = value.get("document")
            yield Text(value.get("name") or (document.title if document else ""), spot)
        case NoSegments():
            return
        case blocks.PageChooserBlock() | blocks.ChooserBlock():
            yield from _chosen(value, spot)
        case blocks.StreamBlock():
            for child in value or ():
                yield from _block(child.block, child.value, spot.inside(child.block, child.value, child.id or ""))
        case blocks.ListBlock():
            for child in value.bound_blocks if value else ():
                yield from _block(
                    block.child_block, child.value, spot.inside(block.child_block, child.value, child.id or "")
                )
        case ImageBlock():
            yield Text(value.contextual_alt_text or "" if value is not None and not value.decorative else "", spot)
        case blocks.StructBlock():
            for name, child_block in block.child_blocks.items() if isinstance(value, dict) else ():
                child = value.get(name)
                yield from _block(child_block, child, spot.inside(child_block, child))
        case _:
            yield Text(_leaf(block, value), spot)


def _leaf(block: Any, value: Any) -> str:
    if value is None or isinstance(
        block, blocks.ChoiceBlock | blocks.URLBlock | blocks.EmailBlock | blocks.StaticBlock
    ):
        return ""
    if isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock):
        return plain(getattr(value, "source", value))
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.BlockQuoteBlock):
        return str(value)
    # Tables and a host's own blocks: what they give the search engine.
    return "\n".join(str(text) for text in block.get_searchable_content(value))


def _picture(block: Any, value: Any, spot: Spot) -> Iterator[Text]:
    label = block.child_blocks["image"]
    yield Text(value.alt, spot.inside(label, None))
    for name, child in block.child_blocks.items():
        if name != "image":
            yield from _block(child, value.get(name), spot.inside(child, None))


def _chosen(value: Any, spot: Spot) -> Iterator[Text]:
    """What a chosen object shows here: a treatment its card, a fee table all of it, another page its title."""
    if isinstance(value, TreatmentPage):
        if value.live:
            yield from _object(value, value, ON_CARD)
    elif isinstance(value, Page):
        yield Text(value.title, spot)
    elif isinstance(value, models.Model) and not hasattr(value, "file"):
        yield from _object(value, value)
