"""Labelled alternatives: `◼︎保存療法`, its text on the same line, on the lines below or in the paragraphs after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.draft.habits.found import Found
from importers.draft.habits.marks import HEADS, LABELS, Mark, is_label, mark_of
from importers.draft.lines import Line, cut, joined, line_text, lines, seen_text
from importers.records import Dropped, Node

_MOST_FOLLOWERS = 3  # more is no text of an option but a part of the article
_LONGEST_NAME = 20
_SIGN = re.compile(r"\s*[：:]\s*|[\s　]+")
_FULL_STOP = re.compile(r"(?<![ぁ-ん])。\s*")  # 保存療法。 is a name, 休みます。 a sentence


@dataclass(slots=True)
class Head:
    """A paragraph that begins with a label.

    Args:
        label: without its mark, if the mark is dropped.
        signs: what is dropped: the mark, and a colon between label and text.
        own: the text in the same paragraph.
        followers: the nodes after it that belong to it.
    """

    mark: Mark
    label: Line
    signs: str = ""
    own: tuple[Line, ...] = ()
    followers: list[Node] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether there is text to the label."""
        return bool(self.own or self.followers)


def options(nodes: Sequence[Node], start: int) -> Found | None:
    """Two or more labels of one family with text to each, from `nodes[start]` on."""
    heads = option_heads(nodes, start)
    if len(heads) < 2:
        return None
    return Found(
        kind="options",
        used=sum(1 + len(head.followers) for head in heads),
        items=tuple((head.label, _belongs(head)) for head in heads),
        dropped=tuple(Dropped(rule=_rule(head.mark), text=head.signs) for head in heads),
    )


def option_heads(nodes: Sequence[Node], start: int) -> list[Head]:
    """The labels with what belongs to each; one or none if there are no alternatives here."""
    first = head_of(nodes[start])
    if first is None or first.mark.number > 1:
        return []
    heads = [first]
    for index in range(start + 1, len(nodes)):
        head = head_of(nodes[index])
        if head and head.mark.family == first.mark.family:
            if not heads[-1].is_complete or (first.mark.number and head.mark.number != len(heads) + 1):
                break
            heads.append(head)
        elif nodes[index].kind in {"paragraph", "list"} and len(heads[-1].followers) < _MOST_FOLLOWERS:
            heads[-1].followers.append(nodes[index])
        else:
            break
    last = heads[-1]
    # What belongs to the last label nobody says: as much as to each of the others.
    usual = min((len(head.followers) for head in heads[:-1]), default=0)
    last.followers = last.followers[: usual if last.own else max(usual, 1)]
    return heads if last.is_complete else heads[:-1]


def head_of(node: Node) -> Head | None:
    """The label that a paragraph begins with, if it is one."""
    found = lines(node.runs) if node.kind == "paragraph" else []
    text = line_text(found[0]) if found else ""
    mark = mark_of(text)
    if mark is None or not (mark.number or mark.family in HEADS):
        return None
    first, rest = found[0], tuple(found[1:])
    start = 0 if mark.word else mark.end
    label, signs = cut(first, start), seen_text(first, 0, start)
    if parts := split_label(first, mark):
        label, signs, rest = parts[0], signs + parts[1], (parts[2], *rest)
    if not is_label(line_text(label)) or any(run.href for run in label):
        return None
    if any((other := mark_of(line_text(line))) and other.family == mark.family for line in rest):
        return None
    return Head(mark, label, signs, rest)


def split_label(line: Line, mark: Mark) -> tuple[Line, str, Line] | None:
    """Label, sign and text of a line such as `◼︎保存療法 安静にします。`, if it is sure where the label ends."""
    if mark.family not in LABELS:
        return None
    text = line_text(line)
    bold = _end_of_bold(line, mark.end)
    for end, start in (bold, _gap(_SIGN, text, mark.end), _gap(_FULL_STOP, text, mark.end)):
        if mark.end < end and is_label(text[mark.end : end], _LONGEST_NAME) and "。" in text[start:]:
            return cut(line, mark.end, end), seen_text(line, end, start).strip(), cut(line, start)
    return None


def _gap(pattern: re.Pattern[str], text: str, start: int) -> tuple[int, int]:
    match = pattern.search(text, start)
    return match.span() if match else (0, 0)


def _end_of_bold(line: Line, start: int) -> tuple[int, int]:
    """Where a bold label ends and its text begins; `**保存療法**は` is a word of a sentence, no label."""
    end = start
    for run in cut(line, start):
        if "b" not in run.marks:
            break
        end += len(run.text)
    rest = line_text(line)[end:]
    sign = _SIGN.match(rest)
    if not sign and re.match(r"[ぁ-ん、。]", rest):
        return 0, 0
    return end, end + (sign.end() if sign else 0)


def _belongs(head: Head) -> tuple[Node, ...]:
    own = (Node(kind="paragraph", runs=joined(head.own)),) if head.own else ()
    return (*own, *head.followers)


def _rule(mark: Mark) -> str:
    return "list-mark.number" if mark.number else "list-mark.option"
