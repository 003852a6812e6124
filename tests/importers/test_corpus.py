"""Real saved pages: nothing lost on any, and an independent count agrees.

The pages lie outside the repository, in the folder that KNEEBLOG_CORPUS names.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from importers.contents import page_values
from importers.merge import changes
from importers.models import ImportedPage
from importers.pipeline import read
from importers.records import Draft
from importers.rules import document_texts
from importers.verify import addresses, verify
from kneeblog.compliance.engine import Engine
from kneeblog.compliance.pack import load_pack
from kneeblog.richtext import FEATURES
from tests.kneeblog.samples import page_form

from .test_import import import_posts, rows

pytestmark = pytest.mark.corpus

ARTICLE = "osaka-knee/post/back-knee.html"
_NOT_TEXT = {"script", "style", "svg", "noscript", "template", "button"}


@pytest.fixture(scope="module")
def drafts(corpus: Path) -> dict[str, Draft]:
    return {draft.data["source"]["path"]: draft for draft in read([corpus])}


@pytest.fixture(scope="module")
def blog_pages(corpus: Path) -> list[str]:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        return [row["file"] for row in csv.DictReader(stream, delimiter="\t") if row["kind"] == "wix-blog"]


# The independent count: lxml's own tree, its own walk, no code of ours. ---------------------------------------------


def body_characters(file: Path) -> Counter[str]:
    """Every visible non-space character inside the post's text."""
    tree = lxml_html.document_fromstring(
        file.read_text(encoding="utf-8", errors="replace"), parser=lxml_html.HTMLParser(huge_tree=True)
    )
    found: Counter[str] = Counter()
    for body in tree.xpath('//*[@data-hook="post-description"][.//*[@data-rce-version]]'):
        for text in body.xpath(".//text()"):
            parents = {parent.tag for parent in text.getparent().iterancestors()} | {
                text.getparent().tag if text.is_text else ""
            }
            if not parents & _NOT_TEXT:
                found.update(characters(text))
    return found


def characters(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]", "", text)


def output_characters(value: Any) -> Counter[str]:
    """Every character of every string of a document, markup taken off, dropped text included."""
    if isinstance(value, str):
        return Counter(characters(unescape(re.sub(r"<[^>]*>", "", value))))
    if isinstance(value, dict):
        value = [
            inner
            for name, inner in value.items()
            if name not in {"meta", "findings", "links", "images", "source", "page_type_reason"}
        ]
    return sum((output_characters(inner) for inner in value), Counter()) if isinstance(value, list) else Counter()


def test_every_blog_page_parses_and_nothing_is_lost(
    drafts: dict[str, Draft], blog_pages: list[str], corpus: Path
) -> None:
    print(f"\n{'characters':>10} {'found':>7}  page")
    for name in blog_pages:
        data = drafts[name].data
        assert data["source"]["reader"] in {"wix-blog", "wix-blog-json"}, name
        assert data["ledger"]["lost"] == [], name
        expected = body_characters(corpus / name)
        missing = expected - output_characters(data)
        print(f"{expected.total():>10} {expected.total() - missing.total():>7}  {name}")
        assert not missing, (name, missing)
    assert len(blog_pages) >= 43


def test_the_ledger_balances_on_every_page(drafts: dict[str, Draft]) -> None:
    for name, draft in drafts.items():
        ledger = draft.data["ledger"]
        dropped = sum(item["chars"] for item in ledger["dropped"])
        assert ledger["lost"] == [], name
        assert ledger["placed_chars"] + dropped == ledger["source_chars"], name
        assert not any(finding["id"] == "ledger.invented" for finding in draft.findings), name


def test_no_blurred_picture_and_every_original_once(drafts: dict[str, Draft]) -> None:
    for name, draft in drafts.items():
        text = json.dumps({key: value for key, value in draft.data.items() if key not in {"meta", "findings"}})
        assert "/v1/" not in text and "blur_" not in text and "%7Emv2" not in text, name
        assert len(draft.data["images"]) == len(set(draft.data["images"])), name


def test_the_real_article(drafts: dict[str, Draft]) -> None:
    data = drafts[ARTICLE].data
    assert data["page_type"] == "symptom_article" and data["slug"] == "back-knee"
    assert data["introduction"].count("<p>") == 2
    assert len(data["target_readers"]["items"]) == 3
    causes, conditions, advice, summary = data["body"]
    assert [section["value"]["kind"] for section in data["body"]] == ["causes", "conditions", "self_care", "summary"]
    assert len(topics(causes)) == 4
    assert [topic["value"]["condition"] for topic in topics(conditions)] == [
        "knee_oa", "meniscus_injury", "baker_cyst", "rheumatoid_arthritis",
    ]  # fmt: skip
    (options,) = (block for block in advice["value"]["content"] if block["type"] == "options")
    assert [item["label"] for item in options["value"]["items"]] == ["保存療法", "薬物療法", "理学療法", "手術療法"]
    assert summary["value"]["heading"] == "まとめ"
    assert [crumb["label"] for crumb in data["breadcrumbs"]] == ["ホーム", "ブログ", data["title"]]
    assert [[fee["amount_min"] for fee in card["fees"]] for card in data["treatments"]] == [
        ["3000"], ["19000", "38000"], ["660000", "770000"],
    ]  # fmt: skip
    person = data["supervisor"]
    assert (person["name"], len(person["biography"]), len(person["career"]), len(person["credentials"])) == (
        "保田 真吾",
        2,
        8,
        5,
    )
    assert len(data["images"]) == 7 and all(
        url.startswith("https://static.wixstatic.com/media/") for url in data["images"]
    )
    for chrome in ("top of page", "ご予約・お問い合わせ", "最新記事", "読了時間", "コメント"):
        assert chrome not in json.dumps(data["body"], ensure_ascii=False)


def test_the_rules_on_the_real_article(drafts: dict[str, Draft]) -> None:
    """Four errors, eight warnings and six notes, as people counted them on the page."""
    hits = Engine(load_pack().rules).hits(list(document_texts(drafts[ARTICLE].data)))
    assert Counter(hit.rule.severity for hit in hits) == {"error": 4, "warning": 8, "info": 6}
    assert Counter((hit.rule.id, hit.raw.replace("\xa0", " ")) for hit in hits) == Counter(
        [
            ("COMP-003", "プロのアスリートが良く用い"),
            ("QUAL-001", "臨床内科専門医"),
            ("PRICE-003", "初診料    3000"),
            ("PRICE-003", "両ひざ 38,000"),
            ("EXAG-003", "先進的な"),
            ("EXAG-003", "理想の"),
            ("EXAG-004", "正確な診断"),
            ("EXAG-009", "軟骨すり減り、半月板損傷、靱帯損傷、骨壊死、を修復する"),
            ("EXAG-013", "を数多く経験"),
            ("EXAG-013", "知り尽くし"),
            ("QUAL-003", "膝の痛み専門"),
            ("QUAL-004", "症例を4000例以上経験"),
            ("EXAG-017", "1億個の幹細胞"),
            ("QUAL-002", "登録医"),
            ("QUAL-002", "療養指導医"),
            ("QUAL-002", "認定産業医"),
            ("QUAL-005", "助教授"),
            ("INFO-001", "約80万人"),
        ]
    )


def topics(section: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in section["value"]["content"] if block["type"] == "topic"]


class TestImportOfTheCorpus(WagtailPageTestCase):
    @pytest.fixture(autouse=True)
    def _corpus(self, corpus: Path, site_tree: Any) -> None:
        self.corpus = corpus

    def test_imported_twice_the_second_run_writes_nothing_and_every_page_opens_and_renders(self) -> None:
        import_posts(str(self.corpus), apply=True)
        before = rows()
        _, said = import_posts(str(self.corpus), apply=True)
        self.assertEqual(rows(), before)
        self.assertNotIn("create", said.splitlines()[-1])
        pages = [row.page.specific for row in ImportedPage.objects.select_related("page").order_by("key")]
        self.assertGreaterEqual(len(pages), 70)
        self.assertIn("post/back-knee", set(ImportedPage.objects.values_list("key", flat=True)))
        for page in pages:
            with self.subTest(page=page.title):
                self.check_written(page.get_latest_revision_as_object())
                form = page_form(page)
                self.assertPageIsEditable(page, post_data={**form, "action-save": ""})
                # Who saves a page without changing anything has changed nothing.
                row = ImportedPage.objects.get(page=page)
                saved = page_values(page.get_latest_revision_as_object(), row.imported)
                self.assertEqual(changes(row.imported, saved), [])
                self.assertPageIsPreviewable(page, post_data=form)

    def test_every_old_address_arrives_in_every_spelling(self) -> None:
        import_posts(str(self.corpus), apply=True)
        Page.objects.update(live=True)  # their pictures are pending, so that they could not be published
        answers = list(verify(addresses()))
        self.assertGreaterEqual(len(answers), 70)
        self.assertEqual([(answer.path, answer.steps) for answer in answers if not answer.arrives], [])

    def check_written(self, page: Any) -> None:
        """Every StreamField is valid, but for pictures to come, and the editor leaves every rich text as it is."""
        converter = ContentstateConverter(FEATURES)
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                value = getattr(page, field.name)
                field.stream_block.clean_deferred(value)
                for text in rich_texts(field.stream_block.get_prep_value(value)):
                    self.assertEqual(converter.to_database_format(converter.from_database_format(text)), text)


def rich_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and "data-block-key" in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from rich_texts(inner)
