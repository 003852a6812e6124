"""Pages that show no article: a door to log in at, an error, a shell that a script would have filled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from importers.generic.article import Found
from importers.generic.hidden import Hidden
from importers.generic.outline import Outline, Part
from importers.markup.cutting import place_of
from importers.markup.facts import Facts
from importers.markup.hooks import HEADINGS
from importers.records import Finding
from importers.text import count, one_line

_FEW = 300  # characters in sentences
_NONE = 40
_LISTED = 3
_ERROR = re.compile(
    r"^(error\s*)?(40[0-9]|410|50[0-4])\b|\b(40[034]|410|50[0-4])\s*(error|not found|forbidden|エラー)|not found"
    r"|forbidden|internal server error|service unavailable|bad gateway|access denied"
    r"|見つかりません|存在しません|ページがありません|アクセスできません|サーバーエラー",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment|checking your browser|verify (that )?you are (a )?human|enable javascript and cookies"
    r"|attention required"
    r"|ブラウザを確認しています|ロボットではない",
    re.IGNORECASE,
)
_LOGIN = 'input[type="password"]'
_NEEDS_SCRIPT = re.compile(
    r"enable javascript|javascript\s*を?\s*(有効|オン)|requires? javascript|loading\.{0,3}$|読み込み中", re.I
)


def reason(tree: LexborHTMLParser, outline: Outline, found: Found | None, facts: Facts, *, scripted: bool) -> str:
    """Why a page shows no article, or `""` if it may show one.

    Args:
        scripted: whether the page runs scripts, which are out of the tree already.
    """
    if found is None:
        return "a shell that a script fills" if scripted else "an empty page"
    says = outline.body.says
    if says >= _FEW:
        return ""
    text = one_line(outline.body.node.text(separator=" "))[:2000]
    heading = tree.css_first("h1, h2")
    titles = (facts.title, one_line(heading.text()) if heading else "")
    if any(_ERROR.search(title) for title in titles):
        return "an error page"
    if any(_CHALLENGE.search(words) for words in (*titles, text)):
        return "a check whether a person asks"
    if tree.css_first(_LOGIN) is not None:
        return "a form to log in with"
    if says < _NONE and _NEEDS_SCRIPT.search(text):
        return "a shell that a script fills"
    return ""


def doubts(outline: Outline, found: Found, concealed: Sequence[Hidden]) -> list[Finding]:
    """How the article was found, and what about it a person should look at."""
    part, evidence = found.part, found.evidence
    message = f"The article was found by {evidence.name}: {evidence.reason}."
    findings = [Finding(level="info", id="article.found-by", message=message, where=place_of(part.node))]
    if (number := _listed(outline, part)) >= _LISTED:
        findings.append(
            Finding(
                level="warning",
                id="page.list",
                message=f"The page seems to be a list of other pages: {number} headings in it lead elsewhere.",
                hint="If it is only a list, leave it out: the new site makes its own.",
            )
        )
    texts = [each.text for each in concealed if _holds(outline, part, each) and count(each.text) >= _NONE]
    if texts:
        findings.append(
            Finding(
                level="info",
                id="text.hidden",
                message=f"The article holds text that the page hides from readers, left out: {' … '.join(texts)[:200]}",
                hint="If something on the old page unfolds it, copy it over by hand.",
            )
        )
    return findings


def _listed(outline: Outline, article: Part) -> int:
    """How many headings lead elsewhere, on a page most of whose headings do."""
    headings = [part for part in outline.inside(article) if part.tag in HEADINGS and part.chars and not part.rule]
    linked = [part for part in headings if part.in_link or part.linked == part.chars]
    return len(linked) if len(linked) * 2 > len(headings) and len(linked) * 400 > article.says else 0


def _holds(outline: Outline, article: Part, concealed: Hidden) -> bool:
    part = outline.by_id(concealed.parent)
    return part is not None and article.holds(part)


def no_body(why: str) -> Finding:
    """The finding of a page without an article."""
    what = f" It is {why}." if why else ""
    return Finding(
        level="error",
        id="page.no-body",
        message=f"The saved page holds no article text.{what}",
        hint="Save the page again after it has loaded fully, logged in if need be; nothing is imported from this copy.",
    )
