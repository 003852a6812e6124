"""Which of the five page types a page is: one table of rules over its title, and what its headings say.

The first rule that speaks wins and gives the reason; a title with two subjects side by side is a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from importers.content import node_text
from importers.records import Document, Finding, Verdict
from importers.subjects import matchable, mentioned, spans
from importers.text import one_line

_HONORIFIC = r"(院長|副院長|理事長|名誉院長|医師|ドクター)"
_NO_NAME = r"(?!ご?挨拶|ご?紹介|日記|通信|募集|求人|一覧|不在|交代|変更|休診|代診|出演|講演|監修)"
_PERSON = re.compile(
    r"(医師|ドクター|院長|先生|担当医)(の)?(ご)?(紹介(?!状|され)|プロフィール)|^(doctor|physician) profile"
    r"|meet (our|the|your) (doctor|physician|surgeon)"
    r"|^[\w々ヶ]{1,5}[ 　][\w々ヶ]{1,5}[ 　]?(医師|先生|院長)$"
    rf"|^{_HONORIFIC}[ 　：:]+{_NO_NAME}[一-龠々ヶ]{{1,3}}[ 　]?[一-龠々ヶぁ-んァ-ヶ]{{1,4}}$"
    r"|^(?-i:Dr\.? [A-Z][a-z]+( [A-Z][a-z]+){1,2}$)",
    re.I,
)
_SYMPTOM_WORDS = re.compile(
    r"痛|腫れ|むくみ|しびれ|違和感|こわばり|曲がらない|伸びない|音が|鳴る|水が|たまる|熱を|だるい|力が入らない|外れ|ガクッ|抜け|"
    r"引っかか|ひっかか|動かな|曲げられな|伸ばせな|歩けな|立てな|座れな|突っ張|つっぱ|\bpain|\bswell|\bstiff|\bache|\bhurts?\b|"
    r"\bnumb|\bgives? way|\bgiving way|\bclick",
    re.I,
)
_BODY_PARTS = re.compile(r"膝|ひざ|ヒザ|足|脚|股関節|腰|ふくらはぎ|太もも|関節|\bknees?\b|\blegs?\b|\bjoints?\b", re.I)
_TREATMENT_WORDS = re.compile(
    r"治療|手術|療法|注射|検査|費用|料金|流れ|施術|リハビリ|医療|術|衝撃波"
    r"|(?<![a-z])(therap(y|ies)|treatments?|injections?|surgery|replacement|tests?)(?![a-z])",
    re.I,
)
# A treatment that the glossary does not know, by how such names end.
_TREATMENT_NAME = re.compile(
    r"[A-Za-zＡ-Ｚァ-ヶー一-龠][A-Za-zＡ-Ｚ0-9\-‐ァ-ヶー一-龠]{1,20}(療法|置換術|骨切り術|再建術|縫合術|切除術|注射|治療)"
    r"|\b[A-Z][\w-]{1,20} (therapy|injections?|surgery)\b"
)
# What self-pay care has to disclose, as the headings of a treatment's page say it.
_DISCLOSURES = re.compile(
    r"(?P<cost>費用|料金|\bfees?\b|\bcosts?\b|\bprices?\b)|(?P<risk>リスク|副作用|\brisks?\b|side effects?)"
    r"|(?P<course>治療の流れ|回数|期間|\bprocedure\b|number of (visits|sessions))|(?P<whom>対象|適応|who can)",
    re.I,
)
# What announces, whatever else the title names: 膝の痛みセミナー開催のお知らせ.
_ANNOUNCES = re.compile(
    r"お知らせ[】\]）)！!]*$|^[【\[（(]?お知らせ|開催(します|しました|いたします|のご案内|決定|報告)|(開設|開始|導入|改定|移転|増設)(します|しま"
    r"した|いたします|いたしました)|セミナー|講演会|公開講座|勉強会|求人|休診|休業|年末年始|(放送|掲載|紹介)(されました|していただきました)",
    re.I,
)
_NEWS_WORDS = re.compile(
    r"お知らせ|営業|診療時間|ご案内|募集|開催|掲載|キャンペーン|\bnews\b|\bclosed\b|opening hours", re.I
)
_MOST_OF = 0.5  # of the headings, for what they name to be the subject of a page whose title names none


def page_type(document: Document) -> tuple[Verdict, list[Finding]]:
    """The page's type with its reason, and what a person should know about that."""
    for rank in PAGE_TYPES:
        for value, rule in rank:
            if reason := rule(document):
                return Verdict(value=value, reason=reason), list(_doubts(document, rule, reason))
    raise AssertionError("the last rank always speaks")


def _physician(document: Document) -> str:
    match = _PERSON.search(one_line(document.title))
    return f"title names a physician: {match[0]}" if match else ""


def _announcement(document: Document) -> str:
    match = _ANNOUNCES.search(document.title)
    return f"title announces something: {match[0]}" if match else ""


def _news(document: Document) -> str:
    match = _NEWS_WORDS.search(document.title)
    if not match or _subjects(document.title) or _treatment(document):
        return ""
    return f"title announces something: {match[0]}"


def _treatment(document: Document) -> str:
    title = document.title
    disclosures = _disclosures(document)
    if len(disclosures) < 2:
        return ""
    named = mentioned(title, "treatment") or mentioned(title, "test")
    offered = _TREATMENT_WORDS.search(title) or {"cost", "risk"} <= set(disclosures.values())  # ストレッチ is not
    if named and offered and (_first_subject(title) == "treatment" or _for_a_condition(title)):
        name = named[0][1].ja
    elif not _subjects(title) and (match := _TREATMENT_NAME.search(title)):
        name = match[0]
    else:
        return ""
    return f"title names a treatment: {name}; headings give {'・'.join(disclosures)}"


def _condition(document: Document) -> str:
    named = mentioned(document.title, "condition")
    if named and _first_subject(document.title) == "condition":
        return f"title names a condition: {named[0][1].ja}"
    return ""


def _symptom(document: Document) -> str:
    named = mentioned(document.title, "symptom")
    if named:
        return f"title names a symptom: {named[0][1].ja}"
    part, word = _BODY_PARTS.search(document.title), _SYMPTOM_WORDS.search(document.title)
    if part and word:
        between = document.title[min(part.start(), word.start()) : max(part.end(), word.end())]
        return (
            f"title names a symptom: {part[0]}…{word[0]}" if len(between) > 12 else f"title names a symptom: {between}"
        )
    return ""


def _by_headings(kind: str, category: str) -> Callable[[Document], str]:
    """A rule for titles that name nothing: what most headings name, each time the same for a condition or treatment."""

    def rule(document: Document) -> str:
        headings = _headings(document)
        about = [heading for heading in headings if _first_subject(heading) == category]
        names = Counter(term.ja for heading in about for _, term in mentioned(heading, category)[:1])
        name, times = names.most_common(1)[0] if names else ("", 0)
        times = len(about) if category == "symptom" else times
        if times < 2 or times < _MOST_OF * len(headings):
            return ""
        if category == "treatment" and len(_disclosures(document)) < 2:
            return ""
        return f"title names nothing, {times} of {len(headings)} headings name {kind}" + (f": {name}" if name else "")

    return rule


def _plain_article(document: Document) -> str:
    return "title names no physician, treatment, condition or symptom"


PageRule = tuple[str, Callable[[Document], str]]
_HEADINGS_TELL: tuple[PageRule, ...] = (
    ("treatment", _by_headings("a treatment", "treatment")),
    ("condition", _by_headings("a condition", "condition")),
    ("symptom_article", _by_headings("a symptom", "symptom")),
)
# Page type → reason or "".  The first that speaks wins.
PAGE_TYPES: tuple[tuple[PageRule, ...], ...] = (
    (("physician", _physician),),
    (("article", _announcement), ("article", _news)),
    (("treatment", _treatment), ("condition", _condition), ("symptom_article", _symptom)),
    _HEADINGS_TELL,
    (("article", _plain_article),),
)


# Doubts ---------------------------------------------------------------------------------------------------------------

_JOINED = re.compile(r"\s*(?:と|や|・|、|/|／|＆|&|and)\s*", re.IGNORECASE)


def _doubts(document: Document, rule: Callable[[Document], str], reason: str) -> list[Finding]:
    hint = "Check the page type before accepting the page, or settle it in the mapping file."
    where = document.path
    if rule in {told for _, told in _HEADINGS_TELL}:
        message = f"The title does not say what the page is about; taken: {reason}."
        return [Finding(level="info", id="page-type.from-headings", message=message, hint=hint, where=where)]
    if rule in {_treatment, _condition, _symptom} and _names_two_subjects(document.title):
        message = f"The title names two subjects side by side; taken: {reason}."
        return [Finding(level="warning", id="page-type.tie", message=message, hint=hint, where=where)]
    return []


def _names_two_subjects(title: str) -> bool:
    """Subjects side by side, as in 「膝の痛みと半月板損傷」: of two kinds, or two diseases, of which a page has one."""
    found = sorted(
        (start, end, category, term.key)
        for category in ("symptom", "condition", "treatment")
        for start, end, term in spans(title, category)
    )
    text = matchable(title)
    return any(
        (first != second or (first == "condition" and one != other)) and _JOINED.fullmatch(text[end:start])
        for (_, end, first, one), (start, _, second, other) in pairwise(found)
    )


# What a title or heading names ----------------------------------------------------------------------------------------


def _subjects(title: str) -> list[tuple[int, str]]:
    found = [
        (position, "treatment" if category == "test" else category)
        for category in ("symptom", "condition", "treatment", "test")
        for position, _ in mentioned(title, category)
    ]
    part, word = _BODY_PARTS.search(title), _SYMPTOM_WORDS.search(title)
    if part and word:
        found.append((len(matchable(title[: part.start()])), "symptom"))
    return sorted(found)


def names_treatment(text: str) -> bool:
    """Whether a text names a treatment or test, by the glossary or by how such names end."""
    known = mentioned(text, "treatment") or mentioned(text, "test")
    return bool(known) or _TREATMENT_NAME.search(text) is not None


@lru_cache(maxsize=256)  # the rules ask for the same headings one after the other
def _first_subject(title: str) -> str:
    """What a title is about: the subject it names first.  A condition hides the body part inside its own name."""
    subjects = _subjects(title)
    if not subjects:
        return ""
    first = subjects[0][0]
    at_start = {kind for position, kind in subjects if position == first}
    return next(kind for kind in ("condition", "treatment", "symptom") if kind in at_start)


def _for_a_condition(title: str) -> bool:
    """A condition only says what a treatment is for: 変形性膝関節症に対するPRP療法."""
    text = matchable(title)
    treatments = spans(title, "treatment")
    return any(
        re.fullmatch(r"\s*(の|への|に対する|における|のための)\s*", text[end:start])
        for _, end, _ in spans(title, "condition")
        for start, _, _ in treatments
        if end < start
    )


def _headings(document: Document) -> list[str]:
    return [node_text(node) for node in document.nodes if node.kind == "heading"]


def _disclosures(document: Document) -> dict[str, str]:
    """The words with which the headings disclose something, in order, and the kind of each."""
    found = filter(None, map(_DISCLOSURES.search, _headings(document)))
    return dict(sorted({match[0]: match.lastgroup or "" for match in found}.items()))
