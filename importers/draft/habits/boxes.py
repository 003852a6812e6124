"""Boxes: a heading in brackets and a list below it; a sign of warning.  【重要】 above a sentence is only emphasis."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.draft.habits.found import Found
from importers.draft.habits.marks import TICKS, bracketed, is_label, is_note, mark_of
from importers.draft.lines import Line, cut, joined, line_text, lines, seen_text
from importers.records import Dropped, Node
from importers.text import shows

_WHO = "(方|人|かた|ひと|あなた|皆さま|皆さん|みなさん)"
_READERS = re.compile(
    rf"(こんな|このような|こういった|こういう|(次|以下)の(ような)?).{{0,15}}{_WHO}"
    rf"|{_WHO}(に|へ)(は|も)?(おすすめ|お勧め|お薦め|オススメ|読んで|知って|見て)|{_WHO}(へ|向け)$"
    rf"|当てはまる{_WHO}|あてはまる{_WHO}|対象(の方|者|となる方|読者)|(お悩み|お困り)(の方|で(は)?(ありません|ない(です)?)か|では|はあり)"
    r"|症状(は|が)?(ありません|ない(です)?)か|for (those|people|you|readers|anyone)\b|who (this|should read)",
    re.IGNORECASE,
)
# 「次の方は受けられません」 is addressed to people too, but says the opposite.
_NOT_READERS = re.compile(
    r"注意|受診|救急|できません|られません|いけません|控え|避け|禁|すぐ|リスク|副作用|\bnot\b", re.IGNORECASE
)
_URGENT = re.compile(
    r"(すぐ|直ち|ただち|早急|至急|今すぐ).{0,8}(受診|病院|医療機関|救急|医師|連絡)|救急(車|外来|要請)|緊急"
)
_CAUTION = re.compile(r"^(ご)?(注意|警告)(点|事項|ください|してください)?[！!]*$")
_WARNING = re.compile("\\s*(?:⚠|🚨|❗|‼)[\ufe0e\ufe0f]?\\s*")
_QUOTED = re.compile(r"\s*[「『](?P<heading>[^」』]{4,60})[」』]\s*$")


def box(nodes: Sequence[Node], start: int, *, plain: bool = False) -> Found | None:
    """A heading in brackets and a flat list below it, or boxes to tick without a heading.

    Args:
        nodes: in order.
        start: where the box begins.
        plain: whether a bare line above a list may be the heading too, if it speaks to readers.
    """
    node = nodes[start]
    if node.kind == "list":
        ticks = node.subkind == TICKS and is_plain(node)
        return Found(kind="checklist", used=1, items=_items(node)) if ticks else None
    found = lines(node.runs) if node.kind == "paragraph" else []
    below = nodes[start + 1] if start + 1 < len(nodes) else None
    if len(found) != 1 or below is None or below.kind != "list" or any(run.href for run in node.runs):
        return None
    text = line_text(found[0])
    left, right, rule = _heading(text, plain)
    heading = cut(found[0], left, right)
    dropped = (Dropped(rule=rule, text=seen_text(found[0], 0, left) + seen_text(found[0], right)),)
    if rule and (tone := _tone(text[left:right])):
        notes = [node for node in nodes[start + 2 : start + 3] if _is_note(node)]
        items = (((), (below, *notes)),)
        used = 2 + len(notes)
        return Found(kind="callout", used=used, heading=heading, tone=tone, items=items, dropped=dropped)
    if not rule or not is_plain(below):
        return None
    kind = "readers" if speaks_to_readers(text[left:right]) else "checklist"
    return Found(kind=kind, used=2, heading=heading, items=_items(below), dropped=dropped)


def _items(node: Node) -> tuple[tuple[Line, tuple[Node, ...]], ...]:
    return tuple((item.runs, ()) for item in node.children)


def _heading(text: str, plain: bool) -> tuple[int, int, str]:
    """Where the heading of a box begins and ends in its line, and the rule that drops the rest; `""` if it is none.

    A line in quotes, behind a mark or on its own is a heading only if it speaks to readers.
    """
    inner = bracketed(text)
    if inner and inner[2] == len(text):
        return inner[0], inner[1], "box.brackets"
    if (quoted := _QUOTED.match(text)) and speaks_to_readers(quoted["heading"]):
        return *quoted.span("heading"), "box.brackets"
    mark = mark_of(text)
    start = mark.end if mark and not mark.word else 0
    if (plain or mark) and speaks_to_readers(text[start:]) and is_label(text[start:]):
        return start, len(text), "list-mark.option"
    return 0, 0, ""


def speaks_to_readers(heading: str) -> bool:
    """Whether a heading says for whom the article is."""
    return bool(_READERS.search(heading)) and not _NOT_READERS.search(heading)


def is_plain(node: Node) -> bool:
    """Whether the items of a list are nothing but text, as a checklist holds."""
    return all(not item.children and not any(run.href for run in item.runs) for item in node.children)


def _is_note(node: Node) -> bool:
    return node.kind == "paragraph" and all(is_note(line_text(line)) for line in lines(node.runs))


def _tone(heading: str) -> str:
    if _URGENT.search(heading):
        return "urgent"
    return "caution" if _CAUTION.match(heading.strip()) else ""


def warning(nodes: Sequence[Node], start: int) -> Found | None:
    """A paragraph that begins with ⚠, with its first line as the heading if that is a label."""
    node = nodes[start]
    found = lines(node.runs) if node.kind == "paragraph" else []
    sign = _WARNING.match(line_text(found[0])) if found else None
    if sign is None:
        return None
    first: Line = cut(found[0], sign.end())
    rest = found[1:]
    below = nodes[start + 1] if start + 1 < len(nodes) and nodes[start + 1].kind == "list" and not rest else None
    labelled = (rest or below) and is_label(line_text(first)) and not any(run.href for run in first)
    heading = first if labelled else ()
    text = rest if heading else [line for line in (first, *rest) if shows(line_text(line))]
    own = (Node(kind="paragraph", runs=joined(text)),) if text else ()
    belongs = (*own, *([below] if below else []))
    if not belongs:
        return None
    return Found(
        kind="callout",
        used=2 if below else 1,
        heading=heading,
        tone="urgent" if _URGENT.search(line_text(node.runs)) else "caution",
        items=(((), belongs),),
        dropped=(Dropped(rule="box.warning-sign", text=seen_text(found[0], 0, sign.end())),),
    )
