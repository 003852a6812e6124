"""The names by which blogs of any make call what surrounds an article: one table, a rule and its reason each.

Themes share no hooks, but they share words: `post-related`, `relatedPosts` and `related_entries` are all related posts.
So an element's `id`, `class` and `role` are cut into words, `-` between them and a space between names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[_:./]+")


class ChromeRule(NamedTuple):
    """What is left out.

    `inside` says when it goes out of an article too, which may call parts of its own text so: `always`; `unless-prose`
    if it says nothing in sentences; `if-links` if most of it leads elsewhere; `never`.
    """

    rule: str
    words: str
    inside: str
    reason: str


RULES: tuple[ChromeRule, ...] = (
    ChromeRule(
        "generated.contents",
        r"(ez-|lw|r)?toc( |$|-(container|box|list|wrap(per)?|area|nav|inner))|mokuji|table-?of-?contents",
        "always",
        "a list of the headings below; the new page makes its own",
    ),
    ChromeRule(
        "chrome.comments",
        r"(?<!no-)comments?(-?(area|list|form|section|wrap(per)?|respond|body|thread|template|link|box|block))?( |$)"
        r"|respond( |$)|disqus|trackbacks?|pings?( |$)|livefyre",
        "always",
        "what readers wrote below the article",
    ),
    ChromeRule(
        "chrome.skip-link",
        r"skip-?(link|nav|to)|screen-reader(-text)?|sr-only|visually-?hidden",
        "always",
        "words for screen readers about the page's own controls",
    ),
    ChromeRule("chrome.edit-link", r"edit-?(link|section)|mw-editsection", "always", "a link for the site's editors"),
    ChromeRule(
        "chrome.cookies",
        r"cookies?( |$|-)|gdpr|dsgvo|onetrust|usercentrics|borlabs|cky-|cmplz|consent"
        r"|privacy-(popup|banner|notice|content|bar)",
        "unless-prose",
        "a question about cookies",
    ),
    ChromeRule(
        "chrome.share",
        r"shar(e|ing|edaddy)|sns( |$|-)|social|addtoany|addthis|a2a-|fb-(like|share)|hatena-bookmark|line-it",
        "unless-prose",
        "buttons that share or follow",
    ),
    ChromeRule(
        "chrome.related-posts",
        r"(jp-)?related-?(post|entr|article|content|stor|page|link|news|read|topic|item|list|box|area|wrap|section|block)"
        r"|yarpp|outbrain|taboola|crp-related|also-like",
        "always",
        "other articles",
    ),
    ChromeRule(
        "chrome.related",
        r"related|recommend|popular|ranking|trending|read-(next|also)|kanren|osusume"
        r"|more-(posts|stories|articles|from)|(recent|latest|next|similar)-(post|entr|article|stor|news)",
        "if-links",
        "other articles",
    ),
    ChromeRule(
        "chrome.author-box",
        r"(author|writer)s?-?(box|bio|info|profile|card|about|desc|area|block|section)|about-(the-)?author|sabox",
        "always",
        "who wrote it, below the text; the name is a field",
    ),
    ChromeRule(
        "chrome.navigation",
        r"(?<!no-)(g|global-?|main-?|site-?|sub-?|local-?)?navi?(bar|gation)?( |$|-)|pager|paginat|page-?links|pagenavi"
        r"|prev-?next|post-links",
        "if-links",
        "ways to other pages",
    ),
    ChromeRule(
        "chrome.sidebar",
        r"(?<!has-)(?<!no-)(?<!with-)sidebar|side-?(bar|nav|menu|column|area|content)?( |$)|widget-?area"
        r"|(?<!-)widgets?( |$|-(area|recent|categ|archive|tag|text|search|links|meta|nav|media))",
        "never",
        "what stands beside every article",
    ),
    ChromeRule("chrome.menu", r"menu(s|bar)?( |$|-(item|list|container|main|primary|header|footer))", "never",
               "ways to other pages"),
    ChromeRule("chrome.ads", r"ads?( |$|-)|adsense|adsbygoogle|advert|sponsor|promo", "unless-prose",
               "advertisements"),
    ChromeRule("chrome.subscribe", r"newsletter|subscri|mc4wp|sign-?up", "unless-prose", "forms to subscribe with"),
    ChromeRule("chrome.rating", r"(post-?|star-?)?ratings?( |$|-(form|box|stars|wrap))|kk-star", "unless-prose",
               "how readers rate it"),
    ChromeRule("chrome.search", r"search(-?(form|box|bar|field|wrap|area))?( |$)", "unless-prose", "a search form"),
    ChromeRule("chrome.page-top", r"(page|to|back-?to|go|scroll)-?top( |$)", "unless-prose", "the way back up"),
    ChromeRule("chrome.popup", r"modal|pop-?up|off-?canvas|drawer|dialog|toast|(update|outdated|old)-?browser",
               "never", "what opens over the page"),
    ChromeRule("chrome.login", r"log-?in( |$|-)|sign-?in( |$|-)", "never", "a form to log in with"),
    ChromeRule("chrome.header", r"(site|global|page|main|blog)-?header|(?<!-)header( |$)|masthead|(?<!-)banner( |$)",
               "never", "the site's head"),
    ChromeRule("chrome.footer", r"(site|global|page|main|blog)-?footer|(?<!-)footer( |$)|colophon|copyright"
               r"|contentinfo", "never", "the site's foot"),
)  # fmt: skip
# Elements that say by themselves what they are.
TAGS = {
    "nav": "chrome.navigation",
    "header": "chrome.header",
    "footer": "chrome.footer",
    "aside": "chrome.sidebar",
    "dialog": "chrome.popup",
}
# Called so, an element holds the text, whatever else it is called.
_CONTENT = re.compile(
    r"(^| )(content|main|entry|article|post|hentry|main-content|(entry|post|article)-(content|body|text))( |$)"
)
INSIDE = {rule.rule: rule.inside for rule in RULES}
# Steps from the home page to this one: not chrome, a field of the new page.
BREADCRUMBS = re.compile(r"bread-?crumbs?|topic-?path|pankuzu|(^| |-)crumbs?( |$|-)|bcn-")
_RULES = tuple((rule.rule, re.compile(rf"(?:(?<=[ -])|^)(?:{rule.words})")) for rule in RULES)


def names_of(node: LexborNode) -> str:
    """The words of an element's id, classes and role, small letters: `entry-content clearfix`."""
    attributes = node.attributes
    return words_of(*(attributes.get(name) or "" for name in ("id", "class", "role")))


def words_of(*raw: str) -> str:
    """Names with `-` between their words and a space between them."""
    joined = " ".join(filter(None, raw))
    return " ".join(_SEPARATORS.sub("-", _HUMPS.sub("-", joined)).lower().split()) if joined else ""


@lru_cache(maxsize=4096)
def chrome_rule(names: str, tag: str) -> str:
    """The rule that names an element as chrome, or `""`."""
    if BREADCRUMBS.search(names) or _CONTENT.search(names):
        return ""
    found = next((rule for rule, pattern in _RULES if pattern.search(names)), "") if names else ""
    return found or TAGS.get(tag, "")
