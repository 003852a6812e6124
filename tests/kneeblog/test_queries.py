"""How often a public page asks the database: a number for each page type, whatever the page holds.

Counted twice: with nothing remembered by the process, and again.  What Wagtail and Django remember are the addresses of
sites and the content types.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from kneeblog.models import (
    ArticlePage,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    PhysicianPage,
    RelatedCondition,
    SupervisionRecord,
    TreatmentPage,
    TreatmentRisk,
)

from .test_templates import article, fee, figure, html_of, paragraph, physician, section, topic

__all__ = ["article", "physician"]

# For each page type: cold, warm.
QUERIES = {
    "symptom article": (13, 11),
    "article": (13, 11),
    "condition": (13, 11),
    "treatment": (14, 12),
    "physician": (13, 11),
    "home": (23, 15),
    "blog": (14, 10),
    "conditions": (12, 9),
    "treatments": (12, 9),
    "physicians": (10, 7),
}


def body_of(count: int, site_tree: Any, make_image: Any) -> list[Any]:
    """`count` blocks of the kinds that point at something else, each at something of its own."""
    locale = site_tree.home.locale
    content: list[Any] = []
    for number in range(count // 5):
        name = f"{count}-{number}"
        term = GlossaryTerm.objects.create(key=f"term-{name}", ja=f"病気{name}")
        target = ConditionPage(title=f"病気{name}", slug=f"condition-{name}", locale=locale, term=term)
        site_tree.conditions.add_child(instance=target)
        table = FeeTable.objects.create(name=f"費用{name}", locale=locale, rows=[fee("片ひざ", 19_000)])
        treatment = TreatmentPage(
            title=f"治療{name}",
            slug=f"treatment-{name}",
            locale=locale,
            fee_table=table,
            card_image=[figure(make_image(f"card-{name}"))],
            treatment_content=f'<p><a linktype="page" id="{target.pk}">病気</a></p>',
        )
        site_tree.treatments.add_child(instance=treatment)
        treatment.risks.add(TreatmentRisk(name="痛み", locale=locale))
        treatment.save_revision().publish()
        content += [
            figure(make_image(f"body-{name}")),
            ("treatment", TreatmentPage.objects.get(pk=treatment.pk)),
            topic(paragraph("<p>本文</p>"), figure(make_image(f"topic-{name}")), condition=term),
            paragraph(f'<p><a linktype="page" id="{target.pk}">病気</a></p>'),
            ("fee_table", table),
        ]
    return [section(*content)]


def queries(client: Any, page: Any, *, cold: bool) -> int:
    if cold:
        cache.clear()
        Site.clear_site_root_paths_cache()
        ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as captured:
        html_of(client, page)
    return len(captured)


@pytest.fixture
def grow(site_tree: Any, make_image: Any, physician: Any, article: Any, rules_off: None) -> Any:
    """A function that publishes a page of every type with that many blocks, and so many more in the lists."""

    def made(size: int) -> dict[str, Any]:
        body = body_of(size, site_tree, make_image)
        locale = site_tree.home.locale
        diseases = list(ConditionPage.objects.order_by("-pk")[:2])
        fields = {"locale": locale, "body": body, "supervisor": physician, "hero_image": [figure(make_image("hero"))]}
        symptom = article(*body, slug=f"symptom-{size}", supervisor=physician, hero_image=fields["hero_image"])
        for disease in diseases:
            symptom.related_conditions.add(RelatedCondition(condition=disease))
        table = FeeTable.objects.create(name="費用", locale=locale, rows=[fee("片ひざ", 19_000)])
        treatment = TreatmentPage(title="治療", slug=f"own-{size}", fee_table=table, **fields)
        treatment.risks = [TreatmentRisk(name="腫れ", locale=locale)]
        term = GlossaryTerm.objects.create(key=f"own-{size}", ja=f"疾患{size}")
        pages = {
            "symptom article": symptom,
            "article": site_tree.blog.add_child(instance=ArticlePage(title="記事", slug=f"news-{size}", **fields)),
            "condition": site_tree.conditions.add_child(
                instance=ConditionPage(title="病気", slug=f"own-{size}", term=term, **fields)
            ),
            "treatment": site_tree.treatments.add_child(instance=treatment),
        }
        for page in pages.values():
            page.save_revision().publish()
            SupervisionRecord.sign(type(page).objects.get(pk=page.pk), physician)
        doctor = PhysicianPage(title="保田", slug=f"yasuda-{size}", name="保田", locale=locale, body=body)
        pages["physician"] = site_tree.physicians.add_child(instance=doctor)
        lists = ("home", "blog", "conditions", "treatments", "physicians")
        return {**pages, **{name: getattr(site_tree, name) for name in lists}}

    return made


def test_every_page_asks_a_fixed_number_of_questions(client: Any, grow: Any, record_property: Any):
    for size in (5, 60):
        pages = grow(size)
        counted = {}
        for name, page in pages.items():
            html = html_of(client, page)  # the first visit makes the sizes of the pictures
            if name == "symptom article":
                assert html.count('class="treatment"') == size // 5 and html.count("関連する疾患") == 1
            counted[name] = (queries(client, page, cold=True), queries(client, page, cold=False))
        print(f"\n{size} blocks: {counted}")
        assert counted == QUERIES
    record_property("queries", QUERIES["symptom article"][1])


def test_what_changes_is_there_at_the_next_visit(client: Any, grow: Any, site_tree: Any):
    page = grow(5)["symptom article"]
    assert "19,000" in html_of(client, page)
    for table in FeeTable.objects.all():
        table.rows = [fee("片ひざ", 21_500)]
        table.save()
    treatment = TreatmentPage.objects.order_by("pk").first()
    treatment.title, treatment.risks = "新しい治療名", [TreatmentRisk(name="しびれ", locale=treatment.locale)]
    treatment.save_revision().publish()
    site_tree.treatments.title = "治療のご案内"
    site_tree.treatments.save_revision().publish()
    html = html_of(client, page)
    assert "21,500" in html and "19,000" not in html
    for words in ("新しい治療名", "しびれ", "治療のご案内"):
        assert words in html


def test_a_list_asks_the_database_as_often_for_twelve_pages_as_for_two(client: Any, site_tree: Any, make_image: Any):
    def queries(total: int) -> int:
        for number in range(site_tree.blog.get_children().count(), total):
            page = ArticlePage(
                title=f"記事{number}", slug=f"list-{number}", hero_image=[figure(make_image(f"hero-{number}"))]
            )
            site_tree.blog.add_child(instance=page)
        html_of(client, site_tree.blog)
        with CaptureQueriesContext(connection) as captured:
            html_of(client, site_tree.blog)
        return len(captured)

    assert queries(2) == queries(12)
