"""What a patient's telephone has to fetch before an article can be read."""

from __future__ import annotations

import gzip
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from wagtail.rich_text import RichText

from kneeblog.models import SymptomArticlePage

LIMIT = 60_000
SIGNS = "膝痛関節症状原因治療検査受診医師歩行階段運動炎靱帯半月板軟骨注射のがをにはでとしたるいれなこかもっあ、。"


@pytest.mark.django_db
def test_an_article_without_pictures_weighs_little(client: Any, site_tree: Any, rules_off: None) -> None:
    """6,000 characters that hardly repeat: HTML, styles and scripts as they are sent, compressed."""
    chance = random.Random(7)

    def paragraph() -> str:
        return "".join(chance.choices(SIGNS, k=300))

    sections = [
        ("section", {
            "heading": paragraph()[:20], "kind": "causes", "anchor": "",
            "content": [("paragraph", RichText(f"<p>{paragraph()}</p><p>{paragraph()}</p>"))],
        })
        for _number in range(10)
    ]  # fmt: skip
    page = SymptomArticlePage(title="膝の裏が痛い", slug="long", locale=site_tree.home.locale, body=sections)
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    response = client.get(page.url, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    html = gzip.decompress(response.content).decode()
    parts = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html))
    assert parts == {"kneeblog/css/site.css", "kneeblog/search.js"}
    files = {part: len(gzip.compress(Path(finders.find(part)).read_bytes())) for part in parts}
    weight = len(response.content) + sum(files.values())
    print(f"\nHTML {len(response.content)}, {files}, together {weight} bytes")
    assert len(html) > 6_000 and weight <= LIMIT


def test_the_page_for_a_failure_asks_the_database_for_nothing(rf: Any) -> None:
    """No fixture gives this test a database: a query would fail it."""
    from kneeblog.site.urls import handler500

    response = handler500(rf.get("/"))
    html = response.content.decode()
    assert response.status_code == 500
    assert "/static/kneeblog/css/site.css" in html
    assert all(f'lang="{code}"' in html for code in ("ja", "en", "zh-Hans", "zh-Hant", "ko"))
