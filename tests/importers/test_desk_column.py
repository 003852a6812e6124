"""What the importer adds to the SEO desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from importers.models import ImportedPage, ImportRun
from kneeblog.models import ArticlePage


def test_the_desk_shows_where_a_page_stood_on_the_old_site(admin_client: Any, site_tree: Any):
    page = ArticlePage(title="年末年始の休診", slug="year-end", locale=site_tree.home.locale)
    site_tree.blog.add_child(instance=page)
    ImportedPage.objects.create(
        key="post/year-end",
        run=ImportRun.objects.create(source="saved"),
        url="https://old.example/post/年末年始",
        draft_digest="0",
        page=page.page_ptr,
        outcome="created",
    )
    text = admin_client.get(reverse("kneeblog_seo_desk"), {"q": "休診"}).content.decode()
    assert "https://old.example/post/年末年始" in text
