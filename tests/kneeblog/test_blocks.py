"""Blocks: the vocabulary is complete, described, and safe to save half-finished."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.utils import translation
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError
from wagtail.images.blocks import ImageBlock

from kneeblog.blocks import (
    ArticleBody,
    FeeRowBlock,
    FeeRows,
    FigureBlock,
    ImageStream,
    SectionContent,
    TargetReaders,
    TopicContent,
    TreatmentCards,
    fees,
)
from kneeblog.prices.fee import KINDS
from kneeblog.prices.vocabulary import COUNTERS
from tests.kneeblog.samples import Sampler, null_value

BODIES = [ArticleBody(), ImageStream(), TargetReaders(), TreatmentCards(), FeeRows()]

# The public contract: block types and the keys of their values.
KEYS = {
    "section": {"heading", "kind", "anchor", "content"},
    "topic": {"heading", "condition", "anchor", "content"},
    "paragraph": None,
    "options": {"heading", "items"},
    "options.items": {"label", "text"},
    "checklist": {"heading", "items"},
    "image": {
        *("image", "caption", "link", "original_url", "original_alt", "original_width", "original_height"),
    },
    "gallery": {"items"},
    "gallery.items": {
        *("image", "caption", "original_url", "original_alt", "original_width", "original_height"),
    },
    "table": {"caption", "header_row", "header_column", "rows"},
    "table.rows": {"cells"},
    "table.rows.cells": {"text", "colspan", "rowspan"},
    "fee_table": None,
    "treatment": None,
    "faq": {"heading", "items"},
    "faq.items": {"question", "answer"},
    "callout": {"tone", "heading", "text"},
    "quote": {"text", "source"},
    "video": {"url", "title", "caption"},
    "button": {"label", "href"},
    "code": {"text"},
    "file": {"document", "url", "name", "bytes"},
    "embed": {"kind", "url", "title", "text"},
    "divider": set(),
    "lost_embed": {"kind", "hint"},
    "legacy": {"html", "reason"},
    "row": {
        *("label", "kind", "side", "unit", "count", "amount_min", "amount_max", "currency", "tax", "insurance"),
        *("is_from", "is_to", "approx", "note", "valid_from", "valid_until", "raw", "flags"),
    },
}


def walk(block: blocks.Block, path: str = "") -> Iterator[tuple[str, blocks.Block]]:
    if isinstance(block, blocks.ListBlock):
        yield from walk(block.child_block, path)
        return
    yield path, block
    if not isinstance(block, ImageBlock):
        for name, child in getattr(block, "child_blocks", {}).items():
            in_stream = isinstance(block, blocks.StreamBlock)
            yield from walk(child, name if in_stream else f"{path}.{name}")


PICKABLE = {
    name: child
    for body in BODIES
    for _path, block in walk(body)
    if isinstance(block, blocks.StreamBlock)
    for name, child in block.child_blocks.items()
}


def test_types_and_keys_are_those_of_the_contract() -> None:
    found = {
        path: set(block.child_blocks) if isinstance(block, blocks.StructBlock) else None
        for body in BODIES
        for path, block in walk(body)
        if path in KEYS or (isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock))
    }
    assert found == KEYS


def test_what_each_body_allows() -> None:
    leaves = set(KEYS) - {"section", "topic", "row"} - {key for key in KEYS if "." in key}
    assert set(TopicContent().child_blocks) == leaves
    assert set(SectionContent().child_blocks) == leaves | {"topic"}
    assert set(ArticleBody().child_blocks) == {"section"}
    assert [(set(body.child_blocks), body.meta.max_num) for body in (ImageStream(), TargetReaders())] == [
        ({"image"}, 1),
        ({"checklist"}, 1),
    ]


@pytest.mark.parametrize("name", PICKABLE)
def test_an_editor_is_told_what_a_block_is(name: str) -> None:
    block = PICKABLE[name]
    assert block.meta.template == f"kneeblog/blocks/{'fee_row' if name == 'row' else name}.html"
    assert all([block.label, block.get_description(), block.meta.group])


@pytest.mark.django_db
@pytest.mark.parametrize("name", PICKABLE)
def test_the_preview_renders(name: str, rf: Any) -> None:
    block = PICKABLE[name]
    value = block.get_preview_value()
    html = block.render(value, {"request": rf.get("/")})
    hidden = {"legacy", "lost_embed", "file", "treatment", "divider"}
    assert name in hidden or html.strip()


def test_every_icon_exists(client: Any) -> None:
    from wagtail import hooks

    icons: list[str] = []
    for hook in hooks.get_hooks("register_icons"):
        icons = hook(icons)
    known = {icon.rsplit("/", 1)[-1].removesuffix(".svg") for icon in icons}
    used = {block.meta.icon for block in PICKABLE.values() if block.meta.icon}
    assert used - known == set()


@pytest.mark.parametrize("name", PICKABLE)
def test_every_field_has_a_label_of_its_own_words(name: str) -> None:
    for path, block in walk(PICKABLE[name], name):
        if path.count(".") and not isinstance(block, blocks.StreamBlock):
            assert block.meta.label, path


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_texts_are_never_null(body: blocks.StreamBlock) -> None:
    def texts(block: blocks.Block, value: Any) -> Iterator[Any]:
        if isinstance(block, ImageBlock):
            return
        if isinstance(block, blocks.StreamBlock):
            for child in value:
                yield from texts(child.block, child.value)
        elif isinstance(block, blocks.ListBlock):
            for item in value:
                yield from texts(block.child_block, item)
        elif isinstance(block, blocks.StructBlock):
            for key, child in block.child_blocks.items():
                yield from texts(child, value[key])
        elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
            yield value

    assert set(texts(body, body.to_python(null_value(body)))) <= {"", "JPY"}


def test_blocks_look_like_wagtails_own_in_migrations() -> None:
    paths = {block.deconstruct()[0] for body in BODIES for _path, block in walk(body)}
    assert [path for path in paths if not path.startswith("wagtail.")] == []


class TestPendingPicture:
    def value(self, **kwargs: Any) -> Any:
        raw = {
            "image": {"image": None, "alt_text": "", "decorative": False},
            "caption": "",
            "link": "",
            "original_url": "https://static.example.com/knee.jpg",
            "original_alt": "膝の図",
            "original_width": 800,
            "original_height": 600,
        }
        return FigureBlock().to_python({**raw, **kwargs})

    def test_may_be_saved_in_a_draft(self) -> None:
        cleaned = FigureBlock().clean_deferred(self.value())
        assert cleaned["image"] is None
        assert cleaned.pending
        assert cleaned["original_alt"] == cleaned.alt == "膝の図"

    @pytest.mark.parametrize(
        ("language", "words"), [("ja", "まだ取り込まれていない"), ("en", "has not been brought over yet")]
    )
    def test_publishing_names_the_old_address(self, language: str, words: str) -> None:
        with translation.override(language), pytest.raises(ValidationError) as caught:
            FigureBlock().clean(self.value())
        message = str(caught.value.as_json_data())
        assert "https://static.example.com/knee.jpg" in message
        assert words in message

    def test_without_any_address_a_picture_is_asked_for(self) -> None:
        with translation.override("en"), pytest.raises(ValidationError) as caught:
            FigureBlock().clean(self.value(original_url=""))
        assert "Choose a picture" in str(caught.value.as_json_data())

    def test_the_old_alternative_text_is_used_once_a_picture_is_chosen(self, make_image: Any) -> None:
        image = {"image": make_image().pk, "alt_text": "", "decorative": False}
        cleaned = FigureBlock().clean(self.value(image=image))
        assert cleaned["image"].contextual_alt_text == "膝の図"

    def test_another_alternative_text_stays(self, make_image: Any) -> None:
        image = {"image": make_image().pk, "alt_text": "別の文", "decorative": False}
        assert FigureBlock().clean(self.value(image=image)).alt == "別の文"

    def test_a_decorative_picture_has_none(self, make_image: Any) -> None:
        image = {"image": make_image().pk, "alt_text": "", "decorative": True}
        cleaned = FigureBlock().clean(self.value(image=image))
        assert cleaned.alt == ""
        assert not cleaned["image"].contextual_alt_text

    def test_a_null_picture_reads_as_pending(self) -> None:
        assert self.value(image=None).pending


class TestAlternativeText:
    def picture(self, make_image: Any, **kwargs: Any) -> Any:
        image = {"image": make_image().pk, "alt_text": "", "decorative": False, **kwargs}
        return FigureBlock().to_python({"image": image})

    def test_a_picture_without_one_is_refused_in_japanese(self, make_image: Any) -> None:
        with translation.override("ja"):
            with pytest.raises(ValidationError) as caught:
                FigureBlock().clean(self.picture(make_image))
            message = str(caught.value.as_json_data())
        assert "「代替テキスト」" in message
        assert "「装飾画像」" in message

    def test_a_decorative_one_needs_none(self, make_image: Any) -> None:
        assert FigureBlock().clean(self.picture(make_image, decorative=True)).alt == ""

    def test_the_form_speaks_japanese(self) -> None:
        with translation.override("ja"):
            labels = [str(child.label) for child in FigureBlock().child_blocks["image"].child_blocks.values()]
        assert labels == ["ライブラリの画像", "装飾画像（内容を伝えない飾り）", "代替テキスト"]


def test_outline_names_of_tables_are_their_captions() -> None:
    assert PICKABLE["table"].meta.label_format == "{caption}"


class TestFeeRow:
    def test_kinds_and_units_are_those_that_prices_know(self) -> None:
        block = FeeRowBlock()
        assert {code for code, _label in fees.KINDS} == set(KINDS)
        assert {code for code, _label in fees.UNITS} == set(COUNTERS)
        assert isinstance(block.child_blocks["kind"], blocks.ChoiceBlock)
        assert isinstance(block.child_blocks["unit"], blocks.ChoiceBlock)

    def test_units_have_japanese_names(self) -> None:
        with translation.override("ja"):
            assert [str(label) for code, label in fees.UNITS if code in {"session", "piece", "month"}] == [
                "回",
                "本",
                "か月",
            ]

    def test_a_row_from_before_there_were_kinds_is_a_price(self) -> None:
        old = FeeRowBlock().to_python({"label": "MRI", "amount_min": "19000", "tax": "incl"})
        assert old["kind"] == "price"
        null = self.row(amount_min="19000", tax="incl", insurance="self_pay", currency="JPY")
        assert FeeRowBlock().clean(null)["kind"] == "price"

    def row(self, **kwargs: Any) -> Any:
        return FeeRowBlock().to_python({**dict.fromkeys(KEYS["row"]), **kwargs})

    def test_a_range_runs_upwards(self) -> None:
        row = {"amount_min": "38000", "amount_max": "19000", "tax": "incl", "insurance": "self_pay", "currency": "JPY"}
        with pytest.raises(ValidationError) as caught:
            FeeRowBlock().clean(self.row(**row))
        assert list(caught.value.block_errors) == ["amount_max"]

    def test_amounts_are_decimals_and_survive_json(self) -> None:
        row = self.row(amount_min="19000")
        assert row["amount_min"] == Decimal(19000)
        field = FeeRows()
        stored = field.get_prep_value(field.to_python([{"type": "row", "value": {"amount_min": "19000"}}]))
        assert str(stored[0]["value"]["amount_min"]) == "19000"


def test_a_full_body_is_valid(site_tree: Any, make_image: Any) -> None:
    from kneeblog.models import FeeTable, TreatmentPage

    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="PRP", slug="prp"))
    fee_table = FeeTable.objects.create(name="MRI", locale=site_tree.home.locale)
    sampler = Sampler(image=make_image(), treatment=treatment, snippets={"FeeTable": fee_table})
    body = ArticleBody()
    raw = sampler.stream(body)
    raw[0]["value"]["heading"] = ""  # a body without headings is one section without a heading
    cleaned = body.clean(body.to_python(raw))
    assert body.get_prep_value(cleaned)[0]["id"] == raw[0]["id"]

    sampler.pending = True
    with pytest.raises(StreamBlockValidationError):
        body.clean(body.to_python(sampler.stream(body)))
    body.clean_deferred(body.to_python(sampler.stream(body)))


def test_templates_of_all_blocks_load() -> None:
    for block in PICKABLE.values():
        get_template(block.meta.template)
