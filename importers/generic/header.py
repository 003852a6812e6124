"""What a page shows about its article above and below the text: title, dates, author, labels, breadcrumbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from importers.generic import dates, titles
from importers.generic.chrome import ANSWERS_FOR_IT
from importers.generic.names import BREADCRUMBS, words_of
from importers.generic.outline import Outline, Part
from importers.generic.stated import Stated
from importers.markup.cutting import Cut
from importers.markup.hooks import BLOCKS, HEADINGS
from importers.records import Dropped, Finding
from importers.text import count, one_line

_SHORTEST, _SENTENCE = 10, 20
_LEADS_AWAY = 0.3
_PARAGRAPH = 40  # characters in sentences: here the text has begun
_ELSEWHERE = frozenset(
    f"chrome.{name}"
    for name in (
        *("comments", "related", "related-posts", "sidebar", "navigation", "menu", "ads", "popup", "login"),
        *("search", "subscribe", "cookies", "author-box", "page-top"),
    )
)
_FRAME = frozenset({"chrome.header", "chrome.footer"})
_WHOLE = {"article", "main"}
_SECTIONING = {"article", "main", "section", "aside", "body"}
_QUOTING = {"blockquote", "figure", "li", "td", "details"}
_AUTHOR = re.compile(r"(^| |-)(author(-name)?|byline|writer(-name)?|fn|posted-by|p-author)( |$)")
_AUTHOR_LABEL = re.compile(
    r"^(?:(?:written |posted )?by\b|author\b|執筆者?|著者|投稿者|文責|ライター|記事作成者?|この記事を書いた人)"
    r"\s*[:：/／]?\s*",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"(^| |-)(cat|category|categories)(-?(links?|list|label|name|item))?( |$)")
_TAG = re.compile(r"(^| |-)tags?(-?(links?|list|cloud|item))?( |$)")
_META = re.compile(
    r"(^| |-)((entry|post|article|blog|single|page)-?"
    r"(meta\w*|info|data|details|date|author|footer|categor\w+|tags?|utility)"
    r"|byline|posted-on|postinfo|postmeta|meta|cat-links|tags?-links|post-categories)( |$|-)"
)
_DATED = re.compile(r"(^| |-)(date|datetime|time|published|updated)( |$|-)")
_END = re.compile(r"[。！？!?]|\.(?:\s|$)")
_UPDATED = re.compile(r"(^| |-)(updated?|modified|date-?modified|last-?mod|kousin)( |$|-)")
_HERO = re.compile(r"thumb|featured|eye-?catch|hero|main-?(image|visual)|post-image|entry-image|cover")
_LONGEST_AUTHOR = 40
_RESTS_ON = re.compile(
    r"参考(?:文献|資料|サイト)|引用(?:文献|元)|出典|\b(?:references|bibliography|sources)\b", re.IGNORECASE
)
_LISTED = HEADINGS | {"ul", "ol", "dl", "table"}
_A_FEW_WORDS = 2  # of the weight that `outline` gives a text without marks of a sentence
_CALLED_STEPS = re.compile(r"breadcrumb|パンくず", re.IGNORECASE)
_STEPS = re.compile(r"\s*(?:ホーム|トップ(?:ページ)?|home|top)\s*[>›»＞≫]", re.IGNORECASE)


@dataclass(slots=True)
class Header:
    """What is shown, as far as the page shows it."""

    title: str = ""
    author: str = ""
    published_at: str | None = None
    updated_at: str | None = None
    in_words: str = ""  # the date, where it is written for people alone
    categories: dict[str, None] = field(default_factory=dict)  # in order, each once
    tags: dict[str, None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def note_dates(self, found: Iterable[dates.Dated], in_words: str = "") -> None:
        """Keep the first date of publishing and the first of a change.

        Args:
            found: dates in the order of the page.
            in_words: their text, if they are written for people alone.
        """
        for moment, updated in found:
            name = "updated_at" if updated else "published_at"
            if getattr(self, name) is None:
                setattr(self, name, moment)
                self.in_words = self.in_words or in_words


class Surroundings:
    """The parts of a page that speak about its article, not in it."""

    def __init__(self, outline: Outline, article: Part) -> None:
        self._outline = outline
        self.article = article
        text = list(_texts(outline, article))
        self.begin = text[0].index if text else article.end
        self.end = text[-1].end if text else article.end
        self._wide = next((part for part in article.above() if part.tag in _WHOLE), None)
        self._title: Part | None = None

    def above(self) -> Iterator[Part]:
        """Everything above the text, the frame of the page too, and any `h1`: where a title may stand."""
        for part in self._outline.parts[: self.article.end]:
            if not part.gone and part.rule not in _ELSEWHERE and (part.index < self.begin or part.tag == "h1"):
                yield part

    def settle(self, title: Part | None) -> None:
        """The title tells how far up the article reaches."""
        self._title = title
        if title is not None:
            roof = next(part for part in self.article.above() if part.holds(title))
            if self._wide is None or roof.holds(self._wide):
                self._wide = roof

    @property
    def whole(self) -> Part:
        """What holds the article, its title and what is said about it."""
        return self._wide or self.article

    def around(self) -> Iterator[Part]:
        """The parts above and below the text that belong to the article."""
        for part in list(self._outline.inside(self.whole)):
            if part.gone or self.begin <= part.index < self.end or part.holds(self.article):
                continue
            if part.rule not in _ELSEWHERE and (part.rule not in _FRAME or self._is_own_frame(part)):
                yield part

    def frames(self, part: Part) -> bool:
        """Whether a `header` or `footer` is that of the article or of what holds it."""
        around = (each for each in part.above() if each is not part)
        holder = next((each for each in around if each.tag in _SECTIONING or each.tag in _QUOTING), None)
        return holder is None or (holder.tag in _SECTIONING and holder.holds(self.article))

    def lead(self) -> Iterator[Part]:
        """Pictures and sentences between the title and the text: a standfirst, the picture of the post."""
        after = self._title.index if self._title is not None else self.whole.index
        beyond = after + 1
        for part in self._outline.inside(self.whole):
            if not beyond <= part.index < self.article.index or part.rule or part.holds(self.article):
                continue
            says = part.says >= _SENTENCE and part.link_share < _LEADS_AWAY
            if says or (part.pictures and part.tag != "a" and (_HERO.search(part.names) or self._title is not None)):
                beyond = part.end
                yield part

    def _is_own_frame(self, part: Part) -> bool:
        """A `header` or `footer` of the article, not of the page."""
        outer = next(each for each in part.above() if each.parent is None or not each.parent.rule)
        if self._title is not None and outer.holds(self._title):
            return True
        return any(each.tag in _WHOLE for each in part.above())


def _texts(outline: Outline, article: Part) -> Iterator[Part]:
    """The blocks of an article that are surely its text, no row about it."""
    if article.own >= _PARAGRAPH:
        yield article  # text without any element of its own, as hand-made pages have it
    beyond = article.index + 1
    for part in outline.inside(article):
        if part.index >= beyond and _META.search(part.names):
            beyond = part.end
        elif part.index >= beyond and part.own >= _PARAGRAPH and not part.rule and part.tag not in HEADINGS:
            yield part


def _upto(part: Part, outer: Part) -> Iterator[Part]:
    for each in part.above():
        if each is outer:
            return
        yield each


def read_header(outline: Outline, near: Surroundings, stated: Stated, cut: Cut) -> Header:
    """Take what the page says about its article out of it."""
    header = Header(title=stated.title)
    title = titles.find_title(stated.facts, stated.sites, near.above(), near.begin)
    near.settle(title)
    if title is not None:
        header.title = outline.take(title)
        header.seen.add("title")
    _take_labels(outline, near, header, cut)
    _take_dates(outline, near, header, cut)
    _take_author(outline, near, header, cut)
    _drop_meta(outline, near, cut)
    header.seen |= {name for name in ("categories", "tags") if getattr(header, name)}
    return header


def _take_labels(outline: Outline, near: Surroundings, header: Header, cut: Cut) -> None:
    """Categories and tags: by their `rel`, else by the name of the row they stand in."""
    for part in near.around():
        labels = _kind_of_label(part, near, header) if part.tag == "a" and part.chars and not part.gone else None
        if labels is None:
            continue
        label = one_line(part.node.text()).lstrip("#＃")
        mark = one_line(part.node.text())[: -len(label)] if label else ""
        if label in labels:
            outline.drop(cut, "fact.repeated", part)
            continue
        if mark:
            cut.dropped.append(Dropped(rule="label.tag", text=mark, where="a"))
        labels[label] = None
        outline.take(part)


def _kind_of_label(part: Part, near: Surroundings, header: Header) -> dict[str, None] | None:
    rel = (part.node.attributes.get("rel") or "").split()
    rows = [each.names for each in islice(_upto(part, near.whole), 3)]
    if "category" in rel or any(_CATEGORY.search(names) for names in rows):
        return header.categories
    return header.tags if "tag" in rel or any(_TAG.search(names) for names in rows) else None


def _take_dates(outline: Outline, near: Surroundings, header: Header, cut: Cut) -> None:
    for part in near.around():
        if part.gone or not part.chars or part.chars > 120 or part.tag == "a":
            continue
        text = one_line(part.node.text(separator=" "))
        for_machines = _for_machines(part, text)
        only_dates = dates.is_only_dates(text) or (part.tag == "time" and bool(for_machines))
        named = part.tag not in _WHOLE and (_META.search(part.names) or _DATED.search(part.names))
        if not (only_dates or named) or _is_in_sentence(part):
            continue
        header.note_dates(for_machines or _in_words(part, text), "" if for_machines else text)
        if only_dates:
            outline.drop(cut, "fact.date", part)


def _is_in_sentence(part: Part) -> bool:
    """Whether the block around an inline part goes on talking."""
    block = next((each for each in part.above() if each.tag in BLOCKS or each.parent is None), part)
    return block is not part and not _META.search(block.names) and block.own >= max(_SHORTEST, part.chars + 1)


def _for_machines(part: Part, text: str) -> list[dates.Dated]:
    found: list[dates.Dated] = []
    for node in [part.node, *part.node.css("time, [content]")]:
        attributes = node.attributes
        moment = dates.machine_date(attributes.get("datetime") or attributes.get("content") or "")
        if moment:
            names = words_of(attributes.get("class") or "", attributes.get("itemprop") or "")
            labelled = dates.dates_in(text)
            updated = bool(_UPDATED.search(names)) or (len(labelled) == 1 and labelled[0].updated)
            found.append(dates.Dated(moment, updated))
    return found


def _in_words(part: Part, text: str) -> list[dates.Dated]:
    named = bool(_UPDATED.search(part.names))
    return [dated._replace(updated=dated.updated or named) for dated in dates.dates_in(text)]


def _take_author(outline: Outline, near: Surroundings, header: Header, cut: Cut) -> None:
    short = [part for part in near.around() if not part.gone and 0 < part.chars <= _LONGEST_AUTHOR]
    marked = [part for part in short if _is_marked_author(part)]
    for part in (*marked, *(part for part in short if _AUTHOR.search(part.names))):
        text = "" if part.gone else one_line(part.node.text(separator=" "))
        label = _AUTHOR_LABEL.match(text)
        name = text[label.end() :] if label else text
        if not count(name) or "。" in name or dates.dates_in(name) or ANSWERS_FOR_IT.search(text):
            continue
        if header.author:
            outline.drop(cut, "fact.repeated" if name == header.author else "chrome.post-meta", part)
            continue
        header.author = name
        header.seen.add("author")
        if label:
            cut.dropped.append(Dropped(rule="label.author", text=label[0].strip(), where=part.tag))
        outline.take(part)


def _is_marked_author(part: Part) -> bool:
    attributes = part.node.attributes
    return "author" in f"{attributes.get('rel') or ''} {attributes.get('itemprop') or ''}".split()


def _drop_meta(outline: Outline, near: Surroundings, cut: Cut) -> None:
    """What is left of the rows that said this: separators, labels, icons."""
    for part in near.around():
        if part.gone or part.holds(near.article):
            continue
        is_row = part.says < _PARAGRAPH and bool(_META.search(part.names))
        is_frame = part.tag in {"header", "footer"} and near.frames(part) and not _END.search(part.node.text())
        if (is_row or is_frame) and not part.pictures and not _belongs_to_text(outline, part):
            outline.drop(cut, "chrome.post-meta", part)


def _belongs_to_text(outline: Outline, part: Part) -> bool:
    """Whether a row or frame says who answers for the article or what it rests on, or is a footer that lists things."""
    text = part.node.text()
    if ANSWERS_FOR_IT.search(text) or _RESTS_ON.search(text):
        return True
    inside = list(outline.inside(part)) if part.tag == "footer" else []
    says = any(each.own >= _A_FEW_WORDS and each.tag not in HEADINGS and not each.rule for each in inside)
    return says and any(each.tag in _LISTED for each in inside)


def say_uncertain(header: Header, stated: Stated, cut: Cut) -> None:
    """Tell a person that the date was read from words."""
    if stated.published_at is None and header.in_words:
        cut.findings.append(
            Finding(
                level="info",
                id="date.uncertain",
                message=f"The page states its date only in words: {header.in_words}.",
                hint="Check the date on the old site.",
            )
        )


def breadcrumbs(outline: Outline) -> list[Part]:
    """The rows of steps from the home page to this one."""
    found: list[Part] = []
    for part in outline.parts:
        if part.gone or (found and found[-1].holds(part)) or not 0 < part.chars <= 300:
            continue
        attributes = part.node.attributes
        if (
            BREADCRUMBS.search(part.names)
            or (attributes.get("itemtype") or "").endswith("BreadcrumbList")
            or _CALLED_STEPS.search(attributes.get("aria-label") or "")
            or (part.tag in {"p", "div", "td", "ul", "ol"} and part.linked and _STEPS.match(part.node.text()))
        ):
            found.append(part)
    return found
