"""Two readings of one post, what the saved page shows and what its data holds → one, and where they differ.

What both say alike is taken.  Where the texts are the same the data may know more: an address, a caption, a mark.
Where they are not, the page is believed, for it is what readers saw, and the difference is a finding.  What only one
side has is kept at its place.  So no text of the page is ever lost here, and none of the data that the page lacks.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from importers.content import with_inside
from importers.records import Cell, Finding, Image, Level, Node, Run
from importers.text import visible
from importers.wix.align import aligned, in_order_of
from importers.wix.likeness import (
    MEDIA,
    address,
    contrasted,
    essence,
    has_media,
    is_absolute,
    is_media,
    linked,
    quoted,
    says_all,
    shape,
    target,
    text_of,
    words_of,
)

_PLAIN = frozenset({"paragraph", "legacy"})  # how the page's markup looks where no rule knows it for more
_LACKING = frozenset({"lost_embed", "gallery", "file", "legacy"})
# Findings that say of such nodes that the page lacks what the data may hold.
_LACKS = frozenset({"embed.lost", "file.lost", "gallery.incomplete", "block.unknown"})
_MANY_PARTS = 200  # looking for more of them would take long
_TELLING = 8  # characters; a shorter text may stand anywhere
_DEFAULT_ID = "foo"  # the first block of every new post

Unit = tuple[Node, ...]  # neighbours with one id: a gallery and the titles below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One side: its nodes and what was found while reading them."""

    nodes: tuple[Node, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Both sides as one."""

    nodes: tuple[Node, ...]
    findings: tuple[Finding, ...]
    only_held: str = ""  # the visible characters among `nodes` that only the data holds


def crosscheck(shown: Reading, held: Reading) -> Merged:
    """Merge what the page shows with what its data holds."""
    if not shown.nodes:
        return _all_held(shown, held)
    if not _related(shown.nodes, held.nodes):
        finding = Finding(
            level="warning",
            id="readings.unrelated",
            message=f"The post in the page's data is another one: {quoted(held.nodes)}; the page shows "
            f"{quoted(shown.nodes)}.",
            hint="The page is read as it shows itself; compare it with the old site.",
        )
        return Merged(nodes=shown.nodes, findings=(*shown.findings, finding))
    merger = _Merger(_lacks(shown))
    nodes = merger.sequence(shown.nodes, held.nodes)
    findings = (
        *(finding for place, finding in enumerate(shown.findings) if place not in merger.settled),
        *(finding for finding in held.findings if finding.where in merger.taken),
        *merger.findings,
    )
    return Merged(nodes=nodes, findings=findings, only_held=_surplus(nodes, shown.nodes))


def _all_held(shown: Reading, held: Reading) -> Merged:
    finding = Finding(
        level="warning",
        id="page.body-from-data",
        message="The saved page shows no article text; it was read from the data the page carries.",
        hint="Compare it with the old page: visitors may have seen it differently.",
    )
    kept = (other for other in shown.findings if other.id != "page.no-body")
    return Merged(nodes=held.nodes, findings=(*kept, *held.findings, finding), only_held=_surplus(held.nodes, ()))


def _lacks(shown: Reading) -> dict[int, int]:
    """Which finding says that the page lacks something of which node (by its `id()`): those of one place in order."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place, finding in enumerate(shown.findings):
        if finding.id in _LACKS:
            waiting[finding.where].append(place)
    lacking = (node for top in shown.nodes for node in with_inside(top) if node.kind in _LACKING)
    return {
        id(node): waiting[node.where].popleft()
        for node in lacking
        if waiting[node.where] and not (node.kind == "file" and node.url)
    }


def _related(shown: Sequence[Node], held: Sequence[Node]) -> bool:
    """Whether two readings have a text or an id in common; where one is without text there is no saying."""
    ids = [{node.id for node in nodes} - {"", _DEFAULT_ID} for nodes in (shown, held)]
    if ids[0] & ids[1]:
        return True
    texts = [{words_of(inner.runs) for node in nodes for inner in with_inside(node)} - {""} for nodes in (shown, held)]
    return not all(texts) or bool(texts[0] & texts[1])


def _surplus(nodes: Iterable[Node], others: Iterable[Node]) -> str:
    one, other = text_of(nodes), text_of(others)
    return "".join((Counter(one) - Counter(other)).elements()) if one != other else ""


class _Merger:
    """Merges node by node and notes what happened."""

    def __init__(self, lacks: Mapping[int, int]) -> None:
        self._lacks = lacks
        self.settled: set[int] = set()  # places of findings that no longer hold
        self.findings: list[Finding] = []
        self.taken: set[str] = set()  # where the data's own nodes came into the result, whose findings then count

    # Sequences -------------------------------------------------------------------------------------------------------

    def sequence(self, shown: Sequence[Node], held: Sequence[Node]) -> tuple[Node, ...]:
        """Both sides' nodes in one order."""
        if not shown and not held:
            return ()
        keys = (_id, essence)
        ours = _units(shown)
        theirs, moved = in_order_of(ours, _units(held), keys)
        if moved:
            nodes = [node for unit in moved for node in unit]
            self._find(
                "warning", "readings.differ", f"The page and its data have {quoted(nodes)} at different places.",
                nodes[0], "The page's order was kept; compare it with the old site.",
            )  # fmt: skip
        pairs = aligned(ours, theirs, keys, _alike)
        return self._merged(pairs)

    def _merged(self, pairs: Iterable[tuple[Unit | None, Unit | None]]) -> tuple[Node, ...]:
        out: list[Node] = []
        alone: list[tuple[Unit, Unit]] = []
        for shown, held in pairs:
            if shown is None or held is None:
                alone.append((shown or (), held or ()))
                continue
            out += self._alone(alone)
            alone.clear()
            out += self._unit(shown, held)
        out += self._alone(alone)
        return tuple(out)

    def _alone(self, pairs: Sequence[tuple[Unit, Unit]]) -> Iterable[Node]:
        """What stands between two pairs, each known to one side only, in order."""
        page = [node for shown, _ in pairs for node in shown]
        data = [node for _, held in pairs for node in held]
        text = text_of(page) if data else ""
        if text and text == text_of(data) and _addresses(page) <= _addresses(data):
            return self._regrouped(page, data)
        there = _written_in(text, data)
        for node in there:
            self._differ(page[0], node, "Structures")
        new = set(map(id, data)) - set(map(id, there))
        self._only(page, is_shown=True)
        self._only([node for node in data if id(node) in new], is_shown=False)
        return [node for shown, held in pairs for node in (*shown, *(node for node in held if id(node) in new))]

    def _regrouped(self, page: Sequence[Node], data: Sequence[Node]) -> Iterable[Node]:
        """The same text otherwise put together: the page's markup says less than the data of what it is."""
        for node in page:
            self._settle(node)
        self._find(
            "info", "readings.restored", f"The page's data knows this better, as {_kinds(data)} instead of "
            f"{_kinds(page)}: {quoted(data)}.", page[0], "Check that it looks as on the old page.",
        )  # fmt: skip
        return self._take(*data)

    def _only(self, nodes: Sequence[Node], *, is_shown: bool) -> None:
        """Say once for all neighbours that one side does not know them."""
        if not is_shown:
            self._take(*nodes)
        telling = [node for node in nodes if text_of([node]) or has_media(node)]
        what = f"{len(telling)} blocks, " if len(telling) > 1 else ""
        if telling and is_shown:
            self._find(
                "info", "readings.only-page", f"Only the page shows {what}{quoted(telling)}; its data does not hold "
                "it.", telling[0], "It was kept.",
            )  # fmt: skip
        elif telling:
            self._find(
                "warning", "readings.only-data", f"Only the page's data holds {what}{quoted(telling)}; the saved page "
                "does not show it.", telling[0], "It was put where the data has it; check that the old page shows it.",
            )  # fmt: skip

    def _unit(self, shown: Unit, held: Unit) -> tuple[Node, ...]:
        if len(shown) == len(held) == 1:
            return self._pair(shown[0], held[0])
        pairs = aligned([(node,) for node in shown], [(node,) for node in held], (essence,), _alike)
        return self._absorbed(shown, held) or self._merged(pairs)

    def _absorbed(self, shown: Unit, held: Unit) -> tuple[Node, ...]:
        """The data's nodes, if all that the page writes beside its own is written in them too; else nothing.

        So are the titles of a gallery's pictures, which the page writes below it.
        """
        own = {node.kind: node for node in shown if node.kind in MEDIA}
        beside = [node for node in shown if node.kind not in MEDIA]
        if len(own) + len(beside) != len(shown) or text_of(own.values()) or text_of(beside) not in text_of(held):
            return ()
        if not own.keys() <= {node.kind for node in held} | {"lost_embed"} or (not own and not is_media(held)):
            return ()
        out: list[Node] = []
        for node in held:
            mine = own.pop(node.kind, None) or (own.pop("lost_embed", None) if node.kind in MEDIA else None)
            out += self._pair(mine, node) if mine else self._take(node)
        return (*out, *own.values())

    # Nodes -----------------------------------------------------------------------------------------------------------

    def _pair(self, shown: Node, held: Node) -> tuple[Node, ...]:
        if shown.kind == held.kind:
            return (self._alike(shown, held),)
        if held.kind == "lost_embed":
            return (shown,)
        if shown.kind == "lost_embed":
            return self._restored(shown, held)
        if shown.kind in _PLAIN and text_of([shown]) == text_of([held]):
            return tuple(self._regrouped([shown], [replace(held, id=shown.id or held.id)]))
        self._differ(shown, held)
        if shown.kind in MEDIA or held.kind not in MEDIA or not (address(held) or held.children):
            return (shown,)
        return (shown, *self._take(replace(held, runs=())))  # what only the data knows: a film, a file

    def _alike(self, shown: Node, held: Node) -> Node:
        """Two nodes of one kind as one."""
        if shown.kind == "gallery":
            return self._gallery(shown, held)
        if replace(held, id=shown.id, where=shown.where) == shown:
            return replace(shown, id=shown.id or held.id)
        if shown.kind == "table":
            return self._table(shown, held)
        if (shown.level, shown.ordered, shown.start) != (held.level, held.ordered, held.start):
            self._differ(shown, held, "Level or numbering")
        if shown.title and held.title and visible(shown.title) != visible(held.title):
            self._differ(shown, held, "Names")
        return replace(
            shown,
            id=shown.id or held.id,
            runs=self._runs(shown, held),
            children=self.sequence(shown.children, held.children),
            image=self._image(shown, held),
            url=self._url(shown, held),
            title=shown.title or held.title,
            size=held.size or shown.size,
        )

    def _restored(self, shown: Node, held: Node) -> tuple[Node, ...]:
        """What the page lost, from the data, with the caption that the page may have kept."""
        self._settle(shown)
        self._find_restored(held, shown)
        (node,) = self._take(replace(held, id=shown.id or held.id))
        if words_of(shown.runs) in text_of([held]):
            return (node,)
        if not text_of([held]):
            return (replace(node, runs=shown.runs),)
        return (node, Node(kind="paragraph", runs=shown.runs))

    def _gallery(self, shown: Node, held: Node) -> Node:
        """All pictures of both; the page draws only the first ones."""
        mine = {child.image.url: child for child in shown.children if child.image}
        known = {child.image.url for child in held.children if child.image}
        more = tuple(child for child in shown.children if not child.image or child.image.url not in known)
        pictures = [self._picture(mine.get(address(child)), child) for child in held.children]
        if held.children:
            self._settle(shown)
        if not known <= mine.keys() or text_of(pictures) != text_of(shown.children):
            self._find_restored(held, shown)
        if more:
            self._find(
                "info", "readings.only-page", f"Only the page shows {len(more)} of a gallery's pictures; its data does "
                "not hold them.", shown, "They were kept, after the others.",
            )  # fmt: skip
        self._take(held)
        pictures += more
        return replace(shown, id=shown.id or held.id, runs=self._runs(shown, held), children=tuple(pictures))

    def _picture(self, shown: Node | None, held: Node) -> Node:
        if shown is None:
            return held
        runs = self._runs(shown, held) if words_of(shown.runs) else held.runs
        return replace(held, image=self._image(shown, held), runs=runs)

    def _table(self, shown: Node, held: Node) -> Node:
        if [len(row) for row in shown.rows] != [len(row) for row in held.rows]:
            self._differ(shown, held)
            return shown
        rows = tuple(
            tuple(self._cell(*pair) for pair in zip(*pairs, strict=True))
            for pairs in zip(shown.rows, held.rows, strict=True)
        )
        return replace(
            shown,
            id=shown.id or held.id,
            rows=rows,
            runs=self._runs(shown, held),
            header_row=shown.header_row or held.header_row,
            header_column=shown.header_column or held.header_column,
        )

    def _cell(self, shown: Cell, held: Cell) -> Cell:
        return Cell(
            id=shown.id or held.id,
            nodes=self.sequence(shown.nodes, held.nodes),
            header=shown.header or held.header,
            colspan=max(shown.colspan, held.colspan),
            rowspan=max(shown.rowspan, held.rowspan),
        )

    # Fields ----------------------------------------------------------------------------------------------------------

    def _runs(self, shown: Node, held: Node) -> tuple[Run, ...]:
        if shown.runs == held.runs or not words_of(held.runs):
            return shown.runs
        if not words_of(shown.runs):
            self._only([replace(held, children=())], is_shown=False)
            return held.runs
        if words_of(shown.runs) != words_of(held.runs):
            self._differ(shown, held)
            return shown.runs
        if says_all(held.runs, shown.runs):
            return held.runs
        if not says_all(shown.runs, held.runs):
            self._differ(linked(shown), linked(held), "Links or marks")
        return shown.runs

    def _image(self, shown: Node, held: Node) -> Image | None:
        one, other = shown.image, held.image
        if one is None or other is None:
            return one or other
        if one.url != other.url:
            self._differ(shown, held, "Pictures")
            return one
        return replace(
            one,
            width=one.width or other.width,
            height=one.height or other.height,
            alt=one.alt or other.alt,
            link=other.link if other.link and not is_absolute(one.link) else one.link,
        )

    def _url(self, shown: Node, held: Node) -> str:
        if not held.url or shown.url == held.url:
            return shown.url
        if not shown.url:
            self._settle(shown)
            self._find_restored(held, shown)
            return held.url
        if not is_absolute(shown.url) or target(shown.url) == target(held.url):
            return held.url
        self._differ(shown, held, "Addresses")
        return shown.url

    # Notes -----------------------------------------------------------------------------------------------------------

    def _take(self, *nodes: Node) -> tuple[Node, ...]:
        self.taken.update(inner.where for node in nodes for inner in with_inside(node))
        return nodes

    def _settle(self, shown: Node) -> None:
        self.settled.add(self._lacks.get(id(shown), -1))

    def _differ(self, shown: Node, held: Node, what: str = "") -> None:
        said = f"{what} differ at" if what else "The page and its data differ at"
        name = f"{shown.kind} {shown.id or held.id}".strip()
        here, there = contrasted(shown, held)
        if here == there:
            here, there = f"{here} as {shape(shown)}", f"it as {shape(held)}"
        self._find(
            "warning", "readings.differ", f"{said} {name}: the page has {here}, its data {there}.",
            shown if shown.where else held, "The page was believed; compare it with the old site.",
        )  # fmt: skip

    def _find_restored(self, held: Node, shown: Node) -> None:
        self._find(
            "info", "readings.restored", f"What the saved page no longer shows was in its data: {quoted([held])}.",
            shown, "Check that it is still there.",
        )  # fmt: skip

    def _find(self, level: Level, finding_id: str, message: str, node: Node, hint: str) -> None:
        self.findings.append(Finding(level=level, id=finding_id, message=message, hint=hint, where=node.where))


def _units(nodes: Sequence[Node]) -> list[Unit]:
    numbered = enumerate(nodes)
    groups = groupby(numbered, key=lambda pair: pair[1].id or pair[0])
    return [tuple(node for _, node in group) for _, group in groups]


def _id(unit: Unit) -> str:
    return unit[0].id


def _alike(shown: Unit, held: Unit) -> bool:
    """Whether two units at one place may be the same: of one kind, or lost and found; unless their ids differ."""
    one, other = shown[0], held[0]
    if one.id and other.id and one.id != other.id:
        return False
    return one.kind == other.kind or (one.kind == "lost_embed" and other.kind in MEDIA)


def _written_in(text: str, nodes: Sequence[Node]) -> list[Node]:
    """Nodes of which a text says the most already, only put together otherwise."""
    parts = [[words_of(inner.runs) for inner in with_inside(node)] for node in nodes]
    if not text or sum(map(len, parts)) > _MANY_PARTS:
        return []
    known = [sum(len(part) for part in own if len(part) >= _TELLING and part in text) for own in parts]
    return [
        node for node, own, there in zip(nodes, parts, known, strict=True) if there * 2 > sum(len(part) for part in own)
    ]


def _addresses(nodes: Iterable[Node]) -> set[str]:
    return {address(inner) for node in nodes for inner in with_inside(node)}


def _kinds(nodes: Iterable[Node]) -> str:
    return ", ".join(dict.fromkeys(node.kind for node in nodes))
