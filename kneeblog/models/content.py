"""What articles, conditions and treatments share: a picture, an introduction, a body in sections, treatments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from kneeblog.blocks import ArticleBody, ImageStream, TargetReaders, TreatmentCards
from kneeblog.richtext import FEATURES

from .base import MedicalPage


class ArticleContent(MedicalPage):
    """Mixin for pages with a body of sections."""

    hero_image = StreamField(ImageStream(), blank=True, verbose_name=_("main picture"))
    introduction = RichTextField(_("introduction"), blank=True, features=FEATURES)
    target_readers = StreamField(TargetReaders(), blank=True, verbose_name=_("for whom it is written"))
    body = StreamField(ArticleBody(), blank=True, verbose_name=_("body"))
    treatments = StreamField(
        TreatmentCards(),
        blank=True,
        verbose_name=_("treatments"),
        help_text=_("Shown below the text, with fees, risks and notices from the treatments' own pages."),
    )

    content_translatable_fields: ClassVar[list[Any]] = [
        *MedicalPage.shared_translatable_fields,
        TranslatableField("hero_image"),
        TranslatableField("introduction"),
        TranslatableField("target_readers"),
        TranslatableField("body"),
        TranslatableField("treatments"),
    ]
    content_search_fields: ClassVar[list[index.BaseField]] = [
        *MedicalPage.page_search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    article_panels: ClassVar[list[Panel]] = [
        FieldPanel("hero_image"),
        FieldPanel("introduction"),
        FieldPanel("target_readers"),
        FieldPanel("body"),
        FieldPanel("treatments"),
    ]

    class Meta:
        abstract = True
