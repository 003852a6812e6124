"""When a translation goes live by itself, or why it did not: what was scheduled is looked at once more at that time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Self

from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import DraftStateMixin, Page, Revision

from kneeblog.models.publishing import REFUSED, SCHEDULED

# What settles a refusal: it went live, or was scheduled, after that.
_SETTLED = ("wagtail.publish", "wagtail.publish.schedule", SCHEDULED)


@dataclass(frozen=True, slots=True)
class Schedule:
    """`at` is the time it goes live, if any; `cancel` an address; `refused` why it did not go live as scheduled."""

    at: datetime.datetime | None
    cancel: str
    refused: list[str]

    @classmethod
    def of(cls, instance: Any) -> Self:
        """Of a page or snippet; two queries."""
        if not isinstance(instance, DraftStateMixin):
            return cls(None, "", [])
        coming: Revision | None = instance.scheduled_revision
        told = registry.get_logs_for_instance(instance).filter(action__in=[*_SETTLED, REFUSED])
        last = told.order_by("-timestamp", "-pk").first()
        refused = last.data.get("reasons", []) if last and last.action == REFUSED else []
        return cls(coming.approved_go_live_at if coming else None, _cancel(instance, coming), refused)


def _cancel(instance: Any, coming: Revision | None) -> str:
    if coming is None or not isinstance(instance, Page):
        return ""
    return reverse("wagtailadmin_pages:revisions_unschedule", args=[instance.pk, coming.pk])
