"""Medical terms as staff edit them; first loaded from the packaged glossary by a migration."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.search import index

CATEGORIES = [
    ("symptom", _("Symptom")),
    ("condition", _("Condition")),
    ("anatomy", _("Anatomy")),
    ("test", _("Test")),
    ("treatment", _("Treatment")),
    ("admin", _("Law and administration")),
]
CHECKS = [("V", _("verified in a source")), ("M", _("from memory"))]


class NamedInLanguages:
    """Mixin for models with a name in each of the languages: fields `ja`, `en`, `zh_hans` …"""

    ja: Any

    def name_in(self, language_code: str) -> str:
        """The term in that language, or in Japanese where it has no translation."""
        return getattr(self, language_code.replace("-", "_").lower(), "") or self.ja

    @property
    def name(self) -> str:
        """The term in the language of the page being shown."""
        return self.name_in(get_language() or "ja")


class GlossaryTerm(NamedInLanguages, index.Indexed, models.Model):
    """One medical term in all languages, with its codes."""

    key = models.SlugField(
        _("key"), max_length=100, unique=True, help_text=_("Never changes; imports and articles refer to it.")
    )
    category = models.CharField(_("category"), max_length=50, choices=CATEGORIES)
    ja = models.CharField(_("Japanese"), max_length=200)
    ja_kana = models.CharField(_("reading"), max_length=200, blank=True)
    ja_variants = models.TextField(
        _("other Japanese spellings"), blank=True, help_text=_("Separated by the character |.")
    )
    en = models.CharField(_("English"), max_length=200, blank=True)
    zh_hans = models.CharField(_("Simplified Chinese"), max_length=200, blank=True)
    zh_hant = models.CharField(_("Traditional Chinese"), max_length=200, blank=True)
    ko = models.CharField(_("Korean"), max_length=200, blank=True)
    slug = models.SlugField(_("slug"), max_length=100, blank=True, help_text=_("For addresses made from this term."))
    icd10 = models.CharField("ICD-10", max_length=50, blank=True)
    icd10_check = models.CharField(_("ICD-10 checked"), max_length=10, blank=True, choices=CHECKS)
    mesh = models.CharField("MeSH", max_length=50, blank=True)
    mesh_check = models.CharField(_("MeSH checked"), max_length=10, blank=True, choices=CHECKS)
    snomed = models.CharField("SNOMED CT", max_length=50, blank=True)
    snomed_check = models.CharField(_("SNOMED CT checked"), max_length=10, blank=True, choices=CHECKS)
    hpo = models.CharField("HPO", max_length=50, blank=True)
    schema_type = models.CharField(_("schema.org type"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    loaded = models.JSONField(default=dict, editable=False)
    """Each column as it was last loaded from a file: what differs from it is the staff's work."""

    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("category"), FieldPanel("slug")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("ja"), FieldPanel("ja_kana")]), FieldPanel("ja_variants")],
            heading=_("Japanese"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("en"), FieldPanel("ko")]),
                FieldRowPanel([FieldPanel("zh_hans"), FieldPanel("zh_hant")]),
            ],
            heading=_("Other languages"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("icd10"), FieldPanel("icd10_check")]),
                FieldRowPanel([FieldPanel("mesh"), FieldPanel("mesh_check")]),
                FieldRowPanel([FieldPanel("snomed"), FieldPanel("snomed_check")]),
                FieldRowPanel([FieldPanel("hpo"), FieldPanel("schema_type")]),
            ],
            heading=_("Codes"),
        ),
        FieldPanel("note"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        index.AutocompleteField("ja"),
        index.AutocompleteField("ja_kana"),
        index.AutocompleteField("ja_variants"),
        index.AutocompleteField("en"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = _("medical term")
        verbose_name_plural = _("medical terms")
        ordering = ("category", "ja_kana", "ja")

    def __str__(self) -> str:
        return self.ja

    @property
    def variants(self) -> tuple[str, ...]:
        """Other Japanese spellings, the preferred one not included."""
        return tuple(variant for variant in self.ja_variants.split("|") if variant)

    @property
    def public_codes(self) -> dict[str, str]:
        """The codes that may be shown and published, by the name of their system: those verified in a source.

        SNOMED CT stays inside whether verified or not, because publishing it takes a licence; HPO was never checked.
        """
        codes = {"ICD-10": (self.icd10, self.icd10_check), "MeSH": (self.mesh, self.mesh_check)}
        return {system: code for system, (code, check) in codes.items() if code and check == "V"}

    def names_in(self, language_code: str) -> tuple[str, ...]:
        """Every spelling of the term in that language; none where it has no translation."""
        if language_code == "ja":
            return (self.ja, *self.variants)
        name = getattr(self, language_code.replace("-", "_").lower(), "")
        return (name,) if name else ()
