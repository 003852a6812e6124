"""The editor's place in the admin: its addresses, and how pages and snippets in translation lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from .target import OTHER_EDITOR
from .views import ActView, DeskView, SegmentView


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    hooks.register("register_admin_urls", _urls)
    for hook in ("before_edit_page", "before_edit_snippet"):
        hooks.register(hook, _lead_to_desk, order=-10)  # before wagtail-localize shows its own editor
    hooks.register("register_page_header_buttons", _page_buttons)
    hooks.register("register_snippet_listing_buttons", _snippet_buttons)


def _urls() -> list[Any]:
    return [
        path("translation/<int:pk>/", DeskView.as_view(), name="kneeblog_translation"),
        path("translation/<int:pk>/segments/<int:segment>/", SegmentView.as_view(), name="kneeblog_segment"),
        path("translation/<int:pk>/<slug:act>/", ActView.as_view(), name="kneeblog_translation_act"),
    ]


def _lead_to_desk(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Whoever opens a page in translation gets the editor, unless the other one is asked for."""
    if request.method != "GET" or OTHER_EDITOR in request.GET or not isinstance(instance, TranslatableMixin):
        return None
    if getattr(instance, "alias_of_id", None):
        return None  # wagtail-localize asks whether it is to be translated
    found = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    return redirect("kneeblog_translation", found.pk) if found else None


def _page_buttons(page: Page, user: Any, view_name: str | None = None, **kwargs: Any) -> Iterator[Button]:
    return _buttons(page)


def _snippet_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    return _buttons(snippet) if isinstance(snippet, TranslatableMixin) else iter(())


def _buttons(instance: Any) -> Iterator[Button]:
    """The way from a source to each of its translations."""
    translations = Translation.objects.filter(
        source__object_id=instance.translation_key, source__locale=instance.locale_id, enabled=True
    )
    for translation in translations.select_related("target_locale").order_by("pk"):
        language = translation.target_locale.get_display_name()
        yield Button(
            gettext("Translation: %(language)s") % {"language": language},
            reverse("kneeblog_translation", args=[translation.pk]),
            icon_name="wagtail-localize-language",
            priority=70,
        )
