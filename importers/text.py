"""Which characters count, and which never pass the border.  Shared vocabulary of all rooms; knows nothing of pages."""

from __future__ import annotations

import re
import unicodedata

# Invisible by nature: zero-width and joining characters, variation selectors, soft hyphen, fillers.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Never stored: NUL and other controls, bidirectional overrides, non-characters, lone surrogates.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")


def clean_text(text: str) -> tuple[str, int]:
    """The border function: `text` without characters that must not be stored, and how many there were.

    Removes NUL and control characters (tab and line ends stay), bidirectional overrides and isolates,
    non-characters and lone surrogates.  Nothing is normalised.
    """
    return _FORBIDDEN.subn("", text)


def visible(text: str) -> str:
    """`text` without white space and characters that show nothing: what the ledger counts."""
    return _INVISIBLE.sub("", _FORBIDDEN.sub("", _SPACE.sub("", text)))


def count(text: str) -> int:
    """Visible characters in `text`."""
    return len(visible(text))


def one_line(text: str) -> str:
    """White space runs to one space, ends trimmed; a no-break or ideographic space alone stays what it is."""
    return _SPACE.sub(lambda match: match[0] if len(match[0]) == 1 and match[0] != "\n" else " ", text).strip()


def fold(text: str) -> str:
    """A copy for comparing, never for storing: NFKC, small letters, one spelling of 靱帯, no spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("靭", "靱")
    return visible(folded)
