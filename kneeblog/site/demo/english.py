"""One article of the sample in English, translated the way an editor would: through wagtail-localize."""

from __future__ import annotations

from pathlib import Path

import polib
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from kneeblog.models import BlogIndexPage, HomePage, SymptomArticlePage, SymptomFinderPage, TreatmentIndexPage

# The slug of the article that `en.po` translates stands in its header.
SLUG_HEADER = "X-Article-Slug"
INDEXES = {
    HomePage: ("Aobazaka Knee Clinic", "Orthopaedic clinic for the diagnosis and treatment of knee pain."),
    BlogIndexPage: ("Blog", "Articles on knee symptoms, their possible causes and what you can do."),
    SymptomFinderPage: ("Find by symptom", "Choose where and when it hurts to see the articles that fit."),
    TreatmentIndexPage: ("Treatments", "The tests and treatments at our clinic, with their fees and main risks."),
}


def ensure_article(catalogue: Path) -> Page | None:
    """The translated article, made and published if it is not there yet; `None` if its source is not live."""
    po = polib.pofile(str(catalogue))
    article = SymptomArticlePage.objects.live().filter(
        slug=po.metadata[SLUG_HEADER], locale__language_code="ja"
    ).first()  # fmt: skip
    if article is None:
        return None
    english = Locale.objects.get(language_code="en")
    for card in article.treatments:  # an article shows its treatments, so they are translated before it
        if card.value is not None and card.value.live:
            _ensure_page(card.value, english, po)
    done = _ensure_page(article, english, po)
    for finder in SymptomFinderPage.objects.live().filter(locale__language_code="ja"):
        _ensure_index(finder, english)
    return done


def _ensure_page(page: Page, locale: Locale, po: polib.POFile) -> Page:
    """The page's live translation; what it refers to (fee tables, categories) comes with it."""
    done = page.get_translation_or_none(locale)
    if done is not None and done.live:
        return done
    for ancestor in page.get_ancestors().type(tuple(INDEXES)).specific():
        _ensure_index(ancestor, locale)
    translate_object(page, [locale])
    source = TranslationSource.objects.get(object_id=page.translation_key)
    for key in [*source.relatedobjectsegment_set.values_list("object_id", flat=True), page.translation_key]:
        translation = Translation.objects.get(source__object_id=key, target_locale=locale)
        translation.import_po(po, tool_name="kneeblog demo")  # takes what is this object's own
        translation.save_target(publish=True)
    return page.get_translation(locale)


def _ensure_index(page: Page, locale: Locale) -> None:
    if page.get_translation_or_none(locale) is not None:
        return
    copy = page.copy_for_translation(locale)
    copy.title, introduction = INDEXES[type(page)]
    copy.introduction = f"<p>{introduction}</p>"
    copy.save_revision().publish()
