"""The classic editor's and Studio's own elements, given the names that the shared rules of `markup` know.

Told by roles, test ids and the `wixui-` classes; the other classes and the `comp-` ids change with every build.  Only
attributes are written: text and order stay what they are.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.text import shows

_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TEXT = '[data-testid="richTextElement"]'
_PICTURES = "img, wow-image, wix-image, video, iframe"
_BUTTONS = (
    'a.wixui-button, [data-testid="buttonContent"], [data-testid="linkElement"], a[role="button"], a[data-popupid], '
    'button.wixui-button, button[data-testid="buttonElement"], button[onclick]'
)
_LINES = ".wixui-horizontal-line"
_ITEMS = '.wixui-repeater [role="list"] > *, fluid-columns-repeater > *'
_GALLERIES = ".pro-gallery, .wixui-gallery"
# Where a link is a link: in a line of text, a list, a table, and in a form, which is kept as a whole.
_LINES_OF_TEXT = frozenset({"p", "li", "td", "th", "label", "form", "h1", "h2", "h3", "h4", "h5", "h6"})


def name_groups(tree: LexborHTMLParser) -> None:
    """Mark the items of repeaters, whose cards are groups also where only the newest pages give them a role."""
    for item in tree.css(_ITEMS):
        if not item.attrs.get("role") and item.css_first('[role="listitem"]') is None:
            item.attrs["role"] = "listitem"


def name_elements(tree: LexborHTMLParser) -> None:
    """Mark buttons, lines and galleries."""
    for gallery in tree.css(_GALLERIES):
        if gallery.css_first("img") and not gallery.css_first(f"article, {_TEXT}, {_HEADINGS}"):
            gallery.attrs["data-hook"] = "gallery-viewer"
    for button in tree.css(_BUTTONS):
        if _is_button(button):
            button.attrs["data-hook"] = "button-viewer"
    for line in tree.css(_LINES):
        line.attrs["data-hook"] = "divider"


def _is_button(node: LexborNode) -> bool:
    """Whether it is a button by itself: not a linked picture or card, a word in a text, or what opens a menu."""
    attributes = node.attrs
    if not shows(node.text()) or "aria-expanded" in attributes or attributes.get("aria-haspopup") in {"true", "menu"}:
        return False
    if node.tag == "div" and attributes.get("data-testid") == "linkElement":
        return False  # a frame without a link
    if node.css_first(f"{_TEXT}, {_PICTURES}, {_HEADINGS}, ul, ol, table") is not None:
        return False
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in _LINES_OF_TEXT or parent.attrs.get("data-testid") == "richTextElement":
            return False
        parent = parent.parent
    return True
