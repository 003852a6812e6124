"""Spreadsheets that came back to the SEO desk, and what became of each of their rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SheetImport(models.Model):
    """One spreadsheet: checked first, then applied as draft revisions, then perhaps taken back.

    `rows` holds a record for each row that asks for a change, as `kneeblog.seo.desk.imports` writes it: the line, the
    page, the former and the new values, the revisions before and after, and what became of it.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("checked, not applied")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("taken back")

    filename = models.CharField(_("file"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("imported by")
    )
    created_at = models.DateTimeField(_("checked at"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    unchanged = models.PositiveIntegerField(_("unchanged rows"), default=0)
    rows: models.JSONField[Any, Any] = models.JSONField(_("rows"), default=list)

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("spreadsheet import")
        verbose_name_plural = _("spreadsheet imports")
        ordering: ClassVar[list[str]] = ["-pk"]
        # Held by nobody but superusers and whoever is given it; it stands here because it needs a model.
        permissions = [("use_seo_desk", "Can use the SEO desk")]

    def __str__(self) -> str:
        return self.filename
