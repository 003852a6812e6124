"""No translation with lost or broken placeholders reaches a page, whichever way it comes in.

The translation editor, the import of PO files and machine translation all save a `StringTranslation`.  wagtail-localize
keeps a wrong one, so that nobody's work is lost, with its error beside it and out of every page; this adds what
placeholders must fulfil to what it calls wrong.  What is written past `save` (`bulk_create`, `update`) is to ask
`kneeblog.translation.placeholders.problems` itself.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from .placeholders import problems


@receiver(post_save, sender="wagtail_localize.StringTranslation", dispatch_uid="kneeblog.placeholders")
def refuse_broken_placeholders(instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """Marks a translation as wrong and says why; it has been saved, and will not be used."""
    if raw or (update_fields is not None and "data" not in update_fields):
        return
    if found := problems(instance.translation_of.data, instance.data):
        instance.has_error, instance.field_error = True, " ".join(map(str, found))
        instance.save(update_fields=["has_error", "field_error"])
