"""App config of the runnable site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Holds the site's management commands; it has no models."""

    name = "kneeblog.site"
    label = "kneeblog_site"
    verbose_name = _("Clinic site")
    default_auto_field = "django.db.models.BigAutoField"
