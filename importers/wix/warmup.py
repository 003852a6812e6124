"""Finds the post that a Wix page carries as data for its own scripts: JSON inside strings inside JSON.

It stands in `script#wix-warmup-data`, below the blog's app, under `OldPostPageWarmupData-<slug>`.  Between there and
the post the path has changed with the years, and so have the levels that are written as strings; so every object with
a `richContent` is looked for, and taken if it is this page's post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from importers.records import Json, LegacyPage
from importers.wix.loose import objects, opened, text

_OWN_KEY = re.compile(r"postPage$|OldPostPageWarmupData")  # what stands below is the post of the page itself
_ADDRESS_END = re.compile(r"/([^/\"'?#<>\s]++)/?[\"'?#<\s]")
_MAX_DEPTH = 30


@lru_cache(maxsize=1)  # whether there is a post is asked first, then it is read
def embedded_post(page: LegacyPage) -> Json | None:
    """The post a page carries as data, its `richContent` opened, or `None`.

    Posts of lists (the newest, the related ones) are other pages' posts: one that does not stand where the page's own
    post does is taken only if the page's head names its address.
    """
    others: list[Json] = []
    for script in page.data:
        for post, own in _posts(opened(script)) if "richContent" in script else ():
            if own:
                return post
            others.append(post)
    names = set(_ADDRESS_END.findall(unquote(page.html[: page.html.find("</head")]))) if others else set()
    return next((post for post in others if unquote(text(post, "slug")) in names), None)


def _posts(data: object) -> Iterator[tuple[Json, bool]]:
    """Every object with a tree of nodes, and whether it stands where a page's own post does."""
    waiting: list[tuple[object, bool, int]] = [(data, False, 0)]
    while waiting:
        value, own, depth = waiting.pop()
        if isinstance(value, str) and "richContent" in value:
            value = opened(value)
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, dict):
            content = opened(value.get("richContent"))
            if objects(content, "nodes"):
                yield {**value, "richContent": content}, own
            waiting += [
                (inner, own or bool(_OWN_KEY.search(name)), depth + 1)
                for name, inner in reversed(value.items())
                if name != "richContent" and isinstance(inner, dict | list | str)
            ]
        elif isinstance(value, list):
            waiting += [(inner, own, depth + 1) for inner in reversed(value)]
