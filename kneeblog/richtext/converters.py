"""Between the database's HTML and the editor's content state, where Wagtail's own converters fall short."""

from __future__ import annotations

from typing import Any

from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineEntityElementHandler,
    InlineStyleElementHandler,
)
from wagtail.documents.rich_text.contentstate import document_link_entity

# The exporter nests marks by the names of their styles: the reading's name must come before BOLD and the others,
# so that `<rt>` stays a direct child of `<ruby>`, which is what browsers need.
READING = "ANNOTATION"


class RubyElementHandler(InlineEntityElementHandler):
    """`<ruby>` becomes an entity over base and reading."""

    mutability = "MUTABLE"


def mark_rule(tag: str, style: str) -> dict[str, Any]:
    """Converter rule of a plain inline mark."""
    return {
        "from_database_format": {tag: InlineStyleElementHandler(style)},
        "to_database_format": {"style_map": {style: tag}},
    }


def _with_breaks(node: Any) -> Any:
    """The node with each newline in its texts made a `<br/>`."""
    if isinstance(node, str):
        if "\n" not in node:
            return node
        first, *rest = node.split("\n")
        pieces: list[Any] = [first]
        for line in rest:
            pieces += [DOM.create_element("br"), line]
        fragment = DOM.create_element()
        # Not DOM.append_child: it takes a second break for the first one.
        fragment.children = [piece for piece in pieces if piece]
        return fragment
    if getattr(node, "children", None):
        node.children = [_with_breaks(child) for child in node.children]
    return node


def _link(props: dict[str, Any]) -> Any:
    return link_entity({**props, "children": _with_breaks(props["children"])})


def _document_link(props: dict[str, Any]) -> Any:
    return document_link_entity({**props, "children": _with_breaks(props["children"])})


def _ruby(props: dict[str, Any]) -> Any:
    return DOM.create_element("ruby", {}, _with_breaks(props["children"]))


RUBY_RULE: dict[str, Any] = {
    "from_database_format": {
        "ruby": RubyElementHandler("RUBY"),
        "rt": InlineStyleElementHandler(READING),
    },
    "to_database_format": {
        "entity_decorators": {"RUBY": _ruby},
        "style_map": {READING: "rt"},
    },
}

# Wagtail writes a line break inside a link as a bare newline, which the next save turns into a space.
BREAK_IN_LINK_RULE: dict[str, Any] = {
    "from_database_format": {},
    "to_database_format": {"entity_decorators": {"LINK": _link, "DOCUMENT": _document_link}},
}
