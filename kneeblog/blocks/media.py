"""Pictures, videos, files, and what is left of widgets of the old site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter, StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue

from .fields import CodeLineBlock, CodeTextBlock, FileChooserBlock, LineBlock, NoSegments, TextBlock
from .shelf import FromShelf

GROUP = _("Pictures and media")
LEGACY_GROUP = _("From the old site")


class PictureValue(blocks.StructValue):
    """A picture's value; `pending` pictures are known by their old address only."""

    @property
    def pending(self) -> bool:
        """No picture of the library has been chosen yet."""
        return self.get("image") is None

    @property
    def alt(self) -> str:
        """The text that stands for the picture; empty if it only decorates."""
        image = self.get("image")
        if image is None:
            return self.get("original_alt") or ""
        return "" if image.decorative else (image.contextual_alt_text or "")


class LibraryChooserBlock(FromShelf, ImageChooserBlock):
    """A picture of the library."""


class LibraryImageBlock(ImageBlock):
    """Wagtail's block, whose chooser has no label that could be translated, and fetches by itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        chooser = LibraryChooserBlock(required=self.child_blocks["image"].required, label=_("Picture in the library"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class PictureBlock(blocks.StructBlock):
    """A picture with its caption, and where it came from.

    It may be saved in a draft without a picture (`original_url` then says which one is meant); publishing refuses.
    The segments for wagtail-localize are made here: its own reading of an `ImageBlock` takes the raw JSON and fails
    when that holds a null.
    """

    image = LibraryImageBlock(label=_("Picture"))
    caption = LineBlock(required=False, label=_("Caption"))
    original_url = CodeLineBlock(
        required=False,
        label=_("Address on the old site"),
        help_text=_("Where the picture was before the move. Visitors' browsers never load it."),
    )
    original_alt = CodeLineBlock(
        required=False,
        label=_("Alternative text on the old site"),
        help_text=_("Used as alternative text once a picture is chosen, unless another is given."),
    )
    original_width = blocks.IntegerBlock(required=False, min_value=0, label=_("Original width"))
    original_height = blocks.IntegerBlock(required=False, min_value=0, label=_("Original height"))

    def clean(self, value: PictureValue) -> PictureValue:
        """Carries the old alternative text over; without a picture, names the old address unless saving a draft."""
        image = value.get("image")
        if image is None and not self.is_deferred_validation:
            raise StructBlockValidationError(
                {"image": StructBlockValidationError({"image": ValidationError(pending_message(value))})}
            )
        if image is not None and not image.decorative and not image.contextual_alt_text:
            image.contextual_alt_text = value.get("original_alt") or ""
        return super().clean(value)

    def get_translatable_segments(self, value: PictureValue) -> list[Any]:
        """Alternative text (the old one while the picture is pending), caption, and the picture itself to override."""
        image = value.get("image")
        segments: list[Any] = []
        if image is not None:
            segments.append(OverridableSegmentValue("image.image", image.pk))
            segments.append(StringSegmentValue("image.alt_text", value.alt))
        else:
            segments.append(StringSegmentValue("original_alt", value.alt))
        segments.append(StringSegmentValue("caption", value.get("caption") or ""))
        return segments

    def restore_translated_segments(self, value: PictureValue, segments: list[Any]) -> PictureValue:
        """The reverse of `get_translatable_segments`."""
        by_path = {segment.path: segment for segment in segments}
        override = by_path.get("image.image")
        if override is not None:
            value["image"] = _replacement(value["image"], override.data)
        if "image.alt_text" in by_path and value["image"] is not None:
            value["image"].contextual_alt_text = by_path["image.alt_text"].render_text()
        for name in ("original_alt", "caption"):
            if name in by_path:
                value[name] = by_path[name].render_text()
        return value

    class Meta:
        icon = "image"
        group = GROUP
        value_class = PictureValue
        form_layout = blocks.BlockGroup(
            children=["image", "caption"],
            settings=["original_url", "original_alt", "original_width", "original_height"],
        )


class PictureAdapter(StructBlockAdapter):
    """The editor's side: a pending picture says where it was on the old site and what it showed."""

    js_constructor = "kneeblog.blocks.PictureBlock"

    def js_args(self, block: PictureBlock) -> list[Any]:
        """As a struct's, with the sentence above the old address."""
        name, children, meta = super().js_args(block)
        return [name, children, {**meta, "pendingNote": gettext("This picture has not been brought over yet.")}]

    @cached_property
    def media(self) -> forms.Media:
        """As a struct's, with our script."""
        return super().media + forms.Media(js=["kneeblog/admin/picture.js"])


register(PictureAdapter(), PictureBlock)


def _replacement(image: Any, pk: int | str) -> Any:
    """The picture a translator chose instead, with the same alternative text until that is translated too."""
    chosen = get_image_model().objects.get(pk=pk)
    chosen.contextual_alt_text = image.contextual_alt_text
    chosen.decorative = image.decorative
    return chosen


def pending_message(value: PictureValue) -> str:
    """Why a picture keeps its page from being published."""
    address = value.get("original_url")
    if address:
        return gettext(
            "This picture has not been brought over yet, so the page cannot be published. Its old address: %(address)s"
        ) % {"address": address}
    return gettext("Choose a picture, or delete this block; the page cannot be published without it.")


# Previews show the placeholder of a pending picture, whatever the library holds.
SAMPLE_PICTURE = {
    "image": None,
    "caption": _("The knee seen from the side"),
    "original_url": "",
    "original_alt": _("Drawing of a knee joint"),
    "original_width": 800,
    "original_height": 600,
}


class FigureBlock(PictureBlock):
    """A picture in the text; it may link somewhere."""

    link = CodeLineBlock(
        required=False, label=_("Link"), help_text=_("Address that opens when the picture is clicked.")
    )

    class Meta:
        label = _("Picture")
        description = _("A picture with alternative text and caption")
        template = "kneeblog/blocks/image.html"
        form_layout = blocks.BlockGroup(
            children=["image", "caption", "link"],
            settings=["original_url", "original_alt", "original_width", "original_height"],
        )
        preview_value = {**SAMPLE_PICTURE, "link": ""}


class GalleryBlock(blocks.StructBlock):
    """Several pictures that belong together."""

    items = blocks.ListBlock(PictureBlock(label=_("Picture")), min_num=1, label=_("Pictures"))

    class Meta:
        icon = "image"
        group = GROUP
        label = _("Gallery")
        description = _("Several pictures side by side")
        template = "kneeblog/blocks/gallery.html"
        preview_value = {"items": [SAMPLE_PICTURE, SAMPLE_PICTURE]}


class VideoBlock(blocks.StructBlock):
    """A link to a video; nothing is asked of its host when the page is shown."""

    url = CodeLineBlock(label=_("Address"), help_text=_("Address of the video on YouTube, Vimeo or elsewhere."))
    title = LineBlock(required=False, label=_("Title"))
    caption = LineBlock(required=False, label=_("Caption"))

    class Meta:
        icon = "media"
        group = GROUP
        label = _("Video")
        description = _("A video on YouTube, Vimeo or another host")
        template = "kneeblog/blocks/video.html"
        preview_value = {
            "url": "https://www.example.jp/videos/stretching",
            "title": _("Stretching for stiff knees"),
            "caption": _("Three exercises, two minutes each"),
        }


class FileBlock(blocks.StructBlock):
    """A file to download."""

    document = FileChooserBlock(required=False, label=_("File in the library"))
    name = LineBlock(required=False, label=_("Name"), help_text=_("What the link says; readers see it."))
    url = CodeLineBlock(
        required=False, label=_("Address on the old site"), help_text=_("Used only to find the file for the library.")
    )
    bytes = blocks.IntegerBlock(required=False, min_value=0, label=_("Size in bytes"))

    class Meta:
        icon = "doc-full"
        group = GROUP
        label = _("File")
        description = _("A file to download, such as a questionnaire")
        template = "kneeblog/blocks/file.html"
        preview_value = {"document": None, "name": _("Questionnaire for the first visit"), "url": "", "bytes": 120_000}


class EmbedBlock(blocks.StructBlock):
    """A map, an audio player or another guest: shown as a link, never as the host's own markup."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("audio", _("Audio")),
            ("map", _("Map")),
            ("link_preview", _("Link preview")),
            ("poll", _("Poll")),
            ("social", _("Social media post")),
            ("other", _("Other")),
        ],
        default="other",
        label=_("Kind"),
    )
    url = CodeLineBlock(required=False, label=_("Address"))
    title = LineBlock(required=False, label=_("Title"))
    text = TextBlock(required=False, label=_("Text"))

    class Meta:
        icon = "link-external"
        group = GROUP
        label = _("Embedded content")
        description = _("A map, audio, poll or post, shown as a link")
        template = "kneeblog/blocks/embed.html"
        preview_value = {
            "kind": "map",
            "url": "https://www.example.jp/map",
            "title": _("How to find the clinic"),
            "text": _("Three minutes on foot from the station"),
        }


class LostEmbedBlock(blocks.StructBlock):
    """Something the saved page no longer held; visitors see nothing, editors are reminded."""

    kind = CodeLineBlock(required=False, label=_("Kind"))
    hint = CodeTextBlock(required=False, label=_("What is known about it"))

    class Meta:
        icon = "warning"
        group = LEGACY_GROUP
        label = _("Lost embed")
        description = _("A video or widget whose address the old page no longer held. Visitors do not see this block.")
        template = "kneeblog/blocks/lost_embed.html"
        preview_value = {"kind": "video", "hint": _("A video stood here")}


class LegacyBlock(NoSegments, blocks.StructBlock):
    """Markup that no rule understood, kept for the editor; visitors see nothing."""

    html = CodeTextBlock(required=False, label=_("Old markup"))
    reason = CodeLineBlock(required=False, label=_("Why it was set aside"))

    class Meta:
        icon = "code"
        group = LEGACY_GROUP
        label = _("Set aside")
        description = _("Content of the old page that could not be read. Visitors do not see this block.")
        template = "kneeblog/blocks/legacy.html"
        preview_value = {"html": "<x-widget>…</x-widget>", "reason": _("Unknown widget")}
