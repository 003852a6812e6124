"""Which addresses may stand in a link, and under which key a page is known by its own.  Shared by the rooms."""

from __future__ import annotations

import re
import string
import unicodedata
from html import escape
from urllib.parse import quote, unquote, urlsplit

import nh3

from importers.text import clean_text

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HREF_NOISE = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_QUOTES = str.maketrans({'"': "%22", "'": "%27", "<": "%3C", ">": "%3E", "`": "%60"})
_ASCII = "".join(map(chr, range(33, 127)))
_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
_ESCAPED = re.compile(r"%[0-9a-fA-F]{2}")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
# A host by a name that needs no decoding; whatever follows is well-formed.
_COMMON = re.compile(r"https?://(?:(?!xn--)[a-zA-Z0-9-]{1,63}\.)+(?!xn--)[a-zA-Z]{2,63}(?:[/?#]|$)")


def safe_href(href: str) -> str:
    """An address that may stand in a link, or `""`: http(s), mailto, tel, and addresses within the site.

    What a browser ignores inside an address (white space, controls) is taken out before its scheme is looked at.
    """
    cleaned = _HREF_NOISE.sub("", clean_text(href)[0]).translate(_QUOTES)
    if cleaned.startswith(("\\", "//")) or not cleaned:
        cleaned = f"https:{cleaned}" if re.match(r"//[\w-]", cleaned) else ""
    if _SCHEME.match(cleaned):
        return cleaned if _is_address(cleaned) else ""
    head = re.split(r"[/?#]", cleaned, maxsplit=1)[0]
    return "" if ":" in head or "&" in head else cleaned


def source_key(url: str) -> str:
    """The source key of an address: its path, decoded, composed; `""` where there is none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return clean_text(unicodedata.normalize("NFC", unquote(path)))[0].strip("/")


def one_spelling(url: str) -> str:
    """One spelling for the usual ones of an address, without its anchor; what the fetcher asks for is left as it is."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return url
    host = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme):
        host = f"{host}:{port}"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query or url.partition("#")[0].endswith("?") else "")
    target = _ESCAPED.sub(_unescaped, quote(target, safe=_ASCII))
    return f"{parts.scheme}://{host}{target}"


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _is_address(absolute: str) -> bool:
    """Whether the sanitiser leaves an address in its link: its scheme is one of ours, and it is well-formed."""
    if _COMMON.match(absolute):
        return True
    link = nh3.clean(f'<a href="{escape(absolute)}">x</a>', url_schemes=set(SCHEMES), link_rel=None)
    return link.startswith("<a href")
