"""Old addresses that visitors still ask for: those that lead nowhere, with counts, and when the others last did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_MOST = 5000  # rows: whoever asks for made-up addresses fills no disk


class MissingAddress(models.Model):
    """A path that was asked for and not found."""

    path = models.CharField(_("address"), max_length=500, unique=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    first_seen_at = models.DateTimeField(_("first asked for"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last asked for"), default=timezone.now)
    referrer = models.CharField(_("last linked from"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("old address not found")
        verbose_name_plural = _("old addresses not found")
        ordering: ClassVar[list[str]] = ["-times", "path"]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def count(cls, path: str, referrer: str = "") -> None:
        """Count one request.

        Args:
            path: that was asked for, decoded.
            referrer: the page with the link, `""` if the browser does not say.
        """
        path, referrer = path[:500].replace("\0", ""), referrer[:500].replace("\0", "")
        seen = {"times": F("times") + 1, "last_seen_at": timezone.now(), **({"referrer": referrer} if referrer else {})}
        if not cls.objects.filter(path=path).update(**seen) and cls.objects.count() < _MOST:
            cls.objects.get_or_create(path=path, defaults={"times": 1, "referrer": referrer})


class RedirectUse(models.Model):
    """The last day on which a redirect led somebody on.

    A row of its own, by the folded path: Wagtail's redirects have no such field, and are deleted and made again.
    """

    path = models.CharField(_("address"), max_length=255, unique=True)
    last_used_on = models.DateField(_("last used on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("use of a redirect")
        verbose_name_plural = _("uses of redirects")

    def __str__(self) -> str:
        return self.path

    @classmethod
    def note(cls, path: str) -> None:
        """Note that a redirect was used today; writes once a day.

        Args:
            path: folded, as redirects are kept.
        """
        today = timezone.localdate()
        use, is_new = cls.objects.get_or_create(path=path, defaults={"last_used_on": today})
        if not is_new and use.last_used_on != today:
            cls.objects.filter(pk=use.pk).update(last_used_on=today)
