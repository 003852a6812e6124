"""Text → fees: statements in order, what one lends the next, and which slice of the text is whose."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, pairwise

from kneeblog.prices.amounts import Amount, Item, read_amounts
from kneeblog.prices.context import Context, read_context
from kneeblog.prices.draft import Draft, hear, new_draft
from kneeblog.prices.evidence import Evidence
from kneeblog.prices.fee import Fee
from kneeblog.prices.lexer import Token, may_state, tokenize
from kneeblog.prices.notation import Folded, fold, trim
from kneeblog.prices.statement import Reader

NOTE_MARKS = ("※", "*", "注", "＊", "(", "（")
NOTE_WORDS = ("価格", "料金", "費用", "金額", "表示", "すべて", "全て", "prices", "fees", "※", "*")
EMPTY_CELLS = {"-", "--", "ー", "---", "‐", "/"}
NOTE_SIZE, HEADING_SIZE = 40, 30


def parse_prices(text: str, context: str = "") -> list[Fee]:
    """The fees a text states, in order; none when it states none.

    `context` names what stands around the text (`lang=en`, `field=price`, `prev_item=…`, `table_header=…`).

    `raw` of successive fees partition the text: each slice runs to where the next fee's words begin, trimmed of outer
    white space.  Fees out of one expression that cannot be cut (`33,000円（3回目以降22,000円）`) share one slice.
    """
    if not context and not may_state(text):
        return []
    around = read_context(context)
    folded = fold(text)
    if around.field == "price" and folded.text.strip() in EMPTY_CELLS:
        return [Fee(raw=trim(text), kind="ask", flags=("empty",))]
    lender = bool(around.previous) and any(fee.currency == "JPY" for fee in parse_prices(around.previous))
    drafts = _Document(folded, around, Evidence(folded, around, lender)).drafts()
    for draft in drafts:
        _hear_header(draft, around)
    return _finished(drafts, folded)


@dataclass(slots=True)
class _Document:
    folded: Folded
    context: Context
    evidence: Evidence
    found: list[Draft] = field(default_factory=list)
    noted: int = 0
    """How many of `found` a note about tax has already reached."""

    def drafts(self) -> list[Draft]:
        items = read_amounts(tokenize(self.folded, self.context.language), self.folded, self.context.language)
        reader = Reader(self.folded, self.context, self.evidence)
        carried: list[Item] = []
        for statement, ends_line in _statements(items):
            drafts = reader.read(statement, carried)
            if drafts:
                if carried and drafts[0].start > carried[0].start:
                    drafts[0].start = carried[0].start
                self.found += drafts
            elif any(not isinstance(i, Token) or i.kind != "space" for i in statement):
                self._note(statement)
            carried = self._carry(statement, drafts, ends_line, carried)
        return self.found

    def _carry(self, statement: list[Item], drafts: list[Draft], ends_line: bool, carried: list[Item]) -> list[Item]:
        """A short line without an amount is the heading of the line below it."""
        text = self._text(statement)
        if drafts or not ends_line:
            return []
        if not text:
            return carried
        return statement if len(text) <= HEADING_SIZE and not text.startswith(NOTE_MARKS) else []

    def _text(self, items: list[Item]) -> str:
        return self.folded.text[items[0].start : items[-1].end].strip() if items else ""

    def _note(self, statement: list[Item]) -> None:
        """`※表示価格は税込です` is about every price before it."""
        text = self._text(statement)
        tax = next((i.meanings["tax"] for i in statement if isinstance(i, Token) and i.means("tax")), "")
        if text.startswith(NOTE_MARKS) and self.found:
            self.found[-1].end = max(self.found[-1].end, statement[-1].end)
        if not tax or len(text) > NOTE_SIZE or not any(word in text for word in NOTE_WORDS):
            return
        fresh, self.noted = self.found[self.noted :], len(self.found)
        for draft in fresh:
            if draft.tax == "unknown" and (draft.low is not None or draft.high is not None):
                draft.tax = tax
                draft.flag("tax_shared")


def _statements(items: list[Item]) -> list[tuple[list[Item], bool]]:
    """The items cut at lines and full stops outside brackets, and whether a line ended there."""
    statements: list[tuple[list[Item], bool]] = []
    current: list[Item] = []
    for item in items:
        if isinstance(item, Token) and item.kind in {"newline", "stop"}:
            statements.append((current, item.kind == "newline"))
            current = []
        else:
            current.append(item)
    statements.append((current, False))
    return statements


def _hear_header(draft: Draft, context: Context) -> None:
    """A table's header states tax and side for the cells below it: `費用（万円・税込）`, `片膝`."""
    if not context.header or (draft.low is None and draft.high is None):
        return
    folded = fold(context.header)
    heard = new_draft(Amount(0, 0, Decimal(0)), 0)
    for token in tokenize(folded, context.language):
        if token.kind in {"word", "quantity"} and not token.means("plus") and not token.means("join"):
            hear(heard, token, "inside")
    if draft.tax == "unknown" and heard.tax != "unknown":
        draft.tax = heard.tax
        draft.flag("tax_from_context")
    if heard.side and not draft.side:
        draft.side = heard.side
        draft.flag("side_from_header")
    if heard.unit and not draft.unit:
        draft.unit, draft.count = heard.unit, heard.count


def _finished(drafts: list[Draft], folded: Folded) -> list[Fee]:
    """The records, with the text cut up between them."""
    heads = [draft.start for draft in drafts if not draft.shared]
    bounds = [0, *heads[1:], len(folded.text)]
    slices = [trim(folded.raw(start, end)) for start, end in pairwise(bounds)]
    groups = accumulate(int(not draft.shared) for draft in drafts)
    return [draft.fee(slices[max(group - 1, 0)]) for draft, group in zip(drafts, groups, strict=True)]
