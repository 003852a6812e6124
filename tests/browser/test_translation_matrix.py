"""Pages by languages in a real browser, in Japanese: begun by keyboard, taken out as a file, and taken in again."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from kneeblog.models import RuleChoice
from tests.kneeblog.translations import article, submit

from .test_seo_desk import check


@pytest.fixture
def cookies(live_server: Any, client: Any, site_tree: Any, locales: Any, rules_off: None) -> list[dict[str, str]]:
    """The session of a superuser, and two articles."""
    for number, title in enumerate(("膝の裏が痛い", "膝の水を抜く"), 1):
        article(site_tree, f"a{number}", title=title)
    client.force_login(get_user_model().objects.create_superuser("boss", password="hiza"))
    return [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]


def shot(page: Any, name: str) -> None:
    """For people to look at, if they say where."""
    if folder := os.environ.get("KNEEBLOG_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_from_the_table_to_a_file_and_back(open_page: Any, cookies: Any, tmp_path: Path, site_tree: Any) -> None:
    page = open_page(reverse("wagtailadmin_home"), 1280, cookies=cookies)
    page.get_by_role("link", name="翻訳", exact=True).click()
    page.get_by_role("checkbox", name="「膝の裏が痛い」を選択").wait_for()
    check(page, "matrix")
    shot(page, "matrix")
    for name in ("「膝の裏が痛い」を選択", "英語"):
        page.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="翻訳を始める").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1件の翻訳を始めました。").wait_for()
    assert page.get_by_role("link", name="翻訳中 0%").count() == 1
    shot(page, "begun")

    for name in ("「膝の裏が痛い」を選択", "英語"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="XLIFF 1.2で書き出す").click()
    file = tmp_path / "a.xlf"
    text = download.value.path().read_text(encoding="utf-8")
    file.write_text(text.replace('<target state="needs-translation"/>', '<target state="translated">Pain</target>', 1))
    page.get_by_role("link", name="ファイルを取り込む").click()
    page.get_by_label("ファイル").set_input_files(str(file))
    page.get_by_role("button", name="取り込む", exact=True).click()
    page.get_by_text("取り込み1件、変更なし0件、未翻訳3件。").wait_for()
    check(page, "taken in")
    shot(page, "taken")
    assert StringTranslation.objects.get().data == "Pain"


def test_an_incomplete_translation_is_answered_for(open_page: Any, cookies: Any, site_tree: Any, locales: Any) -> None:
    RuleChoice.objects.filter(rule="translation").delete()
    work = submit(site_tree.blog.get_children().first().specific, locales["en"])
    page = open_page(reverse("wagtailadmin_pages:edit", args=[work.get_target_instance().pk]), 1280, cookies=cookies)
    page.get_by_role("button", name=re.compile("^公開")).click()
    page.get_by_text("4個の文のうち4個が").wait_for()
    shot(page, "refused")
    page.get_by_role("link", name="このまま公開する…").click()
    page.get_by_label("理由").wait_for()
    check(page, "override")
    shot(page, "override")
    page.get_by_label("理由").fill("院長の指示（題名は固有名詞）")
    page.get_by_role("button", name="理由を記録する").click()
    page.get_by_text("このページを公開できます。").wait_for()
    page.get_by_role("button", name=re.compile("^公開")).click()
    page.get_by_text("を公開しました").wait_for()
    assert work.get_target_instance().live
