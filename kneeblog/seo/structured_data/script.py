"""A graph as it may stand in a page."""

from __future__ import annotations

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .scope import Node

# Whatever editors type, the script's end, a comment's beginning or a line separator cannot be spelt with these.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def graph_script(graph: Node) -> SafeString:
    """A script element that holds data and is never run."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
