"""Tokens → amounts: a number with its currency, a range, a percentage off, points.

Units distribute over a range: `66〜77万円` is 66万円 to 77万円, and the end that borrowed is flagged `unit_inherited`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from kneeblog.prices.lexer import Token
from kneeblog.prices.notation import Folded

SYMBOLS = {"¥", "\\", "$", "€", "£", "₩", "us$", "nt$", "hk$", "s$", "a$"}
PER_CENT = "%"
POINTS = "点"


@dataclass(slots=True)
class Amount:
    """What a number says before the words around it are heard.  `bare`: no currency stands beside it."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None = None
    currency: str = ""
    kind: str = "price"
    bare: bool = False
    scale: Decimal = Decimal(1)
    approx: bool = False
    flags: list[str] = field(default_factory=list)


Item = Token | Amount


def read_amounts(tokens: list[Token], folded: Folded, language: str) -> list[Item]:
    """The tokens, with those that make up an amount replaced by it; still in order and without gaps."""
    return _AmountReader(tokens, folded, language).run()


class _AmountReader:
    def __init__(self, tokens: list[Token], folded: Folded, language: str) -> None:
        self.tokens, self.folded, self.language = tokens, folded, language

    def run(self) -> list[Item]:
        items: list[Item] = []
        index = 0
        while index < len(self.tokens):
            found = self._reduction(index) or self._range(index)
            amount, after = found if found else (self.tokens[index], index + 1)
            items.append(amount)
            index = after
        return items

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if index < len(self.tokens) else None

    def _past_space(self, index: int) -> int:
        token = self._at(index)
        return index + 1 if token and token.kind == "space" else index

    def _range(self, index: int) -> tuple[Amount, int] | None:
        found = self._two_digits(index) or self._money(index) or self._points(index)
        if not found:
            return None
        low, after = found
        join = self._at(self._past_space(after))
        if not join or not join.means("join") or low.low is None or low.kind == "points":
            return found
        start = self._past_space(self._past_space(after) + 1)
        about = self._at(start)
        if about and about.means("approx", "before"):  # 約6,000円〜約7,000円
            start = self._past_space(start + 1)
        second = self._money(start)
        if not second or second[0].low is None or low.high is not None or self._is_two_fees(low, second[0]):
            return found
        amount = self._joined(low, second[0])
        amount.approx = bool(about and about.means("approx", "before"))
        return amount, second[1]

    def _two_digits(self, index: int) -> tuple[Amount, int] | None:
        """`2、3万円`: two or three times 10,000, said loosely."""
        if index + 2 >= len(self.tokens):
            return None
        first, comma, second = self.tokens[index : index + 3]
        if first.number is None or second.number is None or comma.text not in {"、", ","} or first.kind != "number":
            return None
        low, high, scale = first.number.value, second.number.value, second.number.scale
        if low is None or high is None or scale == 1 or not 1 <= low <= 8 or (low + 1) * scale != high:
            return None
        found = self._money(index + 2)
        if not found or not found[0].currency:
            return None
        amount, after = found
        flags = [*amount.flags, "unit_inherited", "ambiguous"]
        return Amount(first.start, amount.end, low * scale, high, amount.currency, scale=scale, flags=flags), after

    @staticmethod
    def _is_two_fees(low: Amount, high: Amount) -> bool:
        """Two currencies are no range."""
        return bool(low.currency and high.currency and low.currency != high.currency)

    def _joined(self, low: Amount, high: Amount) -> Amount:
        flags = [*low.flags, *(flag for flag in high.flags if flag not in low.flags)]
        first, second = low.low or Decimal(0), high.low or Decimal(0)
        if low.bare != high.bare:
            flags.append("unit_inherited")
        if low.scale == 1 < high.scale and low.bare and first * high.scale <= second:
            if first >= 1000:
                flags.append("ambiguous")
            first *= high.scale
        if first > second:
            first, second = second, first
            flags.append("ambiguous")
        return Amount(
            low.start, high.end, first, second, low.currency or high.currency, bare=low.bare and high.bare,
            scale=max(low.scale, high.scale), flags=flags,
        )  # fmt: skip

    def _money(self, index: int) -> tuple[Amount, int] | None:
        """`¥19,000`, `19,000 円`, `JPY 19,000`, `¥19,000円`, or a number alone."""
        token, start, code, flags = self._at(index), index, "", []
        if token and token.means("currency") and self._goes_before(token):
            code, index = token.meanings["currency"], self._past_space(index + 1)
            flags = ["backslash_yen"] if token.text == "\\" else []
            token = self._at(index)
        if not token or token.kind != "number" or token.number is None:
            return None
        after = index + 1
        suffix = self._at(self._past_space(after))
        if (
            suffix
            and suffix.means("currency")
            and suffix.text.lower() not in SYMBOLS
            and self._may_follow(suffix, code)
        ):
            code, after = code or suffix.meanings["currency"], self._past_space(after) + 1
        return self._amount(start, after, token, code, flags), after

    @staticmethod
    def _goes_before(token: Token) -> bool:
        return token.text.lower() in SYMBOLS or (token.text.isascii() and token.text.lower() != "yen")

    @staticmethod
    def _may_follow(suffix: Token, code: str) -> bool:
        return not code or suffix.meanings["currency"] == code

    def _amount(self, start: int, after: int, token: Token, code: str, flags: list[str]) -> Amount:
        number = token.number
        if number is None:
            raise ValueError(f"no number in {token}")
        begin, end = self.tokens[start].start, self.tokens[after - 1].end
        raw = self.folded.raw(begin, end)
        flags = [*number.flags, *flags]
        if any("\uff01" <= character <= "\uff5e" or character == "\uffe5" for character in raw):
            flags.append("fullwidth")
        amount = Amount(begin, end, number.value, None, "", bare=not code, scale=number.scale, flags=flags)
        if number.value is None:
            amount.kind = "ask"
        elif code:
            amount.currency = self._currency(code, raw, flags)
        if "dot_thousands" in flags and amount.currency not in {"JPY", ""}:
            flags.remove("dot_thousands")
        return amount

    def _currency(self, code: str, raw: str, flags: list[str]) -> str:
        """The ISO code; a sign that several countries share, or ¥ in a Chinese text, is flagged."""
        chinese = self.language.startswith("zh")
        if code == "$":
            flags += ["foreign_currency", "ambiguous"]
            return "USD"
        if code == "元":
            flags += ["foreign_currency", "ambiguous"]
            return "TWD" if self.language == "zh-hant" else "CNY"
        if code != "JPY":
            flags.append("foreign_currency")
        elif chinese and raw[0] in "¥￥" and not raw[-1].isalpha():
            flags.append("ambiguous")
        return code

    def _points(self, index: int) -> tuple[Amount, int] | None:
        """`291点`: one point of the insured fee schedule is 10円."""
        token = self._at(index)
        if not token or token.kind != "points" or token.number is None or token.number.value is None:
            return None
        value = token.number.value
        index = self._in_yen(index, value)
        flags = [*(f for f in token.number.flags if f == "ambiguous"), f"yen={value * 10:f}"]
        return Amount(token.start, self.tokens[index].end, value, None, POINTS, "points", flags=flags), index + 1

    def _in_yen(self, index: int, points: Decimal) -> int:
        """`75点×10円＝750円`: the index of the last token of the sum, if it is one; else `index`."""
        for sign, yen in (("times", Decimal(10)), ("equals", points * 10)):
            place = self._past_space(index + 1)
            token = self._at(place)
            found = self._money(self._past_space(place + 1)) if token and token.means(sign) else None
            if not found or found[0].low != yen:
                break
            index = found[1] - 1
        return index

    def _reduction(self, index: int) -> tuple[Amount, int] | None:
        """`10%OFF`, `2割引`, `半額`: 医療広告ガイドライン forbids such emphasis, hence the rule's id as a flag."""
        token = self._at(index)
        if token and token.means("half"):
            return self._discount(token, Decimal(50), index + 1)
        if not token or token.kind not in {"percent", "tenths"} or token.number is None or token.number.value is None:
            return None
        off = self._past_space(index + 1)
        after = self._at(off)
        if not after or not after.means("off"):
            return None
        value = token.number.value * (10 if token.kind == "tenths" else 1)
        return self._discount(token, value, off + 1)

    def _discount(self, token: Token, value: Decimal, after: int) -> tuple[Amount, int]:
        end = self.tokens[after - 1].end
        return Amount(token.start, end, value, None, PER_CENT, "discount", flags=["rule=DIGN-001"]), after
