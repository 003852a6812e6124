"""The packaged glossary: medical terms with readings, variants, translations, slugs and codes.

Pure: no Django, so that the importer's reading rooms can use it.  The database copy (`GlossaryTerm`) is loaded from
the same file and is what staff edit afterwards.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import zip_longest


@dataclass(frozen=True, slots=True)
class Term:
    """One row of `glossary.tsv`; a column that is empty there is `""` here, `variants` is split at `|`."""

    key: str
    category: str
    ja: str
    ja_kana: str
    ja_variants: str
    en: str
    zh_hans: str
    zh_hant: str
    ko: str
    slug: str
    icd10: str
    icd10_check: str
    mesh: str
    mesh_check: str
    snomed: str
    snomed_check: str
    hpo: str
    schema_type: str
    note: str

    @property
    def variants(self) -> tuple[str, ...]:
        """Other Japanese spellings of the term, the preferred one not included."""
        return tuple(v for v in self.ja_variants.split("|") if v)

    @property
    def names(self) -> tuple[str, ...]:
        """Every Japanese spelling, the preferred one first."""
        return (self.ja, *self.variants)

    def names_in(self, language_code: str) -> tuple[str, ...]:
        """Every spelling in that language; none where the term has no translation."""
        if language_code == "ja":
            return self.names
        name: str = getattr(self, language_code.replace("-", "_").lower(), "")
        return (name,) if name else ()


COLUMNS = tuple(field.name for field in fields(Term))


class GlossaryError(ValueError):
    """A file is no glossary; the message names file, line and column."""


@cache
def load_glossary() -> tuple[Term, ...]:
    """All terms of the packaged file, in its order.

    Raises:
        GlossaryError: a row has not the columns of `Term`.
    """
    return read_terms(files("kneeblog.translation").joinpath("glossary.tsv").read_text(encoding="utf-8"))


def read_terms(text: str, name: str = "glossary.tsv") -> tuple[Term, ...]:
    """The terms of a tab-separated text with the columns of `Term`.

    Raises:
        GlossaryError: the header or a row has other columns, or two rows have one key.
    """
    terms: dict[str, Term] = {}
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        for number, row in enumerate(rows, start=1):
            if number == 1:
                _check_header(row, name)
            elif len(row) != len(COLUMNS):
                raise GlossaryError(f"{name} line {number}: {len(row)} columns, expected {len(COLUMNS)}")
            elif row[0] in terms:
                raise GlossaryError(f"{name} line {number}, column key: {row[0]} stands there twice")
            else:
                terms[row[0]] = Term(*row)
    except csv.Error as error:
        raise GlossaryError(f"{name}: {error}") from error
    if not text:
        raise GlossaryError(f"{name} line 1: the file is empty")
    return tuple(terms.values())


def _check_header(row: list[str], name: str) -> None:
    for number, (here, wanted) in enumerate(zip_longest(row, COLUMNS), start=1):
        if here != wanted:
            raise GlossaryError(f"{name} line 1, column {number}: {here or 'nothing'}, expected {wanted or 'nothing'}")


@cache
def terms_by_key() -> dict[str, Term]:
    """The same terms by their `key`."""
    return {term.key: term for term in load_glossary()}
