"""An imported article in another language: every text is a segment, and the translation has its own address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from importers.text import visible
from kneeblog.models import SymptomArticlePage
from kneeblog.translation.placeholders import Tag, read

from . import wixpages as wix
from .test_import import article, import_posts

BLOCKS = (
    wix.paragraph("前書きの文です。"),
    wix.paragraph("【こんな方へ】\n・階段がつらい方\n・正座がつらい方", "r1"),
    wix.heading("膝の痛みの原因"),
    wix.paragraph('段落に<b>太字</b>と<a href="/post/x">つながり</a>と3cm<sup>2</sup>。', "p2"),
    wix.bullets("一つ目の項目", "二つ目の項目"),
    wix.heading("半月板損傷", 3, "t1"),
    wix.table(("部位の見出し", "症状の見出し"), ("内側の欄", "痛みの欄"), header=True),
    wix.paragraph("◼︎<b>安静の名</b>\n休みますの文。", "o1"),
    wix.paragraph("◼︎<b>冷却の名</b>\n冷やしますの文。", "o2"),
    wix.paragraph("Q. 問いの文ですか\nA. 答えの文です。", "q1"),
    "<blockquote><span>引用の文です。</span></blockquote>",
    wix.image("a1b2c3_" + "1" * 32 + "~mv2.png", "i9", "代替の文", "図の説明の文"),
)


@pytest.mark.usefixtures("rules_off")
@pytest.mark.django_db
def test_every_text_is_a_segment_and_the_published_translation_stands_at_its_own_address(
    site_tree: Any, tmp_path: Path, client: Client, make_image: Any, django_capture_on_commit_callbacks: Any
) -> None:
    (tmp_path / "a.html").write_text(article("knee", "膝の痛みの記事", *BLOCKS, beside=""), encoding="utf-8")
    import_posts(str(tmp_path), apply=True)
    page = SymptomArticlePage.objects.get()
    _give_pictures(page, make_image())
    page = SymptomArticlePage.objects.get()
    page.get_latest_revision().publish()
    page = SymptomArticlePage.objects.get()

    english = Locale.objects.get(language_code="en")
    translate_object(page, [english])
    segments = {
        re.sub(r"<[^>]*>", "", segment.string.data)
        for segment in StringSegment.objects.filter(source__object_id=page.translation_key)
    }
    for text in _texts(page):
        assert visible(text) in visible("".join(sorted(segments, key=len))) or any(
            visible(text) in visible(segment) or visible(segment) in visible(text) for segment in segments
        ), text
    joined = visible("".join(segments))
    for text in ("前書きの文です", "階段がつらい方", "膝の痛みの原因", "太字", "一つ目の項目", "半月板損傷", "部位の見出し", "痛みの欄",
                 "安静の名", "休みますの文", "問いの文ですか", "答えの文です", "引用の文です", "代替の文", "図の説明の文"):  # fmt: skip
        assert text in joined, text
    for code in ("viewer-", "causes", "https://static", "wixstatic"):
        assert code not in joined

    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=english)
    for number, segment in enumerate(
        StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    ):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            data=_translated(segment.string.data, number),
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    Site.clear_site_root_paths_cache()
    translated = page.get_translation(english)
    response = client.get(translated.url)
    assert (response.status_code, translated.slug) == (200, page.slug)
    assert translated.url != page.url and "English 0" in response.content.decode()
    assert not re.search("[ぁ-ん]", re.sub(r"<[^>]*>", "", str(translated.body)))


@pytest.mark.usefixtures("rules_off")
@pytest.mark.django_db
def test_importing_again_leaves_every_translation_of_what_has_not_changed(site_tree: Any, tmp_path: Path) -> None:
    def import_and_publish(*blocks: str) -> SymptomArticlePage:
        (tmp_path / "a.html").write_text(article("knee", "膝の痛みの記事", *blocks, beside=""), encoding="utf-8")
        import_posts(str(tmp_path), apply=True)
        page = SymptomArticlePage.objects.get(locale__language_code="ja")
        page.get_latest_revision().publish()
        return SymptomArticlePage.objects.get(pk=page.pk)

    def left_to_translate() -> list[str]:
        work.source.update_from_db()
        segments = StringSegment.objects.filter(source=work.source).annotate_translation(english)
        return list(segments.filter(translation=None).values_list("string__data", flat=True))

    blocks = list(BLOCKS[:-1])  # without the picture, which would have to be chosen before it can be published
    english = Locale.objects.get(language_code="en")
    page = import_and_publish(*blocks)
    translate_object(page, [english])
    work = Translation.objects.get(source__object_id=page.translation_key)
    for segment in StringSegment.objects.filter(source=work.source).select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string, context_id=segment.context_id, locale=english, data=segment.string.data
        )
    assert work.get_progress()[0] > 20

    import_and_publish(*blocks)
    assert left_to_translate() == []

    place = next(number for number, block in enumerate(blocks) if "太字" in block)
    blocks[place] = wix.paragraph("段落が別の文になりました。", "p2")
    import_and_publish(*blocks)
    assert left_to_translate() == ["段落が別の文になりました。"]

    blocks[place:place] = [wix.paragraph("上に一つ増えました。", "p0")]
    blocks[-2] = wix.paragraph("Q. 問いの文ですか\nA. 別の答えです。", "q1")
    import_and_publish(*blocks)
    assert sorted(left_to_translate()) == ["上に一つ増えました。", "別の答えです。", "段落が別の文になりました。"]


def _give_pictures(page: SymptomArticlePage, image: Any) -> None:
    """Choose a picture where one is pending, as an editor would, and save."""
    latest = page.get_latest_revision_as_object()
    picture = latest.body[0].value["content"][-1].value["content"][-1].value
    image.contextual_alt_text, image.decorative = picture["original_alt"], False
    picture["image"] = image
    latest.save_revision()


def _texts(page: SymptomArticlePage) -> list[str]:
    return [page.title, *(section.value["heading"] for section in page.body)]


def _translated(source: str, number: int) -> str:
    """Other words with the same placeholders."""
    words = (piece if isinstance(piece, Tag) else " word " for piece in read(source))
    return f"English {number} " + "".join(map(str, words))
