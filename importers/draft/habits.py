"""How Japanese blogs write structure as text: boxes, marks, questions.  Recognised here, with the text each rule drops.

Every habit looks at a run of nodes from one position on and says what it makes of them and how many it used, or
`None`.  The look-alikes that must be left alone are in its condition: one mark alone is a mark, not a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from importers.draft.lines import Line, cut, joined, line_text, lines
from importers.records import Dropped, Node, Run
from importers.text import count

_VS = "[\ufe0e\ufe0f]?"
_BULLET = re.compile(rf"^\s*([・•‣⁃∙●○◯▶▷►✓✔☑☐□✅⚫])\s*{_VS}\s*")
_LABEL = re.compile(rf"^\s*([◼■◆◇▼▽●□▪◾⬛❏])\s*{_VS}\s*")
_NUMBER = re.compile(r"^\s*(?:([①-⑳])|[（(]?(\d{1,2})[.．、)）:：](?![\d０-９]))\s*")
_BOX = re.compile(r"^\s*[【\[［〔](?P<heading>[^】\]］〕]{2,60})[】\]］〕]\s*[:：]?\s*$")
_READERS = re.compile(
    r"こんな(方|人)|このような(方|人)|おすすめ|お勧め|当てはまる(方|人)|対象(の方|者)|悩み|for (those|people|you)", re.I
)
_QUESTION = re.compile(r"^\s*[QＱ]\s*[\d０-９]{0,2}\s*[.．:：、。)）]\s*|^\s*[QＱ][\d０-９]{1,2}\s+", re.I)
_ANSWER = re.compile(r"^\s*[AＡ]\s*[\d０-９]{0,2}\s*[.．:：、。)）]\s*|^\s*[AＡ][\d０-９]{1,2}\s+", re.I)
_CONTENTS = re.compile(r"^\s*[【\[■]?\s*(目次|もくじ|contents|table of contents)\s*[】\]]?\s*$", re.I)
_LONGEST_LABEL = 40


class Failed:
    """Stretches of nodes of which it is known that a structure begins at none of them, the last one for each kind.

    Whoever asks goes on to the next node after a failure; without this each would look to the stretch's end again.
    """

    def __init__(self) -> None:
        self._stretches: dict[str, tuple[Sequence[Node], int, int]] = {}

    def note(self, kind: str, nodes: Sequence[Node], first: int, last: int) -> None:
        """No structure of this kind begins at `nodes[first]` to `nodes[last]`."""
        self._stretches[kind] = (nodes, first, last)

    def covers(self, kind: str, nodes: Sequence[Node], start: int) -> bool:
        """Whether `nodes[start]` of the very same sequence is in the stretch noted last."""
        known, first, last = self._stretches.get(kind, ((), 0, -1))
        return known is nodes and first <= start <= last


failed = Failed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a habit made of `used` nodes."""

    kind: str  # readers, checklist, options, list, faq, contents
    used: int
    heading: str = ""
    ordered: bool = False
    items: tuple[tuple[Line, tuple[Node, ...], str], ...] = ()  # label or text, what belongs to it, node id
    dropped: tuple[Dropped, ...] = field(default=())


def recognise(nodes: Sequence[Node], start: int) -> Found | None:
    """The first habit that begins at `nodes[start]`."""
    if nodes[start].kind not in {"paragraph", "heading"}:
        return None
    return next((found for habit in HABITS if (found := habit(nodes, start))), None)


def _contents(nodes: Sequence[Node], start: int) -> Found | None:
    """目次 and the links into the page below it: the new page makes its own."""
    if not _CONTENTS.match(line_text(nodes[start].runs)):
        return None
    end = start + 1
    while end < len(nodes) and _only_anchors(nodes[end]):
        end += 1
    if end == start + 1:
        return None
    text = " ".join(_all_text(node) for node in nodes[start:end])
    return Found(kind="contents", used=end - start, dropped=(Dropped(rule="generated.contents", text=text),))


def _only_anchors(node: Node) -> bool:
    if node.kind == "list":
        return bool(node.children) and all(_only_anchors(item) for item in node.children)
    runs = [run for run in node.runs if count(run.text)]
    linked = bool(runs) and all("#" in run.href for run in runs)
    return node.kind in {"paragraph", "item"} and linked and all(map(_only_anchors, node.children))


def _all_text(node: Node) -> str:
    return line_text(node.runs) + " ".join(_all_text(child) for child in node.children)


def box(nodes: Sequence[Node], start: int) -> Found | None:
    """【こんな方におすすめ】 and lines with ・ below it, in the same paragraph or the next ones; or a list below it."""
    if nodes[start].kind != "paragraph":
        return None
    first, *rest = lines(nodes[start].runs) or [()]
    match = _BOX.match(line_text(first))
    if not match or not all(_BULLET.match(line_text(line)) for line in rest):
        return None
    items = [(line, nodes[start].id) for line in rest]
    end = start + 1
    while end < len(nodes) and (more := _marked_lines(nodes[end], _BULLET)):
        items += [(line, nodes[end].id) for line in more]
        end += 1
    dropped = [Dropped(rule="box.brackets", text=line_text(first).replace(match["heading"], ""))]
    marked = bool(items)
    if not items and end < len(nodes) and nodes[end].kind == "list" and _flat(nodes[end]):
        items = [(item.runs, item.id) for item in nodes[end].children]
        end += 1
    if not items:
        return None
    cleaned = [_unmarked(line, _BULLET, dropped, "list-mark.bullet") if marked else line for line, _ in items]
    kind = "readers" if _READERS.search(match["heading"]) else "checklist"
    rows = tuple((line, (), node_id) for line, (_, node_id) in zip(cleaned, items, strict=True))
    return Found(kind=kind, used=end - start, heading=match["heading"].strip(), items=rows, dropped=tuple(dropped))


def _flat(node: Node) -> bool:
    return all(not item.children for item in node.children)


def _marked_lines(node: Node, mark: re.Pattern[str]) -> list[Line]:
    """The lines of a paragraph all of which begin with the mark, or none."""
    found = lines(node.runs) if node.kind == "paragraph" else []
    return found if found and all(mark.match(line_text(line)) for line in found) else []


def _options(nodes: Sequence[Node], start: int) -> Found | None:
    """Two or more labelled alternatives: `◼︎保存療法`, its text on the lines or in the paragraphs that follow."""
    for mark, rule in ((_LABEL, "list-mark.option"), (_NUMBER, "list-mark.number")):
        heads = [] if failed.covers(rule, nodes, start) else _option_heads(nodes, start, mark, rule)
        if len(heads) < 2 or (mark is _NUMBER and not _counts_up(nodes, heads)):
            continue
        dropped: list[Dropped] = []
        items = []
        for position, head in enumerate(heads):
            last = position == len(heads) - 1
            first, *rest = lines(nodes[head].runs)
            end = heads[position + 1] if not last else head + (1 if rest else 2)
            followers = nodes[head + 1 : end]
            label = _unmarked(first, mark, dropped, rule)
            own = (Node(kind="paragraph", id=nodes[head].id, runs=joined(rest)),) if rest else ()
            items.append((label, (*own, *followers), nodes[head].id))
        if all(belongs for _, belongs, _ in items):
            used = (heads[-1] + (1 if len(lines(nodes[heads[-1]].runs)) > 1 else 2)) - start
            return Found(kind="options", used=used, items=tuple(items), dropped=tuple(dropped))
    return None


def _option_heads(nodes: Sequence[Node], start: int, mark: re.Pattern[str], rule: str) -> list[int]:
    """Where the labels stand; none as soon as it is sure that they are no options, whatever follows."""
    heads: list[int] = []
    plain = 0
    for index in range(start, len(nodes)):
        node = nodes[index]
        if node.kind == "paragraph" and _is_head(node, mark):
            if _stays(nodes, index):
                if heads and heads[-1] == index - 1 and len(lines(nodes[index - 1].runs)) == 1:
                    failed.note(rule, nodes, start, index - 1)  # a label with nothing to it
                    return []
                if mark is _NUMBER and _number(lines(node.runs)[0]) != len(heads) + 1:
                    return []
            heads.append(index)
            plain = 0
        elif not heads or node.kind not in {"paragraph", "list"} or plain >= 3:
            break
        else:
            plain += 1
    last = nodes[heads[-1]] if heads else None
    if last is not None and len(lines(last.runs)) == 1:  # a bare label takes the paragraph after it along
        follower = heads[-1] + 1
        if follower >= len(nodes) or nodes[follower].kind not in {"paragraph", "list"}:
            heads.pop()
    return heads if heads and heads[0] == start else []


def _stays(nodes: Sequence[Node], index: int) -> bool:
    """Whether a label has text of its own or something after it, and so is not taken back."""
    follower = nodes[index + 1].kind if index + 1 < len(nodes) else ""
    return follower in {"paragraph", "list"} or len(lines(nodes[index].runs)) > 1


def _is_head(node: Node, mark: re.Pattern[str]) -> bool:
    found = lines(node.runs)
    if not found or not mark.match(line_text(found[0])):
        return False
    label = mark.sub("", line_text(found[0]), count=1)
    marked_below = any(mark.match(line_text(line)) for line in found[1:])
    return 0 < count(label) <= _LONGEST_LABEL and not label.rstrip().endswith(("。", "、")) and not marked_below


def _counts_up(nodes: Sequence[Node], heads: Sequence[int]) -> bool:
    return [_number(lines(nodes[head].runs)[0]) for head in heads] == list(range(1, len(heads) + 1))


def _number(line: Line) -> int:
    match = _NUMBER.match(line_text(line))
    if not match:
        return 0
    return ord(match[1]) - ord("①") + 1 if match[1] else int(match[2])


def _bullets(nodes: Sequence[Node], start: int) -> Found | None:
    """Two or more lines that begin with ・ (or count up from 1): a list."""
    for mark, rule in ((_BULLET, "list-mark.bullet"), (_NUMBER, "list-mark.number")):
        ordered = mark is _NUMBER
        kind = f"{rule} of a list"
        items: list[tuple[Line, tuple[Node, ...], str]] = []
        dropped: list[Dropped] = []
        end = len(nodes) if failed.covers(kind, nodes, start) else start
        while end < len(nodes) and (own := _marked_lines(nodes[end], mark)):
            numbers = list(range(len(items) + 1, len(items) + len(own) + 1))
            items += [(_unmarked(line, mark, dropped, rule), (), nodes[end].id) for line in own]
            if ordered and [_number(line) for line in own] != numbers:
                items = []
                break
            if not all(line for line, _, _ in items[-len(own) :]):
                failed.note(kind, nodes, start, end)  # a mark and nothing else
                items = []
                break
            end += 1
        if len(items) >= 2:
            return Found(kind="list", used=end - start, ordered=ordered, items=tuple(items), dropped=tuple(dropped))
    return None


def _questions(nodes: Sequence[Node], start: int) -> Found | None:
    """`Q.` lines each followed by an `A.`: questions and answers; text after an answer goes on with it."""
    if failed.covers("faq", nodes, start):
        return None
    dropped: list[Dropped] = []
    pairs: list[tuple[Line, list[Line], str]] = []
    end = start
    while end < len(nodes) and (own := _question_lines(nodes[end])):
        if not _add_lines(own, nodes[end].id, pairs, dropped):
            failed.note("faq", nodes, start, end - 1)  # the question without an answer stands before each of them
            return None
        end += 1
    if not pairs or not pairs[-1][1]:
        failed.note("faq", nodes, start, end - 1)
        return None
    items = tuple(
        (question, (Node(kind="paragraph", runs=joined(answer)),), node_id) for question, answer, node_id in pairs
    )
    return Found(kind="faq", used=end - start, items=items, dropped=tuple(dropped))


def _question_lines(node: Node) -> list[Line]:
    """The lines of a paragraph that begins with Q or A, or of a heading that begins with Q, or none."""
    own = lines(node.runs) if node.kind in {"paragraph", "heading"} else []
    if not own:
        return []
    first = line_text(own[0])
    return own if _QUESTION.match(first) or (node.kind == "paragraph" and _ANSWER.match(first)) else []


def _add_lines(
    own: Sequence[Line], node_id: str, pairs: list[tuple[Line, list[Line], str]], dropped: list[Dropped]
) -> bool:
    """Put lines to the questions and answers before them; whether all of them go there."""
    for line in own:
        asked = bool(pairs) and not pairs[-1][1]
        if _QUESTION.match(line_text(line)):
            if asked:
                return False
            pairs.append((_unmarked(line, _QUESTION, dropped, "label.question"), [], node_id))
        elif _ANSWER.match(line_text(line)) and asked:
            pairs[-1][1].append(_unmarked(line, _ANSWER, dropped, "label.answer"))
        elif pairs and not asked:
            pairs[-1][1].append(line)
        else:
            return False
    return True


def _unmarked(line: Line, mark: re.Pattern[str], dropped: list[Dropped], rule: str) -> Line:
    match = mark.match(line_text(line))
    if not match:
        return line
    dropped.append(Dropped(rule=rule, text=match[0].strip()))
    rest = cut(line, match.end())
    return tuple(run for run in rest if run.text)


HABITS: tuple[Callable[[Sequence[Node], int], Found | None], ...] = (_contents, box, _questions, _options, _bullets)


def is_bold_line(runs: Sequence[Run]) -> bool:
    """A short paragraph all in bold and without a full stop: perhaps meant as a heading."""
    text = line_text(runs).strip()
    return (
        0 < count(text) <= 40
        and "\n" not in text
        and not text.endswith(("。", "．", "."))
        and all("b" in run.marks for run in runs if count(run.text))
    )
