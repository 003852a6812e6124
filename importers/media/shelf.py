"""Where each original is: beside the pages, in the library from an earlier run, or still to be fetched."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from importers.athand import AtHand
from importers.errors import ImportFailure, NotFetched, PageRefused
from importers.fetch import Fetcher, normal
from importers.media.library import Entry, Library
from importers.media.removal import sweep
from importers.media.wanted import Wanted
from importers.models import ImportedMedia, ImportRun
from importers.records import Finding

State = ImportedMedia.State


class Shelf:
    """The originals of one run, by their old addresses.

    Args:
        paths: folders and zips to look in, the later ones first.
        fetcher: asks the old host for those that are not there; `None` leaves them pending.
        closed: nothing is looked up anywhere, all are pending.
    """

    def __init__(
        self, paths: Iterable[str | Path] = (), fetcher: Fetcher | None = None, *, closed: bool = False
    ) -> None:
        self._at_hand = AtHand(() if closed else paths)
        self._fetcher = fetcher
        self._closed = closed
        self._library = Library()
        self._digests: dict[str, str] = {}
        self._said: dict[str, Finding] = {}
        self._rows: dict[str, dict[str, ImportedMedia]] = {}
        self._looked_up = False
        self._by_content: dict[str, ImportedMedia] = {}
        self.warnings: list[str] = []  # about the run, not about a page

    # What is there ----------------------------------------------------------------------------------------------------

    @property
    def findings(self) -> list[Finding]:
        """What is to be said about originals."""
        return list(self._said.values())

    def refusals(self, urls: Iterable[str]) -> list[Finding]:
        """What is to be said about these: which were not taken or fetched and why, which are not as they were."""
        found = (self._said.get(url) or self._failed_before(url) for url in urls)
        return [finding for finding in found if finding]

    def digest(self, url: str) -> str:
        """The content's digest of an original that is at hand or in the library, `""` for one that is not."""
        if url not in self._digests:
            data = self._lying(url)
            if data is not None:
                self._digests[url] = hashlib.sha256(data).hexdigest()
        row = self._row(url)
        return self._digests.get(url) or (row.sha256 if row else "")

    def image(self, url: str) -> AbstractImage | None:
        """The library's picture for an old address, `None` if it is pending."""
        row = self._row(url)
        return row.image if row else None

    def document(self, url: str) -> AbstractDocument | None:
        """The library's document for an old address, `None` if it is pending."""
        row = self._row(url)
        return row.document if row else None

    def outlook(self, wanted: Iterable[Wanted]) -> list[str]:
        """What `bring` would have to fetch, for a plan: nothing is asked."""
        urls = [] if self._closed else [one.url for one in wanted if not self.digest(one.url)]
        if not urls:
            return []
        hosts = Counter(urlsplit(normal(url)).netloc or "no host" for url in urls)
        where = ", ".join(f"{count} at {host}" for host, count in hosts.most_common(5))
        way = "--apply fetches them" if self._fetcher else "they stay pending"
        return [f"{len(urls)} originals are not at hand ({where}); {way}."]

    def state(self, url: str) -> str:
        """What became of an original, in a few words."""
        said = self.refusals([url])
        return "in the library" if self._row(url) else said[0].message if said else "pending"

    # Bringing ---------------------------------------------------------------------------------------------------------

    def bring(self, wanted: Iterable[Wanted], progress: Callable[[int], None] = lambda done: None) -> None:
        """Put into the library what is at hand, then what can be fetched.  Not to be called inside a transaction.

        Args:
            wanted: the originals that pages name.
            progress: told how many of them are settled.

        Raises:
            ImportFailure: the library cannot be written to.
        """
        if self._closed:
            return
        sweep()
        done, away = 0, []
        for one in wanted:
            data = self._lying(one.url)
            row = self._row(one.url)
            if data is not None:
                self._take(one, data)
            elif row is not None:
                self._complete(row, one)
            elif one.url not in self._said:
                away.append(one)
                continue
            progress(done := done + 1)
        by_url = {normal(one.url): one for one in away}
        for url, found in self._fetcher.fetch(by_url) if self._fetcher else ():
            if isinstance(found, NotFetched):
                self._not_fetched(by_url[url], found)
            else:
                self._take(by_url[url], found, fetched=True)
            progress(done := done + 1)
        for failure in self._fetcher.given_up.values() if self._fetcher else ():
            self.warnings.append(f"{failure.host} was given up: {failure} {failure.hint}")

    @property
    def unclaimed(self) -> bool:
        """Whether something was brought and stands in no run's record yet."""
        return not self._closed and ImportedMedia.objects.filter(state=State.STORED, run=None).exists()

    def claim(self, run: ImportRun) -> None:
        """What was brought was brought by this run."""
        ImportedMedia.objects.filter(state=State.STORED, run=None).update(run=run)

    def _take(self, one: Wanted, data: bytes, *, fetched: bool = False) -> None:
        """Into the library, unless the same content is there already."""
        digest = hashlib.sha256(data).hexdigest()
        if not fetched:
            self._digests[one.url] = digest
        row = self._known(one.url).get(digest)
        if row is not None and row.state == State.STORED:
            return self._complete(row, one)
        make = self._library.picture if one.kind == "picture" else self._library.file
        try:
            entry = self._shared(one, digest) or make(data, one)
        except PageRefused as refused:
            return self._refuse(one, refused, "" if fetched else digest, again=fetched)
        row = self._store(one, entry, digest)
        if entry.notes:
            self._say(one.url, "info", "image.converted", f"{one.url}: {'; '.join(entry.notes)}.", "")
        return self._complete(row, one)

    def _shared(self, one: Wanted, digest: str) -> Entry | None:
        """What the same content became under another address."""
        row = self._by_content.get(digest)
        item = row and (row.image if one.kind == "picture" else row.document)
        return Entry(item, made=row.made) if row and item else None

    def _store(self, one: Wanted, entry: Entry, digest: str) -> ImportedMedia:
        key, item = media_key(one.url), entry.item
        try:
            with transaction.atomic():
                if item.pk is None:
                    item.save()
                ImportedMedia.objects.filter(url=key, state=State.FAILED, sha256__in=["", digest]).delete()
                row = ImportedMedia.objects.create(
                    url=key, sha256=digest, state=State.STORED, made=entry.made,
                    image=item if isinstance(item, AbstractImage) else None,
                    document=item if isinstance(item, AbstractDocument) else None,
                )  # fmt: skip
        except IntegrityError as error:  # its file has the same name and the same bytes, and stays
            message = f"Another import has just brought {one.url}. Give the same command again when it is done."
            raise ImportFailure(message) from error
        self._remember(row)
        return row

    def _complete(self, row: ImportedMedia, one: Wanted) -> None:
        """The renditions that an interrupted run did not get to, and those of a use it did not know."""
        if row.image is None:
            return
        try:
            self._library.make_renditions(row.image, sharing=one.sharing)
        except (OSError, ValueError) as error:
            message = f"{one.url}: its smaller sizes cannot be made: {error}"
            self._say(one.url, "warning", "image.no-renditions", message, "Put another picture in its place.")

    # What did not come ------------------------------------------------------------------------------------------------

    def _lying(self, url: str) -> bytes | None:
        """The bytes of an original that lies in the source; they are not kept, a source may hold more than memory."""
        file = self._at_hand.file(url)
        if file is None:
            return None
        try:
            return file.read()
        except PageRefused as refused:
            self._say(url, "warning", refused.finding_id, f"{file.path} is not taken: {refused}", refused.hint)
        except OSError as error:
            self._say(url, "warning", "image.unreadable", f"{file.path} cannot be read: {error.strerror}.", "")
        return None

    def _refuse(self, one: Wanted, refused: PageRefused, digest: str, *, again: bool) -> None:
        file = self._at_hand.file(one.url)
        message = f"{file.path if file else one.url} is not taken: {refused}"
        self._say(one.url, "warning", refused.finding_id, message, refused.hint)
        self._note_failure(one.url, digest, refused.finding_id, message, again=again)

    def _not_fetched(self, one: Wanted, failure: NotFetched) -> None:
        if failure.host:
            return  # told once, for the host; this one may not even have been asked
        self._say(one.url, "warning", failure.finding_id, str(failure), failure.hint)
        self._note_failure(one.url, "", failure.finding_id, str(failure), again=True)

    def _note_failure(self, url: str, digest: str, reason_id: str, reason: str, *, again: bool) -> None:
        """For the next run, which tries again, and for the list of what is missing."""
        row, new = ImportedMedia.objects.get_or_create(
            url=media_key(url), sha256=digest,
            defaults={"state": State.FAILED, "reason_id": reason_id, "reason": reason, "made": False},
        )  # fmt: skip
        if not new and (again or row.reason != reason):
            row.reason_id, row.reason, row.attempts = reason_id, reason, row.attempts + 1
            row.save()
        self._remember(row)

    def _failed_before(self, url: str) -> Finding | None:
        """What an earlier run found out about an original that is still pending."""
        known = self._known(url)
        failed = [row for row in known.values() if row.state == State.FAILED]
        if not failed or len(failed) < len(known) or self._closed:
            return None
        return Finding(level="warning", id=failed[-1].reason_id, message=failed[-1].reason, where=url)

    def _say(self, url: str, level: str, finding_id: str, message: str, hint: str) -> None:
        self._said[url] = Finding(level=level, id=finding_id, message=message, hint=hint, where=url)  # type: ignore[arg-type]

    # What earlier runs stored -----------------------------------------------------------------------------------------

    def _row(self, url: str) -> ImportedMedia | None:
        """What an address has in the library: with the content that is at hand, else the last one it had."""
        stored = {digest: row for digest, row in self._known(url).items() if row.state == State.STORED}
        if self._at_hand.file(url) is not None:
            return stored.get(self._digests.get(url, ""))
        return list(stored.values())[-1] if stored and not self._closed else None

    def _known(self, url: str) -> dict[str, ImportedMedia]:
        if not self._looked_up:
            self._looked_up = True
            stored = ImportedMedia.objects.exclude(state=State.REMOVED).select_related("image", "document")
            for row in stored.order_by("pk"):
                self._remember(row)
        return self._rows.get(media_key(url), {})

    def _remember(self, row: ImportedMedia) -> None:
        of_address = self._rows.setdefault(row.url, {})
        if row.state == State.STORED:
            of_address.pop("", None)
            self._by_content.setdefault(row.sha256, row)
        of_address[row.sha256] = row


def media_key(url: str) -> str:
    """An address as the database keeps it: in its normal form, an overlong one by its digest."""
    key = normal(url)
    return key if len(key.encode()) <= 2000 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
