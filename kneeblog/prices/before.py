"""What stands before an amount: the words that say something about it, and the label that is left."""

from __future__ import annotations

from dataclasses import replace

from kneeblog.prices.amounts import Amount, Item
from kneeblog.prices.draft import Draft, hear, kind_by_label, label_of, new_draft, percent_share, tidy_label
from kneeblog.prices.lexer import Token
from kneeblog.prices.notation import Folded
from kneeblog.prices.vocabulary import WORDS

REACH = 14
"""Characters of other text over which a side or a count still belongs to the amount."""
SALE_WORDS = tuple(WORDS["sale"]["rule=DIGN-001"].split())
DEPOSIT_WORDS = tuple(WORDS["deposit"][""].split())
TOTAL_WORDS = tuple(WORDS["total"][""].split())


def begin(amount: Amount, prefix: list[Item], carried: list[Item] | None, folded: Folded) -> Draft:
    """The draft of an amount, with what stands before it heard and the rest its label; failing that, the line above."""
    draft = new_draft(amount, _first_start(prefix, amount))
    said = _hear_before(draft, prefix)
    draft.label = label_of(prefix, said, folded)
    if carried and not draft.label and not said:
        said = _hear_before(draft, carried)
        draft.label = label_of(carried, said, folded)
    _by_label(draft)
    return draft


def _hear_before(draft: Draft, prefix: list[Item]) -> set[int]:
    """From the amount backwards, as far as words reach; the starts of the items that said something."""
    said: set[int] = set()
    quantities: list[Token] = []
    distance, depth = 0, 0
    for place in range(len(prefix) - 1, -1, -1):
        item = prefix[place]
        if isinstance(item, Amount):
            distance += item.end - item.start
            continue
        depth += {"close": 1, "open": -1}.get(item.kind, 0)
        if item.kind == "quantity" and distance <= REACH:
            quantities.append(item)
            said.add(item.start)
        elif _says(draft, prefix, place, distance):
            said.add(item.start)
        elif item.kind not in {"space", "open", "close", "newline"} and depth <= 0 and not item.means("link"):
            distance += item.end - item.start
    for quantity in reversed(quantities):  # in reading order: 1回(1部位) is one session, at one site
        hear(draft, quantity, "before")
    return said


def _says(draft: Draft, prefix: list[Item], place: int, distance: int) -> bool:
    item = prefix[place]
    if not isinstance(item, Token):
        return False
    near = (i for i in prefix[place + 1 : place + 4] if isinstance(i, Token) and i.kind != "space")
    following = next(near, None)
    if item.kind == "percent":
        return bool(following and following.means("share") and percent_share(draft, item))
    if distance == 0 and (_connects(draft, item) or _tenths(draft, item)):
        return True
    if item.kind not in {"share", "word"} or distance > REACH or _is_a_name(item, following, distance):
        return False
    bounds = any(item.means(meaning) for meaning in ("approx", "from", "to", "join"))
    return (not bounds or _bounds_reach(item, distance)) and hear(draft, item, "before")


def _connects(draft: Draft, item: Token) -> bool:
    """A sign between the amount before and this one: plus, equals, an arrow."""
    if item.means("plus") and item.text not in {"追加", "加算"}:
        return _plus(draft, item)
    if item.text == "=":
        draft.flag("total")
        return True
    if item.means("arrow"):
        draft.hints.add("arrow")
        return True
    return False


def _tenths(draft: Draft, item: Token) -> bool:
    """`3割：1,500円` without 負担: most likely the patient's share, and flagged as no more than that."""
    if item.kind != "tenths" or item.number is None or item.number.value not in {1, 2, 3}:
        return False
    draft.flag("ambiguous")
    return hear(draft, replace(item, kind="share"), "before")


def _is_a_name(item: Token, following: Token | None, distance: int) -> bool:
    """両膝の痛みに… is about a pain, 初回カウンセリング料 and 自由診療 are names: parts of the label."""
    if item.means("side") and following is not None and following.text == "の" and distance:
        return True
    if item.means("flat") and following is not None and following.kind == "text":
        return True
    return item.means("not_insured") or (item.means("total") and not item.means("to"))


def _bounds_reach(item: Token, distance: int) -> bool:
    """約 and 最大 stand right before the amount; a heading (目安：) may be further off."""
    return distance == 0 or (distance < 4 and item.text in {"目安", "概算"})


def _plus(draft: Draft, item: Token) -> bool:
    """`プラス11万円` is added by nobody but the reader: it stays a surcharge."""
    draft.kind = "surcharge" if draft.kind == "price" else draft.kind
    if item.means("ask", "extra"):
        draft.flag("extra")
    return True


def _by_label(draft: Draft) -> None:
    if any(word in draft.label for word in SALE_WORDS):
        draft.flag("rule=DIGN-001")
    if draft.kind == "price" and any(word in draft.label.lower() for word in DEPOSIT_WORDS):
        draft.kind = "deposit"
    if any(draft.label.lower() == word or draft.label.endswith(word) for word in TOTAL_WORDS) and draft.low is not None:
        draft.flag("total")
    kind_by_label(draft)
    if draft.kind == "price" and draft.label.startswith(("別途", "追加", "additional")):
        draft.kind = "surcharge"
        if draft.label.startswith("別途"):
            draft.flag("extra")
            draft.label = tidy_label(draft.label.removeprefix("別途"))


def _first_start(prefix: list[Item], amount: Amount) -> int:
    """Where the text of an amount begins: separators before it still belong to the fee before."""
    for item in prefix:
        if isinstance(item, Amount) or (
            item.kind not in {"space", "comma", "newline", "stop", "close"} and item.text not in {"/", "・", "|", "→"}
        ):
            return item.start
    return amount.start
