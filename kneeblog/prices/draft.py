"""A fee while it is being read, and the words around an amount that fill it in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from kneeblog.prices.amounts import Amount, Item
from kneeblog.prices.fee import Fee
from kneeblog.prices.lexer import Token
from kneeblog.prices.notation import Folded
from kneeblog.prices.vocabulary import CANCEL_WORDS

SUSPICIOUS = Decimal(10_000_000)
"""No fee of a knee clinic comes near 1,000万円; one that does was mistyped or misread."""

FLAG_ORDER = (
    "unit_from_header", "oku_unit", "man_unit", "sen_unit", "hyaku_unit", "decimal", "dot_thousands",
    "space_thousands", "ideographic_comma", "kanji_num", "daiji", "positional", "k_suffix", "million", "fullwidth",
    "backslash_yen", "nbsp", "currency_missing", "unit_inherited", "trailing_dash", "foreign_currency",
    "side_from_header", "suspicious_large", "tax_shared", "tax_from_context", "tax_amount", "net",
    "base_price_word", "formula", "unit_price", "per", "tier", "total", "insured", "yen", "ratio", "double_price",
    "rule", "market", "extra", "vague", "empty", "ambiguous",
)  # fmt: skip


@dataclass(slots=True)
class Draft:
    """The columns of `Fee`, mutable, with its span in the folded text."""

    amount: Amount
    start: int
    end: int
    kind: str = "price"
    label: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    tax: str = "unknown"
    side: str = ""
    unit: str = ""
    count: int | None = None
    is_from: bool = False
    is_to: bool = False
    approx: bool = False
    flags: list[str] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)
    shared: bool = False
    """Part of the expression of the fee before it: both have the same raw text."""
    breaks: bool = False
    """A sentence or line ended before it."""

    @property
    def currency(self) -> str:
        """The amount's currency."""
        return self.amount.currency

    def flag(self, *flags: str) -> None:
        """Adds flags, each once."""
        self.flags += [flag for flag in flags if flag not in self.flags]

    def ceiling(self) -> None:
        """`5万円まで`: the one amount is the upper end, and no lower one."""
        if self.high is None:
            self.low, self.high, self.is_from, self.is_to = None, self.low, False, True

    def fee(self, raw: str) -> Fee:
        """The finished record."""
        flags = [*self.flags, *(["nbsp"] if "\u00a0" in raw and (self.low, self.high) != (None, None) else [])]
        return Fee(
            raw, self.kind, self.label, self.low, self.high, self.currency, self.tax, self.side, self.unit,
            self.count, self.is_from, self.is_to, self.approx, ordered(flags),
        )  # fmt: skip


def ordered(flags: list[str]) -> tuple[str, ...]:
    """In the table's order: notation, what is missing, tax, count, review.

    A missing currency that nothing lends comes before nbsp.
    """
    inherits = "unit_inherited" in flags

    def place(flag: str) -> int:
        name = flag.partition("=")[0]
        if name == "currency_missing" and not inherits:
            name = "backslash_yen"
        name = "per" if name.startswith("per_") else name
        return FLAG_ORDER.index(name) if name in FLAG_ORDER else len(FLAG_ORDER)

    return tuple(sorted(dict.fromkeys(flags), key=place))


def new_draft(amount: Amount, start: int) -> Draft:
    """A draft that says what the amount alone says."""
    draft = Draft(amount, start, amount.end, amount.kind, low=amount.low, high=amount.high, flags=list(amount.flags))
    draft.approx = amount.approx
    if amount.kind in {"points", "copay"}:
        draft.tax = "exempt"
        draft.flag("insured")
    return draft


# --- the words -------------------------------------------------------------------------------------------------------


def hear(draft: Draft, token: Token, place: str) -> bool:
    """Lets one word or quantity say what it says about the amount; `place` is `before`, `after` or `inside` brackets.

    Returns whether it said anything: what says nothing is part of the label.
    """
    if token.kind == "quantity":
        return _quantity(draft, token)
    if token.kind == "share":
        return _share(draft, token, Decimal(10))
    said = [listener(draft, token, place) for listener in (_tax, _side, _bounds, _insurance, _unit_words)]
    return any(said)


def _quantity(draft: Draft, token: Token) -> bool:
    if token.tier:
        draft.flag(token.tier)
    if not draft.unit:
        draft.unit, draft.count = token.unit, token.count
        if token.unit == "knee" and not draft.side:
            draft.side = {1: "one", 2: "both"}.get(token.count or 0, "")
    elif token.unit == "set" and draft.unit == "session" and draft.count == 1:
        draft.unit, draft.count = "set", token.count
    elif not token.tier and (token.unit, token.count) != (draft.unit, draft.count):
        draft.flag(f"per_{token.unit}={token.count}", *([] if token.unit == "site" else ["ambiguous"]))
    return True


def _share(draft: Draft, token: Token, parts: Decimal) -> bool:
    """`3割負担`: the patient's share of insured care, tax exempt (消費税法6条, 別表第二)."""
    if token.number is None or token.number.value is None:
        return False
    draft.kind, draft.tax = "copay", "exempt"
    draft.flag("insured", f"ratio={(token.number.value / parts).normalize():f}")
    return True


def percent_share(draft: Draft, token: Token) -> bool:
    """`30%負担` says the same."""
    return _share(draft, token, Decimal(100))


def _tax(draft: Draft, token: Token, place: str) -> bool:
    if token.means("tax"):
        tax = token.meanings["tax"]
        if draft.tax in {"incl", "excl"} and "own_tax" in draft.hints and tax != draft.tax:
            draft.tax = "unknown"
            draft.flag("ambiguous")
        else:
            draft.tax = tax
        draft.hints.add("own_tax")
        return True
    if token.means("base"):
        draft.tax = "excl"
        draft.flag("base_price_word")
        draft.hints.add("own_tax")
        return True
    if token.means("tax_amount") and place != "after":
        draft.hints.add("tax_amount")
        return True
    return False


def _side(draft: Draft, token: Token, place: str) -> bool:
    if not token.means("side") or (token.text == "左右" and place == "after"):
        return False
    side = token.meanings["side"]
    if draft.side and draft.side != side:
        draft.flag("ambiguous")
        draft.side = ""
    else:
        draft.side = side
    return True


def _bounds(draft: Draft, token: Token, place: str) -> bool:
    wanted = "after" if place == "after" else "before"
    for meaning in ("approx", "from", "to"):
        value = token.meanings.get(meaning)
        if value is None or (place != "inside" and value != wanted):
            continue
        if meaning == "approx":
            draft.approx = True
        elif meaning == "from":
            draft.is_from = draft.high is None and not draft.is_to
            draft.hints.add("min")
        else:
            draft.ceiling()
            draft.hints.add("max")
        return True
    if token.text == "〜" and place == "before":
        draft.ceiling()
        return True
    return False


def _insurance(draft: Draft, token: Token, place: str) -> bool:
    if token.means("share"):
        if draft.kind == "price":
            draft.kind, draft.tax = "copay", "exempt"
            draft.flag("insured")
        return True
    if not token.means("insured"):
        return False
    draft.flag("insured")
    draft.tax = "exempt" if draft.tax == "unknown" else draft.tax
    return True


def _unit_words(draft: Draft, token: Token, place: str) -> bool:
    for meaning in ("monthly", "one_of", "flat"):
        if meaning in token.meanings:
            if meaning == "flat":
                draft.flag(token.meanings["flat"])
            unit = "session" if meaning == "flat" else token.meanings[meaning]
            if not draft.unit:
                draft.unit, draft.count = unit, 1
                draft.side = draft.side or ("one" if unit == "knee" else "")
            return True
    if token.means("ordinary"):
        draft.hints.add("ordinary")
        return True
    return token.means("set_of")


# --- the label -------------------------------------------------------------------------------------------------------

SEPARATORS = (
    " \t\n　\u00a0:：…‥・･/／|｜-−ー―—→、,，。.;；*＊※◆◇■□●○◎▼▶▲△★☆✔✓◼▪•~〜～＝=+×＋（）()【】[]「」『』〈〉《》〔〕"
)
PARTICLE = re.compile(
    r"(?:ごとに|毎に|については|について|に関しては|としては|として|につき|の場合は?|の料金は?|の費用は?|には|では|とは|は)$|(?<=[^ぁ-ゖ])[がのでもとを]$"
)
EMPTY_BRACKETS = re.compile(r"[（(【\[「『〔][\s・、,/／]*[）)】\]」』〕]")
LIST_MARKS = SEPARATORS + "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺"
SINCE = re.compile(r"^[^、]{0,20}[年月日](?:より|から|以降|〜|～)[、\s]*")
IS_SENTENCE = re.compile(r"[はがを][^、，]{0,40}[、，]|[、，][^、，]{0,40}[をが]")
KATAKANA = re.compile("[ァ-ヺ]")
LABEL_SIZE = 60
# 金参拾参万円也, as on receipts; 3割負担の方：約2,000円; 保険診療（3割負担）の…
NO_NAMES = frozenset({"金", "各", "方", "場合", *"のはがをにでともや"})


def label_of(items: list[Item], said: set[int], folded: Folded) -> str:
    """The text before an amount, without the words that said something (`said` holds their starts)."""
    pieces: list[str] = []
    after_said = False
    for item in items:
        if item.start in said or (isinstance(item, Token) and item.kind in {"newline", "stop"}):
            pieces.append(" ")
            after_said = True
        elif after_said and isinstance(item, Token) and item.means("link"):
            pieces.append(" ")
        else:
            pieces.append(folded.raw(item.start, item.end))
            after_said = False
    return tidy_label("".join(pieces))


def trimmed(text: str) -> str:
    """Separators off both ends; the long vowel of サポーター is no dash."""
    kept = text.strip(SEPARATORS)
    after = text.lstrip(SEPARATORS)[len(kept) :]
    return f"{kept}ー" if after.startswith("ー") and KATAKANA.match(kept[-1:]) else kept


def tidy_label(text: str) -> str:
    """Separators, empty brackets and a closing particle off; of a long sentence only what follows its last comma."""
    text = EMPTY_BRACKETS.sub(" ", text)
    text = trimmed(" ".join(text.split()).lstrip(LIST_MARKS))
    text = SINCE.sub("", text)
    if len(text) > LABEL_SIZE or IS_SENTENCE.search(text):
        text = trimmed(re.split("[、，,。]", text)[-1])
    if len(text) > LABEL_SIZE:
        return ""  # a sentence, not a name
    text = trimmed(PARTICLE.sub("", text))
    if text in {
        "金",
        "各",
        "方",
        "場合",
        *"のはがをにでともや",
    }:  # 金参拾参万円也, as on receipts; 保険診療（3割負担）の…
        return ""
    opened = max(text.rfind(mark) for mark in "（(")
    return (
        text
        if opened < 0 or any(mark in text[opened:] for mark in "）)")
        else f"{text}{'）' if text[opened] == '（' else ')'}"
    )


def kind_by_label(draft: Draft) -> None:
    """A cancellation fee is a surcharge, whatever its amount; `夜間加算 500円` too."""
    label = draft.label.lower()
    if draft.kind == "price" and any(word in label for word in CANCEL_WORDS if word != "手数料"):
        draft.kind = "surcharge"
    if draft.kind == "price" and label.endswith("加算"):
        draft.kind = "surcharge"
