"""Page types and snippets: the tree, slugs, publishing, supervision, listings, queries."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Revision
from wagtail.test.utils import WagtailPageTestCase

from kneeblog.models import (
    ArticlePage,
    BlogIndexPage,
    ConditionIndexPage,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    HomePage,
    PhysicianIndexPage,
    PhysicianPage,
    PublishingRefusedError,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentIndexPage,
    TreatmentPage,
    TreatmentRisk,
    pending_pictures,
)
from kneeblog.models.slugs import suggest_slug
from kneeblog.translation.glossary import load_glossary

OLD_ADDRESS = "https://static.example.com/knee.jpg"


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def pending_image(address: str = OLD_ADDRESS) -> dict[str, Any]:
    """A picture that is known by its old address only, as the importer writes it."""
    return block(
        "image",
        {
            "image": {"image": None, "alt_text": "", "decorative": False},
            "caption": "",
            "link": "",
            "original_url": address,
            "original_alt": "膝の図",
            "original_width": 800,
            "original_height": 600,
        },
    )


def section(*content: dict[str, Any], heading: str = "原因") -> dict[str, Any]:
    return block("section", {"heading": heading, "kind": "causes", "anchor": "", "content": list(content)})


def topic(*content: dict[str, Any], condition: int | None = None) -> dict[str, Any]:
    return block("topic", {"heading": "変形性膝関節症", "condition": condition, "anchor": "", "content": list(content)})


@pytest.fixture
def article(site_tree: Any, rules_off: None) -> SymptomArticlePage:
    page = SymptomArticlePage(title="膝の裏の痛み", slug="back-knee", live=False)
    return site_tree.blog.add_child(instance=page)


@pytest.fixture
def physician(site_tree: Any) -> PhysicianPage:
    page = PhysicianPage(title="保田 真吾", slug="yasuda", name="保田 真吾")
    return site_tree.physicians.add_child(instance=page)


class TestTree(WagtailPageTestCase):
    def test_who_may_stand_under_whom(self) -> None:
        self.assertAllowedSubpageTypes(BlogIndexPage, {SymptomArticlePage, ArticlePage})
        self.assertAllowedSubpageTypes(ConditionIndexPage, {ConditionPage})
        self.assertAllowedSubpageTypes(TreatmentIndexPage, {TreatmentPage})
        self.assertAllowedSubpageTypes(PhysicianIndexPage, {PhysicianPage})
        self.assertAllowedParentPageTypes(HomePage, {Page})
        for leaf in (SymptomArticlePage, ArticlePage, ConditionPage, TreatmentPage, PhysicianPage):
            self.assertAllowedSubpageTypes(leaf, set())

    def test_lists_may_stand_under_another_sites_home_page(self) -> None:
        self.assertTrue({BlogIndexPage, ConditionIndexPage} <= set(HomePage.allowed_subpage_models()))
        self.assertIn(Page, BlogIndexPage.allowed_parent_page_models())


class TestSlug:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("膝の痛み", "knee-pain"),
            ("変形性膝関節症とPRP", "knee-osteoarthritis-prp"),
            ("お知らせ", "article"),
            ("2026年", "article"),
            ("Knee 2026", "knee-2026"),
        ],
    )
    def test_suggestion(self, title: str, slug: str) -> None:
        assert suggest_slug(title, "article") == slug

    def test_every_suggestion_from_the_glossary_is_ascii(self) -> None:
        for term in load_glossary():
            assert suggest_slug(f"{term.ja}について", "page").isascii()

    def test_a_page_without_a_slug_gets_an_ascii_one(self, site_tree: Any) -> None:
        title = "年末年始のお知らせ"
        pages = [site_tree.blog.add_child(instance=ArticlePage(title=title, live=live)) for live in (True, False)]
        assert [page.slug for page in pages] == ["article", "article-2"]

    def test_a_japanese_slug_is_refused(self, site_tree: Any) -> None:
        with pytest.raises(ValidationError) as caught:
            site_tree.blog.add_child(instance=ArticlePage(title="膝", slug="膝の痛み"))
        assert list(caught.value.error_dict) == ["slug"]


class TestPendingPictures:
    def bodies(self) -> list[Any]:
        gallery_item = pending_image("g")["value"]
        gallery_item.pop("link")
        items = [{"type": "item", "value": gallery_item, "id": str(uuid.uuid4())}]
        return [section(pending_image("a"), topic(pending_image("b"), block("gallery", {"items": items})))]

    def test_are_found_at_every_depth(self, article: SymptomArticlePage) -> None:
        article.hero_image = [pending_image("h")]
        article.body = self.bodies()
        assert pending_pictures(article) == ["h", "a", "b", "g"]

    def test_a_draft_is_saved(self, article: SymptomArticlePage) -> None:
        article.body = [section(pending_image())]
        revision = article.save_revision()
        assert pending_pictures(revision.as_object()) == [OLD_ADDRESS]

    def test_publishing_is_refused_with_the_old_address(self, article: SymptomArticlePage) -> None:
        article.body = [section(pending_image())]
        with pytest.raises(PublishingRefusedError) as caught:
            article.save_revision().publish()
        assert OLD_ADDRESS in caught.value.text
        article.refresh_from_db()
        assert not article.live

    def test_the_draft_that_is_published_counts_not_the_page(self, article: SymptomArticlePage) -> None:
        article.body = [section(pending_image())]
        article.save_revision()
        article.body = []
        article.save_revision().publish()
        article.refresh_from_db()
        assert article.live

    def test_scheduling_is_refused_too(self, article: SymptomArticlePage) -> None:
        article.body = [section(pending_image())]
        article.go_live_at = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
        with pytest.raises(PublishingRefusedError):
            article.save_revision().publish()

    @pytest.mark.parametrize("field", ["photo", "body"])
    def test_a_physicians_photo_counts(self, physician: PhysicianPage, field: str) -> None:
        setattr(physician, field, [pending_image()] if field == "photo" else [section(pending_image())])
        with pytest.raises(PublishingRefusedError):
            physician.save_revision().publish()

    def test_one_without_an_address_is_counted(self, article: SymptomArticlePage) -> None:
        article.body = [section(pending_image(""))]
        assert pending_pictures(article) == ["?"]


class TestSupervision:
    def test_naming_a_supervisor_is_no_signature(self, article: SymptomArticlePage, physician: PhysicianPage) -> None:
        article.supervisor = physician
        article.save_revision().publish()
        assert article.supervision is None

    def test_a_signature_stands_until_the_text_changes(
        self, article: SymptomArticlePage, physician: PhysicianPage
    ) -> None:
        article.save_revision().publish()
        article.refresh_from_db()
        SupervisionRecord.sign(article, physician, scope="医学的内容", signed_on=datetime.date(2026, 4, 1))
        signed = SymptomArticlePage.objects.get(pk=article.pk)
        assert signed.supervision.is_current
        assert (signed.supervision.physician, signed.supervision.scope) == (physician, "医学的内容")

        signed.title = "書き直した題"
        signed.save_revision()  # a draft changes nothing for visitors
        assert SymptomArticlePage.objects.get(pk=article.pk).supervision.is_current
        signed.get_latest_revision().publish()
        assert not SymptomArticlePage.objects.get(pk=article.pk).supervision.is_current

    def test_the_latest_signature_counts(self, article: SymptomArticlePage, physician: PhysicianPage) -> None:
        article.save_revision()
        first, second = (
            SupervisionRecord.sign(article, physician, signed_on=datetime.date(2026, month, 1)) for month in (5, 3)
        )
        assert article.supervision == first
        assert second.signed_on < first.signed_on

    def test_a_page_without_a_version_cannot_be_signed(
        self, article: SymptomArticlePage, physician: PhysicianPage
    ) -> None:
        with pytest.raises(ValidationError):
            SupervisionRecord.sign(article, physician)

    def test_another_pages_version_cannot_be_signed(
        self, article: SymptomArticlePage, physician: PhysicianPage
    ) -> None:
        with pytest.raises(ValidationError):
            SupervisionRecord.sign(article, physician, revision=physician.save_revision())

    def test_a_signed_version_outlives_the_purge_but_not_its_page(
        self, article: SymptomArticlePage, physician: PhysicianPage
    ) -> None:
        revision = article.save_revision()
        SupervisionRecord.sign(article, physician)
        article.save_revision()
        with pytest.raises(ProtectedError):
            revision.delete()
        with pytest.raises(ProtectedError):
            Revision.objects.filter(pk=revision.pk).delete()
        Page.objects.get(pk=article.pk).delete()
        assert not SupervisionRecord.objects.exists()

    def test_a_whole_tree_with_signatures_can_be_deleted(
        self, article: SymptomArticlePage, physician: PhysicianPage, site_tree: Any
    ) -> None:
        article.save_revision()
        SupervisionRecord.sign(article, physician)
        Page.objects.get(pk=site_tree.home.pk).delete()
        assert not SupervisionRecord.objects.exists()


class TestListing:
    def test_newest_articles_first_twelve_a_page(self, site_tree: Any, rf: Any) -> None:
        for day in range(1, 15):
            published = datetime.datetime(2026, 1, day, tzinfo=datetime.UTC)
            page = ArticlePage(title=f"記事{day}", slug=f"article-{day}", first_published_at=published)
            site_tree.blog.add_child(instance=page)
        site_tree.blog.add_child(instance=ArticlePage(title="下書き", slug="draft", live=False))

        children = site_tree.blog.get_context(rf.get("/?page=1"))["children"]
        assert [page.title for page in children] == [f"記事{day}" for day in range(14, 2, -1)]
        assert {type(page) for page in children} == {ArticlePage}
        assert [page.title for page in site_tree.blog.get_context(rf.get("/?page=2"))["children"]] == ["記事2", "記事1"]
        for wrong in ("0", "99", "x"):
            assert site_tree.blog.get_context(rf.get("/", {"page": wrong}))["children"].number in (1, 2)

    def test_page_size_is_a_setting(self, site_tree: Any, settings: Any) -> None:
        settings.KNEEBLOG = {"PAGE_SIZE": 2}
        assert len(site_tree.home.children_page(1)) == 2

    def test_other_lists_keep_the_trees_order(self, site_tree: Any) -> None:
        for title in ("い", "あ"):
            site_tree.conditions.add_child(instance=ConditionPage(title=title))
        assert [page.title for page in site_tree.conditions.children_page(1)] == ["い", "あ"]


class TestQueries:
    """What blocks refer to costs the same number of queries for few blocks as for many."""

    def page_with(self, site_tree: Any, make_image: Any, count: int, slug: str) -> SymptomArticlePage:
        terms = list(GlossaryTerm.objects.all()[:count])
        treatments = []
        for number in range(count):
            table = FeeTable.objects.create(name=f"料金{number}", locale=site_tree.home.locale)
            image = {**pending_image()["value"], "image": {"image": make_image().pk, "alt_text": "a"}}
            treatment = TreatmentPage(
                title=f"治療{number}", slug=f"{slug}-{number}", fee_table=table, card_image=[block("image", image)]
            )
            treatment.risks = [TreatmentRisk(name="腫れ", locale=site_tree.home.locale)]
            treatments.append(site_tree.treatments.add_child(instance=treatment))
        chosen = [block("treatment", treatment.pk) for treatment in treatments]
        topics = [topic(block("treatment", t.pk), condition=term.pk) for t, term in zip(treatments, terms, strict=True)]
        page = SymptomArticlePage(title="記事", slug=slug, treatments=chosen, body=[section(*topics)])
        return site_tree.blog.add_child(instance=page)

    def read(self, page: Page, rf: Any) -> int:
        from django.db import connection

        with CaptureQueriesContext(connection) as queries:
            page = SymptomArticlePage.objects.get(pk=page.pk)
            page.get_context(rf.get("/"))
            for child in page.treatments:
                assert child.value.fee_table.name
                assert [risk.name for risk in child.value.risks.all()] == ["腫れ"]
                assert child.value.card_image[0].value["image"].title
            for part in page.body[0].value["content"]:
                assert part.value["condition"].condition_page is None
                assert part.value["content"][0].value.fee_table.name
        return len(queries)

    def test_constant(self, site_tree: Any, make_image: Any, rf: Any) -> None:
        few = self.read(self.page_with(site_tree, make_image, 2, "few"), rf)
        many = self.read(self.page_with(site_tree, make_image, 20, "many"), rf)
        assert few == many
        assert many <= 12

    def test_topics_know_the_page_about_their_condition(self, site_tree: Any, rf: Any) -> None:
        term = GlossaryTerm.objects.get(key="knee_oa")
        condition = site_tree.conditions.add_child(instance=ConditionPage(title="変形性膝関節症", slug="oa", term=term))
        page = SymptomArticlePage(title="記事", slug="a", body=[section(topic(condition=term.pk), topic())])
        site_tree.blog.add_child(instance=page)
        page = SymptomArticlePage.objects.get(pk=page.pk)
        page.get_context(rf.get("/"))
        first, second = page.body[0].value["content"]
        assert first.value["condition"].condition_page == condition
        assert second.value["condition"] is None

    @pytest.mark.usefixtures("rules_off")
    def test_treatments_are_shown_in_the_pages_language(self, site_tree: Any, locales: Any, rf: Any) -> None:
        treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="治療", slug="t"))
        for page in (site_tree.home, site_tree.blog, site_tree.treatments):
            page.copy_for_translation(locales["en"]).save_revision().publish()
        english = treatment.copy_for_translation(locales["en"])
        article = SymptomArticlePage(title="A", slug="a", treatments=[block("treatment", treatment.pk)])
        site_tree.blog.get_translation(locales["en"]).add_child(instance=article)

        article.get_context(rf.get("/"))
        assert article.treatments[0].value.pk == treatment.pk  # the translation is a draft still

        english.save_revision().publish()
        article = SymptomArticlePage.objects.get(pk=article.pk)
        article.get_context(rf.get("/"))
        assert article.treatments[0].value.pk == english.pk


class TestGlossary:
    def test_the_packaged_terms_are_loaded(self, db: None) -> None:
        terms = {term.key: term for term in GlossaryTerm.objects.all()}
        assert set(terms) == {term.key for term in load_glossary()}
        for term in load_glossary():
            assert (terms[term.key].ja, terms[term.key].variants) == (term.ja, term.variants)

    def test_a_term_speaks_every_language(self) -> None:
        term = GlossaryTerm(ja="膝の痛み", en="knee pain", zh_hans="膝盖疼痛", zh_hant="")
        assert [term.name_in(code) for code in ("ja", "en", "zh-hans", "zh-hant", "fr")] == [
            *("膝の痛み", "knee pain", "膝盖疼痛", "膝の痛み", "膝の痛み"),
        ]

    def test_loading_again_changes_nothing(self, db: None) -> None:
        from importlib import import_module

        from django.apps import apps

        GlossaryTerm.objects.filter(key="knee_pain").update(ja="編集済み")
        GlossaryTerm.objects.filter(key="posterior_knee_pain").delete()
        import_module("kneeblog.migrations.0002_glossary").load_terms(apps, None)
        assert GlossaryTerm.objects.get(key="knee_pain").ja == "編集済み"
        assert GlossaryTerm.objects.filter(key="posterior_knee_pain").exists()


@pytest.mark.django_db
def test_categories_and_tags_belong_to_the_page(article: SymptomArticlePage) -> None:
    from kneeblog.models import Category, PageCategory

    category = Category.objects.create(name="膝", slug="knee", locale=article.locale)
    article.page_categories.add(PageCategory(category=category, locale=article.locale))
    article.tags.add("膝", "痛み")
    article.save_revision().publish()
    saved = SymptomArticlePage.objects.get(pk=article.pk)
    assert saved.categories == [category]
    assert {tag.name for tag in saved.tags.all()} == {"膝", "痛み"}
