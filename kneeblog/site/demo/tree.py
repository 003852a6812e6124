"""The sample clinic's site before anything is imported: languages, home page, index pages, the clinic's own facts."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Locale, Page, Site

from kneeblog.models import (
    BlogIndexPage,
    ClinicSettings,
    ConditionIndexPage,
    HomePage,
    PhysicianIndexPage,
    SymptomFinderPage,
    TreatmentIndexPage,
)

TITLE = "あおば坂ひざクリニック"
INDEXES: tuple[tuple[type[Page], str, str, str], ...] = (
    (
        SymptomFinderPage,
        "symptom-finder",
        "症状から探す",
        "痛む場所と、痛むときを選んでください。当てはまる病気の説明と記事をご案内します。",
    ),
    (BlogIndexPage, "blog", "ブログ", "膝の症状について、原因と対処法をまとめています。"),
    (ConditionIndexPage, "conditions", "膝の病気", "膝に痛みや腫れを起こす主な病気の説明です。"),
    (TreatmentIndexPage, "treatments", "治療のご案内", "当院で行っている検査と治療、費用と主なリスクのご案内です。"),
    (PhysicianIndexPage, "physicians", "医師紹介", "診療を担当する医師の紹介です。"),
)


@transaction.atomic
def ensure_site(port: int = 8000) -> HomePage:
    """The sample's home page with its index pages, made if they are not there yet.

    Args:
        port: where the site will be served; canonical addresses name it.
    """
    japanese, _ = Locale.objects.get_or_create(language_code="ja")
    Locale.objects.get_or_create(language_code="en")
    home = HomePage.objects.filter(locale=japanese).first() or _new_home(japanese)
    _answer_at(port)
    for model, slug, title, introduction in INDEXES:
        if not model.objects.child_of(home).exists():
            page = model(
                title=title, slug=slug, introduction=f"<p>{introduction}</p>", locale=japanese, show_in_menus=True
            )
            home.add_child(instance=page)
            page.save_revision().publish()
    return home


def _new_home(locale: Locale) -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(
        title=TITLE, slug="top", locale=locale, introduction="<p>膝の痛みの診断と治療を行う整形外科です。</p>"
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page, site.site_name = home, TITLE
    site.save()
    _remove_welcome_page(root)
    _clinic(site)
    return home


def _remove_welcome_page(root: Page) -> None:
    """Wagtail's own first page, if nobody has touched it: nothing below it, never edited, no site's root."""
    untouched = root.get_children().exact_type(Page).filter(slug="home", latest_revision=None, numchild=0)
    for page in untouched.exclude(pk__in=Site.objects.values("root_page")):
        page.delete()


def _answer_at(port: int) -> None:
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port) != ("localhost", port):
        site.hostname, site.port = "localhost", port
        site.save()


def _clinic(site: Site) -> None:
    clinic = ClinicSettings.for_site(site)
    clinic.clinic_name = TITLE
    clinic.official_name = f"医療法人社団あおば坂会 {TITLE}"
    clinic.description = "膝の痛みの診断と治療を行う整形外科"
    clinic.phone = "00-0000-0000"
    clinic.email = "info@aobazaka-hiza.example"
    clinic.postal_code = "000-0000"
    clinic.address = "東京都青葉坂1-2-3"
    clinic.opening_hours = "月・火・木・金 9:00〜12:30、14:30〜18:00\n土 9:00〜13:00\n水・日・祝 休診"
    english = {
        "language": "en",
        "clinic_name": "Aobazaka Knee Clinic",
        "official_name": "Medical Corporation Aobazaka-kai, Aobazaka Knee Clinic",
        "description": "An orthopaedic clinic for pain in the knee",
        "address": "1-2-3 Aobazaka, Tokyo",
        "opening_hours": "Mon, Tue, Thu, Fri 9:00–12:30, 14:30–18:00\nSat 9:00–13:00\nClosed on Wed, Sun and holidays",
    }
    clinic.wordings = [("language", english)]
    clinic.save()
