"""Wagtail's view of pages, which finds a page by its whole path: two queries, however deep it stands.

Wagtail asks for each step of the path, and again for each step's type.  Where a page on the way answers for addresses
below it in a way of its own, Wagtail's own way is taken.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from kneeblog.models import MedicalPage
from kneeblog.neighbours import is_restricted
from kneeblog.pagecache.keeping import watching


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Goes in the place of `wagtail.views.serve`, under the same name."""
    with watching(request):
        found = find(request, path)
        if found is not None:
            request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # `route_for_request` looks there
        response: HttpResponse = views.serve(request, path)
        return response


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at an address; None where Wagtail is to look for it.

    Raises:
        Http404: the page is there and not live.
    """
    root = _root_path(request)
    if not root:
        return None
    components = [component for component in path.split("/") if component]
    steps = [root]
    for component in components:
        steps.append(f"{steps[-1]}{component}/")
    pages = Page.objects.filter(url_path__in=steps).select_related("content_type").annotate(restricted=is_restricted())
    at = {page.url_path: page for page in pages}
    # The home page of a language need not be live: Wagtail would look among the pages of another one then.
    is_usual = root in at and steps[-1] in at and len(at) == len(steps)
    if not is_usual or any(_answers(at[step], components[count:]) for count, step in enumerate(steps[:-1])):
        return None
    model = at[steps[-1]].content_type.model_class()
    if model is None:
        return None
    pages = model._default_manager.select_related("locale")
    if issubclass(model, MedicalPage):
        pages = pages.select_related(*model.shown_with).prefetch_related(*model.shown_rows)
    page: Any = pages.get(pk=at[steps[-1]].pk)
    page.known_public = not at[steps[-1]].restricted and page.alias_of_id is None
    route: RouteResult = page.route(request, [])
    return route


def _root_path(request: HttpRequest) -> str:
    """The path in the tree of the home page in the language of the address."""
    site = Site.find_for_request(request)
    try:
        language = get_supported_content_language_variant(get_language())
    except LookupError:
        return ""
    roots = Site.get_site_root_paths() if site else []
    return next((r.root_path for r in roots if r.site_id == site.pk and r.language_code == language), "")


def _answers(page: Page, rest: list[str]) -> bool:
    """Whether a page on the way may want to answer for what stands below it."""
    model: Any = page.content_type.model_class()
    if model is None or model.route is Page.route:
        return model is None
    if model.route is not RoutablePageMixin.route:
        return True
    try:
        return bool(page.live and model(content_type=page.content_type).resolve_subpage(f"/{'/'.join(rest)}/"))
    except Http404:
        return False
