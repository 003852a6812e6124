"""What of a page is compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importers.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One page, old or new; texts in one line each.

    Args:
        title: of the document, as a result page shows it.
        chars: visible characters of the article, spaces aside.
        links: the words of its links.
        targets: words and target of its links: of an old page the keys of other old pages, of a new one addresses.
        images: how many pictures it has.
        alts: the alternative texts that say something.
        og: `title`, `description`, `image` as shared links show them; an image is `yes` if there is one.
    """

    title: str = ""
    description: str = ""
    h1: str = ""
    canonical: str = ""
    og: dict[str, str]
    headings: tuple[str, ...] = ()
    chars: int = 0
    links: tuple[str, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    images: int = 0
    alts: tuple[str, ...] = ()
    published: date | None = None
    trail: tuple[str, ...] = ()


def said(text: str | None) -> str:
    """A text as it is compared: in one line, without spaces at its ends."""
    return one_line(text or "").strip()
