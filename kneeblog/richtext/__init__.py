"""The rich text of this package: which marks an editor keeps, and in which order the database nests them.

Importable without Django: the importer reads these constants, the hooks in `features` teach them to the editor.
"""

from __future__ import annotations

FEATURES: list[str] = [
    "h4",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "superscript",
    "subscript",
    "small",
    "mark",
    "ruby",
    "code",
    "ol",
    "ul",
    "link",
    "document-link",
    "break-in-link",
]
"""Features of every rich text field and block here; `break-in-link` has no button, it keeps `<br/>` inside links."""

NESTING: tuple[str, ...] = ("a", "ruby", "rt", "b", "code", "i", "mark", "small", "s", "sub", "sup", "u")
"""Tags from the outermost to the innermost, as the editor writes them back.

`a` and `ruby` exclude each other: the editor allows one entity to a character.  Inside either of them the editor
closes and opens all marks wherever one of them changes (`<a><b>x</b><b><i>y</i></b></a>`); elsewhere an outer mark
that goes on stays open (`<b>x<i>y</i></b>`).
"""
