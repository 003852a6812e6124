"""What an element is: by its standard name, or by the hooks and roles that Wix gives its own (its classes change with
every build)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bs4 import NavigableString, Tag
from bs4.element import PreformattedString

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | frozenset(
    [
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "pre",
        "hr",
        "figure",
        "figcaption",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "form",
        "fieldset",
        "address",
        "center",
    ]
)
PICTURES = frozenset({"img", "wow-image", "wix-image", "picture"})
FORMS = frozenset({"form", "select", "textarea", "object", "embed", "canvas", "audio", "math", "applet", "map"})
SKIPPED = frozenset({"script", "style", "svg", "template", "noscript", "link", "meta"})
IMAGE_HOOKS = frozenset({"imageViewer", "image-viewer", "figure-IMAGE", "figure-GIF", "giphyViewer"})
VIDEO_HOOKS = frozenset({"figure-VIDEO", "video-player", "reactPlayerWrapper", "videoViewer", "video-viewer"})
AUDIO_HOOKS = frozenset({"figure-AUDIO", "audio-player", "audioViewer", "audio-viewer"})
HTML_HOOKS = frozenset({"html-component", "HtmlComponent", "htmlViewer", "figure-HTML"})
_WHOLE_HOOKS = IMAGE_HOOKS | VIDEO_HOOKS | AUDIO_HOOKS | HTML_HOOKS | {"item-container", "gallery-item-container"}
_HOOK_STARTS = (
    *("gallery-viewer", "galleryViewer", "button-viewer", "buttonViewer", "fileUpload", "file-", "divider"),
    *("ExpandCollapseButton", "Name"),
)
_EMBED_HOOKS = ("link-preview", "linkpreview", "poll", "map-viewer", "mapviewer", "oembed", "embed-")
_MORE = "_kneeblog_more"  # where `is_inline` keeps its note; Beautiful Soup's own attributes have no such prefix


def css_path(element: Tag | None) -> str:
    """A short address of an element for a person with the page's source open: up to the nearest id or hook."""
    steps: list[str] = []
    while isinstance(element, Tag) and element.name != "[document]" and len(steps) < 6:
        if own := element.attrs.get("id"):
            steps.append(f"#{own}")
            break
        hook = hook_of(element)
        steps.append(f'{element.name}[data-hook="{hook}"]' if hook else element.name)
        if hook:
            break
        element = element.parent
    return " > ".join(reversed(steps))


def is_drawn(text: object) -> bool:
    """Whether a string of the tree is text that a reader sees; Beautiful Soup's own notion leaves out readings."""
    return isinstance(text, NavigableString) and not isinstance(text, PreformattedString)


def hook_of(tag: Tag) -> str:
    """An element's `data-hook`."""
    return str(tag.attrs.get("data-hook", ""))


def viewer_id(tag: Tag) -> str:
    """The viewer's id of a block, without its prefix."""
    own = str(tag.attrs.get("id", ""))
    return own.removeprefix("viewer-") if own.startswith("viewer-") else ""


def is_picture(tag: Tag) -> bool:
    """Whether an element is a picture or its frame."""
    return tag.name in PICTURES or hook_of(tag) in IMAGE_HOOKS


def is_inline(tag: Tag) -> bool:
    """Whether an element holds nothing but text and marks.

    What is found to be more is noted at everything around it, for the walk asks again at each level on the way down.
    """
    if tag.name in BLOCKS:
        return False
    known = tag.__dict__.get(_MORE)
    if known is not None and any(parent is tag for parent in known.parents):
        return False
    more = next(filter(is_more_than_text, elements(tag)), None)
    for parent in more.parents if more else ():
        parent.__dict__[_MORE] = more
        if parent is tag:
            break
    return more is None


def elements(tag: Tag) -> Iterator[Tag]:
    """Every element inside, in order; Beautiful Soup's own ways look at every string too."""
    waiting = tag.contents[::-1]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, Tag):
            yield inner
            waiting += inner.contents[::-1]


def children(tag: Tag, *names: str) -> Iterator[Tag]:
    """The elements of some names right inside one."""
    return (child for child in tag.children if isinstance(child, Tag) and child.name in names)


def is_more_than_text(tag: Tag) -> bool:
    """Whether an element is more than a mark in a line of text."""
    return tag.name in BLOCKS or tag.name in FORMS or tag.name in {"iframe", "video", "button"} or is_picture(tag)


def is_pair(tag: Tag) -> bool:
    """Whether an element is one question with its answer."""
    if tag.name == "details":
        return True
    if tag.name != "div" or tag.get("index") is None:
        return False
    buttons = (inner for inner in elements(tag) if hook_of(inner).startswith("ExpandCollapseButton"))
    return len(list(islice(buttons, 2))) == 1


def is_embed_hook(hook: str) -> bool:
    """Whether a hook names a widget."""
    return hook.lower().startswith(_EMBED_HOOKS)


def is_telling_hook(hook: str) -> bool:
    """Whether some rule asks for a hook."""
    return hook in _WHOLE_HOOKS or hook.startswith(_HOOK_STARTS) or is_embed_hook(hook)


def is_box(tag: Tag) -> bool:
    """Whether the page draws an element as one group."""
    parent = tag.parent
    return (
        tag.name == "section"
        or tag.get("role") == "listitem"
        or "wixui-box" in str(tag.get("class") or "").split()
        or (isinstance(parent, Tag) and parent.get("data-testid") == "columns")
    )
