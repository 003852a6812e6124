"""The one trail of a page: the visible breadcrumb and the structured data both come from here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

ROOT_DEPTH = 2  # depth 1 is Wagtail's own root, which no visitor sees


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail; the page itself has no address."""

    label: str
    url: str | None


def breadcrumb_trail(page: Page, request: HttpRequest | None = None) -> list[Crumb]:
    """Home first, `page` last.  A primary parent, where one is set, takes the place of the tree's own parents."""
    parent = getattr(page, "primary_parent", None)
    branch = parent.get_ancestors(inclusive=True) if parent is not None else page.get_ancestors()
    ancestors = branch.filter(depth__gte=ROOT_DEPTH, live=True).exclude(pk=page.pk).defer_streamfields().specific()
    trail = [Crumb(_label(ancestor), ancestor.get_url(request)) for ancestor in ancestors]
    return [*trail, Crumb(_label(page), None)]


def _label(page: Page) -> str:
    label: str = getattr(page, "breadcrumb_label", "")
    return label or (_("Home") if page.depth == ROOT_DEPTH else page.title)
