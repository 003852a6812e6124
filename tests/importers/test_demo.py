"""`manage.py demo`: what a newcomer sees after one command, fetched as a visitor fetches it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from kneeblog.compliance.report import report_rows
from kneeblog.models import FeeTable, HomePage, SupervisionRecord, SymptomArticlePage, TreatmentPage

from .test_import import rows


@pytest.fixture
def run_demo(db: None, django_capture_on_commit_callbacks: Any) -> Callable[[], str]:
    """A function that runs the command; what waits for the end of a transaction happens too."""

    def run() -> str:
        out = io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("demo", stdout=out)
        Site.clear_site_root_paths_cache()
        return out.getvalue()

    return run


def test_the_demo_imports_publishes_signs_and_translates_and_a_second_run_changes_nothing(
    run_demo: Callable[[], str], client: Client
) -> None:
    said = run_demo()
    home = HomePage.objects.get(locale__language_code="ja")
    live = Page.objects.live().descendant_of(home, inclusive=True).specific()
    assert live.count() >= 17
    for page in live:
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert page.title in response.content.decode()
    _everything_is_there(said)
    before = rows()
    again = run_demo()
    after = rows()
    assert {name for name in before if before[name] != after[name]} == set()
    assert "unchanged" in again and "created" not in again


def _everything_is_there(said: str) -> None:
    assert "Admin:" in said and "hiza-demo" in said and "Findings" in said
    articles = SymptomArticlePage.objects.live().filter(locale__language_code="ja")
    assert articles.count() == 5 and TreatmentPage.objects.live().filter(locale__language_code="ja").count() == 3
    for article in articles:
        assert article.supervision is not None and article.supervision.is_current
        assert article.first_published_at.year < 2026 or article.first_published_at.month < 11  # the old site's date
    assert SupervisionRecord.objects.filter(page__locale__language_code="ja").count() >= 8
    assert re.search("Still a draft. .*半月板損傷", said) and "PRP注射" not in said.partition("Still a draft")[2]
    problems = [str(row.finding) for row in report_rows() if row.finding.severity == "error"]
    assert problems == []


def test_the_english_article_is_english(run_demo: Callable[[], str], client: Client) -> None:
    run_demo()
    english = SymptomArticlePage.objects.live().get(locale__language_code="en")
    assert english.slug == english.get_translations().get(locale__language_code="ja").slug
    html = client.get(english.url).content.decode()
    assert '<html lang="en"' in html
    labels = [fee["label"] for table in FeeTable.objects.filter(locale__language_code="en") for fee in table.fees]
    assert "Consultation fee" in labels
    assert all(label.isascii() for label in labels)
    body = re.sub(r"<[^>]+>", "", " ".join(str(block) for block in english.body))
    assert not re.search(r"[ぁ-んァ-ン]", body)


def test_the_login_of_the_demo_works(run_demo: Callable[[], str], client: Client) -> None:
    run_demo()
    assert client.login(username="admin", password="hiza-demo")
    response: Any = client.get("/admin/")
    assert response.status_code == 200
