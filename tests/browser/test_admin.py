"""The editor in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from kneeblog.models import SymptomArticlePage, TreatmentPage


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


def test_a_pending_picture_says_where_it_was(open_page: Any, site_tree: Any, cookies: Any, make_image: Any):
    old = {
        "original_url": "https://old.example/knee.jpg",
        "original_alt": "膝を横から見た図",
        "caption": "",
        "link": "",
    }
    make_image("膝の写真")
    article = SymptomArticlePage(
        title="膝の裏が痛い",
        slug="back-knee",
        locale=site_tree.home.locale,
        hero_image=[("image", {"image": None, **old})],
    )
    site_tree.blog.add_child(instance=article)
    article.save_revision()
    page = open_page(reverse("wagtailadmin_pages:edit", args=[article.pk]), 1280, cookies=cookies)
    note = page.locator("[data-contentpath='hero_image'] .kneeblog-pending")
    assert note.is_visible()
    for words in ("まだ取り込まれていません", "https://old.example/knee.jpg", "膝を横から見た図"):
        assert words in note.inner_text()
    page.locator("[data-contentpath='hero_image'] [data-chooser-action-choose]").first.click()
    page.locator(".modal a[data-chooser-modal-choice]").first.click()
    note.wait_for(state="detached")


def test_a_treatment_without_alternative_text_is_refused_in_japanese(
    open_page: Any, site_tree: Any, cookies: Any, make_image: Any
):
    treatment = TreatmentPage(title="PRP治療", slug="prp", locale=site_tree.home.locale, live=False)
    treatment.card_image = [{"type": "image", "value": {"image": {"image": make_image().pk, "alt_text": ""}}}]
    site_tree.treatments.add_child(instance=treatment)
    treatment.save_revision()
    page = open_page(reverse("wagtailadmin_pages:edit", args=[treatment.pk]), 1280, cookies=cookies)
    page.locator("[data-drop-button] button, [data-w-dropdown-target=toggle]").last.wait_for(state="attached")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-publish]").click()
    error = page.locator("[data-contentpath='card_image'] [data-contentpath='alt_text'] .error-message")
    error.wait_for()
    assert "「代替テキスト」" in error.inner_text()
    assert "装飾画像" in page.locator("[data-contentpath='card_image'] [data-contentpath='decorative']").inner_text()
    assert not TreatmentPage.objects.get(pk=treatment.pk).live
