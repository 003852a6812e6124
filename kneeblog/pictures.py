"""The sizes in which visitors are sent pictures, as Wagtail's filters.  Whoever makes them beforehand makes these.

WebP is made by whoever asks first, if an import or a preview has not.  AVIF is lighter and takes four times as long to
make, so no request waits for it: `manage.py make_pictures` and a background worker make it, and it is offered from then
on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import receiver
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published

WIDTHS = (480, 960)
PICTURE_FILTERS = tuple(f"width-{width}|format-webp|preserve-svg" for width in WIDTHS)
LIGHTER_FILTERS = tuple(f"width-{width}|format-avif|preserve-svg" for width in WIDTHS)
SHARING_FILTER = "fill-1200x630|format-jpeg"  # for the head of a page, as other sites show it
_log = logging.getLogger(__name__)


def responsive(image: AbstractImage, attributes: dict[str, Any]) -> Picture:
    """The picture in all sizes, for `{{ … }}`; in AVIF too where that has been made.

    Args:
        image: with the renditions that are at hand (`rendering.attach_renditions`).
        attributes: of the `img` element.
    """
    shown = get_renditions_or_not_found(image, PICTURE_FILTERS)
    at_hand = {one.filter_spec: one for one in getattr(image, "prefetched_renditions", ())}
    lighter = {spec: at_hand[spec] for wanted in _filters(image, LIGHTER_FILTERS) if (spec := wanted.spec) in at_hand}
    return Picture({**shown, **lighter} if len(lighter) == len(WIDTHS) and not image.is_svg() else shown, attributes)


def focus(image: AbstractImage) -> dict[str, str]:
    """Where the editor has set the picture's focus, as a class of `site.css`, in tenths of its width and height.

    A style of its own would break the policy of public pages; a size of its own would have to be made.
    """
    if not image.has_focal_point() or not image.width or not image.height:
        return {}
    across = round(10 * image.focal_point_x / image.width)
    down = round(10 * image.focal_point_y / image.height)
    return {"class": f"focus-x{min(max(across, 0), 10)} focus-y{min(max(down, 0), 10)}"}


def sharing_rendition(picture: Any) -> Any:
    """The picture as other sites show it; None of a drawing (SVG), which they do not show, or if its file is gone.

    A page is not lost to its visitors because one of its files is.
    """
    if picture is None or picture.is_svg():
        return None
    try:
        return picture.get_rendition(SHARING_FILTER)
    except OSError:
        return None


def make(image: AbstractImage) -> int:
    """Make what is missing of the sizes that visitors are sent; says how many those were.

    Raises:
        OSError, ValueError: the file is gone or no size can be made of it.
    """
    made = set(image.renditions.values_list("filter_spec", flat=True))
    specs = (*PICTURE_FILTERS, *(() if image.is_svg() else LIGHTER_FILTERS))
    missing = [one for one in _filters(image, specs) if one.spec not in made]
    if missing:
        image.get_renditions(*missing)
    return len(missing)


def on_pages(pages: Iterable[int]) -> Iterator[AbstractImage]:
    """The pictures that these pages name, each once."""
    base, target = (ContentType.objects.get_for_model(model) for model in (Page, get_image_model()))
    references = ReferenceIndex.objects.filter(base_content_type=base, to_content_type=target)
    seen: set[int] = set()
    remaining = iter(pages)
    while some := list(islice(remaining, 500)):
        named = references.filter(object_id__in=[str(page) for page in some]).values_list("to_object_id", flat=True)
        new = {int(pk) for pk in named} - seen
        seen |= new
        yield from get_image_model().objects.filter(pk__in=new).order_by("pk")


@task()
def make_of_page(page: int) -> None:
    """Make the sizes of a page's pictures; one that cannot be made keeps nobody from the others."""
    for image in on_pages([page]):
        try:
            make(image)
        except (OSError, ValueError) as error:
            _log.warning("No sizes were made of picture %s: %s", image.pk, error)


@receiver(page_published)
def _published(instance: Page, **kwargs: Any) -> None:
    # Without a worker the editor would wait for it; the command does it then.
    if not isinstance(task_backends["default"], ImmediateBackend):
        transaction.on_commit(lambda: make_of_page.enqueue(instance.pk))


def _filters(image: AbstractImage, specs: Iterable[str]) -> list[Filter]:
    return [image.clean_filter_for_svg(Filter(spec=spec)) for spec in specs]
