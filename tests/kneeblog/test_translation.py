"""wagtail-localize meets our blocks and pages."""

from __future__ import annotations

import datetime
from html import unescape
from typing import Any

import pytest
from django.db import models
from django.test import Client
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site, TranslatableMixin
from wagtail_localize.fields import copy_synchronised_fields, get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.strings import extract_strings, restore_strings

from kneeblog import models as kneeblog_models
from kneeblog import notices
from kneeblog.models import (
    Author,
    Category,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    MedicalPage,
    PageCategory,
    PhysicianPage,
    SymptomArticlePage,
    TreatmentPage,
)
from kneeblog.models.base import PER_LOCALE_FIELDS
from tests.kneeblog.samples import Sampler, empty_value, missing_value, null_value

PAGES = [
    model
    for model in vars(kneeblog_models).values()
    if isinstance(model, type) and issubclass(model, MedicalPage) and not model._meta.abstract
]
STREAMS = [
    pytest.param(model, field.name, id=f"{model.__name__}.{field.name}")
    for model in [*PAGES, FeeTable]
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
]


@pytest.fixture
def sampler(site_tree: Any, make_image: Any) -> Sampler:
    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="PRP治療", slug="prp"))
    fee_table = FeeTable.objects.create(name="MRI検査", locale=site_tree.home.locale)
    snippets = {"GlossaryTerm": GlossaryTerm.objects.get(key="knee_pain"), "FeeTable": fee_table}
    return Sampler(image=make_image(), treatment=treatment, snippets=snippets)


def segments_of(model: type[models.Model], name: str, raw: list[dict[str, Any]]) -> list[Any]:
    field = model._meta.get_field(name)
    value = field.to_python(raw)
    return StreamFieldSegmentExtractor(field, include_overridables=True).handle_stream_block(value)


def strings(segments: list[Any]) -> set[str]:
    return {segment.render_text() for segment in segments if isinstance(segment, StringSegmentValue)}


@pytest.mark.parametrize("pending", [False, True], ids=["chosen", "pending"])
@pytest.mark.parametrize(("model", "name"), STREAMS)
def test_every_text_is_a_segment_and_no_code_is(
    sampler: Sampler, model: type[models.Model], name: str, pending: bool
) -> None:
    sampler.pending = pending
    raw = sampler.stream(model._meta.get_field(name).stream_block)

    segments = segments_of(model, name, raw)

    assert strings(segments) - {""} == set(sampler.texts)
    everything = " ".join(str(vars(segment)) for segment in segments)
    assert [code for code in sampler.codes if code in everything] == []


@pytest.mark.parametrize("build", [empty_value, null_value, missing_value])
@pytest.mark.parametrize(("model", "name"), STREAMS)
def test_incomplete_values_give_no_text_and_no_crash(
    db: None, model: type[models.Model], name: str, build: Any
) -> None:
    raw = build(model._meta.get_field(name).stream_block)

    segments = segments_of(model, name, raw)

    assert strings(segments) <= {""}
    assert all(segment.is_empty() for segment in segments if not isinstance(segment, TemplateSegmentValue))


@pytest.mark.parametrize("model", [*PAGES, FeeTable, Author, Category, PageCategory], ids=lambda model: model.__name__)
def test_every_field_is_translated_synchronised_or_left_to_each_language(model: type[models.Model]) -> None:
    listed = {field.field_name for field in get_translatable_fields(model)}
    inherited = {field.name for field in Page._meta.get_fields()} - {"title", "slug", "seo_title", "search_description"}
    own = {
        field.name
        for field in model._meta.get_fields()
        if field.name not in inherited and field.concrete and field.editable and not field.primary_key
    }
    own -= {"page", "page_ptr", "translation_key", "locale", "sort_order", "latest_revision", "id"}
    if issubclass(model, Page):
        own |= {relation.name for relation in get_all_child_relations(model)}
        own -= {"page_tags", "wagtail_admin_comments"}
    assert own - set(PER_LOCALE_FIELDS) - listed == set()
    assert listed & set(PER_LOCALE_FIELDS) == set()


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_texts_are_translated_not_copied(model: type[models.Model]) -> None:
    not_text = {"slug", "name_kana", "name_romaji", "plan_number", "committee_number", "facility_number"}
    for entry in get_translatable_fields(model):
        field = entry.get_field(model)
        text = isinstance(field, StreamField | RichTextField | models.TextField | models.CharField)
        child = isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey)
        if (text and not field.choices and field.name not in not_text) or (
            child and issubclass(field.related_model, TranslatableMixin)
        ):
            assert entry.is_translated(None), field.name


@pytest.mark.parametrize(
    "html",
    [
        "約3cm<sup>3</sup>です",
        "H<sub>2</sub>Oを<u>毎日</u>飲む",
        "<small>注</small>と<mark>印</mark>と<s>誤</s>と<code>x</code>",
        '<a href="#causes">原因<sup>2</sup></a>を見る',
        "一行目<br/>二行目",
    ],
)
def test_marks_do_not_cut_a_sentence(html: str) -> None:
    template, found = extract_strings(f'<p data-block-key="a">{html}</p>')

    assert len(found) == 1
    restored = restore_strings(template, found)
    assert restored == f'<p data-block-key="a">{html}</p>'


class TestRoundTrip:
    """A full symptom article, from Japanese into English."""

    @pytest.fixture
    def article(self, site_tree: Any, sampler: Sampler, rules_off: None) -> SymptomArticlePage:
        category = Category.objects.create(name="膝の痛み", slug="knee", locale=site_tree.home.locale)
        physician = site_tree.physicians.add_child(
            instance=PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾")
        )
        condition = site_tree.conditions.add_child(instance=ConditionPage(title="半月板損傷", slug="meniscus"))
        page = SymptomArticlePage(
            title="膝の裏の痛み",
            slug="back-knee",
            seo_title="膝の裏が痛い",
            search_description="膝の裏の痛みの原因",
            breadcrumb_label="膝の裏",
            introduction='<p data-block-key="i1">はじめに</p>',
            supervisor=physician,
            next_review_on=datetime.date(2027, 4, 1),
            robots="noindex",
            canonical_url="https://www.example.jp/post/back-knee",
            primary_parent=site_tree.conditions,
            symptom=sampler.snippets["GlossaryTerm"],
        )
        for name in ("hero_image", "target_readers", "body", "treatments"):
            setattr(page, name, sampler.stream(page._meta.get_field(name).stream_block))
        page.page_categories.add(PageCategory(category=category))
        page.related_conditions.add(kneeblog_models.RelatedCondition(condition=condition))
        page.tags.add("膝")
        site_tree.blog.add_child(instance=page)
        page.save_revision().publish()
        return SymptomArticlePage.objects.get(pk=page.pk)

    @staticmethod
    def translate(page: Page, locale: Any, *, mark: str = "EN ") -> Any:
        source, _created = TranslationSource.update_or_create_from_instance(page)
        translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
        for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": f"{mark}{segment.string.data}"},
            )
        translation.save_target(publish=True)
        return translation

    @pytest.fixture
    def english(
        self,
        article: SymptomArticlePage,
        site_tree: Any,
        locales: dict[str, Any],
        sampler: Sampler,
        django_capture_on_commit_callbacks: Any,
    ) -> SymptomArticlePage:
        with django_capture_on_commit_callbacks(execute=True):
            for page in (site_tree.home, site_tree.blog):
                self.translate(page, locales["en"])
            self.translate(sampler.snippets["FeeTable"], locales["en"])
            self.translate(Category.objects.get(), locales["en"])
            self.translate(article, locales["en"])
        return article.get_translation(locales["en"])

    def test_every_text_is_translated(self, english: SymptomArticlePage, sampler: Sampler) -> None:
        shown = strings(
            [
                segment
                for name in ("hero_image", "target_readers", "body", "treatments")
                for segment in StreamFieldSegmentExtractor(
                    SymptomArticlePage._meta.get_field(name), include_overridables=True
                ).handle_stream_block(getattr(english, name))
            ]
        )
        assert shown - {""} == {f"EN {text}" for text in sampler.texts}
        assert english.live
        assert (english.title, english.seo_title) == ("EN 膝の裏の痛み", "EN 膝の裏が痛い")
        assert english.breadcrumb_label == "EN 膝の裏"
        assert english.introduction == '<p data-block-key="i1">EN はじめに</p>'

    def test_codes_and_structure_are_the_same(self, english: SymptomArticlePage, article: SymptomArticlePage) -> None:
        def skeleton(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: skeleton(item) for key, item in value.items()}
            if isinstance(value, list):
                return [skeleton(item) for item in value]
            return value.replace("EN ", "") if isinstance(value, str) else value

        english_body = skeleton(english.body.get_prep_value())
        japanese_body = article.body.get_prep_value()
        fee_tables = [
            next(block for block in body[0]["value"]["content"] if block["type"] == "fee_table")
            for body in (english_body, japanese_body)
        ]
        assert fee_tables[0]["value"] != fee_tables[1]["value"]  # the chooser follows the language …
        for body in (english_body, japanese_body):  # … and everything else is as it was
            body[0]["value"]["content"] = [
                block for block in body[0]["value"]["content"] if block["type"] not in ("fee_table", "topic")
            ]
        assert english_body == japanese_body

    def test_slug_is_the_same_and_translated_objects_are_linked(
        self, english: SymptomArticlePage, article: SymptomArticlePage
    ) -> None:
        assert english.slug == article.slug == "back-knee"
        assert english.full_url.endswith("/en/blog/back-knee/")
        assert [category.name for category in english.categories] == ["EN 膝の痛み"]
        assert english.symptom == article.symptom
        assert [entry.condition.title for entry in english.related_conditions.all()] == ["半月板損傷"]

    def test_what_each_language_decides_survives_the_next_sync(
        self, english: SymptomArticlePage, article: SymptomArticlePage
    ) -> None:
        english.next_review_on = datetime.date(2028, 1, 1)
        english.robots = ""
        english.canonical_url = ""
        english.supervisor = None
        english.primary_parent = None
        english.save()

        copy_synchronised_fields(article, english)

        assert english.next_review_on == datetime.date(2028, 1, 1)
        assert (english.robots, english.canonical_url, english.supervisor, english.primary_parent) == (
            "",
            "",
            None,
            None,
        )

    def test_a_translation_is_saved_as_a_draft_on_top_of_the_draft(
        self,
        english: SymptomArticlePage,
        site_tree: Any,
        locales: dict[str, Any],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        reviewer = site_tree.physicians.add_child(instance=PhysicianPage(title="Dr Smith", slug="smith", live=True))
        draft = english.get_latest_revision_as_object()
        draft.supervisor, draft.robots, draft.next_review_on = reviewer, "noindex,nofollow", datetime.date(2029, 1, 1)
        draft.tags.add("knee")
        draft.save_revision()
        title = StringTranslation.objects.get(context__path="title", context__object_id=english.translation_key)
        title.data = "Pain behind the knee"
        title.save()
        work = Translation.objects.get(source__object_id=english.translation_key)

        work.save_target(publish=False)
        for_visitors = SymptomArticlePage.objects.get(pk=english.pk)
        assert (for_visitors.title, for_visitors.robots) == ("EN 膝の裏の痛み", "noindex")
        assert for_visitors.has_unpublished_changes and for_visitors.draft_title == "Pain behind the knee"

        with django_capture_on_commit_callbacks(execute=True):
            work.save_target(publish=True)
        published = SymptomArticlePage.objects.get(pk=english.pk)
        assert published.title == "Pain behind the knee"
        assert (published.supervisor, published.robots) == (reviewer, "noindex,nofollow")
        assert published.next_review_on == datetime.date(2029, 1, 1)
        assert "knee" in {tag.name for tag in published.tags.all()}
        assert [category.name for category in published.categories] == ["EN 膝の痛み"]

    def test_a_new_translation_takes_no_canonical_address_along(self, english: SymptomArticlePage) -> None:
        assert english.canonical_url == ""

    def test_a_changed_sentence_loses_only_itself(
        self,
        english: SymptomArticlePage,
        article: SymptomArticlePage,
        sampler: Sampler,
        locales: dict[str, Any],
    ) -> None:
        raw = article.body.get_prep_value()
        raw[0]["value"]["heading"] = "新しい見出し"
        article.body = raw
        article.save_revision().publish()

        source, _created = TranslationSource.update_or_create_from_instance(
            SymptomArticlePage.objects.get(pk=article.pk)
        )
        total, done = Translation.objects.get(source=source).get_progress()
        assert total - done == 1


def test_legal_notices_are_written_in_each_language_and_put_before_no_translator(
    site_tree: Any, locales: dict[str, Any], client: Client, rules_off: None, django_capture_on_commit_callbacks: Any
) -> None:
    facts = {"insurance_status": "self_pay", "approval_status": "unapproved", "plan_number": "PB1234567"}
    page = site_tree.treatments.add_child(
        instance=TreatmentPage(title="PRP治療", slug="prp", regen_class="II", **facts)
    )
    for parent in (site_tree.home, site_tree.treatments):
        parent.copy_for_translation(locales["en"]).save_revision().publish()

    with django_capture_on_commit_callbacks(execute=True):
        TestRoundTrip.translate(page, locales["en"])

    offered = set(StringSegment.objects.filter(source__object_id=page.translation_key).values_list("string__data"))
    assert offered == {("PRP治療",)}
    Site.clear_site_root_paths_cache()
    for language, sentence in (("ja", "承認・認可を意味するものではありません"), ("en", "Submission does not mean")):
        shown = client.get(page.get_translation(locales[language]).url).content.decode()
        assert sentence in shown
        assert notices.insurance_notice("self_pay", language) in unescape(shown)
        assert notices.relief_notice(language) in unescape(shown)


def test_a_page_with_pending_pictures_can_be_submitted(
    site_tree: Any, locales: dict[str, Any], sampler: Sampler
) -> None:
    sampler.pending = True
    page = SymptomArticlePage(title="下書き", slug="draft", live=False)
    page.body = sampler.stream(page._meta.get_field("body").stream_block)
    site_tree.blog.add_child(instance=page)

    source, _created = TranslationSource.update_or_create_from_instance(page)

    found = set(StringSegment.objects.filter(source=source).values_list("string__data", flat=True))
    assert set(sampler.texts) <= found
