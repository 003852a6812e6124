"""What a change in the database touches of what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site, TranslatableMixin
from wagtail.signals import post_page_move

from . import store
from .recording import EVERYTHING, below, key, listen, name, of_type, row

# Saving a draft writes these, and nothing that visitors see.
_OF_DRAFTS = frozenset(
    {
        *("draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
        *("wagtail_admin_comments", "locked", "locked_at", "locked_by", "go_live_at", "expire_at"),
    }
)
# What other pages may say of a page: that it is there, how it is called, where it stands.
_PLACE = ("live", "url_path", "locale_id", "alias_of_id", "term_id")
_NAMES = (*_PLACE, "title", "show_in_menus", "translation_key", "breadcrumb_label", "robots", "canonical_url")
_BEFORE = "_kneeblog_before"


def connect() -> None:
    """Listens to all that pages show."""
    pages = [model for model in apps.get_models() if issubclass(model, Page)]
    for model in pages:
        pre_save.connect(_remember, sender=model)
        post_save.connect(_page_saved, sender=model)
        pre_delete.connect(_page_deleted, sender=model)
    post_page_move.connect(_page_moved)
    lists = [apps.get_model("kneeblog", name) for name in ("ClinicSettings", "FinderChoice")]
    for model in (Site, Locale, PageViewRestriction, *lists):
        post_save.connect(_everything, sender=model)
        post_delete.connect(_everything, sender=model)
    rows = _rows()
    for model in rows:
        post_save.connect(_row_changed, sender=model)
        post_delete.connect(_row_changed, sender=model)
    post_save.connect(_size_made, sender=get_image_model().get_rendition_model())
    listen([*pages, *rows])


def touch(tags: Iterable[str]) -> None:
    """What depends on one of these is not shown any more, as soon as the change is there for others to read."""
    wanted = set(tags)
    if wanted and store.ALIAS in settings.CACHES:
        transaction.on_commit(lambda: store.forget(wanted), robust=True)


def touch_page(page: Page) -> None:
    """For whoever writes to a page's row past `save`."""
    touch([row(Page, page.pk), *_named(page), _of_its_type(page)])
    _touch_descendants(page)


def _rows() -> list[type[Model]]:
    """What pages show beside pages: their own entries, what is translated and chosen, terms, signatures."""
    named = [apps.get_model("kneeblog", name) for name in ("GlossaryTerm", "SupervisionRecord")]
    found = [model for model in apps.get_app_config("kneeblog").get_models() if not issubclass(model, Page)]
    found = [model for model in found if issubclass(model, TranslatableMixin) or _belongs_to_page(model)]
    return list({*found, *named, get_image_model(), get_document_model()})


def _belongs_to_page(model: type[Model]) -> bool:
    return any(isinstance(field, ParentalKey) for field in model._meta.concrete_fields)


def _remember(sender: type[Page], instance: Page, update_fields: Any, **kwargs: Any) -> None:
    instance.__dict__.pop(_BEFORE, None)
    if instance.pk and not _is_draft(update_fields):
        instance.__dict__[_BEFORE] = _names(sender).filter(pk=instance.pk).first()


def _page_saved(sender: type[Page], instance: Page, created: bool, update_fields: Any, **kwargs: Any) -> None:
    if kwargs.get("raw") or _is_draft(update_fields):
        return
    before = instance.__dict__.pop(_BEFORE, None)
    now = _names(sender).filter(pk=instance.pk).first() or {}
    if not ((before and before["live"]) or now.get("live")):
        return
    touch([row(sender, instance.pk)])
    if before == now:
        return
    touch(_named(instance))
    if before is None or any(before.get(name) != now.get(name) for name in _PLACE):
        touch([_of_its_type(instance)])
    if before and before["url_path"] != now["url_path"]:
        _touch_descendants(instance)


def _page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if instance.live:
        touch([row(sender, instance.pk), *_named(instance), _of_its_type(instance)])


def _page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Its place in lists is another one; and its address, if it stands below another page, with all below it."""
    touch([below(kwargs[end].pk) for end in ("parent_page_before", "parent_page_after")])
    if kwargs["url_path_before"] != kwargs["url_path_after"]:
        touch_page(instance)


def _touch_descendants(page: Page) -> None:
    found = page.get_descendants().values_list("pk", "translation_key")
    touch(tag for pk, of in found for tag in (row(Page, pk), name(pk), key(of)))


def _named(page: Page) -> list[str]:
    """Whatever names the page, or would if it were there."""
    parent = Page.objects.filter(path=page.path[: -Page.steplen]).values_list("pk", flat=True).first()
    return [name(page.pk), key(page.translation_key), below(parent)]


def _of_its_type(page: Page) -> str:
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return of_type(model or Page, page.locale_id)


def _names(model: type[Page]) -> Any:
    fields = {field.attname for field in model._meta.concrete_fields}
    return model._base_manager.values(*[name for name in _NAMES if name in fields])


def _is_draft(update_fields: Iterable[str] | None) -> bool:
    return update_fields is not None and _OF_DRAFTS.issuperset(update_fields)


def _row_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """The row itself, what shows it in other languages, and the page it belongs to."""
    owners = [field for field in sender._meta.concrete_fields if isinstance(field, ParentalKey) or field.name == "page"]
    touch([row(sender, instance.pk), *(row(Page, getattr(instance, field.attname)) for field in owners)])
    if of := getattr(instance, "translation_key", None):
        touch([key(of)])


def _size_made(instance: Any, **kwargs: Any) -> None:
    """Pages offer a picture in the sizes and formats that have been made of it."""
    touch([row(get_image_model(), instance.image_id)])


def _everything(**kwargs: Any) -> None:
    touch([EVERYTHING])
