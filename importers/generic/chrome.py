"""Takes what surrounds an article out of the page: by the table of names, and beside it what only leads elsewhere."""

from __future__ import annotations

import re

from importers.generic.groups import GROUP
from importers.generic.names import INSIDE
from importers.generic.outline import Outline, Part
from importers.markup.cutting import Cut
from importers.text import count

_SPEAKS = 60  # characters in sentences: inside the article this is no row of buttons
_MOSTLY_LINKS = 0.5
_ROWS = {"ul", "ol", "dl"}
# Whatever it is called, a box that introduces who answers for the text is for the next room to judge.
ANSWERS_FOR_IT = re.compile(r"監修|(?:reviewed|supervised) by", re.IGNORECASE)
_MAY_INTRODUCE = {"chrome.author-box", "chrome.sidebar", "chrome.related", "chrome.footer"}
_LONGEST_INTRODUCTION = 3000
_PRICE = re.compile(r"\d\s*円|[¥￥]\s*\d")


def drop_named(outline: Outline, article: Part, cut: Cut) -> None:
    """Drop what the table of names calls chrome, from the outside in; never what holds the article."""
    index = 0
    while index < len(outline.parts):
        part = outline.parts[index]
        index += 1
        rule = part.own_rule
        if part.gone:
            index = part.end
        elif rule and not part.holds(article):
            inside = article.holds(part)
            if _introduces(part, rule):
                index = part.end
            elif _goes(part, rule, inside=inside):
                outline.drop(cut, rule, part)


def _goes(part: Part, rule: str, *, inside: bool) -> bool:
    if rule == "generated.contents":
        return part.link_share >= _MOSTLY_LINKS
    where = INSIDE.get(rule, "never")
    if not inside or where == "always":
        return True
    leads_away = part.link_share > _MOSTLY_LINKS
    return leads_away if where == "if-links" else where == "unless-prose" and (leads_away or part.says < _SPEAKS)


def _introduces(part: Part, rule: str) -> bool:
    if rule not in _MAY_INTRODUCE or not 0 < part.chars <= _LONGEST_INTRODUCTION:
        return False
    return bool(ANSWERS_FOR_IT.search(part.node.text()))


def drop_links(outline: Outline, article: Part, cut: Cut) -> None:
    """Drop groups beside the article that only lead elsewhere; what says something is marked as a group of its own."""
    roofs = list(article.above())[1:]
    for roof in roofs:
        for part in list(outline.children(roof)):
            if part.gone or part.holds(article):
                continue
            if _only_leads_on(part):
                outline.drop(cut, "chrome.links", part)
                continue
            for inner in list(outline.inside(part)):
                if inner.tag in _ROWS and not inner.gone and inner.chars and _only_leads_on(inner):
                    outline.drop(cut, "chrome.links", inner)
            if not part.gone:
                part.node.attrs[GROUP] = ""


def _only_leads_on(part: Part) -> bool:
    """Whether most of a text is links; a card that is a link as a whole states a price."""
    text = part.node.text()
    linked = sum(count(link.text()) for link in ([part.node] if part.tag == "a" else part.node.css("a")))
    return not count(text) or (linked > _MOSTLY_LINKS * count(text) and not _PRICE.search(text))
