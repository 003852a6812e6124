"""What a clinic's adviser decides about the advertising rules, and what is waived on single pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.log_actions import log
from wagtail.models import Page, Site

from kneeblog.compliance.pack import LOCALES, Rule, load_pack
from kneeblog.compliance.patterns import refusal

if TYPE_CHECKING:
    from kneeblog.compliance.findings import Finding

SEVERITIES = [("error", _("Error: cannot be published")), ("warning", _("Warning")), ("info", _("Information"))]
LANGUAGES = list(zip(LOCALES, ("日本語", "English", "中文", "한국어"), strict=True))
WAIVED_FOR = datetime.timedelta(days=365)
# Fewer than the pack's own patterns may have, which are measured: 20,000 are some 50 ms for a thousand characters.
MOST_WAYS_OF_ONES_OWN = 20_000


def rule_choices() -> list[tuple[str, str]]:
    """The rules of the pack, as a form lists them, and the one that keeps incomplete translations from visitors."""
    packed = [(rule.id, f"{rule.id} {rule.message('ja')}") for rule in load_pack().rules]
    return [*packed, ("translation", gettext("Incomplete translations are not published"))]


class SignedForm(WagtailAdminModelForm):
    """The person who saves a decision for the first time is its author."""

    def save(self, commit: bool = True) -> Any:
        """As any form's."""
        if self.instance.author_id is None and self.for_user is not None:
            self.instance.author = self.for_user
        return super().save(commit)


class Decision(models.Model):
    """Mixin: a decision of the clinic's adviser, for one site or for all, never without its reason."""

    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("site"),
        help_text=_("Empty: everywhere."),
    )
    reason = models.TextField(_("reason"), help_text=_("Why, and on whose advice; it is kept with the decision."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    created_at = models.DateTimeField(_("decided at"), default=timezone.now, editable=False)

    base_form_class = SignedForm

    class Meta:
        abstract = True


class RuleChoice(Decision):
    """A rule of the pack, switched off or graded anew."""

    rule = models.CharField(_("rule"), max_length=20, choices=rule_choices)
    grade = models.CharField(_("grade"), max_length=10, choices=[("off", _("Off")), *SEVERITIES])

    panels: ClassVar[list[Panel]] = [
        FieldPanel("rule"),
        FieldRowPanel([FieldPanel("grade"), FieldPanel("site")]),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("decision on an advertising rule")
        verbose_name_plural = _("decisions on advertising rules")
        ordering = ("rule", "site_id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("rule", "site"), name="kneeblog_one_choice_a_rule_and_site"),
            models.UniqueConstraint(
                fields=("rule",), condition=models.Q(site=None), name="kneeblog_one_choice_a_rule_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.get_grade_display()}"

    def clean(self) -> None:
        """What is no rule of advertising is off everywhere, or not at all."""
        super().clean()
        if self.rule == "translation" and (self.grade != "off" or self.site_id):
            raise ValidationError(gettext("This can only be switched off, and for all sites."))


class AddedRule(Decision):
    """A text rule that the clinic's adviser has added."""

    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("in force"), default=True)
    severity = models.CharField(_("severity"), max_length=10, choices=SEVERITIES, default="warning")
    locale = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="ja")
    pattern = models.CharField(
        _("pattern"),
        max_length=1000,
        help_text=_("A word, or a regular expression such as 最高の(?:治療|技術). Write {0,20} instead of * or +."),
    )
    exception = models.CharField(
        _("exception"), max_length=1000, blank=True, help_text=_("A pattern that silences the rule in its sentence.")
    )
    message = models.TextField(_("message"), help_text=_("What editors read: what is wrong."))
    suggestion = models.TextField(_("a wording that would do"), blank=True)
    source = models.CharField(_("source"), max_length=300, help_text=_("The law, guideline or advice behind it."))

    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("is_active")]),
        MultiFieldPanel([FieldPanel("pattern"), FieldPanel("exception"), FieldPanel("locale")], heading=_("Text")),
        FieldPanel("severity"),
        FieldPanel("message"),
        FieldPanel("suggestion"),
        FieldPanel("source"),
        FieldPanel("site"),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("advertising rule of one's own")
        verbose_name_plural = _("advertising rules of one's own")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses patterns that are none, or that could take too long on some text."""
        super().clean()
        errors = {}
        for name in ("pattern", "exception"):
            if why := refusal(getattr(self, name), MOST_WAYS_OF_ONES_OWN):
                errors[name] = gettext("This pattern cannot be used: %(why)s") % {"why": why}
        if errors:
            raise ValidationError(errors)

    @property
    def rule_id(self) -> str:
        """How findings name it."""
        return f"OWN-{self.pk}"

    def as_rule(self) -> Rule:
        """The same as a rule of the pack."""
        return Rule(
            id=self.rule_id,
            kind="T",
            locale=self.locale,
            severity=self.severity,
            pattern=self.pattern,
            exception=self.exception,
            message_ja=self.message,
            message_en="",
            suggestion=self.suggestion,
            source=self.source,
            verification="",
        )


def next_year() -> datetime.date:
    """When a waiver of today expires, unless another day is given."""
    return timezone.localdate() + WAIVED_FOR


class WaiverManager(models.Manager["Waiver"]):
    """Waivers by what they are bound to."""

    def in_force(self, pages: Iterable[int]) -> dict[tuple[int, str, str], Waiver]:
        """Those of these pages that have not expired, by page, rule and hash of the sentence; the latest wins."""
        valid = self.filter(page_id__in=list(pages), expires_on__gte=timezone.localdate()).order_by("created_at", "pk")
        return {(waiver.page_id, waiver.rule, waiver.sentence_hash): waiver for waiver in valid}


class Waiver(models.Model):
    """Someone answers for one sentence under one rule on one page, until a day.

    It holds for the sentence as it was: when that changes the finding is open again, and so it is after the last day.
    Where a finding has no sentence, because something is missing, it holds for the rule and the field on that page.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="compliance_waivers", verbose_name=_("page")
    )
    rule = models.CharField(_("rule"), max_length=20)
    sentence = models.TextField(_("sentence"), blank=True)
    sentence_hash = models.CharField(max_length=64, editable=False, db_index=True)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    expires_on = models.DateField(_("valid until"), default=next_year)

    objects = WaiverManager()

    class Meta:
        verbose_name = _("waiver of an advertising rule")
        verbose_name_plural = _("waivers of advertising rules")
        ordering = ("-created_at", "-pk")
        permissions = [
            ("waive_compliance", "Can waive warnings of the advertising rules"),
            ("override_compliance", "Can waive errors of the advertising rules"),
            ("publish_incomplete_translation", "Can publish incomplete translations"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.sentence[:80]}"

    @classmethod
    def grant(
        cls, page: Page, finding: Finding, *, reason: str, user: Any, expires_on: datetime.date | None = None
    ) -> Waiver:
        """Waives a finding and logs it in the page's history.

        Args:
            page: that was checked; a finding of a treatment shown there is waived for this page only.
            finding: as `check_page` gave it.
            reason: never empty.
            user: who answers for it; needs `kneeblog.waive_compliance`, for an error also `override_compliance`.
            expires_on: the last day; a year from now unless given.

        Raises:
            PermissionDenied: the user may not.
            ValidationError: no reason, or a last day that has passed.
        """
        if not cls.may_grant(user, finding):
            raise PermissionDenied
        waiver = cls(
            page_id=page.pk,
            rule=finding.rule,
            sentence=finding.sentence,
            sentence_hash=finding.sentence_hash,
            reason=reason.strip(),
            author=user,
            expires_on=expires_on or next_year(),
        )
        waiver.full_clean()
        if waiver.expires_on < timezone.localdate():
            raise ValidationError({"expires_on": gettext("Give a day that has not passed.")})
        waiver.save()
        data = {"rule": finding.rule, "sentence": finding.sentence[:500], "reason": waiver.reason}
        log(instance=page, action="kneeblog.waive", user=user, data=data)
        return waiver

    @staticmethod
    def may_grant(user: Any, finding: Finding) -> bool:
        """Whether this user may waive this finding."""
        needed = ["kneeblog.waive_compliance"]
        if finding.severity == "error":
            needed.append("kneeblog.override_compliance")
        return bool(user.has_perms(needed))

    def revoke(self, user: Any) -> None:
        """Takes the waiver back and logs it."""
        data = {"rule": self.rule, "sentence": self.sentence[:500], "reason": self.reason}
        log(instance=self.page, action="kneeblog.revoke_waiver", user=user, data=data)
        self.delete()
