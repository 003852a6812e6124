"""A blog's newest articles for feed readers, as RSS and as Atom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from kneeblog.models.live import LiveText

from .languages import language_tag
from .metadata import excerpt

if TYPE_CHECKING:
    from kneeblog.models import BlogIndexPage

NEWEST = 30
FEEDS: dict[str, type[SyndicationFeed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


def blog_feed(blog: BlogIndexPage, request: HttpRequest, kind: str) -> HttpResponse:
    """The blog's newest articles, each with its first words; what search engines may not list stays out.

    Args:
        blog: in one language.
        request: who asks.
        kind: a key of `FEEDS`.
    """
    address = blog.get_full_url(request) or ""
    articles = [page for page in blog.listing()[: NEWEST * 2] if not page.robots.startswith("noindex")][:NEWEST]
    changed = dict(LiveText.objects.filter(page__in=articles).values_list("page_id", "changed_at"))
    feed: Any = FEEDS[kind](
        title=blog.seo_title or blog.title,
        link=address,
        description=blog.search_description or excerpt(blog),
        language=language_tag(blog.locale.language_code),
        feed_url=request.build_absolute_uri(),
    )
    for page in articles:
        feed.add_item(**_item(page, request), updateddate=changed.get(page.pk, page.last_published_at))
    if not articles:  # else a feed without articles would be a new one at every request
        feed.latest_post_date = lambda: blog.last_published_at or datetime(2000, 1, 1, tzinfo=UTC)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _item(page: Any, request: HttpRequest) -> dict[str, Any]:
    address = page.get_full_url(request)
    return {
        "title": page.title,
        "link": address,
        "description": page.search_description or excerpt(page),
        "unique_id": address,
        "unique_id_is_permalink": True,
        "pubdate": page.first_published_at,
        "author_name": page.author.name if page.author else None,
        "categories": [category.name for category in page.categories],
    }
