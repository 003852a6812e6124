"""The `KNEEBLOG` setting: its keys and defaults, read when asked so that `override_settings` works."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "PAGE_SIZE": 12,  # how many children a listing shows on one page
    "CANONICAL_HOSTS": (),  # other hosts of the clinic that a page's canonical address may name
    "HREFLANG_IN": "head",  # where a page's other languages are named: in its "head" or in the "sitemap"
    "INDEXNOW_KEY": "",  # 8 to 128 letters, digits, hyphens: search engines are told at once what has changed
    "X_DEFAULT_LANGUAGE": "en",  # which version of a page is for readers of any other language; "" for none
}


def get(key: str) -> Any:
    """The site's value for the key, or the default.

    Raises:
        KeyError: there is no such key in this package.
    """
    default = DEFAULTS[key]
    return getattr(settings, "KNEEBLOG", {}).get(key, default)


def unknown_keys() -> list[str]:
    """Keys in the site's `KNEEBLOG` that mean nothing here, most likely misspelt."""
    return sorted(set(getattr(settings, "KNEEBLOG", {})) - set(DEFAULTS))
