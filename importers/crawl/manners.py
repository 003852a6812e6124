"""One request at a time, as slowly as the host wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from importers.errors import ImportFailure, NotFetched
from importers.fetch import Answer, Client

PRODUCT = "kneeblog-importer"  # as robots.txt may call us
FIRST_WAIT = 2.0  # seconds; each further one is four times as long
LONGEST_WAIT = 300.0  # whoever wants to be left alone for longer is asked again by the next run
PATIENCE = 10  # addresses in a row that failed although each was tried several times

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_HEADERS = {
    "User-Agent": f"{PRODUCT}/1 (moves this site's own articles to its new system)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
}
_AGAIN = "What was read is kept; the same command goes on from there."


class Manners:
    """Asks a site.

    Args:
        client: asks one address.
        delay: seconds between the end of one answer and the next request; robots.txt may make it longer.
        tries: how often a busy host is asked for the same address.
        sleep: waits for some seconds.
    """

    def __init__(
        self, client: Client, delay: float, *, tries: int = 3, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.delay = delay
        self._client = client
        self._tries = tries
        self._sleep = sleep
        self._last: float | None = None
        self._failures = 0  # in a row

    def ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        """What the site says in the end, which may be that it cannot.

        Raises:
            NotFetched: it said nothing of use.
            ImportFailure: it wants to be left alone, or nothing is to be had of it.
        """
        for attempt in range(1, self._tries + 1):
            wait = FIRST_WAIT * 4 ** (attempt - 1)
            try:
                answer = self._once(url, headers)
            except NotFetched as failure:
                if attempt == self._tries or not failure.passing:
                    self._note_failure(str(failure))
                    raise
            else:
                if answer.status not in _BUSY:
                    self._failures = 0
                    return answer
                wait = wait if answer.wait is None else answer.wait
                if wait > LONGEST_WAIT:
                    message = f"{answer.address.authority} asks to be left alone for {wait / 60:.0f} minutes."
                    raise ImportFailure(f"{message} {_AGAIN}")
                if attempt == self._tries:
                    self._note_failure(f"{answer.address} answered with status {answer.status}.")
                    return answer
            self._sleep(wait)
        raise AssertionError("the last attempt returns")

    def _once(self, url: str, headers: Mapping[str, str]) -> Answer:
        if self._last is not None and (left := self._last + self.delay - time.monotonic()) > 0:
            self._sleep(left)
        try:
            return self._client.answer(url, {**_HEADERS, **headers})
        finally:
            self._last = time.monotonic()

    def _note_failure(self, reason: str) -> None:
        self._failures += 1
        if self._failures >= PATIENCE:
            raise ImportFailure(f"{PATIENCE} addresses in a row gave nothing, the last: {reason} {_AGAIN}")
