"""The golden pages as drafts: every block they show is written, valid, opens in the editor and is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import StreamField
from wagtail.test.utils import WagtailPageTestCase

from importers.models import ImportedPage
from kneeblog.richtext import FEATURES
from tests.kneeblog.samples import page_form

from .test_corpus import rich_texts
from .test_import import import_posts, rows

CASES = Path(__file__).parent / "cases"


class TestCasesAsPages(WagtailPageTestCase):
    @pytest.fixture(autouse=True)
    def _tree(self, site_tree: Any) -> None:
        self.site_tree = site_tree

    def test_every_case_becomes_a_page_that_opens_and_renders(self) -> None:
        code, said = import_posts(str(CASES), apply=True)
        self.assertEqual(code, 0, said)
        pages = [row.page.specific for row in ImportedPage.objects.select_related("page").order_by("key")]
        self.assertGreaterEqual(len(pages), 25)
        converter = ContentstateConverter(FEATURES)
        for page in pages:
            with self.subTest(page=page.title):
                written = page.get_latest_revision_as_object()
                for field in written._meta.get_fields():
                    if isinstance(field, StreamField):
                        value = getattr(written, field.name)
                        field.stream_block.clean_deferred(value)
                        for text in rich_texts(field.stream_block.get_prep_value(value)):
                            self.assertEqual(converter.to_database_format(converter.from_database_format(text)), text)
                form = page_form(page)
                self.assertPageIsEditable(page, post_data={**form, "action-save": ""})
                self.assertPageIsPreviewable(page, post_data=form)
        before = rows()
        import_posts(str(CASES), apply=True)
        self.assertEqual(rows(), before)
