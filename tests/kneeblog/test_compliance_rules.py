"""The rule pack, and text rules over sentences: examples, places in the text, and how time grows."""

from __future__ import annotations

import pytest

from kneeblog.compliance.engine import Engine
from kneeblog.compliance.facts import TABLE
from kneeblog.compliance.pack import load_pack

PACK = load_pack()
ENGINE = Engine(PACK.rules)
HITS = [(rule, example) for rule in PACK.text_rules for example in rule.hits]
SILENT = [(rule, example) for rule in PACK.text_rules for example in rule.silent]


def found(text: str, locale: str = "ja") -> list[tuple[str, str]]:
    return [(hit.rule.id, hit.raw) for hit in ENGINE.hits([text], locale)]


def test_all_rules_are_accounted_for() -> None:
    assert len(PACK.rules) == 105
    assert len(PACK.text_rules) == 62
    others = {rule.id for rule in PACK.rules if rule.kind != "T"}
    assert TABLE.keys() == others
    for look in TABLE.values():
        assert look.fields and (look.predicate is None) == bool(look.because)


@pytest.mark.parametrize(("rule", "example"), HITS, ids=lambda value: getattr(value, "id", value))
def test_every_example_that_breaks_a_rule_is_found(rule, example) -> None:
    assert rule.id in {name for name, _ in found(example, rule.locale)}


@pytest.mark.parametrize(("rule", "example"), SILENT, ids=lambda value: getattr(value, "id", value))
def test_every_example_that_is_fine_is_left_alone(rule, example) -> None:
    assert rule.id not in {name for name, _ in found(example, rule.locale)}
