"""Originals on their way into the library: fetched, found, refused, interrupted."""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError
from django.db import connection
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from importers.errors import ImportFailure
from importers.fetch import Client, Fetcher, Hosts, Limits
from importers.management.commands import import_posts as command
from importers.media import Shelf, Wanted, library, remove
from importers.models import ImportedMedia, ImportedPage, ImportRun
from importers.write import Writer
from kneeblog.models import ArticlePage, SymptomArticlePage
from kneeblog.pictures import PICTURE_FILTERS, SHARING_FILTER

from . import ricostrees as data
from . import unsafe
from . import wixpages as wix
from .rawserver import Server, response, serving
from .test_import import import_posts, rows

Image, Document = get_image_model(), get_document_model()
Rendition = Image.get_rendition_model()

TEXT = "膝の曲げ伸ばしは毎日続けることが大切です。痛みが出たら休み、翌日の様子を見てから少しずつ再開してください。"


def photo(colour: str = "teal", size: tuple[int, int] = (1000, 640)) -> bytes:
    return unsafe.saved(PillowImage.new("RGB", size, colour), "JPEG", exif=unsafe._with_exif())


@pytest.fixture
def old() -> Iterator[Server]:
    """The old host, with two photographs and a file."""
    answers = {
        "/img/a.jpg": response(photo()),
        "/img/b.jpg": response(photo("maroon")),
        "/guide.pdf": response(unsafe.PDF),
    }
    with serving(answers) as server:
        yield server


class Blog:
    """A saved blog whose originals lie on the old host."""

    def __init__(self, folder: Path, old: Server) -> None:
        self.folder, self.old = folder, old
        folder.mkdir()

    def page(self, name: str, *pictures: str, title: str = "体操のお知らせ") -> None:
        html = (
            f'<!doctype html><html lang="ja"><head><title>{title}</title>'
            f'<link rel="canonical" href="{self.old.url(f"/post/{name}")}"></head><body><article><h1>{title}</h1>'
            f"<p>{TEXT}</p>{''.join(pictures)}<p>{TEXT}</p></article></body></html>"
        )
        (self.folder / f"{name}.html").write_text(html, encoding="utf-8")

    def picture(self, path: str, alt: str = "体操の写真", caption: str = "") -> str:
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f'<figure><img src="{self.old.url(path)}" alt="{alt}">{below}</figure>'

    def __call__(self, **options: Any) -> str:
        return import_posts(str(self.folder), **{"apply": True, "no_fetch": False, **options})[1]


@pytest.fixture
def blog(tmp_path: Path, old: Server, site_tree: Any, monkeypatch: pytest.MonkeyPatch) -> Blog:
    limits = Limits(size=4_000_000, seconds=10, silence=3)
    monkeypatch.setattr(command, "Client", partial(Client, limits=limits, loopback=True))
    monkeypatch.setattr(command, "Fetcher", partial(Fetcher, sleep=lambda seconds: None))
    return Blog(tmp_path / "blog", old)


def values(page: ArticlePage | None = None) -> list[Any]:
    """The picture and file blocks of a page's draft."""
    page = page or ArticlePage.objects.get()
    body = page.get_latest_revision_as_object().body
    return [b.value for section in body for b in section.value["content"] if b.block_type in {"image", "file"}]


def said(row: ImportedPage | None = None) -> set[str]:
    return {finding["id"] for finding in (row or ImportedPage.objects.get()).findings}


def files() -> dict[str, bytes]:
    """Everything in the media folder."""
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def state() -> dict[str, Any]:
    """What a run leaves behind, without times and numbers of rows."""
    return {
        "files": files(),
        "images": list(
            Image.objects.order_by("pk").values_list("title", "file", "file_hash", "collection__name", "width")
        ),
        "renditions": sorted(Rendition.objects.values_list("file", "image__file", "filter_spec")),
        "documents": list(Document.objects.order_by("pk").values_list("title", "file", "collection__name")),
        "media": list(
            ImportedMedia.objects.values_list("url", "sha256", "state", "image__file", "document__file", "made")
        ),
        "collections": list(Collection.objects.order_by("path").values_list("name", flat=True)),
        "claimed": ImportedMedia.objects.filter(state="stored", run=None).count(),
        "pages": sorted((page.slug, str(values(page))) for page in ArticlePage.objects.all()),
    }


class TestBringing:
    def test_a_picture_is_fetched_made_anew_and_put_into_its_page(self, blog: Blog) -> None:
        blog.page("a", blog.picture("/img/a.jpg", "膝を伸ばす人"))
        blog()
        image = Image.objects.get()
        (value,) = values()
        assert value["image"].pk == image.pk and value["image"].contextual_alt_text == "膝を伸ばす人"
        assert (image.title, image.description, image.width) == ("膝を伸ばす人", "膝を伸ばす人", 1000)
        assert image.collection.name == "127.0.0.1" and image.collection.get_parent().is_root()
        with image.open_file() as file:
            data = file.read()
        assert not PillowImage.open(io.BytesIO(data)).getexif() and b"script" not in data
        assert image.file_hash == library._sha1(data) and image.file_size == len(data)
        media = ImportedMedia.objects.get()
        assert (media.url, media.state, media.run) == (blog.old.url("/img/a.jpg"), "stored", ImportRun.objects.get())

    def test_no_visitor_pays_for_its_sizes(self, blog: Blog, client: Any) -> None:
        blog.page("a", blog.picture("/img/a.jpg"))
        blog()
        made = {spec.removesuffix("|preserve-svg") for spec in PICTURE_FILTERS}
        made.add(SHARING_FILTER)  # it is the first picture of the text, and the page has no other that stands for it
        assert set(Rendition.objects.values_list("filter_spec", flat=True)) == made
        page = ArticlePage.objects.get()
        page.get_latest_revision().publish()
        before, lying = Rendition.objects.count(), files()
        shown = client.get(page.get_url()).content.decode()
        assert shown.count("images/") >= 2 and (Rendition.objects.count(), files()) == (before, lying)

    def test_a_picture_for_the_head_of_a_page_has_its_size_too(self, blog: Blog, client: Any, site_tree: Any) -> None:
        shelf = Shelf(fetcher=Fetcher(Client(Hosts([blog.old.authority]), loopback=True)))
        shelf.bring([Wanted(url=blog.old.url("/img/a.jpg"), kind="picture", title="体操", sharing=True)])
        hero = {"image": shelf.image(blog.old.url("/img/a.jpg"))}
        page = ArticlePage(title="体操", slug="a", locale=site_tree.blog.locale, hero_image=[("image", hero)])
        site_tree.blog.add_child(instance=page).save_revision().publish()
        before, lying = Rendition.objects.count(), files()
        assert before == 3 and Rendition.objects.filter(filter_spec=SHARING_FILTER).exists()
        assert "fill-1200x630" in client.get(page.get_url()).content.decode()
        assert (Rendition.objects.count(), files()) == (before, lying)

    def test_a_picture_on_ten_pages_is_fetched_and_kept_once(self, blog: Blog) -> None:
        for number in range(10):
            blog.page(f"p{number}", blog.picture("/img/a.jpg"), title=f"お知らせ第{number}号")
        blog()
        assert ArticlePage.objects.count() == 10 and Image.objects.count() == ImportedMedia.objects.count() == 1
        assert blog.old.paths() == ["/img/a.jpg"]
        assert {value["image"].pk for page in ArticlePage.objects.all() for value in values(page)} == {
            Image.objects.get().pk
        }

    def test_the_same_content_under_two_addresses_is_one_picture(self, blog: Blog) -> None:
        blog.old.answers["/other/name.jpg"] = response(photo())
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/other/name.jpg"))
        blog()
        assert (Image.objects.count(), ImportedMedia.objects.count()) == (1, 2)
        assert [value["image"].pk for value in values()] == [Image.objects.get().pk] * 2

    def test_a_file_name_is_not_an_identity(self, blog: Blog) -> None:
        blog.old.answers["/other/a.jpg"] = response(photo("navy"))
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/other/a.jpg"))
        blog()
        assert len({value["image"].pk for value in values()}) == 2

    def test_a_second_run_asks_and_writes_nothing(self, blog: Blog) -> None:
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/img/b.jpg"))
        blog()
        before, asked = (rows(), files()), len(blog.old.asked)
        assert "1 unchanged" in blog()
        assert (rows(), files()) == before and len(blog.old.asked) == asked

    def file_block(self) -> Any:
        page = SymptomArticlePage.objects.get().get_latest_revision_as_object()
        (value,) = [b.value for b in page.body[0].value["content"] if b.block_type == "file"]
        return value

    def post_with_file(self, blog: Blog, address: str) -> None:
        tree = data.post(data.paragraph("書いてお持ちください。"), data.file("問診票.pdf", {"url": address}))
        html = wix.page(
            wix.paragraph("書いてお持ちください。"), title="膝の内側が痛む原因", url="https://www.knee.example/post/a"
        )
        (blog.folder / "a.html").write_text(html.replace("</body>", data.warmup(tree) + "</body>"), encoding="utf-8")

    def test_a_file_becomes_a_document(self, blog: Blog) -> None:
        self.post_with_file(blog, blog.old.url("/guide.pdf"))
        blog(media_host=[blog.old.authority])
        document = self.file_block()["document"]
        assert document == Document.objects.get() and document.title == "問診票.pdf"
        assert document.filename.startswith("guide-") and document.filename.endswith(".pdf")
        assert document.collection.name == "www.knee.example" and document.file_size == len(unsafe.PDF)
        before = rows()
        assert "1 unchanged" in blog() and rows() == before
        assert self.file_block()["document"] == document

    def test_a_file_that_lies_beside_the_pages(self, blog: Blog) -> None:
        name = f"a1b2c3_{'4' * 32}.pdf"
        self.post_with_file(blog, f"https://www.knee.example/_files/ugd/{name}")
        blog()
        assert self.file_block()["document"] is None
        (blog.folder / name).write_bytes(unsafe.PDF)
        assert "1 update" in blog()
        assert self.file_block()["document"] == Document.objects.get()

    def test_a_file_that_is_no_document_stays_pending(self, blog: Blog) -> None:
        blog.old.answers["/guide.pdf"] = response(
            b"<html><script>alert(1)</script>", "200 OK", "Content-Type: application/pdf"
        )
        self.post_with_file(blog, blog.old.url("/guide.pdf"))
        assert "file.refused" in blog(media_host=[blog.old.authority])
        assert self.file_block()["document"] is None and not files()

    @pytest.mark.parametrize(
        ("caption", "alt", "title"),
        [
            ("図1 膝の体操", "体操の写真", "図1 膝の体操"),
            ("", "体操の写真", "体操の写真"),
            ("", "", "体操のお知らせ (1)"),
            ("", "IMG_1234.jpg", "体操のお知らせ (1)"),
            ("", "体操のお知らせ", "体操のお知らせ"),
        ],
    )
    def test_titles_are_for_editors_and_alternative_texts_for_readers(
        self, blog: Blog, caption: str, alt: str, title: str
    ) -> None:
        blog.page("a", blog.picture("/img/a.jpg", alt, caption))
        blog()
        image = Image.objects.get()
        spoken = alt if alt == "体操の写真" else ""
        assert image.title.startswith(title) and image.description in {spoken, alt if alt == title else spoken}
        assert "IMG_1234" not in image.title + image.description and "(1)" not in image.description

    def test_a_list_for_people(self, blog: Blog, tmp_path: Path) -> None:
        blog.page("a", blog.picture("/img/a.jpg", ""), blog.picture("/img/none.jpg", "=1+1"))
        blog(pictures=str(tmp_path / "p.csv"))
        with (tmp_path / "p.csv").open(encoding="utf-8-sig", newline="") as stream:
            first, second = csv.DictReader(stream)
        assert first["state"] == "in the library" and first["to_do"] == "say what it shows"
        assert "no longer there" in second["state"] and second["to_do"] == "bring it"
        assert not second["alternative_text"].startswith("=")


class TestWhatDoesNotCome:
    def test_without_apply_nothing_is_asked(self, blog: Blog) -> None:
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/img/b.jpg"))
        before = rows()
        printed = blog(apply=False)
        assert (
            "2 originals are not at hand" in printed and blog.old.authority in printed and "--apply fetches" in printed
        )
        assert not blog.old.asked and rows() == before

    @pytest.mark.parametrize("option", ["no_fetch", "no_media"])
    def test_nothing_is_asked_where_nobody_wants_it(self, blog: Blog, option: str) -> None:
        blog.page("a", blog.picture("/img/a.jpg"))
        blog(**{option: True})
        assert not blog.old.asked and not Image.objects.exists() and values()[0]["image"] is None
        blog()
        assert values()[0]["image"].pk == Image.objects.get().pk
        blog(no_media=True)
        assert values()[0]["image"].pk == Image.objects.get().pk

    def test_another_host_has_to_be_allowed(self, blog: Blog) -> None:
        with serving({"/c.jpg": response(photo("navy"))}, "127.0.0.2") as other:
            blog.page("a", f'<figure><img src="{other.url("/c.jpg")}" alt="図"></figure>')
            blog()
            assert not other.asked and "fetch.host" in said()
            blog(media_host=[other.authority])
            assert values()[0]["image"].pk == Image.objects.get().pk

    def test_a_host_is_named_properly(self, blog: Blog) -> None:
        blog.page("a")
        with pytest.raises(CommandError, match="no host"):
            blog(media_host=["not a host"])

    def test_what_failed_is_listed_and_tried_again(self, blog: Blog) -> None:
        blog.page("a", blog.picture("/img/later.jpg"), blog.picture("/img/a.jpg"))
        assert "fetch.gone" in blog()
        failed = ImportedMedia.objects.get(state="failed")
        assert (failed.reason_id, failed.attempts, failed.url) == ("fetch.gone", 1, blog.old.url("/img/later.jpg"))
        assert [bool(value["image"]) for value in values()] == [False, True] and "fetch.gone" in said()
        blog()
        failed.refresh_from_db()
        assert failed.attempts == 2
        assert "fetch.gone" in blog(apply=False)  # a plan knows it too
        blog.old.answers["/img/later.jpg"] = response(photo("gold"))
        assert "1 update" in blog()
        assert all(value["image"] for value in values()) and not ImportedMedia.objects.filter(state="failed").exists()

    def test_a_dead_host_is_told_once(self, blog: Blog) -> None:
        blog.page(
            "a",
            *(f'<figure><img src="https://static.wixstatic.com/media/{n}.jpg" alt="図"></figure>' for n in range(9)),
        )
        printed = blog()
        assert printed.count("was given up") == 1 and "fetch." not in printed
        assert not ImportedMedia.objects.exists()

    @pytest.mark.parametrize(
        ("data", "finding"),
        [
            (unsafe.SVG, "image.refused"),
            (b"<html>", "image.refused"),
            (photo()[:-500], "image.refused"),
            (b"", "fetch.empty"),
        ],
    )
    def test_what_is_no_picture_stays_pending(self, blog: Blog, data: bytes, finding: str) -> None:
        blog.old.answers["/img/a.jpg"] = response(data, "200 OK", "Content-Type: image/jpeg")
        blog.page("a", blog.picture("/img/a.jpg"))
        blog()
        assert values()[0]["image"] is None and finding in said()
        assert not files() and not Image.objects.exists() and ImportedMedia.objects.get().state == "failed"

    def test_the_librarys_own_limits_count(self, blog: Blog, settings: Any) -> None:
        settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 500
        blog.page("a", blog.picture("/img/a.jpg"))
        assert "image.refused" in blog()
        assert not files() and not Image.objects.exists()

    def test_the_most_pixels_are_the_librarys(self, blog: Blog, settings: Any) -> None:
        settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 500_000
        blog.page("a", blog.picture("/img/a.jpg"))
        assert "image.refused" in blog() and not Image.objects.exists()

    def test_a_full_disk_ends_the_run_before_any_page(self, blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
        blog.page("a", blog.picture("/img/a.jpg"))

        def full(*args: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", full)
        with pytest.raises(CommandError, match="No space left"):
            blog()
        assert not ArticlePage.objects.exists() and not Image.objects.exists() and not ImportRun.objects.exists()


class Crash(BaseException):
    """The power goes."""


class Fuse:
    """Interrupts a run at its n-th moment: before and in the middle of a file, before and after a row.

    Args:
        monkeypatch: puts it in.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        self.blown = False
        self._put, self._store, self._save = library.put_file, Shelf._store, Rendition.save
        monkeypatch.setattr(library, "put_file", self.put_file)
        monkeypatch.setattr(Shelf, "_store", lambda *args: self.around(self._store, *args))
        monkeypatch.setattr(Rendition, "save", lambda *args, **kwargs: self.around(self._save, *args, **kwargs))

    def moment(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.blown = True
            raise Crash

    def put_file(self, field_file: Any, name: str, data: bytes) -> None:
        self.moment()
        self._put(field_file, name, data)
        try:
            self.moment()
        except Crash:
            Path(default_storage.path(field_file.name)).write_bytes(data[: len(data) // 2])
            raise

    def around(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.moment()
        done = work(*args, **kwargs)
        self.moment()
        return done


class TestInterruptions:
    def test_whenever_it_is_interrupted_the_next_run_ends_in_the_same_state(
        self, blog: Blog, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
    ) -> None:
        blog.old.answers["/other/name.jpg"] = response(photo())
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/img/b.jpg"), blog.picture("/other/name.jpg"))
        fuse, expected, moment = Fuse(monkeypatch), None, 0
        while moment < 2 or fuse.blown:
            settings.MEDIA_ROOT = str(tmp_path / f"media-{moment}")
            mark = connection.savepoint()  # each moment begins with the same database
            fuse.left, fuse.blown = moment, False
            with suppress(Crash):
                blog()
            if fuse.blown:
                blog()
            found = state()
            expected = expected or found
            connection.savepoint_rollback(mark)
            assert found == expected, f"interrupted at moment {moment}"
            moment += 1
        assert moment > 25 and expected and len(expected["images"]) == 2 and expected["claimed"] == 0

    def test_no_file_is_written_inside_a_transaction(self, blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
        blog.page("a", blog.picture("/img/a.jpg"), blog.picture("/img/b.jpg"))
        depths, outside, write = [], len(connection.savepoint_ids), FileSystemStorage._save

        def noting(self: Any, *args: Any) -> Any:
            depths.append(len(connection.savepoint_ids) - outside)
            return write(self, *args)

        monkeypatch.setattr(FileSystemStorage, "_save", noting)
        blog()
        assert len(depths) == 7 and set(depths) == {0}

    def test_a_page_that_fails_leaves_its_picture_for_the_next_run(
        self, blog: Blog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blog.page("a", blog.picture("/img/a.jpg"))
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "_noted", lambda *args, **kwargs: 1 / 0)
            blog()
        assert not ArticlePage.objects.exists() and Image.objects.count() == 1
        blog()
        assert values()[0]["image"].pk == Image.objects.get().pk and blog.old.paths() == ["/img/a.jpg"]

    def test_two_at_once_bring_a_picture_once(self, blog: Blog) -> None:
        one = Wanted(url=blog.old.url("/img/a.jpg"), kind="picture", title="体操")
        first, second = (Shelf(fetcher=Fetcher(Client(Hosts([blog.old.authority]), loopback=True))) for _ in range(2))
        assert second.state(one.url) == "pending"  # it has looked around before the other brings anything
        first.bring([one])
        lying = files()
        with pytest.raises(ImportFailure, match="Another import has just brought"):
            second.bring([one])
        assert Image.objects.count() == ImportedMedia.objects.count() == 1 and files() == lying


class TestContentThatChanges:
    def lying(self, folder: Path, colour: str) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "a.jpg").write_bytes(photo(colour))

    def test_a_better_original_replaces_the_first_and_goes_with_its_run(self, blog: Blog) -> None:
        blog.page("a", '<figure><img src="img/a.jpg" alt="体操の写真"></figure>')
        self.lying(blog.folder / "img", "teal")
        blog()
        first, before = Image.objects.get(), (Image.objects.count(), files())
        self.lying(blog.folder / "img", "navy")
        assert "1 update" in blog()
        assert values()[0]["image"].pk != first.pk and Image.objects.count() == 2
        page = ArticlePage.objects.get()
        page.revisions.order_by("pk").first().as_object().save_revision()
        remove(ImportRun.objects.first())  # the latest
        assert (Image.objects.count(), files()) == before and ImportedMedia.objects.get().image == first
