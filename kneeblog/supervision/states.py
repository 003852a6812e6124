"""How it stands with the supervision of pages: one query for any number of them, one object for a single page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from kneeblog.models import SupervisionRecord

from . import people
from .content import changed_fields


class State(models.TextChoices):
    """From nothing done to nothing to do."""

    NOBODY = "nobody", _("No physician named")
    NEVER = "never", _("Never signed")
    CHANGED = "changed", _("Changed since it was signed")
    DRAFT = "draft", _("Signed; the draft is not")
    CURRENT = "current", _("Signed")


def supervised_pages() -> QuerySet[Page]:
    """Pages for a physician to check, each with:

    `supervision_state` (a `State`), `named_physician` (id), `record` (id of the record its stamp comes from, else of
    the latest one), and `review_on` (date or None).
    """
    supervised = people.supervised_models()
    records = SupervisionRecord.objects.filter(page=OuterRef("pk"))
    of_live = records.filter(live_as=OuterRef("live_revision"))
    shown = SupervisionRecord.objects.filter(pk=OuterRef("record"))
    return (
        Page.objects.type(*supervised)
        .annotate(
            named_physician=_own_field(supervised, "supervisor_id"),
            own_review_on=_own_field(supervised, "next_review_on"),
            record=Coalesce(Subquery(of_live.values("pk")[:1]), Subquery(records.values("pk")[:1])),
            live_is_signed=Exists(of_live),
            latest_is_signed=Exists(
                records.filter(Q(revision=OuterRef("latest_revision")) | Q(live_as=OuterRef("latest_revision")))
            ),
        )
        .annotate(
            record_signed_on=Subquery(shown.values("signed_on")),
            record_review_on=Subquery(shown.values("next_review_on")),
        )
        .annotate(supervision_state=_state(), review_on=_review_on())
    )


def _own_field(supervised: list[type[Page]], name: str) -> Any:
    """A field that every supervised type has in a table of its own."""
    fields = [f"{model._meta.pk.related_query_name()}__{name}" for model in supervised]
    return Coalesce(*map(F, fields)) if len(fields) > 1 else F(fields[0])


def _state() -> Case:
    return Case(
        When(record=None, named_physician=None, then=Value(State.NOBODY)),
        When(record=None, then=Value(State.NEVER)),
        When(live=True, live_is_signed=True, has_unpublished_changes=True, latest_is_signed=False, then=Value("draft")),
        When(Q(live=True, live_is_signed=True) | Q(live=False, latest_is_signed=True), then=Value(State.CURRENT)),
        default=Value(State.CHANGED),
        output_field=models.CharField(),
    )


def _review_on() -> Case:
    """What an editor set counts until it is signed again."""
    return Case(
        When(Q(record=None) | Q(own_review_on__gt=F("record_signed_on")), then=F("own_review_on")),
        default=F("record_review_on"),
        output_field=models.DateField(),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one page, as its editor sees it."""

    page: Page
    state: State
    record: SupervisionRecord | None
    review_on: datetime.date | None
    changed: tuple[str, ...]  # labels of the fields in which the latest version differs from what was signed

    @property
    def is_overdue(self) -> bool:
        """Whether the next review should have been."""
        return self.review_on is not None and self.review_on < timezone.localdate()

    @property
    def compare_url(self) -> str:
        """Wagtail's comparison of what was signed and the latest version; empty without a signature."""
        if self.record is None:
            return ""
        return reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, self.record.revision_id, "latest"])


def standing_of(page: Page) -> Standing | None:
    """How it stands with a page; `None` if nobody supervises pages of its type or it is not saved yet."""
    row = supervised_pages().filter(pk=page.pk).first() if page.pk else None
    if row is None:
        return None
    records = SupervisionRecord.objects.filter(page=row)
    latest = records.select_related("revision", "physician", "signed_by").first()
    changed: list[str] = []
    if latest is not None and row.latest_revision_id not in (None, latest.revision_id):
        changed = changed_fields(latest.revision.content, row.latest_revision.content)
    model = row.specific_class
    labels = tuple(_label(model, name) for name in changed)
    return Standing(row, State(row.supervision_state), latest, row.review_on, labels)


def _label(model: type[Page], name: str) -> str:
    field = model._meta.get_field(name)
    if field.auto_created and not field.concrete:
        return str(capfirst(field.related_model._meta.verbose_name_plural))
    return str(capfirst(getattr(field, "verbose_name", name)))
