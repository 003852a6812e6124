"""What may be asked: which addresses, which hosts, and which machines behind their names.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from importers.errors import ImportFailure, NotFetched

MAX_LENGTH = 2000
PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_WITH_USER = re.compile(r"[^/?#]*//[^/?#]*@")
_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
# As the URL Standard has it: a host whose last label is a number is an IPv4 address, in whatever notation.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_UNRESERVED = re.compile(r"%(?:2D|2E|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])")

# IANA's special-purpose registries; what stands here is no host of the public internet.
_INSIDE_4 = {
    ip_network(network): what
    for network, what in {
        "0.0.0.0/8": "this machine", "10.0.0.0/8": "private", "100.64.0.0/10": "a provider's own",
        "127.0.0.0/8": "this machine", "169.254.0.0/16": "link-local", "172.16.0.0/12": "private",
        "192.0.0.0/24": "reserved", "192.0.2.0/24": "for examples", "192.88.99.0/24": "reserved",
        "192.168.0.0/16": "private", "198.18.0.0/15": "for measurements", "198.51.100.0/24": "for examples",
        "203.0.113.0/24": "for examples", "224.0.0.0/4": "multicast", "240.0.0.0/4": "reserved",
    }.items()
}  # fmt: skip
_INSIDE_6 = {
    ip_network(network): what
    for network, what in {
        "::1/128": "this machine", "::/128": "this machine", "fe80::/10": "link-local", "fec0::/10": "private",
        "fc00::/7": "private", "ff00::/8": "multicast", "2001::/23": "reserved", "2001:db8::/32": "for examples",
        "2002::/16": "reserved", "3fff::/20": "for examples",
    }.items()
}  # fmt: skip
_GLOBAL_6 = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")  # how a network without IPv4 reaches it
_EMBEDDED = (ip_network("::ffff:0:0/96"), ip_network("::ffff:0:0:0/96"), ip_network("::/96"), _NAT64)
_ISATAP = {0x00005EFE, 0x02005EFE}


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address in its parts, all ASCII; `str()` is its normal form."""

    scheme: str
    host: str  # without brackets
    port: int
    target: str  # path and query

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def parse(url: str) -> Address:
    """An address that may be asked, as far as it alone can tell.

    Raises:
        NotFetched: `fetch.address`, naming what is wrong.
    """
    if len(url) > MAX_LENGTH:
        raise _refused(url, f"it has {len(url)} characters")
    if _FORBIDDEN.search(url):
        raise _refused(url, "it holds characters that no address holds")
    try:
        parts = parse_url(url.strip().replace(" ", "%20"))
    except LocationParseError as error:
        raise _refused(url, "it is malformed") from error
    scheme = (parts.scheme or "").lower()
    if scheme not in PORTS:
        raise _refused(url, "it begins neither with http:// nor with https://")
    if _WITH_USER.match(url):
        raise _refused(url, "it holds a user name or password")
    port = PORTS[scheme] if parts.port is None else parts.port
    if not 0 < port < 65536:
        raise _refused(url, f"there is no port {port}")
    target = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~") + (f"?{parts.query}" if parts.query is not None else "")
    target = _UNRESERVED.sub(lambda found: chr(int(found[0][1:], 16)), target)
    address = Address(scheme, _host(url, parts.host or ""), port, target)
    if len(str(address)) > MAX_LENGTH:
        raise _refused(url, f"it has {len(str(address))} characters")
    return address


def normal(url: str) -> str:
    """One spelling for all of an address: the key under which its original is known; others come back as they are."""
    try:
        return str(parse(url))
    except NotFetched:
        return url


def _host(url: str, host: str) -> str:
    host = host.lower()
    if host.startswith("["):
        if "%" in host:
            raise _refused(url, f"{host} is an address of this machine's own network")
        try:
            return str(IPv6Address(host.strip("[]")))
        except ValueError as error:
            raise _refused(url, f"{host} is no IPv6 address") from error
    host = host.removesuffix(".")
    if not _NAME.fullmatch(host):
        raise _refused(url, f"“{host}” is no name of a host")
    if _NUMBER.fullmatch(host):
        try:
            return str(IPv4Address(host))
        except ValueError as error:
            raise _refused(url, f"{host} is no plain IPv4 address") from error
    return host


def _refused(url: str, reason: str) -> NotFetched:
    return NotFetched(
        "fetch.address", f"{url[:200]} is not asked: {reason}.", "Put the original into the --media folder."
    )


# Hosts ----------------------------------------------------------------------------------------------------------------


class Hosts:
    """The hosts that may be asked.

    Args:
        patterns: `www.example.jp`, `*.example.jp` for all below it, `www.example.jp:8080` for another port than the
            scheme's own.

    Raises:
        ImportFailure: naming a pattern that is none.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns: set[tuple[str, int | None]] = set()
        self.add(patterns)

    def add(self, patterns: Iterable[str]) -> None:
        """Allow more."""
        self._patterns |= {_pattern(pattern) for pattern in patterns}

    def check(self, address: Address) -> None:
        """Raise unless the address's host and port may be asked.

        Raises:
            NotFetched: `fetch.host`.
        """
        ports = {None, address.port} if address.port == PORTS[address.scheme] else {address.port}
        if any(port in ports and _matches(host, address.host) for host, port in self._patterns):
            return
        raise NotFetched(
            "fetch.host",
            f"{address} is not asked: {address.authority} is none of the hosts that may be asked.",
            f"If originals lie there, import with --media-host {address.authority}",
        )


def _pattern(pattern: str) -> tuple[str, int | None]:
    below = "*." if pattern.startswith("*.") else ""
    try:
        address = parse(f"https://{pattern.removeprefix('*.')}/")
    except NotFetched as error:
        raise ImportFailure(f"“{pattern}” is no host; write it like www.example.jp or *.example.jp.") from error
    if address.target != "/" or re.search(r"[/#]", pattern):
        raise ImportFailure(f"“{pattern}” is an address; name its host alone.")
    return below + address.host, None if address.port == PORTS["https"] else address.port


def _matches(pattern: str, host: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


# Machines -------------------------------------------------------------------------------------------------------------


def inside(number: str) -> str:
    """What an IP address stands for if it is no host of the public internet, `""` for one that is."""
    try:
        ip = ip_address(number.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(ip, IPv6Address):
        return _inside_6(ip)
    return next((what for network, what in _INSIDE_4.items() if ip in network), "")


def is_loopback(number: str) -> bool:
    """Whether an IP address is this machine's own, in plain notation."""
    return ip_address(number.partition("%")[0]).is_loopback


def _inside_6(ip: IPv6Address) -> str:
    if what := next((what for network, what in _INSIDE_6.items() if ip in network), ""):
        return what
    last = IPv4Address(int(ip) & 0xFFFFFFFF)
    if any(ip in network for network in _EMBEDDED):
        return inside(str(last))
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP and (what := inside(str(last))):
        return what
    return "" if ip in _GLOBAL_6 else "reserved"
