"""Language codes as HTML, search engines and the Open Graph write them; Django writes them in small letters."""

from __future__ import annotations

# Open Graph wants a territory; Chinese is told apart by its script alone in the other two.
_OPEN_GRAPH = {"ja": "ja_JP", "en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW", "ko": "ko_KR"}


def language_tag(code: str) -> str:
    """BCP 47: `zh-hans` → `zh-Hans`, `en-gb` → `en-GB`."""
    first, *rest = code.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def open_graph_locale(code: str) -> str:
    """`ja` → `ja_JP`; a language without a usual territory stays as it is."""
    return _OPEN_GRAPH.get(code.lower(), language_tag(code).replace("-", "_"))
