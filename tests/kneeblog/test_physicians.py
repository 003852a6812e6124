"""Physicians: the order of readings, names as typed, credentials with their body, the report."""

from __future__ import annotations

import datetime
import io
import random
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kneeblog.models import PhysicianCredential, PhysicianPage
from kneeblog.readings import reading_key
from kneeblog.reports.credentials import credentials_to_check

KANA = st.text("あいうかがさざはばぱつっやゃーゝアイヴッ ｶﾞﾊﾟ　・ABZ山", max_size=8)


# --- The order ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order",
    [
        ["あおき", "いとう", "うえだ", "えのもと", "おおの", "かとう", "さとう", "なかの", "はら", "やすだ"],
        ["はら たかし", "はらだ あき"],  # the family name decides before the given name
        ["はん", "ばん", "ぱん", "はんだ"],
        ["かとう", "がとう", "かとうぎ"],
        ["さとう", "さどう", "ｻﾄｵ"],
        ["きつかわ", "きっかわ"],
        ["しようじ", "しょうじ"],
        ["おうの", "おおの", "オーノ"],  # ー is the vowel before it
        ["みすず", "みすゞや"],
        ["さくら あい", "サクラ アヤ", "さくら いちろう"],
        ["わだ", "ゐだ", "ゑだ", "をだ", "んだ"],
        ["Abe", "あべ"],
        ["んん", ""],
        ["んん", "　"],
        ["んん", "・"],
    ],
)  # fmt: skip
def test_gojuon(order: list[str]) -> None:
    shuffled = random.Random(1).sample(order, len(order))
    assert sorted(shuffled, key=reading_key) == order


@pytest.mark.parametrize(
    ("one", "other"),
    [("さくら はなこ", "サクラ　ハナコ"), ("ガッキー", "ｶﾞｯｷｰ"), ("が", "か\u3099"), ("はな", " はな  ")],
)
def test_the_same_reading_in_other_kana(one: str, other: str) -> None:
    assert reading_key(one) == reading_key(other)


@given(KANA, KANA)
def test_any_two_readings_can_be_ordered(one: str, other: str) -> None:
    assert (reading_key(one) < reading_key(other)) + (reading_key(one) > reading_key(other)) <= 1
    assert reading_key("") >= reading_key(one)


# --- Pages ----------------------------------------------------------------------------------------------------------

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


@pytest.fixture
def physician(site_tree: Any) -> Any:
    """A function that publishes a physician with credentials."""

    def make(name: str, kana: str = "", *credentials: dict[str, Any]) -> PhysicianPage:
        number = site_tree.physicians.get_children().count()
        locale = site_tree.home.locale
        page = PhysicianPage(title=name, slug=f"p{number}", name=name, name_kana=kana, locale=locale)
        site_tree.physicians.refresh_from_db()
        site_tree.physicians.add_child(instance=page)
        for credential in credentials:
            page.credentials.add(PhysicianCredential(locale=locale, **credential))
        page.save_revision().publish()
        return PhysicianPage.objects.get(pk=page.pk)

    return make


def soup_of(client: Any, page: Any) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.get_url()).content, "lxml")


def test_the_list_follows_the_readings(client: Any, site_tree: Any, physician: Any) -> None:
    for name, kana in (("無記", ""), ("和田 一", "わだ はじめ"), ("原田 明", "ハラダ アキ"), ("原 隆", "はら たかし")):
        physician(name, kana)
    titles = [card.get_text(strip=True) for card in soup_of(client, site_tree.physicians).select(".card-title")]
    assert titles == ["原 隆医師", "原田 明医師", "和田 一医師", "無記医師"]


def test_the_list_asks_the_database_as_often_for_ten_as_for_two(client: Any, site_tree: Any, physician: Any) -> None:
    def queries(total: int) -> int:
        for number in range(site_tree.physicians.get_children().count(), total):
            physician(f"医師 {number}", "あ")
        soup_of(client, site_tree.physicians)
        with CaptureQueriesContext(connection) as captured:
            soup_of(client, site_tree.physicians)
        return len(captured)

    assert queries(2) == queries(10)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("塚\ufa10 真", ("塚\ufa10", "真")),
        ("佐倉　花子", ("佐倉", "花子")),
        ("佐倉花子", ("", "")),
        ("", ("", "")),
        ("マリア ホセ ロペス", ("マリア", "ホセ ロペス")),
    ],
)
def test_a_name_is_kept_as_typed(physician: Any, typed: str, parts: tuple[str, str]) -> None:
    page = PhysicianPage(name=typed)
    assert (page.name, page.family_and_given_name) == (typed, parts)
    if typed:
        assert physician(typed).name == typed


def test_a_credential_and_its_body_stand_in_one_breath(client: Any, physician: Any) -> None:
    page = physician("佐倉 花子", "さくら はなこ", {"title": "整形外科専門医", "certifying_body": "日本専門医機構"})
    (line,) = [item for item in soup_of(client, page).select("li") if "整形外科専門医" in item.get_text()]
    assert line.get_text(strip=True) == "整形外科専門医（日本専門医機構）"
    assert str(page.credentials.get()) == "整形外科専門医（日本専門医機構）"


# --- The report -----------------------------------------------------------------------------------------------------


def test_credentials_that_want_a_look(physician: Any, client: Any, locales: Any) -> None:
    today = timezone.localdate()
    days = {name: today + datetime.timedelta(days=number) for name, number in
            {"昨日": -1, "今日": 0, "90日後": 90, "91日後": 91}.items()}  # fmt: skip
    body = {"certifying_body": "日本専門医機構"}
    page = physician(
        "佐倉 花子", "",
        *({"title": name, "valid_until": day, **body} for name, day in days.items()),
        {"title": "期限なし", **body},
        {"title": "団体なし", "verified_on": today},
    )  # fmt: skip
    page.get_parent().get_parent().specific.copy_for_translation(locales["en"])
    assert [one.title for one in credentials_to_check()] == ["昨日", "今日", "90日後", "団体なし"]
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.jp", "x"))
    url = reverse("kneeblog_credentials")
    rows = BeautifulSoup(client.get(url).content, "lxml").select("table.listing tbody tr")
    said = [row.get_text(" ", strip=True) for row in rows]
    assert ["有効期限が切れています" in row for row in said] == [True, False, False, False]
    assert ["90日以内に有効期限が切れます" in row for row in said] == [False, True, True, False]
    assert "認定団体の記載がありません" in said[3]
    assert rows[0].a["href"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    book = load_workbook(io.BytesIO(client.get(url, {"export": "xlsx"}).getvalue()))
    assert len(list(book.active.values)) == 5
    assert "認定団体の記載がありません" in client.get(url, {"export": "csv"}).getvalue().decode()


def test_a_translated_credential_is_named_once(physician: Any, locales: Any, site_tree: Any) -> None:
    page = physician("佐倉 花子", "", {"title": "専門医"})
    for ancestor in (site_tree.home, site_tree.physicians):
        ancestor.copy_for_translation(locales["en"])
    page.copy_for_translation(locales["en"])
    assert PhysicianCredential.objects.count() == 2
    assert credentials_to_check().count() == 1
