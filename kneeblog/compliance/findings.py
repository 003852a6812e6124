"""What the rules find, as plain values for panels, reports, commands and the importer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from .engine import normalised


def sentence_hash(sentence: str) -> str:
    """What a waiver remembers of a sentence: width, spaces and invisible characters aside, every change is one."""
    return hashlib.sha256(normalised(sentence).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend, or to answer for.

    Args:
        rule: its id, such as `EXAG-001`, or `OWN-12` for a rule that the clinic's adviser has added.
        severity: `error`, `warning` or `info`, as the adviser has graded it.
        message: why, in the active language (Japanese or English).
        suggestion: a wording or an entry that would do, in Japanese; `""` where the message says it.
        source: law, guideline or case behind it.
        verification: how well that was checked: V1, V2, V3 or M (`kneeblog.compliance.pack.Rule`).
        field: of the object that holds the text, `""` for the page as a whole.
        block_id: of the block in that field's stream, or of the list item, `""` outside streams.
        place: where that is, in the active language: `本文 › セクション「原因」 › 文章`.
        sentence: as it was written, or what a field holds; `""` where nothing is there yet.
        start, end: the words in the sentence; both 0 where all of it is meant.
        owner: the treatment, fee table or physician that holds it, shown on this page; `None` for the page itself.
        waiver: the `Waiver` under which it stands, if any.
    """

    rule: str
    severity: str
    message: str
    suggestion: str = ""
    source: str = ""
    verification: str = ""
    field: str = ""
    block_id: str = ""
    place: str = ""
    sentence: str = ""
    start: int = 0
    end: int = 0
    owner: Any = None
    waiver: Any = None

    @property
    def is_open(self) -> bool:
        """Nobody has answered for it."""
        return self.waiver is None

    @property
    def stops_publishing(self) -> bool:
        """An error that nobody has answered for."""
        return self.severity == "error" and self.is_open

    @property
    def words(self) -> str:
        """The words that were hit."""
        return self.sentence[self.start : self.end] if self.end else self.sentence

    @property
    def sentence_hash(self) -> str:
        """What a waiver of this finding is bound to: the sentence, or the place where something is missing."""
        return sentence_hash(self.sentence or f"{self.field} {self.block_id}")
