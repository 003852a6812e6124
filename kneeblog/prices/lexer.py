"""Folded text → tokens, in one pass and in time linear in its length.

Every character lands in exactly one token.  Dates, hours, telephone numbers, postcodes, codes such as `K082` or `Q10`
and measures (2.5cc) come out as plain text, so that the grammar never meets them as amounts; a number
counted in something that is no unit of sale (歳, cm, 例 …) has no currency and is refused by `evidence`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from kneeblog.prices.notation import (
    INVISIBLE,
    KANJI_DIGITS,
    NUMBER_CHARACTERS,
    Folded,
    Numeral,
    numeral_end,
    read_numeral,
)
from kneeblog.prices.vocabulary import (
    CHINESE_COUNTER_INDEX,
    COUNTER_INDEX,
    NOT_MONEY_AFTER_YEN,
    WITHOUT_AMOUNT,
    WORD_INDEX,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: number, quantity, percent, share, points, word, open, close, newline, stop, comma, space or text."""

    kind: str
    start: int
    end: int
    text: str = ""
    number: Numeral | None = None
    meanings: dict[str, str] = field(default_factory=dict, hash=False)
    unit: str = ""
    count: int | None = None
    tier: str = ""

    def means(self, meaning: str, value: str | None = None) -> bool:
        """Whether the word can stand for `meaning` (and has this value there)."""
        return meaning in self.meanings and value in (None, self.meanings[meaning])


NEVER_A_PRICE = re.compile(
    r"""
      (?: (?:令和|平成|昭和)[0-9元]{1,2}年(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日|末日?)?)?
        | [0-9]{4}年(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日|末日?)?)?
        | [0-9]{1,2}月(?:[0-9]{1,2}日|末日?) | [0-9]{1,2}月(?=[^0-9]|\Z)
        | [0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2}(?![0-9]) | [0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])
      )(?:まで|から|より|〜)?  # of the date, not of an amount beside it
    | [0-9]{1,2}:[0-9]{2}(?![0-9]) | [0-9]{1,2}時(?!間)(?:[0-9]{1,2}分|半)?
    | \(?0[0-9]{1,4}[-)][0-9]{1,4}-[0-9]{3,4}(?![0-9]) | \+[0-9]{1,3}(?:-[0-9]{1,4}){2,4}(?![0-9])
    | 〒\ ?[0-9]{3}-?[0-9]{0,4}
    | [0-9]{1,4}丁目(?:[0-9]{1,4}(?:番地?|-)[0-9]{0,4}号?)? | [0-9]{1,4}(?:-[0-9]{1,4}){2,4}(?![0-9,円])
    | (?:徒歩|車で|バスで|電車で)約?\ ?[0-9]{1,3}分
    | P[ABC][0-9]{7} | jRCT[A-Za-z]?[0-9]{6,12}
    """,
    re.VERBOSE,
)
WORD_WITH_DIGITS = re.compile(r"[A-Za-z][A-Za-z]{0,15}-?[0-9]{1,6}(?![0-9,.%])")
LATIN = re.compile(r"[A-Za-z]+")
TIER = re.compile(r"目(?:(以降|以後|から|〜)|まで)?")
ONCE = re.compile(r"(以降|以後)")
SHARE = re.compile(r"割(?:の(?:方|場合))?(?=[^0-9]{0,2}負担)")
SPACES = re.compile(r"[ \t]+")
MAKES_AN_AMOUNT = frozenset("円万千億割点엔元만억")
# What groups thousands besides the comma alone, with the flags it earns; the last is a slip of the pen.
SEPARATORS = {"、": ("ideographic_comma",), " ": ("space_thousands",), ", ": ("space_thousands", "ambiguous")}
FIRST_GROUP = re.compile(r"[0-9]{1,3}(?![0-9.]|,[0-9])")
GROUP = re.compile(r"[0-9]{3}(?![0-9.]|,[0-9])")
PERIOD = frozenset("。!?！？；;")


class Lexer:
    """One pass over one text."""

    def __init__(self, folded: Folded, language: str) -> None:
        self.text = folded.text
        self.counters = CHINESE_COUNTER_INDEX if language.startswith("zh") else COUNTER_INDEX
        self.lower = "".join(c.lower() if c.isascii() else c for c in folded.text)
        self.tokens: list[Token] = []
        self.chain_end = 0  # no chain of thousands that starts before this place ends in 円

    def run(self) -> list[Token]:
        """The tokens, in order and without gaps."""
        index, size = 0, len(self.text)
        while index < size:
            token = self._next(index)
            self.tokens.append(token)
            index = token.end
        return self.tokens

    def _next(self, index: int) -> Token:
        character = self.text[index]
        if character in " \t":
            return self._token("space", index, SPACES.match(self.text, index).end())  # type: ignore[union-attr]
        if character == "\n":
            return self._token("newline", index, index + 1)
        if character in "([〔【「『〈《{":
            return self._open(index)
        if character in ")]〕】」』〉》}":
            return self._token("close", index, index + 1)
        if character in PERIOD:
            return self._token("stop", index, index + 1)
        return (
            self._never(index)
            or self._yen_sign(index)
            or self._word(index)
            or self._number(index)
            or self._per_unit(index)
            or (self._token("comma", index, index + 1) if character in "、,・|/" else None)
            or self._latin(index)
            or self._token("text", index, index + 1)
        )

    def _token(self, kind: str, start: int, end: int, **more: object) -> Token:
        return Token(kind, start, end, self.text[start:end], **more)  # type: ignore[arg-type]

    def _open(self, index: int) -> Token:
        return self._never(index) or self._token("open", index, index + 1)

    def _never(self, index: int) -> Token | None:
        """Dates, hours, telephone numbers …; not in the middle of a longer number, and not `5-10-20円`."""
        before = self.text[index - 1] if index else ""
        if before.isdigit() and before.isascii():
            return None
        match = NEVER_A_PRICE.match(self.text, index)
        return self._token("text", index, match.end()) if match else None

    def _yen_sign(self, index: int) -> Token | None:
        """A backslash before a digit: Shift_JIS files have the yen sign in its place."""
        if self.text[index] == "\\" and self.text[index + 1 : index + 2].isdigit():
            return self._token("word", index, index + 1, meanings={"currency": "JPY"})
        return None

    def _word(self, index: int) -> Token | None:
        entries = WORD_INDEX.get(self.lower[index])
        if not entries:
            return None
        found = next((word for word, _, _ in entries if self._stands_here(word, index)), None)
        if found is None:
            return None
        meanings = {meaning: value for word, meaning, value in reversed(entries) if word == found}
        end = index + len(found)
        if "currency" in meanings and self._no_money(found, end):
            return self._token("text", index, end)
        return self._token("word", index, end, meanings=meanings)

    def _stands_here(self, word: str, index: int) -> bool:
        if not self.lower.startswith(word, index):
            return False
        end = index + len(word)
        starts_free = not (word[0].isascii() and word[0].isalpha()) or not index or not _is_latin(self.text[index - 1])
        ends_free = not (word[-1].isascii() and word[-1].isalpha()) or not _is_latin(self.text[end : end + 1])
        return starts_free and ends_free

    def _no_money(self, word: str, end: int) -> bool:
        return word == "円" and self.text[end : end + 1] in NOT_MONEY_AFTER_YEN if end < len(self.text) else False

    def _number(self, index: int) -> Token | None:
        character = self.text[index]
        if not (character.isascii() and character.isdigit()) and character not in NUMBER_CHARACTERS:
            return None
        number = self._thousands(index) or read_numeral(self.text, index)
        if number is None or (number.is_kanji and number.value is None):
            return self._token("text", index, max(numeral_end(self.text, index), index + 1))
        return self._counted(number)

    def _thousands(self, index: int) -> Numeral | None:
        """`19、000円`, `19 000円`, `19, 000円`: groups of exactly three digits, and only right before 円."""
        match = FIRST_GROUP.match(self.text, index)
        if not match or index < self.chain_end:
            return None
        end = match.end()
        separator = next((sign for sign in SEPARATORS if self.text.startswith(sign, end)), "")
        while separator and self.text.startswith(separator, end):
            group = GROUP.match(self.text, end + len(separator))
            if not group:
                break
            end = group.end()
        if end == match.end() or not self.text.startswith(("円", " 円"), end):
            self.chain_end = end
            return None
        digits = self.text[index:end].replace(separator, "")
        return Numeral(index, end, Decimal(digits), flags=SEPARATORS[separator]) if len(digits) < 16 else None

    def _counted(self, number: Numeral) -> Token:
        """A number with what follows it: `3回`, `3回目以降`, `3割負担`, `10%`, `291点`, or alone."""
        start, end = number.start, number.end
        following = self.text[end : end + 1]
        if following == "%":
            return self._token("percent", start, end + 1, number=number)
        if following == "割" and self.text[start] not in "分":
            share = SHARE.match(self.text, end)
            return self._token("share" if share else "tenths", start, share.end() if share else end + 1, number=number)
        if following == "点":
            return self._token("points", start, end + 1, number=number)
        return self._quantity(number) or self._token("number", start, end, number=number)

    def _quantity(self, number: Numeral) -> Token | None:
        currency = self._word(number.end) if number.end < len(self.text) else None
        if currency and currency.means("currency"):
            return None  # 日元 is no 日
        if number.value is None or number.value != number.value.to_integral_value() or number.value > 999:
            return self._fraction(number)
        gap = 1 if self.text[number.end : number.end + 1] == " " else 0
        found = self._counter(number.end + gap, latin_only=bool(gap))
        if not found or (
            number.is_kanji
            and self.text[number.start : found[1]] in {"十分", "一部", "一位", "一名", "一通", "一片", "万一", "百日"}
        ):
            return None
        unit, end = found
        last = next((t for t in reversed(self.tokens[-2:]) if t.kind != "space"), None)
        unit = "set" if last is not None and last.means("set_of") else unit
        token = {"unit": unit, "count": int(number.value)}
        tier = TIER.match(self.text, end)
        if tier:
            open_end = tier.group(1) is not None
            more = {"unit": unit, "count": 1, "tier": f"tier={int(number.value)}{'+' if open_end else ''}"}
            return self._token("quantity", number.start, tier.end(), **more)
        return self._token("quantity", number.start, end, **token)

    def _fraction(self, number: Numeral) -> Token | None:
        """`2.5cc` is text: a measure, not a unit of sale."""
        found = self._counter(number.end) if number.value is not None and number.scale == 1 else None
        return self._token("text", number.start, found[1]) if found else None

    def _counter(self, index: int, latin_only: bool = False) -> tuple[str, int] | None:
        for word, _, unit in self.counters.get(self.lower[index : index + 1], ()):
            end = index + len(word)
            if latin_only and not word[0].isascii() and not "가" <= word[0] <= "힣":
                continue
            if self.lower.startswith(word, index) and not (_is_latin(word[-1]) and _is_latin(self.text[end : end + 1])):
                return unit, end
        return None

    def _per_unit(self, index: int) -> Token | None:
        """The unit after a slash, `per` or 每: `5,500円/月`, `per session`, `每次`."""
        last = next((t for t in reversed(self.tokens[-2:]) if t.kind != "space"), None)
        if last is None or last.text.lower() not in {"/", "per", "each", "a", "毎", "每"}:
            return None
        if last.text[0].isalpha() and last.text.isascii() and not self.text[index].isascii():
            return None  # Aコース is a name
        found = self._counter(index) or (("month", index + 1) if self.text[index] in "月월" else None)
        if not found or self._goes_on(found[1]):
            return None
        return self._token("quantity", index, found[1], unit=found[0], count=1)

    def _goes_on(self, end: int) -> bool:
        """Whether a word continues here (`/本体価格` is no 本)."""
        character = self.text[end : end + 1]
        return character.isalpha() and character not in "にでのはがと" and character not in KANJI_DIGITS

    def _latin(self, index: int) -> Token | None:
        """A whole Latin word, with the digits that belong to it (`K082`, `Q10`)."""
        match = WORD_WITH_DIGITS.match(self.text, index)
        if match and (self.text[match.end() : match.end() + 1] in MAKES_AN_AMOUNT or self._counter(match.end())):
            match = None  # `PRP1回`, `MRI22000円`
        match = match or LATIN.match(self.text, index)
        return self._token("text", index, match.end()) if match else None


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


# A number, or a word that states a price without one.
_SIGN_OF_A_PRICE = re.compile("|".join((r"\d", *map(re.escape, sorted({*NUMBER_CHARACTERS, *WITHOUT_AMOUNT})))))


def may_state(text: str) -> bool:
    """Whether a text can state a price at all: a quick look that spares most texts the reading."""
    return bool(_SIGN_OF_A_PRICE.search(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).lower()))


def tokenize(folded: Folded, language: str = "") -> list[Token]:
    """The tokens of a folded text; `language` as in the context (`zh-Hans`)."""
    return Lexer(folded, language).run()
