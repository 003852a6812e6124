"""What checking a translation found, kept so that a report over all pages is quick."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckedTranslation(models.Model):
    """The kinds of remarks on one translated segment; it is checked again after it, or the glossary, has changed."""

    translation = models.OneToOneField(
        "wagtail_localize.StringTranslation",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="kneeblog_check",
        verbose_name=_("translation"),
    )
    kinds = models.CharField(_("remarks"), max_length=100, blank=True)  # `kneeblog.translation.quality.Kind`, spaced
    glossary = models.CharField(max_length=32)  # which state of the glossary and of the checks it was held against
    checked_at = models.DateTimeField(_("checked at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("checked translation")
        verbose_name_plural = _("checked translations")

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.kinds}"
