"""Write the index of the site's search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from wagtail.models import Page

from kneeblog.search import index


class Command(BaseCommand):
    """`manage.py update_site_search`: after loading a database, or where pages were written past Wagtail."""

    help = "Write the index of the site's search anew, from the pages as they are live."

    def handle(self, *args: Any, **options: Any) -> None:
        """All live pages; rows of others go."""
        if not index.is_available():
            raise CommandError(f"There is no such index on {connection.vendor}; there, Wagtail's own search is used.")
        index.clear()
        pages = Page.objects.live().filter(depth__gt=1).order_by("pk")
        total, done = pages.count(), 0
        for done, page in enumerate(pages.specific().iterator(chunk_size=100), start=1):
            index.put(page)
            if done % 100 == 0:
                self.stdout.write(f"{done} of {total} pages")
        self.stdout.write(f"{done} pages can be found.")
