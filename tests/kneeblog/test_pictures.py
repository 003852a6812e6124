"""Pictures as visitors are sent them: which sizes and formats, and that nothing waits or shifts."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from wagtail.images import get_image_model

from kneeblog.models import ArticlePage
from kneeblog.pictures import make

from .test_templates import article, figure, html_of, section

__all__ = ["article"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Wagtail remembers the sizes of pictures beyond the end of a test."""
    cache.clear()


@pytest.fixture
def page(article: Any, make_image: Any) -> Any:
    hero, body = (figure(make_image(name, size=(1200, 800))) for name in ("hero", "body"))
    made = article(section(body), hero_image=[hero])
    made.save_revision().publish()
    return made


def pictures(html: str) -> list[str]:
    return re.findall(r"<picture>.*?</picture>", html, re.S)


def test_webp_at_once_and_avif_when_it_has_been_made(client: Any, page: Any) -> None:
    before = html_of(client, page)
    assert "image/avif" not in before and len(pictures(before)) == 2
    call_command("make_pictures", stdout=(out := StringIO()))
    assert "2 pictures" in out.getvalue() and "4 sizes" in out.getvalue()
    for picture in pictures(html_of(client, page)):
        source, image = re.fullmatch(r"<picture>(<source[^>]*>)(<img[^>]*>)</picture>", picture).groups()  # type: ignore[union-attr]
        assert 'type="image/avif"' in source and "480w" in source and "960w" in source and "sizes=" in source
        assert ".webp" in image and "480w" in image and "960w" in image
    call_command("make_pictures", stdout=(out := StringIO()))
    assert "0 sizes" in out.getvalue()


def test_no_visitor_waits_for_avif(client: Any, page: Any) -> None:
    for _visit in range(2):
        html_of(client, page)
    made = get_image_model().get_rendition_model().objects.values_list("filter_spec", flat=True)
    assert made and not any("avif" in spec for spec in made)


def test_the_main_picture_comes_first_and_nothing_shifts(client: Any, page: Any) -> None:
    hero, other = pictures(html_of(client, page))
    assert 'fetchpriority="high"' in hero and 'loading="eager"' in hero
    assert "fetchpriority" not in other and 'loading="lazy"' in other
    for picture in (hero, other):
        width, height = (int(re.search(rf'{name}="(\d+)"', picture)[1]) for name in ("width", "height"))  # type: ignore[index]
        assert abs(width / height - 1.5) < 0.01


def test_a_picture_is_cut_around_its_focus(client: Any, site_tree: Any, make_image: Any) -> None:
    image = make_image("walk", size=(1000, 500))
    image.set_focal_point(None)
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 210, 390, 50, 50
    image.save()
    site_tree.blog.add_child(instance=ArticlePage(title="記事", slug="news", hero_image=[figure(image)]))
    assert 'class="focus-x2 focus-y8"' in html_of(client, site_tree.blog)


def test_a_picture_whose_file_is_gone_keeps_nobody_from_the_others(client: Any, page: Any) -> None:
    gone = get_image_model().objects.get(title="hero")
    gone.file.storage.delete(gone.file.name)
    call_command("make_pictures", stdout=(out := StringIO()), stderr=(complaints := StringIO()))
    assert "hero" in complaints.getvalue() and "4 sizes" in out.getvalue()
    assert make(get_image_model().objects.get(title="body")) == 0
