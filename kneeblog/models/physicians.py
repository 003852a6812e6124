"""Physicians."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from kneeblog.blocks import ArticleBody, ImageStream
from kneeblog.readings import reading_key
from kneeblog.richtext import FEATURES
from kneeblog.supervision.people import SIGN_FOR_PHYSICIAN

from .base import IndexPage, MedicalPage
from .panels import tabs


class PhysicianIndexPage(IndexPage, Page):
    """Lists the physicians."""

    template = "kneeblog/pages/physician_index_page.html"
    page_description = _("Lists physicians")
    subpage_types: ClassVar[list[str]] = ["kneeblog.PhysicianPage"]
    slug_fallback = "physicians"
    search_fields = IndexPage.index_search_fields

    def listing(self) -> list[Page]:  # type: ignore[override]
        """The physicians in the order of their readings, those without one last."""
        return sorted(super().listing(), key=lambda page: reading_key(page.name_kana))

    class Meta:
        verbose_name = _("list of physicians")
        verbose_name_plural = _("lists of physicians")


class PhysicianPage(MedicalPage, Page):
    """A physician: the person, not the clinic."""

    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("Family name, a space, given name; kept exactly as you type it."),
    )
    name_kana = models.CharField(
        _("reading"),
        max_length=100,
        blank=True,
        help_text=_("In kana, with the same space. It orders the list; a physician without it comes last."),
    )
    name_romaji = models.CharField(
        _("name in Latin letters"), max_length=100, blank=True, help_text=_("As the physician writes it.")
    )
    honorific = models.CharField(_("title after the name"), max_length=50, blank=True, default="医師")
    photo = StreamField(ImageStream(), blank=True, verbose_name=_("photo"))
    biography = RichTextField(_("biography"), blank=True, features=FEATURES)
    body = StreamField(ArticleBody(), blank=True, verbose_name=_("body"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("account"),
        help_text=_("Who logs in with this account signs pages as this physician. Visitors never see it."),
    )

    supervised = False
    shown_rows: ClassVar[tuple[str, ...]] = ("career", "credentials")
    exclude_fields_in_copy: ClassVar[list[str]] = ["user"]  # one page names it, for all languages
    template = "kneeblog/pages/physician_page.html"
    page_description = _("A physician: career, credentials")
    parent_page_types: ClassVar[list[str]] = ["kneeblog.PhysicianIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_fallback = "physician"
    search_fields: ClassVar[list[index.BaseField]] = [
        *MedicalPage.page_search_fields,
        index.SearchField("name"),
        index.SearchField("name_kana"),
        index.SearchField("biography"),
        index.SearchField("body"),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        *MedicalPage.shared_translatable_fields,
        *(TranslatableField(name) for name in ("name", "honorific", "photo", "biography", "body")),
        *(TranslatableField(name) for name in ("career", "credentials")),
        *(SynchronizedField(name) for name in ("name_kana", "name_romaji")),
    ]
    edit_handler: ClassVar[TabbedInterface] = tabs(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("honorific")]),
                    FieldRowPanel([FieldPanel("name_kana"), FieldPanel("name_romaji")]),
                    FieldPanel("photo"),
                ],
                heading=_("The person"),
            ),
            FieldPanel("biography"),
            InlinePanel("career", heading=_("Career"), label=_("Station")),
            InlinePanel("credentials", heading=_("Credentials"), label=_("Credential")),
            FieldPanel("body"),
            # Whoever could set it could sign as anybody.
            FieldPanel("user", permission=SIGN_FOR_PHYSICIAN),
        ],
        supervised=False,
    )

    class Meta:
        verbose_name = _("physician")
        verbose_name_plural = _("physicians")

    @property
    def family_and_given_name(self) -> tuple[str, str]:
        """The two parts of the name as typed, or `("", "")` where no space says which is which."""
        family, _space, given = self.name.replace("\u3000", " ").partition(" ")
        return (family.strip(), given.strip()) if family and given.strip() else ("", "")


class CareerEntry(TranslatableMixin, Orderable):
    """A line of a physician's career."""

    page = ParentalKey(PhysicianPage, on_delete=models.CASCADE, related_name="career")
    text = models.CharField(_("text"), max_length=500)

    panels: ClassVar[list[Panel]] = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("career entry")
        verbose_name_plural = _("career entries")

    def __str__(self) -> str:
        return self.text


class PhysicianCredential(TranslatableMixin, Orderable):
    """A credential; without the body that certifies it, it must not be advertised."""

    page = ParentalKey(PhysicianPage, on_delete=models.CASCADE, related_name="credentials")
    title = models.CharField(_("credential"), max_length=300)
    certifying_body = models.CharField(
        _("certifying body"), max_length=200, blank=True, help_text=_("The society or board that awards it.")
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    verified_on = models.DateField(
        _("verified on"), null=True, blank=True, help_text=_("When somebody has seen the certificate or the register.")
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("title"),
        FieldPanel("certifying_body"),
        FieldRowPanel([FieldPanel("valid_until"), FieldPanel("verified_on")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")

    def __str__(self) -> str:
        if not self.certifying_body:
            return self.title
        return gettext("%(title)s (%(body)s)") % {"title": self.title, "body": self.certifying_body}
