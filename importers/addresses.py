"""Which addresses may stand in a link.  Shared by the rooms; decides nothing else."""

from __future__ import annotations

import re

from importers.text import clean_text

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HREF_NOISE = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_QUOTES = str.maketrans({'"': "%22", "'": "%27", "<": "%3C", ">": "%3E", "`": "%60"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def safe_href(href: str) -> str:
    """An address that may stand in a link, or `""`: http(s), mailto, tel, and addresses within the site.

    What a browser ignores inside an address (white space, controls) is taken out before its scheme is looked at.
    """
    cleaned = _HREF_NOISE.sub("", clean_text(href)[0]).translate(_QUOTES)
    if cleaned.startswith(("\\", "//")) or not cleaned:
        return f"https:{cleaned}" if re.match(r"//[\w-]", cleaned) else ""
    scheme = _SCHEME.match(cleaned)
    if scheme:
        return cleaned if scheme[1].lower() in SCHEMES else ""
    head = re.split(r"[/?#]", cleaned, maxsplit=1)[0]
    return "" if ":" in head or "&" in head else cleaned
