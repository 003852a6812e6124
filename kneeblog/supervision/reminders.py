"""Mails to physicians about pages whose review is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from wagtail.admin.utils import get_admin_base_url, get_user_display_name
from wagtail.models import Page

from kneeblog.models import PhysicianPage, ReviewReminder

from . import people
from .states import supervised_pages

DAYS_BETWEEN = 7  # nobody gets two of these mails within a week


@dataclass(slots=True)
class Reminder:
    """One mail: to whom, and about which pages."""

    user: Any
    pages: list[Any] = field(default_factory=list)

    def send(self, today: datetime.date) -> None:
        """Sends it in the site's language and remembers that.

        Raises:
            OSError: the mail server did not take it (`smtplib.SMTPException` is one).
        """
        with translation.override(settings.LANGUAGE_CODE):
            subject = ngettext(
                "%(count)d page is to be reviewed", "%(count)d pages are to be reviewed", len(self.pages)
            ) % {"count": len(self.pages)}
            text = "\n".join(self._lines(today))
        send_mail(subject, text, None, [self.user.email])
        ReviewReminder.objects.update_or_create(user=self.user, defaults={"sent_on": today})

    def _lines(self, today: datetime.date) -> Iterator[str]:
        base = get_admin_base_url() or ""
        yield gettext("Dear %(name)s,") % {"name": get_user_display_name(self.user)} + "\n"
        yield gettext("Please check whether these pages are still right, and have them signed again.") + "\n"
        for page in self.pages:
            day = gettext("Next review: %(day)s") % {"day": date_format(page.review_on)}
            yield f"- {page.draft_title or page.title}"
            yield f"  {day}{gettext(' (overdue)') if page.review_on < today else ''}"
            yield f"  {base}{reverse('wagtailadmin_pages:edit', args=[page.pk])}\n"
        yield gettext("All pages and how it stands with them:")
        yield f"{base}{reverse('kneeblog_supervision')}"


def due_pages(until: datetime.date) -> Iterable[Page]:
    """Live pages whose review was due or is due until that day, the longest overdue first."""
    return (
        supervised_pages().filter(live=True, review_on__lte=until).select_related("locale").order_by("review_on", "pk")
    )


def reminders(until: datetime.date) -> list[Reminder]:
    """Who is to be written to: each page's physician, or the delegates where there is no account with an address."""
    pages = list(due_pages(until))
    physicians = PhysicianPage.objects.defer_streamfields().in_bulk({page.named_physician for page in pages})
    by_physician = {pk: list(people.to_tell(physician)) for pk, physician in physicians.items()}
    nobody = list(people.delegates()) if any(page.named_physician is None for page in pages) else []
    mails: dict[int, Reminder] = {}
    for page in pages:
        for user in by_physician.get(page.named_physician, nobody):
            mails.setdefault(user.pk, Reminder(user)).pages.append(page)
    return list(mails.values())


def reminded_lately(today: datetime.date) -> set[int]:
    """Ids of the accounts that had such a mail within the last week."""
    since = today - datetime.timedelta(days=DAYS_BETWEEN)
    return set(ReviewReminder.objects.filter(sent_on__gt=since).values_list("user_id", flat=True))
