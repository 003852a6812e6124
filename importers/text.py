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
_UNSEEN = re.compile(f"[{_INVISIBLE.pattern[1:-1]}{_FORBIDDEN.pattern[1:-1]}]")
_BLANKS = re.compile(r"\s\s+|\n")


def clean_text(text: str) -> tuple[str, int]:
    """The border function: `text` without characters that must not be stored, and how many there were.

    Removes NUL and control characters (tab and line ends stay), bidirectional overrides and isolates,
    non-characters and lone surrogates.  Nothing is normalised.
    """
    return (text, 0) if text.isprintable() else _FORBIDDEN.subn("", text)


_ORDINARY = bytes({*range(0x20, 0x7F), *b"\t\n\r\f"})
# Controls, and the others in UTF-8: C1 controls, bidirectional marks, non-characters, surrogates.
_MAY_BE_FORBIDDEN = re.compile(
    rb"[\x00-\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])"
    rb"|\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])|\xed[\xa0-\xbf]"
)


_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r\f"))


def ascii_controls(utf8: bytes) -> int:
    """How many NULs and other controls of ASCII there are: many, and it is no text at all."""
    return len(utf8) - len(utf8.translate(None, _CONTROLS))


def may_be_forbidden(utf8: bytes) -> bool:
    """Whether bytes may hold a character that `clean_text` removes; many times faster than looking at each."""
    return _MAY_BE_FORBIDDEN.search(utf8.translate(None, _ORDINARY)) is not None


def visible(text: str) -> str:
    """`text` without white space and characters that show nothing: what the ledger counts."""
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")  # the only one of them
    return _UNSEEN.sub("", "".join(text.split()))


def count(text: str) -> int:
    """Visible characters in `text`."""
    return len(visible(text))


_SHOWN = re.compile(f"[^\\s{_UNSEEN.pattern[1:-1]}]")


def shows(text: str) -> bool:
    """Whether there is a visible character in `text`: `count(text) > 0`, without looking at all of it."""
    return _SHOWN.search(text) is not None


_LINE_ENDS = dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")


def inert_line(text: str) -> str:
    """A text that says nothing to a terminal: one line, without controls and overrides, whatever a page, a file's name
    or an error put into it."""
    return one_line(clean_text(text.translate(_LINE_ENDS))[0])


def one_line(text: str) -> str:
    """White space runs to one space, ends trimmed; a no-break or ideographic space alone stays what it is."""
    text = text.strip()
    # A space is the only white space that counts as printable.
    return text if "  " not in text and text.isprintable() else _BLANKS.sub(" ", text)


def fold(text: str) -> str:
    """A copy for comparing, never for storing: NFKC, small letters, one spelling of 靱帯, no spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("靭", "靱")
    return visible(folded)
