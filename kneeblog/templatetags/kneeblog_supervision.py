"""What the admin's templates say about supervision."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from kneeblog.supervision.states import Standing, standing_of

register = template.Library()


@register.simple_tag
def supervision_of(page: Page) -> Standing | None:
    """How it stands with the supervision of a page."""
    return standing_of(page)
