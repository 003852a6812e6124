"""What the advertising rules found when each page was last checked.  Only the report reads it; it can be lost."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .compliance import SEVERITIES, Waiver


class PageCheck(models.Model):
    """That a page was checked, and in which state; `state` is a digest of its versions and of the rules."""

    page = models.OneToOneField("wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=64, default="")
    checked_at = models.DateTimeField(default=timezone.now)

    # It says nothing of the page that the page does not say itself.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("check by the advertising rules")
        verbose_name_plural = _("checks by the advertising rules")

    def __str__(self) -> str:
        return str(self.page)


class FindingState(models.TextChoices):
    """Whether somebody answers for a finding."""

    OPEN = "open", _("open")
    EXPIRED = "expired", _("waiver expired")
    WAIVED = "waived", _("waived")


class RecordedFindingManager(models.Manager["RecordedFinding"]):
    """Findings with their state, which changes with the waivers and the day."""

    def with_state(self) -> models.QuerySet[RecordedFinding]:
        """Adds `state` (open, waived, or expired, which is open again), `waiver_reason` and `waived_until`."""
        waivers = Waiver.objects.filter(
            Q(page=OuterRef("page")) | Q(page=OuterRef("owner_page")),
            rule=OuterRef("rule"),
            sentence_hash=OuterRef("sentence_hash"),
        )
        valid = waivers.filter(expires_on__gte=timezone.localdate())
        state = Case(
            When(Exists(valid), then=Value(FindingState.WAIVED)),
            When(Exists(waivers), then=Value(FindingState.EXPIRED)),
            default=Value(FindingState.OPEN),
            output_field=models.CharField(),
        )
        latest = valid.order_by("-created_at", "-pk")
        return self.annotate(
            state=state,
            waiver_reason=Subquery(latest.values("reason")[:1]),
            waived_until=Subquery(latest.values("expires_on")[:1]),
        )


class RecordedFinding(models.Model):
    """One finding of that check, as `kneeblog.compliance.findings.Finding` has it."""

    class Version(models.TextChoices):
        """Which version of the page says it."""

        LIVE = "live", _("live page only")
        BOTH = "both", _("live page and draft")
        DRAFT = "draft", _("draft only")

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="recorded_findings", verbose_name=_("page")
    )
    version = models.CharField(_("version"), max_length=5, choices=Version.choices)
    rule = models.CharField(_("rule"), max_length=20, db_index=True)
    severity = models.CharField(_("severity"), max_length=10, choices=SEVERITIES)
    message = models.TextField(_("message"))
    suggestion = models.TextField(blank=True)
    source = models.TextField(blank=True)
    verification = models.CharField(max_length=2, blank=True)
    place = models.TextField(_("place"))
    field = models.CharField(max_length=100, blank=True)
    block_id = models.CharField(max_length=64, blank=True)
    sentence = models.TextField(_("sentence"), blank=True)
    sentence_hash = models.CharField(max_length=64)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    # The treatment or physician whose words these are; waivers of its page hold here too.
    owner_page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=255, blank=True)  # where it is mended in the admin

    objects = RecordedFindingManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("recorded finding")
        verbose_name_plural = _("recorded findings")
        ordering = ("page__path", "pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["page", "rule"], name="kneeblog_finding_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.sentence[:80]}"
