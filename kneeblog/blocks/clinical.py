"""What medical articles are made of besides text: options, checklists, questions, treatments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .fields import Deconstructed, LineBlock, ProseBlock, html
from .shelf import FromShelf

GROUP = _("Clinical")

SECTION_KINDS = [
    ("overview", _("Overview")),
    ("symptoms", _("Symptoms")),
    ("causes", _("Causes")),
    ("conditions", _("Conditions")),
    ("diagnosis", _("Diagnosis")),
    ("treatment", _("Treatment")),
    ("self_care", _("Self-care")),
    ("when_to_see_doctor", _("When to see a doctor")),
    ("prevention", _("Prevention")),
    ("risks", _("Risks and side effects")),
    ("fees", _("Fees")),
    ("faq", _("Questions and answers")),
    ("summary", _("Summary")),
    ("other", _("Other")),
]


class OptionBlock(blocks.StructBlock):
    """One of several ways, with its name."""

    label = LineBlock(required=False, label=_("Name"))
    text = ProseBlock(required=False, label=_("Text"))

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{label}"


class OptionsBlock(blocks.StructBlock):
    """Labelled alternatives, such as the ways to treat a disease."""

    heading = LineBlock(required=False, label=_("Heading"))
    items = blocks.ListBlock(OptionBlock(), min_num=1, label=_("Options"))

    class Meta:
        icon = "list-ul"
        group = GROUP
        label = _("Options")
        description = _("Alternatives, each with a name and a text, such as the ways to treat a disease")
        template = "kneeblog/blocks/options.html"
        preview_value = {
            "heading": _("Ways of treatment"),
            "items": [
                {
                    "label": _("Conservative treatment"),
                    "text": html(_("Rest, a brace and a change of habits come first.")),
                },
                {"label": _("Surgery"), "text": html(_("Considered when nothing else has helped."))},
            ],
        }


class ChecklistBlock(blocks.StructBlock):
    """Short statements the reader compares himself with."""

    heading = LineBlock(required=False, label=_("Heading"))
    items = blocks.ListBlock(LineBlock(label=_("Item")), min_num=1, label=_("Items"))

    class Meta:
        icon = "check"
        group = GROUP
        label = _("Checklist")
        description = _("Short statements readers compare themselves with")
        template = "kneeblog/blocks/checklist.html"
        preview_value = {
            "heading": _("This article is for people who …"),
            "items": [
                _("feel pain behind the knee when walking"),
                _("cannot bend the knee all the way"),
            ],
        }


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = LineBlock(label=_("Question"))
    answer = ProseBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"


class FaqBlock(blocks.StructBlock):
    """Questions with their answers."""

    heading = LineBlock(required=False, label=_("Heading"))
    items = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions and answers"))

    class Meta:
        icon = "help"
        group = GROUP
        label = _("Questions and answers")
        description = _("Questions patients ask, with the clinic's answers")
        template = "kneeblog/blocks/faq.html"
        preview_value = {
            "heading": _("Questions patients ask"),
            "items": [
                {"question": _("May I go on walking?"), "answer": html(_("As a rule, yes. Stop if the pain grows."))}
            ],
        }


class TreatmentBlock(FromShelf, blocks.PageChooserBlock):
    """A treatment of this clinic: its price, risks and notices are shown from its own page, never retyped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"page_type": "kneeblog.TreatmentPage", **kwargs})

    def deconstruct(self) -> Deconstructed:
        """As Wagtail's PageChooserBlock."""
        kwargs = {**super().deconstruct()[2], "page_type": ["kneeblog.TreatmentPage"]}
        return ("wagtail.blocks.PageChooserBlock", [], kwargs)

    def get_preview_value(self) -> Any:
        """An example that needs no treatment page to exist."""
        from kneeblog.models import TreatmentPage

        return TreatmentPage(
            title=gettext("PRP treatment of the knee"),
            summary=gettext("Platelets from your own blood are injected into the joint."),
            insurance_status="self_pay",
        )

    class Meta:
        icon = "clipboard-list"
        group = GROUP
        label = _("Treatment")
        description = _("A treatment with its fees, risks and legal notices, all taken from the treatment's page")
        template = "kneeblog/blocks/treatment.html"
