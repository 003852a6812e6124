"""Values for any block, made from the block itself, so that a block added later is covered without a new test."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from kneeblog.blocks import CodeLineBlock, CodeTextBlock, PictureBlock
from kneeblog.richtext import FEATURES


@dataclass
class Sampler:
    """Builds stored values; every text it makes is unique and remembered as one for readers or one for machines."""

    image: Any = None
    treatment: Any = None
    snippets: dict[str, Any] = field(default_factory=dict)
    pending: bool = False
    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def text(self) -> str:
        self.texts.append(f"文{len(self.texts)}章")
        return self.texts[-1]

    def code(self) -> str:
        self.codes.append(f"x-code-{len(self.codes)}")
        return self.codes[-1]

    def stream(self, block: blocks.StreamBlock) -> list[dict[str, Any]]:
        """One block of every type, everything filled in."""
        return [
            {"type": name, "value": self.value(child), "id": str(uuid.uuid4())}
            for name, child in block.child_blocks.items()
        ]

    def value(self, block: blocks.Block) -> Any:  # noqa: C901  one case a kind of block
        match block:
            case PictureBlock():
                return self._picture(block)
            case ImageBlock():
                return {"image": self.image.pk, "alt_text": self.text(), "decorative": False}
            case CodeLineBlock(max_length=3):
                return "JPY"
            case CodeLineBlock() | CodeTextBlock():
                return self.code()
            case blocks.RichTextBlock():
                return f'<p data-block-key="{uuid.uuid4().hex[:5]}">{self.text()}</p>'
            case blocks.PageChooserBlock():
                return self.treatment and self.treatment.pk
            case SnippetChooserBlock():
                snippet = self.snippets.get(block.target_model.__name__)
                return snippet and snippet.pk
            case DocumentChooserBlock():
                return None
            case blocks.StreamBlock():
                return self.stream(block)
            case blocks.ListBlock():
                return [
                    {"type": "item", "value": self.value(block.child_block), "id": str(uuid.uuid4())} for _ in range(2)
                ]
            case blocks.StructBlock():
                return {name: self.value(child) for name, child in block.child_blocks.items()}
            case _:
                return self._plain(block)

    def _picture(self, block: PictureBlock) -> dict[str, Any]:
        value = {name: self.value(child) for name, child in block.child_blocks.items() if name != "image"}
        value["original_alt"] = self.text() if self.pending else self.code()
        value["image"] = (
            {"image": None, "alt_text": "", "decorative": False}
            if self.pending
            else self.value(block.child_blocks["image"])
        )
        return value

    def _plain(self, block: blocks.Block) -> Any:
        match block:
            case blocks.ChoiceBlock():
                return next(value for value, _label in block.field.choices if value)
            case blocks.CharBlock() | blocks.TextBlock():
                return self.text()
            case blocks.IntegerBlock():
                return 3
            case blocks.DecimalBlock():
                return "19000"
            case blocks.BooleanBlock():
                return True
            case blocks.DateBlock():
                return "2026-04-01"
        raise AssertionError(f"no sample for {type(block).__name__}")


def empty_value(block: blocks.Block) -> Any:
    """What a block holds when an editor has added it and typed nothing, with a block of each type in its streams."""
    if isinstance(block, blocks.StreamBlock):
        return [
            {"type": name, "value": empty_value(child), "id": str(uuid.uuid4())}
            for name, child in block.child_blocks.items()
        ]
    if isinstance(block, blocks.ListBlock):
        return [{"type": "item", "value": empty_value(block.child_block), "id": str(uuid.uuid4())}]
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        return {name: empty_value(child) for name, child in block.child_blocks.items()}
    return block.get_prep_value(block.get_default())


def null_value(block: blocks.Block) -> Any:
    """The worst that old data holds: every leaf null, and the picture itself null."""
    if isinstance(block, blocks.StreamBlock):
        return [
            {"type": name, "value": null_value(child), "id": str(uuid.uuid4())}
            for name, child in block.child_blocks.items()
        ]
    if isinstance(block, blocks.ListBlock):
        return [{"type": "item", "value": null_value(block.child_block), "id": str(uuid.uuid4())}]
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        return {name: null_value(child) for name, child in block.child_blocks.items()}
    return None


def missing_value(block: blocks.Block) -> Any:
    """Structs without any key, as when a field was added after the page was saved."""
    if isinstance(block, blocks.StreamBlock):
        return [
            {"type": name, "value": missing_value(child), "id": str(uuid.uuid4())}
            for name, child in block.child_blocks.items()
        ]
    if isinstance(block, blocks.StructBlock):
        return {}
    if isinstance(block, blocks.ListBlock):
        return []
    return null_value(block)


def page_form(page: Any, **extra: Any) -> dict[str, Any]:
    """What the browser posts when an editor opens the page and saves it unchanged.

    Wagtail's `querydict_from_html` cannot give this: the fields of streams exist only once the browser has run.
    """
    data: dict[str, Any] = {"title": page.draft_title or page.title, "slug": page.slug}
    for item in page._meta.get_fields():
        if isinstance(item, StreamField):
            data[item.name] = block_form(item.stream_block, item.value_from_object(page))
        elif isinstance(item, RichTextField):
            data[item.name] = rich_text(item.value_from_object(page), features=FEATURES)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        data["comments" if "comment" in name else name] = inline_formset([])
    choices = {
        item.name: item.value_from_object(page)
        for item in page._meta.get_fields()
        if getattr(item, "choices", None) and item.editable
    }
    return nested_form_data({**choices, **data, **extra})


def block_form(block: blocks.Block, value: Any) -> Any:
    """The form fields of one block's value."""
    match block:
        case blocks.StreamBlock():
            return streamfield([(child.block_type, block_form(child.block, child.value)) for child in value])
        case blocks.ListBlock():
            items = [
                {"deleted": "", "order": str(index), "id": "", "value": block_form(block.child_block, item)}
                for index, item in enumerate(value)
            ]
            return {"count": str(len(items)), **{str(index): item for index, item in enumerate(items)}}
        case ImageBlock():
            decorative = {"decorative": "on"} if value is not None and value.decorative else {}
            alt = "" if value is None else value.contextual_alt_text
            return {"image": "" if value is None else str(value.pk), "alt_text": alt, **decorative}
        case blocks.StructBlock():
            fields = {name: block_form(child, value[name]) for name, child in block.child_blocks.items()}
            return {name: item for name, item in fields.items() if item is not None}
        case blocks.RichTextBlock():
            return rich_text(value.source, features=FEATURES)
        case blocks.BooleanBlock():
            return "on" if value else None
        case blocks.ChooserBlock():
            return "" if value is None else str(value.pk)
    return "" if value is None else str(value)
