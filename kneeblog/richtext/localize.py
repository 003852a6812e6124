"""What wagtail-localize must know about our marks."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup

from . import NESTING

READINGS = ("ruby", "rt", "rp")


def keep_sentences_whole() -> None:
    """Lets translators see `約3cm<sup>3</sup>です` as one sentence, and 膝蓋骨 without its reading.

    wagtail-localize cuts a text at every tag that is not in its list of inline tags and offers no setting for it, so
    the list itself is extended, which its validation of translated strings reads as well; and where it takes the
    strings from a text, it gets the text without readings.  Both hold for rich text of the host site too.
    """
    from wagtail_localize import strings
    from wagtail_localize.segments import extract

    strings.INLINE_TAGS.extend(tag for tag in NESTING if tag not in (*strings.INLINE_TAGS, *READINGS))
    extract.extract_strings = _extract_strings


def without_readings(html: str | None) -> str:
    """Rich text with the base of each ruby alone."""
    if not html or "<ruby" not in html:
        return html or ""
    soup = BeautifulSoup(html, "html.parser")
    for reading in soup.find_all(["rt", "rp"]):
        reading.decompose()
    for ruby in soup.find_all("ruby"):
        ruby.unwrap()
    return str(soup)


def _extract_strings(html: str | None) -> Any:
    from wagtail_localize import strings

    return strings.extract_strings(without_readings(html))
