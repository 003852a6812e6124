"""Translations are saved as drafts, on top of the latest draft, like everything else.

wagtail-localize writes a translation over the page that visitors read and makes a revision of it afterwards: visitors
would have the text before the advertising rules and the physician are asked, and what was written in a draft (who
supervises this language's page, its robots) would be lost.

It also translates what stands in a page's row, which for a page that was never published is what was typed into it
first.  Such a page is translated as its latest draft; a live page as visitors read it, whatever its draft says.

It has no hook for either, so its methods are wrapped.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from typing import Any

from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from kneeblog.models import ASKING, MedicalPage, PublishingRefusedError
from kneeblog.models.publishing import RefusedInEditorError

_SAVING: ContextVar[bool] = ContextVar("kneeblog_saving_translation", default=False)


def save_translations_as_drafts() -> None:
    """Wraps what wagtail-localize finds, and what it saves, when a page's translation is brought up to date."""
    TranslationSource.get_translated_instance = _latest_draft(TranslationSource.get_translated_instance)
    TranslationSource.create_or_update_translation = _as_draft(TranslationSource.create_or_update_translation)


def translate_what_is_meant() -> None:
    """Wraps what wagtail-localize takes for the content of a source."""
    TranslationSource.get_source_instance = _as_meant(TranslationSource.get_source_instance)
    for name in ("get_or_create_from_instance", "update_or_create_from_instance"):
        setattr(TranslationSource, name, classmethod(_of_what_is_meant(getattr(TranslationSource, name).__func__)))


def to_be_translated(instance: Any) -> Any:
    """The content that translators are given of a page: what is live, else the latest draft."""
    if isinstance(instance, Page):
        instance = instance.specific
    if issubclass(type(instance), MedicalPage) and instance.pk and not instance.live and instance.latest_revision_id:
        return instance.get_latest_revision_as_object()
    return instance


def is_behind(source: TranslationSource, instance: Any) -> bool:
    """Whether a page has been published, or a draft saved, after its segments were read."""
    changed_at = instance.last_published_at if instance.live else instance.latest_revision_created_at
    return changed_at is not None and source.last_updated_at < changed_at


def _as_meant(find: Any) -> Any:
    @wraps(find)
    def get_source_instance(source: TranslationSource) -> Any:
        return to_be_translated(find(source))

    return get_source_instance


def _of_what_is_meant(take: Any) -> Any:
    @wraps(take)
    def from_instance(cls: type[TranslationSource], instance: Any) -> Any:
        meant = to_be_translated(instance)
        source, created = take(cls, meant)
        if (
            not created and isinstance(meant, Page) and is_behind(source, meant)
        ):  # it is being submitted for one more language
            source.update_from_db()
        return source, created

    return from_instance


def _latest_draft(find: Any) -> Any:
    @wraps(find)
    def get_translated_instance(source: TranslationSource, locale: Any) -> Any:
        page: Any = find(source, locale)
        if not _SAVING.get() or not issubclass(type(page), MedicalPage):
            return page
        draft = page.get_latest_revision_as_object()
        draft.row_stays = True
        return draft

    return get_translated_instance


def _as_draft(save: Any) -> Any:
    @wraps(save)
    def create_or_update_translation(source: TranslationSource, *args: Any, **kwargs: Any) -> Any:
        token = _SAVING.set(True)
        try:
            translation, created = save(source, *args, **kwargs)
        except PublishingRefusedError as refused:
            if ASKING.get():
                raise RefusedInEditorError(refused) from refused
            raise
        finally:
            _SAVING.reset(token)
        if isinstance(translation, MedicalPage):
            translation.row_stays = False
        return translation, created

    return create_or_update_translation
