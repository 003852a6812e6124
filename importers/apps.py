"""The importer as a Django app: its commands, its run log, its admin views."""

from collections.abc import Collection, Mapping

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportersConfig(AppConfig):
    """The removal crew."""

    name = "importers"
    label = "importers"
    verbose_name = _("Import")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Shows the SEO desk where its pages stood on the old site."""
        from kneeblog.seo.desk.columns import add_column

        add_column("legacy_address", _("Old address"), legacy_addresses)


def legacy_addresses(pages: Collection[int]) -> Mapping[int, str]:
    """The old address of each of these pages that was imported."""
    from .models import ImportedPage

    imported = ImportedPage.objects.filter(page_id__in=pages).exclude(url="")
    return dict(imported.order_by("pk").values_list("page_id", "url"))
