"""The packaged glossary: medical terms with readings, variants, translations, slugs and codes.

Pure: no Django, so that the importer's reading rooms can use it.  The database copy (`GlossaryTerm`) is loaded from
the same file and is what staff edit afterwards.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


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


@cache
def load_glossary() -> tuple[Term, ...]:
    """All terms in the file's order.

    Raises:
        ValueError: a row has not the columns of `Term`; the message names the line.
    """
    source = files("kneeblog.translation").joinpath("glossary.tsv")
    columns = [field.name for field in fields(Term)]
    with source.open(encoding="utf-8") as stream:
        rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows)
        if header != columns:
            raise ValueError(f"glossary.tsv: the header is {header}, expected {columns}")
        terms = []
        for number, row in enumerate(rows, start=2):
            if len(row) != len(columns):
                raise ValueError(f"glossary.tsv line {number}: {len(row)} columns, expected {len(columns)}")
            terms.append(Term(*row))
    return tuple(terms)


@cache
def terms_by_key() -> dict[str, Term]:
    """The same terms by their `key`."""
    return {term.key: term for term in load_glossary()}
