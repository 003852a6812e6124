"""`manage.py remind_reviews`: mails about pages whose review is due."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kneeblog.supervision.reminders import due_pages, reminded_lately, reminders


class Command(BaseCommand):
    """One mail a person, at most once a week, however often this runs."""

    help = "Reminds supervising physicians by e-mail of pages whose review is due. Made to run every morning."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add."""
        parser.add_argument("--days", type=int, default=30, help="how far ahead to look (30)")
        parser.add_argument("--dry-run", action="store_true", help="say who would be written to, and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        today = timezone.localdate()
        until = today + datetime.timedelta(days=options["days"])
        lately, mails = reminded_lately(today), reminders(until)
        if not mails and due_pages(until):
            raise CommandError("Pages are due, but nobody who could be told has an account with an address.")
        failed = False
        for mail in mails:
            line = f"{mail.user.email}: {len(mail.pages)} pages"
            if mail.user.pk in lately:
                self.stdout.write(f"{line}, told within the last week")
            elif options["dry_run"]:
                self.stdout.write(f"{line}, would be told")
            else:
                failed |= not self._send(mail, today, line)
        if failed:
            raise CommandError("Some mails could not be sent.")

    def _send(self, mail: Any, today: datetime.date, line: str) -> bool:
        try:
            mail.send(today)
        except OSError as error:  # the others are still to be told
            self.stderr.write(f"{line}, not sent: {error}")
            return False
        self.stdout.write(f"{line}, told")
        return True
