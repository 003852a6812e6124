"""The rule pack: 105 rules with their messages, sources and examples, as a versioned data file.

Pure: no Django, so that the importer's planning and any script can use it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from .patterns import refusal

FILE = "rules.tsv"
KINDS = ("T", "F", "S")
SEVERITIES = ("error", "warning", "info")
VERIFICATIONS = ("V1", "V2", "V3", "M", "")
LOCALES = ("ja", "en", "zh", "ko")
SEPARATOR = " ¦ "
ID = re.compile(r"[A-Z]+-\d{3}")


class PackError(ValueError):
    """The rule pack cannot be used; the message names line and column."""


@dataclass(frozen=True, eq=False)  # one object a rule: compared and looked up as such
class Rule:
    """One rule.

    `kind` is T for a pattern over sentences, F for a predicate over fields, S for one over structure or markup; for F
    and S, `pattern` says in words what is looked for.  `locale` is the language whose sentences a T rule reads.
    `exception` is a pattern that silences the rule in its sentence.  `verification` says how well the source was
    checked: V1 read in the source, V2 law verified but the pattern is ours, V3 a secondary source, M from memory.
    """

    id: str
    kind: str
    locale: str
    severity: str
    pattern: str
    exception: str
    message_ja: str
    message_en: str
    suggestion: str
    source: str
    verification: str
    false_positive_risk: str = ""
    satisfying_field: str = ""
    hits: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern of a text rule."""
        return re.compile(self.pattern)

    @cached_property
    def exception_regex(self) -> re.Pattern[str] | None:
        """The exception of a text rule, if it has one."""
        return re.compile(self.exception) if self.exception else None

    def message(self, language: str) -> str:
        """The message in Japanese or English; other languages read English."""
        return self.message_ja if language.startswith("ja") or not self.message_en else self.message_en


@dataclass(frozen=True)
class Pack:
    """All rules, with the pack's version and the day its sources were read."""

    version: str
    date: str
    rules: tuple[Rule, ...]

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def text_rules(self) -> tuple[Rule, ...]:
        """The rules that are patterns."""
        return tuple(rule for rule in self.rules if rule.kind == "T")


@cache
def load_pack() -> Pack:
    """The packaged rules.

    Raises:
        PackError: a line has the wrong columns, an unknown kind or severity, or a pattern that is not safe.
    """
    with files("kneeblog.compliance").joinpath(FILE).open(encoding="utf-8") as stream:
        return read_pack(stream)


def read_pack(lines: Iterable[str]) -> Pack:
    """A pack from the lines of its file; raises `PackError` as `load_pack` does."""
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    facts: dict[str, str] = {}
    columns = [field.name for field in fields(Rule)]
    rules: list[Rule] = []
    has_header = False
    for number, row in enumerate(rows, start=1):
        if row and row[0].startswith("# "):
            facts[row[0].removeprefix("# ")] = row[1] if len(row) > 1 else ""
        elif not has_header:
            if row != columns:
                raise PackError(f"{FILE} line {number}: the columns are {row}, expected {columns}")
            has_header = True
        else:
            rules.append(_rule(row, columns, number))
    for name in ("version", "date"):
        if not facts.get(name):
            raise PackError(f"{FILE}: the line `# {name}` is missing")
    twice = sorted({rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1})
    if twice or not rules:
        raise PackError(f"{FILE}: {', '.join(twice)} stands there twice" if twice else f"{FILE} has no rules")
    return Pack(facts["version"], facts["date"], tuple(rules))


def _rule(row: Sequence[str], columns: Sequence[str], number: int) -> Rule:
    if len(row) != len(columns):
        raise PackError(f"{FILE} line {number}: {len(row)} columns, expected {len(columns)}")
    *texts, hits, silent = row
    cells: list[Any] = [*texts, _examples(hits), _examples(silent)]
    rule = Rule(*cells)
    for problem in _problems(rule):
        raise PackError(f"{FILE} line {number}, {rule.id}: {problem}")
    return rule


def _examples(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(SEPARATOR)))


def _problems(rule: Rule) -> Iterator[str]:
    if not ID.fullmatch(rule.id):
        yield "the id is not of the form NAME-001"
    for name, known in (("kind", KINDS), ("severity", SEVERITIES), ("verification", VERIFICATIONS)):
        if getattr(rule, name) not in known:
            yield f"{name} is {getattr(rule, name)!r}, expected one of {', '.join(filter(None, known))}"
    for name in ("pattern", "message_ja", "message_en", "source"):
        if not getattr(rule, name).strip():
            yield f"{name} is empty"
    if rule.kind == "T":
        if rule.locale not in LOCALES:
            yield f"locale is {rule.locale!r}, expected one of {', '.join(LOCALES)}"
        for name in ("pattern", "exception"):
            if why := refusal(getattr(rule, name)):
                yield f"{name}: {why}"
