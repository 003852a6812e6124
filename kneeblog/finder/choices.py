"""The answers that a new site begins with; pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of `choices.tsv`: an answer in five languages, and the keys of the glossary's terms that belong to it."""

    kind: str
    key: str
    ja: str
    en: str
    zh_hans: str
    zh_hant: str
    ko: str
    terms: tuple[str, ...]


def load_choices() -> list[Choice]:
    """All rows, in the order in which visitors are to read them."""
    text = files("kneeblog.finder").joinpath("choices.tsv").read_text(encoding="utf-8")
    _head, *rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Choice(kind, key, ja, en, zh_hans, zh_hant, ko, tuple(terms.split("|")))
        for kind, key, ja, en, zh_hans, zh_hant, ko, terms in rows
    ]
