"""Lists inside lists of another kind, which the exporter behind Wagtail's editor tears apart."""

from __future__ import annotations

from typing import Any

from draftjs_exporter import DOM, HTMLExporter
from draftjs_exporter.options import Options
from draftjs_exporter.wrapper_state import WrapperState

_SAMPLE = {
    "blocks": [
        {"key": key, "type": type_, "depth": depth, "text": key, "inlineStyleRanges": [], "entityRanges": []}
        for key, type_, depth in (("a", "outer", 0), ("b", "inner", 1), ("c", "outer", 0))
    ],
    "entityMap": {},
}
_SAMPLE_CONFIG = {
    "block_map": {"outer": {"element": "li", "wrapper": "ol"}, "inner": {"element": "li", "wrapper": "ul"}},
    "engine": DOM.STRING,
}


def keep_lists_together() -> None:
    """Lets a numbered list go on after bullets inside one of its items, instead of beginning again at 1.

    The exporter compares a list item with the deepest open list rather than with the one at the item's own depth, so
    every save would cut `<ol><li>…<ul>…</ul></li><li>…</li></ol>` in two.  A patched method, since Wagtail builds the
    exporter itself; it is left alone once the exporter does this right.
    """
    if HTMLExporter(_SAMPLE_CONFIG).render(_SAMPLE).count("<ol>") > 1:
        WrapperState.get_wrapper_elt = _get_wrapper_elt


def _get_wrapper_elt(self: WrapperState, options: Options, depth: int) -> Any:
    self.stack.slice(depth + 1)  # an item ends all lists deeper than itself
    if self.stack.head().is_different(depth, options.wrapper, options.wrapper_props):
        self.update_stack(options, depth)
    return self.stack.get(depth).elt
