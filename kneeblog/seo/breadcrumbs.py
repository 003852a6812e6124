"""The one trail of a page: the visible breadcrumb and the structured data both come from here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from kneeblog.neighbours import neighbours_of

ROOT_DEPTH = 2  # depth 1 is Wagtail's own root, which no visitor sees


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail; the page itself has no address."""

    label: str
    url: str | None


def breadcrumb_trail(page: Page, request: HttpRequest | None = None) -> list[Crumb]:
    """Home first, `page` last.  A primary parent, where one is set, takes the place of the tree's own parents."""
    trail = [Crumb(_label(ancestor), ancestor.get_url(request)) for ancestor in neighbours_of(page).above]
    return [*trail, Crumb(_label(page), None)]


def _label(page: Page) -> str:
    label: str = getattr(page, "breadcrumb_label", "")
    return label or (_("Home") if page.depth == ROOT_DEPTH else page.title)
