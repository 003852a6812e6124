"""Fee tables: prices are typed once, here, and referenced."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.blocks import StreamValue, StructValue
from wagtail.fields import StreamField
from wagtail.models import Locale, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from kneeblog.blocks import FeeRows

from .panels import TranslatedAmountsPanel

# What a translation says for itself; everything else in a row is the source's.
TRANSLATED = ("label", "note")


class FeeTableManager(models.Manager["FeeTable"]):
    """Fetches the source of a translation along with it, so that showing its amounts asks nothing more."""

    def get_queryset(self) -> models.QuerySet[FeeTable]:
        """All tables with their sources."""
        return super().get_queryset().select_related("source")


class FeeTable(PreviewableMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """Fees that belong together, such as those of one treatment.

    Whatever shows prices asks `fees`, never `rows`: a translation has words of its own and the amounts of its source.
    """

    name = models.CharField(_("name"), max_length=200)
    rows = StreamField(FeeRows(), blank=True, verbose_name=_("fees"))
    note = models.TextField(_("note"), blank=True, help_text=_("Shown below the table."))
    source = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="translated_tables",
        verbose_name=_("translation of"),
    )

    revisions = GenericRelation("wagtailcore.Revision", content_type_field="content_type", object_id_field="object_id")

    objects = FeeTableManager()

    panels: ClassVar[list[Panel]] = [
        TranslatedAmountsPanel(),
        FieldPanel("name"),
        FieldPanel("rows"),
        FieldPanel("note"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [index.SearchField("name"), index.AutocompleteField("name")]
    translatable_fields: ClassVar[list[Any]] = [TranslatableField(name) for name in ("name", "rows", "note")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("fee table")
        verbose_name_plural = _("fee tables")
        ordering = ("name",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name

    @property
    def fees(self) -> list[StructValue]:
        """The fees in order.  Those of a translation are its source's, with the words that have been translated."""
        return [value for _id, value in self._rows_with_amounts()]

    @property
    def shown_rows(self) -> StreamValue:
        """`fees` as a stream, with the ids of the rows."""
        if not self.source:
            return self.rows
        rows = [("row", value, row_id) for row_id, value in self._rows_with_amounts()]
        return StreamValue(self.rows.stream_block, rows)

    def clean(self) -> None:
        """A translation keeps the amounts of its source, whatever was typed."""
        super().clean()
        self.rows = self.shown_rows

    def copy_for_translation(self, locale: Locale, exclude_fields: list[str] | None = None) -> FeeTable:
        """A copy in another language, which goes on taking its amounts from here."""
        copy: FeeTable = super().copy_for_translation(locale, exclude_fields)
        copy.source = self.source or self
        return copy

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The table as visitors see it."""
        return "kneeblog/previews/fee_table.html"

    def _rows_with_amounts(self) -> list[tuple[str, StructValue]]:
        if not self.source:
            return [(row.id, row.value) for row in self.rows]
        own = {row.id: row.value for row in self.rows}
        return [(row.id, _in_the_words_of(own.get(row.id), row.value)) for row in self.source.rows]


def _in_the_words_of(translation: StructValue | None, fee: StructValue) -> StructValue:
    words = {name: translation[name] for name in TRANSLATED if translation.get(name)} if translation else {}
    return StructValue(fee.block, {**fee, **words})
