"""What the clinic says of itself in the languages of its translations."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.coreutils import get_content_languages

from .fields import LineBlock, TextBlock


def languages() -> list[tuple[str, str]]:
    """Those in which the site has pages; asked when a form is shown, so that no migration holds them."""
    return list(get_content_languages().items())


class WordingBlock(blocks.StructBlock):
    """The clinic in one language; what is empty is shown as it stands in the site's own."""

    language = blocks.ChoiceBlock(choices=languages, label=_("Language"))
    clinic_name = LineBlock(required=False, max_length=100, label=_("Name"))
    official_name = LineBlock(required=False, max_length=200, label=_("Official name"))
    title_brand = LineBlock(required=False, max_length=60, label=_("Name in titles"))
    description = TextBlock(required=False, rows=2, label=_("Description"))
    address = TextBlock(required=False, rows=2, label=_("Postal address"))
    opening_hours = TextBlock(required=False, rows=3, label=_("Opening hours"))

    class Meta:
        icon = "globe"
        label = _("In another language")
        label_format = "{language} {clinic_name}"


class Wordings(blocks.StreamBlock):
    """One a language."""

    language = WordingBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Refuses a language that is there twice."""
        cleaned = super().clean(value)
        seen: set[str] = set()
        for number, child in enumerate(cleaned):
            language = child.value["language"]
            if language in seen:
                error = blocks.StructBlockValidationError(
                    block_errors={"language": ValidationError(_("This language is there twice."))}
                )
                raise blocks.StreamBlockValidationError(block_errors={number: error})
            seen.add(language)
        return cleaned
