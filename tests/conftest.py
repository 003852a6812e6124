"""What all tests share: a small site, a folder for media, and a rule for skips."""

from __future__ import annotations

import errno
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# --- Skips ----------------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fail-on-skip",
        action="store_true",
        default=os.environ.get("CI", "").lower() in {"1", "true"},
        help="a skipped test fails the run (the default where CI=true)",
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--fail-on-skip"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here: {_reason(report.longrepr)}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()
    if report.skipped and collector.config.getoption("--fail-on-skip"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here: {_reason(report.longrepr)}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that meet no database: on another one they would say the same again."""
    for item in items:
        if not _meets_database(item):
            item.add_marker("pure")


def _meets_database(item: pytest.Item) -> bool:
    from django.test import TransactionTestCase

    fixtures = {"db", "transactional_db", "live_server", "client", "admin_client"} & {
        *getattr(item, "fixturenames", ())
    }
    case = getattr(item, "cls", None)
    is_case = isinstance(case, type) and issubclass(case, TransactionTestCase)
    return bool(fixtures) or is_case or item.get_closest_marker("django_db") is not None


def _reason(longrepr: Any) -> str:
    return longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser for browser tests: KNEEBLOG_CHROMIUM or the first one installed."""
    path = os.environ.get("KNEEBLOG_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.skip("There is no Chromium here (install one, or name it in KNEEBLOG_CHROMIUM).")
    return path


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real saved pages that KNEEBLOG_CORPUS names."""
    name = os.environ.get("KNEEBLOG_CORPUS", "")
    if not name or not Path(name).is_dir():
        pytest.skip("KNEEBLOG_CORPUS names no folder of saved pages.")
    return Path(name).resolve()


@pytest.fixture
def postgresql(db: None) -> None:
    """For tests of what only PostgreSQL does."""
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL database.")


# --- The network ----------------------------------------------------------------------------------------------------

OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "", None})


def _is_number(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine: other names are found nowhere, other numbers answer nobody."""
    resolve, connect = socket.getaddrinfo, socket.socket.connect

    def own_names_only(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in OWN_NAMES and not _is_number(str(name)):
            raise socket.gaierror(socket.EAI_NONAME, f"{name} is beyond this machine")
        return resolve(host, *args, **kwargs)

    def own_numbers_only(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host not in OWN_NAMES and not str(host).startswith("127."):
            raise ConnectionRefusedError(errno.ECONNREFUSED, f"{host} is beyond this machine")
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", own_names_only)
    monkeypatch.setattr(socket.socket, "connect", own_numbers_only)


# --- Media ----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new media folder for each test that writes one; nothing is left among real pictures."""
    folder = tmp_path_factory.mktemp("media", numbered=True)
    settings.MEDIA_ROOT = str(folder)
    return folder


@pytest.fixture
def make_image(db: None) -> Any:
    """A function that puts a small picture into the library."""
    from django.core.files.images import ImageFile
    from PIL import Image as PillowImage
    from wagtail.images import get_image_model
    from wagtail.models import Collection

    if Collection.get_first_root_node() is None:  # a test that flushed the database took it along
        Collection.add_root(name="Root")

    def make(title: str = "Knee", size: tuple[int, int] = (640, 400), colour: str = "teal") -> Any:
        data = BytesIO()
        PillowImage.new("RGB", size, colour).save(data, "PNG")
        data.seek(0)
        return get_image_model().objects.create(title=title, file=ImageFile(data, name=f"{title}.png"))

    return make


# --- A site ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SiteTree:
    """The pages every clinic's site begins with, published in Japanese."""

    site: Any
    home: Any
    blog: Any
    conditions: Any
    treatments: Any
    physicians: Any


@pytest.fixture
def locales(db: None) -> dict[str, Any]:
    """The five languages of the site; Japanese is the source."""
    from django.conf import settings
    from wagtail.models import Locale

    return {code: Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.LANGUAGES}


@pytest.fixture
def site_tree(locales: dict[str, Any]) -> SiteTree:
    """Home page and the four lists below it."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page, Site

    from kneeblog.models import BlogIndexPage, ConditionIndexPage, HomePage, PhysicianIndexPage, TreatmentIndexPage

    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    locale = locales["ja"]
    # A test that flushed the database took Wagtail's own root page with it.
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    Site.objects.all().delete()
    for child in root.get_children():
        child.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="さくら膝クリニック", slug="home", locale=locale))
    site = Site.objects.create(
        hostname="localhost", root_page=home, is_default_site=True, site_name="さくら膝クリニック"
    )

    def index(model: Any, title: str, slug: str) -> Any:
        return home.add_child(instance=model(title=title, slug=slug, locale=locale, show_in_menus=True))

    return SiteTree(
        site=site,
        home=home,
        blog=index(BlogIndexPage, "ブログ", "blog"),
        conditions=index(ConditionIndexPage, "病気を知る", "conditions"),
        treatments=index(TreatmentIndexPage, "治療", "treatments"),
        physicians=index(PhysicianIndexPage, "医師紹介", "physicians"),
    )


@pytest.fixture
def rules_off(db: None) -> None:
    """For tests of something else: advertising rules that stop publishing or ask for a reason are switched off."""
    from kneeblog.compliance.pack import load_pack
    from kneeblog.models import RuleChoice

    rules = [*(rule.id for rule in load_pack().rules if rule.severity != "info"), "translation"]
    RuleChoice.objects.bulk_create(
        RuleChoice(rule=rule, grade="off", reason="a test of something else") for rule in rules
    )


@pytest.fixture
def untranslated_too(db: None) -> None:
    """For tests of something else that publish copies nobody has translated."""
    from kneeblog.models import RuleChoice

    RuleChoice.objects.create(rule="translation", grade="off", reason="a test of something else")
