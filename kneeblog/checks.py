"""System checks: settings and blocks that would lose or publish what nobody translated.

Blocks are read in page types built on `MedicalPage` and in translatable snippets, the host site's included; those this
package ships pass, and a test proves it.  The ids are listed in the README.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.db import models
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, TranslatableMixin

from . import conf
from .pagecache.store import ALIAS
from .seo import indexnow
from .translation.checks import PICTURES, field_messages, has_pictures

TAG = "kneeblog"
UNTRANSLATED = (TableBlock, TypedTableBlock, blocks.RawHTMLBlock)
# Leaves of text that translators see, or that hold no words; choices have fields of another kind.
KNOWN_TEXT = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.URLBlock, blocks.EmailBlock)
LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"


@register(TAG)
def check_settings(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The `KNEEBLOG` setting itself."""
    messages: list[CheckMessage] = [
        CheckWarning(
            f"KNEEBLOG has the key {key!r}, which means nothing.",
            hint=f"Known keys: {', '.join(sorted(conf.DEFAULTS))}.",
            id="kneeblog.W001",
        )
        for key in conf.unknown_keys()
    ]
    size, place, key = (conf.get(name) for name in ("PAGE_SIZE", "HREFLANG_IN", "INDEXNOW_KEY"))
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        messages.append(_not_valid("PAGE_SIZE", "Give the number of pages a listing shows at once, 1 or more."))
    if place not in {"head", "sitemap"}:
        messages.append(_not_valid("HREFLANG_IN", 'Give "head" or "sitemap": one of them is enough.'))
    if key and not (isinstance(key, str) and indexnow.KEY.fullmatch(key)):
        messages.append(_not_valid("INDEXNOW_KEY", "Give 8 to 128 letters, digits and hyphens."))
    hosts = conf.get("CANONICAL_HOSTS")
    if not isinstance(hosts, list | tuple) or not all(isinstance(host, str) and "/" not in host for host in hosts):
        messages.append(_not_valid("CANONICAL_HOSTS", 'Give a list of host names such as ["www.clinic.example"].'))
    return messages


def _not_valid(key: str, hint: str) -> CheckMessage:
    return Error(f"KNEEBLOG[{key!r}] is {conf.get(key)!r}.", hint=hint, id="kneeblog.E001")


@register(TAG)
def check_languages(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What translated pages need."""
    messages: list[CheckMessage] = []
    if apps.is_installed("wagtail_localize"):
        messages += _localize_messages()
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        messages.append(
            CheckWarning(
                "WAGTAIL_I18N_ENABLED is not on, so pages exist in one language only.",
                hint="Set WAGTAIL_I18N_ENABLED = True and list the languages in WAGTAIL_CONTENT_LANGUAGES.",
                id="kneeblog.W003",
            )
        )
    if LOCALE_MIDDLEWARE not in settings.MIDDLEWARE:
        messages.append(
            CheckWarning(
                "LocaleMiddleware is not installed: templates of translated pages stay in the default language.",
                hint=f"Add {LOCALE_MIDDLEWARE!r} to MIDDLEWARE, after SessionMiddleware and before CommonMiddleware.",
                id="kneeblog.W004",
            )
        )
    return messages


def _localize_messages() -> Iterator[CheckMessage]:
    if getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True):
        yield Error(
            "Submitting a live page for translation would publish an untranslated copy at once.",
            hint="Set WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False: translations then begin as drafts.",
            id="kneeblog.E002",
        )
    if apps.is_installed("wagtail.locales") or not apps.is_installed("wagtail_localize.locales"):
        yield CheckWarning(
            "wagtail_localize.locales does not take the place of wagtail.locales.",
            hint="In INSTALLED_APPS, put 'wagtail_localize.locales' where 'wagtail.locales' is.",
            id="kneeblog.W002",
        )


@register(TAG)
def check_kept_pages(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A cache that each process has for itself: what one forgets, another goes on showing."""
    backend = settings.CACHES.get(ALIAS, {}).get("BACKEND", "")
    if not backend.endswith("LocMemCache"):
        return []
    return [
        CheckWarning(
            f"The cache {ALIAS!r} is in the memory of each process: visitors would be shown pages that have changed.",
            hint="Use one that all processes share: Redis, Memcached, files, the database.",
            id="kneeblog.W016",
        )
    ]


@register(TAG)
def check_sqlite(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """With Django's defaults, writers on SQLite meet "database is locked" as soon as two save at once."""
    return [
        CheckWarning(
            f"The SQLite database {alias!r} fails when an import and an editor save at the same time.",
            hint=(
                'Give it OPTIONS {"transaction_mode": "IMMEDIATE", "timeout": 20, '
                '"init_command": "PRAGMA journal_mode=WAL;"}.'
            ),
            id="kneeblog.W005",
        )
        for alias, database in settings.DATABASES.items()
        if database.get("ENGINE", "").endswith(("sqlite3", "spatialite")) and not _is_patient(database)
    ]


def _is_patient(database: dict[str, Any]) -> bool:
    options = database.get("OPTIONS", {})
    wal = "journal_mode=wal" in str(options.get("init_command", "")).lower().replace(" ", "")
    return wal and str(options.get("transaction_mode", "")).upper() == "IMMEDIATE"


@register(TAG)
def check_texts(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Blocks and fields that wagtail-localize loses or fails on."""
    return [message for model in _models() for message in model_messages(model)]


def _models() -> Iterator[type[models.Model]]:
    from .models import MedicalPage

    for model in apps.get_models():
        if issubclass(model, MedicalPage) or (issubclass(model, TranslatableMixin) and not issubclass(model, Page)):
            yield model


def model_messages(model: type[models.Model]) -> Iterator[CheckMessage]:
    """What is wrong with the fields of one model and the blocks in them."""
    from .models.base import PER_LOCALE_FIELDS

    yield from field_messages(model, PER_LOCALE_FIELDS)
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            yield from block_messages(field.stream_block, (f"{model._meta.label}.{field.name}",), field)


def block_messages(
    block: blocks.Block, path: tuple[str, ...], obj: Any = None, parents: tuple[blocks.Block, ...] = ()
) -> Iterator[CheckMessage]:
    """What is wrong with a block and those inside it; `path` says where it stands, `parents` what holds it."""
    if hasattr(block, "get_translatable_segments"):
        return  # the block speaks for itself
    in_struct = bool(parents) and isinstance(parents[-1], blocks.StructBlock)
    deep = in_struct and len(parents) > 1 and isinstance(parents[-2], blocks.StructBlock)
    for id_, text, hint in _problems(block, in_struct=in_struct, deep=deep):
        yield CheckWarning(f"{' › '.join(path)}: {text}", hint=hint, obj=obj, id=id_)
    if not isinstance(block, ImageBlock):
        for name, child in _children(block):
            yield from block_messages(child, (*path, name), obj, (*parents, block))


def _children(block: blocks.Block) -> Iterable[tuple[str, blocks.Block]]:
    if isinstance(block, blocks.ListBlock):
        return [("item", block.child_block)]
    return getattr(block, "child_blocks", {}).items()


def _problems(block: blocks.Block, *, in_struct: bool, deep: bool) -> Iterator[tuple[str, str, str]]:
    between = "Put a StreamBlock or a ListBlock between the two structs, or make them one."
    text = isinstance(block, blocks.CharBlock | blocks.TextBlock)
    if text and in_struct and not block.required and block.get_default() is None:
        yield (
            "kneeblog.W006",
            "an optional text without a default; where it is missing, submitting the page for translation fails.",
            'Give the block default="", or use kneeblog.blocks.LineBlock or TextBlock.',
        )
    if deep and isinstance(block, blocks.ListBlock):
        yield (
            "kneeblog.W007",
            "a list in a struct directly inside a struct; translators never see its texts.",
            between,
        )
    if deep and isinstance(block, ImageBlock):
        yield (
            "kneeblog.W008",
            "a picture in a struct directly inside a struct; submitting the page for translation fails.",
            between,
        )
    if in_struct and isinstance(block, EmbedBlock) and not block.required:
        yield (
            "kneeblog.W009",
            "an optional embed; where it is empty, submitting the page for translation fails.",
            "Require it, or put it into a StreamBlock with max_num=1.",
        )
    if isinstance(block, UNTRANSLATED):
        yield (
            "kneeblog.W010",
            f"{type(block).__name__} gives translators nothing.",
            "Use lists of structs (kneeblog.blocks.TableBlock), or give the block get_translatable_segments "
            "and restore_translated_segments.",
        )
    elif _is_unknown_text(block):
        yield (
            "kneeblog.W011",
            f"{type(block).__name__} is text that translators never see.",
            "Use a CharBlock or TextBlock; or give the block get_translatable_segments (an empty list if it holds no "
            "words) and restore_translated_segments.",
        )
    if isinstance(block, blocks.RichTextBlock) and has_pictures(block.features):
        yield PICTURES


def _is_unknown_text(block: blocks.Block) -> bool:
    field = getattr(block, "field", None)
    return isinstance(field, forms.CharField) and not isinstance(block, KNOWN_TEXT)
