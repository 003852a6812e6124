"""The leaves every block is built of: text that is never null, and values that no translator sees.

In migrations they appear as Wagtail's own blocks, so that these classes can move or go without breaking history.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from kneeblog.richtext import FEATURES

from .shelf import FromShelf

# A tag; the first group is there if Wagtail's index puts a space in its place.
_TAG = re.compile(r"<(?:(/(?:p|h\d|li|blockquote)|(?:br|hr)\s*/)|[^>]*)>")
_REFERRING = re.compile("<(?:a|embed)\\s")

Deconstructed = tuple[str, list[Any], dict[str, Any]]


class NoSegments:
    """Mixin: wagtail-localize copies the value as it is and offers it to no translator."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Nothing to translate."""
        return []


class NeverNull:
    """Mixin for text: `None` and a missing key read as `""`; wagtail-localize fails on `None`."""

    def to_python(self, value: str | None) -> str:
        """The stored value as text."""
        return "" if value is None else value

    def normalize(self, value: str | None) -> str:
        """A value given in code as text."""
        return "" if value is None else value

    class Meta:
        default = ""


class LineBlock(NeverNull, blocks.CharBlock):
    """One line of text for readers."""

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's CharBlock."""
        return ("wagtail.blocks.CharBlock", *super().deconstruct()[1:])


class TextBlock(NeverNull, blocks.TextBlock):
    """Several lines of plain text for readers."""

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's TextBlock."""
        return ("wagtail.blocks.TextBlock", *super().deconstruct()[1:])


class CodeLineBlock(NoSegments, LineBlock):
    """One line for machines or for the record: an address, an anchor, a note of where something came from."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"search_index": False, **kwargs})


class CodeTextBlock(NoSegments, TextBlock):
    """Several lines for the record, such as markup that no rule understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"search_index": False, **kwargs})


class ProseBlock(blocks.RichTextBlock):
    """Rich text with the marks the editor keeps (`kneeblog.richtext.FEATURES`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's RichTextBlock."""
        return ("wagtail.blocks.RichTextBlock", *super().deconstruct()[1:])

    def get_searchable_content(self, value: Any) -> list[str]:
        """The same text as Wagtail's.

        Wagtail reads each text with a parser of HTML, which is a fifth of saving a page; what the editor and the
        importer write is regular enough for one expression.
        """
        spaced = _TAG.sub(lambda tag: " " if tag[1] else "", value.source)
        return [unescape(spaced.strip())]

    def extract_references(self, value: Any) -> Any:
        """As Wagtail's; a text without links or embeds is not parsed for them."""
        return super().extract_references(value) if _REFERRING.search(value.source) else ()


class TermChooserBlock(NoSegments, FromShelf, SnippetChooserBlock):
    """A glossary term; it carries all languages itself, so translators are not asked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("target_model", None)
        super().__init__("kneeblog.GlossaryTerm", **kwargs)

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's SnippetChooserBlock."""
        kwargs = {**super().deconstruct()[2], "target_model": "kneeblog.GlossaryTerm"}
        return ("wagtail.snippets.blocks.SnippetChooserBlock", [], kwargs)


class FileChooserBlock(NoSegments, FromShelf, DocumentChooserBlock):
    """A file from the library."""

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's DocumentChooserBlock."""
        return ("wagtail.documents.blocks.DocumentChooserBlock", *super().deconstruct()[1:])


def html(text: object) -> Promise:
    """A paragraph of rich text for previews, translated when it is shown."""
    return format_lazy("<p>{}</p>", text)


def anchor() -> CodeLineBlock:
    """The target of links inside the page; every section and topic has one."""
    return CodeLineBlock(
        required=False,
        max_length=100,
        label=_("Anchor"),
        help_text=_("Target of links inside the page, for example “causes”. Letters, digits and hyphens."),
    )
