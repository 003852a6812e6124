"""Many addresses: several at a time, patient with a busy host, done with a dead one."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from importers.errors import NotFetched
from importers.fetch.addresses import parse
from importers.fetch.client import Client

FIRST_WAIT = 1.0  # seconds; each further one is four times as long
LONGEST_WAIT = 60.0  # whoever wants to be left alone for longer is asked again by the next run
PATIENCE = 10  # originals of one host in a row that failed although each was tried several times


class Fetcher:
    """Fetches originals for one run.

    Args:
        client: asks.
        at_once: how many originals at the same time.
        tries: how often a busy host is asked for the same original.
        most: originals in one run.
        keep: is given every original that came, with its address.
        sleep: waits for some seconds.
    """

    def __init__(
        self,
        client: Client,
        *,
        at_once: int = 4,
        tries: int = 3,
        most: int = 50_000,
        keep: Callable[[str, bytes], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._at_once = at_once
        self._tries = tries
        self._most = most
        self._keep = keep
        self._sleep = sleep
        self._lock = Lock()
        self._failures: Counter[str] = Counter()  # in a row, by host
        self.given_up: dict[str, NotFetched] = {}  # hosts of which nothing can be had in this run, and why

    def fetch(self, urls: Iterable[str]) -> Iterator[tuple[str, bytes | NotFetched]]:
        """Each address with its bytes or why there are none, in the order given; few of them are held in memory."""
        with ThreadPoolExecutor(self._at_once, thread_name_prefix="fetch") as pool:
            waiting: deque[tuple[str, Future[bytes | NotFetched]]] = deque()
            try:
                for number, url in enumerate(urls):
                    waiting.append((url, pool.submit(self._one, url, number)))
                    if len(waiting) > self._at_once:
                        yield self._settled(*waiting.popleft())
                while waiting:
                    yield self._settled(*waiting.popleft())
            finally:
                for _, future in waiting:
                    future.cancel()

    def _settled(self, url: str, future: Future[bytes | NotFetched]) -> tuple[str, bytes | NotFetched]:
        found = future.result()
        if self._keep and isinstance(found, bytes):
            self._keep(url, found)
        return url, found

    def _one(self, url: str, number: int) -> bytes | NotFetched:
        if number >= self._most:
            return NotFetched("fetch.count", f"{url} is not asked: {self._most} originals are enough for one run.")
        try:
            host = parse(url).authority
        except NotFetched as failure:
            return failure
        for attempt in range(1, self._tries + 1):
            if host in self.given_up:
                return self.given_up[host]
            try:
                data = self._client.get(url)
            except NotFetched as failure:
                wait = FIRST_WAIT * 4 ** (attempt - 1) if failure.wait is None else failure.wait
                if attempt < self._tries and failure.passing and wait <= LONGEST_WAIT:
                    self._sleep(wait)
                    continue
                self._note(host, failure)
                return failure
            self._failures[host] = 0
            return data
        raise AssertionError("the last attempt returns")

    def _note(self, host: str, failure: NotFetched) -> None:
        with self._lock:
            self._failures[host] = self._failures[host] + 1 if failure.passing or failure.host else 0
            if self._failures[host] >= PATIENCE:
                failure.host = host
            if failure.host:
                self.given_up.setdefault(failure.host, failure)
