"""`manage.py check_structured_data`: the graphs of all live pages against what search engines ask for."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from kneeblog.models import GraphCheck
from kneeblog.seo.structured_data import records
from kneeblog.seo.structured_data.consumers import ERROR


class Command(BaseCommand):
    """Checks what has changed, keeps it for the report in the admin, and prints the errors."""

    help = (
        "Checks the structured data of all live pages, keeps the outcome for the report in the admin, and prints the "
        "errors. Exit code 1: there is at least one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        records.refresh()
        checks = GraphCheck.objects.filter(page__in=Page.objects.live().filter(alias_of=None))
        errors = 0
        for check in checks.select_related("page").order_by("page__path"):
            for problem in check.problems:
                if problem["level"] == ERROR:
                    errors += 1
                    self.stdout.write(f"{check.page.url_path} {problem['kind']}: {problem['message']}")
        self.stdout.write(f"{len(checks)} pages, {errors} errors")
        if errors:
            sys.exit(1)
