"""Which blocks each body allows: the only such lists.

A body is sections, a section holds topics and leaf blocks, a topic holds leaf blocks.  Between two structs there is
always a stream or a list: wagtail-localize loses lists, and fails on pictures, in a struct directly inside a struct.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .clinical import SECTION_KINDS, ChecklistBlock, FaqBlock, OptionsBlock, TreatmentBlock
from .fees import FeeTableBlock
from .fields import LineBlock, TermChooserBlock, anchor, html
from .media import EmbedBlock, FigureBlock, FileBlock, GalleryBlock, LegacyBlock, LostEmbedBlock, VideoBlock
from .text import ButtonBlock, CalloutBlock, CodeBlock, DividerBlock, ParagraphBlock, QuoteBlock, TableBlock

STRUCTURE = _("Structure")


class TopicContent(blocks.StreamBlock):
    """What stands under a sub-heading."""

    paragraph = ParagraphBlock()
    options = OptionsBlock()
    checklist = ChecklistBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    table = TableBlock()
    fee_table = FeeTableBlock()
    treatment = TreatmentBlock()
    faq = FaqBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    button = ButtonBlock()
    code = CodeBlock()
    file = FileBlock()
    embed = EmbedBlock()
    divider = DividerBlock()
    lost_embed = LostEmbedBlock()
    legacy = LegacyBlock()

    class Meta:
        required = False


class TopicBlock(blocks.StructBlock):
    """A sub-heading with what belongs to it; it may be about one disease."""

    heading = LineBlock(required=False, label=_("Heading"))
    condition = TermChooserBlock(
        required=False,
        label=_("Condition"),
        help_text=_("The disease this part is about; it then links to that disease's page."),
    )
    anchor = anchor()
    content = TopicContent(label=_("Content"))

    class Meta:
        icon = "title"
        group = STRUCTURE
        label = _("Topic")
        label_format = "{heading}"
        description = _("A sub-heading inside a section, such as one cause or one disease")
        template = "kneeblog/blocks/topic.html"
        form_layout = blocks.BlockGroup(children=["heading", "condition", "content"], settings=["anchor"])
        preview_value = {
            "heading": _("Baker's cyst"),
            "condition": None,
            "anchor": "",
            "content": [
                ("paragraph", html(_("A pouch of joint fluid behind the knee that may press on its surroundings.")))
            ],
        }


class SectionContent(TopicContent):
    """What stands in a section: topics, and everything a topic may hold."""

    topic = TopicBlock()


class SectionBlock(blocks.StructBlock):
    """A part of an article under its heading."""

    heading = LineBlock(required=False, label=_("Heading"))
    kind = blocks.ChoiceBlock(
        choices=SECTION_KINDS,
        default="other",
        label=_("Kind"),
        help_text=_("What the section is about; search engines and the list of contents use it."),
    )
    anchor = anchor()
    content = SectionContent(label=_("Content"))

    class Meta:
        icon = "title"
        group = STRUCTURE
        label = _("Section")
        label_format = "{heading}"
        description = _("A part of the article under a heading, such as causes or treatment")
        template = "kneeblog/blocks/section.html"
        form_layout = blocks.BlockGroup(children=["heading", "kind", "content"], settings=["anchor"])
        preview_value = {
            "heading": _("Why the back of the knee hurts"),
            "kind": "causes",
            "anchor": "",
            "content": [("paragraph", html(_("Pain at the back of the knee has four common causes.")))],
        }


class ArticleBody(blocks.StreamBlock):
    """The body of an article: sections and nothing beside them."""

    section = SectionBlock()


class ImageStream(blocks.StreamBlock):
    """A place for one picture; a stream, so that the picture may be pending."""

    image = FigureBlock()

    class Meta:
        max_num = 1


class TargetReaders(blocks.StreamBlock):
    """For whom an article is written, as a checklist."""

    checklist = ChecklistBlock()

    class Meta:
        max_num = 1


class TreatmentCards(blocks.StreamBlock):
    """Treatments presented below an article."""

    treatment = TreatmentBlock()
