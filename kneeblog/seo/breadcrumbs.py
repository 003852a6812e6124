"""The one trail of a page: the visible breadcrumb, the structured data and the audit all come from here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from kneeblog.models import BlogIndexPage
from kneeblog.neighbours import neighbours_of


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail; the page itself has no address."""

    label: str
    url: str | None


def breadcrumb_trail(page: Page, request: HttpRequest | None = None, clinic: Any = None) -> list[Crumb]:
    """Home first, `page` last.  A primary parent, where one is set, takes the place of the tree's own parents.

    Args:
        page: as its own type.
        request: for which it is shown.
        clinic: the site's `ClinicSettings`, which may leave out home and blog.
    """
    roots = root_paths()
    above = steps(neighbours_of(page).above, roots, clinic)
    return [*(Crumb(label(step, roots), step.get_url(request)) for step in above), Crumb(label(page, roots), None)]


def root_paths() -> set[str]:
    """The paths of the sites' home pages, in all languages; no query once Wagtail has its sites at hand."""
    return {root.root_path for root in Site.get_site_root_paths()}


def steps(ancestors: Iterable[Page], roots: Collection[str], clinic: Any) -> list[Page]:
    """Those of a page's ancestors that its trail names: from the site's home down.

    Args:
        ancestors: live ones, the highest first.
        roots: as `root_paths` gives them.
        clinic: the site's `ClinicSettings`, or None.
    """
    found = list(ancestors)
    home = max((number for number, page in enumerate(found) if page.url_path in roots), default=None)
    if home is None:
        return []
    named = found[home:]
    if clinic is not None and not clinic.breadcrumb_home:
        named = named[1:]
    if clinic is not None and not clinic.breadcrumb_blog:
        named = [page for page in named if not issubclass(page.specific_class or Page, BlogIndexPage)]
    return named


def label(page: Page, roots: Collection[str]) -> str:
    """The page's short name, else what a home page is usually called, else its title."""
    own: str = getattr(page, "breadcrumb_label", "") or ""
    return own or (_("Home") if page.url_path in roots else page.title)
