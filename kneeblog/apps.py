"""App config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KneeblogConfig(AppConfig):
    """Content types, blocks and snippets of a clinic's site."""

    name = "kneeblog"
    label = "kneeblog"
    verbose_name = _("Clinic content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers checks and the guard of translations; mends what would tear lists and sentences apart."""
        from . import checks  # noqa: F401  registers itself
        from .pagecache.changes import connect
        from .richtext.lists import keep_lists_together
        from .richtext.localize import keep_sentences_whole
        from .search import receivers  # noqa: F401  register themselves
        from .translation import guard  # noqa: F401  registers itself
        from .translation import receivers as translation_receivers  # noqa: F401  register themselves
        from .translation.drafts import save_translations_as_drafts, translate_what_is_meant
        from .translation.reading import read_segments_together
        from .translation.snippets import refuse_incomplete_snippets
        from .translation.storing import store_segments_together

        connect()
        keep_lists_together()
        keep_sentences_whole()
        store_segments_together()
        save_translations_as_drafts()
        translate_what_is_meant()
        refuse_incomplete_snippets()
        read_segments_together()
