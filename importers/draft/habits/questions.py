"""`Q.` and `A.`, 質問： and 答え：, or headings that ask below よくある質問 → questions and answers.

The look-alikes (コエンザイムQ10, A型, Q.O.L., a rhetorical question) are in the marks and in what must follow them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from importers.classify import section_kind
from importers.content import node_text
from importers.draft.context import Context
from importers.draft.habits.lists import with_lists
from importers.draft.habits.stream import Entry, nodes_of
from importers.draft.lines import Line, cut, joined, line_text, seen_text
from importers.records import Node
from importers.text import shows

_DIGITS = r"(?:[0-9０-９]{1,2}|[①-⑳])?"
_SPACE = "[ 　\u00a0]"


def _marks(letters: str, words: str) -> re.Pattern[str]:
    """`Q.`, `Q1：`, `【Q】`, `質問1：` are sure signs; `Q)` and `Q 膝が` need an answer in the same manner."""
    return re.compile(
        rf"\s*(?:"
        rf"(?P<stop>[{letters}]\s?{_DIGITS}\s?(?:[.．](?![A-Za-zＡ-Ｚ]{{1,2}}[.．])|[:：])(?![0-9０-９]))"
        rf"|(?P<bracket>[【\[［〔〈＜<（(]\s?(?:[{letters}]|{words})\s?{_DIGITS}\s?[】\]］〕〉＞>）)][.．:：]?)"
        rf"|(?P<word>(?:{words})\s?{_DIGITS}\s?[:：])"
        rf"|(?P<other>[{letters}]\s?{_DIGITS}\s?[、。)）])"
        rf"|(?P<space>[{letters}](?:[0-9０-９①-⑳]{{1,2}}{_SPACE}+|{_SPACE}+(?=[^\x00-\x7f])))"
        rf")\s*"
    )


_QUESTION = _marks("QＱ", "ご質問|質問|問|Question")
_ANSWER = _marks("AＡ", "お答え|ご回答|答え|回答|答|Answer")
_SURE = {"stop", "bracket", "word"}
_ASKS = re.compile(r"([？?]|か。?)\s*$")
_NUMBER = re.compile("[0-9０-９]{1,2}|[①-⑳]")
_ANNOUNCES = re.compile(r"[:：]\s*$|(次|以下|下記)の")
_MOST_BETWEEN = 12
_ANSWERS = {"paragraph", "list", "image", "gallery", "table", "video"}


@dataclass(slots=True)
class _Pair:
    asked: Entry
    manner: str
    question: list[Line]
    answer: list[Entry] = field(default_factory=list)
    marked: bool = False  # the answer has a mark of its own
    closed: bool = False  # another question or a heading says where the answer ends
    signs: list[tuple[str, str]] = field(default_factory=list)

    def nodes(self, *, paragraphs: bool = False) -> int:
        """How many nodes the answer takes, or how many paragraphs of text."""
        return len({id(entry.node) for entry in self.answer if not paragraphs or _is_text(entry)})


def _is_text(entry: Entry) -> bool:
    return entry.line is not None and entry.mark is None


def with_questions(context: Context, stream: Sequence[Entry]) -> list[Entry]:
    """The lines with all questions and answers among them made one thing each time."""
    out: list[Entry] = []
    index = 0
    while index < len(stream):
        pairs, end = _pairs(stream, index) if _asked(stream[index]) else ([], index)
        if pairs:
            out.append(Entry(_faq(context, pairs)))
            index = end
        else:
            out.append(stream[index])
            index += 1
    return out


def _asked(entry: Entry) -> re.Match[str] | None:
    """The mark of a question, on a line or a heading, with the question behind it."""
    text = line_text(entry.node.runs) if entry.node.kind == "heading" else entry.text
    match = _QUESTION.match(text)
    return match if match and shows(text[match.end() :]) else None


def _answered(entry: Entry, manner: str) -> re.Match[str] | None:
    """The mark of an answer, in the manner of its question."""
    match = _ANSWER.match(entry.text)
    if not match or not shows(entry.text[match.end() :]):
        return None
    return match if match.lastgroup == manner or {match.lastgroup, manner} <= _SURE else None


def _pairs(stream: Sequence[Entry], start: int) -> tuple[list[_Pair], int]:
    """Questions with their answers from `start` on, and where they end; none if that is not sure."""
    pairs: list[_Pair] = []
    index = end = start
    while index < len(stream) and (asked := _asked(stream[index])):
        pair, index = _pair(stream, index, asked)
        alike = not pairs or _sort(pairs[0]) == _sort(pair)
        if not pair.answer or not alike or not (pair.marked or _counts(pair, len(pairs) + 1)):
            break
        pairs.append(pair)
        end = index
    if pairs and not pairs[-1].closed:
        end -= _surplus(pairs)
    if not pairs or (not pairs[0].marked and len(pairs) < 2):
        return [], start
    return pairs, end


def _pair(stream: Sequence[Entry], start: int, asked: re.Match[str]) -> tuple[_Pair, int]:
    entry = stream[start]
    line = entry.node.runs if entry.line is None else entry.line
    pair = _Pair(
        entry,
        asked.lastgroup or "",
        [cut(line, asked.end())],
        signs=[("label.question", seen_text(line, 0, asked.end()))],
    )
    index = upto = start + 1
    while upto < len(stream) and stream[upto].node is entry.node and not _asked(stream[upto]):
        if _answered(stream[upto], pair.manner):
            pair.question += [other.line or () for other in stream[index:upto]]
            index = upto
            break
        upto += 1
    if index < len(stream) and (answer := _answered(stream[index], pair.manner)):
        first = stream[index]
        pair.marked = True
        pair.signs.append(("label.answer", seen_text(first.line or (), 0, answer.end())))
        pair.answer.append(replace(first, line=first.after(answer.end()), text=first.text[answer.end() :], of=0))
        index += 1
    while index < len(stream) and _goes_on(stream, index, pair):
        pair.answer.append(stream[index])
        index += 1
    after = next((n for n in range(index, len(stream)) if stream[n].node.kind != "divider"), len(stream))
    asks_on = after < len(stream) and _asked(stream[after]) is not None  # perhaps below a rule between the two
    at_end = index == len(stream) or stream[index].node.kind == "heading"
    pair.closed = asks_on or (at_end and entry.node.kind == "heading")
    return pair, after if asks_on else index


def _goes_on(stream: Sequence[Entry], index: int, pair: _Pair) -> bool:
    entry = stream[index]
    if entry.node.kind not in _ANSWERS or _asked(entry):
        return False
    return len(pair.answer) < _MOST_BETWEEN or entry.node is stream[index - 1].node


def _surplus(pairs: list[_Pair]) -> int:
    """Take from the last answer, of which nobody says where it ends, what is more than each of the others has."""
    last = pairs[-1]
    most = min((pair.nodes() for pair in pairs[:-1]), default=1)
    paragraphs = min((pair.nodes(paragraphs=True) for pair in pairs[:-1]), default=1)
    if len(pairs) == 1 and len(last.answer) > 1 and last.answer[1].node.kind == "list":
        most += bool(_ANNOUNCES.search(last.answer[0].text))
    kept: list[Entry] = []
    for entry in last.answer:
        if not kept or entry.node is not kept[-1].node:
            most -= 1
            paragraphs -= _is_text(entry)
        if most < 0 or paragraphs < 0:
            break
        kept.append(entry)
    surplus = len(last.answer) - len(kept)
    last.answer = kept
    return surplus


def _sort(pair: _Pair) -> tuple[bool, str, bool]:
    """What questions that belong together have in common."""
    return pair.marked, pair.asked.node.kind, pair.manner in _SURE


def _counts(pair: _Pair, number: int) -> bool:
    """Whether a question needs no mark at its answer: its own is a sure one, or its number is the next from 1 on."""
    own = _NUMBER.search(pair.signs[0][1])
    return pair.manner in _SURE or (own is not None and _value(own[0]) == number)


def _value(number: str) -> int:
    return ord(number) - ord("①") + 1 if "①" <= number <= "⑳" else int(number)


def _faq(context: Context, pairs: Sequence[_Pair]) -> Node:
    children = []
    for pair in pairs:
        for rule, sign in pair.signs:
            context.drop(rule, sign, pair.asked.node.where)
        answer = tuple(nodes_of(with_lists(context, pair.answer)))
        children.append(Node(kind="pair", id=pair.asked.id, runs=joined(pair.question), children=answer))
    return Node(kind="faq", id=pairs[0].asked.id, where=pairs[0].asked.node.where, children=tuple(children))


# Headings that ask ----------------------------------------------------------------------------------------------------


def with_asking_headings(context: Context, nodes: Sequence[Node]) -> list[Node]:
    """The nodes with the questions below a heading such as よくある質問 made one thing."""
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        out.append(nodes[index])
        index += 1
        if out[-1].kind != "heading" or section_kind(node_text(out[-1])).value != "faq":
            continue
        end = _end_of_section(nodes, index, out[-1].level)
        first = next((n for n in range(index, end) if nodes[n].kind == "heading"), end)
        last = max((n for n in range(first, end) if nodes[n].kind == "heading"), default=end)
        stop = next((n for n in range(last + 1, end) if nodes[n].kind not in _ANSWERS), end)  # a button, a rule
        pairs = _asking(nodes[first:stop])
        faq = (Node(kind="faq", id=pairs[0].id, where=pairs[0].where, children=tuple(pairs)),) if pairs else ()
        out += [*nodes[index:first], *(faq or nodes[first:stop]), *nodes[stop:end]]
        index = end
    return out


def _end_of_section(nodes: Sequence[Node], start: int, level: int) -> int:
    ends = (n for n in range(start, len(nodes)) if nodes[n].kind == "heading" and nodes[n].level <= level)
    return next(ends, len(nodes))


def _asking(nodes: Sequence[Node]) -> list[Node]:
    """Each heading with what stands below it, if they are all of one level, ask, and hold what an answer can."""
    places = [n for n, node in enumerate(nodes) if node.kind == "heading"]
    if len({nodes[place].level for place in places}) != 1 or any(
        node.kind not in _ANSWERS | {"heading"} for node in nodes
    ):
        return []
    pairs = [
        Node(kind="pair", id=nodes[n].id, where=nodes[n].where, runs=nodes[n].runs, children=tuple(nodes[n + 1 : end]))
        for n, end in zip(places, [*places[1:], len(nodes)], strict=True)
    ]
    return pairs if all(pair.children and _ASKS.search(line_text(pair.runs)) for pair in pairs) else []
