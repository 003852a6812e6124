"""Lines that are meant as headings: short and all in bold, or with a mark and more below them than an option has.

A line is taken as a heading only where the evidence is good, and a finding says so; a weak one stays text, with a
finding that asks.  A person can settle the bold ones page by page in the mapping file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importers.draft.context import Context
from importers.draft.habits.boxes import speaks_to_readers, warning
from importers.draft.habits.marks import LABELS, bracketed, is_note, mark_of
from importers.draft.habits.options import head_of, option_heads
from importers.draft.lines import cut, line_text, seen_text
from importers.records import Node, Run
from importers.text import count, fold, one_line, shows
from kneeblog.prices import parse_prices

LONGEST = 40
SECTION = 2  # the level on a page without headings
_DEEPEST = 6
_CALLS = re.compile(
    r"こちら|ご?予約|お?問い?合わ?せ|お電話|クリック|タップ|\bLINE\b|\btel\b|\bcall\b|book now"
    r"|[☎℡📞→⇒▶►▷➡👉>＞»]\s*$|^\s*[☎℡📞→⇒➡👉]",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^\s*((19|20)\d\d|令和|平成|\d{1,2}月\d{1,2}日|\d{1,2}[/／.]\d{1,2})|\d{1,2}[:：]\d\d|\d{4}年\d{1,2}月"
    r"|\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(医師|先生|院長|理事長|医学博士|理学療法士|看護師|さん|様)$|^(監修|執筆|著者|文責)|^(副?院長|理事長)[\s：:]|Dr\.|M\.D\."
)
_SAYS = re.compile(r"(です|ます|ません|ました|でした|ください|ましょう)[！!…♪☆]*$|[！!]$")
_ASIDE = re.compile(
    r"^\s*(図|写真|画像|出典|引用|参考|Fig\.?|Photo)\s*[\d０-９①-⑨：:.．]|[：:、，,。．]\s*$|[「『（(][^」』）)]*$|[-–—~〜]\s*$"
)


def is_bold_line(runs: Sequence[Run]) -> bool:
    """A short paragraph all in bold and without a full stop: perhaps meant as a heading."""
    if not all("b" in run.marks for run in runs if shows(run.text)):
        return False
    text = line_text(runs).strip()
    return "\n" not in text and not text.endswith(("。", "．", ".")) and 0 < count(text) <= LONGEST


def with_headings(context: Context, nodes: Sequence[Node]) -> list[Node]:
    """The nodes with the lines that stand for headings made some; `context` knows if a person settled the bold ones."""
    nodes = _with_marked(context, nodes)
    if context.bold_lines == "text":
        return list(nodes)
    bold = {n for n, node in enumerate(nodes) if node.kind == "paragraph" and is_bold_line(node.runs)}
    taken = bold if context.bold_lines == "headings" else set(_good(nodes, bold))
    levels = _levels(nodes)
    for n in sorted(taken):
        tell_bold_line(context, nodes[n], nodes[n].where, taken=True)
    return [replace(node, kind="heading", level=levels[n]) if n in taken else node for n, node in enumerate(nodes)]


def tell_bold_line(context: Context, node: Node, where: str, *, taken: bool) -> None:
    """Say what became of a short bold line, unless a person has settled it for the page."""
    if context.bold_lines:
        return
    text = one_line(line_text(node.runs))
    said = f"A short line all in bold was taken as a heading: {text}"
    asked = f"A short line all in bold may be a heading: {text}"
    word = "If it is none, `text`" if taken else "Make it one if it is; `headings`"
    hint = f"{word} in the column bold_lines of the mapping file settles it for the page."
    context.find("info", "heading.bold-line", said if taken else asked, hint, where)


def _levels(nodes: Sequence[Node]) -> list[int]:
    """For each place the level of a heading that stands for itself there: one below the heading it stands under."""
    real = [node.level for node in nodes if node.kind == "heading"]
    level = min(real, default=SECTION)
    out = []
    for node in nodes:
        if node.kind == "heading":
            level = min(node.level + 1, _DEEPEST)
        out.append(level)
    return out


# Bold lines -----------------------------------------------------------------------------------------------------------


def _good(nodes: Sequence[Node], bold: set[int]) -> Iterator[int]:
    """The bold lines of which it is sure enough: several of them, or any on a page without headings."""
    first_real = next((n for n, node in enumerate(nodes) if node.kind == "heading"), len(nodes))
    times = Counter(fold(line_text(nodes[n].runs)) for n in bold)
    good = [
        n
        for n in sorted(bold)
        if times[fold(line_text(nodes[n].runs))] == 1  # who speaks in an interview is named again and again
        and _reads_as_heading(nodes[n])
        and _has_text_below(nodes, n, bold)
    ]
    above, below = [n for n in good if n < first_real], [n for n in good if n > first_real]
    if first_real == len(nodes) or len(above) >= 2:
        yield from above
    if len(good) >= 2:
        yield from below


def _reads_as_heading(node: Node) -> bool:
    """Whether a bold line is no link, call to action, price, date, name, sentence, caption or label."""
    text = line_text(node.runs)
    if any(run.href for run in node.runs) or mark_of(text) or is_note(text) or bracketed(text):
        return False
    if any(pattern.search(text) for pattern in (_CALLS, _DATE, _NAME, _SAYS, _ASIDE)) or speaks_to_readers(text):
        return False
    return count(text) >= 2 and "。" not in text and not parse_prices(text) and warning([node], 0) is None


def _has_text_below(nodes: Sequence[Node], place: int, bold: set[int]) -> bool:
    """Whether text of its own stands below a line, before the next line like it; two in a row are no headings."""
    if {place - 1, place + 1} & bold:
        return False
    for n in range(place + 1, len(nodes)):
        if n in bold or nodes[n].kind in {"heading", "button", "divider"}:
            return False
        if nodes[n].kind in {"paragraph", "list", "faq", "table"}:
            return True
    return False


# Marked lines ---------------------------------------------------------------------------------------------------------


def _with_marked(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
    """The nodes with labels such as ■原因 made headings, where more stands below them than options could hold."""
    out = list(nodes)
    levels = _levels(nodes)
    start = 0
    for end in [*(n for n, node in enumerate(nodes) if node.kind == "heading"), len(nodes)]:
        for n in _marked(nodes[start:end]):
            node = nodes[start + n]
            text = line_text(node.runs)
            mark = mark_of(text)
            position = mark.end if mark and not mark.number else 0  # a number says where one is, and stays
            context.drop("list-mark.heading", seen_text(node.runs, 0, position), node.where)
            out[start + n] = replace(node, kind="heading", level=levels[start + n], runs=cut(node.runs, position))
            said = f"A line that begins with a mark was taken as a heading: {one_line(text)}"
            context.find("info", "heading.marked-line", said, "Make it text again if it is none.", node.where)
        start = end
    return out


def _marked(nodes: Sequence[Node]) -> list[int]:
    """The places of one family's labels in a stretch, if each has text below it and they are no options."""
    heads = [(n, head.mark) for n, node in enumerate(nodes) if (head := head_of(node)) and not head.own]
    first = next((pair for pair in heads if pair[1].family in LABELS or pair[1].number == 1), None)
    if first is None:
        return []
    alike = [(n, mark) for n, mark in heads if mark.family == first[1].family and n >= first[0]]
    if len(alike) < 2 or (first[1].number and [mark.number for _, mark in alike] != list(range(1, len(alike) + 1))):
        return []
    places = [n for n, _ in alike]
    if len(option_heads(nodes, places[0])) >= len(places):
        return []
    every = set(places)
    return places if all(_has_text_below(nodes, place, every) for place in places) else []
