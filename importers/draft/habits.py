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


def _box(nodes: Sequence[Node], start: int) -> Found | None:
    """【こんな方におすすめ】 and lines with ・ below it, in the same paragraph or the next ones; or a list below it."""
    if nodes[start].kind != "paragraph":
        return None
    first, *rest = lines(nodes[start].runs) or [()]
    match = _BOX.match(line_text(first))
    if not match or not all(_BULLET.match(line_text(line)) for line in rest):
        return None
    items = [(line, nodes[start].id) for line in rest]
    end = start + 1
    while end < len(nodes) and (more := _bullet_lines(nodes[end])):
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


def _bullet_lines(node: Node) -> list[Line]:
    """The lines of a paragraph all of which begin with a bullet, or none."""
    found = lines(node.runs) if node.kind == "paragraph" else []
    return found if found and all(_BULLET.match(line_text(line)) for line in found) else []


def _options(nodes: Sequence[Node], start: int) -> Found | None:
    """Two or more labelled alternatives: `◼︎保存療法`, its text on the lines or in the paragraphs that follow."""
    for mark, rule in ((_LABEL, "list-mark.option"), (_NUMBER, "list-mark.number")):
        heads = _option_heads(nodes, start, mark)
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


def _option_heads(nodes: Sequence[Node], start: int, mark: re.Pattern[str]) -> list[int]:
    heads: list[int] = []
    plain = 0
    for index in range(start, len(nodes)):
        node = nodes[index]
        if node.kind == "paragraph" and _is_head(node, mark):
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
    for mark, ordered in ((_BULLET, False), (_NUMBER, True)):
        found: list[tuple[Line, str]] = []
        end = start
        while end < len(nodes) and nodes[end].kind == "paragraph":
            own = lines(nodes[end].runs)
            if not own or not all(mark.match(line_text(line)) for line in own):
                break
            found += [(line, nodes[end].id) for line in own]
            end += 1
        if len(found) < 2 or (ordered and [_number(line) for line, _ in found] != list(range(1, len(found) + 1))):
            continue
        dropped: list[Dropped] = []
        rule = "list-mark.number" if ordered else "list-mark.bullet"
        items = tuple((_unmarked(line, mark, dropped, rule), (), node_id) for line, node_id in found)
        if all(line for line, _, _ in items):
            return Found(kind="list", used=end - start, ordered=ordered, items=items, dropped=tuple(dropped))
    return None


def _questions(nodes: Sequence[Node], start: int) -> Found | None:
    """`Q.` lines each followed by an `A.`: questions and answers; text after an answer goes on with it."""
    flat: list[tuple[Line, str]] = []
    end = start
    while end < len(nodes) and nodes[end].kind in {"paragraph", "heading"}:
        own = lines(nodes[end].runs)
        begins = bool(own) and bool(_QUESTION.match(line_text(own[0])) or _ANSWER.match(line_text(own[0])))
        if not begins or (nodes[end].kind == "heading" and not _QUESTION.match(line_text(own[0]))):
            break
        flat += [(line, nodes[end].id) for line in own]
        end += 1
    dropped: list[Dropped] = []
    pairs: list[tuple[Line, list[Line], str]] = []
    for line, node_id in flat:
        if _QUESTION.match(line_text(line)):
            pairs.append((_unmarked(line, _QUESTION, dropped, "label.question"), [], node_id))
        elif _ANSWER.match(line_text(line)) and pairs and not pairs[-1][1]:
            pairs[-1][1].append(_unmarked(line, _ANSWER, dropped, "label.answer"))
        elif pairs and pairs[-1][1]:
            pairs[-1][1].append(line)
        else:
            return None
    if not pairs or not all(question and answer for question, answer, _ in pairs):
        return None
    items = tuple(
        (question, (Node(kind="paragraph", runs=joined(answer)),), node_id) for question, answer, node_id in pairs
    )
    return Found(kind="faq", used=end - start, items=items, dropped=tuple(dropped))


def _unmarked(line: Line, mark: re.Pattern[str], dropped: list[Dropped], rule: str) -> Line:
    match = mark.match(line_text(line))
    if not match:
        return line
    dropped.append(Dropped(rule=rule, text=match[0].strip()))
    rest = cut(line, match.end())
    return tuple(run for run in rest if run.text)


HABITS: tuple[Callable[[Sequence[Node], int], Found | None], ...] = (_contents, _box, _questions, _options, _bullets)


def is_bold_line(runs: Sequence[Run]) -> bool:
    """A short paragraph all in bold and without a full stop: perhaps meant as a heading."""
    text = line_text(runs).strip()
    return (
        0 < count(text) <= 40
        and "\n" not in text
        and not text.endswith(("。", "．", "."))
        and all("b" in run.marks for run in runs if count(run.text))
    )
