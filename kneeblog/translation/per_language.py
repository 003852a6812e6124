"""What each language of a page decides for itself: who supervises it, when it is reviewed and goes live, what search
engines may do.

A page that wagtail-localize keeps in step has no form for these: its editor shows texts and what may be exchanged.
Here is that form; it writes a draft, which goes live with the next publication.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.models import Translation

from kneeblog.models import MedicalPage
from kneeblog.models.base import PER_LOCALE_FIELDS

URL = "kneeblog_per_language"
_ELSEWHERE = ("user",)  # one page names the account, for all languages


def urls() -> list[Any]:
    """The form's address."""
    return [path("translation/<int:page_id>/per-language/", per_language, name=URL)]


def page_button(page: Page, user: Any, view_name: str | None = None, next_url: str | None = None) -> list[Button]:
    """In a page's menus, where the page is kept in step with another language."""
    if not page.permissions_for_user(user).can_edit() or not _is_kept_in_step(page):
        return []
    address = reverse(URL, args=[page.pk])
    return [Button(_("Settings of this language"), address, icon_name="globe", priority=61)]


def per_language(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form, or save a draft.

    Raises:
        PermissionDenied: somebody may not edit the page, or it is locked.
    """
    found = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(found, MedicalPage):
        raise PermissionDenied
    page: Any = found
    permissions = page.permissions_for_user(request.user)
    if not permissions.can_edit() or permissions.page_locked():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    handler = _handler(draft).bind_to_model(type(draft))
    form = handler.get_form_class()(
        request.POST or None, instance=draft, for_user=request.user, parent_page=page.get_parent().specific
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save(commit=False).save_revision(user=request.user, log_action=True)
        messages.success(request, gettext("Saved as a draft; it counts once the page is published."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "page": draft,
        "panel": handler.get_bound_panel(instance=draft, request=request, form=form),
        "form": form,
        "media": form.media,
        "header_title": gettext("Settings of this language"),
    }
    return render(request, "kneeblog/admin/translation/per_language.html", context)


def _handler(page: Any) -> ObjectList:
    own = {field.name for field in page._meta.get_fields()}
    wanted = (*PER_LOCALE_FIELDS, "go_live_at", "expire_at")
    names = [name for name in wanted if name in own and name not in _ELSEWHERE]
    panels = [
        PageChooserPanel(name, page_type="kneeblog.PhysicianPage") if name == "supervisor" else FieldPanel(name)
        for name in names
        if page.supervised or name not in {"supervisor", "next_review_on"}
    ]
    return ObjectList(panels, base_form_class=type(page).base_form_class)


def _is_kept_in_step(page: Page) -> bool:
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return found.exists()
