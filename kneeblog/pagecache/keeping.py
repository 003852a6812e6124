"""Which requests may be answered with what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import compress, decompress
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from kneeblog import __version__

from . import store
from .recording import EVERYTHING, recording

_WATCHED = "_kneeblog_watched"
_SHOWN = "_kneeblog_page_shown"  # set on a request that was for a page of ours that everybody may read
_PARAMETERS = {"page"}  # the only words after `?` that a page answers to
_NUMBER = re.compile("[0-9]{1,4}")  # so that nobody fills the cache by counting on
_NOT_KEPT = {"Content-Encoding", "Content-Length", "ETag", "Last-Modified", "Set-Cookie"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its body, compressed, and its headers."""

    small: bytes
    headers: dict[str, str]

    def to(self, request: HttpRequest) -> HttpResponseBase:
        """The response for one visitor, whose browser may have the page already."""
        zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.small if zipped else decompress(self.small), headers=self.headers)
        if zipped:
            response["Content-Encoding"] = "gzip"
            response["ETag"] = f"W/{response['ETag']}"  # as Django's own compression has it
        response["Content-Length"] = str(len(response.content))
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    @classmethod
    def of(cls, response: HttpResponse) -> Answer:
        """What is kept of a response."""
        zipped = response.get("Content-Encoding") == "gzip"
        headers = {name: value for name, value in response.items() if name not in _NOT_KEPT}
        body = decompress(response.content) if zipped else response.content
        headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
        headers["Cache-Status"] = "kneeblog; hit"
        return cls(compress(body, mtime=0), headers)


class PageCacheMiddleware:
    """Answers visitors who are not logged in from what is kept; stands before all other middleware.

    A page is kept for each host, scheme, address and number in a listing; one that sets a cookie is not kept.  The
    setting `CACHES` says where, under the name `pages`; without that name nothing is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Answers."""
        if not may_keep(request) or not _PARAMETERS.issuperset(request.GET):
            return self._get_response(request)
        key = _key("answer", request, request.path)
        answer: Answer | None = store.get(key)
        if answer is not None:
            return answer.to(request)
        since = store.epoch()
        with recording() as noted:
            response = self._get_response(request)
        if request.method == "GET" and hasattr(request, _SHOWN) and _is_whole(response):
            store.put(key, Answer.of(response), {EVERYTHING, *noted}, since)
        return response


@contextmanager
def watching(request: HttpRequest) -> Iterator[None]:
    """Notes what is read for a request, from before the page is looked for; without this, no rendered page is kept."""
    if not may_keep(request):
        yield
        return
    since = store.epoch()
    with recording() as noted:
        setattr(request, _WATCHED, (since, noted))
        yield


def kept_page(request: HttpRequest, page: Any, render: Callable[[], HttpResponse]) -> HttpResponse:
    """The page for a visitor who is not logged in: as it was rendered before, if nothing it shows has changed.

    Args:
        request: for it.
        page: that is to be shown, of a model of ours.
        render: what shows it.
    """
    if not hasattr(request, _WATCHED) or not page.known_public or not request.GET.keys().isdisjoint(page.asked_by):
        return render()
    setattr(request, _SHOWN, True)
    key = _key("page", request, f"{get_language()} {page.pk} {request.path}")
    body: bytes | None = store.get(key)
    if body is not None:
        return HttpResponse(body)
    response = render()
    if hasattr(response, "render"):
        response.render()
    since, noted = getattr(request, _WATCHED)
    if _is_whole(response) and "CSRF_COOKIE" not in request.META:
        store.put(key, response.content, {EVERYTHING, *noted}, since)
    return response


def may_keep(request: HttpRequest) -> bool:
    """Whether the request is nobody's in particular, and there is a place to keep pages."""
    return (
        store.ALIAS in settings.CACHES
        and request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not getattr(request, "is_preview", False)
        and "Authorization" not in request.headers
        and _NUMBER.fullmatch(request.GET.get("page", "1")) is not None
    )


def _key(kind: str, request: HttpRequest, what: str) -> str:
    """For one deployment, whose pages name its own versions of static files."""
    deployment = getattr(staticfiles_storage, "manifest_hash", "")
    number = request.GET.get("page", "")
    parts = (__version__, deployment, request.scheme, request.get_host(), what, number)
    return f"kneeblog:{kind}:{sha256(repr(parts).encode('utf-8', 'surrogatepass')).hexdigest()}"


def _is_whole(response: Any) -> bool:
    """Whether it is a page as everybody gets it."""
    said = f"{response.get('Cache-Control', '')} {response.get('Content-Security-Policy', '')}"
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith("text/html")
        and not any(word in said for word in ("private", "no-store", "no-cache", "'nonce-"))
    )
