"""A page without what is never drawn: programs, styles and drawings, nine tenths of what a browser saves.

One linear pass over the tags, in as few steps as there are elements that go: an expression runs over all that stays up
to the next of them, because a loop over tags would cost more than the parser that comes after it.  A parser makes the
same tree of what is left as of the whole page, but for the inside of `script`, `style` and `svg`; from the first spot
on where that is not sure, the page stays as it is.
"""

from __future__ import annotations

import re

# Possessive throughout (Python 3.11+): a quote that never closes is scanned once, not once a tag.
SPACE = r"[ \t\n\f\r]"
ATTRIBUTE = (
    rf"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    rf"(?:{SPACE}*+={SPACE}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+"
)
_BETWEEN = r"[ \t\n\f\r/]*+"
ATTRIBUTES = rf"(?:{_BETWEEN}{ATTRIBUTE})*+{_BETWEEN}"
NAME = r"[a-zA-Z][^ \t\n\f\r/>]*+"
RAW = "script|style|title|textarea|iframe|noembed|noframes|xmp"  # what stands inside is no markup
COMMENT = r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(?:[!?]|/(?![a-zA-Z]))[^>]*+(?:>|\Z))"

_ENDS = rf"(?={SPACE}|[/>])"
_SPECIAL = rf"(?=[fimnpstxFIMNPSTX])(?i:{RAW}|svg|math|select|frameset|plaintext){_ENDS}"
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


_STAYS = re.compile(
    "(?:{})*+".format(
        "|".join(
            (
                "[^<]++",
                "</[a-z0-9]++>",  # most end tags
                rf"</{NAME}{ATTRIBUTES}>",
                rf"<(?!{_SPECIAL}){NAME}{ATTRIBUTES}>",
                r"<(?![a-zA-Z/!?])",
                COMMENT,
                *(_start(name) + _raw(name) for name in ("title", "textarea", "iframe", "noembed", "noframes", "xmp")),
                _start("select") + _only("option|optgroup") + r"(?=</(?i:select)>)",
            )
        )
    ).encode(),
    re.DOTALL,
)
_GOES = re.compile(rf"<(?i:(?P<script>script)|style|(?P<svg>svg)){_ENDS}{ATTRIBUTES}>".encode())
_SCRIPT_END = re.compile(rf"<(?=/(?i:script){_ENDS}|(?P<comment>!--))".encode())
_STYLE_END = re.compile(rf"<(?=/(?i:style){_ENDS})".encode())
# What a script says in a comment may hold its own end tag, if another script was opened there.
_WITH_COMMENTS = re.compile(
    (
        rf"(?:[^<]++|<(?!/(?i:script){_ENDS}|!--)"
        rf"|<!--(?:[^<-]++|-(?!->)|<(?!/?(?i:script){_ENDS}))*+(?=-->|</(?i:script){_ENDS}))*+(?=</)"
    ).encode()
)
_DRAWING = re.compile(rf"(?<!/>){_only(_SHAPES, 'desc|title')}(?=</(?i:svg)>)".encode())
_FRAMES = re.compile(rb"<(?i:frameset)")
_SCRIPT_TAG = re.compile(rb"<(?i:script)\b[^<>]*+>")
_IS_JSON = re.compile(rb"\stype\s{0,9}=\s{0,9}[\"']?application/(ld\+)?json\b", re.IGNORECASE)


def lean(html: bytes) -> tuple[bytes, list[bytes]]:
    """Take out of a page in UTF-8 what is never drawn.

    Returns:
        what is left, and the JSON in the page's scripts that may be content: JSON-LD, and rich text.
    """
    kept: list[bytes] = []
    data: list[bytes] = []
    start = 0
    while tag := _GOES.match(html, _STAYS.match(html, start).end()):  # type: ignore[union-attr]  # matches everywhere
        end = _end_of_inside(html, tag)
        if end < 0:
            break
        kept.append(html[start : tag.end()])
        data += _content(html, tag, end) if tag["script"] else []
        start = end
    kept.append(html[start:])
    left = b"".join(kept)
    # Frames replace the page, unless a drawing before them has text.
    return (html if _FRAMES.search(left) else left), data + _json_in(html[start:])


def _end_of_inside(html: bytes, tag: re.Match[bytes]) -> int:
    """Where an element's end tag begins, -1 where that is not sure."""
    if tag["svg"]:
        inside = _DRAWING.match(html, tag.end())
        return inside.end() if inside else -1
    end = (_SCRIPT_END if tag["script"] else _STYLE_END).search(html, tag.end())
    if end and end.lastgroup:
        inside = _WITH_COMMENTS.match(html, tag.end())
        return inside.end() if inside else -1
    return end.start() if end else -1


def _content(html: bytes, script: re.Match[bytes], end: int) -> list[bytes]:
    """What stands in a script, if it is JSON that may be content."""
    kind = _IS_JSON.search(script[0])
    is_content = kind and (kind[1] or html.find(b"richContent", script.end(), end) >= 0)
    return [html[script.end() : end]] if is_content else []


def _json_in(html: bytes) -> list[bytes]:
    """The same of a stretch in which nothing is sure: what looks like a script, up to what looks like its end."""
    found: list[bytes] = []
    at = 0
    while (script := _SCRIPT_TAG.search(html, at)) and (end := _SCRIPT_END.search(html, script.end())):
        at = end.start()
        found += _content(html, script, at)
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
