"""Originals taken out of the library again: with the run that brought them, unless something still shows them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection

from importers.media import remove
from importers.media.removal import sweep
from importers.models import ImportedMedia, ImportedPage, ImportRun
from kneeblog.models import ArticlePage

from .rawserver import response
from .test_media import Blog, Crash, Image, Rendition, blog, files, old, photo, state, values

__all__ = ["blog", "old"]


class TestRollback:
    def test_a_run_goes_with_its_pictures_and_their_files(self, blog: Blog) -> None:
        before = {name: found for name, found in state().items() if name != "media"}
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/img/b.jpg"))
        blog()
        call_command("import_rollback", "last", stdout=io.StringIO())
        assert {name: found for name, found in state().items() if name != "media"} == before

    def test_a_picture_that_an_editor_put_elsewhere_stays_and_is_told(self, blog: Blog) -> None:
        blog.page("a", blog.picture("/img/a.jpg"))
        blog()
        theirs = ArticlePage(
            title="編集者のページ", slug="theirs", hero_image=[("image", {"image": Image.objects.get()})]
        )
        ArticlePage.objects.get().get_parent().add_child(instance=theirs)
        out = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("import_rollback", "last", stdout=out)
        assert "体操の写真" in out.getvalue() and Image.objects.exists() and files()

    def test_a_picture_that_an_editor_described_stays(self, blog: Blog, admin_client: Any) -> None:
        blog.page("a", blog.picture("/img/a.jpg"))
        blog()
        image = Image.objects.get()
        words = {"title": "体操", "description": "膝の体操", "collection": image.collection_id, "tags": ""}
        assert admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), words).status_code == 302
        out = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("import_rollback", "last", stdout=out)
        assert "an editor has worked on it" in out.getvalue() and not ArticlePage.objects.exists()
        assert Image.objects.get().description == "膝の体操" and files()


class TestRemoval:
    def brought(self, blog: Blog, **more: Any) -> ImportRun:
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/img/b.jpg"))
        blog(**more)
        return ImportRun.objects.first()

    def without_pages(self) -> None:
        for page in ArticlePage.objects.all():
            page.delete()

    def test_everything_goes(self, blog: Blog) -> None:
        before, collections = files(), Collection.objects.count()
        run = self.brought(blog)
        assert len(files()) == 7
        self.without_pages()
        removed = remove(run)
        assert len(removed.removed) == 2 and not removed.kept
        assert files() == before and Collection.objects.count() == collections
        assert not Image.objects.exists() and not Rendition.objects.exists() and not ImportedMedia.objects.exists()

    def test_what_a_page_shows_stays(self, blog: Blog) -> None:
        run, lying = self.brought(blog), None
        lying = files()
        removed = remove(run)
        assert len(removed.kept) == 2 and not removed.removed and files() == lying

    def test_what_only_a_draft_shows_stays(self, blog: Blog, make_image: Callable[..., Any]) -> None:
        """An imported page's later drafts stand in no index of references."""
        run = self.brought(blog)
        page = ArticlePage.objects.get().get_latest_revision_as_object()
        kept = values()[0]["image"]
        empty = ArticlePage.objects.get()
        empty.body = []
        empty.has_unpublished_changes = True
        empty.save()  # the row shows nothing, its draft both
        del page.body[0].value["content"][-1]
        page.save_revision()
        assert remove(run).kept and Image.objects.filter(pk=kept.pk).exists()

    def test_what_another_run_brought_too_stays_until_that_goes(self, blog: Blog) -> None:
        first = self.brought(blog)
        blog.old.answers["/other/name.jpg"] = response(photo())
        blog.page("b", blog.picture("/other/name.jpg"), title="別のお知らせ")
        blog()
        second = ImportRun.objects.first()
        self.without_pages()
        remove(first)
        assert [row.run for row in ImportedMedia.objects.all()] == [second] and Image.objects.count() == 1
        remove(second)
        assert not Image.objects.exists() and not files()

    def test_what_an_editor_uploaded_is_used_and_stays(self, blog: Blog) -> None:
        theirs = Image(title="院内の写真")
        theirs.file = ImageFile(io.BytesIO(photo()), name="upload.jpg")
        theirs._set_image_file_metadata()
        theirs.save()
        run = self.brought(blog)
        assert values()[0]["image"].pk == theirs.pk and Image.objects.count() == 2
        self.without_pages()
        remove(run)
        theirs.refresh_from_db()
        assert theirs.title == "院内の写真" and theirs.file.storage.exists(theirs.file.name)

    def test_a_collection_that_somebody_else_uses_stays(self, blog: Blog, make_image: Callable[..., Any]) -> None:
        run = self.brought(blog)
        other = make_image()
        other.collection = Collection.objects.get(name="127.0.0.1")
        other.save()
        self.without_pages()
        remove(run)
        assert Collection.objects.filter(name="127.0.0.1").exists() and Image.objects.get() == other

    def test_a_removal_that_was_interrupted_is_finished_by_the_next_import(
        self, blog: Blog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = self.brought(blog)
        self.without_pages()
        with monkeypatch.context() as patch:
            patch.setattr(FileSystemStorage, "delete", self.crash)
            with pytest.raises(Crash):
                remove(run)
        assert files() and ImportedMedia.objects.filter(state="removed").exists()
        remove(run)
        assert not files() and not ImportedMedia.objects.exists()

    def test_sweeping_leaves_what_is_in_use(self, blog: Blog) -> None:
        self.brought(blog)
        name = Image.objects.first().file.name
        ImportedMedia.objects.create(url="x", state="removed", leftovers=[["picture", name], ["picture", "gone.jpg"]])
        sweep()
        assert name in files() and not ImportedMedia.objects.filter(state="removed").exists()

    def crash(self, *args: Any) -> None:
        raise Crash

    def test_what_was_taken_away_is_brought_again(self, blog: Blog) -> None:
        run = self.brought(blog)
        before = files()
        self.without_pages()
        remove(run)
        ImportedPage.objects.all().delete()
        blog()
        assert files() == before and all(value["image"] for value in values())
