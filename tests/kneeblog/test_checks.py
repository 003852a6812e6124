"""System checks: the shipped blocks pass, and each trap is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import Error, run_checks
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from kneeblog import checks
from kneeblog.models import Category


def ids(messages: Any) -> list[str]:
    return [message.id for message in messages]


def struct(**children: blocks.Block) -> blocks.StructBlock:
    return blocks.StructBlock(list(children.items()))


def stream(**children: blocks.Block) -> blocks.StreamBlock:
    return blocks.StreamBlock(list(children.items()))


def text(**kwargs: Any) -> blocks.CharBlock:
    return blocks.CharBlock(default="", **kwargs)


def found(block: blocks.Block) -> list[str]:
    return ids(checks.block_messages(block, ("app.Model.body",)))


def test_this_site_and_the_shipped_blocks_pass() -> None:
    assert run_checks(tags=[checks.TAG]) == []


def test_all_models_of_this_package_are_read() -> None:
    labels = {model._meta.object_name for model in checks._models()}
    assert {"SymptomArticlePage", "TreatmentPage", "PhysicianPage", "FeeTable", "Category"} <= labels


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (stream(card=struct(text=blocks.CharBlock(required=False))), ["kneeblog.W006"]),
        (stream(card=struct(text=blocks.TextBlock(required=False))), ["kneeblog.W006"]),
        (stream(card=struct(quote=blocks.BlockQuoteBlock(required=False))), ["kneeblog.W006"]),
        (stream(card=struct(text=text(required=False))), []),
        (stream(card=struct(text=blocks.CharBlock())), []),
        (stream(text=blocks.CharBlock(required=False)), []),
        (stream(a=struct(b=struct(items=blocks.ListBlock(text())))), ["kneeblog.W007"]),
        (stream(a=struct(items=blocks.ListBlock(struct(items=blocks.ListBlock(text()))))), []),
        (stream(a=struct(b=stream(c=struct(items=blocks.ListBlock(text()))))), []),
        (stream(a=struct(b=struct(image=ImageBlock()))), ["kneeblog.W008"]),
        (stream(a=struct(image=ImageBlock())), []),
        (stream(a=struct(b=blocks.ListBlock(struct(image=ImageBlock())))), []),
        (stream(a=struct(video=EmbedBlock(required=False))), ["kneeblog.W009"]),
        (stream(a=struct(video=EmbedBlock())), []),
        (stream(a=struct(videos=stream(video=EmbedBlock(required=False)))), []),
        (stream(table=TableBlock()), ["kneeblog.W010"]),
        (stream(table=TypedTableBlock([("text", text())])), ["kneeblog.W010"]),
        (stream(html=blocks.RawHTMLBlock()), ["kneeblog.W010"]),
        (stream(code=blocks.RegexBlock(regex=".*")), ["kneeblog.W011"]),
        (stream(a=struct(choice=blocks.ChoiceBlock(choices=[("a", "A")]), link=blocks.URLBlock())), []),
        (stream(text=blocks.RichTextBlock()), ["kneeblog.W015"]),
        (stream(text=blocks.RichTextBlock(features=["bold", "image"])), ["kneeblog.W015"]),
        (stream(text=blocks.RichTextBlock(features=["bold"])), []),
        (
            stream(
                a=struct(b=struct(items=blocks.ListBlock(struct(t=blocks.CharBlock(required=False))), i=ImageBlock()))
            ),
            ["kneeblog.W007", "kneeblog.W006", "kneeblog.W008"],
        ),
    ],
)
def test_traps_in_blocks(block: blocks.Block, expected: list[str]) -> None:
    assert found(block) == expected


def test_a_block_that_makes_its_own_segments_is_trusted() -> None:
    class OwnTable(TableBlock):
        def get_translatable_segments(self, value: Any) -> list[Any]:
            return []

    assert found(stream(table=OwnTable())) == []


def test_the_message_says_where_the_block_is() -> None:
    block = stream(card=struct(rows=blocks.ListBlock(struct(note=blocks.CharBlock(required=False)))))
    (message,) = checks.block_messages(block, ("clinic.NewsPage.body",))
    assert message.msg.startswith("clinic.NewsPage.body › card › rows › item › note: ")
    assert message.hint


@pytest.fixture
def host() -> Iterator[type[models.Model]]:
    """A page type of a host site that forgot every list; it is known to Django in this test alone."""
    with isolate_apps("kneeblog"):

        class Note(Orderable):
            page = ParentalKey("Report", on_delete=models.CASCADE, related_name="notes")
            text = models.CharField(max_length=10)

            class Meta(Orderable.Meta):
                app_label = "kneeblog"

        class Remark(TranslatableMixin, Orderable):
            page = ParentalKey("Report", on_delete=models.CASCADE, related_name="remarks")
            text = models.CharField(max_length=10)

            class Meta(TranslatableMixin.Meta, Orderable.Meta):
                app_label = "kneeblog"

        class Report(TranslatableMixin, ClusterableModel):
            title = models.CharField(max_length=10)
            subtitle = models.CharField(max_length=10)
            rating = models.CharField(max_length=10, choices=[("a", "A")])
            url = models.URLField()
            day = models.DateField()
            text = RichTextField()
            plain = RichTextField(features=["bold"])
            shelves = models.ManyToManyField(Category, related_name="+")
            translatable_fields = [TranslatableField("title"), TranslatableField("text"), TranslatableField("plain")]

            class Meta(TranslatableMixin.Meta):
                app_label = "kneeblog"

        yield Report


def test_traps_in_fields(host: Any) -> None:
    found = {(message.msg.split(": ")[0], message.id) for message in checks.model_messages(host)}
    assert found == {
        ("kneeblog.Report.subtitle", "kneeblog.W012"),
        ("kneeblog.Report.remarks", "kneeblog.W012"),
        ("kneeblog.Report.notes", "kneeblog.W013"),
        ("kneeblog.Report.shelves", "kneeblog.W014"),
        ("kneeblog.Report.text", "kneeblog.W015"),
    }
    assert all(message.hint for message in checks.model_messages(host))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True, "kneeblog.E002"),
        ("WAGTAIL_I18N_ENABLED", False, "kneeblog.W003"),
        ("MIDDLEWARE", [], "kneeblog.W004"),
        ("KNEEBLOG", {"PAGESIZE": 10}, "kneeblog.W001"),
        ("KNEEBLOG", {"PAGE_SIZE": 0}, "kneeblog.E001"),
        ("KNEEBLOG", {"PAGE_SIZE": "12"}, "kneeblog.E001"),
        ("KNEEBLOG", {"CANONICAL_HOSTS": "www.clinic.example"}, "kneeblog.E001"),
        ("KNEEBLOG", {"CANONICAL_HOSTS": ["https://www.clinic.example/"]}, "kneeblog.E001"),
    ],
)
def test_settings(settings: Any, name: str, value: Any, expected: str) -> None:
    setattr(settings, name, value)
    messages = [*checks.check_settings(), *checks.check_languages()]
    assert ids(messages) == [expected]
    assert messages[0].hint
    assert isinstance(messages[0], Error) == (".E" in expected)


def test_the_setting_that_publishes_untranslated_pages_is_on_by_default(settings: Any) -> None:
    del settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE
    assert ids(checks.check_languages()) == ["kneeblog.E002"]


@pytest.mark.parametrize("locales", [["wagtail.locales"], ["wagtail.locales", "wagtail_localize.locales"], []])
def test_locales_app(monkeypatch: pytest.MonkeyPatch, locales: list[str]) -> None:
    installed = {"wagtail_localize", *locales}
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name in installed)
    assert ids(checks.check_languages()) == ["kneeblog.W002"]


def test_without_wagtail_localize_its_settings_do_not_matter(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name != "wagtail_localize")
    assert checks.check_languages() == []


@pytest.mark.parametrize(
    "options",
    [{}, {"init_command": "PRAGMA journal_mode=WAL;"}, {"transaction_mode": "IMMEDIATE"}],
)
def test_impatient_sqlite(monkeypatch: pytest.MonkeyPatch, options: dict[str, str]) -> None:
    database = {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}}
    monkeypatch.setattr(checks, "settings", type("Settings", (), {"DATABASES": database}))
    (message,) = checks.check_sqlite()
    assert message.id == "kneeblog.W005"
    assert "IMMEDIATE" in message.hint


def test_another_database_needs_no_such_options(monkeypatch: pytest.MonkeyPatch) -> None:
    database = {"default": {"ENGINE": "django.db.backends.postgresql"}}
    monkeypatch.setattr(checks, "settings", type("Settings", (), {"DATABASES": database}))
    assert checks.check_sqlite() == []
