"""The written surface: a folded parallel copy of the text, and the numbers in it.

The stored text is never normalised: NFKC would turn `①` into `1` and change kanji in names.  Reading works on a copy in
which every character knows the place it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from kanjize import kanji2number

MARKS = "\u3099\u309a\uff9e\uff9f"
"""Voicing marks, combining and half-width: they fold together with the kana before them (`ﾋｻﾞ` → `ヒザ`)."""

FOLDED_TO = str.maketrans(
    {
        **dict.fromkeys("~∼∾〰", "〜"),
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("圓圆", "円"),
        "×": "x", "✕": "x", "✖": "x", "╳": "x", "⨯": "x",
        "⇒": "→", "➡": "→", "➜": "→", "⟶": "→",
        "％": "%", "٫": ".",
    }
)  # fmt: skip
# Stays as it is, unless a voicing mark follows: most of any text.
PLAIN = re.compile(
    "[\n\t -}\u3001-\u3003\u3005-\u3011\u3041-\u3096\u30a1-\u30fc\u4e00-\u5705\u5707-\u5712\u5714-\u9fff]+"
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded copy.  `offsets[i]` is where its character `i` stands in `source`; one more closes the text."""

    text: str
    source: str
    offsets: tuple[int, ...]

    def raw(self, start: int, end: int) -> str:
        """The source behind `text[start:end]`."""
        return self.source[self.offsets[start] : self.offsets[end]]


def fold(source: str) -> Folded:
    """Full-width, half-width kana, dashes, waves and spaces to one form each; circled digits stay what they are."""
    pieces: list[str] = []
    offsets: list[int] = []
    index, size = 0, len(source)
    while index < size:
        plain = PLAIN.match(source, index)
        if plain:
            end = plain.end() - (source[plain.end() : plain.end() + 1] in MARKS and plain.end() < size)
            pieces.append(source[index:end])
            offsets.extend(range(index, end))
            index = end
            if index == size:
                break
        end = index + 1
        while end < size and source[end] in MARKS and end - index < 3:
            end += 1
        piece = _fold_cluster(source[index:end])
        pieces.append(piece)
        offsets.extend([index] * len(piece))
        index = end
    return Folded("".join(pieces), source, (*offsets, size))


def _fold_cluster(cluster: str) -> str:
    first = cluster[0]
    if INVISIBLE.match(first):
        return ""
    if unicodedata.category(first) == "No":  # ①, ², ½: a list mark, a unit and a fraction, none of them an amount
        return cluster
    folded = unicodedata.normalize("NFKC", cluster)
    if folded.isspace():
        return folded if folded in "\n\t" else "\n" if folded in "\r\v\f\x85\u2028\u2029" else " "
    return folded.translate(FOLDED_TO)


def trim(text: str) -> str:
    """Without white space and zero-width characters at either end."""
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or INVISIBLE.match(text[start])):
        start += 1
    while start < end and (text[end - 1].isspace() or INVISIBLE.match(text[end - 1])):
        end -= 1
    return text[start:end]


# --- numbers ---------------------------------------------------------------------------------------------------------

STANDARD = str.maketrans("萬亿억만천백십仟阡佰拾壹貳贰弍叁參弎０", "万億億万千百十千千百十壱弐弐弐参参参0")
KANJI_DIGITS = "〇零一二三四五六七八九壱弐参肆伍陸漆捌玖"
DAIJI = "壱弐参肆伍陸漆捌玖拾萬仟阡佰壹貳贰弍叁參弎"
SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "億": Decimal(10**8)}
SCALE_FLAGS = {"億": "oku_unit", "万": "man_unit", "千": "sen_unit", "百": "hyaku_unit"}
NUMBER_CHARACTERS = frozenset(KANJI_DIGITS + "十百千万億萬亿억만천백십仟阡佰拾壹貳贰弍叁參弎兆数何")
DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
ENGLISH_SCALE = re.compile(r" ?(k(?![a-z])|thousand\b|million\b)", re.IGNORECASE)
SIGNED_SCALE = re.compile(r"(m)(?![a-z0-9])", re.IGNORECASE)  # $2.4M, but 5m is a length
WELL_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
DOT_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+\Z")
VAGUE = re.compile("[数何][十百千万億]")
LOOSE = re.compile(r"([1-8]),([2-9])(?=[千万億])")
LONGEST = 24
"""A longer run of digits is a card or account number, whatever stands around it."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written; `value` is None for `数万`.  `scale` is its largest unit letter, 1 without one."""

    start: int
    end: int
    value: Decimal | None
    scale: Decimal = Decimal(1)
    flags: tuple[str, ...] = ()
    is_kanji: bool = False


def read_numeral(text: str, start: int) -> Numeral | None:
    """The number that starts at `start`, taken as far as its characters go; None when they make no number.

    Of `2,3万` only the 2: neighbours joined by a comma mean two or three.  The end of a run that makes no number is
    not remembered here: the caller steps over it with `numeral_end`.
    """
    loose = LOOSE.match(text, start)
    if loose and int(loose[2]) == int(loose[1]) + 1:
        return Numeral(start, start + 1, Decimal(loose[1]))
    end = numeral_end(text, start)
    run = text[start:end].rstrip(" ")
    if len(run) > LONGEST:
        return None
    return _vague(run, start) or _english(text, run, start) or _japanese(run, start)


def numeral_end(text: str, start: int) -> int:
    """Where the run of digits, kanji digits and unit letters from `start` ends; one space may precede 万, 億."""
    index, size = start, len(text)
    while index < size:
        digits = DIGITS.match(text, index)
        if digits:
            index = digits.end()
        elif text[index] in NUMBER_CHARACTERS or (
            text[index] == " "
            and index > start
            and text[index - 1].isdigit()
            and text[index + 1 : index + 2] in {"万", "億", "만", "억"}
        ):
            index += 1
        else:
            break
    return index


def _vague(run: str, start: int) -> Numeral | None:
    return Numeral(start, start + len(run), None, flags=("vague",)) if VAGUE.search(run) else None


def _english(text: str, run: str, start: int) -> Numeral | None:
    """`660K`, `0.66 million`, `33 thousand`."""
    if not DIGITS.fullmatch(run):
        return None
    scale = ENGLISH_SCALE.match(text, start + len(run))
    if not scale and text[start - 1 : start] in set("¥$€£"):
        scale = SIGNED_SCALE.match(text, start + len(run))
    if not scale:
        return None
    word = scale.group(1).lower()
    factor, flag = (Decimal(10**6), "million") if word in {"million", "m"} else (Decimal(1000), "k_suffix")
    number, flags = _plain(run)
    return Numeral(start, scale.end(), _tidy(number * factor), factor, (flag, *(f for f in flags if f == "ambiguous")))


def _japanese(run: str, start: int) -> Numeral | None:
    standard = run.translate(STANDARD).replace(" ", "")
    largest = max((mark for mark in standard if mark in SCALES), key=SCALES.__getitem__, default="")
    has_digits = bool(DIGITS.search(run))
    try:
        value, flags = _mixed(standard) if largest or not has_digits else _plain(standard)
    except (ValueError, ArithmeticError, KeyError, IndexError):
        return None
    if has_digits:
        flags = (SCALE_FLAGS[largest], *flags) if largest in SCALE_FLAGS else flags
    else:
        positional = len(standard) > 1 and not largest
        daiji = any(mark in DAIJI for mark in run)
        flags = ("kanji_num", *(["daiji"] if daiji else []), *(["positional"] if positional else []))
    return Numeral(start, start + len(run), _tidy(value), SCALES.get(largest, Decimal(1)), flags, not has_digits)


def _plain(digits: str) -> tuple[Decimal, tuple[str, ...]]:
    """`19,000`, `19.000` (a dot before exactly three digits groups thousands, doubtfully), `3.5`, and typing slips."""
    if DOT_GROUPED.fullmatch(digits):
        return Decimal(digits.replace(".", "")), ("dot_thousands", "ambiguous")
    if "," not in digits and digits.count(".") < 2:
        return Decimal(digits), ()
    if WELL_GROUPED.fullmatch(digits):
        return Decimal(digits.replace(",", "")), ()
    return Decimal(re.sub("[.,]", "", digits)), ("ambiguous",)


def _mixed(run: str) -> tuple[Decimal, tuple[str, ...]]:
    """`1億2千万`, `10万2,300`, `6.65万`: decimals only before 千, 万, 億, and in the leading number only."""
    if "兆" in run:
        raise ValueError("no fee is that large")
    _check_order(run)
    lead = DIGITS.match(run)
    if lead and "." in lead.group():
        scale = run[lead.end() :]
        number = Decimal(lead.group().replace(",", ""))
        if len(scale) == 1:
            return number * SCALES[scale], ("decimal",)
        if scale in {"千万", "百万", "十万", "百億"}:
            return number * SCALES[scale[0]] * SCALES[scale[1]], ("decimal",)
        raise ValueError(run)
    misgrouped = any("," in part and not WELL_GROUPED.fullmatch(part) for part in DIGITS.findall(run))
    return Decimal(kanji2number(run.replace(",", ""))), ("ambiguous",) if misgrouped else ()


def _check_order(run: str) -> None:
    """Large units must fall (`1万2億` is no number), and a small unit must not follow a smaller one in its section."""
    for unit in "万億":
        if run.count(unit) > 1:
            raise ValueError(run)
    if "億" in run and "万" in run and run.index("万") < run.index("億"):
        raise ValueError(run)
    for section in re.split("[万億]", run):
        small = [SCALES[mark] for mark in section if mark in "十百千"]
        if small != sorted(set(small), reverse=True):
            raise ValueError(run)


def _tidy(value: Decimal) -> Decimal:
    """Without the zeros that `6.60 × 10,000` leaves behind the point."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
