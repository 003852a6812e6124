"""Pages that are kept: never an old one, for nobody who is logged in, and no fewer than could be."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from kneeblog.models import (
    ArticlePage,
    Author,
    ClinicSettings,
    ConditionPage,
    FeeTable,
    GlossaryTerm,
    PhysicianPage,
    RelatedCondition,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentPage,
    TreatmentRisk,
)
from kneeblog.pagecache import store

from .test_templates import fee, figure, paragraph, section

HIT = "kneeblog; hit"


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    }
    caches["pages"].clear()


class Clinic:
    """A small site in two languages on which everything leads to something else."""

    def __init__(self, tree: Any, locales: Any, make_image: Any, change: Any) -> None:
        self.tree, self.locales, self.change = tree, locales, change
        self.ja, self.en = locales["ja"], locales["en"]
        self.term = GlossaryTerm.objects.create(key="mine", ja="膝蓋腱炎", en="patellar tendinitis")
        self.author = Author.objects.create(name="山田", locale=self.ja)
        self.physician = self.add(tree.physicians, PhysicianPage, "yasuda", name="保田 真吾")
        self.table = FeeTable.objects.create(name="注射の費用", locale=self.ja, rows=[fee("片ひざ", 19_000)])
        self.treatments = [
            self.add(tree.treatments, TreatmentPage, "injection", fee_table=self.table),
            self.add(tree.treatments, TreatmentPage, "surgery", hero_image=[figure(make_image("hero"))]),
        ]
        self.conditions = [
            self.add(tree.conditions, ConditionPage, "tendinitis", term=self.term),
            self.add(tree.conditions, ConditionPage, "unnamed"),
        ]
        with_card = section(paragraph("<p>膝蓋腱炎の治療です。</p>"), ("treatment", self.treatments[0]))
        linking = section(paragraph(f'<p><a linktype="page" id="{self.treatments[1].pk}">手術</a>もあります。</p>'))
        self.articles = [
            self.add(tree.blog, SymptomArticlePage, "one", body=[with_card], author=self.author),
            self.add(tree.blog, ArticlePage, "two", body=[linking]),
            self.add(tree.blog, ArticlePage, "three", body=[section(paragraph("<p>お知らせです。</p>"))]),
        ]
        self.articles[0].related_conditions.add(RelatedCondition(condition=self.conditions[1]))
        self.publish(self.articles[0])
        SupervisionRecord.sign(self.again(self.articles[0]), self.physician)
        for parent in (tree.home, tree.blog):
            parent.copy_for_translation(self.en).save_revision().publish()
        self.news = 0

    def add(self, parent: Any, model: Any, slug: str, **fields: Any) -> Any:
        page = parent.add_child(instance=model(title=f"{slug}の題", slug=slug, locale=self.ja, **fields))
        self.publish(page)
        return page

    @staticmethod
    def publish(page: Any) -> None:
        page.save_revision().publish()

    @staticmethod
    def again(page: Any) -> Any:
        return Page.objects.get(pk=page.pk).specific

    def addresses(self) -> list[str]:
        pages = Page.objects.filter(depth__gt=1).order_by("path").select_related("locale")
        return [page.get_url() for page in pages]


@pytest.fixture
def clinic(
    site_tree: Any, locales: Any, make_image: Any, rules_off: None, django_capture_on_commit_callbacks: Any
) -> Clinic:
    return Clinic(site_tree, locales, make_image, lambda: django_capture_on_commit_callbacks(execute=True))


def visit(address: str, **headers: Any) -> Any:
    return Client(headers=headers or None).get(address)


def afresh(address: str) -> tuple[int, bytes]:
    """As somebody sees it who has a session, for whom nothing is kept."""
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "somebody"
    response = client.get(address)
    assert "Cache-Status" not in response
    return response.status_code, response.content


def is_kept(address: str) -> bool:
    return visit(address).get("Cache-Status") == HIT


# --- Edits ------------------------------------------------------------------------------------------------------------


def rewrite(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice(clinic.articles))
    page.body = [section(paragraph(f"<p>書き直しました {rng.random()}。</p>"))]
    clinic.publish(page)


def retitle(clinic: Clinic, rng: random.Random) -> None:
    chosen = [*clinic.articles, *clinic.conditions, *clinic.treatments, clinic.physician, clinic.tree.blog]
    page = clinic.again(rng.choice(chosen))
    page.title = f"新しい題 {rng.random()}"
    clinic.publish(page)


def reprice(clinic: Clinic, rng: random.Random) -> None:
    table = FeeTable.objects.get(pk=clinic.table.pk)
    table.rows = [fee("片ひざ", rng.randrange(10, 90) * 1000)]
    table.save()


def rename_physician(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(clinic.physician)
    page.name = f"保田 {rng.random()}"
    clinic.publish(page)


def add_risk(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(clinic.treatments[0])
    page.risks = [TreatmentRisk(name=f"腫れ {rng.random()}", locale=page.locale)]
    clinic.publish(page)


def move_address(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice([*clinic.articles, *clinic.conditions, *clinic.treatments, clinic.tree.treatments]))
    page.slug = f"moved-{rng.randrange(10**9)}"
    clinic.publish(page)


def change_menu(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice([clinic.tree.blog, clinic.tree.physicians]))
    page.show_in_menus = not page.show_in_menus
    clinic.publish(page)


def take_down_or_bring_back(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice([*clinic.articles, *clinic.conditions, *clinic.treatments, clinic.physician]))
    if page.live:
        page.unpublish()
    else:
        clinic.publish(page)


def write_news(clinic: Clinic, rng: random.Random) -> None:
    clinic.news += 1
    page = clinic.add(clinic.again(clinic.tree.blog), ArticlePage, f"news-{clinic.news}")
    if rng.random() < 0.5:
        page.delete()


def translate(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice(clinic.articles))
    there = page.get_translation_or_none(clinic.en)
    if there is None:
        there = page.copy_for_translation(clinic.en)
    there.title = f"In English {rng.random()}"
    clinic.publish(there)


def rename_term(clinic: Clinic, rng: random.Random) -> None:
    term = GlossaryTerm.objects.get(pk=clinic.term.pk)
    term.ja = rng.choice([name for name in ("膝蓋腱炎", "治療", "お知らせ") if name != term.ja])
    term.save()


def rename_author(clinic: Clinic, rng: random.Random) -> None:
    author = Author.objects.get(pk=clinic.author.pk)
    author.name = f"山田 {rng.random()}"
    author.save()


def sign(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice(clinic.articles[:2]))
    SupervisionRecord.sign(page, clinic.again(clinic.physician))


def draft(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice([*clinic.articles, *clinic.treatments]))
    page.title = "まだ下書き"
    page.save_revision()


def move(clinic: Clinic, rng: random.Random) -> None:
    page = clinic.again(rng.choice(clinic.articles))
    page.move(clinic.again(clinic.articles[0]), pos="left") if page.pk != clinic.articles[0].pk else None


def change_phone(clinic: Clinic, rng: random.Random) -> None:
    settings = ClinicSettings.for_site(clinic.tree.site)
    settings.phone = f"03-0000-{rng.randrange(1000, 9999)}"
    settings.save()


EDITS = [
    *(rewrite, retitle, reprice, rename_physician, add_risk, move_address, change_menu, take_down_or_bring_back),
    *(write_news, translate, rename_term, rename_author, sign, draft, move, change_phone),
]


# Any text may mention a disease: its page's address and its names matter to every article; a list shows the same card.
ARTICLES = {"/blog/one/", "/blog/two/", "/blog/three/"}
MAY_BE_FORGOTTEN = {
    add_risk: {"/treatments/"},
    move: {"/", "/blog/", *ARTICLES},
    move_address: ARTICLES,
    retitle: ARTICLES,
    translate: {"/", "/blog/"},
    take_down_or_bring_back: ARTICLES,
    rename_term: {*ARTICLES, "/conditions/tendinitis/"},
    sign: {"/", "/blog/", "/blog/one/", "/blog/two/"},
}


@pytest.mark.parametrize("seed", range(3))
def test_nothing_old_is_shown_whatever_is_edited(clinic: Clinic, seed: int) -> None:
    rng = random.Random(seed)
    for step in range(15):
        edit = rng.choice(EDITS)
        for address in clinic.addresses():
            visit(address)
        with clinic.change():
            edit(clinic, rng)
        for address in clinic.addresses():
            response = visit(address)
            assert (response.status_code, response.content) == afresh(address), f"{step}: {edit.__name__}, {address}"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_nothing_is_forgotten_without_need(clinic: Clinic, edit: Callable[..., None]) -> None:
    before = {address: visit(address).content for address in clinic.addresses()}
    with clinic.change():
        edit(clinic, random.Random(edit.__name__))
    same = {address for address, content in before.items() if afresh(address) == (200, content)}
    forgotten = {address for address in same if not is_kept(address)}
    assert len(same) >= 2 or edit is change_phone
    assert forgotten <= MAY_BE_FORGOTTEN.get(edit, set())


def test_it_answers_without_the_database(clinic: Clinic) -> None:
    first = visit("/blog/one/")
    with CaptureQueriesContext(connection) as queries:
        again = visit("/blog/one/")
    assert again["Cache-Status"] == HIT and len(queries) == 0
    assert again.content == first.content and again["Content-Security-Policy"] == first["Content-Security-Policy"]
    zipped = visit("/blog/one/", accept_encoding="gzip")
    assert zipped["Content-Encoding"] == "gzip" and gzip.decompress(zipped.content) == first.content
    assert "Accept-Encoding" in zipped["Vary"] and zipped["ETag"].startswith("W/")
    unchanged = visit("/blog/one/", if_none_match=again["ETag"])
    assert unchanged.status_code == 304 and not unchanged.content and len(queries) == 0


def test_a_rendered_page_answers_other_addresses_of_the_same_page(clinic: Clinic) -> None:
    visit("/blog/one/")
    with CaptureQueriesContext(connection) as queries:
        campaign = visit("/blog/one/?utm_source=mail")
    assert campaign.content == visit("/blog/one/").content and "Cache-Status" not in campaign
    assert len(queries) <= 4


def test_every_number_of_a_list_host_and_scheme_is_a_page_of_its_own(clinic: Clinic, settings: Any) -> None:
    settings.KNEEBLOG = {"PAGE_SIZE": 2}
    settings.ALLOWED_HOSTS = ["*"]
    listed = [visit(f"/blog/{query}").content for query in ("", "?page=2", "?page=1")]
    assert len(set(listed)) >= 2 and is_kept("/blog/?page=2") and visit("/blog/?page=2").content == listed[1]
    assert "Cache-Status" not in Client(headers={"host": "www.example.jp"}).get("/blog/")
    assert "Cache-Status" not in Client().get("/blog/", secure=True)


def test_whoever_is_logged_in_gets_and_gives_nothing_that_is_kept(clinic: Clinic) -> None:
    staff = Client()
    staff.force_login(get_user_model().objects.create_superuser("admin", password="hiza"))
    assert "wagtail-userbar" in staff.get("/blog/two/").content.decode()
    assert "wagtail-userbar" not in visit("/blog/two/").content.decode()
    assert is_kept("/blog/two/") and "Cache-Status" not in staff.get("/blog/two/")
    assert "wagtail-userbar" in staff.get("/blog/two/").content.decode()


def test_what_some_may_not_read_is_not_kept(clinic: Clinic) -> None:
    visit("/blog/two/")
    with clinic.change():
        PageViewRestriction.objects.create(page=clinic.articles[1], restriction_type="login")
    assert visit("/blog/two/").status_code == 302 and visit("/blog/two/").status_code == 302
    assert visit("/blog/missing/").status_code == 404 and not is_kept("/blog/missing/")


def test_what_was_rendered_while_something_changed_is_not_kept() -> None:
    """The second visitor may have read some of it before the change and some after it."""
    since = store.epoch()
    store.forget({"page:1"})
    store.put("slow", "old", {"page:2"}, since)
    assert store.get("slow") is None
    store.put("slow", "new", {"page:2"}, store.epoch())
    store.forget({"page:1"})
    assert store.get("slow") == "new"
    store.forget({"page:2"})
    assert store.get("slow") is None


def test_a_word_that_the_cache_has_thrown_out_makes_worthless_what_needs_it() -> None:
    store.put("page", "old", {"page:1"}, store.epoch())
    caches["pages"].delete("kneeblog:tag:page:1")
    caches["pages"].delete("kneeblog:epoch")
    assert store.get("page") is None


def test_a_cache_that_is_down_costs_no_visitor_the_page(clinic: Clinic, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    place = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "file")}
    settings.CACHES = {**settings.CACHES, "pages": place}
    assert visit("/blog/two/").status_code == visit("/blog/two/").status_code == 200 and not is_kept("/blog/two/")
    with clinic.change():
        reprice(clinic, random.Random(1))


def test_nothing_is_kept_where_there_is_no_place_for_it(clinic: Clinic, settings: Any) -> None:
    settings.CACHES = {"default": settings.CACHES["default"]}
    visit("/blog/two/")
    assert not is_kept("/blog/two/")
    with clinic.change():
        reprice(clinic, random.Random(1))


def test_a_cache_of_each_process_is_warned_of() -> None:
    assert [message.id for message in run_checks(tags=["kneeblog"]) if message.id == "kneeblog.W016"]
