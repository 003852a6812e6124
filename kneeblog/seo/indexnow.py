"""IndexNow: search engines that take part are told at once what has changed; off until `INDEXNOW_KEY` is set.

Told through a background task, so that nobody who publishes waits for another host, and only after the transaction.
The protocol, and who takes part (Bing, Naver, Seznam, Yandex, Yep; not Google): indexnow.org.
"""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

import requests
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_tasks import task
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from kneeblog import conf

ENDPOINT = "https://api.indexnow.org/indexnow"
KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
_SECONDS = 10
_log = logging.getLogger(__name__)


@require_safe
def key_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file by which a search engine knows that the site itself is telling."""
    if key != conf.get("INDEXNOW_KEY") or not KEY.fullmatch(key):
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


@task()
def tell(urls: list[str]) -> None:
    """Say that these addresses of one host have changed; a search engine that fails is not asked again."""
    parts = urlsplit(urls[0])
    key = conf.get("INDEXNOW_KEY")
    said = {
        "host": parts.netloc,
        "key": key,
        "keyLocation": f"{parts.scheme}://{parts.netloc}/{key}.txt",
        "urlList": urls,
    }
    try:
        answer = requests.post(ENDPOINT, json=said, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        _log.warning("IndexNow was not told of %s: %s", ", ".join(urls), error)
        return
    if answer.status_code not in {200, 202}:
        _log.warning("IndexNow refused %s: status %s", ", ".join(urls), answer.status_code)


@receiver(page_published)
@receiver(page_unpublished)
def _changed(instance: Page, **kwargs: Any) -> None:
    _tell_of(instance, instance.get_full_url())


@receiver(page_slug_changed)
def _moved(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _tell_of(instance, instance_before.get_full_url(), instance.get_full_url())


def _tell_of(page: Page, *urls: str | None) -> None:
    listed = not getattr(page, "robots", "").startswith("noindex")
    known = [url for url in urls if url]
    if conf.get("INDEXNOW_KEY") and listed and known:
        transaction.on_commit(lambda: tell.enqueue(known))
