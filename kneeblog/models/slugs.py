"""Addresses: ASCII and the same in every language."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kneeblog.translation.glossary import load_glossary

_ASCII_WORD = re.compile(r"[a-z0-9]+")


def validate_ascii_slug(slug: str) -> None:
    """Refuses slugs that wagtail-localize would destroy and that change with every spelling.

    Raises:
        ValidationError: the slug has a character outside ASCII.
    """
    if not slug.isascii():
        message = _("Use only letters a–z, digits and hyphens, so that the address is the same in every language.")
        raise ValidationError({"slug": ValidationError(message, code="ascii_slug")})


def suggest_slug(title: str, fallback: str) -> str:
    """A slug from the ASCII words and the known medical terms of a title; `fallback` if there are none.

    Never a transliteration: those read Japanese as Chinese.
    """
    rest = title.lower()
    found: list[tuple[int, str]] = []
    names = [(name.lower(), term.slug) for term in load_glossary() if term.slug for name in term.names]
    for name, slug in sorted(names, key=lambda pair: -len(pair[0])):
        place = rest.find(name)
        if place >= 0:
            found.append((place, slug))
            rest = rest[:place] + " " * len(name) + rest[place + len(name) :]
    found += [(match.start(), match.group()) for match in _ASCII_WORD.finditer(rest)]
    words = list(dict.fromkeys(slug for _place, slug in sorted(found)))
    slug = "-".join(words)[:80].strip("-")
    return slug if re.search("[a-z]", slug) else fallback
