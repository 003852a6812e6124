"""The importer as a Django app: its commands, its run log, its admin views."""

from collections.abc import Collection, Mapping

from django.apps import AppConfig
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext_lazy as _


class ImportersConfig(AppConfig):
    """The removal crew."""

    name = "importers"
    label = "importers"
    verbose_name = _("Import")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Shows SEO staff where pages stood on the old site, and under what breadcrumbs."""
        from kneeblog.seo.desk.columns import add_column
        from kneeblog.seo.oldtrails import add_old_trails

        add_column("legacy_address", _("Old address"), legacy_addresses)
        add_old_trails(legacy_trails)


def legacy_addresses(pages: Collection[int]) -> Mapping[int, str]:
    """The old address of each of these pages that was imported, in its own letters."""
    from .models import ImportedPage

    imported = ImportedPage.objects.filter(page_id__in=pages).exclude(url="")
    found = imported.order_by("pk").values_list("page_id", "url")
    return {page: uri_to_iri(url) for page, url in found}


def legacy_trails() -> Mapping[int, tuple[str, ...]]:
    """The breadcrumbs of the old page, for each page that was imported."""
    from .models import ImportedPage

    imported = ImportedPage.objects.exclude(page=None).order_by("pk").values_list("page_id", "trail")
    return {page: tuple(trail) for page, trail in imported}
