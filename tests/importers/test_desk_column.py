"""What the importer adds for SEO staff: old addresses on the desk, old breadcrumbs in their audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.urls import reverse

from importers.apps import legacy_trails
from importers.models import ImportedPage, ImportRun
from kneeblog.models import ArticlePage

from . import wixpages as wix


def test_the_desk_shows_where_a_page_stood_on_the_old_site(admin_client: Any, site_tree: Any):
    page = ArticlePage(title="年末年始の休診", slug="year-end", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=page)
    ImportedPage.objects.create(
        key="post/year-end",
        run=ImportRun.objects.create(source="saved"),
        url="https://old.example/post/%E5%B9%B4%E6%9C%AB年始?page=2%20",
        draft_digest="0",
        page=page.page_ptr,
        outcome="created",
    )
    text = admin_client.get(reverse("kneeblog_seo_desk"), {"q": "休診"}).content.decode()
    assert "https://old.example/post/年末年始?page=2%20" in text


def test_the_audit_of_breadcrumbs_knows_those_of_the_old_site(admin_client: Any, site_tree: Any, tmp_path: Path):
    steps = '<p><a href="https://www.knee.example/">ホーム</a> &gt; <a href="/blog">コラム</a> &gt; 見本の記事</p>'
    beside = f'<section id="c1">{wix.rich_text(steps)}</section>'
    url = "https://www.knee.example/post/sample"
    html = wix.page(wix.heading("原因"), wix.paragraph("本文"), title="膝の裏が痛む原因", url=url, beside=beside)
    (tmp_path / "sample.html").write_text(html, encoding="utf-8")
    call_command("import_posts", str(tmp_path), apply=True, no_fetch=True)
    page = ImportedPage.objects.get(url=url).page
    assert legacy_trails() == {page.pk: ("ホーム", "コラム", "見本の記事")}
    assert page.specific.get_latest_revision_as_object().breadcrumb_label == "見本の記事"
    row = admin_client.get(reverse("kneeblog_seo_trails"), {"kind": "differs"}).context["object_list"][0]
    assert (row.what, row.more) == ("ホーム › ブログ › 見本の記事", "ホーム › コラム › 見本の記事")
