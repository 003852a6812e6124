"""The content vocabulary: blocks, and the bodies that allow them."""

from .bodies import (
    ArticleBody,
    ImageStream,
    SectionBlock,
    SectionContent,
    TargetReaders,
    TopicBlock,
    TopicContent,
    TreatmentCards,
)
from .clinical import SECTION_KINDS, ChecklistBlock, FaqBlock, OptionsBlock, TreatmentBlock
from .fees import FeeRowBlock, FeeRows, FeeTableBlock
from .fields import CodeLineBlock, CodeTextBlock, LineBlock, ProseBlock, TextBlock
from .media import (
    EmbedBlock,
    FigureBlock,
    FileBlock,
    GalleryBlock,
    LegacyBlock,
    LostEmbedBlock,
    PictureBlock,
    VideoBlock,
)
from .text import ButtonBlock, CalloutBlock, CodeBlock, DividerBlock, ParagraphBlock, QuoteBlock, TableBlock

__all__ = [
    "SECTION_KINDS",
    "ArticleBody",
    "ButtonBlock",
    "CalloutBlock",
    "ChecklistBlock",
    "CodeBlock",
    "CodeLineBlock",
    "CodeTextBlock",
    "DividerBlock",
    "EmbedBlock",
    "FaqBlock",
    "FeeRowBlock",
    "FeeRows",
    "FeeTableBlock",
    "FigureBlock",
    "FileBlock",
    "GalleryBlock",
    "ImageStream",
    "LegacyBlock",
    "LineBlock",
    "LostEmbedBlock",
    "OptionsBlock",
    "ParagraphBlock",
    "PictureBlock",
    "ProseBlock",
    "QuoteBlock",
    "SectionBlock",
    "SectionContent",
    "TableBlock",
    "TargetReaders",
    "TextBlock",
    "TopicBlock",
    "TopicContent",
    "TreatmentBlock",
    "TreatmentCards",
    "VideoBlock",
]
