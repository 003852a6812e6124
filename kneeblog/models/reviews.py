"""Supervision: which physician signed which version of a page, and when."""

from __future__ import annotations

import calendar
import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.deletion import CASCADE, PROTECT, Collector
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from kneeblog.supervision import people
from kneeblog.supervision.content import changed_fields


def keep_signed_revision(collector: Collector, field: Any, sub_objs: Any, using: str) -> None:
    """`on_delete`: a signed revision survives the purging of old revisions, but goes with its page."""
    origin = getattr(collector, "origin", None)
    model = getattr(origin, "model", type(origin))
    rule = PROTECT if model is Revision else CASCADE
    rule(collector, field, sub_objs, using)


class SupervisionRecord(models.Model):
    """A physician's signature under one revision of one page.

    The stamp visitors see comes from here and nowhere else; a page that merely names its supervisor shows none.
    Records are added and never changed, except for `live_as`, which publishing keeps.
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
    # The live revision that says what was signed.  Publishing in the editor makes a new revision of the same words.
    live_as = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=keep_signed_revision, related_name="+", editable=False
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
    next_review_on = models.DateField(
        _("next review on"),
        null=True,
        blank=True,
        help_text=_("Empty: a year after the signature, half a year for treatments."),
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("signed in the physician's name by"),
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("page", help_text=_("The page's latest version is the one that is signed.")),
        FieldPanel("physician"),
        FieldPanel("signed_on"),
        FieldPanel("scope"),
        FieldPanel("next_review_on"),
    ]

    class Meta:
        verbose_name = _("supervision record")
        verbose_name_plural = _("supervision records")
        ordering = ("-signed_on", "-pk")
        get_latest_by = ("signed_on", "pk")
        permissions = (("sign_for_physician", _("May sign in a physician's name")),)

    def __str__(self) -> str:
        return gettext("%(page)s, signed by %(physician)s on %(date)s") % {
            "page": self.page.title,
            "physician": self.physician.name or self.physician.title,
            "date": self.signed_on.isoformat(),
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Sets what a new record leaves open: the next review, and whether visitors read what was signed."""
        if self._state.adding:
            if self.next_review_on is None:
                self.next_review_on = months_after(
                    self.signed_on, getattr(self.page.specific_class, "review_months", 12)
                )
            live = self.page.live_revision
            self.live_as = live if live is not None and self.says_the_same(live) else None
        super().save(*args, **kwargs)

    @classmethod
    @transaction.atomic
    def sign(
        cls,
        page: Page,
        physician: Any,
        *,
        scope: str = "",
        signed_on: datetime.date | None = None,
        next_review_on: datetime.date | None = None,
        revision: Revision | None = None,
        user: Any | None = None,
    ) -> SupervisionRecord:
        """Signs a page: the given revision, or its latest one.

        Args:
            user: who clicked; if that is not the physician's own account, the record says so. The page's history too.

        Raises:
            ValidationError: the page has no revision yet, the revision is another page's, or the date is to come.
        """
        record = cls(
            page_id=page.pk,
            physician=physician,
            scope=scope,
            signed_on=signed_on or timezone.localdate(),
            next_review_on=next_review_on,
            signed_by=people.delegate_for(physician, user),
        )
        if revision is not None:
            record.revision = revision
        record.full_clean()
        record.save()
        record.log_signature(user)
        return record

    def log_signature(self, user: Any | None) -> None:
        """Writes the signature into the page's history."""
        data = {
            "physician": self.physician.name or self.physician.title,
            "scope": self.scope,
            "signed_on": self.signed_on.isoformat(),
        }
        log(instance=self.page.specific, action="kneeblog.sign", user=user, data=data, revision=self.revision)

    def clean(self) -> None:
        """Binds a new record to the page's latest revision."""
        super().clean()
        if self.signed_on and self.signed_on > timezone.localdate():
            raise ValidationError({"signed_on": _("A signature cannot be dated ahead.")})
        if not self.page_id:
            return
        if not self.revision_id:
            if self.page.latest_revision_id is None:
                raise ValidationError(_("This page has no saved version to sign yet; save it first."))
            self.revision_id = self.page.latest_revision_id
        elif str(self.revision.object_id) != str(self.page_id):
            raise ValidationError(_("This version belongs to another page."))

    def says_the_same(self, revision: Revision) -> bool:
        """Whether a revision says to a reader what was signed."""
        return revision.pk == self.revision_id or not changed_fields(self.revision.content, revision.content)

    @property
    def is_current(self) -> bool:
        """What visitors read is what was signed."""
        return self.live_as_id is not None and self.live_as_id == self.page.live_revision_id


@receiver(page_published)
def follow_publishing(sender: type[Page], instance: Page, revision: Revision, **kwargs: Any) -> None:
    """Keeps `live_as` of a page's latest record and of the one under what was live until now."""
    records = SupervisionRecord.objects.filter(page_id=instance.pk).select_related("revision")
    latest = records.first()
    if latest is None:
        return
    candidates = {record.pk: record for record in (latest, *records.exclude(live_as=None))}
    current = next((record for record in candidates.values() if record.says_the_same(revision)), None)
    records.exclude(live_as=None).update(live_as=None)
    if current is not None:
        SupervisionRecord.objects.filter(pk=current.pk).update(live_as=revision)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class ReviewReminder(models.Model):
    """When somebody was last reminded of pages to review, so that nobody gets the same mail every day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField()

    class Meta:
        verbose_name = _("reminder of reviews")
        verbose_name_plural = _("reminders of reviews")

    def __str__(self) -> str:
        return f"{self.user}: {self.sent_on.isoformat()}"
