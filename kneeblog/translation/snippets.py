"""Snippets with drafts: a project's own may have them, and what is not translated of those is not published either."""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.models import DraftStateMixin, Page, Revision, TranslatableMixin

from kneeblog.models import PublishingRefusedError
from kneeblog.models.publishing import SCHEDULED, unschedule

from .incomplete import reasons_against


def refuse_incomplete_snippets() -> None:
    """Wraps Wagtail's method, which every way of publishing comes to; pages have one of their own."""
    DraftStateMixin.publish = _guarded(DraftStateMixin.publish)


def _guarded(publish: Any) -> Any:
    @wraps(publish)
    def guarded(snippet: Any, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        if isinstance(snippet, TranslatableMixin) and not isinstance(snippet, Page):
            reasons = reasons_against(revision.as_object())
            refused = PublishingRefusedError(snippet, reasons) if reasons else None
            if refused and kwargs.get("log_action") != SCHEDULED:
                raise refused
            if refused:
                return unschedule(snippet, revision, refused)
        return publish(snippet, revision, *args, **kwargs)

    return guarded
