"""The rule pack, and text rules over sentences: examples, places in the text, and how time grows."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneeblog.compliance import pack as packs
from kneeblog.compliance.engine import Engine, normalised, plain, split
from kneeblog.compliance.facts import TABLE
from kneeblog.compliance.pack import PackError, load_pack, read_pack
from kneeblog.compliance.patterns import needed_words, refusal
from kneeblog.prices.notation import fold
from tests.importers.timing import is_about_linear

PACK = load_pack()
ENGINE = Engine(PACK.rules)
HITS = [pytest.param(rule, example, id=f"{rule.id} {example}") for rule in PACK.text_rules for example in rule.hits]
SILENT = [pytest.param(rule, example, id=f"{rule.id} {example}") for rule in PACK.text_rules for example in rule.silent]
LINES = Path(packs.__file__).with_name("rules.tsv").read_text(encoding="utf-8").splitlines()


def found(text: str, locale: str = "ja") -> list[tuple[str, str]]:
    return [(hit.rule.id, hit.raw) for hit in ENGINE.hits([text], locale)]


# The pack -----------------------------------------------------------------------------------------------------------


def test_all_rules_are_accounted_for() -> None:
    assert len(PACK.rules) == 105
    assert len(PACK.text_rules) == 62
    assert TABLE.keys() == {rule.id for rule in PACK.rules if rule.kind != "T"}
    for look in TABLE.values():
        assert look.fields and (look.predicate is None) == bool(look.because)


def test_every_rule_says_where_it_comes_from_and_what_would_do() -> None:
    for rule in PACK.rules:
        assert rule.suggestion and rule.source and rule.verification, rule.id
        # What is suggested must not be what the next check complains of.
        wrong = {name for name, _ in found(rule.suggestion, rule.locale or "ja")} - {"INFO-001"}
        assert not wrong, (rule.id, wrong)


@pytest.mark.parametrize(("rule", "example"), HITS)
def test_every_example_that_breaks_a_rule_is_found(rule: packs.Rule, example: str) -> None:
    assert rule.id in {name for name, _ in found(example, rule.locale)}


@pytest.mark.parametrize(("rule", "example"), SILENT)
def test_every_example_that_is_fine_is_left_alone(rule: packs.Rule, example: str) -> None:
    assert rule.id not in {name for name, _ in found(example, rule.locale)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda line: line.rpartition("\t")[0], "14 columns, expected 15"),
        (lambda line: line.replace("\terror\t", "\tfatal\t"), "severity is 'fatal'"),
        (lambda line: line.replace("FALSE-001\tT", "FALSE-001\tX"), "kind is 'X'"),
        (lambda line: line.replace("FALSE-001", "false 1"), "not of the form"),
        (lambda line: line.replace("{0,6}", "*"), "have no end"),
        (lambda line: line.replace("絶対(?:に", "絶対(?:に("), "no regular expression"),
        (lambda line: line.replace("\tja\t", "\tde\t"), "locale is 'de'"),
        (lambda line: f"{line}\n{line}", "FALSE-001 stands there twice"),
    ],
)
def test_a_pack_that_is_wrong_says_where(change: Callable[[str], str], message: str) -> None:
    assert LINES[3].startswith("FALSE-001")
    with pytest.raises(PackError, match=re.escape(message)):
        read_pack("\n".join([*LINES[:3], change(LINES[3])]).splitlines())


def test_a_pack_without_date_or_columns_is_refused() -> None:
    with pytest.raises(PackError, match="# date"):
        read_pack([LINES[0], *LINES[2:]])
    with pytest.raises(PackError, match="the columns are"):
        read_pack([*LINES[:2], "id\tkind", *LINES[3:]])


# Sentences ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("痛みます。腫れます！なぜ？はい", ["痛みます。", "腫れます！", "なぜ？", "はい"]),
        ("原因\n加齢です。", ["原因", "加齢です。"]),
        ("  \n\n 。", ["。"]),
        ("「痛みが取れた。歩けた。」と話す。次", ["「痛みが取れた。歩けた。」と話す。", "次"]),
        ("（本当です。）次です", ["（本当です。）", "次です"]),
        ("No. 1 in Osaka. The best.", ["No. 1 in Osaka.", "The best."]),
        ("値段は3.5万円です", ["値段は3.5万円です"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.raw for sentence in split([text])] == sentences


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("この治療で必ず治ります。", ("FALSE-002", "必ず治り")),
        ("この治療で必\u200bず治\ufe0fります。", ("FALSE-002", "必\u200bず治\ufe0fり")),
        ("満足度９８％", ("FALSE-006", "満足度９８％")),
        ("ﾋﾞﾌｫｰｱﾌﾀｰ", ("BA-001", "ﾋﾞﾌｫｰｱﾌﾀｰ")),
        ("初診料 \u3000\u00a0 ３０００", ("PRICE-003", "初診料 \u3000\u00a0 ３０００")),
        ("月々〜", None),
        ("①症例写真", ("BA-001", "症例写真")),
    ],
)
def test_words_are_found_as_they_were_written(text: str, hit: tuple[str, str] | None) -> None:
    assert hit in found(text) if hit else not found(text)


def test_an_exception_counts_in_its_own_sentence_only() -> None:
    assert not found("必ず改善するわけではありません。")
    assert found("必ず改善します。治るわけではありません。") == [("FALSE-002", "必ず改善し")]


def test_readings_above_the_line_do_not_tear_words_apart() -> None:
    html = "<p>この<ruby>治療<rp>(</rp><rt>ちりょう</rt><rp>)</rp></ruby>で<b>必ず</b>治ります。</p><p>次&amp;</p>"
    assert plain(html).split() == ["この治療で必ず治ります。", "次&"]


def test_other_languages_have_their_own_rules() -> None:
    assert found("The best clinic", "en") == [("LANG-002", "The best")]
    assert found("The best clinic", "ja") == []
    assert found("最先进的再生医疗", "zh-hans") == [("LANG-003", "最先进")]
    assert found("最高の医療です", "en") == [("COMP-001", "最高の")]  # a sentence nobody has translated
    assert found("膝關節科", "zh-hant") == []


def test_a_waived_sentence_is_known_again_in_other_widths_and_spaces() -> None:
    assert normalised("必ず　治ります。\n") == normalised("必ず 治ります｡")
    assert normalised("必ず治ります") != normalised("必ず治る")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.sampled_from("必ず治る100%。「」\n 円万ー・ﾞﾊ\u200b()[]*+ A.①"), max_size=60), max_size=4))
def test_no_text_breaks_the_engine_and_every_hit_lies_in_its_sentence(texts: list[str]) -> None:
    for hit in ENGINE.hits(texts):
        assert hit.raw and hit.sentence.raw in texts[hit.sentence.text]
        assert 0 <= hit.start < hit.end <= len(hit.sentence.raw)


@given(st.text())
def test_folding_says_where_each_character_comes_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)


# Patterns -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern", [r"\d+円", "最高.*治療", "(?:あ{1,9}){3,}", r"(痛み)\1", "(", "x{0,5000}", "(?:.{0,99}){0,99}"]
)
def test_patterns_without_an_end_are_refused(pattern: str) -> None:
    assert refusal(pattern)


def test_ordinary_patterns_are_taken() -> None:
    assert refusal("最高の(?:治療|技術)[^。]{0,20}です") == "" and refusal("名医") == ""


@pytest.mark.parametrize("rule", PACK.text_rules, ids=lambda rule: rule.id)
def test_every_match_holds_a_word_the_engine_looks_for(rule: packs.Rule) -> None:
    words = needed_words(rule.pattern)
    assert words or rule.id == "LANG-002"
    for example in rule.hits:
        match = rule.regex.search(normalised(example))
        assert match and (not words or any(word in match[0] for word in words))


def hostile(rule: packs.Rule, length: int) -> list[str]:
    """Repetitions of what the pattern is made of, alone and with what it may skip between them."""
    words = [*needed_words(rule.pattern), *rule.hits, *rule.silent][:12]
    letters = [letter for letter in dict.fromkeys(re.sub(r"\\.|[^\w%、・「]", "", rule.pattern)) if letter]
    fillers = ["", "1", " ", "もを", "「", "1,", "痛"]
    texts = [(word + filler) * length for word in words[:4] for filler in fillers]
    texts += ["".join(words) * length, "".join(letters) * length, "1" * length, " " * length, letters[0] * length]
    return [text[:length] for text in texts]


def seconds(rule: packs.Rule, text: str) -> float:
    """What the engine takes, and the search itself, past the words that the engine asks for first."""
    engine = Engine([rule])
    start = process_time()
    engine.hits([text], rule.locale)
    rule.regex.search(text)
    return process_time() - start


def slow_texts(rule: packs.Rule, size: int = 1000) -> list[str]:
    """Texts of which eight times as much takes more than 24 times as long, three times in a row."""
    return [
        text[:40]
        for text, more in zip(hostile(rule, size), hostile(rule, 8 * size), strict=True)
        if all(seconds(rule, more) > 24 * seconds(rule, text) + 0.02 for _ in range(3))
    ]


def test_time_grows_with_the_text_and_no_faster() -> None:
    gc.collect()
    gc.disable()  # its full rounds depend on all the tests before this one
    try:
        slow = {rule.id: texts for rule in PACK.text_rules if (texts := slow_texts(rule))}
    finally:
        gc.enable()
    assert not slow


def test_a_pattern_without_an_end_would_be_noticed() -> None:
    rule = replace(PACK.by_id["FALSE-006"], pattern=r"[\d,]+\s?%(?:満足)", exception="")
    assert slow_texts(rule)


def test_many_pages_in_one_text_are_as_quick_as_one_by_one() -> None:
    sentences = "膝の痛みの原因はさまざまです。この治療で必ず治ります。症例を4000例以上経験。"
    is_about_linear(lambda size: lambda: ENGINE.hits([sentences * size]), 60)
