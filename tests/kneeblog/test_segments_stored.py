"""Segments are stored and read together, and are the same as wagtail-localize stores them one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from kneeblog.models import Category, FeeTable, GlossaryTerm, PageCategory, SymptomArticlePage, TreatmentPage
from kneeblog.translation.storing import one_by_one, refresh_segments
from tests.benchmarks.translation import article, translate
from tests.kneeblog.samples import Sampler

SEGMENTS = (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment)


def stored(source: TranslationSource) -> list[Any]:
    """Every row, without the ids of the rows."""
    rows: list[Any] = []
    place = ("context__path", "context__field_path", "context__path_id", "order")
    rows += StringSegment.objects.filter(source=source).values_list(
        *place, "string__data", "string__data_hash", "string__locale", "attrs"
    )
    template = ("template__uuid", "template__template", "template__template_format", "template__string_count")
    rows += TemplateSegment.objects.filter(source=source).values_list(*place, *template)
    rows += RelatedObjectSegment.objects.filter(source=source).values_list(*place, "object", "object__content_type")
    rows += OverridableSegment.objects.filter(source=source).values_list(*place, "data_json")
    return sorted(rows, key=repr)


def forget(source: TranslationSource) -> None:
    for model in SEGMENTS:
        model.objects.all().delete()
    for model in (TranslationContext, String, Template):
        model.objects.all().delete()
    TranslatableObject.objects.exclude(pk=source.object_id).delete()


@pytest.fixture
def page(site_tree: Any, make_image: Any) -> Page:
    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="PRP治療", slug="prp"))
    locale = site_tree.home.locale
    fees = FeeTable.objects.create(name="MRI検査", locale=locale)
    snippets = {"GlossaryTerm": GlossaryTerm.objects.get(key="knee_pain"), "FeeTable": fees}
    sampler = Sampler(image=make_image(), treatment=treatment, snippets=snippets)
    link = '<p data-block-key="a"><a href="#causes">原因</a>と<a href="https://www.example.jp/">同じ文</a></p>'
    page = SymptomArticlePage(title="同じ文", slug="back-knee", seo_title="同じ文", introduction=link)
    for name in ("hero_image", "target_readers", "body", "treatments"):
        setattr(page, name, sampler.stream(page._meta.get_field(name).stream_block))
    category = Category.objects.create(name="膝の痛み", slug="knee", locale=locale)
    page.page_categories.add(PageCategory(category=category, locale=locale))
    return site_tree.blog.add_child(instance=page)


def test_the_same_is_stored(page: Page) -> None:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    together = stored(source)
    forget(source)
    one_by_one(source)

    assert len(together) > 80
    assert together == stored(source)


def test_a_change_leaves_what_has_not_changed(page: Page) -> None:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    before = dict(StringSegment.objects.filter(source=source).values_list("string__data", "pk"))
    page.introduction = '<p data-block-key="a">別の文</p>'
    page.save()

    source.update_from_db()
    together = stored(source)
    one_by_one(source)

    assert together == stored(source)
    after = dict(StringSegment.objects.filter(source=source).values_list("string__data", "pk"))
    assert set(after) - set(before) == {"別の文"}
    assert {"同じ文", "文0章", "文1章"} <= {data for data in after if before.get(data) == after[data]}


def test_what_others_stored_before_is_used(page: Page) -> None:
    String.objects.create(locale=page.locale, data="同じ文", data_hash=String._get_data_hash("同じ文"))
    source, _created = TranslationSource.update_or_create_from_instance(page)
    assert StringSegment.objects.filter(source=source, string__data="同じ文").count() == 2
    assert String.objects.filter(data="同じ文").count() == 1


def test_queries_do_not_grow_with_the_page(site_tree: Any) -> None:
    short, long = (site_tree.blog.add_child(instance=article(number, f"n{number}")) for number in (20, 120))
    counts = []
    for page in (short, long):
        source, _created = TranslationSource.update_or_create_from_instance(page)
        StringSegment.objects.filter(source=source).delete()
        with CaptureQueriesContext(connection) as queries:
            refresh_segments(source)
        assert StringSegment.objects.filter(source=source).count() in {20, 120}
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 3


def test_neither_do_the_editors(site_tree: Any, locales: dict[str, Any], admin_client: Client, admin_user: Any) -> None:
    for parent in (site_tree.home, site_tree.blog):
        parent.copy_for_translation(locales["en"])
    counts = []
    for number in (20, 120):
        page = site_tree.blog.add_child(instance=article(number, f"n{number}"))
        translate_object(page, [locales["en"]])
        translate(page)
        StringTranslation.objects.update(last_translated_by=admin_user)
        url = reverse("wagtailadmin_pages:edit", args=[page.get_translation(locales["en"]).pk]) + "?other-editor=1"
        admin_client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = admin_client.get(url)
        counts.append(len(queries))

        shown = json.loads(response.context["props"])
        segments = {segment["id"]: segment["source"] for segment in shown["segments"] if "source" in segment}
        translations = shown["initialStringTranslations"]
        assert len(segments) == len(translations) == number
        assert all(entry["data"] == f"EN {segments[entry['segment_id']]}" for entry in translations)
        assert {entry["last_translated_by"]["full_name"] for entry in translations} == {""}
    assert counts[1] <= counts[0] + 3
