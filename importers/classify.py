"""Room 3: `Document` → `Labelled`: a page type, and what stands beside the article, each with its reason.

Judges, never changes: every rule is in a table below, in order, and a tie is a finding.  Section kinds and conditions
are judged here too (`section_kind`, `condition_of`), for `draft` to ask while it shapes sections.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from importers.content import box_nodes, box_text, node_text
from importers.records import Box, Crumb, Document, Dropped, Finding, Labelled, Node, Verdict
from importers.text import count, one_line
from kneeblog.prices import parse_prices
from kneeblog.translation.glossary import Term, load_glossary

# Section kinds --------------------------------------------------------------------------------------------------------

# Heading → kind; the first that matches wins, so the narrow ones stand above the wide ones.
SECTION_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("summary", r"まとめ|^最後に|^おわりに|結論|^summary|^conclusion|key takeaways"),
        ("faq", r"よくある(ご)?質問|Q\s*[&＆]\s*A|^質問|FAQ|frequently asked"),
        ("when_to_see_doctor", r"受診|病院|何科|医師に相談|相談すべき|医療機関|危険な(症状|サイン)|see a doctor"),
        ("fees", r"費用|料金|価格|値段|^fees?\b|\bcosts?\b|pric(e|ing)"),
        ("risks", r"リスク|副作用|合併症|デメリット|注意(点|事項)|\brisks?\b|side effects?"),
        ("prevention", r"予防|再発防止|再発を防|悪化を防|\bprevent"),
        ("diagnosis", r"検査|診断|\bdiagnos|\bexamination"),
        ("causes", r"原因|なぜ|要因|メカニズム|仕組み|理由|\bcauses?\b|\bwhy\b"),
        ("self_care", r"対処|セルフケア|自宅で|応急|ストレッチ|運動(方法|法|の仕方)|筋トレ|和らげ|self-care"),
        ("conditions", r"疾患|病気|けが|ケガ|外傷|傷病|\bconditions?\b|\bdiseases?\b"),
        ("treatment", r"治療|手術|療法|注射|リハビリ|\btreatments?\b|\btherap(y|ies)\b|\bsurgery\b"),
        ("symptoms", r"症状|サイン|兆候|特徴|セルフチェック|\bsymptoms?\b|\bsigns?\b"),
        ("overview", r"とは[？?]?$|概要|基礎知識|について$|構造|\boverview\b|what is|^about\b|introduction"),
    )
)  # fmt: skip


def section_kind(heading: str) -> Verdict:
    """The kind of a section by its heading; `other` when no word of it tells."""
    folded = one_line(heading)
    for kind, pattern in SECTION_KINDS:
        if match := pattern.search(folded):
            return Verdict(value=kind, reason=f"the heading says {match[0]}")
    return Verdict(value="other", reason="no word of the heading tells")


# Glossary -------------------------------------------------------------------------------------------------------------


@cache
def _names(category: str) -> tuple[tuple[re.Pattern[str], Term], ...]:
    """Pattern of a name → term of one category, longest names first, so that a longer name hides the one inside it."""
    pairs = [
        (name, term)
        for term in load_glossary()
        if term.category == category
        for name in (*term.names, *([term.en] if len(term.en) > 3 else []))
    ]
    return tuple((_name_pattern(name), term) for name, term in sorted(pairs, key=lambda pair: -len(pair[0])))


def _name_pattern(name: str) -> re.Pattern[str]:
    """Japanese names anywhere, Latin ones as whole words, and short ones (RA, PRP) in their own capitals only."""
    pattern = re.escape(_matchable(name))
    if not name.isascii():
        return re.compile(pattern, re.IGNORECASE)
    return re.compile(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", re.IGNORECASE if len(name) > 4 else 0)


def _matchable(text: str) -> str:
    """A copy to look for names in: compatibility forms and 靭/靱 made one, letters left as they are."""
    return unicodedata.normalize("NFKC", text).replace("靭", "靱")


def _mentioned(text: str, category: str) -> list[tuple[int, Term]]:
    """The terms of a category that a text names, with where each begins, in that order."""
    return [(start, term) for start, _, term in _spans(text, category)]


def _spans(text: str, category: str) -> list[tuple[int, int, Term]]:
    searched = _matchable(text)
    found: list[tuple[int, int, Term]] = []
    for pattern, term in _names(category):
        match = pattern.search(searched)
        if match and not any(match.start() < stop and start < match.end() for start, stop, _ in found):
            found.append((*match.span(), term))
    return sorted(found, key=lambda span: span[0])


def condition_of(heading: str) -> tuple[str, str]:
    """The glossary key of the one disease a sub-heading is about.

    Returns:
        key and `""`; or `""` and the names, when it names several.
    """
    terms = list(dict.fromkeys(term for _, term in _mentioned(heading, "condition")))
    if len(terms) == 1:
        return terms[0].key, ""
    return "", "・".join(term.ja for term in terms)


def first_term(title: str, category: str) -> str:
    """The key of the first term of a category that a title names, or `""`."""
    mentioned = _mentioned(title, category)
    return mentioned[0][1].key if mentioned else ""


def slug_for(title: str) -> str:
    """An ASCII slug from the first glossary term that a title names, `""` when it names none."""
    mentioned = [
        found for category in ("condition", "symptom", "treatment", "test") for found in _mentioned(title, category)
    ]
    return min(mentioned, key=lambda pair: pair[0])[1].slug if mentioned else ""


# Page type ------------------------------------------------------------------------------------------------------------

_PERSON = re.compile(
    r"(医師|ドクター|院長|先生)(の)?(ご)?(紹介|プロフィール)|^(doctor|physician) profile"
    r"|^[\w々ヶ]{1,5}[ 　][\w々ヶ]{1,5}[ 　]?(医師|先生|院長)$",
    re.I,
)
_SYMPTOM_WORDS = re.compile(
    r"痛|腫れ|むくみ|しびれ|違和感|こわばり|曲がらない|伸びない|音が|鳴る|水が|たまる|熱を|だるい|力が入らない|外れ|\bpain\b|\bswell|\bstiff",
    re.I,
)
_BODY_PARTS = re.compile(r"膝|ひざ|ヒザ|足|脚|股関節|腰|ふくらはぎ|太もも|関節|\bknees?\b|\blegs?\b|\bjoints?\b", re.I)
_TREATMENT_WORDS = re.compile(r"治療|手術|療法|注射|検査|費用|料金|流れ|施術|リハビリ")
_NEWS_WORDS = re.compile(r"お知らせ|休診|年末年始|営業|診療時間|ご案内|募集|開催|掲載|キャンペーン|news", re.I)
_DISCLOSURES = re.compile(r"費用|料金|リスク|副作用|治療の流れ|回数|期間|対象|適応")


def _physician(document: Document) -> str:
    match = _PERSON.search(one_line(document.title))
    return f"title names a physician: {match[0]}" if match else ""


def _news(document: Document) -> str:
    match = _NEWS_WORDS.search(document.title)
    named = _subjects(document.title)
    return f"title announces something: {match[0]}" if match and not named else ""


def _treatment(document: Document) -> str:
    named = _mentioned(document.title, "treatment") or _mentioned(document.title, "test")
    if not named or not _TREATMENT_WORDS.search(document.title) or _first_subject(document.title) != "treatment":
        return ""
    disclosures = {match[0] for heading in _headings(document) if (match := _DISCLOSURES.search(heading))}
    if len(disclosures) < 2:
        return ""
    return f"title names a treatment: {named[0][1].ja}; headings give {'・'.join(sorted(disclosures))}"


def _condition(document: Document) -> str:
    named = _mentioned(document.title, "condition")
    if named and _first_subject(document.title) == "condition":
        return f"title names a condition: {named[0][1].ja}"
    return ""


def _symptom(document: Document) -> str:
    named = _mentioned(document.title, "symptom")
    if named:
        return f"title names a symptom: {named[0][1].ja}"
    part, word = _BODY_PARTS.search(document.title), _SYMPTOM_WORDS.search(document.title)
    if part and word:
        between = document.title[min(part.start(), word.start()) : max(part.end(), word.end())]
        return (
            f"title names a symptom: {part[0]}…{word[0]}" if len(between) > 12 else f"title names a symptom: {between}"
        )
    return ""


def _plain_article(document: Document) -> str:
    return "title names no physician, treatment, condition or symptom"


PageRule = tuple[str, Callable[[Document], str]]
# Page type → reason or "".  The first that speaks wins; a second one of the same rank makes it a tie.
PAGE_TYPES: tuple[tuple[PageRule, ...], ...] = (
    (("physician", _physician),),
    (("article", _news),),
    (("treatment", _treatment), ("condition", _condition), ("symptom_article", _symptom)),
    (("article", _plain_article),),
)


def _page_type(document: Document) -> tuple[Verdict, list[Finding]]:
    for rank in PAGE_TYPES:
        spoken = [(value, reason) for value, rule in rank if (reason := rule(document))]
        if spoken:
            value, reason = spoken[0]
            findings = [_tie(document, reason)] if _names_two_subjects(document.title) else []
            return Verdict(value=value, reason=reason), findings
    raise AssertionError("the last rank always speaks")


_JOINED = re.compile(r"\s*(?:と|や|・|、|/|／|＆|&|and)\s*", re.IGNORECASE)


def _names_two_subjects(title: str) -> bool:
    """Subjects of two kinds side by side, as in 「膝の痛みと半月板損傷」: the page may be either."""
    spans = sorted(
        (start, end, category)
        for category in ("symptom", "condition", "treatment")
        for start, end, _ in _spans(title, category)
    )
    text = _matchable(title)
    return any(
        first != second and _JOINED.fullmatch(text[end:start])
        for (_, end, first), (start, _, second) in pairwise(spans)
    )


def _tie(document: Document, reason: str) -> Finding:
    return Finding(
        level="warning",
        id="page-type.tie",
        message=f"The title names subjects of two kinds side by side; taken: {reason}.",
        hint="Check the page type before accepting the page.",
        where=document.path,
    )


def _subjects(title: str) -> list[tuple[int, str]]:
    found = [
        (position, "treatment" if category == "test" else category)
        for category in ("symptom", "condition", "treatment", "test")
        for position, _ in _mentioned(title, category)
    ]
    part, word = _BODY_PARTS.search(title), _SYMPTOM_WORDS.search(title)
    if part and word:
        found.append((len(_matchable(title[: part.start()])), "symptom"))
    return sorted(found)


def _first_subject(title: str) -> str:
    """What a title is about: the subject it names first.  A condition hides the body part inside its own name."""
    subjects = _subjects(title)
    if not subjects:
        return ""
    first = subjects[0][0]
    at_start = {kind for position, kind in subjects if position == first}
    return next(kind for kind in ("condition", "treatment", "symptom") if kind in at_start)


def _headings(document: Document) -> Iterator[str]:
    for node in document.nodes:
        if node.kind == "heading":
            yield node_text(node)


# Beside the article ---------------------------------------------------------------------------------------------------

_SUPERVISOR = re.compile(
    r"監修(医師?|者|ドクター)?(の?(ご?紹介|情報|プロフィール))?$|^(この(記事|ページ|コラム)の)?監修"
    r"|^(medically )?reviewed by",
    re.I,
)
_SEPARATOR = re.compile(r"[>›»＞〉→/|｜]|&gt;")
_HOME = re.compile(r"^(ホーム|トップ(ページ)?|top|home)$", re.I)


def classify(document: Document) -> Labelled:
    """Judge one page."""
    verdict, findings = _page_type(document)
    beside = _Beside()
    for box in document.beside:
        beside.judge(box)
    for group in document.groups:
        beside.judge_inside(group)
    keeps_rest = document.reader == "wix-page"
    if not keeps_rest:
        beside.leave_out_rest()
    return Labelled(
        document=replace(
            document,
            nodes=tuple(node for node in document.nodes if id(node) not in beside.taken),
            groups=(),
            beside=tuple(beside.rest) if keeps_rest else (),
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
            if count(heading):
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
        if group and len(group[1]) > 1 and all(map(_leads_on, group[1])):
            heading, cards = group
            self.cards += cards
            if count(heading):
                self.dropped.append(Dropped(rule="beside.heading", text=heading, where=f"#{box.id}"))
        elif self.supervisor is None and is_supervisor(box) and not _holds_cards(box):
            self.supervisor = box
        else:
            for child in box.children:
                if isinstance(child, Box):
                    self.judge_inside(child)
            return
        self.taken |= {id(node) for node in box_nodes(box)}

    def leave_out_rest(self) -> None:
        """Drop what was not recognised, and say so."""
        for box in self.rest:
            text = box_text(box)
            pictures = sum(1 for node in box_nodes(box) if node.image)
            if not count(text) and not pictures:
                continue
            if count(text):
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


def is_supervisor(box: Box) -> bool:
    """Whether a group introduces the supervising physician: its first text says so."""
    first = next((node for node in box_nodes(box) if node.runs), None)
    return first is not None and bool(_SUPERVISOR.search(node_text(first)))


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
            parts.extend(Crumb(label=one_line(label), url=None) for label in labels if count(label))
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


def _cards(box: Box) -> tuple[str, list[Box]] | None:
    """The cards of a group of which at least one names a treatment and its price, and the heading above them."""
    candidates = [child for child in _leaf_boxes(box) if _is_card(child)]
    if not any(_is_priced(card) for card in candidates):
        return None
    inside = {id(node) for card in candidates for node in box_nodes(card)}
    outside = [node for node in box_nodes(box) if id(node) not in inside]
    if any(node.kind != "heading" for node in outside) or any(_SUPERVISOR.search(node_text(node)) for node in outside):
        return None
    return " ".join(map(node_text, outside)), candidates


def _holds_cards(box: Box) -> bool:
    return any(_is_card(child) and _is_priced(child) for child in _leaf_boxes(box))


def _is_priced(card: Box) -> bool:
    return any(parse_prices(node_text(node)) for node in box_nodes(card) if node.kind != "heading")


def card_name(nodes: Sequence[Node]) -> Node | None:
    """The node that names a card: its only heading, else the short line it begins with."""
    headings = [node for node in nodes if node.kind == "heading"]
    if headings:
        return headings[0] if len(headings) == 1 else None
    first = next((node for node in nodes if node.kind == "paragraph"), None)
    text = node_text(first) if first else ""
    named = 0 < count(text) <= 30 and "。" not in text and not parse_prices(text)
    return first if named else None


def _leads_on(card: Box) -> bool:
    """Whether a card shows or leads to what it names; a price list in boxes does neither."""
    nodes = list(box_nodes(card))
    return any(node.image or node.url or any(run.href for run in node.runs) for node in nodes)


def _is_card(box: Box) -> bool:
    nodes = list(box_nodes(box))
    return card_name(nodes) is not None and len(nodes) > 1


def _leaf_boxes(box: Box) -> Iterator[Box]:
    inner = [child for child in box.children if isinstance(child, Box)]
    if not inner:
        yield box
    for child in inner:
        yield from _leaf_boxes(child)
