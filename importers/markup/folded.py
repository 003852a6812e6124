"""What a page hides until a reader asks for it: panels that a control or a link of the text names."""

from __future__ import annotations

from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NAMING = ("aria-controls", "data-target", "data-bs-target")
_CONTROLS = ", ".join(f"[{name}]" for name in _NAMING) + ', a[href^="#"]'
# Menus and dialogs lie over the page; what they hold is not part of it.
_OVERLAY_ROLES = frozenset(
    {"navigation", "menu", "menubar", "menuitem", "dialog", "alertdialog", "listbox", "combobox", "tooltip"}
)
_OVERLAYS = ", ".join(
    ["nav", "dialog", '[aria-modal="true"]', *(f'[role="{role}"]' for role in sorted(_OVERLAY_ROLES))]
)


def unfolding(tree: LexborHTMLParser) -> set[str]:
    """The ids of what a reader can unfold."""
    overlays = {node.mem_id for node in tree.css(_OVERLAYS)}
    found: set[str] = set()
    for control in tree.css(_CONTROLS):
        if control.attrs.get("aria-haspopup") in {None, "false"} and not _lies_in(control, overlays):
            found.update(_named(control))
    return found


def unfolds(node: LexborNode, named: set[str]) -> bool:
    """Whether an element is such a panel.

    Args:
        node: a hidden element.
        named: what `unfolding` found.
    """
    return node.id in named and node.css_first(_OVERLAYS) is None


def _named(control: LexborNode) -> list[str]:
    attributes = control.attrs
    given = " ".join(attributes.get(name) or "" for name in _NAMING).replace("#", " ").split()
    link = (attributes.get("href") or "") if control.tag == "a" else ""
    return [*given, unquote(link[1:])] if link.startswith("#") and len(link) > 1 else given


def _lies_in(node: LexborNode, outer: set[int]) -> bool:
    around: LexborNode | None = node
    while around is not None:
        if around.mem_id in outer:
            return True
        around = around.parent
    return False
