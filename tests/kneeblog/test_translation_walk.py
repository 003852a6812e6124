"""Every text of every model and block goes to translators and comes back; nothing else changes.

The walk asks the models and blocks themselves what they hold, so that a field added later is covered without a new
test.  What it makes says of each value whether it is for readers or for machines.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_serializable_data_for_fields
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from kneeblog import models as ours
from kneeblog.models.base import PER_LOCALE_FIELDS
from kneeblog.translation.placeholders import problems
from tests.kneeblog.samples import Sampler

MODELS = [
    model
    for model in apps.get_app_config("kneeblog").get_models()
    if issubclass(model, TranslatableMixin) and not any(isinstance(item, ParentalKey) for item in model._meta.fields)
]
PARENTS = {
    ours.HomePage: "root",
    ours.SymptomArticlePage: "blog",
    ours.ArticlePage: "blog",
    ours.ConditionPage: "conditions",
    ours.TreatmentPage: "treatments",
    ours.PhysicianPage: "physicians",
}
DIRECTIONS = [("ja", "en"), ("en", "ja")]
# A word for readers, by the language it is in.
WORDS = {"ja": "文{}章", "en": "text {}."}
# Values that must fit together.
SET = {"slug": "walk", "plan_number": "PB1234567", "regen_class": "II", "canonical_url": "https://www.example.jp/"}
# What a copy in another language has of its own by nature, and what the translated snippet decides.
OF_THE_ROW = {
    *(
        "pk",
        "id",
        "path",
        "depth",
        "numchild",
        "url_path",
        "locale",
        "live",
        "has_unpublished_changes",
        "owner",
        "page",
    ),
    *("first_published_at", "last_published_at", "latest_revision_created_at", "live_revision", "latest_revision"),
    *("locked_at", "locked_by", "expired", "source", "page_tags", "wagtail_admin_comments"),
}


@dataclass
class Walker(Sampler):
    """Fills instances; rich text has marks, a link and a list, as an editor might write it."""

    language: str = "ja"
    linked: Any = None
    relations: dict[type[models.Model], Any] = field(default_factory=dict)

    def text(self) -> str:
        self.texts.append(WORDS[self.language].format(len(self.texts)))
        return self.texts[-1]

    def value(self, block: blocks.Block) -> Any:
        return self.rich() if isinstance(block, blocks.RichTextBlock) else super().value(block)

    def rich(self) -> str:
        words = [self.text() for _ in range(9)]
        ruby = f"<ruby>{words[3]}<rt>x-reading</rt></ruby>" if self.language == "ja" else words[3]
        return (
            f'<p data-block-key="p1">{words[0]}3cm<sup>3</sup><b>{words[1]}<i>{words[2]}</i></b>{ruby}</p>'
            f'<p data-block-key="p2"><a id="{self.linked.pk}" linktype="page">{words[4]}<sub>2</sub></a>'
            f'<mark>{words[5]}</mark><br/><a href="https://www.example.jp/x-code?a=1&amp;b=2">{words[6]}</a></p>'
            f'<ol><li data-block-key="l1"><small>{words[7]}</small>19,000</li>'
            f'<li data-block-key="l2">{words[8]}</li></ol>'
        )

    def fill(self, instance: models.Model) -> Any:
        """Every editable field of an instance, and two of each of its children."""
        model = type(instance)
        translated = {entry.field_name for entry in get_translatable_fields(model) if entry.is_translated(instance)}
        for item in model._meta.get_fields():
            if isinstance(item, models.ManyToOneRel) and isinstance(item.remote_field, ParentalKey):
                self._children(instance, item)
            elif item.concrete and getattr(item, "editable", False) and not item.is_relation:
                if item.name not in OF_THE_ROW and not (issubclass(model, Page) and _is_wagtails(item)):
                    setattr(instance, item.name, self._field(item, item.name in translated))
            elif isinstance(item, models.ForeignKey) and item.related_model in self.relations:
                setattr(instance, item.name, self.relations[item.related_model])
        return instance

    def _children(self, instance: Any, relation: models.ManyToOneRel) -> None:
        if relation.name in OF_THE_ROW:
            return
        number = 1 if relation.related_model is ours.PageCategory else 2
        for _ in range(number):
            child = relation.related_model()
            if isinstance(child, TranslatableMixin):
                child.locale = instance.locale
            getattr(instance, relation.name).add(self.fill(child))

    def _field(self, item: models.Field[Any, Any], translated: bool) -> Any:
        if item.name in SET:
            return SET[item.name]
        match item:
            case StreamField():
                return self.stream(item.stream_block)
            case RichTextField():
                return self.rich()
            case models.CharField() | models.TextField() if item.choices:
                return item.choices[-1][0]
            case models.CharField() | models.TextField():
                return self.text() if translated else self.code()
            case models.DateField():
                return datetime.date(2026, 4, 1)
            case models.BooleanField():
                return True
            case models.IntegerField():
                return 3
        raise AssertionError(f"no sample for {item}")


def _is_wagtails(item: Any) -> bool:
    return item.model is Page and item.name not in {"title", "seo_title", "search_description", "show_in_menus"}


@pytest.fixture
def world(site_tree: Any, locales: dict[str, Any], make_image: Any, rules_off: None) -> dict[str, Any]:
    """The site in Japanese and English, and what pages refer to."""
    english = locales["en"]
    places = {"root": site_tree.home.get_parent(), "home": site_tree.home}
    for name in ("home", "blog", "conditions", "treatments", "physicians"):
        page = getattr(site_tree, name)
        places[name] = {"ja": page, "en": page.copy_for_translation(english)}
    return {"places": places, "image": make_image(), "locales": locales}


def _walker(world: dict[str, Any], language: str) -> Walker:
    locale, places = world["locales"][language], world["places"]

    def below(place: str, model: type[Page]) -> Page:
        return places[place][language].add_child(instance=model(title="Linked", slug="linked", locale=locale))

    image, treatment = world["image"], below("treatments", ours.TreatmentPage)
    walker = Walker(image=image, treatment=treatment, language=language, linked=below("blog", ours.ArticlePage))
    fees = ours.FeeTable.objects.create(name="MRI", locale=locale)
    term = ours.GlossaryTerm.objects.get(key="knee_pain")
    walker.snippets = {"GlossaryTerm": term, "FeeTable": fees}
    walker.relations = {
        ours.FeeTable: fees,
        ours.GlossaryTerm: term,
        ours.ConditionPage: below("conditions", ours.ConditionPage),
        ours.Category: ours.Category.objects.create(name="Shelf", slug="shelf", locale=locale),
        ours.Author: ours.Author.objects.create(name="Author", locale=locale),
        type(image): image,
    }
    return walker


def _saved(walker: Walker, model: type[models.Model], world: dict[str, Any]) -> Any:
    instance = walker.fill(model(locale=world["locales"][walker.language]))
    if not isinstance(instance, Page):
        instance.save()
        return instance
    place = world["places"][PARENTS.get(model, "home")]
    parent = place if isinstance(place, Page) else place[walker.language]
    parent.add_child(instance=instance)
    return model.objects.get(pk=instance.pk)


def _data(instance: Any) -> Any:
    if isinstance(instance, Page):
        data = json.loads(instance.to_json())
    else:
        data = json.loads(json.dumps(get_serializable_data_for_fields(instance), default=str))
    return _plain(data)


def _plain(value: Any, key: str = "") -> Any:
    """Streams as what they hold, and nothing of what belongs to the row."""
    if isinstance(value, dict):
        if value.get("type") == "fee_table":
            value = {**value, "value": "fee table"}
        own = OF_THE_ROW | {*PER_LOCALE_FIELDS, "fee_table", "category", "author"}
        return {name: _plain(item, name) for name, item in value.items() if name not in own or key == "value"}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and value.startswith("[{"):
        return _plain(json.loads(value))
    return value


def _in(language: str, other: str, data: Any) -> str:
    """The data with every word of one language in the other, and without readings."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    text = re.sub(r"<ruby>(.*?)<rt>.*?</ruby>", r"\1", text)
    pattern = re.escape(WORDS[language]).replace(r"\{\}", r"(\d+)")
    return re.sub(pattern, lambda found: WORDS[other].format(found[1]), text)


@pytest.mark.parametrize(("here", "there"), DIRECTIONS, ids=["from-ja", "from-en"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_text_comes_back_translated_and_nothing_else_changes(
    world: dict[str, Any], model: type[models.Model], here: str, there: str
) -> None:
    walker = _walker(world, here)
    original = _saved(walker, model, world)
    target = world["locales"][there]
    translate_object(original, [target])  # what it refers to is submitted with it
    source = TranslationSource.objects.get_for_instance(original)
    work = Translation.objects.get(source=source, target_locale=target)

    sentences = StringSegment.objects.filter(source=source).select_related("string", "context")
    shown = " ".join(segment.string.data for segment in sentences)
    assert [text for text in walker.texts if text not in shown] == []
    assert [code for code in [*walker.codes, "x-reading", "example.jp", "2026-04"] if code in shown] == []
    for segment in sentences:
        translation = json.loads(_in(here, there, segment.string.data))
        assert problems(segment.string.data, translation) == []
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=target, data=translation
        )
    work.save_target(publish=not isinstance(original, Page))

    translated = model.objects.get(translation_key=original.translation_key, locale=target)
    assert work.get_progress()[0] == work.get_progress()[1] == len(sentences)
    if model is ours.HomePage:  # the two stand side by side, so the address of one is not free for the other
        translated.slug = original.slug
    assert _in(here, there, _data(original)) == _in(here, here, _data(translated))
    assert all(text in _in(there, here, _data(translated)) for text in walker.texts)
    _follows_the_language(translated, target)
    assert _data(original) == _data(model.objects.get(pk=original.pk))


def _follows_the_language(translated: Any, target: Any) -> None:
    """What the page refers to is the one in its own language."""
    for item in translated._meta.get_fields():
        if isinstance(item, models.ForeignKey) and item.name != "source" and not isinstance(item, ParentalKey):
            related = getattr(translated, item.name)
            if isinstance(related, TranslatableMixin) and not isinstance(related, Page):
                assert related.locale == target, item.name
    if isinstance(translated, ours.MedicalPage):
        assert {entry.category.locale for entry in translated.page_categories.all()} == {target}
    if hasattr(translated, "body"):
        tables = re.findall(r'"type": "fee_table", "value": (\d+)', json.dumps(translated.body.get_prep_value()))
        assert tables and {ours.FeeTable.objects.get(pk=pk).locale for pk in tables} == {target}


def test_pictures_and_links_can_be_others_in_a_translation(world: dict[str, Any], make_image: Any) -> None:
    original = _saved(_walker(world, "ja"), ours.ArticlePage, world)
    translate_object(original, [world["locales"]["en"]])
    source = TranslationSource.objects.get_for_instance(original)

    offered = {str(segment.data) for segment in OverridableSegment.objects.filter(source=source)}
    assert {str(world["image"].pk), "https://www.example.jp/x-code?a=1&b=2"} <= offered
