"""Memory and machine translation: what was translated before is offered, and nothing is published by a machine."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from kneeblog.models import ArticlePage
from kneeblog.translation.machine import MemoryTranslator, price
from kneeblog.translation.memory import Memory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]
MEMORY = "kneeblog.translation.machine.MemoryTranslator"


def submit(site_tree: Any, locale: Any, slug: str, *paragraphs: str) -> Translation:
    """A published article, sent for translation."""
    content = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())} for text in paragraphs]
    body = json.dumps([{"type": "section", "value": {"content": content}, "id": str(uuid.uuid4())}])
    page = site_tree.blog.add_child(instance=ArticlePage(title=f"記事 {slug}", slug=slug, body=body))
    page.save_revision().publish()
    source, _ = TranslationSource.get_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=locale)


def say(translation: Translation, text: str, answer: str, **fields: Any) -> StringTranslation:
    segment = translation.source.stringsegment_set.get(string__data=text)
    return StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data=answer,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        **fields,
    )


def known(translation: Translation) -> dict[str, tuple[str, str]]:
    rows = StringTranslation.objects.filter(context__object_id=translation.source.object_id)
    return {row.translation_of.data: (row.data, row.translation_type) for row in rows}


def test_the_same_segment_and_one_much_like_it(site_tree: Any, locales: dict[str, Any]) -> None:
    first = submit(site_tree, locales["en"], "one", "膝を冷やして休みます。", "関係のない文です。")
    say(first, "膝を冷やして休みます。", "Cool the knee and rest.")
    memory = Memory(locales["ja"], locales["en"])
    exact = memory.exact("膝を冷やして休みます。")
    assert [(found.translation, found.is_exact, found.place) for found in exact] == [
        ("Cool the knee and rest.", True, "記事 one")
    ]
    close = memory.close("膝を温めて休みます。")
    assert [(found.source, found.translation) for found in close] == [
        ("膝を冷やして休みます。", "Cool the knee and rest.")
    ]
    assert 70 <= close[0].alike < 100
    assert memory.close("まったく別の話") == [] == memory.exact("膝を温めて休みます。")
    assert Memory(locales["ja"], locales["ko"]).exact("膝を冷やして休みます。") == []


def test_wrong_translations_are_not_remembered_and_the_newest_comes_first(
    site_tree: Any, locales: dict[str, Any]
) -> None:
    text = "約3cm<sup>3</sup>です"
    for slug, answer in (("one", "Old words."), ("two", "New words.")):
        say(submit(site_tree, locales["en"], slug, text), text, f"{answer}<sup>3</sup>")
    say(submit(site_tree, locales["en"], "three", text), text, "no placeholder")
    found = Memory(locales["ja"], locales["en"]).exact(text)
    assert [row.translation for row in found] == ["New words.<sup>3</sup>", "Old words.<sup>3</sup>"]


def test_the_machine_knows_memory_terms_and_prices_and_publishes_nothing(
    site_tree: Any, locales: dict[str, Any], admin_client: Any, settings: Any
) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": MEMORY}
    before = submit(site_tree, locales["en"], "one", "膝を休めます。")
    say(before, "膝を休めます。", "Rest the knee.")
    new = submit(
        site_tree, locales["en"], "two", "膝を休めます。", "半月板損傷", "660,000円（税込）", "はじめての文です。"
    )
    new.save_target(publish=False)
    admin_client.post(reverse("wagtail_localize:machine_translate", args=[new.pk]), {"next": "/admin/"})
    assert known(new) == {
        "膝を休めます。": ("Rest the knee.", "machine"),
        "半月板損傷": ("meniscus tear", "machine"),
        "660,000円（税込）": ("¥660,000 (tax incl.)", "machine"),
    }
    assert not ArticlePage.objects.get(slug="two", locale=locales["en"]).live


class Careless(BaseMachineTranslator):
    """An engine that answers in capitals and drops what it does not understand."""

    def can_translate(self, source_locale: Any, target_locale: Any) -> bool:
        return True

    def translate(self, source_locale: Any, target_locale: Any, strings: Any) -> Any:
        return {string: StringValue(string.data.replace("[[0]]", "ZERO").replace("<sup>", "")) for string in strings}


def test_an_engine_never_sees_prices_and_names_and_must_not_lose_them(locales: dict[str, Any], site_tree: Any) -> None:
    options = {"ENGINE": {"CLASS": f"{DummyTranslator.__module__}.DummyTranslator"}}
    kept = StringValue("費用 は 66万円 です PB3230086")
    answers = MemoryTranslator(options).translate(locales["ja"], locales["en"], [kept])
    assert answers[kept] is not None and answers[kept].data == "PB3230086 です ¥660,000 は 費用"
    careless = MemoryTranslator({"ENGINE": {"CLASS": f"{__name__}.Careless"}})
    strings = [StringValue("費用は66万円です"), StringValue("約3cm<sup>3</sup>"), StringValue("膝を休めます")]
    answers = careless.translate(locales["ja"], locales["en"], strings)
    assert [answers[string] and answers[string].data for string in strings] == [None, None, "膝を休めます"]


def test_prices_alone(db: None) -> None:
    assert price("66万円", "ko") == "660,000엔"
    assert price("66万円です", "en") == price("費用：66万円", "en") == price("膝", "en") == ""
    assert get_user_model().objects.count() == 0
