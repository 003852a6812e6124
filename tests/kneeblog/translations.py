"""What tests of the life cycle of translations share: a submitted article, and a translator."""

from __future__ import annotations

from typing import Any

from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from kneeblog.models import ArticlePage
from kneeblog.translation.placeholders import Tag, read

TEXTS = {
    "en": "In English",
    "zh-hans": "中文",
    "zh-hant": "中文",
    "ko": "한국어",
}


def article(
    tree: Any, slug: str = "news", *, title: str = "お知らせ", live: bool = True, parts: int = 3
) -> ArticlePage:
    """An article of a title and some paragraphs, the first with placeholders."""
    first = '<p data-block-key="p0">約3cm<sup>3</sup>です。<a href="https://example.com/">こちら</a>も<br/>どうぞ。</p>'
    rest = "".join(f'<p data-block-key="p{number}">段落{number}のA&amp;Bです。</p>' for number in range(1, parts))
    page = ArticlePage(title=title, slug=slug, introduction=first + rest, live=False, locale=tree.home.locale)
    tree.blog.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return ArticlePage.objects.get(pk=page.pk)


def submit(page: Any, locale: Any) -> Translation:
    """Begins a translation as the admin does."""
    translate_object(page, [locale])
    work: Translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    return work


def said_in(source: str, language: str) -> str:
    """A translation of a segment: other words, the same placeholders."""
    pieces = read(source)
    text = [str(piece) if isinstance(piece, Tag) else TEXTS[language] if piece.strip() else piece for piece in pieces]
    return "".join(text)


def translate(work: Translation, *, leave: int = 0) -> None:
    """Translates all segments but the last few."""
    segments = list(StringSegment.objects.filter(source=work.source).order_by("order"))
    for segment in segments[: len(segments) - leave]:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=work.target_locale,
            defaults={"data": said_in(segment.string.data, work.target_locale.language_code), "has_error": False},
        )
