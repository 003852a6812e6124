"""Which symptoms the sample's articles are about, where their old titles did not say it in the glossary's words."""

from __future__ import annotations

from wagtail.models import Page

from kneeblog.models import GlossaryTerm, SymptomArticlePage

SYMPTOMS = {
    "inner-knee-pain": "medial_knee_pain",
    "seiza-knee-pain": "limited_rom",
    "stairs-knee-pain": "knee_pain",
}


def complete(home: Page) -> None:
    """Fills them in, as drafts; what has been filled in stays as it is."""
    for page in SymptomArticlePage.objects.descendant_of(home).filter(slug__in=SYMPTOMS):
        draft = page.get_latest_revision_as_object()
        term = GlossaryTerm.objects.filter(key=SYMPTOMS[page.slug]).first()
        if draft.symptom is None and term is not None:
            draft.symptom = term
            draft.save_revision()
