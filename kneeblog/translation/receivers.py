"""When a source is published, its translations are told at once which sentences have changed.

wagtail-localize waits until somebody asks for it; until then a translation would pass for whole.  The translations
themselves stay as they are.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import page_published, published
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import TranslationSource


@receiver(page_published, dispatch_uid="kneeblog.translation.page")
@receiver(published, dispatch_uid="kneeblog.translation.snippet")
def refresh_source(instance: Any, **kwargs: Any) -> None:
    """Reads the segments of what has been published anew; nothing for what nobody translates."""
    key = getattr(instance, "translation_key", None)
    if key is None or (isinstance(instance, Page) and instance.alias_of_id):
        return
    source = TranslationSource.objects.filter(object_id=key, locale_id=instance.locale_id).first()
    if source is not None and source.translations.exists():
        source.update_from_db()


@receiver(post_save, dispatch_uid="kneeblog.translation.saved_snippet")
def refresh_snippet(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """The same for snippets that have no drafts: visitors read them as they are saved."""
    if not raw and sender in get_snippet_models() and not issubclass(sender, DraftStateMixin):
        refresh_source(instance)
