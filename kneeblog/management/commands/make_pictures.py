"""`manage.py make_pictures`: the sizes in which visitors are sent pictures, so that no request has to make them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from kneeblog.pictures import make, on_pages


class Command(BaseCommand):
    """Makes what is missing, AVIF included, of all pictures on live pages; a second run makes nothing."""

    help = "Makes the sizes in which visitors are sent the pictures of live pages, as WebP and AVIF."

    def handle(self, *args: Any, **options: Any) -> None:
        """Picture by picture; one that cannot be made is named and keeps nobody from the others."""
        pictures = made = 0
        for image in on_pages(Page.objects.live().values_list("pk", flat=True)):
            pictures += 1
            try:
                made += make(image)
            except (OSError, ValueError) as error:
                self.stderr.write(f"{image.title} (picture {image.pk}): {error}")
        self.stdout.write(f"{pictures} pictures on live pages; {made} sizes were made.")
