"""The order of a crawl: what may be asked, which pages there are, each of them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from protego import Protego

from importers.crawl.lists import MAX_BYTES, ListPage, may_be_page, named_in_xml
from importers.crawl.manners import PRODUCT, Manners
from importers.crawl.recorder import Recorder
from importers.errors import ImportFailure, NotFetched
from importers.fetch import Client, Hosts, Limits, normal, parse

MOST_PAGES = 20_000
MOST_LISTS = 500
_REDIRECTS = 5
_FEEDS = ("/blog-feed.xml", "/feed/", "/rss.xml", "/atom.xml")
_ROBOTS_BYTES = 500 * 1024  # as RFC 9309 has it

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Tally:
    """What became of the pages that were asked."""

    read: int = 0
    unchanged: int = 0
    gone: int = 0
    elsewhere: int = 0
    failed: int = 0
    forbidden: int = 0

    def __str__(self) -> str:
        parts = {
            "read": self.read, "as before": self.unchanged, "gone": self.gone, "leading elsewhere": self.elsewhere,
            "not read this time": self.failed, "forbidden by robots.txt": self.forbidden,
        }  # fmt: skip
        return ", ".join(f"{number} {what}" for what, number in parts.items() if number) or "no page found"


class _Elsewhere(Exception):  # noqa: N818 not an error
    """An address leads to another host."""


class _Forbidden(Exception):  # noqa: N818 not an error
    """robots.txt forbids an address."""


class Crawler:
    """Brings the pages of one site into an archive.

    Args:
        start: the site's address, or its blog's.
        path: of the archive.
        delay: seconds between two requests.
        limits: for each answer.
        loopback: whether this machine itself may be asked; for tests with servers of their own.
        sleep: waits for some seconds.

    Raises:
        ImportFailure: the address is none, or the archive cannot be written.
    """

    def __init__(
        self,
        start: str,
        path: Path,
        *,
        delay: float = 1.0,
        limits: Limits | None = None,
        loopback: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._start = str(parse(start))
        self._hosts = Hosts(_own_hosts(start))
        self._client = Client(self._hosts, limits or Limits(size=MAX_BYTES), loopback=loopback)
        self._manners = Manners(self._client, delay, sleep=sleep)
        self._robots: Protego | None = None
        self._recorder = Recorder(path, (limits or Limits(size=MAX_BYTES)).size)
        self._unchanged: set[str] = set()

    @property
    def taken_up(self) -> int:
        """How many addresses an interrupted crawl had settled; they are not asked again."""
        return self._recorder.taken_up

    def run(self, progress: Progress = lambda done, total: None) -> Tally:
        """Ask for everything; the archive is in its place afterwards.

        Args:
            progress: told how many pages are settled, of how many.

        Raises:
            ImportFailure: nobody can say which pages there are, or the run was stopped; the same command goes on.
        """
        with closing(self._recorder):
            try:
                self._read_robots()
                pages = list(dict.fromkeys([*self._listed(), *self._recorder.pages_before()]))
                if len(pages) > MOST_PAGES:
                    raise ImportFailure(f"{self._start} names {len(pages)} pages; {MOST_PAGES} are the most.")
                tally = Tally()
                for done, url in enumerate(pages):
                    progress(done, len(pages))
                    self._bring(url, tally)
                progress(len(pages), len(pages))
                self._recorder.finish()
            except KeyboardInterrupt as error:
                raise ImportFailure("Stopped. What was read is kept; the same command goes on from there.") from error
        return tally

    # Which pages there are --------------------------------------------------------------------------------------------

    def _read_robots(self) -> None:
        text = self._list(urljoin(self._start, "/robots.txt")) or b""
        self._robots = Protego.parse(text[:_ROBOTS_BYTES].decode("utf-8", "replace"))
        self._manners.delay = max(self._manners.delay, float(self._robots.crawl_delay(PRODUCT) or 0))

    def _listed(self) -> Iterable[str]:
        """The pages that sitemaps name; without any, those of feeds and list pages."""
        sitemaps = self._robots.sitemaps if self._robots else ()
        pages = self._in_xml([*sitemaps, urljoin(self._start, "/sitemap.xml")])
        return pages or self._in_lists()

    def _in_xml(self, urls: Iterable[str], *, guessed: bool = False) -> dict[str, None]:
        pages: dict[str, None] = {}
        waiting, seen = deque(urls), set[str]()
        while waiting and len(seen) < MOST_LISTS:
            url = normal(waiting.popleft())
            if url in seen or not self._is_own(url):
                continue
            seen.add(url)
            named, more = named_in_xml(self._list(url, guessed=guessed) or b"", url)
            pages.update(self._own_pages(named))
            waiting.extend(more)
        return pages

    def _in_lists(self) -> dict[str, None]:
        pages: dict[str, None] = {}
        feeds: dict[str, None] = {}
        waiting, seen = deque([self._start]), set[str]()
        while waiting and len(seen) < MOST_LISTS:
            url = normal(waiting.popleft())
            if url in seen or not self._is_own(url):
                continue
            seen.add(url)
            found = ListPage(self._list(url) or b"", url)
            pages.update(self._own_pages(found.pages))
            waiting.extend(found.lists)
            feeds.update(found.feeds)
        guesses = [urljoin(self._start, name) for name in _FEEDS]
        return {**pages, **(self._in_xml(feeds) or self._in_xml(guesses, guessed=True))}

    def _own_pages(self, urls: Iterable[str]) -> dict[str, None]:
        return {normal(url.partition("#")[0]): None for url in urls if may_be_page(url) and self._is_own(url)}

    def _is_own(self, url: str) -> bool:
        try:
            self._hosts.check(parse(url))
        except NotFetched:
            return False
        return True

    def _list(self, url: str, *, guessed: bool = False) -> bytes | None:
        """What names pages, `None` if there is none of it.

        Raises:
            ImportFailure: it is there and could not be read; the pages it names would be taken for gone.
        """
        try:
            return self._get(url)
        except (_Elsewhere, _Forbidden):
            return None
        except NotFetched as failure:
            if guessed or (failure.finding_id == "fetch.status" and not failure.passing):
                return None
            message = f"{failure} Without it nobody can say which pages there are."
            raise ImportFailure(f"{message} Give the same command again later.") from failure

    # One address ------------------------------------------------------------------------------------------------------

    def _bring(self, url: str, tally: Tally) -> None:
        trail = [url]
        try:
            body = self._get(url, trail)
        except NotFetched as failure:
            tally.failed += 1
            self._note(trail, str(failure))
        except _Forbidden:
            tally.forbidden += 1
            self._note(trail, "robots.txt forbids it")
        except _Elsewhere:
            tally.elsewhere += 1
        else:
            if body is None:
                tally.gone += 1
            elif trail[-1] in self._unchanged:
                tally.unchanged += 1
            else:
                tally.read += 1

    def _note(self, trail: list[str], reason: str) -> None:
        """A page that was not read is not gone, and what the earlier archive has of it is still the best there is."""
        for url in dict.fromkeys([trail[0], trail[-1]]):
            self._recorder.keep(url)
            self._recorder.not_read(url, reason)

    def _get(self, url: str, trail: list[str] | None = None) -> bytes | None:
        """What lies at an address, at the end of where it leads; recorded.  `None` if it is gone.

        Args:
            url: in its normal form.
            trail: is given the addresses that it leads to.

        Raises:
            NotFetched: it gave nothing this time.
        """
        trail = [url] if trail is None else trail
        for _ in range(_REDIRECTS + 1):
            url = trail[-1]
            if (known := self._recorder.settled(url)) is not None:
                return self._recorder.body(url) if known == "good" else None
            if self._robots and not self._robots.can_fetch(url, PRODUCT):
                raise _Forbidden
            found = self._ask(url)
            if not isinstance(found, str):
                return found
            trail.append(found)
        raise NotFetched("fetch.redirect", f"{trail[0]} leads on and on.")

    def _ask(self, url: str) -> bytes | str | None:
        """The body, `None` if it is gone, or where it leads."""
        answer = self._manners.ask(url, self._recorder.conditions(url))
        if answer.status == 304 and (body := self._recorder.keep(url)) is not None:
            self._unchanged.add(url)
            return body
        if answer.status in {200, 404, 410}:
            self._recorder.write(answer)
            return answer.body if answer.status == 200 else None
        try:
            target = self._client.led_to(answer)
        except NotFetched as failure:
            raise _Elsewhere from failure
        if target is None:
            passing = answer.status >= 500 or answer.status in {408, 425, 429}
            raise NotFetched("fetch.status", f"{url} answered with status {answer.status}.", passing=passing)
        self._recorder.write(answer)
        return str(target)


def archive_name(start: str) -> str:
    """What the archive of a site is called unless somebody says otherwise."""
    return f"{parse(start).host.replace(':', '-')}.warc.gz"


def _own_hosts(start: str) -> list[str]:
    """The site's host, and the same with or without `www.`"""
    address = parse(start)
    if address.host[-1].isdecimal() or ":" in address.host:
        return [address.authority]
    twin = address.host.removeprefix("www.") if address.host.startswith("www.") else f"www.{address.host}"
    port = urlsplit(str(address)).port
    return [address.authority, f"{twin}:{port}" if port else twin]
