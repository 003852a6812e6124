"""`manage.py demo`: the sample site moved in, published, signed, partly translated.  A second run changes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page

from kneeblog.models import PhysicianPage, PublishingRefusedError, SupervisionRecord, TreatmentPage
from kneeblog.pictures import make, on_pages
from kneeblog.site.demo import disclosures, english, symptoms, tree
from kneeblog.site.demo.physician import ensure_physician
from kneeblog.site.demo.seo import ensure_staff

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
USERNAME, PASSWORD = "admin", "hiza-demo"


class Command(BaseCommand):
    """Everything a newcomer wants to see, in one run."""

    help = "Imports the bundled sample site, publishes it and prints how to log in. For trying things out only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if not (SAMPLE / "post").is_dir():
            raise CommandError("The sample site is only in the repository, not in the installed package.")
        port = int(os.environ.get("PORT", "8000"))
        home = tree.ensure_site(port)
        try:
            call_command("import_posts", str(SAMPLE), apply=True, no_fetch=True, stdout=self.stdout)
        except SystemExit as ended:  # findings are part of the sample; the report above names them
            if ended.code not in {0, 1}:
                raise
        disclosures.complete(home)
        symptoms.complete(home)
        published, refused = self._publish(home)
        physician = PhysicianPage.objects.descendant_of(home).live().first()
        doctor = ensure_physician(home, physician, PASSWORD)
        signed = self._sign(home, physician)
        translated = english.ensure_article(SAMPLE / "en.po")
        if published:
            self._draw(home)
        self._report(
            published,
            refused,
            signed,
            translated,
            [self._login(), doctor, ensure_staff(PASSWORD)],
            f"http://localhost:{port}",
        )

    def _publish(self, home: Page) -> tuple[int, list[PublishingRefusedError]]:
        """Publish every draft of the sample that may go live, treatments first, since articles show them."""
        published, refused = 0, []
        drafts = home.get_descendants().filter(live=False).order_by("path").specific()
        for page in sorted(drafts, key=lambda page: not isinstance(page, TreatmentPage)):
            try:
                page.get_latest_revision().publish()
                published += 1
            except PublishingRefusedError as error:
                refused.append(error)
        return published, refused

    def _sign(self, home: Page, physician: PhysicianPage | None) -> int:
        """Let the sample's own physician sign what is live and names him as its supervisor."""
        signed = 0
        for page in home.get_descendants().live().specific():
            if physician is None or getattr(page, "supervisor_id", None) is None or page.live_revision is None:
                continue
            if not SupervisionRecord.objects.filter(page_id=page.pk, revision=page.live_revision).exists():
                SupervisionRecord.sign(page, physician, scope="医学的な内容", revision=page.live_revision)
                signed += 1
        return signed

    def _draw(self, home: Page) -> None:
        """Render each page once, so that its pictures are ready when the first visitor comes."""
        self.stdout.write("Preparing the pictures …")
        for page in home.get_descendants(inclusive=True).live().specific():
            page.make_preview_request(preview_mode=page.default_preview_mode)
        for image in on_pages(home.get_descendants().live().values_list("pk", flat=True)):
            make(image)

    @transaction.atomic
    def _login(self) -> str:
        users = get_user_model()
        if not users.objects.filter(username=USERNAME).exists():
            users.objects.create_superuser(USERNAME, "admin@aobazaka-hiza.example", PASSWORD)
        return USERNAME

    def _report(
        self,
        published: int,
        refused: list[PublishingRefusedError],
        signed: int,
        translated: Page | None,
        logins: list[str],
        address: str,
    ) -> None:
        self.stdout.write("")
        self.stdout.write(f"Published {published} pages, signed {signed} by the sample's physician.")
        for error in refused:
            self.stdout.write(f"Still a draft. {error.text}")
        if translated is not None:
            self.stdout.write(f"In English: {address}{translated.get_url_parts()[2]}")
        self.stdout.write(self.style.SUCCESS(f"Site:   {address}/"))
        users = " or ".join(filter(None, logins))
        self.stdout.write(self.style.SUCCESS(f"Admin:  {address}/admin/   user {users}, password {PASSWORD}"))
