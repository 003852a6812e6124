"""The sitemap: every public page of every language, with its other languages beside it."""

from collections import defaultdict
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.sitemaps import Sitemap
from django.utils.functional import cached_property
from wagtail.models import Locale, Page, Site

from kneeblog.models import MedicalPage


class PageSitemap(Sitemap):
    """All live pages that search engines may see; Wagtail's own sitemap lists only the source language."""

    limit = 5000

    def items(self) -> list[Page]:
        """Public, live pages below this site's root and its translations; copies and `noindex` pages stay out."""
        return self._pages

    def lastmod(self, item: Page) -> datetime | None:
        """When the page last changed for visitors."""
        return item.last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """One entry a page, each naming all languages of the same page."""
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        addresses: dict[int, str] = {item.pk: item.get_full_url(self._roots) for item in self._pages}
        groups: dict[UUID, list[dict[str, str]]] = defaultdict(list)
        for item in self._pages:
            groups[item.translation_key].append(
                {"location": addresses[item.pk], "lang_code": languages[item.locale_id]}
            )
        return [
            {
                "item": item,
                "location": addresses[item.pk],
                "lastmod": self.lastmod(item),
                "changefreq": None,
                "priority": "",
                "alternates": groups[item.translation_key] if len(groups[item.translation_key]) > 1 else [],
            }
            for item in self.paginator.page(page).object_list
        ]

    @cached_property
    def _pages(self) -> list[Page]:
        roots = tuple(path.root_path for path in Site.get_site_root_paths())
        pages = Page.objects.live().public().filter(alias_of__isnull=True, depth__gte=2).order_by("path")
        hidden = _noindex_ids()
        return [page for page in pages if page.pk not in hidden and page.url_path.startswith(roots)]

    @cached_property
    def _roots(self) -> SimpleNamespace:
        # Wagtail keeps the site root paths on whatever object it is given, so that they are read once, not per page.
        return SimpleNamespace()


def _noindex_ids() -> set[int]:
    hidden: set[int] = set()
    for model in apps.get_models():
        if issubclass(model, MedicalPage):
            hidden.update(model._default_manager.filter(robots__startswith="noindex").values_list("pk", flat=True))
    return hidden
