"""What the clinic says about itself, once a site."""

from __future__ import annotations

from copy import copy
from typing import ClassVar, Self

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from kneeblog.blocks.clinic import Wordings


@register_setting(icon="site", order=100)
class ClinicSettings(BaseSiteSetting):
    """Name, contact and opening hours; the law wants the contact on every page."""

    clinic_name = models.CharField(_("name"), max_length=100, blank=True)
    official_name = models.CharField(
        _("official name"), max_length=200, blank=True, help_text=_("As registered, with the legal form.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences for search engines.")
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    title_brand = models.CharField(
        _("name in titles"),
        max_length=60,
        blank=True,
        help_text=_("Stands after the titles of pages in search results. Empty: the clinic's name."),
    )
    sharing_image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture for shared links"),
        help_text=_("For pages that have no picture of their own."),
    )
    breadcrumb_home = models.BooleanField(
        _("breadcrumbs begin with the home page"),
        default=True,
        help_text=_("Its label in each language is the “short name in breadcrumbs” of the home page."),
    )
    breadcrumb_blog = models.BooleanField(
        _("breadcrumbs of articles name the blog"),
        default=True,
        help_text=_("Its label in each language is the “short name in breadcrumbs” of the blog's list."),
    )
    booking_url = models.URLField(_("address of the booking page"), blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    opening_hours = models.TextField(_("opening hours"), blank=True, help_text=_("One line for each period."))
    facility_number = models.CharField(
        _("facility number"), max_length=50, blank=True, help_text=_("Of the facility for regenerative medicine.")
    )
    link_terms = models.BooleanField(
        _("link medical terms"),
        default=True,
        help_text=_("The first mention of a disease in an article leads to the page about it."),
    )

    wordings = StreamField(
        Wordings(required=False),
        blank=True,
        verbose_name=_("in other languages"),
        help_text=_("Shown on the pages in that language. Telephone, e-mail and pictures are the same everywhere."),
    )

    # The fields that say it in the language of the page; the others say it in the site's own.
    translated: frozenset[str] = frozenset()
    select_related: ClassVar[list[str]] = ["logo"]  # every page shows it
    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("clinic_name"), FieldPanel("official_name"), FieldPanel("description"), FieldPanel("logo")],
            heading=_("The clinic"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("booking_url"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("address")]),
                FieldPanel("opening_hours"),
            ],
            heading=_("Contact"),
            help_text=_("Shown on every page; the advertising rules require it."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("title_brand"),
                FieldPanel("sharing_image"),
                FieldPanel("breadcrumb_home"),
                FieldPanel("breadcrumb_blog"),
            ],
            heading=_("SEO"),
        ),
        FieldPanel("wordings"),
        FieldPanel("facility_number"),
        FieldPanel("link_terms"),
    ]

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")

    def in_language(self, code: str) -> Self:
        """The same clinic with the words of that language where there are some; never to be saved.

        Args:
            code: of the pages on which it is shown.
        """
        wording = next((child.value for child in self.wordings if child.value["language"] == code), None)
        if wording is None:
            return self
        shown = copy(self)
        words = {name: value for name, value in wording.items() if value and name != "language"}
        for name, value in words.items():
            setattr(shown, name, value)
        if "title_brand" not in words and "clinic_name" in words:
            shown.title_brand = ""  # that of another language
        shown.translated = frozenset(words)
        shown.stated_hours = self.stated_hours
        return shown

    @cached_property
    def stated_hours(self) -> str:
        """Opening hours as machines are told them: those of the site's own language, which can be read."""
        return self.opening_hours

    def __str__(self) -> str:
        return self.clinic_name or str(self.site)
