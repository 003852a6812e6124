"""The translation editor: what a translator sees, what is saved and what is not, and how it is published."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from kneeblog.models import ArticlePage
from kneeblog.translation.desk import writing
from kneeblog.translation.desk.rows import Segments

pytestmark = [pytest.mark.django_db]


def article_in_translation(site_tree: Any, locale: Any, slug: str, *paragraphs: str) -> Translation:
    """A published article, whose English page is a draft."""
    content = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())} for text in paragraphs]
    body = json.dumps([{"type": "section", "value": {"content": content}, "id": str(uuid.uuid4())}])
    page = site_tree.blog.add_child(instance=ArticlePage(title=f"記事 {slug}", slug=slug, body=body))
    page.save_revision().publish()
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    return translation


def test_smoke(site_tree: Any, locales: dict[str, Any], admin_client: Any, rules_off: None) -> None:
    translation = article_in_translation(site_tree, locales["en"], "one", "膝を<b>冷やして</b>休みます。変形性膝関節症")
    page = translation.get_target_instance()
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), follow=True)
    assert response.status_code == 200
    print(response.content.decode()[:200])
    for row in response.context["rows"]:
        print(row.place, row.source, row.state, row.tags, row.mentions)
    pk = response.context["rows"][-1].pk
    url = reverse("kneeblog_segment", args=[translation.pk, pk])
    r = admin_client.post(url, {"text": "Rest"}, headers={"x-requested-with": "XMLHttpRequest"})
    print(r.json())
    r = admin_client.post(url, {"text": "Rest <b>cool</b>"}, headers={"x-requested-with": "XMLHttpRequest"})
    print(r.json())
