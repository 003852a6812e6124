"""The runnable site: settings by environment, files for crawlers, languages in addresses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kneeblog.models import ArticlePage

ROOT = Path(__file__).resolve().parents[2]
STRONG_KEY = "x9$kQ2m!Zr7vLp4@Tw8nBs6^Hd3yGf5&Jc1*Ea0(Uo)Ri-tM_iNqXb+"


def manage(*arguments: str, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    return subprocess.run(
        [sys.executable, str(root / "manage.py"), *arguments],
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )


def test_production_passes_the_deployment_check_without_a_word():
    result = manage(
        "check", "--deploy", KNEEBLOG_ENV="production", SECRET_KEY=STRONG_KEY, ALLOWED_HOSTS="clinic.example"
    )
    assert result.returncode == 0, result.stderr
    assert (result.stdout + result.stderr).strip() == "System check identified no issues (0 silenced)."


@pytest.mark.parametrize(("given", "missing"), [({}, "SECRET_KEY"), ({"SECRET_KEY": STRONG_KEY}, "ALLOWED_HOSTS")])
def test_production_refuses_to_start_without(given: dict[str, str], missing: str):
    result = manage("check", KNEEBLOG_ENV="production", **given)
    assert result.returncode != 0
    assert f"needs the environment variable {missing}" in result.stderr


def test_an_unknown_environment_is_refused():
    result = manage("check", KNEEBLOG_ENV="staging")
    assert result.returncode != 0
    assert "must be development, test or production" in result.stderr


def test_development_passes_the_checks():
    result = manage("check")
    assert result.returncode == 0, result.stderr


def test_sqlite_lets_editors_save_during_an_import():
    code = "from django.conf import settings; print(settings.DATABASES['default'])"
    printed = manage("shell", "--no-imports", "-c", code).stdout
    assert "'transaction_mode': 'IMMEDIATE'" in printed
    assert "journal_mode=WAL" in printed
    assert "'timeout': 20" in printed


def test_postgresql_by_database_url():
    code = "from django.conf import settings; print(settings.DATABASES['default']['ENGINE'])"
    printed = manage("shell", "--no-imports", "-c", code, DATABASE_URL="postgres://someone@db.example/clinic").stdout
    assert "postgresql" in printed


def test_no_migration_is_missing():
    result = manage("makemigrations", "--check", "--dry-run")
    assert result.returncode == 0, result.stdout


def test_the_site_asks_no_other_server(settings: Any):
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_submitting_for_translation_publishes_nothing(settings: Any):
    assert settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE is False


def test_japanese_stands_at_the_root_and_other_languages_below_their_code(
    client: Any, site_tree: Any, locales: Any, untranslated_too: None
):
    translation = site_tree.home.copy_for_translation(locales["en"])
    translation.save_revision().publish()
    assert '<html lang="ja">' in client.get("/").content.decode()
    assert '<html lang="en">' in client.get("/en/").content.decode()
    assert client.get("/ko/").status_code in {200, 404}


def test_robots_txt_names_the_sitemap(client: Any, db: None):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()


def test_the_site_runs_without_the_importers(tmp_path: Path):
    (tmp_path / "kneeblog").symlink_to(ROOT / "kneeblog")
    shutil.copy(ROOT / "manage.py", tmp_path)
    code = "from django.conf import settings; print('importers' in settings.INSTALLED_APPS)"
    assert manage("shell", "--no-imports", "-c", code, root=tmp_path).stdout.strip() == "False"
    assert manage("check", root=tmp_path).returncode == 0


def test_block_previews_look_like_the_site(admin_client: Any):
    from django.urls import reverse

    from kneeblog.models import ArticlePage

    block = ArticlePage._meta.get_field("body").stream_block.child_blocks["section"]
    html = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).content.decode()
    assert "kneeblog/css/site.css" in html
    assert '<section class="section' in html


def test_public_pages_are_guarded_and_travel_light(client: Any, site_tree: Any, rules_off: None) -> None:
    page = site_tree.blog.add_child(
        instance=ArticlePage(title="お知らせ", slug="news", introduction="<p>膝の話。</p>" * 50)
    )
    page.save_revision().publish()
    response = client.get("/blog/news/", headers={"accept-encoding": "gzip"})
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "object-src 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff" and response["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
    assert response["Content-Encoding"] == "gzip"
    again = client.get("/blog/news/", headers={"accept-encoding": "gzip", "if-none-match": response["ETag"]})
    assert again.status_code == 304 and not again.content
    assert "Content-Security-Policy" not in client.get("/admin/login/")
