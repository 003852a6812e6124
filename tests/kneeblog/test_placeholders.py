"""What a translation must keep of its source sentence, and what happens to one that does not."""

from __future__ import annotations

from typing import Any

import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation as language
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import apply_machine_translation

from kneeblog.models import ArticlePage
from kneeblog.richtext.localize import without_readings
from kneeblog.translation.placeholders import Tag, problems, read

SOURCE = '約3cm<sup>3</sup>の<b>水</b>は<a id="a1">この<i>記事</i></a>と<a id="a2">あの記事</a>へ。<br/>続き'
WHOLE = 'About 3 cm<sup>3</sup> of <b>water</b>: <a id="a2">that</a> and <a id="a1">this <i>article</i></a>.'


@pytest.mark.parametrize(
    "translation",
    [
        WHOLE,
        WHOLE + "<br/>more",
        WHOLE + "<br>more",
        WHOLE.replace("About", "About 3 < 4 &lt; 5 &amp; R&D >"),
        WHOLE.replace('<a id="a1">', "<A ID='a1' >").replace("<b>", "<b >"),
        WHOLE.replace("<b>water</b>", "<sub>water</sub>").replace("<sub>", "<b>").replace("</sub>", "</b>"),
    ],
)
def test_a_translation_may_order_its_words_as_its_language_does(translation: str) -> None:
    assert problems(SOURCE, translation) == []


@pytest.mark.parametrize(
    ("before", "after", "kind", "placeholder"),
    [
        ("<sup>3</sup>", "3", "lost", "<sup>"),
        ('<a id="a2">that</a>', "that", "lost", '<a id="a2">'),
        ("<b>water</b>", "<b>wa</b><b>ter</b>", "doubled", "<b>"),
        ('<a id="a2">that</a>', '<a id="a2">th</a><a id="a2">at</a>', "doubled", '<a id="a2">'),
        ("About", "<br/>About<br/>", "doubled", "<br/>"),
        ("<b>water</b>", "<u>water</u>", "added", "<u>"),
        ("About", "<ruby>About<rt>x</rt></ruby>", "added", "<ruby>"),
        ('<a id="a2">', '<a id="a9">', "altered", '<a id="a9">'),
        ('<a id="a2">', '<a id="a2" onclick="x()">', "altered", '<a id="a2" onclick="x()">'),
        ('<a id="a2">', "<a>", "altered", "<a>"),
        ("<b>water", '<b class="x">water', "altered", '<b class="x">'),
        ("article</i></a>", "article</a></i>", "crossed", '<a id="a1">'),
        ('this <i>article</i></a>.', 'this <i>article</i> <a id="a2">x</a></a>.', "crossed", '<a id="a2">'),
        ("</b>", "", "unpaired", "<b>"),
        ("<b>", "", "unpaired", "</b>"),
        ("<b>water</b>", "<b> </b>water", "emptied", "<b>"),
        ("water", "water <!-- note -->", "broken", "<!-- note -->"),
        ("water</b>", "water</b", "broken", "</b: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(before: str, after: str, kind: str, placeholder: str) -> None:
    assert before in WHOLE
    found = problems(SOURCE, WHOLE.replace(before, after))

    assert (kind, placeholder) in {(problem.kind, problem.placeholder) for problem in found}
    assert all(problem.placeholder in problem.message for problem in found)


def test_it_is_said_in_japanese() -> None:
    with language.override("ja"):
        (problem,) = problems("3cm<sup>3</sup>", "3 cm3")
    assert str(problem) == "<sup> がありません。"


@given(
    st.lists(st.sampled_from(["<b>", "</b>", '<a id="a1">', "</a>", "<br/>", "<", "&lt;", "膝", " ", ">", "<!--", "/"]))
)
def test_reading_loses_nothing_and_a_segment_translates_itself(pieces: list[str]) -> None:
    segment = "".join(pieces)
    assert "".join(map(str, read(segment))) == segment
    as_a_page_has_it = StringValue.from_translated_html(segment).data if "<!" not in segment else "膝"
    again = problems(as_a_page_has_it, as_a_page_has_it)
    assert not {problem.kind for problem in again} & {"lost", "doubled", "added", "altered", "emptied", "unpaired"}


def test_a_long_hostile_translation_is_read() -> None:
    found = problems("膝", "<b>" * 20_000 + "</i>" * 10)
    assert {problem.kind for problem in found} == {"added", "unpaired"}
    assert [piece.key for piece in read("x<br/><SUP>2</SUP>") if isinstance(piece, Tag)] == ["br", "sup", "sup"]


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ("<p>皿は<ruby>膝蓋骨<rt>しつがいこつ</rt></ruby>です</p>", "<p>皿は膝蓋骨です</p>"),
        ("<ruby><b>膝</b><rp>（</rp><rt>ひざ</rt><rp>）</rp></ruby>", "<b>膝</b>"),
        ("<p>R&amp;D &lt; 3</p>", "<p>R&amp;D &lt; 3</p>"),
        (None, ""),
    ],
)
def test_readings_are_left_out(html: str, base: str) -> None:
    assert without_readings(html) == base


class Engine:
    """A machine translator that drops every mark."""

    display_name = "Engine"

    def can_translate(self, source: Any, target: Any) -> bool:
        return True

    def translate(self, source: Any, target: Any, strings: Any) -> dict[Any, StringValue]:
        return {string: StringValue(f"EN {string.render_text()}") for string in strings}


@pytest.mark.usefixtures("rules_off")
class TestGuard:
    """Whichever way a translation comes in."""

    INTRODUCTION = (
        '<p data-block-key="a">約3cm<sup>3</sup>、<ruby>膝蓋骨<rt>しつがいこつ</rt></ruby>は'
        '<a linktype="page" id="{home}">皿</a>です。</p>'
    )
    SEGMENT = '約3cm<sup>3</sup>、膝蓋骨は<a id="a1">皿</a>です。'

    @pytest.fixture
    def page(self, site_tree: Any) -> Page:
        introduction = self.INTRODUCTION.format(home=site_tree.home.pk)
        return site_tree.blog.add_child(instance=ArticlePage(title="お知らせ", slug="news", introduction=introduction))

    @pytest.fixture
    def work(self, page: Page, site_tree: Any, locales: dict[str, Any]) -> Translation:
        for parent in (site_tree.home, site_tree.blog):
            parent.copy_for_translation(locales["en"])
        source, _created = TranslationSource.update_or_create_from_instance(page)
        work = Translation.objects.create(source=source, target_locale=locales["en"])
        work.save_target(publish=False)
        return work

    @staticmethod
    def segment(work: Translation, path: str = "introduction") -> StringSegment:
        return StringSegment.objects.get(source=work.source, context__path=path)

    def test_the_translator_sees_one_sentence_without_readings(self, page: Page, work: Translation) -> None:
        assert self.segment(work).string.data == self.SEGMENT
        assert page.introduction == self.INTRODUCTION.format(home=page.get_parent().get_parent().pk)
        assert "しつがいこつ" not in " ".join(map(repr, extract_segments(page)))

    def test_the_editor_is_told_and_the_page_keeps_the_source(self, work: Translation, admin_client: Client) -> None:
        url = reverse("wagtail_localize:edit_string_translation", args=[work.pk, self.segment(work).pk])
        admin_client.cookies.load({"django_language": "ja"})

        wrong = admin_client.put(url, b"value=About+3+cm3", content_type="application/x-www-form-urlencoded").json()
        assert "<sup>" in wrong["error"] and '<a id="a1">' in wrong["error"]
        assert "がありません" in wrong["error"]
        work.save_target(publish=False)
        assert "約3cm" in work.get_target_instance().introduction

        right = b'value=3 cm<sup>3</sup>: <a id="a1">the cap</a>.'
        assert not admin_client.put(url, right, content_type="application/x-www-form-urlencoded").json()["error"]
        work.save_target(publish=False)
        home = work.source.get_source_instance().get_parent().get_parent()
        assert work.get_target_instance().introduction == (
            f'<p data-block-key="a">3 cm<sup>3</sup>: <a id="{home.pk}" linktype="page">the cap</a>.</p>'
        )

    def test_a_po_file_and_a_machine_are_held_to_it_too(self, work: Translation, admin_user: Any) -> None:
        po = polib.POFile()
        po.append(polib.POEntry(msgid=self.SEGMENT, msgctxt="introduction", msgstr="<sup>3</sup> about"))
        work.import_po(po)
        apply_machine_translation(work.pk, admin_user, Engine())

        by_po = StringTranslation.objects.get(context__path="introduction")
        assert by_po.has_error and '<a id="a1">' in by_po.get_error()
        assert not StringTranslation.objects.get(context__path="title").has_error
        assert work.get_progress() == (2, 1)

        by_po.delete()
        apply_machine_translation(work.pk, admin_user, Engine())
        by_machine = StringTranslation.objects.get(context__path="introduction")
        assert by_machine.has_error and "<sup>" in by_machine.get_error()
