"""One address → its bytes, or why there are none; within limits, from the very machine that was checked."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, partial
from threading import Timer
from typing import Any, TypeVar
from urllib.parse import quote, urljoin

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError
from urllib3.response import HTTPResponse

from importers.errors import NotFetched
from importers.fetch.addresses import Address, Hosts, inside, is_loopback, parse

Resolver = Callable[..., Sequence[tuple[Any, ...]]]
Result = TypeVar("Result")

_HEADERS = {
    "User-Agent": "kneeblog-importer",
    "Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif,application/pdf,*/*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_CHUNK = 64 * 1024
_LATER = "Import again later; what was fetched is not fetched again."
_BY_HAND = "Put the original into the --media folder, if you have it."


@dataclass(frozen=True, slots=True)
class Limits:
    """What one original may cost."""

    size: int = 40 * 1024 * 1024  # bytes, after decompression
    seconds: float = 60  # from the first connection to the last byte, redirects included
    silence: float = 15  # seconds for a connection, and between two signs of life
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said to one request, whatever it was.  The body is unpacked."""

    address: Address
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    wait: float | None = None  # for how many seconds the host asked to be left alone


class Client:
    """Asks one address at a time; several threads may share it.

    Args:
        hosts: that may be asked.
        limits: for each original.
        loopback: whether this machine itself may be asked; for tests with servers of their own.
        resolve: name and port → as `socket.getaddrinfo`.
        trust: whose certificates are believed; the system's and Mozilla's unless given.
    """

    def __init__(
        self,
        hosts: Hosts,
        limits: Limits | None = None,
        *,
        loopback: bool = False,
        resolve: Resolver | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._hosts = hosts
        self._limits = limits or Limits()
        self._loopback = loopback
        self._resolve = resolve or socket.getaddrinfo
        self._trust = trust

    def get(self, url: str) -> bytes:
        """What lies there.

        Raises:
            NotFetched: why not; each has a finding's id.
        """
        deadline = time.monotonic() + self._limits.seconds
        address = parse(url)
        for _ in range(self._limits.redirects + 1):
            self._hosts.check(address)
            found = self._ask(address, deadline, self._read)
            if not isinstance(found, Address):
                return found
            _stays_encrypted(address, found)
            address = found
        message = f"{url} leads on and on; after {self._limits.redirects} times it was left."
        raise NotFetched("fetch.redirect", message, _BY_HAND)

    def answer(self, url: str, headers: Mapping[str, str]) -> Answer:
        """What the host says, of whatever status; where it leads is not followed.

        Args:
            url: what is asked.
            headers: sent on top of the usual ones.

        Raises:
            NotFetched: it said nothing, or nothing within the limits.
        """
        address = parse(url)
        self._hosts.check(address)
        return self._ask(address, time.monotonic() + self._limits.seconds, self._whole, headers)

    def led_to(self, answer: Answer) -> Address | None:
        """Where an answer leads, `None` unless it leads somewhere that may be asked.

        Raises:
            NotFetched: it leads to what is no address, out of encryption, or to a host that may not be asked.
        """
        if answer.status not in _REDIRECTS:
            return None
        found = _led_to(answer.address, answer.headers)
        _stays_encrypted(answer.address, found)
        self._hosts.check(found)
        return found

    def _ask(
        self,
        address: Address,
        deadline: float,
        read: Callable[[Address, HTTPResponse, float], Result],
        more: Mapping[str, str] | None = None,
    ) -> Result:
        """What `read` makes of the response."""
        try:
            connection = self._connected(address, deadline)
            try:
                with _cut_off(connection.sock, deadline):
                    headers = {"Host": address.authority, **_HEADERS, **(more or {})}
                    connection.request("GET", address.target, headers=headers, preload_content=False)
                    return read(address, connection.getresponse(), deadline)
            finally:
                connection.close()
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:  # what the parsers of HTTP raise
            if time.monotonic() >= deadline or isinstance(error, TimeoutError) or "timed out" in str(error):
                raise self._slow(address) from error
            raise NotFetched(
                "fetch.broken", f"{address} answered what is no proper answer: {_said(error)}.", _LATER, passing=True
            ) from error

    # The connection ---------------------------------------------------------------------------------------------------

    def _connected(self, address: Address, deadline: float) -> HTTPConnection:
        """A connection to one of the machines that the host's name stands for; every one of them is checked first."""
        last: Exception | None = None
        for number in self._machines(address):
            left = deadline - time.monotonic()
            if left <= 0:
                raise self._slow(address)
            connection = self._connection(address, number, min(left, self._limits.silence))
            try:
                connection.connect()
            except (HTTPError, OSError, ValueError) as error:
                connection.close()
                last = error
            else:
                return connection
        passing = isinstance(last, ConnectTimeoutError | TimeoutError)
        message = f"{address.authority} cannot be reached: {_said(last)}."
        raise NotFetched("fetch.unreachable", message, _LATER, passing=passing, host=address.authority)

    def _connection(self, address: Address, number: str, timeout: float) -> HTTPConnection:
        if address.scheme == "http":
            return HTTPConnection(number, address.port, timeout=timeout)
        return HTTPSConnection(
            number,
            address.port,
            timeout=timeout,
            ssl_context=self._trust or _trusted(),
            server_hostname=address.host,
            assert_hostname=address.host,
        )

    def _machines(self, address: Address) -> list[str]:
        try:
            found = self._resolve(address.host, address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            message = f"{address.host} cannot be found: {_said(error)}."
            raise NotFetched("fetch.unreachable", message, _LATER, host=address.authority) from error
        numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for number in numbers:
            what = inside(number)
            if what and not (self._loopback and is_loopback(number)):
                raise NotFetched(
                    "fetch.inside",
                    f"{address} is not asked: {address.host} is {number}, no host of the public internet ({what}).",
                    _BY_HAND,
                    host=address.authority,
                )
        return numbers

    # The answer -------------------------------------------------------------------------------------------------------

    def _read(self, address: Address, response: HTTPResponse, deadline: float) -> bytes | Address:
        if response.status in _REDIRECTS:
            return _led_to(address, response.headers)
        if response.status != 200:
            raise _not_200(address, response)
        data = self._body(address, response, deadline)
        if not data:
            raise NotFetched("fetch.empty", f"{address} answered with nothing.", _BY_HAND)
        return data

    def _whole(self, address: Address, response: HTTPResponse, deadline: float) -> Answer:
        body = self._body(address, response, deadline)
        wait = _seconds(response.headers.get("Retry-After", ""))
        return Answer(address, response.status, response.reason or "", response.headers, body, wait)

    def _body(self, address: Address, response: HTTPResponse, deadline: float) -> bytes:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            message = f"{address} came packed as {encoding[:40]}, which was not asked for."
            raise NotFetched("fetch.broken", message, _BY_HAND)
        said = response.headers.get("Content-Length", "")
        if said.isdecimal() and int(said) > self._limits.size:
            raise self._too_large(address)
        data = bytearray()
        for part in response.stream(_CHUNK, decode_content=True):
            data += part
            if len(data) > self._limits.size:
                raise self._too_large(address)
            if time.monotonic() >= deadline:
                raise self._slow(address)
        if time.monotonic() >= deadline:
            raise self._slow(address)  # perhaps cut off in the middle
        return bytes(data)

    def _slow(self, address: Address) -> NotFetched:
        message = f"{address} took longer than {self._limits.seconds:g} seconds, or said nothing for too long."
        return NotFetched("fetch.slow", message, _LATER, passing=True)

    def _too_large(self, address: Address) -> NotFetched:
        limit = self._limits.size / 1024 / 1024
        return NotFetched("fetch.too-large", f"{address} has more than {limit:g} MB.", _BY_HAND)


def _led_to(address: Address, headers: Mapping[str, str]) -> Address:
    # http.client reads header lines as Latin-1; what is not ASCII in them was most likely UTF-8.
    location = quote(headers.get("Location", "").encode("latin-1", "replace"), safe="".join(map(chr, range(128))))
    if not location:
        raise NotFetched("fetch.redirect", f"{address} leads elsewhere and does not say where.", _BY_HAND)
    try:
        return parse(urljoin(str(address), location).partition("#")[0])
    except ValueError as error:
        raise NotFetched("fetch.redirect", f"{address} leads to what is no address.", _BY_HAND) from error


def _stays_encrypted(address: Address, target: Address) -> None:
    if (address.scheme, target.scheme) == ("https", "http"):
        raise NotFetched("fetch.redirect", f"{address} leads to {target}, without encryption.", _BY_HAND)


def _not_200(address: Address, response: HTTPResponse) -> NotFetched:
    status = response.status
    if status in _GONE:
        return NotFetched("fetch.gone", f"{address} is no longer there (status {status}).", _BY_HAND)
    message = f"{address} answered with status {status}."
    if status in _BUSY:
        wait = _seconds(response.headers.get("Retry-After", ""))
        return NotFetched("fetch.status", message, _LATER, passing=True, wait=wait)
    return NotFetched("fetch.status", message, _BY_HAND)


def _seconds(retry_after: str) -> float | None:
    """How long a host wants to be left alone: it gives seconds or a date."""
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
        return max((moment - datetime.now(moment.tzinfo and UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError, OverflowError):
        return None


@contextmanager
def _cut_off(sock: socket.socket, deadline: float) -> Iterator[None]:
    """At the deadline the connection is closed under whoever reads from it: no header or chunk may drip on."""
    timer = Timer(max(deadline - time.monotonic(), 0), partial(_close, sock))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _close(sock: socket.socket) -> None:
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not the TLS socket's own, which would go on in plain text
    except OSError:
        return  # closed already


@cache
def _trusted() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _said(error: Exception | None) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return reason.rsplit(": ", 1)[-1].rstrip(".")[:200] or type(error).__name__
