"""What search engines missed in each page's structured data when it was last checked.  It can be lost."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class GraphCheck(models.Model):
    """That a live page's graph was checked, and in which state; `state` is a digest of what the graph is made from.

    `problems` are those of `kneeblog.seo.structured_data.problems`, as dictionaries.
    """

    page = models.OneToOneField("wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=64, default="")
    checked_at = models.DateTimeField(default=timezone.now)
    problems = models.JSONField(default=list)

    # It says nothing of the page that the page does not say itself.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("check of structured data")
        verbose_name_plural = _("checks of structured data")

    def __str__(self) -> str:
        return str(self.page)
