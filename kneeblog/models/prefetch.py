"""Fetches in a constant number of queries what a page's blocks refer to, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q, prefetch_related_objects
from wagtail import blocks
from wagtail.blocks import ListBlock, StreamBlock, StreamValue, StructBlock
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from kneeblog.blocks.shelf import on_shelf

if TYPE_CHECKING:
    from .treatments import TreatmentPage

# What a treatment's own page shows and its card does not.
_NOT_ON_CARD = ("hero_image", "introduction", "target_readers", "body", "treatments")
Ids = Mapping[type[Any], set[int]]


def stream_children(value: StreamValue | None, block_type: str) -> Iterator[StreamValue.StreamChild]:
    """All children of that type at any depth, in reading order."""
    for child in value or ():
        if child.block_type == block_type:
            yield child
        yield from _inside(child.block, child.value, block_type)


def _inside(block: Any, value: Any, block_type: str) -> Iterator[StreamValue.StreamChild]:
    if isinstance(block, StreamBlock):
        yield from stream_children(value, block_type)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _inside(block.child_block, item, block_type)
    elif isinstance(block, StructBlock) and isinstance(value, dict):
        for name, child_block in block.child_blocks.items():
            yield from _inside(child_block, value.get(name), block_type)


def load_blocks(page: Any) -> None:
    """Gives all blocks of a page what they refer to.

    Treatment blocks get treatments in the page's own language, with fee table, risks and picture; the terms of topics
    get their `condition_page`, the live page about them or None; pictures get the sizes that are already made.
    """
    from .fees import FeeTable
    from .glossary import GlossaryTerm
    from .treatments import TreatmentPage

    streams = [getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField)]
    chosen = chosen_in(streams)
    shown = _treatments(chosen[TreatmentPage], page.locale_id)
    cards = [treatment.card_image for treatment in {id(one): one for one in shown.values()}.values()]
    physician = page.signed_by_physician
    photos = [physician.photo] if physician is not None else []
    images = chosen_in([*streams, *cards, *photos])[get_image_model()]
    if page.og_image_id:
        images.add(page.og_image_id)
    tables = {one.fee_table_id: one.fee_table for one in shown.values() if one.fee_table_id}
    pages_about = {one.term_id: one for one in page.diseases} if chosen[GlossaryTerm] else {}
    terms = {pk: one.term for pk, one in pages_about.items()}
    terms |= _missing(GlossaryTerm, chosen[GlossaryTerm], terms)
    for pk, term in terms.items():
        term.condition_page = pages_about.get(pk)
    shelf = {
        TreatmentPage: shown,
        FeeTable: tables | _missing(FeeTable, chosen[FeeTable], tables),
        GlossaryTerm: terms,
        get_image_model(): pictures(images),
        get_document_model(): _missing(get_document_model(), chosen[get_document_model()], {}),
    }
    if page.og_image_id:
        page.og_image = shelf[get_image_model()].get(page.og_image_id)
    with on_shelf(shelf):
        for stream in [*cards, *photos, *streams]:
            list(stream)
    # In a preview the form has made the blocks already.
    for stream in streams:
        for child in stream_children(stream, "treatment"):
            child.value = shown.get(child.value.pk, child.value) if child.value is not None else None
        for child in stream_children(stream, "topic"):
            if (term := child.value.get("condition")) is not None:
                term.condition_page = pages_about.get(term.pk)


def load_cards(pages: Iterable[Any], names: Iterable[str]) -> None:
    """Gives the pages of a list the pictures in their fields of these names."""
    streams = [getattr(page, name) for page in pages for name in names if hasattr(page, name)]
    with on_shelf({get_image_model(): pictures(chosen_in(streams)[get_image_model()])}):
        for stream in streams:
            list(stream)


def chosen_in(streams: Iterable[StreamValue]) -> defaultdict[type[Any], set[int]]:
    """The ids that chooser blocks hold at any depth, by model."""
    found: defaultdict[type[Any], set[int]] = defaultdict(set)
    for stream in streams:
        for model, pk in _chosen(stream.stream_block, stream.raw_data) if stream else ():
            found[model].add(pk)
    return found


def _chosen(block: Any, raw: Any) -> Iterator[tuple[type[Any], int]]:
    if isinstance(block, StreamBlock):
        for child in raw or ():
            if (inner := block.child_blocks.get(child["type"])) is not None:
                yield from _chosen(inner, child["value"])
    elif isinstance(block, ListBlock):
        for item in raw or ():
            is_item = isinstance(item, dict) and item.keys() >= {"type", "value"}
            yield from _chosen(block.child_block, item["value"] if is_item else item)
    elif isinstance(block, StructBlock) and isinstance(raw, dict):
        for name, child_block in block.child_blocks.items():
            yield from _chosen(child_block, raw.get(name))
    elif isinstance(block, blocks.ChooserBlock) and isinstance(raw, int):
        yield block.model_class, raw


def pictures(ids: set[int]) -> dict[int, Any]:
    """Pictures with the sizes already made of them.

    One query; a second one for pictures that nobody has asked for yet, which have none.
    """
    found: dict[int, Any] = {}
    model = get_image_model()
    renditions = model.get_rendition_model()._default_manager.filter(image__in=ids).select_related("image")
    for rendition in renditions if ids else ():
        image = found.setdefault(rendition.image_id, rendition.image)
        image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    without = _missing(model, ids, found)
    for image in without.values():
        image.prefetched_renditions = []
    return found | without


def _missing(model: type[Any], ids: set[int], found: Mapping[int, Any]) -> dict[int, Any]:
    """What is not found yet."""
    wanted = ids - found.keys()
    return model._default_manager.in_bulk(wanted) if wanted else {}


def _treatments(ids: set[int], locale_id: int) -> dict[int, TreatmentPage]:
    """Treatments by the ids that blocks hold, each in the page's language where there is a live translation."""
    model: Any = apps.get_model("kneeblog.TreatmentPage")
    if not ids:
        return {}
    keys = model.objects.filter(pk__in=ids).values("translation_key")
    in_language = Q(translation_key__in=keys, locale_id=locale_id, live=True)
    pages = model.objects.filter(Q(pk__in=ids) | in_language).select_related("fee_table__source").defer(*_NOT_ON_CARD)
    pages = {page.pk: page for page in pages}
    translated = {page.translation_key: page for page in pages.values() if page.locale_id == locale_id and page.live}
    shown = {pk: translated.get(page.translation_key, page) for pk, page in pages.items() if pk in ids}
    prefetch_related_objects([*{id(page): page for page in shown.values()}.values()], "risks")
    return shown


def localised(pages: Iterable[Page], locale_id: int) -> dict[int, Page]:
    """For each page its translation into that locale, if there is a live one, else the page itself; by page id."""
    pages = [page for page in pages if page is not None]
    foreign = [page for page in pages if page.locale_id != locale_id]
    found: dict[Any, Page] = {}
    if foreign:
        keys = {page.translation_key for page in foreign}
        translations = type(foreign[0]).objects.filter(locale_id=locale_id, translation_key__in=keys, live=True)
        found = {page.translation_key: page for page in translations}
    return {page.pk: found.get(page.translation_key, page) for page in pages}
