"""Text that a spreadsheet would run as a formula, written so that it stays text, and read back as it was.

In CSV only a leading apostrophe keeps `=HYPERLINK(…)` from being run (OWASP, "CSV injection").  Japanese Excel takes
the full-width signs for the same.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def guard(text: str) -> str:
    """The text for a cell of a CSV file."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """The opposite of `guard`, for every text."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text
