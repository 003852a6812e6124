"""Terms of a file → the glossary in the database, column by column; what staff have changed stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction

from kneeblog.models import GlossaryTerm

from .glossary import COLUMNS, GlossaryError, Term

Outcome = Literal["new", "changed", "kept", "unchanged"]


@dataclass(slots=True)
class Change:
    """What loading does to one term: which columns get another value, and which are kept because staff changed them."""

    term: GlossaryTerm
    outcome: Outcome
    columns: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def compare(terms: Iterable[Term], *, force: bool = False, name: str = "glossary.tsv") -> list[Change]:
    """What loading would do; nothing is saved, though the terms in the answer have their new values.

    Args:
        terms: in the order of the file's lines.
        force: overwrite what staff have changed.
        name: of the file, for messages.

    Raises:
        GlossaryError: a value does not fit its column; the message names line and column.
    """
    there = {term.key: term for term in GlossaryTerm.objects.all()}
    changes = []
    for line, row in enumerate(terms, start=2):
        change = _compared(there.get(row.key) or GlossaryTerm(), asdict(row), force)
        _check(change.term, f"{name} line {line}")
        changes.append(change)
    return changes


@transaction.atomic
def apply(changes: Iterable[Change]) -> None:
    """Save what `compare` found."""
    for change in changes:
        if change.outcome != "unchanged":
            change.term.save()


def _compared(term: GlossaryTerm, values: dict[str, str], force: bool) -> Change:
    change = Change(term, "unchanged" if term.pk else "new")
    for column in COLUMNS:
        here, there, before = getattr(term, column), values[column], term.loaded.get(column, "")
        if here == there:
            continue
        if here == before or force:
            setattr(term, column, there)
            change.columns.append(column)
        else:
            change.kept.append(column)
    if change.outcome != "new" and (change.columns or change.kept):
        change.outcome = "changed" if change.columns else "kept"
    term.loaded = values
    return change


def _check(term: GlossaryTerm, place: str) -> None:
    try:
        term.clean_fields(exclude=["id", "loaded"])
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise GlossaryError(f"{place}, column {column}: {' '.join(messages)}") from error
