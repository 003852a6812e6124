"""One sentence or line → drafts: which words belong to which amount, and which amounts are one fee."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kneeblog.prices.amounts import PER_CENT, Amount, Item
from kneeblog.prices.before import begin
from kneeblog.prices.context import Context
from kneeblog.prices.draft import Draft, hear, percent_share
from kneeblog.prices.evidence import Evidence, Surroundings, accepted_word, has_amount
from kneeblog.prices.lexer import NEVER_A_PRICE, Token
from kneeblog.prices.merging import absorb, merged
from kneeblog.prices.notation import Folded
from kneeblog.prices.vocabulary import CANCEL_WORDS

NEAR = 80
"""Characters before a word that can say whether it is a price."""
PLAIN_HINTS = frozenset({"目安", "概算", "料金目安", "費用目安", "料金の目安", "費用の目安", "標準的な費用"})
"""Words that say of an amount what they say, whatever stands around them."""
DEEPEST = 3
"""Brackets within brackets beyond this are plain text."""


@dataclass(slots=True)
class Reader:
    """What all statements of one text share."""

    folded: Folded
    context: Context
    evidence: Evidence

    def read(self, items: list[Item], carried: list[Item] | None = None, depth: int = 0) -> list[Draft]:
        """The drafts of one statement.  `carried` is the line before it, when that held no amount: its heading.

        `depth` counts the brackets around it.
        """
        surroundings = Surroundings(self.context, has_amount(items), depth > 0)
        drafts: list[Draft] = []
        prefix: list[Item] = []
        index = 0
        while index < len(items):
            amount = self._amount(items, index, prefix, carried, surroundings)
            if amount is None:
                prefix.append(items[index])
                index += 1
                continue
            draft = begin(amount, prefix, carried if not drafts else None, self.folded)
            drafts.append(draft)
            self.evidence.seen(draft)
            index = self._after(draft, items, index + 1, drafts, depth)
            prefix = []
        if drafts:
            self._tail(drafts, prefix)
        return merged(drafts)

    # --- is this an amount? -------------------------------------------------------------------------------------------

    def _amount(
        self, items: list[Item], index: int, prefix: list[Item], carried: list[Item] | None, around: Surroundings
    ) -> Amount | None:
        item = items[index]
        if isinstance(item, Amount):
            return self.evidence.accepted(item, items, index, prefix or carried or [])
        if item.kind == "percent" and item.number is not None and any(w in self._text(prefix) for w in CANCEL_WORDS):
            return Amount(item.start, item.end, item.number.value, None, PER_CENT, "surcharge")
        return accepted_word(item, items, index, self._text(prefix), around) if item.kind in {"word", "share"} else None

    def _text(self, items: list[Item]) -> str:
        """Of what stands before, as much as can matter."""
        return self.folded.text[max(items[0].start, items[-1].end - NEAR) : items[-1].end] if items else ""

    # --- after the amount ---------------------------------------------------------------------------------------------

    def _after(self, draft: Draft, items: list[Item], index: int, drafts: list[Draft], depth: int) -> int:
        """Everything that is attached to the amount from behind; returns where the next item stands."""
        while index < len(items):
            step = self._attached(draft, items, index, drafts, depth)
            if not step:
                break
            index = step
            draft.end = max(draft.end, items[index - 1].end)
        return index

    def _attached(self, draft: Draft, items: list[Item], index: int, drafts: list[Draft], depth: int) -> int:
        """The index behind what attaches here, or 0."""
        place = _past(items, index)
        item = items[place] if place < len(items) else None
        if not isinstance(item, Token):
            return 0
        if item.kind == "open":
            return self._brackets(draft, items, place, drafts, depth + 1) if depth < DEEPEST else 0
        if item.means("times"):
            return self._formula(draft, items, place + 1)
        if item.means("off") and draft.kind == "price":
            draft.kind = "discount"
            draft.flag("rule=DIGN-001")
            return place + 1
        if item.text in {"-", "ー"}:
            draft.flag("trailing_dash")
            return place + 1
        if item.kind == "word" and self._hears_after(draft, items, place):
            return place + 1
        if item.means("link") and item.text not in {"は", "が", "で", "の", "分"}:
            return self._linked(draft, items, place + 1)
        return 0

    def _hears_after(self, draft: Draft, items: list[Item], place: int) -> bool:
        item = items[place]
        if not isinstance(item, Token):
            return False
        if item.means("approx") and item.means("side"):  # 左右: both sides in Japanese, "or so" in Chinese
            chinese = self.context.language.startswith("zh") or self.folded.text[item.start - 1] in "元币幣"
            draft.approx = draft.approx or chinese
            return chinese
        if item.means("tax_amount") or item.means("base"):
            return False
        if _next_is_amount(items, place + 1) and (
            item.means("tax") or item.means("insured") or item.means("approx", "before")
        ):
            return False  # 税抜19,000円 税込20,900円: the word is the next amount's
        if (
            item.means("one_of")
            or item.means("monthly")
            or item.means("ordinary")
            or item.means("flat")
            or item.means("side")
        ):
            return False
        return hear(draft, item, "after")

    def _linked(self, draft: Draft, items: list[Item], place: int) -> int:
        """`5,500円/月`, `¥660,000 for one knee`, `per session`."""
        place = _past(items, place, "set_of")
        item = items[place] if place < len(items) else None
        if not isinstance(item, Token) or draft.label.endswith("/"):
            return 0
        is_unit = item.kind == "quantity" or item.means("one_of")
        if not is_unit and not (item.means("side") and not draft.side):
            return 0
        if _next_is_amount(items, place + 1):
            return 0
        return place + 1 if hear(draft, item, "inside") else 0

    def _brackets(self, draft: Draft, items: list[Item], place: int, drafts: list[Draft], depth: int) -> int:
        """What stands in brackets behind an amount is about that amount."""
        close = _closing(items, place)
        inner = items[place + 1 : close]
        found = self.read(inner, depth=depth)
        for extra in found:
            if not absorb(draft, extra):
                extra.shared = True
                drafts.append(extra)
        if found:
            self.evidence.seen(draft)
        else:
            self._hear_inside(draft, inner)
        return min(close + 1, len(items))

    def _hear_inside(self, draft: Draft, inner: list[Item]) -> None:
        for place, item in enumerate(inner):
            if isinstance(item, Token) and item.kind == "percent" and place + 1 < len(inner):
                following = inner[place + 1]
                if isinstance(following, Token) and following.means("share"):
                    percent_share(draft, item)
            if _bounds_something_else(inner, place):
                draft.flag("ambiguous")  # a condition that no column holds
            elif isinstance(item, Token) and item.kind in {"quantity", "share", "word"} and not _is_glue(item):
                hear(draft, item, "inside")

    def _formula(self, draft: Draft, items: list[Item], place: int) -> int:
        """`33,000円×3回＝99,000円`: the total is the fee, the factor its unit price."""
        place = _past(items, place)
        quantity = items[place] if place < len(items) else None
        count = _factor(quantity)
        if quantity is None or draft.low is None or not count:
            return 0
        draft.flag("formula", f"unit_price={draft.low:f}")
        draft.unit, draft.count = _set_unit(quantity), count
        if draft.unit == "knee" and count == 2:
            draft.side = "both"
        computed, place = draft.low * count, place + 1
        stated, after = _equals(items, place)
        draft.low = stated.low if stated else computed
        if stated and stated.low != computed:
            draft.flag("ambiguous")
        return after if stated else place

    # --- behind the last amount ---------------------------------------------------------------------------------------

    def _tail(self, drafts: list[Draft], tail: list[Item]) -> None:
        """Words behind everything: `…, tax incl.` is about all, a side only when nothing else is said there."""
        last = drafts[-1]
        words = [i for i in tail if isinstance(i, Token) and i.kind == "word"]
        for word in words:
            if word.means("tax") and last.tax == "unknown":
                hear(last, word, "inside")
        other = sum(i.end - i.start for i in tail if _kind(i) in {"text", "number"})
        counts = [i for i in tail if isinstance(i, Token) and i.kind == "quantity"]
        if len(drafts) == len(counts) == 1 and not last.unit and other <= 4:
            hear(last, counts[0], "inside")
        sides = [word for word in words if word.means("side")]
        if sides and other <= 4 and not drafts[0].side:
            self._shift_sides(drafts, sides[0])

    @staticmethod
    def _shift_sides(drafts: list[Draft], last: Token) -> None:
        """`66万円 片膝 77万円 両膝`: the sides stand behind their amounts."""
        if not all(draft.side for draft in drafts[1:]):
            return
        for draft, following in pairwise(drafts):
            draft.side = following.side
            following.shared = True
        drafts[-1].side = last.meanings["side"]


def _is_glue(item: Token) -> bool:
    """Words that only connect, when no amount follows them."""
    return item.means("tax_amount") or item.means("plus") or (item.means("join") and item.text != "〜")


def _bounds_something_else(inner: list[Item], place: int) -> bool:
    """（60歳以上）, （約2時間）, （3月末まで） are about an age, a time, a day; （目安です） is about the amount."""
    item = inner[place]
    if isinstance(item, Token) and item.kind == "text" and NEVER_A_PRICE.match(item.text):
        return True
    if not isinstance(item, Token) or not any(item.means(meaning) for meaning in ("from", "to", "approx")):
        return False
    if item.text in PLAIN_HINTS:
        return False
    neighbours = (range(place - 1, -1, -1), range(place + 1, len(inner)))
    near = (next((kind for p in places if (kind := _kind(inner[p])) != "space"), "comma") for places in neighbours)
    return any(kind != "comma" for kind in near)


def _kind(item: Item) -> str:
    return item.kind if isinstance(item, Token) else "amount"


def _next_is_amount(items: list[Item], place: int) -> bool:
    place = _past(items, place)
    return place < len(items) and isinstance(items[place], Amount)


def _past(
    items: list[Item],
    place: int,
    meaning: str = "",
) -> int:
    """The first place that is no space, no article and no word of this meaning."""
    while place < len(items):
        item = items[place]
        if not isinstance(item, Token) or not (
            item.kind == "space" or (meaning and (item.means(meaning) or item.text == "a"))
        ):
            break
        place += 1
    return place


def _closing(items: list[Item], place: int) -> int:
    """The index of the bracket that closes the one at `place`, or the end."""
    depth = 0
    for index in range(place, len(items)):
        depth += {"open": 1, "close": -1}.get(_kind(items[index]), 0)
        if depth == 0:
            return index
    return len(items)


def _factor(item: Item | None) -> int | None:
    """What stands behind ×: `3回`, or `3` alone."""
    if isinstance(item, Token):
        return item.count if item.kind == "quantity" else None
    if item is None or not item.bare or item.low is None or item.high is not None or not 1 <= item.low < 1000:
        return None
    return int(item.low) if item.low == int(item.low) else None


def _set_unit(quantity: Item) -> str:
    counted = isinstance(quantity, Token) and quantity.unit not in {"session", "piece"}
    return quantity.unit if counted else "set"  # type: ignore[union-attr]


def _equals(items: list[Item], place: int) -> tuple[Amount | None, int]:
    spaces = [p for p in range(place, min(place + 4, len(items))) if _kind(items[p]) != "space"]
    if len(spaces) < 2:
        return None, place
    sign, amount = items[spaces[0]], items[spaces[1]]
    if isinstance(sign, Token) and sign.means("equals") and isinstance(amount, Amount) and amount.low is not None:
        return amount, spaces[1] + 1
    return None, place
