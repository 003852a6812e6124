"""Pictures that say nothing to who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from kneeblog.seo.desk.rows import medical_models

from .addresses import all_pages
from .listing import Row, SeoReportView
from .stored import BATCH, Picture, drafts, held_fields, parts

# What cameras, phones and old systems call their files.
_FILE_NAME = re.compile(
    r".*\.(?:jpe?g|png|gif|webp|avif|svg|heic)|(?:img|dsc[nf]?|dscf|image|photo|screenshot|pxl|無題|画像|写真|スライド|図)"
    r"[\s_\-()0-9]*|[0-9a-f_~\-]{8,}",
    re.IGNORECASE,
)


def says_nothing(alt: str) -> bool:
    """Whether an alternative text is a file's name."""
    return bool(_FILE_NAME.fullmatch(alt.strip()))


class ImagesView(SeoReportView):
    """Pictures without alternative text, on live pages and in drafts that were never published."""

    page_title = _("Pictures without alternative text")
    header_icon = "image"
    index_url_name = "kneeblog_seo_images"
    index_results_url_name = "kneeblog_seo_images_results"
    export_filename = "images-without-alt"
    explanation = _(
        "Alternative text says what a picture shows to readers who do not see it, and to search engines. A picture "
        "that only decorates should be marked as such in the editor; it is not listed here."
    )
    kinds: ClassVar[dict[str, Any]] = {
        "missing": _("No alternative text"),
        "file-name": _("The text is a file name"),
    }
    what_label = _("Picture")
    more_label = _("Alternative text")

    def rows(self) -> Iterator[Row]:
        """One for each picture."""
        pages = all_pages()
        titles = dict(get_image_model()._default_manager.values_list("pk", "title"))
        for page, picture in _unsaid():
            yield Row(
                page=pages[page],
                kind="file-name" if picture.alt else "missing",
                what=titles.get(picture.image_id, ""),
                more=picture.alt,
                place=picture.place,
            )


def _unsaid() -> Iterator[tuple[int, Picture]]:
    """Of live pages what visitors get; of pages that were never live, their latest draft."""
    for model in medical_models():
        pages = model._default_manager.filter(alias_of=None).order_by("path")
        live = pages.filter(live=True).only("pk", *(field.name for field in held_fields(model)))
        for page in chain(live.iterator(chunk_size=BATCH), drafts(pages)):
            for part in parts(page):
                if isinstance(part, Picture) and not part.decorative and (not part.alt or says_nothing(part.alt)):
                    yield page.pk, part
