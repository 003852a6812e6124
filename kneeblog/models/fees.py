"""Fee tables: prices are typed once, here, and referenced."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail.search import index

from kneeblog.blocks import FeeRows


class FeeTable(RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """Fees that belong together, such as those of one treatment."""

    name = models.CharField(_("name"), max_length=200)
    rows = StreamField(FeeRows(), blank=True, verbose_name=_("fees"))
    note = models.TextField(_("note"), blank=True, help_text=_("Shown below the table."))

    revisions = GenericRelation("wagtailcore.Revision", content_type_field="content_type", object_id_field="object_id")

    panels: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("rows"), FieldPanel("note")]
    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("fee table")
        verbose_name_plural = _("fee tables")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
