"""What keeps a page from going live: pending pictures, errors of the advertising rules, what is not translated."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from kneeblog.blocks import PictureBlock

if TYPE_CHECKING:
    from kneeblog.compliance.findings import Finding

logger = logging.getLogger("kneeblog")

# How Wagtail logs what its command `publish_scheduled` does.
SCHEDULED = "wagtail.publish.scheduled"
# How a page's history names what was scheduled and could not go live.
REFUSED = "kneeblog.publishing_refused"
# Somebody is there to be asked for the reason of open warnings: a view of the editor sets it.
ASKING: ContextVar[bool] = ContextVar("kneeblog_asking", default=False)
_EXAMPLE = 60


class PublishingRefusedError(ValidationError):
    """A page or snippet cannot be published: `reasons` say why, one each; `text` is all of it in one message."""

    def __init__(self, page: Any, reasons: list[str]) -> None:
        self.page = page
        self.reasons = reasons
        self.heading = ngettext(
            "“%(title)s” cannot be published; %(count)d thing is to be settled first:",
            "“%(title)s” cannot be published; %(count)d things are to be settled first:",
            len(reasons),
        ) % {"title": str(page), "count": len(reasons)}
        self.text = "\n".join([self.heading, *(f"{number}. {reason}" for number, reason in enumerate(reasons, 1))])
        # By field, because wagtail-localize takes errors apart by field.
        super().__init__({NON_FIELD_ERRORS: [ValidationError(self.text, code="publishing_refused")]})

    def as_html(self) -> SafeString:
        """The message for the admin."""
        return format_html("{}<ol>{}</ol>", self.heading, format_html_join("", "<li>{}</li>", zip(self.reasons)))


class RefusedInEditorError(Exception):
    """The same on its way through wagtail-localize's editor, which would say no more than that something is wrong."""

    def __init__(self, refused: PublishingRefusedError) -> None:
        self.refused = refused
        super().__init__(refused.text)


class ReasonWantedError(Exception):
    """A page has warnings of the advertising rules that nobody has answered for, and somebody can be asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        super().__init__(str(page))


def publishing_reasons(page: Page) -> list[str]:
    """Why the page, with the content this object holds, cannot be published; empty if it can."""
    from kneeblog.compliance.checking import publishing_problems
    from kneeblog.translation.incomplete import reasons_against

    reasons = []
    if pictures := pending_pictures(page):
        reasons.append(
            ngettext(
                "%(count)d picture has not been brought over yet (%(pictures)s).",
                "%(count)d pictures have not been brought over yet (%(pictures)s).",
                len(pictures),
            )
            % {"count": len(pictures), "pictures": ", ".join(pictures)}
        )
    reasons += [_reason(finding) for finding in publishing_problems(page)]
    reasons += reasons_against(page)
    return list(dict.fromkeys(reasons))


def refuse_publishing(page: Page) -> None:
    """Stops here if the page cannot be published.

    Raises:
        PublishingRefusedError: it cannot; the message lists everything.
        ReasonWantedError: it has open warnings, in a view of the editor.
    """
    from kneeblog.compliance.checking import open_warnings

    if reasons := publishing_reasons(page):
        raise PublishingRefusedError(page, reasons)
    if ASKING.get() and open_warnings(page):
        raise ReasonWantedError(page)


def unschedule(page: Any, revision: Revision, refused: PublishingRefusedError) -> None:
    """Takes a refused revision off the schedule, so that it is not tried again every few minutes, and says so."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=page, action=REFUSED, revision=revision, data={"reasons": refused.reasons})
    logger.error("%s", refused.text)


def _reason(finding: Finding) -> str:
    words = Truncator(finding.sentence).chars(_EXAMPLE)
    where = gettext("%(place)s: “%(words)s”") % {"place": finding.place, "words": words} if words else finding.place
    return f"{finding.message} [{finding.rule}] {where}"


def pending_pictures(instance: models.Model) -> list[str]:
    """Old addresses of the instance's pending pictures, in reading order; `"?"` for one without an address."""
    found: list[str] = []
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            value = field.value_from_object(instance)
            pictures = _pictures(field.stream_block, value)
            found += [picture.get("original_url") or "?" for picture in pictures if picture.get("image") is None]
    return found


def _pictures(block: Any, value: Any) -> Iterator[Any]:
    """The values of all picture blocks at any depth."""
    if isinstance(block, PictureBlock):
        yield value
    elif isinstance(block, StreamBlock):
        for child in value:
            yield from _pictures(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _pictures(block.child_block, item)
    elif isinstance(block, StructBlock) and hasattr(value, "items"):
        for name, child_block in block.child_blocks.items():
            yield from _pictures(child_block, value.get(name))
