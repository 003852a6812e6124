"""Writing: a draft revision with other values in the fields of the desk, and in nothing else.  Never publishes."""

from __future__ import annotations

import copy
import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, Revision

from kneeblog.seo.canonical import refuse_canonical

from .rows import medical_models
from .translations import keep_in_translation

LOG_ACTION = "kneeblog.seo_edit"
_SEVERAL_LINES = frozenset({"search_description"})


class RefusedError(Exception):
    """The page is not written; the message says why, for the person at the desk."""


class ConflictError(RefusedError):
    """Somebody saved the page after the values at hand were read."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a page somebody looked at: its latest revision, and when that was written.

    Wagtail's editor, saving by itself, writes over its own revision: the same id then holds another text.
    """

    revision: int | None
    saved_at: datetime.datetime | None = None  # None: not known

    @classmethod
    def of(cls, page: Page) -> Version:
        """The page's version now."""
        return cls(page.latest_revision_id, page.latest_revision_created_at)

    @classmethod
    def parse(cls, text: str) -> Version:
        """The opposite of `str`.

        Raises:
            ValueError: it is no version.
        """
        revision, _separator, saved_at = text.partition("@")
        return cls(int(revision) if revision else None, parse_datetime(saved_at) if saved_at else None)

    def __str__(self) -> str:
        return f"{self.revision or ''}@{self.saved_at.isoformat() if self.saved_at else ''}"

    def is_current(self, page: Page) -> bool:
        """Whether nobody has saved the page since."""
        same_time = self.saved_at is None or self.saved_at == page.latest_revision_created_at
        return self.revision == page.latest_revision_id and same_time


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: the draft with the new values, not saved yet, and the fields that differ."""

    draft: Page
    old: dict[str, str]
    new: dict[str, str]


def tidy(name: str, value: str) -> str:
    """The value as it is stored: no white space around it, line ends as `\\n`, robots without blanks."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return value.replace(" ", "").lower() if name == "robots" else value


def differs(name: str, old: str, new: str) -> bool:
    """Whether the two say something else."""
    return tidy(name, old) != tidy(name, new)


def prepare(page_id: int, values: Mapping[str, str], *, user: Any, version: Version) -> Change | None:
    """What writing these values would do; `None` if the page says all of it already.

    Args:
        page_id: of a page built on `MedicalPage`.
        values: some of `EDITABLE`.
        user: who writes.
        version: that the values were read from.

    Raises:
        RefusedError: there is no such page, or it is locked, in a workflow, scheduled or a copy of another page.
        ConflictError: somebody saved it since.
        ValidationError: by field, as the page's own checks have it.
    """
    page = Page.objects.type(*medical_models()).filter(pk=page_id).first()
    if page is None:
        raise RefusedError(gettext("There is no such page."))
    page = page.specific
    draft = page.get_latest_revision_as_object()
    old = {name: getattr(draft, name) for name in values if differs(name, getattr(draft, name), values[name])}
    if not old:
        return None
    if not version.is_current(page):
        raise ConflictError(_conflict(page))
    _refuse_closed(page, user)
    new = {name: tidy(name, values[name]) for name in old}
    _set(draft, new)
    return Change(draft, old, new)


@transaction.atomic
def write(page_id: int, values: Mapping[str, str], *, user: Any, version: Version) -> tuple[Change, Revision] | None:
    """Saves the values as a new draft revision.  Arguments, result and errors as of `prepare`."""
    Page.objects.select_for_update().filter(pk=page_id).values("pk").first()  # the next one waits, and sees this draft
    change = prepare(page_id, values, user=user, version=version)
    if change is None:
        return None
    keep_in_translation(change.draft, change.new, user)
    # `prepare` has checked what is new; the rest of a draft may be unfinished.
    return change, change.draft.save_revision(user=user, log_action=LOG_ACTION, clean=False)


def messages_of(error: ValidationError) -> dict[str, list[str]]:
    """The messages by field; those of no field under `NON_FIELD_ERRORS`."""
    return dict(error.message_dict) if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}


def _refuse_closed(page: Page, user: Any) -> None:
    if page.alias_of_id:
        raise RefusedError(gettext("This page repeats another one; edit that one."))
    if page.workflow_in_progress:
        raise RefusedError(gettext("This page is in a workflow: somebody is checking the version that was submitted."))
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        raise RefusedError(strip_tags(str(lock.get_message(user) or "")) or gettext("This page is locked."))


def _conflict(page: Page) -> str:
    revision = page.latest_revision
    if revision is None:
        return gettext("The version you saw is no longer there.")
    who = str(revision.user) if revision.user else gettext("a program")
    moment = _moment(revision.created_at)
    return gettext("Changed by %(who)s on %(moment)s, after you had read it.") % {"who": who, "moment": moment}


def _moment(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _set(draft: Page, values: Mapping[str, str]) -> None:
    """Gives the draft the values, if the page's own checks let it."""
    errors: dict[str, list[Any]] = {}
    for name, value in values.items():
        if any(unicodedata.category(c) == "Cc" and not (c == "\n" and name in _SEVERAL_LINES) for c in value):
            errors[name] = [gettext("Line breaks and other control characters cannot stand here.")]
        setattr(draft, name, value)
    try:
        draft.clean_fields(exclude={field.name for field in draft._meta.fields} - set(values))
        _refuse_canonical(draft, values.get("canonical_url", ""))
    except ValidationError as error:
        for name, messages in messages_of(error).items():
            errors.setdefault(name, []).extend(messages)
    if not errors:
        errors = _own_errors(draft, values)
    if errors:
        raise ValidationError(errors)


def _refuse_canonical(draft: Page, address: str) -> None:
    """As the page editor does."""
    try:
        refuse_canonical(draft, address)
    except ValidationError as error:
        raise ValidationError({"canonical_url": error}) from error


def _own_errors(draft: Page, values: Mapping[str, str]) -> dict[str, list[Any]]:
    """What the page's `clean` says of these fields.

    A draft may be unfinished elsewhere, and `clean` may fill in what is the editor's to decide: it works on a copy.
    """
    try:
        copy.copy(draft).clean()
    except ValidationError as error:
        return {name: found for name, found in messages_of(error).items() if name in {*values, NON_FIELD_ERRORS}}
    return {}


def log_actions(actions: LogActionRegistry) -> None:
    """How a page's history tells of the desk."""

    class Edited(LogFormatter):
        label = _("Edit at the SEO desk")
        message = _("Edited at the SEO desk")

    actions.register_action(LOG_ACTION)(Edited)
