"""Is it a price at all?  Numbers without currency, points, and words like 無料 or 要相談 need a reason to count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kneeblog.prices.amounts import Amount, Item
from kneeblog.prices.context import Context
from kneeblog.prices.draft import PARTICLE, SEPARATORS, SUSPICIOUS, Draft
from kneeblog.prices.lexer import Token
from kneeblog.prices.notation import Folded
from kneeblog.prices.vocabulary import FEE_HINTS, FEE_WORDS, FREE_THINGS, SCORE_WORDS

STANDS_ALONE = frozenset(" \t\n、,。.;/|・)）]】〕〜-ー→")
WEAK_ASKS = frozenset(
    {"お問い合わせ", "お問合せ", "ご相談", "contact us", "inquire", "ask", "문의", "상담", "on request", "upon request"}
)
"""Menu entries as often as prices."""
ENDS = (
    "です",
    "でございます",
    "となります",
    "になります",
    "となっております",
    "ください",
    "下さい",
    "いたします",
    "にて",
    "可",
)
SHORT, NEAR = 20, 80
# Money of which one reads beside prices, and which no patient pays the clinic: incomes, limits, what comes back.
_NOT_CHARGED = re.compile(r"(?:年収|所得|助成金?|補助金|給付金?|限度額|控除|高額療養費)[^。\n()]{0,15}$")
_COMES_BACK = re.compile(r"(?:以上|を超え)[^。\n()※]{0,20}控除|[がを]?(?:支給|給付)")
_POINT_IN_YEN = re.compile(r"(?<![0-9])1点(?:=|あたり|当たり|につき)?\s?$")


@dataclass(slots=True)
class Evidence:
    """What the text so far and its context say about numbers without currency."""

    folded: Folded
    context: Context
    lender: bool = False
    """A fee with its own currency came before, here or in the item before."""

    def seen(self, draft: Draft) -> None:
        """A fee was read; does it lend its currency to the next?"""
        if draft.currency == "JPY" and "currency_missing" not in draft.flags and draft.kind != "free":
            self.lender = True

    def accepted(self, amount: Amount, items: list[Item], index: int, prefix: list[Item]) -> Amount | None:
        """The amount as a fee's amount, or None when it is only a number."""
        if amount.kind == "points":
            return amount if self._is_points(items, index, prefix) else None
        if amount.kind == "ask":
            if amount.bare:
                return None
            return Amount(amount.start, amount.end, None, kind="ask", flags=["vague"])
        if amount.bare and not self._counts(amount, items, index, prefix):
            return None
        if amount.bare:
            self._lend(amount)
        if self._is_no_money(amount):
            return None
        if amount.low == 0 and amount.high is None:
            amount.kind, amount.currency = "free", amount.currency
            amount.flags = [flag for flag in amount.flags if flag != "ambiguous"]
        if self._is_doubtful(amount):
            amount.flags.append("ambiguous")
        if amount.currency == "JPY" and max(amount.low or 0, amount.high or 0) >= SUSPICIOUS:
            amount.flags.append("suspicious_large")
        return amount

    def _is_no_money(self, amount: Amount) -> bool:
        """The rest of a torn number, or what a point of the insurance is worth."""
        if amount.low == 0 and amount.high is None and self._is_torn(amount):
            return True
        return bool(_POINT_IN_YEN.search(self._before(amount)))

    def _is_doubtful(self, amount: Amount) -> bool:
        """After a minus sign or a dash; or money that the clinic may not charge."""
        text = self.folded.text
        if text[max(amount.start - 1, 0) : amount.start] in {"-", "▲", "△"} and self._after_gap(amount.start - 1):
            return True
        after = text[amount.end : amount.end + 2 * SHORT]
        return bool(_NOT_CHARGED.search(self._before(amount)) or _COMES_BACK.match(after))

    def _before(self, amount: Amount) -> str:
        return self.folded.text[max(amount.start - SHORT, 0) : amount.start]

    def _is_torn(self, amount: Amount) -> bool:
        """`33'000円`: the zeros of a number that could not be read are no 0円."""
        return sum(character in "0〇零" for character in self.folded.text[amount.start : amount.end]) > 1

    def _after_gap(self, place: int) -> bool:
        return self.folded.text[max(place - 1, 0) : place] in {"", " ", "\n", "("}

    def _lend(self, amount: Amount) -> None:
        amount.currency, amount.bare = "JPY", False
        context = self.context
        if context.header_currency:
            amount.flags += [flag for flag in context.header_flags if flag not in amount.flags]
            if amount.scale == 1:
                amount.low = None if amount.low is None else amount.low * context.header_scale
                amount.high = None if amount.high is None else amount.high * context.header_scale
            return
        amount.flags.append("currency_missing")
        if self.lender:
            amount.flags.append("unit_inherited")
        if (amount.low or Decimal(0)) < 100:
            amount.flags.append("ambiguous")

    def _counts(self, amount: Amount, items: list[Item], index: int, prefix: list[Item]) -> bool:
        if not self._stands_alone(amount) or amount.low is None:
            return False
        if self.context.wants_price or (self.context.previous and self.lender and not prefix):
            return amount.low > 0
        if amount.low < 100 or "kanji_num" in amount.flags:
            return False
        label = self._label(prefix)
        written = self.folded.text[amount.start : amount.end]
        if label.lower().endswith(FEE_WORDS):
            return True
        like_money = "," in written or amount.scale > 1
        if label.endswith(FEE_HINTS):
            return like_money or (amount.low >= 1000 and not 1900 <= amount.low <= 2100)
        if _has_side(prefix):
            return like_money or amount.low >= 1000
        return self.lender and bool(label) and like_money

    def _stands_alone(self, amount: Amount) -> bool:
        before = self.folded.text[amount.start - 1 : amount.start]
        after = self.folded.text[amount.end : amount.end + 1]
        return (not after or after in STANDS_ALONE) and before not in {".", "-", "#", "№"}

    def _label(self, prefix: list[Item]) -> str:
        """The words right before the number, a side or count between them left out."""
        text = "".join(self.folded.text[i.start : i.end] for i in prefix[-12:] if not _modifies(i))
        return PARTICLE.sub("", text.strip(SEPARATORS)).strip(SEPARATORS)

    def _is_points(self, items: list[Item], index: int, prefix: list[Item]) -> bool:
        """`291点` alone or behind the name of a procedure; not `満足度は80点でした`, `10点満点`, `2点目`."""
        text = self.folded.text[max(prefix[0].start, prefix[-1].end - NEAR) : prefix[-1].end] if prefix else ""
        if any(word in text for word in SCORE_WORDS) and "診療報酬" not in text and "保険" not in text:
            return False
        near = [item for item in items[index + 1 : index + 3] if isinstance(item, Token) and item.kind != "space"]
        if near and (near[0].means("plus") or near[0].means("times")):
            return True
        return _ends_clause(items, index + 1, self.folded.text)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides whether a word stands where an amount would: the context, and the statement it is in."""

    context: Context
    has_amount: bool
    nested: bool


def accepted_word(item: Token, items: list[Item], index: int, before: str, around: Surroundings) -> Amount | None:
    """無料, 要相談, 保険適用 as what stands where an amount would; `before` is the text that precedes."""
    if item.means("free") and (found := _free(item, items, index, before, around.context)):
        return found
    if around.nested or around.has_amount:
        return None
    if item.means("insured") or (item.kind == "share" and _follows(items, index, "share")):
        return _insured(item, items, index, before)
    return _ask(item, items, index, before, around.context) if item.means("ask") else None


def _ask(item: Token, items: list[Item], index: int, before: str, context: Context) -> Amount | None:
    extra = before.strip() == "別途"
    weak = item.text.lower() in WEAK_ASKS
    alone = context.field == "price" or extra or (_names_money(before) if weak else _is_label(before))
    if not alone or not _ends_clause(items, index + 1, ""):
        return None
    flag = "extra" if extra else item.meanings["ask"]
    return Amount(item.start, item.end, None, kind="ask", flags=[flag] if flag else [])


def _free(item: Token, items: list[Item], index: int, before: str, context: Context) -> Amount | None:
    lower = before.lower()
    price_field = context.field == "price"
    if item.text == "サービス" and not (price_field and not before.strip()):
        return None
    if any(thing in lower for thing in FREE_THINGS) or lower.endswith("-") or not _ends_clause(items, index + 1, ""):
        return None
    if item.text.lower() == "free" and before.strip() and not _is_label(before):
        return None
    flags = ["ambiguous"] if item.text == "サービス" else []
    return Amount(item.start, item.end, Decimal(0), None, "JPY", "free", flags=flags)


def _insured(item: Token, items: list[Item], index: int, before: str) -> Amount | None:
    """保険適用 where a price would stand: the patient pays a share that the text does not name."""
    if len(before.strip(SEPARATORS)) > SHORT:
        return None
    after = index + 2 if item.kind == "share" else index + 1
    if not _ends_clause(items, after, ""):
        return None
    flags = ["insured"]
    if item.kind == "share" and item.number is not None and item.number.value is not None:
        flags.append(f"ratio={(item.number.value / 10).normalize():f}")
    end = items[after - 1].end if after <= len(items) else item.end
    return Amount(item.start, end, None, kind="copay", flags=flags)


def _is_english(token: Token) -> bool:
    """A word goes on after the space (`free boxes`), where Japanese would begin something new."""
    return token.kind == "text" and token.text[0].isascii() and token.text[0].isalpha()


def _follows(items: list[Item], index: int, meaning: str) -> bool:
    following = items[index + 1] if index + 1 < len(items) else None
    return isinstance(following, Token) and following.means(meaning)


def has_amount(items: list[Item]) -> bool:
    """Whether the statement names money anywhere."""
    return any(isinstance(item, Amount) and not item.bare and item.low is not None for item in items)


def _has_side(prefix: list[Item]) -> bool:
    near = [i for i in prefix[-3:] if isinstance(i, Token)]
    return any(token.means("side") for token in near)


def _modifies(item: Item) -> bool:
    return isinstance(item, Token) and (
        item.kind in {"quantity", "newline"} or item.means("side") or item.means("approx")
    )


def _is_label(before: str) -> bool:
    """Nothing, a label with its separator, or words about money; not the beginning of a sentence."""
    text = before.strip()
    if not text or text[-1] in "：:…‥|→-】」)" or before.endswith(("\t", "  ", "\u3000")):
        return True
    return _names_money(text)


def _names_money(before: str) -> bool:
    core = PARTICLE.sub("", before.strip(SEPARATORS))
    return len(core) <= SHORT and core.lower().endswith(FEE_WORDS)


def _ends_clause(items: list[Item], index: int, text: str) -> bool:
    """Whether the sentence, the item or the brackets end here, or only です, となります … follow."""
    rest = ""
    for item in items[index : index + 8]:
        if isinstance(item, Amount):
            return rest.strip() == "" and bool(rest)
        if (
            item.kind in {"stop", "newline", "comma", "open", "close", "quantity"}
            or item.means("tax")
            or (item.means("link") and item.text == "/")
        ):
            return not rest.strip() or rest.strip().startswith(ENDS)
        if item.kind == "space" and not rest:
            following = items[index + 1] if index + 1 < len(items) else None
            if not isinstance(following, Token) or not (following.means("exclude") or _is_english(following)):
                return True
        rest += item.text
    return not rest.strip() or rest.strip().startswith(ENDS)
