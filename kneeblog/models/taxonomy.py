"""Authors, categories and tags: how articles are signed and grouped."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Author(TranslatableMixin, index.Indexed, models.Model):
    """Who wrote an article; not necessarily the physician who supervises it."""

    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=100, blank=True, help_text=_("Such as “editorial team”."))

    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("role")]
    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Category(TranslatableMixin, index.Indexed, models.Model):
    """A shelf of the blog."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, help_text=_("Used in addresses; the same in every language."))

    translatable_fields: ClassVar[list[Any]] = [TranslatableField("name"), SynchronizedField("slug")]
    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("slug")]
    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("slug", "locale"), name="kneeblog_category_slug_in_locale")
        ]

    def __str__(self) -> str:
        return self.name


class PageCategory(TranslatableMixin, Orderable):
    """A page on a shelf.

    A model of its own rather than a many-to-many field, which wagtail-localize would copy once, with the shelves of
    the source language, and never look at again.
    """

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="page_categories")
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="page_categories", verbose_name=_("category")
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("category")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("category of a page")
        verbose_name_plural = _("categories of pages")

    def __str__(self) -> str:
        return str(self.category)


class PageTag(TaggedItemBase):
    """A page's tag."""

    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="page_tags")

    class Meta:
        verbose_name = _("tag of a page")
        verbose_name_plural = _("tags of pages")
