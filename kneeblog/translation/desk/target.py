"""The page or snippet that a translation is of: who may work on it, saving it as a draft, publishing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.models import DraftStateMixin, Page
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from kneeblog.compliance import confirmation
from kneeblog.compliance.places import address_of
from kneeblog.models import ASKING, PublishingRefusedError, ReasonWantedError
from kneeblog.translation import override

from .schedule import Schedule

OTHER_EDITOR = "other-editor"  # in an address: wagtail-localize's own is wanted


class Target:
    """A translation with its page or snippet, for one user.

    Raises:
        Http404: there is none, or it is translated no more.
        PermissionDenied: the user may not edit it.
    """

    def __init__(self, translation_id: int, user: Any) -> None:
        related = ("source__locale", "source__specific_content_type", "target_locale")
        self.translation = get_object_or_404(
            Translation.objects.select_related(*related), pk=translation_id, enabled=True
        )
        self.user = user
        try:
            self.instance = self.translation.get_target_instance()
        except ObjectDoesNotExist as error:
            raise Http404 from error
        if not user_can_edit_instance(user, self.instance):
            raise PermissionDenied

    @property
    def is_page(self) -> bool:
        """Whether it is a page; else a snippet."""
        return isinstance(self.instance, Page)

    @property
    def has_drafts(self) -> bool:
        """Whether it can be saved without being published."""
        return isinstance(self.instance, DraftStateMixin)

    @property
    def address(self) -> str:
        """Of our editor."""
        return reverse("kneeblog_translation", args=[self.translation.pk])

    @property
    def other_editor(self) -> str:
        """Of wagtail-localize's, for what is no text."""
        return f"{address_of(self.instance)}?{OTHER_EDITOR}=1"

    @property
    def title(self) -> str:
        """Of the page or snippet."""
        return str(getattr(self.instance, "draft_title", "") or self.instance)

    @cached_property
    def may_publish(self) -> bool:
        """As in wagtail-localize's editor."""
        if self.is_page:
            return bool(self.instance.permissions_for_user(self.user).can_publish())
        return not self.has_drafts or self.user.has_perm(get_permission_name("publish", type(self.instance)))

    @cached_property
    def lock(self) -> Any:
        """What keeps the user from changing the page itself; segments can be translated all the same."""
        lock = self.instance.get_lock() if self.is_page else None
        return lock if lock and lock.for_user(self.user) else None

    @cached_property
    def workflow(self) -> Any:
        """By which the user may have the page reviewed, if it is in none yet."""
        if not self.is_page or self.instance.workflow_in_progress:
            return None
        may = self.instance.permissions_for_user(self.user).can_submit_for_moderation()
        return self.instance.get_workflow() if may else None

    @cached_property
    def schedule(self) -> Schedule:
        """When it goes live by itself, or why it did not."""
        return Schedule.of(self.instance)

    def review_actions(self) -> Iterator[tuple[str, Any, bool]]:
        """What the user may do in the workflow the page is in: address, label, and whether a dialog asks for words."""
        state = self.instance.current_workflow_task_state if self.is_page else None
        if state is None:
            return
        for name, label, asks in state.task.specific.get_actions(self.instance, self.user):
            yield reverse("wagtailadmin_pages:workflow_action", args=[self.instance.pk, name, state.pk]), label, asks

    def save(self) -> None:
        """Brings the translations into the page, as a draft; into a snippet at once, which has no drafts.

        Raises:
            ValidationError: what was translated does not fit a field.
        """
        self.translation.save_target(user=self.user, publish=not self.has_drafts)

    def submit(self) -> None:
        """Saves a draft and sends it to whoever reviews it."""
        self.save()
        page = type(self.instance).objects.get(pk=self.instance.pk)
        state = page.current_workflow_state
        if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
            state.resume(self.user)
        else:
            self.workflow.start(page, self.user)

    def publish(self) -> datetime.datetime | None:
        """Saves a draft and publishes it, or schedules it if the draft has a date to go live.

        Returns:
            when it goes live, if that is to come.

        Raises:
            PublishingRefusedError: it may not go live; the draft has been saved.
            ReasonWantedError: it has warnings that nobody has answered for; the draft has been saved.
            ValidationError: what was translated does not fit a field.
        """
        self.save()
        if not self.has_drafts:
            return None
        token = ASKING.set(True)
        try:
            saved = type(self.instance).objects.get(pk=self.instance.pk)
            saved.get_latest_revision().publish(user=self.user)
        finally:
            ASKING.reset(token)
        return Schedule.of(saved).at


def publish(target: Target, request: HttpRequest) -> HttpResponse | None:
    """Publishes and says so, or says in full why not; an answer where somebody is to be asked first."""
    try:
        at = target.publish()
    except PublishingRefusedError as refused:
        override.say_why_not(request, refused)
        messages.info(request, gettext("The draft has been saved."))
    except ReasonWantedError as wanted:
        return redirect(confirmation.address(wanted.page))
    except ValidationError as error:
        messages.error(request, invalid(error))
    else:
        said = gettext("“%(title)s” goes live on %(at)s.") if at else gettext("“%(title)s” has been published.")
        messages.success(request, said % {"title": target.title, "at": at and local(at)})
    return None


def local(at: datetime.datetime) -> str:
    """A time as the admin writes it."""
    return str(date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))


def invalid(error: ValidationError) -> str:
    """What does not fit, as one message."""
    return gettext("Not saved: %(reasons)s") % {"reasons": " ".join(error.messages)}
