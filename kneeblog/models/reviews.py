"""Supervision: which physician signed which version of a page, and when."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.deletion import CASCADE, PROTECT, Collector
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page, Revision


def keep_signed_revision(collector: Collector, field: Any, sub_objs: Any, using: str) -> None:
    """`on_delete`: a signed revision survives the purging of old revisions, but goes with its page."""
    origin = getattr(collector, "origin", None)
    model = getattr(origin, "model", type(origin))
    rule = PROTECT if model is Revision else CASCADE
    rule(collector, field, sub_objs, using)


class SupervisionRecord(models.Model):
    """A physician's signature under one revision of one page.

    The stamp visitors see comes from here and nowhere else; a page that merely names its supervisor shows none.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="supervision_records", verbose_name=_("page")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=keep_signed_revision,
        related_name="+",
        editable=False,
        verbose_name=_("revision"),
    )
    physician = models.ForeignKey(
        "kneeblog.PhysicianPage",
        on_delete=models.RESTRICT,
        related_name="signed_records",
        verbose_name=_("physician"),
    )
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    scope = models.TextField(
        _("scope"), blank=True, help_text=_("What was checked, such as “medical content, not the fees”.")
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("page", help_text=_("The page's latest version is the one that is signed.")),
        FieldPanel("physician"),
        FieldPanel("signed_on"),
        FieldPanel("scope"),
    ]

    class Meta:
        verbose_name = _("supervision record")
        verbose_name_plural = _("supervision records")
        ordering = ("-signed_on", "-pk")
        get_latest_by = ("signed_on", "pk")

    def __str__(self) -> str:
        return gettext("%(page)s, signed by %(physician)s on %(date)s") % {
            "page": self.page.title,
            "physician": self.physician.name or self.physician.title,
            "date": self.signed_on.isoformat(),
        }

    @classmethod
    def sign(
        cls,
        page: Page,
        physician: Any,
        *,
        scope: str = "",
        signed_on: datetime.date | None = None,
        revision: Revision | None = None,
    ) -> SupervisionRecord:
        """Signs a page: the given revision, or its latest one.

        Raises:
            ValidationError: the page has no revision yet, or the revision is another page's.
        """
        record = cls(page_id=page.pk, physician=physician, scope=scope, signed_on=signed_on or timezone.localdate())
        if revision is not None:
            record.revision = revision
        record.full_clean()
        record.save()
        return record

    def clean(self) -> None:
        """Binds a new record to the page's latest revision."""
        super().clean()
        if not self.page_id:
            return
        if not self.revision_id:
            if self.page.latest_revision_id is None:
                raise ValidationError(_("This page has no saved version to sign yet; save it first."))
            self.revision_id = self.page.latest_revision_id
        elif self.revision.object_id != str(self.page_id):
            raise ValidationError(_("This version belongs to another page."))

    @property
    def is_current(self) -> bool:
        """What visitors read is what was signed."""
        return self.revision_id == self.page.live_revision_id
