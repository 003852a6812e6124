"""One article of the sample in English, translated the way an editor would: through wagtail-localize."""

from __future__ import annotations

from pathlib import Path

import polib
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from kneeblog.models import BlogIndexPage, HomePage, SymptomArticlePage

# The slug of the article that `en.po` translates stands in its header.
SLUG_HEADER = "X-Article-Slug"
TITLES = {HomePage: "Aobazaka Knee Clinic", BlogIndexPage: "Blog"}


def ensure_article(catalogue: Path) -> Page | None:
    """The translated article, made and published if it is not there yet; `None` if its source is not live."""
    po = polib.pofile(str(catalogue))
    article = SymptomArticlePage.objects.live().filter(
        slug=po.metadata[SLUG_HEADER], locale__language_code="ja"
    ).first()  # fmt: skip
    if article is None:
        return None
    english = Locale.objects.get(language_code="en")
    done = article.get_translation_or_none(english)
    if done is not None and done.live:
        return done
    for ancestor in article.get_ancestors().type(HomePage, BlogIndexPage).specific():
        _ensure_index(ancestor, english)
    translate_object(article, [english])
    translation = Translation.objects.get(source__object_id=article.translation_key, target_locale=english)
    translation.import_po(po, tool_name="kneeblog demo")
    translation.save_target(publish=True)
    return article.get_translation(english)


def _ensure_index(page: Page, locale: Locale) -> None:
    if page.get_translation_or_none(locale) is not None:
        return
    copy = page.copy_for_translation(locale)
    copy.title = TITLES[type(page)]
    copy.introduction = ""
    copy.save_revision().publish()
