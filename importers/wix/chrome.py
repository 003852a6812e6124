"""What a Wix page shows around its article, by name: each rule drops the text it matches and says so."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from importers.markup import folded
from importers.markup.cutting import HIDDEN, NOT_DRAWN, drop
from importers.records import Dropped
from importers.text import one_line

_BODY = '[data-hook="post-description"]'
_PANEL = '[role="tabpanel"], [role="region"][aria-labelledby]'
_ANCHOR = '[role="region"][tabindex="-1"][aria-label]'
_CONTENT = "p, img, a, section, h1, h2, h3, h4, h5, h6"

RULES: tuple[tuple[str, str], ...] = (
    ("chrome.top-of-page", "#SCROLL_TO_TOP"),
    ("chrome.bottom-of-page", "#SCROLL_TO_BOTTOM"),
    ("chrome.skip-link", "#SKIP_TO_CONTENT_BTN"),
    ("chrome.header", '#SITE_HEADER_WRAPPER, #SITE_HEADER, [data-testid="header"]'),
    ("chrome.footer", "#SITE_FOOTER_WRAPPER, #SITE_FOOTER"),
    ("chrome.pinned", '[id^="pinned"], #soapAfterPagesContainer, #soapBeforePagesContainer'),
    ("chrome.menu", "wix-dropdown-menu, .wixui-dropdown-menu, .wixui-menu, .wixui-vertical-menu"),
    ("chrome.item-number", '[data-hook^="numbered-accordion-number"]'),
    ("chrome.blog-menu", '[data-hook="blog-desktop-header-container"], [data-hook="blog-mobile-header-container"]'),
    ("chrome.recent-posts", '[data-hook="recent-posts"], [data-hook="related-posts"]'),
    ("chrome.comments", '[data-hook^="wc-root"], [data-hook^="comments"], #comments'),
    ("chrome.share", '[data-hook="post-main-actions-desktop"], [data-hook="post-main-actions-mobile"]'),
    ("chrome.stats", '[data-hook="post-stats"], [data-hook="post-main-actions__stats"], [data-hook="post-ratings"]'),
    ("chrome.time-to-read", '[data-hook="time-to-read"]'),
    ("chrome.more-actions", '[data-hook="more-button"], [data-hook="post-actions"]'),
)


def remove_not_drawn(tree: LexborHTMLParser) -> None:
    """Take out what no reader sees, uncounted.

    What is hidden in the article can be unfolded and stays; so do the panels of tabs and accordions, and what Wix's own
    elements (a repeater's columns) hide until their script has arranged it.
    """
    tree.strip_tags(NOT_DRAWN, recursive=True)
    hidden = tree.css(HIDDEN)
    named = folded.unfolding(tree) if hidden else set()
    around = _around_bodies(tree)
    for node in hidden:
        shown_later = "-" in (node.tag or "") or folded.unfolds(node, named) or node.css_first(_PANEL) is not None
        if not shown_later and node.mem_id not in around and not (around and inside_body(node)):
            node.decompose(recursive=True)


def drop_by_rules(tree: LexborHTMLParser) -> list[Dropped]:
    """Take the named chrome out of the tree."""
    dropped: list[Dropped] = []
    around = _around_bodies(tree)
    for rule, selector in RULES:
        for node in tree.css(selector):
            # An outer match may be gone already together with this one; the article is never chrome.
            if node.parent is not None and node.mem_id not in around and not (around and inside_body(node)):
                dropped += drop(rule, node)
    return dropped + _anchor_labels(tree)


def _around_bodies(tree: LexborHTMLParser) -> set[int]:
    """The articles' own texts and everything around them, by address in memory."""
    found: set[int] = set()
    for body in tree.css(_BODY):
        node: LexborNode | None = body
        while node is not None and node.mem_id not in found:
            found.add(node.mem_id)
            node = node.parent
    return found


def _anchor_labels(tree: LexborHTMLParser) -> list[Dropped]:
    """The names of places to jump to, which only a screen reader says: empty regions with no text but that."""
    return [
        dropped
        for node in tree.css(_ANCHOR)
        if one_line(node.text()) == one_line(node.attrs.get("aria-label") or "") and not node.css_first(_CONTENT)
        for dropped in drop("chrome.anchor-label", node)
    ]


def inside_body(node: LexborNode) -> bool:
    """Whether a node lies in the article's own text."""
    parent: LexborNode | None = node
    while parent is not None and parent.is_element_node:
        if parent.attrs.get("data-hook") == "post-description":
            return True
        parent = parent.parent
    return False
