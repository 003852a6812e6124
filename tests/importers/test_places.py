"""Where imported pages go, and what a person decides about them in a mapping file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from wagtail.models import Page

from importers.models import ImportedPage, ImportRun
from importers.tree import find_place
from kneeblog.models import BlogIndexPage

from .test_import import rows
from .test_reimport import Source, article, latest, source

__all__ = ["source"]

pytestmark = pytest.mark.django_db


class TestPlaces:
    def test_a_free_path_becomes_a_blog_even_beside_another(self, source: Source) -> None:
        source.save(a=article("a"))
        source(under="/news/")
        found = Page.objects.get(slug="a")
        assert found.get_parent().slug == "news" and found.get_parent().specific_class is BlogIndexPage
        assert source.unchanged(under="/news/")

    def test_a_page_that_holds_no_blog_is_refused(self, source: Source) -> None:
        source.save(a=article("a"))
        source()
        for under in ("/blog/a/", "/conditions/"):
            with pytest.raises(
                CommandError, match=r"No blog can be made below .*Blogs of this site: /blog/"
            ) as refused:
                source(under=under)
            assert refused.value.returncode == 2

    def test_the_home_page_means_its_blog(self, site_tree: Any) -> None:
        assert find_place("/", "ja").shelf("article") == site_tree.blog
        assert find_place("/news/", "ja").shelf("article") is None


class TestMappingFile:
    @pytest.fixture
    def mapping(self, source: Source, tmp_path: Path) -> Any:
        source.save(a=article("a"), z=article("z"))

        def mapped(text: str) -> str:
            (tmp_path / "map.csv").write_text(text, encoding="utf-8")
            return source(map=str(tmp_path / "map.csv"))

        return mapped

    @pytest.mark.parametrize("parent", ["/nope/", "/conditions/"])
    def test_a_wrong_parent_stops_the_run_before_it_writes(self, mapping: Any, parent: str) -> None:
        with pytest.raises(CommandError, match=r"map\.csv, line 2, post/z") as refused:
            mapping(f"key,parent\npost/z,{parent}\n")
        assert refused.value.returncode == 2
        assert not ImportedPage.objects.exists() and not ImportRun.objects.exists()

    def test_a_parent_for_a_page_that_is_there_is_told(self, mapping: Any, site_tree: Any) -> None:
        site_tree.home.add_child(instance=BlogIndexPage(title="お知らせ", slug="news", locale=site_tree.home.locale))
        assert "admin" not in mapping("key,parent\npost/z,/blog/\n")
        assert "admin" in mapping("key,parent\npost/z,/news/\n")  # where to move it
        assert Page.objects.get(slug="z").get_parent() == site_tree.blog.page_ptr

    def test_an_unknown_key_is_told(self, mapping: Any) -> None:
        said = mapping("key,slug,skip\npost/zzz,abc,\npost/yyy,,yes\npost/z,,yes\n")
        assert "map.csv, line 2: the source has no page with the key post/zzz" in said
        assert "post/yyy" in said and "key post/z." not in said
        assert "1 create" in said

    @pytest.mark.usefixtures("rules_off")
    def test_a_slug_is_changed_while_nobody_has_seen_the_page(self, mapping: Any, source: Source) -> None:
        source()
        assert "1 update" in mapping("key,slug\npost/a,better\n")
        found = Page.objects.get(slug="better")
        assert latest(found).slug == "better" and found.url_path.endswith("/blog/better/")
        before = rows()
        mapping("key,slug\npost/a,better\n")
        assert rows() == before
        found.specific.get_latest_revision().publish()
        said = mapping("key,slug\npost/a,best\n")
        assert "1 held back" in said and Page.objects.filter(slug="better").exists()
