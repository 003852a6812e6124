"""What articles, conditions and treatments share: a picture, an introduction, a body in sections, treatments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from kneeblog.blocks import ArticleBody, ImageStream, TargetReaders, TreatmentCards
from kneeblog.richtext import FEATURES

from . import prefetch
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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Fetches what blocks refer to first, so that the number of queries does not grow with the blocks."""
        self.prefetch_blocks()
        return super().get_context(request, *args, **kwargs)

    def prefetch_blocks(self) -> None:
        """Treatment blocks get fee table, risks and picture; the terms of topics get their `condition_page`."""
        prefetch.treatment_blocks(self, [self.body, self.treatments])
        prefetch.topic_conditions(self, self.body, self._condition_pages)

    def _condition_pages(self, term_ids: set[int]) -> dict[int, Page]:
        from .conditions import ConditionPage

        pages = ConditionPage.objects.live().filter(term_id__in=term_ids, locale_id=self.locale_id)
        return {page.term_id: page for page in pages.defer_streamfields()}
