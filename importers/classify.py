"""Room 3: `Document` → `Labelled`: a page type, and what stands beside the article, each with its reason.

Judges, never changes: every rule is in a table, in order, and a tie is a finding.  `page_types` has the table of page
types, `subjects` those of section kinds and of what a text names, for `draft` to ask while it shapes sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlsplit

from importers.content import box_nodes, box_text, node_text
from importers.page_types import names_treatment, page_type
from importers.records import Box, Crumb, Document, Dropped, Finding, Labelled, Node, Verdict
from importers.subjects import condition_of, first_term, other_kinds, section_kind, slug_for
from importers.text import count, one_line, shows
from kneeblog.prices import parse_prices

__all__ = ["Verdict", "card_name", "classify", "condition_of", "first_term", "is_supervisor", "other_kinds",
           "section_kind", "slug_for"]  # fmt: skip

# Beside the article ---------------------------------------------------------------------------------------------------

_SUPERVISOR = re.compile(
    r"監修(医師?|者|ドクター)?(の?(ご?紹介|情報|プロフィール))?$|^(この(記事|ページ|コラム)の)?監修"
    r"|^(medically )?reviewed by",
    re.I,
)
# In the article's own text only these words and nothing more introduce them: 監修医師からのお願い is a section of it.
_SUPERVISOR_HEADING = re.compile(
    r"^[\W_]*(この(記事|ページ|コラム)の|記事の?)?監修(医師?|者|ドクター)?(の?(ご?紹介|情報|プロフィール))?[\W_]*$"
)
_SUPERVISOR_LINE = re.compile(
    r"^[\W_]*(この(記事|ページ|コラム)の|記事の?)?監修(医師?|者|ドクター)?\s*[：:／/]\s*[^。：:]{2,40}$"
)
_INTRODUCES = frozenset({"heading", "paragraph", "list", "image", "table", "divider"})
_SEPARATOR = re.compile(r"[>›»＞〉→/|｜]|&gt;")
_HOME = re.compile(r"^(ホーム|トップ(ページ)?|top|home)$", re.I)

# A name that says no more than that here are prices: what stands below it is a list of them, and no treatment.
_FEES_WORD = r"料金|費用?|価格|値段|代金|自由診療|自費|保険|fees?|costs?|prices?|pricing"
_FEES_NAME = re.compile(
    rf"(?=.*({_FEES_WORD}))({_FEES_WORD}|公的|健康|医療|適用|適応|診療|診察|治療|検査|手術|各種|当院|一覧|目安|案内|表|税込み?|税抜き?|"
    r"について|[ごのと外]|list|[\W_])+",
    re.I,
)


def classify(document: Document) -> Labelled:
    """Judge one page."""
    verdict, findings = page_type(document)
    beside = _Beside()
    for box in document.beside:
        beside.judge(box)
    for group in document.groups:
        beside.judge_inside(group)
    beside.leave_out_rest()
    if verdict.value != "physician":
        beside.judge_end([node for node in document.nodes if id(node) not in beside.taken])
    return Labelled(
        document=replace(
            document,
            nodes=tuple(node for node in document.nodes if id(node) not in beside.taken),
            groups=(),
            beside=(),
        ),
        page_type=verdict,
        breadcrumbs=beside.crumbs,
        cards=tuple(beside.cards),
        supervisor=beside.supervisor,
        dropped=tuple(beside.dropped),
        findings=(*findings, *beside.findings),
    )


@dataclass(slots=True)
class _Beside:
    """What stands beside an article, judged group by group; a group that is nothing whole is judged in its parts."""

    crumbs: tuple[Crumb, ...] = ()
    cards: list[Box] = field(default_factory=list)
    supervisor: Box | None = None
    rest: list[Box] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # nodes of the article that turned out to be something else
    dropped: list[Dropped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def judge(self, box: Box) -> None:
        """Find what a group is, as a whole or in its parts."""
        if not self.crumbs and (found := _breadcrumbs(box)):
            self.crumbs, separators = found
            self.dropped.append(separators)
        elif group := _cards(box):
            heading, cards = group
            self.cards += cards
            if shows(heading):
                self.dropped.append(Dropped(rule="beside.heading", text=heading, where=f"#{box.id}"))
        elif self.supervisor is None and is_supervisor(box) and not _holds_cards(box):
            self.supervisor = box
        elif len(parts := _parts(box)) > 1:
            for part in parts:
                self.judge(part)
        else:
            self.rest.append(box)

    def judge_inside(self, box: Box) -> None:
        """Find in a group of the article itself what belongs beside it; all else stays where it is."""
        group = _cards(box)
        if not self.crumbs and (found := _breadcrumbs(box)):
            self.crumbs, separators = found
            self.dropped.append(separators)
        elif group and _FEES_NAME.fullmatch(group[0]):
            return  # a list of prices, however it is drawn
        elif group and len(group[1]) > 1 and all(map(_leads_on, group[1])):
            heading, cards = group
            self.cards += cards
            if count(heading):
                self.dropped.append(Dropped(rule="beside.heading", text=heading, where=f"#{box.id}"))
        elif self.supervisor is None and is_supervisor(box) and not _holds_cards(box):
            self.supervisor = box
        else:
            for group_inside in _groups_in(box):
                self.judge_inside(group_inside)
            return
        self.taken |= {id(node) for node in box_nodes(box)}

    def judge_end(self, nodes: Sequence[Node]) -> None:
        """Find the supervising physician in the last section or line of the article, if nothing else held them."""
        if self.supervisor is None and (found := _supervisor_at_end(nodes)):
            self.supervisor = Box(children=tuple(found))
            self.taken |= {id(node) for node in found}

    def leave_out_rest(self) -> None:
        """Drop what was not recognised, and say so."""
        for box in self.rest:
            text = box_text(box)
            pictures = sum(1 for node in box_nodes(box) if node.image)
            if not shows(text) and not pictures:
                continue
            if shows(text):
                self.dropped.append(Dropped(rule="beside.unrecognised", text=text, where=f"#{box.id}"))
            self.findings.append(
                Finding(
                    level="warning",
                    id="beside.unrecognised",
                    message=f"Left out beside the article: {text[:120] or f'{pictures} pictures without text'}",
                    hint="If it belongs to the article, copy it over by hand.",
                    where=f"#{box.id}",
                )
            )


def _parts(box: Box) -> list[Box]:
    """The groups inside a group; text between them is one too, but a heading goes with what it stands above."""
    parts: list[Box] = []
    loose: list[Node] = []
    for child in box.children:
        if isinstance(child, Node):
            loose.append(child)
            continue
        above = next((i for i in range(len(loose), 0, -1) if loose[i - 1].kind != "heading"), 0)
        if loose[:above]:
            parts.append(Box(id=box.id, children=tuple(loose[:above])))
        heading = tuple(loose[above:])
        parts.append(Box(id=child.id, children=(*heading, child)) if heading else child)
        loose = []
    if loose:
        parts.append(Box(id=box.id, children=tuple(loose)))
    return parts


def _groups_in(box: Box) -> list[Box]:
    """The groups inside a group, each with the heading it stands under."""
    groups = [child for child in box.children if isinstance(child, Box)]
    own = {id(group) for group in groups}
    parts = _parts(box)
    if len(parts) < 2:
        return groups
    return [part for part in parts if id(part) in own or isinstance(part.children[-1], Box)]


def is_supervisor(box: Box) -> bool:
    """Whether a group introduces the supervising physician: its first text says so."""
    first = next((node for node in box_nodes(box) if node.runs), None)
    return first is not None and bool(_SUPERVISOR.search(node_text(first)))


def _supervisor_at_end(nodes: Sequence[Node]) -> Sequence[Node]:
    """The last section or line of an article, if it introduces the supervising physician; never all of the article."""
    last = next((node for node in reversed(nodes) if node.kind != "divider"), None)
    if last and last is not nodes[0] and last.kind == "paragraph" and _SUPERVISOR_LINE.match(node_text(last)):
        return [last]
    deeper: list[int] = []
    for position in range(len(nodes) - 1, 0, -1):
        node = nodes[position]
        if node.kind not in _INTRODUCES:
            break
        if node.kind == "heading" and _SUPERVISOR_HEADING.match(node_text(node)):
            inside = nodes[position + 1 :]
            return nodes[position:] if min(deeper, default=7) > node.level and any(n.runs for n in inside) else []
        if node.kind == "heading":
            deeper.append(node.level)
    return []


def _breadcrumbs(box: Box) -> tuple[tuple[Crumb, ...], Dropped] | None:
    """A line such as ホーム > ブログ > title: links to the root and on, joined by one kind of sign."""
    nodes = list(box_nodes(box))
    if not nodes or len(nodes) > 8 or count(box_text(box)) > 200:
        return None
    if not all(node.kind in {"paragraph", "list"} for node in nodes):
        return None
    runs = [run for node in nodes for part in (node, *node.children) for run in part.runs]
    linked = [number for number, run in enumerate(runs) if run.href]
    last = linked[-1] if linked else -1
    parts: list[Crumb] = []
    separators = ""
    for number, run in enumerate(runs):
        if run.href and parts and parts[-1].url == run.href:
            parts[-1] = replace(parts[-1], label=parts[-1].label + run.text)
        elif run.href:
            parts.append(Crumb(label=one_line(run.text), url=run.href))
        else:
            # A title may hold the sign itself: all that follows the last link is one label.
            labels = _SEPARATOR.split(run.text, maxsplit=1 if linked and number > last else 0)
            separators += "".join(_SEPARATOR.findall(run.text)[: len(labels) - 1])
            parts.extend(Crumb(label=one_line(label), url=None) for label in labels if shows(label))
    if len(parts) < 2 or not (separators or any(node.kind == "list" for node in nodes)):
        return None
    if count("".join(part.label for part in parts)) + count(separators) != count(box_text(box)):
        return None  # there is more in it than steps
    first = parts[0]
    at_home = _HOME.match(first.label) or (first.url is not None and _path(first.url) in {"", "/"})
    if not at_home or (first.url is None and len(parts) < 3):
        return None
    return tuple(parts), Dropped(rule="breadcrumb.separators", text=separators, where=f"#{box.id}")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return url


_TREATS = re.compile(r"治療|療法|手術|注射|検査|診断")


def _cards(box: Box) -> tuple[str, list[Box]] | None:
    """The cards of a group of which at least one names a treatment and its price, and the heading above them."""
    leaves = list(_leaf_boxes(box))
    candidates = [child for child in leaves if _is_card(child)]
    if not any(_is_priced(card) for card in candidates):
        return None
    # Beside one that is surely a card, whatever has a name and a price is another.
    candidates = [child for child in leaves if child in candidates or (_name_of(child) and _is_priced(child))]
    inside = {id(node) for card in candidates for node in box_nodes(card)}
    outside = [node for node in box_nodes(box) if id(node) not in inside]
    if any(node.kind != "heading" for node in outside) or any(_SUPERVISOR.search(node_text(node)) for node in outside):
        return None
    return " ".join(map(node_text, outside)), candidates


def _holds_cards(box: Box) -> bool:
    return any(_is_card(child) and _is_priced(child) for child in _leaf_boxes(box))


def _is_priced(card: Box) -> bool:
    return any(_states_price(node_text(node)) for node in box_nodes(card) if node.kind != "heading")


@lru_cache(maxsize=256)  # groups are judged from the outside in, so the same cards are looked at again
def _states_price(text: str) -> bool:
    return bool(parse_prices(text))


def card_name(nodes: Sequence[Node]) -> Node | None:
    """The node that names a card: its only heading, else the short line it begins with."""
    headings = [node for node in nodes if node.kind == "heading"]
    if headings:
        return headings[0] if len(headings) == 1 else None
    first = next((node for node in nodes if node.kind == "paragraph"), None)
    text = node_text(first) if first else ""
    named = 0 < count(text) <= 30 and "。" not in text and not _states_price(text)
    return first if named else None


def _leads_on(card: Box) -> bool:
    """Whether a card shows or leads to what it names; a price list in boxes does neither."""
    nodes = list(box_nodes(card))
    return any(node.image or node.url or any(run.href for run in node.runs) for node in nodes)


def _is_card(box: Box) -> bool:
    """Whether a group names something, and that is a treatment or it leads on to it; 料金 names nothing."""
    name = _name_of(box)
    return bool(name) and (names_treatment(name) or bool(_TREATS.search(name)) or _leads_on(box))


def _name_of(box: Box) -> str:
    """What a group of several nodes names, `""` if it names nothing."""
    nodes = list(box_nodes(box))
    named = card_name(nodes) if len(nodes) > 1 else None
    name = node_text(named) if named else ""
    return "" if _FEES_NAME.fullmatch(name) else name


def _leaf_boxes(box: Box) -> Iterator[Box]:
    inner = [child for child in box.children if isinstance(child, Box)]
    if not inner:
        yield box
    for child in inner:
        yield from _leaf_boxes(child)
