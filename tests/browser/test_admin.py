"""The editor in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from kneeblog.models import SymptomArticlePage


@pytest.fixture
def cookies(live_server: Any, admin_client: Any) -> list[dict[str, str]]:
    """The session of a logged-in administrator."""
    return [
        {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in admin_client.cookies.items()
    ]


def test_the_editor_opens_an_article_without_script_errors(open_page: Any, site_tree: Any, cookies: Any):
    html = "<p>本文<sup>2</sup> <ruby>膝<rt>ひざ</rt></ruby></p>"
    content = [("paragraph", RichText(html)), ("checklist", {"heading": "目安", "items": ["痛み"]})]
    body = [("section", {"heading": "原因", "kind": "causes", "anchor": "", "content": content})]
    article = SymptomArticlePage(title="膝の裏が痛い", slug="back-knee", locale=site_tree.home.locale, body=body)
    site_tree.blog.add_child(instance=article)
    article.save_revision()
    page = open_page(reverse("wagtailadmin_pages:edit", args=[article.pk]), 1280, cookies=cookies)
    page.wait_for_selector("[data-contentpath='body'] [data-contentpath='heading'] input")
    assert page.locator("[data-contentpath='body'] .public-DraftEditor-content").count() == 1
    assert "本文2 膝ひざ" in page.locator("[data-contentpath='body'] .public-DraftEditor-content").inner_text().replace(
        "\n", ""
    )
