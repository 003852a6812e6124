"""Rooms 5 and 6 over several runs: parts of a source, pages that come later, things that go missing, failures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from PIL import Image as PillowImage
from wagtail.models import Page

from importers import fill
from importers.errors import PageRefused
from importers.fields import Fields
from importers.identity import internal_path, short_key
from importers.media import Shelf
from importers.models import ImportedPage, ImportRun, Outcome
from importers.pipeline import read
from importers.plan import make_plan
from importers.references import Lookup
from importers.sources import MediaFile
from importers.tree import find_place
from importers.write import Writer
from kneeblog.models import (
    FeeTable,
    HomePage,
    PhysicianPage,
    TreatmentPage,
)

from . import wixpages as wix
from .test_import import MEDIA_ID, SUPERVISOR, import_posts, rows

paragraph, heading = wix.paragraph, wix.heading


def page(path: str, title: str, *blocks: str, beside: str = "") -> str:
    return wix.page(
        *blocks or [paragraph("本文。")], title=title, url=f"https://www.knee.example/{path}", beside=beside
    )


def card(name: str, price: str, url: str = "") -> str:
    more = wix.rich_text(f'<p><a href="{url}">詳しくはこちら</a></p>') if url else ""
    texts = (f"<h2>{name}</h2>", f"<p>{name}の説明文です。</p>", f"<p>{price}</p>")
    return "".join(map(wix.rich_text, texts)) + more


def article(name: str, *cards: str, supervisor: str = "", title: str = "膝の痛み", text: str = "本文。") -> str:
    beside = (wix.columns(*cards) if cards else "") + supervisor
    return page(f"post/{name}", f"{title}{name.upper()}", paragraph(text), beside=beside)


def treatment(*cards: str, path: str = "post/prp", title: str = "PRP療法の費用とリスク") -> str:
    blocks = (
        paragraph("概要。"), heading("費用"), paragraph("PRP 19,000円", "p2"), heading("リスク", 2, "r"),
        paragraph("腫れます。", "p3"),
    )  # fmt: skip
    return page(path, title, *blocks, beside=wix.columns(*cards) if cards else "")


DOCTOR = page(
    "doctor/yamada", "山田 太郎 医師", heading("山田 太郎 医師"), paragraph("膝の診療をしています。"),
    paragraph("【経歴】\n青葉大学卒業", "p2"),
)  # fmt: skip


def latest(found: Page) -> Any:
    return Page.objects.get(pk=found.pk).specific.get_latest_revision_as_object()


def shown(slug: str) -> list[str | None]:
    """The titles of the treatments whose cards a page shows."""
    return [block.value and block.value.title for block in latest(Page.objects.get(slug=slug)).treatments]


def prices(found: TreatmentPage) -> list[str]:
    return [row.value["raw"] for row in latest(found).fee_table.rows]


class Source:
    """A folder of saved pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def __call__(self, *, only: str = "", **options: Any) -> str:
        """Import it, or one page of it; what was said."""
        code, said = import_posts(str(self.folder / only if only else self.folder), apply=True, **options)
        self.code = code
        return said

    def save(self, **pages: str) -> None:
        for name, html in pages.items():
            (self.folder / f"{name}.html").write_text(html, encoding="utf-8")

    def unchanged(self, **options: Any) -> bool:
        """Whether another run writes nothing at all."""
        before = rows()
        self(**options)
        return rows() == before


@pytest.fixture
def source(tmp_path: Path, site_tree: Any) -> Source:
    return Source(tmp_path / "source")


pytestmark = pytest.mark.django_db


class TestPartsOfASource:
    def test_a_page_of_its_own_is_never_overwritten_from_a_card(self, source: Source) -> None:
        source.save(a=article("a", card("PRP療法", "19,000円", "/post/prp")), prp=treatment())
        source()
        before = rows()
        said = source(only="a.html")
        assert "2 unchanged" in said and rows() == before
        assert len(latest(TreatmentPage.objects.get()).body) == 2

    def test_a_page_without_the_cards_keeps_what_they_said(self, source: Source) -> None:
        source.save(a=article("a", card("PRP療法", "19,000円", "/post/prp")), prp=treatment())
        source()
        before = rows()
        assert "1 unchanged" in source(only="prp.html") and rows() == before
        assert latest(TreatmentPage.objects.get()).summary == "PRP療法の説明文です。"

    def test_the_first_copy_of_a_fee_stays_whatever_is_imported_next(self, source: Source) -> None:
        source.save(m=article("m", card("PRP療法", "19,000円"), supervisor=SUPERVISOR))
        source()
        source.save(a=article("a", card("PRP療法", "15,000円"), supervisor=SUPERVISOR.replace("診療", "治療")))
        said = source()
        assert "1 create, 3 unchanged" in said
        assert "treatment.differs" in said and "physician.differs" in said
        assert "3 unchanged" in source(only="a.html")
        assert prices(TreatmentPage.objects.get()) == ["19,000円"]
        assert "診療" in latest(PhysicianPage.objects.get()).biography
        assert source.unchanged()

    def test_a_physician_with_a_page_is_not_made_again_from_an_article(self, source: Source) -> None:
        source.save(yamada=DOCTOR)
        source()
        source.save(a=article("a", supervisor=SUPERVISOR))
        assert "1 create, 1 unchanged" in source(only="a.html")
        assert latest(Page.objects.get(slug="a")).supervisor == PhysicianPage.objects.get()
        assert source.unchanged()

    def test_a_page_that_comes_later_takes_the_place_of_the_mention(self, source: Source) -> None:
        source.save(a=article("a", card("PRP療法", "19,000円"), supervisor=SUPERVISOR))
        source()
        assert set(ImportedPage.objects.values_list("origin", flat=True)) == {"page", "mention"}
        source.save(yamada=DOCTOR, prp=treatment())
        assert "2 update, 1 unchanged" in source()
        found, physician = TreatmentPage.objects.get(), PhysicianPage.objects.get()
        assert (found.slug, physician.slug) == ("prp", "yamada")
        assert len(latest(found).body) == 2 and latest(found).slug == "prp"
        assert set(ImportedPage.objects.values_list("key", flat=True)) == {"post/a", "post/prp", "doctor/yamada"}
        assert source.unchanged()
        assert "3 unchanged" in source(only="a.html")

    def test_what_cards_say_is_not_taken_from_a_changed_article(self, source: Source) -> None:
        source.save(a=article("a", card("PRP療法", "19,000円")))
        source()
        source.save(a=article("a", card("PRP療法", "25,000円")))
        said = source()
        assert "treatment.differs" in said and prices(TreatmentPage.objects.get()) == ["19,000円"]


class TestNames:
    def test_cards_that_share_a_price_list_are_different_treatments(self, source: Source) -> None:
        cards = [
            card("MRI検査", "3,000円", "/price"),
            card("PRP療法", "19,000円", "/price"),
            card("幹細胞", "660円", "/price"),
        ]
        source.save(a=article("a", *cards))
        source()
        assert shown("a") == ["MRI検査", "PRP療法", "幹細胞"]
        assert [prices(found) for found in TreatmentPage.objects.order_by("pk")] == [
            ["3,000円"],
            ["19,000円"],
            ["660円"],
        ]
        assert source.unchanged()

    def test_a_second_name_at_an_address_does_not_join_the_first(self, source: Source) -> None:
        source.save(a=article("a", card("MRI検査", "3,000円", "/price")))
        source()
        source.save(b=article("b", card("PRP療法", "19,000円", "/price")))
        source()
        assert (shown("a"), shown("b")) == (["MRI検査"], ["PRP療法"])
        assert source.unchanged()

    def test_several_cards_may_lead_to_the_page_of_one_treatment(self, source: Source) -> None:
        cards = [card("PRP療法", "19,000円", "/post/prp"), card("PRP", "19,000円", "/post/prp")]
        source.save(a=article("a", *cards), prp=treatment())
        source()
        assert TreatmentPage.objects.count() == 1

    def test_addresses_are_compared_composed(self) -> None:
        assert internal_path("/post/か\u3099", "https://a.example/x") == "post/が"
        assert internal_path("/%E3%81%8B%E3%82%99/", "") == "が"

    def test_long_keys_fit_and_stay_different(self) -> None:
        one, other = short_key("膝" * 1500), short_key("膝" * 1501)
        assert one != other and len(one) <= 1000 and len(one.encode()) < 2700
        assert short_key("post/a") == "post/a" and short_key("a\0b") == "ab"

    def test_two_treatments_that_cost_the_same_have_a_fee_table_each(self, source: Source) -> None:
        cards = [card("MRI検査", "3,000円"), card("レントゲン", "3,000円")]
        source.save(a=article("a", *cards), b=article("b", *cards))
        source()
        tables = [latest(found).fee_table for found in TreatmentPage.objects.order_by("pk")]
        assert [table.name for table in tables] == ["MRI検査", "レントゲン"]
        assert FeeTable.objects.count() == 2
        assert source.unchanged()


class TestReferences:
    def test_treatments_that_show_each_other(self, source: Source) -> None:
        source.save(
            prp=treatment(
                card("MRI検査", "3,000円"), card("ヒアルロン酸注射", "1,000円", "/post/ha"), card("PRP療法", "19,000円")
            ),
            ha=treatment(card("PRP療法", "19,000円", "/post/prp"), path="post/ha", title="ヒアルロン酸注射の費用"),
        )
        source()
        assert shown("prp") == ["MRI検査", "ヒアルロン酸注射の費用", "PRP療法の費用とリスク"]
        assert shown("ha") == ["PRP療法の費用とリスク"]
        assert set(ImportedPage.objects.values_list("outcome", flat=True)) == {"created"}
        assert source.unchanged()

    def test_a_page_that_was_held_back_is_filled_in_once_it_is_repaired(self, source: Source) -> None:
        whole = treatment()
        source.save(a=article("a", card("PRP療法", "19,000円", "/post/prp")), prp=whole.replace("</body></html>", ""))
        source()
        assert source.code == 1 and shown("a") == [None]
        assert "1 unchanged, 1 held back" in source()
        source.save(prp=whole)
        assert "1 create, 1 update" in source()
        assert shown("a") == ["PRP療法の費用とリスク"]
        assert source.unchanged()

    def test_what_was_deleted_and_comes_again_is_referred_to_again(self, source: Source, tmp_path: Path) -> None:
        source.save(a=article("a", card("MRI検査", "3,000円"), card("PRP療法", "19,000円"), supervisor=SUPERVISOR))
        source()
        PhysicianPage.objects.get().delete()
        TreatmentPage.objects.get(title="MRI検査").delete()
        assert "2 unchanged, 2 held back" in source()
        again = tmp_path / "again.csv"
        keys = ImportedPage.objects.filter(page=None).values_list("key", flat=True)
        again.write_text("key,decision\n" + "".join(f"{key},again\n" for key in keys), encoding="utf-8")
        assert "2 create, 1 update, 1 unchanged" in source(map=str(again))
        assert shown("a") == ["MRI検査", "PRP療法"]
        assert latest(Page.objects.get(slug="a")).supervisor == PhysicianPage.objects.get()
        assert source.unchanged()

    def test_a_condition_that_comes_later_is_linked(self, source: Source) -> None:
        blocks = (heading("考えられる病気"), heading("変形性膝関節症", 3, "t1"), paragraph("軟骨が減ります。", "p2"))
        source.save(a=page("post/a", "膝の痛み", *blocks))
        source()
        source.save(
            oa=page("post/oa", "変形性膝関節症とは", paragraph("概要。"), heading("症状"), paragraph("痛み。", "p2"))
        )
        assert "1 create, 1 update" in source()
        (related,) = latest(Page.objects.get(slug="a")).related_conditions.all()
        assert related.condition.slug == "oa"
        assert source.unchanged()


class TestPictures:
    URL = f"https://static.wixstatic.com/media/{MEDIA_ID}~mv2.png"

    def picture(self) -> Any:
        body = latest(Page.objects.get(slug="a")).body
        return next(block.value["image"] for block in body[0].value["content"] if block.block_type == "image")

    def put(self, path: Path, colour: str = "teal") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        PillowImage.new("RGB", (8, 6), colour).save(path)

    def test_a_picture_that_is_missing_on_a_later_run_stays(self, source: Source) -> None:
        source.save(a=page("post/a", "膝の痛み", paragraph("前。"), wix.image(f"{MEDIA_ID}~mv2.png")))
        self.put(source.folder / f"{MEDIA_ID}~mv2.png")
        source()
        first = self.picture()
        assert first is not None
        assert source.unchanged(no_media=True)
        (source.folder / f"{MEDIA_ID}~mv2.png").unlink()
        assert source.unchanged()
        source.save(a=page("post/a", "膝の痛み", paragraph("直した。"), wix.image(f"{MEDIA_ID}~mv2.png")))
        assert "1 update" in source(no_media=True)
        assert self.picture() == first
        self.put(source.folder / f"{MEDIA_ID}~mv2.png", "red")
        assert "1 update" in source()
        assert self.picture() not in {None, first}
        assert source.unchanged()

    def test_a_picture_comes_to_where_an_editor_has_described_it_already(self, source: Source) -> None:
        source.save(a=page("post/a", "膝の痛み", paragraph("前。"), wix.image(f"{MEDIA_ID}~mv2.png")))
        source()
        draft = latest(Page.objects.get(slug="a"))
        draft.body = json.dumps(list(draft.body.raw_data), ensure_ascii=False).replace("膝の図", "膝を横から見た図")
        draft.save_revision()
        self.put(source.folder / f"{MEDIA_ID}~mv2.png")
        said = source()
        assert "1 update" in said and "merge.conflict" not in said
        assert self.picture() is not None and self.picture().contextual_alt_text == "膝を横から見た図"
        assert source.unchanged()

    def test_the_card_of_a_mentioned_treatment_gets_its_picture_later(self, source: Source) -> None:
        image = f'<div><wow-image id="{MEDIA_ID}~mv2.png"><img src="{self.URL}" alt="図"/></wow-image></div>'
        source.save(a=article("a", card("MRI検査", "3,000円") + image))
        source()
        found = TreatmentPage.objects.get()
        assert latest(found).card_image[0].value["image"] is None
        self.put(source.folder / f"{MEDIA_ID}~mv2.png")
        assert "1 update, 1 unchanged" in source()
        assert latest(found).card_image[0].value["image"] is not None
        assert source.unchanged()

    @pytest.mark.parametrize("finding", ["image.too-large", "image.unreadable"])
    def test_a_picture_that_cannot_be_read_stays_pending(
        self, source: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, finding: str
    ) -> None:
        def refuse(self: MediaFile) -> bytes:
            raise PageRefused(finding, "No.", "Make it smaller.")

        source.save(a=page("post/a", "膝の痛み", paragraph("前。"), wix.image(f"{MEDIA_ID}~mv2.png")))
        self.put(source.folder / f"{MEDIA_ID}~mv2.png")
        monkeypatch.setattr(MediaFile, "read", refuse)
        report = tmp_path / "report.json"
        said = source(report=str(report))
        assert "1 create" in said and self.picture() is None
        assert finding in said and finding in report.read_text(encoding="utf-8")
        assert finding in {found["id"] for found in ImportedPage.objects.get().findings}

    def test_what_is_no_picture_is_in_the_report(self, source: Source) -> None:
        source.save(a=page("post/a", "膝の痛み", paragraph("前。"), wix.image(f"{MEDIA_ID}~mv2.png")))
        (source.folder / f"{MEDIA_ID}~mv2.png").write_text("no picture", encoding="utf-8")
        assert "image.refused" in source()

    def test_a_file_name_is_not_an_identity(self, tmp_path: Path) -> None:
        self.put(tmp_path / "zz" / "image.png")
        self.put(tmp_path / "p" / "one.png", "red")
        self.put(tmp_path / "x" / "same" / "two.png", "red")
        self.put(tmp_path / "y" / "same" / "two.png", "blue")
        shelf = Shelf([tmp_path])
        assert not shelf.digest("https://other.example/p/image.png")
        assert not shelf.digest("https://different.example/q/image.png")
        assert shelf.digest("https://other.example/files/p/one.png?v=2")
        assert not shelf.digest("https://other.example/same/two.png")  # two files, nobody knows which
        assert shelf.digest("x/same/two.png") != shelf.digest("https://y/same/two.png") != ""


class TestFailures:
    def test_one_page_that_fails_does_not_stop_the_others(
        self, source: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        wrapped = fill.Filler.fill

        def breaking(self: Any, page: Page, values: Any, key: str) -> None:
            wrapped(self, page, values, key)
            if key == "post/b":
                raise RuntimeError("the disk\nis full")

        shared = {"supervisor": SUPERVISOR}
        source.save(**{name: article(name, card(f"治療その{name}", "3,000円"), **shared) for name in "abc"})
        monkeypatch.setattr(fill.Filler, "fill", breaking)
        report = tmp_path / "r.json"
        said = source(report=str(report))
        assert source.code == 1 and "6 create, 1 failed" in said
        assert "post/b" in said and "RuntimeError: the disk is full" in said
        assert said.rstrip().splitlines()[-1] == "6 create, 1 failed"
        assert ImportRun.objects.get().finished_at is not None
        failed = next(p for p in json.loads(report.read_text(encoding="utf-8"))["pages"] if p["outcome"] == "failed")
        assert failed["findings"][-1]["id"] == "write.failed"
        assert not Page.objects.filter(title="膝の痛みB").exists()
        monkeypatch.undo()
        assert "1 create, 6 unchanged" in source()
        assert source.unchanged()

    def test_a_failing_first_page_leaves_the_tree_whole(self, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
        HomePage.objects.get().get_children().delete()
        told = Page.serializable_data

        def breaking(self: Page) -> Any:
            if "A" in self.title:
                raise RuntimeError("boom")
            return told(self)

        source.save(a=article("a", card("MRI検査", "3,000円")), b=article("b"))
        monkeypatch.setattr(Page, "serializable_data", breaking)
        assert "2 create, 1 failed" in source()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_report_that_cannot_be_written_is_refused_first(self, source: Source, tmp_path: Path) -> None:
        source.save(a=article("a"))
        for path in (tmp_path / "nope" / "x.json", tmp_path):
            with pytest.raises(CommandError, match="report") as refused:
                source(report=str(path))
            assert refused.value.returncode == 2
        assert not ImportRun.objects.exists()

    def test_long_texts_are_cut_and_told(self, source: Source) -> None:
        long = "長" * 300
        name, slug = "山" * 120, "a" * 300
        html = article("a", supervisor=SUPERVISOR.replace("青葉大学卒業", "大" * 700), title="題" * 300)
        html = html.replace("編集部", long).replace("膝の症状", long).replace(">膝</a>", f">{long}</a>")
        doctor = DOCTOR.replace("山田 太郎", name)
        source.save(a=html, b=page(f"post/{slug}", "膝の痛みB"), c=page(f"news/{slug}", "膝の痛みC"), d=doctor)
        source.save(e=page("post/" + "%E8%86%9D" * 1500, "膝の痛みE"), f=page("post/x%00y", "膝の痛みF"))
        said = source()
        assert source.code == 0 and "failed" not in said and "held back" not in said
        assert "title.too-long" in said and "text.too-long" in said
        found = latest(Page.objects.get(slug="a"))
        assert len(found.title) == 255 and len(found.author.name) == 100
        assert [len(tag.name) for tag in found.tags.all()] == [100]
        assert {len(one) for one in Page.objects.filter(slug__startswith="aaa").values_list("slug", flat=True)} == {255}
        assert source.unchanged()


def test_a_page_that_is_locked_after_the_plan_was_made_is_held_back(source: Source) -> None:
    source.save(a=page("post/a", "膝の痛みA"), b=page("post/b", "膝の痛みB"))
    source()
    source.save(a=page("post/a", "膝の裏の痛みA"), b=page("post/b", "膝の裏の痛みB"))
    place, shelf = find_place("/blog/", "ja"), Shelf()
    plan = make_plan(list(read([source.folder])), shelf, place=place)
    Page.objects.filter(slug="a").update(locked=True)
    run = Writer(plan, place, shelf, "again").carry_out()
    assert latest(Page.objects.get(slug="a")).title == "膝の痛みA"
    assert latest(Page.objects.get(slug="b")).title == "膝の裏の痛みB"
    assert run is not None and run.entries.get(key="post/a").outcome == Outcome.HELD_BACK
    assert ImportedPage.objects.get(key="post/a").title == "膝の痛みA"


class TestUpdates:
    def test_a_slug_that_is_drafted_on_a_live_page_stays(self, source: Source) -> None:
        source.save(a=article("a"))
        source()
        Page.objects.filter(slug="a").update(live=True)
        draft = latest(Page.objects.get(slug="a"))
        draft.slug = "better"
        draft.save_revision()
        source.save(a=article("a", text="直した。"))
        assert "1 update" in source()
        found = latest(Page.objects.get(slug="a"))
        assert found.slug == "better" and "直した。" in str(found.body)

    @pytest.mark.usefixtures("rules_off")
    def test_a_version_that_was_published_is_not_written_over_when_the_run_goes_on(self, source: Source) -> None:
        source.save(a=article("a"))
        source()
        published = Page.objects.get(slug="a").latest_revision
        published.publish()
        ImportRun.objects.update(state=ImportRun.State.RUNNING, process="0 0")
        source.save(a=article("a", text="直した。"))
        assert "1 update" in source()
        published.refresh_from_db()
        assert "直した。" not in str(published.as_object().body)
        assert "直した。" in str(latest(Page.objects.get(slug="a")).body)

    def test_a_page_that_is_released_while_it_is_locked(self, source: Source, tmp_path: Path) -> None:
        decisions = tmp_path / "decisions.csv"
        source.save(a=article("a"))
        source()
        for decision, said, text in (("adopt", "1 adopted", "本文。"), ("release", "1 held back", "直した。")):
            source.save(a=article("a", text=text))
            decisions.write_text(f"key,decision\npost/a,{decision}\n", encoding="utf-8")
            assert said in source(map=str(decisions))
            Page.objects.filter(slug="a").update(locked=True)
        assert "直した。" not in str(latest(Page.objects.get(slug="a")).body)
        Page.objects.filter(slug="a").update(locked=False)
        assert "1 update" in source(map=str(decisions))

    def test_inline_rows_keep_their_translation_keys(self, source: Source) -> None:
        def keys() -> list[Any]:
            found, physician = latest(Page.objects.get(slug="a")), latest(PhysicianPage.objects.get())
            children = [*found.page_categories.all(), *physician.career.all(), *physician.credentials.all()]
            return [child.translation_key for child in children]

        doctor = DOCTOR.replace("青葉大学卒業", "青葉大学卒業\n若葉病院\n青葉大学卒業")
        source.save(a=article("a"), yamada=doctor)
        source()
        first = keys()
        assert len(set(first)) == 4
        source.save(a=article("a", text="直した。"), yamada=doctor.replace("診療", "治療"))
        assert "2 update" in source()
        assert keys() == first
        source.save(yamada=doctor.replace("青葉大学卒業", "新しい行\n青葉大学卒業", 1))
        source()
        assert set(first) < set(keys())
        latest(PhysicianPage.objects.get()).save_revision().publish()
        assert PhysicianPage.objects.get().career.count() == 4

    def test_author_and_tags_go_when_the_source_has_them_no_longer(self, source: Source) -> None:
        source.save(a=article("a"))
        source()
        assert latest(Page.objects.get(slug="a")).author is not None
        source.save(a=article("a").replace("編集部", "").replace(">膝</a>", "></a>"))
        source()
        found = latest(Page.objects.get(slug="a"))
        assert found.author is None and not found.tags.count()
        assert source.unchanged()

    @pytest.mark.parametrize("more", [{}, {"anchor": ""}, {"anchor": "a1"}])
    def test_a_topic_has_an_anchor_with_and_without_one_in_the_document(
        self, source: Source, more: dict[str, str]
    ) -> None:
        source.save(a=article("a"))
        plan = make_plan(read([source.folder]), Shelf())
        fields = Fields("post/a", plan.actions[0].data, Lookup(plan.site))
        value = fields._topic({"heading": "見出し", "condition": "", "content": [], **more}, "x")
        assert value == {"heading": "見出し", "condition": None, "content": [], "anchor": more.get("anchor", "")}

    def test_findings_of_unchanged_pages_stay(self, source: Source) -> None:
        source.save(a=page("post/a", "膝の痛み", paragraph("前。"), wix.image(alt="")))
        source()
        findings = ImportedPage.objects.get().findings
        source()
        assert findings and ImportedPage.objects.get().findings == findings


@pytest.mark.parametrize("columns", [80, 160])
def test_the_report_is_readable(source: Source, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    source.save(
        a=article("a", card("PRP療法", "19,000円"), title="題" * 300), b=article("b", card("PRP療法", "9,000円"))
    )
    lines = source().rstrip().splitlines()
    assert lines[-1] == "3 create"
    assert max(len(line) for line in lines) <= columns
    assert any("treatment.differs" in line for line in lines) and any("symptom_article" in line for line in lines)
    assert sum("題" in line for line in lines) < 20
