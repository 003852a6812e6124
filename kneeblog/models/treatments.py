"""Treatments, with everything the law wants said about self-pay care."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from kneeblog import notices
from kneeblog.blocks import ImageStream
from kneeblog.richtext import FEATURES

from .base import IndexPage
from .content import ArticleContent
from .panels import tabs

REGEN_CLASSES = [
    ("unknown", _("Not stated")),
    ("none", _("Not regenerative medicine")),
    ("I", _("Class I")),
    ("II", _("Class II")),
    ("III", _("Class III")),
]


class TreatmentIndexPage(IndexPage, Page):
    """Lists the treatments."""

    template = "kneeblog/pages/treatment_index_page.html"
    page_description = _("Lists treatments")
    subpage_types: ClassVar[list[str]] = ["kneeblog.TreatmentPage"]
    slug_fallback = "treatments"
    search_fields = IndexPage.index_search_fields

    class Meta:
        verbose_name = _("list of treatments")
        verbose_name_plural = _("lists of treatments")


class TreatmentPage(ArticleContent, Page):
    """One treatment: articles refer to it and show its fees, risks and notices in place."""

    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences for the treatment's card."))
    card_image = StreamField(ImageStream(), blank=True, verbose_name=_("picture on the card"))
    fee_table = models.ForeignKey(
        "kneeblog.FeeTable",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="treatment_pages",
        verbose_name=_("fee table"),
    )
    insurance_status = models.CharField(
        _("insurance"),
        max_length=20,
        default="unknown",
        choices=[
            ("self_pay", _("Self-pay")),
            ("insured", _("Health insurance")),
            ("mixed", _("Partly health insurance")),
            ("unknown", _("Not stated")),
        ],
    )
    treatment_content = RichTextField(
        _("what is done"),
        blank=True,
        features=FEATURES,
        help_text=_("The usual course of the treatment. Required by law for self-pay care."),
    )
    extra_costs = models.TextField(_("frequent extra costs"), blank=True)
    course_duration = models.CharField(_("usual period"), max_length=200, blank=True)
    course_visits = models.CharField(_("usual number of visits"), max_length=200, blank=True)
    approval_status = models.CharField(
        _("approval"),
        max_length=20,
        default="unknown",
        choices=[
            ("unknown", _("Not stated")),
            ("approved_on_label", _("Approved, used as approved")),
            ("off_label", _("Approved, used otherwise")),
            ("unapproved", _("Not approved in Japan")),
            ("not_applicable", _("No drug or device to approve")),
        ],
    )
    unapproved_notice = models.TextField(_("1. that it is not approved"), blank=True)
    procurement_route = models.TextField(_("2. where it comes from"), blank=True)
    domestic_alternatives = models.TextField(_("3. approved alternatives in Japan"), blank=True)
    overseas_safety = models.TextField(_("4. safety information from abroad"), blank=True)
    relief_exclusion_notice = models.TextField(
        _("5. exclusion from the relief systems"), blank=True, help_text=_("Empty: the standard sentence is shown.")
    )
    regen_class = models.CharField(
        _("class of regenerative medicine"),
        max_length=10,
        default="unknown",
        choices=REGEN_CLASSES,
    )
    plan_number = models.CharField(
        _("plan number"),
        max_length=50,
        blank=True,
        help_text=_("Such as PB1234567. With the class it makes the sentence on the plan, in every language."),
    )
    plan_title = models.CharField(_("title of the plan"), max_length=300, blank=True)
    plan_status = models.CharField(
        _("state of the plan"),
        max_length=50,
        blank=True,
        choices=[
            ("active", _("Submitted, care is being given")),
            ("suspended", _("Suspended")),
            ("ended", _("Ended")),
        ],
        help_text=_("A plan is submitted, never approved. Not shown to visitors."),
    )
    plan_checked_on = models.DateField(_("plan checked on"), null=True, blank=True)
    committee_name = models.CharField(_("review committee"), max_length=200, blank=True)
    committee_number = models.CharField(_("number of the committee"), max_length=50, blank=True)
    facility_number = models.CharField(_("facility number"), max_length=50, blank=True)
    cell_dose = models.CharField(_("number of cells"), max_length=100, blank=True)
    disclosure_reviewed_on = models.DateField(
        _("facts checked on"),
        null=True,
        blank=True,
        help_text=_("When fees, visits, risks and notices were last compared with what is done. Once a year at least."),
    )

    template = "kneeblog/pages/treatment_page.html"
    page_description = _("A treatment: fees, course, risks, legal notices")
    parent_page_types: ClassVar[list[str]] = ["kneeblog.TreatmentIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    review_months = 6  # prices, approvals and risks age faster than articles
    slug_fallback = "treatment"
    shown_with: ClassVar[tuple[str, ...]] = (*ArticleContent.shown_with, "fee_table__source")
    shown_rows: ClassVar[tuple[str, ...]] = ("risks",)
    search_fields: ClassVar[list[index.BaseField]] = [
        *ArticleContent.content_search_fields,
        index.SearchField("summary"),
        index.SearchField("treatment_content"),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        *ArticleContent.content_translatable_fields,
        *(TranslatableField(name) for name in ("summary", "card_image", "fee_table", "treatment_content")),
        *(TranslatableField(name) for name in ("extra_costs", "course_duration", "course_visits", "risks")),
        *(TranslatableField(name) for name in ("unapproved_notice", "procurement_route", "domestic_alternatives")),
        *(TranslatableField(name) for name in ("overseas_safety", "relief_exclusion_notice")),
        *(TranslatableField(name) for name in ("plan_title", "committee_name", "cell_dose")),
        *(SynchronizedField(name) for name in ("insurance_status", "approval_status", "regen_class")),
        *(SynchronizedField(name) for name in ("plan_number", "plan_status", "plan_checked_on")),
        *(SynchronizedField(name) for name in ("committee_number", "facility_number", "disclosure_reviewed_on")),
    ]
    facts_panels: ClassVar[list[Panel]] = [
        FieldPanel("disclosure_reviewed_on"),
        MultiFieldPanel(
            [
                FieldPanel("insurance_status"),
                FieldPanel("fee_table"),
                FieldPanel("extra_costs"),
                FieldPanel("treatment_content"),
                FieldRowPanel([FieldPanel("course_duration"), FieldPanel("course_visits")]),
            ],
            heading=_("Fees and course"),
        ),
        InlinePanel("risks", heading=_("Risks and side effects"), label=_("Risk")),
        MultiFieldPanel(
            [
                FieldPanel("approval_status"),
                *(
                    FieldPanel(name)
                    for name in (
                        "unapproved_notice",
                        "procurement_route",
                        "domestic_alternatives",
                        "overseas_safety",
                        "relief_exclusion_notice",
                    )
                ),
            ],
            heading=_("Approval and the five notices"),
            help_text=_("The notices are required when a drug or device is not approved, or used otherwise."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("regen_class"),
                FieldRowPanel([FieldPanel("plan_number"), FieldPanel("plan_status")]),
                FieldPanel("plan_title"),
                FieldRowPanel([FieldPanel("plan_checked_on"), FieldPanel("facility_number")]),
                FieldRowPanel([FieldPanel("committee_name"), FieldPanel("committee_number")]),
                FieldPanel("cell_dose"),
            ],
            heading=_("Regenerative medicine"),
        ),
    ]
    edit_handler: ClassVar[TabbedInterface] = tabs(
        [
            FieldPanel("summary"),
            FieldPanel("card_image"),
            *ArticleContent.article_panels,
        ],
        facts=facts_panels,
        facts_heading=_("Treatment facts"),
    )

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")

    def clean(self) -> None:
        """Refuses a plan's number of no known form or of another class; the class not chosen, the number says it."""
        super().clean()
        if not self.plan_number:
            return
        stated = notices.plan_class(self.plan_number)
        if not stated:
            message = _("A plan number is P, a letter from A to C and seven digits, or jRCT, a to c and nine digits.")
            raise ValidationError({"plan_number": ValidationError(message, code="plan_number")})
        if self.regen_class == "unknown":
            self.regen_class = stated
        if self.regen_class != stated:
            message = _("The number %(number)s is that of a plan of %(stated)s, but the class chosen is “%(chosen)s”.")
            words = {
                "number": self.plan_number,
                "stated": dict(REGEN_CLASSES)[stated],
                "chosen": self.get_regen_class_display(),
            }
            raise ValidationError({"regen_class": ValidationError(message, code="plan_class", params=words)})

    @property
    def insurance_notice(self) -> str:
        """Who pays, in the reader's language."""
        return notices.insurance_notice(self.insurance_status, get_language() or "ja")

    @property
    def plan_notice(self) -> str:
        """That a plan has been submitted, in the reader's language; never what somebody typed about it."""
        return notices.plan_notice(self.regen_class, self.plan_number, get_language() or "ja")

    @property
    def relief_notice(self) -> str:
        """That the relief systems do not cover it: the clinic's sentence, or the standard one."""
        return self.relief_exclusion_notice.strip() or notices.relief_notice(get_language() or "ja")

    @property
    def needs_notices(self) -> bool:
        """A drug or device is not approved, or used otherwise than approved."""
        return self.approval_status in {"unapproved", "off_label"}

    @property
    def has_regen_plan(self) -> bool:
        """It is known to be regenerative medicine: the class or the plan is stated."""
        return self.regen_class in {"I", "II", "III"} or bool(self.plan_number or self.plan_title)

    @property
    def states_facts(self) -> bool:
        """Besides fees, at least one of the facts that self-pay care must disclose is known."""
        texts = (self.extra_costs, self.treatment_content, self.course_duration, self.course_visits)
        known = self.insurance_status != "unknown" or self.needs_notices or self.has_regen_plan
        return known or any(texts) or bool(self.risks.all())


class TreatmentRisk(TranslatableMixin, Orderable):
    """A risk or side effect of a treatment."""

    page = ParentalKey(TreatmentPage, on_delete=models.CASCADE, related_name="risks")
    name = models.CharField(_("name"), max_length=200)
    frequency = models.CharField(_("frequency"), max_length=100, blank=True, help_text=_("Such as “1 in 100”."))
    serious = models.BooleanField(_("serious"), default=False)

    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("frequency"), FieldPanel("serious")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self) -> str:
        return self.name
