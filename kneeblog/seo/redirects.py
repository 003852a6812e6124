"""Old addresses: found in every spelling, and those that are not found are counted.

Wagtail's redirects match a path letter by letter.  Links to a Japanese site come percent-encoded or not, composed or
decomposed (macOS), in capitals, with a slash at the end, with what advertisements add behind a question mark, and a
Japanese path is soon longer than the 255 characters a redirect holds.  So a redirect is kept under one folded spelling
of its path, and what visitors ask for is folded before it is looked up.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import is_valid_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from kneeblog.models.missing import MissingAddress, RedirectUse

_LONGEST = 255  # `Redirect.old_path`
_KEPT = 200
_SLASHES = re.compile("/{2,}")
_ENDS = re.compile(r"^[/\s]+|[/\s]+$")
# What the old site's addresses look like: its blog's own, and files that Wagtail does not have.
_LEGACY = re.compile(
    r"^/(?:post|blog|blog-\d|single-post|_files|category|categories|tag|feed)(?:/|$|\.)|\.(?:html?|php|aspx?)$"
)


def folded_path(path: str) -> str:
    """One spelling for all of a path, as redirects are kept: decoded, composed, in small letters, without a slash at
    the end and without what follows a question mark.  A path longer than a redirect holds ends in a digest of it all.
    """
    plain = unquote(path.partition("?")[0].partition("#")[0]).replace("\0", "")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())
    found = _SLASHES.sub("/", f"/{_ENDS.sub('', folded)}")
    return found if len(found) <= _LONGEST else short_path(found)


def short_path(path: str) -> str:
    """A path that is too long for a redirect, as it is kept."""
    return f"{path[:_KEPT]}…{hashlib.sha256(path.encode()).hexdigest()[:32]}"


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's, and then by the folded path.  Goes in the place of Wagtail's own.

    A redirect to a page that is not live is none: browsers remember a permanent one, and the page may come yet.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Redirect what was not found, if there is a redirect for it."""
        if response.status_code != 404:
            return response
        found = super().process_response(request, response)
        if found.status_code != 404 and not _leads_nowhere(request, found):
            RedirectUse.note(folded_path(request.path))
            return found
        target, is_permanent = _by_folded_path(request)
        if target and unquote(urlsplit(target).path) != request.path:
            RedirectUse.note(folded_path(request.path))
            return (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(target)
        if request.method == "GET" and _LEGACY.search(request.path) and not _will_be_asked_again(request):
            MissingAddress.count(request.path, request.headers.get("Referer", ""))
        return response


def _by_folded_path(request: HttpRequest) -> tuple[str, bool]:
    """Where a request is led by the folded path, and whether for good: by a redirect, or by a page's own address."""
    site, path = Site.find_for_request(request), folded_path(request.path)
    redirects = Redirect.objects.filter(Q(site=site) | Q(site=None), old_path=path).order_by("-site_id")
    for redirect in redirects.select_related("redirect_page"):
        if redirect.link and (redirect.redirect_page is None or redirect.redirect_page.live):
            return redirect.link, redirect.is_permanent
    page = (
        Page.objects.live().filter(url_path=f"{site.root_page.url_path.rstrip('/')}{path}/").first() if site else None
    )
    return (page.get_url(request) or "" if page else ""), True


def _will_be_asked_again(request: HttpRequest) -> bool:
    """Whether Django sends the visitor to the same path with a slash."""
    appended = settings.APPEND_SLASH and not request.path.endswith("/")
    return bool(appended and is_valid_path(f"{request.path_info}/"))


def _leads_nowhere(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether Wagtail's own redirect goes to a page that is not live."""
    site = Site.find_for_request(request)
    path = Redirect.normalise_path(request.get_full_path())
    paths = {path, path.partition("?")[0], request.path.rstrip("/")}
    drafts = Redirect.objects.filter(Q(site=site) | Q(site=None), old_path__in=paths, redirect_page__live=False)
    return response.status_code in {301, 302} and drafts.exists()
