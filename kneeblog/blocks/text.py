"""Text: paragraphs, quotes, notices, tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .fields import CodeLineBlock, LineBlock, ProseBlock, TextBlock, html

GROUP = _("Text")


class ParagraphBlock(ProseBlock):
    """Paragraphs, lists and small headings."""

    class Meta:
        icon = "pilcrow"
        group = GROUP
        label = _("Text")
        description = _("Paragraphs, lists and small headings")
        template = "kneeblog/blocks/paragraph.html"
        preview_value = html(
            _("Pain at the back of the knee can come from the joint itself or from the muscles around it.")
        )


class QuoteBlock(blocks.StructBlock):
    """Someone else's words."""

    text = ProseBlock(label=_("Text"))
    source = LineBlock(required=False, label=_("Source"), help_text=_("Who said or wrote it, and where."))

    class Meta:
        icon = "openquote"
        group = GROUP
        label = _("Quotation")
        description = _("A passage from elsewhere, with its source")
        template = "kneeblog/blocks/quote.html"
        preview_value = {
            "text": html(_("Regular exercise eases the pain of an arthritic knee.")),
            "source": _("Guideline on knee osteoarthritis"),
        }


class CalloutBlock(blocks.StructBlock):
    """A notice that stands out."""

    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("caution", _("Caution")), ("urgent", _("Urgent: see a doctor"))],
        default="info",
        label=_("Tone"),
    )
    heading = LineBlock(required=False, label=_("Heading"))
    text = ProseBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        group = GROUP
        label = _("Notice")
        description = _("A boxed notice: information, caution, or a sign to see a doctor at once")
        template = "kneeblog/blocks/callout.html"
        preview_value = {
            "tone": "urgent",
            "heading": _("When not to wait"),
            "text": html(_("If the calf is swollen, hot and red as well, see a doctor the same day.")),
        }


class ButtonBlock(blocks.StructBlock):
    """A link that looks like a button."""

    label = LineBlock(label=_("Label"))
    href = CodeLineBlock(label=_("Address"), help_text=_("A full address, a path on this site, tel: or mailto:"))

    class Meta:
        icon = "link"
        group = GROUP
        label = _("Button")
        description = _("A link that looks like a button")
        template = "kneeblog/blocks/button.html"
        preview_value = {"label": _("Book an appointment"), "href": "https://www.example.jp/booking"}


class CodeBlock(blocks.StructBlock):
    """Text whose line breaks and spaces matter."""

    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "code"
        group = GROUP
        label = _("Preformatted text")
        description = _("Text shown with its spaces and line breaks exactly as typed")
        template = "kneeblog/blocks/code.html"
        preview_value = {"text": "Mon–Fri  9:00–18:00\nSat      9:00–13:00"}


class DividerBlock(blocks.StructBlock):
    """A rule between two parts."""

    class Meta:
        icon = "minus"
        group = GROUP
        label = _("Divider")
        description = _("A line between two parts of the text")
        template = "kneeblog/blocks/divider.html"
        preview_value: dict[str, Any] = {}


class CellBlock(blocks.StructBlock):
    """A cell of a table."""

    text = ProseBlock(required=False, label=_("Text"))
    colspan = blocks.IntegerBlock(default=1, min_value=1, max_value=100, label=_("Columns it covers"))
    rowspan = blocks.IntegerBlock(default=1, min_value=1, max_value=1000, label=_("Rows it covers"))

    class Meta:
        label = _("Cell")
        icon = "table"
        label_format = "{text}"
        form_layout = blocks.BlockGroup(children=["text"], settings=["colspan", "rowspan"])


class RowBlock(blocks.StructBlock):
    """A row of a table."""

    cells = blocks.ListBlock(CellBlock(), label=_("Cells"))

    class Meta:
        label = _("Row")
        icon = "table"


def _sample_row(*texts: object) -> dict[str, Any]:
    return {"cells": [{"text": html(text), "colspan": 1, "rowspan": 1} for text in texts]}


class TableBlock(blocks.StructBlock):
    """A table in lists of structs: Wagtail's own table blocks give translators nothing."""

    caption = LineBlock(required=False, label=_("Caption"))
    header_row = blocks.BooleanBlock(required=False, default=False, label=_("First row is a heading"))
    header_column = blocks.BooleanBlock(required=False, default=False, label=_("First column is a heading"))
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"))

    class Meta:
        icon = "table"
        group = GROUP
        label = _("Table")
        label_format = "{caption}"
        description = _("Rows and columns, with a caption and headings")
        template = "kneeblog/blocks/table.html"
        preview_value = {
            "caption": _("Imaging of the knee"),
            "header_row": True,
            "header_column": False,
            "rows": [
                _sample_row(_("Test"), _("What it shows")),
                _sample_row(_("X-ray"), _("Bones and the width of the joint")),
                _sample_row("MRI", _("Cartilage, meniscus and ligaments")),
            ],
        }
