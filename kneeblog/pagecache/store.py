"""Keeps responses with what they depend on, in the cache that the setting `CACHES` calls `pages`.

For each tag the cache holds a word, which is another one after every change.  A response is kept with the words that
held before it was rendered, and is good as long as they are the same.  One more word, the epoch, is another one after
any change at all: while it is the same, no tag need be looked up.  Nothing here counts or compares times, so any
backend of Django's will do that all processes share.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils import timezone

from .recording import depends_on

T = TypeVar("T")
logger = logging.getLogger("kneeblog")

ALIAS = "pages"
_EPOCH = "kneeblog:epoch"
_LONGEST = 24 * 60 * 60  # seconds; words are kept longer, for a response without its words is worth nothing


@dataclass(frozen=True, slots=True)
class Kept:
    """A response, and when it holds."""

    value: Any
    words: dict[str, str]
    epoch: str


def epoch() -> str:
    """To be asked for before anything is read that is to be kept."""
    return _unless_down(lambda: _word(_EPOCH), "") or _new()  # of a new word nobody knows: nothing will be kept


def get(key: str) -> Any:
    """What is kept under a key, if it still holds, else `None`.  A cache that is down keeps nothing."""
    return _unless_down(lambda: _get(key), None)


def _get(key: str) -> Any:
    found = caches[ALIAS].get_many([key, _EPOCH])
    kept: Kept | None = found.get(key)
    if kept is None:
        return None
    if kept.epoch != found.get(_EPOCH):
        now = epoch()
        if _words(kept.words) != kept.words:
            caches[ALIAS].delete(key)
            return None
        caches[ALIAS].set(key, replace(kept, epoch=now), _until_midnight())
    depends_on(*kept.words)
    return kept.value


def put(key: str, value: Any, tags: Iterable[str], since: str) -> None:
    """Keeps something, unless anything has changed since it was begun.

    Args:
        key: to find it by.
        value: that can be pickled.
        tags: what it depends on.
        since: the epoch before the first of it was read.
    """
    _unless_down(lambda: _put(key, value, tags, since), None)


def _put(key: str, value: Any, tags: Iterable[str], since: str) -> None:
    words = _words(tags, make=True)
    if epoch() == since:
        caches[ALIAS].set(key, Kept(value, words, since), _until_midnight())


def forget(tags: Iterable[str]) -> None:
    """Makes worthless what depends on one of the tags.

    The epoch changes first, so that nothing is kept that was being rendered meanwhile, and again at the end, so that
    nothing stays good that was looked up meanwhile.
    """
    caches[ALIAS].set(_EPOCH, _new(), None)
    caches[ALIAS].set_many({f"kneeblog:tag:{tag}": _new() for tag in tags}, None)
    caches[ALIAS].set(_EPOCH, _new(), None)


def _unless_down(act: Callable[[], T], otherwise: T) -> T:
    """Visitors get their pages without the cache as well; what is wrong with it, the log says."""
    try:
        return act()
    except Exception:
        logger.exception("The cache %r does not answer.", ALIAS)
        return otherwise


def _words(tags: Iterable[str], *, make: bool = False) -> dict[str, str]:
    at = {f"kneeblog:tag:{tag}": tag for tag in tags}
    found = {at[key]: word for key, word in caches[ALIAS].get_many(list(at)).items()}
    if make:
        found |= {tag: _word(key) for key, tag in at.items() if tag not in found}
    return found


def _word(key: str) -> str:
    cache = caches[ALIAS]
    word: str | None = cache.get(key)
    if word is None:
        cache.add(key, _new(), None)
        word = cache.get(key)
    return word or ""


def _new() -> str:
    return uuid.uuid4().hex


def _until_midnight() -> float:
    """What a page says may depend on the day: reviews fall due, prices become valid."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(_LONGEST, (midnight - now).total_seconds())
