"""What wagtail-localize must know about our marks."""

from __future__ import annotations

from . import NESTING


def keep_sentences_whole() -> None:
    """Lets translators see `約3cm<sup>3</sup>です` as one sentence.

    wagtail-localize cuts a text at every tag that is not in its list of inline tags and offers no setting for it, so
    the list itself is extended; both its extractor and its validation of translated strings read it.
    """
    from wagtail_localize import strings

    strings.INLINE_TAGS.extend(tag for tag in NESTING if tag not in strings.INLINE_TAGS)
