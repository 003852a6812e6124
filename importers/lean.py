"""A page without what is never drawn: programs, styles and drawings, nine tenths of what a browser saves.

One linear pass over the tags, in one expression, because a loop would cost more than the parser that comes after it.
A parser makes the same tree of what is left as of the whole page, but for the inside of `script`, `style` and `svg`;
from the first spot on where that is not sure, the page stays as it is.
"""

from __future__ import annotations

import re

# Possessive throughout (Python 3.11+): a quote that never closes is scanned once, not once a tag.
SPACE = r"[ \t\n\f\r]"
ATTRIBUTE = (
    rf"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    rf"(?:{SPACE}*+={SPACE}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+"
)
ATTRIBUTES = rf"(?:[ \t\n\f\r/]++|{ATTRIBUTE})*+"
NAME = r"[a-zA-Z][^ \t\n\f\r/>]*+"
RAW = "script|style|title|textarea|iframe|noembed|noframes|xmp"  # what stands inside is no markup
COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/(?![a-zA-Z]))[^>]*+(?:>|\Z)"

_ENDS = rf"(?={SPACE}|[/>])"
_SPECIAL = rf"(?i:{RAW}|svg|math|select|frameset|plaintext){_ENDS}"
_SHAPES = (
    "a|animate|animateMotion|animateTransform|circle|clipPath|defs|ellipse|fe[a-z]+|filter|g|image|line|linearGradient"
    "|marker|mask|metadata|path|pattern|polygon|polyline|radialGradient|rect|set|stop|style|symbol|text|textPath|tspan|use"
)


def _raw(name: str) -> str:
    return rf"(?:[^<]++|<(?!/(?i:{name}){_ENDS}))*+(?=<)"


def _start(name: str) -> str:
    return rf"<(?i:{name}){_ENDS}{ATTRIBUTES}>"


def _only(inside: str, texts: str = "option") -> str:
    """Text and some elements: an element that holds nothing else is sure to end at its end tag.

    Args:
        inside: names of elements.
        texts: names of those that may hold text only, since inside them the rules of HTML hold again.
    """
    text = rf"<(?i:{texts}){_ENDS}{ATTRIBUTES}>[^<]*+</(?i:{texts})>"
    return rf"(?:[^<]++|</?(?i:{inside}){_ENDS}{ATTRIBUTES}>|{text}|<!--(?!-?>)[^<>]*+-->)*+"


# What a script says in a comment may hold its own end tag, if another script was opened there.
_SCRIPT = (
    rf"(?:[^<]++|<(?!/(?i:script){_ENDS}|!--)"
    rf"|<!--(?:[^<-]++|-(?!->)|<(?!/?(?i:script){_ENDS}))*+(?=-->|</(?i:script){_ENDS}))*+(?=</)"
)
_PLAIN = "|".join(
    (
        "[^<]++",
        rf"</{NAME}{ATTRIBUTES}>",
        rf"<(?!{_SPECIAL}){NAME}{ATTRIBUTES}>",
        r"<(?![a-zA-Z/!?])",
        COMMENT,
        *(_start(name) + _raw(name) for name in ("title", "textarea", "iframe", "noembed", "noframes", "xmp")),
        _start("select") + _only("option|optgroup") + r"(?=</(?i:select)>)",
    )
)
# What the groups hold stays; between them stands what goes.
_PAGE = re.compile(
    rf"((?:{_PLAIN})*+)(?:({_start('script')}){_SCRIPT}|({_start('style')}){_raw('style')}"
    rf"|({_start('svg')})(?<!/>){_only(_SHAPES, 'desc|title')}(?=</(?i:svg)>)|(.++)|\Z)".encode(),
    re.DOTALL,
)
_FRAMES = re.compile(rb"<(?i:frameset)")
_SCRIPT_TAG = re.compile(rb"<(?i:script)\b[^<>]*+>")
_SCRIPT_END = re.compile(rb"</(?i:script)")
_IS_JSON = re.compile(rb"\stype\s{0,9}=\s{0,9}[\"']?application/(ld\+)?json\b", re.IGNORECASE)


def lean(html: bytes) -> bytes:
    """Take out of a page in UTF-8 what is never drawn."""
    left = _PAGE.sub(rb"\1\2\3\4\5", html)
    return html if _FRAMES.search(left) else left  # which replace the page, unless a drawing before them has text


def json_scripts(html: bytes, left: bytes) -> list[bytes]:
    """The JSON in a page's scripts that may be content: JSON-LD, and rich text.

    Args:
        html: the whole page.
        left: what `lean` left of it, in which the scripts' tags still stand.
    """
    found = []
    at = 0
    for tag in _SCRIPT_TAG.findall(left):
        kind = _IS_JSON.search(tag)
        if kind is None:
            continue
        start = html.find(tag, at)
        end = _SCRIPT_END.search(html, start) if start >= 0 else None
        if end is None:
            break
        at = end.start()
        inside = html[start + len(tag) : at]
        if kind[1] or b"richContent" in inside:
            found.append(inside)
    return found


# For browsers without scripts -----------------------------------------------------------------------------------------

_PICTURES = rf"(?:{SPACE}++|<(?i:img|source|/?picture){_ENDS}{ATTRIBUTES}>|{_start('iframe')}[^<]*+</(?i:iframe)>)*+"
_SCRIPTED = "|".join(
    (
        "[^<]++",
        rf"</{NAME}{ATTRIBUTES}>",
        rf"<(?!{_SPECIAL}|(?i:noscript){_ENDS}){NAME}{ATTRIBUTES}>",
        r"<(?![a-zA-Z/!?])",
        COMMENT,
        *(_start(name) + _raw(name) for name in ("title", "textarea", "iframe", "noembed", "noframes", "xmp")),
        *(rf"{_start(name)}[^<]*+(?=</(?i:{name})>)" for name in ("script", "style", "svg", "select")),
        _start("noscript") + _PICTURES + r"(?=</(?i:noscript)>)",
    )
)
_NOSCRIPT = re.compile(rf"((?:{_SCRIPTED})*+)(?:({_start('noscript')}){_raw('noscript')}|(.++)|\Z)".encode(), re.DOTALL)
_HAS_NOSCRIPT = re.compile(rb"<noscript", re.IGNORECASE)


def scripted(html: bytes) -> bytes:
    """What a browser that runs scripts takes for markup: to it, the inside of `noscript` is text that it does not draw.

    To a parser that runs none it is markup, and may swallow what follows it.  Pictures and frames alone stay: they
    are the twins of those that a script loads late.
    """
    return _NOSCRIPT.sub(rb"\1\2\3", html) if _HAS_NOSCRIPT.search(html) else html
