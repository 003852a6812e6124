"""When visitors last got another text: publishing the same words once more is no news for search engines."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from kneeblog.supervision.content import signed_content


class LiveText(models.Model):
    """What visitors read of a page, as a digest, and since when.

    A row of its own: a field of the page would be set back by every revision that is older.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="live_text",
        verbose_name=_("page"),
    )
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField(_("text changed"))

    # It says nothing of the page that the page does not say itself.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text that is live")
        verbose_name_plural = _("texts that are live")

    def __str__(self) -> str:
        return str(self.page)


@receiver(page_published)
def note_text(instance: Page, revision: Revision, **kwargs: Any) -> None:
    """Remember when a page went live with another text than it had."""
    text = json.dumps(signed_content(revision.content), sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if not LiveText.objects.filter(pk=instance.pk, digest=digest).exists():
        LiveText.objects.update_or_create(
            page_id=instance.pk, defaults={"digest": digest, "changed_at": timezone.now()}
        )
