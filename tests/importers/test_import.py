"""Rooms 5 and 6: what the database holds after an import, and after the next one."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from PIL import Image as PillowImage
from wagtail.models import Page, Revision
from wagtail.test.utils import WagtailPageTestCase

from importers.checks import check_names
from importers.media import Shelf
from importers.models import ImportedPage, ImportRun
from importers.pipeline import read
from importers.plan import make_plan
from kneeblog.models import (
    ConditionPage,
    FeeTable,
    PhysicianPage,
    SymptomArticlePage,
    TreatmentPage,
)
from tests.kneeblog.samples import page_form

from . import wixpages as wix

MEDIA_ID = "a1b2c3_" + "0" * 32
CARD = wix.columns(
    wix.rich_text("<h2>MRI検査</h2>")
    + wix.rich_text("<p>関節の中を画像で確かめます。</p>")
    + wix.rich_text("<p>6,600円（税込）</p>")
)
SUPERVISOR = (
    '<section id="v">' + wix.rich_text("<h2>監修医師</h2><h3>山田 太郎 医師</h3><p>膝の診療をしています。</p>")
    + wix.rich_text("<p>【経歴】</p><p>青葉大学卒業</p>") + "</section>"
)  # fmt: skip


def article(slug: str, title: str, *blocks: str, beside: str = CARD + SUPERVISOR) -> str:
    return wix.page(*blocks, title=title, url=f"https://www.knee.example/post/{slug}", beside=beside)


@pytest.fixture
def legacy(tmp_path: Path) -> Path:
    """A small saved blog: two articles that share a card and a physician, one condition."""
    folder = tmp_path / "site"
    (folder / "post").mkdir(parents=True)
    pages = {
        "inner": article(
            "inner", "膝の内側が痛む原因", wix.paragraph("前書きです。"), wix.heading("考えられる病気"),
            wix.heading("変形性膝関節症", 3, "t1"), wix.paragraph("軟骨が減ります。3cm<sup>2</sup>", "p2"),
            wix.image(f"{MEDIA_ID}~mv2.png"), wix.table(("部位", "症状"), ("内側", "痛み"), header=True),
            wix.paragraph("◼︎<b>安静</b>\n休みます。", "o1"), wix.paragraph("◼︎<b>冷却</b>\n冷やします。", "o2"),
        ),
        "outer": article("outer", "膝の外側が痛む原因", wix.paragraph("前書き。"), wix.heading("原因"), wix.paragraph("本文。", "p2")),
        "oa": article("knee-osteoarthritis", "変形性膝関節症とは", wix.paragraph("概要。"), wix.heading("症状"), wix.paragraph("痛み。", "p2")),
    }  # fmt: skip
    for name, html in pages.items():
        (folder / "post" / f"{name}.html").write_text(html, encoding="utf-8")
    return folder


def import_posts(*arguments: str, **options: Any) -> tuple[int, str]:
    """Run the command; its exit code and what it printed."""
    out = io.StringIO()
    try:
        # Each vain attempt to fetch is noted, and no test gets anywhere.
        call_command("import_posts", *arguments, stdout=out, **{"no_fetch": True, **options})
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def rows() -> dict[str, list[tuple]]:
    """Every row of every table."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in apps.get_models()}


@pytest.mark.django_db
class TestImport:
    @pytest.fixture(autouse=True)
    def _site(self, site_tree: Any) -> None:
        self.tree = site_tree

    def test_a_plan_writes_nothing(self, legacy: Path) -> None:
        before = rows()
        code, said = import_posts(str(legacy))
        assert (code, rows()) == (0, before)
        assert "nothing written" in said and "5 create" in said

    def test_every_page_becomes_a_draft_in_its_place(self, legacy: Path) -> None:
        import_posts(str(legacy), apply=True)
        assert set(SymptomArticlePage.objects.child_of(self.tree.blog).values_list("slug", flat=True)) == {
            "inner",
            "outer",
        }
        assert ConditionPage.objects.child_of(self.tree.conditions).get().slug == "knee-osteoarthritis"
        assert TreatmentPage.objects.child_of(self.tree.treatments).get().title == "MRI検査"
        assert PhysicianPage.objects.child_of(self.tree.physicians).get().name == "山田 太郎"
        made = Page.objects.filter(imported_from__isnull=False)
        assert made.count() == 5
        assert not made.filter(live=True).exists()
        assert all(page.latest_revision_id for page in made)
        assert {str(page.first_published_at) for page in SymptomArticlePage.objects.all()} == {
            "2025-04-01 01:02:03+00:00"
        }

    def test_physician_treatment_and_fees_are_made_once_and_referenced(self, legacy: Path) -> None:
        import_posts(str(legacy), apply=True)
        treatment, physician, fees = TreatmentPage.objects.get(), PhysicianPage.objects.get(), FeeTable.objects.get()
        assert treatment.fee_table == fees
        assert [row.value["amount_min"] for row in fees.rows] == [6600]
        for page in SymptomArticlePage.objects.all():
            assert page.supervisor == physician
            assert [block.value.specific for block in page.treatments] == [treatment]
            assert page.supervision is None  # nobody has signed anything
        assert [entry.text for entry in physician.career.all()] == ["青葉大学卒業"]

    def test_what_only_the_clinic_can_supply_is_listed(self, legacy: Path, tmp_path: Path) -> None:
        report = tmp_path / "report.json"

        def missing() -> list[str]:
            import_posts(str(legacy), apply=True, report=str(report))
            findings = [f for page in json.loads(report.read_text("utf-8"))["pages"] for f in page["findings"]]
            return [f["message"] for f in findings if f["id"] == "treatment.to-supply"]

        (message,) = missing()
        for label in (
            "保険の区分",
            "治療内容",
            "標準的な治療期間",
            "標準的な通院回数",
            "リスク",
            "承認状況",
            "再生医療等の区分",
        ):
            assert label in message
        assert "料金表" not in message, "the old page has the fees"
        treatment = TreatmentPage.objects.get()
        treatment.course_visits = "2回"
        treatment.save_revision()
        (message,) = missing()
        assert "標準的な通院回数" not in message, "what an editor has supplied is not asked for again"
        treatment.insurance_status, treatment.regen_class = "insured", "none"
        treatment.save_revision()
        assert missing() == []

    @pytest.mark.parametrize(
        ("title", "text", "facts"),
        [
            ("PRP注射（自由診療）", "計画番号：PB1234567", ("self_pay", "PB1234567", "II")),
            ("PRP注射", "計画番号ＰＣ１２３４５６７です。", ("unknown", "PC1234567", "III")),
            ("ヒアルロン酸注射（保険診療）", "番号はありません", ("insured", "", "unknown")),
            ("保険診療と自由診療の注射", "PB1234567とPC1234567", ("unknown", "", "unknown")),
            ("注射（保険適用外）", "XPB1234567、PB12345678", ("self_pay", "", "unknown")),
        ],
    )
    def test_what_the_old_page_says_of_a_treatment_is_kept(
        self, legacy: Path, title: str, text: str, facts: tuple[str, str, str]
    ) -> None:
        for path in legacy.rglob("*.html"):
            html = path.read_text("utf-8")
            path.write_text(
                html.replace("MRI検査", title).replace("画像で確かめます。", f"画像で確かめます。{text}"), "utf-8"
            )
        import_posts(str(legacy), apply=True)
        treatment = TreatmentPage.objects.get().get_latest_revision_as_object()
        assert (treatment.insurance_status, treatment.plan_number, treatment.regen_class) == facts

    def test_the_body_arrives_in_structure(self, legacy: Path) -> None:
        import_posts(str(legacy), apply=True)
        page = SymptomArticlePage.objects.get(slug="inner")
        assert page.introduction.startswith("<p data-block-key=") and "前書きです。" in page.introduction
        (section,) = page.body
        assert (section.value["heading"], section.value["kind"]) == ("考えられる病気", "conditions")
        (topic,) = section.value["content"]
        assert topic.value["condition"].key == "knee_oa"
        assert [block.block_type for block in topic.value["content"]] == ["paragraph", "image", "table", "options"]
        assert [item["label"] for item in topic.value["content"][3].value["items"]] == ["安静", "冷却"]
        assert [related.condition.slug for related in page.related_conditions.all()] == ["knee-osteoarthritis"]
        assert [category.name for category in page.categories] == ["膝の症状"]
        assert list(page.tags.names()) == ["膝"] and page.author.name == "編集部"

    def test_a_second_run_writes_nothing(self, legacy: Path) -> None:
        import_posts(str(legacy), apply=True)
        before = rows()
        code, said = import_posts(str(legacy), apply=True)
        assert (code, rows()) == (0, before)
        assert "5 unchanged" in said

    def test_a_change_at_the_source_is_an_update_with_the_same_ids(self, legacy: Path) -> None:
        import_posts(str(legacy), apply=True)
        page = SymptomArticlePage.objects.get(slug="outer")
        ids = [block.id for block in page.body[0].value["content"]]
        file = legacy / "post" / "outer.html"
        file.write_text(file.read_text(encoding="utf-8").replace("本文。", "直した本文。"), encoding="utf-8")
        _, said = import_posts(str(legacy), apply=True)
        assert "1 update" in said and "4 unchanged" in said
        page = SymptomArticlePage.objects.get(slug="outer")
        latest = page.get_latest_revision_as_object()
        assert "直した本文。" in str(latest.body) and [block.id for block in latest.body[0].value["content"]] == ids
        assert Revision.objects.for_instance(page).count() == 2

    def test_an_edited_page_takes_what_only_the_source_changed(self, legacy: Path) -> None:
        import_posts(str(legacy), apply=True)
        page = SymptomArticlePage.objects.get(slug="outer").get_latest_revision_as_object()
        page.title = "編集者の題"
        page.save_revision()
        file = legacy / "post" / "outer.html"
        file.write_text(file.read_text(encoding="utf-8").replace("本文。", "直した本文。"), encoding="utf-8")
        _, said = import_posts(str(legacy), apply=True)
        assert "1 update" in said
        latest = SymptomArticlePage.objects.get(slug="outer").get_latest_revision_as_object()
        assert latest.title == "編集者の題" and "直した本文。" in str(latest.body)

    def test_a_picture_is_pending_until_its_original_is_at_hand(self, legacy: Path, tmp_path: Path) -> None:
        import_posts(str(legacy), apply=True)
        image = self._picture()
        assert image["image"] is None
        assert image["original_url"] == f"https://static.wixstatic.com/media/{MEDIA_ID}~mv2.png"
        assert image["original_alt"] == "膝の図"
        media = tmp_path / "media"
        media.mkdir()
        PillowImage.new("RGB", (80, 60), "teal").save(media / f"{MEDIA_ID}~mv2.png")
        _, said = import_posts(str(legacy), apply=True, media=[str(media)])
        assert "1 update" in said
        image = self._picture()
        assert (image["image"].width, image["image"].contextual_alt_text) == (80, "膝の図")
        import_posts(str(legacy), apply=True, no_media=True)

    def test_a_blurred_rendition_is_never_taken_for_the_original(self, legacy: Path) -> None:
        folder = legacy / "static.wixstatic.com" / "media" / f"{MEDIA_ID}_mv2.png" / "v1" / "fill" / "w_49,h_37,blur_2"
        folder.mkdir(parents=True)
        PillowImage.new("RGB", (49, 37), "grey").save(folder / f"{MEDIA_ID}_mv2.png")
        import_posts(str(legacy), apply=True)
        assert self._picture()["image"] is None

    def test_a_file_that_is_no_picture_stays_pending(self, legacy: Path) -> None:
        (legacy / f"{MEDIA_ID}~mv2.png").write_text("<svg onload=alert(1)>", encoding="utf-8")
        import_posts(str(legacy), apply=True)
        assert self._picture()["image"] is None

    def _picture(self) -> Any:
        page = SymptomArticlePage.objects.get(slug="inner").get_latest_revision_as_object()
        return page.body[0].value["content"][0].value["content"][1].value

    def test_the_mapping_file_has_the_last_word(self, legacy: Path, tmp_path: Path) -> None:
        mapping = tmp_path / "map.csv"
        mapping.write_text(
            "key,page_type,parent,slug,skip\npost/outer,article,/blog/,outside,\npost/inner,,,,yes\n",
            encoding="utf-8-sig",
        )
        import_posts(str(legacy), apply=True, map=str(mapping))
        assert not SymptomArticlePage.objects.exists()
        assert Page.objects.get(slug="outside").specific_class.__name__ == "ArticlePage"

    @pytest.mark.parametrize("text", ["key,colour\na,b\n", "key,page_type\na,poem\n", "key,slug\na,膝\n"])
    def test_a_wrong_mapping_file_is_refused_with_its_line(self, legacy: Path, tmp_path: Path, text: str) -> None:
        mapping = tmp_path / "map.csv"
        mapping.write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match=r"map\.csv") as refused:
            import_posts(str(legacy), apply=True, map=str(mapping))
        assert refused.value.returncode == 2
        assert not ImportRun.objects.exists()

    @pytest.mark.parametrize(
        ("options", "message"),
        [({"under": "/a/b/"}, "no page at /a/b/"), ({"locale": "fr"}, "no language fr")],
    )
    def test_a_place_that_does_not_exist_is_named(self, legacy: Path, options: dict[str, str], message: str) -> None:
        with pytest.raises(CommandError, match=message):
            import_posts(str(legacy), apply=True, **options)

    def test_missing_index_pages_are_made_as_drafts(self, legacy: Path) -> None:
        for page in self.tree.home.get_children():
            page.delete()
        self.tree.home.refresh_from_db()
        import_posts(str(legacy), apply=True)
        home = Page.objects.get(pk=self.tree.home.pk)
        assert {page.slug for page in home.get_children()} == {"blog", "conditions", "treatments", "physicians"}
        assert not home.get_descendants().filter(live=True).exists()

    def test_a_bad_file_does_not_stop_the_others(self, legacy: Path) -> None:
        (legacy / "post" / "zz.html").write_bytes(b"")
        (legacy / "post" / "cut.html").write_text(
            article("cut", "膝の痛み", wix.paragraph("途中"))[:-200], encoding="utf-8"
        )
        code, said = import_posts(str(legacy), apply=True)
        assert code == 1
        assert "zz.html" in said and "5 create" in said and "2 held back" in said

    def test_reports_for_people_and_machines(self, legacy: Path, tmp_path: Path) -> None:
        import json

        import_posts(str(legacy), report=str(tmp_path / "r.json"))
        import_posts(str(legacy), report=str(tmp_path / "r.csv"))
        pages = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["pages"]
        assert {page["outcome"] for page in pages} == {"create"} and all("ledger" in page for page in pages)
        first = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert first.startswith("key,page_type,parent,slug,skip,")

    def test_two_fees_of_one_treatment_on_two_pages_are_told_apart(self, legacy: Path) -> None:
        file = legacy / "post" / "outer.html"
        file.write_text(file.read_text(encoding="utf-8").replace("6,600円", "7,700円"), encoding="utf-8")
        _, said = import_posts(str(legacy))
        assert "treatment.differs" in said

    def test_names_are_checked_against_the_real_blocks(self, legacy: Path) -> None:
        block = SymptomArticlePage._meta.get_field("body").stream_block
        with pytest.raises(LookupError, match="no block nonsense"):
            check_names(block, [{"type": "nonsense", "id": "x", "value": {}}], "body")
        with pytest.raises(LookupError, match="colour"):
            check_names(
                block,
                [
                    {
                        "type": "section",
                        "id": "x",
                        "value": {"heading": "", "kind": "", "anchor": "", "content": [], "colour": 1},
                    }
                ],
                "body",
            )
        plan = make_plan(read([legacy]), Shelf())
        assert {action.outcome for action in plan.actions} == {"create"}


class TestEditing(WagtailPageTestCase):
    """Every imported page opens in the editor and shows itself to a visitor once it is published."""

    def test_every_sample_page_opens_and_renders(self) -> None:
        from kneeblog.site.demo.tree import ensure_site

        ensure_site()
        sample = Path(__file__).resolve().parents[2] / "kneeblog" / "site" / "sample"
        import_posts(str(sample), apply=True, verbosity=0)
        pages = [row.page.specific for row in ImportedPage.objects.select_related("page")]
        self.assertGreaterEqual(len(pages), 13)
        for page in pages:
            with self.subTest(page=page.title):
                self.assertPageIsEditable(page, post_data=page_form(page))
                self.assertPageIsPreviewable(page, post_data=page_form(page))
