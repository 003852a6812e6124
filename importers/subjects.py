"""What a text is about: section kinds by the words of a heading, conditions and treatments by the glossary's names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from importers.records import Verdict
from importers.text import one_line
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
# What may stand between two kinds that a heading names side by side: 原因と対処法, 受診の目安と治療.
_AND = re.compile(
    r"(?:[法方点策時例別]|の[一-龠ァ-ヶー]{1,4})?\s*(?:と|や|・|、|／|/|＆|&|および|及び|\band\b)\s*[^、。と]{0,8}",
    re.IGNORECASE,
)


def section_kind(heading: str) -> Verdict:
    """The kind of a section by its heading; `other` when no word of it tells."""
    for kind, match in _kinds_in(one_line(heading)):
        return Verdict(value=kind, reason=f"the heading says {match[0]}")
    return Verdict(value="other", reason="no word of the heading tells")


def other_kinds(heading: str) -> list[str]:
    """The kinds that a heading names side by side with the one taken."""
    folded = one_line(heading)
    found = sorted((*match.span(), kind) for kind, match in _kinds_in(folded))
    groups = [[kind] for _, _, kind in found[:1]]
    for (_, end, _), (start, _, kind) in pairwise(found):
        if end <= start and _AND.fullmatch(folded[end:start]):
            groups[-1].append(kind)
        else:
            groups.append([kind])
    taken = section_kind(heading).value
    return [kind for group in groups if taken in group for kind in group if kind != taken]


@lru_cache(maxsize=256)  # a heading is asked for its kind by each habit that cares, and for its section
def _kinds_in(heading: str) -> list[tuple[str, re.Match[str]]]:
    """The kinds whose words stand in a heading, in the table's order."""
    return [(kind, match) for kind, pattern in SECTION_KINDS if (match := pattern.search(heading))]


# The glossary ---------------------------------------------------------------------------------------------------------


@cache
def _names(category: str) -> tuple[tuple[str, re.Pattern[str], Term], ...]:
    """Name, its pattern and its term, of one category, longest first, so that a name hides a shorter one inside it."""
    pairs = [
        (name, term)
        for term in load_glossary()
        if term.category == category
        for name in (*term.names, *(name for name in {term.en, term.en.partition("(")[0].strip()} if len(name) > 3))
    ]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((matchable(name).casefold(), _name_pattern(name), term) for name, term in pairs)


def _name_pattern(name: str) -> re.Pattern[str]:
    """Japanese names anywhere, Latin ones as whole words, and short ones (RA, PRP) in their own capitals only."""
    pattern = re.escape(matchable(name))
    if not name.isascii():
        return re.compile(pattern, re.IGNORECASE)
    return re.compile(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", re.IGNORECASE if len(name) > 4 else 0)


def matchable(text: str) -> str:
    """A copy to look for names in: compatibility forms, 靭/靱 and ’/' made one, letters left as they are."""
    return unicodedata.normalize("NFKC", text).replace("靭", "靱").replace("’", "'")


def mentioned(text: str, category: str) -> list[tuple[int, Term]]:
    """The terms of a category that a text names, with where each begins, in that order."""
    return [(start, term) for start, _, term in spans(text, category)]


def spans(text: str, category: str) -> tuple[tuple[int, int, Term], ...]:
    """The terms of a category that a text names, with where each begins and ends in its matchable copy."""
    return (_kept_spans if len(text) <= _KEPT else _spans)(text, category)


def _spans(text: str, category: str) -> tuple[tuple[int, int, Term], ...]:
    searched = matchable(text)
    folded = searched.casefold()
    found: list[tuple[int, int, Term]] = []
    for name, pattern, term in _names(category):
        match = pattern.search(searched) if name in folded else None
        if match and not any(match.start() < stop and start < match.end() for start, stop, _ in found):
            found.append((*match.span(), term))
    return tuple(sorted(found, key=lambda span: span[0]))


_KEPT = 200
_kept_spans = lru_cache(maxsize=1024)(_spans)  # every rule asks for the same title and headings


def condition_of(heading: str) -> tuple[str, str]:
    """The glossary key of the one disease a sub-heading is about.

    Returns:
        key and `""`; or `""` and the names, when it names several.
    """
    terms = list(dict.fromkeys(term for _, term in mentioned(heading, "condition")))
    if len(terms) == 1:
        return terms[0].key, ""
    return "", "・".join(term.ja for term in terms)


def first_term(title: str, category: str) -> str:
    """The key of the first term of a category that a title names, or `""`."""
    found = mentioned(title, category)
    return found[0][1].key if found else ""


def slug_for(title: str) -> str:
    """An ASCII slug from the first glossary term that a title names, `""` when it names none."""
    found = [pair for category in ("condition", "symptom", "treatment", "test") for pair in mentioned(title, category)]
    return min(found, key=lambda pair: pair[0])[1].slug if found else ""
