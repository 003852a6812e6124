"""Two translators in one segment, each with a browser of their own, in Japanese."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.kneeblog.translations import article, submit

TEXT, HERS, HIS = "段落1のA&Bです。", "Paragraph one, hers.", "Paragraph one, his."


@pytest.fixture
def two(open_page: Any, live_server: Any, site_tree: Any, locales: Any, rules_off: None) -> tuple[Any, Any]:
    """The same translation, open before two people."""
    work = submit(article(site_tree), locales["en"])
    pages = []
    for name, first, last in (("hanako", "花子", "山田"), ("taro", "太郎", "鈴木")):
        user = get_user_model().objects.create_superuser(name, password="hiza", first_name=first, last_name=last)
        client = Client()
        client.force_login(user)
        cookies = [{"name": key, "value": one.value, "url": live_server.url} for key, one in client.cookies.items()]
        pages.append(open_page(reverse("kneeblog_translation", args=[work.pk]), 1280, cookies=cookies))
    return pages[0], pages[1]


def row(page: Any) -> Any:
    return page.locator("[data-segment]", has_text=TEXT).first


def write(page: Any, text: str) -> None:
    row(page).locator("textarea").fill(text)
    row(page).locator("textarea").press("Control+Enter")


def saved(page: Any) -> str:
    row(page).locator(".kneeblog-segment__other").wait_for(state="detached")
    row(page).locator(".kneeblog-segment__state", has_text="翻訳済み").wait_for()
    return str(StringTranslation.objects.get().data)


def test_who_saves_second_keeps_their_own_or_takes_the_other_text(two: tuple[Any, Any]) -> None:
    hers, his = two
    write(hers, HERS)
    assert saved(hers) == HERS

    write(his, HIS)
    other = row(his).locator(".kneeblog-segment__other")
    other.wait_for()
    assert HERS in other.inner_text() and "花子" in other.inner_text()
    assert "保存できませんでした" in his.locator("[data-desk-status]").inner_text()
    assert row(his).locator("textarea").input_value() == HIS and StringTranslation.objects.get().data == HERS
    # What stands in the field alone is not left behind without a question.
    questions: list[str] = []
    his.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    his.evaluate("location.reload()")
    his.wait_for_timeout(500)
    assert questions == ["beforeunload"]
    row(his).locator(".kneeblog-segment__buttons button").click()
    assert saved(his) == HIS

    write(hers, "Hers again.")
    row(hers).get_by_role("button", name="保存済みの訳文を使う").click()
    assert saved(hers) == HIS and row(hers).locator("textarea").input_value() == HIS
