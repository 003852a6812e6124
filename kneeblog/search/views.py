"""The page of results, and suggestions while somebody types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page, Site

from kneeblog import conf

from .results import LONGEST, Found, search, shown

SUGGESTIONS = 8


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found for `?q=`, on pages of as many results as listings have."""
    query = request.GET.get("q", "").replace("\x00", "").strip()
    found = _found(request, query)
    paginator: Paginator[int] = Paginator(found.pages, conf.get("PAGE_SIZE"))
    part = paginator.get_page(request.GET.get("page"))
    context = {
        "query": query[:LONGEST],
        "found": found,
        "children": part,
        "results": shown(found, list(part.object_list)),
        "parameters": urlencode({"q": query}),
    }
    return render(request, "kneeblog/search.html", context)


@require_safe
@cache_control(max_age=300)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Titles of the pages found best for `?q=`, as a list."""
    found = _found(request, request.GET.get("q", "").replace("\x00", "").strip())
    keys = [] if found.loosely else found.pages[:SUGGESTIONS]
    titles = dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))
    return JsonResponse({"suggestions": [titles[key] for key in keys if key in titles]})


def _found(request: HttpRequest, query: str) -> Found:
    site = Site.find_for_request(request)
    if not query or site is None:
        return Found()
    locale = Locale.get_active()
    return search(query, site.root_page.get_translation_or_none(locale) or site.root_page, locale)
