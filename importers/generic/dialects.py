"""What themes, plugins and hand-made pages write in ways of their own, put into standard markup before it is read.

Names and tags change here, text never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from bs4 import Tag

from importers.generic import layout
from importers.generic.names import words_of
from importers.markup.hooks import BLOCKS, HEADINGS
from importers.text import count

_BUTTON = re.compile(
    r"(^| )(wp-(block-button--?link|element-button)|(cta-)?(btn|button)(-[\w-]+)?|[\w-]+-(btn|button))( |$)"
)
_LINK_CARD = re.compile(
    r"blog-?card|link-?card|embed-?card|hatena-?embed|wp-embedded-content|external-article|ogp-?card"
)
_SOCIAL = re.compile(r"twitter-(tweet|video)|instagram-media|tiktok-embed|fb-post|bluesky-embed")
_PLAYER = re.compile(r"youtube|lite-yt|rll-|lyte")
_VIDEO_IDS = ("videoid", "data-youtube-id", "data-id", "data-video-id")
_VIDEO_ID = re.compile(r"[\w-]{11}")
_GALLERY = re.compile(r"(^| )(wp-block-gallery|gallery|tiled-gallery|blocks-gallery-grid)( |$)")
_GALLERY_ITEM = re.compile(r"(^| )(gallery-item|blocks-gallery-item|tiled-gallery-item)( |$)")
_CAPTION = re.compile(r"(^| )(wp-caption-text|gallery-caption|caption-text|image-caption)( |$)")
_QUESTION = re.compile(r"(^| |-)(question|q-title|faq-(q|title)|faq-question)( |$|-)")
_ANSWER = re.compile(r"(^| |-)(answer|a-text|faq-(a|content)|faq-answer)( |$|-)")
_TYPED = {"text", "email", "tel", "password", "search", "checkbox", "radio", "date", "number", "url", "file"}
_MANY_LINES = 2000
_FEW = 8
_A_PAGE = 1500  # characters: a form with more around its fields is a wrapper
# Ids that plugins count up; a heading inserted above would change them.
_COUNTED = re.compile(
    r"^(?:(?:ez-|r)?toc|i|h|heading|section|index|outline|chapter|anchor|id)?[-_]*\d+(?:[-_]\d+)*$|^_|^i$"
)
_RENAMED = {
    "menu": "ul", "dir": "ul", "xmp": "pre", "listing": "pre", "plaintext": "pre", "math": "span", "fieldset": "div",
}  # fmt: skip


class Dialects:
    """One stretch of markup and the tags in it, looked up once."""

    def __init__(self, root: Tag) -> None:
        self._tags = root.find_all(True)
        self._by_name: dict[str, list[Tag]] = {}
        for tag in self._tags:
            tag.name = _RENAMED.get(tag.name, tag.name)
            self._by_name.setdefault(tag.name, []).append(tag)
        self._named = [(tag, names) for tag in self._tags if (names := _names(tag))]

    def mend(self) -> None:
        """Put it into standard elements."""
        self._forms()
        self._lines()
        self._captions()
        self._galleries()
        self._links()
        self._players()
        self._embeds()
        self._questions()
        layout.settle(self._of("table"))
        self._cards()
        self._anchors()

    def _of(self, *names: str) -> Iterator[Tag]:
        for name in names:
            yield from (tag for tag in self._by_name.get(name, ()) if tag.name == name)

    def _forms(self) -> None:
        """Some systems wrap the whole page in a form; without a field to fill in it is none."""
        for form in self._of("form"):
            typed = any(str(field.get("type") or "text").lower() in _TYPED for field in form.find_all("input"))
            if not (typed or form.find(["textarea", "select"])) or count(form.get_text()) > _A_PAGE:
                form.name = "div"

    def _lines(self) -> None:
        """Preformatted text with links is no code: its lines are lines of a paragraph."""
        for text in self._of("pre"):
            leads = any(str(link.get("href") or "#")[0] != "#" for link in text.find_all("a"))
            if not leads or text.get_text().count("\n") > _MANY_LINES:
                continue
            text.name = "div"
            for piece in text.find_all(string=True):
                first, *rest = str(piece).split("\n")
                for line in reversed(rest):
                    piece.insert_after(Tag(name="br"), line)
                piece.replace_with(first)

    def _captions(self) -> None:
        for tag, names in self._named:
            if tag.name in {"p", "div", "dd", "span"} and _CAPTION.search(names):
                tag.name = "figcaption"
            elif tag.name == "div" and "wp-caption" in names.split():
                tag.name = "figure"

    def _galleries(self) -> None:
        """Any gallery is a figure of figures."""
        for tag, names in self._named:
            if tag.name in {"div", "ul", "figure"} and _GALLERY.search(names):
                inner = isinstance(tag.parent, Tag) and tag.parent.name == "figure"
                tag.name = "div" if inner else "figure"
            elif tag.name in {"li", "dl", "div", "figure"} and _GALLERY_ITEM.search(names):
                tag.name = "div" if tag.find("figure") else "figure"
                for part in tag.find_all("dt"):
                    part.name = "div"

    def _links(self) -> None:
        """A link drawn as a button, alone in its block, is one; a button that opens something is that thing's title."""
        for link in self._of("a"):
            around = link.parent
            if not link.get("href") or not isinstance(around, Tag):
                continue
            if not _BUTTON.search(f"{_names(link)} {_names(around)}") or link.find(["img", *BLOCKS]):
                continue
            if _is_alone(link, around):
                link["data-hook"] = "button-viewer"
                around.name = "div" if around.name == "p" else around.name
        for button in self._of("button"):
            around = button.parent
            if isinstance(around, Tag) and around.name == "a" and around.get("href"):
                button.name, around["data-hook"] = "span", "button-viewer"
            elif button.get("aria-controls") or button.get("aria-expanded") or _in_heading(button):
                button.name = "span"

    def _players(self) -> None:
        """A picture that loads the video only when it is touched names the video in an attribute."""
        for tag in self._of("div", "lite-youtube", "youtube-video"):
            video = next((str(tag[name]) for name in _VIDEO_IDS if tag.get(name)), "")
            if _VIDEO_ID.fullmatch(video) and _PLAYER.search(f"{tag.name} {_names(tag)}") and not tag.find("iframe"):
                tag.name = "iframe"
                tag["src"] = f"https://www.youtube.com/embed/{video}"
        for tag in self._of("object"):
            if tag.get("src") and not tag.find_parent(["audio", "video"]):
                tag.name = "iframe"

    def _embeds(self) -> None:
        for tag, names in self._named:
            if _SOCIAL.search(names) and tag.name in {"div", "blockquote", "section"}:
                tag["data-hook"] = "embed-social"
                tag.name = "div"
            elif _LINK_CARD.search(names) and _may_be_card(tag):
                tag["data-hook"] = "link-preview"
                tag.name = "div" if tag.name == "blockquote" else tag.name
        for tag, _ in self._named:
            if tag.get("data-hook") in {"embed-social", "link-preview"}:
                for block in tag.find_all(BLOCKS):
                    block.insert_after(" ")  # its text becomes one line
        for frame in self._of("iframe"):
            before = frame.find_previous_sibling()
            if "wp-embedded-content" in _names(frame) and isinstance(before, Tag) and before.get("data-hook"):
                frame.extract()  # it shows the same page as the link before it

    def _questions(self) -> None:
        """A question and its answer in one element are a pair, whoever made the element."""
        for tag in self._tags:
            pair: Tag | None = None
            head: Tag | None = None
            if str(tag.get("itemtype") or "").endswith("/Question"):
                pair, head = tag, tag.find(itemprop="name")
            elif tag.get("class") and _QUESTION.search(_names(tag)) and _is_pair(tag):
                pair, head = tag.parent, tag
            if pair is not None and head is not None and pair.name not in {"details", "dl", "body"}:
                pair.name, head.name = "details", "summary"

    def _cards(self) -> None:
        """A list whose items have headings of their own is a row of cards."""
        for row in self._of("ul"):
            items = row.find_all("li", recursive=False)
            if len(items) > 1 and all(item.find(HEADINGS) for item in items):
                row.name = "div"
                for item in items:
                    item.name = "div"
                    item["class"] = " ".join([*(item.get("class") or []), "card"])

    def _anchors(self) -> None:
        """The targets of links within the text, and the ids of headings, become the ids of their blocks."""
        links = [link for link in self._of("a") if str(link.get("href") or "").startswith("#")]
        wanted = {unquote(str(link["href"])[1:]) for link in links} - {""}
        known: dict[str, str] = {}  # name → the id of its block, which may have several
        for tag in self._tags:
            name = str(tag.get("id") or (tag.get("name") if tag.name == "a" else "") or "")
            if name in wanted or (name and not _COUNTED.match(name) and _in_heading(tag)):
                block = _block_of(tag)
                if block is not None:
                    own = str(block.get("id") or "")
                    block["id"] = own if own.startswith("viewer-") else f"viewer-{name}"
                    known[name] = str(block["id"]).removeprefix("viewer-")
        for link in links:
            name = unquote(str(link["href"])[1:])
            link["href"] = f"#{known.get(name, name)}"


def _names(tag: Tag) -> str:
    classes = tag.get("class")
    return words_of(str(tag.get("id") or ""), " ".join(classes) if isinstance(classes, list) else classes or "")


def _in_heading(tag: Tag) -> bool:
    """Whether a tag is a heading or stands right in one."""
    parent = tag.parent
    around = parent.parent if parent is not None else None
    return any(each is not None and each.name in HEADINGS for each in (tag, parent, around))


def _is_alone(link: Tag, around: Tag) -> bool:
    """Whether a link is all that its block says."""
    few = list(islice(around.children, _FEW + 1))
    return len(few) <= _FEW and all(child is link or not count(child.get_text()) for child in few)


def _may_be_card(tag: Tag) -> bool:
    """Whether a tag leads somewhere and is in no card yet."""
    leads = tag.name == "a" or (tag.name in {"div", "blockquote", "section", "article"} and tag.find("a", href=True))
    return bool(leads) and not any(parent.get("data-hook") == "link-preview" for parent in tag.parents)


def _is_pair(question: Tag) -> bool:
    """Whether what is around a question holds its answer and nothing else."""
    if not isinstance(question.parent, Tag):
        return False
    children = (
        child for child in question.parent.children if isinstance(child, Tag) and child.name not in {"br", "hr"}
    )
    parts = list(islice(children, 3))
    return len(parts) == 2 and parts[0] is question and bool(_ANSWER.search(_names(parts[1])))


def _block_of(tag: Tag) -> Tag | None:
    """The block that a link to this element shows."""
    if tag.name == "a" and not count(tag.get_text()):
        after = tag.find_next_sibling()
        if isinstance(after, Tag) and after.name in BLOCKS:
            return after
    outer = next((parent for parent in tag.parents if parent.name in {"ul", "ol", "table"}), None)
    if outer is not None:
        return outer
    return tag if tag.name in BLOCKS else next((parent for parent in tag.parents if parent.name in BLOCKS), None)
