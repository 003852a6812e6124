"""Translations are saved as drafts, on top of the latest draft, like everything else.

wagtail-localize writes a translation over the page that visitors read and makes a revision of it afterwards: visitors
would have the text before the advertising rules and the physician are asked, and what was written in a draft (who
supervises this language's page, its robots) would be lost.  It has no hook for it, so two methods are wrapped.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from typing import Any

from wagtail_localize.models import TranslationSource

from kneeblog.models import MedicalPage

_SAVING: ContextVar[bool] = ContextVar("kneeblog_saving_translation", default=False)


def save_translations_as_drafts() -> None:
    """Wraps what wagtail-localize finds, and what it saves, when a page's translation is brought up to date."""
    TranslationSource.get_translated_instance = _latest_draft(TranslationSource.get_translated_instance)
    TranslationSource.create_or_update_translation = _as_draft(TranslationSource.create_or_update_translation)


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
        finally:
            _SAVING.reset(token)
        if isinstance(translation, MedicalPage):
            translation.row_stays = False
        return translation, created

    return create_or_update_translation
