"""What is doubtful about a translation: terms, numbers, words left over, lengths; and what an engine must not touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeblog.translation.glossary import load_glossary
from kneeblog.translation.numbers import differences
from kneeblog.translation.protected import Protected
from kneeblog.translation.quality import issues
from kneeblog.translation.terms import Terms

TO_ENGLISH, TO_CHINESE = Terms(load_glossary(), "ja", "en"), Terms(load_glossary(), "ja", "zh-hans")
NAMES = {"朝比奈 湊": "Asahina Minato", "朝比奈湊": "Asahina Minato"}

SAME_NUMBERS = [
    ("片膝66万円（税込）", "¥660,000 (tax incl.) for one knee"),
    ("1億2千万円", "¥120,000,000"),
    ("令和8年3月1日", "March 1, 2026"),
    ("平成元年", "1989"),
    ("14:30〜18:00", "2:30 p.m. to 6:00 p.m."),
    ("午後2時半", "14:30"),
    ("10時開始", "starts at 10 a.m."),
    ("２時間おきに１日３回", "three times a day, every 2 hours"),
    ("計画番号 PB3230086", "Plan PB3230086"),
    ("電話 03-1234-5678", "Call +81-3-1234-5678"),
    ("約3cm<sup>3</sup>", "about 3 cm<sup>3</sup>"),
    ('<a id="a1">料金</a>', '<a id="a1">Fees</a>'),
    ("一般的に十字靱帯は", "In general, the cruciate ligament"),
    ("三回", "3 times"),
    ("2つの靱帯", "두 개의 인대"),
    ("2本の靱帯", "两条韧带"),
    ("第1趾", "first toe"),
    ("約1.5倍", "about 1.5 times"),
    ("３ヶ月", "three months"),
    ("T&amp;A 5%", "T&amp;A 5%"),
]
OTHER_NUMBERS = [
    ("66万円", "¥66,000", ["660000"], ["66000"]),
    ("約30％", "about 20%", ["30"], ["20"]),
    ("計画番号 PB3230086", "Plan PB3230087", ["PB3230086"], ["PB3230087"]),
    ("3回", "several times", ["3"], []),
    ("数回", "5 times", [], ["5"]),
    ("14:30から", "from 2:30 a.m.", ["14:30"], ["2:30"]),
    ("令和8年", "2025", ["2026"], ["2025"]),
]


@pytest.mark.parametrize(("source", "translation"), SAME_NUMBERS)
def test_the_same_numbers_in_another_notation(source: str, translation: str) -> None:
    assert differences(source, translation) == ([], [])


@pytest.mark.parametrize(("source", "translation", "lacking", "excess"), OTHER_NUMBERS)
def test_other_numbers(source: str, translation: str, lacking: list[str], excess: list[str]) -> None:
    assert differences(source, translation) == (lacking, excess)


@given(st.text(max_size=60))
def test_whatever_stands_there_says_the_same_as_itself(text: str) -> None:
    assert differences(text, text) == ([], [])


def kinds(source: str, translation: str, language: str = "en", path: str = "body.1") -> list[str]:
    terms = {"en": TO_ENGLISH, "zh-hans": TO_CHINESE}.get(language, Terms([], "ja", language))
    return [issue.kind for issue in issues(source, translation, terms, language, path)]


def test_terms_are_found_in_any_spelling_and_accepted_in_either_of_their_names() -> None:
    assert kinds("ひざに水がたまる膝OAの方へ", "For people with knee osteoarthritis") == []
    assert kinds("膝に水がたまる", "Water on the knee") == []
    assert kinds("半月板損傷", "Meniscus tears") == []
    assert kinds("半月板損傷", "A damaged disc") == ["term"]
    assert kinds("前十字靭帯断裂", "ACL injuries are common") == []
    assert kinds("偽痛風", "gout") == ["term"]  # the longest name counts
    assert kinds("変形性膝関節症", "膝骨关节炎", "zh-hans") == []
    message = issues("半月板損傷", "A damaged disc", TO_ENGLISH, "en")[0].message
    assert "半月板損傷" in message and "meniscus tear" in message


def test_what_is_left_over() -> None:
    assert kinds("お皿の骨", "The お皿 bone") == ["term", "leftover"]
    assert kinds("休みます", "休みます") == ["leftover"]
    assert kinds("休みます", "我们休息", "zh-hant") == []
    assert kinds("休みます", "我们の休息", "zh-hant") == ["leftover"]
    assert kinds("休みます", "쉽니다", "ko") == []
    assert kinds("Rest", "休みます", "ja") == []


def test_lengths_and_placeholders() -> None:
    long = "Word " * 20
    assert kinds("見出し", long, path="seo_title") == ["length"]
    assert kinds("見出し", long, path="body.1") == []
    assert kinds("約3cm<sup>3</sup>", "about 3 cm")[0] == "placeholder"


# What an engine must not touch ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "masked", "pieces"),
    [
        ("片膝66万円（税込）です。", "片膝[[0]]です。", ["¥660,000 (tax incl.)"]),
        ("計画番号PB3230086、朝比奈湊。", "計画番号[[0]]、[[1]]。", ["PB3230086", "Asahina Minato"]),
        ("初診料<b>3,300円</b>〜", "初診料<b>[[0]]</b>〜", ["¥3,300"]),
        ('<a id="a1">料金</a>は5名様', '<a id="a1">料金</a>は5名様', []),
        ("R&amp;D は M17.1", "R&amp;D は [[0]]", ["M17.1"]),
    ],
)
def test_hidden_pieces(source: str, masked: str, pieces: list[str]) -> None:
    hidden = Protected.of(source, NAMES, "en")
    assert (hidden.masked, list(hidden.pieces)) == (masked, pieces)


def test_an_answer_that_lost_a_piece_is_none() -> None:
    hidden = Protected.of("1回5,500円、3回15,000円", NAMES, "en")
    assert hidden.restored("[[1]] for 3, [[ 0 ]] for 1") == "¥15,000 for 3, ¥5,500 for 1"
    for answer in ("[[0]] only", "[[0]] [[0]] [[1]]", "[[0]] [[1]] [[2]]", "nothing"):
        assert hidden.restored(answer) is None


@given(st.text(alphabet="膝朝比奈湊 万円税込（）0123456789,.PB<>&;[]ab", max_size=40))
def test_text_without_anything_to_hide_comes_back_as_it_was(text: str) -> None:
    from html import escape

    segment = escape(text, quote=False)
    hidden = Protected.of(segment, {}, "en")
    if not hidden.pieces and "[[" not in text:
        assert hidden.restored(hidden.masked) == segment
