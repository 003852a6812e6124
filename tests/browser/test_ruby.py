"""Ruby in the rich text editor, typed and clicked by a real browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from kneeblog.models import ArticlePage
from kneeblog.richtext import FEATURES


@pytest.fixture
def cookies(live_server: Any, admin_client: Any) -> list[dict[str, str]]:
    """The session of a logged-in administrator."""
    return [
        {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in admin_client.cookies.items()
    ]


class Introduction:
    """The introduction's editor on an article's edit page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.area = page.locator("[data-contentpath='introduction'] .public-DraftEditor-content")
        self.area.wait_for()
        self.answers: list[str | None] = []
        self.questions: list[tuple[str, str]] = []
        page.on("dialog", self._answer)

    def _answer(self, dialog: Any) -> None:
        self.questions.append((dialog.message, dialog.default_value))
        answer = self.answers.pop(0)
        dialog.dismiss() if answer is None else dialog.accept(answer)

    def ruby(self, answer: str | None) -> None:
        """Presses the button and answers the question for the reading."""
        self.answers.append(answer)
        self.page.locator("[data-contentpath='introduction'] button[name='RUBY']").dispatch_event("mousedown")
        self.page.wait_for_timeout(400)  # the editor hands its state over a moment later

    def click_ruby(self, button: str, answer: str | None = None) -> None:
        """Clicks the ruby, then one of the two buttons of its tooltip."""
        if button == "edit":
            self.answers.append(answer)
        self.area.locator("[data-draftail-trigger]").click()
        buttons = self.page.locator(".Draftail-Tooltip button, .Tooltip button")
        buttons.nth(0 if button == "edit" else 1).click()
        self.page.wait_for_timeout(400)

    def select_back(self, count: int) -> None:
        """Selects the last characters before the cursor."""
        for _ in range(count):
            self.page.keyboard.press("Shift+ArrowLeft")

    def html(self) -> str:
        """What would be saved."""
        self.page.wait_for_timeout(600)
        value = self.page.locator("input[name='introduction']").input_value()
        stored = ContentstateConverter(FEATURES).to_database_format(json.dumps(json.loads(value)))
        return stored.split(">", 1)[1].rsplit("</p>", 1)[0]


@pytest.fixture
def introduction(open_page: Any, site_tree: Any, cookies: Any) -> Introduction:
    article = ArticlePage(title="お知らせ", slug="news", locale=site_tree.home.locale, live=False)
    site_tree.blog.add_child(instance=article)
    page = open_page(reverse("wagtailadmin_pages:edit", args=[article.pk]), 1280, cookies=cookies)
    editor = Introduction(page)
    editor.area.click()
    return editor


def test_a_reading_is_added_changed_and_removed(introduction: Introduction) -> None:
    keyboard = introduction.page.keyboard
    keyboard.type("右膝")
    introduction.select_back(1)
    introduction.ruby("ひざ")
    assert introduction.questions[-1][1] == ""
    assert "膝" in introduction.questions[-1][0]
    assert introduction.html() == "右<ruby>膝<rt>ひざ</rt></ruby>"

    keyboard.type("が痛い")  # what follows the reading is no reading
    assert introduction.html() == "右<ruby>膝<rt>ひざ</rt></ruby>が痛い"

    introduction.click_ruby("edit", "しつ")
    assert introduction.questions[-1][1] == "ひざ"
    assert introduction.html() == "右<ruby>膝<rt>しつ</rt></ruby>が痛い"

    introduction.click_ruby("remove")
    assert introduction.html() == "右膝が痛い"
    assert len(introduction.questions) == 2


def test_typing_after_coming_back_to_a_reading_leaves_no_stray_mark(introduction: Introduction) -> None:
    keyboard = introduction.page.keyboard
    keyboard.type("膝")
    introduction.select_back(1)
    introduction.ruby("ひざ")
    keyboard.press("ArrowLeft")
    keyboard.press("ArrowRight")
    keyboard.type("の裏")
    assert introduction.html() == "<ruby>膝<rt>ひざ</rt></ruby>の裏"


def test_cancelling_changes_nothing(introduction: Introduction) -> None:
    introduction.page.keyboard.type("膝")
    introduction.select_back(1)
    introduction.ruby(None)
    assert introduction.html() == "膝"


def test_marks_have_buttons_and_survive(introduction: Introduction) -> None:
    introduction.page.keyboard.type("x2")
    for name, tag in (("SMALL", "small"), ("MARK", "mark"), ("UNDERLINE", "u")):
        introduction.select_back(1)
        button = introduction.page.locator(f"[data-contentpath='introduction'] button[name='{name}']")
        button.dispatch_event("mousedown")
        assert introduction.html() == f"x<{tag}>2</{tag}>"
        button.dispatch_event("mousedown")
        introduction.page.keyboard.press("ArrowRight")
